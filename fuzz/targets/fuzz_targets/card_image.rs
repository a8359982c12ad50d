//! Card images, damaged and forged.

#![no_main]

use libfuzzer_sys as _;

cardamom_fuzz_targets::fuzz!(typed CardImage);
