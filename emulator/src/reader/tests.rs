//! Readers with cards that work, fall mute and panic.

use std::sync::mpsc::Receiver;

use super::*;
use crate::smart_card::{CardError, ResetKind};

/// Answers every command with 9000, or breaks down as the first byte of the command tells it to.
struct Breakable;

impl SmartCard for Breakable {
    fn power_on(&mut self, _: ResetKind) -> Result<Vec<u8>, CardError> {
        Ok(vec![0x3B, 0x00])
    }

    fn transmit(&mut self, command: &[u8], response: &mut Vec<u8>) -> Result<(), CardError> {
        response.clear();
        match command.first() {
            Some(0xE0) => return Err(CardError::Mute),
            Some(0xE1) => panic!("a defect in the card"),
            Some(0xE2) => {}
            _ => response.extend([0x90, 0x00]),
        }
        Ok(())
    }

    fn power_off(&mut self) {}
}

/// Never answers a reset.
struct Dead;

impl SmartCard for Dead {
    fn power_on(&mut self, _: ResetKind) -> Result<Vec<u8>, CardError> {
        Ok(Vec::new())
    }

    fn transmit(&mut self, _: &[u8], _: &mut Vec<u8>) -> Result<(), CardError> {
        Err(CardError::Unpowered)
    }

    fn power_off(&mut self) {}
}

fn changes(events: &Receiver<ReaderEvent>) -> Vec<ReaderChange> {
    events.try_iter().map(|event| event.change).collect()
}

#[test]
fn names_number_readers_of_one_label_and_use_free_places_again() {
    let readers = ReaderSet::new();
    let first = readers.add("wallet").unwrap();
    let second = readers.add("wallet").unwrap();
    assert_eq!(first.name(), "Cardamom wallet 00 00");
    assert_eq!(second.name(), "Cardamom wallet 01 00");
    assert_eq!(readers.find("Cardamom wallet 01 00"), Some(second.clone()));
    readers.detach(&first);
    assert!(!first.status().attached);
    assert_eq!(readers.find("Cardamom wallet 00 00"), None);
    assert_eq!(readers.add("terminal").unwrap().position(), 0);
    assert_eq!(readers.changes(), 4);
    assert_eq!(readers.add("").unwrap_err(), ReaderError::InvalidLabel);
    assert_eq!(readers.add("a\nb").unwrap_err(), ReaderError::InvalidLabel);
    assert_eq!(readers.add(&"x".repeat(113)).unwrap_err(), ReaderError::InvalidLabel);
    assert_eq!(readers.add(&"x".repeat(112)).unwrap().name().len(), MAX_READER_NAME);
}

#[test]
fn the_set_is_full_at_256_readers() {
    let readers = ReaderSet::new();
    for _ in 0..MAX_READERS {
        readers.add("many").unwrap();
    }
    assert_eq!(readers.add("many").unwrap_err(), ReaderError::TooManyReaders);
    assert_eq!(readers.add("other").unwrap_err(), ReaderError::TooManyReaders);
}

#[test]
fn inserting_and_removing_a_card_is_seen_and_counted() {
    let readers = ReaderSet::new();
    let events = readers.events();
    let reader = readers.add("slot").unwrap();
    assert!(reader.remove().is_none());
    reader.insert(Box::new(Breakable)).unwrap();
    let status = reader.status();
    assert_eq!((status.card, &*status.atr, status.events), (CardState::Powered, &[0x3B, 0x00][..], 1));
    reader.insert(Box::new(Breakable)).unwrap_err();
    assert!(reader.remove().is_some());
    let status = reader.status();
    assert_eq!((status.card, status.events, status.removals), (CardState::Absent, 2, 1));
    assert!(status.atr.is_empty());
    assert_eq!(changes(&events), [ReaderChange::Attached, ReaderChange::Inserted, ReaderChange::Removed]);
    assert_eq!(reader.card().transmit(&[0; 4], &mut Vec::new()), Err(CardError::Absent));
}

#[test]
fn a_card_that_breaks_down_is_mute_until_it_is_reset() {
    let readers = ReaderSet::new();
    let reader = readers.add("slot").unwrap();
    reader.insert(Box::new(Breakable)).unwrap();
    let mut response = Vec::new();
    for breaking in [0xE0, 0xE1, 0xE2] {
        response.clear();
        assert_eq!(reader.card().transmit(&[breaking], &mut response), Err(CardError::Mute));
        assert_eq!(reader.status().card, CardState::Mute);
        reader.card().reset(ResetKind::Cold).unwrap();
        assert_eq!(reader.card().transmit(&[0x00], &mut response), Ok(()));
        assert_eq!(response, [0x90, 0x00]);
    }
    assert_eq!(reader.status().resets, 3);
}

#[test]
fn a_card_without_answer_to_reset_is_in_the_reader_as_mute() {
    let readers = ReaderSet::new();
    let reader = readers.add("slot").unwrap();
    reader.insert(Box::new(Dead)).unwrap();
    assert_eq!(reader.status().card, CardState::Mute);
    assert_eq!(reader.card().power_up(), Err(CardError::Mute));
}

#[test]
fn power_lost_and_found() {
    let readers = ReaderSet::new();
    let reader = readers.add("slot").unwrap();
    let events = readers.events();
    reader.insert(Box::new(Breakable)).unwrap();
    reader.card().power_off().unwrap();
    assert_eq!(reader.status().card, CardState::Unpowered);
    reader.card().power_up().unwrap();
    assert_eq!(reader.status().card, CardState::Powered);
    assert_eq!(reader.status().resets, 1, "the loss of power counts, applying it again does not");
    assert_eq!(changes(&events), [ReaderChange::Inserted, ReaderChange::Power, ReaderChange::Power]);
}
