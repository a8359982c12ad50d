//! `cardamom card export`

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use cardamom_card_os::nvm::image::write_image;
use clap::Args;

use super::super::error::CliError;
use super::super::output::{of_file, print_bytes, stdout_is_terminal};
use crate::card_store::CardStore;
use crate::home::Home;

/// Write a card's memory into a file: one image with a checksum, to keep or to hand on
///
/// The image holds everything that is on the card, keys and PINs included.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The card's name or path
    name: String,

    /// The file, which must not exist; `-` for standard output
    file: PathBuf,
}

pub(super) fn run(arguments: &Arguments, home: &Home) -> Result<(), CliError> {
    let (_store, nvm) = CardStore::open(&home.resolve(&arguments.name)?)?;
    let image = write_image(&nvm);
    if arguments.file == Path::new("-") {
        if stdout_is_terminal() {
            return Err(CliError::usage("an image is not for a terminal").with_help("name a file"));
        }
        return print_bytes(&image);
    }
    let mut options = OpenOptions::new();
    // Keys are in it.
    options.write(true).create_new(true).mode(0o600);
    let write = || -> io::Result<()> {
        let mut file = options.open(&arguments.file)?;
        file.write_all(&image)?;
        file.sync_all()
    };
    write().map_err(|error| of_file(&arguments.file, &error))
}
