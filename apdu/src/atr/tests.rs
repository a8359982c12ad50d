use super::*;
use crate::status_word::StatusWord;
use alloc::string::ToString;
use alloc::vec;
use alloc::vec::Vec;
use proptest::prelude::*;

/// The OpenPGP card 2.1 (a T=1 card with compact-TLV historical bytes), from pcsc-tools' public list.
const OPENPGP: &str = "3BDA18FF81B1FE751F030031C573C001400090000C";

#[test]
fn a_real_t1_card() {
    let atr: Atr = OPENPGP.parse().unwrap();
    assert_eq!(atr.convention(), Convention::Direct);
    assert_eq!(atr.clock_parameters(), 0x18);
    assert_eq!(atr.extra_guard_time(), 0xFF);
    assert_eq!(atr.specific_mode(), None);
    assert_eq!(atr.check_byte(), Some(0x0C));
    let HistoricalBytes::CompactTlvWithStatus { life_cycle, status, .. } = atr.historical() else {
        panic!("category 00");
    };
    assert_eq!((life_cycle, status), (0x00, StatusWord::NO_ERROR));
    let capabilities = atr.historical().card_capabilities().unwrap();
    assert!(!capabilities.command_chaining() && capabilities.extended_length());
    assert_eq!(capabilities.logical_channels(), 1);
    assert_eq!(
        atr.describe().to_string(),
        "TS 3B: direct convention\n\
         protocols: T=1\n\
         TA1: 18\n\
         TC1: FF\n\
         TD1: T=1\n\
         TD2: T=1\n\
         TA3: FE\n\
         TB3: 75\n\
         TD3: T=15\n\
         TA4: 03\n\
         speed: Fi 372, Di 12, 31 clock cycles per etu\n\
         extra guard time: 255 etu\n\
         information field size: 254 bytes\n\
         historical bytes: 0031C573C00140009000\n  \
         object 3: C5\n  \
         object 7: C00140\n  \
         command chaining: no, extended length: yes, logical channels: 1\n  \
         life cycle 00, status 9000\n\
         TCK: 0C"
    );
}

#[test]
fn protocols_on_offer() {
    let protocols = |text: &str| text.parse::<Atr>().unwrap().protocols().collect::<Vec<_>>();
    assert_eq!(protocols("3B00"), [Protocol::T0]);
    assert_eq!(protocols("3B8000"), [Protocol::T0]);
    assert_eq!(protocols("3B80800101"), [Protocol::T0, Protocol::T1]);
    assert_eq!(protocols(OPENPGP), [Protocol::T1]);
    // T=15 holds global bytes and needs a check byte, but is no protocol.
    assert_eq!(protocols("3B80801F0718"), [Protocol::T0]);
}

/// ISO/IEC 7816-3 §8.2.5: TCK is absent if T=0 is the only protocol named.
#[test]
fn a_check_byte_where_one_belongs() {
    assert_eq!("3B00".parse::<Atr>().unwrap().check_byte(), None);
    assert_eq!("3B8000".parse::<Atr>().unwrap().check_byte(), None);
    assert_eq!("3B800080".parse::<Atr>(), Err(AtrError::TrailingBytes { position: 3 }));
    assert_eq!("3B8001".parse::<Atr>(), Err(AtrError::Truncated { position: 3 }));
    assert_eq!("3B800181".parse::<Atr>().unwrap().check_byte(), Some(0x81));
    assert_eq!(
        "3B800182".parse::<Atr>(),
        Err(AtrError::WrongCheckByte { position: 3, expected: 0x81, found: 0x82 })
    );
}

#[test]
fn what_is_wrong_is_refused_where_it_is_wrong() {
    assert_eq!(Atr::parse(&[]), Err(AtrError::Truncated { position: 0 }));
    assert_eq!(Atr::parse(&[0x3B]), Err(AtrError::Truncated { position: 1 }));
    assert_eq!(Atr::parse(&[0x03, 0x00]), Err(AtrError::InvalidConvention { value: 0x03 }));
    assert_eq!(Atr::parse(&[0x3B, 0x10]), Err(AtrError::Truncated { position: 2 }));
    assert_eq!(Atr::parse(&[0x3B, 0x02, 0x01]), Err(AtrError::Truncated { position: 3 }));
    assert_eq!(Atr::parse(&[0x3B; 34]), Err(AtrError::TooLong { length: 34 }));
    let builder = AtrBuilder::new().historical_bytes(&[0; 16]);
    assert_eq!(builder.build(), Err(AtrError::TooManyHistoricalBytes { length: 16 }));
}

#[test]
fn historical_bytes_of_each_category() {
    assert_eq!(HistoricalBytes::parse(&[]), HistoricalBytes::Absent);
    assert_eq!(HistoricalBytes::parse(&[0x10, 7]), HistoricalBytes::DirReference { reference: &[7] });
    assert_eq!(HistoricalBytes::parse(b"Card"), HistoricalBytes::Proprietary { bytes: b"Card" });
    assert_eq!(HistoricalBytes::parse(&[0, 1, 2]), HistoricalBytes::Proprietary { bytes: &[0, 1, 2] });
    let bytes = [0x80, 0x73, 0x00, 0x01, 0xFF, 0x55, 0x01];
    let historical = HistoricalBytes::parse(&bytes);
    let objects: Vec<_> = historical.objects().collect();
    assert_eq!(objects[0], Ok(CompactTlv { tag: 7, value: &[0x00, 0x01, 0xFF] }));
    assert_eq!(objects[1..], [Err(CompactTlvError { position: 5 })]);
    let capabilities = historical.card_capabilities().unwrap();
    assert!(capabilities.command_chaining() && capabilities.extended_length_information());
    assert!(capabilities.channel_assigned_by_card() && capabilities.channel_assigned_by_host());
    assert_eq!(capabilities.logical_channels(), 8);
}

fn interface_bytes() -> impl Strategy<Value = InterfaceBytes> {
    any::<(Option<u8>, Option<u8>, Option<u8>)>().prop_map(|(ta, tb, tc)| InterfaceBytes { ta, tb, tc })
}

proptest! {
    #[test]
    fn what_is_built_is_parsed_again(
        inverse: bool,
        first in interface_bytes(),
        groups in proptest::collection::vec((0u8..16, interface_bytes()), 0..4),
        historical in proptest::collection::vec(any::<u8>(), 0..=15),
    ) {
        let convention = if inverse { Convention::Inverse } else { Convention::Direct };
        let mut builder = AtrBuilder::new().convention(convention).global(first).historical_bytes(&historical);
        for (number, bytes) in groups {
            builder = builder.protocol(Protocol::new(number).unwrap(), bytes);
        }
        match builder.build() {
            Ok(atr) => {
                prop_assert_eq!(AtrBuilder::from(&atr), builder);
                prop_assert_eq!(atr.to_string().parse(), Ok(atr));
                prop_assert_eq!(atr.historical_bytes(), historical);
                for length in 0..atr.as_bytes().len() {
                    prop_assert!(Atr::parse(&atr.as_bytes()[..length]).is_err());
                }
            }
            Err(error) => {
                let too_long = matches!(error, AtrError::TooLong { .. });
                prop_assert!(too_long);
            }
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(
        rest in proptest::collection::vec(prop_oneof![any::<u8>(), 0u8..4, Just(0x80), Just(0x81)], 0..34),
        fix: bool,
    ) {
        let mut bytes = [&[0x3B][..], &rest].concat();
        if let (true, Err(AtrError::WrongCheckByte { position, expected, .. })) = (fix, Atr::parse(&bytes)) {
            bytes[position] = expected;
        }
        match Atr::parse(&bytes) {
            Ok(atr) => {
                prop_assert_eq!(atr.as_bytes(), &bytes[..]);
                prop_assert_eq!(AtrBuilder::from(&atr).build(), Ok(atr));
                prop_assert!(!atr.describe().to_string().is_empty());
                prop_assert!(atr.protocols().next().is_some());
            }
            Err(error) => prop_assert!(error.position().unwrap() <= bytes.len()),
        }
    }

    #[test]
    fn any_historical_bytes_have_a_reading(bytes in proptest::collection::vec(any::<u8>(), 0..15), category in prop_oneof![Just(0u8), Just(0x80)]) {
        let bytes = [&[category][..], &bytes].concat();
        let historical = HistoricalBytes::parse(&bytes);
        prop_assert!(historical.objects().count() <= bytes.len());
        let capabilities = historical.objects().flatten().any(|object| object.tag == 7 && (1..4).contains(&object.value.len()));
        prop_assert!(capabilities || historical.card_capabilities().is_none());
    }
}

#[test]
fn a_builder_without_anything_builds_the_shortest() {
    assert_eq!(AtrBuilder::default().build().unwrap().as_bytes(), vec![0x3B, 0x00]);
}
