//! Running a script against a card.

mod card;
mod check;
mod execute;
mod proactive;
mod report;
mod variables;

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

pub use card::{Feature, ScriptCard, ScriptCardError};
pub use report::{Action, CheckReport, Event, Location, Mismatch, Observer, StepError, StepReport};

use super::ast::FailOn;
use super::program::Program;

/// How a script is run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Variables that are set before the first statement.
    pub variables: BTreeMap<String, Vec<u8>>,
    /// What counts as a failure until a `fail-on` statement says otherwise.
    pub fail_on: FailOn,
    /// End the run at the first failure.
    pub stop_on_failure: bool,
    /// Count a response that came later than its time budget as a failure, not only report it.
    pub fail_over_budget: bool,
}

/// The sum of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Statements that ran, without comments and includes.
    pub statements: u64,
    /// Expectations that were met.
    pub passed: u64,
    /// Expectations that were not met, and statements that could not be carried out.
    pub failed: u64,
    /// Responses that came later than their time budget.
    pub over_budget: u64,
    /// Commands answered with a status word other than 9000 and 61XX of which nothing was expected.
    pub unexpected_status: u64,
}

impl Outcome {
    /// Nothing failed.
    #[must_use]
    pub const fn is_success(&self) -> bool {
        self.failed == 0
    }
}

/// Runs `program` against `card`, telling `observer` of each step.
///
/// The card is neither powered up before nor powered down after: a card that needs `powerup` first says
/// so by an error, and a driver may power up on the first command. A failure does not end the run unless
/// `options` say so. An expectation that is stated and not met always fails.
pub fn run<C: ScriptCard + ?Sized>(
    program: &Program,
    card: &mut C,
    options: &Options,
    observer: &mut dyn Observer,
) -> Outcome {
    execute::Machine::new(program, card, options, observer).run()
}
