//! How an issuer makes the keys of each card from one master key: the host's side. The card knows nothing of it, but
//! tells its diversification data in the response to INITIALIZE UPDATE.
//!
//! The formulas are those that GlobalPlatformPro calls by the same names.

use core::fmt;
use core::str::FromStr;

use zeroize::Zeroizing;

use crate::aes_key::AesKey;
use crate::triple_des::{self, TripleDesKey};
use crate::{scp02, scp03};

/// A way to make the keys of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Diversification {
    /// All cards have the master key as each of their keys.
    None,
    /// EMV Card Personalization Specification 1.1: triple DES over bytes 5 to 10 of the diversification data.
    EmvCps11,
    /// VISA2: triple DES over bytes 1, 2 and 5 to 8.
    Visa2,
    /// KDF3: AES-CMAC in counter mode (NIST SP 800-108) over all ten bytes.
    Kdf3,
}

/// Which of the three keys.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Purpose {
    Encryption = 1,
    Mac = 2,
    DataEncryption = 3,
}

impl Diversification {
    /// The triple DES keys of the card with this diversification data; `None` for [`Diversification::Kdf3`], which is
    /// for AES.
    #[must_use]
    pub fn triple_des_keys(self, master: &TripleDesKey, data: &[u8; 10]) -> Option<scp02::KeySet> {
        let key = |purpose| self.triple_des_key(master, data, purpose);
        Some(scp02::KeySet {
            encryption: key(Purpose::Encryption)?,
            mac: key(Purpose::Mac)?,
            data_encryption: key(Purpose::DataEncryption)?,
        })
    }

    /// The AES keys, as long as the master key; `None` for [`Diversification::EmvCps11`] and
    /// [`Diversification::Visa2`], which are for triple DES.
    #[must_use]
    pub fn aes_keys(self, master: &AesKey, data: &[u8; 10]) -> Option<scp03::KeySet> {
        let key = |purpose| match self {
            Self::None => Some(master.clone()),
            Self::Kdf3 => kdf3(master, data, purpose),
            Self::EmvCps11 | Self::Visa2 => None,
        };
        Some(scp03::KeySet {
            encryption: key(Purpose::Encryption)?,
            mac: key(Purpose::Mac)?,
            data_encryption: key(Purpose::DataEncryption)?,
        })
    }

    fn triple_des_key(
        self,
        master: &TripleDesKey,
        data: &[u8; 10],
        purpose: Purpose,
    ) -> Option<TripleDesKey> {
        let [d1, d2, _, _, d5, d6, d7, d8, d9, d10] = *data;
        let [a, b, c, d, e, f] = match self {
            Self::None => return Some(master.clone()),
            Self::EmvCps11 => [d5, d6, d7, d8, d9, d10],
            Self::Visa2 => [d1, d2, d5, d6, d7, d8],
            Self::Kdf3 => return None,
        };
        let half = |mark| [a, b, c, d, e, f, mark, purpose as u8];
        let mut blocks = Zeroizing::new([half(0xF0), half(0x0F)]);
        triple_des::encrypt_ecb(master, blocks.as_mut_slice());
        let bytes = Zeroizing::new(blocks.as_flattened().try_into().ok()?);
        Some(TripleDesKey::from_bytes(*bytes))
    }
}

fn kdf3(master: &AesKey, data: &[u8; 10], purpose: Purpose) -> Option<AesKey> {
    let mut derived = Zeroizing::new([[0; 16]; 2]);
    for (counter, block) in (1..).zip(derived.iter_mut()) {
        *block = master.cmac(&[&[counter, 0, 0, 0, purpose as u8, 0], data]);
    }
    AesKey::new(derived.as_flattened().get(..master.len())?)
}

impl fmt::Display for Diversification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::EmvCps11 => "emv",
            Self::Visa2 => "visa2",
            Self::Kdf3 => "kdf3",
        })
    }
}

/// The text is not the name of a diversification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownDiversification;

impl fmt::Display for UnknownDiversification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key diversification is one of none, emv, visa2 and kdf3")
    }
}

impl core::error::Error for UnknownDiversification {}

impl FromStr for Diversification {
    type Err = UnknownDiversification;

    fn from_str(text: &str) -> Result<Self, UnknownDiversification> {
        match text {
            "none" => Ok(Self::None),
            "emv" => Ok(Self::EmvCps11),
            "visa2" => Ok(Self::Visa2),
            "kdf3" => Ok(Self::Kdf3),
            _ => Err(UnknownDiversification),
        }
    }
}
