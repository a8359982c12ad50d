//! INSTALL (GPCS 2.3.1 §11.5): commands as values, so that a token for one can be made where the key is, and the
//! command sent elsewhere.

use cardamom_apdu::Aid;
use cardamom_apdu::tlv::{Tag, append_object};

use super::error::GlobalPlatformError;
use super::privileges::Privileges;
use super::session::Session;
use super::signing::{Receipt, receipt_of};
use super::step::Step;

/// Parameters of an installation: the value of C9, and what the card is to set aside.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InstallParameters {
    /// What the application's install method gets (C9).
    pub application: Vec<u8>,
    /// Volatile memory that the application may have, in bytes (EF/C7).
    pub volatile_memory: Option<u32>,
    /// Non-volatile memory that it may have, in bytes (EF/C8).
    pub non_volatile_memory: Option<u32>,
    /// More data objects, as they are: EA for UICC applications, or others of EF's own.
    pub more: Vec<u8>,
}

impl InstallParameters {
    /// Parameters for the application alone.
    #[must_use]
    pub fn of(application: &[u8]) -> Self {
        Self { application: application.to_vec(), ..Self::default() }
    }

    /// The bytes (Tables 11-48, 11-49). C9 is always there, as §11.5.2.3.7 wants it.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        append_object(&mut bytes, Tag::literal::<0xC9>(), &self.application);
        let mut system = Vec::new();
        if let Some(volatile) = self.volatile_memory {
            append_object(&mut system, Tag::literal::<0xC7>(), &shortest_number(volatile));
        }
        if let Some(non_volatile) = self.non_volatile_memory {
            append_object(&mut system, Tag::literal::<0xC8>(), &shortest_number(non_volatile));
        }
        if !system.is_empty() {
            append_object(&mut bytes, Tag::literal::<0xEF>(), &system);
        }
        bytes.extend_from_slice(&self.more);
        bytes
    }
}

/// Two bytes, or four when they do not hold it.
pub(super) fn shortest_number(number: u32) -> Vec<u8> {
    match u16::try_from(number) {
        Ok(short) => short.to_be_bytes().to_vec(),
        Err(_) => number.to_be_bytes().to_vec(),
    }
}

/// An INSTALL command without its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Install {
    step: Step,
    p1: u8,
    /// The fields before the token.
    fields: Vec<u8>,
    /// What a receipt of it confirms (§C.5): lengths and values.
    confirmed: Vec<u8>,
}

impl Install {
    /// [for load]: LOAD follows. `hash` is that of the load file data block, or empty; `security_domain` is whose
    /// package it becomes.
    #[must_use]
    pub fn for_load(package: &Aid, security_domain: &Aid, hash: &[u8], parameters: &[u8]) -> Self {
        let fields = fields(&[package.as_bytes(), security_domain.as_bytes(), hash, parameters]);
        Self { step: Step::InstallForLoad, p1: 0x02, fields, confirmed: names(&[package, security_domain]) }
    }

    /// [for install and make selectable], or [for install] alone.
    #[must_use]
    pub fn for_install(
        package: &Aid,
        module: &Aid,
        instance: &Aid,
        privileges: Privileges,
        parameters: &InstallParameters,
        selectable: bool,
    ) -> Self {
        let fields = fields(&[
            package.as_bytes(),
            module.as_bytes(),
            instance.as_bytes(),
            &privileges.encoded(),
            &parameters.to_bytes(),
        ]);
        let p1 = if selectable { 0x0C } else { 0x04 };
        Self { step: Step::InstallForInstall, p1, fields, confirmed: names(&[package, instance]) }
    }

    /// [for make selectable]: of what is installed only, or with [`Privileges::CARD_RESET`] to have it selected after
    /// a reset. A receipt for it confirms the package too: [`Install::of_package`].
    #[must_use]
    pub fn for_make_selectable(instance: &Aid, privileges: Privileges) -> Self {
        let fields = fields(&[&[], &[], instance.as_bytes(), &privileges.encoded(), &[]]);
        Self { step: Step::InstallForMakeSelectable, p1: 0x08, fields, confirmed: names(&[instance]) }
    }

    /// [for extradition]: what `target` names moves from one security domain to another.
    #[must_use]
    pub fn for_extradition(from: &Aid, target: &Aid, to: &Aid) -> Self {
        let fields = fields(&[to.as_bytes(), &[], target.as_bytes(), &[], &[]]);
        Self { step: Step::InstallForExtradition, p1: 0x10, fields, confirmed: names(&[from, target, to]) }
    }

    /// [for registry update]: other privileges, or another security domain. A receipt for it confirms the security
    /// domain before, too: [`Install::leaving`].
    #[must_use]
    pub fn for_registry_update(
        instance: &Aid,
        privileges: Option<Privileges>,
        security_domain: Option<&Aid>,
    ) -> Self {
        let domain = security_domain.map_or(&[][..], Aid::as_bytes);
        let privileges = privileges.map(Privileges::encoded).unwrap_or_default();
        let confirmed = fields(&[instance.as_bytes(), domain, &privileges, &[]]);
        let fields = fields(&[domain, &[], instance.as_bytes(), &privileges, &[]]);
        Self { step: Step::InstallForRegistryUpdate, p1: 0x40, fields, confirmed }
    }

    /// [for personalization]: STORE DATA that follows goes to the application.
    #[must_use]
    pub fn for_personalization(instance: &Aid) -> Self {
        let fields = fields(&[&[], &[], instance.as_bytes(), &[], &[]]);
        Self { step: Step::InstallForPersonalization, p1: 0x20, fields, confirmed: names(&[instance]) }
    }

    /// What the command is called.
    #[must_use]
    pub const fn step(&self) -> Step {
        self.step
    }

    /// The data that a token for it is computed over (§C.4): P1, P2, length, fields.
    #[must_use]
    pub fn token_data(&self) -> Vec<u8> {
        token_data(self.p1, 0, &self.fields)
    }

    /// This [for make selectable], of an application of this package.
    #[must_use]
    pub fn of_package(self, package: &Aid) -> Self {
        self.confirming_first(package)
    }

    /// This [for registry update], of what belongs to this security domain.
    #[must_use]
    pub fn leaving(self, security_domain: &Aid) -> Self {
        self.confirming_first(security_domain)
    }

    fn confirming_first(mut self, aid: &Aid) -> Self {
        self.confirmed.splice(0..0, names(&[aid]));
        self
    }

    /// What a receipt for it confirms: names and more, each with its length (§C.5).
    #[must_use]
    pub fn confirmed(&self) -> &[u8] {
        &self.confirmed
    }

    /// P1, and the data field with this token; no token is empty.
    #[must_use]
    pub fn with_token(&self, token: &[u8]) -> (u8, Vec<u8>) {
        let mut data = self.fields.clone();
        append_token(&mut data, token);
        (self.p1, data)
    }
}

/// Names with their lengths.
pub(super) fn names(names: &[&Aid]) -> Vec<u8> {
    fields(&names.iter().map(|name| name.as_bytes()).collect::<Vec<_>>())
}

/// Fields with their lengths.
fn fields(fields: &[&[u8]]) -> Vec<u8> {
    let mut data = Vec::new();
    for field in fields {
        append_field(&mut data, field);
    }
    data
}

/// Length and value. The length is one byte, and from 128 on 81 and one, or 82 and two (§11.5.2.3, Table 11-42).
fn append_field(data: &mut Vec<u8>, field: &[u8]) {
    append_length(data, field.len());
    data.extend_from_slice(field);
}

/// A length as BER-TLV has it, in up to three bytes. A field that is longer than a command makes the command too long.
pub(super) fn append_length(data: &mut Vec<u8>, length: usize) {
    match (u8::try_from(length), u16::try_from(length)) {
        (Ok(short @ 0..=0x7F), _) => data.push(short),
        (Ok(byte), _) => data.extend([0x81, byte]),
        (_, Ok(word)) => {
            data.push(0x82);
            data.extend(word.to_be_bytes());
        }
        _ => data.extend([0x82, 0xFF, 0xFF]),
    }
}

fn append_token(data: &mut Vec<u8>, token: &[u8]) {
    append_field(data, token);
}

/// P1, P2, Lc of what follows, the fields (§C.4.1).
pub(super) fn token_data(p1: u8, p2: u8, fields: &[u8]) -> Vec<u8> {
    let mut data = vec![p1, p2];
    match (u8::try_from(fields.len()), u16::try_from(fields.len())) {
        (Ok(length), _) => data.push(length),
        (_, length) => {
            data.push(0);
            data.extend(length.unwrap_or(u16::MAX).to_be_bytes());
        }
    }
    data.extend_from_slice(fields);
    data
}

impl Session<'_> {
    /// Sends INSTALL with this token, which is empty for a security domain with Authorized Management. Gives the
    /// receipt, if there is one.
    ///
    /// # Errors
    /// [`GlobalPlatformError`].
    pub fn install(
        &mut self,
        install: &Install,
        token: &[u8],
    ) -> Result<Option<Receipt>, GlobalPlatformError> {
        let (p1, data) = install.with_token(token);
        let answer = self.command(install.step, [0x80, 0xE6, p1, 0x00], &data)?;
        receipt_of(install.step, &answer)
    }
}

#[cfg(test)]
mod tests;
