//! The syntax tree of a script.

use alloc::string::String;
use alloc::vec::Vec;

use super::pattern::{DataPattern, HexMatcher, StatusPattern};
use super::source::Spanned;
use crate::tlv::{Tag, TlvPath};

/// A parsed script: statements in the order in which they run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Script {
    /// The statements.
    pub statements: Vec<Spanned<Statement>>,
}

/// One statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Statement {
    /// `# text`: a comment that has a line of its own, kept so that an import can be saved with it.
    Comment(String),
    /// `powerup [3B *]`: power the card up; the answer to reset may be checked.
    PowerUp {
        /// Expected answer to reset.
        atr: Option<Spanned<DataPattern>>,
    },
    /// `reset cold [3B *]`.
    Reset {
        /// Warm or cold.
        kind: ResetKind,
        /// Expected answer to reset.
        atr: Option<Spanned<DataPattern>>,
    },
    /// `powerdown`.
    PowerDown,
    /// `insert N`: put card N (from 0) into the reader.
    Insert(u8),
    /// `remove`: take the card out.
    Remove,
    /// `contacted`, `contactless`: the interface used from here on.
    Interface(Interface),
    /// `channel N`: the logical channel (0 to 19) of the commands that follow.
    Channel(u8),
    /// `sleep N`: wait N milliseconds.
    Sleep(u64),
    /// `include FILE`: run another file here.
    Include(String),
    /// `echo "text"`.
    Echo(String),
    /// `set name = bytes`.
    Set {
        /// The variable.
        name: String,
        /// Its new value.
        value: Spanned<HexExpression>,
    },
    /// `fail-on: strict`: what counts as a failure from here on.
    FailOn(FailOn),
    /// `terminal-profile class=A0 FF..`: TERMINAL PROFILE, then FETCH and TERMINAL RESPONSE until the
    /// proactive session ends (`INI` of 3GPP TS 51.013 annex B.2; ETSI TS 102 221 section 11.2).
    TerminalProfile {
        /// CLA of the commands: 80 for a UICC, A0 for a GSM SIM.
        class: u8,
        /// The profile.
        profile: Spanned<HexExpression>,
    },
    /// A command APDU and what is expected of the response.
    Exchange(Exchange),
    /// `scp03 key=value ..`: open a secure channel.
    SecureChannel(SecureChannel),
    /// `switch` .. `case` .. `end`: go by the last status word.
    Switch(Switch),
    /// `exit`: end the whole run.
    Exit,
}

/// How a card is reset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResetKind {
    /// With power kept; the default, as in scriptor.
    #[default]
    Warm,
    /// With power taken away and given again.
    Cold,
}

/// The interface between reader and card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interface {
    /// ISO/IEC 7816-3.
    Contacted,
    /// ISO/IEC 14443.
    Contactless,
}

/// What counts as a failure besides expectations that are not met.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailOn {
    /// Nothing; a status word other than 9000 and 61XX is only reported.
    #[default]
    Report,
    /// A status word other than 9000 and 61XX on a command that states no expectation on it.
    Strict,
}

/// A command APDU and what is expected of the response.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exchange {
    /// `secure`: the command is wrapped by the open secure channel.
    pub secure: bool,
    /// The command APDU.
    pub command: HexExpression,
    /// `[..]`: the expected data, without the status word.
    pub data: Option<Spanned<DataPattern>>,
    /// `(..)`: the accepted status words; empty where none is stated.
    pub status: Spanned<Vec<StatusPattern>>,
    /// `-> name`: the variable that takes the response data.
    pub capture: Option<String>,
    /// `<50ms`: time budget in microseconds.
    pub budget_micros: Option<u64>,
    /// The indented lines below.
    pub assertions: Vec<Spanned<Assertion>>,
}

/// Bytes to be computed: literal bytes, variables, and fields with their lengths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HexExpression {
    /// The parts in order. Neighbouring literals are one part.
    pub parts: Vec<HexPart>,
}

/// A piece of a [`HexExpression`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HexPart {
    /// Literal bytes, at least one.
    Bytes(Vec<u8>),
    /// `${name}`.
    Variable(VariableReference),
    /// `#( .. )`: the bytes with their length before them.
    LengthPrefixed(HexExpression),
    /// `tag#( .. )`: a BER-TLV data object.
    Tlv {
        /// The tag.
        tag: Tag,
        /// The value.
        value: HexExpression,
    },
}

impl HexExpression {
    /// Literal bytes; none make an empty expression.
    #[must_use]
    pub fn literal(bytes: &[u8]) -> Self {
        let mut expression = Self::default();
        expression.push_bytes(bytes);
        expression
    }

    /// Appends literal bytes, joining them to literal bytes before.
    pub fn push_bytes(&mut self, bytes: &[u8]) {
        if bytes.is_empty() {
            return;
        }
        if let Some(HexPart::Bytes(last)) = self.parts.last_mut() {
            last.extend_from_slice(bytes);
        } else {
            self.parts.push(HexPart::Bytes(bytes.to_vec()));
        }
    }
}

/// `${name}` or `${name[2..3]}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VariableReference {
    /// The variable's name.
    pub name: String,
    /// The part of its value that is meant; all of it where `None`.
    pub slice: Option<Slice>,
}

/// Bytes `start` up to but not including `end`, counted from 0, as in Rust.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// First byte.
    pub start: usize,
    /// Byte after the last one; the end of the value where `None`.
    pub end: Option<usize>,
}

/// An assertion of an indented line, on the response before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Assertion {
    /// `len <= 42`: the number of data bytes, without the status word.
    Length(Comparison, u32),
    /// `6F/84 == ..`: bytes of the response.
    Content(Subject, ContentTest),
    /// `6F/84 exists`.
    Exists(TlvPath),
    /// `6F/84 !exists`.
    Absent(TlvPath),
    /// `6F/84 -> name`: put the bytes into a variable; fails where they are missing.
    Capture(Subject, String),
}

/// The bytes that an assertion looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// `data`: the response data without the status word.
    Data,
    /// `sw`: the two bytes of the status word.
    Status,
    /// A BER-TLV path in the response data.
    Path(TlvPath),
}

/// A test on bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContentTest {
    /// `==`.
    Equal(DataPattern),
    /// `!=`; the bytes must be there, and differ.
    NotEqual(DataPattern),
    /// `=~`.
    Matches(HexMatcher),
    /// `!~`; the bytes must be there, and not match.
    DoesNotMatch(HexMatcher),
}

/// A comparison of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// Does `left` stand in this relation to `right`?
    #[must_use]
    pub const fn holds(self, left: u64, right: u64) -> bool {
        match self {
            Self::Equal => left == right,
            Self::NotEqual => left != right,
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
            Self::Greater => left > right,
            Self::GreaterOrEqual => left >= right,
        }
    }

    /// The operator as it is written.
    #[must_use]
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }
}

/// `scp03 keys=default level=33`: a secure channel asked for.
///
/// The language defines the form only; which parameters there are and what they mean is said by the
/// [`ScriptCard`](super::ScriptCard) that opens the channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecureChannel {
    /// Protocol number: 2, 3, 11, 80 or 81, written `scp02`, `scp03` and so on.
    pub protocol: u8,
    /// The parameters in order; a name alone has an empty value.
    pub parameters: Vec<(String, String)>,
}

/// A branch on the last status word: the first case that matches runs, else `otherwise`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    /// The cases in order.
    pub cases: Vec<Case>,
    /// `else`: what runs when no case matches. Without it, no match is a failure.
    pub otherwise: Option<Vec<Spanned<Statement>>>,
}

/// A case of a [`Switch`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// The status words, at least one.
    pub status: Vec<StatusPattern>,
    /// What runs.
    pub body: Vec<Spanned<Statement>>,
}
