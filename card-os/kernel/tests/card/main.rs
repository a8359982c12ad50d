//! The card from outside: applets of all manners behind APDUs.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "the behaviours of test applets stand outside of test functions"
)]

mod channels;
mod deletion;
mod hostile;
mod installation;
mod regressions;
mod responses;
mod selection;
mod sharing;
mod snapshots;
mod support;
mod tearing;
