//! Services of a security domain to others: secure channels for the applications that belong to it
//! (`org.globalplatform.SecureChannel`), and its keys for the security domains that do.

use alloc::vec::Vec;

use cardamom_apdu::{Aid, Command};
use cardamom_kernel::{Call, Context, Error, Fault, Privileges};
use cardamom_secure_channel::SecurityLevel;
use zeroize::Zeroizing;

use super::initiation::Tries;
use super::install::is_in_service;
use super::key_store::StoredKey;
use super::state::ChannelSession;
use super::{SecurityDomain, cardholder_verification, with_state};
use crate::life_cycle::AdministrativeCommand;
use crate::reason::GlobalPlatformReason;

/// Parameter that asks for the interface between security domains.
pub(super) const BETWEEN_DOMAINS: u8 = 0x01;
/// Parameter that asks for the interface of applications.
const SECURE_CHANNEL: u8 = 0x00;

// Between security domains.
/// All keys: 2-byte length and record, each.
pub(super) const KEYS: u8 = 0;
/// Sets the sequence counter of a key set: version (1), counter (4).
pub(super) const SET_COUNTER: u8 = 1;
/// Its own protocols: two bytes each.
pub(super) const PROTOCOLS: u8 = 2;
/// 1 when it accepts applications that are extradited to it, else 0; 1 when it lets its own go, else 0.
pub(super) const EXTRADITION: u8 = 3;
/// The value of a data object; its tag (2).
pub(super) const DATA: u8 = 4;
/// A receipt over what a command did, with what is confirmed; nothing without a key for it.
pub(super) const RECEIPT: u8 = 5;
/// What happens to the count of failed authentications under its keys (1, [`Tries`]).
pub(super) const TRIES: u8 = 6;

// For applications.
const PROCESS_SECURITY: u8 = 0;
const UNWRAP: u8 = 1;
const WRAP: u8 = 2;
const DECRYPT_DATA: u8 = 3;
const ENCRYPT_DATA: u8 = 4;
const RESET_SECURITY: u8 = 5;
const SECURITY_LEVEL: u8 = 6;

/// The keys that [`KEYS`] gave.
pub(super) fn read_keys(bytes: &[u8]) -> Result<Vec<StoredKey>, Error> {
    let mut keys = Vec::new();
    let mut rest = bytes;
    while let Some((length, after)) = rest.split_first_chunk::<2>() {
        let (record, after) =
            after.split_at_checked(usize::from(u16::from_be_bytes(*length))).ok_or(Fault::IntegrityLost)?;
        keys.push(StoredKey::read(record).ok_or(Fault::IntegrityLost)?);
        rest = after;
    }
    Ok(keys)
}

impl SecurityDomain {
    /// Offers its interfaces: to applications that belong to it, and to other security domains.
    pub(super) fn offer(&self, context: &mut Context<'_>, client: &Aid, parameter: u8) -> Option<u16> {
        let own = context.aid().ok()?;
        let administration = context.administration().ok()?;
        let client = administration.instance(client)?;
        let is_domain =
            client.package == super::PACKAGE_AID && client.privileges.contains(Privileges::SECURITY_DOMAIN);
        let issuer = administration.issuer_security_domain().map(|issuer| issuer.aid);
        let serves = Some(own) == issuer
            || administration.instance(&own).is_some_and(|domain| is_in_service(domain.life_cycle));
        match parameter {
            // The card's, for every application (§8.2).
            cardholder_verification::INTERFACE if Some(own) == issuer && self.verification.is_some() => {
                Some(u16::from(parameter))
            }
            SECURE_CHANNEL if serves && client.security_domain == own => Some(u16::from(SECURE_CHANNEL)),
            BETWEEN_DOMAINS if is_domain => Some(u16::from(BETWEEN_DOMAINS)),
            _ => None,
        }
    }

    /// A method of one of them.
    pub(super) fn serve(
        &self,
        context: &mut Context<'_>,
        call: Call<'_>,
        output: &mut Vec<u8>,
    ) -> Result<(), Error> {
        if call.interface == u16::from(BETWEEN_DOMAINS) {
            self.serve_domain(context, call, output)
        } else if call.interface == u16::from(cardholder_verification::INTERFACE) {
            self.serve_verification(context, call, output)
        } else {
            with_state(context, |context, state| self.serve_application(context, state, call, output))
        }
    }

    fn serve_domain(
        &self,
        context: &mut Context<'_>,
        call: Call<'_>,
        output: &mut Vec<u8>,
    ) -> Result<(), Error> {
        match (call.method, call.input) {
            (KEYS, []) => {
                for key in self.keys.all(context)? {
                    let record = key.write()?;
                    let length = u16::try_from(record.len()).map_err(|_| Fault::OutOfBounds)?;
                    output.extend_from_slice(&length.to_be_bytes());
                    output.extend_from_slice(&record);
                }
            }
            (SET_COUNTER, [version, a, b, c, d]) => {
                self.keys.set_counter(context, *version, u32::from_be_bytes([*a, *b, *c, *d]))?;
            }
            (PROTOCOLS, []) => {
                for option in &self.protocols {
                    output.extend_from_slice(&[option.protocol, option.options]);
                }
            }
            (EXTRADITION, []) => {
                output.extend([!self.refuses_extradition, !self.keeps_content].map(u8::from));
            }
            (DATA, [high, low]) => {
                let value = self.data.get(context, u16::from_be_bytes([*high, *low]), &[])?;
                output.extend(value.unwrap_or_default());
            }
            (RECEIPT, about) if context.privileges()?.contains(Privileges::RECEIPT_GENERATION) => {
                output.extend(self.receipt(context, about)?);
            }
            (TRIES, [action]) => {
                let action = Tries::from_byte(*action).ok_or(Fault::NoSuchInterface)?;
                self.own_tries(context, action)?;
            }
            _ => return Err(Fault::NoSuchInterface.into()),
        }
        Ok(())
    }

    fn serve_application(
        &self,
        context: &mut Context<'_>,
        state: &mut ChannelSession,
        call: Call<'_>,
        output: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let refusal = |error| super::channel_refusal(error);
        // A session is its security domain's: an application of another one, reached while it goes on, has none.
        let own = context.aid()?;
        if state.domain.is_some_and(|domain| domain != own) {
            return match call.method {
                SECURITY_LEVEL => {
                    output.push(SecurityLevel::NONE.to_byte());
                    Ok(())
                }
                _ => Err(GlobalPlatformReason::NotAuthenticated.into()),
            };
        }
        if call.method == PROCESS_SECURITY {
            let command = Command::parse(call.input).map_err(|_| GlobalPlatformReason::WrongLength)?;
            if let Some(answer) = self.agree_on_keys(context, state, &command)? {
                output.extend(answer.data);
                return Ok(());
            }
            let answer = match command.instruction() {
                0x50 => {
                    self.end_session(context, state);
                    self.check_card_state(context, state, AdministrativeCommand::InitializeUpdate)?;
                    let invoker = context.previous_aid().ok_or(GlobalPlatformReason::NotAssociated)?;
                    self.initialize_update(context, state, &command, invoker)?
                }
                0x82 => self.external_authenticate(context, state, &command)?,
                _ => return Err(GlobalPlatformReason::InstructionNotSupported.into()),
            };
            output.extend(answer.data);
            return Ok(());
        }
        let is_authenticated = state.is_authenticated();
        let session = match (&mut state.session, call.method) {
            (None, SECURITY_LEVEL) => {
                output.push(SecurityLevel::NONE.to_byte());
                return Ok(());
            }
            (None, _) => return Err(GlobalPlatformReason::NotAuthenticated.into()),
            (Some(session), _) => session,
        };
        match call.method {
            UNWRAP => {
                let command = Command::parse(call.input).map_err(|_| GlobalPlatformReason::WrongLength)?;
                match session.unwrap(&command) {
                    Ok(plain) => {
                        context.trace_unwrapped(&plain.command());
                        let bytes =
                            plain.command().to_bytes().map_err(|_| GlobalPlatformReason::WrongLength)?;
                        output.extend(bytes);
                    }
                    Err(error) => {
                        self.end_session(context, state);
                        return Err(refusal(error));
                    }
                }
            }
            WRAP => {
                let (data, status) =
                    call.input.split_last_chunk::<2>().ok_or(GlobalPlatformReason::WrongLength)?;
                let status = u16::from_be_bytes(*status).into();
                context.trace_wrapped(data, status);
                output.extend(session.wrap_response(data, status).map_err(refusal)?);
            }
            DECRYPT_DATA => output.extend_from_slice(&session.decrypt_data(call.input).map_err(refusal)?),
            ENCRYPT_DATA => output.extend_from_slice(&session.encrypt_data(call.input).map_err(refusal)?),
            RESET_SECURITY => self.end_session(context, state),
            SECURITY_LEVEL => {
                let level = session.security_level();
                let level = if is_authenticated { level.with(SecurityLevel::AUTHENTICATED) } else { level };
                output.push(level.to_byte());
            }
            _ => return Err(Fault::NoSuchInterface.into()),
        }
        Ok(())
    }
}

/// The secure channel services of its security domain, for an application: the methods of
/// `org.globalplatform.SecureChannel`.
pub trait SecureChannelServices {
    /// Passes INITIALIZE UPDATE or EXTERNAL AUTHENTICATE, whole, to the security domain; gives the answer's data
    /// (`processSecurity`).
    ///
    /// # Errors
    /// What the security domain refuses; 6985 when the application has no security domain that serves it.
    fn process_security(&mut self, command: &Command<'_>) -> Result<Vec<u8>, Error>;

    /// Checks and takes off the protection of a command; gives the plain command's bytes (`unwrap`).
    ///
    /// # Errors
    /// 6982, and the session has ended.
    fn unwrap(&mut self, command: &Command<'_>) -> Result<Zeroizing<Vec<u8>>, Error>;

    /// Protects a response, data and status word; gives its data (`wrap`).
    ///
    /// # Errors
    /// 6982 without a session.
    fn wrap(&mut self, response: &[u8]) -> Result<Vec<u8>, Error>;

    /// Decrypts sensitive data, whole blocks (`decryptData`).
    ///
    /// # Errors
    /// 6982 without a session; 6A80 for a part of a block.
    fn decrypt_data(&mut self, data: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error>;

    /// Encrypts sensitive data, whole blocks (`encryptData`).
    ///
    /// # Errors
    /// As [`SecureChannelServices::decrypt_data`].
    fn encrypt_data(&mut self, data: &[u8]) -> Result<Vec<u8>, Error>;

    /// Ends the session (`resetSecurity`).
    ///
    /// # Errors
    /// 6982 without a session.
    fn reset_security(&mut self) -> Result<(), Error>;

    /// What protects the session, with [`SecurityLevel::AUTHENTICATED`] unless nobody knows the host (SCP11b); nothing
    /// without a session
    /// (`getSecurityLevel`).
    ///
    /// # Errors
    /// 6985 when the application has no security domain that serves it.
    fn security_level(&mut self) -> Result<SecurityLevel, Error>;
}

fn call(context: &mut Context<'_>, method: u8, input: &[u8]) -> Result<Vec<u8>, Error> {
    let domain = context.security_domain()?;
    let interface =
        context.shareable_interface(&domain, SECURE_CHANNEL)?.ok_or(GlobalPlatformReason::NotAssociated)?;
    context.invoke(interface, method, input)
}

impl SecureChannelServices for Context<'_> {
    fn process_security(&mut self, command: &Command<'_>) -> Result<Vec<u8>, Error> {
        let bytes = command.to_bytes().map_err(|_| GlobalPlatformReason::WrongLength)?;
        call(self, PROCESS_SECURITY, &bytes)
    }

    fn unwrap(&mut self, command: &Command<'_>) -> Result<Zeroizing<Vec<u8>>, Error> {
        let bytes = command.to_bytes().map_err(|_| GlobalPlatformReason::WrongLength)?;
        call(self, UNWRAP, &bytes).map(Zeroizing::new)
    }

    fn wrap(&mut self, response: &[u8]) -> Result<Vec<u8>, Error> {
        call(self, WRAP, response)
    }

    fn decrypt_data(&mut self, data: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
        call(self, DECRYPT_DATA, data).map(Zeroizing::new)
    }

    fn encrypt_data(&mut self, data: &[u8]) -> Result<Vec<u8>, Error> {
        call(self, ENCRYPT_DATA, data)
    }

    fn reset_security(&mut self) -> Result<(), Error> {
        call(self, RESET_SECURITY, &[]).map(drop)
    }

    fn security_level(&mut self) -> Result<SecurityLevel, Error> {
        let level = call(self, SECURITY_LEVEL, &[])?;
        Ok(SecurityLevel::from_byte(level.first().copied().unwrap_or(0)))
    }
}
