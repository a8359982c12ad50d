//! A connection whose bytes are shown.

use super::narrator::Narrator;
use crate::terminal::{CardConnection, ConnectionError};

/// Counts what passes, and shows it where there is somebody to show it.
pub(super) struct ShownConnection<'a, 'n, C> {
    connection: &'a mut C,
    /// The card's name, and who tells.
    tell: Option<(&'static str, &'a std::cell::RefCell<&'a mut Narrator<'n>>)>,
    pub(super) commands: u32,
}

impl<'a, 'n, C: CardConnection> ShownConnection<'a, 'n, C> {
    pub(super) fn counted(connection: &'a mut C) -> Self {
        Self { connection, tell: None, commands: 0 }
    }

    pub(super) fn shown(
        connection: &'a mut C,
        card: &'static str,
        tell: &'a std::cell::RefCell<&'a mut Narrator<'n>>,
    ) -> Self {
        Self { connection, tell: Some((card, tell)), commands: 0 }
    }
}

impl<C: CardConnection> CardConnection for ShownConnection<'_, '_, C> {
    fn transmit(&mut self, command: &[u8], response: &mut Vec<u8>) -> Result<(), ConnectionError> {
        self.commands += 1;
        let outcome = self.connection.transmit(command, response);
        // Selecting and reading files is not what is to be seen.
        if let (Some((card, tell)), [0x80, instruction, p1, ..]) = (&self.tell, command) {
            let answer = match outcome {
                Ok(()) => cardamom_apdu::hex::encode(response),
                Err(_) => "(no answer)".to_owned(),
            };
            // Where nobody can be told, the demonstration ends at its next line.
            let mut tell = tell.borrow_mut();
            let _ = tell.say(&format!("{card:<10} {}", name(*instruction, *p1)));
            let _ = tell.bytes(&format!("      > {}", cardamom_apdu::hex::encode(command)));
            let _ = tell.bytes(&format!("      < {answer}"));
        }
        outcome
    }
}

/// What a command of purse or PSAM is called.
const fn name(instruction: u8, p1: u8) -> &'static str {
    match (instruction, p1) {
        (0x50, 0x00) => "INITIALIZE FOR LOAD: balance, sequence, challenge, MAC1 for the issuer",
        (0x50, _) => "INITIALIZE FOR PURCHASE: balance, sequence, challenge",
        (0x52, _) => "CREDIT FOR LOAD with the issuer's MAC2: TAC",
        (0x54, _) => "DEBIT FOR PURCHASE with the PSAM's MAC1: TAC for the issuer, MAC2 for the PSAM",
        (0x5A, _) => "GET TRANSACTION PROVE: MAC2 and TAC once more, or 9406",
        (0x70, _) => "INIT SAM FOR PURCHASE: number of the purchase, MAC1",
        (0x72, _) => "CREDIT SAM FOR PURCHASE: is the card's MAC2 right?",
        _ => "",
    }
}
