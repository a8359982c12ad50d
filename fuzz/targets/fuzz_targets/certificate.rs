//! Certificates and messages of SCP11.

#![no_main]

use libfuzzer_sys as _;

cardamom_fuzz_targets::fuzz!(bytes Certificate);
