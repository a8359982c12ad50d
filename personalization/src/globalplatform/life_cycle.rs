//! Life-cycle states and SET STATUS (GPCS 2.3.1 §5, §11.10).

use std::fmt;
use std::str::FromStr;

use cardamom_apdu::Aid;

use super::error::GlobalPlatformError;
use super::session::Session;
use super::step::Step;

/// The card's life-cycle state (Table 11-6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum CardLifeCycle {
    /// Made, with initial keys.
    OpReady = 0x01,
    /// Partly personalized.
    Initialized = 0x07,
    /// Issued.
    Secured = 0x0F,
    /// Locked.
    CardLocked = 0x7F,
    /// The end.
    Terminated = 0xFF,
}

impl CardLifeCycle {
    /// All states, in their order.
    pub const ALL: [Self; 5] =
        [Self::OpReady, Self::Initialized, Self::Secured, Self::CardLocked, Self::Terminated];

    /// The state that this byte codes, if any.
    #[must_use]
    pub fn from_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|state| *state as u8 == byte)
    }

    /// Its name, as in GPCS 2.3.1.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::OpReady => "OP_READY",
            Self::Initialized => "INITIALIZED",
            Self::Secured => "SECURED",
            Self::CardLocked => "CARD_LOCKED",
            Self::Terminated => "TERMINATED",
        }
    }
}

impl fmt::Display for CardLifeCycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The text is no state of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a card is op-ready, initialized, secured, card-locked or terminated")]
pub struct UnknownCardLifeCycle;

impl FromStr for CardLifeCycle {
    type Err = UnknownCardLifeCycle;

    fn from_str(text: &str) -> Result<Self, UnknownCardLifeCycle> {
        let wanted = text.replace('-', "_").to_uppercase();
        Self::ALL.into_iter().find(|state| state.name() == wanted).ok_or(UnknownCardLifeCycle)
    }
}

/// What a life-cycle state is the state of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// An application.
    Application,
    /// The issuer security domain; its state is the card's.
    IssuerSecurityDomain,
    /// An executable load file.
    LoadFile,
    /// A supplementary security domain.
    SecurityDomain,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Application => "application",
            Self::IssuerSecurityDomain => "issuer security domain",
            Self::LoadFile => "package",
            Self::SecurityDomain => "security domain",
        })
    }
}

/// A life-cycle state as GET STATUS tells it (Tables 11-3 to 11-6). Displayed by its name, and an unknown one by its
/// byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LifeCycle {
    /// What it is the state of.
    pub kind: Kind,
    /// Its code.
    pub byte: u8,
}

impl LifeCycle {
    /// Whether it is an application or security domain that is locked.
    #[must_use]
    pub const fn is_locked(self) -> bool {
        match self.kind {
            Kind::Application | Kind::SecurityDomain => self.byte & 0x80 != 0,
            Kind::IssuerSecurityDomain => self.byte == CardLifeCycle::CardLocked as u8,
            Kind::LoadFile => false,
        }
    }
}

impl fmt::Display for LifeCycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let byte = self.byte;
        match (self.kind, byte) {
            (Kind::IssuerSecurityDomain, _) => match CardLifeCycle::from_byte(byte) {
                Some(state) => state.fmt(f),
                None => write!(f, "unknown ({byte:02X})"),
            },
            (Kind::LoadFile, 0x01) => f.write_str("LOADED"),
            (Kind::Application | Kind::SecurityDomain, 0x80..=0xFF) => f.write_str("LOCKED"),
            (Kind::Application | Kind::SecurityDomain, 0x03) => f.write_str("INSTALLED"),
            (Kind::Application | Kind::SecurityDomain, 0x07) => f.write_str("SELECTABLE"),
            (Kind::SecurityDomain, 0x0F) => f.write_str("PERSONALIZED"),
            (Kind::Application, _) if byte & 0x07 == 0x07 => write!(f, "SELECTABLE ({byte:02X})"),
            _ => write!(f, "unknown ({byte:02X})"),
        }
    }
}

impl Session<'_> {
    /// Brings the card into another state.
    ///
    /// # Errors
    /// [`GlobalPlatformError`]: 6A80 or 6985 for a transition that does not exist or a privilege that is missing.
    pub fn set_card_status(&mut self, state: CardLifeCycle) -> Result<(), GlobalPlatformError> {
        self.command(Step::SetStatus, [0x80, 0xF0, 0x80, state as u8], &[]).map(drop)
    }

    /// Locks an application or security domain, or unlocks it.
    ///
    /// # Errors
    /// [`GlobalPlatformError`]: 6A88 when there is none of this name, 6A80 when it is in that state already.
    pub fn set_locked(&mut self, aid: &Aid, locked: bool) -> Result<(), GlobalPlatformError> {
        // The low bits mean nothing here, and are those of SELECTABLE for cards that look at them.
        let control = if locked { 0x83 } else { 0x03 };
        self.command(Step::SetStatus, [0x80, 0xF0, 0x40, control], aid.as_bytes()).map(drop)
    }

    /// Locks a security domain with all that belongs to it, or unlocks them.
    ///
    /// # Errors
    /// As [`Session::set_locked`].
    pub fn set_locked_with_applications(
        &mut self,
        aid: &Aid,
        locked: bool,
    ) -> Result<(), GlobalPlatformError> {
        let control = if locked { 0x80 } else { 0x00 };
        self.command(Step::SetStatus, [0x80, 0xF0, 0x60, control], aid.as_bytes()).map(drop)
    }

    /// Brings an application or security domain into a state of its own, as PERSONALIZED, `0F`.
    ///
    /// # Errors
    /// As [`Session::set_locked`].
    pub fn set_application_status(&mut self, aid: &Aid, state: u8) -> Result<(), GlobalPlatformError> {
        self.command(Step::SetStatus, [0x80, 0xF0, 0x40, state], aid.as_bytes()).map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_have_the_names_of_the_specification() {
        let name = |kind, byte| LifeCycle { kind, byte }.to_string();
        assert_eq!(name(Kind::IssuerSecurityDomain, 0x0F), "SECURED");
        assert_eq!(name(Kind::SecurityDomain, 0x0F), "PERSONALIZED");
        assert_eq!(name(Kind::Application, 0x0F), "SELECTABLE (0F)");
        assert_eq!(name(Kind::Application, 0x87), "LOCKED");
        assert_eq!(name(Kind::Application, 0x00), "unknown (00)");
        assert_eq!(name(Kind::LoadFile, 0x01), "LOADED");
        assert_eq!("card-locked".parse(), Ok(CardLifeCycle::CardLocked));
        assert_eq!("locked".parse::<CardLifeCycle>(), Err(UnknownCardLifeCycle));
    }
}
