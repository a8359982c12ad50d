//! Every command of purse and PSAM under power cuts.

use cardamom_applets::{EPURSE_AID, PSAM_AID};
use cardamom_card_os::{Card, NoAnswer, SeededEntropy, Tear};
use cardamom_personalization::epurse::{self, CardKey};
use cardamom_personalization::psam::{self as psam_commands, PsamData};
use cardamom_personalization::{Step, send as send_step};
use cardamom_secure_channel::edep::{
    Amount, DebitType, KeyUsage, Pin, Purse, Random, TripleDesKey, reload_pin_mac, wrap_command,
};
use proptest::prelude::*;

use crate::psam::sale;
use crate::support::host::{
    balance, command, credit_for_load, debit, debit_for_unload, initialize_debit, initialize_load,
    initialize_unload, initialize_update, load, pay, prove, update_overdraw_limit, verify_pin,
};
use crate::support::issue::{
    PIN, blank_card, card_key, install, life_cycle, parameters, psam_data, psam_with, purse, purse_data,
    transmit, transport_key,
};
use crate::support::tear_sweep::{Swept, tear_sweep};
use crate::support::{Answer, bytes, select, send, send_hex};

const NEW_PIN: [u8; 2] = [0x43, 0x21];

/// Status words with the tries left, which outlive an abort, taken out.
fn without_tries(answer: Answer) -> Answer {
    let status = if answer.status & 0xFFF0 == 0x63C0 { 0x63C0 } else { answer.status };
    Answer { status, ..answer }
}

/// All that APDUs show of a purse.
fn observe_purse(card: &mut Card) -> Vec<Answer> {
    let mut seen = vec![select(card, &EPURSE_AID)];
    let mut look = |command: &[u8], shown: usize| {
        let mut answer = without_tries(send(card, command));
        answer.data.truncate(shown);
        seen.push(answer);
    };
    for pin in [&NEW_PIN[..], &PIN] {
        look(&command([0x00, 0x20, 0, 0], pin, None), 0);
    }
    for file in ["00 B0 95 00 00", "00 B0 96 00 00", "80 5C 00 01 04", "80 5C 00 02 04", "00 B2 AA B8 00"] {
        look(&bytes(file), 255);
    }
    // Balances, sequences, limits, key versions: all but the challenge and the MAC.
    for purse in [Purse::Deposit, Purse::Purse] {
        look(&initialize_load(purse, 1), 8);
        look(&initialize_load(purse, 90_000), 0);
    }
    look(&initialize_debit(DebitType::DepositPurchase, 1), 11);
    look(&initialize_debit(DebitType::PursePurchase, 1), 11);
    look(&initialize_update(), 11);
    for number in 1..=10 {
        look(&[0x00, 0xB2, number, 0xC4, 0x17], 255);
    }
    for transaction_type in 1..=9 {
        for sequence in 0..4 {
            look(&[0x80, 0x5A, 0x00, transaction_type, 2, 0, sequence, 8], 8);
        }
    }
    seen
}

/// A purse with some past: 1000 in each purse, an overdraft, a purchase.
fn used_purse() -> Card {
    let mut card = purse();
    verify_pin(&mut card);
    load(&mut card, Purse::Deposit, 1000);
    load(&mut card, Purse::Purse, 1000);
    let answer = send(&mut card, &initialize_update()).ok();
    send(&mut card, &update_overdraw_limit(50, &answer)).ok();
    pay(&mut card, DebitType::PursePurchase, 10, 1);
    card
}

fn sweep_purse(card: &mut Card, command: &[u8]) -> Swept<Vec<Answer>> {
    tear_sweep(card, command, observe_purse, |_| false)
}

/// The protected command that answers a challenge which the card gives now.
fn protected(card: &mut Card, key: &TripleDesKey, step: &Step) -> Vec<u8> {
    let challenge = send_hex(card, "00 84 00 00 04").ok();
    let challenge = Random::from_bytes(challenge.try_into().unwrap());
    wrap_command(key, challenge, step.header, &step.data, step.protection).unwrap()
}

/// A transaction: what initialises it, and from its answer what completes it.
type Transaction = (&'static str, Vec<u8>, fn(&[u8]) -> Vec<u8>, u8, u16, Purse, i64);

fn transactions() -> [Transaction; 8] {
    [
        (
            "load of the deposit",
            initialize_load(Purse::Deposit, 70),
            |answer| credit_for_load(Purse::Deposit, 70, answer),
            1,
            2,
            Purse::Deposit,
            70,
        ),
        (
            "load of the purse",
            initialize_load(Purse::Purse, 70),
            |answer| credit_for_load(Purse::Purse, 70, answer),
            2,
            1,
            Purse::Purse,
            70,
        ),
        ("unload", initialize_unload(70), |answer| debit_for_unload(70, answer), 3, 2, Purse::Deposit, -70),
        (
            "cash withdrawal",
            initialize_debit(DebitType::CashWithdrawal, 70),
            |answer| debit(DebitType::CashWithdrawal, 70, 2, answer),
            4,
            0,
            Purse::Deposit,
            -70,
        ),
        (
            "purchase with the deposit",
            initialize_debit(DebitType::DepositPurchase, 70),
            |answer| debit(DebitType::DepositPurchase, 70, 2, answer),
            5,
            0,
            Purse::Deposit,
            -70,
        ),
        (
            "purchase with the purse",
            initialize_debit(DebitType::PursePurchase, 70),
            |answer| debit(DebitType::PursePurchase, 70, 2, answer),
            6,
            1,
            Purse::Purse,
            -70,
        ),
        (
            "overdraft update",
            initialize_update(),
            |answer| update_overdraw_limit(120, answer),
            7,
            2,
            Purse::Deposit,
            70,
        ),
        (
            "composite purchase",
            initialize_debit(DebitType::CompositePurchase, 70),
            |answer| debit(DebitType::CompositePurchase, 70, 2, answer),
            9,
            1,
            Purse::Purse,
            -70,
        ),
    ]
}

/// The atomic unit: after every cut either the proof is there and the balance moved, or neither.
#[test]
fn transactions_happen_or_do_not() {
    for (name, initialize, complete, transaction_type, sequence, moved, difference) in transactions() {
        let mut card = used_purse();
        let held = balance(&mut card, moved);
        let answer = send(&mut card, &initialize).ok();
        if transaction_type == 9 {
            send_hex(&mut card, "80 DC AA B8 0C AA 0A 01020304050607080910").ok();
        }
        let last = complete(&answer);
        let swept = sweep_purse(&mut card, &last);
        assert!(swept.writes >= 5, "{name}: {} writes", swept.writes);
        assert!(swept.cuts > 3 * swept.writes, "{name}: the recovery was cut, too");
        assert_ne!(swept.before, swept.after, "{name}");

        // The ledger of whoever is on the other side: it knows the amount, and asks for the proof.
        let proof_and_money_agree = |card: &mut Card| {
            select(card, &EPURSE_AID).ok();
            verify_pin(card);
            let proof = prove(card, transaction_type, sequence);
            let gained = i64::from(balance(card, moved)) - i64::from(held);
            assert_eq!(proof.data.len(), if proof.status == 0x9000 { 8 } else { 0 });
            let expected = match proof.status {
                0x9000 => difference,
                0x9406 => 0,
                other => panic!("{name}: {other:04X}"),
            };
            assert_eq!(gained, expected, "{name}: the balance and the proof disagree");
        };
        tear_sweep(&mut card, &last, proof_and_money_agree, |()| true);
    }
}

/// Initialising and reading write nothing.
#[test]
fn what_changes_nothing_writes_nothing() {
    let mut card = used_purse();
    let mut commands: Vec<Vec<u8>> =
        transactions().into_iter().map(|(_, initialize, ..)| initialize).collect();
    for hex in [
        "00 84 00 00 04",
        "80 5C 00 01 04",
        "80 5A 00 06 02 0000 08",
        "00 B0 95 00 00",
        "00 B2 01 C4 00",
        "00 B2 AA B8 00",
        "00 A4 00 00 02 0015",
        "00 A4 00 00 02 3F01",
        "00 A4 04 00 09 A00000000386980701",
        "00 88 00 00 08 0000000000000000",
        "00 20 00 00",
        "80 00 00 00",
        "80 52 00 00 0B 20261122 143005 00000000 04",
        "84 18 00 00 04 00000000",
    ] {
        commands.push(bytes(hex));
    }
    for command in commands {
        let content = card.nvm().bytes().to_vec();
        let writes = card.nvm().writes();
        send(&mut card, &command);
        assert_eq!(card.nvm().writes(), writes, "{command:02X?}");
        assert_eq!(card.nvm().bytes(), content, "{command:02X?}");
    }
}

#[test]
fn pin_commands_happen_or_do_not() {
    let new_pin = Pin::from_bytes(&NEW_PIN).unwrap();
    let reload = [&NEW_PIN[..], &reload_pin_mac(&card_key(0x38), &new_pin).to_bytes()].concat();
    let change = [&PIN[..], &[0xFF], &NEW_PIN].concat();
    for command in [
        command([0x00, 0x20, 0, 0], &PIN, None),
        command([0x00, 0x20, 0, 0], &NEW_PIN, None),
        command([0x80, 0x5E, 1, 0], &change, None),
        command([0x80, 0x5E, 1, 0], &[&NEW_PIN[..], &[0xFF], &NEW_PIN].concat(), None),
        command([0x80, 0x5E, 0, 0], &reload, None),
        command([0x80, 0x5E, 0, 0], &[0x43, 0x21, 0, 0, 0, 0], None),
    ] {
        let swept = sweep_purse(&mut used_purse(), &command);
        assert!(swept.writes >= 1, "{command:02X?}");
    }

    let mut blocked = used_purse();
    for _ in 0..3 {
        send_hex(&mut blocked, "00 20 00 00 02 9999");
    }
    let unblock = epurse::unblock_pin(&Pin::from_bytes(&PIN).unwrap());
    let command = protected(&mut blocked, &card_key(0x37), &unblock);
    let swept = sweep_purse(&mut blocked, &command);
    assert_ne!(swept.before, swept.after);
}

#[test]
fn administrative_commands_happen_or_do_not() {
    let key = CardKey::new(2, card_key(1));
    let record = [[0xAA, 10].as_slice(), &[7; 10]].concat();
    for step in [
        epurse::block_temporarily(),
        epurse::block_permanently(),
        epurse::block_card(),
        epurse::write_key(0x3F, &key),
        epurse::write_key(0x3E, &key),
        epurse::balance_limits(Amount::new(5000), Amount::new(5000)),
        Step::with_mac("UPDATE BINARY", [0x04, 0xD6, 0x95, 10], &[0x77; 20]),
        Step::encrypted("UPDATE BINARY", [0x84, 0xD6, 0x96, 0], &[0x77; 55]),
        Step::with_mac("UPDATE RECORD", [0x04, 0xDC, 0xAA, 0xB8], &record),
    ] {
        let mut card = used_purse();
        let command = protected(&mut card, &card_key(0x36), &step);
        let swept = sweep_purse(&mut card, &command);
        assert_ne!(swept.before, swept.after, "{}", step.name);
        // A MAC that is wrong: nothing but the failures of its key.
        let mut wrong = protected(&mut card, &card_key(0x36), &step);
        *wrong.last_mut().unwrap() ^= 1;
        let swept = sweep_purse(&mut card, &wrong);
        assert_eq!(swept.before, swept.after, "{}", step.name);
    }

    let mut card = used_purse();
    send_step(&mut transmit(&mut card), &card_key(0x36), &epurse::block_temporarily()).unwrap();
    let command = protected(&mut card, &card_key(0x36), &epurse::unblock());
    let swept = sweep_purse(&mut card, &command);
    assert_ne!(swept.before, swept.after);

    let challenge = send_hex(&mut used_purse(), "00 84 00 00 08").ok();
    let cryptogram = card_key(0x39).authentication_cryptogram(challenge.try_into().unwrap());
    for cryptogram in [cryptogram, [0; 8]] {
        let mut card = used_purse();
        send_hex(&mut card, "00 84 00 00 08").ok();
        let swept = sweep_purse(&mut card, &command_of_authentication(&cryptogram));
        assert_eq!(swept.before, swept.after);
    }
}

fn command_of_authentication(cryptogram: &[u8; 8]) -> Vec<u8> {
    command([0x00, 0x82, 0, 0], cryptogram, None)
}

/// Each step of the personalization, torn, and the whole of it once more after that.
#[test]
fn personalization_happens_or_does_not() {
    let observe = |card: &mut Card| {
        let life_cycle = life_cycle(card);
        (life_cycle, if life_cycle == 0x07 { Vec::new() } else { observe_purse(card) })
    };
    let mut card = blank_card(Box::new(SeededEntropy::new(5)));
    install(&mut card, EPURSE_AID, &parameters());
    select(&mut card, &EPURSE_AID).ok();
    let steps = purse_data().steps();
    for (number, step) in steps.iter().enumerate() {
        let command = protected(&mut card, &transport_key(), step);
        let swept = tear_sweep(&mut card, &command, observe, |_| false);
        assert!(swept.writes >= 2, "{}", step.name);
        assert_eq!(swept.before.0 != swept.after.0, number + 1 == steps.len());
        send(&mut card, &command).ok();
    }
    assert_eq!(observe(&mut card), observe(&mut purse()));
}

/// What APDUs show of a PSAM: its files, whether it sells 60, the number of its next sale, whether it is blocked.
fn observe_psam(card: &mut Card) -> (Vec<Answer>, u16, Option<u32>) {
    let mut files = vec![select(card, &PSAM_AID)];
    files.push(send_hex(card, "00 B0 95 00 00"));
    files.push(send_hex(card, "00 B0 96 00 00"));
    files.push(send_hex(card, "80 1A 27 02 08 0000000000000000"));
    let sells = send(card, &sale(60, 6, "20261122")).status;
    let next = send(card, &sale(0, 6, "20261122"));
    let number = next.data.first_chunk().map(|number| u32::from_be_bytes(*number));
    // The probing sale has used up a number if it was answered.
    (files, sells, number.map(|number| number - u32::from(sells == 0x9000)))
}

#[test]
fn a_psam_never_gives_a_number_twice() {
    let data = PsamData { daily_limit: Amount::new(100), ..psam_data() };
    let mut card = psam_with(&parameters(), &data);
    let command = sale(60, 6, "20261122");
    let (files, ..) = observe_psam(&mut psam_with(&parameters(), &data));
    // In between, the number is used up, and the total does not count the sale for which no MAC1 was given.
    let swept =
        tear_sweep(&mut card, &command, observe_psam, |seen| *seen == (files.clone(), 0x9000, Some(1)));
    assert_eq!((swept.before.1, swept.before.2), (0x9000, Some(0)));
    assert_eq!((swept.after.1, swept.after.2), (0x6985, Some(1)));
}

#[test]
fn commands_of_a_psam_happen_or_do_not() {
    let maintenance = psam_data().maintenance.key;
    let key = CardKey::new(2, card_key(1));
    for (step, changes) in [
        (psam_commands::daily_limit(Amount::new(10)), true),
        (psam_commands::write_key(KeyUsage::from_byte(0x27), &key), true),
        (psam_commands::unblock(), false),
        (Step::with_mac("UPDATE BINARY", [0x04, 0xD6, 0x96, 0], &[3; 6]), true),
    ] {
        let mut card = psam_with(&parameters(), &psam_data());
        let command = protected(&mut card, &maintenance, &step);
        let swept = tear_sweep(&mut card, &command, observe_psam, |_| false);
        assert_eq!(swept.before != swept.after, changes, "{}", step.name);
    }

    // Two wrong MAC2s are the limit here: with one it is not blocked, with the next it is.
    let parameters = cardamom_personalization::InstallParameters { mac_failure_limit: 2, ..parameters() };
    let mut card = psam_with(&parameters, &psam_data());
    let wrong = bytes("80 72 00 00 04 00000000");
    send(&mut card, &sale(1, 6, "20261122")).ok();
    assert_eq!(send(&mut card, &wrong).status, 0x9302);
    send(&mut card, &sale(1, 6, "20261122")).ok();
    let swept = tear_sweep(&mut card, &wrong, observe_psam, |_| false);
    assert_eq!((swept.before.1, swept.after.1), (0x9000, 0x6A81));
    assert_eq!(send(&mut card, &wrong).status, 0x9302);
    let command = protected(&mut card, &maintenance, &psam_commands::unblock());
    let swept = tear_sweep(&mut card, &command, observe_psam, |_| false);
    assert_eq!((swept.before.1, swept.after.1), (0x6A81, 0x9000));

    // DELIVERY KEY and CIPHER DATA write nothing.
    let writes = card.nvm().writes();
    send_hex(&mut card, "80 1A 27 01 08 0000000000000000").ok();
    send_hex(&mut card, "80 FA 00 00 08 0000000000000000").ok();
    assert_eq!(card.nvm().writes(), writes);
}

/// R3, R11: the first write of an attempt steps the counter, whether the attempt is right or wrong: power cut there or
/// right after it tells a thief nothing that was not paid for.
#[test]
fn right_and_wrong_begin_with_the_same_write() {
    let attempts = |right: Vec<u8>| {
        let mut wrong = right.clone();
        let last = wrong.len() - if right[1] == 0x54 || right[1] == 0x52 { 2 } else { 1 };
        wrong[last] ^= 0x11;
        [right, wrong]
    };
    let mut card = used_purse();
    let pin =
        [command([0x00, 0x20, 0, 0], &PIN, None), command([0x00, 0x20, 0, 0], &[0x12, 0x34, 0x57], None)];
    let first_write_of = |card: &mut Card, attempts: [Vec<u8>; 2]| {
        let start = card.snapshot();
        let contents = attempts.map(|attempt| {
            card.restore(&start);
            card.nvm_mut().cut_power_at(1, Tear::NotDone);
            // A wrong attempt makes one write and is answered; a right one is cut at its second.
            let _ = card.transmit(&attempt);
            card.nvm().bytes().to_vec()
        });
        card.restore(&start);
        assert_ne!(contents[0], card.nvm().bytes());
        contents
    };
    let [right, wrong] = first_write_of(&mut card, pin);
    assert!(right == wrong, "VERIFY");
    let answer = send(&mut card, &initialize_load(Purse::Purse, 7)).ok();
    let [right, wrong] = first_write_of(&mut card, attempts(credit_for_load(Purse::Purse, 7, &answer)));
    assert!(right == wrong, "load");
    let answer = send(&mut card, &initialize_debit(DebitType::PursePurchase, 7)).ok();
    let purchase = debit(DebitType::PursePurchase, 7, 7, &answer);
    let [right, wrong] = first_write_of(&mut card, attempts(purchase));
    assert!(right == wrong, "purchase");
    let command = protected(&mut card, &card_key(0x36), &epurse::block_temporarily());
    let [right, wrong] = first_write_of(&mut card, attempts(command));
    assert!(right == wrong, "secure messaging");
}

/// One attempt, cut at this write in this way, or not at all.
fn cuts() -> impl Strategy<Value = Option<(u64, Tear)>> {
    prop_oneof![Just(None), (0u64..4, prop::sample::select(Tear::ALL.to_vec())).prop_map(Some),]
}

/// Sends a command under a cut; after one the card is reset and the application selected again.
fn send_under(card: &mut Card, command: &[u8], cut: Option<(u64, Tear)>) -> Option<u16> {
    if let Some((write, tear)) = cut {
        card.nvm_mut().cut_power_at(write, tear);
    }
    let status = match card.transmit(command) {
        Ok(response) => Some(Answer::new(response).status),
        Err(NoAnswer::PowerCut) => None,
        Err(NoAnswer::Unpowered) => panic!("the card is off"),
    };
    card.nvm_mut().disarm_power_cut();
    if status.is_none() {
        card.power_on().unwrap();
        select(card, &EPURSE_AID);
    }
    status
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// R3: over any schedule of power cuts, a thief learns of at most three PINs that they are wrong.
    #[test]
    fn power_cuts_give_no_more_guesses_of_the_pin(schedule in prop::collection::vec(cuts(), 1..24)) {
        let mut card = purse();
        let guess = command([0x00, 0x20, 0, 0], &[0x00, 0x00], None);
        let guesses = schedule
            .into_iter()
            .filter(|cut| send_under(&mut card, &guess, *cut).is_some_and(|status| status & 0xFFF0 == 0x63C0))
            .count();
        prop_assert!(guesses <= 3);
        for _ in guesses..3 {
            send(&mut card, &guess);
        }
        prop_assert_eq!(send(&mut card, &command([0x00, 0x20, 0, 0], &PIN, None)).status, 0x6983);
    }

    /// R11: the same of MACs. Each attempt needs an INITIALIZE of its own.
    #[test]
    fn power_cuts_give_no_more_guesses_of_a_mac(schedule in prop::collection::vec(cuts(), 1..40)) {
        let mut card = purse();
        load(&mut card, Purse::Purse, 100);
        let guess = bytes("80 54 01 00 0F 00000000 20261122 143005 00000000 08");
        let mut guesses = 0;
        for cut in schedule {
            if send(&mut card, &initialize_debit(DebitType::PursePurchase, 1)).status != 0x9000 {
                break;
            }
            let status = send_under(&mut card, &guess, cut);
            guesses += usize::from(matches!(status, Some(0x9302 | 0x9303)));
        }
        prop_assert!(guesses <= 10);
        for _ in guesses..10 {
            send(&mut card, &initialize_debit(DebitType::PursePurchase, 1));
            send(&mut card, &guess);
        }
        prop_assert_eq!(send_hex(&mut card, "80 5C 00 02 04").status, 0x9303);
    }
}
