//! Commands and responses that are longer than one exchange carries: command chaining (ISO/IEC 7816-4
//! §5.3.3) and response chaining with GET RESPONSE (§5.3.4, ISO/IEC 7816-3 §12.2).
//!
//! | | Card | Host |
//! |---|---|---|
//! | long command | [`ChainAssembler`] collects the parts | [`split`] cuts it into short commands |
//! | long response | [`ResponseBuffer`] hands it out, answers 61xx and 6Cxx | [`ResponseCollector`] says what to send next |
//!
//! All are state machines without input or output.

mod assembler;
mod collector;
mod response_buffer;
mod splitter;

pub use assembler::{ChainAssembler, ChainingError};
pub use collector::{CollectError, NextStep, ResponseCollector};
pub use response_buffer::{ResponseBuffer, Transmission};
pub use splitter::{Chain, SplitError, split};

/// The instruction GET RESPONSE (ISO/IEC 7816-4 §11.8.1).
pub const GET_RESPONSE: u8 = 0xC0;
