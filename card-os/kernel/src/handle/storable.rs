//! Values that a field can hold.

use crate::object::ObjectRef;

/// A value with a fixed length in card memory, big endian.
pub trait Storable: Sized {
    /// Bytes that a value takes, at most 64.
    const LENGTH: usize;

    /// The value in these bytes (`LENGTH` of them); `None` when they are none.
    fn read(bytes: &[u8]) -> Option<Self>;

    /// Writes the value (`LENGTH` bytes).
    fn write(&self, bytes: &mut [u8]);
}

macro_rules! storable_number {
    ($($number:ty),*) => {$(
        impl Storable for $number {
            const LENGTH: usize = size_of::<$number>();

            fn read(bytes: &[u8]) -> Option<Self> {
                Some(Self::from_be_bytes(bytes.try_into().ok()?))
            }

            fn write(&self, bytes: &mut [u8]) {
                bytes.copy_from_slice(&self.to_be_bytes());
            }
        }
    )*};
}

storable_number!(u8, u16, u32, u64);

impl Storable for bool {
    const LENGTH: usize = 1;

    fn read(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0] => Some(false),
            [1] => Some(true),
            _ => None,
        }
    }

    fn write(&self, bytes: &mut [u8]) {
        bytes.fill(u8::from(*self));
    }
}

impl<const N: usize> Storable for [u8; N] {
    const LENGTH: usize = N;

    fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok()
    }

    fn write(&self, bytes: &mut [u8]) {
        bytes.copy_from_slice(self);
    }
}

impl Storable for ObjectRef {
    const LENGTH: usize = 4;

    fn read(bytes: &[u8]) -> Option<Self> {
        Some(Self::from_bytes(bytes.try_into().ok()?))
    }

    fn write(&self, bytes: &mut [u8]) {
        bytes.copy_from_slice(&self.to_bytes());
    }
}
