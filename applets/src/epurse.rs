//! The electronic deposit and electronic purse (ED/EP) of PBOC 2.0 (JR/T 0025.1, JR/T 0025.2), with the commands
//! and files of FMCOS 2.0 cards.
//!
//! # Install parameters
//! TLV with one-byte tags and lengths, in any order:
//!
//! | tag | length | value | default |
//! |---|---|---|---|
//! | `81` | 17 | version and value of the transport key | must be there |
//! | `82` | 1 | wrong PINs in a row that block the PIN, 1 to 15 | 3 |
//! | `83` | 1 | wrong MACs in a row under one key that lock the application, 1 to 255 | 10 |
//! | `84` | 1 | answer of GET TRANSACTION PROVE: `00` MAC ‖ TAC, `01` TAC ‖ MAC | `00` |
//!
//! # Life cycle
//! Code in the registry: `00` installed, `0F` personalized, `8F` temporarily blocked, `FF` permanently blocked.
//! Until it is personalized it refuses all but the commands marked P below with 6985. Temporarily blocked, it
//! refuses all but those marked B with 6A81, SELECT included (the application is selected all the same, so that it
//! can be unblocked). Permanently blocked, or after too many wrong MACs in a row, it answers 9303 to everything.
//!
//! # Files
//! `0015` (SFI 15) public data, 30 bytes; `0016` (SFI 16) holder, 55 bytes; both read freely. `0017` (SFI 17) up to
//! 4 composite records tag ‖ length ‖ value of at most 64 bytes, read freely. `0018` (SFI 18) the last 10
//! transactions, 23 bytes each, record 1 the newest; read after the PIN or EXTERNAL AUTHENTICATE, written by
//! transactions alone. `0015` to `0017` are written with secure messaging under the transport key before
//! personalization ends, under DAMK after.
//!
//! # Commands
//! All key identifiers are 01. SM: a GET CHALLENGE goes before, and the command ends with a MAC (FMCOS 2.0 manual
//! §11); "encrypted" where its data are encrypted as well.
//!
//! | command | APDU | answer | |
//! |---|---|---|---|
//! | SELECT | `00A40400` AID; `00A40000` 3F01 or a file | FCI `6F{84 AID, A5{9F0C EF 0015}}` | P |
//! | GET CHALLENGE | `00840000` 04 or 08 | random | P B |
//! | WRITE KEY | `84D40101` key type ‖ version ‖ algorithm ‖ key, encrypted SM | | P |
//! | PUT DATA, PIN | `84DA003A` PIN of 2 to 6 bytes, encrypted SM | | P only |
//! | PUT DATA, balance limits | `04DA0101` limit of ED 4 ‖ limit of EP 4, SM | | P |
//! | READ BINARY | `00B0` or `04B0` with SM, P1 80 + SFI | data, with SM also a MAC | P |
//! | UPDATE BINARY | `04D6` SM, `84D6` encrypted SM | | P |
//! | READ RECORD | `00B2` or `04B2` with SM, P2 SFI·8 + 4 number, + 0 tag | record | |
//! | UPDATE RECORD | `04DC` SM, `84DC` encrypted SM, EF 0017 | | P |
//! | ACTIVATE FILE: end of personalization | `84440000` SM | | P only |
//! | VERIFY | `00200000` PIN; without data: whether it was verified | | |
//! | GET BALANCE | `805C0001` ED after the PIN, `805C0002` EP | balance 4 | |
//! | INITIALIZE FOR LOAD | `805000` P2 01 ED, 02 EP; key 01, amount 4, terminal 6 | 16 bytes | |
//! | CREDIT FOR LOAD | `80520000` date 4, time 3, MAC2 4 | TAC 4 | |
//! | INITIALIZE FOR PURCHASE | `805001` P2 01 or 02 | 15 bytes | |
//! | INITIALIZE FOR CASH WITHDRAW | `80500201` | 15 bytes | |
//! | INITIALIZE FOR CAPP PURCHASE | `80500302` | 15 bytes | |
//! | UPDATE CAPP DATA CACHE | `80DC` P1 P2 as READ RECORD, new record | | |
//! | DEBIT FOR PURCHASE / CASH WITHDRAW | `80540100` terminal sequence 4, date, time, MAC1 | TAC 4 MAC2 4 | |
//! | INITIALIZE FOR UNLOAD | `80500501` | 16 bytes | |
//! | DEBIT FOR UNLOAD | `80540300` date, time, MAC2 | MAC3 4 | |
//! | INITIALIZE FOR UPDATE | `80500401` key 01, terminal 6 | 19 bytes | |
//! | UPDATE OVERDRAW LIMIT | `80580000` limit 3, date, time, MAC2 | TAC 4 | |
//! | GET TRANSACTION PROVE | `805A00` type, sequence 2 | MAC 4 TAC 4 | B |
//! | CHANGE PIN | `805E0100` old ‖ FF ‖ new | | |
//! | RELOAD PIN | `805E0000` new ‖ MAC under DRPK | | |
//! | PIN UNBLOCK | `84240000` the PIN, encrypted SM under DPUK | | |
//! | APPLICATION BLOCK | `841E00` P2 00 temporarily, 01 permanently, SM | | B |
//! | APPLICATION UNBLOCK | `84180000` SM | | B |
//! | CARD BLOCK | `84160000` SM: blocks this application permanently, as far as a purse can go | | B |
//! | EXTERNAL AUTHENTICATE | `00820000` triple DES of the challenge | | |
//! | INTERNAL AUTHENTICATE | `00880000` 8 bytes | triple DES of them | |
//!
//! Everything on the deposit needs the PIN. Grey lock (FMCOS 2.0 manual ch. 9) is left out.
//!
//! # Status words
//! 6700 length, 6900 class against protection, 6901 no transaction is initialised, 6982 PIN or secure messaging
//! missing, 6983 PIN or authentication key blocked, 6984 no challenge, 6985 not personalized, no longer personalized,
//! balance limit or composite data missing, 6986 no current file, 6987 no MAC, 6988 wrong secure-messaging MAC,
//! 63Cx wrong PIN or cryptogram with x tries left, 6A80 data, 6A81 temporarily blocked, 6A82 file, 6A83 record, 6A86
//! P1 P2, 6B00 offset, 6Cxx Le, 6D00, 6E00, 9302 wrong transaction MAC, 9303 permanently locked, 9401 insufficient
//! balance, 9402 transaction counter at FFFF, 9403 key, 9406 proof not available.
//!
//! # What is atomic
//! Balance, sequence, overdraft limit, kept MAC and TAC, transaction record and composite records change in one
//! transaction of the kernel; so after any power cut GET TRANSACTION PROVE and the balance agree.

mod administration;
mod authentication;
mod composite;
mod files;
mod keys;
mod load;
mod overdraft;
mod personalization;
mod pin;
mod prove;
mod purchase;
mod purse_state;
mod reason;
mod session;
mod transaction;
mod unload;

use alloc::sync::Arc;

use cardamom_apdu::{Aid, Command};
use cardamom_card_os::handle::{Field, OwnerPin, Records};
use cardamom_card_os::object::Clear;
use cardamom_card_os::{Applet, Context, Error, Fault, Layout, Module};
use cardamom_secure_channel::edep::{Challenge, Purse, TransactionRecord};

use self::composite::{CompositeCache, CompositeFile};
use self::files::PurseFiles;
use self::keys::PurseKeys;

use self::personalization::BalanceLimits;
use self::purse_state::PurseState;
use self::reason::PurseReason;
use self::session::SessionMemory;
use crate::challenge::ChallengeMemory;
use crate::elementary_file::CurrentFile;
use crate::install_parameters::InstallParameters;
use crate::life_cycle::LifeCycle;
use crate::secure_messaging::{AccessReason, SecureMessaging};

/// Records in the transaction file.
const TRANSACTION_RECORD_COUNT: u16 = 10;

/// The module of the purse under this AID.
pub(crate) fn module(aid: Aid) -> Module {
    Module::new(aid, |layout| Ok(Arc::new(PurseApplet::lay_out(layout)?)))
}

/// The applet: handles only.
#[derive(Clone, Copy, Debug)]
struct PurseApplet {
    mac_failure_limit: u8,
    tac_first: bool,
    keys: PurseKeys,
    pin: OwnerPin,
    deposit: Field<PurseState>,
    purse: Field<PurseState>,
    balance_limits: Field<BalanceLimits>,
    transactions: Records,
    composite: CompositeFile,
    files: PurseFiles,
    // In RAM, cleared when the application is deselected.
    session: SessionMemory,
    challenge: ChallengeMemory,
    composite_cache: CompositeCache,
    current_file: CurrentFile,
    externally_authenticated: Field<bool>,
}

impl PurseApplet {
    fn lay_out(layout: &mut Layout<'_>) -> Result<Self, Error> {
        let parameters = InstallParameters::parse(layout.parameters())?;
        let record_length = u16::try_from(TransactionRecord::LENGTH).unwrap_or(u16::MAX);
        Ok(Self {
            mac_failure_limit: parameters.mac_failure_limit,
            tac_first: parameters.tac_first,
            keys: PurseKeys::lay_out(layout)?,
            pin: layout.owner_pin(
                u8::try_from(cardamom_secure_channel::edep::Pin::MAX_LENGTH).unwrap_or(u8::MAX),
                parameters.pin_try_limit,
            )?,
            deposit: layout.field(&PurseState::new(Purse::Deposit))?,
            purse: layout.field(&PurseState::new(Purse::Purse))?,
            balance_limits: layout.field(&BalanceLimits::default())?,
            transactions: layout.records(TRANSACTION_RECORD_COUNT, record_length)?,
            composite: CompositeFile::lay_out(layout)?,
            files: PurseFiles::lay_out(layout)?,
            session: SessionMemory::lay_out(layout)?,
            challenge: ChallengeMemory::lay_out(layout)?,
            composite_cache: CompositeCache::lay_out(layout)?,
            current_file: CurrentFile::lay_out(layout)?,
            externally_authenticated: layout.transient_field(Clear::OnDeselect)?,
        })
    }

    /// What a purse holds. Memory that says so of the other one is damaged.
    fn state(&self, context: &mut Context<'_>, purse: Purse) -> Result<PurseState, Error> {
        let state = context.get(self.state_field(purse))?;
        if state.purse == purse { Ok(state) } else { Err(Fault::IntegrityLost.into()) }
    }

    const fn state_field(&self, purse: Purse) -> Field<PurseState> {
        match purse {
            Purse::Deposit => self.deposit,
            Purse::Purse => self.purse,
        }
    }

    /// Secure messaging under the administrator's key of the time.
    fn messaging(&self, life_cycle: LifeCycle, challenge: Option<Challenge>) -> SecureMessaging {
        let key = match life_cycle {
            LifeCycle::Installed => self.keys.transport,
            _ => self.keys.maintenance,
        };
        SecureMessaging { key, failure_limit: self.mac_failure_limit, challenge }
    }

    fn is_locked(&self, context: &mut Context<'_>, life_cycle: LifeCycle) -> Result<bool, Error> {
        Ok(life_cycle == LifeCycle::PermanentlyBlocked
            || self.keys.is_any_exhausted(context, self.mac_failure_limit)?)
    }
}

impl Applet for PurseApplet {
    fn install(&self, context: &mut Context<'_>, parameters: &[u8]) -> Result<(), Error> {
        self.keys.install(context, &InstallParameters::parse(parameters)?)
    }

    fn select(&self, context: &mut Context<'_>) -> Result<(), Error> {
        context.invalidate_pin(self.pin)
    }

    fn deselect(&self, context: &mut Context<'_>) {
        // Fails only where the kernel has stopped the applet, and then the PIN is forgotten at the next SELECT.
        let _ = context.invalidate_pin(self.pin);
    }

    fn process(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        // Whatever this command is: a transaction and a challenge of the command before do not outlive it.
        let session = self.session.take(context)?;
        let challenge = self.challenge.take(context)?;
        let life_cycle = LifeCycle::from_code(context.life_cycle()?);
        if self.is_locked(context, life_cycle)? {
            return Err(AccessReason::PermanentlyLocked.into());
        }
        let class = command.class().without_channel().byte();
        let instruction = command.instruction();
        let is_selecting = context.is_selecting();
        match life_cycle {
            LifeCycle::Installed if !is_selecting && !is_for_personalization(class, instruction) => {
                return Err(PurseReason::NotPersonalized.into());
            }
            LifeCycle::TemporarilyBlocked if is_selecting || !is_for_blocked(class, instruction) => {
                return Err(PurseReason::Blocked.into());
            }
            _ => {}
        }
        if is_selecting {
            return self.file_control_information(context);
        }
        let messaging = self.messaging(life_cycle, challenge);
        match (class, instruction) {
            (0x00, 0x20) => self.verify_pin(context, command),
            (0x00, 0x82) => self.external_authenticate(context, command, challenge),
            (0x00, 0x84) => self.challenge.get_challenge(context, command),
            (0x00, 0x88) => self.internal_authenticate(context, command),
            (0x00, 0xA4) => self.select_file(context, command),
            (0x00 | 0x04, 0xB0) => self.read_binary(context, command, &messaging),
            (0x00 | 0x04, 0xB2) => self.read_record(context, command, &messaging),
            (0x00 | 0x04 | 0x84, 0xD6) => self.update_binary(context, command, &messaging),
            (0x00 | 0x04 | 0x84, 0xDC) => self.update_record(context, command, &messaging),
            (0x04, 0xDA) => self.put_balance_limits(context, command, &messaging),
            (0x84, 0xDA) => self.put_pin(context, command, &messaging, life_cycle),
            (0x84, 0xD4) => self.write_key(context, command, &messaging),
            (0x84, 0x44) => self.end_personalization(context, command, &messaging, life_cycle),
            (0x80, 0x50) => self.initialize(context, command),
            (0x80, 0x52) => self.credit_for_load(context, command, session),
            (0x80, 0x54) => self.debit(context, command, session),
            (0x80, 0x58) => self.update_overdraw_limit(context, command, session),
            (0x80, 0x5A) => self.get_transaction_prove(context, command),
            (0x80, 0x5C) => self.get_balance(context, command),
            (0x80, 0x5E) => self.change_or_reload_pin(context, command),
            (0x80, 0xDC) => self.update_composite_cache(context, command, session),
            (0x84, 0x16) => self.card_block(context, command, &messaging),
            (0x84, 0x18) => self.application_unblock(context, command, &messaging, life_cycle),
            (0x84, 0x1E) => self.application_block(context, command, &messaging, life_cycle),
            (0x84, 0x24) => self.pin_unblock(context, command, challenge),
            (0x00 | 0x04 | 0x80 | 0x84, _) => Err(PurseReason::InstructionNotSupported.into()),
            _ => Err(PurseReason::ClassNotSupported.into()),
        }
    }
}

/// The commands of an application that is not personalized yet.
const fn is_for_personalization(class: u8, instruction: u8) -> bool {
    matches!(
        (class, instruction),
        (0x00, 0x84 | 0xA4)
            | (0x00 | 0x04, 0xB0)
            | (0x00 | 0x04 | 0x84, 0xD6 | 0xDC)
            | (0x04 | 0x84, 0xDA)
            | (0x84, 0xD4 | 0x44)
    )
}

/// The commands of an application that is temporarily blocked.
const fn is_for_blocked(class: u8, instruction: u8) -> bool {
    matches!((class, instruction), (0x00, 0x84) | (0x84, 0x16 | 0x18 | 0x1E) | (0x80, 0x5A))
}
