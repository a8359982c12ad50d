//! Commands of the PBOC electronic deposit (ED) and purse (EP), and of the terminal's security module
//! (JR/T 0025.1, JR/T 0025.2).

use cardamom_apdu::Command;

use super::fields::{self, Field, Kind, field};
use super::instruction::{Instruction, Secret};
use super::interindustry;

/// Proprietary commands of the purse.
pub(super) const PURSE: &[Instruction] = &[
    initialize(0, "INITIALIZE FOR LOAD"),
    initialize(1, "INITIALIZE FOR PURCHASE"),
    initialize(2, "INITIALIZE FOR CASH WITHDRAWAL"),
    initialize(3, "INITIALIZE FOR COMPOSITE PURCHASE"),
    initialize(4, "INITIALIZE FOR UPDATE"),
    initialize(5, "INITIALIZE FOR UNLOAD"),
    with_layouts(Instruction::new(0x52, "CREDIT FOR LOAD")),
    with_layouts(Instruction::new(0x54, "DEBIT FOR PURCHASE OR CASH WITHDRAWAL").with_p1(1)),
    with_layouts(Instruction::new(0x54, "DEBIT FOR UNLOAD").with_p1(3)),
    with_layouts(Instruction::new(0x58, "UPDATE OVERDRAW LIMIT")),
    with_layouts(Instruction::new(0x5A, "GET TRANSACTION PROVE")).with_parameters(proof_type),
    with_layouts(Instruction::new(0x5C, "GET BALANCE")).with_parameters(purse_name),
    Instruction::new(0x5E, "RELOAD PIN").with_p1(0).with_secret(Secret::Data),
    Instruction::new(0x5E, "CHANGE PIN").with_p1(1).with_secret(Secret::Data),
    Instruction::new(0x16, "CARD BLOCK"),
    Instruction::new(0x18, "APPLICATION UNBLOCK"),
    Instruction::new(0x1E, "APPLICATION BLOCK"),
    Instruction::new(0x24, "PIN UNBLOCK").with_secret(Secret::Data),
    Instruction::new(0x7A, "GREY LOCK"),
    Instruction::new(0xD4, "WRITE KEY").with_secret(Secret::Data),
    Instruction::new(0xD8, "PUT KEY").with_secret(Secret::Data),
    Instruction::new(0xDC, "UPDATE COMPOSITE APPLICATION DATA").with_parameters(interindustry::record),
];

/// Proprietary commands of the security module.
pub(super) const PSAM: &[Instruction] = &[
    Instruction::new(0x70, "INITIALIZE SAM FOR PURCHASE").with_data(psam_initialize).with_answer(answer),
    with_layouts(Instruction::new(0x72, "CREDIT SAM FOR PURCHASE")),
    Instruction::new(0x1A, "DELIVERY KEY").with_parameters(derived_key),
    Instruction::new(0xFA, "CIPHER DATA"),
    Instruction::new(0x16, "CARD BLOCK"),
    Instruction::new(0x18, "APPLICATION UNBLOCK"),
    Instruction::new(0x1E, "APPLICATION BLOCK"),
    Instruction::new(0xD4, "WRITE KEY").with_secret(Secret::Data),
    Instruction::new(0xD8, "PUT KEY").with_secret(Secret::Data),
];

const fn initialize(p1: u8, name: &'static str) -> Instruction {
    with_layouts(Instruction::new(0x50, name)).with_p1(p1).with_parameters(purse_name)
}

const fn with_layouts(instruction: Instruction) -> Instruction {
    instruction.with_data(data).with_answer(answer)
}

const KEY_INDEX: Field = field("key index", 1, Kind::Number);
const AMOUNT: Field = field("amount", 4, Kind::Amount);
const TERMINAL: Field = field("terminal", 6, Kind::Bytes);
const OLD_BALANCE: Field = field("old balance", 4, Kind::Amount);
const ONLINE_COUNTER: Field = field("online sequence number", 2, Kind::Number);
const OFFLINE_COUNTER: Field = field("offline sequence number", 2, Kind::Number);
const TERMINAL_COUNTER: Field = field("terminal sequence number", 4, Kind::Number);
const OVERDRAFT: Field = field("overdraft limit", 3, Kind::Amount);
const KEY_VERSION: Field = field("key version", 1, Kind::Number);
const ALGORITHM: Field = field("algorithm", 1, Kind::Bytes);
const RANDOM: Field = field("random number", 4, Kind::Bytes);
const DATE: Field = field("date", 4, Kind::Date);
const TIME: Field = field("time", 3, Kind::Time);
const MAC1: Field = field("MAC1", 4, Kind::Bytes);
const MAC2: Field = field("MAC2", 4, Kind::Bytes);
const TAC: Field = field("TAC", 4, Kind::Bytes);
const BALANCE: Field = field("balance", 4, Kind::Amount);
const SEQUENCE_NUMBER: Field = field("sequence number", 2, Kind::Number);
const MAC: Field = field("MAC", 4, Kind::Bytes);
const MAC3: Field = field("MAC3", 4, Kind::Bytes);
const FACTOR: Field = field("derivation factor", 8, Kind::Bytes);
const TYPE: Field = field("type", 1, Kind::TransactionType);

/// Data field and response data of a command.
type Layouts = (&'static [Field], &'static [Field]);

const INITIALIZE: &[Field] = &[KEY_INDEX, AMOUNT, TERMINAL];
const INITIALIZED_ONLINE: &[Field] = &[OLD_BALANCE, ONLINE_COUNTER, KEY_VERSION, ALGORITHM, RANDOM, MAC1];
const INITIALIZED_OFFLINE: &[Field] =
    &[OLD_BALANCE, OFFLINE_COUNTER, OVERDRAFT, KEY_VERSION, ALGORITHM, RANDOM];

fn layouts(command: &Command<'_>) -> Layouts {
    match (command.instruction(), command.p1()) {
        (0x50, 0 | 5) => (INITIALIZE, INITIALIZED_ONLINE),
        (0x50, 1..=3) => (INITIALIZE, INITIALIZED_OFFLINE),
        (0x50, 4) => (
            &[KEY_INDEX, TERMINAL],
            &[BALANCE, ONLINE_COUNTER, OVERDRAFT, KEY_VERSION, ALGORITHM, RANDOM, MAC1],
        ),
        (0x52, _) => (&[DATE, TIME, MAC2], &[TAC]),
        (0x54, 1) => (&[TERMINAL_COUNTER, DATE, TIME, MAC1], &[TAC, MAC2]),
        (0x54, 3) => (&[DATE, TIME, MAC2], &[MAC3]),
        (0x58, _) => (&[OVERDRAFT, DATE, TIME, MAC2], &[TAC]),
        (0x5A, _) => (&[SEQUENCE_NUMBER], &[MAC, TAC]),
        (0x5C, _) => (&[], &[BALANCE]),
        (0x70, _) => (
            &[RANDOM, OFFLINE_COUNTER, AMOUNT, TYPE, DATE, TIME, KEY_VERSION, ALGORITHM],
            &[TERMINAL_COUNTER, MAC1],
        ),
        (0x72, _) => (&[MAC2], &[]),
        _ => (&[], &[]),
    }
}

fn data(command: &Command<'_>) -> Option<Vec<String>> {
    fields::lines(layouts(command).0, command.data())
}

fn answer(command: &Command<'_>, data: &[u8]) -> Option<Vec<String>> {
    fields::lines(layouts(command).1, data)
}

/// Twenty bytes of fields, then eight bytes for each level of key derivation.
fn psam_initialize(command: &Command<'_>) -> Option<Vec<String>> {
    let (fixed, factors) = command.data().split_at_checked(20)?;
    let mut lines = fields::lines(layouts(command).0, fixed)?;
    for factor in factors.chunks(8) {
        lines.extend(fields::lines(&[FACTOR], factor)?);
    }
    Some(lines)
}

/// A record of the transaction file, SFI 24, which is read with the interindustry command. Other records are
/// not recognised.
pub(super) fn transaction_record(command: &Command<'_>, data: &[u8]) -> Option<Vec<String>> {
    const RECORD: &[Field] = &[SEQUENCE_NUMBER, OVERDRAFT, AMOUNT, TYPE, TERMINAL, DATE, TIME];
    if command.p2() >> 3 == 24 { fields::lines(RECORD, data) } else { None }
}

/// P2: which of the two balances.
fn purse_name(command: &Command<'_>) -> String {
    match command.p2() {
        1 => "(ED)".into(),
        2 => "(EP)".into(),
        other => format!("({other:02X})"),
    }
}

fn proof_type(command: &Command<'_>) -> String {
    format!("type {:02X}", command.p2())
}

fn derived_key(command: &Command<'_>) -> String {
    format!("usage {:02X} version {:02X}", command.p1(), command.p2())
}
