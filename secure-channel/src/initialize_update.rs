//! The response to INITIALIZE UPDATE (GPCS 2.3.1 Table E-8; Amendment D Table 7-3).

use alloc::vec::Vec;

use crate::scp03;
use crate::secure_channel_error::SecureChannelError;

/// The key information of a response: how the session is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// SCP02. The response does not tell the options.
    Scp02 {
        /// Sequence counter of the key set.
        counter: u16,
        /// The card challenge.
        card_challenge: [u8; 6],
        /// The card cryptogram.
        card_cryptogram: [u8; 8],
    },
    /// SCP03.
    Scp03 {
        /// Its options.
        options: scp03::Options,
        /// 8 bytes, or 16 with S16.
        card_challenge: Vec<u8>,
        /// 8 bytes, or 16 with S16.
        card_cryptogram: Vec<u8>,
        /// Sequence counter of the key set, three bytes, when the challenge is made from it.
        counter: Option<u32>,
    },
}

/// A response to INITIALIZE UPDATE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// What the keys were diversified with.
    pub key_diversification_data: [u8; 10],
    /// Version of the key set, 01 to 7F, or FF for initial keys.
    pub key_version: u8,
    /// The protocol.
    pub protocol: Protocol,
}

impl Response {
    /// The bytes, without status word.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.key_diversification_data.to_vec();
        bytes.push(self.key_version);
        match &self.protocol {
            Protocol::Scp02 { counter, card_challenge, card_cryptogram } => {
                bytes.push(0x02);
                bytes.extend_from_slice(&counter.to_be_bytes());
                bytes.extend_from_slice(card_challenge);
                bytes.extend_from_slice(card_cryptogram);
            }
            Protocol::Scp03 { options, card_challenge, card_cryptogram, counter } => {
                bytes.extend_from_slice(&[0x03, options.to_byte()]);
                bytes.extend_from_slice(card_challenge);
                bytes.extend_from_slice(card_cryptogram);
                if let Some(counter) = counter {
                    bytes.extend(counter.to_be_bytes().into_iter().skip(1));
                }
            }
        }
        bytes
    }

    /// Reads a response without its status word. Cards that leave the counter out, or send one where the options
    /// say there is none, are understood.
    ///
    /// # Errors
    /// [`SecureChannelError::ResponseMalformed`] for a length or protocol that is none.
    pub fn parse(bytes: &[u8]) -> Result<Self, SecureChannelError> {
        Self::read(bytes).ok_or(SecureChannelError::ResponseMalformed)
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (key_diversification_data, rest) = bytes.split_first_chunk::<10>()?;
        let ([key_version, protocol], rest) = rest.split_first_chunk::<2>()?;
        let protocol = match protocol {
            2 => {
                let (counter, rest) = rest.split_first_chunk::<2>()?;
                let (card_challenge, rest) = rest.split_first_chunk::<6>()?;
                Protocol::Scp02 {
                    counter: u16::from_be_bytes(*counter),
                    card_challenge: *card_challenge,
                    card_cryptogram: rest.try_into().ok()?,
                }
            }
            3 => {
                let ([options], rest) = rest.split_first_chunk::<1>()?;
                let options = scp03::Options::from_byte(*options)?;
                let (card_challenge, rest) = rest.split_at_checked(options.length())?;
                let (card_cryptogram, rest) = rest.split_at_checked(options.length())?;
                let counter = match *rest {
                    [] => None,
                    [a, b, c] => Some(u32::from_be_bytes([0, a, b, c])),
                    _ => return None,
                };
                Protocol::Scp03 {
                    options,
                    card_challenge: card_challenge.to_vec(),
                    card_cryptogram: card_cryptogram.to_vec(),
                    counter,
                }
            }
            _ => return None,
        };
        Some(Self {
            key_diversification_data: *key_diversification_data,
            key_version: *key_version,
            protocol,
        })
    }
}
