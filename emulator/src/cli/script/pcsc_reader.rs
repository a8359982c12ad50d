//! A card in a PC/SC reader, real or virtual.

use std::ffi::CString;
use std::thread;
use std::time::{Duration, Instant};

use cardamom_apdu::script::{ResetKind, ScriptCard, ScriptCardError};
use pcsc::{Card, Context, Disposition, Error, MAX_BUFFER_SIZE_EXTENDED, Protocols, Scope, ShareMode};

use super::super::error::CliError;

type Outcome<T> = Result<T, ScriptCardError<Error>>;

/// The card in one reader. It is powered up by its first command.
pub(super) struct CardInReader {
    context: Context,
    reader: CString,
    card: Option<Card>,
    response: Vec<u8>,
    started: Instant,
}

impl CardInReader {
    /// Finds the reader of this name, or the only one with this in its name.
    pub(super) fn find(name: &str) -> Result<Self, CliError> {
        let context = Context::establish(Scope::User).map_err(|error| {
            CliError::environment(format!("the PC/SC service: {error}"))
                .with_help("start pcscd, or use a card of Cardamom with --card NAME")
        })?;
        let readers = match context.list_readers_owned() {
            Err(Error::NoReadersAvailable) => Vec::new(),
            readers => readers.map_err(|error| CliError::environment(format!("the readers: {error}")))?,
        };
        let names: Vec<String> = readers.iter().map(|name| name.to_string_lossy().into_owned()).collect();
        let reader = choose(&names, name)?;
        let reader = CString::new(reader).map_err(CliError::environment)?;
        let response = vec![0; MAX_BUFFER_SIZE_EXTENDED];
        Ok(Self { context, reader, card: None, response, started: Instant::now() })
    }

    /// The card, connected.
    fn connected(&mut self) -> Result<&mut Card, Error> {
        let card = match self.card.take() {
            Some(card) => card,
            None => self.context.connect(&self.reader, ShareMode::Shared, Protocols::ANY)?,
        };
        Ok(self.card.insert(card))
    }

    fn reset_with(&mut self, disposition: Disposition) -> Outcome<Vec<u8>> {
        let card = self.connected()?;
        card.reconnect(ShareMode::Shared, Protocols::ANY, disposition)?;
        Ok(card.status2_owned()?.atr().to_vec())
    }
}

/// The reader of this name among these, or the only one with this in its name, upper or lower case.
pub(in super::super) fn choose(readers: &[String], name: &str) -> Result<String, CliError> {
    let wanted = name.to_lowercase();
    let exact = readers.iter().filter(|reader| *reader == name);
    let matching: Vec<&String> = match exact.collect::<Vec<_>>() {
        exact if !exact.is_empty() => exact,
        _ => readers.iter().filter(|reader| reader.to_lowercase().contains(&wanted)).collect(),
    };
    let list = |readers: &[&String]| {
        readers.iter().map(|reader| format!("\"{reader}\"")).collect::<Vec<_>>().join(", ")
    };
    match matching.as_slice() {
        [reader] => Ok((*reader).clone()),
        [] if readers.is_empty() => Err(CliError::environment("there are no PC/SC readers")),
        [] => Err(CliError::environment(format!("there is no reader {name}"))
            .with_help(format!("the readers are {}", list(&readers.iter().collect::<Vec<_>>())))),
        several => Err(CliError::usage(format!("more than one reader is called {name}"))
            .with_help(format!("say more of one of {}", list(several)))),
    }
}

impl ScriptCard for CardInReader {
    type Error = Error;

    fn power_up(&mut self) -> Outcome<Vec<u8>> {
        self.reset_with(Disposition::UnpowerCard)
    }

    fn reset(&mut self, kind: ResetKind) -> Outcome<Vec<u8>> {
        self.reset_with(match kind {
            ResetKind::Warm => Disposition::ResetCard,
            ResetKind::Cold => Disposition::UnpowerCard,
        })
    }

    fn transmit(&mut self, command: &[u8]) -> Outcome<Vec<u8>> {
        let mut buffer = std::mem::take(&mut self.response);
        let answer =
            self.connected().and_then(|card| card.transmit(command, &mut buffer).map(<[u8]>::to_vec));
        self.response = buffer;
        Ok(answer?)
    }

    fn power_down(&mut self) -> Outcome<()> {
        match self.card.take() {
            Some(card) => card.disconnect(Disposition::UnpowerCard).map_err(|(_, error)| error.into()),
            None => Ok(()),
        }
    }

    fn sleep(&mut self, milliseconds: u64) -> Outcome<()> {
        thread::sleep(Duration::from_millis(milliseconds));
        Ok(())
    }

    fn now_micros(&mut self) -> Option<u64> {
        u64::try_from(self.started.elapsed().as_micros()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_is_chosen_by_what_is_its_own() {
        let readers = ["HID Omnikey 00 00", "Cardamom a 00 00", "Cardamom ab 00 00"].map(str::to_owned);
        assert_eq!(choose(&readers, "omnikey").unwrap(), "HID Omnikey 00 00");
        assert_eq!(choose(&readers, "Cardamom a 00 00").unwrap(), "Cardamom a 00 00");
        assert!(choose(&readers, "Cardamom").is_err());
        assert!(choose(&readers, "Gemalto").is_err());
        assert!(choose(&[], "x").is_err());
    }
}
