//! A holder with a purse, a merchant with a terminal, an issuer: a closed world of money.

use std::sync::OnceLock;

use cardamom_applets::rom;
use cardamom_card_os::{Card, Nvm, SeededEntropy};
use cardamom_emulator::faulty_card::{FaultSwitch, FaultyCard};
use cardamom_emulator::issue::{
    IssuerDesk, PsamOrder, PurseOrder, TEST_TRANSPORT_KEY, issue_psam, issue_purse,
};
use cardamom_emulator::kernel_card::{EntropySource, KernelCard};
use cardamom_emulator::profile::Profile;
use cardamom_emulator::smart_card::{ResetKind, SmartCard};
use cardamom_emulator::terminal::{
    CardConnection, CardSerial, DirectConnection, Journal, LoadOrder, Moment, Money, Outcome, Payment,
    PurseCard, Recovery, SecureAccessModule, Terminal, TerminalError,
};
use cardamom_scheme::issuer::{Account, Issuer, IssuerKeyStore};
use cardamom_secure_channel::edep::{
    Amount, Date, DebitType, OverdraftLimit, Pin, Purse, TerminalNumber, Timestamp,
};

/// What the holder's account is opened with.
pub(crate) const ACCOUNT: u64 = 10_000;
/// Instruction byte of DEBIT.
pub(crate) const DEBIT: u8 = 0x54;
/// Instruction byte of CREDIT FOR LOAD.
pub(crate) const CREDIT: u8 = 0x52;

const SERIAL: CardSerial = CardSerial::from_bytes([0, 0, 0, 0, 0, 0, 0, 0, 0x12, 0x34]);
const TERMINAL: TerminalNumber = TerminalNumber::from_bytes([0, 0, 0, 0, 0x47, 0x11]);
const LOAD_TERMINAL: TerminalNumber = TerminalNumber::from_bytes([0, 0, 0, 0, 0, 0x01]);

pub(crate) fn amount(text: &str) -> Amount {
    text.parse::<Money>().unwrap().0
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse::<Moment>().unwrap().0
}

pub(crate) fn pin() -> Pin {
    Pin::from_bytes(&[0x12, 0x34]).unwrap()
}

/// What stays the same in all worlds of this process: the memories of issued cards, and the issuer's keys.
struct Issued {
    purse: Vec<u8>,
    psam: Vec<u8>,
    keys: IssuerKeyStore,
}

fn new_card(profile: &str, seed: u64) -> KernelCard {
    let profile = Profile::load(profile).unwrap();
    let card = profile.make_card(rom(), Box::new(SeededEntropy::new(seed))).unwrap();
    KernelCard::in_memory(&profile.name, card, rom(), EntropySource::Seeded(seed + 1))
}

fn issued() -> &'static Issued {
    static ISSUED: OnceLock<Issued> = OnceLock::new();
    ISSUED.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = IssuerDesk::create_test(folder.path()).unwrap();
        let (mut purse, mut psam) = (new_card("purse", 1), new_card("psam", 3));
        purse.power_on(ResetKind::Cold).unwrap();
        psam.power_on(ResetKind::Cold).unwrap();
        let order = PurseOrder {
            serial: SERIAL,
            holder: "A HOLDER".to_owned(),
            pin: pin(),
            valid_from: Date::from_bytes([0x20, 0x26, 0x01, 0x01]).unwrap(),
            valid_until: Date::from_bytes([0x20, 0x30, 0x12, 0x31]).unwrap(),
            balance_limit: amount("1000.00"),
            account: Account { balance: ACCOUNT, maximum_overdraft: OverdraftLimit::ZERO },
            transport_key: TEST_TRANSPORT_KEY,
        };
        issue_purse(&mut DirectConnection(&mut purse), &mut desk, &order).unwrap();
        let order = PsamOrder {
            serial: CardSerial::from_bytes([9; 10]),
            terminal: TERMINAL,
            daily_limit: Amount::ZERO,
            transport_key: TEST_TRANSPORT_KEY,
        };
        issue_psam(&mut DirectConnection(&mut psam), &desk, &order).unwrap();
        let memory = |card: &KernelCard| card.card().nvm().bytes().to_vec();
        let keys = IssuerKeyStore::load(&folder.path().join("keys.toml")).unwrap();
        Issued { purse: memory(&purse), psam: memory(&psam), keys }
    })
}

fn open_card(memory: &[u8], seed: u64) -> KernelCard {
    let card =
        Card::open(Nvm::from_bytes(memory.to_vec()), rom(), Box::new(SeededEntropy::new(seed))).unwrap();
    let mut card = KernelCard::in_memory("card", card, rom(), EntropySource::Seeded(seed + 1));
    card.power_on(ResetKind::Cold).unwrap();
    card
}

pub(crate) struct World {
    pub(crate) purse: FaultyCard,
    pub(crate) fault: FaultSwitch,
    pub(crate) psam: KernelCard,
    pub(crate) issuer: Issuer,
    pub(crate) terminal: Terminal,
    /// Whether the holder types the PIN whenever the card is presented.
    pub(crate) types_pin: bool,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with_journal(Journal::in_memory().unwrap())
    }

    pub(crate) fn with_journal(journal: Journal) -> Self {
        let issued = issued();
        let (purse, fault) = FaultyCard::new(open_card(&issued.purse, 10));
        let mut issuer = Issuer::new(issued.keys.clone());
        let account = Account { balance: ACCOUNT, maximum_overdraft: OverdraftLimit::ZERO };
        issuer.open_account(SERIAL.factor(), account);
        let psam = open_card(&issued.psam, 20);
        Self { purse, fault, psam, issuer, terminal: Terminal::new(journal), types_pin: false }
    }

    /// A world in which 50.00 are on the card.
    pub(crate) fn loaded() -> Self {
        let mut world = Self::new();
        world.load("50.00", "2026-11-22T10:00:00").unwrap();
        world
    }

    pub(crate) fn load(&mut self, text: &str, when: &str) -> Result<Outcome, TerminalError> {
        self.purse.power_on(ResetKind::Cold).unwrap();
        let mut connection = DirectConnection(&mut self.purse);
        load_on(&self.terminal, &mut connection, &mut self.issuer, &load_order(text, when))
    }

    pub(crate) fn pay(&mut self, text: &str, when: &str) -> Result<Outcome, TerminalError> {
        self.pay_with(DebitType::PursePurchase, text, when)
    }

    pub(crate) fn pay_with(
        &mut self,
        debit: DebitType,
        text: &str,
        when: &str,
    ) -> Result<Outcome, TerminalError> {
        self.purse.power_on(ResetKind::Cold).unwrap();
        let mut connection = DirectConnection(&mut self.purse);
        let mut psam = DirectConnection(&mut self.psam);
        pay_on(
            &self.terminal,
            &mut connection,
            &mut psam,
            self.types_pin,
            &Payment { debit, amount: amount(text), at: at(when) },
        )
    }

    /// Presents the card again.
    pub(crate) fn recover(&mut self) -> Result<Vec<Recovery>, TerminalError> {
        self.purse.power_on(ResetKind::Cold).unwrap();
        let mut connection = DirectConnection(&mut self.purse);
        let mut psam = DirectConnection(&mut self.psam);
        let mut card = PurseCard::select(&mut connection)?;
        if self.types_pin {
            card.verify_pin(&pin())?;
        }
        self.terminal.recover(
            &mut card,
            Some(&mut SecureAccessModule::new(&mut psam)),
            Some(&mut self.issuer),
        )
    }

    pub(crate) fn balance(&mut self) -> Amount {
        self.purse.power_on(ResetKind::Cold).unwrap();
        let mut connection = DirectConnection(&mut self.purse);
        PurseCard::select(&mut connection).unwrap().balance(Purse::Purse).unwrap()
    }

    pub(crate) fn account(&self) -> u64 {
        self.issuer.account(SERIAL.factor()).unwrap().balance
    }

    /// What merchants will be paid for: the issuer accepts each receipt.
    pub(crate) fn sales(&self) -> u64 {
        let mut sum = 0;
        for receipt in self.terminal.journal().receipts().unwrap() {
            if let Some(proof) = receipt.purchase_proof() {
                self.issuer.verify_purchase(&proof).unwrap();
                sum += u64::from(receipt.amount.units());
            }
        }
        sum
    }

    /// Nothing is pending, nothing set aside, and all money is where it should be.
    pub(crate) fn check_settled(&mut self) {
        let journal = self.terminal.journal();
        assert!(journal.pending().unwrap().is_empty());
        assert!(journal.set_aside().unwrap().is_empty());
        let total = self.account() + u64::from(self.balance().units()) + self.sales();
        assert_eq!(total, ACCOUNT, "money was made or lost");
    }
}

pub(crate) fn pay_on(
    terminal: &Terminal,
    purse: &mut dyn CardConnection,
    psam: &mut dyn CardConnection,
    types_pin: bool,
    payment: &Payment,
) -> Result<Outcome, TerminalError> {
    let mut card = PurseCard::select(purse)?;
    if types_pin {
        card.verify_pin(&pin())?;
    }
    terminal.pay(&mut card, &mut SecureAccessModule::new(psam), payment)
}

pub(crate) fn load_order(text: &str, when: &str) -> LoadOrder {
    LoadOrder { purse: Purse::Purse, amount: amount(text), terminal: LOAD_TERMINAL, at: at(when) }
}

pub(crate) fn load_on(
    terminal: &Terminal,
    purse: &mut dyn CardConnection,
    issuer: &mut Issuer,
    order: &LoadOrder,
) -> Result<Outcome, TerminalError> {
    terminal.load(&mut PurseCard::select(purse)?, issuer, order)
}
