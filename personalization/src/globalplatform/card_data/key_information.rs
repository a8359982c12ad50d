//! Key information (tag E0, GPCS 2.3.1 §11.3.3.1, Tables 11-28 to 11-30).

use std::fmt;

use cardamom_apdu::tlv::Reader;

use super::value_of;

/// A component of a key, as the card tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyComponent {
    /// Key type (Table 11-16).
    pub key_type: u8,
    /// Length in bytes; `None`: 256 or more, which the short form does not tell apart (Table 11-28).
    pub length: Option<u16>,
}

impl fmt::Display for KeyComponent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.key_type {
            0x80 | 0x82 => "triple DES",
            0x81 => "triple DES (reserved)",
            0x85 => "pre-shared key for TLS",
            0x88 => "AES",
            0x90 => "HMAC-SHA1",
            0xA0 => "RSA public exponent",
            0xA1 => "RSA public modulus",
            0xA2..=0xA8 => "RSA private component",
            0xB0 => "elliptic-curve public key",
            0xB1 => "elliptic-curve private key",
            0xB2..=0xB7 => "elliptic-curve parameter",
            0xF0 => return f.write_str("elliptic-curve parameters by reference"),
            other => return write!(f, "key type {other:02X}{}", Length(self.length)),
        };
        match (self.key_type, self.length) {
            (0x88, Some(length)) => write!(f, "AES-{}", u32::from(length) * 8),
            (0xA1, Some(length)) => write!(f, "RSA-{} public modulus", u32::from(length) * 8),
            (_, length) => write!(f, "{name}{}", Length(length)),
        }
    }
}

struct Length(Option<u16>);

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(1) => f.write_str(", 1 byte"),
            Some(length) => write!(f, ", {length} bytes"),
            None => f.write_str(", 256 bytes or more"),
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
                    components.push(KeyComponent { key_type, length: Some(u16::from_be_bytes([high, low])) });
                    rest = after;
                    if after.first() != Some(&0xFF) {
                        break;
                    }
                }
                [key_type, length, ref after @ ..] => {
                    components
                        .push(KeyComponent { key_type, length: (length != 0).then_some(u16::from(length)) });
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
