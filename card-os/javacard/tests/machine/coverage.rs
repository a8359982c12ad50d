//! The cases of this suite have every instruction.

use std::collections::BTreeSet;

use cardamom_cap::opcode::Opcode;

use crate::assembler::instructions as assembled;
use crate::{instructions, objects};

#[test]
fn every_opcode_is_covered() {
    let cases = [
        instructions::ARITHMETIC,
        instructions::MOVES,
        instructions::BRANCHES,
        objects::ARRAYS,
        objects::FIELDS,
        objects::CALLS,
        objects::CASTS,
    ];
    let texts = cases.iter().flat_map(|cases| cases.iter()).map(|(text, _)| *text);
    let mut opcodes: BTreeSet<Opcode> = texts.flat_map(assembled).map(|one| one.opcode).collect();
    // Of the tests of exceptions.
    opcodes.insert(Opcode::Athrow);
    let missing: Vec<&Opcode> = Opcode::ALL.iter().filter(|opcode| !opcodes.contains(opcode)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
