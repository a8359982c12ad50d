//! What the issuer must not forget: every step of its host, in order.
//!
//! A `redb` database with one table, `events`: number from 0, and the event as JSON. The host's state is what the
//! events make of an empty one.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use cardamom_scheme::issuer::{Account, Issuer, LoadRequest, Refusal};
use cardamom_secure_channel::edep::{
    Amount, InitializeOnlineResponse, Load, Mac4, OverdraftLimit, Purse, TerminalNumber, Timestamp,
};
use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition};
use serde::{Deserialize, Serialize};

use super::error::IssuerDeskError;
use crate::terminal::{CardSerial, text_form};

const EVENTS: TableDefinition<'_, u64, &str> = TableDefinition::new("events");

/// A step of the host.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "what")]
pub(super) enum Event {
    /// An account was opened.
    AccountOpened {
        #[serde(with = "text_form::card_serial")]
        card: CardSerial,
        balance: u64,
        maximum_overdraft: u32,
    },
    /// A card was issued.
    CardIssued {
        #[serde(with = "text_form::card_serial")]
        card: CardSerial,
    },
    /// A load was authorised.
    LoadAuthorised { load: StoredLoad },
    /// A card has proved a load.
    LoadConfirmed {
        load: StoredLoad,
        #[serde(with = "text_form::mac")]
        tac: Mac4,
    },
}

/// A [`LoadRequest`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(super) struct StoredLoad {
    #[serde(with = "text_form::factor")]
    card: cardamom_secure_channel::edep::DiversificationFactor,
    #[serde(with = "text_form::purse")]
    purse: Purse,
    #[serde(with = "text_form::amount")]
    amount: Amount,
    #[serde(with = "text_form::terminal_number")]
    terminal: TerminalNumber,
    #[serde(with = "text_form::initialize_online_response")]
    answer: InitializeOnlineResponse,
    #[serde(with = "text_form::timestamp")]
    at: Timestamp,
}

impl From<&LoadRequest> for StoredLoad {
    fn from(request: &LoadRequest) -> Self {
        let LoadRequest { serial, load: Load { purse, amount, terminal }, answer, at } = *request;
        Self { card: serial, purse, amount, terminal, answer, at }
    }
}

impl StoredLoad {
    const fn request(&self) -> LoadRequest {
        let Self { card, purse, amount, terminal, answer, at } = *self;
        LoadRequest { serial: card, load: Load { purse, amount, terminal }, answer, at }
    }
}

impl Event {
    /// What the event does to the host and to the list of issued cards.
    fn apply(&self, issuer: &mut Issuer, issued: &mut BTreeSet<CardSerial>) -> Result<(), Refusal> {
        match self {
            Self::AccountOpened { card, balance, maximum_overdraft } => {
                let maximum_overdraft = OverdraftLimit::new(*maximum_overdraft).unwrap_or_default();
                issuer.open_account(card.factor(), Account { balance: *balance, maximum_overdraft });
            }
            Self::CardIssued { card } => {
                issued.insert(*card);
            }
            Self::LoadAuthorised { load } => {
                issuer.authorise_load(&load.request())?;
            }
            Self::LoadConfirmed { load, tac } => issuer.confirm_load(&load.request(), *tac)?,
        }
        Ok(())
    }
}

/// The ledger, open in one process at a time.
#[derive(Debug)]
pub(super) struct Ledger {
    database: Database,
    path: PathBuf,
}

impl Ledger {
    /// Opens a ledger, or makes a new one, and does again what stands in it.
    pub(super) fn open(
        path: &Path,
        issuer: &mut Issuer,
        issued: &mut BTreeSet<CardSerial>,
    ) -> Result<Self, IssuerDeskError> {
        let database = Database::create(path).map_err(|error| failure(path, &error))?;
        let ledger = Self { database, path: path.to_owned() };
        for event in ledger.events()? {
            event.apply(issuer, issued).map_err(|error| failure(path, &error))?;
        }
        Ok(ledger)
    }

    fn events(&self) -> Result<Vec<Event>, IssuerDeskError> {
        let failed = |error: redb::Error| failure(&self.path, &error);
        let transaction = self.database.begin_read().map_err(|error| failed(error.into()))?;
        let table = match transaction.open_table(EVENTS) {
            Err(redb::TableError::TableDoesNotExist(_)) => return Ok(Vec::new()),
            table => table.map_err(|error| failed(error.into()))?,
        };
        let mut events = Vec::new();
        for entry in table.iter().map_err(|error| failed(error.into()))? {
            let (_, event) = entry.map_err(|error| failed(error.into()))?;
            events.push(serde_json::from_str(event.value()).map_err(|error| failure(&self.path, &error))?);
        }
        Ok(events)
    }

    /// Adds an event, durably.
    pub(super) fn append(&self, event: &Event) -> Result<(), IssuerDeskError> {
        let text = serde_json::to_string(event).map_err(|error| failure(&self.path, &error))?;
        let write = || -> Result<(), redb::Error> {
            let transaction = self.database.begin_write()?;
            {
                let mut table = transaction.open_table(EVENTS)?;
                let number = table.last()?.map_or(0, |(last, _)| last.value() + 1);
                table.insert(number, text.as_str())?;
            }
            transaction.commit()?;
            Ok(())
        };
        write().map_err(|error| failure(&self.path, &error))
    }
}

fn failure(path: &Path, error: &dyn std::fmt::Display) -> IssuerDeskError {
    IssuerDeskError::Ledger { path: path.to_owned(), detail: error.to_string() }
}
