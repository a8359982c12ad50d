//! How the values of the protocol look in the journal and in JSON: bytes as hexadecimal digits, amounts and dates
//! as people write them, types by name. Each module is for `#[serde(with = "...")]`.

use cardamom_secure_channel::edep::{
    Amount, DebitType, DiversificationFactor, InitializeOnlineResponse, Mac4, Purse, TerminalNumber,
    Timestamp, TransactionType,
};
use serde::{Deserialize, Deserializer, Serializer, de};

use super::moment::Moment;
use super::money::Money;
use super::purse_card::CardSerial;

/// A module that writes a value with `$write` and reads it with `$read`.
macro_rules! text_form {
    ($($(#[$doc:meta])* $module:ident: $type:ty, $write:expr, $read:expr;)*) => {$(
        $(#[$doc])*
        pub(crate) mod $module {
            use super::*;

            pub(crate) fn serialize<S: Serializer>(value: &$type, serializer: S) -> Result<S::Ok, S::Error> {
                let write: fn(&$type) -> String = $write;
                serializer.serialize_str(&write(value))
            }

            pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                let text = String::deserialize(deserializer)?;
                let read: fn(&str) -> Option<$type> = $read;
                read(&text).ok_or_else(|| de::Error::custom(concat!("not a ", stringify!($module))))
            }
        }
    )*};
}

text_form! {
    /// `12.34`
    amount: Amount, |amount| Money(*amount).to_string(), |text| text.parse().ok().map(|Money(amount)| amount);
    /// `2026-11-22T12:34:56`
    timestamp: Timestamp, |at| Moment(*at).to_string(), |text| text.parse().ok().map(|Moment(at)| at);
    /// 20 digits
    card_serial: CardSerial, |card| hex(&card.to_bytes()), |text| unhex(text).map(CardSerial::from_bytes);
    /// 16 digits
    factor: DiversificationFactor,
        |factor| hex(&factor.to_bytes()), |text| unhex(text).map(DiversificationFactor::from_bytes);
    /// 12 digits
    terminal_number: TerminalNumber,
        |number| hex(&number.to_bytes()), |text| unhex(text).map(TerminalNumber::from_bytes);
    /// 8 digits
    mac: Mac4, |mac| hex(&mac.to_bytes()), |text| unhex(text).map(Mac4::from_bytes);
    /// The 16 bytes of the card's answer
    initialize_online_response: InitializeOnlineResponse,
        |answer| hex(&answer.to_bytes()),
        |text| InitializeOnlineResponse::from_bytes(&unhex::<16>(text)?).ok();
    /// Two digits: the type byte
    transaction_type: TransactionType, |kind| hex(&[kind.code()]), |text| {
        let [code] = unhex(text)?;
        TransactionType::try_from(code).ok()
    };
    /// The type byte of the debit
    debit_type: DebitType, |debit| hex(&[TransactionType::from(*debit).code()]), |text| {
        let [code] = unhex(text)?;
        debit_of(TransactionType::try_from(code).ok()?)
    };
    /// `01` or `02`
    purse: Purse, |purse| hex(&[purse.code()]), |text| {
        let [code] = unhex(text)?;
        Purse::try_from(code).ok()
    };
}

/// The debit that a transaction of this type is, if it is one.
fn debit_of(transaction_type: TransactionType) -> Option<DebitType> {
    match transaction_type {
        TransactionType::CashWithdrawal => Some(DebitType::CashWithdrawal),
        TransactionType::DepositPurchase => Some(DebitType::DepositPurchase),
        TransactionType::PursePurchase => Some(DebitType::PursePurchase),
        TransactionType::CompositePurchase => Some(DebitType::CompositePurchase),
        _ => None,
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    cardamom_apdu::hex::encode(bytes)
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    cardamom_apdu::hex::decode(text).ok()?.try_into().ok()
}
