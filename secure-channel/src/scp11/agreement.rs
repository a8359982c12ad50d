//! What both ends agree on: the variant, what protects the session, the length of its keys, identifiers.

use alloc::vec::Vec;

use cardamom_apdu::tlv::{Reader, Tag, append_object};

use super::key::PublicKey;
use super::{INTERNAL_AUTHENTICATE, MUTUAL_AUTHENTICATE};
use crate::secure_channel_error::SecureChannelError;
use crate::security_level::SecurityLevel;

pub(super) const TEMPLATE: Tag = Tag::literal::<0xA6>();
pub(super) const EPHEMERAL_KEY: Tag = Tag::literal::<0x5F49>();
pub(super) const RECEIPT: Tag = Tag::literal::<0x86>();
const PROTOCOL: Tag = Tag::literal::<0x90>();
const KEY_USAGE: Tag = Tag::literal::<0x95>();
const KEY_TYPE: Tag = Tag::literal::<0x80>();
const KEY_LENGTH: Tag = Tag::literal::<0x81>();
const HOST_IDENTIFIER: Tag = Tag::literal::<0x84>();

/// The protocol, in tag 90.
const SCP11: u8 = 0x11;
/// The type of the session keys.
const AES: u8 = 0x88;
/// Parameters b1 and b2: the variant. What b4 to b8 say is not looked at: kaoh/globalplatform has those of i there.
const VARIANT: u8 = 0x03;
/// Parameter b3: identifiers go into the keys.
const WITH_IDENTIFIERS: u8 = 0x04;

/// A variant of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Variant {
    /// SCP11a: both ends are authenticated, both draw a key.
    A,
    /// SCP11b: the card alone is authenticated.
    B,
    /// SCP11c: both ends are authenticated, the host alone draws a key.
    C,
}

impl Variant {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    /// Bits b1 and b2 of the parameters.
    const fn parameters(self) -> u8 {
        match self {
            Self::A => 0x01,
            Self::B => 0x00,
            Self::C => 0x03,
        }
    }

    /// Identifier of the card's key that such sessions are opened with: 11, 13 or 15 (hexadecimal).
    #[must_use]
    pub const fn key_identifier(self) -> u8 {
        match self {
            Self::A => 0x11,
            Self::B => 0x13,
            Self::C => 0x15,
        }
    }

    /// The variant that is opened with the card's key of this identifier.
    #[must_use]
    pub fn of_key_identifier(identifier: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|variant| variant.key_identifier() == identifier)
    }

    /// The instruction that opens a session: MUTUAL AUTHENTICATE, for b INTERNAL AUTHENTICATE.
    #[must_use]
    pub const fn instruction(self) -> u8 {
        match self {
            Self::A | Self::C => MUTUAL_AUTHENTICATE,
            Self::B => INTERNAL_AUTHENTICATE,
        }
    }

    /// Whether the host is authenticated.
    #[must_use]
    pub const fn authenticates_host(self) -> bool {
        matches!(self, Self::A | Self::C)
    }
}

/// Length of session keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum KeyLength {
    /// 16 bytes.
    #[default]
    Aes128,
    /// 24 bytes.
    Aes192,
    /// 32 bytes.
    Aes256,
}

impl KeyLength {
    /// In bytes.
    #[must_use]
    pub const fn bytes(self) -> u8 {
        match self {
            Self::Aes128 => 16,
            Self::Aes192 => 24,
            Self::Aes256 => 32,
        }
    }

    const fn of(bytes: u8) -> Option<Self> {
        match bytes {
            16 => Some(Self::Aes128),
            24 => Some(Self::Aes192),
            32 => Some(Self::Aes256),
            _ => None,
        }
    }
}

/// Identifiers of the card that go into the keys when that is asked for, each up to 255 bytes: the first two for
/// variants a and b, the last for c.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardIdentifiers {
    /// Security Domain Provider Identification Number, the value of tag 42.
    pub provider: Vec<u8>,
    /// Security Domain Image Number, the value of tag 45.
    pub image: Vec<u8>,
    /// Card Group ID: the subject identifier, tag 5F20, of the certificate of the card's key.
    pub group: Vec<u8>,
}

/// The key usage of each level (Amendment F, Table of the control reference template; values as kaoh/globalplatform,
/// yubikit, and Android's `Scp11Lib` have them).
const USAGES: [(u8, u8); 4] = [(0x3C, 0x33), (0x34, 0x11), (0x1C, 0x03), (0x74, 0x13)];

/// What is agreed on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreement {
    /// The variant.
    pub variant: Variant,
    /// What protects the session: 33 (key usage 3C), 11 (34), 03 (1C) or 13 (74), hexadecimal.
    pub level: SecurityLevel,
    /// Length of the session keys.
    pub key_length: KeyLength,
    /// Identifiers go into the keys, and this is the host's: up to 255 bytes, sent in the command.
    pub host_identifier: Option<Vec<u8>>,
}

impl Agreement {
    /// With session keys of 16 bytes, without identifiers.
    #[must_use]
    pub const fn new(variant: Variant, level: SecurityLevel) -> Self {
        Self { variant, level, key_length: KeyLength::Aes128, host_identifier: None }
    }

    fn usage(&self) -> Result<u8, SecureChannelError> {
        let level = self.level.to_byte();
        let found = USAGES.iter().find(|(_, of)| *of == level);
        found.map(|(usage, _)| *usage).ok_or(SecureChannelError::LevelNotSupported)
    }

    /// The data of the command.
    pub(super) fn data(&self, ephemeral: &PublicKey) -> Result<Vec<u8>, SecureChannelError> {
        let identifiers = if self.host_identifier.is_some() { WITH_IDENTIFIERS } else { 0 };
        let mut template = Vec::new();
        append_object(&mut template, PROTOCOL, &[SCP11, self.variant.parameters() | identifiers]);
        append_object(&mut template, KEY_USAGE, &[self.usage()?]);
        append_object(&mut template, KEY_TYPE, &[AES]);
        append_object(&mut template, KEY_LENGTH, &[self.key_length.bytes()]);
        if let Some(identifier) = &self.host_identifier {
            if identifier.len() > usize::from(u8::MAX) {
                return Err(SecureChannelError::TooLong);
            }
            append_object(&mut template, HOST_IDENTIFIER, identifier);
        }
        let mut data = Vec::new();
        append_object(&mut data, TEMPLATE, &template);
        append_object(&mut data, EPHEMERAL_KEY, &ephemeral.to_bytes());
        Ok(data)
    }

    /// Reads the data of a command: the agreement, and the host's ephemeral key.
    pub(super) fn parse(data: &[u8]) -> Result<(Self, PublicKey), SecureChannelError> {
        let malformed = SecureChannelError::KeyAgreementMalformed;
        let [template, key] = pair(data, [TEMPLATE, EPHEMERAL_KEY]).ok_or(malformed)?;
        let (mut protocol, mut usage, mut key_type, mut length, mut host) = (None, None, None, None, None);
        for object in Reader::new(template) {
            let object = object.map_err(|_| malformed)?;
            let place = match object.tag() {
                PROTOCOL => &mut protocol,
                KEY_USAGE => &mut usage,
                KEY_TYPE => &mut key_type,
                KEY_LENGTH => &mut length,
                HOST_IDENTIFIER => &mut host,
                _ => return Err(malformed),
            };
            if place.replace(object.value()).is_some() {
                return Err(malformed);
            }
        }
        let (Some(&[SCP11, parameters]), Some(&[usage]), Some(&[AES]), Some(&[length])) =
            (protocol, usage, key_type, length)
        else {
            return Err(SecureChannelError::KeyAgreementParameters);
        };
        let variant = Variant::ALL
            .into_iter()
            .find(|variant| variant.parameters() == parameters & VARIANT)
            .ok_or(SecureChannelError::KeyAgreementParameters)?;
        let level = USAGES.iter().find(|(of, _)| *of == usage).map(|(_, level)| *level);
        // Identifiers go into the keys, or none is sent.
        let host_identifier = match (host, parameters & WITH_IDENTIFIERS != 0) {
            (Some(host), true) if host.len() <= usize::from(u8::MAX) => Some(host.to_vec()),
            (None, true) => Some(Vec::new()),
            (None, false) => None,
            _ => return Err(SecureChannelError::KeyAgreementParameters),
        };
        let agreement = Self {
            variant,
            level: level.map(SecurityLevel::from_byte).ok_or(SecureChannelError::KeyAgreementParameters)?,
            key_length: KeyLength::of(length).ok_or(SecureChannelError::KeyAgreementParameters)?,
            host_identifier,
        };
        Ok((agreement, PublicKey::from_bytes(key).ok_or(SecureChannelError::PointNotOnCurve)?))
    }

    /// The shared information of the key derivation.
    pub(super) fn shared_information(
        &self,
        card: Option<&CardIdentifiers>,
    ) -> Result<Vec<u8>, SecureChannelError> {
        let mut information = Vec::from([self.usage()?, AES, self.key_length.bytes()]);
        let Some(host) = &self.host_identifier else { return Ok(information) };
        let card = card.ok_or(SecureChannelError::IdentifierMissing)?;
        let parts: &[&[u8]] = match self.variant {
            Variant::A | Variant::B => &[host, &card.provider, &card.image],
            Variant::C => &[host, &card.group],
        };
        for part in parts {
            information.push(u8::try_from(part.len()).map_err(|_| SecureChannelError::TooLong)?);
            information.extend_from_slice(part);
        }
        Ok(information)
    }
}

/// The values of two objects that follow each other, with nothing after them.
pub(super) fn pair(data: &[u8], tags: [Tag; 2]) -> Option<[&[u8]; 2]> {
    let mut objects = Reader::new(data);
    let mut next = |tag| {
        let object = objects.next()?.ok()?;
        (object.tag() == tag).then(|| object.value())
    };
    let [first, second] = tags;
    let values = [next(first)?, next(second)?];
    objects.next().is_none().then_some(values)
}
