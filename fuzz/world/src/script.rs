//! Target `script`: texts in the script language and in those of other tools.

use std::hash::{DefaultHasher, Hash, Hasher};

use cardamom_apdu::script::import::{Format, import};
use cardamom_apdu::script::{
    Event, NoIncludes, Observer, Options, Program, ResetKind, ScriptCard, ScriptCardError, Source,
    StepReport, parse, run,
};

use crate::finding::{Finding, Oracle, ensure};

/// Reads a text in every format: what is read is printed as a native script that reads back the same, errors
/// point into the text, and the script runs against a card that answers anything.
///
/// # Errors
/// The oracle that is violated.
pub(crate) fn check(bytes: &[u8]) -> Result<u64, Finding> {
    let mut hasher = DefaultHasher::new();
    let source = Source::new("script", String::from_utf8_lossy(bytes));
    Format::detect(source.text()).map(Format::name).hash(&mut hasher);
    for format in Format::ALL {
        match import(&source, format) {
            Ok(script) => {
                let printed = script.to_string();
                let again = parse(&Source::new("printed", printed.clone()));
                ensure(again.as_ref() == Ok(&script), Oracle::RoundTrip, || {
                    format!("{format}: printed as\n{printed}\nit reads back as {again:?}, not {script:?}")
                })?;
                printed.hash(&mut hasher);
            }
            Err(diagnostics) => {
                ensure(!diagnostics.is_empty(), Oracle::Position, || {
                    format!("{format}: refused, no reason")
                })?;
                for diagnostic in diagnostics {
                    let span = diagnostic.span;
                    let inside = source.text().get(span.start..span.end).is_some();
                    ensure(inside, Oracle::Position, || format!("{format}: {span:?} is outside"))?;
                    let rendered = diagnostic.render(&source);
                    ensure(rendered.contains('^'), Oracle::Position, || format!("no place: {rendered}"))?;
                    rendered.hash(&mut hasher);
                }
            }
        }
    }
    if let Ok(program) = Program::load(source, None, &mut NoIncludes) {
        let mut steps = Steps::default();
        let outcome = run(&program, &mut Echo, &Options::default(), &mut steps);
        let failing = steps.0.iter().filter(|step| step.is_failure()).count();
        ensure(outcome.is_success() == (failing == 0), Oracle::RoundTrip, || {
            format!("{failing} steps failed, the outcome is {outcome:?}")
        })?;
        (outcome.statements, outcome.passed, outcome.failed).hash(&mut hasher);
    }
    Ok(hasher.finish())
}

/// Answers each command with its own data field and 9000, or with its P1 P2 as status word where INS is B0: so a
/// script can make it answer whatever its expectations are about.
struct Echo;

impl ScriptCard for Echo {
    type Error = &'static str;

    fn power_up(&mut self) -> Result<Vec<u8>, ScriptCardError<Self::Error>> {
        Ok(vec![0x3B, 0x00])
    }

    fn reset(&mut self, _kind: ResetKind) -> Result<Vec<u8>, ScriptCardError<Self::Error>> {
        Ok(vec![0x3B, 0x00])
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ScriptCardError<Self::Error>> {
        Ok(match command {
            [] => return Err("an empty command".into()),
            [_, 0xB0, sw1, sw2, ..] => vec![*sw1, *sw2],
            [_, _, _, _, _, data @ ..] => [data, &[0x90, 0x00]].concat(),
            short => short.to_vec(),
        })
    }
}

#[derive(Default)]
struct Steps(Vec<StepReport>);

impl Observer for Steps {
    fn event(&mut self, event: Event<'_>) {
        if let Event::Step(step) = event {
            self.0.push(step.clone());
        }
    }
}
