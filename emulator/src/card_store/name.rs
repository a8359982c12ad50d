//! What a card may be called.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A card's name: 1 to 64 letters, digits, `.`, `-` and `_`, beginning with a letter or a digit. So it is a file
/// name everywhere, and part of a reader's name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CardName(String);

/// A text that is not a card's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error(
    "a card's name has 1 to 64 letters (A to Z), digits, `.`, `-` and `_`, and begins with a letter or a digit"
)]
pub struct InvalidCardName;

impl CardName {
    /// The name as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for CardName {
    type Err = InvalidCardName;

    fn from_str(text: &str) -> Result<Self, InvalidCardName> {
        let is_inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
        let is_valid = text.len() <= 64
            && text.starts_with(|c: char| c.is_ascii_alphanumeric())
            && text.chars().all(is_inner);
        if is_valid { Ok(Self(text.to_owned())) } else { Err(InvalidCardName) }
    }
}

impl fmt::Display for CardName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_file_names_everywhere() {
        for name in ["wallet", "a", "Card-1.old_2", "0"] {
            assert_eq!(name.parse::<CardName>().unwrap().as_str(), name);
        }
        let long = "a".repeat(65);
        for name in ["", ".hidden", "-x", "a/b", "..", "ä", "a b", "a\n", &long] {
            assert_eq!(name.parse::<CardName>(), Err(InvalidCardName), "{name:?}");
        }
    }
}
