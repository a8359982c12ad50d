//! The keys of a purse, each for its purpose.

use cardamom_card_os::{Context, Error, KeyUsage, Layout};

use super::reason::PurseReason;
use crate::card_key::{CardKey, LoadedKey};
use crate::install_parameters::InstallParameters;
use crate::secure_messaging::AccessReason;

/// The identifier that every key of the purse has.
pub(super) const KEY_IDENTIFIER: u8 = 0x01;

/// The keys. What each may be used for is fixed here.
#[derive(Clone, Copy, Debug)]
pub(super) struct PurseKeys {
    /// Secure messaging until personalization ends.
    pub(super) transport: CardKey,
    /// DLK.
    pub(super) load: CardKey,
    /// DPK.
    pub(super) purchase: CardKey,
    /// DULK.
    pub(super) unload: CardKey,
    /// DUK.
    pub(super) overdraft: CardKey,
    /// DTK.
    pub(super) tac: CardKey,
    /// DPUK.
    pub(super) pin_unblock: CardKey,
    /// DRPK.
    pub(super) pin_reload: CardKey,
    /// DAMK: secure messaging after personalization.
    pub(super) maintenance: CardKey,
    /// EXTERNAL AUTHENTICATE; may be missing.
    pub(super) external_authentication: CardKey,
    /// INTERNAL AUTHENTICATE; may be missing.
    pub(super) internal_authentication: CardKey,
}

impl PurseKeys {
    pub(super) fn lay_out(layout: &mut Layout<'_>) -> Result<Self, Error> {
        let unwrap = KeyUsage::VERIFY_MAC.and(KeyUsage::DECRYPT);
        let messaging = unwrap.and(KeyUsage::COMPUTE_MAC).and(KeyUsage::UNWRAP_KEY);
        let session = KeyUsage::DERIVE_SESSION_KEY;
        Ok(Self {
            transport: CardKey::lay_out(layout, messaging)?,
            load: CardKey::lay_out(layout, session)?,
            purchase: CardKey::lay_out(layout, session)?,
            unload: CardKey::lay_out(layout, session)?,
            overdraft: CardKey::lay_out(layout, session)?,
            tac: CardKey::lay_out(layout, KeyUsage::SIGN)?,
            pin_unblock: CardKey::lay_out(layout, unwrap)?,
            pin_reload: CardKey::lay_out(layout, KeyUsage::VERIFY_MAC)?,
            maintenance: CardKey::lay_out(layout, messaging)?,
            external_authentication: CardKey::lay_out(layout, KeyUsage::EXTERNAL_AUTHENTICATE)?,
            internal_authentication: CardKey::lay_out(layout, KeyUsage::INTERNAL_AUTHENTICATE)?,
        })
    }

    pub(super) fn install(
        &self,
        context: &mut Context<'_>,
        parameters: &InstallParameters,
    ) -> Result<(), Error> {
        self.transport.set(context, parameters.transport_key_version, 0, &parameters.transport_key)
    }

    /// The key that a key type of FMCOS names (manual §7.12).
    pub(super) fn of_type(&self, key_type: u8) -> Result<CardKey, PurseReason> {
        Ok(match key_type {
            0x30 => self.internal_authentication,
            0x34 => self.tac,
            0x36 => self.maintenance,
            0x37 => self.pin_unblock,
            0x38 => self.pin_reload,
            0x39 => self.external_authentication,
            0x3C => self.overdraft,
            0x3D => self.unload,
            0x3E => self.purchase,
            0x3F => self.load,
            _ => return Err(PurseReason::KeyUsageUnknown),
        })
    }

    /// Whether all keys are there that a purse cannot be without.
    pub(super) fn are_complete(&self, context: &mut Context<'_>) -> Result<bool, Error> {
        let needed = [
            self.load,
            self.purchase,
            self.unload,
            self.overdraft,
            self.tac,
            self.pin_unblock,
            self.pin_reload,
            self.maintenance,
        ];
        for key in needed {
            if !key.is_set(context)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether a MAC under one of these keys was wrong too often in a row: the application is locked then.
    pub(super) fn is_any_exhausted(&self, context: &mut Context<'_>, limit: u8) -> Result<bool, Error> {
        let checked = [
            self.transport,
            self.load,
            self.purchase,
            self.unload,
            self.overdraft,
            self.pin_unblock,
            self.pin_reload,
            self.maintenance,
        ];
        for key in checked {
            if key.is_exhausted(context, limit)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The key for this use; a missing one is refused.
pub(super) fn loaded(context: &mut Context<'_>, key: CardKey, usage: KeyUsage) -> Result<LoadedKey, Error> {
    Ok(key.get(context, usage)?.ok_or(AccessReason::KeyMissing)?)
}
