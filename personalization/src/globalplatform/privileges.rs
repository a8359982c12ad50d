//! Privileges (GPCS 2.3.1 §6.6.1, Tables 11-7 to 11-9).

use std::fmt;
use std::str::FromStr;

/// A set of privileges, three bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Privileges([u8; 3]);

/// Each privilege with its name, and with what it implies.
const NAMES: [(&str, Privileges); 20] = [
    ("security-domain", Privileges::SECURITY_DOMAIN),
    ("dap-verification", Privileges::DAP_VERIFICATION),
    ("delegated-management", Privileges::DELEGATED_MANAGEMENT),
    ("card-lock", Privileges([0x10, 0, 0])),
    ("card-terminate", Privileges([0x08, 0, 0])),
    ("card-reset", Privileges::CARD_RESET),
    ("cvm-management", Privileges([0x02, 0, 0])),
    ("mandated-dap-verification", Privileges::MANDATED_DAP_VERIFICATION),
    ("trusted-path", Privileges([0, 0x80, 0])),
    ("authorized-management", Privileges::AUTHORIZED_MANAGEMENT),
    ("token-verification", Privileges([0, 0x20, 0])),
    ("global-delete", Privileges([0, 0x10, 0])),
    ("global-lock", Privileges([0, 0x08, 0])),
    ("global-registry", Privileges([0, 0x04, 0])),
    ("final-application", Privileges([0, 0x02, 0])),
    ("global-service", Privileges([0, 0x01, 0])),
    ("receipt-generation", Privileges([0, 0, 0x80])),
    ("ciphered-load-file-data-block", Privileges([0x80, 0, 0x40])),
    ("contactless-activation", Privileges([0, 0, 0x20])),
    ("contactless-self-activation", Privileges([0, 0, 0x10])),
];

impl Privileges {
    /// No privilege.
    pub const NONE: Self = Self([0; 3]);
    /// It is a security domain.
    pub const SECURITY_DOMAIN: Self = Self([0x80, 0, 0]);
    /// It verifies DAP blocks that load files have for it.
    pub const DAP_VERIFICATION: Self = Self([0xC0, 0, 0]);
    /// It manages content with tokens.
    pub const DELEGATED_MANAGEMENT: Self = Self([0xA0, 0, 0]);
    /// It is selected by itself after a reset.
    pub const CARD_RESET: Self = Self([0x04, 0, 0]);
    /// Every load file needs a DAP block for it.
    pub const MANDATED_DAP_VERIFICATION: Self = Self([0xC1, 0, 0]);
    /// It manages content on its own authority.
    pub const AUTHORIZED_MANAGEMENT: Self = Self([0, 0x40, 0]);

    /// From one byte, as older cards tell them, or three; `None` for another length.
    #[must_use]
    pub const fn from_bytes(bytes: &[u8]) -> Option<Self> {
        match *bytes {
            [first] => Some(Self([first, 0, 0])),
            [first, second, third] => Some(Self([first, second, third])),
            _ => None,
        }
    }

    /// The three bytes.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 3] {
        self.0
    }

    /// As INSTALL carries them: one byte where that holds them all, which every card understands, else three.
    #[must_use]
    pub fn encoded(self) -> Vec<u8> {
        match self.0 {
            [first, 0, 0] => vec![first],
            bytes => bytes.to_vec(),
        }
    }

    /// These and those.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        let mut bytes = self.0;
        for (byte, more) in bytes.iter_mut().zip(other.0) {
            *byte |= more;
        }
        Self(bytes)
    }

    /// Whether all of `other` are among them.
    #[must_use]
    pub fn contains(self, other: Self) -> bool {
        self.0.iter().zip(other.0).all(|(byte, wanted)| byte & wanted == wanted)
    }

    /// The names of those it has, in the order of their bits. The names of what others imply are left out.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        let implied = |name: &str| match name {
            "dap-verification" => self.contains(Self::MANDATED_DAP_VERIFICATION),
            _ => false,
        };
        NAMES
            .iter()
            .filter(|(name, privilege)| self.contains(*privilege) && !implied(name))
            .map(|(name, _)| *name)
            .collect()
    }
}

impl fmt::Display for Privileges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.names();
        if names.is_empty() { f.write_str("none") } else { f.write_str(&names.join(", ")) }
    }
}

/// The text is no privilege.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no privilege {0}; the privileges are {names}, or 1 or 3 bytes in hexadecimal", names = all_names())]
pub struct UnknownPrivilege(String);

fn all_names() -> String {
    NAMES.map(|(name, _)| name).join(", ")
}

/// Names separated by commas, or bytes in hexadecimal.
impl FromStr for Privileges {
    type Err = UnknownPrivilege;

    fn from_str(text: &str) -> Result<Self, UnknownPrivilege> {
        if let Some(privileges) = cardamom_apdu::hex::decode(text).ok().as_deref().and_then(Self::from_bytes)
        {
            return Ok(privileges);
        }
        text.split(',').map(str::trim).filter(|name| !name.is_empty()).try_fold(Self::NONE, |all, name| {
            let found = NAMES.iter().find(|(known, _)| *known == name);
            found.map(|(_, privilege)| all.with(*privilege)).ok_or_else(|| UnknownPrivilege(name.to_owned()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_bytes_are_the_same_privileges() {
        let privileges: Privileges = "security-domain, authorized-management".parse().unwrap();
        assert_eq!(privileges.to_bytes(), [0x80, 0x40, 0]);
        assert_eq!(privileges.encoded(), [0x80, 0x40, 0]);
        assert_eq!(privileges.to_string(), "security-domain, authorized-management");
        assert_eq!("9EFE80".parse::<Privileges>().unwrap().names().len(), 13);
        assert_eq!("04".parse::<Privileges>().unwrap().encoded(), [0x04]);
        assert_eq!("mandated-dap-verification".parse::<Privileges>().unwrap().to_bytes(), [0xC1, 0, 0]);
        assert!("card-rest".parse::<Privileges>().unwrap_err().to_string().contains("card-reset"));
        assert_eq!(Privileges::NONE.to_string(), "none");
    }
}
