//! DELETE (GPCS 2.3.1 §11.2).

use cardamom_apdu::Aid;
use cardamom_apdu::tlv::Reader;

use crate::reason::GlobalPlatformReason;

/// What is to be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeleteCommand<'a> {
    /// Card content (§11.2.2.3.1).
    Content {
        /// The application or executable load file.
        aid: Aid,
        /// Its instances too, when it is an executable load file (P2 b8).
        related: bool,
        /// The token, or nothing.
        token: &'a [u8],
        /// What a token is computed over, without P1, P2 and Lc.
        signed: &'a [u8],
    },
    /// Keys (§11.2.2.3.2): of this version, of this identifier, or this one.
    Keys {
        /// Key identifier.
        identifier: Option<u8>,
        /// Key version number.
        version: Option<u8>,
    },
}

impl<'a> DeleteCommand<'a> {
    /// Reads a command from P2 and data.
    ///
    /// # Errors
    /// [`GlobalPlatformReason::Parameters`], [`GlobalPlatformReason::DataField`], [`GlobalPlatformReason::AidLength`].
    pub fn parse(p2: u8, data: &'a [u8]) -> Result<Self, GlobalPlatformReason> {
        if p2 & 0x7F != 0 {
            return Err(GlobalPlatformReason::Parameters);
        }
        let (mut aid, mut token, mut identifier, mut version) = (None, &[][..], None, None);
        let mut signed = data;
        let one = |value: &[u8]| match value {
            [byte] => Ok(Some(*byte)),
            _ => Err(GlobalPlatformReason::DataField),
        };
        for object in Reader::new(data) {
            let object = object.map_err(|_| GlobalPlatformReason::DataField)?;
            match object.tag().number() {
                // What comes after the token is not signed.
                0x4F if aid.is_none() && token.is_empty() => {
                    aid = Some(Aid::new(object.value()).map_err(|_| GlobalPlatformReason::AidLength)?);
                }
                0x9E => {
                    token = object.value();
                    signed = data.get(..object.position()).unwrap_or(data);
                }
                // The control reference template tells of the token's key what this card knows anyway.
                0xB6 => {}
                0xD0 => identifier = one(object.value())?,
                0xD2 => version = one(object.value())?,
                _ => return Err(GlobalPlatformReason::DataField),
            }
        }
        match (aid, identifier, version) {
            (Some(aid), None, None) => Ok(Self::Content { aid, related: p2 & 0x80 != 0, token, signed }),
            (None, None, None) | (Some(_), ..) => Err(GlobalPlatformReason::DataField),
            (None, identifier, version) => Ok(Self::Keys { identifier, version }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_after_the_token_would_not_be_signed() {
        let signed = [0x4F, 0x05, 0xA0, 0, 0, 0, 1, 0x9E, 0x02, 0xAA, 0xBB];
        let DeleteCommand::Content { token, signed, .. } = DeleteCommand::parse(0, &signed).unwrap() else {
            panic!("no content")
        };
        assert_eq!((token, signed.len()), (&[0xAA, 0xBB][..], 7));
        let unsigned = [0x9E, 0x02, 0xAA, 0xBB, 0x4F, 0x05, 0xA0, 0, 0, 0, 1];
        assert_eq!(DeleteCommand::parse(0, &unsigned), Err(GlobalPlatformReason::DataField));
    }
}
