//! `cardamom script`

mod convert;
mod in_process;
pub(super) mod pcsc_reader;

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cardamom_apdu::hex;
use cardamom_apdu::script::import::Format;
use cardamom_apdu::script::{FailOn, Options, Outcome, ScriptCard, Source};
use cardamom_personalization::globalplatform::key_hierarchy::KeyHierarchy;
use clap::{Args, Subcommand, ValueEnum};

use self::in_process::CardsInProcess;
use self::pcsc_reader::CardInReader;
use super::card_options::CardOptions;
use super::error::{CliError, EXIT_MISMATCH};
use super::output::{create, of_file, stdout_has_colours};
use crate::home::Home;
use crate::script_run::{
    ApdutoolReporter, DumpReporter, FileLoader, HumanReporter, JsonReporter, JunitReporter, Reporter,
    RunError, RunOptions, ScriptKeys, SecureCard, run as run_source, run_file,
};

const AFTER_HELP: &str = "\
A script has a command APDU in each line and, if it likes, what must come back:

  00A40400 #(A000000003000000) 00   [6F *]  (9000, 61XX)   # data and status word, X any digit
    6F/84 == A000000003000000                              # a data object of the response
  80CA9F7F00 -> cplc  (9000)  <50ms                        # keeps the response; a time budget
  reset

Files of scriptor, apdutool (.scr), TS 51.013, PCOM and apdu4j are read as well; their format is told
from the text.

Examples:
  cardamom script smoke.apdu --card wallet
  cardamom script tests/*.apdu --card wallet --format junit --output reports/
  cardamom script load.apdu --card wallet --keys acme=acme-keys.toml   for `scp03 keys=acme`
  cardamom script smoke.apdu --reader \"Omnikey\"       a real card
  cardamom script convert old.scr > new.apdu

Exit codes: 0 all expectations were met, 1 one was not, 2 a script is wrong and nothing was sent,
3 the card or the reader cannot be used.";

/// Run APDU scripts against a card
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP, args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,

    #[command(flatten)]
    run: RunArguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    Convert(convert::Arguments),
}

#[derive(Debug, Args)]
struct RunArguments {
    /// The scripts, run one after the other; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,

    /// A card of Cardamom, by name or path. Several are inserted by `insert 0`, `insert 1`, ...
    #[arg(long = "card", value_name = "CARD", required_unless_present = "reader", conflicts_with = "reader")]
    cards: Vec<String>,

    /// A PC/SC reader, real or virtual: its name, or a part of it that no other reader has
    #[arg(long, value_name = "NAME")]
    reader: Option<String>,

    #[command(flatten)]
    options: CardOptions,

    /// The form of the report
    #[arg(long, value_enum, default_value_t)]
    format: ReportForm,

    /// Where the report goes; a folder when there are several scripts [default: standard output]
    #[arg(long, short, value_name = "FILE|FOLDER")]
    output: Option<PathBuf>,

    /// The format of the scripts [default: told from their text]
    #[arg(long, value_name = "FORMAT", value_parser = parse_format)]
    input_format: Option<Format>,

    /// Set a variable before the script begins
    #[arg(long = "set", value_name = "NAME=HEX", value_parser = parse_variable)]
    variables: Vec<(String, Vec<u8>)>,

    /// Let the script call the keys in a file so, for `scp03 keys=NAME` and `scp02`
    #[arg(long = "keys", value_name = "NAME=FILE", value_parser = parse_keys)]
    keys: Vec<(String, PathBuf)>,

    /// Let the script open sessions with issued cards (SECURED) whose keys are test keys
    #[arg(long)]
    allow_test_keys: bool,

    /// Let every status word but 9000 and 61XX fail that the script does not expect
    #[arg(long)]
    strict: bool,

    /// End at the first failure
    #[arg(long)]
    stop: bool,

    /// Let a response fail that comes later than its time budget
    #[arg(long)]
    fail_over_budget: bool,
}

/// The form of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum ReportForm {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
    /// For continuous-integration servers
    Junit,
    /// As apdutool of the Java Card development kit prints
    Apdutool,
    /// Commands and responses in hexadecimal, as apdu4j keeps them
    Dump,
}

impl ReportForm {
    const fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Json => "json",
            Self::Junit => "xml",
            Self::Apdutool => "out",
            Self::Dump => "dump",
        }
    }

    /// Whether reports can stand one after the other in a file.
    const fn is_a_list_of_lines(self) -> bool {
        matches!(self, Self::Text | Self::Apdutool | Self::Dump)
    }

    fn reporter<'a>(self, output: &'a mut dyn Write, colours: bool) -> Box<dyn Reporter + 'a> {
        match self {
            Self::Text => Box::new(HumanReporter::new(output, colours)),
            Self::Json => Box::new(JsonReporter::new(output)),
            Self::Junit => Box::new(JunitReporter::new(output)),
            Self::Apdutool => Box::new(ApdutoolReporter::new(output)),
            Self::Dump => Box::new(DumpReporter::new(output)),
        }
    }
}

pub(super) fn run(
    arguments: Arguments,
    home: impl FnOnce() -> Result<Home, CliError>,
) -> Result<ExitCode, CliError> {
    match arguments.command {
        Some(Command::Convert(arguments)) => convert::run(&arguments),
        None => run_scripts(&arguments.run, home),
    }
}

fn run_scripts(
    arguments: &RunArguments,
    home: impl FnOnce() -> Result<Home, CliError>,
) -> Result<ExitCode, CliError> {
    let several = arguments.files.len() > 1;
    if several && arguments.output.is_none() && !arguments.format.is_a_list_of_lines() {
        return Err(CliError::usage("several reports of this form cannot go to standard output")
            .with_help("name a folder for them with --output FOLDER"));
    }
    let mut reports = HashSet::new();
    if let Some(file) =
        arguments.files.iter().find(|file| several && !reports.insert(report_path(arguments, file)))
        && arguments.output.is_some()
    {
        return Err(CliError::usage(format!(
            "{}: another script's report has the same name",
            file.display()
        ))
        .with_help("give scripts of the same name in different folders a run and a folder each"));
    }
    if let (true, Some(folder)) = (several, &arguments.output) {
        fs::create_dir_all(folder).map_err(|error| of_file(folder, &error))?;
    }
    let outcomes = match &arguments.reader {
        Some(_) if arguments.options.seed.is_some() || arguments.options.recording.is_wanted() => {
            return Err(CliError::usage("--seed, --trace, --pcap and --record are for cards of Cardamom")
                .with_help("leave them out, or say --card NAME instead of --reader"));
        }
        Some(reader) => {
            let keys = arguments.script_keys()?;
            run_all(arguments, &mut SecureCard::new(CardInReader::find(reader)?, keys))?
        }
        None => {
            let keys = arguments.script_keys()?;
            let cards = arguments.options.open(&arguments.cards, &home()?)?;
            run_all(arguments, &mut SecureCard::new(CardsInProcess::new(cards), keys))?
        }
    };
    let is_success = outcomes.iter().all(Outcome::is_success);
    Ok(if is_success { ExitCode::SUCCESS } else { ExitCode::from(EXIT_MISMATCH) })
}

impl RunArguments {
    fn script_keys(&self) -> Result<ScriptKeys, CliError> {
        let mut keys = ScriptKeys::default();
        keys.allow_test_keys = self.allow_test_keys;
        for (name, path) in &self.keys {
            keys.insert(name, KeyHierarchy::from_file(path).map_err(CliError::usage)?);
        }
        Ok(keys)
    }
}

fn run_all<C: ScriptCard>(arguments: &RunArguments, card: &mut C) -> Result<Vec<Outcome>, CliError> {
    let options = RunOptions {
        format: arguments.input_format,
        script: Options {
            variables: arguments.variables.iter().cloned().collect(),
            fail_on: if arguments.strict { FailOn::Strict } else { FailOn::Report },
            stop_on_failure: arguments.stop,
            fail_over_budget: arguments.fail_over_budget,
        },
    };
    let mut outcomes = Vec::new();
    for file in &arguments.files {
        let outcome = run_one(arguments, &options, file, card)?;
        outcomes.push(outcome);
        if arguments.stop && !outcome.is_success() {
            break;
        }
        // Each script finds the card as one that was just inserted; one that cannot be switched off is reset by
        // its next power-up.
        let _ = card.power_down();
    }
    Ok(outcomes)
}

fn run_one<C: ScriptCard>(
    arguments: &RunArguments,
    options: &RunOptions,
    file: &Path,
    card: &mut C,
) -> Result<Outcome, CliError> {
    let path = report_path(arguments, file);
    let mut output = create(path.as_deref())?;
    let colours = path.is_none() && stdout_has_colours();
    let mut reporter = arguments.format.reporter(&mut output, colours);
    let outcome = if file == Path::new("-") {
        let source = Source::new("standard input", read_standard_input()?);
        run_source(source, card, options, &mut FileLoader, &mut *reporter)
    } else {
        run_file(file, card, options, &mut *reporter)
    };
    drop(reporter);
    let outcome = outcome.map_err(of_run)?;
    output.flush().map_err(|error| CliError::environment(format!("the report: {error}")))?;
    Ok(outcome)
}

/// Where the report on this script goes; `None` for standard output.
fn report_path(arguments: &RunArguments, file: &Path) -> Option<PathBuf> {
    let output = arguments.output.as_ref()?;
    if arguments.files.len() == 1 && !output.is_dir() {
        return Some(output.clone());
    }
    let name = file.file_stem().unwrap_or_default();
    let mut name = if name == "-" { OsString::from("standard-input") } else { name.to_owned() };
    name.push(".");
    name.push(arguments.format.extension());
    Some(output.join(name))
}

fn read_standard_input() -> Result<String, CliError> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(|error| CliError::environment(format!("standard input: {error}")))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn of_run(error: RunError) -> CliError {
    match error {
        RunError::Script(errors) => {
            let text = errors.to_string();
            // The rendered diagnostics begin with the word that errors are printed with.
            CliError::usage(text.strip_prefix("error: ").unwrap_or(&text))
        }
        RunError::Read { .. } => CliError::usage(error),
        RunError::Report(_) => CliError::environment(error),
    }
}

fn parse_format(text: &str) -> Result<Format, String> {
    text.parse::<Format>().map_err(|error| error.to_string())
}

fn parse_keys(text: &str) -> Result<(String, PathBuf), String> {
    let (name, path) = text.split_once('=').ok_or("say NAME=FILE")?;
    Ok((name.trim().to_owned(), PathBuf::from(path)))
}

fn parse_variable(text: &str) -> Result<(String, Vec<u8>), String> {
    let (name, value) = text.split_once('=').ok_or("say NAME=HEX")?;
    let value = hex::decode(value).map_err(|error| error.to_string())?;
    Ok((name.trim().to_owned(), value))
}
