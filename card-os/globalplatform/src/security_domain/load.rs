//! LOAD (GPCS 2.3.1 §11.6, §9.3.5).

use alloc::vec::Vec;

use cardamom_apdu::Command;
use cardamom_kernel::{Context, Error, LoadFile, Privileges};
use cardamom_secure_channel::content_signature::LoadFileHash;

use super::authorization::{Authority, DAP_KEY};
use super::install::{is_in_service, lengths_and_values};
use super::state::{ChannelSession, Load};
use super::{Answer, SecurityDomain};
use crate::load_file::DapBlock;
use crate::reason::{GlobalPlatformReason, of_content};

impl SecurityDomain {
    pub(super) fn load(
        &self,
        context: &mut Context<'_>,
        state: &mut ChannelSession,
        command: &Command<'_>,
    ) -> Result<Answer, Error> {
        let mut load = state.load.take().ok_or(GlobalPlatformReason::NoLoad)?;
        match self.take_block(context, &mut load, command) {
            Ok(Some(answer)) => Ok(answer),
            Ok(None) => {
                state.load = Some(load);
                Ok(Answer::of(Vec::from([0])))
            }
            Err(error) => {
                self.abandon_file(context, load.file);
                Err(error)
            }
        }
    }

    /// Forgets the load of a channel, if one is under way.
    pub(super) fn abandon(&self, context: &mut Context<'_>, state: &mut ChannelSession) {
        if let Some(load) = state.load.take() {
            self.abandon_file(context, load.file);
        }
    }

    fn abandon_file(&self, context: &mut Context<'_>, file: Option<LoadFile>) {
        if let (Some(file), Ok(mut administration)) = (file, context.administration()) {
            // It is gone at the next boot at the latest.
            let _ = administration.abandon_load(file);
        }
    }

    /// The next block; the answer when it was the last.
    fn take_block(
        &self,
        context: &mut Context<'_>,
        load: &mut Load,
        command: &Command<'_>,
    ) -> Result<Option<Answer>, Error> {
        let is_last = match command.p1() {
            0x00 => false,
            0x80 => true,
            _ => return Err(GlobalPlatformReason::Parameters.into()),
        };
        if command.p2() != load.next_block {
            return Err(GlobalPlatformReason::LoadBlockNumber.into());
        }
        // Large files number their blocks round (GlobalPlatformPro).
        load.next_block = load.next_block.wrapping_add(1);
        let piece = load.reader.push(command.data())?;
        let mut administration = context.administration()?;
        if let Some(length) = piece.begins {
            let within =
                load.limit.is_none_or(|limit| usize::try_from(limit).is_ok_and(|limit| length <= limit));
            if !within || length > administration.free_memory().persistent {
                return Err(GlobalPlatformReason::LoadTooLong.into());
            }
            load.file = Some(administration.begin_load(length).map_err(of_content)?);
        }
        if let (Some(file), false) = (load.file, piece.bytes.is_empty()) {
            administration.write_load(file, piece.offset, &piece.bytes).map_err(of_content)?;
        }
        match (is_last, load.reader.is_complete(), load.file) {
            (false, ..) => Ok(None),
            (true, true, Some(file)) => self.finish(context, load, file).map(Some),
            (true, ..) => Err(GlobalPlatformReason::LoadFileStructure.into()),
        }
    }

    fn finish(&self, context: &mut Context<'_>, load: &mut Load, file: LoadFile) -> Result<Answer, Error> {
        let administration = context.administration()?;
        let content = administration.load_content(file)?;
        if !load.hash.is_empty() && !LoadFileHash::matches(content, &load.hash) {
            return Err(GlobalPlatformReason::HashWrong.into());
        }
        self.check_dap(context, load)?;
        let mut administration = context.administration()?;
        administration.finish_load(file, &load.aid, &load.security_domain).map_err(of_content)?;
        // It is the card's now: nothing that fails from here on takes it away.
        load.file = None;
        let authority = if load.is_delegated { Authority::Delegated } else { Authority::Authorized };
        let about = lengths_and_values(&[load.aid.as_bytes(), load.security_domain.as_bytes()])?;
        self.confirmation(context, authority, &about).map(Answer::of)
    }

    /// Verifies the DAP blocks, and that none is missing (§9.2.1, §C.3): the security domain that the file is for, when
    /// it verifies any, and the one that must verify all.
    fn check_dap(&self, context: &mut Context<'_>, load: &Load) -> Result<(), Error> {
        let instances = context.administration()?.instances();
        let blocks = load.reader.dap_blocks();
        for instance in &instances {
            let is_target = instance.aid == load.security_domain
                && instance.privileges.contains(Privileges::DAP_VERIFICATION);
            let is_mandated = instance.privileges.contains(Privileges::MANDATED_DAP_VERIFICATION);
            let has_block = blocks.iter().any(|block| block.security_domain == instance.aid);
            if (is_target || is_mandated) && !has_block {
                return Err(GlobalPlatformReason::DapMissing.into());
            }
        }
        if !blocks.is_empty() && load.hash.is_empty() {
            return Err(GlobalPlatformReason::HashMissing.into());
        }
        for DapBlock { security_domain, signature } in blocks {
            // A locked one does not (§5.3.2.4).
            let verifies = instances.iter().enumerate().any(|(index, instance)| {
                instance.aid == *security_domain
                    && instance.privileges.contains(Privileges::DAP_VERIFICATION)
                    && (index == 0 || is_in_service(instance.life_cycle))
            });
            if !verifies {
                return Err(GlobalPlatformReason::DapDomain.into());
            }
            let key = self.verification_key(context, *security_domain, DAP_KEY)?;
            let key = key.ok_or(GlobalPlatformReason::DapDomain)?;
            key.verify_dap(&load.hash, signature).map_err(|_| GlobalPlatformReason::DapWrong)?;
        }
        Ok(())
    }
}
