//! A secure channel session with a security domain (GPCS 2.3.1 Appendix E, Amendments D and F).

mod key_agreement;
mod opening;

use std::fmt;
use std::str::FromStr;

use cardamom_apdu::{Aid, Command, StatusWord};
use cardamom_secure_channel::scp11::Variant;
use cardamom_secure_channel::session::HostSession;
use cardamom_secure_channel::{SecurityLevel, scp02, scp03};
use zeroize::Zeroizing;

pub use self::key_agreement::{CardKey, HostIdentity, KeyAgreement, private_key_from_pem};
use super::card_channel::{Answer, CardChannel, exchange};
use super::error::GlobalPlatformError;
use super::step::Step;

/// A protocol to insist on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProtocolChoice {
    /// SCP02; with options, those in place of the ones that the card tells.
    Scp02(Option<scp02::Options>),
    /// SCP03; with options, those in place of the ones that the card tells.
    Scp03(Option<scp03::Options>),
}

impl ProtocolChoice {
    /// 2 or 3.
    #[must_use]
    pub const fn number(self) -> u8 {
        match self {
            Self::Scp02(_) => 2,
            Self::Scp03(_) => 3,
        }
    }
}

impl fmt::Display for ProtocolChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}", self.number())?;
        match self {
            Self::Scp02(Some(options)) => write!(f, ":{:02X}", options.to_byte()),
            Self::Scp03(Some(options)) => write!(f, ":{:02X}", options.to_byte()),
            Self::Scp02(None) | Self::Scp03(None) => Ok(()),
        }
    }
}

/// The text names no protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a protocol is 02 or 03, with options as in 02:55 or 03:70 if wanted")]
pub struct UnknownProtocol;

/// `02`, `03`, and with options `02:55`, `03:70`.
impl FromStr for ProtocolChoice {
    type Err = UnknownProtocol;

    fn from_str(text: &str) -> Result<Self, UnknownProtocol> {
        let (number, options) = match text.split_once(':') {
            Some((number, options)) => {
                let options = u8::from_str_radix(options, 16).map_err(|_| UnknownProtocol)?;
                (number, Some(options))
            }
            None => (text, None),
        };
        match (number, options) {
            ("02" | "2", None) => Ok(Self::Scp02(None)),
            ("03" | "3", None) => Ok(Self::Scp03(None)),
            ("02" | "2", Some(byte)) => scp02::Options::from_byte(byte)
                .map(|options| Self::Scp02(Some(options)))
                .ok_or(UnknownProtocol),
            ("03" | "3", Some(byte)) => scp03::Options::from_byte(byte)
                .map(|options| Self::Scp03(Some(options)))
                .ok_or(UnknownProtocol),
            _ => Err(UnknownProtocol),
        }
    }
}

/// How a session is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SecureChannelOptions {
    /// Version of the key set; `None`: what the keys are for, else what the card takes by default.
    pub key_version: Option<u8>,
    /// What protects commands and responses.
    pub level: SecurityLevel,
    /// Where the protocol options do not have the level, the highest that they have below it is good enough.
    pub lowers_level: bool,
    /// The protocol; `None`: that of the key set.
    pub protocol: Option<ProtocolChoice>,
    /// A card challenge that is not the promised one ends the opening. Without it, [`Session::challenge`] tells.
    pub requires_predicted_challenge: bool,
    /// Keys that everybody knows may open a session with an issued card.
    pub allows_test_keys: bool,
}

impl Default for SecureChannelOptions {
    /// The card's key set and protocol, commands encrypted and with a MAC (level 03), no test keys for issued cards.
    fn default() -> Self {
        Self {
            key_version: None,
            level: SecurityLevel::C_MAC.with(SecurityLevel::C_DECRYPTION),
            lowers_level: false,
            protocol: None,
            requires_predicted_challenge: false,
            allows_test_keys: false,
        }
    }
}

/// How the card challenge was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Challenge {
    /// At random, as the protocol options say: nothing to check.
    Random,
    /// From the sequence counter, as the protocol options say.
    Predicted,
    /// The protocol options say from the sequence counter, and it is another.
    Unexpected,
}

/// An open session. Commands of the issuer's desk are its methods, each in the module of its name.
pub struct Session<'a> {
    channel: &'a mut dyn CardChannel,
    state: SessionState,
}

/// An open session without the way to its card, for those who keep it while the channel is used otherwise.
pub struct SessionState {
    session: HostSession,
    security_domain: Aid,
    options: OpenedOptions,
    challenge: Challenge,
    uses_test_keys: bool,
    key_version: u8,
    diversification_data: [u8; 10],
}

/// The protocol options of an open session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OpenedOptions {
    Scp02(scp02::Options),
    Scp03(scp03::Options),
    Scp11(Variant),
}

/// Data that a short command holds.
const SHORT: usize = 255;

impl SessionState {
    /// The session, with the way to its card.
    pub fn attach(self, channel: &mut dyn CardChannel) -> Session<'_> {
        Session { channel, state: self }
    }
}

impl Session<'_> {
    /// Takes the session off the channel.
    #[must_use]
    pub fn detach(self) -> SessionState {
        self.state
    }

    /// The security domain.
    #[must_use]
    pub const fn security_domain(&self) -> Aid {
        self.state.security_domain
    }

    /// Protocol and options, as in `SCP03 i=70` or `SCP11a`.
    #[must_use]
    pub fn protocol(&self) -> String {
        match self.state.options {
            OpenedOptions::Scp02(options) => format!("SCP02 i={:02X}", options.to_byte()),
            OpenedOptions::Scp03(options) => format!("SCP03 i={:02X}", options.to_byte()),
            OpenedOptions::Scp11(Variant::A) => "SCP11a".to_owned(),
            OpenedOptions::Scp11(Variant::B) => "SCP11b".to_owned(),
            OpenedOptions::Scp11(Variant::C) => "SCP11c".to_owned(),
        }
    }

    /// What protects it.
    #[must_use]
    pub fn security_level(&self) -> SecurityLevel {
        self.state.session.security_level()
    }

    /// Version of the key set that it was opened with.
    #[must_use]
    pub const fn key_version(&self) -> u8 {
        self.state.key_version
    }

    /// What the card's keys are diversified with.
    #[must_use]
    pub const fn diversification_data(&self) -> [u8; 10] {
        self.state.diversification_data
    }

    /// How the card challenge was made.
    #[must_use]
    pub const fn challenge(&self) -> Challenge {
        self.state.challenge
    }

    /// Whether it was opened with keys that everybody knows.
    #[must_use]
    pub const fn uses_test_keys(&self) -> bool {
        self.state.uses_test_keys
    }

    /// Bytes of data that a command may have before it is protected.
    #[must_use]
    pub fn capacity(&self) -> usize {
        let level = self.state.session.security_level();
        let (mac, block) = match self.state.options {
            OpenedOptions::Scp02(_) => (8, 8),
            OpenedOptions::Scp03(options) => (options.length(), 16),
            OpenedOptions::Scp11(_) => (8, 16),
        };
        let after_mac = if level.contains(SecurityLevel::C_MAC) { SHORT - mac } else { SHORT };
        // Padding is a byte at least.
        if level.contains(SecurityLevel::C_DECRYPTION) { after_mac / block * block - 1 } else { after_mac }
    }

    /// Sends a command in the session and takes its answer, whatever the status word. DELETE, INSTALL and PUT KEY that
    /// do not fit go in several parts: protected first, then cut, all but the last with P1 b8 set (GPCS 2.3.1
    /// §11.1.5.1).
    ///
    /// # Errors
    /// [`GlobalPlatformError`] when there is no answer, or secure messaging fails; the session has ended then.
    pub fn transmit(
        &mut self,
        step: Step,
        [class, instruction, p1, p2]: [u8; 4],
        data: &[u8],
    ) -> Result<Answer, GlobalPlatformError> {
        let is_chainable = matches!(instruction, 0xE4 | 0xE6 | 0xD8) && p1 & 0x80 == 0;
        if data.len() > self.capacity() && !is_chainable {
            return Err(GlobalPlatformError::TooLong { step });
        }
        let command = Command::new(class, instruction, p1, p2).with_data(data).with_expected_length(256);
        let failed = |source| GlobalPlatformError::SecureChannel { step, source };
        let plain = Zeroizing::new(command.to_bytes().map_err(|_| GlobalPlatformError::TooLong { step })?);
        self.channel.protecting(&plain);
        let protected = Zeroizing::new(self.state.session.wrap(&command).map_err(failed)?);
        let command = Command::parse(&protected).map_err(|_| GlobalPlatformError::TooLong { step })?;
        let answer = self.send_in_parts(step, &command)?;
        let bytes = [answer.data.as_slice(), &answer.status.to_bytes()].concat();
        let plain = self.state.session.unwrap(&bytes).map_err(failed)?;
        let (data, status) = plain
            .split_last_chunk::<2>()
            .ok_or(GlobalPlatformError::Malformed { step, what: "it has no status word" })?;
        Ok(Answer { data: data.to_vec(), status: StatusWord::from(u16::from_be_bytes(*status)) })
    }

    /// Sends a protected command, in parts when it is too long for a short one. The card answers the parts before the
    /// last with a status word alone.
    fn send_in_parts(&mut self, step: Step, command: &Command<'_>) -> Result<Answer, GlobalPlatformError> {
        let [class, instruction, p1, p2] = command.header();
        let mut rest = command.data();
        while let Some((part, after)) = rest.split_at_checked(SHORT).filter(|(_, after)| !after.is_empty()) {
            let part = Command::new(class, instruction, p1 | 0x80, p2).with_data(part);
            let answer = exchange(self.channel, step, &part)?;
            if answer.status != StatusWord::NO_ERROR {
                return Ok(answer);
            }
            rest = after;
        }
        let last = Command::new(class, instruction, p1, p2).with_data(rest);
        exchange(self.channel, step, &last.with_expected_length(command.expected_length().unwrap_or(256)))
    }

    /// As [`Session::transmit`]; another status word than 9000 is an error.
    ///
    /// # Errors
    /// As there, and [`GlobalPlatformError::Refused`].
    pub fn command(
        &mut self,
        step: Step,
        header: [u8; 4],
        data: &[u8],
    ) -> Result<Vec<u8>, GlobalPlatformError> {
        let answer = self.transmit(step, header, data)?;
        self.checked(step, answer)
    }

    pub(super) fn checked(&mut self, step: Step, answer: Answer) -> Result<Vec<u8>, GlobalPlatformError> {
        if answer.status == StatusWord::NO_ERROR {
            Ok(answer.data)
        } else {
            Err(self.refused(step, answer.status))
        }
    }

    pub(super) fn refused(&mut self, step: Step, status: StatusWord) -> GlobalPlatformError {
        GlobalPlatformError::refused(step, status, self.channel.refusal())
    }

    /// GET DATA in the session; `None` when the security domain has no such object.
    ///
    /// # Errors
    /// As [`Session::command`].
    pub fn get_data(&mut self, tag: u16) -> Result<Option<Vec<u8>>, GlobalPlatformError> {
        let ([high, low], step) = (tag.to_be_bytes(), Step::GetData(tag));
        let answer = self.transmit(step, [0x80, 0xCA, high, low], &[])?;
        match answer.status {
            StatusWord::REFERENCED_DATA_NOT_FOUND => Ok(None),
            _ => self.checked(step, answer).map(Some),
        }
    }

    /// Encrypts sensitive data, whole blocks, under the data encryption key of the session.
    ///
    /// # Errors
    /// [`GlobalPlatformError::SecureChannel`].
    pub fn encrypt(&self, step: Step, data: &[u8]) -> Result<Zeroizing<Vec<u8>>, GlobalPlatformError> {
        self.state
            .session
            .encrypt_data(data)
            .map_err(|source| GlobalPlatformError::SecureChannel { step, source })
    }

    /// Length of a block of the cipher for sensitive data, in bytes: 8 or 16.
    #[must_use]
    pub const fn block_length(&self) -> usize {
        match self.state.options {
            OpenedOptions::Scp02(_) => 8,
            OpenedOptions::Scp03(_) | OpenedOptions::Scp11(_) => 16,
        }
    }
}

impl fmt::Debug for SessionState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionState")
            .field("security_domain", &self.security_domain)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for Session<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("security_domain", &self.state.security_domain)
            .field("options", &self.state.options)
            .field("security_level", &self.state.session.security_level())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protocols_are_written_with_or_without_options() {
        for text in ["02", "03", "02:55", "03:70", "03:71"] {
            assert_eq!(text.parse::<ProtocolChoice>().unwrap().to_string(), text);
        }
        for text in ["", "1", "02:54", "03:FF", "03:", "x:70", "0370"] {
            assert_eq!(text.parse::<ProtocolChoice>(), Err(UnknownProtocol), "{text}");
        }
    }
}
