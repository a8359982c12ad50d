//! Instructions that work on numbers, locals, the stack and the flow of control (JCVM 3.0.5 §7.5).

use crate::fixture::Outcome::{self, Int, Nothing, Null, Short, Throws};
use crate::fixture::check;

pub(crate) const ARITHMETIC: &[(&str, Outcome)] = &[
    ("sspush 32767; sconst_1; sadd; sreturn", Short(-32768)),
    ("sspush -32768; sconst_1; ssub; sreturn", Short(32767)),
    ("sspush 300; sspush 300; smul; sreturn", Short(24464)),
    ("sspush -32768; sconst_m1; sdiv; sreturn", Short(-32768)),
    ("bspush -7; sconst_2; sdiv; sreturn", Short(-3)),
    ("bspush -7; sconst_2; srem; sreturn", Short(-1)),
    ("sspush -32768; sconst_m1; srem; sreturn", Short(0)),
    ("sconst_5; sconst_0; sdiv; sreturn", Throws("java/lang/ArithmeticException")),
    ("sconst_5; sconst_0; srem; sreturn", Throws("java/lang/ArithmeticException")),
    ("sspush -32768; sneg; sreturn", Short(-32768)),
    ("sconst_1; bspush 15; sshl; sreturn", Short(-32768)),
    ("sconst_1; bspush 16; sshl; sreturn", Short(0)),
    ("sconst_1; bspush 33; sshl; sreturn", Short(2)),
    ("sconst_m1; bspush 31; sshr; sreturn", Short(-1)),
    ("sspush -32768; bspush 20; sshr; sreturn", Short(-1)),
    // Sign extended to 32 bits first: zeros reach the low half from distance 17 on.
    ("sconst_m1; sconst_1; sushr; sreturn", Short(-1)),
    ("sconst_m1; bspush 20; sushr; sreturn", Short(0x0FFF)),
    ("sspush 4660; sspush 255; sand; sreturn", Short(0x34)),
    ("sspush 4608; bspush 52; sor; sreturn", Short(0x1234)),
    ("sspush 4660; sconst_m1; sxor; sreturn", Short(!0x1234)),
    ("sspush 200; s2b; sreturn", Short(-56)),
    ("sspush -200; s2b; sreturn", Short(56)),
    ("sspush -5; s2i; ireturn", Int(-5)),
    ("iipush 70000; i2s; sreturn", Short(4464)),
    ("iipush 70000; i2b; sreturn", Short(112)),
    ("iipush 2147483647; iconst_1; iadd; ireturn", Int(-2147483648)),
    ("iipush -2147483648; iconst_1; isub; ireturn", Int(2147483647)),
    ("iipush 70000; iipush 70000; imul; ireturn", Int(605032704)),
    ("iipush -2147483648; iconst_m1; idiv; ireturn", Int(-2147483648)),
    ("iipush -2147483648; iconst_m1; irem; ireturn", Int(0)),
    ("iconst_2; iconst_0; idiv; ireturn", Throws("java/lang/ArithmeticException")),
    ("iconst_2; iconst_0; irem; ireturn", Throws("java/lang/ArithmeticException")),
    ("iipush -2147483648; ineg; ireturn", Int(-2147483648)),
    ("iconst_1; bipush 33; ishl; ireturn", Int(2)),
    ("iconst_m1; bipush 31; ishr; ireturn", Int(-1)),
    ("iconst_m1; bipush 31; iushr; ireturn", Int(1)),
    ("sipush 4660; sipush 255; iand; ireturn", Int(0x34)),
    ("sipush 4608; bipush 52; ior; ireturn", Int(0x1234)),
    ("iconst_3; iconst_5; ixor; ireturn", Int(6)),
    ("iconst_4; iconst_5; icmp; sreturn", Short(-1)),
    ("iconst_5; iconst_5; icmp; sreturn", Short(0)),
    ("iipush 2147483647; iipush -2147483648; icmp; sreturn", Short(1)),
];

pub(crate) const MOVES: &[(&str, Outcome)] = &[
    ("nop; return", Nothing),
    ("aconst_null; areturn", Null),
    ("sconst_m1; sreturn", Short(-1)),
    ("sconst_3; sconst_4; ssub; sreturn", Short(-1)),
    ("aconst_null; astore 7; aload 7; areturn", Null),
    ("aconst_null; astore_0; aload_0; areturn", Null),
    ("aconst_null; astore_1; aload_1; areturn", Null),
    ("aconst_null; astore_2; aload_2; areturn", Null),
    ("aconst_null; astore_3; aload_3; areturn", Null),
    ("sconst_5; sstore 7; sload 7; sreturn", Short(5)),
    ("sconst_5; sstore_0; sload_0; sreturn", Short(5)),
    ("sconst_5; sstore_1; sload_1; sreturn", Short(5)),
    ("sconst_5; sstore_2; sload_2; sreturn", Short(5)),
    ("sconst_5; sstore_3; sload_3; sreturn", Short(5)),
    ("iipush 70000; istore 6; iload 6; ireturn", Int(70000)),
    ("iipush 70000; istore_0; iload_0; ireturn", Int(70000)),
    ("iipush 70000; istore_1; iload_1; ireturn", Int(70000)),
    ("iipush 70000; istore_2; iload_2; ireturn", Int(70000)),
    ("iipush 70000; istore_3; iload_3; ireturn", Int(70000)),
    ("sspush 32767; sstore_0; sinc 0 1; sload_0; sreturn", Short(-32768)),
    ("sconst_0; sstore_0; sinc_w 0 -300; sload_0; sreturn", Short(-300)),
    ("sipush 32767; istore_0; iinc 0 1; iload_0; ireturn", Int(32768)),
    ("iconst_0; istore_0; iinc_w 0 -300; iload_0; ireturn", Int(-300)),
    ("sconst_1; sconst_2; pop; sreturn", Short(1)),
    ("sconst_1; iconst_2; pop2; sreturn", Short(1)),
    ("sconst_3; dup; smul; sreturn", Short(9)),
    ("iconst_3; dup2; imul; ireturn", Int(9)),
    // 1 2 3 becomes 3 1 2 3.
    ("sconst_1; sconst_2; sconst_3; dup_x 1 3; pop2; pop; sreturn", Short(3)),
    ("sconst_1; sconst_2; sconst_3; dup_x 1 3; pop2; sreturn", Short(1)),
    // Without a place it duplicates where it is.
    ("sconst_1; sconst_2; dup_x 2 0; pop; ssub; sreturn", Short(1)),
    ("iconst_5; sconst_2; dup_x 1 3; pop; pop2; sreturn", Short(2)),
    ("sconst_2; iconst_5; dup_x 2 3; i2s; pop2; i2s; sreturn", Short(5)),
    ("sconst_1; sconst_2; swap_x 1 1; ssub; sreturn", Short(1)),
    ("iconst_5; sconst_2; swap_x 1 2; ireturn", Int(5)),
    ("sconst_2; iconst_5; swap_x 2 1; sreturn", Short(2)),
    ("iconst_5; iconst_2; swap_x 2 2; isub; ireturn", Int(-3)),
];

/// Each pushes 1 if it branches, else 0: a branch over `sconst_0; sreturn` is 4 or, in the long form, 5 bytes.
pub(crate) const BRANCHES: &[(&str, Outcome)] = &[
    ("sconst_0; ifeq 4; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    ("sconst_1; ifeq 4; sconst_0; sreturn; sconst_1; sreturn", Short(0)),
    ("sconst_1; ifne 4; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    ("sconst_m1; iflt 4; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    ("sconst_0; iflt 4; sconst_0; sreturn; sconst_1; sreturn", Short(0)),
    ("sconst_0; ifge 4; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    ("sconst_0; ifgt 4; sconst_0; sreturn; sconst_1; sreturn", Short(0)),
    ("sconst_0; ifle 4; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    ("aconst_null; ifnull 4; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    ("aconst_null; ifnonnull 4; sconst_0; sreturn; sconst_1; sreturn", Short(0)),
    ("aconst_null; aconst_null; if_acmpeq 4; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    ("getstatic_a 9; aconst_null; if_acmpne 4; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    ("sconst_2; sconst_2; if_scmpeq 4; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    ("sconst_2; sconst_2; if_scmpne 4; sconst_0; sreturn; sconst_1; sreturn", Short(0)),
    ("sconst_m1; sconst_2; if_scmplt 4; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    ("sconst_m1; sconst_2; if_scmpge 4; sconst_0; sreturn; sconst_1; sreturn", Short(0)),
    ("sconst_m1; sconst_2; if_scmpgt 4; sconst_0; sreturn; sconst_1; sreturn", Short(0)),
    ("sconst_m1; sconst_2; if_scmple 4; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    ("sconst_0; ifeq_w 5; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    ("sconst_0; ifne_w 5; sconst_0; sreturn; sconst_1; sreturn", Short(0)),
    ("sconst_m1; iflt_w 5; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    ("sconst_m1; ifge_w 5; sconst_0; sreturn; sconst_1; sreturn", Short(0)),
    ("sconst_m1; ifgt_w 5; sconst_0; sreturn; sconst_1; sreturn", Short(0)),
    ("sconst_m1; ifle_w 5; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    ("aconst_null; ifnull_w 5; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    ("aconst_null; ifnonnull_w 5; sconst_0; sreturn; sconst_1; sreturn", Short(0)),
    ("aconst_null; aconst_null; if_acmpeq_w 5; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    ("aconst_null; aconst_null; if_acmpne_w 5; sconst_0; sreturn; sconst_1; sreturn", Short(0)),
    ("sconst_2; sconst_2; if_scmpeq_w 5; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    ("sconst_2; sconst_2; if_scmpne_w 5; sconst_0; sreturn; sconst_1; sreturn", Short(0)),
    ("sconst_2; sconst_2; if_scmplt_w 5; sconst_0; sreturn; sconst_1; sreturn", Short(0)),
    ("sconst_2; sconst_2; if_scmpge_w 5; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    ("sconst_2; sconst_2; if_scmpgt_w 5; sconst_0; sreturn; sconst_1; sreturn", Short(0)),
    ("sconst_2; sconst_2; if_scmple_w 5; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    ("goto 4; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    ("goto_w 5; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    // A loop: 5 + 4 + 3 + 2 + 1.
    (
        "sconst_5; sstore_0; sconst_0; sstore_1; sload_1; sload_0; sadd; sstore_1; sinc 0 -1; sload_0; ifne -8; \
         sload_1; sreturn",
        Short(15),
    ),
    // A subroutine that is called twice and comes back behind each call.
    ("sconst_0; sstore_0; jsr 8; jsr 5; sload_0; sreturn; astore_1; sinc 0 3; ret 1", Short(6)),
    ("sconst_2; stableswitch 15 1 13 11; sconst_0; sreturn; sconst_1; sreturn; sconst_2; sreturn", Short(0)),
    ("sconst_1; stableswitch 15 1 13 11; sconst_0; sreturn; sconst_1; sreturn; sconst_2; sreturn", Short(1)),
    ("sconst_m1; stableswitch 15 1 13 11; sconst_0; sreturn; sconst_1; sreturn; sconst_2; sreturn", Short(2)),
    ("iconst_2; itableswitch 19 1 17 15; sconst_0; sreturn; sconst_1; sreturn; sconst_2; sreturn", Short(0)),
    (
        "iipush -2147483648; itableswitch 19 1 17 15; sconst_0; sreturn; sconst_1; sreturn; sconst_2; sreturn",
        Short(2),
    ),
    ("sconst_5; slookupswitch 11 5:9; sconst_0; sreturn; sconst_1; sreturn", Short(0)),
    ("sconst_4; slookupswitch 11 5:9; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
    ("iipush 70000; ilookupswitch 13 70000:11; sconst_0; sreturn; sconst_1; sreturn", Short(0)),
    ("iconst_m1; ilookupswitch 13 70000:11; sconst_0; sreturn; sconst_1; sreturn", Short(1)),
];

#[test]
fn arithmetic() {
    check(ARITHMETIC);
}

#[test]
fn moves() {
    check(MOVES);
}

#[test]
fn branches() {
    check(BRANCHES);
}
