//! The options of sessions over SCP11.

use std::fs;
use std::path::{Path, PathBuf};

use cardamom_apdu::hex;
use cardamom_personalization::globalplatform::put_key::NewKey;
use cardamom_personalization::globalplatform::session::{
    CardKey, HostIdentity, KeyAgreement, private_key_from_pem,
};
use cardamom_secure_channel::SecurityLevel;
use cardamom_secure_channel::scp11::{KeyLength, PrivateKey, PublicKey, Variant};
use clap::{Args, ValueEnum};
use zeroize::Zeroizing;

use super::super::error::CliError;
use super::super::output::of_file;
use super::parse_byte;

/// Where help tells of these options.
const HEADING: &str = "SCP11";

/// Sessions by key agreement, in place of shared keys.
#[derive(Debug, Args)]
pub(super) struct AgreementOptions {
    /// Open the session with SCP11: a and c with a certificate of the host, b without
    #[arg(long, value_enum, value_name = "VARIANT", conflicts_with_all = ["key", "scp"], help_heading = HEADING)]
    scp11: Option<VariantName>,

    /// The public key, P-256 in PEM, of the authority that signed the card's certificates
    #[arg(long, value_name = "FILE", requires = "scp11", conflicts_with = "trust_card", help_heading = HEADING)]
    card_authority: Option<PathBuf>,

    /// Take the card for the right one, whoever signed its certificates
    #[arg(long, requires = "scp11", help_heading = HEADING)]
    trust_card: bool,

    /// The host's private key, P-256 in PEM
    #[arg(long, value_name = "FILE", requires = "scp11", help_heading = HEADING)]
    host_key: Option<PathBuf>,

    /// A certificate of the host, as it is (7F21 or DER) or in hexadecimal; several from the authority down
    #[arg(long, value_name = "FILE", requires = "host_key", help_heading = HEADING)]
    host_certificate: Vec<PathBuf>,

    /// Identifier and version of the host's authority on the card
    #[arg(long, value_name = "ID:VERSION", default_value = "10:01", value_parser = parse_authority, help_heading = HEADING)]
    host_authority: (u8, u8),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum VariantName {
    A,
    B,
    C,
}

impl AgreementOptions {
    /// What is agreed on, when SCP11 is asked for.
    pub(super) fn read(
        &self,
        key_version: Option<u8>,
        level: SecurityLevel,
    ) -> Result<Option<KeyAgreement>, CliError> {
        let variant = match self.scp11 {
            None => return Ok(None),
            Some(VariantName::A) => Variant::A,
            Some(VariantName::B) => Variant::B,
            Some(VariantName::C) => Variant::C,
        };
        let card = match (&self.card_authority, self.trust_card) {
            (Some(path), _) => CardKey::Certified(read_public(path)?),
            (None, true) => CardKey::Unverified,
            (None, false) => {
                return Err(CliError::usage(
                    "say who vouches for the card: --card-authority FILE or --trust-card",
                ));
            }
        };
        let host = match &self.host_key {
            Some(path) => Some(self.host(path)?),
            None if variant.authenticates_host() => {
                return Err(CliError::usage("SCP11 a and c want --host-key and --host-certificate"));
            }
            None => None,
        };
        let key_version = key_version.unwrap_or(0x01);
        Ok(Some(KeyAgreement { key_version, variant, level, key_length: KeyLength::Aes128, card, host }))
    }

    fn host(&self, path: &Path) -> Result<HostIdentity, CliError> {
        let key = read_private_key(path)?;
        let certificates = self.host_certificate.iter().map(|path| read_certificate(path));
        let (authority_identifier, authority_version) = self.host_authority;
        let certificates = certificates.collect::<Result<_, _>>()?;
        Ok(HostIdentity { key, certificates, authority_version, authority_identifier })
    }
}

/// A private key on P-256 in PEM.
pub(super) fn read_private_key(path: &Path) -> Result<PrivateKey, CliError> {
    let text = fs::read_to_string(path).map(Zeroizing::new).map_err(|error| of_file(path, &error))?;
    private_key_from_pem(&text).ok_or_else(|| {
        CliError::usage(format!("{}: no private key on P-256 in PEM (PKCS#8)", path.display()))
    })
}

fn read_public(path: &Path) -> Result<PublicKey, CliError> {
    let text = fs::read_to_string(path).map_err(|error| of_file(path, &error))?;
    match NewKey::from_public_pem(&text) {
        Some(NewKey::Ec(point)) => PublicKey::from_bytes(&point),
        _ => None,
    }
    .ok_or_else(|| CliError::usage(format!("{}: no public key on P-256 in PEM", path.display())))
}

/// The bytes of the file, or what they say in hexadecimal.
fn read_certificate(path: &Path) -> Result<Vec<u8>, CliError> {
    let bytes = fs::read(path).map_err(|error| of_file(path, &error))?;
    let text = std::str::from_utf8(&bytes).ok().and_then(|text| hex::decode(text.trim()).ok());
    Ok(text.unwrap_or(bytes))
}

fn parse_authority(text: &str) -> Result<(u8, u8), String> {
    let (identifier, version) = text.split_once(':').ok_or("say ID:VERSION, as in 10:01")?;
    Ok((parse_byte(identifier)?, parse_byte(version)?))
}
