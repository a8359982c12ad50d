//! Power cuts seen from outside.

use cardamom_kernel::{NoAnswer, PinVerdict, Tear};
use proptest::prelude::*;

use crate::support::*;

/// INS 10: two fields and a record in one transaction; INS 20: VERIFY; INS 30: read.
const TRANSFER: Process = |handles, context, command| {
    match command.instruction() {
        0x10 => context.transaction(|context| {
            let (from, to) = (context.get(handles.number)?, context.get(handles.other)?);
            context.set(handles.number, &(from - 1))?;
            context.append_record(handles.records, b"move")?;
            context.set(handles.other, &(to + 1))
        })?,
        0x20 => match context.verify_pin(handles.pin, command.data())? {
            PinVerdict::Right => context.respond(&[0xFF]),
            PinVerdict::Wrong { tries_remaining } => context.respond(&[tries_remaining]),
            PinVerdict::Blocked => context.respond(&[0xB1]),
        },
        _ => {}
    }
    for value in [context.get(handles.number)?, context.get(handles.other)?] {
        context.respond(&value.to_be_bytes());
    }
    let records = context.record_count(handles.records)?;
    context.respond(&[u8::try_from(records).unwrap()]);
    Ok(())
};

fn bank() -> cardamom_kernel::Card {
    let behaviour = Behaviour {
        process: TRANSFER,
        install: |handles, context| context.set_pin(handles.pin, b"1234"),
        ..Behaviour::default()
    };
    let mut card = card(behaviour, Behaviour::default());
    select(&mut card, &MODULE_A);
    card
}

#[test]
fn a_transaction_cut_anywhere_is_before_or_after_also_when_recovery_is_cut() {
    let mut origin = bank();
    let start = origin.snapshot();
    let before = send(&mut origin, "80300000");
    let writes = origin.nvm().writes();
    let after = send(&mut origin, "80100000");
    let writes = origin.nvm().writes() - writes;
    assert!(writes >= 6, "{writes}");
    for cut in 0..writes {
        for tear in Tear::ALL {
            for second_cut in 0..16 {
                for second_tear in Tear::ALL {
                    origin.restore(&start);
                    origin.nvm_mut().cut_power_at(cut, tear);
                    assert_eq!(origin.transmit(&hex("80100000")), Err(NoAnswer::PowerCut));
                    assert_eq!(origin.transmit(&hex("80100000")), Err(NoAnswer::Unpowered));
                    origin.nvm_mut().cut_power_at(second_cut, second_tear);
                    let _ = origin.power_on();
                    origin.nvm_mut().disarm_power_cut();
                    origin.power_on().unwrap();
                    select(&mut origin, &MODULE_A);
                    let state = send(&mut origin, "80300000");
                    assert!(state == before || state == after, "cut at {cut} {tear:?}: {state}");
                }
            }
        }
    }
}

proptest! {
    /// R3, A30: however power is cut, no more wrong guesses are answered or usable than the limit allows.
    #[test]
    fn no_schedule_of_power_cuts_gives_more_guesses_than_the_limit(
        cuts in prop::collection::vec((0u64..4, 0usize..3), 1..12),
    ) {
        let mut card = bank();
        let mut wrong_answers = 0;
        for (cut, tear) in cuts {
            card.nvm_mut().cut_power_at(cut, Tear::ALL[tear]);
            match card.transmit(&hex("802000000439393939")) {
                Ok(answer) if answer[0] == 0xB1 => {}
                Ok(_) => wrong_answers += 1,
                Err(_) => {}
            }
            card.nvm_mut().disarm_power_cut();
            card.power_on().unwrap();
            select(&mut card, &MODULE_A);
        }
        prop_assert!(wrong_answers <= 3);
        let _ = send(&mut card, "802000000439393939");
        let _ = send(&mut card, "802000000439393939");
        let _ = send(&mut card, "802000000439393939");
        prop_assert!(send(&mut card, "802000000431323334").starts_with("B1"), "blocked for the right PIN as well");
    }
}

#[test]
fn the_right_pin_fills_the_try_counter_and_counts_until_reset() {
    let mut card = bank();
    assert!(send(&mut card, "802000000430303030").starts_with("02"));
    assert!(send(&mut card, "802000000430303030").starts_with("01"));
    assert!(send(&mut card, "802000000431323334").starts_with("FF"));
    for tries in ["02", "01", "00", "B1"] {
        assert!(send(&mut card, "802000000430303030").starts_with(tries));
    }
    card.power_on().unwrap();
    select(&mut card, &MODULE_A);
    assert!(send(&mut card, "802000000431323334").starts_with("B1"), "blocked is blocked");
}
