//! `cardamom card new`

use cardamom_applets::rom;
use clap::Args;

use super::super::card_options::entropy_source;
use super::super::error::CliError;
use super::super::output::print;
use crate::card_store::{CardMetadata, CardStore};
use crate::home::Home;
use crate::profile::{DEFAULT_PROFILE, Profile};

const AFTER_HELP: &str = "\
Profiles:
  purse   an electronic purse that is still to be issued
  psam    the security module of a purse terminal, still to be issued
  blank   a card without applets
  scp11   the same, and it speaks SCP11, too

Examples:
  cardamom card new wallet
  cardamom card new badge --profile ./badge.toml
  cardamom card new /tmp/scratch.card --profile blank";

/// Make a card
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Arguments {
    /// What it is to be called: a name, or a path that ends in `.card`
    name: String,

    /// What it is made with: the name of a profile, or a TOML file
    #[arg(long, value_name = "NAME|FILE", default_value = DEFAULT_PROFILE)]
    profile: String,

    /// Make its random numbers follow from a number, for cards that must come out the same every time
    #[arg(long)]
    seed: Option<u64>,
}

pub(super) fn run(arguments: &Arguments, home: &Home) -> Result<(), CliError> {
    let path = home.resolve(&arguments.name)?;
    let profile = Profile::load(&arguments.profile)?;
    let mut card = profile.make_card(rom(), entropy_source(arguments.seed).source())?;
    let store = CardStore::create(&path, &CardMetadata::now(&profile.name), card.nvm_mut())?;
    print(&format!(
        "made card {} with profile {} in {}\n",
        arguments.name,
        profile.name,
        store.path().display()
    ))
}
