//! Card Capability Information (tag 67, GPCS 2.3.1 Table H-4).

use cardamom_apdu::tlv::Reader;

use super::ScpOption;
use super::value_of;
use crate::globalplatform::privileges::Privileges;

/// What the card can do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardCapabilities {
    /// Protocols with all options, and the AES key lengths in bits where the card tells them.
    pub protocols: Vec<(ScpOption, Vec<u16>)>,
    /// Privileges that security domains may be given.
    pub security_domain_privileges: Option<Privileges>,
    /// Privileges that applications may be given.
    pub application_privileges: Option<Privileges>,
    /// Hash algorithms of load files.
    pub load_file_hashes: Vec<&'static str>,
    /// Objects that are not read here: tag and value.
    pub others: Vec<(u32, Vec<u8>)>,
}

impl CardCapabilities {
    /// What is understood of the object; the rest is kept as it is.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Self {
        let value = value_of(0x67, bytes);
        let mut capabilities = Self::default();
        for object in Reader::new(&value).flatten() {
            match object.tag().number() {
                0xA0 => capabilities.protocols.extend(read_protocol(object.objects())),
                0x81 => capabilities.security_domain_privileges = Privileges::from_bytes(object.value()),
                0x82 => capabilities.application_privileges = Privileges::from_bytes(object.value()),
                0x83 => {
                    capabilities.load_file_hashes = object.value().iter().filter_map(hash_name).collect();
                }
                other => capabilities.others.push((other, object.value().to_vec())),
            }
        }
        capabilities
    }
}

fn hash_name(code: &u8) -> Option<&'static str> {
    match code {
        1 => Some("SHA-1"),
        2 => Some("SHA-256"),
        3 => Some("SHA-384"),
        4 => Some("SHA-512"),
        _ => None,
    }
}

fn read_protocol(objects: Reader<'_>) -> Vec<(ScpOption, Vec<u16>)> {
    let (mut number, mut options, mut lengths) = (None, Vec::new(), Vec::new());
    for object in objects.flatten() {
        match (object.tag().number(), object.value()) {
            (0x80, [protocol]) => number = Some(*protocol),
            (0x81, value) => options = value.to_vec(),
            (0x82, [bits]) => {
                let all = [(0x01, 128), (0x02, 192), (0x04, 256)];
                lengths = all.iter().filter(|(bit, _)| bits & bit != 0).map(|(_, length)| *length).collect();
            }
            _ => {}
        }
    }
    let Some(protocol) = number else { return Vec::new() };
    // The i of SCP11 goes on in another byte when b8 is set.
    let mut continues = false;
    options.retain(|byte| {
        let is_first = !continues;
        continues = is_first && protocol == 0x11 && byte & 0x80 != 0;
        is_first
    });
    options.into_iter().map(|options| (ScpOption { protocol, options }, lengths.clone())).collect()
}
