//! A card whose power fails, or whose answer gets lost, when it is told to: for demonstrations and tests.

use std::fmt;
use std::sync::{Arc, Mutex};

use cardamom_card_os::nvm::Tear;

use crate::kernel_card::KernelCard;
use crate::reader::lock;
use crate::smart_card::{CardError, ResetKind, SmartCard};

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The card does all of the command, and its answer does not arrive: it was pulled out of the reader at the
    /// last moment.
    AnswerLost,
    /// The power fails during a write to non-volatile memory.
    PowerCut {
        /// Writes of the command that are done before.
        writes: u64,
        /// What becomes of the write.
        tear: Tear,
    },
}

/// Arms a fault of a [`FaultyCard`], wherever that card is now.
#[derive(Clone, Debug, Default)]
pub struct FaultSwitch(Arc<Mutex<Option<(u8, Fault)>>>);

impl FaultSwitch {
    /// The next command with this instruction byte goes wrong.
    pub fn arm(&self, instruction: u8, fault: Fault) {
        *lock(&self.0) = Some((instruction, fault));
    }

    fn take_for(&self, command: &[u8]) -> Option<Fault> {
        let mut armed = lock(&self.0);
        let is_it = |(instruction, _): &(u8, Fault)| command.get(1) == Some(instruction);
        armed.take_if(|fault| is_it(fault)).map(|(_, fault)| fault)
    }
}

/// A card of the card OS that goes wrong when its [`FaultSwitch`] says so.
pub struct FaultyCard {
    card: KernelCard,
    switch: FaultSwitch,
}

impl FaultyCard {
    /// This card, and the switch for its faults.
    #[must_use]
    pub fn new(card: KernelCard) -> (Self, FaultSwitch) {
        let switch = FaultSwitch::default();
        (Self { card, switch: switch.clone() }, switch)
    }

    /// The card.
    #[must_use]
    pub fn card(&self) -> &KernelCard {
        &self.card
    }
}

impl SmartCard for FaultyCard {
    fn power_on(&mut self, reset: ResetKind) -> Result<Vec<u8>, CardError> {
        self.card.power_on(reset)
    }

    fn transmit(&mut self, command: &[u8], response: &mut Vec<u8>) -> Result<(), CardError> {
        match self.switch.take_for(command) {
            None => self.card.transmit(command, response),
            Some(Fault::AnswerLost) => {
                let outcome = self.card.transmit(command, response);
                response.clear();
                self.card.power_off();
                outcome.and(Err(CardError::Mute))
            }
            Some(Fault::PowerCut { writes, tear }) => {
                self.card.cut_power_at(writes, tear);
                let outcome = self.card.transmit(command, response);
                self.card.disarm_power_cut();
                outcome
            }
        }
    }

    fn power_off(&mut self) {
        self.card.power_off();
    }
}

impl fmt::Debug for FaultyCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FaultyCard").field("card", &self.card).finish_non_exhaustive()
    }
}
