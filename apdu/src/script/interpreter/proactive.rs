//! A session with the proactive commands of a SIM or UICC (ETSI TS 102 223).

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;

use super::super::ast::HexExpression;
use super::super::program::ProgramFile;
use super::super::source::Span;
use super::card::ScriptCard;
use super::execute::{Flow, Machine, push_check, unsent};
use super::report::{Mismatch, StepError};

/// More proactive commands than one session of any card has.
const MAX_PROACTIVE_COMMANDS: usize = 256;

impl<C: ScriptCard + ?Sized> Machine<'_, C> {
    /// TERMINAL PROFILE, then FETCH and TERMINAL RESPONSE as long as the card has proactive commands.
    pub(super) fn terminal_profile(
        &mut self,
        file: &ProgramFile,
        span: Span,
        class: u8,
        profile: &HexExpression,
    ) -> Flow {
        let profile = match self.variables.bytes(profile) {
            Ok(profile) => profile,
            Err(error) => return self.finish_statement(unsent(file, span, false, error)),
        };
        let Ok(length) = u8::try_from(profile.len()) else {
            let error = StepError::TooLong(profile.len());
            return self.finish_statement(unsent(file, span, false, error));
        };
        let mut command = Vec::from([class, 0x10, 0x00, 0x00, length]);
        command.extend_from_slice(&profile);
        let (mut report, mut response) = self.transmit(file, span, command, false);
        for _ in 0..MAX_PROACTIVE_COMMANDS {
            let Some(answer) = response.take() else { return self.finish_statement(report) };
            let [sw1, sw2] = answer.status.to_be_bytes();
            if sw1 != 0x91 {
                let expected = [0x9000, 0x9100];
                let ended = expected.contains(&answer.status);
                let mismatch = (!ended).then(|| Mismatch {
                    expected: "9000 or 91XX".to_string(),
                    actual: format!("{:04X}", answer.status),
                    position: None,
                });
                push_check(file, &mut report, span, mismatch);
                return self.finish_statement(report);
            }
            if self.finish_step(report) == Flow::Stop {
                self.outcome.statements = self.outcome.statements.saturating_add(1);
                return Flow::Stop;
            }
            let (fetch, fetched) =
                self.transmit(file, span, Vec::from([class, 0x12, 0x00, 0x00, sw2]), false);
            report = fetch;
            let Some(fetched) = fetched else { return self.finish_statement(report) };
            let Some(command) = terminal_response(class, &fetched.data) else {
                report.error = Some(StepError::MalformedProactiveCommand);
                return self.finish_statement(report);
            };
            if self.finish_step(report) == Flow::Stop {
                self.outcome.statements = self.outcome.statements.saturating_add(1);
                return Flow::Stop;
            }
            (report, response) = self.transmit(file, span, command, false);
        }
        report.error = Some(StepError::EndlessProactiveSession);
        self.finish_statement(report)
    }
}

/// TERMINAL RESPONSE "command performed successfully" to a proactive command (ETSI TS 102 223 section 6.8).
fn terminal_response(class: u8, proactive: &[u8]) -> Option<Vec<u8>> {
    let [0xD0, rest @ ..] = proactive else { return None };
    let body = match rest {
        [0x81, _, body @ ..] => body,
        [_, body @ ..] => body,
        [] => return None,
    };
    let [0x01 | 0x81, 0x03, number, kind, qualifier, ..] = *body else { return None };
    let response = [0x81, 0x03, number, kind, qualifier, 0x82, 0x02, 0x82, 0x81, 0x83, 0x01, 0x00];
    let mut command = Vec::from([class, 0x14, 0x00, 0x00, 0x0C]);
    command.extend_from_slice(&response);
    Some(command)
}
