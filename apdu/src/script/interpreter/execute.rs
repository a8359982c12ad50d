//! The machine that carries out statements.

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt::Display;

use super::super::ast::{Assertion, Exchange, FailOn, Statement, Switch};
use super::super::pattern::DataPattern;
use super::super::program::{Program, ProgramFile};
use super::super::source::{Span, Spanned};
use super::card::{ScriptCard, ScriptCardError};
use super::check::{self, LastResponse};
use super::report::{Action, CheckReport, Event, Location, Mismatch, Observer, StepError, StepReport};
use super::variables::{ATR, RESPONSE, STATUS, Variables};
use super::{Options, Outcome};
use crate::class::Class;

/// Does the run go on?
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    Continue,
    Stop,
}

pub(super) struct Machine<'r, C: ?Sized> {
    program: &'r Program,
    card: &'r mut C,
    observer: &'r mut dyn Observer,
    stop_on_failure: bool,
    fail_over_budget: bool,
    fail_on: FailOn,
    pub(super) variables: Variables,
    last: Option<LastResponse>,
    channel: u8,
    pub(super) outcome: Outcome,
}

impl<'r, C: ScriptCard + ?Sized> Machine<'r, C> {
    pub(super) fn new(
        program: &'r Program,
        card: &'r mut C,
        options: &Options,
        observer: &'r mut dyn Observer,
    ) -> Self {
        Self {
            program,
            card,
            observer,
            stop_on_failure: options.stop_on_failure,
            fail_over_budget: options.fail_over_budget,
            fail_on: options.fail_on,
            variables: Variables::new(options.variables.clone()),
            last: None,
            channel: 0,
            outcome: Outcome::default(),
        }
    }

    pub(super) fn run(mut self) -> Outcome {
        self.file(0);
        self.outcome
    }

    fn file(&mut self, index: usize) -> Flow {
        let program = self.program;
        let Some(file) = program.file(index) else { return Flow::Continue };
        self.observer.event(Event::FileBegins { name: file.source.name() });
        let flow = self.block(file, &file.script.statements);
        self.observer.event(Event::FileEnds { name: file.source.name() });
        flow
    }

    fn block(&mut self, file: &ProgramFile, statements: &[Spanned<Statement>]) -> Flow {
        for statement in statements {
            if self.statement(file, statement) == Flow::Stop {
                return Flow::Stop;
            }
        }
        Flow::Continue
    }

    fn statement(&mut self, file: &ProgramFile, statement: &Spanned<Statement>) -> Flow {
        let span = statement.span;
        match &statement.value {
            Statement::Comment(_) => Flow::Continue,
            Statement::Include(path) => match file.included(path) {
                Some(index) => self.file(index),
                None => {
                    let mut report = new_report(file, span, Action::Include(path.clone()));
                    report.error = Some(StepError::NotIncluded(path.clone()));
                    self.finish_statement(report)
                }
            },
            Statement::Exchange(exchange) => {
                let report = self.exchange(file, span, exchange);
                self.finish_statement(report)
            }
            Statement::TerminalProfile { class, profile } => {
                self.terminal_profile(file, span, *class, &profile.value)
            }
            Statement::Switch(switch) => self.switch(file, span, switch),
            Statement::Exit => {
                let _ = self.finish_statement(new_report(file, span, Action::Exit));
                Flow::Stop
            }
            Statement::PowerUp { atr: expected } => {
                let result = self.card.power_up();
                self.card_session(file, span, result, expected.as_ref(), |atr| Action::PowerUp { atr })
            }
            Statement::Reset { kind, atr: expected } => {
                let result = self.card.reset(*kind);
                let action = |atr| Action::Reset { kind: *kind, atr };
                self.card_session(file, span, result, expected.as_ref(), action)
            }
            Statement::PowerDown => {
                let result = self.card.power_down();
                self.plain(file, span, Action::PowerDown, result)
            }
            Statement::Insert(card) => {
                let result = self.card.insert(*card);
                self.plain(file, span, Action::Insert(*card), result)
            }
            Statement::Remove => {
                let result = self.card.remove();
                self.plain(file, span, Action::Remove, result)
            }
            Statement::Interface(interface) => {
                let result = self.card.use_interface(*interface);
                self.plain(file, span, Action::Interface(*interface), result)
            }
            Statement::Channel(channel) => {
                self.channel = *channel;
                self.plain(file, span, Action::Channel(*channel), Ok(()))
            }
            Statement::Sleep(milliseconds) => {
                let result = self.card.sleep(*milliseconds);
                self.plain(file, span, Action::Sleep(*milliseconds), result)
            }
            Statement::Echo(text) => self.plain(file, span, Action::Echo(text.clone()), Ok(())),
            Statement::FailOn(fail_on) => {
                self.fail_on = *fail_on;
                self.plain(file, span, Action::FailOn(*fail_on), Ok(()))
            }
            Statement::SecureChannel(request) => {
                let result = self.card.open_secure_channel(request, self.channel);
                self.plain(file, span, Action::SecureChannel(request.clone()), result)
            }
            Statement::Set { name, value } => {
                let mut report = new_report(file, span, Action::Set);
                match self.variables.bytes(&value.value) {
                    Ok(bytes) => self.set(&mut report, name, bytes),
                    Err(error) => report.error = Some(error),
                }
                self.finish_statement(report)
            }
        }
    }

    /// A statement that is one call to the card, or none.
    fn plain(
        &mut self,
        file: &ProgramFile,
        span: Span,
        action: Action,
        result: Result<(), ScriptCardError<C::Error>>,
    ) -> Flow {
        let mut report = new_report(file, span, action);
        report.error = split(result).1;
        self.finish_statement(report)
    }

    /// What holds after a reset: the basic channel, no response, and the answer to reset.
    fn card_session(
        &mut self,
        file: &ProgramFile,
        span: Span,
        result: Result<Vec<u8>, ScriptCardError<C::Error>>,
        expected: Option<&Spanned<DataPattern>>,
        action: impl FnOnce(Vec<u8>) -> Action,
    ) -> Flow {
        let (atr, error) = split(result);
        self.channel = 0;
        self.last = None;
        self.variables.set(ATR, atr.clone());
        let mut report = new_report(file, span, action(atr.clone()));
        if let (Some(expected), None) = (expected, &error) {
            self.check_data(file, &mut report, expected, &atr);
        }
        report.error = error;
        self.finish_statement(report)
    }

    fn set(&mut self, report: &mut StepReport, name: &str, value: Vec<u8>) {
        self.variables.set(name, value.clone());
        report.variables.push((name.to_string(), value));
    }

    fn exchange(&mut self, file: &ProgramFile, span: Span, exchange: &Exchange) -> StepReport {
        let (mut report, response) = match self.variables.command(&exchange.command) {
            Ok(command) => self.transmit(file, span, command, exchange.secure),
            Err(error) => (unsent(file, span, exchange.secure, error), None),
        };
        report.budget_micros = exchange.budget_micros;
        let Some(response) = response else { return report };

        let status_expected = !exchange.status.value.is_empty()
            || exchange.assertions.iter().any(|assertion| {
                matches!(assertion.value, Assertion::Content(super::super::ast::Subject::Status, _))
            });
        if let Some(expected) = &exchange.data {
            self.check_data(file, &mut report, expected, &response.data);
        }
        if !exchange.status.value.is_empty() {
            let mismatch = check::compare_status(&exchange.status.value, response.status);
            push_check(file, &mut report, exchange.status.span, mismatch);
        }
        let ordinary = response.status == 0x9000 || response.status >> 8 == 0x61;
        if !status_expected && !ordinary {
            report.unexpected_status = true;
            if self.fail_on == FailOn::Strict {
                let mismatch = Mismatch {
                    expected: "9000 or 61XX (fail-on: strict)".to_string(),
                    actual: format!("{:04X}", response.status),
                    position: None,
                };
                push_check(file, &mut report, span, Some(mismatch));
            }
        }
        if let Some(name) = &exchange.capture {
            self.set(&mut report, name, response.data.clone());
        }
        for assertion in &exchange.assertions {
            match check::assertion(&self.variables, &assertion.value, &response) {
                Ok((mismatch, captured)) => {
                    push_check(file, &mut report, assertion.span, mismatch);
                    if let Some((name, value)) = captured {
                        self.set(&mut report, &name, value);
                    }
                }
                Err(error) => {
                    push_check(file, &mut report, assertion.span, Some(unanswerable(&error)));
                }
            }
        }
        if self.fail_over_budget && report.is_over_budget() {
            let budget = report.budget_micros.unwrap_or(0);
            let took = report.duration_micros.unwrap_or(0);
            let mismatch = Mismatch {
                expected: format!("at most {budget} us"),
                actual: format!("{took} us"),
                position: None,
            };
            push_check(file, &mut report, span, Some(mismatch));
        }
        report
    }

    /// Sends a command on the current logical channel.
    pub(super) fn transmit(
        &mut self,
        file: &ProgramFile,
        span: Span,
        mut command: Vec<u8>,
        secure: bool,
    ) -> (StepReport, Option<LastResponse>) {
        let mut duration = None;
        let (response, mut error) = match self.put_channel(&mut command) {
            Ok(()) => {
                let before = self.card.now_micros();
                let result =
                    if secure { self.card.transmit_secure(&command) } else { self.card.transmit(&command) };
                let after = self.card.now_micros();
                duration = before.zip(after).and_then(|(before, after)| after.checked_sub(before));
                split(result)
            }
            Err(error) => (Vec::new(), Some(error)),
        };
        let last = match response.split_last_chunk::<2>() {
            Some((data, status)) => {
                Some(LastResponse { data: data.to_vec(), status: u16::from_be_bytes(*status) })
            }
            None => {
                error = error.or(Some(StepError::TruncatedResponse(response.len())));
                None
            }
        };
        let mut report = new_report(file, span, Action::Command { command, response, secure });
        report.duration_micros = duration;
        report.error = error;
        if let Some(last) = &last {
            self.variables.set(RESPONSE, last.data.clone());
            self.variables.set(STATUS, last.status.to_be_bytes().to_vec());
        }
        self.last.clone_from(&last);
        (report, last)
    }

    fn put_channel(&self, command: &mut [u8]) -> Result<(), StepError> {
        if self.channel == 0 {
            return Ok(());
        }
        let Some(class) = command.first_mut() else { return Ok(()) };
        let error = StepError::ChannelNotInClass { class: *class, channel: self.channel };
        *class = Class::new(*class).with_channel(self.channel).map_err(|_| error)?.byte();
        Ok(())
    }

    fn switch(&mut self, file: &ProgramFile, span: Span, switch: &Switch) -> Flow {
        let mut report = new_report(file, span, Action::Switch(None));
        let Some(last) = &self.last else {
            report.error = Some(StepError::NoResponse);
            return self.finish_statement(report);
        };
        let status = last.status;
        let chosen =
            switch.cases.iter().position(|case| case.status.iter().any(|pattern| pattern.matches(status)));
        let body = match (chosen.and_then(|index| switch.cases.get(index)), &switch.otherwise) {
            (Some(case), _) => Some(&case.body),
            (None, otherwise) => otherwise.as_ref(),
        };
        report.action = Action::Switch(chosen.or_else(|| body.map(|_| switch.cases.len())));
        if body.is_none() {
            let all: Vec<_> = switch.cases.iter().flat_map(|case| case.status.iter().copied()).collect();
            push_check(file, &mut report, span, check::compare_status(&all, status));
        }
        let flow = self.finish_statement(report);
        match body {
            Some(body) if flow == Flow::Continue => self.block(file, body),
            _ => flow,
        }
    }

    fn check_data(
        &self,
        file: &ProgramFile,
        report: &mut StepReport,
        expected: &Spanned<DataPattern>,
        actual: &[u8],
    ) {
        let mismatch = match check::compare(&self.variables, &expected.value, actual) {
            Ok(mismatch) => mismatch,
            Err(error) => Some(unanswerable(&error)),
        };
        push_check(file, report, expected.span, mismatch);
    }

    pub(super) fn finish_statement(&mut self, report: StepReport) -> Flow {
        self.outcome.statements = self.outcome.statements.saturating_add(1);
        self.finish_step(report)
    }

    pub(super) fn finish_step(&mut self, report: StepReport) -> Flow {
        let add =
            |sum: &mut u64, count: usize| *sum = sum.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
        let failed = report.checks.iter().filter(|check| check.mismatch.is_some()).count();
        add(&mut self.outcome.passed, report.checks.len().saturating_sub(failed));
        add(&mut self.outcome.failed, failed.saturating_add(usize::from(report.error.is_some())));
        add(&mut self.outcome.over_budget, usize::from(report.is_over_budget()));
        add(&mut self.outcome.unexpected_status, usize::from(report.unexpected_status));
        self.observer.event(Event::Step(&report));
        if self.stop_on_failure && report.is_failure() { Flow::Stop } else { Flow::Continue }
    }
}

fn new_report(file: &ProgramFile, span: Span, action: Action) -> StepReport {
    let text = file.source.slice(span).lines().next().unwrap_or_default();
    StepReport {
        location: location(file, span),
        text: text.trim_end_matches('\\').trim_end().to_string(),
        action,
        checks: Vec::new(),
        variables: Vec::new(),
        duration_micros: None,
        budget_micros: None,
        unexpected_status: false,
        error: None,
    }
}

/// The report on a command that could not be built.
pub(super) fn unsent(file: &ProgramFile, span: Span, secure: bool, error: StepError) -> StepReport {
    let action = Action::Command { command: Vec::new(), response: Vec::new(), secure };
    let mut report = new_report(file, span, action);
    report.error = Some(error);
    report
}

fn location(file: &ProgramFile, span: Span) -> Location {
    let position = file.source.position(span.start);
    Location { file: file.source.name().to_string(), line: position.line, column: position.column }
}

pub(super) fn push_check(
    file: &ProgramFile,
    report: &mut StepReport,
    span: Span,
    mismatch: Option<Mismatch>,
) {
    let text = file.source.slice(span);
    let expectation =
        text.lines().map(|line| line.trim().trim_end_matches('\\').trim_end()).collect::<Vec<_>>().join(" ");
    report.checks.push(CheckReport { expectation, location: location(file, span), mismatch });
}

fn unanswerable(error: &StepError) -> Mismatch {
    Mismatch { expected: "a value to compare with".to_string(), actual: error.to_string(), position: None }
}

/// The value, or the default and the error in words.
fn split<T: Default, E: Display>(result: Result<T, ScriptCardError<E>>) -> (T, Option<StepError>) {
    match result {
        Ok(value) => (value, None),
        Err(ScriptCardError::NotSupported(feature)) => (T::default(), Some(StepError::NotSupported(feature))),
        Err(ScriptCardError::Card(error)) => (T::default(), Some(StepError::Card(error.to_string()))),
    }
}
