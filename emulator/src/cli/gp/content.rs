//! `cardamom gp extradite` and `update-registry`

use cardamom_apdu::Aid;
use cardamom_personalization::globalplatform::install::Install;
use cardamom_personalization::globalplatform::privileges::Privileges;
use clap::Args;

use super::super::error::CliError;
use super::describe::done;
use super::install::dry_run;
use super::target::Target;
use super::token::TokenOptions;
use crate::home::Home;

/// Give an applet, a package or a security domain to another security domain
#[derive(Debug, Args)]
pub(super) struct Extradite {
    /// What moves
    aid: Aid,

    /// The security domain that it goes to
    to: Aid,

    #[command(flatten)]
    target: Target,

    /// The security domain that it leaves, for the receipt [default: the one spoken with]
    #[arg(long, value_name = "AID")]
    from: Option<Aid>,

    #[command(flatten)]
    token: TokenOptions,

    /// Tell what would be sent, and send nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn extradite(
    arguments: &Extradite,
    home: impl FnOnce() -> Result<Home, CliError>,
) -> Result<(), CliError> {
    let Extradite { aid, to, from, token, .. } = arguments;
    if arguments.dry_run {
        return dry_run(&Install::for_extradition(&from.unwrap_or(*to), aid, to), token);
    }
    let mut desk = arguments.target.open(home)?;
    let mut session = desk.session()?;
    let install = Install::for_extradition(&from.unwrap_or(session.security_domain()), aid, to);
    let receipt = session.install(&install, &token.token(&install.token_data())?)?;
    done(&session, &format!("{aid} belongs to {to}"))?;
    token.check(receipt.as_ref(), install.confirmed())
}

/// Change the privileges of an applet or security domain, or the domain that it belongs to
#[derive(Debug, Args)]
pub(super) struct UpdateRegistry {
    /// Its name
    aid: Aid,

    #[command(flatten)]
    target: Target,

    /// Its new privileges: names separated by commas, or bytes in hexadecimal
    #[arg(long, value_name = "NAMES", required_unless_present = "to")]
    privileges: Option<Privileges>,

    /// The security domain that it goes to
    #[arg(long, value_name = "AID")]
    to: Option<Aid>,

    #[command(flatten)]
    token: TokenOptions,

    /// Tell what would be sent, and send nothing
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn update_registry(
    arguments: &UpdateRegistry,
    home: impl FnOnce() -> Result<Home, CliError>,
) -> Result<(), CliError> {
    let UpdateRegistry { aid, privileges, to, token, .. } = arguments;
    let mut install = Install::for_registry_update(aid, *privileges, to.as_ref());
    if arguments.dry_run {
        return dry_run(&install, token);
    }
    let mut desk = arguments.target.open(home)?;
    let mut session = desk.session()?;
    if token.checks()
        && let Some(domain) = session.registry()?.find(aid).and_then(|entry| entry.security_domain)
    {
        install = install.leaving(&domain);
    }
    let receipt = session.install(&install, &token.token(&install.token_data())?)?;
    let privileges = privileges.map_or_else(String::new, |privileges| format!(", privileges {privileges}"));
    let domain = to.map_or_else(String::new, |to| format!(", belongs to {to}"));
    done(&session, &format!("updated {aid}{privileges}{domain}"))?;
    token.check(receipt.as_ref(), install.confirmed())
}
