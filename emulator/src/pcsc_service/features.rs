//! What a virtual reader tells of itself: attributes (PC/SC part 3 §3.1.4) and features (part 10 §2).

use super::refusal::Refusal;
use crate::reader::{CardState, Reader, ReaderStatus};

/// `CM_IOCTL_GET_FEATURE_REQUEST` (part 10 §2.2): which features there are and their control codes.
const GET_FEATURE_REQUEST: u32 = 0x4200_0D48;
/// The control code of this reader's `FEATURE_GET_TLV_PROPERTIES`: the one libccid uses.
const GET_TLV_PROPERTIES: u32 = 0x4233_0012;
/// The tag of that feature (part 10 §2.3).
const FEATURE_GET_TLV_PROPERTIES: u8 = 0x12;
/// Property tags (part 10 §2.6.14).
const PROPERTY_FIRMWARE_ID: u8 = 8;
const PROPERTY_PPDU_SUPPORT: u8 = 9;
const PROPERTY_MAX_APDU_DATA_SIZE: u8 = 10;

/// Most bytes of data in a command or response: those of extended length (ISO 7816-4 §5.2).
const MAX_APDU_DATA: u32 = 0x1_0000;
/// Longest command or response APDU that pcsc-lite carries (`MAX_BUFFER_SIZE_EXTENDED`).
pub(super) const MAX_APDU: u32 = 4 + 3 + (1 << 16) + 3 + 2;

const VENDOR_NAME: &str = "Cardamom";
const MODEL: &str = "Cardamom virtual reader";

/// `SCARD_ATTR_*` (pcsc-lite `reader.h`; PC/SC part 3, table 3-1).
mod attribute_id {
    pub(super) const VENDOR_NAME: u32 = 0x0001_0100;
    pub(super) const VENDOR_IFD_TYPE: u32 = 0x0001_0101;
    pub(super) const VENDOR_IFD_VERSION: u32 = 0x0001_0102;
    pub(super) const VENDOR_IFD_SERIAL_NO: u32 = 0x0001_0103;
    pub(super) const CHANNEL_ID: u32 = 0x0002_0110;
    pub(super) const ASYNC_PROTOCOL_TYPES: u32 = 0x0003_0120;
    pub(super) const MAX_IFSD: u32 = 0x0003_0125;
    pub(super) const SYNC_PROTOCOL_TYPES: u32 = 0x0003_0126;
    pub(super) const POWER_MGMT_SUPPORT: u32 = 0x0004_0131;
    pub(super) const CHARACTERISTICS: u32 = 0x0006_0150;
    pub(super) const CURRENT_PROTOCOL_TYPE: u32 = 0x0008_0201;
    pub(super) const ICC_PRESENCE: u32 = 0x0009_0300;
    pub(super) const ICC_INTERFACE_STATUS: u32 = 0x0009_0301;
    pub(super) const ATR_STRING: u32 = 0x0009_0303;
    pub(super) const ICC_TYPE_PER_ATR: u32 = 0x0009_0304;
    pub(super) const MAXINPUT: u32 = 0x0007_A007;
    pub(super) const DEVICE_UNIT: u32 = 0x7FFF_0001;
    pub(super) const DEVICE_FRIENDLY_NAME: u32 = 0x7FFF_0003;
    pub(super) const DEVICE_SYSTEM_NAME: u32 = 0x7FFF_0004;
}

/// Answers a control code. Numbers in the TLV properties are little-endian (part 10 §2.6.14), the control
/// code in the feature list is big-endian (§2.2).
pub(super) fn control(code: u32, answer: &mut Vec<u8>) -> Result<(), Refusal> {
    match code {
        GET_FEATURE_REQUEST => {
            answer.extend([FEATURE_GET_TLV_PROPERTIES, 4]);
            answer.extend(GET_TLV_PROPERTIES.to_be_bytes());
        }
        GET_TLV_PROPERTIES => {
            property(answer, PROPERTY_FIRMWARE_ID, MODEL.as_bytes());
            property(answer, PROPERTY_PPDU_SUPPORT, &[0]);
            property(answer, PROPERTY_MAX_APDU_DATA_SIZE, &MAX_APDU_DATA.to_le_bytes());
        }
        _ => return Err(Refusal::UnsupportedFeature),
    }
    Ok(())
}

fn property(answer: &mut Vec<u8>, tag: u8, value: &[u8]) {
    answer.extend([tag, u8::try_from(value.len()).unwrap_or(u8::MAX)]);
    answer.extend(value.iter().take(usize::from(u8::MAX)));
}

/// Appends the value of an attribute. Numbers are 4 bytes in the machine's byte order, strings end with NUL.
pub(super) fn attribute(
    attribute: u32,
    reader: &Reader,
    status: &ReaderStatus,
    protocol: u32,
    value: &mut Vec<u8>,
) -> Result<(), Refusal> {
    use attribute_id as id;
    let position = u32::try_from(reader.position()).unwrap_or(u32::MAX);
    match attribute {
        id::VENDOR_NAME => text(value, VENDOR_NAME),
        id::VENDOR_IFD_TYPE => text(value, MODEL),
        id::VENDOR_IFD_SERIAL_NO => text(value, &format!("{position:08}")),
        id::DEVICE_FRIENDLY_NAME | id::DEVICE_SYSTEM_NAME => text(value, reader.name()),
        id::VENDOR_IFD_VERSION => number(value, version()),
        // 0xF0 is the first of the vendor-defined channel types.
        id::CHANNEL_ID => number(value, 0x00F0_0000 | position),
        id::ASYNC_PROTOCOL_TYPES => number(value, 0x03),
        id::SYNC_PROTOCOL_TYPES | id::CHARACTERISTICS => number(value, 0),
        id::MAX_IFSD => number(value, 254),
        id::POWER_MGMT_SUPPORT => number(value, 1),
        id::MAXINPUT => number(value, MAX_APDU),
        id::CURRENT_PROTOCOL_TYPE => number(value, protocol),
        id::DEVICE_UNIT => number(value, u32::from(reader.unit())),
        // 0: no card; 2: the card is swallowed, that is, in its place.
        id::ICC_PRESENCE => value.push(if status.card == CardState::Absent { 0 } else { 2 }),
        id::ICC_INTERFACE_STATUS => value.push(u8::from(status.card == CardState::Powered)),
        // 0: unknown; 1: asynchronous card of ISO 7816.
        id::ICC_TYPE_PER_ATR => value.push(u8::from(!status.atr.is_empty())),
        id::ATR_STRING => value.extend_from_slice(&status.atr),
        _ => return Err(Refusal::UnsupportedFeature),
    }
    Ok(())
}

fn number(value: &mut Vec<u8>, number: u32) {
    value.extend(number.to_ne_bytes());
}

fn text(value: &mut Vec<u8>, text: &str) {
    value.extend(text.bytes());
    value.push(0);
}

/// The version of this package as 0xMMmmbbbb: major, minor, build.
fn version() -> u32 {
    let part = |text: &str| text.parse::<u32>().unwrap_or(0);
    (part(env!("CARGO_PKG_VERSION_MAJOR")) & 0xFF) << 24
        | (part(env!("CARGO_PKG_VERSION_MINOR")) & 0xFF) << 16
        | part(env!("CARGO_PKG_VERSION_PATCH")) & 0xFFFF
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reader::ReaderSet;

    #[test]
    fn the_largest_apdu_is_announced() {
        let mut answer = Vec::new();
        control(GET_FEATURE_REQUEST, &mut answer).unwrap();
        assert_eq!(answer, [0x12, 4, 0x42, 0x33, 0x00, 0x12]);
        answer.clear();
        control(GET_TLV_PROPERTIES, &mut answer).unwrap();
        assert!(answer.ends_with(&[10, 4, 0, 0, 1, 0]));
        assert_eq!(control(0x4200_0001, &mut answer), Err(Refusal::UnsupportedFeature));
    }

    #[test]
    fn attributes_of_an_empty_reader() {
        let reader = ReaderSet::new().add("desk").unwrap();
        let get = |id| {
            let mut value = Vec::new();
            attribute(id, &reader, &reader.status(), 0, &mut value).map(|()| value)
        };
        assert_eq!(get(attribute_id::DEVICE_FRIENDLY_NAME).unwrap(), b"Cardamom desk 00 00\0");
        assert_eq!(get(attribute_id::ICC_PRESENCE).unwrap(), [0]);
        assert_eq!(get(attribute_id::ATR_STRING).unwrap(), b"");
        assert_eq!(get(0x7FFF_7FFF), Err(Refusal::UnsupportedFeature));
    }
}
