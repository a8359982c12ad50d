//! Expectations on a response.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::ast::{Assertion, ContentTest, Subject};
use super::super::pattern::{self, DataPattern, MaskedByte, StatusPattern};
use super::report::{Mismatch, StepError};
use super::variables::Variables;
use crate::hex;
use crate::tlv::{Reader, TlvPath};

/// The last response.
#[derive(Clone, Debug)]
pub(super) struct LastResponse {
    pub(super) data: Vec<u8>,
    pub(super) status: u16,
}

/// `None` is a pass.
type Verdict = Option<Mismatch>;

/// A variable and its value.
type Captured = (String, Vec<u8>);

/// Are the bytes as the mask says?
pub(super) fn compare(
    variables: &Variables,
    expected: &DataPattern,
    actual: &[u8],
) -> Result<Verdict, StepError> {
    let mask = variables.mask(expected)?;
    Ok(pattern::first_mismatch(&mask, expected.open, actual).map(|position| Mismatch {
        expected: render(&mask, expected.open),
        actual: hex::encode(actual),
        position: Some(position),
    }))
}

/// Is the status word one of those?
pub(super) fn compare_status(expected: &[StatusPattern], status: u16) -> Verdict {
    if expected.iter().any(|pattern| pattern.matches(status)) {
        return None;
    }
    let texts: Vec<String> = expected.iter().map(ToString::to_string).collect();
    // With a single status word there is one place to point at.
    let position = match expected {
        [only] => pattern::first_mismatch(&[only.sw1, only.sw2], false, &status.to_be_bytes()),
        _ => None,
    };
    Some(Mismatch { expected: texts.join(" or "), actual: format!("{status:04X}"), position })
}

/// The verdict on an assertion, and the value that it captures.
pub(super) fn assertion(
    variables: &Variables,
    assertion: &Assertion,
    response: &LastResponse,
) -> Result<(Verdict, Option<Captured>), StepError> {
    let verdict = match assertion {
        Assertion::Length(comparison, length) => {
            let actual = response.data.len();
            let holds =
                u64::try_from(actual).is_ok_and(|actual| comparison.holds(actual, u64::from(*length)));
            (!holds)
                .then(|| words(format!("{} {length} bytes", comparison.symbol()), format!("{actual} bytes")))
        }
        Assertion::Exists(path) => value_at(path, &response.data)
            .is_none()
            .then(|| words(format!("{path} in the response"), absent())),
        Assertion::Absent(path) => value_at(path, &response.data)
            .map(|value| words(format!("no {path} in the response"), hex::encode(value))),
        Assertion::Capture(subject, name) => match bytes(subject, response) {
            Some(value) => return Ok((None, Some((name.clone(), value)))),
            None => Some(words(format!("{subject} in the response"), absent())),
        },
        Assertion::Content(subject, test) => match bytes(subject, response) {
            Some(value) => content(variables, test, &value)?,
            None => Some(words(format!("{subject} in the response"), absent())),
        },
    };
    Ok((verdict, None))
}

fn content(variables: &Variables, test: &ContentTest, value: &[u8]) -> Result<Verdict, StepError> {
    Ok(match test {
        ContentTest::Equal(expected) => compare(variables, expected, value)?,
        ContentTest::NotEqual(expected) => {
            let mask = variables.mask(expected)?;
            let equal = pattern::first_mismatch(&mask, expected.open, value).is_none();
            equal.then(|| words(format!("not {}", render(&mask, expected.open)), hex::encode(value)))
        }
        ContentTest::Matches(matcher) => {
            (!matcher.is_match(value)).then(|| words(format!("=~ {matcher}"), hex::encode(value)))
        }
        ContentTest::DoesNotMatch(matcher) => {
            matcher.is_match(value).then(|| words(format!("!~ {matcher}"), hex::encode(value)))
        }
    })
}

fn bytes(subject: &Subject, response: &LastResponse) -> Option<Vec<u8>> {
    match subject {
        Subject::Data => Some(response.data.clone()),
        Subject::Status => Some(response.status.to_be_bytes().to_vec()),
        Subject::Path(path) => value_at(path, &response.data).map(<[u8]>::to_vec),
    }
}

/// The value of the first object on this path. What follows a malformed object is not seen.
fn value_at<'d>(path: &TlvPath, data: &'d [u8]) -> Option<&'d [u8]> {
    let mut level = Vec::from([data]);
    for tag in path.tags() {
        level = level
            .into_iter()
            .flat_map(|bytes| Reader::new(bytes).map_while(Result::ok))
            .filter(|object| object.tag() == *tag)
            .map(|object| object.value())
            .collect();
    }
    level.first().copied()
}

fn render(mask: &[MaskedByte], open: bool) -> String {
    let mut text: String = mask.iter().map(ToString::to_string).collect();
    if open {
        text.push('*');
    }
    text
}

fn words(expected: String, actual: String) -> Mismatch {
    Mismatch { expected, actual, position: None }
}

fn absent() -> String {
    "absent".to_string()
}
