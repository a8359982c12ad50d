//! Exceptions and their handlers.

use crate::fixture::Method;
use crate::fixture::Outcome::{Short, Throws};

/// sconst_1, sconst_0, sdiv, sreturn: 4 bytes; then the handler.
const DIVISION: &str = "sconst_1; sconst_0; sdiv; sreturn; pop; sconst_5; sreturn";
const ARITHMETIC: u16 = 13;
const THROWABLE: u16 = 2;

#[test]
fn a_handler_catches_its_class_and_subclasses() {
    for class in [0, ARITHMETIC, THROWABLE] {
        assert_eq!(Method::new(DIVISION).handler((0, 4, 4, class, true)).call(), Short(5));
    }
    let null = "aconst_null; athrow; pop; sconst_5; sreturn";
    let uncaught = Method::new(null).handler((0, 2, 2, ARITHMETIC, true)).call();
    assert_eq!(uncaught, Throws("java/lang/NullPointerException"));
}

#[test]
fn a_handler_covers_its_range_alone() {
    let thrown = Throws("java/lang/ArithmeticException");
    assert_eq!(Method::new(DIVISION).handler((0, 2, 4, 0, true)).call(), thrown);
    assert_eq!(Method::new(DIVISION).handler((3, 1, 4, 0, true)).call(), thrown);
    assert_eq!(Method::new(DIVISION).handler((2, 1, 4, 0, true)).call(), Short(5));
}

#[test]
fn the_first_handler_that_fits_is_taken() {
    let text = "sconst_1; sconst_0; sdiv; sreturn; pop; sconst_5; sreturn; pop; sconst_4; sreturn";
    let both = Method::new(text).handler((0, 4, 4, ARITHMETIC, false)).handler((0, 4, 7, 0, true));
    assert_eq!(both.call(), Short(5));
    let null = "aconst_null; athrow; nop; nop; pop; sconst_5; sreturn; pop; sconst_4; sreturn";
    let both = Method::new(null).handler((0, 4, 4, ARITHMETIC, false)).handler((0, 4, 7, 0, true));
    assert_eq!(both.call(), Short(4));
}

/// The stop bit says that no handler behind covers the code (JCVM 3.0.5 §6.9.1).
#[test]
fn the_search_ends_at_the_last_handler() {
    let text = "aconst_null; athrow; nop; nop; pop; sconst_5; sreturn; pop; sconst_4; sreturn";
    let both = Method::new(text).handler((0, 4, 4, ARITHMETIC, true)).handler((0, 4, 7, 0, true));
    assert_eq!(both.call(), Throws("java/lang/NullPointerException"));
}

#[test]
fn an_exception_goes_up_through_frames() {
    let text = "sconst_2; invokestatic 19; sreturn; pop; sconst_5; sreturn";
    assert_eq!(Method::new(text).handler((0, 4, 5, ARITHMETIC, true)).call(), Short(5));
    assert_eq!(Method::new(text).call(), Throws("java/lang/ArithmeticException"));
}

/// The handler begins with the exception alone on the stack, and may throw it on.
#[test]
fn a_handler_can_throw_again() {
    let text = "sconst_2; sconst_1; sconst_0; sdiv; sreturn; athrow";
    let again = Method::new(text).handler((0, 5, 5, 0, true));
    assert_eq!(again.call(), Throws("java/lang/ArithmeticException"));
}
