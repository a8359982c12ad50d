//! `cardamom gp store-data`

use std::fs;
use std::path::Path;

use cardamom_apdu::{Aid, hex};
use cardamom_personalization::globalplatform::install::Install;
use cardamom_personalization::globalplatform::store_data::{Encryption, StoreOptions, Structure};
use clap::{Args, ValueEnum};
use zeroize::Zeroizing;

use super::super::error::CliError;
use super::super::output::{of_file, print};
use super::describe::done;
use super::target::Target;
use crate::home::Home;

/// Store data with the security domain, or with an application of it (personalization)
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The data in hexadecimal, or @FILE with hexadecimal text; several are sent as a block each
    #[arg(value_name = "HEX|@FILE", required = true)]
    data: Vec<String>,

    #[command(flatten)]
    target: Target,

    /// The application that it is for
    #[arg(long, value_name = "AID")]
    application: Option<Aid>,

    /// How the data is made
    #[arg(long, value_enum, default_value_t)]
    structure: Form,

    /// What of it is encrypted
    #[arg(long, value_enum, default_value_t)]
    encryption: Which,

    /// Bytes in a block [default: as many as fit]
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u8).range(1..))]
    block: Option<u8>,
}

/// How data is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Not said
    #[default]
    Unsaid,
    /// Data groups (DGI)
    Dgi,
    /// BER-TLV
    Tlv,
}

/// What is encrypted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Which {
    /// Nothing
    #[default]
    None,
    /// Parts, which are encrypted already
    Application,
    /// All, under the data encryption key of the session: done here; the data is whole blocks
    All,
}

pub(super) fn run(
    arguments: &Arguments,
    home: impl FnOnce() -> Result<Home, CliError>,
) -> Result<(), CliError> {
    let blocks = arguments.data.iter().map(|text| read(text)).collect::<Result<Vec<_>, _>>()?;
    let options = StoreOptions {
        structure: match arguments.structure {
            Form::Unsaid => Structure::Unsaid,
            Form::Dgi => Structure::DataGroups,
            Form::Tlv => Structure::DataObjects,
        },
        encryption: match arguments.encryption {
            Which::None => Encryption::None,
            Which::Application => Encryption::Application,
            Which::All => Encryption::All,
        },
        block_length: arguments.block.map(usize::from),
    };
    if blocks.len() > 1 && options.encryption == Encryption::All {
        return Err(CliError::usage("blocks of one's own are not encrypted here")
            .with_help("give all data at once, or say --encryption application"));
    }
    let mut desk = arguments.target.open(home)?;
    let mut session = desk.session()?;
    if let Some(application) = &arguments.application {
        session.install(&Install::for_personalization(application), &[])?;
    }
    let answer = match blocks.as_slice() {
        [data] => session.store_data(data, &options)?,
        several => {
            let several: Vec<&[u8]> = several.iter().map(|block| block.as_slice()).collect();
            session.store_blocks(&several, &options)?
        }
    };
    let length: usize = blocks.iter().map(|block| block.len()).sum();
    let whose = arguments.application.unwrap_or(session.security_domain());
    done(&session, &format!("stored {length} bytes with {whose}"))?;
    if answer.is_empty() { Ok(()) } else { print(&format!("answer {}\n", hex::encode(&answer))) }
}

fn read(text: &str) -> Result<Zeroizing<Vec<u8>>, CliError> {
    let decoded = match text.strip_prefix('@') {
        Some(path) => {
            let path = Path::new(path);
            let text = fs::read_to_string(path).map(Zeroizing::new).map_err(|error| of_file(path, &error))?;
            hex::decode(text.trim())
        }
        None => hex::decode(text),
    };
    decoded.map(Zeroizing::new).map_err(|error| CliError::usage(format!("the data: {error}")))
}
