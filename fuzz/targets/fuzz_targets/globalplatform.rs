//! A card with security domains.

#![no_main]

use libfuzzer_sys as _;

cardamom_fuzz_targets::fuzz!(typed GlobalPlatform);
