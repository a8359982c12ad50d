//! Instructions: what they are called and how their data is read.

use cardamom_apdu::Command;

use super::{globalplatform, interindustry, purse, telecom};
use crate::trace::words::selections::Application;

/// Reads P1 and P2: what follows the name of the instruction, or nothing.
type Parameters = fn(&Command<'_>) -> String;
/// Reads the data field; `None` if it is not what the instruction expects.
type Data = fn(&Command<'_>) -> Option<Vec<String>>;
/// Reads the response data; `None` if it is not what the instruction answers.
type Answer = fn(&Command<'_>, &[u8]) -> Option<Vec<String>>;

/// What of an exchange is not for everybody's eyes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Secret {
    /// Nothing.
    None,
    /// The command data: a PIN or a key.
    Data,
    /// The command data if one of these bits of P1 is set.
    DataIfP1(u8),
    /// The response data: session keys.
    Answer,
}

impl Secret {
    pub(super) const fn hides_data(self, p1: u8) -> bool {
        match self {
            Self::Data => true,
            Self::DataIfP1(bits) => p1 & bits != 0,
            Self::None | Self::Answer => false,
        }
    }
}

/// An instruction of some class of commands.
#[derive(Debug)]
pub(super) struct Instruction {
    number: u8,
    /// Where P1 says which command it is.
    p1: Option<u8>,
    name: &'static str,
    secret: Secret,
    parameters: Parameters,
    data: Data,
    /// The same where secrets are hidden.
    hidden_data: Option<Data>,
    answer: Answer,
}

impl Instruction {
    /// An instruction of which only the name is known.
    pub(super) const fn new(number: u8, name: &'static str) -> Self {
        Self {
            number,
            p1: None,
            name,
            secret: Secret::None,
            parameters: |_| String::new(),
            data: |_| None,
            hidden_data: None,
            answer: |_, _| None,
        }
    }

    /// Only with this P1.
    pub(super) const fn with_p1(mut self, p1: u8) -> Self {
        self.p1 = Some(p1);
        self
    }

    pub(super) const fn with_secret(mut self, secret: Secret) -> Self {
        self.secret = secret;
        self
    }

    pub(super) const fn with_parameters(mut self, parameters: Parameters) -> Self {
        self.parameters = parameters;
        self
    }

    pub(super) const fn with_data(mut self, data: Data) -> Self {
        self.data = data;
        self
    }

    /// What is told of the data while secrets are hidden, when that is not all of it.
    pub(super) const fn with_hidden_data(mut self, data: Data) -> Self {
        self.hidden_data = Some(data);
        self
    }

    pub(super) const fn with_answer(mut self, answer: Answer) -> Self {
        self.answer = answer;
        self
    }

    /// Name and parameters.
    pub(super) fn title(&self, command: &Command<'_>) -> String {
        let parameters = (self.parameters)(command);
        if parameters.is_empty() { self.name.to_owned() } else { format!("{} {parameters}", self.name) }
    }

    pub(super) const fn secret(&self) -> Secret {
        self.secret
    }

    pub(super) fn data(&self, command: &Command<'_>, show_secrets: bool) -> Option<Vec<String>> {
        match self.hidden_data {
            Some(data) if !show_secrets => data(command),
            _ => (self.data)(command),
        }
    }

    pub(super) fn answer(&self, command: &Command<'_>, data: &[u8]) -> Option<Vec<String>> {
        (self.answer)(command, data)
    }

    const fn is(&self, command: &Command<'_>) -> bool {
        let p1_fits = match self.p1 {
            Some(p1) => p1 == command.p1(),
            None => true,
        };
        self.number == command.instruction() && p1_fits
    }
}

/// The instruction of this command for the application that is selected on its channel.
pub(super) fn find(command: &Command<'_>, application: Application) -> Option<&'static Instruction> {
    let class = command.class();
    let tables: [&'static [Instruction]; 4] = match application {
        _ if class.byte() == 0xA0 => [telecom::GSM, &[], &[], &[]],
        _ if !class.is_valid() => [&[], &[], &[], &[]],
        _ if class.is_interindustry() => [interindustry::INSTRUCTIONS, &[], &[], &[]],
        Application::Purse => [purse::PURSE, globalplatform::EMV, interindustry::INSTRUCTIONS, &[]],
        Application::Psam => [purse::PSAM, globalplatform::EMV, interindustry::INSTRUCTIONS, &[]],
        Application::Other => {
            [telecom::UICC, globalplatform::INSTRUCTIONS, globalplatform::EMV, interindustry::INSTRUCTIONS]
        }
    };
    tables.into_iter().flatten().find(|instruction| instruction.is(command))
}

/// Whether an instruction that no table has should be taken to carry a PIN: those that do in ISO 7816-4,
/// whatever the class.
pub(super) const fn is_secret_by_convention(number: u8) -> bool {
    matches!(number, 0x20 | 0x21 | 0x24 | 0x25 | 0x26 | 0x28 | 0x2C | 0x2D)
}
