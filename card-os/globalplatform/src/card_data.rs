//! What the card tells of itself: Card Recognition Data, Card Capability Information, production life cycle data.

mod production_life_cycle;

use alloc::vec::Vec;

pub use production_life_cycle::{ProductionDate, ProductionLifeCycle};

use cardamom_secure_channel::scp11::Variant;

use crate::data_object::{object, template};

/// A secure channel protocol with its options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScpOption {
    /// 02, 03 or 11 (hexadecimal).
    pub protocol: u8,
    /// "i".
    pub options: u8,
}

/// What a card says with i that it can of SCP11 (Amendment F, parameter i, as kaoh/globalplatform has it): b1 variant a,
/// b2 variant b, b4 chains of certificates, b5 variant c, b8 a second byte, in which b2 is X.509 certificates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scp11Options(u8);

impl Scp11Options {
    const VARIANT_A: u8 = 0x01;
    const VARIANT_B: u8 = 0x02;
    const CHAINS: u8 = 0x08;
    const VARIANT_C: u8 = 0x10;
    const SECOND_BYTE: u8 = 0x80;
    /// The second byte, where there is one.
    const X509: u8 = 0x02;

    /// Whether there are sessions of this variant.
    #[must_use]
    pub const fn has(self, variant: Variant) -> bool {
        let bit = match variant {
            Variant::A => Self::VARIANT_A,
            Variant::B => Self::VARIANT_B,
            Variant::C => Self::VARIANT_C,
        };
        self.0 & bit != 0
    }

    /// Whether there may be certificates of authorities between that of the host and the authority on the card.
    #[must_use]
    pub const fn has_chains(self) -> bool {
        self.0 & Self::CHAINS != 0
    }

    /// Whether X.509 certificates are taken, beside those of GlobalPlatform.
    #[must_use]
    pub const fn has_x509(self) -> bool {
        self.0 & Self::SECOND_BYTE != 0
    }
}

impl ScpOption {
    /// SCP11 with all that there is here: variants a, b and c, chains, certificates of both formats.
    pub const SCP11: Self = Self { protocol: 0x11, options: 0x9B };

    /// The options, if the protocol is SCP11 and they are ones that there are here.
    #[must_use]
    pub fn scp11(self) -> Option<Scp11Options> {
        let options = Scp11Options(self.options);
        let known = self.options & !Self::SCP11.options == 0;
        let has_any = Variant::ALL.into_iter().any(|variant| options.has(variant));
        (self.protocol == 0x11 && known && has_any).then_some(options)
    }

    /// i as it is told: one byte, or two.
    fn to_bytes(self) -> Vec<u8> {
        match self.scp11() {
            Some(options) if options.has_x509() => Vec::from([self.options, Scp11Options::X509]),
            _ => Vec::from([self.options]),
        }
    }
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
        let tail = [&[4, option.protocol], option.to_bytes().as_slice()].concat();
        objects.push(object(0x64, &identifier(&tail)));
    }
    template(0x73, &objects)
}

/// Cipher suites of tokens and DAP blocks (GPCS 2.3.1 §H.4): RSA with SHA-1 up to 1024 bits and PSS with SHA-256 beyond,
/// DES MAC, AES-CMAC with keys of each length, ECDSA on P-256.
const SIGNATURES: [u8; 2] = [0x7F, 0x00];
/// Those of receipts: AES-CMAC with keys of each length.
const RECEIPTS: [u8; 2] = [0x38, 0x00];

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
            .flat_map(|option| option.to_bytes())
            .collect();
        let mut parts = Vec::from([object(0x80, &[number]), object(0x81, &options)]);
        if matches!(number, 0x03 | 0x11) {
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
    objects.push(object(0x85, &SIGNATURES));
    objects.push(object(0x86, &RECEIPTS));
    objects.push(object(0x87, &SIGNATURES));
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
