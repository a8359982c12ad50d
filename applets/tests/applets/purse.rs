//! The commands of the purse, one by one.

use cardamom_secure_channel::edep::{DebitType, Purse};

use crate::support::host::{balance, load, pay, prove, verify_pin};
use crate::support::issue::purse;
use crate::support::send_hex;

#[test]
fn load_and_purchase_move_the_balance() {
    let mut card = purse();
    load(&mut card, Purse::Purse, 1000);
    let proof = pay(&mut card, DebitType::PursePurchase, 300, 0);
    assert_eq!(balance(&mut card, Purse::Purse), 700);
    let kept = prove(&mut card, 0x06, 0).ok();
    assert_eq!(kept, [proof.mac2.to_bytes(), proof.tac.to_bytes()].concat());
    assert_eq!(send_hex(&mut card, "80 5C 00 01 04").status, 0x6982, "the deposit is the holder's");
    verify_pin(&mut card);
    assert_eq!(balance(&mut card, Purse::Deposit), 0);
    let record = send_hex(&mut card, "00 B2 01 C4 17").ok();
    assert_eq!(record[..10], [0, 0, 0, 0, 0, 0, 0, 1, 0x2C, 6]);
}
