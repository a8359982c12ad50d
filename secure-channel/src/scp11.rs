//! Secure Channel Protocol 11 (GPCS 2.3.1 Amendment F 1.4), variants a, b and c on P-256, both ends.
//!
//! Keys are agreed on with elliptic curves, and what is opened is a session of [SCP03](crate::scp03) with MACs of
//! 8 bytes:
//!
//! | Variant | Authenticated | Key agreement of | Command |
//! |---|---|---|---|
//! | a | both ends | ephemeral keys; static keys | PERFORM SECURITY OPERATION, MUTUAL AUTHENTICATE |
//! | b | the card | ephemeral keys; the host's ephemeral with the card's static key | INTERNAL AUTHENTICATE |
//! | c | both ends | the host's ephemeral with the card's static key; static keys | as a; the card draws no key, so that a script can be made without it |
//!
//! What variant c is for, a script that is made once and played to many cards, is also its weakness: whoever has
//! recorded a session can play it again to the same card. What goes that way must bear it.
//!
//! The command is `80 82` or `80 88`, P1 the version and P2 the identifier of the card's key. Its data (§7.6.2.3):
//!
//! | Tag | Length | |
//! |---|---|---|
//! | `A6` | | control reference template |
//! | `90` | 2 | `11` and the parameters: b1 mutual authentication, b2 variant c, b3 identifiers go into the keys; a card does not look at the others |
//! | `95` | 1 | key usage: what protects the session, see [`Agreement::level`] |
//! | `80` | 1 | `88`, AES |
//! | `81` | 1 | length of the session keys in bytes: `10`, `18` or `20` |
//! | `84` | 0 to 255 | identifier of the host, with parameter b3 |
//! | `5F49` | 65 | after the template: the host's ephemeral public key, `04`, x and y |
//!
//! The response is `5F49`, the card's ephemeral public key (c: its static one), and `86`, the receipt, 16 bytes.
//!
//! Five keys of the length agreed on come out of the key derivation function of ANSI X9.63 with SHA-256 (§3.1.2), over
//! both shared secrets, the ephemeral one first, and the shared information: key usage, type and length, one byte each;
//! with parameter b3 the identifier of the host, and those of the card, each after a byte of length. The first key makes the receipt, an
//! AES-CMAC over the data of the command and the `5F49` of the response; the others are S-ENC, S-MAC, S-RMAC and S-DEK.
//! The receipt is the first MAC chaining value.
//!
//! ```
//! use cardamom_apdu::Command;
//! use cardamom_secure_channel::SecurityLevel;
//! use cardamom_secure_channel::scp11::{
//!     Agreement, CardAgreement, CardHandshake, HostAgreement, HostHandshake, PrivateKey, Variant,
//! };
//!
//! let key = |byte| PrivateKey::from_bytes(&[byte; 32]).unwrap(); // the callers draw them
//! let card_static = key(1);
//! let agreement = Agreement::new(Variant::B, SecurityLevel::from_byte(0x33));
//!
//! let (command, host) = HostHandshake::new(
//!     &agreement, 0x01, 0x13, &card_static.public_key(), HostAgreement::B, key(2))?;
//! let card = CardHandshake::parse(&Command::parse(&command).unwrap())?;
//! let (response, card) = card.agree(&card_static, CardAgreement::B { ephemeral: key(3) }, None)?;
//! let host = host.open(&response)?;
//! # let _ = (card, host);
//! # Ok::<(), cardamom_secure_channel::SecureChannelError>(())
//! ```

mod agreement;
mod card;
pub mod certificate;
mod host;
mod key;
mod key_derivation;

pub use self::agreement::{Agreement, CardIdentifiers, KeyLength, Variant};
pub use self::card::{CardAgreement, CardHandshake};
pub use self::host::{HostAgreement, HostHandshake};
pub use self::key::{PrivateKey, PublicKey};

/// MUTUAL AUTHENTICATE.
pub const MUTUAL_AUTHENTICATE: u8 = 0x82;
/// INTERNAL AUTHENTICATE.
pub const INTERNAL_AUTHENTICATE: u8 = 0x88;
/// PERFORM SECURITY OPERATION.
pub const PERFORM_SECURITY_OPERATION: u8 = 0x2A;
