//! What a copy of the card tells, and what of it must always hold.

use cardamom_apdu::Aid;
use cardamom_globalplatform::life_cycle::{ApplicationLifeCycle, CardLifeCycle, SecurityDomainLifeCycle};
use cardamom_kernel::{Card, Privileges};
use cardamom_secure_channel::initialize_update::{Protocol, Response};
use cardamom_secure_channel::{AesKey, TripleDesKey, scp02, scp03};

use super::card::KEYS;
use crate::finding::{Finding, Oracle, ensure};

/// What is on the card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Observation {
    /// AID, life-cycle state, privileges, security domain.
    pub(crate) instances: Vec<(Aid, u8, Privileges, Aid)>,
    /// AID, security domain, length of the load file data block.
    pub(crate) packages: Vec<(Aid, Option<Aid>, usize)>,
    pub(crate) domains: Vec<Domain>,
    /// Bytes.
    pub(crate) free: usize,
}

/// A security domain that can be selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Domain {
    pub(crate) aid: Aid,
    /// The answers to GET DATA: key information, numbers, diversification data.
    pub(crate) data: Vec<Vec<u8>>,
    /// Versions of whole key sets for a secure channel, with the place of their key among those of this world; `None`
    /// where no session opens.
    pub(crate) versions: Vec<(u8, Option<u8>)>,
}

const GET_DATA: [[u8; 5]; 5] = [
    [0x80, 0xCA, 0x00, 0xE0, 0x00],
    [0x80, 0xCA, 0x00, 0x42, 0x00],
    [0x80, 0xCA, 0x00, 0x45, 0x00],
    [0x80, 0xCA, 0x00, 0xCF, 0x00],
    [0x80, 0xCA, 0x5F, 0x50, 0x00],
];
const CHALLENGE: [u8; 8] = [0x33; 8];

fn transmit(card: &mut Card, command: &[u8]) -> Vec<u8> {
    card.transmit(command).map(<[u8]>::to_vec).unwrap_or_default()
}

/// The domain's whole key sets: version, and whether it is of AES.
fn key_sets(template: &[u8]) -> Vec<(u8, bool)> {
    let mut keys = Vec::new();
    let Some([0xE0, _, rest @ ..]) = template.strip_suffix(&[0x90, 0x00]) else { return Vec::new() };
    let mut rest = rest;
    // More than 127 bytes of keys have a longer length field.
    if template.get(1) == Some(&0x81) {
        rest = rest.get(1..).unwrap_or(&[]);
    }
    while let [0xC0, length, after @ ..] = rest {
        let (value, after) = after.split_at_checked(usize::from(*length)).unwrap_or((after, &[]));
        if let [identifier, version, key_type, ..] = *value {
            keys.push((version, identifier, key_type));
        }
        rest = after;
    }
    let has = |version, identifier, is_aes: bool| {
        keys.iter().any(|(its, number, key_type)| {
            (*its, *number) == (version, identifier)
                && if is_aes { *key_type == 0x88 } else { matches!(key_type, 0x80..=0x82) }
        })
    };
    let mut sets = Vec::new();
    for (version, ..) in keys.iter().filter(|(_, identifier, _)| *identifier == 1) {
        for is_aes in [true, false] {
            if (1..=3).all(|identifier| has(*version, identifier, is_aes)) {
                sets.push((*version, is_aes));
            }
        }
    }
    sets
}

/// Which key the card's cryptogram was made with.
fn key_of(answer: &[u8]) -> Option<u8> {
    let response = Response::parse(answer.strip_suffix(&[0x90, 0x00])?).ok()?;
    let is_right = |key: &[u8; 16]| match &response.protocol {
        Protocol::Scp02 { counter, card_challenge, card_cryptogram } => {
            let key = || TripleDesKey::from_bytes(*key);
            let keys = scp02::KeySet { encryption: key(), mac: key(), data_encryption: key() };
            let options = scp02::Options::USUAL;
            scp02::HostHandshake::new(&keys, options, *counter, CHALLENGE, *card_challenge, *card_cryptogram)
                .is_ok()
        }
        Protocol::Scp03 { options, card_challenge, card_cryptogram, .. } => {
            let key = || AesKey::new(key);
            let (Some(encryption), Some(mac), Some(data_encryption)) = (key(), key(), key()) else {
                return false;
            };
            let keys = scp03::KeySet { encryption, mac, data_encryption };
            scp03::HostHandshake::new(&keys, *options, &CHALLENGE, card_challenge, card_cryptogram).is_ok()
        }
    };
    KEYS.iter().position(is_right).and_then(|place| u8::try_from(place).ok())
}

/// Asks a copy, and checks what must hold of every card.
///
/// # Errors
/// [`Oracle::Registry`], [`Oracle::Memory`], [`Oracle::Keys`].
pub(super) fn observe(card: &mut Card) -> Result<Observation, Finding> {
    let here = card.snapshot();
    let free = card.free_memory().persistent;
    let outcome = look(card, free);
    card.restore(&here);
    let observation = outcome?;
    observation.check_registry()?;
    Ok(observation)
}

fn look(card: &mut Card, free: usize) -> Result<Observation, Finding> {
    let started = card.power_on().map(<[u8]>::len);
    ensure(started.is_ok(), Oracle::BeforeOrAfter, || format!("the card does not start: {started:?}"))?;
    let lost = card.unaccounted_memory();
    ensure(lost == 0, Oracle::Memory, || format!("{lost} bytes are nobody's"))?;
    let instances: Vec<_> = card
        .instances()
        .iter()
        .map(|it| (it.aid, it.life_cycle, it.privileges, it.security_domain))
        .collect();
    let mut domains = Vec::new();
    let is_domain = |privileges: &Privileges| privileges.contains(Privileges::SECURITY_DOMAIN);
    for (aid, ..) in instances.iter().filter(|(_, _, privileges, _)| is_domain(privileges)) {
        let name = aid.as_bytes();
        let length = u8::try_from(name.len()).unwrap_or(0);
        let answer = transmit(card, &[&[0x00, 0xA4, 0x04, 0x00, length], name, &[0]].concat());
        if !answer.ends_with(&[0x90, 0x00]) {
            continue;
        }
        let data: Vec<Vec<u8>> = GET_DATA.iter().map(|command| transmit(card, command)).collect();
        let mut versions = Vec::new();
        for (version, is_aes) in key_sets(data.first().map_or(&[], Vec::as_slice)) {
            let command = [&[0x80, 0x50, version, 0x00, 0x08], &CHALLENGE[..], &[0x00]].concat();
            let answer = transmit(card, &command);
            let key = key_of(&answer);
            // Blocked after too many failures, and triple DES with a domain that speaks SCP03 only.
            let is_refused = answer == [0x69, 0x83] || answer == [0x6A, 0x88] && !is_aes;
            ensure(key.is_some() || is_refused, Oracle::Keys, || {
                format!("key set {version:02X} of {aid:?} opens no session: {answer:02X?}")
            })?;
            versions.push((version, key));
        }
        domains.push(Domain { aid: *aid, data, versions });
    }
    let packages = card.packages().iter().map(|it| (it.aid, it.security_domain, it.length)).collect();
    Ok(Observation { instances, packages, domains, free })
}

impl Observation {
    /// Names are unique; everything belongs to a security domain, and through it to the issuer's; states are states.
    fn check_registry(&self) -> Result<(), Finding> {
        let broken = |what: String| Err(Finding::new(Oracle::Registry, what));
        let Some((issuer, state, ..)) = self.instances.first() else { return broken("no issuer".to_owned()) };
        if CardLifeCycle::from_byte(*state).is_none() {
            return broken(format!("the card is in {state:02X}"));
        }
        let mut names: Vec<&Aid> = self.instances.iter().map(|(aid, ..)| aid).collect();
        names.extend(self.packages.iter().map(|(aid, ..)| aid));
        let count = names.len();
        names.sort_unstable_by_key(|aid| aid.as_bytes().to_vec());
        names.dedup();
        if names.len() != count {
            return broken(format!("a name twice: {self:?}"));
        }
        let find = |wanted: &Aid| self.instances.iter().find(|(aid, ..)| aid == wanted);
        let is_domain = |wanted: &Aid| {
            find(wanted).is_some_and(|(_, _, privileges, _)| privileges.contains(Privileges::SECURITY_DOMAIN))
        };
        for (aid, state, privileges, domain) in self.instances.iter().skip(1) {
            let has_state = match privileges.contains(Privileges::SECURITY_DOMAIN) {
                true => SecurityDomainLifeCycle::from_byte(*state).is_some(),
                false => ApplicationLifeCycle::from_byte(*state).is_some(),
            };
            let mut above = domain;
            let mut steps = 0;
            while above != issuer && steps <= self.instances.len() {
                above = find(above).map_or(issuer, |(.., domain)| domain);
                steps += 1;
            }
            if !has_state || !is_domain(domain) || steps > self.instances.len() {
                return broken(format!("{aid:?} in {state:02X} below {domain:?}: {self:?}"));
            }
        }
        if let Some((aid, domain, _)) =
            self.packages.iter().find(|(_, domain, _)| domain.is_some_and(|domain| !is_domain(&domain)))
        {
            return broken(format!("package {aid:?} below {domain:?}"));
        }
        Ok(())
    }

    /// Whether the same is on both cards, but for what a refusal may change: free memory, which a load under way takes and
    /// gives back, and whether a security domain opens sessions still after failed authentications.
    pub(super) fn is_same_content(&self, other: &Self) -> bool {
        let same_keys = |one: &Domain, other: &Domain| {
            one.versions.len() == other.versions.len()
                && one.versions.iter().zip(&other.versions).all(|((version, key), (other, other_key))| {
                    version == other && (key == other_key || key.is_none() || other_key.is_none())
                })
        };
        self.instances == other.instances
            && self.packages == other.packages
            && self.domains.len() == other.domains.len()
            && self
                .domains
                .iter()
                .zip(&other.domains)
                .all(|(one, other)| one.aid == other.aid && one.data == other.data && same_keys(one, other))
    }
}
