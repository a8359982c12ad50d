//! `cardamom script convert`

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cardamom_apdu::script::import::{Format, import};
use cardamom_apdu::script::{Diagnostic, Source};
use clap::Args;

use super::super::error::CliError;
use super::super::output::{create, of_file, print};
use super::{parse_format, read_standard_input};

/// Print a script of another tool in the language of Cardamom
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The script; `-` is standard input
    file: PathBuf,

    /// Its format [default: told from its text]
    #[arg(long, value_name = "FORMAT", value_parser = parse_format)]
    input_format: Option<Format>,

    /// Where to [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, CliError> {
    let path = &arguments.file;
    let (name, text) = if path == Path::new("-") {
        ("standard input".to_owned(), read_standard_input()?)
    } else {
        let bytes = std::fs::read(path)
            .map_err(|error| CliError::usage(format!("cannot read {}: {error}", path.display())))?;
        (path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned())
    };
    let format = arguments.input_format.or_else(|| Format::detect(&text)).unwrap_or(Format::Native);
    let source = Source::new(name, text);
    let script = import(&source, format).map_err(|diagnostics| wrong(&source, &diagnostics))?;
    let native = script.to_string();
    match &arguments.output {
        None => print(&native)?,
        Some(path) => {
            let mut output = create(Some(path))?;
            let written = output.write_all(native.as_bytes()).and_then(|()| output.flush());
            written.map_err(|error| of_file(path, &error))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn wrong(source: &Source, diagnostics: &[Diagnostic]) -> CliError {
    let rendered: Vec<String> = diagnostics.iter().map(|diagnostic| diagnostic.render(source)).collect();
    let text = rendered.join("\n");
    CliError::usage(text.strip_prefix("error: ").unwrap_or(&text).trim_end())
}
