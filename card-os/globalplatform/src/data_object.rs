//! Writing data objects, and reading fields with a length in front.

use alloc::vec::Vec;

use cardamom_apdu::Aid;

use crate::reason::GlobalPlatformReason;

/// A BER-TLV data object; the tag in one to three bytes as it is written.
pub(crate) fn object(tag: u32, value: &[u8]) -> Vec<u8> {
    let mut bytes: Vec<u8> = tag.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    bytes.extend_from_slice(&length(value.len()));
    bytes.extend_from_slice(value);
    bytes
}

/// A constructed data object.
pub(crate) fn template(tag: u32, objects: &[Vec<u8>]) -> Vec<u8> {
    object(tag, &objects.concat())
}

fn length(length: usize) -> Vec<u8> {
    match u16::try_from(length).map(u16::to_be_bytes) {
        Ok([0, short @ 0..=0x7F]) => Vec::from([short]),
        Ok([0, low]) => Vec::from([0x81, low]),
        Ok([high, low]) => Vec::from([0x82, high, low]),
        // Nothing on a card is longer than three bytes of length say.
        Err(_) => {
            let bytes = u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes();
            let [_, a, b, c] = bytes;
            Vec::from([0x83, a, b, c])
        }
    }
}

/// Fields with a length in front, in turn: one byte, or 81 and 82 forms as in BER.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fields<'a>(pub(crate) &'a [u8]);

impl<'a> Fields<'a> {
    /// The next field.
    pub(crate) fn next(&mut self) -> Result<&'a [u8], GlobalPlatformReason> {
        let (length, rest) = match self.0 {
            [0x81, length, rest @ ..] => (usize::from(*length), rest),
            [0x82, high, low, rest @ ..] => (usize::from(u16::from_be_bytes([*high, *low])), rest),
            [length @ 0..=0x7F, rest @ ..] => (usize::from(*length), rest),
            _ => return Err(GlobalPlatformReason::DataField),
        };
        let (field, rest) = rest.split_at_checked(length).ok_or(GlobalPlatformReason::DataField)?;
        self.0 = rest;
        Ok(field)
    }

    /// The next field as an AID.
    pub(crate) fn aid(&mut self) -> Result<Aid, GlobalPlatformReason> {
        Aid::new(self.next()?).map_err(|_| GlobalPlatformReason::AidLength)
    }

    /// The next field as an AID, or nothing when it is empty.
    pub(crate) fn optional_aid(&mut self) -> Result<Option<Aid>, GlobalPlatformReason> {
        match self.next()? {
            [] => Ok(None),
            bytes => Aid::new(bytes).map(Some).map_err(|_| GlobalPlatformReason::AidLength),
        }
    }

    /// Nothing may follow.
    pub(crate) fn end(self) -> Result<(), GlobalPlatformReason> {
        if self.0.is_empty() { Ok(()) } else { Err(GlobalPlatformReason::DataField) }
    }
}
