//! Personalization and maintenance of the electronic purse (`cardamom_applets::epurse`).

use cardamom_secure_channel::edep::{
    Amount, Date, DiversificationFactor, FormatError, KeyRecord, KeyUsage, Pin, TripleDesKey,
};

use crate::secure_messaging::Step;

/// EF 0015, the public data of the application: 30 bytes (FMCOS 2.0 manual, table A-1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PublicData {
    /// Issuer identifier.
    pub issuer: [u8; 8],
    /// Application type.
    pub application_type: u8,
    /// Application version.
    pub application_version: u8,
    /// Application serial number, binary coded decimal.
    pub serial: [u8; 10],
    /// First day of use.
    pub valid_from: Date,
    /// Last day of use.
    pub valid_until: Date,
    /// For the issuer.
    pub issuer_data: [u8; 2],
}

impl PublicData {
    /// Length of the file, in bytes.
    pub const LENGTH: usize = 30;

    /// From the content of EF 0015.
    ///
    /// # Errors
    /// [`FormatError::Length`], [`FormatError::Date`]: a card that is not personalized has no dates.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FormatError> {
        let mut rest = bytes;
        let issuer = take(&mut rest)?;
        let [application_type, application_version] = take(&mut rest)?;
        let serial = take(&mut rest)?;
        let valid_from = Date::from_bytes(take(&mut rest)?)?;
        let valid_until = Date::from_bytes(take(&mut rest)?)?;
        let issuer_data = take(&mut rest)?;
        if !rest.is_empty() {
            return Err(FormatError::Length);
        }
        Ok(Self {
            issuer,
            application_type,
            application_version,
            serial,
            valid_from,
            valid_until,
            issuer_data,
        })
    }

    /// The content of EF 0015.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; Self::LENGTH] {
        let mut bytes = [0; Self::LENGTH];
        let fields: [&[u8]; 6] = [
            &self.issuer,
            &[self.application_type, self.application_version],
            &self.serial,
            &self.valid_from.to_bytes(),
            &self.valid_until.to_bytes(),
            &self.issuer_data,
        ];
        for (place, byte) in bytes.iter_mut().zip(fields.into_iter().flatten()) {
            *place = *byte;
        }
        bytes
    }

    /// What the card's keys are diversified with: the right-most eight bytes of the serial number.
    #[must_use]
    pub const fn diversification_factor(&self) -> DiversificationFactor {
        let [_, _, factor @ ..] = self.serial;
        DiversificationFactor::from_bytes(factor)
    }
}

/// EF 0016, the holder: 55 bytes (JR/T 0025.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct HolderData {
    /// Type of the card.
    pub card_type: u8,
    /// Whether the holder works for the issuer.
    pub is_staff: u8,
    /// Name, padded.
    pub name: [u8; 20],
    /// Number of the identity document, padded.
    pub document_number: [u8; 32],
    /// Type of the identity document.
    pub document_type: u8,
}

impl HolderData {
    /// Length of the file, in bytes.
    pub const LENGTH: usize = 55;

    /// The content of EF 0016.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; Self::LENGTH] {
        let mut bytes = [0; Self::LENGTH];
        let fields: [&[u8]; 4] =
            [&[self.card_type, self.is_staff], &self.name, &self.document_number, &[self.document_type]];
        for (place, byte) in bytes.iter_mut().zip(fields.into_iter().flatten()) {
            *place = *byte;
        }
        bytes
    }
}

/// A key with its attributes.
#[derive(Clone, Debug)]
pub struct CardKey {
    /// The version that the card reports; the issuer finds its master key by it.
    pub version: u8,
    /// The algorithm identifier that the card reports: 00.
    pub algorithm: u8,
    /// The value.
    pub key: TripleDesKey,
}

impl CardKey {
    /// A key of this version, algorithm identifier 00.
    #[must_use]
    pub const fn new(version: u8, key: TripleDesKey) -> Self {
        Self { version, algorithm: 0, key }
    }
}

/// The keys of one card.
#[derive(Clone, Debug)]
pub struct PurseKeys {
    /// DLK.
    pub load: CardKey,
    /// DPK.
    pub purchase: CardKey,
    /// DULK.
    pub unload: CardKey,
    /// DUK.
    pub overdraft: CardKey,
    /// DTK.
    pub tac: CardKey,
    /// DPUK.
    pub pin_unblock: CardKey,
    /// DRPK.
    pub pin_reload: CardKey,
    /// DAMK.
    pub maintenance: CardKey,
    /// For EXTERNAL AUTHENTICATE.
    pub external_authentication: Option<CardKey>,
    /// For INTERNAL AUTHENTICATE.
    pub internal_authentication: Option<CardKey>,
}

/// A composite record of EF 0017: tag ‖ length ‖ value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CompositeRecord {
    /// Tag, 1 to 255: the composite application type.
    pub tag: u8,
    /// The first value, at most 62 bytes; purchases replace it by one as long.
    pub value: Vec<u8>,
}

impl CompositeRecord {
    /// The record.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let length = u8::try_from(self.value.len()).unwrap_or(u8::MAX);
        [&[self.tag, length], self.value.as_slice()].concat()
    }
}

/// All that makes an installed purse a holder's card.
#[derive(Clone, Debug)]
pub struct PurseData {
    /// EF 0015.
    pub public_data: PublicData,
    /// EF 0016.
    pub holder: HolderData,
    /// The keys.
    pub keys: PurseKeys,
    /// The first PIN.
    pub pin: Pin,
    /// The highest balance of the deposit.
    pub deposit_limit: Amount,
    /// The highest balance of the purse.
    pub purse_limit: Amount,
    /// Records of EF 0017, at most four.
    pub composite_records: Vec<CompositeRecord>,
}

impl PurseData {
    /// The commands that personalize, the last of which ends personalization. Sent with
    /// [`personalize`](crate::personalize) under the transport key.
    #[must_use]
    pub fn steps(&self) -> Vec<Step> {
        let mut steps = vec![
            Step::with_mac("UPDATE BINARY EF 0015", [0x04, 0xD6, 0x95, 0x00], &self.public_data.to_bytes()),
            Step::with_mac("UPDATE BINARY EF 0016", [0x04, 0xD6, 0x96, 0x00], &self.holder.to_bytes()),
        ];
        for (number, record) in (1..=u8::MAX).zip(&self.composite_records) {
            steps.push(Step::with_mac(
                "UPDATE RECORD EF 0017",
                [0x04, 0xDC, number, 0x17 << 3 | 0x04],
                &record.to_bytes(),
            ));
        }
        let keys = &self.keys;
        let needed = [
            (0x3F, &keys.load),
            (0x3E, &keys.purchase),
            (0x3D, &keys.unload),
            (0x3C, &keys.overdraft),
            (0x34, &keys.tac),
            (0x37, &keys.pin_unblock),
            (0x38, &keys.pin_reload),
            (0x36, &keys.maintenance),
        ];
        let optional = [(0x39, &keys.external_authentication), (0x30, &keys.internal_authentication)];
        let optional = optional.into_iter().filter_map(|(key_type, key)| Some((key_type, key.as_ref()?)));
        steps.extend(needed.into_iter().chain(optional).map(|(key_type, key)| write_key(key_type, key)));
        steps.push(Step::encrypted("PUT DATA PIN", [0x84, 0xDA, 0x00, 0x3A], self.pin.expose()));
        steps.push(balance_limits(self.deposit_limit, self.purse_limit));
        steps.push(Step::with_mac("ACTIVATE FILE", [0x84, 0x44, 0x00, 0x00], &[]));
        steps
    }
}

/// WRITE KEY: `key_type` is the key type of FMCOS (34 DTK, 36 DAMK, 37 DPUK, 38 DRPK, 3C DUK, 3D DULK, 3E DPK, 3F
/// DLK, 39 external and 30 internal authentication). Under DAMK once personalized.
#[must_use]
pub fn write_key(key_type: u8, key: &CardKey) -> Step {
    let record = KeyRecord {
        usage: KeyUsage::from_byte(key_type),
        version: key.version,
        algorithm: key.algorithm,
        key: key.key.clone(),
    };
    Step::encrypted("WRITE KEY", [0x84, 0xD4, 0x01, 0x01], &*record.to_bytes())
}

/// Sets the highest balances. Under DAMK once personalized.
#[must_use]
pub fn balance_limits(deposit: Amount, purse: Amount) -> Step {
    let data = [deposit.to_bytes(), purse.to_bytes()];
    Step::with_mac("PUT DATA balance limits", [0x04, 0xDA, 0x01, 0x01], data.as_flattened())
}

/// APPLICATION BLOCK, temporarily; under DAMK.
#[must_use]
pub fn block_temporarily() -> Step {
    Step::with_mac("APPLICATION BLOCK", [0x84, 0x1E, 0x00, 0x00], &[])
}

/// APPLICATION BLOCK, permanently; under DAMK.
#[must_use]
pub fn block_permanently() -> Step {
    Step::with_mac("APPLICATION BLOCK", [0x84, 0x1E, 0x00, 0x01], &[])
}

/// APPLICATION UNBLOCK; under DAMK.
#[must_use]
pub fn unblock() -> Step {
    Step::with_mac("APPLICATION UNBLOCK", [0x84, 0x18, 0x00, 0x00], &[])
}

/// CARD BLOCK; under DAMK.
#[must_use]
pub fn block_card() -> Step {
    Step::with_mac("CARD BLOCK", [0x84, 0x16, 0x00, 0x00], &[])
}

/// PIN UNBLOCK with the PIN that the card has; under DPUK.
#[must_use]
pub fn unblock_pin(pin: &Pin) -> Step {
    Step::encrypted("PIN UNBLOCK", [0x84, 0x24, 0x00, 0x00], pin.expose())
}

fn take<const N: usize>(rest: &mut &[u8]) -> Result<[u8; N], FormatError> {
    let (field, after) = rest.split_first_chunk().ok_or(FormatError::Length)?;
    *rest = after;
    Ok(*field)
}
