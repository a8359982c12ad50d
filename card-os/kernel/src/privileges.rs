//! Privileges of an application, as the registry keeps them (GPCS 2.3.1 §6.6.1, Tables 11-7 to 11-9).

/// A set of privileges, three bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Privileges([u8; 3]);

impl Privileges {
    /// No privilege.
    pub const NONE: Self = Self([0; 3]);
    /// The application is a security domain.
    pub const SECURITY_DOMAIN: Self = Self([0x80, 0, 0]);
    /// It verifies DAP blocks when a load file has one for it. Implies that it is a security domain.
    pub const DAP_VERIFICATION: Self = Self([0xC0, 0, 0]);
    /// It manages content with tokens. Implies that it is a security domain.
    pub const DELEGATED_MANAGEMENT: Self = Self([0xA0, 0, 0]);
    /// It may lock the card.
    pub const CARD_LOCK: Self = Self([0x10, 0, 0]);
    /// It may terminate the card.
    pub const CARD_TERMINATE: Self = Self([0x08, 0, 0]);
    /// It is selected by itself after a reset ("default selected"), and may modify the historical bytes.
    pub const CARD_RESET: Self = Self([0x04, 0, 0]);
    /// It manages the card holder verification methods.
    pub const CVM_MANAGEMENT: Self = Self([0x02, 0, 0]);
    /// Every load file must have a DAP block for it. Implies DAP verification.
    pub const MANDATED_DAP_VERIFICATION: Self = Self([0xC1, 0, 0]);
    /// It passes data between applications.
    pub const TRUSTED_PATH: Self = Self([0, 0x80, 0]);
    /// It manages content on its own authority.
    pub const AUTHORIZED_MANAGEMENT: Self = Self([0, 0x40, 0]);
    /// It verifies tokens for delegated management.
    pub const TOKEN_VERIFICATION: Self = Self([0, 0x20, 0]);
    /// It may delete any content.
    pub const GLOBAL_DELETE: Self = Self([0, 0x10, 0]);
    /// It may lock and unlock any application.
    pub const GLOBAL_LOCK: Self = Self([0, 0x08, 0]);
    /// It may read the whole registry.
    pub const GLOBAL_REGISTRY: Self = Self([0, 0x04, 0]);
    /// It alone can be selected on a locked card.
    pub const FINAL_APPLICATION: Self = Self([0, 0x02, 0]);
    /// It offers a service to all applications.
    pub const GLOBAL_SERVICE: Self = Self([0, 0x01, 0]);
    /// It makes receipts for delegated management.
    pub const RECEIPT_GENERATION: Self = Self([0, 0, 0x80]);
    /// Its load files are ciphered.
    pub const CIPHERED_LOAD_FILE_DATA_BLOCK: Self = Self([0, 0, 0x40]);
    /// It activates contactless applications.
    pub const CONTACTLESS_ACTIVATION: Self = Self([0, 0, 0x20]);
    /// It activates itself on the contactless interface.
    pub const CONTACTLESS_SELF_ACTIVATION: Self = Self([0, 0, 0x10]);

    /// The privileges in one byte, as older clients send them, or in three. `None` for another length or a bit
    /// that is reserved.
    #[must_use]
    pub const fn from_bytes(bytes: &[u8]) -> Option<Self> {
        match *bytes {
            [first] => Some(Self([first, 0, 0])),
            [first, second, third] if third & 0x0F == 0 => Some(Self([first, second, third])),
            _ => None,
        }
    }

    /// The three bytes.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 3] {
        self.0
    }

    /// Whether all of `other` is in it.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        let ([a, b, c], [x, y, z]) = (self.0, other.0);
        a & x == x && b & y == y && c & z == z
    }

    /// This and that.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        let ([a, b, c], [x, y, z]) = (self.0, other.0);
        Self([a | x, b | y, c | z])
    }

    /// What is in this and not in that.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        let ([a, b, c], [x, y, z]) = (self.0, other.0);
        Self([a & !x, b & !y, c & !z])
    }
}
