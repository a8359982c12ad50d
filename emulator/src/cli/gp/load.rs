//! `cardamom gp load`

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use cardamom_apdu::{Aid, hex};
use cardamom_personalization::globalplatform::install::{Install, InstallParameters};
use cardamom_personalization::globalplatform::load::{DapBlock, LoadOptions, LoadPlan, Progress};
use cardamom_personalization::globalplatform::load_file::LoadFile;
use cardamom_personalization::globalplatform::privileges::Privileges;
use clap::{Args, ValueEnum};

use super::super::error::CliError;
use super::super::output::print;
use super::describe::done;
use super::target::Target;
use super::token::{TokenOptions, read_signing_key};
use super::{HexBytes, parse_hex};
use crate::home::Home;

/// Load a package: a CAP file, or its components (IJC)
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The file
    #[arg(value_name = "FILE")]
    file: PathBuf,

    #[command(flatten)]
    target: Target,

    /// The security domain that the package is to belong to [default: the one spoken with]
    #[arg(long, value_name = "AID")]
    to: Option<Aid>,

    /// Install its applets, each under its own name
    #[arg(long)]
    install: bool,

    /// Install parameters of the applets
    #[arg(long, value_name = "HEX", value_parser = parse_hex, requires = "install")]
    parameters: Option<HexBytes>,

    /// Announce the hash of the load file data block
    #[arg(long, value_enum)]
    hash: Option<Hash>,

    /// Tell the card how long the code is
    #[arg(long)]
    announce_length: bool,

    /// Sign the hash with this key: an RSA or P-256 private key in PEM, or an AES key in hexadecimal, in a file
    #[arg(long, value_name = "FILE", requires = "dap_domain")]
    dap_key: Option<PathBuf>,

    /// The security domain that verifies the signature
    #[arg(long, value_name = "AID", requires = "dap_key")]
    dap_domain: Option<Aid>,

    /// Bytes in a block [default: as many as fit]
    #[arg(long, value_name = "BYTES", value_parser = clap::value_parser!(u8).range(1..))]
    block: Option<u8>,

    #[command(flatten)]
    token: TokenOptions,

    /// Tell what is in the file and what would be sent, and send nothing
    #[arg(long)]
    dry_run: bool,
}

/// A hash of a load file data block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    const fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }
}

pub(super) fn run(
    arguments: &Arguments,
    home: impl FnOnce() -> Result<Home, CliError>,
) -> Result<(), CliError> {
    let file = LoadFile::read(&arguments.file)?;
    let options = options(arguments, &file)?;
    if arguments.dry_run {
        return dry_run(arguments, &file, &options);
    }
    let mut desk = arguments.target.open(home)?;
    let mut session = desk.session()?;
    let plan = LoadPlan::new(&file, &session.security_domain(), &options)?;
    let token = arguments.token.token(&plan.install.token_data())?;
    let mut blocks = 0;
    let loaded = session.load(&file, &LoadOptions { token, ..options }, &mut |progress| {
        blocks = progress.all;
        show(progress);
    });
    end_progress();
    let receipt = loaded?;
    let (major, minor) = file.version();
    let what = format!(
        "loaded package {} {major}.{minor}, {} bytes in {blocks} blocks",
        file.package(),
        file.data_block().len()
    );
    done(&session, &what)?;
    arguments.token.check(receipt.as_ref(), plan.install.confirmed())?;
    if !arguments.install {
        return Ok(());
    }
    let parameters = InstallParameters::of(arguments.parameters.as_deref().unwrap_or_default());
    for applet in file.applets() {
        let install =
            Install::for_install(&file.package(), applet, applet, Privileges::NONE, &parameters, true);
        let token = arguments.token.token(&install.token_data())?;
        let receipt = session.install(&install, &token)?;
        done(&session, &format!("installed {applet}"))?;
        arguments.token.check(receipt.as_ref(), install.confirmed())?;
    }
    Ok(())
}

fn options(arguments: &Arguments, file: &LoadFile) -> Result<LoadOptions, CliError> {
    // Signatures want a hash.
    let is_signed = arguments.dap_key.is_some();
    let hash = arguments.hash.or(is_signed.then_some(Hash::Sha256)).map(Hash::length);
    let mut dap_blocks = Vec::new();
    if let (Some(path), Some(security_domain), Some(length)) =
        (&arguments.dap_key, arguments.dap_domain, hash)
    {
        let hash = file.hash(length).unwrap_or_default();
        let signature = read_signing_key(path)?.dap_signature(&hash).map_err(CliError::environment)?;
        dap_blocks.push(DapBlock { security_domain, signature });
    }
    Ok(LoadOptions {
        security_domain: arguments.to,
        hash_length: hash,
        dap_blocks,
        token: Vec::new(),
        block_length: arguments.block.map(usize::from),
        announces_length: arguments.announce_length,
    })
}

fn dry_run(arguments: &Arguments, file: &LoadFile, options: &LoadOptions) -> Result<(), CliError> {
    let (major, minor) = file.version();
    let mut text = format!("package {} {major}.{minor}, {} bytes\n", file.package(), file.data_block().len());
    for applet in file.applets() {
        text.push_str(&format!("applet {applet}\n"));
    }
    for (name, length) in [("SHA-1", 20), ("SHA-256", 32)] {
        let hash = file.hash(length).unwrap_or_default();
        text.push_str(&format!("{name} {}\n", hex::encode(&hash)));
    }
    if let Some(domain) = options.security_domain {
        let plan = LoadPlan::new(file, &domain, options)?;
        let data = plan.install.token_data();
        text.push_str(&format!("a token is computed over {}\n", hex::encode(&data)));
        let token = arguments.token.token(&data)?;
        if !token.is_empty() {
            text.push_str(&format!("token {}\n", hex::encode(&token)));
        }
    }
    for block in &options.dap_blocks {
        let signature = hex::encode(&block.signature);
        text.push_str(&format!("DAP block for {}: {signature}\n", block.security_domain));
    }
    print(&text)
}

/// Shows how far it is, where somebody watches.
fn show(progress: Progress) {
    let mut stderr = std::io::stderr();
    if stderr.is_terminal() {
        let _ = write!(stderr, "\rblock {} of {} ", progress.done, progress.all);
        let _ = stderr.flush();
    }
}

fn end_progress() {
    let mut stderr = std::io::stderr();
    if stderr.is_terminal() {
        let _ = write!(stderr, "\r                              \r");
    }
}
