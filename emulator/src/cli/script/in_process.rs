//! Cards of Cardamom that a script runs against without a reader in between.

use std::thread;
use std::time::{Duration, Instant};

use cardamom_apdu::script::{Feature, Interface, ResetKind, ScriptCard, ScriptCardError};

use super::super::card_options::NamedCard;
use crate::smart_card::{self, CardError, SmartCard};

type Outcome<T> = Result<T, ScriptCardError<CardError>>;

/// Some cards, at most one of which is inserted. The first one is to begin with. A card that is not powered is
/// powered up by its first command.
pub(super) struct CardsInProcess {
    cards: Vec<Box<dyn SmartCard>>,
    inserted: Option<usize>,
    is_powered: bool,
    started: Instant,
}

impl CardsInProcess {
    pub(super) fn new(cards: Vec<NamedCard>) -> Self {
        Self {
            cards: cards.into_iter().map(|card| card.card).collect(),
            inserted: Some(0),
            is_powered: false,
            started: Instant::now(),
        }
    }

    fn card(&mut self) -> Result<&mut Box<dyn SmartCard>, CardError> {
        self.inserted.and_then(|index| self.cards.get_mut(index)).ok_or(CardError::Absent)
    }

    fn power(&mut self, kind: smart_card::ResetKind) -> Outcome<Vec<u8>> {
        self.is_powered = false;
        let atr = self.card()?.power_on(kind)?;
        self.is_powered = true;
        Ok(atr)
    }

    fn switch_off(&mut self) {
        self.is_powered = false;
        if let Ok(card) = self.card() {
            card.power_off();
        }
    }
}

impl ScriptCard for CardsInProcess {
    type Error = CardError;

    fn power_up(&mut self) -> Outcome<Vec<u8>> {
        self.power(smart_card::ResetKind::Cold)
    }

    fn reset(&mut self, kind: ResetKind) -> Outcome<Vec<u8>> {
        self.power(match kind {
            ResetKind::Warm => smart_card::ResetKind::Warm,
            ResetKind::Cold => smart_card::ResetKind::Cold,
        })
    }

    fn transmit(&mut self, command: &[u8]) -> Outcome<Vec<u8>> {
        if !self.is_powered {
            self.power_up()?;
        }
        let mut response = Vec::new();
        self.card()?.transmit(command, &mut response)?;
        Ok(response)
    }

    fn power_down(&mut self) -> Outcome<()> {
        self.switch_off();
        Ok(())
    }

    fn insert(&mut self, card: u8) -> Outcome<()> {
        self.switch_off();
        let index = usize::from(card);
        if index >= self.cards.len() {
            return Err(CardError::Absent.into());
        }
        self.inserted = Some(index);
        Ok(())
    }

    fn remove(&mut self) -> Outcome<()> {
        self.switch_off();
        self.inserted = None;
        Ok(())
    }

    fn use_interface(&mut self, interface: Interface) -> Outcome<()> {
        match interface {
            Interface::Contacted => Ok(()),
            Interface::Contactless => Err(ScriptCardError::NotSupported(Feature::InterfaceChoice)),
        }
    }

    fn sleep(&mut self, milliseconds: u64) -> Outcome<()> {
        thread::sleep(Duration::from_millis(milliseconds));
        Ok(())
    }

    fn now_micros(&mut self) -> Option<u64> {
        u64::try_from(self.started.elapsed().as_micros()).ok()
    }
}
