//! An application that uses what a security domain offers to applications: secure channel services and the card holder
//! verification method.

use std::sync::Arc;

use cardamom_apdu::{Command, StatusWord};
use cardamom_globalplatform::security_domain::{CardholderVerification, CvmFormat, SecureChannelServices};
use cardamom_kernel::handle::{Bytes, Field};
use cardamom_kernel::{Applet, Context, Error, Module, Package, Reason};

use crate::host::{Host, aid, parameters, rom};

pub(crate) const WORKER_PACKAGE: &str = "A0000000F300";
pub(crate) const WORKER_MODULE: &str = "A0000000F30001";

/// Bytes that it keeps at most.
const CAPACITY: usize = 64;

struct Worker {
    kept: Bytes,
    length: Field<u8>,
}

#[derive(Debug)]
struct NoSuchCommand;

impl Reason for NoSuchCommand {
    fn status_word(&self) -> StatusWord {
        StatusWord::from(0x6D00)
    }

    fn rule(&self) -> &'static str {
        "the test application has no such command"
    }
}

/// A card whose software has the application.
pub(crate) fn card() -> Host {
    let module = Module::new(aid(WORKER_MODULE), |layout| {
        Ok(Arc::new(Worker { kept: layout.bytes(CAPACITY)?, length: layout.field(&0)? }))
    });
    let package = Package::new(aid(WORKER_PACKAGE), (1, 0), vec![module]);
    Host::with_rom(&parameters(0x70), 1, rom().with_package(package))
}

impl Worker {
    fn keep(&self, context: &mut Context<'_>, data: &[u8]) -> Result<(), Error> {
        let before = usize::from(context.get(self.length)?);
        context.write(self.kept, before, data)?;
        context.set(self.length, &u8::try_from(before + data.len()).unwrap())
    }

    /// What it keeps, and the protection of its session.
    fn told(&self, context: &mut Context<'_>) -> Result<Vec<u8>, Error> {
        let length = usize::from(context.get(self.length)?);
        let mut told = context.bytes(self.kept)?[..length].to_vec();
        told.push(context.security_level()?.to_byte());
        Ok(told)
    }

    fn verification(context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        let format = CvmFormat::from_byte(command.p2()).unwrap_or(CvmFormat::Hex);
        match command.instruction() {
            0x20 => {
                let right = context.verify_cvm(format, command.data())?;
                context.respond(&[u8::from(right)]);
            }
            0x24 => context.update_cvm(format, command.data())?,
            0x26 => context.set_cvm_try_limit(command.p2())?,
            0x28 => {
                let state = context.cvm_state()?;
                let tries = context.cvm_tries_remaining()?;
                context.respond(&[state as u8, tries]);
            }
            0x2A => context.block_cvm()?,
            0x2C => context.reset_cvm()?,
            0x2E => context.reset_and_unblock_cvm()?,
            _ => return Err(NoSuchCommand.into()),
        }
        Ok(())
    }
}

impl Applet for Worker {
    fn process(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        if context.is_selecting() {
            return Ok(());
        }
        match command.instruction() {
            0x50 | 0x82 => {
                let answer = context.process_security(command)?;
                context.respond(&answer);
                Ok(())
            }
            // In the session, or not.
            0xB0 => {
                let told = self.told(context)?;
                context.respond(&told);
                Ok(())
            }
            0xB2 => {
                let plain = context.unwrap(command)?;
                assert_eq!(plain[1], 0xB2);
                let mut answer = self.told(context)?;
                answer.extend([0x90, 0x00]);
                let answer = context.wrap(&answer)?;
                context.respond(&answer);
                Ok(())
            }
            0xB4 => context.reset_security(),
            // A command for its security domain, in a transaction that is aborted.
            0xB6 => {
                let inner = Command::parse(command.data()).unwrap();
                context.begin()?;
                let outcome = context.process_security(&inner);
                context.abort()?;
                context.respond(&outcome?);
                Ok(())
            }
            // P1 80: in a transaction that is aborted.
            0x20..=0x2E if command.p1() == 0x80 => {
                context.begin()?;
                Self::verification(context, command)?;
                context.abort()
            }
            0x20..=0x2E => Self::verification(context, command),
            _ => Err(NoSuchCommand.into()),
        }
    }

    /// Data groups: encrypted when P1 says so, and kept.
    fn process_data(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        output: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let value = command.data().get(3..).unwrap_or_default();
        if command.p1() & 0x60 == 0x60 {
            let plain = context.decrypt_data(value)?;
            self.keep(context, &plain)?;
        } else {
            self.keep(context, value)?;
        }
        output.push(command.p2());
        Ok(())
    }
}
