//! Bringing a profile to a card.

use cardamom_apdu::Aid;
use cardamom_apdu::tlv::{Tag, append_object};

use super::error::IssuanceError;
use super::plan::{Outcome, Progress, Task};
use super::profile::{AppletOrder, IssuanceProfile, KeySetOrder};
use crate::globalplatform::card_channel::CardChannel;
use crate::globalplatform::discovery::{information, select};
use crate::globalplatform::error::GlobalPlatformError;
use crate::globalplatform::install::Install;
use crate::globalplatform::key_hierarchy::{KeyHierarchy, MasterKeys};
use crate::globalplatform::life_cycle::CardLifeCycle;
use crate::globalplatform::load::LoadOptions;
use crate::globalplatform::put_key::{AesForm, KeyPlace, NewKey};
use crate::globalplatform::registry::{Registry, RegistryEntry};
use crate::globalplatform::session::{SecureChannelOptions, Session};
use crate::globalplatform::step::Step;
use crate::globalplatform::store_data::{StoreOptions, Structure, data_group};

/// Version of the keys that a card is made with.
const INITIAL_VERSION: u8 = 0xFF;
/// What is done before the first task, for messages.
const LOOK_AT_KEYS: &str = "look at the keys of the card";

/// How a profile is applied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct IssueOptions {
    /// The card may be issued with keys that everybody knows, or have been.
    pub allow_test_keys: bool,
}

/// Brings a profile to the card behind a channel. `host_challenge` gives 16 random bytes for each session.
///
/// # Errors
/// [`IssuanceError`], of the task that was not done; those before it are.
pub fn issue<'a>(
    channel: &'a mut dyn CardChannel,
    profile: &'a IssuanceProfile,
    options: IssueOptions,
    host_challenge: &'a mut dyn FnMut() -> [u8; 16],
    progress: &'a mut dyn Progress,
) -> Result<(), IssuanceError> {
    if let Some(state) = profile.life_cycle
        && state >= CardLifeCycle::Secured
        && !options.allow_test_keys
    {
        if gives_test_keys(profile) {
            return Err(IssuanceError::TestKeys { state });
        }
        let versions = test_keys_that_stay(channel, profile, host_challenge)?;
        if !versions.is_empty() {
            return Err(IssuanceError::TestKeysStay { state, versions });
        }
    }
    let count = profile.tasks().len();
    let progress = Some(progress);
    let mut issuance = Issuance { channel, profile, options, host_challenge, progress, number: 0, count };
    issuance.put_key_sets()?;
    issuance.delete_key_sets()?;
    issuance.store_data()?;
    issuance.create_domains()?;
    issuance.put_domain_key_sets()?;
    issuance.load()?;
    issuance.install()?;
    issuance.extradite()?;
    issuance.personalize()?;
    issuance.set_life_cycle()
}

/// Whether a card of this profile ends with keys that everybody knows and that the profile tells of.
fn gives_test_keys(profile: &IssuanceProfile) -> bool {
    let is_test = |set: &KeySetOrder| set.keys.master_keys(set.version).is_ok_and(MasterKeys::is_test);
    let stays = |set: &&KeySetOrder| !profile.deleted_key_versions.contains(&set.version);
    let of_domains = profile.domains.iter().flat_map(|order| &order.key_sets);
    let delivered = profile.key_sets.is_empty() && profile.delivered_keys.has_test_keys();
    delivered || profile.key_sets.iter().filter(stays).chain(of_domains).any(is_test)
}

/// Versions of the key sets that the card has, the profile neither replaces nor deletes, and everybody knows. Keys are
/// compared on this side: no failure is counted.
fn test_keys_that_stay(
    channel: &mut dyn CardChannel,
    profile: &IssuanceProfile,
    host_challenge: &mut dyn FnMut() -> [u8; 16],
) -> Result<Vec<u8>, IssuanceError> {
    let failed = |source| IssuanceError::Card { task: LOOK_AT_KEYS.to_owned(), source };
    select(channel, None).map_err(failed)?;
    let keys = information(channel).map_err(failed)?.keys;
    // The initial keys go with the first others.
    let goes = |version| {
        profile.deleted_key_versions.contains(&version)
            || version == INITIAL_VERSION && !profile.key_sets.is_empty()
            || profile.key_sets.iter().any(|set| set.version == version)
    };
    let is_set = |version| {
        (1..=3)
            .all(|identifier| keys.iter().any(|key| (key.version, key.identifier) == (version, identifier)))
    };
    let first = keys.iter().filter(|key| key.identifier == 1).map(|key| key.version);
    let mut known = Vec::new();
    for version in first.filter(|version| is_set(*version) && !goes(*version)) {
        let selected = select(channel, None).map_err(failed)?;
        let options = SecureChannelOptions {
            key_version: Some(version),
            allows_test_keys: true,
            ..SecureChannelOptions::default()
        };
        match Session::open(channel, &selected, &KeyHierarchy::test(), &options, host_challenge()) {
            Ok(_) => known.push(version),
            Err(GlobalPlatformError::KeysWrong(wrong)) if !wrong.right.is_empty() => known.push(version),
            Err(error @ GlobalPlatformError::Transmission { .. }) => return Err(failed(error)),
            // It has other keys, or opens nothing at all.
            Err(_) => {}
        }
    }
    Ok(known)
}

struct Issuance<'a> {
    channel: &'a mut dyn CardChannel,
    profile: &'a IssuanceProfile,
    options: IssueOptions,
    host_challenge: &'a mut dyn FnMut() -> [u8; 16],
    /// Nobody's while a session tells it of blocks.
    progress: Option<&'a mut dyn Progress>,
    number: usize,
    count: usize,
}

/// What goes wrong with the card, before anybody knows with which task.
type CardResult<T> = Result<T, GlobalPlatformError>;

impl<'a> Issuance<'a> {
    fn ended(&mut self, task: &Task, outcome: Outcome) {
        self.number += 1;
        if let Some(progress) = &mut self.progress {
            progress.task(self.number, self.count, task, outcome);
        }
    }

    /// Lets something happen for a task.
    fn task<T>(
        &mut self,
        task: &Task,
        body: impl FnOnce(&mut Self) -> CardResult<T>,
    ) -> Result<T, IssuanceError> {
        body(self).map_err(|source| IssuanceError::Card { task: task.to_string(), source })
    }

    /// The versions of the keys that a security domain tells.
    fn key_versions(&mut self, domain: Option<&Aid>) -> CardResult<Vec<u8>> {
        select(self.channel, domain)?;
        let keys = information(self.channel)?.keys;
        Ok(keys.into_iter().map(|key| key.version).collect())
    }

    /// The last key set of these that is on the card.
    fn current<'s>(sets: &'s [KeySetOrder], versions: &[u8]) -> Option<&'s KeySetOrder> {
        sets.iter().rev().find(|set| versions.contains(&set.version))
    }

    /// Opens a session with a security domain, the issuer's without a name, with the keys that it has by now.
    fn session(&mut self, domain: Option<&Aid>) -> CardResult<Session<'_>> {
        let profile = self.profile;
        let own: &[KeySetOrder] = match domain {
            None => &[],
            Some(aid) => {
                let order = profile.domains.iter().find(|order| order.domain.aid == *aid);
                order.map_or(&[], |order| &order.key_sets)
            }
        };
        let mut keys = match domain {
            Some(_) => Self::current(own, &self.key_versions(domain)?),
            None => None,
        };
        // A domain without keys of its own is opened with those of the one that it belongs to.
        if keys.is_none() {
            keys = Self::current(&profile.key_sets, &self.key_versions(None)?);
        }
        let (ring, version) = match keys {
            Some(set) => (&set.keys, Some(set.version)),
            None => (&profile.delivered_keys, profile.delivered_version),
        };
        let options = SecureChannelOptions {
            key_version: version,
            level: profile.security_level,
            lowers_level: true,
            allows_test_keys: self.options.allow_test_keys,
            ..SecureChannelOptions::default()
        };
        let selected = select(self.channel, domain)?;
        Session::open(self.channel, &selected, ring, &options, (self.host_challenge)())
    }

    fn registry(&mut self) -> CardResult<Registry> {
        self.session(None)?.registry()
    }

    fn put_key_sets(&mut self) -> Result<(), IssuanceError> {
        self.put_sets_of(None, &self.profile.key_sets)
    }

    fn delete_key_sets(&mut self) -> Result<(), IssuanceError> {
        for version in &self.profile.deleted_key_versions {
            let task = Task::DeleteKeySet { version: *version };
            let outcome = self.task(&task, |issuance| {
                if !issuance.key_versions(None)?.contains(version) {
                    return Ok(Outcome::DoneBefore);
                }
                issuance.session(None)?.delete_keys(Some(*version), None)?;
                Ok(Outcome::Done)
            })?;
            self.ended(&task, outcome);
        }
        Ok(())
    }

    fn put_domain_key_sets(&mut self) -> Result<(), IssuanceError> {
        for order in &self.profile.domains {
            self.put_sets_of(Some(order.domain.aid), &order.key_sets)?;
        }
        Ok(())
    }

    fn put_sets_of(&mut self, domain: Option<Aid>, sets: &[KeySetOrder]) -> Result<(), IssuanceError> {
        for set in sets {
            let task = Task::PutKeySet { domain, version: set.version };
            let versions = self.task(&task, |issuance| issuance.key_versions(domain.as_ref()))?;
            if versions.contains(&set.version) {
                self.ended(&task, Outcome::DoneBefore);
                continue;
            }
            let mut session = self
                .session(domain.as_ref())
                .map_err(|source| IssuanceError::Card { task: task.to_string(), source })?;
            let missing = |source| IssuanceError::Keys { version: set.version, source };
            let master = set.keys.master_keys(set.version).map_err(missing)?;
            let data = session.diversification_data();
            let keys = master.card_keys(set.algorithm, &data).map_err(missing)?;
            let place = KeyPlace { replaces: None, version: set.version, identifier: 1 };
            session
                .put_keys(place, &NewKey::of_set(&keys), AesForm::default())
                .map_err(|source| IssuanceError::Card { task: task.to_string(), source })?;
            self.ended(&task, Outcome::Done);
        }
        Ok(())
    }

    fn store_data(&mut self) -> Result<(), IssuanceError> {
        for (tag, value) in &self.profile.data {
            let task = Task::StoreData { tag: *tag };
            let outcome = self.task(&task, |issuance| {
                let mut object = Vec::new();
                let no_tag = |_| GlobalPlatformError::Unsendable {
                    step: Step::StoreData(0),
                    what: "a data object of the profile has no tag of BER-TLV",
                };
                append_object(&mut object, Tag::new(u32::from(*tag)).map_err(no_tag)?, value);
                let mut session = issuance.session(None)?;
                if session.get_data(*tag)?.as_ref() == Some(&object) {
                    return Ok(Outcome::DoneBefore);
                }
                let options = StoreOptions { structure: Structure::DataObjects, ..StoreOptions::default() };
                session.store_data(&object, &options)?;
                Ok(Outcome::Done)
            })?;
            self.ended(&task, outcome);
        }
        Ok(())
    }

    fn create_domains(&mut self) -> Result<(), IssuanceError> {
        for order in &self.profile.domains {
            let task = Task::CreateDomain { aid: order.domain.aid };
            let registry = self.task(&task, Self::registry)?;
            let outcome = if let Some(entry) = registry.find(&order.domain.aid) {
                check("privileges", &entry.privileges, &order.domain.privileges, entry)?;
                Outcome::DoneBefore
            } else {
                self.task(&task, |issuance| {
                    issuance.session(None)?.create_security_domain(&order.domain, &[])
                })?;
                Outcome::Done
            };
            self.ended(&task, outcome);
        }
        Ok(())
    }

    fn load(&mut self) -> Result<(), IssuanceError> {
        for order in &self.profile.load_files {
            let task = Task::Load { package: order.file.package() };
            let registry = self.task(&task, Self::registry)?;
            let outcome = if registry.find(&order.file.package()).is_some() {
                Outcome::DoneBefore
            } else {
                self.load_file(&task, order)?;
                Outcome::Done
            };
            self.ended(&task, outcome);
        }
        Ok(())
    }

    fn load_file(&mut self, task: &Task, order: &super::LoadFileOrder) -> Result<(), IssuanceError> {
        let options =
            LoadOptions { security_domain: order.domain, hash_length: Some(32), ..LoadOptions::default() };
        let mut progress = self.progress.take();
        let outcome = self.task(task, |issuance| {
            let mut session = issuance.session(None)?;
            session.load(&order.file, &options, &mut |blocks| {
                if let Some(progress) = &mut progress {
                    progress.blocks(blocks.done, blocks.all);
                }
            })
        });
        self.progress = progress;
        outcome.map(drop)
    }

    fn install(&mut self) -> Result<(), IssuanceError> {
        for order in &self.profile.applets {
            let task = Task::Install { instance: order.instance };
            let registry = self.task(&task, Self::registry)?;
            let outcome = if let Some(entry) = registry.find(&order.instance) {
                check("privileges", &entry.privileges, &order.privileges, entry)?;
                if let Some(package) = &entry.load_file {
                    check("package", package, &order.package, entry)?;
                }
                Outcome::DoneBefore
            } else {
                let install = Install::for_install(
                    &order.package,
                    &order.module,
                    &order.instance,
                    order.privileges,
                    &order.parameters,
                    true,
                );
                self.task(&task, |issuance| issuance.session(None)?.install(&install, &[]))?;
                Outcome::Done
            };
            self.ended(&task, outcome);
        }
        Ok(())
    }

    fn extradite(&mut self) -> Result<(), IssuanceError> {
        for (order, domain) in self.profile.applets.iter().filter_map(|order| Some((order, order.domain?))) {
            let task = Task::Extradite { instance: order.instance, domain };
            let outcome = self.task(&task, |issuance| {
                let registry = issuance.registry()?;
                let now = registry.find(&order.instance).and_then(|entry| entry.security_domain);
                if now == Some(domain) {
                    return Ok(Outcome::DoneBefore);
                }
                let mut session = issuance.session(None)?;
                let from = now.unwrap_or(session.security_domain());
                session.install(&Install::for_extradition(&from, &order.instance, &domain), &[])?;
                Ok(Outcome::Done)
            })?;
            self.ended(&task, outcome);
        }
        Ok(())
    }

    fn personalize(&mut self) -> Result<(), IssuanceError> {
        for order in self.profile.applets.iter().filter(|order| !order.data_groups.is_empty()) {
            let task = Task::Personalize { instance: order.instance };
            let outcome = self.task(&task, |issuance| issuance.personalize_one(order))?;
            self.ended(&task, outcome);
        }
        Ok(())
    }

    fn personalize_one(&mut self, order: &AppletOrder) -> CardResult<Outcome> {
        if let Some(state) = order.personalized_state {
            let registry = self.registry()?;
            if registry.find(&order.instance).is_some_and(|entry| entry.life_cycle.byte == state) {
                return Ok(Outcome::DoneBefore);
            }
        }
        let mut blocks = Vec::new();
        for (identifier, value) in &order.data_groups {
            let too_long = GlobalPlatformError::TooLong { step: Step::StoreData(0) };
            blocks.push(data_group(*identifier, value).ok_or(too_long)?);
        }
        let blocks: Vec<&[u8]> = blocks.iter().map(Vec::as_slice).collect();
        let mut session = self.session(order.domain.as_ref())?;
        session.install(&Install::for_personalization(&order.instance), &[])?;
        let options = StoreOptions { structure: Structure::DataGroups, ..StoreOptions::default() };
        session.store_blocks(&blocks, &options)?;
        Ok(Outcome::Done)
    }

    fn set_life_cycle(&mut self) -> Result<(), IssuanceError> {
        let Some(state) = self.profile.life_cycle else { return Ok(()) };
        let task = Task::SetLifeCycle { state };
        let outcome = self.task(&task, |issuance| {
            let mut session = issuance.session(None)?;
            let now = session.card_life_cycle()?.unwrap_or(CardLifeCycle::OpReady);
            // One state after the other; the last two are not on the way to each other.
            let on_the_way = |next: &CardLifeCycle| {
                *next > now && (*next == state || *next < state && *next <= CardLifeCycle::Secured)
            };
            let way: Vec<_> = CardLifeCycle::ALL.into_iter().filter(on_the_way).collect();
            for next in &way {
                session.set_card_status(*next)?;
            }
            Ok(if way.is_empty() { Outcome::DoneBefore } else { Outcome::Done })
        })?;
        self.ended(&task, outcome);
        Ok(())
    }
}

/// Refuses what has the name of something else.
fn check<T: PartialEq + std::fmt::Display>(
    what: &str,
    found: &T,
    wanted: &T,
    entry: &RegistryEntry,
) -> Result<(), IssuanceError> {
    if found == wanted {
        return Ok(());
    }
    let difference = format!("{what}: {found}, not {wanted}");
    Err(IssuanceError::Different { name: entry.aid, difference })
}
