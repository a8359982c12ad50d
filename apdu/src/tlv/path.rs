//! Paths to data objects.

use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;

use super::error::TlvError;
use super::tag::Tag;

/// The tags that lead to a data object, outermost first, written `6F/A5/9F65`.
///
/// ```
/// use cardamom_apdu::tlv::TlvPath;
/// let path: TlvPath = "6F/A5/9F65".parse()?;
/// assert_eq!(path.tags().len(), 3);
/// assert_eq!(path.to_string(), "6F/A5/9F65");
/// # Ok::<(), cardamom_apdu::tlv::TlvPathError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TlvPath {
    tags: Vec<Tag>,
}

impl TlvPath {
    /// The path of this tag and those below it.
    #[must_use]
    pub fn new(first: Tag, below: &[Tag]) -> Self {
        let mut tags = Vec::with_capacity(below.len() + 1);
        tags.push(first);
        tags.extend_from_slice(below);
        Self { tags }
    }

    /// The tags, outermost first; at least one.
    #[must_use]
    pub fn tags(&self) -> &[Tag] {
        &self.tags
    }
}

impl FromStr for TlvPath {
    type Err = TlvPathError;

    fn from_str(text: &str) -> Result<Self, TlvPathError> {
        let mut position = 0;
        let mut tags = Vec::new();
        for part in text.split('/') {
            tags.push(part.parse().map_err(|error| TlvPathError { error, position })?);
            position += part.len() + 1;
        }
        Ok(Self { tags })
    }
}

impl fmt::Display for TlvPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, tag) in self.tags.iter().enumerate() {
            if index > 0 {
                f.write_str("/")?;
            }
            tag.fmt(f)?;
        }
        Ok(())
    }
}

/// A part of a path is not a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TlvPathError {
    error: TlvError,
    position: usize,
}

impl TlvPathError {
    /// Byte offset in the text of the part that is not a tag, from 0.
    #[must_use]
    pub const fn position(self) -> usize {
        self.position
    }
}

impl fmt::Display for TlvPathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no tag at offset {} of the path: {:?}", self.position, self.error.kind())
    }
}

impl core::error::Error for TlvPathError {}
