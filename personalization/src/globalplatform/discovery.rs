//! Finding out what a card is: SELECT and GET DATA, which need no keys.

use cardamom_apdu::{Aid, Command, StatusWord};

use super::card_channel::{CardChannel, exchange};
use super::card_data::{
    CardCapabilities, CardRecognition, FileControlInformation, KeyInformation, ProductionLifeCycle, value_of,
};
use super::error::{GlobalPlatformError, Refusal};
use super::step::Step;

/// Names that issuer security domains go by (GPCS 2.3.1 §H.1.3, and Visa's of Open Platform), after the empty one.
pub const ISSUER_SECURITY_DOMAINS: [Aid; 3] = [
    Aid::from_array([0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00, 0x00]),
    Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00]),
    Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00]),
];

/// A security domain that has been selected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selected {
    /// Its name: as the card tells it, else as it was selected.
    pub aid: Aid,
    /// The card is locked: it answered 6283.
    pub is_locked: bool,
    /// What it answered.
    pub information: FileControlInformation,
}

/// Selects a security domain by its name, or the issuer's: by the empty name, which selects what the card has by
/// default, then by each of the usual ones.
///
/// # Errors
/// [`GlobalPlatformError::Refused`] when there is none of this name, [`GlobalPlatformError::NoSecurityDomain`] when
/// there is none of the usual ones.
pub fn select(channel: &mut dyn CardChannel, aid: Option<&Aid>) -> Result<Selected, GlobalPlatformError> {
    if let Some(aid) = aid {
        return match select_by_name(channel, aid.as_bytes())? {
            Ok(answer) => Ok(selected_as(answer, *aid)),
            Err(status) => Err(GlobalPlatformError::refused(Step::Select, status, channel.refusal())),
        };
    }
    // What is selected by default may be another application: a security domain tells its name and more.
    if let Ok(answer) = select_by_name(channel, &[])?
        && let Some(name) = answer.0.aid
    {
        let selected = selected_as(answer, name);
        if is_security_domain(&selected) {
            return Ok(selected);
        }
    }
    let mut last = StatusWord::FILE_NOT_FOUND;
    for aid in ISSUER_SECURITY_DOMAINS {
        match select_by_name(channel, aid.as_bytes())? {
            Ok(answer) => return Ok(selected_as(answer, aid)),
            Err(status) => last = status,
        }
    }
    let refusal = Refusal { step: Step::Select, status: last, reason: channel.refusal() };
    Err(GlobalPlatformError::NoSecurityDomain(Box::new(refusal)))
}

/// A name of GlobalPlatform or Visa, or a template that only security domains have.
fn is_security_domain(selected: &Selected) -> bool {
    let known = [[0xA0, 0x00, 0x00, 0x01, 0x51], [0xA0, 0x00, 0x00, 0x00, 0x03]];
    let named = known.contains(&selected.aid.rid());
    selected.information.recognition.is_some()
        || selected.information.maximum_length.is_some()
        || (named && ISSUER_SECURITY_DOMAINS.iter().any(|aid| selected.aid.starts_with(aid.as_bytes())))
}

type SelectAnswer = (FileControlInformation, bool);

fn selected_as((information, is_locked): SelectAnswer, asked: Aid) -> Selected {
    Selected { aid: information.aid.unwrap_or(asked), is_locked, information }
}

fn select_by_name(
    channel: &mut dyn CardChannel,
    name: &[u8],
) -> Result<Result<SelectAnswer, StatusWord>, GlobalPlatformError> {
    let command = Command::new(0x00, 0xA4, 0x04, 0x00).with_data(name).with_expected_length(256);
    let answer = exchange(channel, Step::Select, &command)?;
    let is_locked = answer.status == StatusWord::SELECTED_FILE_DEACTIVATED;
    Ok(match answer.status {
        _ if is_locked || answer.status == StatusWord::NO_ERROR => {
            Ok((FileControlInformation::parse(&answer.data), is_locked))
        }
        refused => Err(refused),
    })
}

/// What the selected security domain tells of the card. What it does not have is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CardInformation {
    /// Card Recognition Data (66).
    pub recognition: Option<CardRecognition>,
    /// Card Capability Information (67).
    pub capabilities: Option<CardCapabilities>,
    /// The keys of the security domain (E0).
    pub keys: Vec<KeyInformation>,
    /// Production life cycle data (9F7F).
    pub production: Option<ProductionLifeCycle>,
    /// Issuer identification number (42).
    pub issuer_identification_number: Option<Vec<u8>>,
    /// Card image number (45).
    pub card_image_number: Option<Vec<u8>>,
    /// Key diversification data (CF).
    pub key_diversification_data: Option<Vec<u8>>,
    /// Sequence counter of the default key set (C1).
    pub sequence_counter: Option<u32>,
}

/// Asks the selected security domain for all that it tells without keys.
///
/// # Errors
/// [`GlobalPlatformError`] when the card does not answer; a refusal is none.
pub fn information(channel: &mut dyn CardChannel) -> Result<CardInformation, GlobalPlatformError> {
    let mut data = |tag: u16| get_data(channel, tag);
    Ok(CardInformation {
        production: data(0x9F7F)?.and_then(|bytes| ProductionLifeCycle::parse(&bytes)),
        issuer_identification_number: data(0x0042)?.map(|bytes| value_of(0x42, &bytes)),
        card_image_number: data(0x0045)?.map(|bytes| value_of(0x45, &bytes)),
        key_diversification_data: data(0x00CF)?.map(|bytes| value_of(0xCF, &bytes)),
        sequence_counter: data(0x00C1)?.map(|bytes| {
            value_of(0xC1, &bytes).iter().fold(0, |number: u32, byte| number << 8 | u32::from(*byte))
        }),
        recognition: data(0x0066)?.and_then(|bytes| CardRecognition::parse(&bytes)),
        capabilities: data(0x0067)?.map(|bytes| CardCapabilities::parse(&bytes)),
        keys: data(0x00E0)?.map(|bytes| KeyInformation::parse_all(&bytes)).unwrap_or_default(),
    })
}

/// GET DATA outside of a session; `None` when the card has no such object. Cards that do not know the command with
/// class 80 are asked with class 00.
///
/// # Errors
/// [`GlobalPlatformError`] when the card does not answer.
pub fn get_data(channel: &mut dyn CardChannel, tag: u16) -> Result<Option<Vec<u8>>, GlobalPlatformError> {
    let [high, low] = tag.to_be_bytes();
    for class in [0x80, 0x00] {
        let command = Command::new(class, 0xCA, high, low).with_expected_length(256);
        let answer = exchange(channel, Step::GetData(tag), &command)?;
        match answer.status {
            StatusWord::NO_ERROR => return Ok(Some(answer.data)),
            StatusWord::CLASS_NOT_SUPPORTED | StatusWord::INSTRUCTION_NOT_SUPPORTED => {}
            _ => return Ok(None),
        }
    }
    Ok(None)
}
