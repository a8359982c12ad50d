//! The card image: non-volatile memory as a file or a message, with a version and a checksum.
//!
//! | offset | length | content |
//! |---|---|---|
//! | 0 | 8 | `CARDAMOM` |
//! | 8 | 2 | image version, big endian |
//! | 10 | 2 | 0 |
//! | 12 | 4 | length of the content, big endian |
//! | 16 | 4 | CRC-32 (ISO 3309) of bytes 0 to 15 and the content, big endian |
//! | 20 | n | content |
//!
//! An image of another version is refused rather than guessed at, and so is a damaged or a shortened one.

use alloc::vec::Vec;
use core::fmt;

use super::Nvm;

/// The version of the image format and of the layout of the memory in it.
pub const IMAGE_VERSION: u16 = 1;

const MAGIC: &[u8; 8] = b"CARDAMOM";
const HEADER_LENGTH: usize = 20;

/// Why an image was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImageError {
    /// The checksum does not fit the content.
    Damaged,
    /// The content is shorter or longer than the header says.
    Length {
        /// Bytes that the header announces, header included.
        expected: usize,
        /// Bytes that are there.
        found: usize,
    },
    /// It does not begin as a card image does.
    NotAnImage,
    /// It was made by another version of Cardamom.
    Version {
        /// The version of the image.
        found: u16,
    },
}

impl fmt::Display for ImageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damaged => f.write_str("the card image is damaged: its checksum does not fit its content"),
            Self::Length { expected, found } => {
                write!(f, "the card image should have {expected} bytes and has {found}")
            }
            Self::NotAnImage => f.write_str("this is not a card image: it does not begin with CARDAMOM"),
            Self::Version { found } => write!(
                f,
                "the card image has format version {found}, this program reads version {IMAGE_VERSION}"
            ),
        }
    }
}

impl core::error::Error for ImageError {}

/// The image of a memory.
#[must_use]
pub fn write_image(nvm: &Nvm) -> Vec<u8> {
    let mut image = Vec::with_capacity(HEADER_LENGTH + nvm.length());
    image.extend_from_slice(&header(nvm.bytes()));
    image.extend_from_slice(nvm.bytes());
    image
}

/// The memory in an image.
///
/// # Errors
/// [`ImageError`] says what is wrong with the image.
pub fn read_image(image: &[u8]) -> Result<Nvm, ImageError> {
    let Some((found_header, content)) = image.split_first_chunk::<HEADER_LENGTH>() else {
        return Err(if image.starts_with(MAGIC) {
            ImageError::Length { expected: HEADER_LENGTH, found: image.len() }
        } else {
            ImageError::NotAnImage
        });
    };
    let [m0, m1, m2, m3, m4, m5, m6, m7, v0, v1, _, _, l0, l1, l2, l3, ..] = *found_header;
    if [m0, m1, m2, m3, m4, m5, m6, m7] != *MAGIC {
        return Err(ImageError::NotAnImage);
    }
    let version = u16::from_be_bytes([v0, v1]);
    if version != IMAGE_VERSION {
        return Err(ImageError::Version { found: version });
    }
    let length = u32::from_be_bytes([l0, l1, l2, l3]);
    if u32::try_from(content.len()) != Ok(length) {
        let expected = usize::try_from(length).unwrap_or(usize::MAX).saturating_add(HEADER_LENGTH);
        return Err(ImageError::Length { expected, found: image.len() });
    }
    if header(content) != *found_header {
        return Err(ImageError::Damaged);
    }
    Ok(Nvm::from_bytes(content.to_vec()))
}

fn header(content: &[u8]) -> [u8; HEADER_LENGTH] {
    let [m0, m1, m2, m3, m4, m5, m6, m7] = *MAGIC;
    let [v0, v1] = IMAGE_VERSION.to_be_bytes();
    let [l0, l1, l2, l3] = u32::try_from(content.len()).unwrap_or(u32::MAX).to_be_bytes();
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&[m0, m1, m2, m3, m4, m5, m6, m7, v0, v1, 0, 0, l0, l1, l2, l3]);
    hasher.update(content);
    let [c0, c1, c2, c3] = hasher.finalize().to_be_bytes();
    [m0, m1, m2, m3, m4, m5, m6, m7, v0, v1, 0, 0, l0, l1, l2, l3, c0, c1, c2, c3]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_image_of_another_version_is_refused_by_name() {
        let mut image = write_image(&Nvm::erased(64));
        image[9] = 9;
        assert_eq!(read_image(&image).unwrap_err(), ImageError::Version { found: 9 });
    }

    proptest! {
        #[test]
        fn an_image_reads_back(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            let nvm = Nvm::from_bytes(bytes.clone());
            let again = read_image(&write_image(&nvm)).unwrap();
            prop_assert_eq!(again.bytes(), &bytes[..]);
        }

        #[test]
        fn any_changed_byte_is_noticed(
            bytes in prop::collection::vec(any::<u8>(), 1..300), at in any::<prop::sample::Index>(), flip in 1u8..,
        ) {
            let mut image = write_image(&Nvm::from_bytes(bytes));
            let at = at.index(image.len());
            image[at] ^= flip;
            prop_assert!(read_image(&image).is_err());
        }

        #[test]
        fn a_shortened_image_is_refused(cut in 0usize..84) {
            let image = write_image(&Nvm::erased(64));
            prop_assert!(read_image(&image[..cut]).is_err());
        }

        #[test]
        fn arbitrary_bytes_are_refused_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(read_image(&bytes).is_err());
        }
    }
}
