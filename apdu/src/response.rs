//! Response APDUs (ISO/IEC 7816-4 §5.1): data, then the status word.

use alloc::vec::Vec;
use core::fmt;

use crate::hex::Hex;
use crate::status_word::StatusWord;

/// A response APDU that borrows its data.
///
/// ```
/// use cardamom_apdu::{Response, StatusWord};
/// let response = Response::parse(&[0x01, 0x02, 0x90, 0x00]).unwrap();
/// assert_eq!(response.data(), [0x01, 0x02]);
/// assert_eq!(response.status(), StatusWord::NO_ERROR);
/// assert_eq!(response.to_bytes(), [0x01, 0x02, 0x90, 0x00]);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Response<'a> {
    data: &'a [u8],
    status: StatusWord,
}

impl<'a> Response<'a> {
    /// A response with this data (up to 65 536 bytes) and status word.
    #[must_use]
    #[inline]
    pub const fn new(data: &'a [u8], status: StatusWord) -> Self {
        Self { data, status }
    }

    /// Reads the bytes that came from a card: the last two are SW1 SW2.
    ///
    /// # Errors
    /// [`ResponseError::Truncated`] when there are fewer than two bytes.
    #[inline]
    pub const fn parse(bytes: &'a [u8]) -> Result<Self, ResponseError> {
        match bytes.split_last_chunk::<2>() {
            Some((data, status)) => Ok(Self { data, status: StatusWord::new(u16::from_be_bytes(*status)) }),
            None => Err(ResponseError::Truncated { length: bytes.len() }),
        }
    }

    /// The data field.
    #[must_use]
    #[inline]
    pub const fn data(&self) -> &'a [u8] {
        self.data
    }

    /// The status word.
    #[must_use]
    #[inline]
    pub const fn status(&self) -> StatusWord {
        self.status
    }

    /// Appends the response as transmitted.
    pub fn encode_into(&self, output: &mut Vec<u8>) {
        output.reserve(self.data.len() + 2);
        output.extend_from_slice(self.data);
        output.extend_from_slice(&self.status.to_bytes());
    }

    /// The response as transmitted.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.encode_into(&mut bytes);
        bytes
    }
}

impl fmt::Debug for Response<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response").field("data", &Hex(self.data)).field("status", &self.status).finish()
    }
}

/// Why bytes are not a response APDU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponseError {
    /// There is no room for a status word.
    Truncated {
        /// Bytes received, 0 or 1.
        length: usize,
    },
}

impl fmt::Display for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated { length } => {
                write!(f, "a response of {length} bytes has no status word (2 bytes)")
            }
        }
    }
}

impl core::error::Error for ResponseError {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fewer_than_two_bytes_are_no_response() {
        assert_eq!(Response::parse(&[]), Err(ResponseError::Truncated { length: 0 }));
        assert_eq!(Response::parse(&[0x90]), Err(ResponseError::Truncated { length: 1 }));
    }

    proptest! {
        #[test]
        fn parse_and_build_are_inverse(bytes: Vec<u8>, status: u16) {
            let response = Response::new(&bytes, StatusWord::new(status));
            let built = response.to_bytes();
            prop_assert_eq!(Response::parse(&built), Ok(response));
            if let Ok(response) = Response::parse(&bytes) {
                prop_assert_eq!(response.to_bytes(), bytes);
            }
        }
    }
}
