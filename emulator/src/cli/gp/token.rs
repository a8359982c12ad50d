//! Tokens for delegated management, and the receipts that answer them.

use std::fs;
use std::path::{Path, PathBuf};

use cardamom_apdu::hex;
use cardamom_personalization::globalplatform::signing::{Receipt, SigningKey};
use cardamom_secure_channel::AesKey;
use clap::Args;
use zeroize::Zeroizing;

use super::super::error::{CliError, EXIT_REFUSED};
use super::super::output::{of_file, print};
use super::keys::SecretKey;
use super::{HexBytes, parse_hex};

/// How a command is authorized, and its receipt checked.
#[derive(Debug, Args)]
pub(super) struct TokenOptions {
    /// The token for this command, made elsewhere (delegated management)
    #[arg(long, value_name = "HEX", value_parser = parse_hex, conflicts_with = "token_key")]
    token: Option<HexBytes>,

    /// Make the token with this key: an RSA or P-256 private key in PEM, or an AES key in hexadecimal, in a file
    #[arg(long, value_name = "FILE")]
    token_key: Option<PathBuf>,

    /// Check the receipt under the card's receipt key, AES
    #[arg(long, value_name = "HEX")]
    receipt_key: Option<SecretKey>,
}

impl TokenOptions {
    /// The token over this data; empty when none is wanted.
    pub(super) fn token(&self, data: &[u8]) -> Result<Vec<u8>, CliError> {
        match (&self.token, &self.token_key) {
            (Some(token), _) => Ok(token.clone()),
            (None, Some(path)) => read_signing_key(path)?.token(data).map_err(CliError::environment),
            (None, None) => Ok(Vec::new()),
        }
    }

    /// Whether a receipt is to be checked.
    pub(super) const fn checks(&self) -> bool {
        self.receipt_key.is_some()
    }

    /// Tells of the receipt, and whether it is right.
    pub(super) fn check(&self, receipt: Option<&Receipt>, confirmed: &[u8]) -> Result<(), CliError> {
        let key = match &self.receipt_key {
            Some(SecretKey(bytes)) => AesKey::new(bytes),
            None => None,
        };
        match (receipt, key) {
            (None, None) => Ok(()),
            (None, Some(_)) => {
                Err(CliError::environment("it was done, and the card gave no receipt")
                    .with_code(EXIT_REFUSED))
            }
            (Some(receipt), None) => print(&format!(
                "receipt {} (counter {}, not checked)\n",
                hex::encode(&receipt.mac),
                receipt.counter
            )),
            (Some(receipt), Some(key)) => match receipt.verify(&key, confirmed) {
                Ok(()) => print(&format!("receipt {} is right\n", receipt.counter)),
                Err(_) => {
                    let message = format!("it was done, and receipt {} does not verify", receipt.counter);
                    Err(CliError::environment(message)
                        .with_code(EXIT_REFUSED)
                        .with_help("the card has another receipt key (version 71)"))
                }
            },
        }
    }
}

/// A key that makes tokens or DAP blocks.
pub(super) fn read_signing_key(path: &Path) -> Result<SigningKey, CliError> {
    let text = fs::read_to_string(path).map(Zeroizing::new).map_err(|error| of_file(path, &error))?;
    let key = match hex::decode(text.trim()).map(Zeroizing::new) {
        Ok(bytes) => SigningKey::aes(&bytes),
        Err(_) => SigningKey::from_pem(&text),
    };
    key.map_err(|error| CliError::usage(format!("{}: {error}", path.display())))
}
