//! Opening a session: INITIALIZE UPDATE and EXTERNAL AUTHENTICATE (GPCS 2.3.1 §E.5; Amendment D §7.1).

use alloc::vec::Vec;

use cardamom_apdu::{Aid, Command};
use cardamom_kernel::{Context, Error, Fault, Reason, Refusal};
use cardamom_secure_channel::initialize_update::{Protocol, Response};
use cardamom_secure_channel::scp11::Variant;
use cardamom_secure_channel::session::CardSession;
use cardamom_secure_channel::{AesKey, SecureChannelError, TripleDesKey, scp02, scp03};

use super::key_store::StoredKey;
use super::state::{ChannelSession, Handshake, KeyReference};
use super::{Answer, SecurityDomain, services, tag};
use crate::card_data::ScpOption;
use crate::key_set::KeyType;
use crate::reason::{GlobalPlatformReason, of_channel};

/// SCP03 counters have three bytes.
const SCP03_LAST: u32 = 0x00FF_FFFF;
/// SCP02 counters have two.
const SCP02_LAST: u32 = 0xFFFF;

/// The keys of a secure channel.
enum KeySet {
    Scp02(scp02::KeySet),
    Scp03(scp03::KeySet),
}

impl KeySet {
    /// From the keys of identifiers 1 to 3; `None` unless they are of one kind.
    fn of(keys: &[StoredKey; 3]) -> Option<Self> {
        let aes = |key: &StoredKey| key.component(KeyType::Aes).and_then(AesKey::new);
        let triple_des = |key: &StoredKey| {
            let [component] = key.components.as_slice() else { return None };
            let bytes = component.value.as_slice().try_into().ok()?;
            is_triple_des(component.key_type).then(|| TripleDesKey::from_bytes(bytes))
        };
        let [encryption, mac, data_encryption] = keys;
        if let (Some(encryption), Some(mac), Some(data_encryption)) =
            (aes(encryption), aes(mac), aes(data_encryption))
        {
            let same = encryption.len() == mac.len() && mac.len() == data_encryption.len();
            return same.then_some(Self::Scp03(scp03::KeySet { encryption, mac, data_encryption }));
        }
        let (encryption, mac, data_encryption) =
            (triple_des(encryption)?, triple_des(mac)?, triple_des(data_encryption)?);
        Some(Self::Scp02(scp02::KeySet { encryption, mac, data_encryption }))
    }

    const fn protocol(&self) -> u8 {
        match self {
            Self::Scp02(_) => 0x02,
            Self::Scp03(_) => 0x03,
        }
    }
}

const fn is_triple_des(key_type: KeyType) -> bool {
    matches!(key_type, KeyType::Des | KeyType::TripleDes | KeyType::TripleDesCbc)
}

/// The versions of the key sets for a secure channel among these keys, the default first: AES before triple DES, then
/// in their order.
pub(super) fn channel_versions(keys: &[StoredKey]) -> Vec<u8> {
    let of = |is_kind: fn(KeyType) -> bool| {
        let has = move |version, identifier| {
            keys.iter().any(|key| {
                key.version == version
                    && key.identifier == identifier
                    && key.components.first().is_some_and(|component| is_kind(component.key_type))
            })
        };
        keys.iter()
            .filter(|key| key.identifier == 1)
            .map(|key| key.version)
            .filter(move |version| (1..=3).all(|identifier| has(*version, identifier)))
    };
    of(|key_type| key_type == KeyType::Aes).chain(of(is_triple_des)).collect()
}

/// The key set of a version for a secure channel, and its sequence counter.
fn key_set(keys: &[StoredKey], version: u8) -> Option<(u32, KeySet)> {
    let find =
        |identifier| keys.iter().find(|key| key.version == version && key.identifier == identifier).cloned();
    let set = [find(1)?, find(2)?, find(3)?];
    let [StoredKey { counter, .. }, ..] = set;
    Some((counter, KeySet::of(&set)?))
}

/// Whether a session can be opened with the keys of a version under one of these protocols.
pub(super) fn opens_sessions(keys: &[StoredKey], version: u8, protocols: &[ScpOption]) -> bool {
    key_set(keys, version)
        .is_some_and(|(_, keys)| protocols.iter().any(|option| option.protocol == keys.protocol()))
}

/// Whether a session can be opened with any of these keys under one of these protocols.
pub(super) fn opens_any(keys: &[StoredKey], protocols: &[ScpOption]) -> bool {
    channel_versions(keys).into_iter().any(|version| opens_sessions(keys, version, protocols))
}

/// What happens to the count of failed authentications.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Tries {
    /// Too many are refused.
    Check = 0,
    /// One more.
    Count = 1,
    /// None any more.
    Forget = 2,
}

impl Tries {
    pub(super) const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0 => Some(Self::Check),
            1 => Some(Self::Count),
            2 => Some(Self::Forget),
            _ => None,
        }
    }
}

impl SecurityDomain {
    /// INITIALIZE UPDATE, which `invoker` was sent: this security domain, or an application that belongs to it. Any
    /// session before it has ended by now.
    pub(super) fn initialize_update(
        &self,
        context: &mut Context<'_>,
        state: &mut ChannelSession,
        command: &Command<'_>,
        invoker: Aid,
    ) -> Result<Answer, Error> {
        if command.p2() != 0 {
            return Err(GlobalPlatformReason::Parameters.into());
        }
        Self::refuse_in_transaction(context)?;
        let (holder, keys) = self.channel_keys(context)?;
        self.tries(context, holder, Tries::Check)?;
        let protocols = self.all_protocols(context)?;
        let usable = |version: u8| {
            let (counter, keys) = key_set(&keys, version)?;
            let option = protocols.iter().find(|option| option.protocol == keys.protocol())?;
            Some((version, counter, keys, option.options))
        };
        let asked = command.p1();
        let (version, counter, key_set, options) = channel_versions(&keys)
            .into_iter()
            .filter(|version| asked == 0 || *version == asked)
            .find_map(usable)
            .ok_or(GlobalPlatformReason::KeyNotFound)?;
        state.domain = Some(context.aid()?);
        let reference = KeyReference { holder, version };
        let diversification = self.inherited_data(context, tag::KEY_DIVERSIFICATION_DATA)?;
        let key_diversification_data =
            diversification.and_then(|data| data.as_slice().try_into().ok()).unwrap_or_default();
        let protocol = match key_set {
            KeySet::Scp02(keys) => {
                self.begin_scp02(context, state, &keys, options, reference, counter, command, invoker)?
            }
            KeySet::Scp03(keys) => {
                self.begin_scp03(context, state, &keys, options, reference, counter, command, invoker)?
            }
        };
        Ok(Answer::of(Response { key_diversification_data, key_version: version, protocol }.to_bytes()))
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one command, each of another kind")]
    fn begin_scp02(
        &self,
        context: &mut Context<'_>,
        state: &mut ChannelSession,
        keys: &scp02::KeySet,
        options: u8,
        reference: KeyReference,
        counter: u32,
        command: &Command<'_>,
        invoker: Aid,
    ) -> Result<Protocol, Error> {
        let host_challenge = command.data().try_into().map_err(|_| GlobalPlatformReason::HostChallenge)?;
        let options = scp02::Options::from_byte(options).ok_or(Fault::IntegrityLost)?;
        let counter = match counter {
            ..SCP02_LAST => u16::try_from(counter).map_err(|_| GlobalPlatformReason::CounterExhausted)?,
            _ => return Err(GlobalPlatformReason::CounterExhausted.into()),
        };
        let mut card_challenge = [0; 6];
        if options.has_pseudo_random_challenge() {
            card_challenge = scp02::pseudo_random_challenge(&keys.mac, counter, invoker.as_bytes());
        } else {
            context.random(&mut card_challenge)?;
        }
        let handshake = scp02::CardHandshake::new(keys, options, counter, host_challenge, card_challenge);
        let card_cryptogram = handshake.card_cryptogram();
        state.handshake = Some(Handshake::Scp02 { handshake, keys: reference, counter });
        Ok(Protocol::Scp02 { counter, card_challenge, card_cryptogram })
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one command, each of another kind")]
    fn begin_scp03(
        &self,
        context: &mut Context<'_>,
        state: &mut ChannelSession,
        keys: &scp03::KeySet,
        options: u8,
        reference: KeyReference,
        counter: u32,
        command: &Command<'_>,
        invoker: Aid,
    ) -> Result<Protocol, Error> {
        let options = scp03::Options::from_byte(options).ok_or(Fault::IntegrityLost)?;
        if command.data().len() != options.length() {
            return Err(GlobalPlatformReason::HostChallenge.into());
        }
        let mut told = None;
        let card_challenge = if options.has_pseudo_random_challenge() {
            if counter >= SCP03_LAST {
                return Err(GlobalPlatformReason::CounterExhausted.into());
            }
            // Durable before it is used: no challenge is made twice, whatever is cut.
            self.set_counter(context, reference, counter + 1)?;
            told = Some(counter + 1);
            scp03::pseudo_random_challenge(&keys.encryption, options, counter + 1, invoker.as_bytes())
        } else {
            let mut challenge = [0; 16];
            context.random(&mut challenge)?;
            challenge.get(..options.length()).unwrap_or(&challenge).to_vec()
        };
        let handshake = scp03::CardHandshake::new(keys, options, command.data(), &card_challenge)
            .map_err(channel_refusal)?;
        let card_cryptogram = handshake.card_cryptogram().to_vec();
        state.handshake = Some(Handshake::Scp03 { handshake, holder: reference.holder });
        Ok(Protocol::Scp03 { options, card_challenge, card_cryptogram, counter: told })
    }

    /// Failed authentications are counted by the security domain whose keys are tried: another without keys of its own
    /// gives nobody more tries.
    fn tries(&self, context: &mut Context<'_>, holder: Aid, action: Tries) -> Result<(), Error> {
        if holder == context.aid()? {
            return self.own_tries(context, action);
        }
        self.ask(context, &holder, services::TRIES, &[action as u8]).map(drop)
    }

    /// What happens to the failed authentications under keys of this security domain.
    pub(super) fn own_tries(&self, context: &mut Context<'_>, action: Tries) -> Result<(), Error> {
        match action {
            Tries::Check if context.failures(self.failures)? >= u32::from(self.tries) => {
                Err(GlobalPlatformReason::AuthenticationBlocked.into())
            }
            Tries::Check => Ok(()),
            Tries::Count => context.count_failure(self.failures).map(drop),
            Tries::Forget => context.forget_failures(self.failures),
        }
    }

    /// EXTERNAL AUTHENTICATE.
    pub(super) fn external_authenticate(
        &self,
        context: &mut Context<'_>,
        state: &mut ChannelSession,
        command: &Command<'_>,
    ) -> Result<Answer, Error> {
        Self::refuse_in_transaction(context)?;
        let handshake = state.handshake.take().ok_or(GlobalPlatformReason::NotInitialized)?;
        let holder = match &handshake {
            Handshake::Scp02 { keys, .. } => keys.holder,
            Handshake::Scp03 { holder, .. } => *holder,
        };
        // Again, for handshakes on several channels may have begun while there were tries left.
        self.tries(context, holder, Tries::Check)?;
        if let Handshake::Scp02 { keys, counter, .. } = &handshake
            && self.counter(context, *keys)? != Some(u32::from(*counter))
        {
            // Session keys of SCP02 follow from the counter alone: a second session of the same number could be a
            // recording of the first. Or the keys are gone.
            return Err(GlobalPlatformReason::HandshakeStale.into());
        }
        // Counted before anything is compared: whoever cuts power at a wrong cryptogram has still failed.
        self.tries(context, holder, Tries::Count)?;
        let session = match handshake {
            Handshake::Scp02 { handshake, keys, counter } => {
                let session = handshake.external_authenticate(command).map_err(channel_refusal)?;
                self.set_counter(context, keys, u32::from(counter) + 1)?;
                CardSession::Scp02(session)
            }
            Handshake::Scp03 { handshake, .. } => {
                CardSession::Scp03(handshake.external_authenticate(command).map_err(channel_refusal)?)
            }
        };
        self.tries(context, holder, Tries::Forget)?;
        state.session = Some(session);
        Ok(Answer::default())
    }

    /// The sequence counter of a key set, if it is there.
    fn counter(&self, context: &mut Context<'_>, reference: KeyReference) -> Result<Option<u32>, Error> {
        let keys = self.keys_of(context, reference.holder)?;
        let key = keys.iter().find(|key| key.version == reference.version && key.identifier == 1);
        Ok(key.map(|key| key.counter))
    }

    /// Whether it has keys of its own for sessions: of SCP02 or SCP03, or those of the card's side in SCP11.
    pub(super) fn opens_sessions_by_itself(&self, context: &mut Context<'_>) -> Result<bool, Error> {
        let keys = self.keys.all(context)?;
        let agrees = |key: &StoredKey| {
            Variant::of_key_identifier(key.identifier).is_some()
                && key.component(KeyType::EcPrivate).is_some()
        };
        Ok(!channel_versions(&keys).is_empty() || keys.iter().any(agrees))
    }

    /// A sequence counter that steps in an application's transaction would go back with it.
    fn refuse_in_transaction(context: &mut Context<'_>) -> Result<(), Error> {
        match context.is_in_transaction() {
            true => Err(GlobalPlatformReason::InTransaction.into()),
            false => Ok(()),
        }
    }

    /// The keys that sessions with this security domain are opened with, and whose they are: its own, or as long as
    /// it has none those of the security domain that it belongs to (GPCS 2.3.1 §5.3.2, §7.2).
    pub(super) fn channel_keys(&self, context: &mut Context<'_>) -> Result<(Aid, Vec<StoredKey>), Error> {
        let mut domain = context.aid()?;
        loop {
            let keys = self.keys_of(context, domain)?;
            if !channel_versions(&keys).is_empty() {
                return Ok((domain, keys));
            }
            match Self::above(context, domain)? {
                Some(above) => domain = above,
                None => return Ok((domain, keys)),
            }
        }
    }
}

/// A session ended for a reason of the protocol: told with the protocol's rule.
pub(super) fn channel_refusal(error: SecureChannelError) -> Error {
    Error::Refused(Refusal { status_word: of_channel(error).status_word(), rule: error.rule() })
}
