//! The issuer's keys and books in one folder.
//!
//! ```text
//! DIR/keys.toml     the master keys (mode 0600), see `cardamom_scheme::issuer::IssuerKeyStore`
//! DIR/ledger.redb   accounts, issued cards, authorised and confirmed loads
//! ```

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cardamom_scheme::issuer::{
    Account, CardKeys, Issuer, IssuerKeyStore, KeyPurpose, LoadRequest, PurchaseProof, Refusal,
};
use cardamom_secure_channel::edep::{Mac4, TripleDesKey};

use super::KEY_VERSION;
use super::error::IssuerDeskError;
use super::ledger::{Event, Ledger};
use crate::terminal::{CardSerial, HostError, IssuerHost};

/// The keys, in the desk's folder.
const KEYS: &str = "keys.toml";
/// The books, in the desk's folder.
const LEDGER: &str = "ledger.redb";

/// An issuer: master keys, and a host that forgets nothing. It is open in one process at a time.
#[derive(Debug)]
pub struct IssuerDesk {
    keys: IssuerKeyStore,
    issuer: Issuer,
    issued: BTreeSet<CardSerial>,
    ledger: Ledger,
}

impl IssuerDesk {
    /// Opens the desk in this folder.
    ///
    /// # Errors
    /// [`IssuerDeskError`]: there are no keys, others can read them, or the ledger is damaged or in use.
    pub fn open(folder: &Path) -> Result<Self, IssuerDeskError> {
        let keys = IssuerKeyStore::load(&folder.join(KEYS))?;
        let mut issuer = Issuer::new(keys.clone());
        let mut issued = BTreeSet::new();
        let ledger = Ledger::open(&folder.join(LEDGER), &mut issuer, &mut issued)?;
        Ok(Self { keys, issuer, issued, ledger })
    }

    /// Makes a desk with random keys, marked as test keys, in this folder, which is made if it is not there.
    ///
    /// # Errors
    /// [`IssuerDeskError::AlreadyExists`] where there are keys; a failure of the file system.
    pub fn create_test(folder: &Path) -> Result<Self, IssuerDeskError> {
        let io = |source| IssuerDeskError::Io { path: folder.to_owned(), source };
        fs::create_dir_all(folder).map_err(io)?;
        let path = folder.join(KEYS);
        if path.try_exists().map_err(io)? {
            return Err(IssuerDeskError::AlreadyExists(folder.to_owned()));
        }
        let mut keys = IssuerKeyStore::new();
        for purpose in KeyPurpose::ALL {
            let mut key = [0; TripleDesKey::LENGTH];
            getrandom::fill(&mut key).map_err(IssuerDeskError::Random)?;
            keys.insert(purpose, KEY_VERSION, TripleDesKey::from_bytes(key), true)?;
        }
        keys.save(&path)?;
        Self::open(folder)
    }

    /// Whether there are keys in this folder.
    #[must_use]
    pub fn exists(folder: &Path) -> bool {
        folder.join(KEYS).exists()
    }

    /// Whether any of the keys must never stand behind real money.
    #[must_use]
    pub fn holds_test_keys(&self) -> bool {
        self.keys.holds_test_keys()
    }

    /// The account behind a card.
    ///
    /// # Errors
    /// [`Refusal::UnknownCard`].
    pub fn account(&self, card: CardSerial) -> Result<&Account, Refusal> {
        self.issuer.account(card.factor())
    }

    /// Checks the TAC of a purchase that an acquirer hands in.
    ///
    /// # Errors
    /// [`Refusal`].
    pub fn verify_purchase(&self, proof: &PurchaseProof) -> Result<(), Refusal> {
        self.issuer.verify_purchase(proof)
    }

    pub(super) fn is_issued(&self, card: CardSerial) -> bool {
        self.issued.contains(&card)
    }

    pub(super) fn card_keys(&self, card: CardSerial, version: u8) -> Result<CardKeys, IssuerDeskError> {
        Ok(self.issuer.card_keys(card.factor(), version)?)
    }

    pub(super) fn master_purchase_key(&self, version: u8) -> Result<TripleDesKey, IssuerDeskError> {
        let missing = Refusal::KeyMissing { purpose: KeyPurpose::Purchase, version };
        Ok(self.keys.master_key(KeyPurpose::Purchase, version).ok_or(missing)?.clone())
    }

    /// Opens the account of a card, if it has none.
    pub(super) fn open_account(&mut self, card: CardSerial, account: Account) -> Result<(), IssuerDeskError> {
        if self.issuer.account(card.factor()).is_ok() {
            return Ok(());
        }
        let maximum_overdraft = account.maximum_overdraft.amount().units();
        self.ledger.append(&Event::AccountOpened { card, balance: account.balance, maximum_overdraft })?;
        self.issuer.open_account(card.factor(), account);
        Ok(())
    }

    pub(super) fn mark_issued(&mut self, card: CardSerial) -> Result<(), IssuerDeskError> {
        self.ledger.append(&Event::CardIssued { card })?;
        self.issued.insert(card);
        Ok(())
    }

    /// Lets the host do something and writes it down before anybody hears of it.
    fn record<T>(
        &mut self,
        step: impl FnOnce(&mut Issuer) -> Result<T, Refusal>,
        event: &Event,
    ) -> Result<T, HostError> {
        let mut after = self.issuer.clone();
        let answer = step(&mut after)?;
        self.ledger.append(event).map_err(|error| HostError::Unavailable(error.to_string()))?;
        self.issuer = after;
        Ok(answer)
    }
}

impl IssuerHost for IssuerDesk {
    fn authorise_load(&mut self, request: &LoadRequest) -> Result<Mac4, HostError> {
        let event = Event::LoadAuthorised { load: request.into() };
        self.record(|issuer| issuer.authorise_load(request), &event)
    }

    fn confirm_load(&mut self, request: &LoadRequest, tac: Mac4) -> Result<(), HostError> {
        let event = Event::LoadConfirmed { load: request.into(), tac };
        self.record(|issuer| issuer.confirm_load(request, tac), &event)
    }
}
