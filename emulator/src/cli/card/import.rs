//! `cardamom card import`

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use cardamom_applets::rom;
use cardamom_card_os::Card;
use cardamom_card_os::nvm::image::read_image;
use clap::Args;

use super::super::error::CliError;
use super::super::output::{of_file, print};
use crate::card_store::{CardMetadata, CardStore};
use crate::home::Home;
use crate::kernel_card::EntropySource;
use crate::panic_guard::guard;

/// The profile of an imported card, which does not know the one that it was made with.
const IMPORTED: &str = "imported";

/// More than any image has.
const MAX_IMAGE_LENGTH: u64 = 32 * 1024 * 1024;

/// Make a card from an image that `cardamom card export` wrote
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The image; `-` for standard input
    file: PathBuf,

    /// What the card is to be called: a name, or a path that ends in `.card`
    name: String,
}

pub(super) fn run(arguments: &Arguments, home: &Home) -> Result<(), CliError> {
    let path = home.resolve(&arguments.name)?;
    let mut image = Vec::new();
    let read = if arguments.file == Path::new("-") {
        io::stdin().lock().take(MAX_IMAGE_LENGTH).read_to_end(&mut image)
    } else {
        File::open(&arguments.file).and_then(|file| file.take(MAX_IMAGE_LENGTH).read_to_end(&mut image))
    };
    read.map_err(|error| of_file(&arguments.file, &error))?;
    let refused = |reason: &dyn std::fmt::Display| {
        CliError::environment(format!("{}: {reason}", arguments.file.display()))
    };
    let nvm = read_image(&image).map_err(|error| refused(&error))?;
    let booted = guard(|| Card::open(nvm, rom(), EntropySource::OperatingSystem.source()));
    let mut card = booted.map_err(|report| refused(&report))?.map_err(|error| refused(&error))?;
    let store = CardStore::create(&path, &CardMetadata::now(IMPORTED), card.nvm_mut())?;
    print(&format!("made card {} in {}\n", arguments.name, store.path().display()))
}
