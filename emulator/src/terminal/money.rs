//! Amounts as people write them.

use std::fmt;
use std::str::FromStr;

use cardamom_secure_channel::edep::Amount;
use thiserror::Error;

/// An amount as text: units, a point, two digits (`12.34`); `12` is read as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money(pub Amount);

/// What was typed is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// Something else than digits with at most one point and two digits after it.
    #[error("an amount is written like 12.34 or 12")]
    Form,
    /// More than four bytes hold.
    #[error("the highest amount is {}", Money(Amount::new(u32::MAX)))]
    TooHigh,
}

impl FromStr for Money {
    type Err = MoneyError;

    /// Strict: no sign, no spaces, no grouping, one decimal digit is no cents.
    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let (units, cents) = text.split_once('.').unwrap_or((text, "00"));
        let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number(units) || !is_number(cents) || cents.len() != 2 {
            return Err(MoneyError::Form);
        }
        // Digits alone: that it does not fit is all that can be wrong.
        let [units, cents] = [units, cents].map(|digits| digits.parse::<u32>().ok());
        let whole = units.and_then(|units| units.checked_mul(100)).zip(cents);
        let sum = whole.and_then(|(units, cents)| units.checked_add(cents));
        Ok(Self(Amount::new(sum.ok_or(MoneyError::TooHigh)?)))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&sum_text(self.0.units().into()))
    }
}

/// A sum of smallest units as text, which may be higher than any amount.
#[must_use]
pub fn sum_text(units: u64) -> String {
    format!("{}.{:02}", units / 100, units % 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in
            ["", ".", "1.", ".50", "1.5", "1.234", "-1", "+1", " 1", "1 ", "1,50", "1.2.3", "0x1", "1e2", "१"]
        {
            assert_eq!(text.parse::<Money>(), Err(MoneyError::Form), "{text:?}");
        }
        for text in ["42949672.96", "42949673", "99999999999999999999999"] {
            assert_eq!(text.parse::<Money>(), Err(MoneyError::TooHigh), "{text:?}");
        }
        assert_eq!("12".parse(), Ok(Money(Amount::new(1200))));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(units: u32) {
            let money = Money(Amount::new(units));
            prop_assert_eq!(money.to_string().parse(), Ok(money));
        }
    }
}
