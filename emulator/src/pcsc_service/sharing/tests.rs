//! Sharing as PC/SC part 5 §3.2 and pcscd have it.

use super::*;
use crate::reader::ReaderSet;

const A: CardHandle = CardHandle(1);
const B: CardHandle = CardHandle(2);

/// A powered card with T=0 and T=1.
fn powered() -> ReaderStatus {
    let mut status = ReaderSet::new().add("test").unwrap().status();
    status.card = CardState::Powered;
    status.atr = [0x3B, 0x80, 0x80, 0x01, 0x01][..].try_into().unwrap();
    status
}

fn shared(handles: &[CardHandle], status: &ReaderStatus) -> Sharing {
    let mut sharing = Sharing::default();
    for &handle in handles {
        sharing.open(handle, ShareMode::Shared, status).unwrap();
    }
    sharing
}

#[test]
fn exclusive_use_shuts_out_others_and_needs_to_be_alone() {
    let status = powered();
    let mut sharing = shared(&[A], &status);
    assert_eq!(sharing.open(B, ShareMode::Exclusive, &status), Err(Refusal::SharingViolation));
    sharing.close(A);
    sharing.open(B, ShareMode::Exclusive, &status).unwrap();
    assert_eq!(sharing.count(), u32::MAX);
    for mode in [ShareMode::Shared, ShareMode::Exclusive, ShareMode::Direct] {
        assert_eq!(sharing.open(A, mode, &status), Err(Refusal::SharingViolation));
    }
    sharing.close(B);
    assert_eq!(sharing.count(), 0);
    sharing.open(A, ShareMode::Direct, &status).unwrap();
}

#[test]
fn a_connection_can_change_between_exclusive_and_shared() {
    let status = powered();
    let mut sharing = shared(&[A, B], &status);
    assert_eq!(sharing.set_mode(A, ShareMode::Exclusive, &status), Err(Refusal::SharingViolation));
    sharing.close(B);
    sharing.set_mode(A, ShareMode::Exclusive, &status).unwrap();
    assert!(sharing.is_exclusive());
    assert_eq!(sharing.owner(&status), Some(A));
    sharing.set_mode(A, ShareMode::Shared, &status).unwrap();
    assert_eq!((sharing.count(), sharing.owner(&status)), (1, None));
}

#[test]
fn transactions_nest_and_keep_others_out() {
    let status = powered();
    let mut sharing = shared(&[A, B], &status);
    assert_eq!(sharing.end(A, &status), Err(Refusal::NotTransacted));
    sharing.begin(A, &status).unwrap();
    sharing.begin(A, &status).unwrap();
    sharing.end(A, &status).unwrap();
    assert_eq!(sharing.begin(B, &status), Err(Refusal::SharingViolation));
    assert_eq!(sharing.end(B, &status), Err(Refusal::SharingViolation));
    assert_eq!(sharing.check_transaction(B, &status), Err(Refusal::SharingViolation));
    sharing.end(A, &status).unwrap();
    sharing.begin(B, &status).unwrap();
}

#[test]
fn the_lasting_transaction_of_exclusive_use_is_not_ended_by_the_client() {
    let status = powered();
    let mut sharing = Sharing::default();
    sharing.open(A, ShareMode::Exclusive, &status).unwrap();
    assert_eq!(sharing.end(A, &status), Err(Refusal::NotTransacted));
    sharing.begin(A, &status).unwrap();
    sharing.end(A, &status).unwrap();
    assert_eq!(sharing.owner(&status), Some(A));
}

#[test]
fn a_closed_connection_or_removed_card_ends_the_transaction() {
    let status = powered();
    let mut sharing = shared(&[A, B], &status);
    sharing.begin(A, &status).unwrap();
    sharing.close(A);
    sharing.begin(B, &status).unwrap();
    let mut later = status;
    later.removals += 1;
    assert_eq!(sharing.owner(&later), None);
}

#[test]
fn resets_and_removals_are_told_until_acknowledged() {
    let mut status = powered();
    let mut sharing = shared(&[A, B], &status);
    status.resets += 1;
    sharing.acknowledge(A, &status);
    assert_eq!(sharing.check_events(A, &status), Ok(()));
    assert_eq!(sharing.check_events(B, &status), Err(Refusal::ResetCard));
    status.removals += 1;
    assert_eq!(sharing.check_events(A, &status), Err(Refusal::RemovedCard));
    assert_eq!(sharing.check_events(B, &status), Err(Refusal::RemovedCard));
    sharing.acknowledge(B, &status);
    assert_eq!(sharing.check_events(B, &status), Ok(()));
    assert_eq!(sharing.check_events(CardHandle(3), &status), Err(Refusal::InvalidHandle));
}

#[test]
fn the_first_connection_after_a_reset_decides_the_protocol() {
    let mut status = powered();
    let mut sharing = shared(&[A, B], &status);
    let mut negotiate = |bits, status: &ReaderStatus| {
        sharing.negotiate(ShareMode::Shared, Preferred(bits), status).map(|protocol| protocol.unwrap())
    };
    assert_eq!(negotiate(1, &status), Ok(Protocol::T0));
    assert_eq!(negotiate(2, &status), Err(Refusal::ProtocolMismatch));
    assert_eq!(negotiate(3, &status), Ok(Protocol::T0));
    status.resets += 1;
    assert_eq!(negotiate(3, &status), Ok(Protocol::T1));
    assert_eq!(negotiate(4, &status), Ok(Protocol::Raw));
    assert_eq!(negotiate(1, &status), Err(Refusal::ProtocolMismatch));
    let direct = sharing.negotiate(ShareMode::Direct, Preferred(0), &status);
    assert_eq!(direct, Ok(Some(Protocol::Raw)));
}
