//! Which numbers in local slots are still read.

use std::collections::BTreeSet;

use super::flow::{Edge, Flow, MethodCode};
use crate::classfile::Instruction;

/// Before each instruction: the slots whose number is read before it is written.
pub(super) fn live_numbers(method: MethodCode<'_>, flow: &Flow) -> Vec<BTreeSet<u16>> {
    let length = method.code.instructions.len();
    let mut live: Vec<BTreeSet<u16>> = vec![BTreeSet::new(); length];
    let edges: Vec<Vec<Edge>> = (0..length)
        .map(|index| if flow.frame(index).is_some() { flow.edges(method, index) } else { Vec::new() })
        .collect();
    loop {
        let mut changed = false;
        for index in (0..length).rev() {
            let (Ok(instruction), Some(edges)) = (method.instruction(index), edges.get(index)) else {
                continue;
            };
            if flow.frame(index).is_none() {
                continue;
            }
            let mut before = BTreeSet::new();
            let mut handled = BTreeSet::new();
            for edge in edges {
                let after = |index: usize| live.get(index).into_iter().flatten().copied();
                match edge {
                    Edge::Normal(next) => before.extend(after(*next)),
                    Edge::Exception(handler) => handled.extend(after(*handler)),
                    Edge::SubroutineReturn { entry, call } => {
                        before.extend(after(call + 1).filter(|slot| flow.subroutines.writes(*entry, *slot)));
                    }
                }
            }
            // What a subroutine leaves alone passes by it.
            if let Instruction::JumpSubroutine(entry) = instruction {
                let behind = live.get(index + 1).into_iter().flatten().copied();
                before.extend(behind.filter(|slot| !flow.subroutines.writes(*entry, *slot)));
            }
            match instruction {
                Instruction::StoreInt(slot) | Instruction::StoreReference(slot) => {
                    before.remove(slot);
                }
                Instruction::LoadInt(slot) | Instruction::Increment(slot, _) => {
                    before.insert(*slot);
                }
                _ => {}
            }
            before.extend(handled);
            if let Some(known) = live.get_mut(index)
                && *known != before
            {
                *known = before;
                changed = true;
            }
        }
        if !changed {
            return live;
        }
    }
}
