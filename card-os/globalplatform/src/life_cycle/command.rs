//! Which administrative commands a security domain answers in which life-cycle state of the card (GPCS 2.3.1
//! Table 11-1), and which of them take a secure channel (Table 11-2).

use cardamom_kernel::Privileges;

use super::CardLifeCycle;

/// A command of the tables; the variants of DELETE and INSTALL are commands of their own there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AdministrativeCommand {
    /// DELETE \[card content\]: an executable load file, with or without its applications, or an application.
    DeleteContent,
    /// DELETE \[key\].
    DeleteKey,
    /// EXTERNAL AUTHENTICATE, INTERNAL AUTHENTICATE, MUTUAL AUTHENTICATE, PERFORM SECURITY OPERATION: the ends of
    /// a secure channel's initiation.
    Authenticate,
    /// GET DATA.
    GetData,
    /// GET STATUS.
    GetStatus,
    /// INITIALIZE UPDATE, MANAGE SECURITY ENVIRONMENT: the beginnings of a secure channel's initiation.
    InitializeUpdate,
    /// INSTALL [for extradition].
    InstallForExtradition,
    /// INSTALL \[for install\], also together with \[for make selectable\].
    InstallForInstall,
    /// INSTALL [for load], also together with the other processes.
    InstallForLoad,
    /// INSTALL [for make selectable].
    InstallForMakeSelectable,
    /// INSTALL [for personalization].
    InstallForPersonalization,
    /// INSTALL [for registry update].
    InstallForRegistryUpdate,
    /// LOAD.
    Load,
    /// PUT KEY, and generation of a key on the card.
    PutKey,
    /// SELECT.
    Select,
    /// SET STATUS.
    SetStatus,
    /// STORE DATA.
    StoreData,
}

impl AdministrativeCommand {
    /// All commands of the tables.
    pub const ALL: [Self; 17] = [
        Self::DeleteContent,
        Self::DeleteKey,
        Self::Authenticate,
        Self::GetData,
        Self::GetStatus,
        Self::InitializeUpdate,
        Self::InstallForExtradition,
        Self::InstallForInstall,
        Self::InstallForLoad,
        Self::InstallForMakeSelectable,
        Self::InstallForPersonalization,
        Self::InstallForRegistryUpdate,
        Self::Load,
        Self::PutKey,
        Self::Select,
        Self::SetStatus,
        Self::StoreData,
    ];

    /// Whether it manages card content, which takes Authorized or Delegated Management (§9.1.3).
    #[must_use]
    pub const fn manages_content(self) -> bool {
        matches!(
            self,
            Self::DeleteContent
                | Self::InstallForExtradition
                | Self::InstallForInstall
                | Self::InstallForLoad
                | Self::InstallForMakeSelectable
                | Self::InstallForRegistryUpdate
                | Self::Load
        )
    }

    /// Whether it is open to everyone (Table 11-2: no minimum security requirement).
    const fn is_open(self) -> bool {
        matches!(self, Self::Authenticate | Self::GetData | Self::InitializeUpdate | Self::Select)
    }
}

/// The columns of Table 11-1: what a security domain's privileges make of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Role {
    /// What it may do on a card that is neither locked nor terminated.
    pub management: Management,
    /// It has the Final Application privilege: the only one that can be selected when the card is locked (Note 1).
    pub is_final_application: bool,
}

/// Part of a [`Role`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Management {
    /// "AM SD": manages content on its own authority.
    Authorized,
    /// "DM SD": manages content with tokens.
    Delegated,
    /// "SD": any other security domain.
    Other,
}

impl Role {
    /// The role that these privileges of a security domain make.
    #[must_use]
    pub const fn of(privileges: Privileges) -> Self {
        let management = if privileges.contains(Privileges::AUTHORIZED_MANAGEMENT) {
            Management::Authorized
        } else if privileges.contains(Privileges::DELEGATED_MANAGEMENT) {
            Management::Delegated
        } else {
            Management::Other
        };
        Self { management, is_final_application: privileges.contains(Privileges::FINAL_APPLICATION) }
    }
}

/// A cell of Table 11-1, with the row of Table 11-2.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Permission {
    /// The command is not answered in this state, or not by such a security domain.
    Prohibited,
    /// It is answered to everyone.
    Open,
    /// It is answered within a secure channel, whose end is authenticated.
    Authenticated,
}

/// Whether a security domain of this role answers this command while the card is in this state.
///
/// A command is prohibited where the table's cell is striped; where support is optional, this card has it. OP_READY,
/// INITIALIZED and SECURED: all commands, except that those that manage content take Authorized or Delegated Management.
/// CARD_LOCKED (§5.1.1.4): nothing of the card's content or data changes; a security domain that is selected still, or
/// that can be by its Final Application privilege, tells its data and status, and unlocks or terminates the card.
/// TERMINATED (§5.1.1.5): GET DATA alone.
///
/// The commands that open a secure channel stand in no table: they are answered wherever a command is that needs one.
/// MANAGE CHANNEL is the kernel's affair in every state.
#[must_use]
pub const fn permitted(command: AdministrativeCommand, state: CardLifeCycle, role: Role) -> Permission {
    use AdministrativeCommand as C;
    let answered = match state {
        CardLifeCycle::OpReady | CardLifeCycle::Initialized | CardLifeCycle::Secured => {
            !command.manages_content() || !matches!(role.management, Management::Other)
        }
        CardLifeCycle::CardLocked => {
            matches!(
                command,
                C::Authenticate | C::GetData | C::GetStatus | C::InitializeUpdate | C::SetStatus
            ) || (matches!(command, C::Select) && role.is_final_application)
        }
        CardLifeCycle::Terminated => matches!(command, C::GetData),
    };
    if !answered {
        Permission::Prohibited
    } else if command.is_open() {
        Permission::Open
    } else {
        Permission::Authenticated
    }
}
