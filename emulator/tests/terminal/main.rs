//! The terminal with a purse, a PSAM and an issuer in this process: what it does, and that no fault makes money.

mod killed;
mod power_cuts;
mod refusals;
mod settled_later;
mod world;
