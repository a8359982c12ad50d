//! Commands in parts: chains by P1 (GPCS 2.3.1 §11.1.5.1), blocks of STORE DATA and GET STATUS [get next], out of their order.

use cardamom_apdu::{Command, hex};

use crate::commands::{command, install, lv, put_key};
use crate::host::{Host, MODULE, PACKAGE, TEST_KEY};

const INSTANCE: &str = "A0000000F00102";

/// A card with a session that protects nothing.
fn card() -> Host {
    let mut host = Host::new();
    host.open(0, TEST_KEY, 0x00);
    host
}

/// A command in parts, cut at these places of its data.
fn cut(whole: &[u8], places: &[usize]) -> Vec<String> {
    let whole = Command::parse(whole).unwrap();
    let [class, instruction, p1, p2] = whole.header();
    let mut start = 0;
    let ends = places.iter().copied().chain([whole.data().len()]);
    ends.map(|end| {
        let more = if end == whole.data().len() { 0x00 } else { 0x80 };
        let part = Command::new(class, instruction, p1 | more, p2).with_data(&whole.data()[start..end]);
        start = end;
        hex::encode(&part.with_expected_length(256).to_bytes().unwrap())
    })
    .collect()
}

/// INSTALL of an instance.
fn whole() -> Vec<u8> {
    hex::decode(&install("0C", PACKAGE, MODULE, INSTANCE, "00", "")).unwrap()
}

/// The same in parts, without protection.
fn parts(places: &[usize]) -> Vec<String> {
    cut(&whole(), places)
}

#[test]
fn a_chain_is_protected_before_it_is_cut() {
    for (version, level) in [(0xFF, 0x01), (0xFF, 0x03), (0xFF, 0x33), (0x20, 0x01), (0x20, 0x03)] {
        for first in [1, 9, 30] {
            let mut host = Host::new();
            host.open(version, TEST_KEY, level);
            let session = host.session.as_mut().unwrap();
            let protected = session.wrap(&Command::parse(&whole()).unwrap()).unwrap();
            let [a, b] = cut(&protected, &[first]).try_into().unwrap();
            assert_eq!(host.send(&a), "9000");
            let answer = hex::decode(&host.send(&b)).unwrap();
            let answer = host.session.as_mut().unwrap().unwrap(&answer).unwrap();
            assert_eq!(hex::encode(&answer), "009000", "{:?}", host.refusal());
            // The session goes on.
            assert!(host.ok("80F24002024F0000").contains(INSTANCE));
        }
    }
}

#[test]
fn the_parts_of_a_protected_chain_are_not_exchanged_for_others() {
    let wrap = |host: &mut Host| {
        let protected = host.session.as_mut().unwrap().wrap(&Command::parse(&whole()).unwrap()).unwrap();
        <[String; 3]>::try_from(cut(&protected, &[9, 20])).unwrap()
    };
    type Attack = fn(&mut Host, [String; 3]);
    let attacks: [Attack; 4] = [
        // One is missing, one comes twice, two come in another order, one is not what it was.
        |host, [a, _, _]| drop(host.send(&a)),
        |host, [a, b, _]| [&a, &b, &b].iter().for_each(|part| drop(host.send(part))),
        |host, [a, b, _]| [&b, &a].iter().for_each(|part| drop(host.send(part))),
        |host, [a, b, _]| [&a, &b.replacen('0', "1", 12)].iter().for_each(|part| drop(host.send(part))),
    ];
    for attack in attacks {
        let mut host = Host::new();
        host.open(0, TEST_KEY, 0x33);
        let chain = wrap(&mut host);
        let last = chain[2].clone();
        attack(&mut host, chain);
        assert_eq!(host.send(&last), "6982");
        // The session has ended.
        assert_eq!(host.send("80F24002024F0000"), "6982");
        host.open(0, TEST_KEY, 0x33);
        assert!(!host.transmit("80F24002024F0000").contains(INSTANCE));
    }
}

#[test]
fn a_chain_that_is_abandoned_leaves_the_session_as_it_was() {
    let mut host = Host::new();
    host.open(0, TEST_KEY, 0x33);
    let before = host.session.clone();
    let protected = host.session.as_mut().unwrap().wrap(&Command::parse(&whole()).unwrap()).unwrap();
    let [a, _] = cut(&protected, &[9]).try_into().unwrap();
    assert_eq!(host.send(&a), "9000");
    host.session = before;
    assert!(!host.transmit("80F24002024F0000").contains(INSTANCE));
    // A command that the chain does not go on with is refused, and the session goes on, too.
    let before = host.session.clone();
    let protected = host.session.as_mut().unwrap().wrap(&Command::parse(&whole()).unwrap()).unwrap();
    let [a, _] = cut(&protected, &[9]).try_into().unwrap();
    assert_eq!(host.send(&a), "9000");
    host.session = before;
    assert_eq!(host.transmit(&command("80E40000", &format!("4F{}", lv(INSTANCE)))), "6985");
    host.ok(&install("0C", PACKAGE, MODULE, INSTANCE, "00", ""));
}

#[test]
fn a_chain_is_one_command_wherever_it_is_cut() {
    for first in 1..20 {
        let mut host = card();
        let [a, b, c] = parts(&[first, 21]).try_into().unwrap();
        assert_eq!(host.transmit(&a), "9000");
        assert_eq!(host.transmit(&b), "9000");
        assert!(!host.transmit("80F24002024F0000").contains(INSTANCE));
        // GET STATUS came between: the chain is over, and what follows is another command.
        assert_ne!(host.transmit(&c), "009000", "cut at {first}");
        for part in [&a, &b] {
            assert_eq!(host.transmit(part), "9000");
        }
        assert_eq!(host.transmit(&c), "009000", "cut at {first}: {:?}", host.refusal());
        assert!(host.ok("80F24002024F0000").contains(INSTANCE));
    }
}

#[test]
fn a_chain_that_is_broken_is_forgotten() {
    let wrong = [
        // Another instruction, another P1, another P2, another command altogether.
        command("80E40000", &format!("4F{}", lv(INSTANCE))),
        command("80E60400", "00"),
        command("80E60C01", "00"),
        "80CA006600".to_owned(),
        command("80E29000", "4203112233"),
        "80F24002024F0000".to_owned(),
    ];
    for between in wrong {
        let mut host = card();
        let [a, b] = parts(&[9]).try_into().unwrap();
        assert_eq!(host.transmit(&a), "9000");
        let _ = host.transmit(&between);
        let before = host.observe();
        let answer = host.transmit(&b);
        assert!(matches!(answer.as_str(), "6A80" | "6985"), "{between}: {answer}");
        assert_eq!(host.observe(), before, "{between}");
        // Whole it is still right.
        host.ok(&install("0C", PACKAGE, MODULE, INSTANCE, "00", ""));
    }
}

#[test]
fn put_key_in_parts() {
    let mut host = card();
    let whole = put_key(host.session.as_ref().unwrap(), 0, 0x30, TEST_KEY);
    let data = &whole[10..whole.len() - 2];
    let (first, second) = data.split_at(40);
    assert_eq!(host.transmit(&command("80D88081", first)), "9000");
    // The parts of a chain have the same P2.
    assert_eq!(host.transmit(&command("80D80082", second)), "6985");
    assert_eq!(host.transmit(&command("80D88081", first)), "9000");
    host.ok(&command("80D80081", second));
    host.open(0x30, TEST_KEY, 0x33);
}

#[test]
fn blocks_of_store_data_are_numbered_without_gaps() {
    let mut host = card();
    let before = host.observe();
    for (first, second) in [("80E21000", "80E29002"), ("80E21001", "80E29002"), ("80E21000", "80E29000")] {
        let _ = host.transmit(&command(first, "4203"));
        assert_eq!(host.transmit(&command(second, "112233")), "6A86", "{first} {second}");
        assert_eq!(host.observe(), before);
    }
    host.ok(&command("80E21000", "4203"));
    host.ok(&command("80E29001", "112233"));
    assert_eq!(host.ok("80CA004200"), "4203112233");
}

#[test]
fn the_rest_of_get_status_follows_at_once() {
    let mut host = card();
    for number in 0..20 {
        host.ok(&install("0C", PACKAGE, MODULE, &format!("A0000000F001{number:02X}AA"), "00", ""));
    }
    assert_eq!(host.transmit("80F24003024F0000"), "6985");
    assert!(host.transmit("80F24002024F0000").ends_with("6310"));
    // Of another kind, and after something else.
    assert_eq!(host.transmit("80F22003024F0000"), "6985");
    assert!(host.transmit("80F24002024F0000").ends_with("6310"));
    host.ok("80CA006600");
    assert_eq!(host.transmit("80F24003024F0000"), "6985");
    // In its order it is whole.
    let mut all = host.transmit("80F24002024F0000");
    while all.ends_with("6310") {
        let next = host.transmit("80F24003024F0000");
        all = all.strip_suffix("6310").unwrap().to_owned() + &next;
    }
    for number in 0..20 {
        assert!(all.contains(&format!("A0000000F001{number:02X}AA")));
    }
}
