//! The electronic deposit and electronic purse protocol (ED/EP) of PBOC 2.0, JR/T 0025.1 and JR/T 0025.2: what
//! card, PSAM, terminal and issuer's host all compute.
//!
//! Everything here is a pure function on typed values. A transaction runs in two commands; each end derives the
//! same session key from a key of the card, the card's challenge and the transaction counters, and proves itself
//! with MACs under it:
//!
//! | transaction | session key | card to host or terminal | host or PSAM to card | proof |
//! |---|---|---|---|---|
//! | load | [`TripleDesKey::online_session_key`] of DLK | [`load_mac1`] | [`load_mac2`] | [`load_tac`] |
//! | purchase, composite, cash | [`TripleDesKey::offline_session_key`] of DPK | [`purchase_mac2`] | [`purchase_mac1`] | [`purchase_tac`] |
//! | unload | [`TripleDesKey::online_session_key`] of DULK | [`unload_mac1`] | [`unload_mac2`] | [`unload_mac3`] |
//! | overdraft update | [`TripleDesKey::online_session_key`] of DUK | [`overdraft_mac1`] | [`overdraft_mac2`] | [`overdraft_tac`] |
//!
//! Card keys come from the issuer's master keys by [`TripleDesKey::diversify`]; TACs are made with
//! [`TripleDesKey::tac_key`] of DTK. Administrative commands travel under secure messaging
//! ([`wrap_command`], [`unwrap_command`]).
//!
//! The protocol is as strong as its time: four-byte MACs under eight-byte DES session keys. It is implemented
//! for interoperability.
//!
//! The FMCOS 2.0 user manual (Shanghai Fudan Microelectronics), cited by section, describes cards of this kind.

mod amount;
mod cipher;
mod cryptogram;
mod error;
mod field;
mod key;
mod key_loading;
mod load;
mod mac;
mod message;
mod overdraft;
mod pin;
mod purchase;
mod random;
mod record;
mod secure_messaging;
mod sequence;
mod terminal;
mod timestamp;
mod transaction_type;
mod unload;

pub use amount::{Amount, OverdraftLimit};
pub use error::{FormatError, SecureMessagingError};
pub use key::{DiversificationFactor, SessionKey, TacKey, TripleDesKey};
pub use key_loading::{KeyRecord, KeyUsage};
pub use load::{Load, load_mac1, load_mac2, load_tac};
pub use mac::Mac4;
pub use message::{
    CompleteOnlineCommand, DebitCommand, DebitResponse, InitializeCommand, InitializeOfflineResponse,
    InitializeOnlineResponse, InitializeUpdateCommand, InitializeUpdateResponse, UpdateOverdraftCommand,
};
pub use overdraft::{balance_after_overdraft_update, overdraft_mac1, overdraft_mac2, overdraft_tac};
pub use pin::{Pin, reload_pin_mac};
pub use purchase::{Purchase, purchase_mac1, purchase_mac2, purchase_tac};
pub use random::{Challenge, Random};
pub use record::TransactionRecord;
pub use secure_messaging::{CommandHeader, Protection, response_mac, unwrap_command, wrap_command};
pub use sequence::{OfflineSequence, OnlineSequence};
pub use terminal::{TerminalNumber, TerminalSequence};
pub use timestamp::{Date, Time, Timestamp};
pub use transaction_type::{DebitType, Purse, TransactionType};
pub use unload::{Unload, unload_mac1, unload_mac2, unload_mac3};
