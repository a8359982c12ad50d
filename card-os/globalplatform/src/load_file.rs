//! The load file that comes in LOAD commands (GPCS 2.3.1 §11.6.2.3): DAP blocks, then the load file data block.
//!
//! Blocks may end anywhere. Only headers and DAP blocks are kept; the load file data block goes on as it comes.

use alloc::vec::Vec;

use cardamom_apdu::Aid;
use cardamom_apdu::tlv::{Object, Reader};

use crate::reason::GlobalPlatformReason;

/// DAP blocks that a load file may have, together, in bytes.
const MAXIMUM_DAP_LENGTH: usize = 4096;
/// Bytes of a tag and a length.
const HEADER_LENGTH: usize = 5;

/// A DAP block: who verifies it, and the signature (Table 11-59).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DapBlock {
    /// The security domain.
    pub security_domain: Aid,
    /// The signature.
    pub signature: Vec<u8>,
}

/// A load file, as far as it has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadFileReader {
    /// What stands before the load file data block and is not understood yet.
    head: Vec<u8>,
    dap_blocks: Vec<DapBlock>,
    /// Their bytes so far.
    dap_length: usize,
    /// Length of the load file data block, once known, and how much of it has come.
    data: Option<(usize, usize)>,
}

/// What a piece of the load file brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The length of the load file data block is known now.
    pub begins: Option<usize>,
    /// Where the bytes belong.
    pub offset: usize,
    /// Bytes of the load file data block.
    pub bytes: Vec<u8>,
}

impl LoadFileReader {
    /// Takes the data of the next LOAD command.
    ///
    /// # Errors
    /// [`GlobalPlatformReason::LoadFileStructure`], [`GlobalPlatformReason::LoadFileCiphered`].
    pub fn push(&mut self, block: &[u8]) -> Result<Piece, GlobalPlatformReason> {
        let mut begins = None;
        let bytes = match self.data {
            Some(_) => block.to_vec(),
            None => {
                self.head.extend_from_slice(block);
                match self.read_head()? {
                    Some((length, bytes)) => {
                        self.data = Some((length, 0));
                        begins = Some(length);
                        bytes
                    }
                    None => Vec::new(),
                }
            }
        };
        let offset = match &mut self.data {
            Some((length, come)) => {
                let offset = *come;
                *come += bytes.len();
                if *come > *length {
                    return Err(GlobalPlatformReason::LoadFileStructure);
                }
                offset
            }
            None => 0,
        };
        Ok(Piece { begins, offset, bytes })
    }

    /// Takes whole DAP blocks off the head; gives the length of the load file data block and its first bytes when
    /// it has begun.
    fn read_head(&mut self) -> Result<Option<(usize, Vec<u8>)>, GlobalPlatformReason> {
        loop {
            match self.head.first() {
                None => return Ok(None),
                Some(0xE2) => match Object::parse_first(&self.head) {
                    Ok(object) => {
                        let length = object.encoding().len();
                        self.dap_length += length;
                        if self.dap_length > MAXIMUM_DAP_LENGTH {
                            return Err(GlobalPlatformReason::LoadFileStructure);
                        }
                        self.dap_blocks.push(dap_block(&object)?);
                        self.head.drain(..length);
                    }
                    Err(_) if self.dap_length + self.head.len() < MAXIMUM_DAP_LENGTH => return Ok(None),
                    Err(_) => return Err(GlobalPlatformReason::LoadFileStructure),
                },
                Some(0xC4) => {
                    let (length, header) = match *self.head.as_slice() {
                        [_, length @ 0..=0x7F, ..] => (usize::from(length), 2),
                        [_, 0x81, length, ..] => (usize::from(length), 3),
                        [_, 0x82, a, b, ..] => (usize::from(u16::from_be_bytes([a, b])), 4),
                        [_, 0x83, a, b, c, ..] => {
                            let length = u32::from_be_bytes([0, a, b, c]);
                            (usize::try_from(length).unwrap_or(usize::MAX), HEADER_LENGTH)
                        }
                        [_] | [_, 0x81..=0x83, ..] if self.head.len() < HEADER_LENGTH => return Ok(None),
                        _ => return Err(GlobalPlatformReason::LoadFileStructure),
                    };
                    let bytes = self.head.split_off(header);
                    self.head.clear();
                    return Ok(Some((length, bytes)));
                }
                Some(0xD4) => return Err(GlobalPlatformReason::LoadFileCiphered),
                Some(_) => return Err(GlobalPlatformReason::LoadFileStructure),
            }
        }
    }

    /// Whether all of the load file data block has come.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.data.is_some_and(|(length, come)| length == come)
    }

    /// The DAP blocks, in order.
    #[must_use]
    pub fn dap_blocks(&self) -> &[DapBlock] {
        &self.dap_blocks
    }
}

fn dap_block(object: &Object<'_>) -> Result<DapBlock, GlobalPlatformReason> {
    let structure = GlobalPlatformReason::LoadFileStructure;
    let (mut security_domain, mut signature) = (None, None);
    for part in Reader::new(object.value()) {
        let part = part.map_err(|_| structure)?;
        match part.tag().number() {
            0x4F => security_domain = Some(Aid::new(part.value()).map_err(|_| structure)?),
            0xC3 => signature = Some(part.value().to_vec()),
            _ => return Err(structure),
        }
    }
    match (security_domain, signature) {
        (Some(security_domain), Some(signature)) => Ok(DapBlock { security_domain, signature }),
        _ => Err(structure),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dap_blocks_fill_no_memory() {
        let mut block = alloc::vec![0xE2, 0x81, 0x8A, 0x4F, 0x05, 0xA0, 0, 0, 0, 1, 0xC3, 0x81, 0x80];
        block.resize(block.len() + 0x80, 0x5A);
        let mut reader = LoadFileReader::default();
        let taken = (0..1000).take_while(|_| reader.push(&block).is_ok()).count();
        assert_eq!(taken, MAXIMUM_DAP_LENGTH / block.len());
    }
}
