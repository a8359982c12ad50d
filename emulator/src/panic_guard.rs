//! Running code that must not take the process along when it panics.

use std::cell::RefCell;
use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

/// What a panic said, and where it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PanicReport {
    /// The message.
    pub message: String,
    /// `file:line:column`, where that is known.
    pub location: Option<String>,
}

impl fmt::Display for PanicReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.location {
            Some(location) => write!(f, " ({location})"),
            None => Ok(()),
        }
    }
}

thread_local! {
    /// Set while this thread runs guarded code; the panic hook leaves its report here.
    static GUARD: RefCell<Option<PanicReport>> = const { RefCell::new(None) };
}

/// Runs `body` and gives what it gives, or what it panicked with. Nothing is printed.
///
/// Whatever `body` changed before it panicked stays as it is: the caller must be ready for that. Guards do not
/// nest: an inner one ends the outer one's silence, not its safety.
///
/// # Errors
/// The panic of `body`.
pub fn guard<T>(body: impl FnOnce() -> T) -> Result<T, PanicReport> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |information| {
            let payload = information.payload();
            let message = payload.downcast_ref::<&str>().copied();
            let message = message.or_else(|| payload.downcast_ref::<String>().map(String::as_str));
            let report = PanicReport {
                message: message.unwrap_or("a panic without a message").to_owned(),
                location: information.location().map(ToString::to_string),
            };
            let is_guarded = GUARD.with(|guard| match guard.try_borrow_mut().as_deref_mut() {
                Ok(Some(place)) => {
                    *place = report;
                    true
                }
                _ => false,
            });
            if !is_guarded {
                previous(information);
            }
        }));
    });
    GUARD.set(Some(PanicReport::default()));
    let outcome = panic::catch_unwind(AssertUnwindSafe(body));
    let report = GUARD.take().unwrap_or_default();
    outcome.map_err(|_| report)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_a_report() {
        let report = guard(|| panic!("broken at {}", 7)).unwrap_err();
        assert_eq!(report.message, "broken at 7");
        assert!(report.location.unwrap().contains("panic_guard.rs"));
        assert_eq!(guard(|| 5), Ok(5));
    }
}
