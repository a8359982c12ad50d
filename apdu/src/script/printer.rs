//! The syntax tree as text in the native language. Parsing that text gives the tree back.

use core::fmt::{self, Display, Formatter, Write};

use super::ast::{
    Assertion, ContentTest, Exchange, FailOn, HexExpression, HexPart, Interface, ResetKind, Script,
    SecureChannel, Slice, Statement, Subject, Switch, VariableReference,
};
use super::pattern::{DataPattern, PatternPart, StatusPattern};
use super::source::Spanned;
use crate::hex::Hex;

impl Display for Script {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.statements.iter().try_for_each(|statement| statement.value.fmt(f))
    }
}

impl Display for Statement {
    /// The lines of the statement, each ended.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Comment(text) if text.is_empty() => writeln!(f, "#"),
            Self::Comment(text) => writeln!(f, "# {text}"),
            Self::PowerUp { atr } => {
                f.write_str("powerup")?;
                answer_to_reset(f, atr.as_ref())
            }
            Self::Reset { kind, atr } => {
                f.write_str(match kind {
                    ResetKind::Warm => "reset warm",
                    ResetKind::Cold => "reset cold",
                })?;
                answer_to_reset(f, atr.as_ref())
            }
            Self::PowerDown => writeln!(f, "powerdown"),
            Self::Insert(card) => writeln!(f, "insert {card}"),
            Self::Remove => writeln!(f, "remove"),
            Self::Interface(Interface::Contacted) => writeln!(f, "contacted"),
            Self::Interface(Interface::Contactless) => writeln!(f, "contactless"),
            Self::Channel(channel) => writeln!(f, "channel {channel}"),
            Self::Sleep(milliseconds) => writeln!(f, "sleep {milliseconds}"),
            Self::Include(file) => writeln!(f, "include {}", Quoted(file)),
            Self::Echo(text) => writeln!(f, "echo {}", AlwaysQuoted(text)),
            Self::Set { name, value } if value.value.parts.is_empty() => writeln!(f, "set {name} ="),
            Self::Set { name, value } => writeln!(f, "set {name} = {}", value.value),
            Self::FailOn(FailOn::Report) => writeln!(f, "fail-on: report"),
            Self::FailOn(FailOn::Strict) => writeln!(f, "fail-on: strict"),
            Self::TerminalProfile { class, profile } => {
                writeln!(f, "terminal-profile class={class:02X} {}", profile.value)
            }
            Self::Exchange(exchange) => exchange.fmt(f),
            Self::SecureChannel(channel) => channel.fmt(f),
            Self::Switch(switch) => switch.fmt(f),
            Self::Exit => writeln!(f, "exit"),
        }
    }
}

fn answer_to_reset(f: &mut Formatter<'_>, atr: Option<&Spanned<DataPattern>>) -> fmt::Result {
    match atr {
        Some(pattern) => writeln!(f, " [{}]", pattern.value),
        None => f.write_char('\n'),
    }
}

impl Display for Exchange {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        if self.secure {
            f.write_str("secure ")?;
        }
        self.command.fmt(f)?;
        if let Some(data) = &self.data {
            write!(f, " [{}]", data.value)?;
        }
        if !self.status.value.is_empty() {
            write!(f, " ({})", StatusList(&self.status.value))?;
        }
        if let Some(name) = &self.capture {
            write!(f, " -> {name}")?;
        }
        match self.budget_micros {
            Some(micros) if micros.is_multiple_of(1000) => write!(f, " <{}ms", micros / 1000)?,
            Some(micros) => write!(f, " <{micros}us")?,
            None => {}
        }
        f.write_char('\n')?;
        self.assertions.iter().try_for_each(|assertion| writeln!(f, "  {}", assertion.value))
    }
}

struct StatusList<'a>(&'a [StatusPattern]);

impl Display for StatusList<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, status) in self.0.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            status.fmt(f)?;
        }
        Ok(())
    }
}

impl Display for HexExpression {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, part) in self.parts.iter().enumerate() {
            if index > 0 {
                f.write_char(' ')?;
            }
            part.fmt(f)?;
        }
        Ok(())
    }
}

impl Display for HexPart {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => Hex(bytes).fmt(f),
            Self::Variable(variable) => variable.fmt(f),
            Self::LengthPrefixed(inner) => write!(f, "#({inner})"),
            Self::Tlv { tag, value } => write!(f, "{tag}#({value})"),
        }
    }
}

impl Display for VariableReference {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.slice {
            None => write!(f, "${{{}}}", self.name),
            Some(Slice { start, end: Some(end) }) => write!(f, "${{{}[{start}..{end}]}}", self.name),
            Some(Slice { start, end: None }) => write!(f, "${{{}[{start}..]}}", self.name),
        }
    }
}

impl Display for DataPattern {
    /// Without the brackets.
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (index, part) in self.parts.iter().enumerate() {
            if index > 0 {
                f.write_char(' ')?;
            }
            match part {
                PatternPart::Masked(bytes) => bytes.iter().try_for_each(|byte| byte.fmt(f))?,
                PatternPart::Variable(variable) => variable.fmt(f)?,
            }
        }
        if self.open {
            f.write_str(if self.parts.is_empty() { "*" } else { " *" })?;
        }
        Ok(())
    }
}

impl Display for Assertion {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(comparison, length) => write!(f, "len {} {length}", comparison.symbol()),
            Self::Content(subject, test) => write!(f, "{subject} {test}"),
            Self::Exists(path) => write!(f, "{path} exists"),
            Self::Absent(path) => write!(f, "{path} !exists"),
            Self::Capture(subject, name) => write!(f, "{subject} -> {name}"),
        }
    }
}

impl Display for Subject {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Data => f.write_str("data"),
            Self::Status => f.write_str("sw"),
            Self::Path(path) => path.fmt(f),
        }
    }
}

impl Display for ContentTest {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let (operator, pattern) = match self {
            Self::Equal(pattern) => ("==", pattern),
            Self::NotEqual(pattern) => ("!=", pattern),
            Self::Matches(matcher) => return write!(f, "=~ {matcher}"),
            Self::DoesNotMatch(matcher) => return write!(f, "!~ {matcher}"),
        };
        if pattern.parts.is_empty() {
            write!(f, "{operator} [{pattern}]")
        } else {
            write!(f, "{operator} {pattern}")
        }
    }
}

impl Display for SecureChannel {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "scp{:02}", self.protocol)?;
        for (name, value) in &self.parameters {
            write!(f, " {name}")?;
            if !value.is_empty() {
                write!(f, "={}", Quoted(value))?;
            }
        }
        f.write_char('\n')
    }
}

impl Display for Switch {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("switch\n")?;
        for case in &self.cases {
            writeln!(f, "case {}", StatusList(&case.status))?;
            case.body.iter().try_for_each(|statement| statement.value.fmt(f))?;
        }
        if let Some(body) = &self.otherwise {
            f.write_str("else\n")?;
            body.iter().try_for_each(|statement| statement.value.fmt(f))?;
        }
        f.write_str("end\n")
    }
}

/// A text in quotes where it needs them.
struct Quoted<'a>(&'a str);

impl Display for Quoted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let plain = |c: char| c.is_ascii_alphanumeric() || "_./:".contains(c);
        if !self.0.is_empty() && self.0.chars().all(plain) && !self.0.contains("//") {
            f.write_str(self.0)
        } else {
            AlwaysQuoted(self.0).fmt(f)
        }
    }
}

struct AlwaysQuoted<'a>(&'a str);

impl Display for AlwaysQuoted<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for character in self.0.chars() {
            match character {
                '"' => f.write_str("\\\"")?,
                '\\' => f.write_str("\\\\")?,
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                other => f.write_char(other)?,
            }
        }
        f.write_char('"')
    }
}
