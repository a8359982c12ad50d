//! Loading packages: INSTALL [for load] and LOAD (GPCS 2.3.1 §11.6).

use cardamom_apdu::Aid;
use cardamom_apdu::tlv::{Tag, append_object};

use super::error::GlobalPlatformError;
use super::install::{Install, append_length, shortest_number};
use super::load_file::LoadFile;
use super::session::Session;
use super::signing::{Receipt, receipt_of};
use super::step::Step;

/// A DAP block: the signature of a load file's hash, for the security domain that verifies it (Table 11-59).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DapBlock {
    /// The security domain.
    pub security_domain: Aid,
    /// The signature.
    pub signature: Vec<u8>,
}

/// How a load file is loaded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadOptions {
    /// The security domain that it is to belong to; `None`: the one of the session.
    pub security_domain: Option<Aid>,
    /// Length in bytes of the hash to announce: 20, 32, 48 or 64; `None` for no hash, which neither token nor DAP
    /// block allows.
    pub hash_length: Option<usize>,
    /// DAP blocks.
    pub dap_blocks: Vec<DapBlock>,
    /// The token, for delegated management; empty without.
    pub token: Vec<u8>,
    /// Data bytes of a block; `None`: as many as the session lets through.
    pub block_length: Option<usize>,
    /// Says how much code comes (EF/C6), which some cards want and some refuse.
    pub announces_length: bool,
}

/// How far loading is, in blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Blocks that the card has taken.
    pub done: usize,
    /// All blocks.
    pub all: usize,
}

/// What is sent for a load file: the command before, and the blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadPlan {
    /// INSTALL [for load]; a token for it is computed over its token data.
    pub install: Install,
    /// The load file: DAP blocks and load file data block, to be cut into blocks.
    bytes: Vec<u8>,
}

impl LoadPlan {
    /// For a session with this security domain.
    ///
    /// # Errors
    /// [`GlobalPlatformError::Unsendable`] for a hash of a length that there is none of, and for DAP blocks without
    /// a hash.
    pub fn new(
        file: &LoadFile,
        session_domain: &Aid,
        options: &LoadOptions,
    ) -> Result<Self, GlobalPlatformError> {
        let unsendable = |what| GlobalPlatformError::Unsendable { step: Step::InstallForLoad, what };
        let hash = match options.hash_length {
            Some(length) => {
                file.hash(length).ok_or_else(|| unsendable("a hash has 20, 32, 48 or 64 bytes"))?
            }
            None if options.dap_blocks.is_empty() => Vec::new(),
            None => return Err(unsendable("a DAP block signs the hash, which is not announced")),
        };
        let domain = options.security_domain.as_ref().unwrap_or(session_domain);
        let mut parameters = Vec::new();
        if options.announces_length {
            let mut system = Vec::new();
            let length = u32::try_from(file.data_block().len()).unwrap_or(u32::MAX);
            append_object(&mut system, Tag::literal::<0xC6>(), &shortest_number(length));
            append_object(&mut parameters, Tag::literal::<0xEF>(), &system);
        }
        let install = Install::for_load(&file.package(), domain, &hash, &parameters);
        Ok(Self { install, bytes: load_file_bytes(file, &options.dap_blocks) })
    }

    /// The blocks, of this many bytes at most.
    fn blocks(&self, length: usize) -> std::slice::Chunks<'_, u8> {
        self.bytes.chunks(length.max(1))
    }
}

/// DAP blocks E2, then C4 with the load file data block (Table 11-58).
fn load_file_bytes(file: &LoadFile, dap_blocks: &[DapBlock]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for block in dap_blocks {
        let mut value = Vec::new();
        append_object(&mut value, Tag::literal::<0x4F>(), block.security_domain.as_bytes());
        append_object(&mut value, Tag::literal::<0xC3>(), &block.signature);
        append_object(&mut bytes, Tag::literal::<0xE2>(), &value);
    }
    bytes.push(0xC4);
    let length = file.data_block().len();
    match u32::try_from(length) {
        Ok(long @ 0x1_0000..) => {
            let [first, rest @ ..] = long.to_be_bytes();
            if first == 0 {
                bytes.push(0x83);
            } else {
                bytes.extend([0x84, first]);
            }
            bytes.extend(rest);
        }
        _ => append_length(&mut bytes, length),
    }
    bytes.extend_from_slice(file.data_block());
    bytes
}

impl Session<'_> {
    /// Loads a package. `progress` is told of each block that the card has taken. Gives the receipt, if there is one.
    ///
    /// # Errors
    /// [`GlobalPlatformError`], that of the block that the card refused; the card then has nothing of the package.
    pub fn load(
        &mut self,
        file: &LoadFile,
        options: &LoadOptions,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Option<Receipt>, GlobalPlatformError> {
        let plan = LoadPlan::new(file, &self.security_domain(), options)?;
        let capacity = self.capacity();
        let length = options.block_length.map_or(capacity, |length| length.clamp(1, capacity));
        self.install(&plan.install, &options.token)?;
        let all = plan.blocks(length).len();
        let mut answer = Vec::new();
        for (number, block) in (0u32..).zip(plan.blocks(length)) {
            let done = usize::try_from(number).unwrap_or(usize::MAX).saturating_add(1);
            let p1 = if done == all { 0x80 } else { 0x00 };
            // Block numbers go round in large files.
            let [.., p2] = number.to_be_bytes();
            answer = self.command(Step::Load(number), [0x80, 0xE8, p1, p2], block)?;
            progress(Progress { done, all });
        }
        receipt_of(Step::Load(0), &answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACKAGE: Aid = Aid::from_array([0xA0, 0, 0, 0, 1]);
    const DOMAIN: Aid = Aid::from_array([0xA0, 0, 0, 0, 2]);

    #[test]
    fn lengths_of_the_data_block_are_written_as_short_as_they_are() {
        for (length, header) in [
            (0x7F, vec![0xC4, 0x7F]),
            (0x80, vec![0xC4, 0x81, 0x80]),
            (0x1234, vec![0xC4, 0x82, 0x12, 0x34]),
            (0x01_2345, vec![0xC4, 0x83, 0x01, 0x23, 0x45]),
        ] {
            let bytes = load_file_bytes(&LoadFile::opaque(PACKAGE, vec![0xAB; length]), &[]);
            assert_eq!(bytes.split_at(header.len()), (&header[..], &vec![0xAB; length][..]));
        }
    }

    #[test]
    fn dap_blocks_come_first_and_want_a_hash() {
        let file = LoadFile::opaque(PACKAGE, vec![1, 2, 3]);
        let dap_blocks = vec![DapBlock { security_domain: DOMAIN, signature: vec![9; 4] }];
        let options = LoadOptions { dap_blocks, ..LoadOptions::default() };
        assert!(LoadPlan::new(&file, &DOMAIN, &options).is_err());
        let options = LoadOptions { hash_length: Some(32), ..options };
        let plan = LoadPlan::new(&file, &DOMAIN, &options).unwrap();
        let expected = cardamom_apdu::hex::decode("E20D 4F05A000000002 C30409090909 C403010203").unwrap();
        assert_eq!(plan.bytes, expected);
        assert_eq!(plan.blocks(10).len(), 2);
        let options = LoadOptions { hash_length: Some(16), ..options };
        assert!(LoadPlan::new(&file, &DOMAIN, &options).is_err());
    }
}
