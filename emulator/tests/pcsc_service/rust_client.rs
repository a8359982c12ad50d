//! libpcsclite itself, through the crate `pcsc`.

use std::ffi::{CStr, CString};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use cardamom_emulator::reader::{Reader, ReaderSet};
use pcsc::{Card, Context, Disposition, Error, Protocols, ReaderState, Scope, ShareMode, State};

use crate::own_process;
use crate::process::wait_until;
use crate::test_card::TestCard;

const COUNT: [u8; 5] = [0x80, 0x14, 0x00, 0x00, 0x01];

fn in_own_process(test: &str, body: impl FnOnce(&ReaderSet)) {
    own_process::in_own_process(&format!("rust_client::{test}"), body);
}

fn reader_with_card(readers: &ReaderSet) -> Reader {
    let reader = readers.add("desk").unwrap();
    reader.insert(TestCard::new()).unwrap();
    reader
}

fn name(reader: &Reader) -> CString {
    CString::new(reader.name()).unwrap()
}

fn connect(context: &Context, reader: &Reader) -> Card {
    context.connect(&name(reader), ShareMode::Shared, Protocols::ANY).unwrap()
}

#[test]
fn apdus_of_extended_length() {
    in_own_process("apdus_of_extended_length", |readers| {
        let context = Context::establish(Scope::User).unwrap();
        let card = connect(&context, &reader_with_card(readers));
        let mut buffer = vec![0; 65_536 + 2];
        let data: Vec<u8> = (0..65_535_u32).map(|index| index.to_le_bytes()[0] ^ 0x5A).collect();
        let command = [&[0x80, 0x10, 0x00, 0x00, 0x00, 0xFF, 0xFF], &data[..], &[0x00, 0x00]].concat();
        let answer = card.transmit(&command, &mut buffer).unwrap();
        assert!(answer == [&data[..], &[0x90, 0x00]].concat());
        let answer = card.transmit(&[0x80, 0x12, 0x00, 0x00, 0x00, 0x00, 0x00], &mut buffer).unwrap();
        assert_eq!(answer.len(), 65_536 + 2);
        assert_eq!(
            card.transmit(&[0x80, 0x12, 0x01, 0x00, 0x00], &mut [0; 257]).unwrap_err(),
            Error::InsufficientBuffer
        );
        assert_eq!(card.transmit(&COUNT, &mut buffer).unwrap(), [1, 0x90, 0x00]);
    });
}

#[test]
fn a_reader_without_card() {
    in_own_process("a_reader_without_card", |readers| {
        let context = Context::establish(Scope::User).unwrap();
        assert!(context.list_readers_owned().unwrap().is_empty());
        let reader = readers.add("empty").unwrap();
        assert_eq!(context.list_readers_owned().unwrap(), [name(&reader)]);
        let connect = |mode| context.connect(&name(&reader), mode, Protocols::ANY).map(|_| ());
        assert_eq!(connect(ShareMode::Shared), Err(Error::NoSmartcard));
        assert_eq!(connect(ShareMode::Exclusive), Err(Error::NoSmartcard));
        assert_eq!(connect(ShareMode::Direct), Ok(()));
    });
}

#[test]
fn transactions_of_many_clients_do_not_mix() {
    in_own_process("transactions_of_many_clients_do_not_mix", |readers| {
        let reader = reader_with_card(readers);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let context = Context::establish(Scope::User).unwrap();
                    let mut card = connect(&context, &reader);
                    for _ in 0..50 {
                        let transaction = card.transaction().unwrap();
                        let counts = [(); 3].map(|()| {
                            let mut answer = [0; 3];
                            transaction.transmit(&COUNT, &mut answer).unwrap();
                            answer[0]
                        });
                        assert_eq!(counts[2], counts[0] + 2, "{counts:?}");
                        transaction.end(Disposition::LeaveCard).map_err(|(_, error)| error).unwrap();
                        // The count is one byte.
                        if counts[2] > 200 {
                            let reset =
                                card.reconnect(ShareMode::Shared, Protocols::ANY, Disposition::ResetCard);
                            reset.unwrap();
                        }
                        while card.status2_owned().is_err() {
                            card.reconnect(ShareMode::Shared, Protocols::ANY, Disposition::LeaveCard)
                                .unwrap();
                        }
                    }
                });
            }
        });
    });
}

#[test]
fn insertion_and_removal_are_told_and_counted() {
    in_own_process("insertion_and_removal_are_told_and_counted", |readers| {
        let reader = readers.add("desk").unwrap();
        let context = Context::establish(Scope::User).unwrap();
        let mut states = [ReaderState::new(name(&reader), State::UNAWARE)];
        context.get_status_change(None, &mut states).unwrap();
        assert!(states[0].event_state().contains(State::EMPTY));
        for round in 0..10 {
            states[0].sync_current_state();
            thread::scope(|scope| {
                scope.spawn(|| reader.insert(TestCard::new()).unwrap());
                context.get_status_change(None, &mut states).unwrap();
            });
            assert!(states[0].event_state().contains(State::PRESENT | State::CHANGED), "{round}");
            assert_eq!(states[0].event_count(), 2 * round + 1);
            states[0].sync_current_state();
            thread::scope(|scope| {
                scope.spawn(|| reader.remove());
                context.get_status_change(None, &mut states).unwrap();
            });
            assert!(states[0].event_state().contains(State::EMPTY | State::CHANGED), "{round}");
        }
    });
}

#[test]
fn a_wait_is_cancelled_from_another_thread() {
    in_own_process("a_wait_is_cancelled_from_another_thread", |readers| {
        let reader = readers.add("desk").unwrap();
        let context = Context::establish(Scope::User).unwrap();
        let (sender, receiver) = channel();
        thread::scope(|scope| {
            scope.spawn(|| {
                let mut states = [ReaderState::new(name(&reader), State::EMPTY)];
                sender.send(context.get_status_change(None, &mut states)).unwrap();
            });
            wait_until("the wait is cancelled", || {
                // Before the wait began there is nothing to cancel.
                context.cancel().unwrap();
                match receiver.recv_timeout(Duration::from_millis(10)) {
                    Ok(outcome) => outcome == Err(Error::Cancelled),
                    Err(_) => false,
                }
            });
        });
    });
}

#[test]
fn sixteen_readers_with_cards_at_once() {
    in_own_process("sixteen_readers_with_cards_at_once", |readers| {
        let all: Vec<Reader> = (0..16).map(|_| reader_with_card(readers)).collect();
        let context = Context::establish(Scope::User).unwrap();
        assert_eq!(context.list_readers_owned().unwrap().len(), 16);
        let cards: Vec<Card> = all.iter().map(|reader| connect(&context, reader)).collect();
        for round in 1..=3 {
            for card in &cards {
                assert_eq!(card.transmit(&COUNT, &mut [0; 3]).unwrap(), [round, 0x90, 0x00]);
            }
        }
    });
}

#[test]
fn a_detached_reader_is_unavailable_to_those_connected() {
    in_own_process("a_detached_reader_is_unavailable_to_those_connected", |readers| {
        let reader = reader_with_card(readers);
        let context = Context::establish(Scope::User).unwrap();
        let card = connect(&context, &reader);
        readers.detach(&reader);
        assert_eq!(card.transmit(&COUNT, &mut [0; 3]).unwrap_err(), Error::ReaderUnavailable);
        let unknown: &CStr = &name(&reader);
        let again = context.connect(unknown, ShareMode::Shared, Protocols::ANY);
        assert_eq!(again.map(|_| ()), Err(Error::UnknownReader));
        card.disconnect(Disposition::ResetCard).map_err(|(_, error)| error).unwrap();
    });
}

#[test]
fn a_client_does_not_wait_for_its_own_transaction() {
    in_own_process("a_client_does_not_wait_for_its_own_transaction", |readers| {
        let reader = reader_with_card(readers);
        let context = Context::establish(Scope::User).unwrap();
        let mut card = connect(&context, &reader);
        let transaction = card.transaction().unwrap();
        let second = context.connect(&name(&reader), ShareMode::Shared, Protocols::ANY);
        assert_eq!(second.err(), Some(Error::SharingViolation));
        drop(transaction);
        connect(&context, &reader);
    });
}
