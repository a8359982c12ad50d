//! An applet that breaks every rule is stopped each time, with the card and its neighbours intact.

use cardamom_kernel::handle::{Bytes, Field, Key, OwnerPin, References};
use cardamom_kernel::object::{Clear, ObjectRef, Storage};
use cardamom_kernel::{Error, Event, Fault, KeyUsage, Quota};

use crate::support::*;

/// P1 chooses the crime. It tries to hide it: whatever error it is given, it says it went well.
const CRIMINAL: Process = |handles, context, command| {
    let victim = victim_object(command.p2());
    let _ = match command.p1() {
        0 => context.bytes(Bytes::from_object(victim)).map(|_| ()),
        1 => context.write(Bytes::from_object(victim), 0, &[0xFF; 4]),
        2 => context.set(Field::<u32>::from_object(victim), &0xFFFF_FFFF),
        3 => context.delete(victim),
        4 => context.key(Key::from_object(victim), KeyUsage::VERIFY_MAC).map(|_| ()),
        5 => context.set_key(Key::from_object(victim), 1, &[0; 16]),
        6 => context.verify_pin(OwnerPin::from_object(victim), b"1234").map(|_| ()),
        7 => context.set_pin(OwnerPin::from_object(victim), b"0000"),
        8 => context.set_reference(References::from_object(victim), 0, ObjectRef::NULL),
        // Own objects, used as what they are not.
        9 => context.key(handles.key, KeyUsage::SIGN).map(|_| ()),
        10 => context.bytes(Bytes::from_object(handles.key.object())).map(|_| ()),
        11 => context.bytes(Bytes::from_object(handles.pin.object())).map(|_| ()),
        12 => context.write(handles.bytes, 63, &[1, 2]),
        13 => context.set(Field::<u64>::from_object(handles.number.object()), &1),
        14 => context.commit(),
        15 => context.begin().and_then(|()| context.begin()),
        16 => {
            let array = context.create_global_array(8).unwrap();
            context.set_reference(handles.references, 0, array.object())
        }
        17 => context.bytes(Bytes::from_object(ObjectRef::from_parts(4711, 0))).map(|_| ()),
        18 => {
            let own = context.create(8, Storage::Persistent).unwrap();
            context.delete(own.object()).unwrap();
            context.bytes(own).map(|_| ())
        }
        19 => context.append_record(handles.records, b"too long"),
        20 => loop {
            if let Err(error) = context.get(handles.number) {
                break Err(error);
            }
        },
        _ => Ok(()),
    };
    context.respond(b"loot");
    Ok(())
};

/// References are allegations: the criminal simply numbers through the object table.
fn victim_object(index: u8) -> ObjectRef {
    ObjectRef::from_parts(u16::from(index), 0)
}

const CRIMES_ON_OBJECTS: std::ops::RangeInclusive<u8> = 0..=8;
const OTHER_CRIMES: std::ops::RangeInclusive<u8> = 9..=20;

fn scene() -> (cardamom_kernel::Card, Vec<ObjectRef>) {
    let criminal = Behaviour { process: CRIMINAL, ..Behaviour::default() };
    let victim = Behaviour {
        process: |handles, context, _| {
            let number = context.get(handles.number)?;
            context.respond(&number.to_be_bytes());
            Ok(())
        },
        install: |handles, context| {
            context.set_key(handles.key, 1, &[0x11; 16])?;
            context.set_pin(handles.pin, b"1234")
        },
        ..Behaviour::default()
    };
    let mut card = card(criminal, victim);
    select(&mut card, &MODULE_A);
    // Objects of the criminal come first in the table (after the configuration), then its registry entry, then
    // those of the victim.
    let own = 1..=10u16;
    let others = (0..24u16).filter(|index| !own.contains(index)).map(|index| ObjectRef::from_parts(index, 0));
    (card, others.collect())
}

#[test]
fn no_object_of_another_context_can_be_touched() {
    let (mut card, others) = scene();
    let events = Events::of(&mut card);
    let before = card.nvm().bytes().to_vec();
    for object in others {
        for crime in CRIMES_ON_OBJECTS {
            let answer = send(&mut card, &format!("8010{crime:02X}{:02X}", object.index()));
            assert_eq!(answer, "6F00", "crime {crime} on {object}");
        }
    }
    assert!(card.nvm().bytes() == before, "nothing was changed");
    assert!(events.all().iter().any(|event| matches!(
        event,
        Event::Stopped { applet: Some(applet), fault: Fault::ForeignContext { .. } } if *applet == MODULE_A
    )));
    select(&mut card, &MODULE_B);
    assert_eq!(send(&mut card, "80100000"), "000000079000", "the neighbour is as it was");
}

#[test]
fn misuse_of_what_is_its_own_ends_the_command_too() {
    let (mut card, _) = scene();
    for crime in OTHER_CRIMES {
        assert_eq!(send(&mut card, &format!("8010{crime:02X}00")), "6F00", "crime {crime}");
    }
    assert_eq!(send(&mut card, "80105000"), "6C6F6F749000", "an honest command still works");
    select(&mut card, &MODULE_B);
    assert_eq!(send(&mut card, "80100000"), "000000079000");
}

#[test]
fn a_transaction_left_open_is_undone() {
    let mut card = selected(|handles, context, command| {
        if command.p1() == 1 {
            context.begin()?;
            context.set(handles.number, &99)?;
            let made = context.create(16, Storage::Persistent)?;
            context.set_reference(handles.references, 0, made.object())?;
        }
        let number = context.get(handles.number)?;
        let reference = context.reference(handles.references, 0)?;
        context.respond(&number.to_be_bytes());
        context.respond(&reference.to_bytes());
        Ok(())
    });
    let free = card.free_memory();
    let null = ObjectRef::NULL.to_bytes().map(|byte| format!("{byte:02X}")).concat();
    assert!(send(&mut card, "80100100").starts_with("00000063"));
    assert_eq!(send(&mut card, "80100000"), format!("00000007{null}9000"), "JCRE 7.3, 7.6.3");
    assert_eq!(card.free_memory(), free);
}

#[test]
fn a_violation_undoes_the_transaction_even_if_the_applet_commits() {
    let mut card = selected(|handles, context, command| {
        if command.p1() == 1 {
            context.begin()?;
            context.set(handles.number, &99)?;
            let _ = context.bytes(Bytes::from_object(ObjectRef::from_parts(0, 0)));
        }
        let number = context.get(handles.number)?;
        context.respond(&number.to_be_bytes());
        Ok(())
    });
    assert_eq!(send(&mut card, "80100100"), "6F00");
    assert_eq!(send(&mut card, "80100000"), "000000079000");
}

#[test]
fn exhausting_memory_hurts_only_the_applet_that_does_it() {
    let greedy: Process = |_, context, command| {
        let storage = match command.p1() {
            0 => Storage::Persistent,
            1 => Storage::Transient(Clear::OnReset),
            _ => Storage::Transient(Clear::OnDeselect),
        };
        loop {
            context.create(100, storage)?;
        }
    };
    let quota = Quota { persistent: 4000, transient_reset: 300, transient_deselect: 200 };
    let mut card = blank(Behaviour { process: greedy, ..Behaviour::default() }, Behaviour::default());
    card.install(&cardamom_kernel::Installation { quota, ..installation(MODULE_A, MODULE_A) }).unwrap();
    card.install(&installation(MODULE_B, MODULE_B)).unwrap();
    card.power_on().unwrap();
    select(&mut card, &MODULE_A);
    for storage in 0..3 {
        assert_eq!(send(&mut card, &format!("8010{storage:02X}00")), "6A84");
    }
    let usage = card.instances()[0].usage;
    assert!(
        usage.persistent <= 4000 && usage.transient_reset <= 300 && usage.transient_deselect <= 200,
        "{usage:?}"
    );
    let neighbour = cardamom_apdu::Aid::from_array([0xA0, 0, 0, 0, 0x0B, 0x02]);
    card.install(&installation(MODULE_B, neighbour)).unwrap();
    select(&mut card, &neighbour);
}

#[test]
fn a_clear_on_deselect_object_is_for_the_selected_applet_only() {
    let server = Behaviour {
        invoke: |handles, context, _, _| context.get(handles.on_deselect).map(|_| ()),
        shares_with: Some(MODULE_A),
        ..Behaviour::default()
    };
    let client: Process = |_, context, _| {
        let interface = context.shareable_interface(&MODULE_B, 0)?.unwrap();
        match context.invoke(interface, 0, &[]) {
            Err(Error::Fault(Fault::TransientNotSelected)) => Ok(()),
            other => other.map(|_| ()),
        }
    };
    let mut card = card(Behaviour { process: client, ..Behaviour::default() }, server);
    select(&mut card, &MODULE_A);
    assert_eq!(send(&mut card, "80100000"), "6F00", "JCRE 5.1");
}

#[test]
fn a_global_array_is_open_to_all_and_gone_after_a_reset() {
    let server = Behaviour {
        invoke: |_, context, call, output| {
            let array = Bytes::from_object(ObjectRef::from_bytes(call.input.try_into().unwrap()));
            output.extend_from_slice(context.bytes(array)?);
            context.write(array, 0, b"seen")
        },
        shares_with: Some(MODULE_A),
        ..Behaviour::default()
    };
    let client: Process = |_, context, _| {
        let array = context.create_global_array(4)?;
        context.write(array, 0, b"mine")?;
        let interface = context.shareable_interface(&MODULE_B, 0)?.unwrap();
        let output = context.invoke(interface, 0, &array.object().to_bytes())?;
        context.respond(&output);
        let now = context.bytes(array)?.to_vec();
        context.respond(&now);
        Ok(())
    };
    let mut card = card(Behaviour { process: client, ..Behaviour::default() }, server);
    select(&mut card, &MODULE_A);
    let expected: String = b"mineseen".iter().map(|byte| format!("{byte:02X}")).collect();
    assert_eq!(send(&mut card, "80100000"), expected + "9000");
}
