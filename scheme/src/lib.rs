//! The world of the money behind the cards: who issues value, and who answers for it.
#![forbid(unsafe_code)]

pub mod issuer;
