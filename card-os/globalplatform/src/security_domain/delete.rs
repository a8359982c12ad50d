//! DELETE (GPCS 2.3.1 §11.2, §9.5).

use alloc::vec::Vec;

use cardamom_apdu::Aid;
use cardamom_kernel::{Context, Error, Privileges};

use super::authorization::{Authority, Request, check_associated, is_associated};
use super::initiation::opens_any;
use super::install::lengths_and_values;
use super::state::ChannelSession;
use super::{Answer, SecurityDomain};
use crate::delete_command::DeleteCommand;
use crate::life_cycle::AdministrativeCommand;
use crate::reason::{GlobalPlatformReason, of_content};

impl SecurityDomain {
    pub(super) fn delete(
        &self,
        context: &mut Context<'_>,
        state: &mut ChannelSession,
        p1: u8,
        p2: u8,
        data: &[u8],
    ) -> Result<Answer, Error> {
        if p1 != 0 {
            return Err(GlobalPlatformReason::Parameters.into());
        }
        match DeleteCommand::parse(p2, data)? {
            DeleteCommand::Content { aid, related, token, signed } => {
                self.delete_content(context, state, aid, related, Request { p1, p2, signed, token })
            }
            DeleteCommand::Keys { identifier, version } => {
                self.check_card_state(context, state, AdministrativeCommand::DeleteKey)?;
                self.delete_keys(context, identifier, version)
            }
        }
    }

    fn delete_content(
        &self,
        context: &mut Context<'_>,
        state: &mut ChannelSession,
        aid: Aid,
        related: bool,
        request: Request<'_>,
    ) -> Result<Answer, Error> {
        let privileges = context.privileges()?;
        // Global Delete stands for itself (§6.6.2.10).
        let authority = if privileges.contains(Privileges::GLOBAL_DELETE) && request.token.is_empty() {
            self.check_card_state(context, state, AdministrativeCommand::DeleteKey)?;
            Authority::Authorized
        } else {
            self.check_card_state(context, state, AdministrativeCommand::DeleteContent)?;
            self.authorize(context, request)?
        };
        let own = context.aid()?;
        let administration = context.administration()?;
        let instances = administration.instances();
        let package = administration.packages().into_iter().find(|package| package.aid == aid);
        let (going, package) = match package {
            Some(package) if package.in_rom => return Err(GlobalPlatformReason::InRom.into()),
            Some(package) => {
                let domain = package.security_domain.unwrap_or(own);
                if !privileges.contains(Privileges::GLOBAL_DELETE) && !is_associated(&instances, domain, own)
                {
                    return Err(GlobalPlatformReason::NotAssociated.into());
                }
                let of_package = instances.iter().filter(|instance| related && instance.package == aid);
                let mut going = Vec::new();
                for instance in of_package {
                    // One that was extradited is another's by now.
                    check_associated(context, instance, Privileges::GLOBAL_DELETE)?;
                    going.push(instance.aid);
                }
                (going, Some(aid))
            }
            None => {
                let instance = instances
                    .iter()
                    .find(|instance| instance.aid == aid)
                    .ok_or(GlobalPlatformReason::NotFound)?;
                check_associated(context, instance, Privileges::GLOBAL_DELETE)?;
                // With its related objects, a security domain goes with all applications that belong to it.
                let below = instances.iter().filter(|other| {
                    other.aid == aid || related && is_associated(&instances, other.security_domain, aid)
                });
                (below.map(|instance| instance.aid).collect(), None)
            }
        };
        context.administration()?.delete(&going, package.as_ref()).map_err(of_content)?;
        let about = lengths_and_values(&[aid.as_bytes()])?;
        self.confirmation(context, authority, &about).map(Answer::of)
    }

    /// DELETE [key] (§11.2.2.3.2).
    fn delete_keys(
        &self,
        context: &mut Context<'_>,
        identifier: Option<u8>,
        version: Option<u8>,
    ) -> Result<Answer, Error> {
        let keys = self.keys.all(context)?;
        let is_going = |key: &&super::key_store::StoredKey| {
            identifier.is_none_or(|identifier| key.identifier == identifier)
                && version.is_none_or(|version| key.version == version)
        };
        let going: Vec<(u8, u8)> =
            keys.iter().filter(is_going).map(|key| (key.version, key.identifier)).collect();
        if going.is_empty() {
            return Err(GlobalPlatformReason::KeyNotFound.into());
        }
        let staying: Vec<_> = keys.iter().filter(|key| !is_going(key)).cloned().collect();
        let own = context.aid()?;
        let is_top = context.security_domain()? == own;
        let protocols = self.all_protocols(context)?;
        if is_top && !opens_any(&staying, &protocols) && opens_any(&keys, &protocols) {
            return Err(GlobalPlatformReason::LastKeys.into());
        }
        context.transaction(|context| {
            for (version, identifier) in going {
                self.keys.remove(context, version, identifier)?;
                self.forget_with_key(context, version, identifier)?;
            }
            self.forget_initial_keys(context)
        })?;
        Ok(Answer::of(Vec::from([0])))
    }
}
