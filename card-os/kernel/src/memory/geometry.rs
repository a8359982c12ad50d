//! How the non-volatile memory is divided, and why a card may refuse to boot.

use core::fmt;

use cardamom_apdu::Aid;

use crate::error::Error;
use crate::journal::HEADERS_LENGTH;
use crate::nvm::Nvm;
use crate::object::ENTRY_LENGTH;

const MAGIC: &[u8; 4] = b"CdmO";
/// Version of the layout of the memory; an image of another one is refused.
const LAYOUT_VERSION: u16 = 1;
const HEADER_LENGTH: usize = 32;

/// Sizes of a card's memories, in bytes unless said otherwise. Fixed when the card is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Geometry {
    /// The whole non-volatile memory, at most 16 MiB.
    pub nvm_length: usize,
    /// The part of it that the journal takes: the limit of what one transaction may change.
    pub journal_length: usize,
    /// How many objects there may be, at most 65,535; 16 bytes each.
    pub object_count: usize,
    /// RAM for CLEAR_ON_RESET objects.
    pub transient_reset_length: usize,
    /// RAM for CLEAR_ON_DESELECT objects.
    pub transient_deselect_length: usize,
}

impl Geometry {
    /// A usual card: 256 KiB of memory, a journal of 8 KiB, 2,048 objects, 8 KiB of RAM of each kind.
    pub const STANDARD: Self = Self {
        nvm_length: 256 * 1024,
        journal_length: 8 * 1024,
        object_count: 2048,
        transient_reset_length: 8 * 1024,
        transient_deselect_length: 8 * 1024,
    };

    /// A small one, for tests that make many: 32 KiB, a journal of 4 KiB, 256 objects, 1 KiB of RAM of each kind.
    pub const SMALL: Self = Self {
        nvm_length: 32 * 1024,
        journal_length: 4 * 1024,
        object_count: 256,
        transient_reset_length: 1024,
        transient_deselect_length: 1024,
    };

    pub(crate) fn journal_start(&self) -> usize {
        HEADER_LENGTH
    }

    pub(crate) fn table_start(&self) -> usize {
        HEADER_LENGTH + self.journal_length
    }

    pub(crate) fn heap_start(&self) -> usize {
        self.table_start() + self.object_count * ENTRY_LENGTH
    }

    pub(super) fn check(&self) -> Result<(), BootError> {
        let limit = 16 * 1024 * 1024;
        let sound = self.nvm_length <= limit
            && self.journal_length >= HEADERS_LENGTH + 256
            && self.journal_length <= limit
            && self.object_count < usize::from(u16::MAX)
            && self.transient_reset_length <= limit
            && self.transient_deselect_length <= limit
            && self.heap_start() <= self.nvm_length;
        if sound { Ok(()) } else { Err(BootError::Geometry) }
    }

    pub(super) fn to_bytes(self) -> [u8; HEADER_LENGTH] {
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX).to_be_bytes();
        let mut bytes = [0; HEADER_LENGTH];
        let fields: [&[u8]; 8] = [
            MAGIC,
            &LAYOUT_VERSION.to_be_bytes(),
            &[0, 0],
            &number(self.nvm_length),
            &number(self.journal_length),
            &number(self.object_count),
            &number(self.transient_reset_length),
            &number(self.transient_deselect_length),
        ];
        for (place, byte) in bytes.iter_mut().zip(fields.into_iter().flatten()) {
            *place = *byte;
        }
        let (content, checksum) = bytes.split_at_mut(HEADER_LENGTH - 4);
        checksum.copy_from_slice(&crc32fast::hash(content).to_be_bytes());
        bytes
    }

    pub(super) fn read(nvm: &Nvm) -> Result<Self, BootError> {
        let bytes = nvm.bytes().first_chunk::<HEADER_LENGTH>().ok_or(BootError::Blank)?;
        if bytes.iter().all(|byte| *byte == 0) {
            return Err(BootError::Blank);
        }
        if !bytes.starts_with(MAGIC) {
            return Err(BootError::Damaged("the header of the memory"));
        }
        let number = |at: usize| {
            let word = bytes.get(at..).and_then(<[u8]>::first_chunk).copied().unwrap_or_default();
            u32::from_be_bytes(word)
        };
        let version = number(4) >> 16;
        if version != u32::from(LAYOUT_VERSION) {
            return Err(BootError::Version { found: u16::try_from(version).unwrap_or(u16::MAX) });
        }
        let size = |at| usize::try_from(number(at)).unwrap_or(usize::MAX);
        let geometry = Self {
            nvm_length: size(8),
            journal_length: size(12),
            object_count: size(16),
            transient_reset_length: size(20),
            transient_deselect_length: size(24),
        };
        let sound = number(28) == crc32fast::hash(bytes.split_at(HEADER_LENGTH - 4).0);
        if !sound || geometry.nvm_length != nvm.length() {
            return Err(BootError::Damaged("the header of the memory"));
        }
        geometry.check()?;
        Ok(geometry)
    }
}

/// Why a card does not come up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BootError {
    /// The memory was never made a card's, or making it was cut short.
    Blank,
    /// This part of the memory contradicts itself.
    Damaged(&'static str),
    /// Sizes that do not fit together or are out of range.
    Geometry,
    /// Power was lost again while the card recovered.
    PowerLost,
    /// An instance of an applet that this card software does not have.
    UnknownModule(Aid),
    /// The memory was laid out by another version of the card software.
    Version {
        /// Its version.
        found: u16,
    },
}

impl From<Error> for BootError {
    fn from(error: Error) -> Self {
        match error {
            Error::PowerLost => Self::PowerLost,
            Error::Fault(fault) => Self::Damaged(fault.rule()),
            Error::Refused(refusal) => Self::Damaged(refusal.rule),
        }
    }
}

impl fmt::Display for BootError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Blank => f.write_str("the memory is blank: no card was made in it"),
            Self::Damaged(what) => write!(f, "the card's memory is damaged: {what}"),
            Self::Geometry => f.write_str("the sizes of the card's memories do not fit together"),
            Self::PowerLost => f.write_str("power was lost while the card started"),
            Self::UnknownModule(aid) => {
                write!(f, "the card holds an instance of applet {aid}, which this software does not have")
            }
            Self::Version { found } => write!(
                f,
                "the card's memory has layout version {found}, this software reads version {LAYOUT_VERSION}"
            ),
        }
    }
}

impl core::error::Error for BootError {}
