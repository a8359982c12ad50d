//! placeholder
#![forbid(unsafe_code)]
pub mod pcsc_service;
pub mod reader;
pub mod script_run;
pub mod smart_card;
pub mod trace;
pub mod vpcd;
