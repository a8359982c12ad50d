//! Writes the items of a component's info.

use alloc::vec::Vec;

use cardamom_apdu::Aid;

use crate::component::ComponentKind;
use crate::error::{CapError, Rule};

/// Bytes of a component, as far as they are written.
#[derive(Debug)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
    component: ComponentKind,
}

impl Writer {
    pub(crate) fn new(component: ComponentKind) -> Self {
        Self { bytes: Vec::new(), component }
    }

    pub(crate) fn error(&self, rule: Rule) -> CapError {
        CapError::new(self.component, self.bytes.len(), rule)
    }

    pub(crate) fn u8(&mut self, value: u8) {
        self.bytes.push(value);
    }

    pub(crate) fn u16(&mut self, value: u16) {
        self.bytes.extend_from_slice(&value.to_be_bytes());
    }

    pub(crate) fn u32(&mut self, value: u32) {
        self.bytes.extend_from_slice(&value.to_be_bytes());
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// A count that has one byte.
    pub(crate) fn count8(&mut self, count: usize) -> Result<(), CapError> {
        self.u8(u8::try_from(count).map_err(|_| self.error(Rule::TooMany))?);
        Ok(())
    }

    /// A count that has two bytes.
    pub(crate) fn count16(&mut self, count: usize) -> Result<(), CapError> {
        self.u16(u16::try_from(count).map_err(|_| self.error(Rule::TooMany))?);
        Ok(())
    }

    /// `u1 length, u1 bytes[length]`
    pub(crate) fn counted(&mut self, bytes: &[u8]) -> Result<(), CapError> {
        self.count8(bytes.len())?;
        self.bytes(bytes);
        Ok(())
    }

    /// `u1 AID_length, u1 AID[AID_length]`
    pub(crate) fn aid(&mut self, aid: &Aid) -> Result<(), CapError> {
        self.counted(aid.as_bytes())
    }

    /// The bytes, which have no size in front of them.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// The info.
    pub(crate) fn finish(self) -> Result<Vec<u8>, CapError> {
        if self.bytes.len() > usize::from(u16::MAX) {
            return Err(CapError::new(self.component, usize::from(u16::MAX), Rule::TooLong));
        }
        Ok(self.bytes)
    }
}
