//! The curves that keys may be on (GPCS 2.3.1 §B.4.3).

use super::PutKeyReason;
use super::component::KeyComponent;
use crate::key_set::KeyType;

/// An elliptic curve (Table B-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Curve {
    /// Reference `00`: NIST P-256, secp256r1.
    P256,
    /// Reference `01`: NIST P-384, secp384r1.
    P384,
}

/// p, a, b, G (uncompressed, without its first byte) and n of P-256 (FIPS 186-4 §D.1.2.3).
const P256: Parameters<32, 64> = Parameters {
    p: hex(b"FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF"),
    a: hex(b"FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFC"),
    b: hex(b"5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B"),
    g: hex(
        b"6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C2964FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5",
    ),
    n: hex(b"FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551"),
};

/// p, a, b, G (uncompressed, without its first byte) and n of P-384 (FIPS 186-4 §D.1.2.4).
const P384: Parameters<48, 96> = Parameters {
    p: hex(b"FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFF"),
    a: hex(b"FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEFFFFFFFF0000000000000000FFFFFFFC"),
    b: hex(b"B3312FA7E23EE7E4988E056BE3F82D19181D9C6EFE8141120314088F5013875AC656398D8A2ED19D2A85C8EDD3EC2AEF"),
    g: hex(
        b"AA87CA22BE8B05378EB1C71EF320AD746E1D3B628BA79B9859F741E082542A385502F25DBF55296C3A545E3872760AB73617DE4A96262C6F5D9E98BF9292DC29F8F41DBD289A147CE9DA3113B5F0B8C00A60B1CE1D7E819D7A431D7C90EA0E5F",
    ),
    n: hex(b"FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973"),
};

struct Parameters<const FIELD: usize, const POINT: usize> {
    p: [u8; FIELD],
    a: [u8; FIELD],
    b: [u8; FIELD],
    g: [u8; POINT],
    n: [u8; FIELD],
}

impl<const FIELD: usize, const POINT: usize> Parameters<FIELD, POINT> {
    fn has(&self, component: &KeyComponent) -> bool {
        let value = component.value.as_slice();
        match component.key_type {
            KeyType::EcFieldP => value == self.p,
            KeyType::EcFieldA => value == self.a,
            KeyType::EcFieldB => value == self.b,
            KeyType::EcFieldG => value.split_first() == Some((&0x04, self.g.as_slice())),
            KeyType::EcFieldN => value == self.n,
            // The cofactor of both curves is 1.
            KeyType::EcFieldK => value
                .split_last()
                .is_some_and(|(last, before)| *last == 1 && before.iter().all(|byte| *byte == 0)),
            _ => false,
        }
    }
}

impl Curve {
    /// The curve of this reference; `None` if it is not supported.
    #[must_use]
    pub const fn from_reference(reference: u8) -> Option<Self> {
        match reference {
            0x00 => Some(Self::P256),
            0x01 => Some(Self::P384),
            _ => None,
        }
    }

    /// Its reference.
    #[must_use]
    pub const fn reference(self) -> u8 {
        match self {
            Self::P256 => 0x00,
            Self::P384 => 0x01,
        }
    }

    /// Length of a private key and of a coordinate in bytes.
    #[must_use]
    pub const fn field_length(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
        }
    }

    /// The curve that these components name: by reference, or by all its parameters, of which the cofactor may be
    /// left away.
    pub(super) fn of_parameters<'c>(
        parameters: impl Iterator<Item = &'c KeyComponent> + Clone,
    ) -> Result<Self, PutKeyReason> {
        let mut references =
            parameters.clone().filter(|component| component.key_type == KeyType::EcParametersReference);
        if let Some(component) = references.next() {
            let [reference] = component.value.as_slice() else { return Err(PutKeyReason::KeyLength) };
            return Self::from_reference(*reference).ok_or(PutKeyReason::Curve);
        }
        let required =
            [KeyType::EcFieldP, KeyType::EcFieldA, KeyType::EcFieldB, KeyType::EcFieldG, KeyType::EcFieldN];
        if !required.iter().all(|wanted| parameters.clone().any(|component| component.key_type == *wanted)) {
            return Err(PutKeyReason::Components);
        }
        if parameters.clone().all(|component| P256.has(component)) {
            Ok(Self::P256)
        } else if parameters.clone().all(|component| P384.has(component)) {
            Ok(Self::P384)
        } else {
            Err(PutKeyReason::Curve)
        }
    }
}

/// The bytes of a hexadecimal literal.
const fn hex<const N: usize>(text: &[u8]) -> [u8; N] {
    assert!(text.len() == 2 * N, "the literal has another length");
    let mut bytes = [0; N];
    let mut rest = text;
    let mut index = 0;
    while let [high, low, tail @ ..] = rest {
        if let Some((_, [target, ..])) = bytes.split_at_mut_checked(index) {
            *target = digit(*high) << 4 | digit(*low);
        }
        rest = tail;
        index += 1;
    }
    bytes
}

const fn digit(character: u8) -> u8 {
    assert!(character.is_ascii_hexdigit() && !character.is_ascii_lowercase(), "not a hexadecimal digit");
    if character <= b'9' { character - b'0' } else { character - b'A' + 10 }
}
