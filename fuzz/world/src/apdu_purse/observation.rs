//! All that a purse tells, asked of a copy of the card: the asking leaves no trace.

use std::fmt;

use cardamom_apdu::hex::Hex;
use cardamom_applets::EPURSE_AID;
use cardamom_kernel::{Card, NoAnswer};
use cardamom_personalization::epurse::{unblock, unblock_pin};
use cardamom_personalization::{PersonalizationError, Step, send};
use cardamom_secure_channel::edep::{
    Amount, InitializeOfflineResponse, InitializeOnlineResponse, InitializeUpdateResponse, Pin,
    TransactionRecord, TripleDesKey,
};

use super::issue::{MAINTENANCE_KEY, PIN_UNBLOCK_KEY, TERMINAL, key};
use super::script::Kind;
use crate::finding::{Finding, Oracle};

/// What is asked for with class, instruction and so on; the status word that answers.
pub(crate) const OK: u16 = 0x9000;
const LOCKED: u16 = 0x9303;
const BLOCKED: u16 = 0x6A81;
const NO_MORE_TRIES: u16 = 0x6983;

/// State of the application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Life {
    Active,
    TemporarilyBlocked,
    /// For good: nothing more can be asked.
    Locked,
}

/// What the purse tells.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Observation {
    pub(crate) life: Life,
    /// Nothing of it can be asked of a locked purse.
    pub(crate) content: Option<Content>,
}

/// What an application that is not locked tells.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Content {
    pub(crate) tries: u8,
    pub(crate) pin: Vec<u8>,
    pub(crate) money: Money,
    /// FCI, EF 0016, records of EF 0017.
    pub(crate) files: Vec<Vec<u8>>,
}

/// What transactions change. Arrays are deposit, then purse.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Money {
    pub(crate) balances: [u32; 2],
    pub(crate) online: [u16; 2],
    pub(crate) offline: [u16; 2],
    pub(crate) overdraft_limit: u32,
    /// EF 0018, the newest first.
    pub(crate) records: Vec<Vec<u8>>,
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { tries, pin, money, files } = self;
        write!(f, "tries {tries}, PIN {}, {money:?}, files", Hex(pin))?;
        files.iter().try_for_each(|file| write!(f, " {}", Hex(file)))
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { balances, online, offline, overdraft_limit, records } = self;
        write!(
            f,
            "balances {balances:?}, sequences {online:?} {offline:?}, limit {overdraft_limit}, records"
        )?;
        records.iter().try_for_each(|record| write!(f, " {}", Hex(record)))
    }
}

/// Asks a copy of the card. The PIN is one of `pins`.
///
/// # Errors
/// [`Oracle::BeforeOrAfter`]: the card contradicts itself, or does not answer any more.
pub(crate) fn observe(card: &mut Card, pins: &[Vec<u8>]) -> Result<Observation, Finding> {
    let here = card.snapshot();
    let observation = Observer { card, pins }.observe();
    card.restore(&here);
    observation
}

/// GET TRANSACTION PROVE, asked of a copy of the card; nothing where there is no proof.
///
/// # Errors
/// As [`observe`].
pub(crate) fn prove(card: &mut Card, kind: Kind, sequence: u16) -> Result<Option<Vec<u8>>, Finding> {
    let here = card.snapshot();
    let answer = Observer { card, pins: &[] }.prove(kind, sequence);
    card.restore(&here);
    answer
}

struct Observer<'a> {
    card: &'a mut Card,
    pins: &'a [Vec<u8>],
}

impl Observer<'_> {
    fn observe(&mut self) -> Result<Observation, Finding> {
        let mut life = Life::Active;
        let mut selected = self.select()?;
        if selected.1 == BLOCKED {
            life = Life::TemporarilyBlocked;
            self.administer(MAINTENANCE_KEY, &unblock())?;
            selected = self.select()?;
        }
        let information = match selected {
            (_, LOCKED) => return Ok(Observation { life: Life::Locked, content: None }),
            (information, OK) => information,
            (_, status) => return Err(unexpected(format!("SELECT is answered {status:04X}"))),
        };
        let tries = match self.ask(&[0x00, 0x20, 0x00, 0x00])? {
            (_, NO_MORE_TRIES) => 0,
            (_, status @ 0x63C1..=0x63CF) => u8::try_from(status & 0x0F).unwrap_or(0),
            (_, status) => return Err(unexpected(format!("VERIFY without data is answered {status:04X}"))),
        };
        let pin = self.open(tries)?;
        let money = self.money()?;
        let mut files = vec![information, self.expect(&[0x00, 0xB0, 0x96, 0x00, 0x00])?];
        files.extend(self.records(0x17, 4)?);
        Ok(Observation { life, content: Some(Content { tries, pin, money, files }) })
    }

    /// Finds the PIN and enters it.
    fn open(&mut self, tries: u8) -> Result<Vec<u8>, Finding> {
        if let ([pin], 1..) = (self.pins, tries)
            && self.verify(pin)?
        {
            return Ok(pin.clone());
        }
        for pin in self.pins {
            let typed = Pin::from_bytes(pin).map_err(|error| unexpected(format!("{error:?}")))?;
            if self.administer(PIN_UNBLOCK_KEY, &unblock_pin(&typed))? == OK && self.verify(pin)? {
                return Ok(pin.clone());
            }
        }
        Err(unexpected(format!("the PIN is none of {:?}", self.pins)))
    }

    fn verify(&mut self, pin: &[u8]) -> Result<bool, Finding> {
        let length = u8::try_from(pin.len()).unwrap_or(u8::MAX);
        Ok(self.ask(&[&[0x00, 0x20, 0x00, 0x00, length], pin].concat())?.1 == OK)
    }

    fn money(&mut self) -> Result<Money, Finding> {
        let malformed = |_| unexpected("an INITIALIZE answers something else".to_owned());
        let update = self.initialize(Kind::Overdraft)?;
        let update = InitializeUpdateResponse::from_bytes(&update).map_err(malformed)?;
        let load = self.initialize(Kind::LoadPurse)?;
        let load = InitializeOnlineResponse::from_bytes(&load).map_err(malformed)?;
        let mut offline = [0; 2];
        for (place, kind) in offline.iter_mut().zip([Kind::PurchaseDeposit, Kind::PurchasePurse]) {
            let answer = self.initialize(kind)?;
            *place = InitializeOfflineResponse::from_bytes(&answer).map_err(malformed)?.sequence.value();
        }
        let balances = [update.balance.units(), load.old_balance.units()];
        for (balance, purse) in balances.into_iter().zip([1, 2]) {
            let told = self.expect(&[0x80, 0x5C, 0x00, purse, 0x04])?;
            if told != balance.to_be_bytes() {
                let what = format!("GET BALANCE tells {} and INITIALIZE {balance}", Hex(&told));
                return Err(Finding::new(Oracle::ConservationOfValue, what));
            }
        }
        Ok(Money {
            balances,
            online: [update.sequence.value(), load.sequence.value()],
            offline,
            overdraft_limit: update.old_limit.amount().units(),
            records: self.records(0x18, 10)?,
        })
    }

    /// INITIALIZE with amount 0.
    fn initialize(&mut self, kind: Kind) -> Result<Vec<u8>, Finding> {
        self.expect(&initialize_command(kind, 0))
    }

    fn records(&mut self, file: u8, count: u8) -> Result<Vec<Vec<u8>>, Finding> {
        let mut records = Vec::new();
        for number in 1..=count {
            match self.ask(&[0x00, 0xB2, number, file << 3 | 0x04, 0x00])? {
                (record, OK) => records.push(record),
                (_, 0x6A83) => break,
                (_, status) => return Err(unexpected(format!("READ RECORD is answered {status:04X}"))),
            }
        }
        Ok(records)
    }

    fn prove(&mut self, kind: Kind, sequence: u16) -> Result<Option<Vec<u8>>, Finding> {
        self.select()?;
        let [high, low] = sequence.to_be_bytes();
        let code = kind.transaction_type().code();
        match self.ask(&[0x80, 0x5A, 0x00, code, 0x02, high, low, 0x08])? {
            (proof, OK) => Ok(Some(proof)),
            (_, 0x9406 | LOCKED) => Ok(None),
            (_, status) => Err(unexpected(format!("GET TRANSACTION PROVE is answered {status:04X}"))),
        }
    }

    /// Powers the card on and selects the purse.
    fn select(&mut self) -> Result<(Vec<u8>, u16), Finding> {
        self.card.power_on().map_err(|error| unexpected(format!("the card does not start: {error}")))?;
        self.ask(&select_command())
    }

    /// A command under secure messaging; its status word.
    fn administer(&mut self, key_type: u8, step: &Step) -> Result<u16, Finding> {
        let key: TripleDesKey = key(key_type);
        let mut transmit =
            |command: &[u8]| -> Result<Vec<u8>, NoAnswer> { Ok(self.card.transmit(command)?.to_vec()) };
        match send(&mut transmit, &key, step) {
            Ok(_) => Ok(OK),
            Err(PersonalizationError::Refused { status, .. }) => Ok(status.value()),
            Err(error) => Err(unexpected(error.to_string())),
        }
    }

    /// The data of an answer 9000.
    fn expect(&mut self, command: &[u8]) -> Result<Vec<u8>, Finding> {
        match self.ask(command)? {
            (data, OK) => Ok(data),
            (_, status) => Err(unexpected(format!("{} is answered {status:04X}", Hex(command)))),
        }
    }

    fn ask(&mut self, command: &[u8]) -> Result<(Vec<u8>, u16), Finding> {
        let answer = self.card.transmit(command);
        match answer.as_ref().map(|answer| answer.split_last_chunk()) {
            Ok(Some((data, status))) => Ok((data.to_vec(), u16::from_be_bytes(*status))),
            _ => Err(unexpected(format!("{} is not answered: {answer:02X?}", Hex(command)))),
        }
    }
}

/// SELECT of the purse.
pub(crate) fn select_command() -> Vec<u8> {
    let name = EPURSE_AID.as_bytes();
    [&[0x00, 0xA4, 0x04, 0x00, u8::try_from(name.len()).unwrap_or(0)], name, &[0x00]].concat()
}

/// INITIALIZE for a transaction of this kind.
pub(crate) fn initialize_command(kind: Kind, amount: u32) -> Vec<u8> {
    let (p1, p2) = kind.parameters();
    let amount = Amount::new(amount).to_bytes();
    let fields: [&[u8]; 3] = match kind {
        Kind::Overdraft => [&[0x01], &[], &TERMINAL.to_bytes()],
        _ => [&[0x01], &amount, &TERMINAL.to_bytes()],
    };
    let data = fields.concat();
    [&[0x80, 0x50, p1, p2, u8::try_from(data.len()).unwrap_or(0)], &*data, &[0x00]].concat()
}

/// Records in EF 0018.
pub(crate) const RECORD_COUNT: usize = 10;

/// Puts a record on top of the others.
pub(crate) fn push_record(records: &mut Vec<Vec<u8>>, record: &TransactionRecord) {
    records.insert(0, record.to_bytes().to_vec());
    records.truncate(RECORD_COUNT);
}

fn unexpected(what: String) -> Finding {
    Finding::new(Oracle::BeforeOrAfter, what)
}
