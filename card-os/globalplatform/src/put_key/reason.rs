//! Why keys are refused.

use cardamom_apdu::StatusWord;
use cardamom_kernel::Reason;

/// Why PUT KEY, or STORE DATA with keys, is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PutKeyReason {
    /// The check value is not that of the key that came out. 6982.
    CheckValue,
    /// A check value for a key that has none, or not of three bytes. 6A80.
    CheckValueUnexpected,
    /// The components do not make a key. 6A80.
    Components,
    /// The curve is not supported. 6A80.
    Curve,
    /// The value is neither whole blocks of ciphertext nor the key's length and whole blocks. 6A80.
    Encryption,
    /// More keys than identifiers. 6A80.
    Identifier,
    /// No key of its type has this length. 6A80.
    KeyLength,
    /// The type is reserved, or not supported. 6A80.
    KeyType,
    /// Key usage qualifier or access condition of a wrong length. 6A80.
    Restriction,
    /// P2 b8 announces one key, and there are several. 6A86.
    SeveralKeys,
    /// The data field ends inside a key. 6A80.
    Truncated,
    /// The new key version number is not `01` to `7F`. 6A80.
    Version,
}

impl Reason for PutKeyReason {
    fn status_word(&self) -> StatusWord {
        match self {
            Self::CheckValue => StatusWord::SECURITY_STATUS_NOT_SATISFIED,
            Self::SeveralKeys => StatusWord::INCORRECT_P1_P2,
            Self::CheckValueUnexpected
            | Self::Components
            | Self::Curve
            | Self::Encryption
            | Self::Identifier
            | Self::KeyLength
            | Self::KeyType
            | Self::Restriction
            | Self::Truncated
            | Self::Version => StatusWord::WRONG_DATA,
        }
    }

    fn rule(&self) -> &'static str {
        match self {
            Self::CheckValue => {
                "the key check value is not that of the decrypted key: a wrong data encryption key, or a damaged key (GPCS 2.3.1 11.8.2.3, B.6)"
            }
            Self::CheckValueUnexpected => {
                "a key check value has three bytes, and only DES and AES keys have one (GPCS 2.3.1 11.8.2.3, B.6)"
            }
            Self::Components => "the components do not make a key (GPCS 2.3.1 11.1.8, Table 11-16)",
            Self::Curve => {
                "the elliptic curve is not supported: P-256 or P-384, by reference or by its parameters (GPCS 2.3.1 B.4.3)"
            }
            Self::Encryption => {
                "an encrypted component is whole blocks, or the key's length and then whole blocks (GPCS 2.3.1 11.8.2.3, Table 11-70)"
            }
            Self::Identifier => "key identifiers go up to 7F (GPCS 2.3.1 11.8.2.2)",
            Self::KeyLength => "no key of this type has this length (GPCS 2.3.1 11.1.8, B)",
            Self::KeyType => "the key type is reserved or not supported (GPCS 2.3.1 11.1.8, Table 11-16)",
            Self::Restriction => {
                "a key usage qualifier has up to two bytes, a key access condition up to one (GPCS 2.3.1 11.1.9, 11.1.10)"
            }
            Self::SeveralKeys => {
                "P2 b8 announces a single key, the data field has several (GPCS 2.3.1 11.8.2.2)"
            }
            Self::Truncated => "the data field ends inside a key (GPCS 2.3.1 11.8.2.3)",
            Self::Version => "a new key version number is 01 to 7F (GPCS 2.3.1 11.8.2.3)",
        }
    }
}
