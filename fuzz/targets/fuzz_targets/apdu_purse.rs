//! A personalized purse, with power cuts.

#![no_main]

use libfuzzer_sys as _;

cardamom_fuzz_targets::fuzz!(typed ApduPurse);
