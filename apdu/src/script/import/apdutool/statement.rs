//! Statements of apdutool files.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::super::ast::{Exchange, HexExpression, HexPart, Interface, Statement};
use super::super::super::diagnostic::Diagnostic;
use super::super::super::source::{Source, Span};
use super::super::{Importer, command};
use super::token::{Placed, Token};
use super::{KEYWORDS, Strictness};
use crate::hex;

pub(super) struct Reader<'s> {
    source: &'s Source,
    strictness: Strictness,
    extended: bool,
    /// The channel that commands go out on, as the statements so far leave it.
    channel: u8,
    /// The applet that `select` or `send` chose last, for each channel.
    selected: [Option<Vec<u8>>; 20],
    pub(super) importer: Importer,
}

impl<'s> Reader<'s> {
    pub(super) fn new(source: &'s Source, strictness: Strictness) -> Self {
        Self {
            source,
            strictness,
            extended: false,
            channel: 0,
            selected: Default::default(),
            importer: Importer::default(),
        }
    }

    /// Reads one statement; `tokens` is not empty.
    pub(super) fn statement(&mut self, tokens: &[Placed]) {
        let (Some((first, start)), Some((_, end))) = (tokens.first(), tokens.last()) else { return };
        let span = start.to(*end);
        let rest = tokens.get(1..).unwrap_or_default();
        let keyword = match first {
            Token::Word(word) => word.to_ascii_lowercase(),
            _ => String::new(),
        };
        let result = match keyword.as_str() {
            "powerup" => {
                self.forget_selections();
                self.simple(Statement::PowerUp { atr: None }, rest, span)
            }
            "powerdown" => self.simple(Statement::PowerDown, rest, span),
            "contacted" => self.simple(Statement::Interface(Interface::Contacted), rest, span),
            "contactless" => self.simple(Statement::Interface(Interface::Contactless), rest, span),
            "delay" => self.delay(rest, span),
            "echo" => self.echo(rest, span),
            "output" => self.switch(rest, span).map(|on| {
                let text = if on { "output on" } else { "output off" };
                self.importer.push(Statement::Comment(text.to_string()), span);
            }),
            "extended" => self.switch(rest, span).map(|on| self.extended = on),
            "select" => self.select(rest, span),
            "send" => self.send(rest, span),
            "open" => self.manage_channel(rest, span, 0x00),
            "close" => self.manage_channel(rest, span, 0x80),
            _ => self.apdu(tokens, span).map(|exchange| {
                self.on_channel(0, span);
                self.importer.push(Statement::Exchange(exchange), span);
            }),
        };
        if let Err(diagnostic) = result {
            self.importer.diagnostics.push(diagnostic);
        }
    }

    fn error(&self, span: Span, message: impl Into<String>, help: &str) -> Diagnostic {
        Diagnostic::new(self.source, span, message).with_help(help)
    }

    fn simple(&mut self, statement: Statement, rest: &[Placed], span: Span) -> Result<(), Diagnostic> {
        if let Some((_, extra)) = rest.first() {
            return Err(self.error(*extra, "nothing may follow here", "end the statement with `;`"));
        }
        if matches!(statement, Statement::PowerUp { .. }) {
            self.channel = 0;
        }
        self.importer.push(statement, span);
        Ok(())
    }

    fn forget_selections(&mut self) {
        self.selected = Default::default();
    }

    fn delay(&mut self, rest: &[Placed], span: Span) -> Result<(), Diagnostic> {
        let milliseconds = match rest {
            [(Token::Word(word), _)] => number(word),
            _ => None,
        };
        let milliseconds = milliseconds.ok_or_else(|| {
            self.error(span, "`delay` without a number", "write `delay 500;`, in milliseconds")
        })?;
        self.importer.push(Statement::Sleep(u64::from(milliseconds)), span);
        Ok(())
    }

    fn echo(&mut self, rest: &[Placed], span: Span) -> Result<(), Diagnostic> {
        let [(Token::Text(text), _)] = rest else {
            return Err(self.error(span, "`echo` without a text", "write `echo \"text\";`"));
        };
        self.importer.push(Statement::Echo(text.clone()), span);
        Ok(())
    }

    fn switch(&self, rest: &[Placed], span: Span) -> Result<bool, Diagnostic> {
        match rest {
            [(Token::Word(word), _)] if word.eq_ignore_ascii_case("on") => Ok(true),
            [(Token::Word(word), _)] if word.eq_ignore_ascii_case("off") => Ok(false),
            _ => Err(self.error(span, "neither `on` nor `off`", "write `on` or `off`")),
        }
    }

    /// Makes the commands that follow go out on `channel`.
    fn on_channel(&mut self, channel: u8, span: Span) {
        if self.channel != channel {
            self.channel = channel;
            self.importer.push(Statement::Channel(channel), span);
        }
    }

    fn select(&mut self, rest: &[Placed], span: Span) -> Result<(), Diagnostic> {
        const HELP: &str = "write `select //aid/A000000062/03010C01;`, or add `on 1` for a logical channel";
        let Some((aid, rest)) = rest.split_first() else {
            return Err(self.error(span, "no applet to select", HELP));
        };
        let aid = self.aid(aid)?;
        let channel = self.origin(rest, span, HELP)?;
        self.select_applet(aid, channel, span);
        Ok(())
    }

    fn select_applet(&mut self, aid: Vec<u8>, channel: u8, span: Span) {
        self.on_channel(channel, span);
        let mut expression = HexExpression::literal(&[0x00, 0xA4, 0x04, 0x00]);
        expression.parts.push(HexPart::LengthPrefixed(HexExpression::literal(&aid)));
        expression.push_bytes(&[0x00]);
        let exchange = Exchange { command: expression, ..Exchange::default() };
        self.importer.push(Statement::Exchange(exchange), span);
        if let Some(selected) = self.selected.get_mut(usize::from(channel)) {
            *selected = Some(aid);
        }
    }

    /// `send APDU to //aid/.. [on N]`: to the applet, which is selected first unless it is already.
    fn send(&mut self, rest: &[Placed], span: Span) -> Result<(), Diagnostic> {
        const HELP: &str = "write `send 0x00 0x10 0x00 0x00 0x00 0x7F to //aid/A000000062/03010C01;`";
        let to = rest.iter().position(|(token, _)| is_word(token, "to"));
        let (apdu, target) = match to.and_then(|to| rest.split_at_checked(to)) {
            Some((apdu, [_, target, rest @ ..])) if !apdu.is_empty() => (apdu, (target, rest)),
            _ => return Err(self.error(span, "`send` names no applet", HELP)),
        };
        let aid = self.aid(target.0)?;
        let channel = self.origin(target.1, span, HELP)?;
        let exchange = self.apdu(apdu, span)?;
        let already =
            self.selected.get(usize::from(channel)).is_some_and(|known| known.as_ref() == Some(&aid));
        if already {
            self.on_channel(channel, span);
        } else {
            self.select_applet(aid, channel, span);
        }
        self.importer.push(Statement::Exchange(exchange), span);
        Ok(())
    }

    /// MANAGE CHANNEL (ISO/IEC 7816-4 section 11.1.2) to open or close channel N, sent on channel M.
    fn manage_channel(&mut self, rest: &[Placed], span: Span, p1: u8) -> Result<(), Diagnostic> {
        const HELP: &str =
            "write `open channel 1;`, or add `on 2` for the channel that the command goes out on";
        let [(keyword, _), (Token::Word(word), place), rest @ ..] = rest else {
            return Err(self.error(span, "no logical channel is named", HELP));
        };
        if !is_word(keyword, "channel") {
            return Err(self.error(span, "no logical channel is named", HELP));
        }
        let channel = self.channel_number(word, *place)?;
        let origin = self.origin(rest, span, HELP)?;
        self.on_channel(origin, span);
        self.importer.push(Statement::Exchange(command(&[0x00, 0x70, p1, channel])), span);
        if let Some(selected) = self.selected.get_mut(usize::from(channel)) {
            *selected = None;
        }
        Ok(())
    }

    /// `on N` at the end of a statement; the basic channel without it.
    fn origin(&self, rest: &[Placed], span: Span, help: &str) -> Result<u8, Diagnostic> {
        match rest {
            [] => Ok(0),
            [(on, _), (Token::Word(word), place)] if is_word(on, "on") => self.channel_number(word, *place),
            _ => Err(self.error(span, "this is not how the statement ends", help)),
        }
    }

    fn channel_number(&self, word: &str, place: Span) -> Result<u8, Diagnostic> {
        number(word).and_then(|number| u8::try_from(number).ok()).filter(|channel| *channel < 20).ok_or_else(
            || self.error(place, format!("`{word}` is no logical channel"), "logical channels are 0 to 19"),
        )
    }

    /// `//aid/RID/PIX`; a PIX of `-` is none.
    fn aid(&self, (token, span): &Placed) -> Result<Vec<u8>, Diagnostic> {
        let text = match token {
            Token::Word(word) => {
                word.get(..6).filter(|start| start.eq_ignore_ascii_case("//aid/")).and(word.get(6..))
            }
            _ => None,
        };
        let digits = text.map(|text| text.replace("/-", "").replace('/', ""));
        let aid = digits.and_then(|digits| hex::decode(&digits).ok());
        aid.filter(|aid| (5..=16).contains(&aid.len())).ok_or_else(|| {
            self.error(
                *span,
                "this names no applet",
                "write //aid/RID/PIX in hexadecimal, 5 to 16 bytes together: //aid/A000000062/03010C01",
            )
        })
    }

    fn apdu(&self, tokens: &[Placed], span: Span) -> Result<Exchange, Diagnostic> {
        let bytes = self.numbers(tokens)?;
        if self.strictness == Strictness::Lenient {
            if bytes.len() < 4 {
                return Err(self.error(span, "too short for a command APDU", "write at least CLA INS P1 P2"));
            }
            // Anything that does not have the layout of the language is taken for the bytes to send.
            return Ok(command(&self.layout(&bytes).unwrap_or(bytes)));
        }
        let width = if self.extended { 2 } else { 1 };
        let help = if self.extended {
            "after `extended on` write CLA INS P1 P2, LC in two bytes, the data, LE in two bytes"
        } else {
            "write CLA INS P1 P2 LC data LE; LC and LE are mandatory"
        };
        let length = bytes.get(4..).and_then(|rest| rest.get(..width)).map(be_number);
        let Some(length) = length else {
            return Err(self.error(span, format!("{} bytes are no command APDU", bytes.len()), help));
        };
        self.layout(&bytes).map(|bytes| command(&bytes)).ok_or_else(|| {
            let after = bytes.len().saturating_sub(4 + width);
            let message = if after == length {
                "LE is missing".to_string()
            } else {
                format!("LC is {length}, but {} bytes of data and LE follow", after)
            };
            self.error(span, message, help)
        })
    }

    /// The command as it is sent, if LC says how much data there is and LE follows. Without data there is
    /// no LC on the wire (ISO/IEC 7816-3 section 12.1.3).
    fn layout(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        let (header, body) = bytes.split_at_checked(4)?;
        let width = if self.extended { 2 } else { 1 };
        let (lc, rest) = body.split_at_checked(width)?;
        let (data, le) = rest.split_at_checked(be_number(lc))?;
        if le.len() != width {
            return None;
        }
        let mut out = header.to_vec();
        if self.extended {
            out.push(0x00);
        }
        if !data.is_empty() {
            out.extend_from_slice(lc);
            out.extend_from_slice(data);
        }
        out.extend_from_slice(le);
        Some(out)
    }

    fn numbers(&self, tokens: &[Placed]) -> Result<Vec<u8>, Diagnostic> {
        let words: Option<Vec<&str>> = tokens
            .iter()
            .map(|(token, _)| match token {
                Token::Word(word) => Some(word.as_str()),
                _ => None,
            })
            .collect();
        if self.strictness == Strictness::Lenient
            && let Some(bytes) = words.as_deref().and_then(bare_hexadecimal)
        {
            return Ok(bytes);
        }
        let mut bytes = Vec::with_capacity(tokens.len());
        for (index, (token, span)) in tokens.iter().enumerate() {
            let byte = match token {
                Token::Word(word) => number(word).and_then(|number| u8::try_from(number).ok()),
                Token::Character(character) => u8::try_from(u32::from(*character)).ok(),
                Token::Text(_) => None,
            };
            bytes.push(byte.ok_or_else(|| self.wrong_number(token, *span, index == 0))?);
        }
        Ok(bytes)
    }

    fn wrong_number(&self, token: &Token, span: Span, first: bool) -> Diagnostic {
        const HELP: &str = "a byte is 0x00 to 0xFF, 0 to 255, octal with a leading 0, or a character 'a'";
        let text = self.source.slice(span);
        match token {
            Token::Word(word)
                if first && !word.starts_with(|c: char| c.is_ascii_digit()) && !is_hex(word) =>
            {
                let help = format!("a statement begins with a byte or one of {}", KEYWORDS.join(", "));
                self.error(span, format!("`{text}` is no statement"), &help)
            }
            Token::Word(word) if is_hex(word) && number(word).is_none() => {
                self.error(span, format!("`{text}` is no number"), &format!("write 0x{word}"))
            }
            _ => self.error(span, format!("`{text}` is no byte"), HELP),
        }
    }
}

fn be_number(bytes: &[u8]) -> usize {
    bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte))
}

fn is_word(token: &Token, keyword: &str) -> bool {
    matches!(token, Token::Word(word) if word.eq_ignore_ascii_case(keyword))
}

fn is_hex(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_hexdigit())
}

/// `0x1F`, `31`, `037`.
fn number(word: &str) -> Option<u32> {
    let (digits, radix) = if let Some(digits) = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")) {
        (digits, 16)
    } else if word.len() > 1 && word.starts_with('0') {
        (word, 8)
    } else {
        (word, 10)
    };
    if digits.starts_with('+') { None } else { u32::from_str_radix(digits, radix).ok() }
}

/// Words of two hexadecimal digits each, or one word of many.
fn bare_hexadecimal(words: &[&str]) -> Option<Vec<u8>> {
    let packed = matches!(words, [only] if only.len() >= 8);
    if words.iter().all(|word| is_hex(word) && (packed || word.len() == 2)) {
        hex::decode(&words.concat()).ok()
    } else {
        None
    }
}
