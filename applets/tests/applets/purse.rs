//! The commands of the purse, one by one.

use cardamom_applets::{EPURSE_AID, PSAM_AID};
use cardamom_personalization::epurse::{self, PublicData};
use cardamom_personalization::issuance::IssuanceError;
use cardamom_personalization::{
    InstallParameters, PersonalizationError, ProveOrder, personalize, send as send_step,
};
use cardamom_secure_channel::edep::{
    Amount, Challenge, CommandHeader, DebitType, InitializeOnlineResponse, InitializeUpdateResponse, Load,
    OverdraftLimit, Pin, Protection, Purchase, Purse, TerminalSequence, TransactionRecord, TransactionType,
    TripleDesKey, Unload, load_tac, overdraft_tac, purchase_tac, reload_pin_mac, unload_mac3, wrap_command,
};

use crate::support::host::{
    at, balance, command, credit_for_load, debit, debit_for_unload, initialize_debit, initialize_load,
    initialize_unload, initialize_update, load, pay, prove, update_overdraw_limit, verify_pin,
};
use crate::support::issue::{
    COMPOSITE_TAG, PIN, TERMINAL, blank_card, card_key, install, life_cycle, parameters, psam, psam_data,
    public_data, purse, purse_data, purse_with, transmit, transport_key, try_install,
};
use crate::support::{bytes, select, send, send_hex};
use cardamom_card_os::{Card, SeededEntropy};

fn seeded() -> Box<SeededEntropy> {
    Box::new(SeededEntropy::new(1))
}

/// Sends an administrative command under the maintenance key.
fn maintain(card: &mut Card, step: &cardamom_personalization::Step) -> u16 {
    under(card, &card_key(0x36), step)
}

fn status<E: core::fmt::Debug>(result: Result<Vec<u8>, PersonalizationError<E>>) -> u16 {
    match result {
        Ok(_) => 0x9000,
        Err(PersonalizationError::Refused { status, .. }) => status.value(),
        Err(other) => panic!("{other:?}"),
    }
}

/// Manual §8.3 example 1: `6F2E 8409 AID A521 9F0C1E EF 0015`.
#[test]
fn select_answers_the_fci() {
    let mut card = purse();
    let fci = select(&mut card, &EPURSE_AID).ok();
    let expected =
        [bytes("6F2E 8409 A00000000386980701 A521 9F0C1E"), public_data().to_bytes().to_vec()].concat();
    assert_eq!(fci, expected);
    assert_eq!(send_hex(&mut card, "00 A4 00 00 02 3F01").ok(), expected);
    assert_eq!(send_hex(&mut card, "00 A4 00 00 02 3F02").status, 0x6A82);
    assert_eq!(send_hex(&mut card, "00 A4 02 00 02 0015").status, 0x6A86);
}

/// Manual §7.5, §7.6, appendix A.
#[test]
fn files_are_read() {
    let mut card = purse();
    let public = send_hex(&mut card, "00 B0 95 00 1E").ok();
    assert_eq!(PublicData::from_bytes(&public).unwrap(), public_data());
    assert_eq!(send_hex(&mut card, "00 B0 95 0A 0A").ok(), public[10..20]);
    assert_eq!(send_hex(&mut card, "00 B0 96 00 00").ok(), purse_data().holder.to_bytes());
    assert_eq!(send_hex(&mut card, "00 B0 95 00 1F").status, 0x6C1E);
    assert_eq!(send_hex(&mut card, "00 B0 95 1E 01").status, 0x6B00);
    assert_eq!(send_hex(&mut card, "00 B0 99 00 01").status, 0x6A82);
    assert_eq!(send_hex(&mut card, "00 B0 98 00 01").status, 0x6981, "EF 0018 has records");
    assert_eq!(send_hex(&mut card, "00 B0 00 00 01").status, 0x6986, "no current file");
    send_hex(&mut card, "00 A4 00 00 02 0015").ok();
    assert_eq!(send_hex(&mut card, "00 B0 00 0A 0A").ok(), public[10..20]);

    let record = [[COMPOSITE_TAG, 10].as_slice(), &[0; 10]].concat();
    assert_eq!(send_hex(&mut card, "00 B2 01 BC 00").ok(), record);
    assert_eq!(send_hex(&mut card, "00 B2 AA B8 00").ok(), record);
    assert_eq!(send_hex(&mut card, "00 B2 02 BC 00").status, 0x6A83);
    assert_eq!(send_hex(&mut card, "00 B2 01 AC 00").status, 0x6981, "EF 0015 has none");
    assert_eq!(send_hex(&mut card, "00 B2 01 C4 00").status, 0x6982, "the log wants the PIN");
    verify_pin(&mut card);
    assert_eq!(send_hex(&mut card, "00 B2 01 C4 00").status, 0x6A83, "nothing happened yet");
}

/// Manual §7.7, §7.8: EF 0015 to 0017 under DAMK, EF 0018 not at all.
#[test]
fn files_are_written_with_secure_messaging_alone() {
    let mut card = purse();
    assert_eq!(send_hex(&mut card, "00 D6 95 00 01 FF").status, 0x6982);
    assert_eq!(send_hex(&mut card, "00 DC 01 BC 03 AA 01 00").status, 0x6982);
    assert_eq!(send_hex(&mut card, "00 DC 01 C4 01 00").status, 0x6982);
    assert_eq!(send_hex(&mut card, "04 DC 01 C4 05 00 00000000").status, 0x6982);
    let step = |header, data: &[u8]| cardamom_personalization::Step::with_mac("UPDATE", header, data);
    assert_eq!(maintain(&mut card, &step([0x04, 0xD6, 0x96, 53], &[0x11])), 0x9000);
    let encrypted = cardamom_personalization::Step::encrypted("UPDATE", [0x84, 0xD6, 0x96, 54], &[0x22]);
    assert_eq!(maintain(&mut card, &encrypted), 0x9000);
    assert_eq!(send_hex(&mut card, "00 B0 96 35 02").ok(), [0x11, 0x22]);
    assert_eq!(maintain(&mut card, &step([0x04, 0xD6, 0x96, 54], &[1, 2])), 0x6700, "over the end");
    assert_eq!(maintain(&mut card, &step([0x04, 0xD6, 0x96, 55], &[1])), 0x6B00);
    assert_eq!(
        maintain(&mut card, &step([0x04, 0xDC, 0x01, 0xBC], &[0xAA, 1, 7])),
        0x6A80,
        "as long as before"
    );
    let record = [[0xAA, 10].as_slice(), &[7; 10]].concat();
    assert_eq!(maintain(&mut card, &step([0x04, 0xDC, 0x01, 0xBC], &record)), 0x9000);
    assert_eq!(send_hex(&mut card, "00 B2 01 BC 00").ok(), record);
    assert_eq!(
        maintain(&mut card, &step([0x04, 0xDC, 0xBB, 0xB8], &[0xBB, 2, 5, 6])),
        0x9000,
        "a new record"
    );
    assert_eq!(send_hex(&mut card, "00 B2 02 BC 00").ok(), [0xBB, 2, 5, 6]);
    assert_eq!(maintain(&mut card, &step([0x04, 0xDC, 0x05, 0xBC], &[0xCC, 0])), 0x6A83, "four places");

    // The MAC of another challenge, no challenge, no MAC.
    assert_eq!(send_hex(&mut card, "04 D6 96 00 05 FF 01020304").status, 0x6984);
    send_hex(&mut card, "00 84 00 00 04").ok();
    assert_eq!(send_hex(&mut card, "04 D6 96 00 03 FF 0102").status, 0x6987);
    send_hex(&mut card, "00 84 00 00 04").ok();
    assert_eq!(send_hex(&mut card, "04 D6 96 00 05 FF 01020304").status, 0x6988);
}

/// A protected READ answers the data and their MAC.
#[test]
fn a_protected_read_is_answered_with_a_mac() {
    let mut card = purse();
    let mut challenge = Vec::new();
    let answer = send_step(
        &mut |command: &[u8]| -> Result<Vec<u8>, ()> {
            let answer = card.transmit(command).unwrap().to_vec();
            if challenge.is_empty() {
                challenge.extend_from_slice(&answer[..4]);
            }
            Ok(answer)
        },
        &card_key(0x36),
        &cardamom_personalization::Step::with_mac("READ BINARY", [0x04, 0xB0, 0x95, 0x00], &[]),
    )
    .unwrap();
    let (data, mac) = answer.split_last_chunk().unwrap();
    assert_eq!(data, public_data().to_bytes());
    let challenge =
        cardamom_secure_channel::edep::Random::from_bytes(challenge.as_slice().try_into().unwrap());
    let expected = cardamom_secure_channel::edep::response_mac(&card_key(0x36), challenge, data);
    assert_eq!(*mac, expected.to_bytes());
}

/// Manual §8.7.
#[test]
fn load_credits_and_proves() {
    let mut card = purse();
    verify_pin(&mut card);
    for purse in [Purse::Deposit, Purse::Purse] {
        let answer = send(&mut card, &initialize_load(purse, 500)).ok();
        let tac = send(&mut card, &credit_for_load(purse, 500, &answer)).ok();
        let answer = InitializeOnlineResponse::from_bytes(&answer).unwrap();
        assert_eq!((answer.old_balance, answer.sequence.value()), (Amount::ZERO, 0));
        assert_eq!((answer.key_version, answer.algorithm), (1, 0));
        let load = Load { purse, amount: Amount::new(500), terminal: TERMINAL };
        let expected =
            load_tac(&card_key(0x34).tac_key(), Amount::new(500), answer.sequence, &load, at()).to_bytes();
        assert_eq!(tac, expected);
        assert_eq!(balance(&mut card, purse), 500);
        let kept = prove(&mut card, purse.load_type().code(), 0).ok();
        assert_eq!(kept, [[0; 4], expected].concat());
        let record = TransactionRecord::from_bytes(&send_hex(&mut card, "00 B2 01 C4 17").ok()).unwrap();
        let expected = TransactionRecord {
            sequence: 0,
            overdraft_limit: OverdraftLimit::ZERO,
            amount: Amount::new(500),
            transaction_type: purse.load_type(),
            terminal: TERMINAL,
            at: at(),
        };
        assert_eq!(record, expected);
    }
}

/// Manual §8.8, §8.11.
#[test]
fn purchases_and_cash_debit_and_prove() {
    let mut card = purse();
    verify_pin(&mut card);
    load(&mut card, Purse::Deposit, 1000);
    load(&mut card, Purse::Purse, 1000);
    let expected = [
        (DebitType::PursePurchase, 0, 900),
        (DebitType::DepositPurchase, 0, 900),
        (DebitType::CashWithdrawal, 1, 800),
    ];
    for (kind, sequence, after) in expected {
        let proof = pay(&mut card, kind, 100, 0xA1B2_C3D4);
        let purchase = Purchase { debit: kind, amount: Amount::new(100), terminal: TERMINAL };
        let tac =
            purchase_tac(&card_key(0x34).tac_key(), &purchase, TerminalSequence::new(0xA1B2_C3D4), at());
        assert_eq!(proof.tac.to_bytes(), tac.to_bytes());
        assert_eq!(balance(&mut card, kind.purse()), after);
        let code = TransactionType::from(kind).code();
        assert_eq!(
            prove(&mut card, code, sequence).ok(),
            [proof.mac2.to_bytes(), proof.tac.to_bytes()].concat()
        );
        assert_eq!(prove(&mut card, code, sequence + 1).status, 0x9406);
    }
    assert_eq!(prove(&mut card, 0x05, 0).status, 0x9406, "a later off-line transaction has taken its place");
    assert!(prove(&mut card, 0x01, 0).status == 0x9000, "the on-line one is kept beside it");
    assert_eq!(send(&mut card, &initialize_debit(DebitType::PursePurchase, 901)).status, 0x9401);
}

/// The field's order of proof (install parameter 84).
#[test]
fn the_order_of_the_proof_is_a_switch() {
    let parameters = InstallParameters { prove_order: ProveOrder::TacFirst, ..parameters() };
    let mut card = purse_with(seeded(), &parameters, &purse_data());
    load(&mut card, Purse::Purse, 10);
    let proof = pay(&mut card, DebitType::PursePurchase, 1, 0);
    assert_eq!(prove(&mut card, 6, 0).ok(), proof.to_bytes());
}

/// Manual §8.9: record and balance change together.
#[test]
fn composite_purchase_writes_its_record() {
    let mut card = purse();
    load(&mut card, Purse::Purse, 1000);
    let old = send_hex(&mut card, "00 B2 AA B8 00").ok();
    let new = [[0xAA, 10].as_slice(), &[9; 10]].concat();
    let cache = command([0x80, 0xDC, 0xAA, 0xB8], &new, None);
    assert_eq!(send(&mut card, &cache).status, 0x6901, "not initialised");

    let answer = send(&mut card, &initialize_debit(DebitType::CompositePurchase, 40)).ok();
    let last = debit(DebitType::CompositePurchase, 40, 3, &answer);
    assert_eq!(send(&mut card, &last).status, 0x6985, "nothing cached");

    let answer = send(&mut card, &initialize_debit(DebitType::CompositePurchase, 40)).ok();
    send(&mut card, &cache).ok();
    let wrong = command([0x80, 0xDC, 0xAA, 0xB8], &new[..11], None);
    assert_eq!(send(&mut card, &wrong).status, 0x6A80);
    let last = debit(DebitType::CompositePurchase, 40, 3, &answer);
    assert_eq!(send(&mut card, &last).status, 0x6901, "a refused command has ended the transaction");
    assert_eq!(send_hex(&mut card, "00 B2 AA B8 00").ok(), old);

    let answer = send(&mut card, &initialize_debit(DebitType::CompositePurchase, 40)).ok();
    send(&mut card, &cache).ok();
    let proof = send(&mut card, &debit(DebitType::CompositePurchase, 40, 3, &answer)).ok();
    assert_eq!(send_hex(&mut card, "00 B2 AA B8 00").ok(), new);
    assert_eq!(balance(&mut card, Purse::Purse), 960);
    assert_eq!(prove(&mut card, 9, 0).ok(), [&proof[4..], &proof[..4]].concat());
}

/// Manual §8.10, §8.12: the deposit includes the overdraft, which cannot be unloaded.
#[test]
fn unload_and_overdraft() {
    let mut card = purse();
    verify_pin(&mut card);
    load(&mut card, Purse::Deposit, 1000);

    let answer = send(&mut card, &initialize_update()).ok();
    let tac = send(&mut card, &update_overdraw_limit(500, &answer)).ok();
    let answer = InitializeUpdateResponse::from_bytes(&answer).unwrap();
    assert_eq!((answer.balance.units(), answer.sequence.value()), (1000, 1));
    let expected = overdraft_tac(
        &card_key(0x34).tac_key(),
        Amount::new(1500),
        answer.sequence,
        OverdraftLimit::new(500).unwrap(),
        TERMINAL,
        at(),
    );
    assert_eq!(tac, expected.to_bytes());
    assert_eq!(balance(&mut card, Purse::Deposit), 1500);
    assert_eq!(prove(&mut card, 7, 1).ok(), [[0; 4], expected.to_bytes()].concat());

    assert_eq!(send(&mut card, &initialize_unload(1001)).status, 0x9401, "the overdraft is the bank's");
    let answer = send(&mut card, &initialize_unload(600)).ok();
    let mac3 = send(&mut card, &debit_for_unload(600, &answer)).ok();
    let answer = InitializeOnlineResponse::from_bytes(&answer).unwrap();
    let session = card_key(0x3D).online_session_key(answer.random, answer.sequence);
    let unload = Unload { amount: Amount::new(600), terminal: TERMINAL };
    let expected = unload_mac3(&session, Amount::new(900), answer.sequence, &unload, at()).to_bytes();
    assert_eq!(mac3, expected);
    assert_eq!(prove(&mut card, 3, 2).ok(), [expected, [0; 4]].concat());

    pay(&mut card, DebitType::DepositPurchase, 700, 0);
    assert_eq!(balance(&mut card, Purse::Deposit), 200);
    let answer = send(&mut card, &initialize_update()).ok();
    assert_eq!(send(&mut card, &update_overdraw_limit(299, &answer)).status, 0x9401, "300 of it are used");
    let answer = send(&mut card, &initialize_update()).ok();
    send(&mut card, &update_overdraw_limit(300, &answer)).ok();
    assert_eq!(balance(&mut card, Purse::Deposit), 0);
}

/// PBOC 2.0 part 1: everything on the deposit wants the PIN.
#[test]
fn the_deposit_wants_the_pin() {
    let mut card = purse();
    for command in [
        initialize_load(Purse::Deposit, 1),
        initialize_debit(DebitType::DepositPurchase, 1),
        initialize_debit(DebitType::CashWithdrawal, 1),
        initialize_unload(1),
        initialize_update(),
        bytes("80 5C 00 01 04"),
    ] {
        assert_eq!(send(&mut card, &command).status, 0x6982);
    }
    verify_pin(&mut card);
    select(&mut card, &EPURSE_AID).ok();
    assert_eq!(send_hex(&mut card, "80 5C 00 01 04").status, 0x6982, "SELECT forgets the PIN");
}

#[test]
fn parameters_keys_and_lengths_are_checked() {
    let mut card = purse();
    verify_pin(&mut card);
    for (command, status) in [
        ("80 50 00 03 0B 01 00000001 001122334455", 0x6A86),
        ("80 50 02 02 0B 01 00000001 001122334455", 0x6A86),
        ("80 50 03 01 0B 01 00000001 001122334455", 0x6A86),
        ("80 50 04 02 07 01 001122334455", 0x6A86),
        ("80 50 05 02 0B 01 00000001 001122334455", 0x6A86),
        ("80 50 06 01 0B 01 00000001 001122334455", 0x6A86),
        ("80 50 00 02 0B 02 00000001 001122334455", 0x9403),
        ("80 50 04 01 07 02 001122334455", 0x9403),
        ("80 50 00 02 0A 01 00000001 0011223344", 0x6700),
        ("80 5A 00 06 01 00", 0x6700),
        ("80 5A 00 0A 02 0000", 0x6A86),
        ("80 5A 01 06 02 0000", 0x6A86),
        ("80 5C 00 03 04", 0x6A86),
        ("80 54 02 00 0B 20261122 143005 00000000", 0x6A86),
        ("80 52 00 01 0B 20261122 143005 00000000", 0x6A86),
        ("80 58 01 00 0E 000000 20261122 143005 00000000", 0x6A86),
        ("80 7A 00 00", 0x6D00),
        ("00 7A 00 00", 0x6D00),
        ("88 5C 00 02 04", 0x6E00),
        ("00 84 00 00 05", 0x6700),
        ("00 84 01 00 04", 0x6A86),
        ("80 5E 02 00 07 123456FF654321", 0x6A86),
    ] {
        let answer = send_hex(&mut card, command);
        assert_eq!(answer.status, status, "{command}");
    }
    let mut card = purse();
    let answer = send(&mut card, &initialize_load(Purse::Purse, 1)).ok();
    let mut last = credit_for_load(Purse::Purse, 1, &answer);
    last[5] = 0xAA;
    assert_eq!(send(&mut card, &last).status, 0x6A80, "no such day");
}

/// Balances end where their limit is; so does arithmetic.
#[test]
fn balances_have_a_limit() {
    let mut card = purse();
    load(&mut card, Purse::Purse, 100_000);
    assert_eq!(send(&mut card, &initialize_load(Purse::Purse, 1)).status, 0x6985);
    assert_eq!(send(&mut card, &initialize_load(Purse::Purse, u32::MAX)).status, 0x6985);
    let limits = |purse| epurse::balance_limits(Amount::new(u32::MAX), Amount::new(purse));
    assert_eq!(maintain(&mut card, &limits(99_999)), 0x6985, "below what it holds");
    assert_eq!(maintain(&mut card, &limits(u32::MAX)), 0x9000);
    load(&mut card, Purse::Purse, u32::MAX - 100_000);
    assert_eq!(send(&mut card, &initialize_load(Purse::Purse, 1)).status, 0x6985);
    assert_eq!(balance(&mut card, Purse::Purse), u32::MAX);

    let mut card = purse();
    verify_pin(&mut card);
    load(&mut card, Purse::Deposit, 999_999);
    let answer = send(&mut card, &initialize_update()).ok();
    assert_eq!(send(&mut card, &update_overdraw_limit(2, &answer)).status, 0x6985);
}

/// Manual §7.10, §8.4 to §8.6.
#[test]
fn the_pin() {
    let mut card = purse();
    assert_eq!(send_hex(&mut card, "00 20 00 00").status, 0x63C3);
    assert_eq!(send_hex(&mut card, "00 20 00 00 03 123457").status, 0x63C2);
    assert_eq!(send_hex(&mut card, "00 20 00 00 02 1234").status, 0x63C1);
    verify_pin(&mut card);
    assert_eq!(send_hex(&mut card, "00 20 00 00").status, 0x9000);
    assert_eq!(send_hex(&mut card, "00 20 00 00 01 12").status, 0x6700);
    assert_eq!(send_hex(&mut card, "00 20 00 01 03 123456").status, 0x6A86);

    // CHANGE PIN
    assert_eq!(send_hex(&mut card, "80 5E 01 00 06 123456 FF 4321").ok(), []);
    assert_eq!(send_hex(&mut card, "00 20 00 00 03 123456").status, 0x63C2);
    send_hex(&mut card, "00 20 00 00 02 4321").ok();
    assert_eq!(send_hex(&mut card, "80 5E 01 00 06 111111 FF 4321").status, 0x63C2);
    assert_eq!(send_hex(&mut card, "80 5E 01 00 04 4321 FF 11").status, 0x6A80);
    assert_eq!(send_hex(&mut card, "80 5E 01 00 04 43211122").status, 0x6A80);

    // Blocked, and unblocked by the issuer who knows the PIN.
    for status in [0x63C1, 0x63C0, 0x6983, 0x6983] {
        assert_eq!(send_hex(&mut card, "00 20 00 00 02 0000").status, status);
    }
    assert_eq!(send_hex(&mut card, "00 20 00 00 02 4321").status, 0x6983, "right, and too late");
    assert_eq!(send_hex(&mut card, "00 20 00 00").status, 0x6983);
    let pin_unblock = |card: &mut Card, pin: &[u8]| {
        let step = epurse::unblock_pin(&Pin::from_bytes(pin).unwrap());
        status(send_step(&mut transmit(card), &card_key(0x37), &step))
    };
    assert_eq!(pin_unblock(&mut card, &PIN), 0x6A80, "not the PIN");
    assert_eq!(send_hex(&mut card, "00 20 00 00").status, 0x6983);
    assert_eq!(pin_unblock(&mut card, &[0x43, 0x21]), 0x9000);
    send_hex(&mut card, "00 20 00 00 02 4321").ok();

    // RELOAD PIN
    let new = Pin::from_bytes(&[0x99; 6]).unwrap();
    let mac = reload_pin_mac(&card_key(0x38), &new).to_bytes();
    let reload = [&[0x99; 6][..], &mac].concat();
    send(&mut card, &command([0x80, 0x5E, 0x00, 0x00], &reload, None)).ok();
    send_hex(&mut card, "00 20 00 00 06 999999999999").ok();
    assert_eq!(send_hex(&mut card, "80 5E 00 00 06 1234 00000000").status, 0x9302);
    assert_eq!(send_hex(&mut card, "80 5E 00 00 05 12 00000000").status, 0x6700);
}

/// A personalization that is repeated, as after a lost answer to its last command, uses up no attempt.
#[test]
fn personalization_may_be_repeated() {
    for (mut card, aid, steps) in
        [(purse(), EPURSE_AID, purse_data().steps()), (psam(), PSAM_AID, psam_data().steps())]
    {
        for _ in 0..12 {
            let outcome = personalize(&mut transmit(&mut card), &aid, &transport_key(), &steps);
            assert_eq!(outcome, Err(PersonalizationError::AlreadyPersonalized));
        }
        assert_eq!(select(&mut card, &aid).status, 0x9000);
    }
}

/// A key with an algorithm that the purse does not have would be loaded with and never paid with: PSAMs refuse it.
#[test]
fn a_key_of_an_unknown_algorithm_is_refused() {
    let mut card = purse();
    for (algorithm, expected) in [(0, 0x9000), (1, 0x9000), (2, 0x6A80), (0x10, 0x6A80), (0xFF, 0x6A80)] {
        let key = epurse::CardKey { version: 1, algorithm, key: card_key(0x3E) };
        assert_eq!(maintain(&mut card, &epurse::write_key(0x3E, &key)), expected, "{algorithm:02X}");
    }
}

/// A challenge of eight bytes is the whole initial value, as klks/fmcos-python has it (tried on FM1208 cards).
#[test]
fn secure_messaging_takes_a_challenge_of_eight_bytes() {
    let mut card = purse();
    for (instruction, expected) in [(0x1E, 0x9000), (0x18, 0x9000)] {
        let challenge = send_hex(&mut card, "00 84 00 00 08").data;
        let header = CommandHeader { cla: 0x84, ins: instruction, p1: 0, p2: 0 };
        let challenge = Challenge::from_bytes(challenge.try_into().unwrap());
        let command = wrap_command(&card_key(0x36), challenge, header, &[], Protection::Mac).unwrap();
        assert_eq!(send(&mut card, &command).status, expected);
    }
}

/// FF separates the PINs of CHANGE PIN: with one in it, a PIN could be set and never be changed.
#[test]
fn a_pin_has_no_separator_in_it() {
    let mut card = purse();
    assert_eq!(send_hex(&mut card, "80 5E 01 00 08 123456 FF 12FF3456").status, 0x6A80);
    assert!(Pin::from_bytes(&[0x12, 0x34, 0xFF, 0x56]).is_err());
    verify_pin(&mut card);
}

/// The try limit is the install parameters'.
#[test]
fn the_pin_try_limit_is_a_parameter() {
    let parameters = InstallParameters { pin_try_limit: 5, ..parameters() };
    let mut card = purse_with(seeded(), &parameters, &purse_data());
    assert_eq!(send_hex(&mut card, "00 20 00 00 02 0000").status, 0x63C4);
}

/// Manual §8.1 to §8.3.
#[test]
fn blocking() {
    let mut card = purse();
    load(&mut card, Purse::Purse, 100);
    pay(&mut card, DebitType::PursePurchase, 1, 0);
    assert_eq!(maintain(&mut card, &epurse::unblock()), 0x9000, "not blocked, and no matter");
    assert_eq!(maintain(&mut card, &epurse::block_temporarily()), 0x9000);
    assert_eq!(send_hex(&mut card, "80 5C 00 02 04").status, 0x6A81);
    assert_eq!(send_hex(&mut card, "00 B0 95 00 00").status, 0x6A81);
    assert_eq!(send(&mut card, &initialize_debit(DebitType::PursePurchase, 1)).status, 0x6A81);
    assert_eq!(prove(&mut card, 6, 0).status, 0x9000, "a torn purchase can still be settled");
    card.power_on().unwrap();
    assert_eq!(select(&mut card, &EPURSE_AID).status, 0x6A81);
    assert_eq!(maintain(&mut card, &epurse::unblock()), 0x9000, "it is selected all the same");
    select(&mut card, &EPURSE_AID).ok();
    assert_eq!(balance(&mut card, Purse::Purse), 99);

    for step in [epurse::block_permanently(), epurse::block_card()] {
        let mut card = purse();
        assert_eq!(maintain(&mut card, &step), 0x9000);
        assert_eq!(send_hex(&mut card, "80 5C 00 02 04").status, 0x9303);
        assert_eq!(send_hex(&mut card, "00 84 00 00 04").status, 0x9303, "nor can it be unblocked");
        assert_eq!(prove(&mut card, 6, 0).status, 0x9303);
        card.power_on().unwrap();
        assert_eq!(select(&mut card, &EPURSE_AID).status, 0x9303);
    }
}

/// FMCOS 2.0 ch. 7.
#[test]
fn authentication() {
    let mut card = purse();
    let cryptogram = card_key(0x30).authentication_cryptogram(*b"terminal");
    assert_eq!(send(&mut card, &command([0x00, 0x88, 0, 0], b"terminal", Some(8))).ok(), cryptogram);
    assert_eq!(send_hex(&mut card, "00 88 00 00 04 01020304").status, 0x6700);

    load(&mut card, Purse::Purse, 5);
    for length in [4, 8] {
        select(&mut card, &EPURSE_AID).ok();
        assert_eq!(send_hex(&mut card, "00 B2 01 C4 00").status, 0x6982);
        let mut block = send(&mut card, &[0x00, 0x84, 0x00, 0x00, length]).ok();
        block.resize(8, 0);
        let cryptogram = card_key(0x39).authentication_cryptogram(block.try_into().unwrap());
        let external = command([0x00, 0x82, 0, 0], &cryptogram, None);
        send(&mut card, &external).ok();
        assert_eq!(send(&mut card, &external).status, 0x6984, "a challenge is good once");
        send_hex(&mut card, "00 B2 01 C4 00").ok();
    }
    for left in (0..10).rev() {
        send_hex(&mut card, "00 84 00 00 08").ok();
        assert_eq!(send_hex(&mut card, "00 82 00 00 08 0000000000000000").status, 0x63C0 + left);
        assert_eq!(send_hex(&mut card, "00 B2 01 C4 00").status, 0x6982, "a failure takes the right back");
    }
    send_hex(&mut card, "00 84 00 00 08").ok();
    assert_eq!(send_hex(&mut card, "00 82 00 00 08 0000000000000000").status, 0x6983);
    assert_eq!(balance(&mut card, Purse::Purse), 5, "the application goes on");
}

/// N wrong MACs in a row lock the application; a right one in between starts anew.
#[test]
fn wrong_macs_lock_the_application() {
    let mut card = purse();
    load(&mut card, Purse::Purse, 100);
    let wrong = |card: &mut Card| {
        send(card, &initialize_debit(DebitType::PursePurchase, 1)).ok();
        send_hex(card, "80 54 01 00 0F 00000000 20261122 143005 00000000 08").status
    };
    for _ in 0..9 {
        assert_eq!(wrong(&mut card), 0x9302);
    }
    pay(&mut card, DebitType::PursePurchase, 1, 0);
    for _ in 0..9 {
        assert_eq!(wrong(&mut card), 0x9302);
        card.power_on().unwrap();
        select(&mut card, &EPURSE_AID).ok();
    }
    assert_eq!(wrong(&mut card), 0x9303);
    assert_eq!(select(&mut card, &EPURSE_AID).status, 0x9303);

    let parameters = InstallParameters { mac_failure_limit: 2, ..parameters() };
    let mut card = purse_with(seeded(), &parameters, &purse_data());
    let unload = |card: &mut Card| {
        send_hex(card, "00 84 00 00 04").ok();
        send_hex(card, "84 18 00 00 04 00000000").status
    };
    assert_eq!((unload(&mut card), unload(&mut card)), (0x6988, 0x9303));
    assert_eq!(send_hex(&mut card, "80 5C 00 02 04").status, 0x9303);
}

/// Sends an administrative command under this key.
fn under(card: &mut Card, key: &TripleDesKey, step: &cardamom_personalization::Step) -> u16 {
    status(send_step(&mut transmit(card), key, step))
}

/// Docs, "Personalization": before its end no money moves, after it nothing of it can be done again.
#[test]
fn personalization() {
    let mut card = blank_card(seeded());
    install(&mut card, EPURSE_AID, &parameters());
    select(&mut card, &EPURSE_AID).ok();
    for command in [
        "80 50 00 02 0B 01 00000001 001122334455",
        "80 5C 00 02 04",
        "00 20 00 00 03 123456",
        "80 5A 00 06 02 0000",
        "80 5E 01 00 06 123456FF4321",
        "00 88 00 00 08 0000000000000000",
        "00 B2 01 C4 00",
        "84 1E 00 00 04 00000000",
        "84 24 00 00 0C 000000000000000000000000",
    ] {
        assert_eq!(send_hex(&mut card, command).status, 0x6985, "{command}");
    }
    let steps = purse_data().steps();
    let (end, others) = steps.split_last().unwrap();
    assert_eq!(under(&mut card, &transport_key(), end), 0x6985, "nothing is there yet");
    assert_eq!(under(&mut card, &card_key(0x36), &others[0]), 0x6988, "not the transport key");
    for step in others {
        assert_eq!(under(&mut card, &transport_key(), step), 0x9000, "{step:?}");
        card.power_on().unwrap();
        select(&mut card, &EPURSE_AID).ok();
    }
    assert_eq!(send_hex(&mut card, "80 5C 00 02 04").status, 0x6985, "not ended");
    assert_eq!(under(&mut card, &transport_key(), end), 0x9000);
    assert_eq!(balance(&mut card, Purse::Purse), 0);
    assert_eq!(life_cycle(&card), 0x0F);

    assert_eq!(
        under(&mut card, &transport_key(), &others[0]),
        0x6988,
        "the transport key is worth nothing now"
    );
    assert_eq!(maintain(&mut card, end), 0x6985);
    let pin = cardamom_personalization::Step::encrypted("PUT DATA PIN", [0x84, 0xDA, 0x00, 0x3A], &[1, 2]);
    assert_eq!(maintain(&mut card, &pin), 0x6985);
    let unknown = epurse::write_key(0x31, &epurse::CardKey::new(2, card_key(1)));
    assert_eq!(maintain(&mut card, &unknown), 0x6A80);
    let new_load_key = epurse::CardKey::new(2, card_key(1));
    assert_eq!(maintain(&mut card, &epurse::write_key(0x3F, &new_load_key)), 0x9000);
    let answer = send(&mut card, &initialize_load(Purse::Purse, 1)).ok();
    assert_eq!(InitializeOnlineResponse::from_bytes(&answer).unwrap().key_version, 2);
}

#[test]
fn install_parameters_are_checked() {
    for wrong in
        ["", "8101", "81 11 01", "82 01 03", "83 01 05 82 01 03", "81 10 00112233445566778899AABBCCDDEEFF"]
    {
        assert!(install_alone(&bytes(wrong)).is_err(), "{wrong}");
    }
    let good = parameters().to_bytes().to_vec();
    assert!(install_alone(&good).is_ok());
    for wrong in ["82 01 00", "82 01 10", "83 01 00", "84 01 02", "85 01 00", "81 01 01", "82"] {
        let prefix = &good[..19];
        assert!(install_alone(&[prefix, &bytes(wrong)].concat()).is_err(), "{wrong}");
    }
}

fn install_alone(parameters: &[u8]) -> Result<(), IssuanceError> {
    try_install(&mut blank_card(seeded()), EPURSE_AID, parameters)
}
