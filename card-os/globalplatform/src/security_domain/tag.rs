//! Tags of the data objects that a security domain keeps (GPCS 2.3.1 §H).

/// Issuer identification number.
pub(super) const ISSUER_IDENTIFICATION_NUMBER: u16 = 0x0042;
/// Card image number.
pub(super) const CARD_IMAGE_NUMBER: u16 = 0x0045;
/// Card Recognition Data.
pub(super) const CARD_RECOGNITION_DATA: u16 = 0x0066;
/// Card Capability Information.
pub(super) const CARD_CAPABILITIES: u16 = 0x0067;
/// Sequence counter of the default key version.
pub(super) const SEQUENCE_COUNTER: u16 = 0x00C1;
/// Confirmation counter.
pub(super) const CONFIRMATION_COUNTER: u16 = 0x00C2;
/// Key diversification data.
pub(super) const KEY_DIVERSIFICATION_DATA: u16 = 0x00CF;
/// Key information template.
pub(super) const KEY_INFORMATION: u16 = 0x00E0;
/// List of applications.
pub(super) const APPLICATIONS: u16 = 0x2F00;
/// Card production life cycle data.
pub(super) const PRODUCTION_LIFE_CYCLE: u16 = 0x9F7F;
/// Certificates of a key (Amendment F §7.3).
pub(super) const CERTIFICATE_STORE: u16 = 0xBF21;
/// Extended card resources information (ETSI TS 102 226 §8.2.1.7.2).
pub(super) const EXTENDED_RESOURCES: u16 = 0xFF21;
/// Identifiers of the authorities of off-card entities (Amendment F Table 7-11).
pub(super) const AUTHORITIES: u16 = 0xFF33;
/// Identifiers of the authorities of cards.
pub(super) const CARD_AUTHORITIES: u16 = 0xFF34;
/// Key of the authority of an identifier.
pub(super) const AUTHORITY_KEY: u16 = 0x0083;
/// Serial numbers of certificates that are allowed.
pub(super) const ALLOWED_SERIAL_NUMBERS: u16 = 0x0070;
