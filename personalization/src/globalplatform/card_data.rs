//! What a card tells of itself: file control information, Card Recognition Data, Card Capability Information, key
//! information, production life cycle data (GPCS 2.3.1 §11.3.3.1, §11.9.3.1, Appendix H).

mod capabilities;
mod key_information;
mod production;

use std::fmt;

use cardamom_apdu::Aid;
use cardamom_apdu::tlv::Reader;

pub use self::capabilities::CardCapabilities;
pub use self::key_information::{KeyComponent, KeyInformation};
pub use self::production::{ProductionDate, ProductionLifeCycle};

/// A secure channel protocol with its options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ScpOption {
    /// Number, binary coded decimal as cards tell it: 02, 03, 11, 80.
    pub protocol: u8,
    /// "i"; of SCP11 its first byte.
    pub options: u8,
}

impl fmt::Display for ScpOption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SCP{:02X} i={:02X}", self.protocol, self.options)?;
        if self.protocol != 0x11 {
            return Ok(());
        }
        // Amendment F, parameter i.
        let variants = [(0x01, "a"), (0x02, "b"), (0x10, "c")];
        let has = variants.iter().filter(|(bit, _)| self.options & bit != 0);
        write!(f, " (variants {})", has.map(|(_, name)| *name).collect::<Vec<_>>().join(", "))
    }
}

/// The object identifier {iso(1) member-body(2) country-USA(840) GlobalPlatform(114283)}.
const GLOBALPLATFORM: [u8; 6] = [0x2A, 0x86, 0x48, 0x86, 0xFC, 0x6B];

/// Card Recognition Data (tag 66, Table H-1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardRecognition {
    /// Version of the card specification, as 2.3.1.
    pub version: Vec<u8>,
    /// The protocols of the issuer security domain.
    pub protocols: Vec<ScpOption>,
}

impl CardRecognition {
    /// Reads the template 73, or the whole of object 66; `None` when it is neither.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let first = Reader::new(bytes).next()?.ok()?;
        match first.tag().number() {
            0x66 => Self::parse(first.value()),
            0x73 => Some(Self::of_template(first.value())),
            _ => None,
        }
    }

    /// What is understood of a template; the rest is let be.
    fn of_template(template: &[u8]) -> Self {
        let mut recognition = Self::default();
        for object in Reader::new(template).flatten() {
            let Some(Ok(inner)) = object.objects().next() else { continue };
            let tail = (inner.tag().number() == 0x06).then(|| inner.value().strip_prefix(&GLOBALPLATFORM));
            match (object.tag().number(), tail.flatten()) {
                (0x60, Some([2, version @ ..])) => recognition.version = version.to_vec(),
                (0x64, Some([4, protocol, options, ..])) => {
                    recognition.protocols.push(ScpOption { protocol: *protocol, options: *options });
                }
                _ => {}
            }
        }
        recognition
    }

    /// The version, as 2.3.1.
    #[must_use]
    pub fn version_text(&self) -> String {
        self.version.iter().map(u8::to_string).collect::<Vec<_>>().join(".")
    }

    /// The options of a protocol, 02 or 03.
    pub fn options(&self, protocol: u8) -> impl Iterator<Item = u8> {
        self.protocols.iter().filter(move |option| option.protocol == protocol).map(|option| option.options)
    }
}

/// File control information, the answer to SELECT of a security domain (Table 11-80).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileControlInformation {
    /// Name of what was selected.
    pub aid: Option<Aid>,
    /// Card Recognition Data, where the answer has it.
    pub recognition: Option<CardRecognition>,
    /// Longest data field of a command, in bytes.
    pub maximum_length: Option<usize>,
}

impl FileControlInformation {
    /// What is understood of an answer; an empty one tells nothing.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        let mut information = Self::default();
        let Some(Ok(template)) = Reader::new(bytes).next() else { return information };
        if template.tag().number() != 0x6F {
            return information;
        }
        for object in template.objects().flatten() {
            match object.tag().number() {
                0x84 => information.aid = Aid::new(object.value()).ok(),
                0xA5 => {
                    for inner in object.objects().flatten() {
                        match (inner.tag().number(), inner.value()) {
                            (0x73, _) => information.recognition = CardRecognition::parse(inner.encoding()),
                            (0x9F65, [length]) => information.maximum_length = Some(usize::from(*length)),
                            (0x9F65, [high, low]) => {
                                let length = u16::from_be_bytes([*high, *low]);
                                information.maximum_length = Some(usize::from(length));
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        information
    }
}

/// The value of a data object that came whole, or the bytes as they are when they came without tag and length, as
/// they do under an interindustry class (§11.3.3.1).
#[must_use]
pub fn value_of(tag: u16, bytes: &[u8]) -> Vec<u8> {
    match Reader::new(bytes).next() {
        Some(Ok(object))
            if object.tag().number() == u32::from(tag) && object.encoding().len() == bytes.len() =>
        {
            object.value().to_vec()
        }
        _ => bytes.to_vec(),
    }
}

#[cfg(test)]
mod tests;
