//! Reads items off the info of a component.

use cardamom_apdu::Aid;

use crate::component::ComponentKind;
use crate::error::{CapError, Rule};

/// A position in the bytes of a component.
#[derive(Clone, Debug)]
pub(crate) struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
    component: ComponentKind,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8], component: ComponentKind) -> Self {
        Self { bytes, position: 0, component }
    }

    pub(crate) fn position(&self) -> usize {
        self.position
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.position >= self.bytes.len()
    }

    /// An error at the current position.
    pub(crate) fn error(&self, rule: Rule) -> CapError {
        self.error_at(self.position, rule)
    }

    pub(crate) fn error_at(&self, offset: usize, rule: Rule) -> CapError {
        CapError::new(self.component, offset, rule)
    }

    /// Refuses a value that does not follow a rule; the error stands at `offset`.
    pub(crate) fn require(&self, condition: bool, offset: usize, rule: Rule) -> Result<(), CapError> {
        if condition { Ok(()) } else { Err(self.error_at(offset, rule)) }
    }

    pub(crate) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.position..).unwrap_or_default()
    }

    pub(crate) fn bytes(&mut self, length: usize) -> Result<&'a [u8], CapError> {
        let taken = self.rest().get(..length).ok_or_else(|| self.error(Rule::Truncated))?;
        self.position = self.position.saturating_add(length);
        Ok(taken)
    }

    pub(crate) fn skip(&mut self, length: usize) -> Result<(), CapError> {
        self.bytes(length).map(|_| ())
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], CapError> {
        let error = self.error(Rule::Truncated);
        let (taken, _) = self.rest().split_first_chunk().ok_or(error)?;
        self.position = self.position.saturating_add(N);
        Ok(*taken)
    }

    pub(crate) fn u8(&mut self) -> Result<u8, CapError> {
        self.array().map(u8::from_be_bytes)
    }

    pub(crate) fn u16(&mut self) -> Result<u16, CapError> {
        self.array().map(u16::from_be_bytes)
    }

    pub(crate) fn u32(&mut self) -> Result<u32, CapError> {
        self.array().map(u32::from_be_bytes)
    }

    /// `u1 AID_length, u1 AID[AID_length]`
    pub(crate) fn aid(&mut self) -> Result<Aid, CapError> {
        let offset = self.position;
        let length = self.u8()?;
        let bytes = self.bytes(usize::from(length))?;
        Aid::new(bytes).map_err(|_| self.error_at(offset, Rule::AidLength))
    }

    /// `u1 length, u1 bytes[length]`
    pub(crate) fn counted(&mut self) -> Result<&'a [u8], CapError> {
        let length = self.u8()?;
        self.bytes(usize::from(length))
    }

    /// Refuses bytes that are left over.
    pub(crate) fn finish(self) -> Result<(), CapError> {
        if self.is_empty() { Ok(()) } else { Err(self.error(Rule::TrailingBytes)) }
    }
}
