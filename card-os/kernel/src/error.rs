//! Why something did not happen: refusals, faults and lost power.

use core::fmt;

use cardamom_apdu::StatusWord;

use crate::object::{ContextId, ObjectRef};

/// A reason for which a command is refused, told to the trace; the terminal sees its status word only.
///
/// Each applet and each part of the card has one enum of reasons that implements this trait, and so exactly
/// one place where a reason becomes a status word.
pub trait Reason: fmt::Debug {
    /// The status word that the terminal is answered with.
    fn status_word(&self) -> StatusWord;

    /// The rule that refused, and the section it stands in, for a person to read.
    fn rule(&self) -> &'static str;
}

/// What ends a command before its purpose is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// The kernel stopped the applet: a forbidden access, memory exhausted, a broken transaction.
    Fault(Fault),
    /// Power was lost at a write to non-volatile memory. Nothing more is written until the next power-on.
    PowerLost,
    /// The command is refused for a reason that its applet or the kernel names.
    Refused(Refusal),
}

/// A refusal: the status word, and the rule behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// What the terminal is answered.
    pub status_word: StatusWord,
    /// What the trace is told.
    pub rule: &'static str,
}

/// The kernel stopped an applet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The command made more kernel calls than one command may.
    BudgetExhausted,
    /// Shareable-interface calls are nested deeper than [`MAXIMUM_CALL_DEPTH`](crate::context::MAXIMUM_CALL_DEPTH).
    CallTooDeep,
    /// The object belongs to another context (JCRE 3.0.5 §6.2).
    ForeignContext {
        /// The context that asked.
        current: ContextId,
        /// The context that owns the object.
        owner: ContextId,
        /// The object asked for.
        object: ObjectRef,
    },
    /// An object of the instance's own layout may not be deleted: boot would miss it.
    DeletesLayout,
    /// A reference to a global array may not be stored (JCRE 3.0.5 §6.2.2).
    GlobalArrayStored,
    /// Content of non-volatile memory contradicts itself; the card does not guess.
    IntegrityLost,
    /// The key may not be used for this purpose.
    KeyUsage,
    /// A counter has reached its last value.
    CounterExhausted,
    /// There is no memory of this kind left on the card.
    NotEnoughMemory,
    /// The instance may not own more memory of this kind.
    QuotaExceeded,
    /// The response is longer than 65,536 bytes.
    ResponseTooLong,
    /// The server is selected on another channel and not multi-selectable (JCRE 3.0.5 §6.2.7.2, §6.2.8.6).
    ServerBusy,
    /// There is no such shareable interface, or its server is gone.
    NoSuchInterface,
    /// The card has no engine for this load file.
    NoEngine,
    /// Commit or abort without a transaction.
    NoTransaction,
    /// The package of the applet may not administer the card.
    NotPrivileged,
    /// Offset or length outside of the object.
    OutOfBounds,
    /// The entropy source repeats itself.
    RandomSourceStuck,
    /// The object was deleted, or was created in a transaction that was aborted.
    StaleReference,
    /// A CLEAR_ON_DESELECT object outside of the selected applet's context (JCRE 3.0.5 §5.1).
    TransientNotSelected,
    /// The journal is full.
    TransactionBufferFull,
    /// A transaction is already in progress; they do not nest (JCRE 3.0.5 §7.4).
    TransactionInProgress,
    /// The object is not of the kind that the handle says.
    WrongKind,
}

impl Fault {
    /// Whether only a hostile or broken applet gets here: such a fault ends the command whatever the applet
    /// makes of it, where the others are told to the applet and may be handled by it.
    #[must_use]
    pub const fn is_violation(self) -> bool {
        !matches!(
            self,
            Self::NotEnoughMemory
                | Self::QuotaExceeded
                | Self::CounterExhausted
                | Self::NoEngine
                | Self::NoSuchInterface
                | Self::TransactionBufferFull
        )
    }

    /// The rule that was broken, for the trace.
    #[must_use]
    pub const fn rule(self) -> &'static str {
        match self {
            Self::BudgetExhausted => "the command used up its budget of kernel calls",
            Self::CallTooDeep => "shareable-interface calls are nested too deeply",
            Self::ForeignContext { .. } => "firewall: the object belongs to another context (JCRE 6.2)",
            Self::DeletesLayout => "an object of the applet's own layout may not be deleted",
            Self::GlobalArrayStored => {
                "firewall: a reference to a global array may not be stored (JCRE 6.2.2)"
            }
            Self::IntegrityLost => "non-volatile memory contradicts itself",
            Self::KeyUsage => "the key may not be used for this purpose",
            Self::CounterExhausted => "a counter has reached its last value",
            Self::NotEnoughMemory => "not enough memory on the card",
            Self::QuotaExceeded => "the instance's memory quota is used up",
            Self::NoSuchInterface => "there is no such shareable interface",
            Self::NoEngine => "the card has no engine for this load file",
            Self::NotPrivileged => "the package of the applet may not administer the card",
            Self::NoTransaction => "no transaction is in progress",
            Self::OutOfBounds => "offset or length outside of the object",
            Self::RandomSourceStuck => "the random source repeats itself",
            Self::ResponseTooLong => "the response is longer than 65,536 bytes",
            Self::ServerBusy => {
                "firewall: the server is selected on another channel and not multi-selectable (JCRE 6.2.7.2)"
            }
            Self::StaleReference => "the object does not exist any more",
            Self::TransientNotSelected => {
                "firewall: a CLEAR_ON_DESELECT object outside of the selected applet's context (JCRE 5.1)"
            }
            Self::TransactionBufferFull => "the transaction does not fit the journal",
            Self::TransactionInProgress => "a transaction is already in progress (JCRE 7.4)",
            Self::WrongKind => "the object is of another kind",
        }
    }

    /// The status word of a command that ends so.
    #[must_use]
    pub const fn status_word(self) -> StatusWord {
        match self {
            Self::NotEnoughMemory | Self::QuotaExceeded => StatusWord::NOT_ENOUGH_MEMORY,
            Self::NoEngine => StatusWord::WRONG_DATA,
            Self::CounterExhausted => StatusWord::CONDITIONS_NOT_SATISFIED,
            _ => StatusWord::UNKNOWN,
        }
    }
}

impl Error {
    /// The status word that answers a command which ended so; `None` when power was lost and nothing is
    /// answered.
    #[must_use]
    pub const fn status_word(&self) -> Option<StatusWord> {
        match self {
            Self::Refused(refusal) => Some(refusal.status_word),
            Self::Fault(fault) => Some(fault.status_word()),
            Self::PowerLost => None,
        }
    }

    /// The rule behind it, for the trace.
    #[must_use]
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.rule,
            Self::Fault(fault) => fault.rule(),
            Self::PowerLost => "power was lost",
        }
    }
}

impl<R: Reason> From<R> for Error {
    fn from(reason: R) -> Self {
        Self::Refused(Refusal { status_word: reason.status_word(), rule: reason.rule() })
    }
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.rule())
    }
}

impl core::error::Error for Error {}
