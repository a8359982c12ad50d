//! A report for programs.

use std::collections::BTreeMap;
use std::io::{self, Write};

use cardamom_apdu::hex;
use cardamom_apdu::script::{Action, CheckReport, Outcome, StepReport};
use serde::Serialize;

use super::{Reporter, action_words};

/// Name and version of the schema, in the member `schema`. Members may be added without a new version.
pub const SCHEMA: &str = "cardamom-script-report/1";

/// Writes one JSON object when the run has ended.
///
/// | Member | Value |
/// |---|---|
/// | `schema` | [`SCHEMA`] |
/// | `script` | name of the script |
/// | `steps` | what was done, in order |
/// | `steps[].file`, `.line`, `.column`, `.text` | where the statement stands, and its first line |
/// | `steps[].action` | what was done, in words |
/// | `steps[].command`, `.data`, `.sw` | command APDU, response data and status word in hexadecimal, or null |
/// | `steps[].atr` | answer to reset in hexadecimal, or null |
/// | `steps[].message` | text of an `echo`, or null |
/// | `steps[].duration_us`, `.budget_us` | microseconds, or null; `.over_budget` compares them |
/// | `steps[].unexpected_status` | neither 9000 nor 61XX, and nothing was expected |
/// | `steps[].checks` | `expectation`, `line`, `column`, `passed`; if not, `expected`, `actual`, and `position` (character of the first difference, or null) |
/// | `steps[].variables` | the variables that were set, in hexadecimal |
/// | `steps[].error` | why the statement could not be carried out, or null |
/// | `outcome` | `success`, `statements`, `passed`, `failed`, `over_budget`, `unexpected_status` |
#[derive(Debug)]
pub struct JsonReporter<W> {
    out: W,
    script: String,
    steps: Vec<Step>,
}

impl<W: Write> JsonReporter<W> {
    /// A report into `out`.
    pub const fn new(out: W) -> Self {
        Self { out, script: String::new(), steps: Vec::new() }
    }
}

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    script: &'a str,
    steps: &'a [Step],
    outcome: Sum,
}

#[derive(Debug, Serialize)]
struct Step {
    file: String,
    line: u32,
    column: u32,
    text: String,
    action: String,
    command: Option<String>,
    data: Option<String>,
    sw: Option<String>,
    atr: Option<String>,
    message: Option<String>,
    duration_us: Option<u64>,
    budget_us: Option<u64>,
    over_budget: bool,
    unexpected_status: bool,
    checks: Vec<Check>,
    variables: BTreeMap<String, String>,
    error: Option<String>,
}

#[derive(Debug, Serialize)]
struct Check {
    expectation: String,
    line: u32,
    column: u32,
    passed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    expected: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    actual: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<usize>,
}

#[derive(Serialize)]
struct Sum {
    success: bool,
    statements: u64,
    passed: u64,
    failed: u64,
    over_budget: u64,
    unexpected_status: u64,
}

impl From<&CheckReport> for Check {
    fn from(check: &CheckReport) -> Self {
        let mismatch = check.mismatch.as_ref();
        Self {
            expectation: check.expectation.clone(),
            line: check.location.line,
            column: check.location.column,
            passed: mismatch.is_none(),
            expected: mismatch.map(|mismatch| mismatch.expected.clone()),
            actual: mismatch.map(|mismatch| mismatch.actual.clone()),
            position: mismatch.and_then(|mismatch| mismatch.position),
        }
    }
}

impl From<&StepReport> for Step {
    fn from(step: &StepReport) -> Self {
        let mut out = Self {
            file: step.location.file.clone(),
            line: step.location.line,
            column: step.location.column,
            text: step.text.clone(),
            action: action_words(step),
            command: None,
            data: None,
            sw: None,
            atr: None,
            message: None,
            duration_us: step.duration_micros,
            budget_us: step.budget_micros,
            over_budget: step.is_over_budget(),
            unexpected_status: step.unexpected_status,
            checks: step.checks.iter().map(Check::from).collect(),
            variables: step
                .variables
                .iter()
                .map(|(name, value)| (name.clone(), hex::encode(value)))
                .collect(),
            error: step.error.as_ref().map(ToString::to_string),
        };
        match &step.action {
            Action::Command { command, response, .. } => {
                out.command = Some(hex::encode(command));
                if let Some((data, status)) = response.split_last_chunk::<2>() {
                    out.data = Some(hex::encode(data));
                    out.sw = Some(hex::encode(status));
                }
            }
            Action::PowerUp { atr } | Action::Reset { atr, .. } => out.atr = Some(hex::encode(atr)),
            Action::Echo(text) => out.message = Some(text.clone()),
            _ => {}
        }
        out
    }
}

impl<W: Write> Reporter for JsonReporter<W> {
    fn begin(&mut self, script: &str) -> io::Result<()> {
        script.clone_into(&mut self.script);
        Ok(())
    }

    fn step(&mut self, step: &StepReport) -> io::Result<()> {
        self.steps.push(step.into());
        Ok(())
    }

    fn finish(&mut self, outcome: &Outcome) -> io::Result<()> {
        let document = Document {
            schema: SCHEMA,
            script: &self.script,
            steps: &self.steps,
            outcome: Sum {
                success: outcome.is_success(),
                statements: outcome.statements,
                passed: outcome.passed,
                failed: outcome.failed,
                over_budget: outcome.over_budget,
                unexpected_status: outcome.unexpected_status,
            },
        };
        serde_json::to_writer_pretty(&mut self.out, &document)?;
        writeln!(self.out)?;
        self.out.flush()
    }
}
