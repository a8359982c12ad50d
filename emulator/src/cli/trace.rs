//! `cardamom trace`

use std::fs::File;
use std::io::{self, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use super::error::CliError;
use super::output::{
    create, create_private_file, of_file, print_bytes, stdout_has_colours, stdout_is_terminal,
};
use crate::trace::{Session, SessionError, pcap, script, words};

const AFTER_HELP: &str = "\
Examples:
  cardamom with --card wallet --record session.jsonl -- ./purchase.py
  cardamom trace session.jsonl
  cardamom trace session.jsonl --as script > again.apdu
  cardamom trace session.jsonl --as pcap --output session.pcap";

/// Print a recorded session
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Arguments {
    /// What `--record` wrote; `-` is standard input
    file: PathBuf,

    /// As what
    #[arg(long = "as", value_enum, default_value_t)]
    form: Form,

    /// Where to [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Show PINs and keys, which are hidden in words otherwise
    #[arg(long)]
    show_secrets: bool,

    /// Tell in words when each command was sent and how long it took
    #[arg(long)]
    times: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Text for people
    #[default]
    Words,
    /// A script that expects the same answers
    Script,
    /// A capture file for Wireshark
    Pcap,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, CliError> {
    let session = read(&arguments.file)?;
    let bytes = match arguments.form {
        Form::Words => {
            let options = words::Options {
                colour: arguments.output.is_none() && stdout_has_colours(),
                show_secrets: arguments.show_secrets,
                times: arguments.times,
            };
            words::to_text(&session, options).into_bytes()
        }
        Form::Script => script::to_script(&session).into_bytes(),
        Form::Pcap if arguments.output.is_none() && stdout_is_terminal() => {
            return Err(CliError::usage("a capture file is not for a terminal")
                .with_help("name a file with --output FILE"));
        }
        Form::Pcap => {
            let mut writer =
                pcap::Writer::new(Vec::new(), pcap::LinkType::default()).map_err(CliError::environment)?;
            session.replay(&mut writer).map_err(CliError::environment)?;
            writer.into_inner()
        }
    };
    match &arguments.output {
        None => print_bytes(&bytes)?,
        Some(path) => {
            // A script and a capture hold PINs and keys.
            let mut output = create_private(path)?;
            let written = output.write_all(&bytes).and_then(|()| output.flush());
            written.map_err(|error| of_file(path, &error))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn create_private(path: &Path) -> Result<Box<dyn Write>, CliError> {
    if path == Path::new("-") { Ok(create(None)?) } else { Ok(Box::new(create_private_file(path)?)) }
}

fn read(path: &Path) -> Result<Session, CliError> {
    let session = if path == Path::new("-") {
        Session::read_json_lines(io::stdin().lock())
    } else {
        let file = File::open(path).map_err(|error| of_file(path, &error))?;
        Session::read_json_lines(BufReader::new(file))
    };
    session.map_err(|error| match error {
        SessionError::Line { .. } => CliError::usage(format!("{}: {error}", path.display()))
            .with_help("a session is recorded with `--record FILE`"),
        SessionError::Io(error) => of_file(path, &error),
    })
}
