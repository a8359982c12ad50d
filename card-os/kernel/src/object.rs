//! Objects: what memory is divided into, who owns a piece, and how it is named.

use core::fmt;

/// A firewall context (JCRE 3.0.5 §6.1): all instances of one package share one. 0 is the kernel's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContextId(pub(crate) u8);

impl ContextId {
    /// The kernel's context, the "JCRE context" of the specification.
    pub const KERNEL: Self = Self(0);

    /// Its number.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }
}

/// An applet instance on this card; 0 is the kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InstanceId(pub(crate) u16);

impl InstanceId {
    /// The kernel as an owner.
    pub const KERNEL: Self = Self(0);

    /// The owner of what is being loaded: never an instance, and so swept at boot.
    pub(crate) const STAGING: Self = Self(u16::MAX);

    /// Its number.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }
}

/// A reference to an object. It is an *allegation*: holding one proves nothing, not that the object exists nor
/// that its holder may touch it. Only the firewall, at each access, turns it into bytes. The generation makes a
/// reference to a deleted object fail instead of meaning its successor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ObjectRef {
    index: u16,
    generation: u16,
}

impl ObjectRef {
    /// A reference that names no object.
    pub const NULL: Self = Self { index: u16::MAX, generation: 0 };

    /// A reference from its two numbers, as a hostile applet may forge it.
    #[must_use]
    pub const fn from_parts(index: u16, generation: u16) -> Self {
        Self { index, generation }
    }

    /// Place in the object table.
    #[must_use]
    pub const fn index(self) -> u16 {
        self.index
    }

    /// How many objects had this place before.
    #[must_use]
    pub const fn generation(self) -> u16 {
        self.generation
    }

    /// Four bytes: index and generation, big endian.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 4] {
        let [a, b] = self.index.to_be_bytes();
        let [c, d] = self.generation.to_be_bytes();
        [a, b, c, d]
    }

    /// The inverse of [`ObjectRef::to_bytes`].
    #[must_use]
    pub const fn from_bytes([a, b, c, d]: [u8; 4]) -> Self {
        Self { index: u16::from_be_bytes([a, b]), generation: u16::from_be_bytes([c, d]) }
    }
}

impl fmt::Display for ObjectRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "object {}.{}", self.index, self.generation)
    }
}

/// When the content of a transient object goes back to zeros (JCRE 3.0.5 §5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Clear {
    /// CLEAR_ON_DESELECT: when the applet is deselected and no other of its context is selected, and at reset.
    OnDeselect,
    /// CLEAR_ON_RESET: when the card is reset.
    OnReset,
}

/// Where the content of an object lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Storage {
    /// In non-volatile memory.
    Persistent,
    /// In RAM.
    Transient(Clear),
}

/// What an object is, as far as the kernel cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum ObjectKind {
    /// Bytes whose meaning is their owner's.
    Bytes = 1,
    /// References to objects, four bytes each; these count for deletion.
    References = 2,
    /// A value that outlives aborts, kept in two copies.
    Monotone = 3,
    /// A key.
    Key = 4,
    /// A PIN.
    Pin = 5,
    /// The registry's entry for an instance.
    RegistryEntry = 6,
    /// The configuration of the card.
    Configuration = 7,
    /// A cyclic file.
    Records = 8,
    /// A count of failures, kept as a monotone value.
    Failures = 9,
    /// A load file data block.
    LoadFile = 10,
}

impl ObjectKind {
    pub(crate) const fn from_byte(byte: u8) -> Option<Self> {
        Some(match byte {
            1 => Self::Bytes,
            2 => Self::References,
            3 => Self::Monotone,
            4 => Self::Key,
            5 => Self::Pin,
            6 => Self::RegistryEntry,
            7 => Self::Configuration,
            8 => Self::Records,
            9 => Self::Failures,
            10 => Self::LoadFile,
            _ => return None,
        })
    }
}

/// A line of the object table.
///
/// In memory (16 bytes, big endian): kind (0: free), storage, context, flags, owner (2), generation (2),
/// offset (4), length (4). The offset of a transient object means nothing there: its place in RAM is found anew
/// at each boot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ObjectEntry {
    /// What it is.
    pub kind: ObjectKind,
    /// Where its content lives.
    pub storage: Storage,
    /// The context it belongs to.
    pub context: ContextId,
    /// The instance that owns it and whose quota it counts for.
    pub owner: InstanceId,
    /// A global array (JCRE 3.0.5 §6.2.2): open to every context, never stored.
    pub global: bool,
    /// How many objects had this place before.
    pub generation: u16,
    /// Offset of the content in its memory.
    pub(crate) offset: usize,
    /// Length of the content in bytes.
    pub length: usize,
}

/// Bytes of a line of the object table.
pub(crate) const ENTRY_LENGTH: usize = 16;

impl ObjectEntry {
    pub(crate) fn to_bytes(self) -> [u8; ENTRY_LENGTH] {
        let storage = match self.storage {
            Storage::Persistent => 0,
            Storage::Transient(Clear::OnReset) => 1,
            Storage::Transient(Clear::OnDeselect) => 2,
        };
        let offset = match self.storage {
            Storage::Persistent => u32::try_from(self.offset).unwrap_or(u32::MAX),
            Storage::Transient(_) => 0,
        };
        let length = u32::try_from(self.length).unwrap_or(u32::MAX);
        let mut bytes = [0; ENTRY_LENGTH];
        let fields: [&[u8]; 6] = [
            &[self.kind as u8, storage, self.context.0, u8::from(self.global)],
            &self.owner.0.to_be_bytes(),
            &self.generation.to_be_bytes(),
            &offset.to_be_bytes(),
            &length.to_be_bytes(),
            &[],
        ];
        for (place, byte) in bytes.iter_mut().zip(fields.into_iter().flatten()) {
            *place = *byte;
        }
        bytes
    }

    /// The entry in these bytes, or the generation of a free line.
    pub(crate) fn from_bytes(bytes: &[u8; ENTRY_LENGTH]) -> Option<Result<Self, u16>> {
        let [kind, storage, context, flags, w0, w1, g0, g1, o0, o1, o2, o3, l0, l1, l2, l3] = *bytes;
        let generation = u16::from_be_bytes([g0, g1]);
        if kind == 0 {
            return Some(Err(generation));
        }
        Some(Ok(Self {
            kind: ObjectKind::from_byte(kind)?,
            storage: match storage {
                0 => Storage::Persistent,
                1 => Storage::Transient(Clear::OnReset),
                2 => Storage::Transient(Clear::OnDeselect),
                _ => return None,
            },
            context: ContextId(context),
            owner: InstanceId(u16::from_be_bytes([w0, w1])),
            global: flags & 1 != 0,
            generation,
            offset: usize::try_from(u32::from_be_bytes([o0, o1, o2, o3])).ok()?,
            length: usize::try_from(u32::from_be_bytes([l0, l1, l2, l3])).ok()?,
        }))
    }

    pub(crate) fn free_bytes(generation: u16) -> [u8; ENTRY_LENGTH] {
        let [g0, g1] = generation.to_be_bytes();
        [0, 0, 0, 0, 0, 0, g0, g1, 0, 0, 0, 0, 0, 0, 0, 0]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn arbitrary_lines_of_the_table_never_panic_and_read_back(bytes: [u8; ENTRY_LENGTH]) {
            if let Some(Ok(entry)) = ObjectEntry::from_bytes(&bytes) {
                let again = ObjectEntry::from_bytes(&entry.to_bytes());
                let mut expected = entry;
                if entry.storage != Storage::Persistent {
                    expected.offset = 0;
                }
                prop_assert_eq!(again, Some(Ok(expected)));
            }
        }
    }
}
