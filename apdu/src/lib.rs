//! The language of cards: the bytes that a card and its outside world exchange, as types.
//!
//! | Module | What it holds | Source |
//! |---|---|---|
//! | [`command`] | command APDUs: zero-copy parse and build, four cases, short and extended | ISO/IEC 7816-3 §12.1, 7816-4 §5.1 |
//! | [`class`] | the class byte: logical channel, command chaining, secure messaging | ISO/IEC 7816-4 §5.4.1, GPCS 2.3.1 §11.1.4 |
//! | [`response`] | response APDUs: data and status word | ISO/IEC 7816-4 §5.1 |
//! | [`status_word`] | SW1 SW2 with its names and meanings | ISO/IEC 7816-4 §5.6, Java Card, GlobalPlatform, PBOC, ETSI |
//! | [`aid`] | application identifiers | ISO/IEC 7816-4 §8.2.1.2 |
//! | [`chaining`] | command chaining and GET RESPONSE, card and host side | ISO/IEC 7816-4 §5.3.3, §5.3.4 |
//! | [`atr`] | answer to reset: parse, build, describe | ISO/IEC 7816-3 §8, 7816-4 §12.1.1 |
//! | [`tlv`] | BER-TLV data objects: zero-copy reader, tree, paths | ISO/IEC 7816-4 §5.2.2 |
//! | [`hex`] | hexadecimal text, with positions in its errors | |
//!
//! Nothing here performs input or output, keeps time or draws random numbers, and nothing panics on bytes
//! from outside: each parser returns a typed error that says where the input went wrong, and errors that a
//! card has to answer map to a [`StatusWord`] in one place.
//!
//! ```
//! use cardamom_apdu::{Aid, Command, Response, StatusWord};
//!
//! // SELECT by name, as a terminal sends it, read by the card ...
//! let bytes = [0x00, 0xA4, 0x04, 0x00, 0x05, 0xA0, 0x00, 0x00, 0x01, 0x51, 0x00];
//! let command = Command::parse(&bytes)?;
//! assert_eq!(command.class().channel(), 0);
//! assert_eq!(command.expected_length(), Some(256));
//! assert_eq!(Aid::new(command.data()), Ok(Aid::from_array([0xA0, 0x00, 0x00, 0x01, 0x51])));
//!
//! // ... and the answer, read by the terminal.
//! let response = Response::parse(&[0x6A, 0x82]).unwrap();
//! assert_eq!(response.status(), StatusWord::FILE_NOT_FOUND);
//! assert_eq!(response.status().meaning().to_string(), "file or application not found");
//! # Ok::<(), cardamom_apdu::CommandError>(())
//! ```

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod aid;
pub mod atr;
pub mod chaining;
pub mod class;
pub mod command;
pub mod hex;
pub mod response;
pub mod script;
pub mod status_word;
pub mod tlv;

pub use aid::{Aid, AidError};
pub use class::{Class, ClassError, SecureMessaging};
pub use command::{Command, CommandError};
pub use response::{Response, ResponseError};
pub use status_word::StatusWord;
