//! What the fuzz targets do, apart from any fuzzer: generators, typed scripts, mutators and oracles.
//!
//! A [`Target`] takes an input and says what is wrong: [`Target::check`] gives the hash of the trace or a
//! [`Finding`] against an [`Oracle`]. The fuzzer around it is a few lines (`fuzz/targets`); the same function
//! replays the corpus in `cargo test`, and a finding from its file. Inputs of typed targets are scripts, which
//! [`Target::mutate`] changes one step at a time; it holds the keys, so that MACs are right after a mutation.
//! `docs/fuzzing.md` lists targets and oracles.

#![forbid(unsafe_code)]

mod answer;
mod apdu_purse;
mod apdu_raw;
mod card_image;
mod certificate;
mod dictionary;
mod finding;
mod globalplatform;
mod laboratory;
mod power_cut;
mod random;
mod script;
mod seeds;
mod target;
mod tlv;
mod typed;
mod world;

pub use answer::check_answer;
pub use finding::{Finding, Oracle};
pub use random::Random;
pub use target::{Target, UnknownTarget};
