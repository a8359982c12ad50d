//! Stores into fields of `this` that do without `this` on the stack (JCVM specification §7.5, `putfield_<t>_this`).

use std::collections::{BTreeMap, BTreeSet};

use super::FieldIndices;
use super::code::Analysed;
use crate::analysis::flow::{MethodCode, effect};
use crate::classfile::Instruction;
use crate::resolve::Resolver;

/// Whether the slot of `this` is written to, which javac never does.
pub(super) fn writes_this(method: MethodCode<'_>) -> bool {
    let code = &method.code.instructions;
    code.iter()
        .any(|(_, written)| matches!(written, Instruction::StoreReference(0) | Instruction::StoreInt(0)))
}

/// A use of a value: the instruction, and how deep it takes it from the stack.
type Use = (usize, usize);

/// Stands for a use that needs the value on the stack, and for an origin other than a load of `this`.
const OTHER: usize = usize::MAX;

/// The instructions that set a field of `this`, and those that load `this` for them and for nothing else: the load is
/// the only origin of its value, and the store its only use.
pub(super) fn stores_to_this(
    analysed: Analysed<'_>,
    resolver: Resolver<'_>,
    fields: &FieldIndices,
) -> BTreeSet<usize> {
    let Analysed { method, values, .. } = analysed;
    let code = &method.code.instructions;
    let mut found = BTreeSet::new();
    if method.is_static || writes_this(method) {
        return found;
    }
    let (origins, uses) = references(analysed);
    for (root, origins) in origins {
        let ([load], Some([(store, 1)])) = (origins.as_slice(), uses.get(&root).map(Vec::as_slice)) else {
            continue;
        };
        let Some((_, Instruction::PutField(field))) = code.get(*store) else { continue };
        let Ok(entry) = resolver.instance_field(field) else { continue };
        let is_of_load = values.around(*load).after.last().is_some_and(|name| values.root(*name) == root);
        if is_of_load && fields.is_near(entry) {
            found.extend([*load, *store]);
        }
    }
    found
}

/// Where values come from and where they are used, by their roots.
fn references(analysed: Analysed<'_>) -> (BTreeMap<usize, Vec<usize>>, BTreeMap<usize, Vec<Use>>) {
    let Analysed { method, flow, values, .. } = analysed;
    let mut origins = BTreeMap::<usize, Vec<usize>>::new();
    let mut uses = BTreeMap::<usize, Vec<Use>>::new();
    for (index, (_, instruction)) in method.code.instructions.iter().enumerate() {
        let Some(frame) = flow.frame(index) else { continue };
        let around = values.around(index);
        match instruction {
            Instruction::LoadReference(0) => {
                if let Some(name) = around.after.last() {
                    origins.entry(values.root(*name)).or_default().push(index);
                }
            }
            Instruction::Stack(_) => {
                // Whoever copies or moves it needs it there.
                for name in around.before.iter().chain(&around.after) {
                    uses.entry(values.root(*name)).or_default().push((index, OTHER));
                }
            }
            _ => {
                let taken = effect(instruction, frame, index).map_or(0, |(taken, _)| taken);
                for (depth, name) in around.before.iter().rev().take(taken).enumerate() {
                    uses.entry(values.root(*name)).or_default().push((index, depth));
                }
                let kept = around.before.len().saturating_sub(taken);
                for name in around.after.iter().skip(kept) {
                    origins.entry(values.root(*name)).or_default().push(OTHER);
                }
            }
        }
    }
    (origins, uses)
}
