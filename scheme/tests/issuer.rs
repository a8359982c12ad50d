//! The issuer's host against a card: what the two compute agrees, and money is neither made nor lost, whatever
//! becomes of the messages between them.
#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic")]
#![allow(clippy::inconsistent_digit_grouping, reason = "amounts are written 50_00 for 50.00")]

use cardamom_scheme::issuer::*;
use cardamom_secure_channel::edep::*;
use proptest::prelude::*;

const SERIAL: DiversificationFactor = DiversificationFactor::from_bytes([0, 0, 0, 0, 0x20, 0x26, 0x00, 0x01]);
const VERSION: u8 = 1;
const TERMINAL: TerminalNumber = TerminalNumber::from_bytes([0, 0, 0, 0, 0, 7]);
const START: u64 = 100_00;

fn now() -> Timestamp {
    Timestamp::from_bytes([0x20, 0x26, 0x11, 0x22, 0x12, 0x00, 0x00]).unwrap()
}

fn issuer() -> Issuer {
    let mut keys = IssuerKeyStore::new();
    for (index, purpose) in (1..).zip(KeyPurpose::ALL) {
        // Bit 1 of a DES key byte is parity and makes no difference.
        let byte = index << 1;
        let key = std::array::from_fn(|position| if position < 8 { byte } else { 0xA0 | byte });
        keys.insert(purpose, VERSION, TripleDesKey::from_bytes(key), true).unwrap();
    }
    let mut issuer = Issuer::new(keys);
    issuer.open_account(
        SERIAL,
        Account { balance: START, maximum_overdraft: OverdraftLimit::new(20_00).unwrap() },
    );
    issuer
}

/// The card's side of the on-line transactions of its electronic deposit.
struct Card {
    keys: CardKeys,
    balance: Amount,
    limit: OverdraftLimit,
    sequence: OnlineSequence,
    challenges: u32,
    session: Option<SessionKey>,
}

impl Card {
    fn new(issuer: &Issuer) -> Self {
        Self {
            keys: issuer.card_keys(SERIAL, VERSION).unwrap(),
            balance: Amount::ZERO,
            limit: OverdraftLimit::ZERO,
            sequence: OnlineSequence::new(0),
            challenges: 0,
            session: None,
        }
    }

    fn challenge(&mut self) -> Random {
        self.challenges += 1;
        Random::from_bytes(self.challenges.to_be_bytes())
    }

    fn initialize_load(&mut self, amount: u32) -> LoadRequest {
        let load = Load { purse: Purse::Deposit, amount: Amount::new(amount), terminal: TERMINAL };
        let random = self.challenge();
        let session = self.keys.load.online_session_key(random, self.sequence);
        let mac1 = load_mac1(&session, self.balance, &load);
        self.session = Some(session);
        let answer = self.answer(random, mac1);
        LoadRequest { serial: SERIAL, load, answer, at: now() }
    }

    fn credit_for_load(&mut self, request: &LoadRequest, mac2: Mac4) -> Option<Mac4> {
        let session = self.session.take()?;
        if !load_mac2(&session, &request.load, request.at).verify(&mac2) {
            return None;
        }
        self.balance = self.balance.checked_add(request.load.amount)?;
        let tac = load_tac(&self.keys.tac.tac_key(), self.balance, self.sequence, &request.load, request.at);
        self.sequence = self.sequence.next()?;
        Some(tac)
    }

    fn initialize_unload(&mut self, amount: u32) -> UnloadRequest {
        let unload = Unload { amount: Amount::new(amount), terminal: TERMINAL };
        let random = self.challenge();
        let session = self.keys.unload.online_session_key(random, self.sequence);
        let mac1 = unload_mac1(&session, self.balance, &unload);
        self.session = Some(session);
        let answer = self.answer(random, mac1);
        UnloadRequest { serial: SERIAL, unload, answer, at: now() }
    }

    fn debit_for_unload(&mut self, request: &UnloadRequest, mac2: Mac4) -> Option<Mac4> {
        let session = self.session.take()?;
        if !unload_mac2(&session, &request.unload, request.at).verify(&mac2) {
            return None;
        }
        self.balance = self.balance.checked_sub(request.unload.amount)?;
        let mac3 = unload_mac3(&session, self.balance, self.sequence, &request.unload, request.at);
        self.sequence = self.sequence.next()?;
        Some(mac3)
    }

    fn initialize_update(&mut self, new_limit: u32) -> OverdraftRequest {
        let random = self.challenge();
        let session = self.keys.overdraft.online_session_key(random, self.sequence);
        let answer = InitializeUpdateResponse {
            balance: self.balance,
            sequence: self.sequence,
            old_limit: self.limit,
            key_version: VERSION,
            algorithm: 0,
            random,
            mac1: overdraft_mac1(&session, self.balance, self.limit, TERMINAL),
        };
        self.session = Some(session);
        let new_limit = OverdraftLimit::new(new_limit).unwrap();
        OverdraftRequest { serial: SERIAL, terminal: TERMINAL, answer, new_limit, at: now() }
    }

    fn update_overdraft(&mut self, request: &OverdraftRequest, mac2: Mac4) -> Option<Mac4> {
        let session = self.session.take()?;
        if !overdraft_mac2(&session, request.new_limit, TERMINAL, request.at).verify(&mac2) {
            return None;
        }
        self.balance = balance_after_overdraft_update(self.balance, self.limit, request.new_limit)?;
        self.limit = request.new_limit;
        let key = self.keys.tac.tac_key();
        let tac = overdraft_tac(&key, self.balance, self.sequence, self.limit, TERMINAL, request.at);
        self.sequence = self.sequence.next()?;
        Some(tac)
    }

    fn answer(&self, random: Random, mac1: Mac4) -> InitializeOnlineResponse {
        InitializeOnlineResponse {
            old_balance: self.balance,
            sequence: self.sequence,
            key_version: VERSION,
            algorithm: 0,
            random,
            mac1,
        }
    }
}

fn balance(issuer: &Issuer) -> u64 {
    issuer.account(SERIAL).unwrap().balance
}

/// One bit off.
fn forged(mac: Mac4) -> Mac4 {
    let [first, rest @ ..] = mac.to_bytes();
    let [a, b, c] = rest;
    Mac4::from_bytes([first ^ 1, a, b, c])
}

#[test]
fn fifty_is_loaded() {
    let mut issuer = issuer();
    let mut card = Card::new(&issuer);
    let request = card.initialize_load(50_00);
    let mac2 = issuer.authorise_load(&request).unwrap();
    assert_eq!(balance(&issuer), START - 50_00);
    let tac = card.credit_for_load(&request, mac2).expect("the card accepts MAC2");
    assert_eq!(card.balance, Amount::new(50_00));
    assert_eq!(issuer.confirm_load(&request, forged(tac)), Err(Refusal::TacInvalid));
    assert_eq!(issuer.confirm_load(&request, tac), Ok(()));
    assert_eq!(issuer.confirm_load(&request, tac), Ok(()), "a terminal may repeat itself");
}

#[test]
fn a_repeated_load_is_charged_once() {
    let mut issuer = issuer();
    let mut card = Card::new(&issuer);
    let request = card.initialize_load(50_00);
    let first = issuer.authorise_load(&request).unwrap();
    let again = issuer.authorise_load(&request).unwrap();
    assert!(first.verify(&again), "the same request gets the same MAC2");

    // The card lost power before MAC2 reached it: a new challenge, the same sequence.
    let retry = card.initialize_load(50_00);
    let mac2 = issuer.authorise_load(&retry).unwrap();
    assert_eq!(balance(&issuer), START - 50_00);
    assert!(card.credit_for_load(&retry, mac2).is_some());
}

/// An answer of the card may be recorded and presented later. Were the first load given back when a smaller one
/// is asked for, its MAC2 could still be used.
#[test]
fn another_amount_under_the_same_sequence_is_refused() {
    let mut issuer = issuer();
    let mut card = Card::new(&issuer);
    let small = card.initialize_load(1_00);
    let large = card.initialize_load(50_00);
    let mac2 = issuer.authorise_load(&large).unwrap();
    assert_eq!(issuer.authorise_load(&small).unwrap_err(), Refusal::SequenceInUse);
    assert_eq!(balance(&issuer), START - 50_00);
    card.credit_for_load(&large, mac2).unwrap();

    let next = card.initialize_load(1_00);
    issuer.authorise_load(&next).unwrap();
    assert_eq!(
        issuer.authorise_load(&large).unwrap_err(),
        Refusal::SequenceStale { highest: OnlineSequence::new(1) }
    );
    assert_eq!(balance(&issuer), START - 51_00);
}

/// A card was authorised to unload (to lower its overdraft), was taken away, and has spent since: it can do that no
/// more. It can be loaded all the same, or unload what is left.
#[test]
fn what_a_card_can_do_no_more_does_not_stop_it() {
    for lowers_overdraft in [false, true] {
        let mut issuer = issuer();
        let mut card = Card::new(&issuer);
        let request = card.initialize_load(50_00);
        let mac2 = issuer.authorise_load(&request).unwrap();
        card.credit_for_load(&request, mac2).unwrap();
        if lowers_overdraft {
            let request = card.initialize_update(20_00);
            let mac2 = issuer.authorise_overdraft(&request).unwrap();
            card.update_overdraft(&request, mac2).unwrap();
            let abandoned = card.initialize_update(0);
            issuer.authorise_overdraft(&abandoned).unwrap();
            card.balance = Amount::new(10_00);
            let again = card.initialize_update(0);
            assert_eq!(issuer.authorise_overdraft(&again).unwrap_err(), Refusal::BalanceOutOfRange);
        } else {
            let abandoned = card.initialize_unload(50_00);
            issuer.authorise_unload(&abandoned).unwrap();
            card.balance = Amount::new(40_00);
            let rest = card.initialize_unload(40_00);
            issuer.authorise_unload(&rest).unwrap();
        }
        let request = card.initialize_load(5_00);
        let mac2 = issuer.authorise_load(&request).unwrap();
        assert_eq!(balance(&issuer), START - 55_00);
        let tac = card.credit_for_load(&request, mac2).unwrap();
        assert_eq!(issuer.confirm_load(&request, tac), Ok(()));
        assert_eq!(balance(&issuer), START - 55_00);
    }
}

/// The load came after an unload that the card has done after all: proof of that gives back what the load took.
#[test]
fn of_two_transactions_under_one_sequence_one_counts() {
    let mut issuer = issuer();
    let mut card = Card::new(&issuer);
    let request = card.initialize_load(50_00);
    let mac2 = issuer.authorise_load(&request).unwrap();
    card.credit_for_load(&request, mac2).unwrap();
    let late = card.initialize_load(5_00);
    let unload = card.initialize_unload(30_00);
    let mac2 = issuer.authorise_unload(&unload).unwrap();
    let mac3 = card.debit_for_unload(&unload, mac2).unwrap();
    issuer.authorise_load(&late).unwrap();
    assert_eq!(balance(&issuer), START - 55_00);
    for _ in 0..2 {
        assert_eq!(issuer.confirm_unload(&unload, mac3), Ok(()));
        assert_eq!(balance(&issuer), START - 20_00);
    }
    assert_eq!(issuer.authorise_load(&late).unwrap_err(), Refusal::SequenceInUse);
    assert_eq!(balance(&issuer), START - 20_00);
}

#[test]
fn a_load_is_refused_for_its_reason_and_costs_nothing() {
    let mut issuer = issuer();
    let mut card = Card::new(&issuer);
    let good = card.initialize_load(50_00);

    let mut request = good;
    request.answer.mac1 = forged(good.answer.mac1);
    assert_eq!(issuer.authorise_load(&request).unwrap_err(), Refusal::MacInvalid);
    request = good;
    request.load.amount = Amount::new(51_00);
    assert_eq!(issuer.authorise_load(&request).unwrap_err(), Refusal::MacInvalid, "the amount is under MAC1");
    request = good;
    request.load.purse = Purse::Purse;
    assert_eq!(issuer.authorise_load(&request).unwrap_err(), Refusal::MacInvalid, "so is the purse");
    request = good;
    request.serial = DiversificationFactor::from_bytes([9; 8]);
    assert_eq!(issuer.authorise_load(&request).unwrap_err(), Refusal::UnknownCard);
    request = good;
    request.answer.key_version = 2;
    assert_eq!(
        issuer.authorise_load(&request).unwrap_err(),
        Refusal::KeyMissing { purpose: KeyPurpose::Load, version: 2 }
    );
    let nothing = card.initialize_load(0);
    assert_eq!(issuer.authorise_load(&nothing).unwrap_err(), Refusal::AmountZero);
    let too_much = card.initialize_load(100_01);
    assert_eq!(
        issuer.authorise_load(&too_much).unwrap_err(),
        Refusal::InsufficientFunds { available: START }
    );
    card.balance = Amount::new(u32::MAX);
    let overflow = card.initialize_load(1);
    assert_eq!(issuer.authorise_load(&overflow).unwrap_err(), Refusal::BalanceOutOfRange);
    assert_eq!(balance(&issuer), START);

    card.balance = Amount::ZERO;
    let everything = card.initialize_load(100_00);
    assert!(issuer.authorise_load(&everything).is_ok(), "a refusal blocks nothing");
    assert_eq!(balance(&issuer), 0);
}

#[test]
fn an_unload_credits_the_account_when_the_card_has_proved_it_and_once() {
    let mut issuer = issuer();
    let mut card = Card::new(&issuer);
    let request = card.initialize_load(50_00);
    let mac2 = issuer.authorise_load(&request).unwrap();
    card.credit_for_load(&request, mac2).unwrap();

    let request = card.initialize_unload(20_00);
    let mac2 = issuer.authorise_unload(&request).unwrap();
    assert_eq!(balance(&issuer), START - 50_00, "not yet");
    let mac3 = card.debit_for_unload(&request, mac2).unwrap();
    assert_eq!(issuer.confirm_unload(&request, forged(mac3)), Err(Refusal::MacInvalid));
    assert_eq!(issuer.confirm_unload(&request, mac3), Ok(()));
    assert_eq!(issuer.confirm_unload(&request, mac3), Ok(()));
    assert_eq!(balance(&issuer), START - 30_00);

    let request = card.initialize_unload(30_01);
    assert_eq!(issuer.authorise_unload(&request).unwrap_err(), Refusal::BalanceOutOfRange);
}

#[test]
fn a_proof_without_authorisation_moves_nothing() {
    let mut issuer = issuer();
    let mut card = Card::new(&issuer);
    card.balance = Amount::new(50_00);
    let request = card.initialize_unload(20_00);
    let session = card.session.clone().unwrap();
    let mac2 = unload_mac2(&session, &request.unload, request.at);
    let mac3 = card.debit_for_unload(&request, mac2).unwrap();
    assert_eq!(issuer.confirm_unload(&request, mac3), Err(Refusal::NotAuthorised));
    assert_eq!(balance(&issuer), START);
}

#[test]
fn the_overdraft_moves_within_what_the_account_allows() {
    let mut issuer = issuer();
    let mut card = Card::new(&issuer);
    let request = card.initialize_update(20_01);
    assert_eq!(
        issuer.authorise_overdraft(&request).unwrap_err(),
        Refusal::OverdraftTooHigh { maximum: OverdraftLimit::new(20_00).unwrap() }
    );
    for (limit, balance) in [(20_00, 20_00), (5_00, 5_00)] {
        let request = card.initialize_update(limit);
        let mac2 = issuer.authorise_overdraft(&request).unwrap();
        let tac = card.update_overdraft(&request, mac2).unwrap();
        assert_eq!(card.balance, Amount::new(balance));
        assert_eq!(issuer.confirm_overdraft(&request, forged(tac)), Err(Refusal::TacInvalid));
        assert_eq!(issuer.confirm_overdraft(&request, tac), Ok(()));
    }
    card.balance = Amount::new(4_99);
    let request = card.initialize_update(0);
    assert_eq!(issuer.authorise_overdraft(&request).unwrap_err(), Refusal::BalanceOutOfRange);
    let mut request = card.initialize_update(5_00);
    request.answer.mac1 = forged(request.answer.mac1);
    assert_eq!(issuer.authorise_overdraft(&request).unwrap_err(), Refusal::MacInvalid);
}

#[test]
fn the_tac_of_a_purchase_is_checked() {
    let issuer = issuer();
    let keys = issuer.card_keys(SERIAL, VERSION).unwrap();
    let purchase =
        Purchase { debit: DebitType::PursePurchase, amount: Amount::new(2_50), terminal: TERMINAL };
    let terminal_sequence = TerminalSequence::new(1);
    let tac = purchase_tac(&keys.tac.tac_key(), &purchase, terminal_sequence, now());
    let proof =
        PurchaseProof { serial: SERIAL, key_version: VERSION, purchase, terminal_sequence, at: now(), tac };
    assert_eq!(issuer.verify_purchase(&proof), Ok(()));
    let more = Purchase { amount: Amount::new(2_51), ..purchase };
    for wrong in [
        PurchaseProof { tac: forged(tac), ..proof },
        PurchaseProof { purchase: more, ..proof },
        PurchaseProof { terminal_sequence: TerminalSequence::new(2), ..proof },
    ] {
        assert_eq!(issuer.verify_purchase(&wrong), Err(Refusal::TacInvalid));
    }
}

#[test]
fn pin_commands_are_what_the_card_expects() {
    let issuer = issuer();
    let keys = issuer.card_keys(SERIAL, VERSION).unwrap();
    let pin = Pin::from_bytes(&[0x12, 0x34, 0x56]).unwrap();

    let challenge = Random::from_bytes([1, 2, 3, 4]);
    let mut command = issuer.pin_unblock_command(SERIAL, VERSION, challenge, &pin).unwrap();
    assert_eq!(command[..5], [0x84, 0x24, 0x00, 0x00, 0x0C]);
    let header = CommandHeader { cla: 0x84, ins: 0x24, p1: 0, p2: 0 };
    let read =
        unwrap_command(&keys.pin_unblock, challenge, header, &mut command[5..], Protection::EncryptedMac);
    assert_eq!(read, Ok(pin.expose()));

    let command = issuer.pin_reload_command(SERIAL, VERSION, &pin).unwrap();
    assert_eq!(command[..8], [0x80, 0x5E, 0x00, 0x00, 0x07, 0x12, 0x34, 0x56]);
    assert_eq!(command[8..], reload_pin_mac(&keys.pin_reload, &pin).to_bytes());

    let stranger = DiversificationFactor::from_bytes([9; 8]);
    assert_eq!(issuer.pin_reload_command(stranger, VERSION, &pin).unwrap_err(), Refusal::UnknownCard);
}

#[test]
fn every_key_of_every_card_differs() {
    let issuer = issuer();
    let mut seen = std::collections::BTreeSet::new();
    for serial in [SERIAL, DiversificationFactor::from_bytes([7; 8])] {
        let CardKeys { load, purchase, unload, overdraft, tac, pin_unblock, pin_reload, maintenance } =
            issuer.card_keys(serial, VERSION).unwrap();
        for key in [load, purchase, unload, overdraft, tac, pin_unblock, pin_reload, maintenance] {
            assert!(seen.insert(*key.expose()));
        }
    }
    assert_eq!(seen.len(), 16);
}

/// How far a transaction gets before the line is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reaches {
    Card,
    Host,
    CardAgain,
    HostAgain,
}

fn attempts() -> impl Strategy<Value = Vec<(bool, u32, Reaches)>> {
    // Few amounts, so that an interrupted transaction is often repeated as it was.
    let amounts = prop::sample::select(vec![0, 5_00, 30_00]);
    let reaches = prop_oneof![
        Just(Reaches::Card),
        Just(Reaches::Host),
        Just(Reaches::CardAgain),
        Just(Reaches::HostAgain)
    ];
    prop::collection::vec((any::<bool>(), amounts, reaches), 0..60)
}

proptest! {
    /// Account + card + what is on its way between them is constant, wherever transactions are cut.
    #[test]
    fn money_is_neither_made_nor_lost(attempts in attempts()) {
        let mut issuer = issuer();
        let mut card = Card::new(&issuer);
        // A load that is charged and not yet credited, by its sequence; unloads that are debited and not credited.
        let mut charged: Option<(OnlineSequence, u32)> = None;
        let mut unproved = 0_u64;
        for (is_load, amount, reaches) in attempts {
            if is_load {
                let request = card.initialize_load(amount);
                if reaches != Reaches::Card && let Ok(mac2) = issuer.authorise_load(&request) {
                    charged = Some((request.answer.sequence, amount));
                    if reaches != Reaches::Host {
                        let tac = card.credit_for_load(&request, mac2).unwrap();
                        charged = None;
                        if reaches == Reaches::HostAgain {
                            prop_assert_eq!(issuer.confirm_load(&request, tac), Ok(()));
                        }
                    }
                }
            } else {
                let request = card.initialize_unload(amount);
                if reaches != Reaches::Card
                    && let Ok(mac2) = issuer.authorise_unload(&request)
                    && reaches != Reaches::Host
                {
                    let mac3 = card.debit_for_unload(&request, mac2).unwrap();
                    unproved += u64::from(amount);
                    if reaches == Reaches::HostAgain {
                        prop_assert_eq!(issuer.confirm_unload(&request, mac3), Ok(()));
                        unproved -= u64::from(amount);
                    }
                }
            }
            if let Some((sequence, _)) = charged {
                prop_assert_eq!(sequence, card.sequence, "the card can still complete the load");
            }
            let on_its_way = charged.map_or(0, |(_, amount)| u64::from(amount)) + unproved;
            prop_assert_eq!(balance(&issuer) + u64::from(card.balance.units()) + on_its_way, START);
        }
    }
}
