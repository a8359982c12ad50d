//! DELETE (GPCS 2.3.1 §11.2).

use cardamom_apdu::Aid;
use cardamom_apdu::tlv::{Tag, append_object};

use super::error::GlobalPlatformError;
use super::install::{names, token_data};
use super::session::Session;
use super::signing::{Receipt, receipt_of};
use super::step::Step;

/// A DELETE command without its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delete {
    p2: u8,
    fields: Vec<u8>,
    target: Aid,
}

impl Delete {
    /// Of an application or a package; with `related`, of a package and all its applications.
    #[must_use]
    pub fn new(target: &Aid, related: bool) -> Self {
        let mut fields = Vec::new();
        append_object(&mut fields, Tag::literal::<0x4F>(), target.as_bytes());
        Self { p2: if related { 0x80 } else { 0x00 }, fields, target: *target }
    }

    /// The data that a token for it is computed over (§C.4.7).
    #[must_use]
    pub fn token_data(&self) -> Vec<u8> {
        token_data(0, self.p2, &self.fields)
    }

    /// What is deleted.
    #[must_use]
    pub const fn target(&self) -> Aid {
        self.target
    }

    /// What a receipt for it confirms: the name with its length (§C.5).
    #[must_use]
    pub fn confirmed(&self) -> Vec<u8> {
        names(&[&self.target])
    }

    /// P2, and the data field with this token; no token is empty.
    #[must_use]
    pub fn with_token(&self, token: &[u8]) -> (u8, Vec<u8>) {
        let mut data = self.fields.clone();
        if !token.is_empty() {
            append_object(&mut data, Tag::literal::<0x9E>(), token);
        }
        (self.p2, data)
    }
}

impl Session<'_> {
    /// Deletes an application or a package. Gives the receipt, if there is one.
    ///
    /// # Errors
    /// [`GlobalPlatformError`]: 6A88 or 6A82 when there is none of this name, 6985 when something needs it.
    pub fn delete(&mut self, delete: &Delete, token: &[u8]) -> Result<Option<Receipt>, GlobalPlatformError> {
        let (p2, data) = delete.with_token(token);
        let answer = self.command(Step::Delete, [0x80, 0xE4, 0x00, p2], &data)?;
        receipt_of(Step::Delete, &answer)
    }

    /// Deletes keys of the security domain: all of a version, all of an identifier, or the one of both.
    ///
    /// # Errors
    /// [`GlobalPlatformError`]: 6A88 when there are none.
    pub fn delete_keys(
        &mut self,
        version: Option<u8>,
        identifier: Option<u8>,
    ) -> Result<(), GlobalPlatformError> {
        let mut data = Vec::new();
        if let Some(identifier) = identifier {
            append_object(&mut data, Tag::literal::<0xD0>(), &[identifier]);
        }
        if let Some(version) = version {
            append_object(&mut data, Tag::literal::<0xD2>(), &[version]);
        }
        if data.is_empty() {
            let what = "neither a key version nor a key identifier is said";
            return Err(GlobalPlatformError::Unsendable { step: Step::DeleteKey, what });
        }
        self.command(Step::DeleteKey, [0x80, 0xE4, 0x00, 0x00], &data).map(drop)
    }
}
