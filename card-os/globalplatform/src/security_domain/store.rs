//! STORE DATA (GPCS 2.3.1 §11.11, §7.3.3).

use alloc::vec::Vec;

use cardamom_apdu::{Aid, Command};
use cardamom_kernel::{Context, Error};
use cardamom_secure_channel::SecureChannelError;
use zeroize::Zeroizing;

use super::state::ChannelSession;
use super::{Answer, SecurityDomain, tag};
use crate::reason::{GlobalPlatformReason, of_content};
use crate::security_domain_data::{self, SecurityDomainData};
use crate::store_data::Control;

/// Offset of the pre-personalization fields in the production life cycle data, and of the personalization fields.
const PRE_PERSONALIZATION: usize = 26;
const PERSONALIZATION: usize = 34;
/// Length of each of them: equipment or personalizer (2), date (2), equipment identifier (4).
const PERSONALIZATION_LENGTH: usize = 8;

impl SecurityDomain {
    pub(super) fn store_data(
        &self,
        context: &mut Context<'_>,
        state: &mut ChannelSession,
        command: &Command<'_>,
    ) -> Result<Answer, Error> {
        let control = Control::from_p1(command.p1())?;
        if let Some(aid) = state.personalizing {
            return self.personalize(context, state, aid, control, command);
        }
        let mut blocks = state.blocks.take().unwrap_or_default();
        let Some(data) = blocks.push(control, command.p2(), command.data())? else {
            state.blocks = Some(blocks);
            return Ok(Answer::default());
        };
        let data = match (&state.session, control.is_encrypted) {
            (Some(session), true) => {
                session.decrypt_data(&data).map_err(|_| GlobalPlatformReason::DataField)?
            }
            _ => data,
        };
        let session = state.session.as_ref();
        let decrypt = |encrypted: &[u8]| match session {
            // Whole data that is encrypted holds keys as they are.
            Some(session) if !control.is_encrypted => session.decrypt_data(encrypted),
            Some(_) => Ok(Zeroizing::new(encrypted.to_vec())),
            None => Err(SecureChannelError::Ended),
        };
        let read = security_domain_data::read(control.structure, &data, &decrypt)?;
        let renamed = self.store(context, read)?;
        if let (Some(name), Some(domain)) = (renamed, &mut state.domain) {
            *domain = name;
        }
        Ok(Answer::default())
    }

    /// Passes a block to the application that INSTALL [for personalization] named. The session stays in reach of it,
    /// for it may want its keys decrypted.
    fn personalize(
        &self,
        context: &mut Context<'_>,
        state: &mut ChannelSession,
        aid: Aid,
        control: Control,
        command: &Command<'_>,
    ) -> Result<Answer, Error> {
        let mut administration = context.administration()?;
        administration.set_channel_state(core::mem::take(state));
        let outcome = administration.personalize(&aid, command);
        if let Some(kept) = context.administration()?.take_channel_state() {
            *state = kept;
        }
        if control.is_last {
            state.personalizing = None;
        }
        outcome.map(Answer::of).map_err(of_content)
    }

    /// STORE DATA that another security domain passes on.
    pub(super) fn store_for_domain(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
    ) -> Result<(), Error> {
        let control = Control::from_p1(command.p1())?;
        if !control.is_last || command.p2() != 0 {
            // One block at a time: there is no session of this security domain to collect them in.
            return Err(GlobalPlatformReason::BlockNumber.into());
        }
        if control.is_encrypted {
            return Err(GlobalPlatformReason::Confidentiality.into());
        }
        // There is no session that keys could be encrypted for.
        let decrypt = |_: &[u8]| Err(SecureChannelError::Ended);
        let read = security_domain_data::read(control.structure, command.data(), &decrypt)?;
        // Public keys come plain: whoever is above could put his own authority in the place of the owner's.
        if context.previous_aid() != Some(context.aid()?)
            && read.iter().any(SecurityDomainData::is_of_keys)
            && self.opens_sessions_by_itself(context)?
        {
            return Err(GlobalPlatformReason::KeysOfItsOwn.into());
        }
        self.store(context, read).map(drop)
    }

    /// Stores data objects, all of them or none; gives the new name when there is one.
    fn store(
        &self,
        context: &mut Context<'_>,
        mut read: Vec<SecurityDomainData>,
    ) -> Result<Option<Aid>, Error> {
        match read.as_mut_slice() {
            [SecurityDomainData::Name(name)] => {
                // The issuer security domain takes another name (GlobalPlatformPro `--rename-isd`).
                let own = context.aid()?;
                if context.issuer_security_domain() != Some(own) {
                    return Err(GlobalPlatformReason::StoreDataTag.into());
                }
                context.administration()?.rename(&own, name).map_err(of_content)?;
                return Ok(Some(*name));
            }
            [SecurityDomainData::Keys(keys)] => {
                self.store_keys(context, core::mem::take(keys))?;
                return Ok(None);
            }
            _ => {}
        }
        context.transaction(|context| {
            read.into_iter().try_for_each(|data| match data {
                SecurityDomainData::Object { tag, value } => self.data.put(context, tag, &[], &value),
                SecurityDomainData::Personalization(fields) => {
                    self.store_production(context, PERSONALIZATION, fields)
                }
                SecurityDomainData::PrePersonalization(fields) => {
                    self.store_production(context, PRE_PERSONALIZATION, fields)
                }
                // A name and keys come alone: each of them is a transaction of its own.
                SecurityDomainData::Name(_) | SecurityDomainData::Keys(_) => {
                    Err(GlobalPlatformReason::StoreDataStructure.into())
                }
                data => self.store_with_key(context, data),
            })
        })?;
        Ok(None)
    }

    /// A part of the production life cycle data (GPCS 2.1.1 §9.3).
    fn store_production(
        &self,
        context: &mut Context<'_>,
        offset: usize,
        fields: [u8; PERSONALIZATION_LENGTH],
    ) -> Result<(), Error> {
        let refused = GlobalPlatformReason::StoreDataTag;
        let mut production = self.data.get(context, tag::PRODUCTION_LIFE_CYCLE, &[])?.ok_or(refused)?;
        let place = production.get_mut(offset..offset + PERSONALIZATION_LENGTH).ok_or(refused)?;
        place.copy_from_slice(&fields);
        self.data.put(context, tag::PRODUCTION_LIFE_CYCLE, &[], &production)
    }
}
