//! Secure messaging of commands (FMCOS 2.0 manual §11; PBOC calls it line protection).
//!
//! The host asks for a challenge of four or eight bytes, optionally encrypts the data, and appends a MAC over header, Lc and
//! data. Which commands and files want which [`Protection`] is the card's rule; the class byte only announces
//! that there is one.

use super::cipher::{self, BLOCK_LENGTH};
use super::error::SecureMessagingError;
use super::key::TripleDesKey;
use super::mac::Mac4;
use super::random::Challenge;
use alloc::vec::Vec;
use zeroize::Zeroizing;

/// How a command is protected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Protection {
    /// The data travel in clear, a MAC follows.
    Mac,
    /// The data travel as 3DES-ECB of length ‖ data ‖ `80 00…`, a MAC over the cryptogram follows.
    EncryptedMac,
}

/// The first four bytes of a command.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CommandHeader {
    /// Class byte: 04 or 84, bits 4 and 3 being 01.
    pub cla: u8,
    /// Instruction byte.
    pub ins: u8,
    /// First parameter.
    pub p1: u8,
    /// Second parameter.
    pub p2: u8,
}

impl CommandHeader {
    const fn announces_secure_messaging(self) -> bool {
        self.cla & 0x0C == 0x04
    }
}

/// Host: the protected command, header ‖ Lc ‖ data or cryptogram ‖ MAC, without Le.
///
/// # Errors
/// [`SecureMessagingError::NotIndicated`] for a class byte that does not announce secure messaging,
/// [`SecureMessagingError::TooLong`] where Lc would exceed 255.
pub fn wrap_command(
    key: &TripleDesKey,
    challenge: impl Into<Challenge>,
    header: CommandHeader,
    data: &[u8],
    protection: Protection,
) -> Result<Vec<u8>, SecureMessagingError> {
    if !header.announces_secure_messaging() {
        return Err(SecureMessagingError::NotIndicated);
    }
    let encrypted;
    let payload = match protection {
        Protection::Mac => data,
        Protection::EncryptedMac => {
            encrypted = encrypt_data(key, data)?;
            encrypted.as_slice()
        }
    };
    let lc = u8::try_from(payload.len() + Mac4::LENGTH).map_err(|_| SecureMessagingError::TooLong)?;
    let mac = command_mac(key, challenge.into(), header, lc, payload);
    let mut command = Vec::with_capacity(5 + usize::from(lc));
    command.extend_from_slice(&[header.cla, header.ins, header.p1, header.p2, lc]);
    command.extend_from_slice(payload);
    command.extend_from_slice(&mac.to_bytes());
    Ok(command)
}

/// Card: checks the MAC of `data_field` (Lc is its length) and returns the data in clear, decrypted in place.
///
/// The MAC is checked before anything else is looked at.
///
/// # Errors
/// [`SecureMessagingError::NotIndicated`], [`SecureMessagingError::MacMissing`],
/// [`SecureMessagingError::MacInvalid`], or [`SecureMessagingError::DataInvalid`] where the cryptogram does not
/// contain what it should.
pub fn unwrap_command<'a>(
    key: &TripleDesKey,
    challenge: impl Into<Challenge>,
    header: CommandHeader,
    data_field: &'a mut [u8],
    protection: Protection,
) -> Result<&'a [u8], SecureMessagingError> {
    if !header.announces_secure_messaging() {
        return Err(SecureMessagingError::NotIndicated);
    }
    let lc = u8::try_from(data_field.len()).map_err(|_| SecureMessagingError::TooLong)?;
    let (payload, mac) = data_field.split_last_chunk_mut().ok_or(SecureMessagingError::MacMissing)?;
    if !command_mac(key, challenge.into(), header, lc, payload).verify(&Mac4::from_bytes(*mac)) {
        return Err(SecureMessagingError::MacInvalid);
    }
    match protection {
        Protection::Mac => Ok(payload),
        Protection::EncryptedMac => decrypt_data(key, payload),
    }
}

/// The MAC that follows the data of a protected response, over the data as sent, with the challenge of its
/// command.
#[must_use]
pub fn response_mac(key: &TripleDesKey, challenge: impl Into<Challenge>, data: &[u8]) -> Mac4 {
    Mac4::left_of(cipher::retail_mac(key.expose(), challenge.into().to_bytes(), &[data]))
}

/// The MAC over header ‖ Lc ‖ payload, where Lc counts the MAC already.
fn command_mac(
    key: &TripleDesKey,
    challenge: Challenge,
    header: CommandHeader,
    lc: u8,
    payload: &[u8],
) -> Mac4 {
    let header = [header.cla, header.ins, header.p1, header.p2, lc];
    Mac4::left_of(cipher::retail_mac(key.expose(), challenge.to_bytes(), &[&header, payload]))
}

/// 3DES-ECB of length ‖ data, padded with `80 00…` only where that does not fill its last block (§11.4.1).
fn encrypt_data(key: &TripleDesKey, data: &[u8]) -> Result<Vec<u8>, SecureMessagingError> {
    let length = u8::try_from(data.len()).map_err(|_| SecureMessagingError::TooLong)?;
    let mut plain = Zeroizing::new(Vec::with_capacity(data.len() + BLOCK_LENGTH));
    plain.push(length);
    plain.extend_from_slice(data);
    if !plain.len().is_multiple_of(BLOCK_LENGTH) {
        plain.push(0x80);
        let padded = plain.len().next_multiple_of(BLOCK_LENGTH);
        plain.resize(padded, 0);
    }
    cipher::triple_des_encrypt(key.expose(), plain.as_chunks_mut().0);
    Ok(plain.to_vec())
}

/// Decrypts in place and returns the data between length and padding.
///
/// A sender that pads a full last block with a block of its own (`80 00…`), as fmcos-python does, is
/// understood too.
fn decrypt_data<'a>(key: &TripleDesKey, payload: &'a mut [u8]) -> Result<&'a [u8], SecureMessagingError> {
    let (blocks, []) = payload.as_chunks_mut() else {
        return Err(SecureMessagingError::DataInvalid);
    };
    cipher::triple_des_decrypt(key.expose(), blocks);
    let (length, rest) = blocks.as_flattened().split_first().ok_or(SecureMessagingError::DataInvalid)?;
    let (data, padding) =
        rest.split_at_checked(usize::from(*length)).ok_or(SecureMessagingError::DataInvalid)?;
    match padding {
        [] => Ok(data),
        [0x80, zeros @ ..] if zeros.len() < 8 && zeros.iter().all(|byte| *byte == 0) => Ok(data),
        _ => Err(SecureMessagingError::DataInvalid),
    }
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;
    use proptest::prelude::*;

    const HEADER: CommandHeader = CommandHeader { cla: 0x84, ins: 0xD4, p1: 0x01, p2: 0x00 };

    fn protections() -> impl Strategy<Value = Protection> {
        prop_oneof![Just(Protection::Mac), Just(Protection::EncryptedMac)]
    }

    proptest! {
        #[test]
        fn the_card_reads_what_the_host_wrote(
            key: [u8; 16], challenge: [u8; 4], data in prop::collection::vec(any::<u8>(), 0..=247),
            protection in protections(),
        ) {
            let (key, challenge) = (TripleDesKey::from_bytes(key), Random::from_bytes(challenge));
            let mut command = wrap_command(&key, challenge, HEADER, &data, protection).unwrap();
            prop_assert_eq!(usize::from(command[4]), command.len() - 5);
            let read = unwrap_command(&key, challenge, HEADER, &mut command[5..], protection);
            prop_assert_eq!(read, Ok(data.as_slice()));
        }

        #[test]
        fn one_changed_bit_is_noticed(
            data in prop::collection::vec(any::<u8>(), 0..40), bit: prop::sample::Index,
            protection in protections(),
        ) {
            let key = TripleDesKey::from_bytes(*b"left....right...");
            let challenge = Random::from_bytes(*b"rand");
            let mut command = wrap_command(&key, challenge, HEADER, &data, protection).unwrap();
            let field = &mut command[5..];
            let bit = bit.index(field.len() * 8);
            field[bit / 8] ^= 1 << (bit % 8);
            prop_assert_eq!(
                unwrap_command(&key, challenge, HEADER, field, protection),
                Err(SecureMessagingError::MacInvalid)
            );
        }
    }

    #[test]
    fn a_class_byte_without_secure_messaging_is_refused() {
        let key = TripleDesKey::from_bytes([1; 16]);
        let challenge = Random::from_bytes([2; 4]);
        for cla in [0x00, 0x80, 0x08, 0x0C] {
            let header = CommandHeader { cla, ..HEADER };
            assert_eq!(
                wrap_command(&key, challenge, header, &[], Protection::Mac),
                Err(SecureMessagingError::NotIndicated)
            );
            assert_eq!(
                unwrap_command(&key, challenge, header, &mut [0; 4], Protection::Mac),
                Err(SecureMessagingError::NotIndicated)
            );
        }
    }

    #[test]
    fn a_field_shorter_than_a_mac_has_none() {
        let key = TripleDesKey::from_bytes([1; 16]);
        assert_eq!(
            unwrap_command(&key, Random::from_bytes([2; 4]), HEADER, &mut [0; 3], Protection::Mac),
            Err(SecureMessagingError::MacMissing)
        );
    }

    #[test]
    fn what_does_not_fit_a_short_command_is_refused() {
        let key = TripleDesKey::from_bytes([1; 16]);
        let wrap = |length, protection| {
            wrap_command(&key, Random::from_bytes([2; 4]), HEADER, &alloc::vec![0; length], protection)
                .map(|command| command.len())
        };
        assert_eq!(wrap(251, Protection::Mac), Ok(260));
        assert_eq!(wrap(252, Protection::Mac), Err(SecureMessagingError::TooLong));
        assert_eq!(wrap(247, Protection::EncryptedMac), Ok(5 + 248 + 4));
        assert_eq!(wrap(248, Protection::EncryptedMac), Err(SecureMessagingError::TooLong));
        assert_eq!(wrap(300, Protection::EncryptedMac), Err(SecureMessagingError::TooLong));
    }

    /// A MAC under the right key does not excuse a malformed plain text.
    #[test]
    fn malformed_plain_text_is_refused_and_extra_padding_is_not() {
        let key = TripleDesKey::from_bytes(*b"left....right...");
        let challenge = Random::from_bytes(*b"rand");
        let send = |plain: &[u8]| {
            let mut payload = plain.to_vec();
            cipher::triple_des_encrypt(key.expose(), payload.as_chunks_mut().0);
            let mut command = wrap_command(&key, challenge, HEADER, &payload, Protection::Mac).unwrap();
            unwrap_command(&key, challenge, HEADER, &mut command[5..], Protection::EncryptedMac)
                .map(<[u8]>::to_vec)
        };
        assert_eq!(send(b"\x07sevenby"), Ok(b"sevenby".to_vec()));
        assert_eq!(send(b"\x07sevenby\x80\0\0\0\0\0\0\0"), Ok(b"sevenby".to_vec()));
        assert_eq!(send(b"\x08sevenby"), Err(SecureMessagingError::DataInvalid), "length beyond the data");
        assert_eq!(send(b"\x03one\x81\0\0\0"), Err(SecureMessagingError::DataInvalid), "padding not 80");
        assert_eq!(send(b"\x03one\x80\0\0\x01"), Err(SecureMessagingError::DataInvalid), "padding not 00");
        assert_eq!(send(b"\x03one\x80\0\0\0\0\0\0\0\0\0\0\0"), Err(SecureMessagingError::DataInvalid));
        assert_eq!(send(b"\x03one"), Err(SecureMessagingError::DataInvalid), "half a block");
        assert_eq!(send(b""), Err(SecureMessagingError::DataInvalid), "no block");
    }
}
