//! Snapshots: a card goes back to exactly what it was.

use proptest::prelude::*;

use crate::support::*;

/// A little of everything, chosen by P1.
const BUSY: Process = |handles, context, command| {
    match command.p1() % 8 {
        0 => {
            let next = context.get(handles.number)?.wrapping_add(u32::from(command.p2()));
            context.set(handles.number, &next)?;
        }
        1 => drop(context.increment(handles.counter)?),
        2 => context.append_record(handles.records, &[command.p2(); 4])?,
        3 => context.set(handles.on_deselect, &u32::from(command.p2()))?,
        4 => context.set(handles.on_reset, &u32::from(command.p2()))?,
        5 => drop(context.create(usize::from(command.p2()), cardamom_kernel::object::Storage::Persistent)?),
        6 => {
            let mut random = [0; 4];
            context.random(&mut random)?;
            context.respond(&random);
        }
        _ => drop(context.verify_pin(handles.pin, &[command.p2()])?),
    }
    for value in
        [context.get(handles.number)?, context.counter(handles.counter)?, context.get(handles.on_reset)?]
    {
        context.respond(&value.to_be_bytes());
    }
    let value = context.get(handles.on_deselect)?;
    context.respond(&value.to_be_bytes());
    Ok(())
};

proptest! {
    /// Restoring and going on gives the same answers and the same memory as going on without it.
    #[test]
    fn restore_then_continue_equals_continue(
        before in prop::collection::vec(any::<(u8, u8)>(), 0..20),
        detour in prop::collection::vec(any::<(u8, u8)>(), 0..20),
        after in prop::collection::vec(any::<(u8, u8)>(), 1..20),
        reset: bool,
    ) {
        let run = |card: &mut cardamom_kernel::Card, steps: &[(u8, u8)]| -> Vec<String> {
            steps.iter().map(|(p1, p2)| send(card, &format!("8010{p1:02X}{p2:02X}"))).collect()
        };
        let mut straight = selected(BUSY);
        run(&mut straight, &before);
        let expected = run(&mut straight, &after);

        let mut card = selected(BUSY);
        run(&mut card, &before);
        let snapshot = card.snapshot();
        run(&mut card, &detour);
        if reset {
            card.power_on().unwrap();
        }
        card.restore(&snapshot);
        prop_assert_eq!(run(&mut card, &after), expected);
        prop_assert!(card.nvm().bytes() == straight.nvm().bytes());
    }
}
