//! A session, made a script, run against a card that does the same again, or something else.

use std::convert::Infallible;
use std::vec;

use cardamom_apdu::script::{
    Event, NoIncludes, Observer, Options, Outcome, Program, ResetKind, ScriptCard, ScriptCardError, Source,
    run,
};

use super::{Desk, purse_session};
use crate::trace::{Entry, Record, Session, script};

/// Does what a session says, and notes where it is asked for anything else.
struct Actor {
    records: vec::IntoIter<Record>,
    surprises: usize,
}

impl Actor {
    fn next(&mut self) -> Option<Entry> {
        self.records.next().map(|record| record.entry)
    }

    fn surprise(&mut self) -> Vec<u8> {
        self.surprises += 1;
        vec![0x6F, 0x00]
    }
}

type Result<T> = std::result::Result<T, ScriptCardError<Infallible>>;

impl ScriptCard for Actor {
    type Error = Infallible;

    fn power_up(&mut self) -> Result<Vec<u8>> {
        match self.next() {
            Some(Entry::PowerUp { atr }) => Ok(atr),
            _ => Ok(self.surprise()),
        }
    }

    fn reset(&mut self, kind: ResetKind) -> Result<Vec<u8>> {
        match (self.next(), kind) {
            (Some(Entry::Reset { atr }), ResetKind::Warm)
            | (Some(Entry::PowerUp { atr }), ResetKind::Cold) => Ok(atr),
            _ => Ok(self.surprise()),
        }
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>> {
        match self.next() {
            Some(Entry::Exchange(exchange)) if exchange.command == command => Ok(exchange.response.unwrap()),
            _ => Ok(self.surprise()),
        }
    }

    fn power_down(&mut self) -> Result<()> {
        if self.next() != Some(Entry::PowerDown) {
            self.surprise();
        }
        Ok(())
    }
}

struct Silent;

impl Observer for Silent {
    fn event(&mut self, _: Event<'_>) {}
}

/// Runs the script of the first session against a card that does the second.
fn run_against(scripted: &Session, played: &Session) -> (Outcome, Actor) {
    let source = Source::new("session.apdu", script::to_script(scripted));
    let program =
        Program::load(source, None, &mut NoIncludes).expect("the script is valid, and known as native");
    let mut actor = Actor { records: played.records.clone().into_iter(), surprises: 0 };
    let outcome = run(&program, &mut actor, &Options::default(), &mut Silent);
    (outcome, actor)
}

/// Channels, T=0 status words, errors and all kinds of reset.
fn varied_session() -> Session {
    let mut desk = Desk::new();
    let (cold, warm, again, down) = (desk.now(), desk.now(), desk.now(), desk.now());
    desk.recorder.power_up(cold, &[0x3B, 0x00]).unwrap();
    desk.recorder.reset(warm, &[0x3B, 0x80, 0x80, 0x01, 0x01]).unwrap();
    desk.recorder.power_up(again, &[0x3B, 0x00]).unwrap();
    desk.exchange("0070000001", "019000")
        .exchange("01A4040005A000000151", "6112")
        .exchange("01C0000012", "6F108408A000000151000000A5049F6501FF9000")
        .exchange("C150000008000102030405060700", "6D00")
        .exchange("00B00000000000", "AABB6282")
        .exchange("00B000", "6700");
    desk.recorder.power_down(down).unwrap();
    desk.session()
}

#[test]
fn the_script_of_a_session_passes_on_a_card_that_does_the_same() {
    for session in [purse_session(), varied_session()] {
        let (outcome, mut actor) = run_against(&session, &session);
        assert!(outcome.is_success() && outcome.passed > 0, "{outcome:?}\n{}", script::to_script(&session));
        assert_eq!((actor.surprises, actor.next()), (0, None), "{}", script::to_script(&session));
    }
}

#[test]
fn the_script_of_a_session_fails_on_a_card_that_answers_anything_else() {
    let session = varied_session();
    for index in 0..session.records.len() {
        let mut other = session.clone();
        match &mut other.records[index].entry {
            Entry::PowerUp { atr } | Entry::Reset { atr } => atr.push(0),
            Entry::Exchange(exchange) => exchange.response.as_mut().unwrap().insert(0, 0),
            Entry::PowerDown => continue,
        }
        let (outcome, actor) = run_against(&session, &other);
        assert_eq!((outcome.failed, actor.surprises), (1, 0), "record {index}");
    }
}
