//! Building an answer to reset.

use alloc::vec::Vec;

use super::interface::{InterfaceBytes, Protocol};
use super::{Atr, AtrError, Convention, check_byte};

/// Puts an answer to reset together; T0, the TDi and TCK follow from what it is given.
///
/// ```
/// use cardamom_apdu::atr::{AtrBuilder, InterfaceBytes, Protocol};
/// let none = InterfaceBytes::default();
/// let atr = AtrBuilder::new()
///     .protocol(Protocol::T0, none)
///     .protocol(Protocol::T1, InterfaceBytes { ta: Some(0xFE), ..none })
///     .historical_bytes(b"Hi")
///     .build()?;
/// assert_eq!(atr.to_string(), "3B828011FE4869CC");
/// # Ok::<(), cardamom_apdu::atr::AtrError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtrBuilder {
    convention: Convention,
    first: InterfaceBytes,
    groups: Vec<(Protocol, InterfaceBytes)>,
    historical: Vec<u8>,
}

impl AtrBuilder {
    /// Direct convention, no interface bytes (so T=0 with default parameters), no historical bytes.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            convention: Convention::Direct,
            first: InterfaceBytes { ta: None, tb: None, tc: None },
            groups: Vec::new(),
            historical: Vec::new(),
        }
    }

    /// Sets the convention.
    #[must_use]
    pub fn convention(mut self, convention: Convention) -> Self {
        self.convention = convention;
        self
    }

    /// Sets TA1, TB1, TC1.
    #[must_use]
    pub fn global(mut self, bytes: InterfaceBytes) -> Self {
        self.first = bytes;
        self
    }

    /// Adds a TDi that names this protocol, and the TA, TB, TC after it. Protocols are to come in ascending
    /// order, T=15 last and not first (ISO/IEC 7816-3 §8.2.3); this is not enforced, so that odd cards can be
    /// imitated.
    #[must_use]
    pub fn protocol(mut self, protocol: Protocol, bytes: InterfaceBytes) -> Self {
        self.groups.push((protocol, bytes));
        self
    }

    /// Sets the historical bytes, at most 15.
    #[must_use]
    pub fn historical_bytes(mut self, bytes: &[u8]) -> Self {
        self.historical = bytes.to_vec();
        self
    }

    /// The answer to reset.
    ///
    /// # Errors
    /// [`AtrError::TooManyHistoricalBytes`], [`AtrError::TooLong`].
    pub fn build(&self) -> Result<Atr, AtrError> {
        let length = self.historical.len();
        let too_many = AtrError::TooManyHistoricalBytes { length };
        let count = u8::try_from(length).ok().filter(|count| *count <= 0x0F).ok_or(too_many)?;
        let mut bytes = alloc::vec![self.convention.byte()];
        let mut low_half = count;
        let mut group = self.first;
        for (protocol, next) in &self.groups {
            push_group(&mut bytes, low_half, group, true);
            low_half = protocol.number();
            group = *next;
        }
        push_group(&mut bytes, low_half, group, false);
        bytes.extend_from_slice(&self.historical);
        if self.groups.iter().any(|(protocol, _)| *protocol != Protocol::T0) {
            bytes.push(check_byte(&bytes));
        }
        Atr::parse(&bytes)
    }
}

impl Default for AtrBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl From<&Atr> for AtrBuilder {
    /// The builder of this answer to reset.
    fn from(atr: &Atr) -> Self {
        let mut builder = Self::new().convention(atr.convention()).historical_bytes(atr.historical_bytes());
        for group in atr.interface_groups() {
            builder = match group.protocol {
                None => builder.global(group.bytes),
                Some(protocol) => builder.protocol(protocol, group.bytes),
            };
        }
        builder
    }
}

/// Appends T0 or TDi, and the interface bytes that it announces.
fn push_group(bytes: &mut Vec<u8>, low_half: u8, group: InterfaceBytes, more: bool) {
    let InterfaceBytes { ta, tb, tc } = group;
    let mut indicator = low_half;
    for (present, bit) in [(ta.is_some(), 0x10), (tb.is_some(), 0x20), (tc.is_some(), 0x40), (more, 0x80)] {
        if present {
            indicator |= bit;
        }
    }
    bytes.push(indicator);
    bytes.extend([ta, tb, tc].into_iter().flatten());
}
