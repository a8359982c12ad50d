//! What keys of the protocol do outside of a transaction: authentication cryptograms, and the general cipher and
//! MAC of a PSAM.

use super::cipher::{self, BLOCK_LENGTH};
use super::error::FormatError;
use super::key::TripleDesKey;
use super::mac::Mac4;

impl TripleDesKey {
    /// The cryptogram of EXTERNAL and INTERNAL AUTHENTICATE: triple DES of the eight-byte challenge; a challenge
    /// of four bytes is followed by four zero bytes (FMCOS 2.0 manual chapter 7).
    #[must_use]
    pub fn authentication_cryptogram(&self, challenge: [u8; 8]) -> [u8; 8] {
        let mut block = [challenge];
        cipher::triple_des_encrypt(self.expose(), &mut block);
        let [cryptogram] = block;
        cryptogram
    }

    /// Triple DES, electronic code book, in place: the cipher of a PSAM (`80 FA 00`).
    ///
    /// # Errors
    /// [`FormatError::Length`] where `data` is not a whole number of 8-byte blocks, at least one.
    pub fn encrypt_blocks(&self, data: &mut [u8]) -> Result<(), FormatError> {
        let (blocks, []) = data.as_chunks_mut() else { return Err(FormatError::Length) };
        if blocks.is_empty() {
            return Err(FormatError::Length);
        }
        cipher::triple_des_encrypt(self.expose(), blocks);
        Ok(())
    }

    /// The MAC of a PSAM (`80 FA 05`): the left four bytes of the retail MAC (ISO 9797-1 algorithm 3) with this
    /// initial value over `padded`, which the terminal has padded with `80 00…` to whole blocks.
    ///
    /// # Errors
    /// [`FormatError::Length`] where `padded` is not a whole number of 8-byte blocks; [`FormatError::Padding`]
    /// where it does not end as padding does.
    pub fn mac_of_padded(&self, initial_value: [u8; 8], padded: &[u8]) -> Result<Mac4, FormatError> {
        if padded.is_empty() || !padded.len().is_multiple_of(BLOCK_LENGTH) {
            return Err(FormatError::Length);
        }
        let zeros = padded.iter().rev().take_while(|byte| **byte == 0).count();
        match padded.split_at_checked(padded.len() - zeros).map(|(start, _)| start) {
            Some([message @ .., 0x80]) if zeros < BLOCK_LENGTH => {
                Ok(Mac4::left_of(cipher::retail_mac(self.expose(), initial_value, &[message])))
            }
            _ => Err(FormatError::Padding),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edep::{Random, response_mac};

    const KEY: TripleDesKey = TripleDesKey::from_bytes(*b"left....right...");

    #[test]
    fn the_mac_of_padded_data_is_that_of_the_data() {
        let expected = response_mac(&KEY, Random::from_bytes([1, 2, 3, 4]), b"hello").to_bytes();
        let mac = KEY.mac_of_padded([1, 2, 3, 4, 0, 0, 0, 0], b"hello\x80\0\0").unwrap();
        assert_eq!(mac.to_bytes(), expected);
        for wrong in [&b"hello\x81\0\0"[..], b"\0\0\0\0\0\0\0\0", b"12345678\0\0\0\0\0\0\0\0"] {
            assert_eq!(KEY.mac_of_padded([0; 8], wrong).unwrap_err(), FormatError::Padding);
        }
        for wrong in [&b""[..], b"hello\x80"] {
            assert_eq!(KEY.mac_of_padded([0; 8], wrong).unwrap_err(), FormatError::Length);
        }
    }

    #[test]
    fn a_cryptogram_is_one_block_of_the_cipher() {
        let mut data = *b"challenge8bytes.";
        KEY.encrypt_blocks(&mut data).unwrap();
        assert_eq!(KEY.authentication_cryptogram(*b"challeng"), data[..8]);
        assert_eq!(KEY.encrypt_blocks(&mut [0; 7]), Err(FormatError::Length));
        assert_eq!(KEY.encrypt_blocks(&mut []), Err(FormatError::Length));
    }
}
