//! The parameters that purse and PSAM are installed with: TLV with one-byte tags and lengths, in any order, each at
//! most once.

use cardamom_apdu::StatusWord;
use cardamom_card_os::{Context, Error, Reason};
use cardamom_secure_channel::edep::TripleDesKey;

use crate::card_key::CardKey;
use crate::life_cycle::LifeCycle;

const TRANSPORT_KEY: u8 = 0x81;
const PIN_TRY_LIMIT: u8 = 0x82;
const MAC_FAILURE_LIMIT: u8 = 0x83;
const PROVE_ORDER: u8 = 0x84;

/// Wrong PINs in a row, unless the parameters say otherwise.
const DEFAULT_PIN_TRY_LIMIT: u8 = 3;
/// Wrong MACs in a row under one key, unless the parameters say otherwise.
const DEFAULT_MAC_FAILURE_LIMIT: u8 = 10;

/// What an instance is installed with.
#[derive(Clone, Debug)]
pub(crate) struct InstallParameters {
    pub(crate) transport_key_version: u8,
    pub(crate) transport_key: TripleDesKey,
    pub(crate) pin_try_limit: u8,
    pub(crate) mac_failure_limit: u8,
    /// GET TRANSACTION PROVE answers the TAC before the MAC.
    pub(crate) tac_first: bool,
}

/// The parameters are not what the module documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ParameterReason {
    Malformed,
    TransportKeyMissing,
}

impl Reason for ParameterReason {
    fn status_word(&self) -> StatusWord {
        StatusWord::WRONG_DATA
    }

    fn rule(&self) -> &'static str {
        match self {
            Self::Malformed => "the install parameters are not those of this applet (its documentation)",
            Self::TransportKeyMissing => "the install parameters have no transport key, tag 81",
        }
    }
}

/// Ends personalization: the transport key has served, and stays nowhere.
pub(crate) fn end_personalization(context: &mut Context<'_>, transport: CardKey) -> Result<(), Error> {
    context.transaction(|context| {
        context.set_life_cycle(LifeCycle::Personalized.code())?;
        transport.clear(context)?;
        context.edit_install_parameters(erase_transport_key)
    })
}

/// Zeros in place of the transport key's value.
fn erase_transport_key(mut bytes: &mut [u8]) {
    while let [tag, length, rest @ ..] = bytes {
        let Some((value, rest)) = rest.split_at_mut_checked(usize::from(*length)) else { return };
        if *tag == TRANSPORT_KEY {
            value.fill(0);
        }
        bytes = rest;
    }
}

impl InstallParameters {
    pub(crate) fn parse(mut bytes: &[u8]) -> Result<Self, Error> {
        let mut key = None;
        let (mut pin_try_limit, mut mac_failure_limit, mut tac_first) = (None, None, None);
        while let [tag, length, rest @ ..] = bytes {
            let (value, rest) =
                rest.split_at_checked(usize::from(*length)).ok_or(ParameterReason::Malformed)?;
            let is_new = match (*tag, value) {
                (TRANSPORT_KEY, [version, value @ ..]) => {
                    let value = value.try_into().map_err(|_| ParameterReason::Malformed)?;
                    key.replace((*version, TripleDesKey::from_bytes(value))).is_none()
                }
                (PIN_TRY_LIMIT, [limit @ 1..=15]) => pin_try_limit.replace(*limit).is_none(),
                (MAC_FAILURE_LIMIT, [limit @ 1..=255]) => mac_failure_limit.replace(*limit).is_none(),
                (PROVE_ORDER, [order @ 0..=1]) => tac_first.replace(*order == 1).is_none(),
                _ => false,
            };
            if !is_new {
                return Err(ParameterReason::Malformed.into());
            }
            bytes = rest;
        }
        if !bytes.is_empty() {
            return Err(ParameterReason::Malformed.into());
        }
        let (transport_key_version, transport_key) = key.ok_or(ParameterReason::TransportKeyMissing)?;
        Ok(Self {
            transport_key_version,
            transport_key,
            pin_try_limit: pin_try_limit.unwrap_or(DEFAULT_PIN_TRY_LIMIT),
            mac_failure_limit: mac_failure_limit.unwrap_or(DEFAULT_MAC_FAILURE_LIMIT),
            tac_first: tac_first.unwrap_or(false),
        })
    }
}
