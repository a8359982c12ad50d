//! Who may do what with which content (GPCS 2.3.1 §9.1.3, §6.6).

use alloc::vec::Vec;

use cardamom_apdu::Aid;
use cardamom_kernel::{Context, Error, Fault, InstanceInformation, Privileges};
use cardamom_secure_channel::content_signature::VerificationKey;

use super::SecurityDomain;
use super::key_store::StoredKey;
use crate::install_command::token_data;
use crate::key_set::KeyType;
use crate::reason::GlobalPlatformReason;

/// Version of the key that verifies tokens (GPCS 2.3.1 §C.4, UICC configuration §7).
const TOKEN_KEY: u8 = 0x70;
/// Version of the key that makes receipts.
const RECEIPT_KEY: u8 = 0x71;
/// Version of the key that verifies DAP blocks.
pub(super) const DAP_KEY: u8 = 0x73;

/// A command that changes content, for its token and its receipt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Request<'a> {
    pub(super) p1: u8,
    pub(super) p2: u8,
    /// The fields before the token.
    pub(super) signed: &'a [u8],
    pub(super) token: &'a [u8],
}

/// How a command is authorized.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Authority {
    /// The security domain's own.
    Authorized,
    /// A token's: the answer has a receipt.
    Delegated,
}

impl SecurityDomain {
    /// Whether this security domain may manage content at all, and on whose authority.
    pub(super) fn authorize(
        &self,
        context: &mut Context<'_>,
        request: Request<'_>,
    ) -> Result<Authority, Error> {
        let privileges = context.privileges()?;
        let authority = if privileges.contains(Privileges::AUTHORIZED_MANAGEMENT) {
            Authority::Authorized
        } else if privileges.contains(Privileges::DELEGATED_MANAGEMENT) {
            Authority::Delegated
        } else {
            return Err(GlobalPlatformReason::NotAuthorized.into());
        };
        match (authority, request.token) {
            (Authority::Authorized, []) => {}
            (Authority::Delegated, []) => return Err(GlobalPlatformReason::TokenMissing.into()),
            (_, token) => {
                let data = token_data(request.p1, request.p2, request.signed);
                let missing = GlobalPlatformReason::TokenKeyMissing;
                let verifier = self.holder(context, Privileges::TOKEN_VERIFICATION)?.ok_or(missing)?;
                let key = self.verification_key(context, verifier, TOKEN_KEY)?.ok_or(missing)?;
                key.verify_token(&data, token).map_err(|_| GlobalPlatformReason::TokenWrong)?;
            }
        }
        Ok(authority)
    }

    /// The security domain that has a privilege: this one, or the first that does.
    fn holder(&self, context: &mut Context<'_>, privilege: Privileges) -> Result<Option<Aid>, Error> {
        if context.privileges()?.contains(privilege) {
            return context.aid().map(Some);
        }
        let instances = context.administration()?.instances();
        let holder = instances.iter().find(|instance| instance.privileges.contains(privilege));
        Ok(holder.map(|holder| holder.aid))
    }

    /// The key of a version that verifies signatures, among a security domain's.
    pub(super) fn verification_key(
        &self,
        context: &mut Context<'_>,
        domain: Aid,
        version: u8,
    ) -> Result<Option<VerificationKey>, Error> {
        let keys = self.keys_of(context, domain)?;
        let key = keys.iter().find(|key| key.version == version);
        Ok(key.and_then(verification_key))
    }

    /// The confirmation of a command that was done (§11.1.6): nothing on the security domain's own authority, and a
    /// receipt on a token's, when a security domain has the privilege and the key for it.
    pub(super) fn confirmation(
        &self,
        context: &mut Context<'_>,
        authority: Authority,
        about: &[u8],
    ) -> Result<Vec<u8>, Error> {
        let nothing = Vec::from([0]);
        if authority == Authority::Authorized {
            return Ok(nothing);
        }
        let own = context.aid()?;
        let confirmation = match self.holder(context, Privileges::RECEIPT_GENERATION)? {
            None => return Ok(nothing),
            Some(holder) if holder == own => self.receipt(context, about)?,
            Some(holder) => self.ask(context, &holder, super::services::RECEIPT, about)?,
        };
        Ok(if confirmation.is_empty() { nothing } else { confirmation })
    }

    /// A receipt of this security domain's, which has the privilege: length, receipt, and what is confirmed with it
    /// (Table 11-13); nothing without a key for it. Its counter is stepped first, so that no two are alike (§C.5).
    pub(super) fn receipt(&self, context: &mut Context<'_>, about: &[u8]) -> Result<Vec<u8>, Error> {
        let own = context.aid()?;
        let key = self.verification_key(context, own, RECEIPT_KEY)?;
        let Some(mac) = key.as_ref().and_then(VerificationKey::as_receipt_key) else {
            return Ok(Vec::new());
        };
        let [_, _, high, low] = context.increment(self.receipts)?.to_be_bytes();
        let unique = self.unique_data(context)?;
        let length = |bytes: &[u8]| u8::try_from(bytes.len()).map_err(|_| Fault::OutOfBounds);
        let mut confirmed = Vec::from([2, high, low, length(&unique)?]);
        confirmed.extend_from_slice(&unique);
        let receipt = mac.receipt(&[&confirmed, about].concat());
        let structure = [&[length(&receipt)?][..], &receipt, &confirmed].concat();
        Ok([&[length(&structure)?][..], &structure].concat())
    }

    /// What makes a security domain's receipts its own: its provider's identification number and its image's number,
    /// one after the other without tags (Table 11-13).
    fn unique_data(&self, context: &mut Context<'_>) -> Result<Vec<u8>, Error> {
        let mut unique = Vec::new();
        for tag in [super::tag::ISSUER_IDENTIFICATION_NUMBER, super::tag::CARD_IMAGE_NUMBER] {
            unique.extend(self.data.get(context, tag, &[])?.unwrap_or_default());
        }
        // One length byte.
        unique.truncate(usize::from(u8::MAX) / 2);
        Ok(unique)
    }
}

/// A key that verifies, or makes MACs, from its components.
fn verification_key(key: &StoredKey) -> Option<VerificationKey> {
    let component = |key_type: KeyType| key.component(key_type);
    if let (Some(modulus), Some(exponent)) =
        (component(KeyType::RsaPublicModulus), component(KeyType::RsaPublicExponent))
    {
        return VerificationKey::rsa(modulus, exponent);
    }
    if let Some(point) = component(KeyType::EcPublic) {
        return VerificationKey::ec(point);
    }
    if let Some(bytes) = component(KeyType::Aes) {
        return VerificationKey::aes(bytes);
    }
    let bytes = key.components.first()?;
    VerificationKey::triple_des(&bytes.value)
}

/// Whether something that belongs to `domain` is in the hierarchy below `above`, or belongs to it itself
/// (GPCS 2.3.1 §7.2, §9.1.3.3).
pub(super) fn is_associated(instances: &[InstanceInformation], domain: Aid, above: Aid) -> bool {
    let mut at = domain;
    // No path is longer than the number of instances.
    for _ in 0..=instances.len() {
        if at == above {
            return true;
        }
        match instances.iter().find(|instance| instance.aid == at) {
            Some(instance) if instance.security_domain != at => at = instance.security_domain,
            _ => return false,
        }
    }
    false
}

/// What this security domain may touch: what is associated with it, and what a privilege gives it on top.
pub(super) fn check_associated(
    context: &mut Context<'_>,
    target: &InstanceInformation,
    global: Privileges,
) -> Result<(), Error> {
    let own = context.aid()?;
    let has_global = global != Privileges::NONE && context.privileges()?.contains(global);
    let instances = context.administration()?.instances();
    if has_global || target.aid == own || is_associated(&instances, target.security_domain, own) {
        Ok(())
    } else {
        Err(GlobalPlatformReason::NotAssociated.into())
    }
}
