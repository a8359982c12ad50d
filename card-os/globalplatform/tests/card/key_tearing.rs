//! Power is cut at every write of the commands that keep keys of SCP11 and what belongs to them: the card is then as
//! before the command or as after it, and has lost no memory.

use cardamom_apdu::hex;
use cardamom_kernel::{NoAnswer, Tear};
use cardamom_secure_channel::scp11::Variant;
use cardamom_secure_channel::scp11::certificate::Usage;

use crate::commands::{command, lv};
use crate::host::{Host, TEST_KEY};
use crate::scp11::{
    VERSION, authority, card_key, certificate, full, host_certificate, key, perform, protected, scp11_card,
    store_for,
};

/// All that a card tells of such keys, and whether they open a session.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Seen {
    data: Vec<String>,
    free: usize,
    opened: Vec<bool>,
    takes_certificate: String,
}

fn look(host: &mut Host) -> Seen {
    let here = host.card.snapshot();
    host.card.nvm_mut().disarm_power_cut();
    host.card.power_on().unwrap();
    let mut ask = |plain: &str| host.send(plain);
    let mut data = vec![ask("80CA00E000"), ask("80CAFF3300"), ask("80CAFF3400")];
    for key in ["1001", "1301", "1302", "2001"] {
        data.push(ask(&command("80CABF21", &format!("A6048302{key}"))));
    }
    let free = host.card.free_memory().persistent;
    let takes_certificate = host.send(&perform(0x10, VERSION, &host_certificate(), false));
    let opened = Variant::ALL
        .into_iter()
        .map(|variant| {
            host.send(&perform(0x10, VERSION, &host_certificate(), false));
            host.agree(&full(variant), 0x20).is_ok()
        })
        .collect();
    host.card.restore(&here);
    Seen { data, free, opened, takes_certificate }
}

fn sweep(host: &mut Host, what: &str, plain: &str) {
    let bytes = protected(&mut host.session.clone().unwrap(), plain);
    let start = host.card.snapshot();
    let before = look(host);
    let first = host.card.nvm().writes();
    let answer = hex::encode(host.card.transmit(&bytes).unwrap());
    assert!(answer.ends_with("9000"), "{what}: {answer} {:?}", host.refusal());
    let writes = host.card.nvm().writes() - first;
    let after = look(host);
    assert_ne!(before, after, "{what}");
    for tear in Tear::ALL {
        for write in 0..writes {
            host.card.restore(&start);
            host.card.nvm_mut().cut_power_at(write, tear);
            assert_eq!(host.card.transmit(&bytes), Err(NoAnswer::PowerCut), "{what}");
            let seen = look(host);
            let whole = seen == before || seen == after;
            assert!(whole, "{what}, {tear:?} at write {write} of {writes}: {seen:#?} {before:#?} {after:#?}");
        }
    }
    // It is done, and the session goes on.
    host.card.restore(&start);
    host.ok(plain);
}

#[test]
fn keys_and_what_belongs_to_them_are_kept_whole_or_not_at_all() {
    let mut host = scp11_card();
    host.open(0, TEST_KEY, 0x01);
    let point = hex::encode(&authority().public_key().to_bytes());
    sweep(&mut host, "PUT KEY", &command("80D80020", &format!("01B041{point}F0010000")));
    let of_card = certificate(9, "maker", "card", Usage::KeyAgreement);
    let of_card = hex::encode(&of_card.sign(&card_key().public_key(), &key(0x70)));
    let store = |objects: &str| store_for(0x13, "", objects);
    sweep(&mut host, "STORE DATA of certificates", &store(&format!("BF2181{}", lv(&of_card))));
    sweep(&mut host, "STORE DATA of other certificates", &store("BF21027F21"));
    sweep(&mut host, "STORE DATA of an authority", &store_for(0x20, "8001004202AABB", ""));
    sweep(
        &mut host,
        "STORE DATA of serial numbers",
        &store_for(0x10, "", "92020001 7003930107".replace(' ', "").as_str()),
    );
    sweep(&mut host, "STORE DATA of other serial numbers", &store_for(0x10, "", "920200027006930107930101"));
    sweep(&mut host, "GENERATE KEY", &command("80F10113", "02F00100"));
    sweep(&mut host, "PUT KEY in place", &command("80D80120", &format!("02B041{point}F0010000")));
    sweep(&mut host, "DELETE", &command("80E40000", "D00110"));
}
