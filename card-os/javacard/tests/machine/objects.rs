//! Objects, arrays, fields, calls and casts.

use cardamom_cap::method::MethodHeader;

use crate::fixture::Outcome::{self, Int, Nothing, Null, Object, Short, Throws};
use crate::fixture::{Method, check};

const INDEX: Outcome = Throws("java/lang/ArrayIndexOutOfBoundsException");
const NULL: Outcome = Throws("java/lang/NullPointerException");

pub(crate) const ARRAYS: &[(&str, Outcome)] = &[
    ("sconst_3; newarray 11; arraylength; sreturn", Short(3)),
    ("sconst_0; newarray 13; arraylength; sreturn", Short(0)),
    ("sconst_m1; newarray 11; areturn", Throws("java/lang/NegativeArraySizeException")),
    ("sconst_m1; anewarray 0; areturn", Throws("java/lang/NegativeArraySizeException")),
    (
        "sconst_1; newarray 11; astore_0; aload_0; sconst_0; sspush 200; bastore; aload_0; sconst_0; baload; sreturn",
        Short(-56),
    ),
    (
        "sconst_1; newarray 10; astore_0; aload_0; sconst_0; sconst_1; bastore; aload_0; sconst_0; baload; sreturn",
        Short(1),
    ),
    (
        "sconst_1; newarray 12; astore_0; aload_0; sconst_0; sspush 300; sastore; aload_0; sconst_0; saload; sreturn",
        Short(300),
    ),
    (
        "sconst_1; newarray 13; astore_0; aload_0; sconst_0; iipush 70000; iastore; aload_0; sconst_0; iaload; ireturn",
        Int(70000),
    ),
    (
        "sconst_1; anewarray 17; astore_0; aload_0; sconst_0; aload_0; aastore; aload_0; sconst_0; aaload; areturn",
        Object,
    ),
    ("sconst_1; anewarray 0; sconst_0; aaload; areturn", Null),
    ("sconst_1; anewarray 0; sconst_0; aconst_null; aastore; return", Nothing),
    ("sconst_1; newarray 11; sconst_1; baload; sreturn", INDEX),
    ("sconst_1; newarray 11; sconst_m1; baload; sreturn", INDEX),
    ("sconst_1; newarray 12; sconst_1; sconst_1; sastore; return", INDEX),
    ("aconst_null; sconst_0; baload; sreturn", NULL),
    ("aconst_null; sconst_0; sconst_0; sastore; return", NULL),
    ("aconst_null; arraylength; sreturn", NULL),
    ("sconst_1; anewarray 1; sconst_0; new 0; aastore; return", Throws("java/lang/ArrayStoreException")),
    (
        "sconst_1; anewarray 1; sconst_0; sconst_0; newarray 11; aastore; return",
        Throws("java/lang/ArrayStoreException"),
    ),
    ("sconst_1; anewarray 12; sconst_0; new 0; aastore; return", Nothing),
    ("getstatic_a 9; sconst_1; baload; sreturn", Short(-2)),
];

pub(crate) const FIELDS: &[(&str, Outcome)] = &[
    ("new 0; astore_0; aload_0; sspush 300; putfield_s 4; aload_0; getfield_s 4; sreturn", Short(300)),
    ("new 0; astore_0; aload_0; sspush 300; putfield_b 4; aload_0; getfield_b 4; sreturn", Short(44)),
    ("new 0; astore_0; aload_0; iipush -70000; putfield_i 5; aload_0; getfield_i 5; ireturn", Int(-70000)),
    ("new 0; astore_0; aload_0; aload_0; putfield_a 3; aload_0; getfield_a 3; areturn", Object),
    ("new 0; astore_0; aload_0; sspush 300; putfield_s_w 4; aload_0; getfield_s_w 4; sreturn", Short(300)),
    ("new 0; astore_0; aload_0; sconst_m1; putfield_b_w 4; aload_0; getfield_b_w 4; sreturn", Short(-1)),
    ("new 0; astore_0; aload_0; iipush 70000; putfield_i_w 5; aload_0; getfield_i_w 5; ireturn", Int(70000)),
    ("new 0; astore_0; aload_0; aload_0; putfield_a_w 3; aload_0; getfield_a_w 3; areturn", Object),
    ("new 0; astore_0; sspush 300; putfield_s_this 4; getfield_s_this 4; sreturn", Short(300)),
    ("new 0; astore_0; sconst_m1; putfield_b_this 4; getfield_b_this 4; sreturn", Short(-1)),
    ("new 0; astore_0; iipush 70000; putfield_i_this 5; getfield_i_this 5; ireturn", Int(70000)),
    ("new 0; astore_0; aload_0; putfield_a_this 3; getfield_a_this 3; areturn", Object),
    ("new 0; getfield_a 3; areturn", Null),
    ("aconst_null; getfield_s 4; sreturn", NULL),
    ("aconst_null; sconst_0; putfield_s 4; return", NULL),
    ("aconst_null; astore_0; getfield_a_this 3; areturn", NULL),
    ("getstatic_s 21; sreturn", Short(0x1234)),
    ("getstatic_b 21; sreturn", Short(0x12)),
    ("getstatic_i 21; ireturn", Int(0x1234_5678)),
    ("getstatic_i 10; ireturn", Int(0)),
    ("sspush -300; putstatic_s 10; getstatic_s 10; sreturn", Short(-300)),
    ("sspush 200; putstatic_b 10; getstatic_b 10; sreturn", Short(-56)),
    ("iipush -70000; putstatic_i 10; getstatic_i 10; ireturn", Int(-70000)),
    ("aconst_null; putstatic_a 9; getstatic_a 9; areturn", Null),
];

pub(crate) const CALLS: &[(&str, Outcome)] = &[
    (
        "new 0; dup; invokespecial 8; astore_0; bspush 9; putfield_s_this 4; aload_0; invokevirtual 6; sreturn",
        Short(9),
    ),
    ("new 0; invokevirtual 7; sreturn", Short(7)),
    ("new 0; astore_0; bspush 9; putfield_s_this 4; aload_0; invokeinterface 1 12 0; sreturn", Short(9)),
    ("sconst_4; sconst_5; invokestatic 18; sreturn", Short(9)),
    ("new 0; dup; invokevirtual 16; sreturn", Short(1)),
    ("new 0; dup; invokespecial 15; sreturn", Short(1)),
    ("getstatic_a 9; getstatic_a 9; invokevirtual 16; sreturn", Short(1)),
    ("getstatic_a 9; aconst_null; invokevirtual 16; sreturn", Short(0)),
    ("aconst_null; invokevirtual 6; sreturn", NULL),
    ("aconst_null; invokespecial 8; return", NULL),
    ("aconst_null; invokeinterface 1 12 0; sreturn", NULL),
    ("invokestatic 19; sreturn", Throws("java/lang/ArithmeticException")),
];

pub(crate) const CASTS: &[(&str, Outcome)] = &[
    ("new 0; checkcast 0 17; areturn", Object),
    ("new 0; checkcast 0 12; areturn", Object),
    ("aconst_null; checkcast 0 1; areturn", Null),
    ("new 0; checkcast 0 1; areturn", Throws("java/lang/ClassCastException")),
    ("new 1; checkcast 0 12; areturn", Throws("java/lang/ClassCastException")),
    ("getstatic_a 9; checkcast 11; areturn", Object),
    ("getstatic_a 9; checkcast 10; areturn", Throws("java/lang/ClassCastException")),
    ("getstatic_a 9; checkcast 14 17; areturn", Throws("java/lang/ClassCastException")),
    ("sconst_1; anewarray 0; checkcast 14 17; areturn", Object),
    ("sconst_1; anewarray 0; checkcast 14 12; areturn", Object),
    ("sconst_1; anewarray 17; checkcast 14 0; areturn", Throws("java/lang/ClassCastException")),
    ("getstatic_a 9; instanceof 0 17; sreturn", Short(1)),
    ("getstatic_a 9; instanceof 0 12; sreturn", Short(0)),
    ("aconst_null; instanceof 0 17; sreturn", Short(0)),
    ("new 1; instanceof 0 0; sreturn", Short(0)),
    ("new 0; instanceof 11; sreturn", Short(0)),
];

#[test]
fn arrays() {
    check(ARRAYS);
}

#[test]
fn fields() {
    check(FIELDS);
}

#[test]
fn calls() {
    check(CALLS);
}

#[test]
fn casts() {
    check(CASTS);
}

/// A heap without space throws what the card has ready for it, and the code can go on.
#[test]
fn a_full_heap_throws_a_system_exception() {
    let mut method = Method::new("sspush 1000; newarray 11; areturn");
    method.cells = 100;
    assert_eq!(method.call(), Throws("javacard/framework/SystemException"));
    let mut method = Method::new("sspush 1000; newarray 11; areturn; pop; sconst_5; sreturn");
    method.cells = 100;
    assert_eq!(method.handler((0, 6, 6, 0, true)).call(), Short(5));
}

/// A method with a header of 4 bytes.
#[test]
fn extended_headers() {
    let mut method = Method::new("iipush 70000; istore 200; iload 200; ireturn");
    method.header = MethodHeader::new(2, 0, 202);
    assert_eq!(method.call(), Int(70000));
}
