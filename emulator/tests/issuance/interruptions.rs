//! Issuance stops at some command, whether the card has carried it out or not, and goes on when it is done again.

use cardamom_card_os::Card;
use cardamom_personalization::globalplatform::card_channel::{CardChannel, TransmissionError};
use cardamom_personalization::issuance::{IssuanceProfile, Outcome, Progress, Task};

use crate::world::{Issued, blank_card, channel, issue_with, profile};

/// Where it stops.
#[derive(Clone, Copy, Debug)]
enum Loss {
    /// The command does not reach the card.
    Command,
    /// The card carries the command out, and its answer is lost.
    Answer,
}

/// Carries so many commands, and no more.
struct Interrupted<'a> {
    card: &'a mut Card,
    left: usize,
    loss: Loss,
    carried: usize,
}

impl CardChannel for Interrupted<'_> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransmissionError> {
        let lost = || TransmissionError::new("the card was taken out");
        if self.left == 0 {
            if matches!(self.loss, Loss::Answer) {
                let _ = self.card.transmit(command);
            }
            return Err(lost());
        }
        self.left -= 1;
        self.carried += 1;
        self.card.transmit(command).map(<[u8]>::to_vec).map_err(|_| lost())
    }
}

fn interrupted(card: &mut Card, profile: &IssuanceProfile, after: usize, loss: Loss) -> (bool, usize) {
    let mut channel = Interrupted { card, left: after, loss, carried: 0 };
    let outcome = issue_with(&mut channel, profile, &mut ());
    (outcome.is_ok(), channel.carried)
}

#[test]
fn a_card_is_issued_in_the_end_wherever_it_was_interrupted() {
    let profile = profile();
    let mut whole = blank_card();
    let blank = whole.snapshot();
    let (done, commands) = interrupted(&mut whole, &profile, usize::MAX, Loss::Command);
    assert!(done && commands > 100, "{commands}");
    let expected = Issued::on(&mut whole, &profile);
    let mut card = whole;
    for loss in [Loss::Command, Loss::Answer] {
        for after in 0..commands {
            card.restore(&blank);
            let (done, _) = interrupted(&mut card, &profile, after, loss);
            assert!(!done);
            card.power_on().unwrap();
            issue_with(&mut channel(&mut card), &profile, &mut ())
                .unwrap_or_else(|error| panic!("{loss:?} after {after}: {error}"));
            assert_eq!(Issued::on(&mut card, &profile), expected, "{loss:?} after {after}");
        }
    }
}

/// Counts outcomes.
#[derive(Default)]
struct Tally {
    done: usize,
    before: usize,
    last: usize,
    count: usize,
}

impl Progress for Tally {
    fn task(&mut self, number: usize, count: usize, _: &Task, outcome: Outcome) {
        assert_eq!(number, self.last + 1);
        (self.last, self.count) = (number, count);
        match outcome {
            Outcome::Done => self.done += 1,
            Outcome::DoneBefore => self.before += 1,
        }
    }
}

#[test]
fn what_is_done_is_not_done_again() {
    let profile = profile();
    let mut card = blank_card();
    let (mut first, mut second) = (Tally::default(), Tally::default());
    issue_with(&mut channel(&mut card), &profile, &mut first).unwrap();
    assert_eq!((first.done, first.before, first.last), (first.count, 0, first.count));
    let before = Issued::on(&mut card, &profile);
    issue_with(&mut channel(&mut card), &profile, &mut second).unwrap();
    assert_eq!((second.done, second.before), (0, first.count));
    assert_eq!(Issued::on(&mut card, &profile), before);
}
