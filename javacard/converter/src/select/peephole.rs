//! Short forms of what javac spells out: fields of `this`, and local variables that are counted up or down.

use std::collections::BTreeSet;

use crate::card_code::{CardInstruction, Item, Label, opcode};
use crate::resolve::Entry;

/// Replaces neighbours by shorter instructions with the same effect, nowhere across a label.
pub(super) fn tidy(
    items: Vec<Item>,
    labels: &BTreeSet<Label>,
    fields_of_this: impl Fn(Entry) -> bool,
) -> Vec<Item> {
    let mut tidied: Vec<Item> = Vec::with_capacity(items.len());
    for item in items {
        // The first item of a labelled instruction stays where control finds it.
        let is_labelled =
            labels.contains(&item.from) && tidied.last().is_none_or(|before| before.from != item.from);
        tidied.push(item);
        if !is_labelled {
            shorten(&mut tidied, labels, &fields_of_this);
        }
    }
    tidied
}

fn shorten(items: &mut Vec<Item>, labels: &BTreeSet<Label>, fields_of_this: &impl Fn(Entry) -> bool) {
    if let [.., this, access] = items.as_slice()
        && let (CardInstruction::Plain(opcode::ALOAD_0), CardInstruction::Field(opcode, entry)) =
            (&this.instruction, &access.instruction)
        && *opcode < opcode::PUTFIELD_A
        && fields_of_this(*entry)
        && joined(&[this, access], labels)
    {
        let item = Item {
            instruction: CardInstruction::FieldOfThis(opcode + opcode::GETFIELD_THIS, *entry),
            from: this.from,
            taken: 0,
            left: access.left,
        };
        replace(items, 2, [item]);
        return;
    }
    // load x, push c, add or subtract, store x
    if let [.., load, push, operation, store] = items.as_slice()
        && let Some((opcode, local, by)) = counted(load, push, operation, store)
        && joined(&[load, push, operation, store], labels)
    {
        let item = Item {
            instruction: CardInstruction::Increment { opcode, local, by },
            from: load.from,
            taken: 0,
            left: 0,
        };
        replace(items, 4, [item]);
        return;
    }
    // load x, dup, push c, add or subtract, store x: the old value stays
    if let [.., load, copy, push, operation, store] = items.as_slice() {
        let is_copy = matches!(copy.instruction, CardInstruction::Plain(opcode::DUP | opcode::DUP2));
        if let (true, Some((opcode, local, by))) = (is_copy, counted(load, push, operation, store))
            && joined(&[load, copy, push, operation, store], labels)
        {
            let count = Item {
                instruction: CardInstruction::Increment { opcode, local, by },
                from: push.from,
                taken: 0,
                left: 0,
            };
            let load = load.clone();
            replace(items, 5, [load, count]);
            return;
        }
    }
    // load x, push c, add or subtract, dup, store x: the new value stays
    if let [.., load, push, operation, copy, store] = items.as_slice() {
        let is_copy = matches!(copy.instruction, CardInstruction::Plain(opcode::DUP | opcode::DUP2));
        if let (true, Some((opcode, local, by))) = (is_copy, counted(load, push, operation, store))
            && joined(&[load, push, operation, copy, store], labels)
        {
            let count = Item {
                instruction: CardInstruction::Increment { opcode, local, by },
                from: load.from,
                taken: 0,
                left: 0,
            };
            let load = Item { from: copy.from, ..load.clone() };
            replace(items, 5, [count, load]);
        }
    }
}

/// Whether control comes into the middle of some items. A label is met by the first item of its instruction, and by
/// the first one after it where the instruction left none.
fn joined(items: &[&Item], labels: &BTreeSet<Label>) -> bool {
    items.windows(2).all(|pair| match pair {
        [before, after] => labels.range(before.from + 1..=after.from).next().is_none(),
        _ => true,
    })
}

fn replace<const N: usize>(items: &mut Vec<Item>, count: usize, by: [Item; N]) {
    items.truncate(items.len().saturating_sub(count));
    items.extend(by);
}

/// The opcode, the cell and the amount, where four items count a local variable up or down.
fn counted(load: &Item, push: &Item, operation: &Item, store: &Item) -> Option<(u8, u8, i16)> {
    let (is_int, local) = loaded(&load.instruction)?;
    if stored(&store.instruction)? != (is_int, local) {
        return None;
    }
    let by = pushed(&push.instruction, is_int)?;
    let by = match (&operation.instruction, is_int) {
        (CardInstruction::Plain(opcode::SADD), false) | (CardInstruction::Plain(opcode::IADD), true) => by,
        (CardInstruction::Plain(opcode::SSUB), false) | (CardInstruction::Plain(opcode::ISUB), true) => {
            by.checked_neg()?
        }
        _ => return None,
    };
    Some((if is_int { opcode::IINC } else { opcode::SINC }, local, by))
}

const fn loaded(instruction: &CardInstruction) -> Option<(bool, u8)> {
    match instruction {
        CardInstruction::Byte(opcode::SLOAD, local) => Some((false, *local)),
        CardInstruction::Byte(opcode::ILOAD, local) => Some((true, *local)),
        CardInstruction::Plain(opcode @ 0x1C..=0x1F) => Some((false, *opcode - opcode::SLOAD_0)),
        CardInstruction::Plain(opcode @ 0x20..=0x23) => Some((true, *opcode - opcode::ILOAD_0)),
        _ => None,
    }
}

const fn stored(instruction: &CardInstruction) -> Option<(bool, u8)> {
    match instruction {
        CardInstruction::Byte(opcode::SSTORE, local) => Some((false, *local)),
        CardInstruction::Byte(opcode::ISTORE, local) => Some((true, *local)),
        CardInstruction::Plain(opcode @ 0x2F..=0x32) => Some((false, *opcode - opcode::SSTORE_0)),
        CardInstruction::Plain(opcode @ 0x33..=0x36) => Some((true, *opcode - opcode::ISTORE_0)),
        _ => None,
    }
}

fn pushed(instruction: &CardInstruction, is_int: bool) -> Option<i16> {
    match (instruction, is_int) {
        (CardInstruction::Plain(opcode @ 0x02..=0x08), false) => Some(i16::from(*opcode) - 3),
        (CardInstruction::Plain(opcode @ 0x09..=0x0F), true) => Some(i16::from(*opcode) - 10),
        (CardInstruction::Byte(opcode::BSPUSH, value), false)
        | (CardInstruction::Byte(opcode::BIPUSH, value), true) => Some(value.cast_signed().into()),
        (CardInstruction::Short(opcode::SSPUSH, value), false)
        | (CardInstruction::Short(opcode::SIPUSH, value), true) => Some(value.cast_signed()),
        _ => None,
    }
}
