//! INSTALL (GPCS 2.3.1 §11.5, §9.3, §9.4).

use alloc::vec::Vec;

use cardamom_apdu::Aid;
use cardamom_kernel::{Context, Error, Installation, InstanceInformation, Privileges, Quota};

use super::authorization::{Authority, Request, check_associated, is_associated};
use super::state::{ChannelSession, Load};
use super::{Answer, SecurityDomain, services};
use crate::install_command::{Install, InstallCommand, Parameters};
use crate::life_cycle::{ApplicationLifeCycle, SecurityDomainLifeCycle};
use crate::load_file::LoadFileReader;
use crate::reason::{GlobalPlatformReason, of_content};

impl SecurityDomain {
    pub(super) fn install(
        &self,
        context: &mut Context<'_>,
        state: &mut ChannelSession,
        p1: u8,
        p2: u8,
        data: &[u8],
    ) -> Result<Answer, Error> {
        self.check_card_state(
            context,
            state,
            crate::life_cycle::AdministrativeCommand::InstallForPersonalization,
        )?;
        self.abandon(context, state);
        state.personalizing = None;
        state.blocks = None;
        let install = Install::parse(p1, p2, data)?;
        if let InstallCommand::Personalization { instance } = install.command {
            return self.begin_personalization(context, state, instance);
        }
        let authority =
            self.authorize(context, Request { p1, p2, signed: install.signed, token: install.token })?;
        match install.command {
            InstallCommand::Load { load_file, security_domain, hash, parameters } => {
                let parameters = Parameters::parse(parameters)?;
                let security_domain =
                    security_domain.map(|name| self.domain_of(context, name)).transpose()?;
                self.begin_load(context, state, authority, load_file, security_domain, hash, &parameters)
            }
            InstallCommand::Install { load_file, module, instance, privileges, parameters, selectable } => {
                let parameters = Parameters::parse(parameters)?;
                self.check_grant(context, privileges, None)?;
                self.make_instance(
                    context,
                    (load_file, module, instance),
                    privileges,
                    &parameters,
                    selectable,
                )?;
                self.confirm(context, authority, &[load_file, instance])
            }
            InstallCommand::MakeSelectable { instance, privileges } => {
                let load_file = self.make_selectable(context, instance, privileges)?;
                self.confirm(context, authority, &[load_file, instance])
            }
            InstallCommand::Extradition { security_domain, target } => {
                let to = self.domain_of(context, security_domain)?;
                let before = self.extradite(context, to, target)?;
                self.confirm(context, authority, &[before, target, to])
            }
            InstallCommand::RegistryUpdate {
                security_domain,
                instance,
                privileges,
                privileges_field,
                parameters,
            } => {
                // What could not be confirmed is not done.
                lengths_and_values(&[privileges_field, parameters])?;
                let entry = self.update_registry(context, security_domain, instance, privileges)?;
                let domain = security_domain.as_ref().map_or(&[][..], Aid::as_bytes);
                let (before, name) = (entry.security_domain, entry.aid);
                let about = [before.as_bytes(), name.as_bytes(), domain, privileges_field, parameters];
                self.confirmation(context, authority, &lengths_and_values(&about)?).map(Answer::of)
            }
            InstallCommand::Personalization { .. } => Ok(Answer::default()),
        }
    }

    fn confirm(
        &self,
        context: &mut Context<'_>,
        authority: Authority,
        names: &[Aid],
    ) -> Result<Answer, Error> {
        let names: Vec<&[u8]> = names.iter().map(Aid::as_bytes).collect();
        self.confirmation(context, authority, &lengths_and_values(&names)?).map(Answer::of)
    }

    /// The security domain that a command names, by the registry's name for it or, the issuer's, by another that it is
    /// selected with (pySim names it so).
    fn domain_of(&self, context: &mut Context<'_>, name: Aid) -> Result<Aid, Error> {
        let administration = context.administration()?;
        let issuer = administration.issuer_security_domain().map(|issuer| issuer.aid);
        let is_other_name =
            administration.instance(&name).is_none() && super::ISSUER_SECURITY_DOMAIN_ALIASES.contains(&name);
        Ok(issuer.filter(|_| is_other_name).unwrap_or(name))
    }

    /// An entry of the registry that this security domain may manage.
    fn managed(&self, context: &mut Context<'_>, aid: &Aid) -> Result<InstanceInformation, Error> {
        let instance = context.administration()?.instance(aid).ok_or(GlobalPlatformReason::NotFound)?;
        check_associated(context, &instance, Privileges::NONE)?;
        Ok(instance)
    }

    fn make_instance(
        &self,
        context: &mut Context<'_>,
        (package, module, instance): (Aid, Aid, Aid),
        privileges: Privileges,
        parameters: &Parameters<'_>,
        selectable: bool,
    ) -> Result<(), Error> {
        let own = context.aid()?;
        let mut administration = context.administration()?;
        let packages = administration.packages();
        let found = packages.iter().find(|candidate| candidate.aid == package);
        let found = found.ok_or(GlobalPlatformReason::ModuleNotFound)?;
        // What is in ROM is everyone's; what was loaded belongs to a security domain.
        if let Some(domain) = found.security_domain
            && !is_associated(&administration.instances(), domain, own)
        {
            return Err(GlobalPlatformReason::NotAssociated.into());
        }
        let free = administration.free_memory();
        let fits = |asked: Option<u32>, free: usize| {
            asked.is_none_or(|asked| usize::try_from(asked).is_ok_and(|asked| asked <= free))
        };
        if !fits(parameters.non_volatile, free.persistent) || !fits(parameters.volatile, free.transient_reset)
        {
            return Err(GlobalPlatformReason::NotEnoughMemory.into());
        }
        let volatile = parameters.volatile.unwrap_or(u32::MAX);
        let life_cycle = match selectable {
            true => ApplicationLifeCycle::SELECTABLE,
            false => ApplicationLifeCycle::INSTALLED,
        };
        administration
            .install(&Installation {
                package,
                module,
                instance,
                privileges,
                life_cycle: life_cycle.to_byte(),
                // What is loaded for a security domain is installed for it, too, whoever installs it.
                security_domain: Some(found.security_domain.unwrap_or(own)),
                quota: Quota {
                    persistent: parameters.non_volatile.unwrap_or(u32::MAX),
                    transient_reset: volatile,
                    transient_deselect: volatile,
                },
                parameters: parameters.application,
            })
            .map_err(of_content)
    }

    fn make_selectable(
        &self,
        context: &mut Context<'_>,
        aid: Aid,
        privileges: Privileges,
    ) -> Result<Aid, Error> {
        let instance = self.managed(context, &aid)?;
        // §11.5.2.3.3: of the privileges, Card Reset alone can be given here.
        if !instance.privileges.with(Privileges::CARD_RESET).contains(privileges) {
            return Err(GlobalPlatformReason::PrivilegeNotAssignable.into());
        }
        let gets_reset = privileges.contains(Privileges::CARD_RESET);
        let state = ApplicationLifeCycle::from_byte(instance.life_cycle);
        // The issuer security domain alone has another life cycle: the card's.
        let next = state.ok_or(GlobalPlatformReason::IssuerSecurityDomain)?.make_selectable();
        // One that is selectable already may still become the one that is selected after reset
        // (GlobalPlatformPro `--make-default`).
        let next = match (next, privileges) {
            (Ok(next), _) => Some(next),
            (Err(_), _) if gets_reset && state.is_some_and(ApplicationLifeCycle::is_selectable) => None,
            (Err(reason), _) => return Err(reason.into()),
        };
        self.check_grant(context, privileges, Some(aid))?;
        context.transaction(|context| {
            let mut administration = context.administration()?;
            if let Some(next) = next {
                administration.set_life_cycle(&aid, next.to_byte()).map_err(of_content)?;
            }
            if gets_reset {
                let more = instance.privileges.with(Privileges::CARD_RESET);
                administration.set_privileges(&aid, more).map_err(of_content)?;
            }
            Ok(instance.package)
        })
    }

    /// Extradition (§9.4.1): gives the security domain that it leaves.
    fn extradite(&self, context: &mut Context<'_>, to: Aid, target: Aid) -> Result<Aid, Error> {
        let own = context.aid()?;
        let administration = context.administration()?;
        let instances = administration.instances();
        let package = administration.packages().into_iter().find(|package| package.aid == target);
        let domain = instances.iter().find(|instance| instance.aid == to);
        let domain = *domain
            .filter(|domain| domain.privileges.contains(Privileges::SECURITY_DOMAIN))
            .ok_or(GlobalPlatformReason::DomainNotFound)?;
        let before = match (package, instances.iter().find(|instance| instance.aid == target)) {
            (Some(package), _) if package.in_rom => return Err(GlobalPlatformReason::InRom.into()),
            (Some(package), _) => package.security_domain.unwrap_or(own),
            (None, Some(instance)) => {
                // Itself and the one above all have no other place; nothing goes below itself.
                let is_issuer = instances.first().is_some_and(|issuer| issuer.aid == target);
                if is_issuer {
                    return Err(GlobalPlatformReason::IssuerSecurityDomain.into());
                }
                if is_associated(&instances, to, target) {
                    return Err(GlobalPlatformReason::ExtraditionCycle.into());
                }
                instance.security_domain
            }
            (None, None) => return Err(GlobalPlatformReason::NotFound.into()),
        };
        if !is_associated(&instances, before, own) {
            return Err(GlobalPlatformReason::NotAssociated.into());
        }
        // One that is locked, or cannot be selected yet, takes nothing (§5.3.2.1, §5.3.2.4).
        let is_issuer = instances.first().is_some_and(|issuer| issuer.aid == to);
        let is_open = is_issuer || is_in_service(domain.life_cycle);
        if !is_open {
            return Err(GlobalPlatformReason::ExtraditionNotInService.into());
        }
        let [accepts, _] = self.extradition_rules(context, to)?;
        let [_, lets_go] = self.extradition_rules(context, before)?;
        if !accepts {
            return Err(GlobalPlatformReason::ExtraditionRefused.into());
        }
        if !lets_go {
            return Err(GlobalPlatformReason::ExtraditionKept.into());
        }
        context.administration()?.set_security_domain(&target, &to).map_err(of_content)?;
        Ok(before)
    }

    /// Whether a security domain takes what is extradited to it, and lets go of what belongs to it.
    fn extradition_rules(&self, context: &mut Context<'_>, domain: Aid) -> Result<[bool; 2], Error> {
        if domain == context.aid()? {
            return Ok([!self.refuses_extradition, !self.keeps_content]);
        }
        let rules = self.ask(context, &domain, services::EXTRADITION, &[])?;
        Ok([rules.first() == Some(&1), rules.get(1) == Some(&1)])
    }

    /// Registry update (§9.4.2); gives the entry as it was.
    fn update_registry(
        &self,
        context: &mut Context<'_>,
        security_domain: Option<Aid>,
        instance: Option<Aid>,
        privileges: Option<Privileges>,
    ) -> Result<InstanceInformation, Error> {
        let own = context.aid()?;
        let aid = instance.unwrap_or(own);
        let entry = self.managed(context, &aid)?;
        if let Some(privileges) = privileges {
            let was_domain = entry.privileges.contains(Privileges::SECURITY_DOMAIN);
            if was_domain != privileges.contains(Privileges::SECURITY_DOMAIN) {
                return Err(GlobalPlatformReason::PrivilegeCombination.into());
            }
            self.check_grant(context, privileges, Some(aid))?;
            // Nobody but the issuer makes more of himself: what a security domain may do is given from above.
            let issuer = context.administration()?.issuer_security_domain().map(|issuer| issuer.aid);
            if aid == own && Some(own) != issuer && !entry.privileges.contains(privileges) {
                return Err(GlobalPlatformReason::PrivilegeNotAssignable.into());
            }
        }
        context.transaction(|context| {
            if let Some(to) = security_domain.filter(|to| *to != entry.security_domain) {
                self.extradite(context, to, aid)?;
            }
            if let Some(privileges) = privileges {
                context.administration()?.set_privileges(&aid, privileges).map_err(of_content)?;
            }
            Ok(entry)
        })
    }

    fn begin_personalization(
        &self,
        context: &mut Context<'_>,
        state: &mut ChannelSession,
        aid: Aid,
    ) -> Result<Answer, Error> {
        let instance = self.managed(context, &aid)?;
        // What belongs to a security domain below takes a Trusted Path (§6.6.2.7).
        let own = context.aid()?;
        let is_direct = instance.security_domain == own || instance.aid == own;
        if !is_direct && !context.privileges()?.contains(Privileges::TRUSTED_PATH) {
            return Err(GlobalPlatformReason::NotAssociated.into());
        }
        let life_cycle = ApplicationLifeCycle::from_byte(instance.life_cycle);
        if life_cycle.is_none_or(ApplicationLifeCycle::is_locked) {
            return Err(GlobalPlatformReason::NotPersonalizable.into());
        }
        state.personalizing = Some(aid);
        Ok(Answer::of(Vec::from([0])))
    }

    #[expect(clippy::too_many_arguments, reason = "the fields of one command, each of another kind")]
    fn begin_load(
        &self,
        context: &mut Context<'_>,
        state: &mut ChannelSession,
        authority: Authority,
        load_file: Aid,
        security_domain: Option<Aid>,
        hash: &[u8],
        parameters: &Parameters<'_>,
    ) -> Result<Answer, Error> {
        let own = context.aid()?;
        let domain = security_domain.unwrap_or(own);
        if !matches!(hash.len(), 0 | 20 | 32 | 48 | 64) {
            return Err(GlobalPlatformReason::DataField.into());
        }
        if authority == Authority::Delegated && hash.is_empty() {
            return Err(GlobalPlatformReason::HashMissing.into());
        }
        let administration = context.administration()?;
        let instances = administration.instances();
        let entry = instances.iter().find(|instance| instance.aid == domain);
        if !entry.is_some_and(|entry| entry.privileges.contains(Privileges::SECURITY_DOMAIN)) {
            return Err(GlobalPlatformReason::DomainNotFound.into());
        }
        if !is_associated(&instances, domain, own) {
            return Err(GlobalPlatformReason::NotAssociated.into());
        }
        let is_taken = instances.iter().any(|instance| instance.aid == load_file)
            || administration.packages().iter().any(|package| package.aid == load_file);
        if is_taken {
            return Err(GlobalPlatformReason::NameTaken.into());
        }
        let free = administration.free_memory().persistent;
        if parameters.code.is_some_and(|code| usize::try_from(code).map_or(true, |code| code > free)) {
            return Err(GlobalPlatformReason::NotEnoughMemory.into());
        }
        state.load = Some(Load {
            aid: load_file,
            security_domain: domain,
            hash: hash.to_vec(),
            limit: parameters.code,
            is_delegated: authority == Authority::Delegated,
            next_block: 0,
            reader: LoadFileReader::default(),
            file: None,
        });
        Ok(Answer::of(Vec::from([0])))
    }
}

/// Fields, each with its length in front.
pub(super) fn lengths_and_values(fields: &[&[u8]]) -> Result<Vec<u8>, Error> {
    let mut joined = Vec::new();
    for field in fields {
        joined.push(u8::try_from(field.len()).map_err(|_| GlobalPlatformReason::DataField)?);
        joined.extend_from_slice(field);
    }
    Ok(joined)
}

/// Whether a supplementary security domain serves others in this state: neither INSTALLED nor LOCKED (§5.3.2).
pub(super) fn is_in_service(life_cycle: u8) -> bool {
    matches!(
        SecurityDomainLifeCycle::from_byte(life_cycle),
        Some(SecurityDomainLifeCycle::Selectable | SecurityDomainLifeCycle::Personalized)
    )
}
