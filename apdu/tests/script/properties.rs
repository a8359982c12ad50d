//! Properties: nothing panics, and what is printed is read back.

use cardamom_apdu::script::import::{Format, import};
use cardamom_apdu::script::{
    Assertion, Case, Comparison, ContentTest, DataPattern, Exchange, FailOn, HexExpression, HexMatcher,
    HexPart, Interface, MaskedByte, Options, PatternPart, ResetKind, Script, SecureChannel, Slice, Source,
    Spanned, Statement, StatusPattern, Subject, Switch, VariableReference, parse,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::fake_card::{FakeCard, run_with};

fn spanned<T: std::fmt::Debug>(strategy: impl Strategy<Value = T>) -> impl Strategy<Value = Spanned<T>> {
    strategy.prop_map(|value| Spanned::new(value, cardamom_apdu::script::Span::default()))
}

fn variable() -> impl Strategy<Value = VariableReference> {
    let slice = (0_usize..9, option::of(0_usize..9)).prop_map(|(start, length)| {
        let end = length.map(|length| start + length);
        (start != 0 || end.is_some()).then_some(Slice { start, end })
    });
    ("[a-z_][a-z0-9_]{0,5}", slice).prop_map(|(name, slice)| VariableReference { name, slice })
}

/// Neighbouring literals are one part, as the parser makes them.
fn joined(parts: Vec<HexPart>) -> HexExpression {
    let mut expression = HexExpression::default();
    for part in parts {
        match part {
            HexPart::Bytes(bytes) => expression.push_bytes(&bytes),
            other => expression.parts.push(other),
        }
    }
    expression
}

fn part() -> impl Strategy<Value = HexPart> {
    let leaf =
        prop_oneof![vec(any::<u8>(), 1..4).prop_map(HexPart::Bytes), variable().prop_map(HexPart::Variable),];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let tag = prop_oneof![Just("84"), Just("6F"), Just("7F49"), Just("9F65"), Just("DF8101")];
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(|parts| HexPart::LengthPrefixed(joined(parts))),
            (tag, vec(inner, 0..3))
                .prop_map(|(tag, parts)| HexPart::Tlv { tag: tag.parse().unwrap(), value: joined(parts) }),
        ]
    })
}

fn expression() -> impl Strategy<Value = HexExpression> {
    vec(part(), 0..4).prop_map(joined)
}

/// A command begins with bytes: `#(` at the start of a line is a comment.
fn command() -> impl Strategy<Value = HexExpression> {
    (vec(any::<u8>(), 1..6), vec(part(), 0..3)).prop_map(|(header, parts)| {
        let mut all = vec![HexPart::Bytes(header)];
        all.extend(parts);
        joined(all)
    })
}

fn nibble() -> impl Strategy<Value = Option<u8>> {
    option::of(0_u8..16)
}

fn pattern() -> impl Strategy<Value = DataPattern> {
    let piece = prop_oneof![
        3 => (nibble(), nibble()).prop_map(|(high, low)| Ok(MaskedByte::from_nibbles(high, low))),
        1 => variable().prop_map(Err),
    ];
    (vec(piece, 0..5), any::<bool>()).prop_map(|(pieces, open)| {
        let mut pattern = DataPattern { open, ..DataPattern::default() };
        for piece in pieces {
            match piece {
                Ok(byte) => pattern.push(byte),
                Err(variable) => pattern.parts.push(PatternPart::Variable(variable)),
            }
        }
        pattern
    })
}

fn statuses(least: usize) -> impl Strategy<Value = Vec<StatusPattern>> {
    vec([nibble(), nibble(), nibble(), nibble()].prop_map(StatusPattern::from_nibbles), least..3)
}

fn name() -> impl Strategy<Value = String> {
    "[a-z][a-z0-9_]{0,5}"
}

fn assertion() -> impl Strategy<Value = Assertion> {
    let path =
        prop_oneof![Just("6F/84"), Just("6F/A5/9F65"), Just("DF8101")].prop_map(|path| path.parse().unwrap());
    let path = path.boxed();
    let subject = prop_oneof![Just(Subject::Data), path.clone().prop_map(Subject::Path)].boxed();
    let comparison = prop_oneof![
        Just(Comparison::Equal),
        Just(Comparison::NotEqual),
        Just(Comparison::Less),
        Just(Comparison::LessOrEqual),
        Just(Comparison::Greater),
        Just(Comparison::GreaterOrEqual),
    ];
    let matcher = "\\^?[0-9A-F.]{1,4}\\$?".prop_map(|text| HexMatcher::parse(&text).unwrap()).boxed();
    let test = prop_oneof![
        pattern().prop_map(ContentTest::Equal),
        pattern().prop_map(ContentTest::NotEqual),
        matcher.clone().prop_map(ContentTest::Matches),
        matcher.prop_map(ContentTest::DoesNotMatch),
    ];
    prop_oneof![
        (comparison, any::<u32>()).prop_map(|(comparison, length)| Assertion::Length(comparison, length)),
        (subject.clone(), test).prop_map(|(subject, test)| Assertion::Content(subject, test)),
        path.clone().prop_map(Assertion::Exists),
        path.prop_map(Assertion::Absent),
        (prop_oneof![subject, Just(Subject::Status)], name())
            .prop_map(|(subject, name)| Assertion::Capture(subject, name)),
    ]
}

fn exchange() -> impl Strategy<Value = Exchange> {
    (
        any::<bool>(),
        command(),
        option::of(spanned(pattern())),
        spanned(statuses(0)),
        option::of(name()),
        option::of(0_u64..1_000_000_000),
        vec(spanned(assertion()), 0..3),
    )
        .prop_map(|(secure, command, data, status, capture, budget_micros, assertions)| Exchange {
            secure,
            command,
            data,
            status,
            capture,
            budget_micros,
            assertions,
        })
}

fn statement() -> impl Strategy<Value = Statement> {
    let reset = prop_oneof![Just(ResetKind::Warm), Just(ResetKind::Cold)];
    let atr = || option::of(spanned(pattern()));
    let leaf = prop_oneof![
        "[a-z !(){}\"]{0,9}".prop_map(|text| Statement::Comment(text.trim().to_owned())),
        atr().prop_map(|atr| Statement::PowerUp { atr }),
        (reset, atr()).prop_map(|(kind, atr)| Statement::Reset { kind, atr }),
        Just(Statement::PowerDown),
        any::<u8>().prop_map(Statement::Insert),
        Just(Statement::Remove),
        Just(Statement::Interface(Interface::Contacted)),
        Just(Statement::Interface(Interface::Contactless)),
        (0_u8..20).prop_map(Statement::Channel),
        (0_u64..86_400_001).prop_map(Statement::Sleep),
        "[ -~]{1,12}".prop_map(Statement::Include),
        "\\PC{0,12}".prop_map(Statement::Echo),
        (name(), spanned(expression())).prop_map(|(name, value)| Statement::Set { name, value }),
        prop_oneof![Just(FailOn::Report), Just(FailOn::Strict)].prop_map(Statement::FailOn),
        (any::<u8>(), spanned(command()))
            .prop_map(|(class, profile)| Statement::TerminalProfile { class, profile }),
        (prop_oneof![Just(2_u8), Just(3), Just(11), Just(80), Just(81)], vec((name(), "[ -~]{0,6}"), 0..3))
            .prop_map(|(protocol, parameters)| Statement::SecureChannel(SecureChannel {
                protocol,
                parameters
            })),
        Just(Statement::Exit),
        exchange().prop_map(Statement::Exchange),
        exchange().prop_map(Statement::Exchange),
        exchange().prop_map(Statement::Exchange),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        let body = vec(spanned(inner), 0..3).boxed();
        let case = (statuses(1), body.clone()).prop_map(|(status, body)| Case { status, body });
        (vec(case, 1..3), option::of(body))
            .prop_map(|(cases, otherwise)| Statement::Switch(Switch { cases, otherwise }))
    })
}

/// Text with the characters that mean something, and some that do not.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop_oneof![
            Just("00A40400"), Just("#("), Just(")"), Just("("), Just("["), Just("]"), Just("*"), Just("->"),
            Just("<5ms"), Just("${"), Just("}"), Just("%a"), Just("\\"), Just("\n"), Just("\n  "), Just(" "),
            Just("=="), Just("=~"), Just("!exists"), Just("6F/84"), Just("len"), Just("sw"), Just("9000"),
            Just("switch\n"), Just("case 9000\n"), Just("else\n"), Just("end\n"), Just("CMD "), Just("SWI\n"),
            Just("9000:"), Just("REM "), Just("INI "), Just(".DEFINE "), Just(".POWER_ON "), Just("W(2;1)"),
            Just("<?>"), Just(";"), Just("0x00 "), Just("#define A "), Just("select //aid/"), Just("send "),
            Just("/*"), Just("//"), Just("'"), Just("\""), Just("on 1"), Just("# 24ms\n"), Just("set k ="),
        ].prop_map(str::to_owned),
        1 => "\\PC{0,3}",
        1 => any::<char>().prop_map(String::from),
    ];
    vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_printed_is_read_back(statements in vec(spanned(statement()), 0..4)) {
        let script = Script { statements };
        let printed = script.to_string();
        match parse(&Source::new("t", printed.clone())) {
            Ok(read) => prop_assert_eq!(read, script, "{}", printed),
            Err(diagnostics) => prop_assert!(false, "{}\n{:?}", printed, diagnostics),
        }
    }

    #[test]
    fn no_text_panics(text in text()) {
        for format in Format::ALL {
            let source = Source::new("t", text.clone());
            match import(&source, format) {
                // An import can be saved as a native script.
                Ok(script) => prop_assert_eq!(parse(&Source::new("t", script.to_string())), Ok(script)),
                Err(diagnostics) => {
                    for diagnostic in diagnostics {
                        prop_assert!(diagnostic.render(&source).contains('^'));
                        prop_assert!(diagnostic.span.start <= diagnostic.span.end);
                        prop_assert!(source.text().get(diagnostic.span.start..diagnostic.span.end).is_some());
                    }
                }
            }
        }
        let _ = Format::detect(&text);
    }

    #[test]
    fn no_bytes_panic(bytes in vec(any::<u8>(), 0..64)) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for format in Format::ALL {
            let _ = import(&Source::new("t", text.clone()), format);
        }
    }

    #[test]
    fn no_response_panics(
        statements in vec(spanned(statement()), 0..4),
        responses in vec(vec(any::<u8>(), 0..12), 0..6),
    ) {
        let mut text = Script { statements }.to_string();
        text = text.lines().filter(|line| !line.starts_with("include")).collect::<Vec<_>>().join("\n");
        let mut card = FakeCard { responses: responses.into(), ..FakeCard::default() };
        let (outcome, steps) = run_with(&text, &mut card, &Options::default());
        let failing = steps.iter().filter(|step| step.is_failure()).count();
        prop_assert_eq!(outcome.is_success(), failing == 0);
    }
}
