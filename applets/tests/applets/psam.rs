//! The PSAM with a purse.

use cardamom_secure_channel::edep::{DebitType, InitializeOfflineResponse, Purse};

use crate::support::host::{at, balance, command, initialize_debit, load};
use crate::support::issue::{factor, psam, purse};
use crate::support::send;

/// `80 70` for this answer of a card.
pub(crate) fn init_sam(answer: &[u8], amount: u32, code: u8) -> Vec<u8> {
    let answer = InitializeOfflineResponse::from_bytes(answer).unwrap();
    let data = [
        &answer.random.to_bytes()[..],
        &answer.sequence.to_bytes(),
        &amount.to_be_bytes(),
        &[code],
        &at().to_bytes(),
        &[answer.key_version, answer.algorithm],
        &factor().to_bytes(),
    ]
    .concat();
    command([0x80, 0x70, 0x00, 0x00], &data, Some(8))
}

#[test]
fn a_purse_pays_a_psam() {
    let (mut purse, mut psam) = (purse(), psam());
    load(&mut purse, Purse::Purse, 1000);
    for number in 0..3u32 {
        let answer = send(&mut purse, &initialize_debit(DebitType::PursePurchase, 100)).ok();
        let mac1 = send(&mut psam, &init_sam(&answer, 100, 6)).ok();
        assert_eq!(mac1[..4], number.to_be_bytes());
        let data = [&mac1[..4], &at().to_bytes(), &mac1[4..]].concat();
        let proof = send(&mut purse, &command([0x80, 0x54, 0x01, 0x00], &data, Some(8))).ok();
        send(&mut psam, &command([0x80, 0x72, 0x00, 0x00], &proof[4..], None)).ok();
        let again = send(&mut psam, &command([0x80, 0x72, 0x00, 0x00], &proof[4..], None));
        assert_eq!(again.status, 0x6901, "a MAC2 is checked once");
    }
    assert_eq!(balance(&mut purse, Purse::Purse), 700);
}
