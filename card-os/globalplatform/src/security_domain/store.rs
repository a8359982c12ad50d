//! STORE DATA (GPCS 2.3.1 §11.11, §7.3.3).

use cardamom_apdu::{Aid, Command};
use cardamom_kernel::{Context, Error};
use cardamom_secure_channel::SecureChannelError;

use super::state::ChannelSession;
use super::{Answer, SecurityDomain, tag};
use crate::reason::{GlobalPlatformReason, of_content};
use crate::security_domain_data;
use crate::store_data::{Control, Structure, objects};

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
        let renamed = self.store(context, control.structure, &data)?;
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
        self.store(context, control.structure, command.data()).map(drop)
    }

    /// Stores data objects, all of them or none; gives the new name when there is one.
    fn store(
        &self,
        context: &mut Context<'_>,
        structure: Structure,
        data: &[u8],
    ) -> Result<Option<Aid>, Error> {
        let objects = objects(structure, data)?;
        if let [(0x4F, name)] = objects.as_slice() {
            // The security domain takes another name (GlobalPlatformPro `--rename-isd`).
            let name = Aid::new(name).map_err(|_| GlobalPlatformReason::AidLength)?;
            let own = context.aid()?;
            context.administration()?.rename(&own, &name).map_err(of_content)?;
            return Ok(Some(name));
        }
        context.transaction(|context| match objects.as_slice() {
            [(0xA6, _), ..] => {
                // No keys are in such data.
                let decrypt = |_: &[u8]| Err(SecureChannelError::DataLength);
                let mut read = security_domain_data::read(structure, data, &decrypt)?.into_iter();
                read.try_for_each(|data| self.store_with_key(context, data))
            }
            objects => objects.iter().try_for_each(|(tag, value)| self.store_object(context, *tag, value)),
        })?;
        Ok(None)
    }

    fn store_object(&self, context: &mut Context<'_>, number: u32, value: &[u8]) -> Result<(), Error> {
        let refused = GlobalPlatformReason::StoreDataTag;
        let number = u16::try_from(number).map_err(|_| refused)?;
        match number {
            tag::ISSUER_IDENTIFICATION_NUMBER | tag::CARD_IMAGE_NUMBER | tag::MANAGER_ADDRESS => {
                self.data.put(context, number, &[], value)
            }
            tag::KEY_DIVERSIFICATION_DATA if value.len() == 10 => self.data.put(context, number, &[], value),
            // Some clients write the objects of Table 11-91 in the template that they come from.
            0x9F66 | 0x9F67 if value.len() == PERSONALIZATION_LENGTH => {
                let offset = if number == 0x9F66 { PERSONALIZATION } else { PRE_PERSONALIZATION };
                let mut production =
                    self.data.get(context, tag::PRODUCTION_LIFE_CYCLE, &[])?.ok_or(refused)?;
                let place = production.get_mut(offset..offset + PERSONALIZATION_LENGTH).ok_or(refused)?;
                place.copy_from_slice(value);
                self.data.put(context, tag::PRODUCTION_LIFE_CYCLE, &[], &production)
            }
            _ => Err(refused.into()),
        }
    }
}
