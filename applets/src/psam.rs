//! The purchase secure access module (PSAM) of PBOC 2.0: the card in a terminal that holds the master purchase key,
//! proves the terminal to purses and checks their proof.
//!
//! # Install parameters
//! As those of the purse ([`crate::epurse`]): `81` the transport key; `83` wrong MACs in a row under one key that
//! lock the application, and wrong MAC2s in a row that block it. `82` and `84` say nothing here.
//!
//! # Life cycle
//! Code in the registry: `00` installed, `0F` personalized. Until it is personalized it refuses all but the commands
//! marked P with 6985. After too many wrong MAC2s in a row it refuses `8070` and `8072` with 6A81 until APPLICATION
//! UNBLOCK. After too many wrong secure-messaging MACs in a row it answers 9303 to everything.
//!
//! # Files and keys
//! `0015` (SFI 15) public data, 14 bytes: serial 10, version, key card type, issuer data 2. `0016` (SFI 16) terminal
//! number, 6 bytes. Read freely, written with secure messaging.
//!
//! A key has a usage byte: levels of diversification in b8 to b6, kind in b5 to b1. Kind 1: maintenance (DAMK, no
//! levels). Kind 2: purchase (MDPK, 1 to 7 levels), four at most, told apart by version. Kind 6 MAC, 7 encryption, 8
//! both: for `80 1A`, four at most, told apart by usage byte and version. No key ever leaves.
//!
//! # Commands
//! | command | APDU | answer | |
//! |---|---|---|---|
//! | SELECT | `00A40400` AID; `00A40000` 3F00, DF01, 0015, 0016 | FCI `6F{84 AID, A5{9F0C EF 0015}}` | P |
//! | GET CHALLENGE | `00840000` 04 or 08 | random | P |
//! | WRITE KEY | `84D40000` usage ‖ version ‖ algorithm ‖ key, encrypted SM | | P |
//! | PUT DATA, daily limit | `04DA0102` limit 4 (0: none), SM | | P |
//! | READ BINARY | `00B0`, P1 80 + SFI | data | P |
//! | UPDATE BINARY | `04D6` SM, `84D6` encrypted SM | | P |
//! | ACTIVATE FILE: end of personalization | `84440000` SM | | P only |
//! | INIT SAM FOR PURCHASE | `80700000` rnd 4, off-line sequence 2, amount 4, type 1, date 4, time 3, key version 1, algorithm 1, factors 8·levels | terminal sequence 4, MAC1 4 | |
//! | CREDIT SAM FOR PURCHASE | `80720000` MAC2 4 | | |
//! | DELIVERY KEY | `801A` usage, version; factors 8·levels | | |
//! | CIPHER DATA | `80FA0000` blocks | triple DES ECB of them | |
//! | | `80FA0500` initial value 8, padded blocks | MAC 4 (ISO 9797-1 algorithm 3) | |
//! | APPLICATION UNBLOCK | `84180000` SM: forgets wrong MAC2s | | |
//!
//! SM is secure messaging under the transport key until personalization ends, under the maintenance key after.
//! Factors go from the outermost in: the card's serial number last where levels are more than one, as the master key
//! is diversified with the first of them first.
//!
//! # What is durable when
//! The terminal sequence is stepped durably before MAC1 is computed, and the day's total after that and before MAC1
//! is answered; a power cut leaves a gap in the sequence at worst, never two MAC1s with one number. A MAC2 counts as
//! a failure, durably, before it is compared.
//!
//! # Daily limit
//! With a limit, amounts are added up by the date in `8070`. A later date starts anew, an earlier one is refused:
//! the PSAM has no clock, so the limit bounds what a stolen PSAM sells on each day that its thief claims in
//! ascending order. Setting the limit forgets date and total.
//!
//! # Status words
//! 6700, 6901 no purchase is initialised or no temporary key derived, 6984 no challenge, 6985 not or no longer
//! personalized, incomplete, daily limit, 6986, 6987, 6988, 6A80, 6A81 blocked, 6A82, 6A84 no place for a key, 6A86,
//! 6B00, 6Cxx, 6D00, 6E00, 9302 wrong MAC2, 9303 locked, 9402 terminal sequence at its maximum, 9403 no such key.

mod daily_total;
mod keys;
mod purchase;
mod reason;
mod temporary_key;

use alloc::sync::Arc;

use cardamom_apdu::{Aid, Command};
use cardamom_card_os::handle::{Bytes, Counter, FailureCounter, Field};
use cardamom_card_os::{Applet, Context, Error, KeyUsage, Layout, Module};
use cardamom_secure_channel::edep::{Amount, Challenge, KeyRecord, Protection};

use self::daily_total::DailyTotal;
use self::keys::MasterKeys;
use self::purchase::PurchaseMemory;
use self::reason::PsamReason;
use self::temporary_key::TemporaryKeyMemory;
use crate::card_key::{CardKey, forget};
use crate::challenge::ChallengeMemory;
use crate::elementary_file::{CurrentFile, expected, file_control_information, update_binary};
use crate::install_parameters::{self, InstallParameters};
use crate::life_cycle::LifeCycle;
use crate::secure_messaging::{AccessReason, SecureMessaging};

/// Short identifier of EF 0015, public data.
const PUBLIC_DATA: u8 = 0x15;
/// Short identifier of EF 0016, the terminal number.
const TERMINAL_NUMBER: u8 = 0x16;

const PUBLIC_DATA_LENGTH: usize = 14;
const TERMINAL_NUMBER_LENGTH: usize = 6;

/// Kind of the maintenance key.
const MAINTENANCE: u8 = 0x01;

/// The module of the PSAM under this AID.
pub(crate) fn module(aid: Aid) -> Module {
    Module::new(aid, |layout| Ok(Arc::new(PsamApplet::lay_out(layout)?)))
}

/// The applet: handles only.
#[derive(Clone, Copy, Debug)]
struct PsamApplet {
    mac_failure_limit: u8,
    transport: CardKey,
    maintenance: CardKey,
    keys: MasterKeys,
    public_data: Bytes,
    terminal_number: Bytes,
    terminal_sequence: Counter,
    mac2_failures: FailureCounter,
    daily_total: Field<DailyTotal>,
    // In RAM, cleared when the application is deselected.
    purchase: PurchaseMemory,
    temporary_key: TemporaryKeyMemory,
    challenge: ChallengeMemory,
    current_file: CurrentFile,
}

impl PsamApplet {
    fn lay_out(layout: &mut Layout<'_>) -> Result<Self, Error> {
        let parameters = InstallParameters::parse(layout.parameters())?;
        let messaging = KeyUsage::VERIFY_MAC.and(KeyUsage::DECRYPT).and(KeyUsage::UNWRAP_KEY);
        Ok(Self {
            mac_failure_limit: parameters.mac_failure_limit,
            transport: CardKey::lay_out(layout, messaging)?,
            maintenance: CardKey::lay_out(layout, messaging)?,
            keys: MasterKeys::lay_out(layout)?,
            public_data: layout.bytes(PUBLIC_DATA_LENGTH)?,
            terminal_number: layout.bytes(TERMINAL_NUMBER_LENGTH)?,
            terminal_sequence: layout.counter()?,
            mac2_failures: layout.failure_counter()?,
            daily_total: layout.field(&DailyTotal::default())?,
            purchase: PurchaseMemory::lay_out(layout)?,
            temporary_key: TemporaryKeyMemory::lay_out(layout)?,
            challenge: ChallengeMemory::lay_out(layout)?,
            current_file: CurrentFile::lay_out(layout)?,
        })
    }

    fn messaging(&self, life_cycle: LifeCycle, challenge: Option<Challenge>) -> SecureMessaging {
        let key = if life_cycle == LifeCycle::Installed { self.transport } else { self.maintenance };
        SecureMessaging { key, failure_limit: self.mac_failure_limit, challenge }
    }

    fn is_locked(&self, context: &mut Context<'_>, life_cycle: LifeCycle) -> Result<bool, Error> {
        let is_known = matches!(life_cycle, LifeCycle::Installed | LifeCycle::Personalized);
        Ok(!is_known
            || self.transport.is_exhausted(context, self.mac_failure_limit)?
            || self.maintenance.is_exhausted(context, self.mac_failure_limit)?)
    }

    fn select_file(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        if command.p1() != 0x00 {
            return Err(AccessReason::WrongParameters.into());
        }
        match *<&[u8; 2]>::try_from(command.data()).map_err(|_| AccessReason::WrongLength)? {
            [0x3F, 0x00] | [0xDF, 0x01] => self.respond_selected(context),
            [0x00, file @ (PUBLIC_DATA | TERMINAL_NUMBER)] => self.current_file.set(context, file),
            _ => Err(AccessReason::FileNotFound.into()),
        }
    }

    fn respond_selected(&self, context: &mut Context<'_>) -> Result<(), Error> {
        self.current_file.set(context, 0)?;
        let aid = context.aid()?;
        let information = file_control_information(&aid, context.bytes(self.public_data)?);
        context.respond(&information);
        Ok(())
    }

    fn file(&self, file: u8) -> Result<Bytes, AccessReason> {
        match file {
            PUBLIC_DATA => Ok(self.public_data),
            TERMINAL_NUMBER => Ok(self.terminal_number),
            _ => Err(AccessReason::FileNotFound),
        }
    }

    fn read_binary(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        if !command.data().is_empty() {
            return Err(AccessReason::WrongLength.into());
        }
        let address = self.current_file.binary_address(context, command)?;
        let content = context.bytes(self.file(address.file)?)?;
        let available = content
            .get(address.offset..)
            .filter(|rest| !rest.is_empty())
            .ok_or(AccessReason::OffsetOutside)?;
        let data = expected(command, available)?.to_vec();
        context.respond(&data);
        Ok(())
    }

    fn update_binary(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        messaging: &SecureMessaging,
    ) -> Result<(), Error> {
        let address = self.current_file.binary_address(context, command)?;
        let file = self.file(address.file)?;
        let protection = match command.class().without_channel().byte() {
            0x04 => Protection::Mac,
            0x84 => Protection::EncryptedMac,
            _ => return Err(AccessReason::SecureMessagingRequired.into()),
        };
        let data = messaging.unwrap(context, command, protection)?;
        update_binary(context, file, address.offset, &data)
    }

    fn write_key(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        messaging: &SecureMessaging,
    ) -> Result<(), Error> {
        check_parameters(command, 0x00, 0x00)?;
        let plain = messaging.unwrap(context, command, Protection::EncryptedMac)?;
        let record = KeyRecord::from_bytes(&plain).map_err(PsamReason::from)?;
        if record.usage.to_byte() == MAINTENANCE {
            return self.maintenance.set(context, record.version, record.algorithm, &record.key);
        }
        self.keys.write(context, &record)
    }

    fn put_daily_limit(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        messaging: &SecureMessaging,
    ) -> Result<(), Error> {
        check_parameters(command, 0x01, 0x02)?;
        let data = messaging.unwrap(context, command, Protection::Mac)?;
        let limit = <[u8; 4]>::try_from(data.as_slice()).map_err(|_| AccessReason::WrongLength)?;
        context.set(self.daily_total, &DailyTotal::with_limit(Amount::from_bytes(limit)))
    }

    fn end_personalization(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        messaging: &SecureMessaging,
        life_cycle: LifeCycle,
    ) -> Result<(), Error> {
        check_parameters(command, 0x00, 0x00)?;
        if life_cycle != LifeCycle::Installed {
            return Err(PsamReason::AlreadyPersonalized.into());
        }
        messaging.authorise(context, command)?;
        if !self.maintenance.is_set(context)? || !self.keys.can_purchase(context)? {
            return Err(PsamReason::PersonalizationIncomplete.into());
        }
        install_parameters::end_personalization(context, self.transport)
    }

    fn application_unblock(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        messaging: &SecureMessaging,
    ) -> Result<(), Error> {
        check_parameters(command, 0x00, 0x00)?;
        messaging.authorise(context, command)?;
        forget(context, self.mac2_failures)
    }
}

impl Applet for PsamApplet {
    fn install(&self, context: &mut Context<'_>, parameters: &[u8]) -> Result<(), Error> {
        let parameters = InstallParameters::parse(parameters)?;
        self.transport.set(context, parameters.transport_key_version, 0, &parameters.transport_key)
    }

    fn process(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        // Whatever this command is: a purchase and a challenge of the command before do not outlive it.
        let purchase = self.purchase.take(context)?;
        let challenge = self.challenge.take(context)?;
        let life_cycle = LifeCycle::from_code(context.life_cycle()?);
        if self.is_locked(context, life_cycle)? {
            return Err(AccessReason::PermanentlyLocked.into());
        }
        if context.is_selecting() {
            return self.respond_selected(context);
        }
        let class = command.class().without_channel().byte();
        let messaging = self.messaging(life_cycle, challenge);
        match (class, command.instruction()) {
            (0x00, 0x84) => self.challenge.get_challenge(context, command),
            (0x00, 0xA4) => self.select_file(context, command),
            (0x00, 0xB0) => self.read_binary(context, command),
            (0x00 | 0x04 | 0x84, 0xD6) => self.update_binary(context, command, &messaging),
            (0x84, 0xD4) => self.write_key(context, command, &messaging),
            (0x04, 0xDA) => self.put_daily_limit(context, command, &messaging),
            (0x84, 0x44) => self.end_personalization(context, command, &messaging, life_cycle),
            _ if life_cycle == LifeCycle::Installed => Err(PsamReason::NotPersonalized.into()),
            (0x80, 0x70) => self.initialize_for_purchase(context, command),
            (0x80, 0x72) => self.credit_for_purchase(context, command, purchase),
            (0x80, 0x1A) => self.derive_temporary_key(context, command),
            (0x80, 0xFA) => self.cipher_data(context, command),
            (0x84, 0x18) => self.application_unblock(context, command, &messaging),
            (0x00 | 0x04 | 0x80 | 0x84, _) => Err(PsamReason::InstructionNotSupported.into()),
            _ => Err(PsamReason::ClassNotSupported.into()),
        }
    }
}

/// Refuses P1 and P2 other than these.
fn check_parameters(command: &Command<'_>, p1: u8, p2: u8) -> Result<(), AccessReason> {
    if (command.p1(), command.p2()) == (p1, p2) { Ok(()) } else { Err(AccessReason::WrongParameters) }
}
