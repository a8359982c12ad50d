//! Blank cards, a profile, and what is on a card in the end.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use cardamom_apdu::{Aid, hex};
use cardamom_card_os::globalplatform::security_domain;
use cardamom_card_os::{Card, Rom, SeededEntropy};
use cardamom_emulator::profile::Profile;
use cardamom_personalization::globalplatform::card_channel::{CardChannel, TransmissionError};
use cardamom_personalization::globalplatform::discovery::{information, select};
use cardamom_personalization::globalplatform::key_hierarchy::KeyHierarchy;
use cardamom_personalization::globalplatform::registry::RegistryEntry;
use cardamom_personalization::globalplatform::session::{SecureChannelOptions, Session};
use cardamom_personalization::issuance::{IssuanceError, IssuanceProfile, IssueOptions, Progress, issue};

use crate::hello::{LoadFileEngine, cap_file};
use crate::keeper;

/// All that a profile can ask for.
const PROFILE: &str = r#"
name = "everything"
life-cycle = "secured"
delete-keys = ["20"]

[issuer]
identification-number = "42 12 34 56"
card-image-number = "00 01 02 03"

[[key-set]]
version = "30"
type = "AES"
keys = "issuer.toml"

[[key-set]]
version = "21"
type = "DES"
keys = "issuer.toml"

[[key-set]]
version = "31"
type = "AES"
keys = "issuer.toml"

[[domain]]
aid = "A0 00 00 01 51 53 50 01"
protocols = ["SCP03 i=70"]
[[domain.key-set]]
version = "32"
type = "AES"
keys = "partner.toml"

[[load-file]]
file = "hello.cap"
domain = "A0 00 00 01 51 53 50 01"

[[applet]]
package = "A0 00 00 00 F0 01"
module = "A0 00 00 00 F0 01 01"
domain = "A0 00 00 01 51 53 50 01"
personalized-state = "0F"
data-groups = [{ dgi = "0101", value = "DE AD BE EF" }, { dgi = "7FFF", value = "" }]

[[applet]]
package = "A0 00 00 00 03 86 98 07 00"
module = "A0 00 00 00 03 86 98 07 01"
privileges = "card-reset"
parameters = "81 11 01 40 41 42 43 44 45 46 47 48 49 4A 4B 4C 4D 4E 4F"
"#;

const ISSUER_KEYS: &str = r#"
[[key-set]]
diversification = "kdf3"
key = "8F0E1D2C3B4A5968778695A4B3C2D1E0"

[[key-set]]
version = "21"
diversification = "visa2"
key = "76543210FEDCBA9889ABCDEF01234567"
"#;

const PARTNER_KEYS: &str = r#"
[[key-set]]
version = "32"
encryption = "8F0E1D2C3B4A5968778695A4B3C2D1E08F0E1D2C3B4A5968778695A4B3C2D1E1"
mac = "8F0E1D2C3B4A5968778695A4B3C2D1E08F0E1D2C3B4A5968778695A4B3C2D1E2"
data-encryption = "8F0E1D2C3B4A5968778695A4B3C2D1E08F0E1D2C3B4A5968778695A4B3C2D1E3"
"#;

/// The package of the load file, and its applet.
const HELLO: ([u8; 6], [u8; 7]) = ([0xA0, 0, 0, 0, 0xF0, 0x02], [0xA0, 0, 0, 0, 0xF0, 0x02, 0x01]);

pub(crate) fn profile_in(folder: &Path) -> IssuanceProfile {
    for (name, text) in [("issuer.toml", ISSUER_KEYS), ("partner.toml", PARTNER_KEYS)] {
        fs::write(folder.join(name), text).unwrap();
        fs::set_permissions(folder.join(name), fs::Permissions::from_mode(0o600)).unwrap();
    }
    fs::write(folder.join("hello.cap"), cap_file(&HELLO.0, &HELLO.1)).unwrap();
    fs::write(folder.join("profile.toml"), PROFILE).unwrap();
    IssuanceProfile::load(&folder.join("profile.toml")).unwrap()
}

pub(crate) fn profile() -> IssuanceProfile {
    profile_in(tempfile::tempdir().unwrap().path())
}

pub(crate) fn rom() -> Rom {
    Rom::new(vec![security_domain::package(), cardamom_applets::package(), keeper::package()])
        .with_engine(Arc::new(LoadFileEngine))
}

/// A blank card, switched on.
pub(crate) fn blank_card() -> Card {
    let profile = Profile::load("blank").unwrap();
    let mut card = profile.make_card(rom(), Box::new(SeededEntropy::new(1))).unwrap();
    card.power_on().unwrap();
    card
}

/// Different each time, the same in each run.
pub(crate) fn challenges() -> impl FnMut() -> [u8; 16] {
    let mut number = 0_u128;
    move || {
        number += 0x0123_4567_89AB_CDEF_0123_4567_89AB_CDEF;
        number.to_be_bytes()
    }
}

pub(crate) fn issue_with(
    channel: &mut dyn CardChannel,
    profile: &IssuanceProfile,
    progress: &mut dyn Progress,
) -> Result<(), IssuanceError> {
    issue(channel, profile, IssueOptions::default(), &mut challenges(), progress)
}

/// The card itself.
pub(crate) fn channel(card: &mut Card) -> impl FnMut(&[u8]) -> Result<Vec<u8>, TransmissionError> {
    |command| card.transmit(command).map(<[u8]>::to_vec).map_err(TransmissionError::new)
}

/// What the host can tell of an issued card, and how much memory is left on it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Issued {
    registry: Vec<String>,
    data: Vec<Option<Vec<u8>>>,
    issuer_keys: Vec<String>,
    domain_keys: Vec<String>,
    kept: Vec<u8>,
    free: usize,
}

impl Issued {
    pub(crate) fn on(card: &mut Card, profile: &IssuanceProfile) -> Self {
        card.power_on().unwrap();
        let domain = &profile.domains[0];
        let kept = card.transmit(&[0x00, 0xA4, 0x04, 0x00, 7, 0xA0, 0, 0, 0, 0xF0, 1, 1]).unwrap().to_vec();
        let mut card_channel = channel(card);
        let domain_keys = {
            select(&mut card_channel, Some(&domain.domain.aid)).unwrap();
            let keys = information(&mut card_channel).unwrap().keys;
            // They open a session.
            let _ = open(&mut card_channel, Some(&domain.domain.aid), &domain.key_sets[0].keys, 0x32);
            keys.iter().map(ToString::to_string).collect()
        };
        select(&mut card_channel, None).unwrap();
        let issuer = information(&mut card_channel).unwrap();
        let _ = open(&mut card_channel, None, &profile.key_sets[1].keys, 0x21);
        let mut session = open(&mut card_channel, None, &profile.key_sets[2].keys, 0x31);
        let registry = session.registry().unwrap();
        let registry = registry.entries().map(describe).collect();
        drop(card_channel);
        card.power_on().unwrap();
        Self {
            registry,
            data: vec![issuer.issuer_identification_number, issuer.card_image_number],
            issuer_keys: issuer.keys.iter().map(ToString::to_string).collect(),
            domain_keys,
            kept,
            free: card.free_memory().persistent,
        }
    }

    pub(crate) fn text(&self) -> String {
        let Self { registry, data, issuer_keys, domain_keys, kept, .. } = self;
        let data: Vec<String> = data.iter().flatten().map(|value| hex::encode(value)).collect();
        let lines =
            [registry.clone(), data, issuer_keys.clone(), domain_keys.clone(), vec![hex::encode(kept)]];
        lines.concat().join("\n")
    }
}

fn describe(entry: &RegistryEntry) -> String {
    let RegistryEntry { aid, life_cycle, privileges, load_file, security_domain, .. } = entry;
    let of = |what: &str, name: &Option<Aid>| name.map_or_else(String::new, |name| format!(" {what} {name}"));
    let (file, domain) = (of("package", load_file), of("of", security_domain));
    format!("{} {aid} {life_cycle} [{privileges}]{file}{domain}", life_cycle.kind)
}

fn open<'a>(
    channel: &'a mut dyn CardChannel,
    domain: Option<&Aid>,
    keys: &KeyHierarchy,
    version: u8,
) -> Session<'a> {
    let selected = select(channel, domain).unwrap();
    let options = SecureChannelOptions { key_version: Some(version), ..SecureChannelOptions::default() };
    Session::open(channel, &selected, keys, &options, [0x77; 16]).unwrap()
}
