//! Cards in software on a desk: virtual PC/SC readers, cards on disk, scripts, traces, and the `cardamom`
//! command.

#![forbid(unsafe_code)]

pub mod applet_project;
pub mod cap_listing;
pub mod card_store;
pub mod cli;
pub mod demo;
pub mod faulty_card;
pub mod home;
pub mod issue;
pub mod kernel_card;
pub mod panic_guard;
pub mod pcsc_service;
pub mod profile;
mod prompt_read;
pub mod reader;
pub mod script_run;
pub mod smart_card;
pub mod terminal;
pub mod trace;
pub mod vpcd;
