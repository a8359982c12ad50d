//! What the demonstration plays with: two cards in two readers, an issuer, a terminal.

use std::cell::RefCell;
use std::fs;
use std::path::Path;

use cardamom_applets::rom;
use cardamom_scheme::issuer::Account;
use cardamom_secure_channel::edep::{
    Amount, Date, DebitType, OverdraftLimit, Pin, Purse, TerminalNumber, Timestamp,
};
use pcsc::Disposition;

use super::DemoError;
use super::narrator::Narrator;
use super::shown_connection::ShownConnection;
use crate::card_store::{CardMetadata, CardStore};
use crate::faulty_card::{FaultSwitch, FaultyCard};
use crate::home::Home;
use crate::issue::{IssuerDesk, PsamOrder, PurseOrder, TEST_TRANSPORT_KEY, issue_psam, issue_purse};
use crate::kernel_card::{EntropySource, KernelCard};
use crate::pcsc_service::PcscService;
use crate::profile::Profile;
use crate::reader::{Reader, ReaderSet};
use crate::smart_card::SmartCard;
use crate::terminal::{
    CardSerial, Journal, LoadOrder, Moment, Outcome, Payment, PcscConnection, PurseCard, Receipt, Recovery,
    SecureAccessModule, Terminal, reader_names, record_text,
};

/// What the holder's account is opened with, in the smallest unit.
pub(super) const ACCOUNT: u64 = 10_000;

/// The names of cards and readers.
const PURSE: &str = "wallet";
const PSAM: &str = "psam";

const PURSE_SERIAL: CardSerial = CardSerial::from_bytes([0, 0, 0, 0, 0, 0, 0x20, 0x26, 0x00, 0x01]);
const PSAM_SERIAL: CardSerial = CardSerial::from_bytes([0, 0, 0, 0, 0, 0, 0x20, 0x26, 0x99, 0x01]);
const LOAD_TERMINAL: TerminalNumber = TerminalNumber::from_bytes([0, 0, 0, 0, 0, 0x01]);
const PAY_TERMINAL: TerminalNumber = TerminalNumber::from_bytes([0, 0, 0, 0, 0x47, 0x11]);

pub(super) struct Stage {
    /// Dropped first: it uses the readers.
    _service: PcscService,
    purse_reader: Reader,
    pub(super) fault: FaultSwitch,
    desk: IssuerDesk,
    terminal: Terminal,
}

/// Where the money is, in the smallest unit.
pub(super) struct Books {
    pub(super) account: u64,
    pub(super) card: u64,
    pub(super) merchant: u64,
    /// Transactions that are pending or set aside.
    pub(super) unsettled: usize,
}

impl Stage {
    pub(super) fn set_up(home: &Path, socket: &Path) -> Result<Self, DemoError> {
        fs::create_dir_all(home)?;
        let readers = ReaderSet::new();
        let purse_reader = readers.add(PURSE)?;
        let psam_reader = readers.add(PSAM)?;
        let folder = Home::new(home);
        let (purse, fault) = FaultyCard::new(new_card(&folder, PURSE, "purse")?);
        insert(&purse_reader, Box::new(purse))?;
        insert(&psam_reader, Box::new(new_card(&folder, PSAM, "psam")?))?;
        let service = PcscService::start(socket, readers)?;
        let desk = IssuerDesk::create_test(&home.join("issuer"))?;
        let terminal = Terminal::new(Journal::open(&home.join("terminal.redb"))?);
        Ok(Self { _service: service, purse_reader, fault, desk, terminal })
    }

    pub(super) fn reader_names(&self) -> Result<Vec<String>, DemoError> {
        Ok(reader_names()?)
    }

    /// Gives the number of commands.
    pub(super) fn issue_purse(&mut self) -> Result<u32, DemoError> {
        let order = PurseOrder {
            serial: PURSE_SERIAL,
            holder: "A HOLDER".to_owned(),
            pin: pin()?,
            valid_from: Date::from_bytes([0x20, 0x26, 0x01, 0x01])?,
            valid_until: Date::from_bytes([0x20, 0x99, 0x12, 0x31])?,
            balance_limit: Amount::new(100_000),
            account: Account { balance: ACCOUNT, maximum_overdraft: OverdraftLimit::ZERO },
            transport_key: TEST_TRANSPORT_KEY,
        };
        let mut connection = open_purse()?;
        let mut counted = ShownConnection::counted(&mut connection);
        issue_purse(&mut counted, &mut self.desk, &order)?;
        Ok(counted.commands)
    }

    /// Gives the number of commands.
    pub(super) fn issue_psam(&mut self) -> Result<u32, DemoError> {
        let order = PsamOrder {
            serial: PSAM_SERIAL,
            terminal: PAY_TERMINAL,
            daily_limit: Amount::ZERO,
            transport_key: TEST_TRANSPORT_KEY,
        };
        let mut connection = open_psam()?;
        let mut counted = ShownConnection::counted(&mut connection);
        issue_psam(&mut counted, &self.desk, &order)?;
        Ok(counted.commands)
    }

    pub(super) fn load(&mut self, amount: Amount, tell: &mut Narrator<'_>) -> Result<Outcome, DemoError> {
        let order = LoadOrder { purse: Purse::Purse, amount, terminal: LOAD_TERMINAL, at: now()? };
        let mut connection = open_purse()?;
        let tell = RefCell::new(tell);
        let mut shown = ShownConnection::shown(&mut connection, "purse", &tell);
        Ok(self.terminal.load(&mut PurseCard::select(&mut shown)?, &mut self.desk, &order)?)
    }

    pub(super) fn pay(
        &mut self,
        amount: Amount,
        tell: Option<&mut Narrator<'_>>,
    ) -> Result<Outcome, DemoError> {
        let payment = Payment { debit: DebitType::PursePurchase, amount, at: now()? };
        let (mut purse, mut psam) = (open_purse()?, open_psam()?);
        let tell = tell.map(RefCell::new);
        let (mut purse, mut psam) = match &tell {
            Some(tell) => (
                ShownConnection::shown(&mut purse, "purse", tell),
                ShownConnection::shown(&mut psam, "PSAM", tell),
            ),
            None => (ShownConnection::counted(&mut purse), ShownConnection::counted(&mut psam)),
        };
        let mut card = PurseCard::select(&mut purse)?;
        Ok(self.terminal.pay(&mut card, &mut SecureAccessModule::new(&mut psam), &payment)?)
    }

    /// The holder takes the card out and puts it in again.
    pub(super) fn present_again(&mut self) -> Result<(), DemoError> {
        let card = self.purse_reader.remove().ok_or("there is no card to take out")?;
        insert(&self.purse_reader, card)
    }

    pub(super) fn recover(&mut self, tell: &mut Narrator<'_>) -> Result<Vec<Recovery>, DemoError> {
        let (mut purse, mut psam) = (open_purse()?, open_psam()?);
        let tell = RefCell::new(tell);
        let mut purse = ShownConnection::shown(&mut purse, "purse", &tell);
        let mut psam = ShownConnection::shown(&mut psam, "PSAM", &tell);
        let mut card = PurseCard::select(&mut purse)?;
        let mut sam = SecureAccessModule::new(&mut psam);
        Ok(self.terminal.recover(&mut card, Some(&mut sam), Some(&mut self.desk))?)
    }

    pub(super) fn balance(&self) -> Result<Amount, DemoError> {
        Ok(PurseCard::select(&mut open_purse()?)?.balance(Purse::Purse)?)
    }

    /// The card's transaction log in words, latest first.
    pub(super) fn log(&self) -> Result<Vec<String>, DemoError> {
        let mut connection = open_purse()?;
        let mut card = PurseCard::select(&mut connection)?;
        card.verify_pin(&pin()?)?;
        Ok(card.transactions()?.iter().map(record_text).collect())
    }

    pub(super) fn books(&self) -> Result<Books, DemoError> {
        let journal = self.terminal.journal();
        let mut merchant = 0;
        for receipt in journal.receipts()? {
            merchant += self.sale(&receipt)?;
        }
        Ok(Books {
            account: self.desk.account(PURSE_SERIAL)?.balance,
            card: self.balance()?.units().into(),
            merchant,
            unsettled: journal.pending()?.len() + journal.set_aside()?.len(),
        })
    }

    /// What the merchant gets for a receipt: the issuer checks its TAC.
    fn sale(&self, receipt: &Receipt) -> Result<u64, DemoError> {
        let Some(proof) = receipt.purchase_proof() else { return Ok(0) };
        self.desk.verify_purchase(&proof)?;
        Ok(receipt.amount.units().into())
    }
}

fn insert(reader: &Reader, card: Box<dyn SmartCard>) -> Result<(), DemoError> {
    reader.insert(card).map_err(|occupied| occupied.to_string().into())
}

fn new_card(home: &Home, name: &str, profile: &str) -> Result<KernelCard, DemoError> {
    let path = home.card_path(&name.parse()?);
    let profile = Profile::load(profile)?;
    let mut card = profile.make_card(rom(), EntropySource::OperatingSystem.source())?;
    drop(CardStore::create(&path, &CardMetadata::now(&profile.name), card.nvm_mut())?);
    Ok(KernelCard::open(&path, rom(), EntropySource::OperatingSystem)?)
}

fn open_purse() -> Result<PcscConnection, DemoError> {
    Ok(PcscConnection::open(PURSE, Disposition::ResetCard)?)
}

fn open_psam() -> Result<PcscConnection, DemoError> {
    Ok(PcscConnection::open(PSAM, Disposition::LeaveCard)?)
}

fn pin() -> Result<Pin, DemoError> {
    Ok(Pin::from_bytes(&[0x12, 0x34])?)
}

fn now() -> Result<Timestamp, DemoError> {
    let Moment(now) = Moment::now()?;
    Ok(now)
}
