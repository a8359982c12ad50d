//! `cardamom gp create-domain`

use cardamom_apdu::Aid;
use cardamom_personalization::globalplatform::card_data::ScpOption;
use cardamom_personalization::globalplatform::privileges::Privileges;
use cardamom_personalization::globalplatform::security_domain::NewSecurityDomain;
use clap::Args;

use super::super::error::CliError;
use super::describe::done;
use super::install::dry_run;
use super::target::Target;
use super::token::TokenOptions;
use super::{HexBytes, parse_hex};
use crate::home::Home;

/// Make a security domain
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Its name
    aid: Aid,

    #[command(flatten)]
    target: Target,

    /// Its privileges: names separated by commas, or bytes in hexadecimal
    #[arg(long, value_name = "NAMES")]
    privileges: Option<Privileges>,

    /// A protocol of its own, as in 03:70; several with several options [default: those of the domain above]
    #[arg(long = "protocol", value_name = "SCP:I", value_parser = parse_protocol)]
    protocols: Vec<ScpOption>,

    /// It takes no applications from other domains
    #[arg(long)]
    no_extradition_to: bool,

    /// It lets no applications go to other domains
    #[arg(long)]
    no_extradition_from: bool,

    /// Package and module of security domains on this card, with a comma between [default: as the card lists them]
    #[arg(long, value_name = "PACKAGE,MODULE", value_parser = parse_module)]
    module: Option<(Aid, Aid)>,

    /// More install parameters, within C9
    #[arg(long, value_name = "HEX", value_parser = parse_hex)]
    parameters: Option<HexBytes>,

    #[command(flatten)]
    token: TokenOptions,

    /// Tell what would be sent, and send nothing. Wants --module
    #[arg(long, requires = "module")]
    dry_run: bool,
}

pub(super) fn run(
    arguments: &Arguments,
    home: impl FnOnce() -> Result<Home, CliError>,
) -> Result<(), CliError> {
    let domain = NewSecurityDomain {
        aid: arguments.aid,
        module: arguments.module,
        privileges: arguments.privileges.unwrap_or_default(),
        protocols: arguments.protocols.clone(),
        accepts_extradition: !arguments.no_extradition_to,
        allows_extradition: !arguments.no_extradition_from,
        more: arguments.parameters.clone().unwrap_or_default(),
    };
    if let (true, Some(module)) = (arguments.dry_run, arguments.module) {
        return dry_run(&domain.install(module), &arguments.token);
    }
    let mut desk = arguments.target.open(home)?;
    let mut session = desk.session()?;
    let module = match domain.module {
        Some(module) => module,
        None => session.security_domain_module()?,
    };
    let install = domain.install(module);
    let token = arguments.token.token(&install.token_data())?;
    let receipt = session.install(&install, &token)?;
    done(&session, &format!("made security domain {}", arguments.aid))?;
    arguments.token.check(receipt.as_ref(), install.confirmed())
}

fn parse_protocol(text: &str) -> Result<ScpOption, String> {
    let wrong = || "a protocol is two digits, a colon and its options, as in 03:70".to_owned();
    let (protocol, options) = text.split_once(':').ok_or_else(wrong)?;
    let byte = |text: &str| super::parse_byte(text).map_err(|_| wrong());
    Ok(ScpOption { protocol: byte(protocol)?, options: byte(options)? })
}

fn parse_module(text: &str) -> Result<(Aid, Aid), String> {
    let (package, module) = text.split_once(',').ok_or("say PACKAGE,MODULE")?;
    let aid = |text: &str| text.trim().parse::<Aid>().map_err(|error| error.to_string());
    Ok((aid(package)?, aid(module)?))
}
