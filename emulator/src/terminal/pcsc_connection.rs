//! Cards in readers of PC/SC, real or virtual.

use std::ffi::{CStr, CString};
use std::fmt;

use pcsc::{Card, Context, Disposition, Protocols, Scope, ShareMode};

use super::connection::{CardConnection, ConnectionError};

/// A card in a PC/SC reader, for this process alone.
pub struct PcscConnection {
    reader: String,
    /// Taken when the connection ends.
    card: Option<Card>,
    at_end: Disposition,
}

/// The readers that the PC/SC service has, in its order.
///
/// # Errors
/// [`ConnectionError::Pcsc`] when the service does not answer.
pub fn reader_names() -> Result<Vec<String>, ConnectionError> {
    let names = list(&context()?)?;
    Ok(names.iter().map(|name| name.to_string_lossy().into_owned()).collect())
}

impl PcscConnection {
    /// Connects to the card in the reader of this name, or in the one reader whose name contains it.
    /// `at_end` is what happens to the card when the connection ends.
    ///
    /// # Errors
    /// [`ConnectionError`]: no service, no such reader or several, no card, or another program uses the card.
    pub fn open(reader: &str, at_end: Disposition) -> Result<Self, ConnectionError> {
        let context = context()?;
        let name = find(&list(&context)?, reader)?;
        let reader = name.to_string_lossy().into_owned();
        let card = context
            .connect(&name, ShareMode::Exclusive, Protocols::ANY)
            .map_err(|source| ConnectionError::Pcsc { reader: reader.clone(), source })?;
        Ok(Self { reader, card: Some(card), at_end })
    }

    /// The full name of the reader.
    #[must_use]
    pub fn reader(&self) -> &str {
        &self.reader
    }
}

impl CardConnection for PcscConnection {
    fn transmit(&mut self, command: &[u8], response: &mut Vec<u8>) -> Result<(), ConnectionError> {
        response.clear();
        let failed = |source| ConnectionError::Pcsc { reader: self.reader.clone(), source };
        let card = self.card.as_ref().ok_or_else(|| failed(pcsc::Error::InvalidHandle))?;
        let mut buffer = [0; pcsc::MAX_BUFFER_SIZE];
        response.extend_from_slice(card.transmit(command, &mut buffer).map_err(failed)?);
        Ok(())
    }
}

impl Drop for PcscConnection {
    fn drop(&mut self) {
        if let Some(card) = self.card.take() {
            // A card that has left its reader cannot be said goodbye to.
            let _ = card.disconnect(self.at_end);
        }
    }
}

impl fmt::Debug for PcscConnection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PcscConnection").field("reader", &self.reader).finish_non_exhaustive()
    }
}

fn of_service(source: pcsc::Error) -> ConnectionError {
    ConnectionError::Pcsc { reader: "PC/SC".to_owned(), source }
}

fn context() -> Result<Context, ConnectionError> {
    Context::establish(Scope::User).map_err(of_service)
}

fn list(context: &Context) -> Result<Vec<CString>, ConnectionError> {
    match context.list_readers_owned() {
        Err(pcsc::Error::NoReadersAvailable) => Ok(Vec::new()),
        names => names.map_err(of_service),
    }
}

/// The one reader that is meant.
fn find(names: &[CString], wanted: &str) -> Result<CString, ConnectionError> {
    if let Some(name) = names.iter().find(|name| name.as_bytes() == wanted.as_bytes()) {
        return Ok(name.clone());
    }
    let text = |name: &CStr| name.to_string_lossy().into_owned();
    let meant: Vec<_> = names.iter().filter(|name| text(name).contains(wanted)).collect();
    match meant.as_slice() {
        [name] => Ok((*name).clone()),
        [] => {
            let all: Vec<_> = names.iter().map(|name| text(name)).collect();
            let all = if all.is_empty() { "there is none".to_owned() } else { all.join(", ") };
            Err(ConnectionError::Reader(format!("no reader is called {wanted:?}: {all}")))
        }
        several => {
            let several: Vec<_> = several.iter().map(|name| text(name)).collect();
            Err(ConnectionError::Reader(format!("{wanted:?} is several readers: {}", several.join(", "))))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_is_found_by_its_name_or_a_part_of_it_that_is_its_alone() {
        let names = ["Cardamom purse 00 00", "Cardamom psam 00 00", "Cardamom psam 00 00 b"]
            .map(|name| CString::new(name).unwrap());
        assert_eq!(find(&names, "purse").unwrap(), names[0]);
        assert_eq!(find(&names, "Cardamom psam 00 00").unwrap(), names[1]);
        assert!(find(&names, "psam").unwrap_err().to_string().contains("several"));
        assert!(find(&names, "wallet").unwrap_err().to_string().contains("Cardamom purse"));
        assert!(find(&[], "wallet").unwrap_err().to_string().contains("there is none"));
    }
}
