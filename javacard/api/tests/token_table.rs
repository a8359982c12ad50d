//! The reader of the token tables, as the build uses it: what it makes, and what it refuses with the line's number.
#![allow(clippy::unwrap_used, reason = "the helpers of a test may panic")]

#[path = "../build/tokens.rs"]
mod tokens;

const TABLE: &str = "\
# A comment.
package com.example A00000000101 1.2
class 0 Thing public final
  supers java/lang/Object
  static 0 <init> ()V public
  virtual 0 equals (Ljava/lang/Object;)Z public
  constant LIMIT B -5
";

fn error(table: &str) -> String {
    tokens::generate(table, "TEST", &mut String::new()).unwrap_err()
}

#[test]
fn a_table_becomes_statics() {
    let mut code = String::new();
    assert_eq!(tokens::generate(TABLE, "TEST", &mut code), Ok(1));
    assert!(code.starts_with("static TEST_0: ApiPackage = ApiPackage { name: \"com/example\","), "{code}");
    assert!(code.contains("aid: &[160, 0, 0, 0, 1, 1]"), "{code}");
    assert!(code.contains("name: \"com/example/Thing\", access: AccessFlags(17)"), "{code}");
    assert!(code.contains("ApiConstant { name: \"LIMIT\", descriptor: \"B\", value: -5 }"), "{code}");
}

#[test]
fn a_wrong_line_is_refused_with_its_number() {
    for (line, expected) in [
        ("package com.example A0000000010 1.2", "an AID of half bytes"),
        ("package com.example A0000000 1.2", "an AID has 5 to 16 bytes"),
        ("package com.example A000000001 1", "a version is MAJOR.MINOR"),
        ("class 256 Thing public", "\"256\""),
        ("class 1 Thing public static2", "no such flag"),
        ("static 0 name", "a member has a token"),
        ("static 0 name I public", "not the descriptor"),
        ("field 0 name ()V public", "not the descriptor"),
        ("constant NAME B 128", "does not fit"),
        ("constant NAME Z 2", "does not fit"),
        ("constant NAME J 1", "no type"),
        ("method 0 name ()V public", "may not begin with"),
    ] {
        let error = error(&format!("{TABLE}{line}\n"));
        assert!(error.starts_with("8: ") && error.contains(expected), "{line}: {error}");
    }
}

#[test]
fn an_item_stands_in_a_package_and_a_class() {
    assert!(error("class 0 Thing public\n").starts_with("1: a class outside a package"));
    assert!(
        error("package com.example A000000001 1.2\nstatic 0 f ()V public\n")
            .starts_with("2: a member outside")
    );
}
