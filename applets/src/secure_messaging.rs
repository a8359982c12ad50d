//! Secure messaging of commands, as purse and PSAM have it (FMCOS 2.0 manual §11), and what is refused on the way
//! to any file or key.

use alloc::vec::Vec;

use cardamom_apdu::{Command, StatusWord};
use cardamom_card_os::{Context, Error, KeyUsage, Reason};
use cardamom_secure_channel::edep::{
    Challenge, CommandHeader, Mac4, Protection, SecureMessagingError, response_mac, unwrap_command,
};
use zeroize::Zeroizing;

use crate::card_key::{CardKey, Verdict};

/// Why a command is refused before it comes to what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AccessReason {
    ChallengeLength,
    ChallengeMissing,
    FileNotFound,
    KeyMissing,
    LengthAvailable(u8),
    NoCurrentFile,
    OffsetOutside,
    PermanentlyLocked,
    RecordNotFound,
    SecureMessaging(SecureMessagingError),
    SecureMessagingRequired,
    WrongFileStructure,
    WrongLength,
    WrongParameters,
}

impl Reason for AccessReason {
    fn status_word(&self) -> StatusWord {
        match self {
            Self::ChallengeLength | Self::WrongLength => StatusWord::WRONG_LENGTH,
            Self::ChallengeMissing => StatusWord::REFERENCE_DATA_NOT_USABLE,
            Self::FileNotFound => StatusWord::FILE_NOT_FOUND,
            Self::KeyMissing => StatusWord::KEY_INDEX_NOT_SUPPORTED,
            Self::LengthAvailable(length) => StatusWord::correct_length(*length),
            Self::NoCurrentFile => StatusWord::COMMAND_NOT_ALLOWED,
            Self::OffsetOutside => StatusWord::WRONG_P1_P2,
            Self::PermanentlyLocked => StatusWord::APPLICATION_PERMANENTLY_LOCKED,
            Self::RecordNotFound => StatusWord::RECORD_NOT_FOUND,
            Self::SecureMessaging(error) => StatusWord::new(error.status_word()),
            Self::SecureMessagingRequired => StatusWord::SECURITY_STATUS_NOT_SATISFIED,
            Self::WrongFileStructure => StatusWord::COMMAND_INCOMPATIBLE_WITH_FILE_STRUCTURE,
            Self::WrongParameters => StatusWord::INCORRECT_P1_P2,
        }
    }

    fn rule(&self) -> &'static str {
        match self {
            Self::ChallengeLength => "a challenge has 4 or 8 bytes (FMCOS 2.0 ch. 7, GET CHALLENGE)",
            Self::ChallengeMissing => {
                "the command before this one was no GET CHALLENGE (FMCOS 2.0 ch. 7 and 11)"
            }
            Self::FileNotFound => "there is no such file (FMCOS 2.0 ch. 7)",
            Self::KeyMissing => "the key of this command is not loaded (FMCOS 2.0 ch. 7 and 8)",
            Self::LengthAvailable(_) => "fewer bytes are there than Le asks for (FMCOS 2.0 7.5, 7.6)",
            Self::NoCurrentFile => "no file is selected (FMCOS 2.0 7.5)",
            Self::OffsetOutside => "the offset is outside of the file (FMCOS 2.0 7.5, 7.7)",
            Self::PermanentlyLocked => {
                "too many wrong MACs in a row: the application is permanently locked (PBOC 2.0 part 2; FMCOS 2.0 app. A)"
            }
            Self::RecordNotFound => "there is no such record (FMCOS 2.0 7.6)",
            Self::SecureMessaging(SecureMessagingError::NotIndicated) => {
                "the class byte does not announce secure messaging (FMCOS 2.0 ch. 11)"
            }
            Self::SecureMessaging(SecureMessagingError::MacMissing) => {
                "the command carries no MAC (FMCOS 2.0 ch. 11)"
            }
            Self::SecureMessaging(SecureMessagingError::MacInvalid) => {
                "the MAC of the command is wrong (FMCOS 2.0 ch. 11)"
            }
            Self::SecureMessaging(SecureMessagingError::DataInvalid) => {
                "the decrypted data are malformed (FMCOS 2.0 11.4)"
            }
            Self::SecureMessaging(SecureMessagingError::TooLong) => {
                "secure messaging is for short commands (FMCOS 2.0 ch. 11)"
            }
            Self::SecureMessagingRequired => "this may only be done with secure messaging (FMCOS 2.0 app. A)",
            Self::WrongFileStructure => {
                "the file has not the structure that this command is for (FMCOS 2.0 ch. 7)"
            }
            Self::WrongLength => "the data field has a wrong length (FMCOS 2.0 ch. 7 and 8)",
            Self::WrongParameters => "P1 and P2 are not ones of this command (FMCOS 2.0 ch. 7 and 8)",
        }
    }
}

/// What secure messaging of one command works with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct SecureMessaging {
    /// The key of the application's administrator at this time.
    pub(crate) key: CardKey,
    /// Wrong MACs in a row under the key that lock the application.
    pub(crate) failure_limit: u8,
    /// What the card gave out in the command before this one.
    pub(crate) challenge: Option<Challenge>,
}

impl SecureMessaging {
    /// The data of a command in clear, after its MAC was found right.
    pub(crate) fn unwrap(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        protection: Protection,
    ) -> Result<Zeroizing<Vec<u8>>, Error> {
        // What is no guess does not count as one.
        let challenge = self.challenge.ok_or(AccessReason::ChallengeMissing)?;
        if command.header()[0] & 0x0C != 0x04 {
            return Err(AccessReason::SecureMessaging(SecureMessagingError::NotIndicated).into());
        }
        match command.data().len() {
            0..Mac4::LENGTH => {
                return Err(AccessReason::SecureMessaging(SecureMessagingError::MacMissing).into());
            }
            Mac4::LENGTH..=255 => {}
            _ => return Err(AccessReason::SecureMessaging(SecureMessagingError::TooLong).into()),
        }
        let usage = match protection {
            Protection::Mac => KeyUsage::VERIFY_MAC,
            Protection::EncryptedMac => KeyUsage::VERIFY_MAC.and(KeyUsage::DECRYPT),
        };
        let key = self.key.get(context, usage)?.ok_or(AccessReason::KeyMissing)?.key;
        let mut field = Zeroizing::new(command.data().to_vec());
        let mut plain = Err(SecureMessagingError::MacInvalid);
        let verdict = self.key.attempt(context, self.failure_limit, || {
            plain = unwrap_command(&key, challenge, header(command), &mut field, protection)
                .map(|plain| Zeroizing::new(plain.to_vec()));
            !matches!(plain, Err(SecureMessagingError::MacInvalid))
        })?;
        match verdict {
            Verdict::Right => Ok(plain.map_err(AccessReason::SecureMessaging)?),
            Verdict::Wrong { attempts_remaining: 0 } | Verdict::Exhausted => {
                Err(AccessReason::PermanentlyLocked.into())
            }
            Verdict::Wrong { .. } => {
                Err(AccessReason::SecureMessaging(SecureMessagingError::MacInvalid).into())
            }
        }
    }

    /// The data of a command that a MAC protects and that has none.
    pub(crate) fn authorise(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        let data = self.unwrap(context, command, Protection::Mac)?;
        if data.is_empty() { Ok(()) } else { Err(AccessReason::WrongLength.into()) }
    }

    /// The MAC that follows the data of a response to a protected command.
    pub(crate) fn respond_mac(&self, context: &mut Context<'_>, data: &[u8]) -> Result<(), Error> {
        let challenge = self.challenge.ok_or(AccessReason::ChallengeMissing)?;
        let key = self.key.get(context, KeyUsage::COMPUTE_MAC)?.ok_or(AccessReason::KeyMissing)?.key;
        context.respond(&response_mac(&key, challenge, data).to_bytes());
        Ok(())
    }
}

fn header(command: &Command<'_>) -> CommandHeader {
    let [cla, ins, p1, p2] = command.header();
    CommandHeader { cla, ins, p1, p2 }
}
