//! The security domain: a privileged applet, the issuer's and supplementary ones alike (GPCS 2.3.1 chapter 7).
//!
//! Each command is unwrapped by the session of its channel, checked against the life cycle of the card and the rights
//! of the security domain, and handled in the module of its name. The session and what goes on in it live in RAM, with
//! the logical channel; keys and data objects are persistent objects of the security domain's own.

mod authorization;
mod cardholder_verification;
mod data_store;
mod delete;
mod get_data;
mod grant;
mod initiation;
mod install;
mod key_agreement;
mod key_data;
mod key_generation;
mod key_store;
mod keys;
mod load;
mod parameters;
mod response_mac;
mod services;
mod slots;
mod state;
mod status;
mod store;
mod tag;

pub use self::cardholder_verification::{CardholderVerification, CvmFormat, CvmState};
pub use self::parameters::{InitialKey, SecurityDomainParameters, USUAL_TRIES};
pub use self::services::SecureChannelServices;

use alloc::sync::Arc;
use alloc::vec::Vec;

use cardamom_apdu::{Aid, Command, SecureMessaging, StatusWord};
use cardamom_kernel::handle::{Counter, FailureCounter};
use cardamom_kernel::{
    Applet, Call, Context, Error, Installation, Layout, Module, Package, Privileges, Quota,
};

use self::cardholder_verification::VerificationMethod;
use self::data_store::DataStore;
use self::initiation::channel_refusal;
use self::key_store::{KeyStore, StoredKey};
use self::state::{Chain, ChannelSession};
use crate::card_data::ScpOption;
use crate::life_cycle::{AdministrativeCommand, CardLifeCycle, LOCKED, Permission, Role, permitted};
use crate::reason::GlobalPlatformReason;

/// The package of security domains, under the name that clients look for (GlobalPlatformPro, gpshell).
pub const PACKAGE_AID: Aid = Aid::from_array([0xA0, 0x00, 0x00, 0x01, 0x51, 0x53, 0x50]);
/// Its one module.
pub const MODULE_AID: Aid = Aid::from_array([0xA0, 0x00, 0x00, 0x01, 0x51, 0x53, 0x50, 0x41]);
/// The usual name of an issuer security domain (GPCS 2.3.1 §H.1.3).
pub const ISSUER_SECURITY_DOMAIN_AID: Aid = Aid::from_array([0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00, 0x00]);
/// Names of issuer security domains that clients try (Visa's, as cards had it before GlobalPlatform had one).
const ISSUER_SECURITY_DOMAIN_ALIASES: [Aid; 2] =
    [ISSUER_SECURITY_DOMAIN_AID, Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00])];

/// The privileges of an issuer security domain as it is made: all but the ones that need tokens of others.
pub const ISSUER_PRIVILEGES: Privileges = Privileges::SECURITY_DOMAIN
    .with(Privileges::CARD_LOCK)
    .with(Privileges::CARD_TERMINATE)
    .with(Privileges::CARD_RESET)
    .with(Privileges::CVM_MANAGEMENT)
    .with(Privileges::TRUSTED_PATH)
    .with(Privileges::AUTHORIZED_MANAGEMENT)
    .with(Privileges::TOKEN_VERIFICATION)
    .with(Privileges::GLOBAL_DELETE)
    .with(Privileges::GLOBAL_LOCK)
    .with(Privileges::GLOBAL_REGISTRY)
    .with(Privileges::FINAL_APPLICATION)
    .with(Privileges::RECEIPT_GENERATION);

/// The package of security domains, to be part of a card's software.
#[must_use]
pub fn package() -> Package {
    let module = Module::new(MODULE_AID, |layout| Ok(Arc::new(SecurityDomain::lay_out(layout)?)));
    Package::new(PACKAGE_AID, (2, 3), Vec::from([module])).privileged()
}

/// How the issuer security domain is installed while a card is made. Its life-cycle state is the card's.
#[must_use]
pub fn issuer_installation<'a>(
    aid: Aid,
    life_cycle: CardLifeCycle,
    parameters: &'a [u8],
) -> Installation<'a> {
    Installation {
        privileges: ISSUER_PRIVILEGES,
        life_cycle: life_cycle.to_byte(),
        quota: Quota::UNLIMITED,
        parameters,
        ..Installation::new(PACKAGE_AID, MODULE_AID, aid)
    }
}

/// What answers a command.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Answer {
    data: Vec<u8>,
    status_word: StatusWord,
}

impl Default for Answer {
    fn default() -> Self {
        Self::of(Vec::new())
    }
}

impl Answer {
    const fn of(data: Vec<u8>) -> Self {
        Self { data, status_word: StatusWord::NO_ERROR }
    }
}

/// A security domain.
#[derive(Debug)]
struct SecurityDomain {
    keys: KeyStore,
    data: DataStore,
    /// Failed authentications in a row.
    failures: FailureCounter,
    /// Receipts made (GPCS 2.3.1 §11.1.6).
    receipts: Counter,
    /// The global PIN, with the issuer's.
    verification: Option<VerificationMethod>,
    tries: u8,
    protocols: Vec<ScpOption>,
    refuses_extradition: bool,
    keeps_content: bool,
}

impl SecurityDomain {
    fn lay_out(layout: &mut Layout<'_>) -> Result<Self, Error> {
        let parameters = SecurityDomainParameters::parse(layout.parameters())?;
        Ok(Self {
            keys: KeyStore::lay_out(layout)?,
            data: DataStore::lay_out(layout)?,
            failures: layout.failure_counter()?,
            receipts: layout.counter()?,
            verification: match parameters.is_of_issuer() {
                true => Some(VerificationMethod::lay_out(layout)?),
                false => None,
            },
            tries: parameters.tries.unwrap_or(USUAL_TRIES),
            protocols: parameters.protocols,
            refuses_extradition: parameters.refuses_extradition,
            keeps_content: parameters.keeps_content,
        })
    }

    /// The state of the card.
    fn card_life_cycle(&self, context: &mut Context<'_>) -> Result<CardLifeCycle, Error> {
        let state = context.administration()?.card_life_cycle().and_then(CardLifeCycle::from_byte);
        Ok(state.ok_or(GlobalPlatformReason::CardState)?)
    }

    /// Whether this security domain is locked. The life cycle of the issuer's is that of the card.
    fn is_locked(&self, context: &mut Context<'_>) -> Result<bool, Error> {
        let is_issuer = context.issuer_security_domain() == Some(context.aid()?);
        Ok(!is_issuer && context.life_cycle()? & LOCKED != 0)
    }

    /// Refuses what Table 11-1 does not let this security domain answer.
    fn check_card_state(
        &self,
        context: &mut Context<'_>,
        state: &ChannelSession,
        command: AdministrativeCommand,
    ) -> Result<(), Error> {
        let card = self.card_life_cycle(context)?;
        match permitted(command, card, Role::of(context.privileges()?)) {
            Permission::Open => Ok(()),
            // It may have been locked on another channel while its session is open.
            Permission::Authenticated if self.is_locked(context)? => {
                Err(GlobalPlatformReason::DomainLocked.into())
            }
            Permission::Authenticated if state.is_authenticated() => Ok(()),
            Permission::Authenticated => Err(GlobalPlatformReason::NotAuthenticated.into()),
            Permission::Prohibited
                if matches!(card, CardLifeCycle::CardLocked | CardLifeCycle::Terminated) =>
            {
                Err(GlobalPlatformReason::CardState.into())
            }
            Permission::Prohibited if state.session.is_none() => {
                Err(GlobalPlatformReason::NotAuthenticated.into())
            }
            Permission::Prohibited => Err(GlobalPlatformReason::NotAuthorized.into()),
        }
    }

    /// Answers a command with the state of its channel.
    fn answer(
        &self,
        context: &mut Context<'_>,
        state: &mut ChannelSession,
        command: &Command<'_>,
    ) -> Result<Answer, Error> {
        let class = command.class();
        if let Some(answer) = self.agree_on_keys(context, state, command)? {
            return Ok(answer);
        }
        // The handshake is two commands that follow each other.
        match command.instruction() {
            0x50 if class.is_proprietary() => {
                self.end_session(context, state);
                self.check_card_state(context, state, AdministrativeCommand::InitializeUpdate)?;
                let own = context.aid()?;
                return self.initialize_update(context, state, command, own);
            }
            0x82 if state.handshake.is_some() => {
                self.check_card_state(context, state, AdministrativeCommand::Authenticate)?;
                return self.external_authenticate(context, state, command);
            }
            0x82 if state.session.is_none() && class.is_proprietary() => {
                return Err(GlobalPlatformReason::NotInitialized.into());
            }
            _ => state.handshake = None,
        }
        if state.session.is_none() && class.secure_messaging() != SecureMessaging::None {
            return Err(GlobalPlatformReason::NotAuthenticated.into());
        }
        // A command is protected before it is cut into a chain, so it is put together before its protection is taken
        // off (GPCS 2.3.1 §11.1.5.1).
        let part = least_right(command.instruction());
        let more = command.p1() & 0x80 != 0;
        let (mut whole, mut broken) = (None, None);
        match part {
            Some(least) if more || state.chain.is_some() => {
                if more {
                    self.check_card_state(context, state, least)?;
                }
                match self.join_chain(state, command) {
                    Ok(None) => return Ok(Answer::default()),
                    Ok(Some(chain)) => whole = Some(chain.data),
                    // What does not belong to the chain must be right by itself, for the session to go on.
                    Err(reason) => broken = Some(reason),
                }
            }
            Some(_) => {}
            None => state.chain = None,
        }
        let command = whole.as_ref().map_or(*command, |data| command.with_data(data));
        let Some(session) = &mut state.session else {
            return match broken {
                Some(reason) => Err(reason.into()),
                None => self.dispatch(context, state, &command),
            };
        };
        let plain = match session.unwrap(&command) {
            Ok(plain) => plain,
            Err(error) => {
                self.end_session(context, state);
                return Err(channel_refusal(error));
            }
        };
        context.trace_unwrapped(&plain.command());
        if let Some(reason) = broken {
            return Err(reason.into());
        }
        let answer = self.dispatch(context, state, &plain.command())?;
        self.protect(context, state, answer)
    }

    /// An answer as it goes out in the session, if there is one still.
    fn protect(
        &self,
        context: &mut Context<'_>,
        state: &mut ChannelSession,
        answer: Answer,
    ) -> Result<Answer, Error> {
        match &mut state.session {
            Some(session) => {
                context.trace_wrapped(&answer.data, answer.status_word);
                let data =
                    session.wrap_response(&answer.data, answer.status_word).map_err(channel_refusal)?;
                Ok(Answer { data, ..answer })
            }
            None => Ok(answer),
        }
    }

    fn dispatch(
        &self,
        context: &mut Context<'_>,
        state: &mut ChannelSession,
        command: &Command<'_>,
    ) -> Result<Answer, Error> {
        let instruction = command.instruction();
        // GET DATA has an interindustry class, too; so has STORE DATA where yubikit sends it.
        if !command.class().is_proprietary() && !matches!(instruction, 0xCA | 0xCB | 0xE2) {
            return Err(GlobalPlatformReason::ClassNotSupported.into());
        }
        // What goes on over several commands ends when another comes between.
        if instruction != 0xF2 {
            state.status_rest = None;
        }
        match instruction {
            0xCA | 0xCB => {
                self.check_card_state(context, state, AdministrativeCommand::GetData)?;
                self.get_data(context, command)
            }
            0xF2 => {
                self.check_card_state(context, state, AdministrativeCommand::GetStatus)?;
                self.get_status(context, state, command)
            }
            0xF0 => {
                self.check_card_state(context, state, AdministrativeCommand::SetStatus)?;
                self.set_status(context, command)
            }
            0xE2 => {
                self.check_card_state(context, state, AdministrativeCommand::StoreData)?;
                self.store_data(context, state, command)
            }
            0xE8 => {
                self.check_card_state(context, state, AdministrativeCommand::Load)?;
                self.load(context, state, command)
            }
            0xE4 | 0xE6 | 0xD8 => {
                // What it asks for beyond that is seen in its data.
                if let Some(least) = least_right(instruction) {
                    self.check_card_state(context, state, least)?;
                }
                let (p1, p2, data) = (command.p1(), command.p2(), command.data());
                match instruction {
                    0xE4 => self.delete(context, state, p1, p2, data),
                    0xE6 => self.install(context, state, p1, p2, data),
                    _ => self.put_key(context, state, p1, p2, data),
                }
            }
            0xF1 => {
                self.check_card_state(context, state, AdministrativeCommand::PutKey)?;
                self.generate_key(context, command)
            }
            0x7A | 0x78 => self.response_mac_session(state, command),
            _ => Err(GlobalPlatformReason::InstructionNotSupported.into()),
        }
    }

    /// Commands that say in b8 of P1 that more follow (GPCS 2.3.1 §11.1.5.1), as they come: `None` until the last.
    fn join_chain(
        &self,
        state: &mut ChannelSession,
        command: &Command<'_>,
    ) -> Result<Option<Chain>, GlobalPlatformReason> {
        let (more, p1) = (command.p1() & 0x80 != 0, command.p1() & 0x7F);
        let mut chain = match state.chain.take() {
            Some(chain) if chain.instruction == command.instruction() && chain.p2 == command.p2() => chain,
            Some(_) => return Err(GlobalPlatformReason::ChainBroken),
            None => Chain { instruction: command.instruction(), p1, p2: command.p2(), data: Vec::new() },
        };
        if chain.p1 != p1 || chain.data.len() + command.data().len() > usize::from(u16::MAX) {
            return Err(GlobalPlatformReason::ChainBroken);
        }
        chain.data.extend_from_slice(command.data());
        if more {
            state.chain = Some(chain);
            return Ok(None);
        }
        Ok(Some(chain))
    }

    /// Ends the session of a channel and all that went on in it.
    fn end_session(&self, context: &mut Context<'_>, state: &mut ChannelSession) {
        if let Some(file) = state.end().and_then(|load| load.file)
            && let Ok(mut administration) = context.administration()
        {
            // It is gone at the next boot at the latest.
            let _ = administration.abandon_load(file);
        }
    }

    /// SELECT: the file control information (GPCS 2.3.1 §11.9.3.1).
    fn select(&self, context: &mut Context<'_>) -> Result<Answer, Error> {
        let aid = context.aid()?;
        let recognition = self.recognition(context)?;
        Ok(Answer::of(get_data::file_control_information(&aid, recognition)))
    }

    /// The protocols of this security domain, or of the one that it belongs to when it has none of its own.
    fn all_protocols(&self, context: &mut Context<'_>) -> Result<Vec<ScpOption>, Error> {
        if !self.protocols.is_empty() {
            return Ok(self.protocols.clone());
        }
        let mut domain = context.aid()?;
        while let Some(above) = Self::above(context, domain)? {
            let bytes = self.ask(context, &above, services::PROTOCOLS, &[])?;
            if !bytes.is_empty() {
                let pairs = bytes.as_chunks::<2>().0.iter();
                return Ok(pairs
                    .map(|[protocol, options]| ScpOption { protocol: *protocol, options: *options })
                    .collect());
            }
            domain = above;
        }
        Ok(Vec::new())
    }

    /// The security domain that another one belongs to; `None` for one that belongs to itself.
    fn above(context: &mut Context<'_>, domain: Aid) -> Result<Option<Aid>, Error> {
        let above = context.administration()?.instance(&domain).map(|instance| instance.security_domain);
        Ok(above.filter(|above| *above != domain))
    }

    /// The keys of a security domain, this one or another.
    fn keys_of(&self, context: &mut Context<'_>, domain: Aid) -> Result<Vec<StoredKey>, Error> {
        if domain == context.aid()? {
            return self.keys.all(context);
        }
        let bytes = zeroize::Zeroizing::new(self.ask(context, &domain, services::KEYS, &[])?);
        services::read_keys(&bytes)
    }

    /// A data object of a security domain, this one or another; empty when it has none.
    fn data_of(&self, context: &mut Context<'_>, domain: Aid, tag: u16) -> Result<Vec<u8>, Error> {
        if domain == context.aid()? {
            return Ok(self.data.get(context, tag, &[])?.unwrap_or_default());
        }
        self.ask(context, &domain, services::DATA, &tag.to_be_bytes())
    }

    /// A data object of this security domain, or where it has none of the next one above that has it.
    fn inherited_data(&self, context: &mut Context<'_>, tag: u16) -> Result<Option<Vec<u8>>, Error> {
        let mut domain = context.aid()?;
        loop {
            let value = self.data_of(context, domain, tag)?;
            if !value.is_empty() {
                return Ok(Some(value));
            }
            match Self::above(context, domain)? {
                Some(above) => domain = above,
                None => return Ok(None),
            }
        }
    }

    fn set_counter(
        &self,
        context: &mut Context<'_>,
        keys: state::KeyReference,
        counter: u32,
    ) -> Result<(), Error> {
        if keys.holder == context.aid()? {
            return self.keys.set_counter(context, keys.version, counter);
        }
        let [a, b, c, d] = counter.to_be_bytes();
        self.ask(context, &keys.holder, services::SET_COUNTER, &[keys.version, a, b, c, d]).map(drop)
    }

    /// Asks another security domain.
    fn ask(
        &self,
        context: &mut Context<'_>,
        domain: &Aid,
        method: u8,
        input: &[u8],
    ) -> Result<Vec<u8>, Error> {
        let interface = context
            .shareable_interface(domain, services::BETWEEN_DOMAINS)?
            .ok_or(GlobalPlatformReason::DomainNotFound)?;
        context.invoke(interface, method, input)
    }
}

/// What a security domain must be let to do at least to answer a command that may come as a chain; `None` for one that
/// does not.
const fn least_right(instruction: u8) -> Option<AdministrativeCommand> {
    match instruction {
        0xE4 => Some(AdministrativeCommand::DeleteKey),
        0xE6 => Some(AdministrativeCommand::InstallForPersonalization),
        0xD8 => Some(AdministrativeCommand::PutKey),
        _ => None,
    }
}

/// A SELECT that the kernel found no application for.
fn is_select(command: &Command<'_>) -> bool {
    let class = command.class();
    class.is_interindustry()
        && class.secure_messaging() == SecureMessaging::None
        && command.instruction() == 0xA4
}

/// Lets something happen with the state of the command's channel, and keeps the state.
fn with_state<T>(
    context: &mut Context<'_>,
    body: impl FnOnce(&mut Context<'_>, &mut ChannelSession) -> Result<T, Error>,
) -> Result<T, Error> {
    let mut state = context.administration()?.take_channel_state::<ChannelSession>().unwrap_or_default();
    let outcome = body(context, &mut state);
    context.administration()?.set_channel_state(state);
    outcome
}

impl Applet for SecurityDomain {
    fn install(&self, context: &mut Context<'_>, parameters: &[u8]) -> Result<(), Error> {
        if !context.privileges()?.contains(Privileges::SECURITY_DOMAIN) {
            return Err(GlobalPlatformReason::PrivilegeCombination.into());
        }
        let parameters = SecurityDomainParameters::parse(parameters)?;
        let aid = context.aid()?;
        let is_issuer =
            context.administration()?.issuer_security_domain().is_some_and(|issuer| issuer.aid == aid);
        let begins_empty = parameters.keys.is_empty() && parameters.data.is_empty();
        if !is_issuer && !begins_empty {
            return Err(GlobalPlatformReason::DataField.into());
        }
        for option in &parameters.protocols {
            if !self.supports(*option) {
                return Err(GlobalPlatformReason::ProtocolNotSupported.into());
            }
        }
        self.take_initial(context, &parameters)
    }

    fn process(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        if context.is_selecting() {
            let answer = self.select(context)?;
            context.respond(&answer.data);
            return Ok(());
        }
        if is_select(command) {
            // No application has this name, or it is no name (OpenSC and pySim try files first): the session goes on.
            return Err(match command.p1() {
                0x04 => GlobalPlatformReason::ApplicationNotFound.into(),
                _ => GlobalPlatformReason::Parameters.into(),
            });
        }
        let answer = with_state(context, |context, state| self.answer(context, state, command))?;
        context.respond(&answer.data);
        context.set_status_word(answer.status_word);
        Ok(())
    }

    fn deselect(&self, context: &mut Context<'_>) {
        let state = context.administration().map(|mut administration| administration.take_channel_state());
        if let Ok(Some(mut state)) = state {
            self.end_session(context, &mut state);
        }
    }

    fn process_data(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        _output: &mut Vec<u8>,
    ) -> Result<(), Error> {
        self.store_for_domain(context, command)
    }

    fn aliases(&self) -> &[Aid] {
        // The issuer's, and no other's in its place when it cannot be selected.
        if self.verification.is_some() { &ISSUER_SECURITY_DOMAIN_ALIASES } else { &[] }
    }

    fn is_multi_selectable(&self) -> bool {
        true
    }

    fn shareable_interface(&self, context: &mut Context<'_>, client: &Aid, parameter: u8) -> Option<u16> {
        self.offer(context, client, parameter)
    }

    fn invoke(&self, context: &mut Context<'_>, call: Call<'_>, output: &mut Vec<u8>) -> Result<(), Error> {
        self.serve(context, call, output)
    }
}
