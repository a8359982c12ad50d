//! `cardamom gp`

mod agreement;
mod content;
mod keys;
mod looking;

use crate::cardamom::{Desk, Ended};

/// The issuer security domain, and the package and module of security domains.
const ISSUER: &str = "A000000151000000";
const DOMAIN_PACKAGE: &str = "A0000001515350";
const DOMAIN_MODULE: &str = "A000000151535041";
/// The purse that a card is made with.
const PURSE_PACKAGE: &str = "A00000000386980700";
const PURSE: &str = "A00000000386980701";
/// A security domain that tests make.
const DOMAIN: &str = "A000000151000001";

const TEST_KEYS: &str = "(with test keys, which everybody knows)";

/// Runs `cardamom gp` against the card `wallet`, in process.
fn gp(desk: &Desk, arguments: &[&str]) -> Ended {
    desk.run(&[&["gp"], arguments, &["--card", "wallet"]].concat())
}

/// Runs `cardamom gp` against the card `wallet`, in a virtual reader.
fn gp_in_reader(desk: &Desk, arguments: &[&str]) -> Ended {
    let cardamom = env!("CARGO_BIN_EXE_cardamom");
    let with = ["with", "--card", "wallet", "--", cardamom, "gp"];
    desk.run(&[&with[..], arguments, &["--reader", "wallet"]].concat())
}

/// Writes a file that only its owner can read.
fn write_private(desk: &Desk, name: &str, content: &str) {
    use std::os::unix::fs::PermissionsExt;
    desk.write(name, content);
    std::fs::set_permissions(desk.path(name), std::fs::Permissions::from_mode(0o600)).unwrap();
}

const ACME: &str = r#"
name = "Acme"

[[key-set]]
version = "30"
diversification = "kdf3"
key = "7A1B9C4D2E8F60517263849506A7B8C9"
"#;
