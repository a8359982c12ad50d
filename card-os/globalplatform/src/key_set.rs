//! What a security domain tells of its keys: the key information template `E0` (GPCS 2.3.1 §11.3.3.1.1, Tables 11-28
//! and 11-29) and the sequence counter `C1`; and the types that name keys (§7.5.1, §11.1.8).

use alloc::vec::Vec;

use cardamom_apdu::tlv::{Tag, append_object};

const KEY_INFORMATION: Tag = Tag::literal::<0xC0>();

/// A key version number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyVersion(u8);

impl KeyVersion {
    /// `FF`: keys that the card was made with, until the first PUT KEY takes their place.
    pub const INITIAL: Self = Self(0xFF);
    /// `70`: verifies tokens of delegated management (GPC_GUI_010).
    pub const TOKEN_VERIFICATION: Self = Self(0x70);
    /// `71`: makes receipts of delegated management.
    pub const RECEIPT_GENERATION: Self = Self(0x71);
    /// `73`: verifies DAP blocks.
    pub const DAP_VERIFICATION: Self = Self(0x73);

    /// The version of this number: `01` to `7F`; `None` for another, which a host cannot give to a key (§11.8.2.3).
    #[must_use]
    pub const fn new(byte: u8) -> Option<Self> {
        if byte >= 0x01 && byte <= 0x7F { Some(Self(byte)) } else { None }
    }

    /// Its byte.
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        self.0
    }
}

/// A key identifier within a key version, `00` to `7F`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyIdentifier(u8);

impl KeyIdentifier {
    /// The identifier of this number; `None` above `7F`.
    #[must_use]
    pub const fn new(byte: u8) -> Option<Self> {
        if byte <= 0x7F { Some(Self(byte)) } else { None }
    }

    /// Its byte.
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        self.0
    }

    /// The one that comes `count` after it, if there is one: keys of one PUT KEY have identifiers in sequence
    /// (§11.8.2.2).
    #[must_use]
    pub fn after(self, count: usize) -> Option<Self> {
        u8::try_from(count).ok().and_then(|count| self.0.checked_add(count)).and_then(Self::new)
    }
}

/// The name of a key: the value field of tag `83` in control reference templates (Amendment F), identifier
/// first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyReference {
    /// Key identifier.
    pub identifier: KeyIdentifier,
    /// Key version number.
    pub version: KeyVersion,
}

impl KeyReference {
    /// Reads identifier and version; `None` unless they are two such bytes.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let [identifier, version] = *bytes else { return None };
        Some(Self { identifier: KeyIdentifier::new(identifier)?, version: KeyVersion::new(version)? })
    }

    /// Identifier and version.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 2] {
        [self.identifier.to_byte(), self.version.to_byte()]
    }
}

/// The type of a key or a part of one (Table 11-16).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum KeyType {
    /// `80`: DES, mode known by its use; triple DES with two keys.
    Des = 0x80,
    /// `81`: triple DES (reserved for historical reasons).
    TripleDes = 0x81,
    /// `82`: triple DES in CBC mode (reserved for historical reasons).
    TripleDesCbc = 0x82,
    /// `83`: single DES in ECB mode (reserved for historical reasons).
    DesEcb = 0x83,
    /// `84`: single DES in CBC mode (reserved for historical reasons).
    DesCbc = 0x84,
    /// `85`: pre-shared key for TLS.
    PreSharedKey = 0x85,
    /// `88`: AES.
    Aes = 0x88,
    /// `90`: HMAC-SHA1, length of the HMAC known by its use.
    HmacSha1 = 0x90,
    /// `91`: HMAC-SHA1 of 160 bits.
    HmacSha1Full = 0x91,
    /// `A0`: RSA public exponent.
    RsaPublicExponent = 0xA0,
    /// `A1`: RSA public modulus.
    RsaPublicModulus = 0xA1,
    /// `A2`: RSA modulus of a private key.
    RsaPrivateModulus = 0xA2,
    /// `A3`: RSA private exponent.
    RsaPrivateExponent = 0xA3,
    /// `A4`: RSA prime p.
    RsaP = 0xA4,
    /// `A5`: RSA prime q.
    RsaQ = 0xA5,
    /// `A6`: RSA q⁻¹ mod p.
    RsaPq = 0xA6,
    /// `A7`: RSA d mod p-1.
    RsaDp1 = 0xA7,
    /// `A8`: RSA d mod q-1.
    RsaDq1 = 0xA8,
    /// `B0`: elliptic-curve public key, an uncompressed point.
    EcPublic = 0xB0,
    /// `B1`: elliptic-curve private key.
    EcPrivate = 0xB1,
    /// `B2`: the field's prime p.
    EcFieldP = 0xB2,
    /// `B3`: the curve's coefficient a.
    EcFieldA = 0xB3,
    /// `B4`: the curve's coefficient b.
    EcFieldB = 0xB4,
    /// `B5`: the generator, a point.
    EcFieldG = 0xB5,
    /// `B6`: the generator's order n.
    EcFieldN = 0xB6,
    /// `B7`: the cofactor k.
    EcFieldK = 0xB7,
    /// `F0`: the curve by its reference (Table B-2).
    EcParametersReference = 0xF0,
}

impl KeyType {
    /// All types, in their order.
    pub const ALL: [Self; 27] = [
        Self::Des,
        Self::TripleDes,
        Self::TripleDesCbc,
        Self::DesEcb,
        Self::DesCbc,
        Self::PreSharedKey,
        Self::Aes,
        Self::HmacSha1,
        Self::HmacSha1Full,
        Self::RsaPublicExponent,
        Self::RsaPublicModulus,
        Self::RsaPrivateModulus,
        Self::RsaPrivateExponent,
        Self::RsaP,
        Self::RsaQ,
        Self::RsaPq,
        Self::RsaDp1,
        Self::RsaDq1,
        Self::EcPublic,
        Self::EcPrivate,
        Self::EcFieldP,
        Self::EcFieldA,
        Self::EcFieldB,
        Self::EcFieldG,
        Self::EcFieldN,
        Self::EcFieldK,
        Self::EcParametersReference,
    ];

    /// The type that this byte codes; `None` for a reserved one.
    #[must_use]
    pub fn from_byte(byte: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|key_type| key_type.to_byte() == byte)
    }

    /// Its byte.
    #[must_use]
    pub const fn to_byte(self) -> u8 {
        self as u8
    }

    /// Whether it is secret, and so travels under the data encryption key (§11.8.2.3): all but what the table calls
    /// clear text, and parameters of curves.
    #[must_use]
    pub const fn is_secret(self) -> bool {
        !matches!(
            self,
            Self::RsaPublicExponent
                | Self::RsaPublicModulus
                | Self::EcPublic
                | Self::EcFieldP
                | Self::EcFieldA
                | Self::EcFieldB
                | Self::EcFieldG
                | Self::EcFieldN
                | Self::EcFieldK
                | Self::EcParametersReference
        )
    }
}

/// What a key is restricted to (§11.1.9, §11.1.10), as the extended formats carry it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyRestriction {
    /// Key usage qualifier, none to two bytes (Tables 11-17 and 11-18).
    pub usage: Vec<u8>,
    /// Key access (Table 11-19); `None` for the default: the security domain and its applications.
    pub access: Option<u8>,
}

/// What is told of a component of a key instead of its value: its length in bytes; of a point, that of its coordinates
/// alone; of a reference to curve parameters, which is no secret, the reference itself (§11.3.3.1.1).
#[must_use]
pub fn component_length(key_type: KeyType, value: &[u8]) -> usize {
    match key_type {
        KeyType::EcPublic => value.len().saturating_sub(1),
        KeyType::EcParametersReference => {
            value.iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
        }
        _ => value.len(),
    }
}

/// What is told of one key: never its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyInformation {
    /// Key identifier.
    pub identifier: KeyIdentifier,
    /// Key version number.
    pub version: KeyVersion,
    /// Type of each of its components, and its [`component_length`].
    pub components: Vec<(KeyType, usize)>,
    /// What it is restricted to, for a key that came with a restriction.
    pub restriction: Option<KeyRestriction>,
}

impl KeyInformation {
    /// The value field of `C0`: basic, or extended when the key has a restriction, which only the extended format
    /// can tell.
    fn value(&self) -> Vec<u8> {
        let mut value = alloc::vec![self.identifier.to_byte(), self.version.to_byte()];
        match &self.restriction {
            None => {
                for (key_type, length) in &self.components {
                    // 256 bytes and more are told as 00 (Table 11-28).
                    value.extend_from_slice(&[key_type.to_byte(), u8::try_from(*length).unwrap_or(0)]);
                }
            }
            Some(restriction) => {
                for (key_type, length) in &self.components {
                    let [high, low] = u16::try_from(*length).unwrap_or(u16::MAX).to_be_bytes();
                    value.extend_from_slice(&[0xFF, key_type.to_byte(), high, low]);
                }
                // A usage qualifier has at most two bytes.
                value.push(u8::try_from(restriction.usage.len()).unwrap_or(u8::MAX));
                value.extend_from_slice(&restriction.usage);
                match restriction.access {
                    Some(access) => value.extend_from_slice(&[1, access]),
                    None => value.push(0),
                }
            }
        }
        value
    }
}

/// The value field of the key information template `E0`: one `C0` a key; none for a security domain without keys.
#[must_use]
pub fn key_information_template(keys: &[KeyInformation]) -> Vec<u8> {
    let mut output = Vec::new();
    keys.iter().for_each(|key| append_object(&mut output, KEY_INFORMATION, &key.value()));
    output
}

/// The value field of `C1`, the sequence counter of the default key version: two bytes for SCP02, three for SCP03
/// with pseudo-random challenges (§11.3.2.1; Amendment D). `None` when the counter has outgrown them.
#[must_use]
pub fn sequence_counter(counter: u32, is_scp03: bool) -> Option<Vec<u8>> {
    match counter.to_be_bytes() {
        [0, 0, high, low] if !is_scp03 => Some(alloc::vec![high, low]),
        [0, high, middle, low] if is_scp03 => Some(alloc::vec![high, middle, low]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;
    use cardamom_apdu::hex::decode;

    fn key(identifier: u8, version: u8, components: Vec<(KeyType, usize)>) -> KeyInformation {
        KeyInformation {
            identifier: KeyIdentifier(identifier),
            version: KeyVersion(version),
            components,
            restriction: None,
        }
    }

    fn template(keys: &[KeyInformation]) -> Vec<u8> {
        let mut output = Vec::new();
        append_object(&mut output, Tag::literal::<0xE0>(), &key_information_template(keys));
        output
    }

    /// The first template of TestGPKeyInfo of GlobalPlatformPro.
    #[test]
    fn the_basic_format_that_gp_reads() {
        let keys = [
            key(1, 1, vec![(KeyType::Aes, 32)]),
            key(2, 1, vec![(KeyType::Aes, 32)]),
            key(3, 1, vec![(KeyType::Aes, 32)]),
            key(1, 0x70, vec![(KeyType::RsaPublicModulus, 128), (KeyType::RsaPublicExponent, 128)]),
            key(1, 0x71, vec![(KeyType::Des, 16)]),
        ];
        let expected = "E020C00401018820C00402018820C00403018820C0060170A180A180C00401718010";
        // The card of the sample told its exponent to be as long as the modulus.
        assert_eq!(template(&keys), decode(&expected.replace("A180A180", "A180A080")).unwrap());
    }

    #[test]
    fn initial_keys_and_keys_of_scp11() {
        // The first is the example in get_key_information_templates of kaoh/globalplatform, without its status word;
        // the second is how yubikit reads an SCP11 key: pairs of type and length.
        assert_eq!(template(&[key(1, 0xFF, vec![(KeyType::Des, 16)])]), decode("E006C00401FF8010").unwrap());
        let ecka = key(0x13, 1, vec![(KeyType::EcPrivate, 32), (KeyType::EcParametersReference, 0)]);
        assert_eq!(template(&[ecka]), decode("E008C0061301B120F000").unwrap());
        assert_eq!(template(&[]), [0xE0, 0x00]);
    }

    /// As the second template of TestGPKeyInfo has its fourth key, with the mark `FF` that its card left away before
    /// the exponent.
    #[test]
    fn the_extended_format_tells_restrictions() {
        let rsa = KeyInformation {
            restriction: Some(KeyRestriction { usage: vec![0x84], access: Some(0x00) }),
            ..key(1, 0x73, vec![(KeyType::RsaPublicModulus, 128), (KeyType::RsaPublicExponent, 3)])
        };
        assert_eq!(template(&[rsa]), decode("E010C00E0173FFA10080FFA0000301840100").unwrap());
        let plain = KeyInformation {
            restriction: Some(KeyRestriction { usage: vec![], access: None }),
            ..key(1, 2, vec![(KeyType::RsaPublicModulus, 256)])
        };
        assert_eq!(template(&[plain]), decode("E00AC0080102FFA101000000").unwrap());
    }

    #[test]
    fn keys_on_a_curve_are_told_as_section_11_3_3_1_1_says() {
        assert_eq!(component_length(KeyType::EcPublic, &[0x04; 65]), 0x40);
        assert_eq!(component_length(KeyType::EcPublic, &[0x04; 97]), 0x60);
        assert_eq!(component_length(KeyType::EcPrivate, &[1; 32]), 0x20);
        assert_eq!(component_length(KeyType::EcParametersReference, &[0x00]), 0x00);
        assert_eq!(component_length(KeyType::EcParametersReference, &[0x03]), 0x03);
        assert_eq!(component_length(KeyType::Aes, &[1; 24]), 24);
    }

    #[test]
    fn a_modulus_of_2048_bits_is_told_as_00_in_the_basic_format() {
        let rsa = key(1, 0x70, vec![(KeyType::RsaPublicModulus, 256), (KeyType::RsaPublicExponent, 3)]);
        assert_eq!(template(&[rsa]), decode("E008C0060170A100A003").unwrap());
    }

    #[test]
    fn counters_have_the_length_of_their_protocol() {
        assert_eq!(sequence_counter(0x1234, false), Some(vec![0x12, 0x34]));
        assert_eq!(sequence_counter(0x1234, true), Some(vec![0x00, 0x12, 0x34]));
        assert_eq!(sequence_counter(0x1_0000, false), None);
        assert_eq!(sequence_counter(0x100_0000, true), None);
    }

    #[test]
    fn versions_and_identifiers_have_their_ranges() {
        assert_eq!(KeyVersion::new(0x00), None);
        assert_eq!(KeyVersion::new(0x80), None);
        assert_eq!(KeyVersion::new(0xFF), None);
        assert_eq!(KeyVersion::new(0x7F).map(KeyVersion::to_byte), Some(0x7F));
        assert_eq!(KeyIdentifier::new(0x80), None);
        assert_eq!(KeyIdentifier(0x7E).after(1), Some(KeyIdentifier(0x7F)));
        assert_eq!(KeyIdentifier(0x7E).after(2), None);
        assert_eq!(KeyReference::parse(&[0x13, 0x01]).map(KeyReference::to_bytes), Some([0x13, 0x01]));
        assert_eq!(KeyReference::parse(&[0x13]), None);
        assert!(KeyType::ALL.iter().all(|kind| KeyType::from_byte(kind.to_byte()) == Some(*kind)));
        assert_eq!(KeyType::from_byte(0x86), None);
    }
}
