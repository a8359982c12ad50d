//! All that a card tells of itself, asked of a copy: what a refusal must leave as it was.

use cardamom_apdu::{Aid, hex};
use cardamom_kernel::Privileges;

use crate::host::Host;

/// Keys that the tests use, and one that is on no card.
pub(crate) const KEYS: [&str; 3] =
    [crate::host::TEST_KEY, "505152535455565758595A5B5C5D5E5F", "C0C1C2C3C4C5C6C7C8C9CACBCCCDCECF"];

/// What a card tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Observation {
    /// AID, life-cycle state, privileges, security domain.
    pub(crate) instances: Vec<(Aid, u8, Privileges, Aid)>,
    /// AID, security domain, length.
    pub(crate) packages: Vec<(Aid, Option<Aid>, usize)>,
    /// Free non-volatile memory in bytes.
    pub(crate) free: usize,
    pub(crate) domains: Vec<Domain>,
}

/// What a security domain tells to everyone and to those who know its keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Domain {
    pub(crate) aid: Aid,
    /// The answers to GET DATA.
    pub(crate) data: Vec<String>,
    /// Version and key with which sessions open, of [`KEYS`]. Nothing while it cannot be selected.
    pub(crate) opened: Vec<(u8, &'static str)>,
}

impl Host {
    /// What the card tells, without its copy's doings leaving a trace.
    pub(crate) fn observe(&mut self) -> Observation {
        let here = self.card.snapshot();
        let session = self.session.take();
        let seen = self.look();
        self.card.restore(&here);
        self.session = session;
        seen
    }

    fn look(&mut self) -> Observation {
        let free = self.card.free_memory().persistent;
        let instances = self.card.instances();
        let packages = self.card.packages();
        let is_domain = |privileges: Privileges| privileges.contains(Privileges::SECURITY_DOMAIN);
        let domains: Vec<_> = instances
            .iter()
            .filter(|instance| is_domain(instance.privileges))
            .map(|instance| instance.aid)
            .collect();
        self.card.power_on().unwrap();
        let domains = domains.into_iter().map(|aid| self.look_into(aid)).collect();
        Observation {
            instances: instances
                .iter()
                .map(|it| (it.aid, it.life_cycle, it.privileges, it.security_domain))
                .collect(),
            packages: packages.iter().map(|it| (it.aid, it.security_domain, it.length)).collect(),
            free,
            domains,
        }
    }

    fn look_into(&mut self, aid: Aid) -> Domain {
        let answer = self.select(&hex::encode(aid.as_bytes()));
        if !answer.starts_with("6F") {
            return Domain { aid, data: vec![answer], opened: Vec::new() };
        }
        let data = ["00E0", "0042", "0045", "00CF", "9F7F", "00C1", "5F50"];
        let data: Vec<String> = data.iter().map(|tag| self.send(&format!("80CA{tag}00"))).collect();
        let mut opened = Vec::new();
        for (version, key) in key_versions(&data[0]).into_iter().flat_map(|it| KEYS.map(|key| (it, key))) {
            if self.try_open(version, key, 0x01).is_ok() {
                opened.push((version, key));
            }
        }
        Domain { aid, data, opened }
    }
}

/// The key versions in a key information template, each once.
pub(crate) fn key_versions(template: &str) -> Vec<u8> {
    let bytes = hex::decode(template).unwrap();
    let mut versions: Vec<u8> = bytes
        .windows(4)
        .filter(|window| window[0] == 0xC0 && window[1] >= 4 && window[2] <= 0x7F)
        .map(|window| window[3])
        .collect();
    versions.sort_unstable();
    versions.dedup();
    versions
}
