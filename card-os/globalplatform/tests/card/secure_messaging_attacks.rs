//! Attacks on an open session (attack catalogue A41): each protected command replayed, reordered, truncated, changed in any
//! bit, protected with another key or less than the session wants. The answer is 6982 (6700 for a command that is none),
//! the session is over, and the card is as it was.

use cardamom_apdu::{Command, hex};
use cardamom_kernel::CardSnapshot;
use cardamom_secure_channel::session::HostSession;
use proptest::prelude::*;

use crate::commands::{command, delete, install, lv, put_key};
use crate::host::{Host, MODULE, PACKAGE, TEST_KEY};
use crate::observation::{KEYS, Observation};

const APPLICATION: &str = "A0000000F00102";

/// Version of the keys, and the level, of a session.
const SESSIONS: [(u8, u8); 6] =
    [(0xFF, 0x01), (0xFF, 0x03), (0xFF, 0x11), (0xFF, 0x33), (0x20, 0x01), (0x20, 0x03)];

struct Bench {
    host: Host,
    session: HostSession,
    start: CardSnapshot,
    before: Observation,
}

impl Bench {
    fn new((version, level): (u8, u8)) -> Self {
        let mut host = Host::new();
        host.open(0, TEST_KEY, 0x01);
        host.ok(&install("0C", PACKAGE, MODULE, APPLICATION, "00", ""));
        host.select("A000000151000000");
        host.open(version, TEST_KEY, level);
        let session = host.session.take().unwrap();
        let start = host.card.snapshot();
        let before = host.observe();
        Self { host, session, start, before }
    }

    /// Commands that would change the card.
    fn commands(&self) -> Vec<Vec<u8>> {
        let commands = [
            delete(APPLICATION),
            install("0C", PACKAGE, MODULE, "A0000000F00103", "00", ""),
            put_key(&self.session, 0, 0x33, KEYS[1]),
            command("80E29000", "4203112233"),
            "80F0800700".to_owned(),
            command("80F04080", APPLICATION),
            command("80E60200", &format!("{}00000000", lv("A0000000F100"))),
        ];
        commands.iter().map(|digits| hex::decode(digits).unwrap()).collect()
    }

    fn wrap(session: &mut HostSession, plain: &[u8]) -> Vec<u8> {
        session.wrap(&Command::parse(plain).unwrap()).unwrap()
    }

    fn transmit(&mut self, bytes: &[u8]) -> String {
        hex::encode(self.host.card.transmit(bytes).unwrap())
    }

    /// The session is over: a command that would have been right is refused, and so is one without protection.
    fn assert_over(&mut self, mut session: HostSession, what: &str) {
        let writes = self.host.card.nvm().writes();
        let next = Self::wrap(&mut session, &hex::decode("80F28002024F0000").unwrap());
        assert_eq!(self.transmit(&next), "6982", "{what}: the session goes on");
        assert_eq!(self.transmit(&hex::decode("80F28002024F0000").unwrap()), "6982", "{what}");
        assert_eq!(self.host.card.nvm().writes(), writes, "{what}");
    }

    /// Sends what is forged: refused, nothing written, the session over.
    fn assert_refused(&mut self, forged: &[u8], wanted: &[&str], session: &HostSession, what: &str) {
        let writes = self.host.card.nvm().writes();
        let answer = self.transmit(forged);
        assert!(wanted.contains(&answer.as_str()), "{what}: {} -> {answer}", hex::encode(forged));
        assert_eq!(self.host.card.nvm().writes(), writes, "{what} wrote");
        self.assert_over(session.clone(), what);
        assert_eq!(self.host.observe(), self.before, "{what}");
        self.host.card.restore(&self.start);
    }
}

#[test]
fn a_protected_command_is_done_once_and_in_its_order() {
    for kind in SESSIONS {
        let mut bench = Bench::new(kind);
        for plain in bench.commands() {
            let mut session = bench.session.clone();
            let first = Bench::wrap(&mut session, &plain);
            let second = Bench::wrap(&mut session, &hex::decode("80CA006600").unwrap());
            // The second before the first.
            let after = bench.session.clone();
            bench.assert_refused(&second, &["6982"], &after, "reordered");
            // Once is right; again is a replay.
            assert!(bench.transmit(&first).ends_with("9000"), "{kind:X?} {}", hex::encode(&plain));
            let done = bench.host.observe();
            let writes = bench.host.card.nvm().writes();
            assert_eq!(bench.transmit(&first), "6982", "replayed");
            assert_eq!(bench.host.card.nvm().writes(), writes);
            bench.assert_over(session, "replayed");
            assert_eq!(bench.host.observe(), done);
            bench.host.card.restore(&bench.start);
        }
    }
}

#[test]
fn a_protected_command_truncated_anywhere_is_refused() {
    for kind in SESSIONS {
        let mut bench = Bench::new(kind);
        for plain in bench.commands() {
            let mut session = bench.session.clone();
            let whole = Bench::wrap(&mut session, &plain);
            for length in 5..whole.len() - 1 {
                // The body shorter, and Lc with it.
                let mut shorter = whole[..length].to_vec();
                shorter[4] = u8::try_from(length - 5).unwrap();
                let after = bench.session.clone();
                bench.assert_refused(&shorter, &["6982"], &after, "truncated");
                // The bytes alone: no command at all, and nobody's business.
                let answer = bench.transmit(&whole[..length]);
                let is_none = matches!(answer.as_str(), "6700" | "6982");
                assert!(is_none, "{answer} for {}", hex::encode(&whole[..length]));
                assert_eq!(bench.host.observe(), bench.before);
                bench.host.card.restore(&bench.start);
            }
        }
    }
}

#[test]
fn a_command_protected_with_another_key_or_not_at_all_is_refused() {
    for kind in SESSIONS {
        let mut bench = Bench::new(kind);
        let (version, level) = kind;
        // A session with the same keys of the card, but another one.
        let other = {
            let other = bench.host.try_open(version, TEST_KEY, level).unwrap();
            bench.host.card.restore(&bench.start);
            other
        };
        for plain in bench.commands() {
            let session = bench.session.clone();
            let foreign = Bench::wrap(&mut other.clone(), &plain);
            // Two sessions of SCP02 differ by their counter, two of SCP03 by their challenges.
            bench.assert_refused(&foreign, &["6982"], &session, "MAC of another session");
            bench.assert_refused(&plain, &["6982"], &session, "no protection");
            let mut class_only = plain.clone();
            class_only[0] |= 0x04;
            bench.assert_refused(&class_only, &["6982"], &session, "class without MAC");
            let mut whole = Bench::wrap(&mut session.clone(), &plain);
            whole[0] &= !0x04;
            bench.assert_refused(&whole, &["6982"], &session, "MAC without class");
            whole[0] |= 0x0C;
            bench.assert_refused(&whole, &["6982"], &session, "class of ISO secure messaging");
            if level & 0x03 == 0x03 {
                // The MAC right, the data in clear: the level lowered in the middle.
                let mut lower = bench.lowered(kind);
                let clear = Bench::wrap(&mut lower, &plain);
                bench.assert_refused(&clear, &["6982", "6A80"], &session, "data in clear");
            }
        }
    }
}

impl Bench {
    /// The session as a host would have it that leaves encryption away.
    fn lowered(&mut self, (version, level): (u8, u8)) -> HostSession {
        // The handshake is the same up to the level; its MAC makes the difference, so this stands for a host that
        // knows no encryption key.
        let session = self.host.try_open(version, TEST_KEY, level & !0x22).unwrap();
        self.host.card.restore(&self.start);
        session
    }
}

#[test]
fn a_session_belongs_to_its_channel() {
    for kind in SESSIONS {
        let mut bench = Bench::new(kind);
        assert_eq!(bench.transmit(&hex::decode("0070000101").unwrap()), "9000");
        assert!(bench.transmit(&hex::decode("01A4040008A00000015100000000").unwrap()).ends_with("9000"));
        bench.start = bench.host.card.snapshot();
        for plain in bench.commands() {
            let mut elsewhere = Bench::wrap(&mut bench.session.clone(), &plain);
            elsewhere[0] |= 1;
            assert_eq!(bench.transmit(&elsewhere), "6982", "{kind:X?}");
            let mut bare = plain.clone();
            bare[0] |= 1;
            assert_eq!(bench.transmit(&bare), "6982", "{kind:X?}");
            assert_eq!(bench.host.observe(), bench.before);
            // The one that it belongs to does not mind.
            let mut session = bench.session.clone();
            let next = Bench::wrap(&mut session, &plain);
            assert!(bench.transmit(&next).ends_with("9000"));
            bench.host.card.restore(&bench.start);
        }
    }
}

#[test]
fn leaving_the_security_domain_ends_its_session() {
    for kind in SESSIONS {
        let mut bench = Bench::new(kind);
        let session = bench.session.clone();
        for way in [format!("00A40400{}00", lv(APPLICATION)), "00A4040008A00000015100000000".to_owned()] {
            assert!(bench.transmit(&hex::decode(&way).unwrap()).ends_with("9000"));
            assert!(bench.transmit(&hex::decode("00A4040008A00000015100000000").unwrap()).ends_with("9000"));
            bench.assert_over(session.clone(), "selected again");
            bench.host.card.restore(&bench.start);
        }
        bench.host.card.power_on().unwrap();
        bench.assert_over(session, "reset");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Any bits of a protected command, header and all, but those that name the channel and the Le, which no MAC covers.
    #[test]
    fn a_protected_command_with_any_bits_changed_is_refused(
        kind in 0..SESSIONS.len(),
        which in 0..7_usize,
        changes in prop::collection::vec((0..260_usize, 0..8_u8), 1..3),
    ) {
        let mut bench = Bench::new(SESSIONS[kind]);
        let plain = bench.commands().swap_remove(which);
        let whole = Bench::wrap(&mut bench.session.clone(), &plain);
        let mut forged = whole.clone();
        let end = 5 + usize::from(whole[4]);
        for (at, bit) in changes {
            // Lc and class have tests of their own: with another one it is another command.
            let at = 1 + at % (end - 1);
            // So has b8 of P1: with it it is the part of one.
            if at != 4 && (at, bit) != (2, 7) {
                forged[at] ^= 1 << bit;
            }
        }
        // INITIALIZE UPDATE has no protection and ends the session by itself.
        prop_assume!(forged != whole && forged[1] != 0x50 && !(forged[1] == 0xA4 || forged[1] == 0x70));
        // What says that more follows is verified when all has come (`chains`).
        prop_assume!(forged[2] & 0x80 == 0 || !matches!(forged[1], 0xD8 | 0xE4 | 0xE6));
        let session = bench.session.clone();
        bench.assert_refused(&forged, &["6982"], &session, "bits changed");
    }

    /// Class and Lc: whatever becomes of the command, it is not done.
    #[test]
    fn class_and_length_changed(kind in 0..SESSIONS.len(), which in 0..7_usize, class: u8, length: u8) {
        let mut bench = Bench::new(SESSIONS[kind]);
        let plain = bench.commands().swap_remove(which);
        let whole = Bench::wrap(&mut bench.session.clone(), &plain);
        let mut forged = whole.clone();
        forged[0] = class;
        forged[4] = length;
        prop_assume!(forged != whole);
        let answer = bench.transmit(&forged);
        prop_assert!(!answer.ends_with("9000") || class & 0x10 != 0, "{answer}");
        prop_assert_eq!(bench.host.observe(), bench.before);
    }
}
