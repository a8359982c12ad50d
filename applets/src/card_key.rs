//! A key of a card, and how often in a row it was used to guess.
//!
//! A MAC that the card checks is a chance to guess. Each key therefore has a counter of consecutive failures that
//! is stepped, durably, *before* the comparison and set back after a success, so that no schedule of power cuts
//! gives more guesses than the limit (security requirements R3, R11).

use cardamom_card_os::handle::{FailureCounter, Key};
use cardamom_card_os::{Context, Error, KeyUsage, Layout};
use cardamom_secure_channel::edep::TripleDesKey;
use zeroize::Zeroizing;

/// Algorithm identifier and value.
const CONTENT_LENGTH: u8 = 17;

/// A 16-byte key with version, algorithm identifier and failure counter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CardKey {
    key: Key,
    failures: FailureCounter,
}

/// A key taken from memory for one use.
#[derive(Debug)]
pub(crate) struct LoadedKey {
    pub(crate) version: u8,
    pub(crate) algorithm: u8,
    pub(crate) key: TripleDesKey,
}

/// What became of an attempt to prove knowledge of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Right; the failures are forgotten.
    Right,
    /// Wrong; this many more attempts in a row may be made, 0: none.
    Wrong { attempts_remaining: u8 },
    /// No attempt was left; nothing was compared.
    Exhausted,
}

impl CardKey {
    pub(crate) fn lay_out(layout: &mut Layout<'_>, usage: KeyUsage) -> Result<Self, Error> {
        Ok(Self { key: layout.key(CONTENT_LENGTH, usage)?, failures: layout.failure_counter()? })
    }

    /// Sets the key; its failures are forgotten.
    pub(crate) fn set(
        self,
        context: &mut Context<'_>,
        version: u8,
        algorithm: u8,
        key: &TripleDesKey,
    ) -> Result<(), Error> {
        let mut content = Zeroizing::new([0; CONTENT_LENGTH as usize]);
        let [first, value @ ..] = &mut *content;
        *first = algorithm;
        value.copy_from_slice(key.expose());
        context.set_key(self.key, version, &*content)?;
        forget(context, self.failures)
    }

    /// Takes the key away, and its bytes out of memory.
    pub(crate) fn clear(self, context: &mut Context<'_>) -> Result<(), Error> {
        context.set_key(self.key, 0, &[])
    }

    /// The key for this use; `None` when it was not loaded.
    pub(crate) fn get(self, context: &mut Context<'_>, usage: KeyUsage) -> Result<Option<LoadedKey>, Error> {
        let Some(version) = context.key_version(self.key)? else { return Ok(None) };
        let content = context.key(self.key, usage)?;
        let Some([algorithm, value @ ..]) =
            content.and_then(<[u8]>::first_chunk::<{ CONTENT_LENGTH as usize }>)
        else {
            return Ok(None);
        };
        Ok(Some(LoadedKey { version, algorithm: *algorithm, key: TripleDesKey::from_bytes(*value) }))
    }

    pub(crate) fn is_set(self, context: &mut Context<'_>) -> Result<bool, Error> {
        Ok(context.key_version(self.key)?.is_some())
    }

    /// Whether as many attempts in a row failed as may.
    pub(crate) fn is_exhausted(self, context: &mut Context<'_>, limit: u8) -> Result<bool, Error> {
        Ok(context.failures(self.failures)? >= u32::from(limit))
    }

    /// One attempt of the other side to prove that it knows this key.
    pub(crate) fn attempt(
        self,
        context: &mut Context<'_>,
        limit: u8,
        check: impl FnOnce() -> bool,
    ) -> Result<Verdict, Error> {
        attempt(context, self.failures, limit, check)
    }
}

/// One attempt, counted before it is checked.
pub(crate) fn attempt(
    context: &mut Context<'_>,
    failures: FailureCounter,
    limit: u8,
    check: impl FnOnce() -> bool,
) -> Result<Verdict, Error> {
    if context.failures(failures)? >= u32::from(limit) {
        return Ok(Verdict::Exhausted);
    }
    let count = context.count_failure(failures)?;
    if check() {
        context.forget_failures(failures)?;
        return Ok(Verdict::Right);
    }
    let left = u32::from(limit).saturating_sub(count);
    Ok(Verdict::Wrong { attempts_remaining: u8::try_from(left).unwrap_or(u8::MAX) })
}

/// Forgets failures, writing only where there are any.
pub(crate) fn forget(context: &mut Context<'_>, failures: FailureCounter) -> Result<(), Error> {
    if context.failures(failures)? != 0 {
        context.forget_failures(failures)?;
    }
    Ok(())
}
