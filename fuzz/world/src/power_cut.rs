//! Power cuts: in a command, and in the recovery from it.

use cardamom_kernel::{BootError, Card, Tear};

use crate::finding::{Finding, Oracle, ensure};

/// A power cut while a command runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PowerCut {
    /// Writes to non-volatile memory that are still done.
    pub(crate) writes: u8,
    /// What becomes of the next one.
    pub(crate) tear: Tear,
    /// The same again while the card recovers.
    pub(crate) recovery: Option<(u8, Tear)>,
}

impl PowerCut {
    /// Arms it.
    pub(crate) fn arm(self, card: &mut Card) {
        card.nvm_mut().cut_power_at(u64::from(self.writes), self.tear);
    }
}

/// Powers the card on, cut once while it recovers if that is wanted. Tells whether that cut happened.
///
/// # Errors
/// [`Oracle::BeforeOrAfter`]: the card does not start any more.
pub(crate) fn restart(card: &mut Card, cut: Option<(u8, Tear)>) -> Result<bool, Finding> {
    let mut happened = false;
    if let Some((writes, tear)) = cut {
        card.nvm_mut().cut_power_at(u64::from(writes), tear);
        let outcome = card.power_on().map(<[u8]>::len);
        card.nvm_mut().disarm_power_cut();
        happened = outcome == Err(BootError::PowerLost);
        let known = happened || outcome.is_ok();
        ensure(known, Oracle::BeforeOrAfter, || format!("the card does not start: {outcome:?}"))?;
    }
    let outcome = card.power_on().map(<[u8]>::len);
    ensure(outcome.is_ok(), Oracle::BeforeOrAfter, || format!("the card does not start: {outcome:?}"))?;
    Ok(happened)
}
