//! PUT KEY and the keys that a security domain begins with (GPCS 2.3.1 §11.8, §7.5).

use alloc::vec::Vec;

use cardamom_kernel::{Context, Error};
use cardamom_secure_channel::scp11::{PrivateKey, PublicKey};

use super::initiation::{opens_any, opens_sessions};
use super::key_store::{Component, INITIAL_VERSION, StoredKey};
use super::parameters::SecurityDomainParameters;
use super::state::ChannelSession;
use super::{Answer, SecurityDomain};
use crate::card_data::ScpOption;
use crate::key_set::KeyType;
use crate::life_cycle::{AdministrativeCommand, SecurityDomainLifeCycle};
use crate::put_key::{NewKey, PutKeyCommand};
use crate::reason::{GlobalPlatformReason, of_content};

impl SecurityDomain {
    pub(super) fn put_key(
        &self,
        context: &mut Context<'_>,
        state: &mut ChannelSession,
        p1: u8,
        p2: u8,
        data: &[u8],
    ) -> Result<Answer, Error> {
        self.check_card_state(context, state, AdministrativeCommand::PutKey)?;
        let session = state.session.as_ref().ok_or(GlobalPlatformReason::NotAuthenticated)?;
        let decrypt = |encrypted: &[u8]| session.decrypt_data(encrypted);
        let put = PutKeyCommand::parse(p1, p2, data, &decrypt)?;
        let answer = put.answer();
        let PutKeyCommand { replaced_version, version, identifier: first, keys: new } = put;
        let new = (first..=0x7F).zip(new).map(|(identifier, key)| stored(version, identifier, key));
        let new = new.collect::<Result<Vec<_>, _>>()?;
        self.place_keys(context, replaced_version, version, &new)?;
        Ok(Answer::of(answer))
    }

    /// STORE DATA with keys: they are of one version, and take the place of those of the same identifiers.
    pub(super) fn store_keys(
        &self,
        context: &mut Context<'_>,
        keys: Vec<(u8, u8, NewKey)>,
    ) -> Result<(), Error> {
        let new = keys.into_iter().map(|(version, identifier, key)| stored(version, identifier, key));
        let new = new.collect::<Result<Vec<_>, _>>()?;
        let Some(version) = new.first().map(|key| key.version) else { return Ok(()) };
        if new.iter().any(|key| key.version != version) {
            return Err(GlobalPlatformReason::StoreDataStructure.into());
        }
        let there = self.keys.all(context)?;
        let is_there = new
            .iter()
            .any(|new| there.iter().any(|key| (key.version, key.identifier) == (version, new.identifier)));
        self.place_keys(context, is_there.then_some(version), version, &new)
    }

    /// Adds keys of one version, or replaces those of the same identifiers of another.
    pub(super) fn place_keys(
        &self,
        context: &mut Context<'_>,
        replaced_version: Option<u8>,
        version: u8,
        new: &[StoredKey],
    ) -> Result<(), Error> {
        let keys = self.keys.all(context)?;
        let has = |version, identifier| {
            keys.iter().any(|key| key.version == version && key.identifier == identifier)
        };
        for key in new {
            let is_taken = replaced_version != Some(version) && has(version, key.identifier);
            if is_taken {
                return Err(GlobalPlatformReason::KeyVersionTaken.into());
            }
            if replaced_version.is_some_and(|replaced| !has(replaced, key.identifier)) {
                return Err(GlobalPlatformReason::KeyNotFound.into());
            }
        }
        let is_replaced = |key: &&StoredKey| {
            new.iter().any(|it| {
                it.identifier == key.identifier
                    && (replaced_version == Some(key.version) || it.version == key.version)
            })
        };
        let mut after: Vec<StoredKey> = keys.iter().filter(|key| !is_replaced(key)).cloned().collect();
        after.extend(new.iter().cloned());
        // The initial keys go when the owner's for a secure channel have come whole, and not for a key of another use
        // (§7.5.2): nobody could open a session any more.
        let protocols = self.all_protocols(context)?;
        let initial_go = opens_sessions(&after, version, &protocols);
        if initial_go {
            after.retain(|key| key.version != INITIAL_VERSION);
        }
        if opens_any(&keys, &protocols) && !opens_any(&after, &protocols) {
            return Err(GlobalPlatformReason::KeySetMixed.into());
        }
        // A new set has a counter of its own from 0 on; a key that joins its set does not set it back.
        context.transaction(|context| {
            for key in new {
                if let Some(replaced) = replaced_version {
                    self.keys.remove(context, replaced, key.identifier)?;
                    self.forget_with_key(context, replaced, key.identifier)?;
                }
                self.keys.put(context, key)?;
            }
            for key in keys.iter().filter(|key| initial_go && key.version == INITIAL_VERSION) {
                self.keys.remove(context, key.version, key.identifier)?;
                self.forget_with_key(context, key.version, key.identifier)?;
            }
            self.become_personalized(context)?;
            self.forget_initial_keys(context)
        })
    }

    /// A supplementary security domain that gets keys of its own is personalized (§5.3.2.3).
    fn become_personalized(&self, context: &mut Context<'_>) -> Result<(), Error> {
        let own = context.aid()?;
        let mut administration = context.administration()?;
        if administration.issuer_security_domain().is_some_and(|issuer| issuer.aid == own) {
            return Ok(());
        }
        let state = administration.instance(&own).map(|instance| instance.life_cycle);
        if state == Some(SecurityDomainLifeCycle::Selectable.to_byte()) {
            let personalized = SecurityDomainLifeCycle::Personalized.to_byte();
            administration.set_life_cycle(&own, personalized).map_err(of_content)?;
        }
        Ok(())
    }

    /// Takes the keys that the card was made with out of what it keeps of its making.
    /// Part of a transaction in progress.
    pub(super) fn forget_initial_keys(&self, context: &mut Context<'_>) -> Result<(), Error> {
        context.edit_install_parameters(SecurityDomainParameters::wipe_keys)
    }

    /// Takes the keys and data objects that a card is made with.
    pub(super) fn take_initial(
        &self,
        context: &mut Context<'_>,
        parameters: &SecurityDomainParameters,
    ) -> Result<(), Error> {
        for key in &parameters.keys {
            let key_type = KeyType::from_byte(key.key_type).ok_or(GlobalPlatformReason::KeyType)?;
            let is_right_length = match key_type {
                KeyType::Des | KeyType::TripleDes | KeyType::TripleDesCbc => key.value.len() == 16,
                KeyType::Aes => matches!(key.value.len(), 16 | 24 | 32),
                _ => true,
            };
            if !is_right_length {
                return Err(GlobalPlatformReason::KeyType.into());
            }
            let component = Component { key_type, value: key.value.clone() };
            if !is_on_curve(&component) {
                return Err(GlobalPlatformReason::KeyType.into());
            }
            let mut components = Vec::from([component]);
            if matches!(key_type, KeyType::EcPrivate | KeyType::EcPublic) {
                // P-256, the one curve of SCP11 here.
                let value = zeroize::Zeroizing::new(Vec::from([0]));
                components.push(Component { key_type: KeyType::EcParametersReference, value });
            }
            let (version, identifier) = (key.version, key.identifier);
            let key = StoredKey { version, identifier, counter: 0, restriction: None, components };
            self.keys.put(context, &key)?;
        }
        for (tag, value) in &parameters.data {
            self.data.put(context, *tag, &[], value)?;
        }
        Ok(())
    }

    /// Whether this card speaks a protocol with these options.
    pub(super) fn supports(&self, option: ScpOption) -> bool {
        match option.protocol {
            0x02 => cardamom_secure_channel::scp02::Options::from_byte(option.options).is_some(),
            0x03 => cardamom_secure_channel::scp03::Options::from_byte(option.options).is_some(),
            0x11 => option.scp11().is_some(),
            _ => false,
        }
    }
}

/// A key that came, as it is kept.
fn stored(version: u8, identifier: u8, key: NewKey) -> Result<StoredKey, GlobalPlatformReason> {
    let component = |component: crate::put_key::KeyComponent| {
        let key_type = KeyType::from_byte(component.key_type).ok_or(GlobalPlatformReason::KeyType)?;
        Ok(Component { key_type, value: component.value })
    };
    let components = key.components.into_iter().map(component).collect::<Result<Vec<_>, _>>()?;
    if components.iter().all(is_on_curve) {
        Ok(StoredKey { version, identifier, counter: 0, restriction: key.restriction, components })
    } else {
        Err(GlobalPlatformReason::KeyType)
    }
}

/// Whether a component of a key on P-256 is a point of the curve, or a scalar of its group; so is any other.
fn is_on_curve(component: &Component) -> bool {
    match component.key_type {
        KeyType::EcPublic => PublicKey::from_bytes(&component.value).is_some(),
        KeyType::EcPrivate => {
            component.value.as_slice().try_into().is_ok_and(|bytes| PrivateKey::from_bytes(bytes).is_some())
        }
        _ => true,
    }
}
