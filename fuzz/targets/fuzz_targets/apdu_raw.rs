//! A stream of bytes against the kernel.

#![no_main]

use libfuzzer_sys as _;

cardamom_fuzz_targets::fuzz!(bytes ApduRaw);
