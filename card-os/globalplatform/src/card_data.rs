//! What the card tells of itself: Card Recognition Data, Card Capability Information, production life cycle data.

mod production_life_cycle;

use alloc::vec::Vec;

pub use production_life_cycle::{ProductionDate, ProductionLifeCycle};

use crate::data_object::{object, template};

/// A secure channel protocol with its options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScpOption {
    /// 02, 03 or 11 (hexadecimal).
    pub protocol: u8,
    /// "i".
    pub options: u8,
}

/// Object identifiers under {iso(1) member-body(2) country-USA(840) GlobalPlatform(114283)}.
fn identifier(tail: &[u8]) -> Vec<u8> {
    let mut value = Vec::from([0x2A, 0x86, 0x48, 0x86, 0xFC, 0x6B]);
    value.extend_from_slice(tail);
    object(0x06, &value)
}

/// Card Recognition Data, the template 73 in tag 66 (GPCS 2.3.1 §H.2, Table H-1): GPCS 2.3.1, the protocols.
#[must_use]
pub fn recognition_data(protocols: &[ScpOption]) -> Vec<u8> {
    let mut objects = Vec::from([
        identifier(&[1]),
        object(0x60, &identifier(&[2, 2, 3, 1])),
        object(0x63, &identifier(&[3])),
    ]);
    for option in protocols {
        objects.push(object(0x64, &identifier(&[4, option.protocol, option.options])));
    }
    template(0x73, &objects)
}

/// Card Capability Information, the value of tag 67 (GPCS 2.3.1 §H.4, Table H-4).
#[must_use]
pub fn capabilities(protocols: &[ScpOption]) -> Vec<u8> {
    let mut numbers: Vec<u8> = protocols.iter().map(|option| option.protocol).collect();
    numbers.dedup();
    let mut objects = Vec::new();
    for number in numbers {
        let options: Vec<u8> = protocols
            .iter()
            .filter(|option| option.protocol == number)
            .map(|option| option.options)
            .collect();
        let mut parts = Vec::from([object(0x80, &[number]), object(0x81, &options)]);
        if number == 0x03 {
            // AES-128, 192 and 256.
            parts.push(object(0x82, &[0x07]));
        }
        objects.push(template(0xA0, &parts));
    }
    // Privileges that may be given to security domains and to applications, hash algorithms of load files (SHA-1, 256,
    // 384, 512), cipher suites of tokens, receipts and DAP blocks.
    objects.push(object(0x81, &[0xFF, 0xFE, 0x80]));
    objects.push(object(0x82, &[0x1E, 0x1F, 0x00]));
    objects.push(object(0x83, &[0x01, 0x02, 0x03, 0x04]));
    objects.push(object(0x85, &[0x3B, 0x00]));
    objects.push(object(0x86, &[0x3B, 0x00]));
    objects.push(object(0x87, &[0x3B, 0x00]));
    objects.concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use cardamom_apdu::hex::decode;

    const PROTOCOLS: [ScpOption; 2] =
        [ScpOption { protocol: 0x02, options: 0x15 }, ScpOption { protocol: 0x03, options: 0x70 }];

    /// The sample of pySim (`card data sample, returned in response to GET DATA`) has these objects in this order, of
    /// version 2.1.1 and with its protocol only.
    #[test]
    fn recognition_data_has_the_objects_of_table_h_1() {
        let expected = "733C 06072A864886FC6B01 600C060A2A864886FC6B02020301 63 0906072A864886FC6B03\
            640B06092A864886FC6B040215 640B06092A864886FC6B040370";
        assert_eq!(recognition_data(&PROTOCOLS), decode(expected).unwrap());
    }

    #[test]
    fn capabilities_group_options_by_protocol() {
        let protocols = [PROTOCOLS[0], PROTOCOLS[1], ScpOption { protocol: 0x03, options: 0x71 }];
        // TestParseTags.testPrintCardCapabilities of GlobalPlatformPro has templates A0 of this form.
        let expected = decode("A006800102810115 A00A800103810270718201 07").unwrap();
        assert_eq!(capabilities(&protocols).get(..expected.len()), Some(expected.as_slice()));
    }
}
