//! Where on a card's frame each local variable lies (JCVM specification §3.5): an int takes two cells, everything
//! else one.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis::Malformed;
use crate::analysis::flow::MethodCode;
use crate::analysis::values::Values;
use crate::analysis::width::{Width, Widths};
use crate::classfile::Instruction;

/// The cells of the local variables of a method.
#[derive(Clone, Debug)]
pub(crate) struct Locals {
    /// By slot of the class file: first cell and number of cells.
    slots: BTreeMap<u16, (u16, u16)>,
    /// Of parameters of one cell in whose slot an int lies later on.
    beside: BTreeMap<u16, u16>,
    /// Cells of the parameters, the receiver's included.
    pub(crate) parameters: u16,
    /// Cells of all.
    pub(crate) cells: u16,
}

impl Locals {
    pub(crate) fn of(method: MethodCode<'_>, values: &Values, widths: &Widths) -> Self {
        let mut locals = Self { slots: BTreeMap::new(), beside: BTreeMap::new(), parameters: 0, cells: 0 };
        let mut slot = 0;
        if !method.is_static {
            locals.add(slot, 1);
            slot += 1;
        }
        for parameter in &method.method_type.parameters {
            locals.add(slot, parameter.cells().into());
            slot += 1;
        }
        locals.parameters = locals.cells;
        let mut wide: BTreeSet<u16> = BTreeSet::new();
        let mut narrow: BTreeSet<u16> = BTreeSet::new();
        for (index, (_, instruction)) in method.code.instructions.iter().enumerate() {
            match instruction {
                Instruction::StoreInt(slot) | Instruction::Increment(slot, _) => {
                    let written = values.around(index).written.map(|name| widths.of(values, name));
                    if written == Some(Width::Int) {
                        wide.insert(*slot)
                    } else {
                        narrow.insert(*slot)
                    };
                }
                Instruction::StoreReference(slot) => {
                    narrow.insert(*slot);
                }
                _ => {}
            }
        }
        for slot in wide.union(&narrow) {
            let cells = if wide.contains(slot) { 2 } else { 1 };
            match locals.slots.get(slot) {
                None => locals.add(*slot, cells),
                Some((_, there)) if *there < cells => {
                    locals.beside.insert(*slot, locals.cells);
                    locals.cells += cells;
                }
                Some(_) => {}
            }
        }
        locals
    }

    fn add(&mut self, slot: u16, cells: u16) {
        self.slots.insert(slot, (self.cells, cells));
        self.cells += cells;
    }

    /// The first cell of a variable of a width in a slot.
    pub(crate) fn cell(&self, slot: u16, width: Width, index: usize) -> Result<u8, Malformed> {
        let (first, cells) = self
            .slots
            .get(&slot)
            .ok_or(Malformed::at(index, "a local variable is read that was never written"))?;
        let cell =
            if u16::from(width.cells()) <= *cells { first } else { self.beside.get(&slot).unwrap_or(first) };
        u8::try_from(*cell).map_err(|_| Malformed::at(index, TOO_MANY))
    }
}

/// Told to the author: javac can make such code.
pub(crate) const TOO_MANY: &str = "the method has more than 255 cells of parameters and local variables";
