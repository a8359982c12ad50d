//! Key information (tag E0, GPCS 2.3.1 §11.3.3.1, Tables 11-28 to 11-30).

use std::fmt;

use cardamom_apdu::tlv::Reader;

use super::value_of;

/// A component of a key, as the card tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyComponent {
    /// Key type (Table 11-16).
    pub key_type: u8,
    /// Length in bytes.
    pub length: u16,
}

impl fmt::Display for KeyComponent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key_type, length } = self;
        match key_type {
            0x80 | 0x82 => write!(f, "triple DES, {length} bytes"),
            0x81 => write!(f, "triple DES (reserved), {length} bytes"),
            0x85 => write!(f, "pre-shared key for TLS, {length} bytes"),
            0x88 => write!(f, "AES-{}", length * 8),
            0x90 => write!(f, "HMAC-SHA1, {length} bytes"),
            0xA0 => write!(f, "RSA public exponent, {length} bytes"),
            0xA1 => write!(f, "RSA-{} public modulus", u32::from(*length) * 8),
            0xA2..=0xA8 => write!(f, "RSA private component {key_type:02X}, {length} bytes"),
            0xB0 => write!(f, "elliptic-curve public key, {length} bytes"),
            0xB1 => write!(f, "elliptic-curve private key, {length} bytes"),
            0xB2..=0xB7 => write!(f, "elliptic-curve parameter {key_type:02X}, {length} bytes"),
            0xF0 => write!(f, "elliptic-curve parameters by reference"),
            _ => write!(f, "key type {key_type:02X}, {length} bytes"),
        }
    }
}

/// A key of a security domain, as the card tells of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KeyInformation {
    /// Key version number.
    pub version: u8,
    /// Key identifier.
    pub identifier: u8,
    /// Its components.
    pub components: Vec<KeyComponent>,
}

impl KeyInformation {
    /// Reads a key information template, whole or its value: the keys that are understood.
    #[must_use]
    pub fn parse_all(bytes: &[u8]) -> Vec<Self> {
        let value = value_of(0xE0, bytes);
        let objects = Reader::new(&value).flatten().filter(|object| object.tag().number() == 0xC0);
        objects.filter_map(|object| Self::parse(object.value())).collect()
    }

    /// Identifier, version, then type and length of each component: one byte each, or after FF one and two (Table
    /// 11-30; what follows there, usage and access, is let be).
    fn parse(value: &[u8]) -> Option<Self> {
        let [identifier, version, rest @ ..] = value else { return None };
        let mut components = Vec::new();
        let mut rest = rest;
        loop {
            match *rest {
                [0xFF, key_type, high, low, ref after @ ..] => {
                    components.push(KeyComponent { key_type, length: u16::from_be_bytes([high, low]) });
                    rest = after;
                    if after.first() != Some(&0xFF) {
                        break;
                    }
                }
                [key_type, length, ref after @ ..] => {
                    components.push(KeyComponent { key_type, length: u16::from(length) });
                    rest = after;
                }
                _ => break,
            }
        }
        (!components.is_empty()).then_some(Self { version: *version, identifier: *identifier, components })
    }
}

impl fmt::Display for KeyInformation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "version {:02X} identifier {:02X}: ", self.version, self.identifier)?;
        for (index, component) in self.components.iter().enumerate() {
            if index > 0 {
                f.write_str(" + ")?;
            }
            component.fmt(f)?;
        }
        Ok(())
    }
}
