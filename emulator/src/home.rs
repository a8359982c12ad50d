//! Where cards and reports are kept.
//!
//! ```text
//! $CARDAMOM_HOME/             by default $XDG_DATA_HOME/cardamom, that is ~/.local/share/cardamom
//!   cards/NAME.card           a card's memory
//!   reports/NAME-DATE.apdu    what led to a defect of the card software, as a script
//! ```

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::card_store::{CardName, EXTENSION, InvalidCardName};

/// The environment variable that says where the folder is.
pub const HOME_VARIABLE: &str = "CARDAMOM_HOME";

/// Neither the folder nor the user's home is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("there is no place for cards: neither CARDAMOM_HOME nor HOME is set")]
pub struct NoHome;

/// The folder in which cards and reports are kept. It need not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home(PathBuf);

impl Home {
    /// This folder.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The folder that the environment says: [`HOME_VARIABLE`], or `cardamom` in the XDG data folder.
    ///
    /// # Errors
    /// [`NoHome`] when the environment names none.
    pub fn from_environment() -> Result<Self, NoHome> {
        let variable = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        if let Some(path) = variable(HOME_VARIABLE) {
            return Ok(Self(path));
        }
        // The XDG base directory specification wants relative paths to be ignored.
        let data = variable("XDG_DATA_HOME").filter(|path| path.is_absolute());
        let data = data.or_else(|| Some(env::home_dir()?.join(".local").join("share")));
        Ok(Self(data.ok_or(NoHome)?.join("cardamom")))
    }

    /// The folder itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The folder of the cards.
    #[must_use]
    pub fn cards(&self) -> PathBuf {
        self.0.join("cards")
    }

    /// The folder of the defect reports.
    #[must_use]
    pub fn reports(&self) -> PathBuf {
        self.0.join("reports")
    }

    /// The file of the card of this name, whether there is one or not.
    #[must_use]
    pub fn card_path(&self, name: &CardName) -> PathBuf {
        self.cards().join(format!("{name}.{EXTENSION}"))
    }

    /// The file that the user means: a path when the text has a `/` or ends in `.card`, else a card's name.
    ///
    /// # Errors
    /// [`InvalidCardName`] when it is neither.
    pub fn resolve(&self, text: &str) -> Result<PathBuf, InvalidCardName> {
        let path = Path::new(text);
        if text.contains('/') || path.extension() == Some(OsStr::new(EXTENSION)) {
            return Ok(path.to_owned());
        }
        Ok(self.card_path(&text.parse()?))
    }

    /// The names of the cards there are, in alphabetical order. Files of other names are passed over.
    ///
    /// # Errors
    /// When the folder exists and cannot be read.
    pub fn card_names(&self) -> io::Result<Vec<CardName>> {
        let entries = match fs::read_dir(self.cards()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut names = Vec::new();
        for entry in entries {
            let path = entry?.path();
            if path.extension() == Some(OsStr::new(EXTENSION)) {
                let stem = path.file_stem().and_then(OsStr::to_str).unwrap_or_default();
                names.extend(stem.parse::<CardName>());
            }
        }
        names.sort();
        Ok(names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_named_or_pointed_at() {
        let home = Home::new("/h");
        assert_eq!(home.resolve("wallet").unwrap(), Path::new("/h/cards/wallet.card"));
        assert_eq!(home.resolve("./wallet").unwrap(), Path::new("./wallet"));
        assert_eq!(home.resolve("wallet.card").unwrap(), Path::new("wallet.card"));
        assert!(home.resolve("no name").is_err());
    }

    #[test]
    fn a_folder_that_is_not_there_has_no_cards() {
        assert_eq!(Home::new("/nonexistent/cardamom").card_names().unwrap(), []);
    }
}
