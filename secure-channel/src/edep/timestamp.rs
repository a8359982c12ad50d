//! Date and time of a transaction, in binary coded decimal.

use super::error::FormatError;

/// A day of the calendar: four BCD bytes `YYYYMMDD`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Date([u8; 4]);

/// A time of the day: three BCD bytes `hhmmss`, 00:00:00 to 23:59:59.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Time([u8; 3]);

/// When a transaction took place, by the clock of the terminal (purchase) or of the host (load): seven bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Timestamp {
    /// The day.
    pub date: Date,
    /// The time of that day.
    pub time: Time,
}

impl Date {
    /// From the four bytes of the wire.
    ///
    /// # Errors
    /// [`FormatError::Date`] where a digit is not decimal or the calendar has no such day.
    pub fn from_bytes(bytes: [u8; 4]) -> Result<Self, FormatError> {
        let [Some(century), Some(year), Some(month), Some(day)] = bytes.map(decimal) else {
            return Err(FormatError::Date);
        };
        let leap = if year == 0 { century % 4 == 0 } else { year % 4 == 0 };
        let days = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return Err(FormatError::Date),
        };
        if (1..=days).contains(&day) { Ok(Self(bytes)) } else { Err(FormatError::Date) }
    }

    /// The four bytes of the wire.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 4] {
        self.0
    }
}

impl Time {
    /// From the three bytes of the wire.
    ///
    /// # Errors
    /// [`FormatError::Time`] where a digit is not decimal or the day has no such second.
    pub fn from_bytes(bytes: [u8; 3]) -> Result<Self, FormatError> {
        match bytes.map(decimal) {
            [Some(0..=23), Some(0..=59), Some(0..=59)] => Ok(Self(bytes)),
            _ => Err(FormatError::Time),
        }
    }

    /// The three bytes of the wire.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 3] {
        self.0
    }
}

impl Timestamp {
    /// Length on the wire, in bytes.
    pub const LENGTH: usize = 7;

    /// From the seven bytes of the wire: date, then time.
    ///
    /// # Errors
    /// [`FormatError::Date`] or [`FormatError::Time`].
    pub fn from_bytes(bytes: [u8; 7]) -> Result<Self, FormatError> {
        let [d0, d1, d2, d3, time @ ..] = bytes;
        Ok(Self { date: Date::from_bytes([d0, d1, d2, d3])?, time: Time::from_bytes(time)? })
    }

    /// The seven bytes of the wire: date, then time.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 7] {
        let Self { date: Date([d0, d1, d2, d3]), time: Time([t0, t1, t2]) } = self;
        [d0, d1, d2, d3, t0, t1, t2]
    }
}

/// The value of two BCD digits.
fn decimal(byte: u8) -> Option<u8> {
    let (tens, units) = (byte >> 4, byte & 0x0F);
    (tens <= 9 && units <= 9).then_some(tens * 10 + units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_a_day_of_the_calendar() {
        for good in [[0x20, 0x26, 0x11, 0x30], [0x20, 0x24, 0x02, 0x29], [0x20, 0x00, 0x02, 0x29]] {
            assert_eq!(Date::from_bytes(good).unwrap().to_bytes(), good);
        }
        for bad in [
            [0x20, 0x26, 0x11, 0x31],
            [0x20, 0x26, 0x02, 0x29],
            [0x19, 0x00, 0x02, 0x29],
            [0x20, 0x26, 0x00, 0x01],
            [0x20, 0x26, 0x13, 0x01],
            [0x20, 0x26, 0x01, 0x00],
            [0x20, 0x26, 0x0A, 0x01],
            [0xFF; 4],
        ] {
            assert_eq!(Date::from_bytes(bad), Err(FormatError::Date), "{bad:02X?}");
        }
    }

    #[test]
    fn a_time_is_a_second_of_the_day() {
        assert!(Time::from_bytes([0x23, 0x59, 0x59]).is_ok());
        for bad in [[0x24, 0, 0], [0, 0x60, 0], [0, 0, 0x60], [0x0A, 0, 0]] {
            assert_eq!(Time::from_bytes(bad), Err(FormatError::Time), "{bad:02X?}");
        }
    }
}
