//! `cardamom gp lock`, `unlock` and `set-status`

use cardamom_apdu::Aid;
use cardamom_personalization::globalplatform::life_cycle::CardLifeCycle;
use clap::Args;

use super::super::error::CliError;
use super::describe::done;
use super::parse_byte;
use super::target::Target;
use crate::home::Home;

/// Lock an applet or a security domain: it cannot be selected any more
#[derive(Debug, Args)]
pub(super) struct Lock {
    #[command(flatten)]
    which: Which,
}

/// Unlock an applet or a security domain
#[derive(Debug, Args)]
pub(super) struct Unlock {
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, Args)]
struct Which {
    /// Its name
    aid: Aid,

    #[command(flatten)]
    target: Target,

    /// A security domain with all that belongs to it
    #[arg(long)]
    with_applications: bool,
}

pub(super) fn lock(arguments: &Lock, home: impl FnOnce() -> Result<Home, CliError>) -> Result<(), CliError> {
    set_locked(&arguments.which, true, home)
}

pub(super) fn unlock(
    arguments: &Unlock,
    home: impl FnOnce() -> Result<Home, CliError>,
) -> Result<(), CliError> {
    set_locked(&arguments.which, false, home)
}

fn set_locked(
    which: &Which,
    locked: bool,
    home: impl FnOnce() -> Result<Home, CliError>,
) -> Result<(), CliError> {
    let mut desk = which.target.open(home)?;
    let mut session = desk.session()?;
    if which.with_applications {
        session.set_locked_with_applications(&which.aid, locked)?;
    } else {
        session.set_locked(&which.aid, locked)?;
    }
    done(&session, &format!("{} {}", if locked { "locked" } else { "unlocked" }, which.aid))
}

/// Bring the card into another life-cycle state, or an application into one of its own
#[derive(Debug, Args)]
pub(super) struct SetStatus {
    /// Of the card: initialized, secured, card-locked or terminated; with --application two hexadecimal digits, as 0F
    state: String,

    /// The application or security domain whose state it is
    #[arg(long, value_name = "AID")]
    application: Option<Aid>,

    #[command(flatten)]
    target: Target,

    /// Say that a card is to be terminated, which nothing undoes
    #[arg(long)]
    yes: bool,
}

pub(super) fn set_status(
    arguments: &SetStatus,
    home: impl FnOnce() -> Result<Home, CliError>,
) -> Result<(), CliError> {
    let SetStatus { state, application, target, yes } = arguments;
    if let Some(aid) = application {
        let state = parse_byte(state).map_err(CliError::usage)?;
        let mut desk = target.open(home)?;
        let mut session = desk.session()?;
        session.set_application_status(aid, state)?;
        return done(&session, &format!("{aid} is in state {state:02X}"));
    }
    let state: CardLifeCycle = state.parse().map_err(CliError::usage)?;
    if state == CardLifeCycle::Terminated && !yes {
        return Err(CliError::usage("a terminated card never works again")
            .with_help("say --yes if that is what is wanted"));
    }
    let mut desk = target.open(home)?;
    let mut session = desk.session()?;
    session.set_card_status(state)?;
    done(&session, &format!("the card is {state}"))
}
