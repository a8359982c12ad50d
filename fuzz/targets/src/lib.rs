//! What every target is made of: see [`fuzz!`].

#![deny(missing_docs)]

pub use cardamom_fuzz_world::Target;
pub use libfuzzer_sys;

/// Runs one input; a finding is a panic, which libFuzzer reports. Every sixteenth input runs twice, to see that it
/// is deterministic; which ones follows from the input.
pub fn run(target: Target, bytes: &[u8]) {
    let twice = bytes.iter().fold(0_u8, |sum, byte| sum.wrapping_add(*byte)) % 16 == 0;
    let outcome = if twice { target.check_twice(bytes) } else { target.check(bytes) };
    if let Err(finding) = outcome {
        panic!("{finding}\n{}", target.describe(bytes));
    }
}

/// Mutates the `size` bytes in `data` in place, and gives the new size.
pub fn mutate(target: Target, data: &mut [u8], size: usize, max_size: usize, seed: u32) -> usize {
    match target.mutate(&data[..size], max_size.min(data.len()), u64::from(seed)) {
        Some(mutated) => {
            data[..mutated.len()].copy_from_slice(&mutated);
            mutated.len()
        }
        None => libfuzzer_sys::fuzzer_mutate(data, size, max_size),
    }
}

/// Writes a cross of two inputs to `out`, and gives its size; 0 leaves it to the fuzzer.
pub fn cross_over(target: Target, first: &[u8], second: &[u8], out: &mut [u8], seed: u32) -> usize {
    match target.cross_over(first, second, out.len(), u64::from(seed)) {
        Some(crossed) if crossed.len() <= out.len() => {
            out[..crossed.len()].copy_from_slice(&crossed);
            crossed.len()
        }
        _ => 0,
    }
}

/// The target of this name. Its inputs are bytes, or scripts that mutate by their type.
#[macro_export]
macro_rules! fuzz {
    (bytes $target:ident) => {
        $crate::libfuzzer_sys::fuzz_target!(|bytes: &[u8]| $crate::run($crate::Target::$target, bytes));
    };
    (typed $target:ident) => {
        $crate::fuzz!(bytes $target);
        $crate::libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
            $crate::mutate($crate::Target::$target, data, size, max_size, seed)
        });
        $crate::libfuzzer_sys::fuzz_crossover!(|first: &[u8], second: &[u8], out: &mut [u8], seed: u32| {
            $crate::cross_over($crate::Target::$target, first, second, out, seed)
        });
    };
}
