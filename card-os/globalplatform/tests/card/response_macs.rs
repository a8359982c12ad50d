//! R-MAC sessions of SCP02 on a card (GPCS 2.3.1 §E.5.3, §E.5.4).

use cardamom_apdu::{Command, hex};
use cardamom_globalplatform::card_data::ScpOption;
use cardamom_secure_channel::initialize_update::{Protocol as Opened, Response};
use cardamom_secure_channel::session::HostSession;
use cardamom_secure_channel::{SecurityLevel, TripleDesKey, scp02};

use crate::host::{Host, TEST_KEY, parameters};

const BEGIN: &str = "807A100009081122334455667788";
const END: &str = "8078000300";

/// A card whose SCP02 has these options, in a session.
fn card(options: u8) -> Host {
    let mut parameters = parameters(0x70);
    parameters.protocols = vec![ScpOption { protocol: 0x02, options }];
    let mut host = Host::with(&parameters);
    let answer = host.send("8050200008111111111111111100");
    let response = Response::parse(&hex::decode(answer.strip_suffix("9000").unwrap()).unwrap()).unwrap();
    let Opened::Scp02 { counter, card_challenge, card_cryptogram } = response.protocol else {
        panic!("SCP02")
    };
    let key = || TripleDesKey::from_bytes(hex::decode(TEST_KEY).unwrap().try_into().unwrap());
    let keys = scp02::KeySet { encryption: key(), mac: key(), data_encryption: key() };
    let options = scp02::Options::from_byte(options).unwrap();
    let handshake =
        scp02::HostHandshake::new(&keys, options, counter, [0x11; 8], card_challenge, card_cryptogram);
    let (command, session) = handshake.unwrap().external_authenticate(SecurityLevel::C_MAC).unwrap();
    assert_eq!(hex::encode(host.card.transmit(&command).unwrap()), "9000");
    host.session = Some(HostSession::Scp02(session));
    host
}

#[test]
fn responses_carry_a_mac_from_the_beginning_to_the_end() {
    let mut host = card(0x75);
    // The host notes the command when it wraps it, and what it begins before the answer.
    let send = |host: &mut Host, plain: &str, after: &dyn Fn(&mut HostSession)| {
        let bytes = hex::decode(plain).unwrap();
        let command = Command::parse(&bytes).unwrap();
        let session = host.session.as_mut().unwrap();
        let protected = session.wrap(&command).unwrap();
        after(session);
        let answer = host.card.transmit(&protected).unwrap().to_vec();
        let plain = session.unwrap(&answer).unwrap();
        (answer.len(), plain.len(), hex::encode(&plain))
    };
    let nothing = |_: &mut HostSession| {};
    for p2 in ["00", "01"] {
        let command = BEGIN.replacen("1000", &format!("10{p2}"), 1);
        let (sent, ..) =
            send(&mut host, &command, &|session| session.begin_r_mac_session(SecurityLevel::R_MAC).unwrap());
        assert_eq!(sent, 2);
        let (sent, plain, text) = send(&mut host, "80F28002024F0000", &nothing);
        assert!(text.ends_with("9000") && sent == plain + 8);
        // An error carries none, and goes into none.
        let (sent, _, text) = send(&mut host, "80CA123400", &nothing);
        assert_eq!((sent, text.as_str()), (2, "6A88"));
        let (.., text) = send(&mut host, "8078000100", &|session| session.end_r_mac_session(false).unwrap());
        assert_eq!(text.len(), 20);
        let (sent, plain, _) = send(&mut host, "80CA004200", &nothing);
        assert_eq!(sent, plain + 8);
        let (.., text) = send(&mut host, END, &|session| session.end_r_mac_session(true).unwrap());
        assert_eq!(text.len(), 20);
        let (sent, plain, _) = send(&mut host, "80CA004200", &nothing);
        assert_eq!(sent, plain);
    }
    // Kept for the end alone.
    let kept = BEGIN.replacen("10", "00", 1);
    send(&mut host, &kept, &|session| session.begin_r_mac_session(SecurityLevel::NONE).unwrap());
    let (sent, plain, _) = send(&mut host, "80CA004200", &nothing);
    assert_eq!(sent, plain);
    let (.., text) = send(&mut host, END, &|session| session.end_r_mac_session(true).unwrap());
    assert_eq!(text.len(), 20);
}

#[test]
fn what_is_no_r_mac_session_is_refused() {
    let mut host = card(0x75);
    for (plain, wanted) in [
        (END, "6985"),
        ("8078000200", "6A86"),
        ("8078010300", "6A86"),
        ("807A11000100", "6A86"),
        ("807A10020100", "6A86"),
        ("807A100000", "6A80"),
        ("807A1000020011", "6A80"),
    ] {
        assert_eq!(host.transmit(plain), wanted, "{plain}: {:?}", host.refusal());
    }
    let too_long = format!("807A10001A19{}", "11".repeat(25));
    assert_eq!(host.transmit(&too_long), "6A80");
    // Options without R-MAC, another protocol, no session.
    assert_eq!(card(0x55).transmit(BEGIN), "6A86");
    let mut host = Host::new();
    assert_eq!(host.send(BEGIN), "6982");
    host.open(0xFF, TEST_KEY, 0x33);
    assert_eq!(host.transmit(BEGIN), "6A86");
    assert_eq!(host.transmit(END), "6A86");
}
