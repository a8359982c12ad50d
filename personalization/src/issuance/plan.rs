//! What a profile makes of a card, task by task.

use std::fmt;

use cardamom_apdu::Aid;

use super::profile::IssuanceProfile;
use crate::globalplatform::life_cycle::CardLifeCycle;

/// A thing to be done to a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// A key set, of the issuer security domain or of another.
    PutKeySet {
        /// Of whom; `None`: of the issuer security domain.
        domain: Option<Aid>,
        /// Its version.
        version: u8,
    },
    /// A key set of the issuer security domain goes.
    DeleteKeySet {
        /// Its version.
        version: u8,
    },
    /// A data object of the issuer security domain.
    StoreData {
        /// Its tag.
        tag: u16,
    },
    /// A load file.
    Load {
        /// Its package.
        package: Aid,
    },
    /// A security domain.
    CreateDomain {
        /// Its name.
        aid: Aid,
    },
    /// An application.
    Install {
        /// Its name.
        instance: Aid,
    },
    /// An application goes to its security domain.
    Extradite {
        /// The application.
        instance: Aid,
        /// Where it goes.
        domain: Aid,
    },
    /// The data of an application.
    Personalize {
        /// The application.
        instance: Aid,
    },
    /// The state of the card.
    SetLifeCycle {
        /// The state.
        state: CardLifeCycle,
    },
}

impl fmt::Display for Task {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PutKeySet { domain: None, version } => write!(f, "put key set {version:02X}"),
            Self::PutKeySet { domain: Some(domain), version } => {
                write!(f, "put key set {version:02X} of security domain {domain}")
            }
            Self::DeleteKeySet { version } => write!(f, "delete key set {version:02X}"),
            Self::StoreData { tag } => write!(f, "store data object {tag:04X}"),
            Self::Load { package } => write!(f, "load package {package}"),
            Self::CreateDomain { aid } => write!(f, "create security domain {aid}"),
            Self::Install { instance } => write!(f, "install application {instance}"),
            Self::Extradite { instance, domain } => write!(f, "extradite {instance} to {domain}"),
            Self::Personalize { instance } => write!(f, "personalize {instance}"),
            Self::SetLifeCycle { state } => write!(f, "make the card {state}"),
        }
    }
}

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Done,
    /// There was nothing to do: the card is so already.
    DoneBefore,
}

/// Hears how issuing goes on.
pub trait Progress {
    /// Task `number` of `count`, from 1, has ended.
    fn task(&mut self, number: usize, count: usize, task: &Task, outcome: Outcome);

    /// `done` of `count` blocks of a load file are on the card.
    fn blocks(&mut self, done: usize, count: usize) {
        let _ = (done, count);
    }
}

/// Nobody listens.
impl Progress for () {
    fn task(&mut self, _: usize, _: usize, _: &Task, _: Outcome) {}
}

impl IssuanceProfile {
    /// What is done, in this order.
    #[must_use]
    pub fn tasks(&self) -> Vec<Task> {
        let own = self.key_sets.iter().map(|set| Task::PutKeySet { domain: None, version: set.version });
        let deleted =
            self.deleted_key_versions.iter().map(|version| Task::DeleteKeySet { version: *version });
        let data = self.data.iter().map(|(tag, _)| Task::StoreData { tag: *tag });
        let domains = self.domains.iter().map(|domain| Task::CreateDomain { aid: domain.domain.aid });
        let domain_keys = self.domains.iter().flat_map(|domain| {
            domain
                .key_sets
                .iter()
                .map(|set| Task::PutKeySet { domain: Some(domain.domain.aid), version: set.version })
        });
        let loads = self.load_files.iter().map(|load| Task::Load { package: load.file.package() });
        let installs = self.applets.iter().map(|applet| Task::Install { instance: applet.instance });
        let moves = self.applets.iter().filter_map(|applet| {
            applet.domain.map(|domain| Task::Extradite { instance: applet.instance, domain })
        });
        let personalizations = self
            .applets
            .iter()
            .filter(|applet| !applet.data_groups.is_empty())
            .map(|applet| Task::Personalize { instance: applet.instance });
        let end = self.life_cycle.map(|state| Task::SetLifeCycle { state });
        own.chain(deleted)
            .chain(data)
            .chain(domains)
            .chain(domain_keys)
            .chain(loads)
            .chain(installs)
            .chain(moves)
            .chain(personalizations)
            .chain(end)
            .collect()
    }
}
