//! The card from outside: applets of all manners behind APDUs.

mod channels;
mod deletion;
mod hostile;
mod installation;
mod responses;
mod selection;
mod sharing;
mod snapshots;
mod support;
mod tearing;
