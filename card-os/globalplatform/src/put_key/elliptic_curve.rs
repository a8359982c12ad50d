//! The curve that keys may be on, by its reference and by its parameters (GPCS 2.3.1 §B.4.2).

use super::{KeyComponent, key_type};

/// Reference of P-256 (Table B-2).
pub(super) const P256_REFERENCE: u8 = 0x00;

// FIPS 186-4 §D.1.2.3.
const P: [u8; 32] = hex(b"FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF");
const A: [u8; 32] = hex(b"FFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFC");
const B: [u8; 32] = hex(b"5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B");
const G: [u8; 65] = hex(
    b"046B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C2964FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5",
);
const N: [u8; 32] = hex(b"FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

/// Whether these components name P-256 and nothing else: by reference, empty for the default, or by all parameters,
/// of which the cofactor may be left away.
pub(super) fn is_p256(components: &[KeyComponent]) -> bool {
    if let [KeyComponent { key_type: key_type::EC_PARAMETERS, value }] = components {
        return matches!(value.as_slice(), [] | [P256_REFERENCE]);
    }
    let is_right = |component: &KeyComponent| {
        let value = component.value.as_slice();
        match component.key_type {
            key_type::EC_FIELD_P => value == P,
            key_type::EC_FIELD_A => value == A,
            key_type::EC_FIELD_B => value == B,
            key_type::EC_FIELD_G => value == G,
            key_type::EC_FIELD_N => value == N,
            key_type::EC_FIELD_K => value
                .split_last()
                .is_some_and(|(last, rest)| *last == 1 && rest.iter().all(|byte| *byte == 0)),
            _ => false,
        }
    };
    let is_there =
        |wanted: u8| components.iter().filter(|component| component.key_type == wanted).count() == 1;
    components.iter().all(is_right)
        && (key_type::EC_FIELD_P..=key_type::EC_FIELD_N).all(is_there)
        && components.len() <= 6
}

/// The bytes of a hexadecimal literal.
const fn hex<const LENGTH: usize>(text: &[u8]) -> [u8; LENGTH] {
    assert!(text.len() == 2 * LENGTH, "the literal has another length");
    let mut bytes = [0; LENGTH];
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
