//! `cardamom issue card`

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use cardamom_personalization::globalplatform::card_channel::CardChannel;
use cardamom_personalization::issuance::{
    IssuanceError, IssuanceProfile, IssueOptions, Outcome, Progress, ScriptRecorder, Task, issue,
};
use clap::{ArgGroup, Args};

use super::super::card_options::CardOptions;
use super::super::error::{CliError, EXIT_REFUSED};
use super::super::gp::channel::Channel;
use super::super::output::{create_private_file, of_file, print};
use crate::home::Home;

const AFTER_HELP: &str = "\
A profile is a TOML file: the keys that the card comes with and those that it gets, security domains, load files,
applications with their parameters and data, the state of the card in the end. What the card has already is left as it
is: an issuance that was interrupted goes on when it is done again.

Examples:
  cardamom issue card --card wallet --profile acme.toml
  cardamom issue card --reader Omnikey --profile acme.toml
  cardamom issue card --card wallet --profile acme.toml --dry-run --export acme.apdu
  cardamom script acme.apdu --reader Omnikey --keys acme-keys-toml=acme-keys.toml";

/// Issue a card from a profile: keys, security domains, applications and their data, over APDUs
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP, group = ArgGroup::new("where").args(["card", "reader"]).required(true))]
pub(super) struct Arguments {
    /// A card of this home folder, by name or path
    #[arg(long, value_name = "CARD")]
    card: Option<String>,

    /// A PC/SC reader with the card: its name, or a part of the name that no other reader has
    #[arg(long, value_name = "NAME")]
    reader: Option<String>,

    /// The profile
    #[arg(long, value_name = "FILE")]
    profile: PathBuf,

    /// Write down what is done, as a script that does the same to another card
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,

    /// Do it to a copy of the card, and leave the card as it is
    #[arg(long, conflicts_with = "reader")]
    dry_run: bool,

    /// Issue the card (SECURED) even though everybody knows its keys
    #[arg(long)]
    allow_test_keys: bool,

    #[command(flatten)]
    options: CardOptions,
}

pub(super) fn run(arguments: &Arguments, home: &Home) -> Result<(), CliError> {
    let profile = IssuanceProfile::load(&arguments.profile).map_err(CliError::usage)?;
    let mut channel = match (&arguments.card, &arguments.reader) {
        (Some(card), _) if arguments.dry_run => Channel::rehearsal(card, &arguments.options, home)?,
        (Some(card), _) => Channel::in_process(card, &arguments.options, home)?,
        (None, reader) => Channel::reader(reader.as_deref().unwrap_or_default(), &arguments.options)?,
    };
    if profile.delivered_keys.has_test_keys() {
        print("the card comes with keys that everybody knows\n")?;
    }
    let mut progress = Shown::default();
    let outcome = match &arguments.export {
        None => apply(arguments, &mut channel, &profile, &mut progress),
        Some(path) => {
            let mut recorder =
                ScriptRecorder::new(&mut channel, &format!("issued with profile {}", profile.name));
            let outcome = apply(arguments, &mut recorder, &profile, &mut progress);
            // What was done is worth having, too, when it was not all.
            write_private(path, &recorder.into_script())?;
            outcome
        }
    };
    progress.end();
    outcome?;
    let name = arguments.card.as_deref().or(arguments.reader.as_deref()).unwrap_or_default();
    print(&match arguments.dry_run {
        true => format!("{name} can be issued with profile {}; nothing was changed\n", profile.name),
        false => format!("issued {name} with profile {}\n", profile.name),
    })
}

/// A script holds what is stored on the card, keys and PINs of applications among it.
fn write_private(path: &Path, script: &str) -> Result<(), CliError> {
    let mut file = create_private_file(path)?;
    let written = file.write_all(script.as_bytes()).and_then(|()| file.flush());
    written.map_err(|error| of_file(path, &error))
}

fn apply(
    arguments: &Arguments,
    channel: &mut dyn CardChannel,
    profile: &IssuanceProfile,
    progress: &mut Shown,
) -> Result<(), CliError> {
    let mut random = Ok(());
    let mut challenge = || {
        let mut challenge = [0; 16];
        if let Err(error) = getrandom::fill(&mut challenge) {
            random = Err(CliError::environment(format!("random numbers: {error}")));
        }
        challenge
    };
    let options = IssueOptions { allow_test_keys: arguments.allow_test_keys };
    let outcome = issue(channel, profile, options, &mut challenge, progress);
    random?;
    outcome.map_err(|error| match error {
        IssuanceError::TestKeysStay { .. } => CliError::usage(error)
            .with_help("name them in delete-keys, once the card has a [[key-set]], or add --allow-test-keys"),
        IssuanceError::TestKeys { .. } => CliError::usage(error)
            .with_help("give the card keys of its own with [[key-set]], or add --allow-test-keys"),
        error => CliError::environment(error)
            .with_code(EXIT_REFUSED)
            .with_help("what was done before is done; the same command goes on from there"),
    })
}

/// Tells how it goes on: a line for each task.
#[derive(Default)]
struct Shown {
    /// A line about blocks stands on the terminal.
    blocks: bool,
}

impl Shown {
    fn end(&mut self) {
        if self.blocks {
            eprint!("\r                                \r");
            self.blocks = false;
        }
    }
}

impl Progress for Shown {
    fn task(&mut self, number: usize, count: usize, task: &Task, outcome: Outcome) {
        self.end();
        let width = count.to_string().len();
        let note = match outcome {
            Outcome::Done => "",
            Outcome::DoneBefore => " (was done before)",
        };
        // A reader of standard output that went away is told of at the end.
        let _ = print(&format!("{number:width$}/{count}  {task}{note}\n"));
    }

    fn blocks(&mut self, done: usize, count: usize) {
        let mut stderr = std::io::stderr();
        if stderr.is_terminal() {
            let _ = write!(stderr, "\rblock {done} of {count} ");
            let _ = stderr.flush();
            self.blocks = true;
        }
    }
}
