//! The `cardamom` command: everything it does is in the library's `cli` module.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    cardamom_emulator::cli::main()
}
