//! Keys on the command line.

use std::fmt;
use std::str::FromStr;

use cardamom_apdu::hex;
use cardamom_secure_channel::diversification::Diversification;
use zeroize::Zeroizing;

/// A key in hexadecimal: 16, 24 or 32 bytes. Wiped on drop; `Debug` does not show it.
#[derive(Clone)]
pub(super) struct SecretKey(pub(super) Zeroizing<Vec<u8>>);

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretKey")
    }
}

impl FromStr for SecretKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let bytes = hex::decode(text).map(Zeroizing::new);
        match bytes {
            Ok(bytes) if matches!(bytes.len(), 16 | 24 | 32) => Ok(Self(bytes)),
            _ => Err("a key is 16, 24 or 32 bytes in hexadecimal".to_owned()),
        }
    }
}

pub(super) fn parse_diversification(text: &str) -> Result<Diversification, String> {
    text.parse::<Diversification>().map_err(|error| error.to_string())
}
