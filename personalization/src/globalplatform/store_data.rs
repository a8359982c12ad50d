//! STORE DATA (GPCS 2.3.1 §11.11).

use zeroize::Zeroizing;

use super::error::GlobalPlatformError;
use super::session::Session;
use super::step::Step;

/// How data is made (P1 b5 b4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Structure {
    /// Not said.
    #[default]
    Unsaid = 0x00,
    /// Data groups: identifier, length, value (EMV CPS).
    DataGroups = 0x08,
    /// BER-TLV.
    DataObjects = 0x10,
}

/// What of the data is encrypted (P1 b7 b6). The encryption of secure messaging comes on top.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encryption {
    /// Nothing.
    #[default]
    None = 0x00,
    /// Parts, as the application knows; the caller has encrypted them.
    Application = 0x20,
    /// All of it, under the data encryption key of the session: done here. The data must be whole blocks.
    All = 0x60,
}

/// How data is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StoreOptions {
    /// How it is made.
    pub structure: Structure,
    /// What of it is encrypted.
    pub encryption: Encryption,
    /// Data bytes of a block; `None`: as many as the session lets through.
    pub block_length: Option<usize>,
}

/// A data group: two bytes of identifier, one byte of length, or FF and two bytes, and the value. `None` for a value
/// of more than 65,535 bytes.
#[must_use]
pub fn data_group(identifier: u16, value: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = identifier.to_be_bytes().to_vec();
    match u8::try_from(value.len()) {
        Ok(length @ 0..=0xFE) => bytes.push(length),
        _ => {
            bytes.push(0xFF);
            bytes.extend(u16::try_from(value.len()).ok()?.to_be_bytes());
        }
    }
    bytes.extend_from_slice(value);
    Some(bytes)
}

impl Session<'_> {
    /// Stores data with the security domain, or with the application that INSTALL [for personalization] named, in as
    /// many blocks as it takes. Gives what the card answers to the last.
    ///
    /// # Errors
    /// [`GlobalPlatformError`], that of the block that the card refused.
    pub fn store_data(
        &mut self,
        data: &[u8],
        options: &StoreOptions,
    ) -> Result<Vec<u8>, GlobalPlatformError> {
        let capacity = self.capacity();
        let mut length = options.block_length.map_or(capacity, |length| length.clamp(1, capacity));
        let data = match options.encryption {
            Encryption::All => {
                // An application decrypts block by block.
                let block = self.block_length();
                length = (length / block).max(1) * block;
                self.encrypt(Step::StoreData(0), data)?
            }
            Encryption::None | Encryption::Application => Zeroizing::new(data.to_vec()),
        };
        let blocks: Vec<&[u8]> = if data.is_empty() { vec![&[]] } else { data.chunks(length).collect() };
        self.store_blocks(&blocks, options)
    }

    /// Stores data that is in blocks already, as personalization data is: each block is a command.
    ///
    /// # Errors
    /// [`GlobalPlatformError`], that of the block that the card refused; and for more than 256 blocks.
    pub fn store_blocks(
        &mut self,
        blocks: &[&[u8]],
        options: &StoreOptions,
    ) -> Result<Vec<u8>, GlobalPlatformError> {
        let p1 = options.structure as u8 | options.encryption as u8;
        let mut answer = Vec::new();
        for (number, block) in (0u32..).zip(blocks) {
            let step = Step::StoreData(number);
            let p2 = u8::try_from(number).map_err(|_| GlobalPlatformError::TooLong { step })?;
            let is_last = usize::from(p2) + 1 == blocks.len();
            let last = if is_last { 0x80 } else { 0x00 };
            answer = self.command(step, [0x80, 0xE2, p1 | last, p2], block)?;
        }
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_data_groups_have_a_long_length() {
        assert_eq!(data_group(0x0101, &[1, 2]).unwrap(), [1, 1, 2, 1, 2]);
        assert_eq!(data_group(0x0101, &[0; 255]).unwrap()[..5], [1, 1, 0xFF, 0, 255]);
        assert_eq!(data_group(1, &vec![0; 65_536]), None);
    }
}
