//! `cardamom gp install` and `make-default`

use cardamom_apdu::{Aid, hex};
use cardamom_personalization::globalplatform::install::{Install, InstallParameters};
use cardamom_personalization::globalplatform::privileges::Privileges;
use clap::Args;

use super::super::error::CliError;
use super::super::output::print;
use super::describe::done;
use super::target::Target;
use super::token::TokenOptions;
use super::{HexBytes, parse_hex};
use crate::home::Home;

/// Install an applet of a package that is on the card
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The package
    package: Aid,

    /// The applet in it
    module: Aid,

    /// What the instance is called [default: as the applet]
    instance: Option<Aid>,

    #[command(flatten)]
    target: Target,

    /// Install parameters, what the applet gets (C9)
    #[arg(long, value_name = "HEX", value_parser = parse_hex)]
    parameters: Option<HexBytes>,

    /// Privileges: names separated by commas, or bytes in hexadecimal
    #[arg(long, value_name = "NAMES")]
    privileges: Option<Privileges>,

    /// Have it selected after a reset
    #[arg(long)]
    default: bool,

    /// Do not make it selectable yet
    #[arg(long, conflicts_with = "default")]
    not_selectable: bool,

    /// Volatile memory that it may have
    #[arg(long, value_name = "BYTES")]
    volatile: Option<u32>,

    /// Non-volatile memory that it may have
    #[arg(long, value_name = "BYTES")]
    non_volatile: Option<u32>,

    /// More data objects after the install parameters, as EA of a UICC
    #[arg(long, value_name = "HEX", value_parser = parse_hex)]
    more: Option<HexBytes>,

    #[command(flatten)]
    token: TokenOptions,

    /// Tell what would be sent, and send nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    home: impl FnOnce() -> Result<Home, CliError>,
) -> Result<(), CliError> {
    let instance = arguments.instance.unwrap_or(arguments.module);
    let asked = arguments.privileges.unwrap_or_default();
    let privileges = if arguments.default { asked.with(Privileges::CARD_RESET) } else { asked };
    let parameters = InstallParameters {
        application: arguments.parameters.clone().unwrap_or_default(),
        volatile_memory: arguments.volatile,
        non_volatile_memory: arguments.non_volatile,
        more: arguments.more.clone().unwrap_or_default(),
    };
    let install = Install::for_install(
        &arguments.package,
        &arguments.module,
        &instance,
        privileges,
        &parameters,
        !arguments.not_selectable,
    );
    if arguments.dry_run {
        return dry_run(&install, &arguments.token);
    }
    let mut desk = arguments.target.open(home)?;
    let mut session = desk.session()?;
    let token = arguments.token.token(&install.token_data())?;
    let receipt = session.install(&install, &token)?;
    done(&session, &format!("installed {instance}"))?;
    arguments.token.check(receipt.as_ref(), install.confirmed())
}

/// Tells the command and what a token for it is computed over.
pub(super) fn dry_run(install: &Install, token: &TokenOptions) -> Result<(), CliError> {
    let signed = install.token_data();
    let token = token.token(&signed)?;
    let (p1, data) = install.with_token(&token);
    print(&format!(
        "{}, before secure messaging:\n80E6{p1:02X}00 {}\na token is computed over {}\n",
        install.step(),
        hex::encode(&data),
        hex::encode(&signed)
    ))
}

/// Have an applet selected after a reset
#[derive(Debug, Args)]
pub(super) struct MakeDefault {
    /// Its name
    instance: Aid,

    #[command(flatten)]
    target: Target,

    #[command(flatten)]
    token: TokenOptions,
}

pub(super) fn make_default(
    arguments: &MakeDefault,
    home: impl FnOnce() -> Result<Home, CliError>,
) -> Result<(), CliError> {
    let mut install = Install::for_make_selectable(&arguments.instance, Privileges::CARD_RESET);
    let mut desk = arguments.target.open(home)?;
    let mut session = desk.session()?;
    if arguments.token.checks()
        && let Some(package) = session.registry()?.find(&arguments.instance).and_then(|entry| entry.load_file)
    {
        install = install.of_package(&package);
    }
    let token = arguments.token.token(&install.token_data())?;
    let receipt = session.install(&install, &token)?;
    done(&session, &format!("{} is selected after a reset", arguments.instance))?;
    arguments.token.check(receipt.as_ref(), install.confirmed())
}
