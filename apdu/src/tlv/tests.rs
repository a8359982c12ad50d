use super::*;
use alloc::string::ToString;
use alloc::vec;
use proptest::prelude::*;

fn refused(bytes: &[u8]) -> (TlvErrorKind, usize) {
    let error = Tlv::parse(bytes).unwrap_err();
    assert_eq!(error.status_word().value(), 0x6A80);
    (error.kind(), error.position())
}

#[test]
fn what_is_wrong_is_refused_where_it_is_wrong() {
    use TlvErrorKind::*;
    assert_eq!(refused(&[]), (Empty, 0));
    assert_eq!(refused(&[0x00, 0x80, 0x00]), (InvalidTag, 0));
    assert_eq!(refused(&[0x5F]), (TagTruncated, 1));
    assert_eq!(refused(&[0x5F, 0x81]), (TagTruncated, 2));
    assert_eq!(refused(&[0x5F, 0x80, 0x01, 0x00]), (InvalidTag, 1));
    assert_eq!(refused(&[0x5F, 0x81, 0x81, 0x01, 0x00]), (TagTooLong, 2));
    assert_eq!(refused(&[0x80]), (LengthTruncated, 1));
    assert_eq!(refused(&[0x80, 0x82, 0x01]), (LengthTruncated, 3));
    assert_eq!(refused(&[0x80, 0x85, 0, 0, 0, 0, 0]), (LengthTooLong, 1));
    assert_eq!(refused(&[0x80, 0x03, 0x01]), (ValueTruncated { missing: 2 }, 3));
    assert_eq!(refused(&[0x80, 0x00, 0x81]), (TrailingBytes, 2));
    assert_eq!(refused(&[0x80, 0x00, 0x00]), (TrailingBytes, 2));
    // An inner object must not reach over the end of the outer one, whatever follows.
    assert_eq!(refused(&[0x6F, 0x03, 0x84, 0x02, 0xAA, 0xBB]), (TrailingBytes, 5));
    assert_eq!(
        Tlv::parse_many(&[0x6F, 0x03, 0x84, 0x02, 0xAA, 0x80, 0x00]),
        Err(ValueTruncated { missing: 1 }.at(5))
    );
}

/// `iso7816-tlv` reads `30 80` as an empty object.
#[test]
fn indefinite_lengths_are_refused() {
    assert_eq!(refused(&[0x30, 0x80]), (TlvErrorKind::IndefiniteLength, 1));
    assert_eq!(refused(&[0x30, 0x80, 0x00, 0x00]), (TlvErrorKind::IndefiniteLength, 1));
    assert_eq!(refused(&[0x6F, 0x02, 0x30, 0x80]), (TlvErrorKind::IndefiniteLength, 3));
}

#[test]
fn nesting_is_limited_before_anything_recurses() {
    let nested = |depth: usize| {
        (1..depth).fold(vec![0x30, 0x00], |inner, _| {
            let (field, used) = length_field(inner.len());
            [&[0x30], &field[9 - used..], &inner].concat()
        })
    };
    assert!(Tlv::parse(&nested(MAX_DEPTH)).is_ok());
    assert_eq!(Tlv::parse(&nested(MAX_DEPTH + 1)).unwrap_err().kind(), TlvErrorKind::NestingTooDeep);
    assert_eq!(Tlv::parse(&nested(10_000)).unwrap_err().kind(), TlvErrorKind::NestingTooDeep);
}

/// ISO/IEC 7816-4 table 8: 81 00 to 84 FFFFFFFF; encoding takes the shortest form.
#[test]
fn long_length_fields_are_read_and_shortened() {
    for bytes in [&[0x80, 0x81, 0x01, 0xAA][..], &[0x80, 0x84, 0, 0, 0, 1, 0xAA]] {
        assert_eq!(Tlv::parse(bytes).unwrap().to_bytes(), [0x80, 0x01, 0xAA]);
    }
    for (length, header) in [
        (127, &[0x80, 0x7F][..]),
        (128, &[0x80, 0x81, 0x80]),
        (255, &[0x80, 0x81, 0xFF]),
        (256, &[0x80, 0x82, 0x01, 0x00]),
        (65_536, &[0x80, 0x83, 0x01, 0x00, 0x00]),
    ] {
        let object = Tlv::primitive(Tag::literal::<0x80>(), vec![7; length]).unwrap();
        assert!(object.to_bytes().starts_with(header));
        assert_eq!(object.encoded_length(), header.len() + length);
    }
}

#[test]
fn padding_between_objects_is_skipped_at_every_level() {
    let objects = Tlv::parse_many(&[0, 0x6F, 0x06, 0, 0x84, 0x01, 0x07, 0, 0, 0, 0x80, 0x00, 0]).unwrap();
    assert_eq!(encode_many(&objects), [0x6F, 0x03, 0x84, 0x01, 0x07, 0x80, 0x00]);
    assert_eq!(Tlv::parse_many(&[0, 0]), Ok(vec![]));
}

#[test]
fn a_path_finds_first_and_all() {
    let bytes =
        [0x66, 0x02, 0x73, 0x00, 0x66, 0x08, 0x73, 0x06, 0x06, 0x01, 0x01, 0x06, 0x01, 0x02, 0x84, 0x00];
    let objects = Tlv::parse_many(&bytes).unwrap();
    let path = "66/73/06".parse().unwrap();
    // The first 66/73 is empty: the search goes on in the second.
    assert_eq!(find(&objects, &path).unwrap().as_primitive(), Some(&[1][..]));
    assert_eq!(find_all(&objects, &path).len(), 2);
    assert_eq!(find_all(&objects, &"66".parse().unwrap()).len(), 2);
    assert_eq!(find(&objects, &"66/84".parse().unwrap()), None);
    assert_eq!(find(&objects, &"84/84".parse().unwrap()), None);
    assert_eq!(objects[1].to_string(), "66\n  73\n    06 01\n    06 02");
    assert_eq!(*objects[1].value_bytes(), bytes[6..14]);
}

#[test]
fn a_path_that_is_none_says_where() {
    for (text, position) in [
        ("", 0),
        ("6F/", 3),
        ("6F//84", 3),
        ("6F/8", 3),
        ("6F/84/9F", 6),
        ("6F/+1", 3),
        ("00", 0),
        ("0084", 0),
    ] {
        assert_eq!(text.parse::<TlvPath>().unwrap_err().position(), position, "{text}");
    }
}

#[test]
fn tags_of_one_to_three_bytes() {
    for (number, length, constructed, class) in [
        (0x84, 1, false, TagClass::ContextSpecific),
        (0x9F02, 2, false, TagClass::ContextSpecific),
        (0x7F21, 2, true, TagClass::Application),
        (0xDF_8129, 3, false, TagClass::Private),
        (0x30, 1, true, TagClass::Universal),
    ] {
        let tag = Tag::new(number).unwrap();
        assert_eq!((tag.length(), tag.is_constructed(), tag.class()), (length, constructed, class));
        assert_eq!(tag.to_string().parse(), Ok(tag));
        assert_eq!(tag.as_bytes(&mut [0; 3]), &number.to_be_bytes()[4 - length..]);
    }
    for number in [0, 0x9F, 0x8401, 0x9F_8000, 0x9F_80, 0x9F81_8101] {
        assert!(Tag::new(number).is_err(), "{number:X}");
    }
}

fn primitive_tag() -> impl Strategy<Value = Tag> {
    prop_oneof![
        prop_oneof![Just(0x80), Just(0x84), Just(0x4F), Just(0xC1)],
        (0u32..0x80).prop_map(|low| 0x9F00 | low),
        (0x81u32..=0xFF, 0u32..0x80).prop_map(|(middle, low)| 0xDF_0000 | middle << 8 | low),
    ]
    .prop_map(|number| Tag::new(number).unwrap())
}

fn tree() -> impl Strategy<Value = Tlv> {
    let bytes = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..12),
        (120usize..140).prop_map(|length| vec![0x5A; length]),
        (250usize..260).prop_map(|length| vec![0x5A; length]),
    ];
    let leaf = (primitive_tag(), bytes).prop_map(|(tag, bytes)| Tlv::primitive(tag, bytes).unwrap());
    leaf.prop_recursive(5, 40, 5, |inner| {
        (prop_oneof![Just(0x6F), Just(0x7F21), Just(0xFF_8123)], proptest::collection::vec(inner, 0..5))
            .prop_map(|(tag, objects)| Tlv::constructed(Tag::new(tag).unwrap(), objects).unwrap())
    })
}

/// Encodes with `iso7816-tlv`, except for the length fields that it gets wrong (127).
fn with_peer(object: &Tlv) -> Option<ber::Tlv> {
    let tag = ber::Tag::try_from(object.tag().number()).unwrap();
    if object.value_bytes().len() == 127 {
        return None;
    }
    let value = match object.value() {
        Value::Primitive(bytes) => ber::Value::Primitive(bytes.clone()),
        Value::Constructed(objects) => {
            ber::Value::Constructed(objects.iter().map(with_peer).collect::<Option<_>>()?)
        }
    };
    Some(ber::Tlv::new(tag, value).unwrap())
}

proptest! {
    #[test]
    fn what_is_built_is_parsed_again(object in tree()) {
        let bytes = object.to_bytes();
        prop_assert_eq!(bytes.len(), object.encoded_length());
        prop_assert_eq!(Tlv::parse(&bytes).unwrap(), object.clone());
        if let Some(peer) = with_peer(&object) {
            prop_assert_eq!(peer.to_vec(), bytes.clone());
            prop_assert_eq!(ber::Tlv::from_bytes(&bytes).unwrap(), peer);
        }
    }

    #[test]
    fn truncation_and_extension_are_noticed(object in tree(), cut in any::<prop::sample::Index>(), more: u8) {
        let mut bytes = object.to_bytes();
        prop_assert!(Tlv::parse(&bytes[..cut.index(bytes.len())]).is_err());
        bytes.push(more);
        prop_assert_eq!(refused(&bytes), (TlvErrorKind::TrailingBytes, bytes.len() - 1));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop_oneof![
        any::<Vec<u8>>(),
        proptest::collection::vec(prop_oneof![Just(0x30u8), Just(0x80), Just(0x81), 0u8..6], 0..40),
    ]) {
        match Tlv::parse_many(&bytes) {
            Ok(objects) => {
                let encoded = encode_many(&objects);
                prop_assert!(encoded.len() <= bytes.len());
                prop_assert_eq!(Tlv::parse_many(&encoded).unwrap(), objects);
            }
            Err(error) => prop_assert!(error.position() <= bytes.len()),
        }
    }

    #[test]
    fn any_text_is_a_path_or_refused(text in "[0-9A-Fa-f/]{0,12}|.*") {
        if let Ok(path) = text.parse::<TlvPath>() {
            prop_assert_eq!(path.to_string(), text.to_uppercase());
        }
    }
}

/// The reasons why trees are neither read nor written by `iso7816-tlv` itself; if one of these fails, the
/// crate has been repaired and the module documentation is to be changed.
#[test]
fn known_defects_of_the_peer() {
    assert!(ber::Tlv::from_bytes(&[0x30, 0x80]).is_ok(), "indefinite length read as empty");
    let leaf =
        ber::Tlv::new(ber::Tag::try_from(0x80u8).unwrap(), ber::Value::Primitive(vec![7; 127])).unwrap();
    assert_eq!(&leaf.to_vec()[..3], [0x80, 0x81, 0x7F]);
    let outer =
        ber::Tlv::new(ber::Tag::try_from(0x6Fu8).unwrap(), ber::Value::Constructed(vec![leaf])).unwrap();
    assert_eq!(outer.to_vec().len(), 3 + 130);
    assert_eq!(outer.to_vec()[1..3], [0x81, 129], "one byte less than what is inside");
}

proptest! {
    #[test]
    fn an_object_appended_is_the_object_encoded(length in 0usize..300) {
        let mut appended = vec![0x5A];
        append_object(&mut appended, Tag::literal::<0x9F7F>(), &vec![0xA5; length]);
        let encoded = Tlv::primitive(Tag::literal::<0x9F7F>(), vec![0xA5; length]).unwrap().to_bytes();
        prop_assert_eq!(&appended[1..], encoded);
    }
}
