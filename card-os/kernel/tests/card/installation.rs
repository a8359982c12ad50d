//! Installing applets, and coming back to them.

use cardamom_apdu::Aid;
use cardamom_kernel::{BootError, Card, ContentError, Error, Fault, Installation, Nvm, Quota, SeededEntropy};

use crate::support::*;

#[test]
fn what_is_not_there_or_there_already_is_refused() {
    let mut card = blank(Behaviour::default(), Behaviour::default());
    let unknown = Aid::from_array([1; 6]);
    let refused = card.install(&Installation { module: unknown, ..installation(MODULE_A, MODULE_A) });
    assert_eq!(refused, Err(ContentError::NoSuchModule(unknown)));
    card.install(&installation(MODULE_A, MODULE_A)).unwrap();
    assert_eq!(
        card.install(&installation(MODULE_B, MODULE_A)),
        Err(ContentError::AlreadyInstalled(MODULE_A))
    );
}

#[test]
fn an_installation_that_fails_leaves_nothing() {
    let failing = Behaviour {
        install: |handles, context| {
            context.begin()?;
            context.set(handles.number, &1)?;
            context.commit()?;
            context.create(100, cardamom_kernel::object::Storage::Persistent)?;
            Err(Fault::NotEnoughMemory.into())
        },
        ..Behaviour::default()
    };
    let mut card = blank(failing, Behaviour::default());
    let (free, before) = (card.free_memory(), card.instances());
    let outcome = card.install(&installation(MODULE_A, MODULE_A));
    assert_eq!(outcome, Err(ContentError::Failed(Error::Fault(Fault::NotEnoughMemory))));
    assert_eq!((card.free_memory(), card.instances()), (free, before));
}

#[test]
fn a_quota_too_small_for_the_layout_refuses_the_installation() {
    let mut card = blank(Behaviour::default(), Behaviour::default());
    let quota = Quota { persistent: 100, ..Quota::UNLIMITED };
    let outcome = card.install(&Installation { quota, ..installation(MODULE_A, MODULE_A) });
    assert_eq!(outcome, Err(ContentError::Failed(Error::Fault(Fault::QuotaExceeded))));
}

#[test]
fn a_card_comes_back_from_its_memory_with_all_its_state() {
    let behaviour = Behaviour {
        process: |handles, context, command| {
            if command.p1() == 1 {
                context.set(handles.number, &0xAABB_CCDD)?;
                context.increment(handles.counter)?;
                context.set_life_cycle(0x0F)?;
                for record in [*b"one.", *b"two.", *b"tre.", *b"four"] {
                    context.append_record(handles.records, &record)?;
                }
            }
            let number = context.get(handles.number)?;
            let counter = context.counter(handles.counter)?;
            let newest = context.record(handles.records, 1)?.unwrap_or(b"none").to_vec();
            let oldest = context.record(handles.records, 3)?.unwrap_or(b"none").to_vec();
            let life_cycle = context.life_cycle()?;
            context.respond(&number.to_be_bytes());
            context.respond(&counter.to_be_bytes());
            context.respond(&newest);
            context.respond(&oldest);
            context.respond(&[life_cycle]);
            Ok(())
        },
        ..Behaviour::default()
    };
    let mut first = card(behaviour.clone(), Behaviour::default());
    select(&mut first, &MODULE_A);
    assert!(send(&mut first, "80100000").starts_with("0000000700000000"));
    let expected = send(&mut first, "80100100");
    assert!(expected.starts_with("AABBCCDD00000001666F757274776F2E0F"), "{expected}");
    let image = cardamom_kernel::nvm::image::write_image(first.nvm());
    let nvm = cardamom_kernel::nvm::image::read_image(&image).unwrap();
    let entropy = Box::new(SeededEntropy::new(2));
    let mut second = Card::open(nvm, rom(behaviour, Behaviour::default()), entropy).unwrap();
    second.power_on().unwrap();
    select(&mut second, &MODULE_A);
    assert_eq!(send(&mut second, "80100000"), expected);
}

#[test]
fn a_memory_that_is_no_card_is_refused_with_a_reason() {
    let open = |nvm| Card::open(nvm, [].into(), Box::new(SeededEntropy::new(1))).map(|_| ()).unwrap_err();
    assert_eq!(open(Nvm::erased(4096)), BootError::Blank);
    assert_eq!(open(Nvm::from_bytes(vec![0x55; 4096])), BootError::Damaged("the header of the memory"));
    let made = card(Behaviour::default(), Behaviour::default());
    let bytes = made.nvm().bytes().to_vec();
    assert_eq!(
        open(Nvm::from_bytes(bytes.clone())),
        BootError::UnknownModule(MODULE_A),
        "another card software"
    );
    let mut other_version = bytes;
    other_version[5] = 9;
    assert_eq!(open(Nvm::from_bytes(other_version)), BootError::Version { found: 9 });
}
