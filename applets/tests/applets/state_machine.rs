//! The state machine: every state against every command, and what ends a transaction.

use cardamom_applets::EPURSE_AID;
use cardamom_card_os::{Card, CardSnapshot};
use cardamom_secure_channel::edep::{DebitType, Purse};

use crate::support::host::{
    credit_for_load, debit, debit_for_unload, initialize_debit, initialize_load, initialize_unload,
    initialize_update, load, update_overdraw_limit, verify_pin,
};
use crate::support::issue::purse;
use crate::support::{bytes, select, send};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Idle,
    Load,
    Purchase,
    Cash,
    Composite,
    Unload,
    Update,
}

const STATES: [State; 7] =
    [State::Idle, State::Load, State::Purchase, State::Cash, State::Composite, State::Unload, State::Update];

const CACHE: &str = "80 DC AA B8 0C AA 0A 01020304050607080910";

/// A card in this state, and the command that ends its transaction.
fn enter(card: &mut Card, state: State) -> Vec<u8> {
    let mut initialize = |command: Vec<u8>| send(card, &command).ok();
    match state {
        State::Idle => Vec::new(),
        State::Load => {
            let answer = initialize(initialize_load(Purse::Purse, 5));
            credit_for_load(Purse::Purse, 5, &answer)
        }
        State::Purchase => {
            let answer = initialize(initialize_debit(DebitType::PursePurchase, 5));
            debit(DebitType::PursePurchase, 5, 1, &answer)
        }
        State::Cash => {
            let answer = initialize(initialize_debit(DebitType::CashWithdrawal, 5));
            debit(DebitType::CashWithdrawal, 5, 1, &answer)
        }
        State::Composite => {
            let answer = initialize(initialize_debit(DebitType::CompositePurchase, 5));
            initialize(bytes(CACHE));
            debit(DebitType::CompositePurchase, 5, 1, &answer)
        }
        State::Unload => {
            let answer = initialize(initialize_unload(5));
            debit_for_unload(5, &answer)
        }
        State::Update => {
            let answer = initialize(initialize_update());
            update_overdraw_limit(50, &answer)
        }
    }
}

fn card() -> (Card, CardSnapshot) {
    let mut card = purse();
    verify_pin(&mut card);
    load(&mut card, Purse::Deposit, 1000);
    load(&mut card, Purse::Purse, 1000);
    let snapshot = card.snapshot();
    (card, snapshot)
}

/// A final command with a right format but for no transaction, its kind, and the states that it is for.
fn final_commands() -> [(Vec<u8>, &'static [State]); 4] {
    [
        (bytes("80 52 00 00 0B 20261122 143005 00000000 04"), &[State::Load]),
        (
            bytes("80 54 01 00 0F 00000000 20261122 143005 00000000 08"),
            &[State::Purchase, State::Cash, State::Composite],
        ),
        (bytes("80 54 03 00 0B 20261122 143005 00000000 04"), &[State::Unload]),
        (bytes("80 58 00 00 0E 000010 20261122 143005 00000000 04"), &[State::Update]),
    ]
}

#[test]
fn a_final_command_is_accepted_in_its_state_alone() {
    let (mut card, fresh) = card();
    for state in STATES {
        for (command, states) in final_commands() {
            card.restore(&fresh);
            let ending = enter(&mut card, state);
            let expected = if states.contains(&state) { 0x9302 } else { 0x6901 };
            assert_eq!(send(&mut card, &command).status, expected, "{state:?} {command:02X?}");
            // A failed MAC and a refusal end the transaction alike.
            if state != State::Idle {
                assert_eq!(send(&mut card, &ending).status, 0x6901, "{state:?}");
            }
        }
    }
}

#[test]
fn a_transaction_ends_once() {
    let (mut card, fresh) = card();
    for state in STATES.into_iter().skip(1) {
        card.restore(&fresh);
        let ending = enter(&mut card, state);
        send(&mut card, &ending).ok();
        assert_eq!(send(&mut card, &ending).status, 0x6901, "{state:?}: a replay");
    }
}

#[test]
fn any_other_command_ends_a_transaction() {
    let (mut card, fresh) = card();
    let others = [
        ("80 5C 00 02 04", 0x9000),
        ("80 5A 00 02 02 0000 08", 0x9000),
        ("00 84 00 00 04", 0x9000),
        ("00 20 00 00 03 123456", 0x9000),
        ("00 20 00 00", 0x9000),
        ("00 B0 95 00 1E", 0x9000),
        ("00 B2 01 C4 17", 0x9000),
        ("00 A4 00 00 02 0015", 0x9000),
        ("00 88 00 00 08 0000000000000000", 0x9000),
        ("00 82 00 00 08 0000000000000000", 0x6984),
        ("80 5E 01 00 07 123456 FF 123456", 0x9000),
        ("80 50 00 02 0B 09 00000001 001122334455 10", 0x9403),
        ("84 18 00 00 04 00000000", 0x6984),
        ("00 D6 95 00 01 00", 0x6982),
        ("80 DC 01 04 03 AA0100", 0x6901),
        ("80 00 00 00", 0x6D00),
        ("88 00 00 00", 0x6E00),
    ];
    for state in STATES.into_iter().skip(1) {
        for (command, status) in others {
            card.restore(&fresh);
            let ending = enter(&mut card, state);
            // In the composite state a cache command is not out of state, but this one names no file.
            let status = if state == State::Composite && status == 0x6901 { 0x6986 } else { status };
            assert_eq!(send(&mut card, &bytes(command)).status, status, "{state:?} {command}");
            assert_eq!(send(&mut card, &ending).status, 0x6901, "{state:?} {command}");
        }
        for another in STATES.into_iter().skip(1).filter(|another| *another != state) {
            card.restore(&fresh);
            let ending = enter(&mut card, state);
            let other_ending = enter(&mut card, another);
            let status = send(&mut card, &ending).status;
            assert!(matches!(status, 0x6901 | 0x9302), "{state:?} after {another:?}: {status:04X}");
            assert_eq!(send(&mut card, &other_ending).status, 0x6901, "{another:?} after {state:?}");
        }
    }
}

/// R5: what a session leaves in RAM is gone after deselection and reset.
#[test]
fn reset_and_deselection_end_a_transaction_and_forget_everything() {
    let (mut card, fresh) = card();
    for state in STATES.into_iter().skip(1) {
        for reset in [true, false] {
            card.restore(&fresh);
            let ending = enter(&mut card, state);
            if reset {
                card.power_on().unwrap();
            }
            select(&mut card, &EPURSE_AID).ok();
            assert_eq!(send(&mut card, &ending).status, 0x6901, "{state:?}");
            assert_eq!(send(&mut card, &bytes("80 5C 00 01 04")).status, 0x6982, "the PIN is forgotten");
            send(&mut card, &bytes("00 84 00 00 04")).ok();
            select(&mut card, &EPURSE_AID).ok();
            let status = send(&mut card, &bytes("84 18 00 00 04 00000000")).status;
            assert_eq!(status, 0x6984, "the challenge is forgotten");
            let status = send(&mut card, &bytes("00 B0 00 00 01")).status;
            assert_eq!(status, 0x6986, "the current file is forgotten");
        }
    }
}
