//! STORE DATA (GPCS 2.3.1 §11.11): blocks, and the data objects in them.

use alloc::vec::Vec;
use core::fmt;

use cardamom_apdu::tlv::Reader;
use zeroize::Zeroizing;

use crate::reason::GlobalPlatformReason;

/// Data that the blocks of one STORE DATA may bring together, in bytes.
const MAXIMUM_LENGTH: usize = 16_384;

/// How the data is made, b5 and b4 of P1 (Table 11-88).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Structure {
    /// Not said: BER-TLV is tried.
    Unsaid,
    /// Data groups: identifier (2), length (1, or FF and 2), value.
    DataGroups,
    /// BER-TLV.
    DataObjects,
}

/// P1 of STORE DATA.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Control {
    /// The last block.
    pub is_last: bool,
    /// All data is encrypted under the data encryption key (b7 b6 = 11).
    pub is_encrypted: bool,
    /// How the data is made.
    pub structure: Structure,
}

impl Control {
    /// Reads P1.
    ///
    /// # Errors
    /// [`GlobalPlatformReason::Parameters`] for reserved values.
    pub const fn from_p1(p1: u8) -> Result<Self, GlobalPlatformReason> {
        let is_encrypted = match p1 & 0x60 {
            // 01: encryption is the data object's affair, and plain as far as this goes.
            0x00 | 0x20 => false,
            0x60 => true,
            _ => return Err(GlobalPlatformReason::Parameters),
        };
        let structure = match p1 & 0x18 {
            0x00 => Structure::Unsaid,
            0x08 => Structure::DataGroups,
            0x10 => Structure::DataObjects,
            _ => return Err(GlobalPlatformReason::Parameters),
        };
        Ok(Self { is_last: p1 & 0x80 != 0, is_encrypted, structure })
    }
}

/// Blocks of a STORE DATA, as far as they have come. Wiped on drop; `Debug` tells their length only.
#[derive(Clone, Default)]
pub struct Blocks {
    next: u8,
    data: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for Blocks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Blocks({} bytes, next {})", self.data.len(), self.next)
    }
}

impl Blocks {
    /// Takes a block; gives all data at the last one.
    ///
    /// # Errors
    /// [`GlobalPlatformReason::BlockNumber`], [`GlobalPlatformReason::NotEnoughMemory`].
    pub fn push(
        &mut self,
        control: Control,
        number: u8,
        data: &[u8],
    ) -> Result<Option<Zeroizing<Vec<u8>>>, GlobalPlatformReason> {
        if number != self.next {
            return Err(GlobalPlatformReason::BlockNumber);
        }
        if self.data.len() + data.len() > MAXIMUM_LENGTH {
            return Err(GlobalPlatformReason::NotEnoughMemory);
        }
        self.data.extend_from_slice(data);
        self.next = self.next.wrapping_add(1);
        Ok(control.is_last.then(|| core::mem::take(&mut self.data)))
    }
}

/// The data objects in a STORE DATA: tag or data group identifier, and value.
///
/// # Errors
/// [`GlobalPlatformReason::StoreDataStructure`].
pub fn objects(structure: Structure, data: &[u8]) -> Result<Vec<(u32, &[u8])>, GlobalPlatformReason> {
    let mut objects = Vec::new();
    if structure == Structure::DataGroups {
        let mut rest = data;
        while !rest.is_empty() {
            let (length, after) = match *rest {
                [_, _, 0xFF, high, low, ..] => (usize::from(u16::from_be_bytes([high, low])), rest.get(5..)),
                [_, _, length, ..] => (usize::from(length), rest.get(3..)),
                _ => return Err(GlobalPlatformReason::StoreDataStructure),
            };
            let [high, low, ..] = *rest else { return Err(GlobalPlatformReason::StoreDataStructure) };
            let (value, after) = after
                .and_then(|after| after.split_at_checked(length))
                .ok_or(GlobalPlatformReason::StoreDataStructure)?;
            objects.push((u32::from(u16::from_be_bytes([high, low])), value));
            rest = after;
        }
    } else {
        for object in Reader::new(data) {
            let object = object.map_err(|_| GlobalPlatformReason::StoreDataStructure)?;
            objects.push((object.tag().number(), object.value()));
        }
    }
    Ok(objects)
}
