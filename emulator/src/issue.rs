//! The issuer's desk: makes purses and PSAMs out of installed applets, over APDUs alone, and answers terminals.
//!
//! An [`IssuerDesk`] is a folder with the issuer's master keys and its ledger. [`issue_purse`] and [`issue_psam`]
//! personalize a card through any [`CardConnection`]: what they write, and in which commands, stands in
//! `cardamom_personalization`.

mod desk;
mod error;
mod ledger;

use cardamom_applets::{EPURSE_AID, PSAM_AID};
use cardamom_personalization::epurse::{CardKey, HolderData, PublicData, PurseData, PurseKeys};
use cardamom_personalization::psam::{MasterKey, PsamData, PsamPublicData};
use cardamom_personalization::{Step, personalize};
use cardamom_scheme::issuer::{Account, CardKeys};
use cardamom_secure_channel::edep::{Amount, Date, KeyUsage, Pin, TerminalNumber, TripleDesKey};

pub use desk::IssuerDesk;
pub use error::{IssueError, IssuerDeskError};

use crate::terminal::{CardConnection, CardSerial, ConnectionError};

/// The transport key of the built-in profiles `purse` and `psam`: a test key that everybody knows. Issuing replaces
/// it.
pub const TEST_TRANSPORT_KEY: TripleDesKey = TripleDesKey::from_bytes([
    0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49, 0x4A, 0x4B, 0x4C, 0x4D, 0x4E, 0x4F,
]);

/// Version of the master keys that cards are issued with.
const KEY_VERSION: u8 = 1;

/// Who issues, in the public data of a purse.
const ISSUER_IDENTIFIER: [u8; 8] = *b"CARDAMOM";

/// What a purse is issued with.
#[derive(Clone, Debug)]
pub struct PurseOrder {
    /// Application serial number.
    pub serial: CardSerial,
    /// The holder's name, at most 20 bytes.
    pub holder: String,
    /// The first PIN.
    pub pin: Pin,
    /// First day of use.
    pub valid_from: Date,
    /// Last day of use.
    pub valid_until: Date,
    /// The highest balance of deposit and purse.
    pub balance_limit: Amount,
    /// The account that the card is loaded from.
    pub account: Account,
    /// The key that the card was delivered with.
    pub transport_key: TripleDesKey,
}

/// What a PSAM is issued with.
#[derive(Clone, Debug)]
pub struct PsamOrder {
    /// Serial number.
    pub serial: CardSerial,
    /// Number of the terminal that it goes into.
    pub terminal: TerminalNumber,
    /// What may be sold for on one day; zero: no limit.
    pub daily_limit: Amount,
    /// The key that the card was delivered with.
    pub transport_key: TripleDesKey,
}

/// Makes a holder's card of an installed purse, and opens its account. What was interrupted can be repeated.
///
/// # Errors
/// [`IssueError`]: the card fails or refuses, or a card of this serial number was issued already.
pub fn issue_purse(
    connection: &mut dyn CardConnection,
    desk: &mut IssuerDesk,
    order: &PurseOrder,
) -> Result<(), IssueError> {
    let mut name = [b' '; 20];
    let place = name.get_mut(..order.holder.len()).ok_or(IssueError::HolderTooLong)?;
    place.copy_from_slice(order.holder.as_bytes());
    if desk.is_issued(order.serial) {
        return Err(IssueError::IssuedAlready);
    }
    let keys = desk.card_keys(order.serial, KEY_VERSION)?;
    let data = PurseData {
        public_data: PublicData {
            issuer: ISSUER_IDENTIFIER,
            application_type: 0x02,
            application_version: 0x01,
            serial: order.serial.to_bytes(),
            valid_from: order.valid_from,
            valid_until: order.valid_until,
            issuer_data: [0; 2],
        },
        holder: HolderData { card_type: 0, is_staff: 0, name, document_number: [b' '; 32], document_type: 0 },
        keys: purse_keys(keys),
        pin: order.pin.clone(),
        deposit_limit: order.balance_limit,
        purse_limit: order.balance_limit,
        composite_records: Vec::new(),
    };
    // An account without a card does no harm, a card without an account would.
    desk.open_account(order.serial, order.account)?;
    send(connection, &EPURSE_AID, &order.transport_key, &data.steps())?;
    desk.mark_issued(order.serial)?;
    Ok(())
}

/// Makes a terminal's PSAM of an installed one: it gets the issuer's master purchase key.
///
/// # Errors
/// [`IssueError`]: the card fails or refuses, or the desk has no such key.
pub fn issue_psam(
    connection: &mut dyn CardConnection,
    desk: &IssuerDesk,
    order: &PsamOrder,
) -> Result<(), IssueError> {
    let usage = KeyUsage::from_byte(1 << 5 | KeyUsage::PURCHASE);
    let purchase = desk.master_purchase_key(KEY_VERSION)?;
    let data = PsamData {
        public_data: PsamPublicData {
            serial: order.serial.to_bytes(),
            version: 0x01,
            key_card_type: 0,
            issuer_data: [0; 2],
        },
        terminal: order.terminal,
        maintenance: CardKey::new(KEY_VERSION, desk.card_keys(order.serial, KEY_VERSION)?.maintenance),
        master_keys: vec![MasterKey { usage, key: CardKey::new(KEY_VERSION, purchase) }],
        daily_limit: order.daily_limit,
    };
    send(connection, &PSAM_AID, &order.transport_key, &data.steps())
}

fn purse_keys(keys: CardKeys) -> PurseKeys {
    let key = |key| CardKey::new(KEY_VERSION, key);
    PurseKeys {
        load: key(keys.load),
        purchase: key(keys.purchase),
        unload: key(keys.unload),
        overdraft: key(keys.overdraft),
        tac: key(keys.tac),
        pin_unblock: key(keys.pin_unblock),
        pin_reload: key(keys.pin_reload),
        maintenance: key(keys.maintenance),
        external_authentication: None,
        internal_authentication: None,
    }
}

fn send(
    connection: &mut dyn CardConnection,
    aid: &cardamom_apdu::Aid,
    transport_key: &TripleDesKey,
    steps: &[Step],
) -> Result<(), IssueError> {
    let mut transmit = |command: &[u8]| -> Result<Vec<u8>, ConnectionError> {
        let mut response = Vec::new();
        connection.transmit(command, &mut response)?;
        Ok(response)
    };
    personalize(&mut transmit, aid, transport_key, steps).map_err(|error| IssueError::Card(Box::new(error)))
}
