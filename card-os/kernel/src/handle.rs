//! Handles: what an applet holds instead of state.
//!
//! An applet's fields are handles into card memory, made by [`Layout`](crate::Layout) at install and found again
//! at boot. A handle holds a reference only; each use of one goes through the [`Context`](crate::Context), and so
//! past the firewall.

mod storable;

use core::marker::PhantomData;

pub use self::storable::Storable;
use crate::object::ObjectRef;

macro_rules! handle {
    ($(#[$documentation:meta])* $name:ident) => {
        $(#[$documentation])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name(pub(crate) ObjectRef);

        impl $name {
            /// A handle to this object. It is checked at each use.
            #[must_use]
            pub const fn from_object(object: ObjectRef) -> Self {
                Self(object)
            }

            /// The object behind it.
            #[must_use]
            pub const fn object(self) -> ObjectRef {
                self.0
            }
        }
    };
}

handle! {
    /// Bytes, persistent or transient.
    Bytes
}
handle! {
    /// A counter that only goes up, outlives aborts and is durable before its new value is told.
    Counter
}
handle! {
    /// A count of consecutive failures: stepped and durable before what may fail is tried, outlives aborts, and
    /// goes back to 0 after a success.
    FailureCounter
}
handle! {
    /// A key that may be used for what it was declared for, and never leaves the card.
    Key
}
handle! {
    /// A PIN with a try counter that is durable before the comparison and outlives aborts.
    OwnerPin
}
handle! {
    /// A cyclic file: records of one length, the newest replacing the oldest.
    Records
}
handle! {
    /// References to objects. These count when an applet is to be deleted.
    References
}

/// One value, persistent or transient.
#[derive(Debug, PartialEq, Eq)]
pub struct Field<T> {
    pub(crate) object: ObjectRef,
    value: PhantomData<fn() -> T>,
}

impl<T> Field<T> {
    /// A handle to this object. It is checked at each use.
    #[must_use]
    pub const fn from_object(object: ObjectRef) -> Self {
        Self { object, value: PhantomData }
    }

    /// The object behind it.
    #[must_use]
    pub const fn object(self) -> ObjectRef {
        self.object
    }
}

impl<T> Clone for Field<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Field<T> {}
