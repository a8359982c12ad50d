//! The commands of a purse card (FMCOS 2.0 manual chapters 7 and 8), typed.

use cardamom_apdu::{Command, StatusWord};
use cardamom_applets::EPURSE_AID;
use cardamom_personalization::epurse::PublicData;
use cardamom_secure_channel::edep::{
    Amount, CompleteOnlineCommand, Date, DebitCommand, DebitResponse, DebitType, DiversificationFactor,
    InitializeCommand, InitializeOfflineResponse, InitializeOnlineResponse, Load, Mac4, OfflineSequence,
    OnlineSequence, Pin, Purchase, Purse, TransactionRecord, TransactionType,
};

use super::connection::{Answer, CardConnection, exchange};
use super::refusal::CommandError;

/// The one identifier of load and purchase keys.
const KEY_IDENTIFIER: u8 = 0x01;
/// READ BINARY, P1: the short identifier of EF 0015.
const PUBLIC_DATA: u8 = 0x80 | 0x15;
/// READ RECORD, P2: the short identifier of EF 0018, record by number.
const TRANSACTIONS: u8 = 0x18 << 3 | 0x04;
/// The application serial number of a purse: ten bytes of EF 0015.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct CardSerial([u8; 10]);

impl CardSerial {
    /// From the ten bytes of EF 0015.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 10]) -> Self {
        Self(bytes)
    }

    /// The ten bytes.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 10] {
        self.0
    }

    /// What the card's keys are diversified with: the right-most eight bytes.
    #[must_use]
    pub const fn factor(self) -> DiversificationFactor {
        let [_, _, factor @ ..] = self.0;
        DiversificationFactor::from_bytes(factor)
    }
}

/// MAC and TAC of GET TRANSACTION PROVE.
#[derive(Clone, Copy, Debug)]
pub struct Proof {
    /// MAC2 of a purchase; zeros for a load.
    pub mac: Mac4,
    /// The TAC.
    pub tac: Mac4,
}

/// A purse card, its application selected.
pub struct PurseCard<'a> {
    connection: &'a mut dyn CardConnection,
    public_data: PublicData,
}

impl std::fmt::Debug for PurseCard<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PurseCard").field("public_data", &self.public_data).finish_non_exhaustive()
    }
}

impl<'a> PurseCard<'a> {
    /// Selects the purse and reads which card it is.
    ///
    /// # Errors
    /// [`CommandError`]; [`CommandError::Malformed`] for a card that is not personalized.
    pub fn select(connection: &'a mut dyn CardConnection) -> Result<Self, CommandError> {
        let select = Command::new(0x00, 0xA4, 0x04, 0x00).with_data(EPURSE_AID.as_bytes());
        send(connection, "SELECT", select.with_expected_length(256))?;
        let name = "READ BINARY of the public data";
        let read = Command::new(0x00, 0xB0, PUBLIC_DATA, 0x00).with_expected_length(30);
        let public_data = PublicData::from_bytes(&send(connection, name, read)?);
        let public_data = public_data.map_err(|_| CommandError::Malformed { command: name })?;
        Ok(Self { connection, public_data })
    }

    /// Which card it is.
    #[must_use]
    pub const fn serial(&self) -> CardSerial {
        CardSerial(self.public_data.serial)
    }

    /// Whether the card may be used on this day.
    #[must_use]
    pub fn is_valid_on(&self, day: Date) -> bool {
        (self.public_data.valid_from..=self.public_data.valid_until).contains(&day)
    }

    /// VERIFY: opens the deposit and the transaction log.
    ///
    /// # Errors
    /// [`CommandError`]; 63Cx for a wrong PIN, 6983 for a blocked one.
    pub fn verify_pin(&mut self, pin: &Pin) -> Result<(), CommandError> {
        self.send("VERIFY", Command::new(0x00, 0x20, 0x00, 0x00).with_data(pin.expose()))?;
        Ok(())
    }

    /// GET BALANCE. The deposit wants the PIN.
    ///
    /// # Errors
    /// [`CommandError`].
    pub fn balance(&mut self, purse: Purse) -> Result<Amount, CommandError> {
        let command = Command::new(0x80, 0x5C, 0x00, purse.code()).with_expected_length(4);
        Ok(Amount::from_bytes(self.send_for("GET BALANCE", command, as_array)?))
    }

    /// READ RECORD of all transactions, latest first. Wants the PIN.
    ///
    /// # Errors
    /// [`CommandError`].
    pub fn transactions(&mut self) -> Result<Vec<TransactionRecord>, CommandError> {
        let mut records = Vec::new();
        for number in 1..=u8::MAX {
            let command = Command::new(0x00, 0xB2, number, TRANSACTIONS).with_expected_length(23);
            match self.send("READ RECORD", command) {
                Ok(record) => match TransactionRecord::from_bytes(&record) {
                    Ok(record) => records.push(record),
                    // A record that was never written has no date.
                    Err(_) => break,
                },
                Err(CommandError::Refused { status: StatusWord::RECORD_NOT_FOUND, .. }) => break,
                Err(error) => return Err(error),
            }
        }
        Ok(records)
    }

    /// INITIALIZE FOR PURCHASE or CASH WITHDRAW.
    ///
    /// # Errors
    /// [`CommandError`]; 9401 where the purse does not hold the amount.
    pub fn initialize_for_purchase(
        &mut self,
        purchase: &Purchase,
    ) -> Result<InitializeOfflineResponse, CommandError> {
        let (name, p1) = match purchase.debit {
            DebitType::CashWithdrawal => ("INITIALIZE FOR CASH WITHDRAW", 0x02),
            DebitType::CompositePurchase => ("INITIALIZE FOR CAPP PURCHASE", 0x03),
            DebitType::DepositPurchase | DebitType::PursePurchase => ("INITIALIZE FOR PURCHASE", 0x01),
        };
        let Purchase { debit, amount, terminal } = *purchase;
        let data = InitializeCommand { key_identifier: KEY_IDENTIFIER, amount, terminal }.to_bytes();
        let command = Command::new(0x80, 0x50, p1, debit.purse().code()).with_data(&data);
        let parse = |data: &[u8]| InitializeOfflineResponse::from_bytes(data).ok();
        self.send_for(name, command.with_expected_length(15), parse)
    }

    /// DEBIT FOR PURCHASE / CASH WITHDRAW: the card is debited.
    ///
    /// # Errors
    /// [`CommandError`].
    pub fn debit(&mut self, debit: &DebitCommand) -> Result<DebitResponse, CommandError> {
        let data = debit.to_bytes();
        let command = Command::new(0x80, 0x54, 0x01, 0x00).with_data(&data).with_expected_length(8);
        self.send_for("DEBIT FOR PURCHASE", command, |data| DebitResponse::from_bytes(data).ok())
    }

    /// INITIALIZE FOR LOAD.
    ///
    /// # Errors
    /// [`CommandError`].
    pub fn initialize_for_load(&mut self, load: &Load) -> Result<InitializeOnlineResponse, CommandError> {
        let Load { purse, amount, terminal } = *load;
        let data = InitializeCommand { key_identifier: KEY_IDENTIFIER, amount, terminal }.to_bytes();
        let command = Command::new(0x80, 0x50, 0x00, purse.code()).with_data(&data);
        let parse = |data: &[u8]| InitializeOnlineResponse::from_bytes(data).ok();
        self.send_for("INITIALIZE FOR LOAD", command.with_expected_length(16), parse)
    }

    /// CREDIT FOR LOAD: the card is credited. Gives the TAC.
    ///
    /// # Errors
    /// [`CommandError`].
    pub fn credit_for_load(&mut self, credit: &CompleteOnlineCommand) -> Result<Mac4, CommandError> {
        let data = credit.to_bytes();
        let command = Command::new(0x80, 0x52, 0x00, 0x00).with_data(&data).with_expected_length(4);
        Ok(Mac4::from_bytes(self.send_for("CREDIT FOR LOAD", command, as_array)?))
    }

    /// GET TRANSACTION PROVE for a purchase that had this sequence; `None` where the card has no proof (9406).
    ///
    /// # Errors
    /// [`CommandError`].
    pub fn prove_purchase(
        &mut self,
        debit: DebitType,
        sequence: OfflineSequence,
    ) -> Result<Option<Proof>, CommandError> {
        self.prove(debit.into(), sequence.to_bytes())
    }

    /// GET TRANSACTION PROVE for a load that had this sequence; `None` where the card has no proof (9406).
    ///
    /// # Errors
    /// [`CommandError`].
    pub fn prove_load(
        &mut self,
        purse: Purse,
        sequence: OnlineSequence,
    ) -> Result<Option<Proof>, CommandError> {
        self.prove(purse.load_type(), sequence.to_bytes())
    }

    /// GET TRANSACTION PROVE for a transaction of this type that had this sequence; `None` for 9406.
    ///
    /// # Errors
    /// [`CommandError`].
    pub fn prove(
        &mut self,
        transaction_type: TransactionType,
        sequence: [u8; 2],
    ) -> Result<Option<Proof>, CommandError> {
        let command = Command::new(0x80, 0x5A, 0x00, transaction_type.code()).with_data(&sequence);
        let parse = |data: &[u8]| {
            let (&[mac, tac], []) = data.as_chunks::<4>() else { return None };
            Some(Proof { mac: Mac4::from_bytes(mac), tac: Mac4::from_bytes(tac) })
        };
        match self.send_for("GET TRANSACTION PROVE", command.with_expected_length(8), parse) {
            Err(CommandError::Refused { status: StatusWord::MAC_NOT_AVAILABLE, .. }) => Ok(None),
            proof => proof.map(Some),
        }
    }

    fn send(&mut self, name: &'static str, command: Command<'_>) -> Result<Vec<u8>, CommandError> {
        send(self.connection, name, command)
    }

    fn send_for<T>(
        &mut self,
        name: &'static str,
        command: Command<'_>,
        parse: impl FnOnce(&[u8]) -> Option<T>,
    ) -> Result<T, CommandError> {
        parse(&self.send(name, command)?).ok_or(CommandError::Malformed { command: name })
    }
}

pub(super) fn as_array<const N: usize>(data: &[u8]) -> Option<[u8; N]> {
    data.try_into().ok()
}

/// Sends a command that must succeed; gives the data of its answer.
pub(super) fn send(
    connection: &mut dyn CardConnection,
    name: &'static str,
    command: Command<'_>,
) -> Result<Vec<u8>, CommandError> {
    let Answer { data, status } =
        exchange(connection, command).map_err(|source| CommandError::NoAnswer { command: name, source })?;
    if status == StatusWord::NO_ERROR {
        Ok(data)
    } else {
        Err(CommandError::Refused { command: name, status })
    }
}
