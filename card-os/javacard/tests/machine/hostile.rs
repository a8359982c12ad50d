//! Code that no compiler makes: type confusion, stack and frame tricks, forged addresses, endless loops. Each check
//! trips, and nothing else happens.

use cardamom_cap::Rule;
use cardamom_javacard::interpreter::Fault;

use crate::assembler::assemble;
use crate::fixture::Outcome;
use crate::fixture::{Method, run};

fn faults(cases: &[(&str, Fault)]) {
    for (text, fault) in cases {
        assert_eq!(run(text), Outcome::Fault(*fault), "{text}");
    }
}

#[test]
fn stack_underflow() {
    let empty = [
        "pop; return",
        "pop2; return",
        "dup; return",
        "sadd; sreturn",
        "sconst_1; sadd; sreturn",
        "areturn",
        "sreturn",
        "ireturn",
        "athrow",
        "dup2; return",
        "sconst_1; dup2; return",
        "sconst_1; dup_x 2 0; return",
        "sconst_1; dup_x 1 2; return",
        "sconst_1; sconst_2; dup_x 2 6; return",
        "sconst_1; swap_x 1 1; return",
        "sconst_1; sconst_2; sconst_3; swap_x 2 2; return",
        "sconst_1; invokestatic 18; sreturn",
        "invokevirtual 6; sreturn",
        "arraylength; sreturn",
        "sconst_1; ireturn",
        "ifeq 2; return",
        "getfield_s 4; sreturn",
        "sconst_1; putfield_s 4; return",
    ];
    for text in empty {
        assert_eq!(run(text), Outcome::Fault(Fault::StackUnderflow), "{text}");
    }
}

#[test]
fn stack_overflow() {
    for text in [
        "sconst_1; sconst_1; sconst_1; sreturn",
        "iconst_1; iconst_1; ireturn",
        "iconst_1; dup2; ireturn",
        "sconst_1; dup_x 1 0; dup_x 2 0; return",
        "getstatic_i 10; sconst_1; return",
        "new 0; new 0; new 0; return",
    ] {
        let method = Method::new(text).stack(2);
        assert_eq!(method.call(), Outcome::Fault(Fault::StackOverflow), "{text}");
    }
    // The exception does not fit the stack of its handler, nor a result that of the caller.
    let method = Method::new("goto_w 3; return").stack(0);
    assert_eq!(method.call(), Outcome::Nothing);
    let method = Method::new("invokestatic 19; return; return").stack(0).handler((0, 3, 4, 0, true));
    assert_eq!(method.call(), Outcome::Fault(Fault::StackOverflow));
}

/// A short for a reference, a reference for a short, half an int for either.
#[test]
fn confusion_of_types() {
    let confused = [
        "sspush 1; areturn",
        "aconst_null; sreturn",
        "iconst_1; areturn",
        "iconst_1; sreturn",
        "sconst_1; sconst_1; ireturn",
        "new 0; sstore_0; return",
        "sconst_1; astore_0; return",
        "sconst_1; sstore_0; aload_0; areturn",
        "new 0; astore_0; sload_0; sreturn",
        "new 0; astore_0; iload_0; ireturn",
        "new 0; astore_0; sinc 0 1; return",
        "sload_0; sreturn",
        "aload_0; areturn",
        "iconst_1; istore_0; sload_1; sreturn",
        "iconst_1; istore_0; sconst_1; sstore_1; iload_0; ireturn",
        "iconst_1; istore_0; iconst_2; istore_1; iload_0; ireturn",
        "sspush 1; arraylength; sreturn",
        "sspush 1; getfield_s 4; sreturn",
        "sspush 1; athrow",
        "sspush 1; invokevirtual 6; sreturn",
        "sspush 1; invokeinterface 1 12 0; sreturn",
        "aconst_null; ifeq 2; return",
        "sconst_1; ifnull 2; return",
        "aconst_null; sconst_1; if_acmpeq 2; return",
        "new 0; sconst_1; sadd; sreturn",
        "sspush 1; sconst_0; baload; sreturn",
        "getstatic_a 9; aconst_null; baload; sreturn",
        "new 0; aconst_null; putfield_s 4; return",
        "new 0; sconst_1; putfield_a 3; return",
        "sconst_1; putstatic_a 9; return",
        "aconst_null; putstatic_s 10; return",
        "sspush 1; checkcast 0 17; areturn",
        "aconst_null; newarray 11; areturn",
        "sconst_1; sstore_0; getfield_s_this 4; sreturn",
        "aconst_null; stableswitch 7 0 7; return",
        // Halves of two ints, put together the wrong way round.
        "iconst_1; iconst_2; swap_x 1 2; ireturn",
        "iconst_1; swap_x 1 1; ireturn",
    ];
    for text in confused {
        assert_eq!(run(text), Outcome::Fault(Fault::CellType), "{text}");
    }
}

/// An int is moved as a whole.
#[test]
fn halves_of_ints() {
    for text in [
        "iconst_1; pop; return",
        "iconst_1; dup; return",
        "iconst_1; sconst_1; pop2; return",
        "iconst_1; sconst_1; dup2; return",
        "iconst_1; dup_x 1 2; return",
        "iconst_1; sconst_1; dup_x 1 2; return",
        "iconst_1; sconst_1; swap_x 1 1; return",
        "iconst_1; sconst_1; swap_x 2 1; return",
        "iconst_1; sconst_1; invokestatic 18; return",
    ] {
        assert_eq!(run(text), Outcome::Fault(Fault::CellType), "{text}");
    }
}

/// Of a callee that takes shorts and gets references, and one that gives what its caller does not expect.
#[test]
fn confusion_across_calls() {
    faults(&[
        ("new 0; sconst_1; invokestatic 18; sreturn", Fault::CellType),
        ("sconst_1; sconst_1; invokestatic 18; areturn", Fault::CellType),
        ("sconst_1; sconst_1; invokestatic 18; arraylength; sreturn", Fault::CellType),
    ]);
}

#[test]
fn confusion_of_objects_and_arrays() {
    faults(&[
        ("new 0; arraylength; sreturn", Fault::ArrayType),
        ("new 0; sconst_0; baload; sreturn", Fault::ArrayType),
        ("getstatic_a 9; sconst_0; saload; sreturn", Fault::ArrayType),
        ("getstatic_a 9; sconst_0; iaload; ireturn", Fault::ArrayType),
        ("getstatic_a 9; sconst_0; aaload; areturn", Fault::ArrayType),
        ("sconst_2; newarray 12; sconst_0; baload; sreturn", Fault::ArrayType),
        ("sconst_2; newarray 12; sconst_0; sconst_1; bastore; return", Fault::ArrayType),
        ("sconst_2; anewarray 0; sconst_0; sconst_1; sastore; return", Fault::ArrayType),
        ("getstatic_a 9; sconst_0; aconst_null; aastore; return", Fault::ArrayType),
        // Fields of a class that the object is not of, and of another type.
        ("getstatic_a 9; getfield_s 4; sreturn", Fault::Field),
        ("new 1; getfield_s 4; sreturn", Fault::Field),
        ("new 1; getfield_i 5; ireturn", Fault::Field),
        ("new 0; getfield_s 3; sreturn", Fault::Field),
        ("new 0; getfield_a 4; areturn", Fault::Field),
        ("new 0; sconst_1; putfield_s 3; return", Fault::Field),
        ("new 0; aconst_null; putfield_a 4; return", Fault::Field),
        ("new 0; getfield_i 3; ireturn", Fault::Field),
        ("new 0; getfield_i 22; ireturn", Fault::Field),
        ("new 1; iconst_1; putfield_i 14; return", Fault::Field),
        // Static fields beyond their part of the image.
        ("getstatic_s 9; sreturn", Fault::StaticField),
        ("getstatic_a 10; areturn", Fault::StaticField),
        ("getstatic_s 20; sreturn", Fault::StaticField),
        ("getstatic_i 20; ireturn", Fault::StaticField),
        ("iconst_1; putstatic_i 20; return", Fault::StaticField),
        // Methods that the object does not have.
        ("new 1; invokevirtual 6; sreturn", Fault::Receiver),
        ("getstatic_a 9; invokevirtual 6; sreturn", Fault::Receiver),
        ("new 1; invokeinterface 1 12 0; sreturn", Fault::Receiver),
        ("new 0; invokeinterface 1 12 1; sreturn", Fault::Receiver),
        ("new 0; invokeinterface 1 0 0; sreturn", Fault::Receiver),
        ("invokeinterface 0 12 0; sreturn", Fault::Receiver),
        ("new 0; sconst_1; invokeinterface 2 12 0; sreturn", Fault::Arguments),
        ("sconst_1; new 0; invokeinterface 2 12 0; sreturn", Fault::CellType),
        ("new 0; invokespecial 19; sreturn", Fault::Receiver),
        // No exception.
        ("new 0; athrow", Fault::Throwable),
        ("getstatic_a 9; athrow", Fault::Throwable),
        // No object can be of an interface.
        ("new 12; areturn", Fault::Heap),
    ]);
}

#[test]
fn constants_of_another_kind() {
    for text in [
        "getstatic_s 0; sreturn",
        "new 3; areturn",
        "new 0; getfield_s 0; sreturn",
        "invokestatic 6; sreturn",
        "invokestatic 15; sreturn",
        "new 0; invokevirtual 8; return",
        "new 0; invokespecial 6; sreturn",
        "new 0; invokeinterface 1 4 0; sreturn",
        "sconst_1; anewarray 4; areturn",
        "new 0; checkcast 0 4; areturn",
        "new 0; instanceof 14 4; sreturn",
        "getstatic_s 200; sreturn",
        "invokestatic 65535; return",
        "new 23; areturn",
    ] {
        assert_eq!(run(text), Outcome::Fault(Fault::Constant), "{text}");
    }
}

#[test]
fn locals_beyond_the_frame() {
    for text in [
        "sload 4; sreturn",
        "aload 255; areturn",
        "iload 3; ireturn",
        "iload 255; ireturn",
        "sconst_1; sstore 4; return",
        "aconst_null; astore 200; return",
        "iconst_1; istore 3; return",
        "sinc 4 1; return",
        "iinc 3 1; return",
        "sinc_w 255 1; return",
        "ret 4",
        "iconst_1; istore 255; return",
    ] {
        assert_eq!(Method::new(text).locals(4).call(), Outcome::Fault(Fault::Local), "{text}");
    }
    let method = Method::new("getfield_s_this 4; sreturn").locals(0);
    assert_eq!(method.call(), Outcome::Fault(Fault::Local));
}

#[test]
fn branches_to_no_instruction() {
    for text in [
        // Into operands, of itself too.
        "goto 3; sspush 30840; sreturn",
        "goto 1; return",
        "goto_w 2; return",
        // Out of the method, before and behind.
        "goto -1; return",
        "goto 100; return",
        "goto_w -32768; return",
        "goto_w 32767; return",
        "sconst_0; ifeq 127; return",
        "sconst_1; stableswitch 7 0 7 2; return",
        "sconst_0; slookupswitch -9 5:9; return",
        "jsr 500",
    ] {
        assert_eq!(run(text), Outcome::Fault(Fault::BranchTarget), "{text}");
    }
    // A handler in an operand, behind the method, or in another method.
    for target in [1, 100, 0xFF00] {
        let method = Method::new("sspush 1; sconst_0; sdiv; sreturn").handler((0, 6, target, 0, true));
        assert_eq!(method.call(), Outcome::Fault(Fault::BranchTarget));
    }
}

/// A return address is nothing but that, and belongs to its method.
#[test]
fn forged_return_addresses() {
    faults(&[
        ("sconst_1; sstore_0; ret 0", Fault::CellType),
        ("new 0; astore_0; ret 0", Fault::CellType),
        ("ret 0", Fault::CellType),
        ("jsr 3; astore_0; aload_0; areturn", Fault::CellType),
        ("jsr 3; sreturn", Fault::CellType),
        ("jsr 3; areturn", Fault::CellType),
        ("jsr 3; sconst_1; invokestatic 18; sreturn", Fault::Arguments),
        ("jsr 3; putstatic_a 9; return", Fault::CellType),
        // Behind the last instruction.
        ("goto 4; astore_0; ret 0; jsr -3", Fault::BranchTarget),
    ]);
}

#[test]
fn code_that_ends() {
    assert_eq!(run("nop"), Outcome::Fault(Fault::FallsOffEnd));
    assert_eq!(run("sconst_1; ifne 2"), Outcome::Fault(Fault::BranchTarget));
    assert_eq!(Method::of_bytes(&[]).call(), Outcome::Fault(Fault::FallsOffEnd));
}

#[test]
fn bytes_that_are_no_instruction() {
    let cases: &[(&[u8], Rule)] = &[
        (&[0xFE], Rule::ReservedOpcode),
        (&[0xFF], Rule::ReservedOpcode),
        (&[0xB9], Rule::UnknownOpcode),
        (&[0xFD], Rule::UnknownOpcode),
        (&[0x11, 0x01], Rule::InstructionCutOff),
        // dup_x: m is 1 to 4, n is 0 or m to m + 4. swap_x: both are 1 or 2.
        (&[0x3F, 0x00], Rule::WordsOperand),
        (&[0x3F, 0x50], Rule::WordsOperand),
        (&[0x3F, 0x21], Rule::WordsOperand),
        (&[0x3F, 0x16], Rule::WordsOperand),
        (&[0x40, 0x00], Rule::WordsOperand),
        (&[0x40, 0x30], Rule::WordsOperand),
        (&[0x40, 0x13], Rule::WordsOperand),
        (&[0x90, 0x0E], Rule::ArrayTypeOperand),
    ];
    for (bytes, rule) in cases {
        let found = Method::of_bytes(bytes).call();
        assert_eq!(found, Outcome::Fault(Fault::Instruction(*rule)), "{bytes:02X?}");
    }
}

/// Loops, recursion and handlers that throw into themselves come to an end.
#[test]
fn what_does_not_end() {
    assert_eq!(run("goto 0"), Outcome::Fault(Fault::Budget));
    assert_eq!(run("goto 4; nop; nop; goto -2"), Outcome::Fault(Fault::Budget));
    assert_eq!(run("invokestatic 11; return"), Outcome::Fault(Fault::Frames));
    let method = Method::new("aconst_null; athrow; nop").handler((0, 3, 2, 0, true));
    assert_eq!(method.call(), Outcome::Fault(Fault::FallsOffEnd));
    let method = Method::new("nop; aconst_null; athrow; athrow").handler((0, 4, 3, 0, true));
    assert_eq!(method.call(), Outcome::Fault(Fault::Budget));
    // A subroutine that jumps to itself for ever.
    assert_eq!(run("jsr 3; astore_0; goto -4"), Outcome::Fault(Fault::Budget));
    // Few frames, but with many cells.
    let mut method = Method::new("invokestatic 11; return").locals(255);
    method.limits.frames = 10;
    assert_eq!(method.call(), Outcome::Fault(Fault::Frames));
    let mut method = Method::new("sspush 10; newarray 11; pop; goto -6");
    method.limits.budget = 100_000;
    assert_eq!(method.call(), Outcome::Throws("javacard/framework/SystemException"));
}

/// No bytes do anything but end, throw or trip a check.
#[test]
fn any_bytes() {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut ends = [0_usize; 3];
    let pieces = assemble("new 0; astore_0; getstatic_a 9; sconst_1; sconst_2; aconst_null");
    for _ in 0..4000 {
        let mut code = pieces.clone();
        for _ in 0..24 {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            // Mostly opcodes that exist, and small operands.
            let [byte, choice, ..] = state.to_be_bytes();
            code.push(if choice < 100 { byte % 24 } else { byte % 0xB9 });
        }
        match Method::of_bytes(&code).stack(12).call() {
            Outcome::Fault(_) => ends[0] += 1,
            Outcome::Throws(_) => ends[1] += 1,
            _ => ends[2] += 1,
        }
    }
    assert!(ends.iter().all(|count| *count > 0), "{ends:?}");
}
