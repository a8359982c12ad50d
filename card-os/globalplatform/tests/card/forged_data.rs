//! Data that no honest host sends, in a session of the issuer's: never a panic, a refusal changes nothing, and the session
//! goes on.

use cardamom_apdu::{Command, hex};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::commands::{command, delete, install, lv, put_key};
use crate::host::{Host, MODULE, PACKAGE, SSD_MODULE, SSD_PACKAGE, TEST_KEY};
use crate::observation::KEYS;

const APPLICATION: &str = "A0000000F00102";
const DOMAIN: &str = "A00000015153500001";

fn card() -> Host {
    let mut host = Host::new();
    host.open(0, TEST_KEY, 0x01);
    host.ok(&install("0C", SSD_PACKAGE, SSD_MODULE, DOMAIN, "808000", "C90481020370"));
    host.ok(&install("0C", PACKAGE, MODULE, APPLICATION, "00", ""));
    host
}

/// Right commands to begin from.
fn honest(host: &Host) -> Vec<Vec<u8>> {
    let session = host.session.as_ref().unwrap();
    let with_ec = format!("01B041{}F00100", "04".repeat(65));
    let commands = [
        delete(APPLICATION),
        command("80E40080", &format!("4F{}", lv(DOMAIN))),
        command("80E40000", "D00101D20120"),
        install("0C", PACKAGE, MODULE, "A0000000F00103", "00", "EF08C8020400C7020010C903010203"),
        install("04", SSD_PACKAGE, SSD_MODULE, "A00000015153500002", "808000", "C9088102037082022020"),
        command("80E60800", &format!("0000{}010000", lv(APPLICATION))),
        command("80E61000", &format!("{}00{}000000", lv(DOMAIN), lv(APPLICATION))),
        command("80E62000", &format!("0000{}000000", lv(APPLICATION))),
        command("80E64000", &format!("{}00{}01000000", lv(DOMAIN), lv(APPLICATION))),
        command("80E60200", &format!("{}000006EF04C602010000", lv("A0000000F100"))),
        command("80E80000", "C4820100010203"),
        command("80E88001", "0405"),
        put_key(session, 0, 0x33, KEYS[1]),
        put_key(session, 0x20, 0x34, KEYS[1]),
        command("80D80013", &with_ec),
        command("80E29000", "42031122334504DEADBEEF"),
        command("80E28800", "00CF0A00010203040506070809"),
        command("80E29000", "A6098302011342030102035F2400"),
        command("80E20000", "4203"),
        command("80E28001", "112233"),
        command("80F04080", APPLICATION),
        command("80F06080", DOMAIN),
        "80F0800700".to_owned(),
        "80F24002024F0000".to_owned(),
        command("80F24002", "4F005C054F9F70C5CC"),
        "80CA00E000".to_owned(),
        command("80CABF21", "A604830201 13".replace(' ', "").as_str()),
    ];
    commands.iter().map(|digits| hex::decode(digits).unwrap()).collect()
}

#[derive(Clone, Debug)]
enum Forgery {
    /// A right command, its data changed here and there: byte replaced, removed or doubled; P1 and P2 perhaps.
    Changed { which: Index, edits: Vec<(Index, u8, u8)>, parameters: Option<(u8, u8)> },
    /// Any data behind a known instruction.
    Anything { instruction: u8, p1: u8, p2: u8, data: Vec<u8> },
}

fn forgery() -> impl Strategy<Value = Forgery> {
    let edits = prop::collection::vec((any::<Index>(), 0..4_u8, any::<u8>()), 0..4);
    let parameters = prop::option::weighted(0.2, any::<(u8, u8)>());
    let instructions = vec![0xE4, 0xE6, 0xE8, 0xD8, 0xF0, 0xF2, 0xE2, 0xCA, 0xCB];
    prop_oneof![
        3 => (any::<Index>(), edits, parameters)
            .prop_map(|(which, edits, parameters)| Forgery::Changed { which, edits, parameters }),
        1 => (select(instructions), any::<u8>(), any::<u8>(), prop::collection::vec(any::<u8>(), 0..60))
            .prop_map(|(instruction, p1, p2, data)| Forgery::Anything { instruction, p1, p2, data }),
    ]
}

fn forge(forgery: &Forgery, honest: &[Vec<u8>]) -> (u8, u8, u8, Vec<u8>) {
    match forgery {
        Forgery::Anything { instruction, p1, p2, data } => (*instruction, *p1, *p2, data.clone()),
        Forgery::Changed { which, edits, parameters } => {
            let bytes = which.get(honest);
            let plain = Command::parse(bytes).unwrap();
            let mut data = plain.data().to_vec();
            for (at, kind, value) in edits {
                if data.is_empty() {
                    data.push(*value);
                }
                let at = at.index(data.len());
                match kind {
                    0 => data[at] = *value,
                    1 => drop(data.remove(at)),
                    2 => data.insert(at, *value),
                    _ => data.truncate(at),
                }
            }
            data.truncate(230);
            let (p1, p2) = parameters.unwrap_or((plain.p1(), plain.p2()));
            (plain.instruction(), p1, p2, data)
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn forged_data_is_refused_without_a_trace(forgeries in prop::collection::vec(forgery(), 1..10)) {
        let mut host = card();
        let honest = honest(&host);
        let mut before = host.observe();
        for forgery in &forgeries {
            let (instruction, p1, p2, data) = forge(forgery, &honest);
            // Parts of commands have tests of their own.
            let p1 = if matches!(instruction, 0xE4 | 0xE6 | 0xD8) { p1 & 0x7F } else { p1 };
            let plain = Command::new(0x80, instruction, p1, p2).with_data(&data).with_expected_length(256);
            let plain = hex::encode(&plain.to_bytes().unwrap());
            let answer = host.transmit(&plain);
            let status = &answer[answer.len() - 4..];
            let after = host.observe();
            prop_assert!(!status.starts_with("6F"), "{} -> {}: {:?}", plain, status, host.refusal());
            if !status.starts_with('9') && !status.starts_with("63") && !status.starts_with("61") {
                let mut same = after.clone();
                // A load that goes wrong gives back what it had taken.
                prop_assert!(after.free >= before.free, "{} -> {}", plain, status);
                same.free = before.free;
                prop_assert_eq!(&same, &before, "{} -> {}", plain, status);
            }
            before = after;
        }
        // Nothing of it closed the session, unless the card is locked or terminated now.
        let answer = host.transmit("80F28002024F0000");
        prop_assert!(answer.ends_with("9000") || answer.ends_with("6985"), "{}", answer);
    }
}
