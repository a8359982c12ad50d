//! Cards that are made once a thread and taken back to their first state for each input.

use std::fmt;

use cardamom_kernel::{Card, CardSnapshot};

/// A card and the state that each input begins in.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) card: Card,
    start: CardSnapshot,
}

impl Prepared {
    pub(crate) fn new(mut card: Card) -> Self {
        let start = card.snapshot();
        Self { card, start }
    }

    /// The card as it was when it was prepared.
    pub(crate) fn fresh(&mut self) -> &mut Card {
        self.card.restore(&self.start);
        &mut self.card
    }
}

/// Gives what a preparation made, or ends the program: without its card a target cannot say anything.
pub(crate) fn prepared<E: fmt::Debug>(card: Result<Card, E>) -> Prepared {
    match card {
        Ok(card) => Prepared::new(card),
        #[expect(clippy::panic, reason = "there is nothing to go on with, and it is not the input's doing")]
        Err(error) => panic!("the card of this target cannot be made: {error:?}"),
    }
}
