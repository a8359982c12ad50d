//! The purse against a reference model that knows no memory, no cryptography and no APDU.

use std::collections::VecDeque;

use cardamom_applets::EPURSE_AID;
use cardamom_card_os::{Card, SeededEntropy};
use cardamom_personalization::InstallParameters;
use cardamom_secure_channel::edep::{DebitType, Purse, TransactionRecord, TransactionType};
use proptest::prelude::*;

use crate::support::host::{
    balance, command, credit_for_load, debit, debit_for_unload, initialize_debit, initialize_load,
    initialize_unload, initialize_update, prove, update_overdraw_limit, verify_pin,
};
use crate::support::issue::{PIN, parameters, purse_data, purse_with};
use crate::support::{Answer, select, send};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Load(Purse),
    Debit(DebitType),
    Unload,
    Overdraft,
}

impl Kind {
    fn purse(self) -> Purse {
        match self {
            Self::Load(purse) => purse,
            Self::Debit(debit) => debit.purse(),
            Self::Unload | Self::Overdraft => Purse::Deposit,
        }
    }

    fn transaction_type(self) -> TransactionType {
        match self {
            Self::Load(purse) => purse.load_type(),
            Self::Debit(debit) => debit.into(),
            Self::Unload => TransactionType::Unload,
            Self::Overdraft => TransactionType::OverdraftUpdate,
        }
    }

    fn is_online(self) -> bool {
        !matches!(self, Self::Debit(_))
    }
}

/// What goes wrong in a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Nothing,
    /// The final command never comes.
    Abandoned,
    /// Its MAC is wrong.
    WrongMac,
    /// It comes twice.
    Replayed,
    /// The card is reset before it.
    Reset,
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Transaction(Kind, u32, Fault),
    RightPin,
    WrongPin,
    Reset,
}

#[derive(Clone, Debug, Default)]
struct ModelPurse {
    balance: u64,
    limit: u64,
    overdraft: u64,
    online: u16,
    offline: u16,
    /// Loads and raised overdrafts less debits and lowered ones.
    ledger: i128,
}

#[derive(Clone, Debug)]
struct Model {
    deposit: ModelPurse,
    purse: ModelPurse,
    pin_tries: u8,
    pin_verified: bool,
    log: VecDeque<(u16, TransactionType, u32)>,
    composite: u8,
    /// Last (type, sequence) of each purse, on line and off line.
    proofs: Vec<(TransactionType, u16)>,
}

impl Model {
    fn new() -> Self {
        let purse = |limit| ModelPurse { limit, ..ModelPurse::default() };
        Self {
            deposit: purse(1_000_000),
            purse: purse(100_000),
            pin_tries: 3,
            pin_verified: false,
            log: VecDeque::new(),
            composite: 0,
            proofs: Vec::new(),
        }
    }

    fn of(&mut self, purse: Purse) -> &mut ModelPurse {
        match purse {
            Purse::Deposit => &mut self.deposit,
            Purse::Purse => &mut self.purse,
        }
    }

    /// The status word of INITIALIZE.
    fn initialize(&mut self, kind: Kind, amount: u32) -> u16 {
        if kind.purse() == Purse::Deposit && !self.pin_verified {
            return 0x6982;
        }
        let amount = u64::from(amount);
        let purse = self.of(kind.purse());
        match kind {
            Kind::Load(_) if purse.balance + amount > purse.limit => 0x6985,
            Kind::Debit(_) if amount > purse.balance => 0x9401,
            Kind::Unload if amount + purse.overdraft > purse.balance => 0x9401,
            _ => 0x9000,
        }
    }

    /// The status word of the final command with a right MAC; done, if it is 9000.
    fn complete(&mut self, kind: Kind, amount: u32) -> u16 {
        let units = u64::from(amount);
        let purse = self.of(kind.purse());
        let old = purse.balance;
        match kind {
            Kind::Load(_) => purse.balance += units,
            Kind::Debit(_) | Kind::Unload => purse.balance -= units,
            Kind::Overdraft => {
                let Some(balance) = (old + units).checked_sub(purse.overdraft) else { return 0x9401 };
                if balance > purse.limit {
                    return 0x6985;
                }
                purse.balance = balance;
                purse.overdraft = units;
            }
        }
        purse.ledger += i128::from(purse.balance) - i128::from(old);
        let counter = if kind.is_online() { &mut purse.online } else { &mut purse.offline };
        let sequence = *counter;
        *counter += 1;
        let transaction_type = kind.transaction_type();
        let same_place = |(other, _): &(TransactionType, u16)| {
            let place = |code: u8| match code {
                1 | 3 | 7 => 0,
                2 => 1,
                4 | 5 => 2,
                _ => 3,
            };
            place(other.code()) == place(transaction_type.code())
        };
        self.proofs.retain(|proof| !same_place(proof));
        self.proofs.push((transaction_type, sequence));
        self.log.push_front((sequence, transaction_type, if kind == Kind::Overdraft { 0 } else { amount }));
        self.log.truncate(10);
        if kind == Kind::Debit(DebitType::CompositePurchase) {
            self.composite = amount.to_be_bytes()[3];
        }
        0x9000
    }
}

fn composite_record(value: u8) -> Vec<u8> {
    [[0xAA, 10].as_slice(), &[value; 10]].concat()
}

fn initialize(kind: Kind, amount: u32) -> Vec<u8> {
    match kind {
        Kind::Load(purse) => initialize_load(purse, amount),
        Kind::Debit(kind) => initialize_debit(kind, amount),
        Kind::Unload => initialize_unload(amount),
        Kind::Overdraft => initialize_update(),
    }
}

fn complete(kind: Kind, amount: u32, answer: &[u8]) -> Vec<u8> {
    match kind {
        Kind::Load(purse) => credit_for_load(purse, amount, answer),
        Kind::Debit(kind) => debit(kind, amount, amount, answer),
        Kind::Unload => debit_for_unload(amount, answer),
        Kind::Overdraft => update_overdraw_limit(amount, answer),
    }
}

/// Sends a command; one that is refused for anything but a guess, and one that only reads, must write nothing.
fn send_checked(card: &mut Card, command: &[u8]) -> Answer {
    let content = card.nvm().bytes().to_vec();
    let answer = send(card, command);
    let is_guess = matches!(answer.status, 0x9302 | 0x63C0..=0x63CF);
    let only_reads = command[1] == 0x50;
    // An overdraft update proves its MAC before its limit is looked at: the failures of the key are counted.
    let counts = command[1] == 0x58 && answer.status != 0x6901;
    if only_reads || (answer.status != 0x9000 && !is_guess && !counts) {
        assert!(card.nvm().bytes() == content, "{command:02X?} was answered {answer:02X?} and wrote");
    }
    answer
}

fn run(card: &mut Card, model: &mut Model, step: Step) {
    match step {
        Step::RightPin => {
            let expected = if model.pin_tries == 0 { 0x6983 } else { 0x9000 };
            if model.pin_tries > 0 {
                (model.pin_tries, model.pin_verified) = (3, true);
            }
            assert_eq!(send_checked(card, &command([0x00, 0x20, 0, 0], &PIN, None)).status, expected);
        }
        Step::WrongPin => {
            model.pin_verified = false;
            let expected = match model.pin_tries.checked_sub(1) {
                None => 0x6983,
                Some(left) => {
                    model.pin_tries = left;
                    0x63C0 + u16::from(left)
                }
            };
            assert_eq!(send_checked(card, &command([0x00, 0x20, 0, 0], &[0, 0], None)).status, expected);
        }
        Step::Reset => reset(card, model),
        Step::Transaction(kind, amount, fault) => transaction(card, model, kind, amount, fault),
    }
}

fn reset(card: &mut Card, model: &mut Model) {
    card.power_on().unwrap();
    select(card, &EPURSE_AID).ok();
    model.pin_verified = false;
}

fn transaction(card: &mut Card, model: &mut Model, kind: Kind, amount: u32, fault: Fault) {
    let amount = if kind == Kind::Overdraft { amount & 0x00FF_FFFF } else { amount };
    let expected = model.initialize(kind, amount);
    let answer = send_checked(card, &initialize(kind, amount));
    assert_eq!(answer.status, expected, "INITIALIZE {kind:?} {amount}");
    if expected != 0x9000 {
        return;
    }
    let purse = model.of(kind.purse());
    let sequence = if kind.is_online() { purse.online } else { purse.offline };
    assert_eq!(answer.data[..4], u32::try_from(purse.balance).unwrap().to_be_bytes());
    assert_eq!(answer.data[4..6], sequence.to_be_bytes());
    if kind == Kind::Debit(DebitType::CompositePurchase) {
        let record = composite_record(amount.to_be_bytes()[3]);
        send_checked(card, &command([0x80, 0xDC, 0xAA, 0xB8], &record, None)).ok();
    }
    let mut last = complete(kind, amount, &answer.data);
    match fault {
        Fault::Abandoned => return,
        Fault::Reset => reset(card, model),
        Fault::WrongMac => {
            let mac = last.len() - 2;
            last[mac] ^= 0x40;
            assert_eq!(send_checked(card, &last).status, 0x9302);
            last[mac] ^= 0x40;
        }
        Fault::Nothing | Fault::Replayed => {
            let expected = model.complete(kind, amount);
            assert_eq!(send_checked(card, &last).status, expected, "{kind:?} {amount}");
            if fault == Fault::Nothing {
                return;
            }
        }
    }
    assert_eq!(send_checked(card, &last).status, 0x6901, "after {fault:?}");
}

/// The whole card as the model has it.
fn compare(card: &mut Card, model: &mut Model) {
    reset(card, model);
    for purse in [&model.deposit, &model.purse] {
        assert!(purse.balance <= purse.limit);
        assert_eq!(i128::from(purse.balance), purse.ledger, "what went in less what went out");
    }
    assert_eq!(u64::from(balance(card, Purse::Purse)), model.purse.balance);
    assert_eq!(send(card, &[0x00, 0xB2, 0xAA, 0xB8, 0x00]).ok(), composite_record(model.composite));
    for code in 1..=9 {
        for sequence in 0..40 {
            let is_kept = model.proofs.iter().any(|(kept, of)| kept.code() == code && *of == sequence);
            let expected = if is_kept { 0x9000 } else { 0x9406 };
            assert_eq!(prove(card, code, sequence).status, expected, "proof of {code} {sequence}");
        }
    }
    if model.pin_tries == 0 {
        return;
    }
    verify_pin(card);
    assert_eq!(u64::from(balance(card, Purse::Deposit)), model.deposit.balance);
    for number in 1..=10u8 {
        let record = send(card, &[0x00, 0xB2, number, 0xC4, 0x00]);
        match model.log.get(usize::from(number) - 1) {
            None => assert_eq!(record.status, 0x6A83),
            Some((sequence, transaction_type, amount)) => {
                let record = TransactionRecord::from_bytes(&record.ok()).unwrap();
                assert_eq!(
                    (record.sequence, record.transaction_type, record.amount.units()),
                    (*sequence, *transaction_type, *amount)
                );
            }
        }
    }
}

fn kinds() -> impl Strategy<Value = Kind> {
    prop_oneof![
        3 => Just(Kind::Load(Purse::Purse)),
        3 => Just(Kind::Load(Purse::Deposit)),
        2 => Just(Kind::Debit(DebitType::PursePurchase)),
        1 => Just(Kind::Debit(DebitType::DepositPurchase)),
        1 => Just(Kind::Debit(DebitType::CompositePurchase)),
        1 => Just(Kind::Debit(DebitType::CashWithdrawal)),
        1 => Just(Kind::Unload),
        2 => Just(Kind::Overdraft),
    ]
}

fn steps() -> impl Strategy<Value = Step> {
    let amounts = prop_oneof![
        6 => 0u32..2000,
        2 => 0u32..120_000,
        1 => 900_000u32..1_100_000,
        1 => any::<u32>(),
    ];
    let faults = prop_oneof![
        8 => Just(Fault::Nothing),
        1 => Just(Fault::Abandoned),
        1 => Just(Fault::WrongMac),
        1 => Just(Fault::Replayed),
        1 => Just(Fault::Reset),
    ];
    prop_oneof![
        12 => (kinds(), amounts, faults).prop_map(|(kind, amount, fault)| Step::Transaction(kind, amount, fault)),
        4 => Just(Step::RightPin),
        1 => Just(Step::WrongPin),
        1 => Just(Step::Reset),
    ]
}

/// Bytes that are often a command of the purse.
fn commands() -> impl Strategy<Value = Vec<u8>> {
    let class = prop_oneof![
        4 => prop::sample::select(vec![0x00u8, 0x04, 0x80, 0x84]),
        1 => any::<u8>(),
    ];
    let instructions = [
        0x16u8, 0x18, 0x1A, 0x1E, 0x20, 0x24, 0x44, 0x50, 0x52, 0x54, 0x58, 0x5A, 0x5C, 0x5E, 0x70, 0x72,
        0x82, 0x84, 0x88, 0xA4, 0xB0, 0xB2, 0xC0, 0xD4, 0xD6, 0xDA, 0xDC, 0xFA,
    ];
    let instruction = prop_oneof![8 => prop::sample::select(instructions.to_vec()), 1 => any::<u8>()];
    let parameter = || prop_oneof![3 => 0u8..6, 1 => any::<u8>()];
    let data = prop_oneof![
        2 => prop::collection::vec(any::<u8>(), 0..40),
        1 => Just([&[1, 0, 0, 0, 1][..], &[0; 6]].concat()),
        1 => prop::collection::vec(any::<u8>(), 200..256),
    ];
    let length = prop_oneof![8 => Just(None), 1 => any::<u8>().prop_map(Some)];
    (class, instruction, parameter(), parameter(), data, length, prop::option::of(any::<u8>())).prop_map(
        |(class, instruction, p1, p2, data, lie, le)| {
            let mut bytes = vec![class, instruction, p1, p2];
            if !data.is_empty() {
                bytes.push(lie.unwrap_or(u8::try_from(data.len()).unwrap()));
                bytes.extend_from_slice(&data);
            }
            bytes.extend(le);
            bytes
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn the_purse_does_as_the_model(steps in prop::collection::vec(steps(), 1..40)) {
        let parameters = InstallParameters { mac_failure_limit: 255, ..parameters() };
        let mut card = purse_with(Box::new(SeededEntropy::new(9)), &parameters, &purse_data());
        let mut model = Model::new();
        for step in steps {
            run(&mut card, &mut model, step);
        }
        compare(&mut card, &mut model);
    }

    /// R13: whatever bytes come, there is an answer of a status word at least, and no money moves.
    #[test]
    fn no_bytes_move_money(
        commands in prop::collection::vec(prop_oneof![
            8 => commands(),
            1 => prop::collection::vec(any::<u8>(), 0..20),
        ], 1..60),
        is_psam: bool,
    ) {
        let (mut card, aid) = if is_psam {
            (crate::support::issue::psam(), cardamom_applets::PSAM_AID)
        } else {
            let mut card = crate::support::issue::purse();
            crate::support::host::load(&mut card, Purse::Purse, 77);
            (card, EPURSE_AID)
        };
        for command in commands {
            prop_assert!(card.transmit(&command).unwrap().len() >= 2, "{:02X?}", command);
        }
        card.power_on().unwrap();
        let status = select(&mut card, &aid).status;
        if status == 0x9303 {
            return Ok(());
        }
        prop_assert_eq!(status, 0x9000);
        if !is_psam {
            prop_assert_eq!(balance(&mut card, Purse::Purse), 77);
        }
    }
}
