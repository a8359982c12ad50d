//! `cardamom gp delete` and `delete-key`

use cardamom_apdu::{Aid, hex};
use cardamom_personalization::globalplatform::delete::Delete;
use clap::Args;

use super::super::error::CliError;
use super::super::output::print;
use super::describe::done;
use super::parse_byte;
use super::target::Target;
use super::token::TokenOptions;
use crate::home::Home;

/// Delete applets, security domains or packages
#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Their names, deleted one after the other
    #[arg(value_name = "AID", required = true)]
    names: Vec<Aid>,

    #[command(flatten)]
    target: Target,

    /// With a package, all its applets
    #[arg(long)]
    related: bool,

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
    let commands: Vec<Delete> =
        arguments.names.iter().map(|aid| Delete::new(aid, arguments.related)).collect();
    if arguments.dry_run {
        return commands.iter().try_for_each(|delete| {
            let signed = delete.token_data();
            let (p2, data) = delete.with_token(&arguments.token.token(&signed)?);
            print(&format!(
                "DELETE, before secure messaging:\n80E400{p2:02X} {}\na token is computed over {}\n",
                hex::encode(&data),
                hex::encode(&signed)
            ))
        });
    }
    let mut desk = arguments.target.open(home)?;
    let mut session = desk.session()?;
    for delete in &commands {
        let token = arguments.token.token(&delete.token_data())?;
        let receipt = session.delete(delete, &token)?;
        done(&session, &format!("deleted {}", delete.target()))?;
        arguments.token.check(receipt.as_ref(), &delete.confirmed())?;
    }
    Ok(())
}

/// Delete keys of the security domain
#[derive(Debug, Args)]
pub(super) struct DeleteKey {
    /// Version of the keys, two hexadecimal digits
    #[arg(value_parser = parse_byte)]
    version: u8,

    /// Identifier of one of them [default: all]
    #[arg(value_parser = parse_byte)]
    identifier: Option<u8>,

    #[command(flatten)]
    target: Target,
}

pub(super) fn delete_key(
    arguments: &DeleteKey,
    home: impl FnOnce() -> Result<Home, CliError>,
) -> Result<(), CliError> {
    let mut desk = arguments.target.open(home)?;
    let mut session = desk.session()?;
    session.delete_keys(Some(arguments.version), arguments.identifier)?;
    let which =
        arguments.identifier.map_or_else(String::new, |identifier| format!(", identifier {identifier:02X}"));
    done(&session, &format!("deleted keys of version {:02X}{which}", arguments.version))
}
