//! O2: what may come back from a card.

use cardamom_apdu::Command;
use cardamom_apdu::hex::Hex;

use crate::finding::{Finding, Oracle};

/// Ne of a command without Le, as the kernel takes it (JCRE 3.0.5 §9.3).
const DEFAULT_EXPECTED_LENGTH: usize = 256;

/// Checks that an answer is a status word with at most as much data before it as the command expects.
///
/// # Errors
/// A finding against [`Oracle::WellFormedAnswer`].
pub fn check_answer(command: &[u8], answer: &[u8]) -> Result<(), Finding> {
    let complaint = |what: &str| {
        let what = format!("{what}: {} after {}", Hex(answer), Hex(command));
        Finding::new(Oracle::WellFormedAnswer, what)
    };
    let Some((data, [sw1, _])) = answer.split_last_chunk() else {
        return Err(complaint("an answer of less than two bytes"));
    };
    if !matches!(sw1 >> 4, 6 | 9) || *sw1 == 0x60 {
        return Err(complaint("SW1 is neither 61 to 6F nor 9X (ISO 7816-3 §12.2.1)"));
    }
    let expected = Command::parse(command).ok().map_or(0, |command| {
        let expected = command.expected_length();
        expected.and_then(|length| usize::try_from(length).ok()).unwrap_or(DEFAULT_EXPECTED_LENGTH)
    });
    if data.len() > expected {
        return Err(complaint("more data than expected"));
    }
    let carries_data = matches!(sw1, 0x61..=0x63 | 0x90..=0x9F);
    if !data.is_empty() && !carries_data {
        return Err(complaint("data with an error"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_a_status_word_with_no_more_than_was_expected() {
        let select = [0x00, 0xA4, 0x04, 0x00, 0x00];
        assert!(check_answer(&select, &[0x90, 0x00]).is_ok());
        assert!(check_answer(&select, &[0x6F, 0x00]).is_ok());
        for wrong in [&[][..], &[0x90], &[0x00, 0x90], &[0x60, 0x00], &[0x01, 0x6A, 0x82]] {
            assert!(check_answer(&select, wrong).is_err(), "{wrong:02X?}");
        }
        let two = [0x80, 0x10, 0x00, 0x00, 0x02];
        assert!(check_answer(&two, &[1, 2, 0x90, 0x00]).is_ok());
        assert!(check_answer(&two, &[1, 2, 3, 0x90, 0x00]).is_err());
    }
}
