//! GET STATUS and SET STATUS (GPCS 2.3.1 §11.4, §11.10).

use alloc::vec::Vec;

use cardamom_apdu::{Aid, Command};
use cardamom_kernel::{Context, Error, InstanceInformation, Privileges};

use super::authorization::is_associated;
use super::state::{ChannelSession, StatusRest};
use super::{Answer, SecurityDomain};
use crate::get_status::{GetStatus, RegistryEntry, Subset};
use crate::life_cycle::{ApplicationLifeCycle, CardLifeCycle, Initiator, SecurityDomainLifeCycle};
use crate::reason::{GlobalPlatformReason, of_content};
use crate::set_status::SetStatus;

/// Bytes of an answer to GET STATUS: what leaves room for padding and MAC in a short response.
const ANSWER_LENGTH: usize = 223;
/// LOADED, the one state of an executable load file (Table 11-3).
const LOADED: u8 = 0x01;

impl SecurityDomain {
    pub(super) fn get_status(
        &self,
        context: &mut Context<'_>,
        state: &mut ChannelSession,
        command: &Command<'_>,
    ) -> Result<Answer, Error> {
        let rest = state.status_rest.take();
        let request = GetStatus::parse(command)?;
        let start = match (request.is_next, rest) {
            (false, _) => 0,
            (true, Some(rest)) => {
                let first = Command::new(0x80, 0xF2, rest.p1, rest.p2).with_data(&rest.data);
                match GetStatus::parse(&first) {
                    Ok(first) if request.continues(&first) => rest.next,
                    _ => return Err(GlobalPlatformReason::NoNext.into()),
                }
            }
            (true, None) => return Err(GlobalPlatformReason::NoNext.into()),
        };
        let own = context.aid()?;
        let sees_all = context.privileges()?.contains(Privileges::GLOBAL_REGISTRY);
        let administration = context.administration()?;
        let instances = administration.instances();
        let packages = administration.packages();
        let issuer = administration.issuer_security_domain().map(|issuer| issuer.aid);
        let sees = |domain: Aid| sees_all || is_associated(&instances, domain, own);
        let entries: Vec<RegistryEntry<'_>> = match request.subset {
            Subset::IssuerSecurityDomain | Subset::Applications => {
                let wants_issuer = request.subset == Subset::IssuerSecurityDomain;
                instances
                    .iter()
                    .filter(|instance| (Some(instance.aid) == issuer) == wants_issuer)
                    .filter(|instance| instance.aid == own || sees(instance.security_domain))
                    .map(instance_entry)
                    .collect()
            }
            Subset::LoadFiles | Subset::LoadFilesAndModules => packages
                .iter()
                .map(|package| RegistryEntry {
                    aid: package.aid,
                    life_cycle: LOADED,
                    privileges: None,
                    implicit_selection: &[],
                    load_file: None,
                    version: Some(package.version),
                    modules: &package.modules,
                    security_domain: package.security_domain.or(issuer),
                })
                .filter(|entry| entry.security_domain.is_none_or(sees))
                .collect(),
        };
        let answer = request.answer(entries, start, ANSWER_LENGTH)?;
        if let Some(next) = answer.next {
            // The next command differs in P2 b1 alone.
            let p2 = command.p2() & !0x01;
            state.status_rest =
                Some(StatusRest { p1: command.p1(), p2, data: command.data().to_vec(), next });
        }
        Ok(Answer { status_word: answer.status_word(), data: answer.data })
    }

    pub(super) fn set_status(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
    ) -> Result<Answer, Error> {
        match SetStatus::parse(command)? {
            SetStatus::Card(target) => self.set_card_status(context, target)?,
            SetStatus::Application { aid, control } => {
                let instance =
                    context.administration()?.instance(&aid).ok_or(GlobalPlatformReason::NotFound)?;
                let next = self.next_state(context, &instance, control)?;
                context.administration()?.set_life_cycle(&aid, next).map_err(of_content)?;
            }
            SetStatus::SecurityDomainAndApplications { aid, control } => {
                self.set_domain_status(context, aid, control)?;
            }
        }
        Ok(Answer::default())
    }

    fn initiator(
        &self,
        context: &mut Context<'_>,
        target: Option<&InstanceInformation>,
    ) -> Result<Initiator, Error> {
        let own = context.aid()?;
        let privileges = context.privileges()?;
        let administration = context.administration()?;
        let instances = administration.instances();
        Ok(Initiator {
            is_target: target.is_some_and(|target| target.aid == own),
            is_associated: target
                .is_some_and(|target| is_associated(&instances, target.security_domain, own)),
            is_issuer: administration.issuer_security_domain().is_some_and(|issuer| issuer.aid == own),
            privileges,
        })
    }

    fn set_card_status(&self, context: &mut Context<'_>, target: CardLifeCycle) -> Result<(), Error> {
        let by = self.initiator(context, None)?;
        let next = self.card_life_cycle(context)?.transition(target, by)?;
        let mut administration = context.administration()?;
        let issuer = administration.issuer_security_domain().ok_or(GlobalPlatformReason::NotFound)?.aid;
        administration.set_life_cycle(&issuer, next.to_byte()).map_err(of_content)
    }

    /// The state that SET STATUS brings an application or a supplementary security domain to.
    fn next_state(
        &self,
        context: &mut Context<'_>,
        instance: &InstanceInformation,
        control: u8,
    ) -> Result<u8, Error> {
        let issuer = context.administration()?.issuer_security_domain();
        if issuer.is_some_and(|issuer| issuer.aid == instance.aid) {
            return Err(GlobalPlatformReason::IssuerSecurityDomain.into());
        }
        let by = self.initiator(context, Some(instance))?;
        let coding = GlobalPlatformReason::LifeCycleCoding;
        if instance.privileges.contains(Privileges::SECURITY_DOMAIN) {
            let state = SecurityDomainLifeCycle::from_byte(instance.life_cycle).ok_or(coding)?;
            return Ok(state.set_status(control, by)?.to_byte());
        }
        let state = ApplicationLifeCycle::from_byte(instance.life_cycle).ok_or(coding)?;
        Ok(state.set_status(control, by)?.to_byte())
    }

    /// A security domain and what belongs to it (§11.10.2.1): what is in the wanted state already stays so.
    fn set_domain_status(&self, context: &mut Context<'_>, aid: Aid, control: u8) -> Result<(), Error> {
        let instances = context.administration()?.instances();
        let domain = instances.iter().find(|instance| instance.aid == aid);
        if !domain.is_some_and(|domain| domain.privileges.contains(Privileges::SECURITY_DOMAIN)) {
            return Err(GlobalPlatformReason::DomainNotFound.into());
        }
        let lock = control & 0x80 != 0;
        let mut changes = Vec::new();
        for instance in &instances {
            let concerned = instance.aid == aid || is_associated(&instances, instance.security_domain, aid);
            let is_locked = instance.life_cycle & 0x80 != 0;
            if concerned && is_locked != lock {
                changes.push((instance.aid, self.next_state(context, instance, control & 0x80)?));
            }
        }
        if changes.is_empty() {
            return Err(crate::life_cycle::LifeCycleReason::SameState.into());
        }
        context.transaction(|context| {
            for (aid, state) in &changes {
                context.administration()?.set_life_cycle(aid, *state).map_err(of_content)?;
            }
            Ok(())
        })
    }
}

fn instance_entry(instance: &InstanceInformation) -> RegistryEntry<'_> {
    RegistryEntry {
        aid: instance.aid,
        life_cycle: instance.life_cycle,
        privileges: Some(instance.privileges),
        implicit_selection: &[],
        load_file: Some(instance.package),
        version: None,
        modules: &[],
        security_domain: Some(instance.security_domain),
    }
}
