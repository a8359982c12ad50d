//! What happens to the card.

use serde::{Deserialize, Serialize};

use crate::apdu_purse::{Cut, Spoil};

/// The acts, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct DomainScript {
    pub(crate) acts: Vec<Act>,
}

/// A step on a logical channel, and what goes wrong in its last command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Act {
    /// 0 to 2, modulo 3.
    pub(crate) channel: u8,
    pub(crate) step: Step,
    pub(crate) spoil: Option<Spoil>,
    pub(crate) cut: Option<Cut>,
}

/// A key set: its version, and one of the keys of this world for all three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Keys {
    pub(crate) version: u8,
    pub(crate) key: u8,
}

/// One byte of the data of a command is another, or one more, or gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Edit {
    /// Which one, modulo the length.
    pub(crate) at: u8,
    /// 0: replaced. 1: inserted. 2: removed. 3: the data ends there.
    pub(crate) kind: u8,
    pub(crate) value: u8,
}

/// Something that one of the card's partners does. Names are places in the list of names of this world.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Step {
    /// MANAGE CHANNEL: opens the channel, or closes it.
    Channel {
        open: bool,
    },
    Select {
        name: u8,
    },
    /// INITIALIZE UPDATE and EXTERNAL AUTHENTICATE.
    Open {
        keys: Keys,
        level: u8,
    },
    /// INITIALIZE UPDATE alone.
    Begin {
        version: u8,
    },
    /// A command of content management, in the session of the channel if there is one.
    Manage {
        template: Template,
        name: u8,
        other: u8,
        value: u8,
        edits: Vec<Edit>,
    },
    /// PUT KEY of three keys.
    PutKey {
        replaced: u8,
        keys: Keys,
        triple_des: bool,
    },
    /// INSTALL [for load] and all LOAD commands of a load file.
    Load {
        name: u8,
        blocks: u8,
    },
    /// Any command, in the session.
    Plain(Vec<u8>),
    /// Any command, as it is.
    Raw(Vec<u8>),
    /// A command that was sent before, as it was: so many back.
    Replay {
        back: u8,
    },
    Reset,
}

/// The commands of [`Step::Manage`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Template {
    Install,
    InstallNotSelectable,
    InstallDomain,
    InstallOfLoaded,
    MakeSelectable,
    Extradite,
    RegistryUpdate,
    Personalization,
    InstallForLoad,
    LoadBlock,
    Delete,
    DeleteRelated,
    DeleteKey,
    CardStatus,
    ApplicationStatus,
    DomainStatus,
    StoreData,
    StoreDataBlock,
    Rename,
    GetStatus,
    GetData,
}

impl Template {
    pub(crate) const ALL: [Self; 21] = [
        Self::Install,
        Self::InstallNotSelectable,
        Self::InstallDomain,
        Self::InstallOfLoaded,
        Self::MakeSelectable,
        Self::Extradite,
        Self::RegistryUpdate,
        Self::Personalization,
        Self::InstallForLoad,
        Self::LoadBlock,
        Self::Delete,
        Self::DeleteRelated,
        Self::DeleteKey,
        Self::CardStatus,
        Self::ApplicationStatus,
        Self::DomainStatus,
        Self::StoreData,
        Self::StoreDataBlock,
        Self::Rename,
        Self::GetStatus,
        Self::GetData,
    ];
}
