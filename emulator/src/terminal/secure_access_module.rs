//! The commands of a PSAM (purchase secure access module), typed.

use std::fmt;

use cardamom_apdu::{Command, StatusWord};
use cardamom_applets::PSAM_AID;
use cardamom_secure_channel::edep::{
    InitializeOfflineResponse, Mac4, Purchase, TerminalNumber, TerminalSequence, Timestamp, TransactionType,
};

use super::connection::CardConnection;
use super::purse_card::{CardSerial, as_array, send};
use super::refusal::CommandError;

/// READ BINARY, P1: the short identifier of EF 0016, the terminal number.
const TERMINAL_NUMBER: u8 = 0x80 | 0x16;

/// What the PSAM gives for a purchase.
#[derive(Clone, Copy, Debug)]
pub struct PurchaseAuthorisation {
    /// The transaction's number at this terminal.
    pub terminal_sequence: TerminalSequence,
    /// MAC1, which proves the terminal to the card.
    pub mac1: Mac4,
}

/// What the PSAM says to a MAC2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mac2Verdict {
    /// The card is genuine and was debited.
    Right,
    /// It is not the MAC2 of the purchase that the PSAM waits for.
    Wrong,
    /// The PSAM waits for no MAC2: it was reset, or has been used for something else since.
    NotAwaited,
}

/// A PSAM in its reader.
pub struct SecureAccessModule<'a>(&'a mut dyn CardConnection);

impl<'a> SecureAccessModule<'a> {
    /// The PSAM on this connection. Nothing is sent: it may be waiting for a MAC2.
    pub fn new(connection: &'a mut dyn CardConnection) -> Self {
        Self(connection)
    }

    /// Selects the PSAM application, which forgets what it waited for, and reads the number of the terminal.
    ///
    /// # Errors
    /// [`CommandError`].
    pub fn terminal_number(&mut self) -> Result<TerminalNumber, CommandError> {
        let select = Command::new(0x00, 0xA4, 0x04, 0x00).with_data(PSAM_AID.as_bytes());
        send(self.0, "SELECT (PSAM)", select.with_expected_length(256))?;
        let name = "READ BINARY (PSAM)";
        let read = Command::new(0x00, 0xB0, TERMINAL_NUMBER, 0x00).with_expected_length(6);
        let number = as_array(&send(self.0, name, read)?).ok_or(CommandError::Malformed { command: name })?;
        Ok(TerminalNumber::from_bytes(number))
    }

    /// INIT SAM FOR PURCHASE (`80 70`): numbers the purchase and computes MAC1 for what the card answered.
    ///
    /// # Errors
    /// [`CommandError`]; nothing has moved then.
    pub fn initialize_for_purchase(
        &mut self,
        card: CardSerial,
        purchase: &Purchase,
        answer: &InitializeOfflineResponse,
        at: Timestamp,
    ) -> Result<PurchaseAuthorisation, CommandError> {
        let data = [
            answer.random.to_bytes().as_slice(),
            &answer.sequence.to_bytes(),
            &purchase.amount.to_bytes(),
            &[TransactionType::from(purchase.debit).code()],
            &at.to_bytes(),
            &[answer.key_version, answer.algorithm],
            &card.factor().to_bytes(),
        ]
        .concat();
        let name = "INIT SAM FOR PURCHASE";
        let command = Command::new(0x80, 0x70, 0x00, 0x00).with_data(&data).with_expected_length(8);
        let answer = send(self.0, name, command)?;
        let (&[sequence, mac1], []) = answer.as_chunks::<4>() else {
            return Err(CommandError::Malformed { command: name });
        };
        let terminal_sequence = TerminalSequence::from_bytes(sequence);
        Ok(PurchaseAuthorisation { terminal_sequence, mac1: Mac4::from_bytes(mac1) })
    }

    /// CREDIT SAM FOR PURCHASE (`80 72`): checks MAC2 of the purchase that was initialized last.
    ///
    /// # Errors
    /// [`CommandError::NoAnswer`] alone: a refusal is a verdict.
    pub fn check_mac2(&mut self, mac2: Mac4) -> Result<Mac2Verdict, CommandError> {
        let data = mac2.to_bytes();
        match send(self.0, "CREDIT SAM FOR PURCHASE", Command::new(0x80, 0x72, 0x00, 0x00).with_data(&data)) {
            Ok(_) => Ok(Mac2Verdict::Right),
            Err(CommandError::Refused { status, .. }) => Ok(match status {
                StatusWord::MAC_INVALID | StatusWord::APPLICATION_PERMANENTLY_LOCKED => Mac2Verdict::Wrong,
                status if status.as_tries_remaining().is_some() => Mac2Verdict::Wrong,
                _ => Mac2Verdict::NotAwaited,
            }),
            Err(error) => Err(error),
        }
    }
}

impl fmt::Debug for SecureAccessModule<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SecureAccessModule").finish_non_exhaustive()
    }
}
