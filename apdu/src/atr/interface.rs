//! Interface bytes TAi TBi TCi TDi (ISO/IEC 7816-3 §8.2.3).

use core::fmt;

/// A transmission protocol number T, 0 to 15. 15 names no protocol but global interface bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Protocol(u8);

impl Protocol {
    /// Characters, half duplex (ISO/IEC 7816-3 §10).
    pub const T0: Self = Self(0);
    /// Blocks, half duplex (ISO/IEC 7816-3 §11).
    pub const T1: Self = Self(1);
    /// Global interface bytes.
    pub const GLOBAL: Self = Self(15);

    /// The protocol of this number, 0 to 15.
    #[must_use]
    pub const fn new(number: u8) -> Option<Self> {
        if number <= 0x0F { Some(Self(number)) } else { None }
    }

    /// The number, 0 to 15.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }
}

impl fmt::Display for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "T={}", self.0)
    }
}

impl fmt::Debug for Protocol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// TAi, TBi and TCi of one i, each of which may be absent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct InterfaceBytes {
    /// TAi.
    pub ta: Option<u8>,
    /// TBi.
    pub tb: Option<u8>,
    /// TCi.
    pub tc: Option<u8>,
}

/// The interface bytes of one i, with the protocol that the TD before them names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct InterfaceGroup {
    /// The protocol in TD(i-1); none for i = 1.
    pub protocol: Option<Protocol>,
    /// TAi, TBi, TCi.
    pub bytes: InterfaceBytes,
}

/// Walks over the groups; yields `None` inside where the bytes end early.
#[derive(Clone, Debug)]
pub struct InterfaceGroups<'a> {
    bytes: &'a [u8],
    /// The next byte to read.
    position: usize,
    /// The byte (T0, then TDi) whose high half says what follows; none at the end.
    indicator: Option<u8>,
    protocol: Option<Protocol>,
    needs_check_byte: bool,
}

impl<'a> InterfaceGroups<'a> {
    /// `bytes` start with TS.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let indicator = bytes.get(1).copied();
        Self { bytes, position: 2, indicator, protocol: None, needs_check_byte: false }
    }

    /// Where the next byte stands: after the last group, the first historical byte.
    pub(super) const fn position(&self) -> usize {
        self.position
    }

    /// True if a protocol other than T=0 has been named (ISO/IEC 7816-3 §8.2.5).
    pub(super) const fn needs_check_byte(&self) -> bool {
        self.needs_check_byte
    }

    /// Reads the byte that this bit of the indicator announces. The outer option is none where it is missing.
    fn announced(&mut self, indicator: u8, bit: u8) -> Option<Option<u8>> {
        if indicator & bit == 0 {
            return Some(None);
        }
        let byte = self.bytes.get(self.position).copied()?;
        self.position += 1;
        Some(Some(byte))
    }

    fn group(&mut self, indicator: u8) -> Option<InterfaceGroup> {
        let protocol = self.protocol;
        let ta = self.announced(indicator, 0x10)?;
        let tb = self.announced(indicator, 0x20)?;
        let tc = self.announced(indicator, 0x40)?;
        let td = self.announced(indicator, 0x80)?;
        self.indicator = td;
        self.protocol = td.map(|td| Protocol(td & 0x0F));
        self.needs_check_byte |= self.protocol.is_some_and(|protocol| protocol != Protocol::T0);
        Some(InterfaceGroup { protocol, bytes: InterfaceBytes { ta, tb, tc } })
    }
}

impl Iterator for InterfaceGroups<'_> {
    type Item = Option<InterfaceGroup>;

    fn next(&mut self) -> Option<Self::Item> {
        let indicator = self.indicator.take()?;
        Some(self.group(indicator))
    }
}
