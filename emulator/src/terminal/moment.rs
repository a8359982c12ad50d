//! Date and time as people write them, and as the host's clock has them.

use std::fmt;
use std::str::FromStr;

use cardamom_secure_channel::edep::Timestamp;
use thiserror::Error;

/// A date and time as text: `2026-11-22T12:34:56`. No zone: a terminal shows and signs the time of its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(pub Timestamp);

/// What was typed is no date and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a date and time is written like 2026-11-22T12:34:56")]
pub struct MomentError;

impl Moment {
    /// Now, by the clock and in the time zone of this machine.
    ///
    /// # Errors
    /// [`MomentError`] in a year that four digits do not hold.
    pub fn now() -> Result<Self, MomentError> {
        jiff::Zoned::now().strftime("%Y-%m-%dT%H:%M:%S").to_string().parse()
    }
}

impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Self, MomentError> {
        let mut digits = [0; 2 * Timestamp::LENGTH];
        let mut places = digits.iter_mut();
        let mut characters = text.bytes();
        for expected in b"dddd-dd-ddTdd:dd:dd" {
            let byte = characters.next().ok_or(MomentError)?;
            match expected {
                b'd' if byte.is_ascii_digit() => *places.next().ok_or(MomentError)? = byte - b'0',
                b'T' if byte == b' ' => {}
                _ if *expected == byte => {}
                _ => return Err(MomentError),
            }
        }
        if characters.next().is_some() {
            return Err(MomentError);
        }
        let mut bytes = [0; Timestamp::LENGTH];
        for (byte, [tens, units]) in bytes.iter_mut().zip(digits.as_chunks().0) {
            *byte = tens << 4 | units;
        }
        Timestamp::from_bytes(bytes).map(Self).map_err(|_| MomentError)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [century, year, month, day, hour, minute, second] = self.0.to_bytes();
        write!(f, "{century:02x}{year:02x}-{month:02x}-{day:02x}T{hour:02x}:{minute:02x}:{second:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let moment: Moment = "2026-11-22T23:59:00".parse().unwrap();
        assert_eq!(moment.0.to_bytes(), [0x20, 0x26, 0x11, 0x22, 0x23, 0x59, 0x00]);
        assert_eq!(moment.to_string(), "2026-11-22T23:59:00");
        assert_eq!("2026-11-22 23:59:00".parse(), Ok(moment));
        assert!(Moment::now().is_ok());
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "2026-11-22",
            "2026-11-31T00:00:00",
            "2026-11-22T24:00:00",
            "2026-11-22T12:00:00Z",
            "26-11-22T12:00:00",
        ] {
            assert_eq!(text.parse::<Moment>(), Err(MomentError), "{text:?}");
        }
    }
}
