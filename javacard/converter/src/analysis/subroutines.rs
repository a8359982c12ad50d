//! The subroutines that compilers before Java 6 made of `finally` (JVM specification §3.13).

use std::collections::{BTreeMap, BTreeSet};

use crate::classfile::{Code, Instruction};

/// What is known of the subroutines of a method without interpreting it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Subroutines {
    /// By entry: the local slots that it can write to.
    written: BTreeMap<usize, BTreeSet<u16>>,
    /// By entry: the calls.
    calls: BTreeMap<usize, Vec<usize>>,
}

impl Subroutines {
    pub(crate) fn of(code: &Code) -> Self {
        let mut found = Self::default();
        for (index, (_, instruction)) in code.instructions.iter().enumerate() {
            if let Instruction::JumpSubroutine(entry) = instruction {
                found.calls.entry(*entry).or_default().push(index);
            }
        }
        for entry in found.calls.keys() {
            found.written.insert(*entry, written_from(code, *entry));
        }
        found
    }

    /// The calls of the subroutine at an entry.
    pub(crate) fn calls(&self, entry: usize) -> &[usize] {
        self.calls.get(&entry).map_or(&[], Vec::as_slice)
    }

    /// Whether the subroutine at an entry can write to a local slot. What it leaves alone has after it the value
    /// that it had at the call, whatever other calls had there.
    pub(crate) fn writes(&self, entry: usize, slot: u16) -> bool {
        self.written.get(&entry).is_some_and(|slots| slots.contains(&slot))
    }
}

/// The slots that are written from an entry on, as far as the `ret`.
fn written_from(code: &Code, entry: usize) -> BTreeSet<u16> {
    let mut written = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut open = vec![entry];
    while let Some(index) = open.pop() {
        if !seen.insert(index) {
            continue;
        }
        let Some((_, instruction)) = code.instructions.get(index) else { continue };
        match instruction {
            Instruction::StoreInt(slot)
            | Instruction::StoreReference(slot)
            | Instruction::Increment(slot, _) => {
                written.insert(*slot);
            }
            _ => {}
        }
        open.extend(instruction.targets());
        // A subroutine that is called within it comes back.
        if instruction.falls_through() || matches!(instruction, Instruction::JumpSubroutine(_)) {
            open.push(index + 1);
        }
        for handler in &code.handlers {
            if (handler.start..handler.end).contains(&index) {
                open.push(handler.handler);
            }
        }
    }
    written
}
