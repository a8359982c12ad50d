//! The issuer's host.

use super::account::{Account, Accounts, Transaction};
use super::card_keys::CardKeys;
use super::key_purpose::KeyPurpose;
use super::key_store::IssuerKeyStore;
use super::refusal::Refusal;
use super::request::{LoadRequest, OverdraftRequest, PurchaseProof, UnloadRequest};
use cardamom_secure_channel::edep::{
    Amount, CommandHeader, DiversificationFactor, InitializeOnlineResponse, Mac4, Pin, Protection, Purse,
    Random, SecureMessagingError, SessionKey, TacKey, TripleDesKey, balance_after_overdraft_update,
    load_mac1, load_mac2, load_tac, overdraft_mac1, overdraft_mac2, overdraft_tac, purchase_tac,
    reload_pin_mac, unload_mac1, unload_mac2, unload_mac3, wrap_command,
};

/// The issuer's host: it knows the master keys and the holders' accounts, and answers terminals.
///
/// The keys of a card all have the version that the card reports when it is initialised for a transaction.
/// Accounts live in memory.
#[derive(Clone, Debug)]
pub struct Issuer {
    keys: IssuerKeyStore,
    accounts: Accounts,
}

impl Issuer {
    /// A host without accounts.
    #[must_use]
    pub fn new(keys: IssuerKeyStore) -> Self {
        Self { keys, accounts: Accounts::default() }
    }

    /// Opens the account of a card; an account that it had is replaced, what was authorised stays known.
    pub fn open_account(&mut self, serial: DiversificationFactor, account: Account) {
        self.accounts.open(serial, account);
    }

    /// The account of a card.
    ///
    /// # Errors
    /// [`Refusal::UnknownCard`].
    pub fn account(&self, serial: DiversificationFactor) -> Result<&Account, Refusal> {
        self.accounts.get(serial)
    }

    /// All keys of a card, from the master keys of one version: for its personalisation.
    ///
    /// # Errors
    /// [`Refusal::KeyMissing`].
    pub fn card_keys(&self, serial: DiversificationFactor, version: u8) -> Result<CardKeys, Refusal> {
        let key = |purpose| self.card_key(serial, purpose, version);
        Ok(CardKeys {
            load: key(KeyPurpose::Load)?,
            purchase: key(KeyPurpose::Purchase)?,
            unload: key(KeyPurpose::Unload)?,
            overdraft: key(KeyPurpose::Overdraft)?,
            tac: key(KeyPurpose::Tac)?,
            pin_unblock: key(KeyPurpose::PinUnblock)?,
            pin_reload: key(KeyPurpose::PinReload)?,
            maintenance: key(KeyPurpose::Maintenance)?,
        })
    }

    /// Takes the amount of a load from the holder's account and returns MAC2, which lets the card credit itself.
    ///
    /// The account is charged once for each sequence of the purse, however often the terminal asks: a repeated
    /// request, with the same challenge of the card or a new one, is answered with the MAC2 that fits it.
    ///
    /// # Errors
    /// [`Refusal`]: unknown card or key version, wrong MAC1, amount zero or not covered, card balance out of
    /// range, stale sequence, or another transaction under way with this sequence.
    pub fn authorise_load(&mut self, request: &LoadRequest) -> Result<Mac4, Refusal> {
        let LoadRequest { serial, load, answer, at } = request;
        let session = self.online_session(*serial, KeyPurpose::Load, answer)?;
        check_mac(load_mac1(&session, answer.old_balance, load), answer.mac1)?;
        check_amount(load.amount)?;
        answer.old_balance.checked_add(load.amount).ok_or(Refusal::BalanceOutOfRange)?;
        self.accounts.authorise((*serial, load.purse, answer.sequence), Transaction::Load(load.amount))?;
        Ok(load_mac2(&session, load, *at))
    }

    /// Checks the TAC with which the card proves that it has credited itself. May be repeated.
    ///
    /// # Errors
    /// [`Refusal::TacInvalid`]; [`Refusal::NotAuthorised`] for a load that this host did not authorise; unknown
    /// card or key version.
    pub fn confirm_load(&mut self, request: &LoadRequest, tac: Mac4) -> Result<(), Refusal> {
        let LoadRequest { serial, load, answer, at } = request;
        let key = self.tac_key(*serial, answer.key_version)?;
        let balance = answer.old_balance.checked_add(load.amount).ok_or(Refusal::BalanceOutOfRange)?;
        check_tac(load_tac(&key, balance, answer.sequence, load, *at), tac)?;
        self.accounts.prove((*serial, load.purse, answer.sequence), Transaction::Load(load.amount))
    }

    /// Returns the MAC2 of an unload, which lets the card debit itself. The account is credited by
    /// [`Issuer::confirm_unload`], not before.
    ///
    /// # Errors
    /// [`Refusal`], as for a load.
    pub fn authorise_unload(&mut self, request: &UnloadRequest) -> Result<Mac4, Refusal> {
        let UnloadRequest { serial, unload, answer, at } = request;
        let session = self.online_session(*serial, KeyPurpose::Unload, answer)?;
        check_mac(unload_mac1(&session, answer.old_balance, unload), answer.mac1)?;
        check_amount(unload.amount)?;
        answer.old_balance.checked_sub(unload.amount).ok_or(Refusal::BalanceOutOfRange)?;
        let slot = (*serial, Purse::Deposit, answer.sequence);
        self.accounts.authorise(slot, Transaction::Unload(unload.amount))?;
        Ok(unload_mac2(&session, unload, *at))
    }

    /// Checks the MAC3 with which the card proves that it has debited itself, and credits the account; once,
    /// however often it is repeated. `request` is the one that was authorised.
    ///
    /// # Errors
    /// [`Refusal::MacInvalid`]; [`Refusal::NotAuthorised`] for an unload that this host did not authorise; unknown
    /// card or key version; account out of range.
    pub fn confirm_unload(&mut self, request: &UnloadRequest, mac3: Mac4) -> Result<(), Refusal> {
        let UnloadRequest { serial, unload, answer, at } = request;
        let session = self.online_session(*serial, KeyPurpose::Unload, answer)?;
        let balance = answer.old_balance.checked_sub(unload.amount).ok_or(Refusal::BalanceOutOfRange)?;
        check_mac(unload_mac3(&session, balance, answer.sequence, unload, *at), mac3)?;
        self.accounts.prove((*serial, Purse::Deposit, answer.sequence), Transaction::Unload(unload.amount))
    }

    /// Returns the MAC2 of an overdraft update, if the account is good for the new limit.
    ///
    /// # Errors
    /// [`Refusal::OverdraftTooHigh`]; [`Refusal::BalanceOutOfRange`] where the holder has used more than the new
    /// limit; otherwise as for a load.
    pub fn authorise_overdraft(&mut self, request: &OverdraftRequest) -> Result<Mac4, Refusal> {
        let OverdraftRequest { serial, terminal, answer, new_limit, at } = request;
        let maximum = self.accounts.get(*serial)?.maximum_overdraft;
        let key = self.card_key(*serial, KeyPurpose::Overdraft, answer.key_version)?;
        let session = key.online_session_key(answer.random, answer.sequence);
        check_mac(overdraft_mac1(&session, answer.balance, answer.old_limit, *terminal), answer.mac1)?;
        if *new_limit > maximum {
            return Err(Refusal::OverdraftTooHigh { maximum });
        }
        balance_after_overdraft_update(answer.balance, answer.old_limit, *new_limit)
            .ok_or(Refusal::BalanceOutOfRange)?;
        let slot = (*serial, Purse::Deposit, answer.sequence);
        self.accounts.authorise(slot, Transaction::Overdraft(*new_limit))?;
        Ok(overdraft_mac2(&session, *new_limit, *terminal, *at))
    }

    /// Checks the TAC with which the card proves that it has set its overdraft limit. May be repeated.
    ///
    /// # Errors
    /// [`Refusal::TacInvalid`], [`Refusal::NotAuthorised`], unknown card or key version.
    pub fn confirm_overdraft(&mut self, request: &OverdraftRequest, tac: Mac4) -> Result<(), Refusal> {
        let OverdraftRequest { serial, terminal, answer, new_limit, at } = request;
        let key = self.tac_key(*serial, answer.key_version)?;
        let balance = balance_after_overdraft_update(answer.balance, answer.old_limit, *new_limit)
            .ok_or(Refusal::BalanceOutOfRange)?;
        check_tac(overdraft_tac(&key, balance, answer.sequence, *new_limit, *terminal, *at), tac)?;
        self.accounts.prove((*serial, Purse::Deposit, answer.sequence), Transaction::Overdraft(*new_limit))
    }

    /// Checks the TAC of a purchase, composite purchase or cash withdrawal.
    ///
    /// # Errors
    /// [`Refusal::TacInvalid`], unknown card or key version.
    pub fn verify_purchase(&self, proof: &PurchaseProof) -> Result<(), Refusal> {
        let key = self.tac_key(proof.serial, proof.key_version)?;
        check_tac(purchase_tac(&key, &proof.purchase, proof.terminal_sequence, proof.at), proof.tac)
    }

    /// The command PIN UNBLOCK (`84 24 00 00`) for a card that has just given `challenge`: it resets the try
    /// counter if `pin` is the card's PIN. FMCOS 2.0 manual §8.4.
    ///
    /// # Errors
    /// Unknown card or key version.
    pub fn pin_unblock_command(
        &self,
        serial: DiversificationFactor,
        key_version: u8,
        challenge: Random,
        pin: &Pin,
    ) -> Result<Vec<u8>, Refusal> {
        self.accounts.get(serial)?;
        let key = self.card_key(serial, KeyPurpose::PinUnblock, key_version)?;
        let header = CommandHeader { cla: 0x84, ins: 0x24, p1: 0x00, p2: 0x00 };
        Ok(wrap_command(&key, challenge, header, pin.expose(), Protection::EncryptedMac)?)
    }

    /// The command RELOAD PIN (`80 5E 00 00`) that sets a new PIN, in clear: for the issuer's own counter only.
    /// FMCOS 2.0 manual §8.5.
    ///
    /// # Errors
    /// Unknown card or key version.
    pub fn pin_reload_command(
        &self,
        serial: DiversificationFactor,
        key_version: u8,
        pin: &Pin,
    ) -> Result<Vec<u8>, Refusal> {
        self.accounts.get(serial)?;
        let key = self.card_key(serial, KeyPurpose::PinReload, key_version)?;
        let mac = reload_pin_mac(&key, pin).to_bytes();
        let length =
            u8::try_from(pin.expose().len() + mac.len()).map_err(|_| SecureMessagingError::TooLong)?;
        Ok([&[0x80, 0x5E, 0x00, 0x00, length], pin.expose(), &mac].concat())
    }

    fn card_key(
        &self,
        serial: DiversificationFactor,
        purpose: KeyPurpose,
        version: u8,
    ) -> Result<TripleDesKey, Refusal> {
        let master =
            self.keys.master_key(purpose, version).ok_or(Refusal::KeyMissing { purpose, version })?;
        Ok(master.diversify(&serial))
    }

    /// The TAC key of a card that has an account.
    fn tac_key(&self, serial: DiversificationFactor, version: u8) -> Result<TacKey, Refusal> {
        self.accounts.get(serial)?;
        Ok(self.card_key(serial, KeyPurpose::Tac, version)?.tac_key())
    }

    /// The session key that a card with an account has used for its answer.
    fn online_session(
        &self,
        serial: DiversificationFactor,
        purpose: KeyPurpose,
        answer: &InitializeOnlineResponse,
    ) -> Result<SessionKey, Refusal> {
        self.accounts.get(serial)?;
        let key = self.card_key(serial, purpose, answer.key_version)?;
        Ok(key.online_session_key(answer.random, answer.sequence))
    }
}

fn check_mac(expected: Mac4, received: Mac4) -> Result<(), Refusal> {
    if expected.verify(&received) { Ok(()) } else { Err(Refusal::MacInvalid) }
}

fn check_tac(expected: Mac4, received: Mac4) -> Result<(), Refusal> {
    if expected.verify(&received) { Ok(()) } else { Err(Refusal::TacInvalid) }
}

fn check_amount(amount: Amount) -> Result<(), Refusal> {
    if amount == Amount::ZERO { Err(Refusal::AmountZero) } else { Ok(()) }
}
