use cardamom_apdu::hex::decode;

use super::*;

/// The answer of a card of ours, GPCS 2.3.1 Table H-1.
const RECOGNITION: &str = "66 3E 733C 06072A864886FC6B01 600C060A2A864886FC6B02020301 63 0906072A864886FC6B03\
    640B06092A864886FC6B040215 640B06092A864886FC6B040370";

#[test]
fn recognition_data_tells_version_and_protocols() {
    let recognition = CardRecognition::parse(&decode(RECOGNITION).unwrap()).unwrap();
    assert_eq!(recognition.version_text(), "2.3.1");
    assert_eq!(
        recognition.protocols.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["SCP02 i=15", "SCP03 i=70"]
    );
    assert_eq!(recognition.options(2).collect::<Vec<_>>(), [0x15]);
}

#[test]
fn file_control_information_has_the_name() {
    let information = FileControlInformation::parse(&decode("6F108408A000000151000000A5049F6501FF").unwrap());
    assert_eq!(information.aid.unwrap().to_string(), "A000000151000000");
    assert_eq!(information.maximum_length, Some(255));
    assert_eq!(FileControlInformation::parse(&[]), FileControlInformation::default());
}

/// gpshell's answer of a card with keys of both forms.
#[test]
fn keys_are_told_in_either_form() {
    let keys = KeyInformation::parse_all(
        &decode("E018 C00401FF8010 C00402FF8010 C00A0173FFA10100FFA00003").unwrap(),
    );
    assert_eq!(
        keys.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "version FF identifier 01: triple DES, 16 bytes",
            "version FF identifier 02: triple DES, 16 bytes",
            "version 73 identifier 01: RSA-2048 public modulus + RSA public exponent, 3 bytes",
        ]
    );
}

/// The second sample of getDataTest.c of kaoh/globalplatform.
#[test]
fn production_data_is_told_field_by_field() {
    let sample = decode("9F7F2A 409019154090004501008301A8186827A8220000").unwrap();
    let sample = [sample, vec![0; 22]].concat();
    let data = ProductionLifeCycle::parse(&sample).unwrap();
    assert_eq!(data.serial_number(), [0xA8, 0x18, 0x68, 0x27]);
    let fields = data.fields();
    assert!(fields.contains(&("IC fabricator", "4090".to_owned())));
    assert!(fields.contains(&("IC fabrication date", "day 301 of a year that ends in 8".to_owned())));
    assert_eq!(ProductionLifeCycle::parse(&sample[..30]), None);
}

#[test]
fn capabilities_list_protocols_and_privileges() {
    let capabilities =
        CardCapabilities::parse(&decode("6715 A00A800103810270718201 07 8103FFFE80 83020102").unwrap());
    let told: Vec<_> = capabilities
        .protocols
        .iter()
        .map(|(option, lengths)| (option.to_string(), lengths.clone()))
        .collect();
    assert_eq!(told[1], ("SCP03 i=71".to_owned(), vec![128, 192, 256]));
    assert_eq!(capabilities.load_file_hashes, ["SHA-1", "SHA-256"]);
    assert!(capabilities.security_domain_privileges.is_some());
}

proptest::proptest! {
    #[test]
    fn no_answer_brings_the_parsers_down(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
        let _ = CardRecognition::parse(&bytes);
        let _ = FileControlInformation::parse(&bytes);
        let _ = KeyInformation::parse_all(&bytes);
        let _ = CardCapabilities::parse(&bytes);
        let _ = ProductionLifeCycle::parse(&bytes).map(|data| data.fields());
    }
}
