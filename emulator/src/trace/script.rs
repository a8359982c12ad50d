//! A session as a script in the native language (see [`cardamom_apdu::script`]).
//!
//! Every command expects exactly the response that it had, every reset its answer to reset. So the script
//! passes on a card in the same state that draws the same random numbers, and otherwise shows where the cards
//! part. Comments say in words what each command is, and why the card refused.
//!
//! The script holds commands as they were sent, PINs and keys included: it could not repeat the session
//! without them.

use cardamom_apdu::hex;
use cardamom_apdu::script::{
    DataPattern, Exchange as ScriptExchange, HexExpression, ResetKind, Script, Span, Spanned, Statement,
    StatusPattern,
};

use super::record::{Entry, Exchange};
use super::session::Session;
use super::words::{Summarizer, reason};

/// The session as the text of a script.
#[must_use]
pub fn to_script(session: &Session) -> String {
    let mut summarizer = Summarizer::default();
    let mut powered = false;
    let mut statements = Vec::new();
    for record in &session.records {
        match &record.entry {
            Entry::PowerUp { atr } if powered => {
                statements.push(Statement::Reset { kind: ResetKind::Cold, atr: expected_atr(atr) });
            }
            Entry::PowerUp { atr } => {
                statements.push(Statement::PowerUp { atr: expected_atr(atr) });
                powered = true;
            }
            Entry::Reset { atr } => {
                statements.push(Statement::Reset { kind: ResetKind::Warm, atr: expected_atr(atr) });
            }
            Entry::PowerDown => {
                statements.push(Statement::PowerDown);
                powered = false;
            }
            Entry::Exchange(exchange) => {
                statements.extend(summarizer.summary(&exchange.command).map(Statement::Comment));
                statements.extend(record.events.iter().filter_map(reason).map(Statement::Comment));
                statements.push(repeated(exchange));
            }
        }
        summarizer.follow(record);
    }
    Script { statements: statements.into_iter().map(spanned).collect() }.to_string()
}

/// The answer to reset that is expected; nothing is expected where the card gave none.
fn expected_atr(atr: &[u8]) -> Option<Spanned<DataPattern>> {
    (!atr.is_empty()).then(|| spanned(DataPattern::exact(atr)))
}

/// The command with its response. Without one, or without a command, there is nothing to expect or to send.
fn repeated(exchange: &Exchange) -> Statement {
    if exchange.command.is_empty() {
        return Statement::Comment("an empty command was sent".into());
    }
    let command = HexExpression::literal(&exchange.command);
    let response = exchange.response.as_deref();
    match response.map(<[u8]>::split_last_chunk::<2>) {
        Some(Some((data, &status))) => Statement::Exchange(ScriptExchange {
            command,
            data: Some(spanned(DataPattern::exact(data))),
            status: spanned(vec![StatusPattern::exact(u16::from_be_bytes(status))]),
            ..ScriptExchange::default()
        }),
        Some(None) => {
            let answer = hex::encode(response.unwrap_or_default());
            Statement::Comment(format!(
                "{} had an answer without status word: {answer}",
                hex::encode(&exchange.command)
            ))
        }
        None => Statement::Comment(format!("{} had no answer", hex::encode(&exchange.command))),
    }
}

/// A node that was not read from a text.
fn spanned<T>(value: T) -> Spanned<T> {
    Spanned::new(value, Span::default())
}
