//! Whatever a session holds, showing it does not fail.

use cardamom_apdu::script::{Source, parse};
use cardamom_apdu::{Aid, hex};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::trace::{CardEvent, Entry, Exchange, Record, Session, Timestamp, pcap, script, words};

/// Commands that look like known ones, and others; responses that are BER-TLV more often than by chance.
fn entry() -> impl Strategy<Value = Entry> {
    let class = prop_oneof![Just(0x00_u8), Just(0x80), Just(0x84), Just(0xA0), any::<u8>()];
    let header = (class, any::<u8>(), 0..6_u8, any::<u8>()).prop_map(|(a, b, c, d)| vec![a, b, c, d]);
    let body = (vec(any::<u8>(), 0..40), any::<Option<u8>>()).prop_map(|(data, le)| {
        let length = u8::try_from(data.len()).unwrap();
        let mut body = if length == 0 { Vec::new() } else { vec![length] };
        body.extend(data);
        body.extend(le);
        body
    });
    let command = prop_oneof![
        4 => (header, body).prop_map(|(header, body)| [header, body].concat()),
        1 => vec(any::<u8>(), 0..20),
        1 => Just(hex::decode("00A4040008A000000386980701").unwrap()),
        1 => Just(hex::decode("00A4040008A000000386980702").unwrap()),
    ];
    let tlv = (vec(any::<u8>(), 0..20), prop_oneof![Just(0x6F_u8), Just(0xD0), Just(0x06), Just(0xE3)])
        .prop_map(|(value, tag)| {
            let mut object = vec![tag, u8::try_from(value.len()).unwrap()];
            object.extend(value);
            object.extend([0x90, 0x00]);
            object
        });
    let response = proptest::option::of(prop_oneof![vec(any::<u8>(), 0..50), tlv]);
    prop_oneof![
        8 => (command, response, any::<u64>()).prop_map(|(command, response, micros)| {
            Entry::Exchange(Exchange { command, response, micros })
        }),
        1 => vec(any::<u8>(), 0..40).prop_map(|atr| Entry::PowerUp { atr }),
        1 => vec(any::<u8>(), 0..40).prop_map(|atr| Entry::Reset { atr }),
        1 => Just(Entry::PowerDown),
    ]
}

fn event() -> impl Strategy<Value = CardEvent> {
    let aid = vec(any::<u8>(), 5..=16).prop_map(|bytes| Aid::new(&bytes).unwrap());
    prop_oneof![
        (any::<u8>(), aid.clone()).prop_map(|(channel, aid)| CardEvent::Selected { channel, aid }),
        (any::<u8>(), aid.clone()).prop_map(|(channel, aid)| CardEvent::Deselected { channel, aid }),
        (proptest::option::of(aid), any::<u16>(), any::<String>())
            .prop_map(|(applet, status_word, rule)| CardEvent::Refused { applet, status_word, rule }),
        any::<String>().prop_map(|text| CardEvent::Other { text }),
        any::<bool>().prop_map(|recovered| CardEvent::Started { recovered }),
    ]
}

fn session() -> impl Strategy<Value = Session> {
    let record = (any::<u64>(), entry(), vec(event(), 0..3)).prop_map(|(time, entry, events)| Record {
        time: Timestamp::from_micros(time),
        entry,
        events,
    });
    vec(record, 0..8).prop_map(|records| Session { records })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn every_session_can_be_shown_kept_and_repeated(
        session in session(),
        colour: bool,
        show_secrets: bool,
        times: bool,
    ) {
        let text = words::to_text(&session, words::Options { colour, show_secrets, times });
        prop_assert!(text.is_empty() || text.ends_with('\n'));

        let script = script::to_script(&session);
        let parsed = parse(&Source::new("session.apdu", script.clone()));
        prop_assert!(parsed.is_ok(), "{}\n{:?}", script, parsed);

        for link_type in [pcap::LinkType::Ethernet, pcap::LinkType::RawIp] {
            let mut writer = pcap::Writer::new(Vec::new(), link_type).unwrap();
            session.replay(&mut writer).unwrap();
        }

        let mut kept = Vec::new();
        session.write_json_lines(&mut kept).unwrap();
        prop_assert_eq!(Session::read_json_lines(kept.as_slice()).unwrap(), session);
    }
}
