//! Attacks on the opening of a session (attack catalogue A41, A42): handshakes replayed, crossed and reflected, guesses under
//! power cuts, challenges and counters.

use cardamom_apdu::hex;
use cardamom_globalplatform::card_data::ScpOption;
use cardamom_globalplatform::security_domain::{SecurityDomainParameters, USUAL_TRIES};
use cardamom_kernel::{NoAnswer, Tear};
use proptest::prelude::*;

use crate::host::{Host, SSD_MODULE, SSD_PACKAGE, TEST_KEY, parameters};

const ISSUER: &str = "A000000151000000";
const WRONG: &str = "8482010010 00000000000000000000000000000000";
/// Versions of the keys of SCP03 and SCP02.
const VERSIONS: [u8; 2] = [0xFF, 0x20];

/// INITIALIZE UPDATE with a host challenge of this byte.
fn initialize(version: u8, challenge: u8) -> String {
    format!("8050{version:02X}0008{}00", hex::encode(&[challenge; 8]))
}

/// A card with another option of SCP02.
fn with_scp02(options: u8) -> SecurityDomainParameters {
    let mut parameters = parameters(0x70);
    for option in parameters.protocols.iter_mut().filter(|option| option.protocol == 0x02) {
        *option = ScpOption { protocol: 0x02, options };
    }
    parameters
}

#[test]
fn a_handshake_out_of_order_opens_nothing() {
    for version in VERSIONS {
        let mut host = Host::new();
        let before = host.observe();
        assert_eq!(host.send(WRONG), "6985", "EXTERNAL AUTHENTICATE alone");
        // Something in between.
        let (authenticate, _) = host.handshake(0, version, TEST_KEY, 0x01).unwrap();
        let authenticate = hex::encode(&authenticate);
        assert!(host.send("80CA006600").ends_with("9000"));
        assert_eq!(host.send(&authenticate), "6985", "not at once");
        // After a reset.
        host.handshake(0, version, TEST_KEY, 0x01).unwrap();
        host.card.power_on().unwrap();
        assert_eq!(host.send(&authenticate), "6985", "after a reset");
        // On a channel where none began.
        assert_eq!(host.send("0070000101"), "9000");
        let (mut elsewhere, _) = host.handshake(0, version, TEST_KEY, 0x01).unwrap();
        elsewhere[0] |= 1;
        assert_eq!(host.send(&hex::encode(&elsewhere)), "6985", "on another channel");
        assert_eq!(host.send("81CA006600").len() % 2, 0);
        for (wrong, wanted) in [
            ("8050550008111111111111111100", "6A88"),
            ("8050000108111111111111111100", "6A86"),
            ("80500000071111111111111100", "6700"),
            ("805000000911111111111111111100", "6700"),
            ("8050000000", "6700"),
        ] {
            assert_eq!(host.send(wrong), wanted, "{wrong}");
            assert_eq!(host.send(&authenticate), "6985");
        }
        let mut after = host.observe();
        // Counters of pseudo-random challenges go on with each INITIALIZE UPDATE.
        after.domains[0].data.clone_from(&before.domains[0].data);
        assert_eq!(after, before);
    }
}

#[test]
fn a_handshake_of_another_session_opens_nothing() {
    for version in VERSIONS {
        let mut host = Host::new();
        let (recorded, _) = host.handshake(0, version, TEST_KEY, 0x01).unwrap();
        // Another host challenge, and the answer to the first.
        assert!(host.send(&initialize(version, 0x22)).ends_with("9000"));
        assert_eq!(host.send(&hex::encode(&recorded)), "6300", "another challenge");
        assert_eq!(host.send("80F28002024F0000"), "6982");
        // Twice.
        let (authenticate, _) = host.handshake(0, version, TEST_KEY, 0x01).unwrap();
        let authenticate = hex::encode(&authenticate);
        assert_eq!(host.send(&authenticate), "9000");
        assert_eq!(host.send(&authenticate), "6982", "replayed in its session");
        assert_eq!(host.send(&authenticate), "6985", "and after it");
        // The whole exchange again, with the host challenge that it was made for.
        assert!(host.send(&initialize(version, 0x11)).ends_with("9000"));
        assert_eq!(host.send(&authenticate), "6300", "the whole exchange replayed");
    }
}

#[test]
fn the_card_s_own_cryptogram_does_not_authenticate_a_host() {
    for (version, cryptogram) in [(0xFF, 21), (0x20, 20)] {
        let mut host = Host::new();
        let answer = hex::decode(&host.send(&initialize(version, 0x11))).unwrap();
        let reflected = hex::encode(&answer[cryptogram..cryptogram + 8]);
        assert_eq!(host.send(&format!("8482010010{reflected}{reflected}")), "6300");
        assert_eq!(host.send("80F28002024F0000"), "6982");
    }
}

#[test]
fn every_bit_of_external_authenticate_counts() {
    for version in VERSIONS {
        let mut host = Host::new();
        let here = host.card.snapshot();
        let (authenticate, _) = host.handshake(0, version, TEST_KEY, 0x01).unwrap();
        host.card.restore(&here);
        for at in 2..authenticate.len() {
            for bit in 0..8 {
                let (same, _) = host.handshake(0, version, TEST_KEY, 0x01).unwrap();
                assert_eq!(same, authenticate, "the copy begins as the card did");
                let mut forged = authenticate.clone();
                forged[at] ^= 1 << bit;
                let answer = host.send(&hex::encode(&forged));
                let refused = matches!(answer.as_str(), "6300" | "6982" | "6700" | "6A86" | "6985");
                assert!(refused, "byte {at} bit {bit}: {answer}");
                assert_eq!(host.send("80F28002024F0000"), "6982");
                host.card.restore(&here);
            }
        }
    }
}

/// SCP02 derives its session keys from the sequence counter alone: two sessions of one number would have the same keys, and the
/// second could be a recording of the first.
#[test]
fn one_sequence_counter_opens_one_session() {
    for options in [0x55, 0x15] {
        let mut host = Host::with(&with_scp02(options));
        assert_eq!(host.send("0070000101"), "9000");
        assert!(host.send(&format!("01A4040008{ISSUER}00")).ends_with("9000"));
        // Both begin before either ends.
        let (first, _) = host.handshake(0, 0x20, TEST_KEY, 0x01).unwrap();
        let (second, _) = host.handshake(1, 0x20, TEST_KEY, 0x01).unwrap();
        assert_eq!(host.send(&hex::encode(&first)), "9000");
        let answer = host.send(&hex::encode(&second));
        assert_eq!(answer, "6985", "i = {options:02X}: {:?}", host.refusal());
    }
}

#[test]
fn keys_that_went_meanwhile_open_nothing() {
    let mut host = Host::new();
    assert_eq!(host.send("0070000101"), "9000");
    assert!(host.send(&format!("01A4040008{ISSUER}00")).ends_with("9000"));
    let (late, _) = host.handshake(1, 0x20, TEST_KEY, 0x01).unwrap();
    host.open(0, TEST_KEY, 0x01);
    host.ok("80E4000003D2012000");
    assert_eq!(host.send(&hex::encode(&late)), "6985");
    assert!(host.ok("80F28002024F0000").starts_with("E3"), "the other channel's session goes on");
}

#[test]
fn guesses_on_several_channels_are_counted_together() {
    let mut host = Host::new();
    for channel in 1..4 {
        assert_eq!(host.send(&format!("007000{channel:02X}01")), "9000");
        assert!(host.send(&format!("{channel:02X}A4040008{ISSUER}00")).ends_with("9000"));
    }
    for _ in 1..USUAL_TRIES {
        assert!(host.send(&initialize(0xFF, 0x11)).ends_with("9000"));
        assert_eq!(host.send(WRONG), "6300");
    }
    // One guess is left. Handshakes that began before do not make more of it.
    for channel in 0..4 {
        let begin = initialize(0xFF, 0x11).replacen("80", &format!("8{channel}"), 1);
        assert!(host.send(&begin).ends_with("9000"));
    }
    let guess =
        |host: &mut Host, channel: u8| host.send(&WRONG.replacen("84", &format!("8{}", 4 + channel), 1));
    assert_eq!(guess(&mut host, 0), "6300");
    for channel in 1..4 {
        assert_eq!(guess(&mut host, channel), "6983");
    }
    assert_eq!(host.send(&initialize(0xFF, 0x11)), "6983");
    assert_eq!(host.send(&initialize(0x20, 0x11)), "6983");
}

/// Without keys of its own a security domain is opened with those of the one above, and gives no more guesses at them.
#[test]
fn guesses_at_several_security_domains_are_counted_together() {
    let mut host = Host::new();
    let domains = ["A000000151535001", "A000000151535002"];
    host.open(0, TEST_KEY, 0x01);
    for domain in domains {
        let fields = [SSD_PACKAGE, SSD_MODULE, domain, "80", "C900", ""];
        let data: String = fields.iter().map(|field| format!("{:02X}{field}", field.len() / 2)).collect();
        host.ok(&format!("80E60C00{:02X}{data}00", data.len() / 2));
    }
    host.session = None;
    for guess in 0..USUAL_TRIES {
        host.select([ISSUER, domains[0], domains[1]][usize::from(guess) % 3]);
        assert!(host.send(&initialize(0xFF, 0x11)).ends_with("9000"), "{guess}");
        assert_eq!(host.send(WRONG), "6300", "{guess}");
    }
    for name in [ISSUER, domains[0], domains[1]] {
        host.select(name);
        assert_eq!(host.send(&initialize(0xFF, 0x11)), "6983", "{name}");
    }
}

#[test]
fn a_right_and_a_wrong_authentication_begin_with_the_same_write() {
    for version in VERSIONS {
        let mut host = Host::new();
        let start = host.card.snapshot();
        let (right, _) = host.handshake(0, version, TEST_KEY, 0x01).unwrap();
        let mut wrong = right.clone();
        wrong[5] ^= 1;
        let mut written = Vec::new();
        for authenticate in [right, wrong] {
            host.card.restore(&start);
            host.handshake(0, version, TEST_KEY, 0x01).unwrap();
            host.card.nvm_mut().cut_power_at(1, Tear::NotDone);
            let writes = host.card.nvm().writes();
            let answer = host.card.transmit(&authenticate).map(<[u8]>::to_vec);
            host.card.nvm_mut().disarm_power_cut();
            // A wrong one may have no second write to be cut at.
            assert!(answer == Err(NoAnswer::PowerCut) || answer == Ok(vec![0x63, 0x00]), "{answer:?}");
            assert_eq!(host.card.nvm().writes() - writes, 1);
            written.push(host.card.nvm().bytes().to_vec());
        }
        assert!(written[0] == written[1]);
    }
}

#[test]
fn a_guess_is_counted_before_it_is_answered_whatever_is_cut() {
    for (version, tear) in VERSIONS.into_iter().flat_map(|version| Tear::ALL.map(|tear| (version, tear))) {
        for cut in 0..4 {
            let mut host = Host::new();
            let mut answered = 0;
            for _ in 0..4 * USUAL_TRIES {
                if host.send(&initialize(version, 0x11)) == "6983" {
                    break;
                }
                host.card.nvm_mut().cut_power_at(cut, tear);
                let guess = hex::decode(&WRONG.replace(' ', "")).unwrap();
                answered += u8::from(host.card.transmit(&guess).is_ok());
                host.card.nvm_mut().disarm_power_cut();
                host.card.power_on().unwrap();
            }
            assert!(answered <= USUAL_TRIES, "{version:02X} cut at {cut} {tear:?}: {answered}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    /// However guesses are cut, spread over channels and mixed with resets, no more than the limit are answered.
    #[test]
    fn no_schedule_gives_more_guesses_than_the_limit(
        steps in prop::collection::vec((0_u8..4, 0_u64..6, 0_usize..3, any::<bool>()), 20..60),
    ) {
        let mut host = Host::new();
        let mut answered = 0;
        for (channel, cut, tear, reset) in steps {
            let _ = host.send(&format!("007000{channel:02X}01"));
            let _ = host.send(&format!("{channel:02X}A4040008{ISSUER}00"));
            let _ = host.send(&initialize(0xFF, 0x11).replacen("80", &format!("8{channel}"), 1));
            if cut < 4 {
                host.card.nvm_mut().cut_power_at(cut, Tear::ALL[tear]);
            }
            let guess = WRONG.replacen("84", &format!("8{}", 4 + channel), 1).replace(' ', "");
            let answer = host.card.transmit(&hex::decode(&guess).unwrap()).map(<[u8]>::to_vec);
            answered += u8::from(answer == Ok(vec![0x63, 0x00]));
            host.card.nvm_mut().disarm_power_cut();
            if answer.is_err() || reset {
                host.card.power_on().unwrap();
            }
        }
        prop_assert!(answered <= USUAL_TRIES);
    }

    /// Pseudo-random challenges follow from a counter that is stored before it is used: none serves twice, whatever is
    /// cut.
    #[test]
    fn no_pseudo_random_challenge_serves_twice(
        steps in prop::collection::vec((0_u64..12, 0_usize..3), 1..20),
    ) {
        let mut host = Host::new();
        let mut seen: Vec<String> = Vec::new();
        for (cut, tear) in steps {
            host.card.nvm_mut().cut_power_at(cut, Tear::ALL[tear]);
            let command = hex::decode(&initialize(0xFF, 0x11)).unwrap();
            let answer = host.card.transmit(&command).map(hex::encode);
            host.card.nvm_mut().disarm_power_cut();
            match answer {
                Ok(answer) => {
                    prop_assert!(answer.ends_with("9000"));
                    seen.push(answer[26..42].to_owned());
                }
                Err(_) => drop(host.card.power_on().unwrap()),
            }
        }
        let all = seen.len();
        seen.sort();
        seen.dedup();
        prop_assert_eq!(seen.len(), all);
    }
}

#[test]
fn random_challenges_come_from_the_entropy_source() {
    let challenge = |seed: u64| {
        let mut host = Host::with_seed(&parameters(0x60), seed);
        let (first, second) = (host.send(&initialize(0xFF, 0x11)), host.send(&initialize(0xFF, 0x11)));
        assert_ne!(first[26..42], second[26..42]);
        first[26..42].to_owned()
    };
    assert_eq!(challenge(1), challenge(1));
    assert_ne!(challenge(1), challenge(2));
}

/// Overwrites the sequence counter of a key set where it stands in memory: no host can count that far in a test.
fn set_counter(host: &mut Host, version: u8, key_type: u8, counter: u32) {
    let header =
        [&[version, 0x01, 0, 0, 0, 0, 0, key_type, 0x00, 0x10], &hex::decode(TEST_KEY).unwrap()[..]].concat();
    let bytes = host.card.nvm().bytes();
    let places: Vec<usize> = bytes
        .windows(header.len())
        .enumerate()
        .filter(|(_, window)| window[..2] == header[..2] && window[6..] == header[6..])
        .map(|(at, _)| at)
        .collect();
    assert_eq!(places.len(), 1);
    host.card.nvm_mut().write(places[0] + 2, &counter.to_be_bytes()).unwrap();
}

#[test]
fn counters_end_and_do_not_begin_again() {
    let mut host = Host::new();
    set_counter(&mut host, 0xFF, 0x88, 0x00FF_FFFE);
    host.open(0xFF, TEST_KEY, 0x01);
    assert_eq!(host.ok("80CA00C100"), "C103FFFFFF");
    assert_eq!(host.try_open(0xFF, TEST_KEY, 0x01).unwrap_err(), "6985");
    // The other key set serves on, to its own end.
    set_counter(&mut host, 0x20, 0x80, 0xFFFE);
    host.open(0x20, TEST_KEY, 0x01);
    assert_eq!(host.try_open(0x20, TEST_KEY, 0x01).unwrap_err(), "6985");
    assert_eq!(host.try_open(0xFF, TEST_KEY, 0x01).unwrap_err(), "6985");
    host.card.power_on().unwrap();
    assert_eq!(host.try_open(0x20, TEST_KEY, 0x01).unwrap_err(), "6985");
}

/// A40 (Avoine and Ferreira, TCHES 2018): the attacker changes the block before the last, so that the last byte of the
/// padding takes all values, and looks for a difference.
#[test]
fn scp02_is_no_padding_oracle() {
    for options in [0x55, 0x15] {
        let mut host = Host::with(&with_scp02(options));
        host.open(0x20, TEST_KEY, 0x03);
        let mut session = host.session.take().unwrap();
        let plain = hex::decode("80E29000 0A 4208112233445566778 800".replace(' ', "").as_str()).unwrap();
        let whole = session.wrap(&cardamom_apdu::Command::parse(&plain).unwrap()).unwrap();
        let start = host.card.snapshot();
        let before = host.observe();
        let writes = host.card.nvm().writes();
        // Data is 16 bytes of cipher text, then the MAC.
        for place in [5 + 7, 5 + 15] {
            for value in 0..=0xFF {
                let mut forged = whole.clone();
                if forged[place] == value {
                    continue;
                }
                forged[place] = value;
                assert_eq!(hex::encode(host.card.transmit(&forged).unwrap()), "6982");
                assert_eq!(host.card.nvm().writes(), writes);
                // The session is over, in the same way.
                assert_eq!(hex::encode(host.card.transmit(&whole).unwrap()), "6982");
                assert_eq!(host.card.nvm().writes(), writes);
                assert_eq!(host.observe(), before);
                host.card.restore(&start);
            }
        }
    }
}
