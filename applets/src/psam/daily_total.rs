//! What a PSAM may sell for on one day, and has.

use cardamom_card_os::handle::Storable;
use cardamom_secure_channel::edep::{Amount, Date};

use super::reason::PsamReason;

/// Limit, day and total.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct DailyTotal {
    /// Zero: no limit.
    limit: Amount,
    /// The day that `total` is of, as BCD; zeros: none yet.
    day: [u8; 4],
    total: Amount,
}

impl DailyTotal {
    pub(super) const fn with_limit(limit: Amount) -> Self {
        Self { limit, day: [0; 4], total: Amount::ZERO }
    }

    /// The total with one more sale; `None` where nothing is counted.
    pub(super) fn with_sale(&self, date: Date, amount: Amount) -> Result<Option<Self>, PsamReason> {
        if self.limit == Amount::ZERO {
            return Ok(None);
        }
        let day = date.to_bytes();
        if day < self.day {
            return Err(PsamReason::DateInThePast);
        }
        let sold = if day == self.day { self.total } else { Amount::ZERO };
        let total =
            sold.checked_add(amount).filter(|total| *total <= self.limit).ok_or(PsamReason::DailyLimit)?;
        Ok(Some(Self { limit: self.limit, day, total }))
    }
}

/// Limit, day, total: four bytes each.
impl Storable for DailyTotal {
    const LENGTH: usize = 12;

    fn read(bytes: &[u8]) -> Option<Self> {
        let [limit, day, total] = *<&[[u8; 4]; 3]>::try_from(bytes.as_chunks::<4>().0).ok()?;
        Some(Self { limit: Amount::from_bytes(limit), day, total: Amount::from_bytes(total) })
    }

    fn write(&self, bytes: &mut [u8]) {
        let fields = [self.limit.to_bytes(), self.day, self.total.to_bytes()];
        for (place, byte) in bytes.iter_mut().zip(fields.as_flattened()) {
            *place = *byte;
        }
    }
}
