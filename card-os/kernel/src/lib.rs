//! The card kernel: a deterministic state machine over non-volatile memory.
//!
//! [`Card`] is the whole of it from outside: power on, transmit, power off, snapshot. Applets implement
//! [`Applet`] and see the card through a [`Context`]; they are handed to the card in [`Package`]s when it is
//! assembled. The kernel knows no applet, no bytecode and no content-management protocol.
//!
//! From the bottom up: [`nvm`] is the memory with its one write function and power cuts; the journal makes many
//! writes one; the object memory ([`object`]) divides it among owners; handles ([`handle`]) are what applets hold
//! of it; the [`context`] checks every access; the card dispatches commands to applets on logical channels.

#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;

mod administration;
mod applet;
mod card;
mod channel;
pub mod context;
mod engine;
mod entropy;
pub mod error;
pub mod handle;
mod journal;
mod kernel;
mod layout;
pub mod life_cycle;
mod memory;
pub mod nvm;
pub mod object;
mod privileges;
mod reason;
mod registry;
mod trace;

pub use administration::{Administration, LoadFile};
pub use applet::{Applet, Call, CommandChaining, Module, Package};
pub use card::{Card, CardSnapshot, Configuration, NoAnswer, Protocol};
pub use channel::{CHANNEL_COUNT, ChannelState};
pub use context::Context;
pub use context::key::KeyUsage;
pub use context::owner_pin::PinVerdict;
pub use context::sharing::ShareableInterface;
pub use engine::{Engine, Rom};
pub use entropy::{Entropy, SeededEntropy};
pub use error::{Error, Fault, Reason, Refusal};
pub use kernel::{COMMAND_BUDGET, ContentError};
pub use layout::Layout;
pub use memory::{BootError, Geometry, Usage};
pub use nvm::{Nvm, Tear};
pub use privileges::Privileges;
pub use registry::{Installation, InstanceInformation, PackageInformation, Quota};
pub use trace::{Event, Tracer};
