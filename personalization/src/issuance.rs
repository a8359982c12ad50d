//! Issuing cards: a [profile](IssuanceProfile) says what is to be on a card, [`issue`] brings it there, over APDUs
//! alone.
//!
//! Issuing looks before it writes: what the card has already stays, and what is missing is done, in the same order for
//! every card. So a card whose issuance was interrupted at whatever command is issued by doing it again. What cannot
//! be looked at, data that an application was personalized with, is sent again, unless the profile says in which
//! state the application has it.

mod error;
mod plan;
mod profile;
mod run;
mod script;

pub use self::error::IssuanceError;
pub use self::plan::{Outcome, Progress, Task};
pub use self::profile::{
    AppletOrder, DomainOrder, IssuanceProfile, IssuanceProfileError, KeySetOrder, LoadFileOrder,
};
pub use self::run::{IssueOptions, issue};
pub use self::script::ScriptRecorder;
