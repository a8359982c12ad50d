//! Known-answer vectors of the ED/EP protocol, each from the source that its test names.
//!
//! "docs" is the documentation folder of the public repository klks/fmcos-python, "manual" the FMCOS 2.0 user
//! manual in it. Cards and blogs print whole transactions; what a blog prints wrongly is not pinned.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "the helpers of a test may panic")]

use cardamom_secure_channel::edep::*;

fn bytes<const N: usize>(hex: &str) -> [u8; N] {
    let digits: Vec<u8> = hex.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let bytes: Vec<u8> = digits
        .chunks(2)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
        .collect();
    bytes.try_into().expect("the length that the type asks for")
}

fn key(hex: &str) -> TripleDesKey {
    TripleDesKey::from_bytes(bytes(hex))
}

fn random(hex: &str) -> Random {
    Random::from_bytes(bytes(hex))
}

fn terminal(hex: &str) -> TerminalNumber {
    TerminalNumber::from_bytes(bytes(hex))
}

fn at(hex: &str) -> Timestamp {
    Timestamp::from_bytes(bytes(hex)).unwrap()
}

#[track_caller]
fn assert_session(session: &SessionKey, hex: &str) {
    assert_eq!(*session.expose(), bytes(hex));
}

#[track_caller]
fn assert_mac(mac: Mac4, hex: &str) {
    assert_eq!(mac.to_bytes(), bytes(hex), "computed {:02X?}", mac.to_bytes());
    assert!(mac.verify(&Mac4::from_bytes(bytes(hex))));
}

/// Vector A. cnblogs.com/ttss/p/4280376: load of the electronic deposit.
#[test]
fn a_deposit_load() {
    let load =
        Load { purse: Purse::Deposit, amount: Amount::new(0x1000), terminal: terminal("001122334455") };
    let session = key("11223344556677888877665544332211")
        .online_session_key(random("11223344"), OnlineSequence::new(0));
    assert_session(&session, "9B1D924E05595603");
    assert_mac(load_mac1(&session, Amount::ZERO, &load), "2988AE5A");
    assert_mac(load_mac2(&session, &load, at("20111221214822")), "3A845BF0");
}

/// Vector B. cnblogs.com/ttss/p/4280430: purchase with the electronic purse. The source prints the session key
/// only; the 8054 command in it repeats values of the load.
#[test]
fn b_purse_purchase() {
    let purchase = Purchase {
        debit: DebitType::PursePurchase,
        amount: Amount::new(0x1000),
        terminal: terminal("001122334455"),
    };
    let session = SessionKey::from_bytes(bytes("003238ABC57659DD"));
    assert_mac(purchase_mac1(&session, &purchase, at("20120229135100")), "F15CAB75");
    assert_mac(purchase_mac2(&session, purchase.amount), "56988A13");
}

/// Vector C. docs, "The method and process of checking MAC1, MAC2, and TAC": load of a real card, its messages
/// included.
#[test]
fn c_purse_load_of_a_real_card() {
    let command = InitializeCommand::from_bytes(&bytes::<11>("0100000001112233445566")).unwrap();
    let answer =
        InitializeOnlineResponse::from_bytes(&bytes::<16>("0000001A 0017 00 01 06B825D7 684C81CE")).unwrap();
    let load = Load { purse: Purse::Purse, amount: command.amount, terminal: command.terminal };
    let session = key("3F013F013F013F013F013F013F013F01").online_session_key(answer.random, answer.sequence);
    assert_session(&session, "6E76E8541E217D9A");
    assert!(load_mac1(&session, answer.old_balance, &load).verify(&answer.mac1));

    let at = at("20170310110734");
    let credit = CompleteOnlineCommand { at, mac2: load_mac2(&session, &load, at) };
    assert_eq!(credit.to_bytes(), bytes("20170310 110734 9C8A0625"));

    let tac_key = key("34343434343434343434343434343434").tac_key();
    let new_balance = answer.old_balance.checked_add(load.amount).unwrap();
    assert_mac(load_tac(&tac_key, new_balance, answer.sequence, &load, at), "16EAD516");
}

const BLOG_KEY: &str = "00112233445566778899AABBCCDDEEFF";

/// Vector D, load. docs, "CPU card e-wallet circle consumption debugging record": a real card.
#[test]
fn d_purse_load_of_a_real_card() {
    let answer =
        InitializeOnlineResponse::from_bytes(&bytes::<16>("00000000 0000 01 00 C903814D 03976C22")).unwrap();
    let load = Load { purse: Purse::Purse, amount: Amount::new(0x2000), terminal: terminal("001122334455") };
    let session = key(BLOG_KEY).online_session_key(answer.random, answer.sequence);
    assert_session(&session, "11FDF264E8AEEFA3");
    assert!(load_mac1(&session, answer.old_balance, &load).verify(&answer.mac1));
    let at = at("20161216105800");
    assert_mac(load_mac2(&session, &load, at), "8AFA5718");
    assert_mac(
        load_tac(&key(BLOG_KEY).tac_key(), Amount::new(0x2000), answer.sequence, &load, at),
        "FA00066D",
    );
}

/// Vector D, purchase: the same card and source.
#[test]
fn d_purse_purchase_of_a_real_card() {
    let answer =
        InitializeOfflineResponse::from_bytes(&bytes::<15>("00002000 0000 000000 00 00 584633C9")).unwrap();
    let purchase = Purchase {
        debit: DebitType::PursePurchase,
        amount: Amount::new(1),
        terminal: terminal("001122334455"),
    };
    let terminal_sequence = TerminalSequence::new(0);
    let session = key(BLOG_KEY).offline_session_key(answer.random, answer.sequence, terminal_sequence);
    assert_session(&session, "C08346DF9F1D457A");
    let at = at("20161216134600");
    let debit = DebitCommand { terminal_sequence, at, mac1: purchase_mac1(&session, &purchase, at) };
    assert_eq!(debit.to_bytes(), bytes("00000000 20161216 134600 D45737C5"));
    let proof = DebitResponse {
        tac: purchase_tac(&key(BLOG_KEY).tac_key(), &purchase, terminal_sequence, at),
        mac2: purchase_mac2(&session, purchase.amount),
    };
    assert_eq!(proof.to_bytes(), bytes("8AF270DC 66B54A6B"));
}

/// Vector D1: the same card and source, another initialisation.
#[test]
fn d1_purse_load_initialisation() {
    let load = Load { purse: Purse::Purse, amount: Amount::new(0x2000), terminal: terminal("001122334455") };
    let session = key(BLOG_KEY).online_session_key(random("E0B84748"), OnlineSequence::new(0));
    assert_session(&session, "7C45FBFB5B3A68F5");
    assert_mac(load_mac1(&session, Amount::ZERO, &load), "EA411F90");
}

/// Vector E. docs, "E-Wallet CPU Card and PSAM Card Consumption Key Loading Analysis", part 4.
#[test]
fn e_diversification() {
    let factor = DiversificationFactor::from_bytes(bytes("1122334455667788"));
    assert_eq!(*key(BLOG_KEY).diversify(&factor).expose(), bytes("496BD7A3513644533100B54E71196528"));
}

/// Vector F. Same source, part 3: a PSAM takes a purchase key, one level of diversification, under its master
/// key.
#[test]
fn f_key_loading() {
    let record = KeyRecord {
        usage: KeyUsage::new(1, KeyUsage::PURCHASE).unwrap(),
        version: 0,
        algorithm: 0,
        key: key(BLOG_KEY),
    };
    let header = CommandHeader { cla: 0x84, ins: 0xD4, p1: 0x00, p2: 0x00 };
    let (master, challenge) = (key(BLOG_KEY), random("5D72B3FD"));
    let mut command =
        wrap_command(&master, challenge, header, &*record.to_bytes(), Protection::EncryptedMac).unwrap();
    assert_eq!(command, bytes::<33>("84D400001C DCC0BB5793ABFCA2CA8C1624822F6E01A86A0B5CBED191DD 8A9D4ADB"));
    let plain =
        unwrap_command(&master, challenge, header, &mut command[5..], Protection::EncryptedMac).unwrap();
    let loaded = KeyRecord::from_bytes(plain).unwrap();
    assert_eq!((loaded.usage.levels(), loaded.usage.kind()), (1, KeyUsage::PURCHASE));
    assert_eq!(loaded.key.expose(), record.key.expose());
}

/// Vector G. dpj365.com/?p=401: load initialisation.
///
/// The page gives key, challenge, session key and MAC1; the balance, amount and terminal behind that MAC1 did
/// not reach us, so only the session key is pinned.
#[test]
fn g_session_key() {
    let session = key("3F013F013F013F013F013F013F013F01")
        .online_session_key(random("F9CABA91"), OnlineSequence::new(0));
    assert_session(&session, "03015BEA347EA231");
}

/// docs, "Set up a simple test PBOC payment environment on FMCOS CPU": a real card whose key halves differ and
/// whose algorithm identifier is 01. Its session key is triple DES all the same, and its TAC key shows the XOR.
#[test]
fn purse_load_with_unequal_key_halves() {
    let answer =
        InitializeOnlineResponse::from_bytes(&bytes::<16>("00000000 0000 00 01 4E066548 0D39ADBB")).unwrap();
    let load = Load { purse: Purse::Purse, amount: Amount::new(0x10), terminal: terminal("666666666666") };
    let session = key("3F3F3F3F3F3F3F3F1122334455667788").online_session_key(answer.random, answer.sequence);
    assert_session(&session, "3B75C79CFA8C2327");
    assert!(load_mac1(&session, answer.old_balance, &load).verify(&answer.mac1));
    let at = at("20240411212121");
    assert_mac(load_mac2(&session, &load, at), "097E98FE");
    let tac_key = key("34343434343434341122334455667788").tac_key();
    assert_mac(load_tac(&tac_key, Amount::new(0x10), answer.sequence, &load, at), "A802863E");

    let record = bytes::<23>("0001 000000 00000010 02 666666666666 20240411 212121");
    let read = TransactionRecord::from_bytes(&record).unwrap();
    assert_eq!((read.amount, read.terminal, read.at), (load.amount, load.terminal, at));
    assert_eq!(read.transaction_type, TransactionType::PurseLoad);
    assert_eq!(read.to_bytes(), record);
}

/// docs, "FMCOS uses ciphertext with MAC to add/modify keys": commands that a real card accepted under the
/// factory master key.
#[test]
fn key_writing_that_a_real_card_accepted() {
    let master = key("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF");
    let wrap = |p1, p2, plain: &str, challenge| {
        let header = CommandHeader { cla: 0x84, ins: 0xD4, p1, p2 };
        wrap_command(&master, random(challenge), header, &bytes::<13>(plain), Protection::EncryptedMac)
    };
    assert_eq!(
        wrap(0x01, 0x02, "F9F0F0AAFF1122334455667788", "4C45BAB9").unwrap(),
        bytes::<25>("84D4010214 7C87BC23140021B3AFEA67E6359DDCFE D7C943F6")
    );
    assert_eq!(
        wrap(0x39, 0x01, "F9F0F0AAFF1122334455667788", "EF364818").unwrap(),
        bytes::<25>("84D4390114 7C87BC23140021B3AFEA67E6359DDCFE 9095E4E1")
    );
    assert_eq!(
        wrap(0xF9, 0x02, "39F0F0AAFF1122334455667788", "C0B3549C").unwrap(),
        bytes::<25>("84D4F90214 7E65DE142F66CA41AFEA67E6359DDCFE 012EF5F5")
    );
}

/// klks/fmcos-python, examples/test_mac.py: UPDATE BINARY and READ BINARY with a MAC, and the MAC of a response.
#[test]
fn file_access_with_a_mac() {
    let protection_key = key("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF");
    let data = bytes::<16>("11223344556677889900AABBCCDDEEFF");
    let update = CommandHeader { cla: 0x04, ins: 0xD6, p1: 0, p2: 0 };
    let command = wrap_command(&protection_key, random("44A47DEB"), update, &data, Protection::Mac).unwrap();
    assert_eq!(command[command.len() - 4..], bytes::<4>("F2F62231"));

    let challenge = random("D0FE4FB9");
    let read = CommandHeader { cla: 0x04, ins: 0xB0, p1: 0, p2: 0 };
    let command = wrap_command(&protection_key, challenge, read, &[], Protection::Mac).unwrap();
    assert_eq!(command, bytes::<9>("04B0000004 F09C8A19"));
    assert_mac(response_mac(&protection_key, challenge, &data), "8D318577");
}

// The vectors from here on are our own: no public trace of these transactions is known to us. They were computed
// with PyCryptodome (DES, CBC-MAC and padding written out in Python) from the layouts of the manual, so they
// check this code against an independent implementation, not against a card.

const OWN_KEY: &str = "A0A1A2A3A4A5A6A7B0B1B2B3B4B5B6B7";
const OWN_DTK: &str = "0123456789ABCDEF1122334455667788";

/// Manual §8.10.
#[test]
fn unload() {
    let unload = Unload { amount: Amount::new(1000), terminal: terminal("112233445566") };
    let (sequence, at) = (OnlineSequence::new(7), at("20261122143005"));
    let session = key(OWN_KEY).online_session_key(random("0BADCAFE"), sequence);
    assert_session(&session, "D117EA93FCA5FF60");
    assert_mac(unload_mac1(&session, Amount::new(10_000), &unload), "03622735");
    assert_mac(unload_mac2(&session, &unload, at), "D8108962");
    assert_mac(unload_mac3(&session, Amount::new(9_000), sequence, &unload, at), "25ECF3CC");
}

/// Manual §8.12; the TAC key is left XOR right, see `overdraft_tac`.
#[test]
fn overdraft_update() {
    let (old_limit, new_limit) = (OverdraftLimit::new(500).unwrap(), OverdraftLimit::new(800).unwrap());
    let (sequence, terminal, at) = (OnlineSequence::new(8), terminal("112233445566"), at("20261122143005"));
    let balance = Amount::new(10_000);
    let new_balance = balance_after_overdraft_update(balance, old_limit, new_limit).unwrap();
    assert_eq!(new_balance, Amount::new(10_300));
    let session = key(OWN_KEY).online_session_key(random("0BADCAFE"), sequence);
    assert_mac(overdraft_mac1(&session, balance, old_limit, terminal), "445283A5");
    assert_mac(overdraft_mac2(&session, new_limit, terminal, at), "5A5D71A3");
    let tac_key = key(OWN_DTK).tac_key();
    assert_mac(overdraft_tac(&tac_key, new_balance, sequence, new_limit, terminal, at), "25719FC2");
}

/// Manual §8.8, §8.9, §8.11: the three debits differ in their type byte alone.
#[test]
fn cash_deposit_purchase_and_composite_purchase() {
    let (terminal_sequence, at) = (TerminalSequence::new(0xA1B2_C3D4), at("20261122143005"));
    let session =
        key(OWN_KEY).offline_session_key(random("0BADCAFE"), OfflineSequence::new(0x0102), terminal_sequence);
    assert_session(&session, "823788A925D76BE4");
    for (debit, mac1, tac) in [
        (DebitType::CashWithdrawal, "B0E68584", "99BBE333"),
        (DebitType::DepositPurchase, "FD3C4271", "C4D69A68"),
        (DebitType::CompositePurchase, "31C7F8CB", "4BF4FD19"),
    ] {
        let purchase = Purchase { debit, amount: Amount::new(1000), terminal: terminal("112233445566") };
        assert_mac(purchase_mac1(&session, &purchase, at), mac1);
        assert_mac(purchase_mac2(&session, purchase.amount), "DE523E33");
        assert_mac(purchase_tac(&key(OWN_DTK).tac_key(), &purchase, terminal_sequence, at), tac);
    }
}

/// Manual §8.5.3.
#[test]
fn reload_pin() {
    let pin = Pin::from_bytes(&bytes::<6>("223344556677")).unwrap();
    assert_mac(reload_pin_mac(&key(OWN_DTK), &pin), "AE8CF8F5");
}

/// Manual §8.4: the PIN travels encrypted; a length byte, six PIN bytes and one of padding fill a block.
#[test]
fn pin_unblock() {
    let header = CommandHeader { cla: 0x84, ins: 0x24, p1: 0, p2: 0 };
    let pin = bytes::<6>("12345678ABCD");
    assert_eq!(
        wrap_command(&key(OWN_KEY), random("0BADCAFE"), header, &pin, Protection::EncryptedMac).unwrap(),
        bytes::<17>("842400000C D34A18755FBDC4E5 2ED968AB")
    );
}

/// Manual §8.2.
#[test]
fn application_block() {
    let header = CommandHeader { cla: 0x84, ins: 0x1E, p1: 0, p2: 0 };
    assert_eq!(
        wrap_command(&key(OWN_KEY), random("0BADCAFE"), header, &[], Protection::Mac).unwrap(),
        bytes::<9>("841E000004 FEE21CCC")
    );
}
