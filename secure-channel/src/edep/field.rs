//! Taking fixed-length fields from a message, and putting them together.

use super::error::FormatError;

/// The fields of a message that have not been read yet.
pub(super) struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    pub(super) const fn new(message: &'a [u8]) -> Self {
        Self(message)
    }

    /// The next `N` bytes.
    pub(super) fn take<const N: usize>(&mut self) -> Result<[u8; N], FormatError> {
        let (field, rest) = self.0.split_first_chunk().ok_or(FormatError::Length)?;
        self.0 = rest;
        Ok(*field)
    }

    /// Checks that nothing is left.
    pub(super) const fn end(self) -> Result<(), FormatError> {
        if self.0.is_empty() { Ok(()) } else { Err(FormatError::Length) }
    }
}

/// The fields one after the other; their lengths add up to `N`.
pub(super) fn concatenate<const N: usize>(fields: &[&[u8]]) -> [u8; N] {
    debug_assert_eq!(fields.iter().map(|field| field.len()).sum::<usize>(), N);
    let mut message = [0; N];
    for (byte, next) in message.iter_mut().zip(fields.iter().copied().flatten()) {
        *byte = *next;
    }
    message
}
