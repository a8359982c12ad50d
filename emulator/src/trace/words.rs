//! A session in words.
//!
//! ```text
//! > 80 50 01 02  INITIALIZE FOR PURCHASE (EP)  ch 0  Lc 11  Le 15
//!     key index: 1
//!     amount: 10.00
//!     terminal: 112233445566
//! < 90 00  success
//!     old balance: 100.00
//!     ...
//! ```
//!
//! Below a command stands its data field, below a status word the response data: as fields where the command
//! is known, as a tree where it is BER-TLV, as a dump otherwise. Which commands are known depends on what is
//! selected on their channel; that is followed from SELECT and MANAGE CHANNEL commands, and from what the
//! card tells. PINs, keys that are loaded and session keys that are given out are hidden unless asked for.

mod comprehension_tlv;
mod fields;
mod globalplatform;
mod instruction;
mod interindustry;
mod known_aid;
mod purse;
mod selections;
mod tag;
mod telecom;
mod text;
mod tree;

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use cardamom_apdu::atr::Atr;
use cardamom_apdu::{Aid, Command, StatusWord};

use self::instruction::{Instruction, Secret};
pub(crate) use self::known_aid::name_of as aid_name;
use self::selections::Selections;
use self::text::{one_line, spaced};
use super::record::{CardEvent, Entry, Exchange, Record, Timestamp};
use super::recorder::RecordSink;
use super::session::Session;

/// INS of GET RESPONSE in every class (ISO 7816-4 §11.7.1, TS 51.011 §9.2.18).
const GET_RESPONSE: u8 = 0xC0;

/// How a session is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// With ANSI colours.
    pub colour: bool,
    /// With PINs and keys, which are hidden otherwise.
    pub show_secrets: bool,
    /// With seconds since the first record, and how long each command took.
    pub times: bool,
}

/// Writes records in words, as they come.
#[derive(Debug)]
pub struct Printer<W> {
    output: W,
    options: Options,
    selections: Selections,
    start: Option<Timestamp>,
    /// The command whose answer GET RESPONSE fetches next.
    waiting: Option<Vec<u8>>,
}

/// The whole session in words.
#[must_use]
pub fn to_text(session: &Session, options: Options) -> String {
    let mut printer = Printer::new(Vec::new(), options);
    for record in &session.records {
        // Nothing fails when the output is memory.
        let _ = printer.record(record);
    }
    String::from_utf8_lossy(&printer.into_inner()).into_owned()
}

/// Tells what each command of a session is, one line each, following what is selected.
#[derive(Debug, Default)]
pub(super) struct Summarizer(Selections);

impl Summarizer {
    /// The line for a command before [`Summarizer::follow`] has seen its record. `None` if the command is
    /// too short to be one.
    pub(super) fn summary(&self, command: &[u8]) -> Option<String> {
        Understood::new(command, &self.0).map(|understood| understood.title)
    }

    /// What the record changes for the commands after it.
    pub(super) fn follow(&mut self, record: &Record) {
        self.0.follow(record);
    }
}

/// The reason of a refusal and the like, in one line; nothing for the everyday events of a card.
pub(super) fn reason(event: &CardEvent) -> Option<String> {
    let by = |applet: &Option<Aid>| match applet {
        Some(aid) => format!(" [{}]", known_aid::with_name(aid.as_bytes())),
        None => String::new(),
    };
    match event {
        CardEvent::Refused { applet, rule, .. } => Some(format!("why: {}{}", one_line(rule), by(applet))),
        CardEvent::Stopped { applet, fault } => {
            Some(format!("why: stopped by the card: {}{}", one_line(fault), by(applet)))
        }
        CardEvent::TransactionAborted => {
            Some("why: the applet left a transaction open; it was undone".into())
        }
        CardEvent::PowerLost => Some("why: power was lost during the command".into()),
        _ => None,
    }
}

impl<W: Write> Printer<W> {
    /// A printer that writes to `output`.
    pub fn new(output: W, options: Options) -> Self {
        Self { output, options, selections: Selections::default(), start: None, waiting: None }
    }

    /// The output.
    pub fn into_inner(self) -> W {
        self.output
    }

    /// One line: a part in colour, and the rest.
    fn line(&mut self, style: Style, coloured: &str, rest: &str) -> io::Result<()> {
        if self.options.colour {
            writeln!(self.output, "{}{coloured}{}{rest}", style.render(), style.render_reset())
        } else {
            writeln!(self.output, "{coloured}{rest}")
        }
    }

    fn indented(&mut self, lines: &[String]) -> io::Result<()> {
        lines.iter().try_for_each(|line| writeln!(self.output, "    {line}"))
    }

    fn events(&mut self, events: &[CardEvent]) -> io::Result<()> {
        for event in events {
            if let Some(reason) = reason(event) {
                self.line(AnsiColor::Yellow.on_default(), &format!("  {reason}"), "")?;
                continue;
            }
            let told = match event {
                CardEvent::Selected { channel, aid } => {
                    format!("  selected on channel {channel}: {}", known_aid::with_name(aid.as_bytes()))
                }
                CardEvent::Deselected { channel, aid } => {
                    format!("  deselected on channel {channel}: {}", known_aid::with_name(aid.as_bytes()))
                }
                CardEvent::Started { recovered: true } => {
                    "  started, and undid a transaction that a loss of power had interrupted".into()
                }
                CardEvent::Other { text } => format!("  {}", one_line(text)),
                _ => continue,
            };
            self.line(AnsiColor::BrightBlack.on_default(), &told, "")?;
        }
        Ok(())
    }

    fn reset(&mut self, kind: &str, atr: &[u8]) -> io::Result<()> {
        let style = AnsiColor::Blue.on_default().bold();
        if atr.is_empty() {
            return self.line(style, kind, "  no answer to reset");
        }
        self.line(style, kind, &format!("  ATR {}", spaced(atr)))?;
        match Atr::parse(atr) {
            Ok(atr) => {
                let description = atr.describe().to_string();
                let lines: Vec<String> = description.lines().map(str::to_owned).collect();
                self.indented(&lines)
            }
            Err(error) => self.indented(&[format!("not an answer to reset of ISO 7816-3: {error}")]),
        }
    }

    fn exchange(&mut self, exchange: &Exchange, events: &[CardEvent]) -> io::Result<()> {
        let understood = Understood::new(&exchange.command, &self.selections);
        let unwrapped = events.iter().find_map(|event| match event {
            CardEvent::Unwrapped { command } => Some(command.as_slice()),
            _ => None,
        });
        let wrapped = events.iter().find_map(|event| match event {
            CardEvent::Wrapped { response } => response.split_last_chunk::<2>(),
            _ => None,
        });
        let command_style = AnsiColor::Cyan.on_default().bold();
        match &understood {
            None => {
                let text = format!("> {}", spaced(&exchange.command));
                self.line(command_style, &text, "  shorter than a command header")?;
            }
            Some(understood) => {
                let header = spaced(exchange.command.get(..4).unwrap_or_default());
                let title = format!("  {}{}", understood.title, understood.lengths());
                self.line(command_style, &format!("> {header}"), &title)?;
                if unwrapped.is_none() {
                    let lines = understood.data(&exchange.command, self.options.show_secrets);
                    self.indented(&lines)?;
                }
            }
        }
        if let Some(plain) = unwrapped {
            self.unwrapped(plain)?;
        }
        self.events(events)?;
        // With T=0 the answer of a command comes as that of GET RESPONSE (ISO 7816-3 §12.2.2).
        let fetched = match exchange.command.as_slice() {
            [_, GET_RESPONSE, ..] => self.waiting.take(),
            _ => None,
        };
        let answered = fetched.as_ref().unwrap_or(&exchange.command);
        let time = if self.options.times { format!("  {} us", exchange.micros) } else { String::new() };
        let bad = AnsiColor::Red.on_default().bold();
        let Some(response) = &exchange.response else {
            return self.line(bad, "< no answer", &time);
        };
        let Some((data, &status)) = response.split_last_chunk::<2>() else {
            return self.line(bad, &format!("< {}", spaced(response)), "  shorter than a status word");
        };
        let word = StatusWord::from(status);
        let style = match () {
            () if word.is_success() => AnsiColor::Green.on_default().bold(),
            () if word.is_warning() => AnsiColor::Yellow.on_default().bold(),
            () => bad,
        };
        self.line(style, &format!("< {}", spaced(&status)), &format!("  {}{time}", word.meaning()))?;
        // What the session protected is told in its place.
        let (answered, data) = match (unwrapped, wrapped) {
            (Some(plain), Some((data, _))) => (plain, data),
            _ => (answered.as_slice(), data),
        };
        let lines = match Understood::new(answered, &self.selections) {
            Some(understood) => understood.answer(data, self.options.show_secrets),
            None => text::dump(data),
        };
        let more = matches!(word.sw1(), 0x61 | 0x9F);
        self.waiting = more.then(|| answered.to_vec());
        self.indented(&lines)
    }
}

impl<W: Write> Printer<W> {
    /// The command that a secure channel session found under its protection.
    fn unwrapped(&mut self, plain: &[u8]) -> io::Result<()> {
        let Some(understood) = Understood::new(plain, &self.selections) else { return Ok(()) };
        let header = spaced(plain.get(..4).unwrap_or_default());
        let title = format!("  {}{}", understood.title, understood.lengths());
        let lines = understood.data(plain, self.options.show_secrets);
        self.line(AnsiColor::Cyan.on_default(), &format!("  in the session: {header}"), &title)?;
        self.indented(&lines)
    }
}

impl<W: Write> RecordSink for Printer<W> {
    fn record(&mut self, record: &Record) -> io::Result<()> {
        if self.options.times {
            let start = self.start.get_or_insert(record.time);
            let micros = record.time.micros().saturating_sub(start.micros());
            let time = format!("[{}.{:06}] ", micros / 1_000_000, micros % 1_000_000);
            self.output.write_all(time.as_bytes())?;
        }
        match &record.entry {
            Entry::PowerUp { atr } => self.reset("power up", atr)?,
            Entry::Reset { atr } => self.reset("reset", atr)?,
            Entry::PowerDown => self.line(AnsiColor::Blue.on_default().bold(), "power down", "")?,
            Entry::Exchange(exchange) => self.exchange(exchange, &record.events)?,
        }
        if !matches!(record.entry, Entry::Exchange(_)) {
            self.events(&record.events)?;
        }
        self.selections.follow(record);
        self.output.flush()
    }
}

/// A command with what is known of it.
struct Understood<'a> {
    /// None if its length fields contradict each other.
    command: Option<Command<'a>>,
    instruction: Option<&'static Instruction>,
    title: String,
}

impl<'a> Understood<'a> {
    fn new(bytes: &'a [u8], selections: &Selections) -> Option<Self> {
        let &[class, number, p1, p2] = bytes.first_chunk::<4>()?;
        let command = Command::parse(bytes);
        // What a malformed command would have been is told by its header alone.
        let header = Command::new(class, number, p1, p2);
        let known = command.unwrap_or(header);
        let channel = known.class().channel();
        let instruction = instruction::find(&known, selections.application(channel));
        let name = instruction.map_or_else(
            || format!("unknown instruction {number:02X}"),
            |instruction| instruction.title(&known),
        );
        let mut title = format!("{name}  ch {channel}");
        if let Err(error) = command {
            title.push_str(&format!("  malformed: {error}"));
        }
        Some(Self { command: command.ok(), instruction, title })
    }

    fn lengths(&self) -> String {
        let mut text = String::new();
        if let Some(command) = &self.command {
            if !command.data().is_empty() {
                text.push_str(&format!("  Lc {}", command.data().len()));
            }
            if let Some(expected) = command.expected_length() {
                text.push_str(&format!("  Le {expected}"));
            }
        }
        text
    }

    /// The data field, or everything after the header of a malformed command.
    fn data(&self, bytes: &[u8], show_secrets: bool) -> Vec<String> {
        let body = self.command.map_or_else(|| bytes.get(4..).unwrap_or_default(), |command| command.data());
        if body.is_empty() {
            return Vec::new();
        }
        let number = bytes.get(1).copied().unwrap_or_default();
        let p1 = bytes.get(2).copied().unwrap_or_default();
        let secret = self.instruction.map_or_else(
            || instruction::is_secret_by_convention(number),
            |instruction| instruction.secret().hides_data(p1),
        );
        if secret && !show_secrets {
            return vec![hidden(body.len())];
        }
        let decoded = match (&self.command, self.instruction) {
            (Some(command), Some(instruction)) => instruction.data(command, show_secrets),
            _ => None,
        };
        decoded.unwrap_or_else(|| tree::tree_or_dump(body))
    }

    fn answer(&self, data: &[u8], show_secrets: bool) -> Vec<String> {
        if data.is_empty() {
            return Vec::new();
        }
        let secret = self.instruction.is_some_and(|instruction| instruction.secret() == Secret::Answer);
        if secret && !show_secrets {
            return vec![hidden(data.len())];
        }
        let decoded = match (&self.command, self.instruction) {
            (Some(command), Some(instruction)) => instruction.answer(command, data),
            _ => None,
        };
        decoded.unwrap_or_else(|| tree::tree_or_dump(data))
    }
}

/// What stands in the place of secrets.
fn hidden(length: usize) -> String {
    format!("({length} byte{} hidden)", if length == 1 { "" } else { "s" })
}
