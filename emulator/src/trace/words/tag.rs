//! Names of data objects.

use cardamom_apdu::Command;

/// How the value of a data object is best shown.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    Aid,
    Bytes,
    ObjectIdentifier,
    Text,
}

/// A data object that is known.
#[derive(Debug)]
pub(super) struct KnownTag {
    /// The tag of the object around it; none if it means the same everywhere.
    parent: Option<u32>,
    number: u32,
    pub(super) name: &'static str,
    pub(super) form: Form,
}

/// The meaning of a tag inside an object of that tag, or outermost.
pub(super) fn find(parent: Option<u32>, number: u32) -> Option<&'static KnownTag> {
    let of = |parent: Option<u32>| {
        KNOWN.iter().find(move |known| known.number == number && known.parent == parent)
    };
    parent.and_then(|parent| of(Some(parent))).or_else(|| of(None))
}

/// The tag in P1 and P2 of GET DATA and PUT DATA.
pub(super) fn in_parameters(command: &Command<'_>) -> String {
    let number = u32::from(u16::from_be_bytes([command.p1(), command.p2()]));
    match find(None, number) {
        Some(known) => format!("{number:04X} {}", known.name),
        None => format!("{number:04X}"),
    }
}

const fn any(number: u32, name: &'static str, form: Form) -> KnownTag {
    KnownTag { parent: None, number, name, form }
}

const fn inside(parent: u32, number: u32, name: &'static str, form: Form) -> KnownTag {
    KnownTag { parent: Some(parent), number, name, form }
}

use Form::{Aid, Bytes, ObjectIdentifier, Text};

/// ISO/IEC 7816-4 and -6, EMV 4.3 book 3 annex A, GPCS 2.3.1, ETSI TS 102 221 §11.1.1.3, TS 101 220 §7.2.
const KNOWN: &[KnownTag] = &[
    // ASN.1.
    any(0x02, "INTEGER", Bytes),
    any(0x03, "BIT STRING", Bytes),
    any(0x04, "OCTET STRING", Bytes),
    any(0x05, "NULL", Bytes),
    any(0x06, "object identifier", ObjectIdentifier),
    any(0x0C, "UTF8String", Text),
    any(0x13, "PrintableString", Text),
    any(0x16, "IA5String", Text),
    any(0x17, "UTCTime", Text),
    any(0x30, "SEQUENCE", Bytes),
    any(0x31, "SET", Bytes),
    // ISO/IEC 7816-4 and 7816-6.
    any(0x42, "issuer identification number", Bytes),
    any(0x45, "card image number", Bytes),
    any(0x4F, "AID", Aid),
    any(0x50, "application label", Text),
    any(0x53, "discretionary data", Bytes),
    any(0x57, "track 2 equivalent data", Bytes),
    any(0x5A, "application PAN", Bytes),
    any(0x5C, "tag list", Bytes),
    any(0x5F20, "cardholder name", Text),
    any(0x5F24, "application expiration date", Bytes),
    any(0x5F25, "application effective date", Bytes),
    any(0x5F28, "issuer country code", Bytes),
    any(0x5F2A, "transaction currency code", Bytes),
    any(0x5F2D, "language preference", Text),
    any(0x5F30, "service code", Bytes),
    any(0x5F34, "PAN sequence number", Bytes),
    any(0x5F50, "issuer URL", Text),
    any(0x61, "application template", Bytes),
    any(0x62, "file control parameters", Bytes),
    any(0x64, "file management data", Bytes),
    any(0x66, "card data", Bytes),
    any(0x6E, "application related data", Bytes),
    any(0x6F, "file control information", Bytes),
    any(0x70, "record template", Bytes),
    any(0x71, "issuer script template 1", Bytes),
    any(0x72, "issuer script template 2", Bytes),
    any(0x73, "discretionary template", Bytes),
    any(0x77, "response message template 2", Bytes),
    any(0x7C, "dynamic authentication template", Bytes),
    any(0x7F21, "certificate", Bytes),
    any(0x7F49, "public key", Bytes),
    any(0x83, "command template", Bytes),
    any(0x84, "DF name", Aid),
    any(0xA5, "proprietary information", Bytes),
    inside(0x62, 0x80, "file size", Bytes),
    inside(0x62, 0x81, "total file size", Bytes),
    inside(0x62, 0x82, "file descriptor", Bytes),
    inside(0x62, 0x83, "file identifier", Bytes),
    inside(0x62, 0x88, "short file identifier", Bytes),
    inside(0x62, 0x8A, "life cycle status", Bytes),
    inside(0x62, 0x8B, "security attributes, referenced", Bytes),
    inside(0x62, 0x8C, "security attributes, compact", Bytes),
    inside(0x62, 0xAB, "security attributes, expanded", Bytes),
    inside(0x62, 0xC6, "PIN status template", Bytes),
    inside(0x6F, 0x83, "file identifier", Bytes),
    inside(0x6F, 0x8A, "life cycle status", Bytes),
    inside(0xA5, 0x80, "UICC characteristics", Bytes),
    inside(0xA5, 0x87, "application priority indicator", Bytes),
    inside(0xA5, 0x88, "SFI of the directory file", Bytes),
    inside(0xA5, 0x9F65, "maximum length of command data", Bytes),
    inside(0xA5, 0x9F6E, "production life cycle data", Bytes),
    inside(0x61, 0x87, "application priority indicator", Bytes),
    // EMV.
    any(0x80, "response message template 1", Bytes),
    any(0x82, "application interchange profile", Bytes),
    any(0x8A, "authorisation response code", Text),
    any(0x8C, "CDOL1", Bytes),
    any(0x8D, "CDOL2", Bytes),
    any(0x8E, "cardholder verification method list", Bytes),
    any(0x8F, "CA public key index", Bytes),
    any(0x90, "issuer public key certificate", Bytes),
    any(0x91, "issuer authentication data", Bytes),
    any(0x92, "issuer public key remainder", Bytes),
    any(0x93, "signed static application data", Bytes),
    any(0x94, "application file locator", Bytes),
    any(0x95, "terminal verification results", Bytes),
    any(0x9A, "transaction date", Bytes),
    any(0x9B, "transaction status information", Bytes),
    any(0x9C, "transaction type", Bytes),
    any(0x9F02, "amount, authorised", Bytes),
    any(0x9F03, "amount, other", Bytes),
    any(0x9F06, "AID of the terminal", Aid),
    any(0x9F07, "application usage control", Bytes),
    any(0x9F08, "application version of the card", Bytes),
    any(0x9F0D, "issuer action code, default", Bytes),
    any(0x9F0E, "issuer action code, denial", Bytes),
    any(0x9F0F, "issuer action code, online", Bytes),
    any(0x9F10, "issuer application data", Bytes),
    any(0x9F11, "issuer code table index", Bytes),
    any(0x9F12, "application preferred name", Text),
    any(0x9F13, "last online ATC", Bytes),
    any(0x9F17, "PIN tries left", Bytes),
    any(0x9F1A, "terminal country code", Bytes),
    any(0x9F1F, "track 1 discretionary data", Text),
    any(0x9F26, "application cryptogram", Bytes),
    any(0x9F27, "cryptogram information data", Bytes),
    any(0x9F32, "issuer public key exponent", Bytes),
    any(0x9F34, "cardholder verification results", Bytes),
    any(0x9F36, "application transaction counter", Bytes),
    any(0x9F37, "unpredictable number", Bytes),
    any(0x9F38, "PDOL", Bytes),
    any(0x9F42, "application currency code", Bytes),
    any(0x9F44, "application currency exponent", Bytes),
    any(0x9F46, "ICC public key certificate", Bytes),
    any(0x9F47, "ICC public key exponent", Bytes),
    any(0x9F48, "ICC public key remainder", Bytes),
    any(0x9F49, "DDOL", Bytes),
    any(0x9F4A, "static data authentication tag list", Bytes),
    any(0x9F4B, "signed dynamic application data", Bytes),
    any(0x9F4C, "ICC dynamic number", Bytes),
    any(0x9F4D, "log entry", Bytes),
    any(0x9F4F, "log format", Bytes),
    any(0xBF0C, "FCI issuer discretionary data", Bytes),
    // GlobalPlatform.
    any(0x9F70, "life cycle state", Bytes),
    any(0x9F7F, "card production life cycle data", Bytes),
    any(0xC1, "sequence counter", Bytes),
    any(0xCF, "key diversification data", Bytes),
    any(0xE0, "key information template", Bytes),
    any(0xE3, "registry entry", Bytes),
    any(0xEF, "system parameters", Bytes),
    any(0xEA, "UICC system parameters", Bytes),
    any(0xC9, "application parameters", Bytes),
    any(0xFF21, "extended card resources", Bytes),
    any(0x67, "card capability information", Bytes),
    any(0x2F00, "list of applications", Bytes),
    inside(0xE0, 0xC0, "key", Bytes),
    inside(0xE3, 0x84, "module", Aid),
    inside(0xE3, 0xC4, "load file", Aid),
    inside(0xE3, 0xC5, "privileges", Bytes),
    inside(0xE3, 0xCC, "security domain", Aid),
    inside(0xE3, 0xCE, "version", Bytes),
    inside(0xE3, 0xCF, "implicit selection", Bytes),
    inside(0xEF, 0xC6, "non-volatile code limit", Bytes),
    inside(0xEF, 0xC7, "volatile data limit", Bytes),
    inside(0xEF, 0xC8, "non-volatile data limit", Bytes),
    inside(0x66, 0x73, "card recognition data", Bytes),
    inside(0x73, 0x60, "card management type and version", Bytes),
    inside(0x73, 0x63, "card identification scheme", Bytes),
    inside(0x73, 0x64, "secure channel protocol", Bytes),
    inside(0x73, 0x65, "card configuration details", Bytes),
    inside(0x73, 0x66, "card or chip details", Bytes),
    // Card application toolkit.
    any(0xD0, "proactive command", Bytes),
    any(0xD1, "SMS-PP download", Bytes),
    any(0xD2, "cell broadcast download", Bytes),
    any(0xD3, "menu selection", Bytes),
    any(0xD4, "call control", Bytes),
    any(0xD5, "MO short message control", Bytes),
    any(0xD6, "event download", Bytes),
    any(0xD7, "timer expiration", Bytes),
];
