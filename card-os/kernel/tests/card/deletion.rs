//! JCRE 3.0.5 §11.3.4: deletion.

use cardamom_apdu::Aid;
use cardamom_kernel::object::ObjectRef;
use cardamom_kernel::{ContentError, Tear};

use crate::support::*;

#[test]
fn a_selected_applet_is_not_deleted() {
    let mut card = card(Behaviour::default(), Behaviour::default());
    select(&mut card, &MODULE_A);
    assert_eq!(card.delete(&MODULE_A), Err(ContentError::Selected(MODULE_A)));
    assert_eq!(
        card.delete(&Aid::from_array([9; 5])),
        Err(ContentError::NoSuchInstance(Aid::from_array([9; 5])))
    );
}

#[test]
fn an_applet_whose_object_another_one_refers_to_is_not_deleted() {
    // Two instances of one package share a context and may refer to each other's objects.
    let holder = Behaviour {
        process: |handles, context, command| {
            let object = if command.p1() == 1 { ObjectRef::from_parts(1, 0) } else { ObjectRef::NULL };
            context.set_reference(handles.references, 0, object)
        },
        ..Behaviour::default()
    };
    let second = Aid::from_array([0xA0, 0, 0, 0, 0x0A, 0x02]);
    let mut card = card(holder, Behaviour::default());
    card.install(&installation(MODULE_A, second)).unwrap();
    select(&mut card, &second);
    assert_eq!(send(&mut card, "80100100"), "9000");
    assert_eq!(card.delete(&MODULE_A), Err(ContentError::Referenced { by: Some(second) }));
    assert_eq!(send(&mut card, "80100000"), "9000");
    card.delete(&MODULE_A).unwrap();
}

#[test]
fn installing_and_deleting_gives_all_memory_back_and_leaves_no_residue() {
    let secret = Behaviour {
        install: |handles, context| {
            context.set_pin(handles.pin, b"\xDE\xAD\xBE\xEF")?;
            context.set_key(handles.key, 1, &[0xC5; 16])
        },
        ..Behaviour::default()
    };
    let mut card = blank(secret, Behaviour::default());
    let free = card.free_memory();
    for _ in 0..3 {
        card.install(&installation(MODULE_A, MODULE_A)).unwrap();
        assert!(contains(card.nvm().bytes(), &[0xDE, 0xAD, 0xBE, 0xEF]));
        card.delete(&MODULE_A).unwrap();
        assert_eq!(card.free_memory(), free);
        for secret in [&[0xDE, 0xAD, 0xBE, 0xEF][..], &[0xC5; 16]] {
            assert!(!contains(card.nvm().bytes(), secret), "FDP_RIP.1");
        }
    }
}

#[test]
fn a_deletion_or_installation_that_is_cut_is_done_or_not_done() {
    for tear in Tear::ALL {
        for cut in 0.. {
            let mut card = card(Behaviour::default(), Behaviour::default());
            let free = card.free_memory();
            card.nvm_mut().cut_power_at(cut, tear);
            let outcome = card.delete(&MODULE_A);
            if outcome.is_ok() {
                break;
            }
            card.power_on().unwrap();
            match card.instances().len() {
                2 => {
                    assert_eq!(card.free_memory(), free);
                    select(&mut card, &MODULE_A);
                }
                count => assert_eq!(count, 1),
            }
            select(&mut card, &MODULE_B);
        }
        for cut in 0.. {
            let mut card = blank(Behaviour::default(), Behaviour::default());
            let free = card.free_memory();
            card.nvm_mut().cut_power_at(cut, tear);
            let outcome = card.install(&installation(MODULE_A, MODULE_A));
            if outcome.is_ok() {
                break;
            }
            card.power_on().unwrap();
            if card.instances().is_empty() {
                assert_eq!(card.free_memory(), free);
            } else {
                select(&mut card, &MODULE_A);
            }
        }
    }
}

fn contains(bytes: &[u8], secret: &[u8]) -> bool {
    bytes.windows(secret.len()).any(|window| window == secret)
}
