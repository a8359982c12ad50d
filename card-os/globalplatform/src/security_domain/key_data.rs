//! What a security domain keeps with its keys of SCP11 (Amendment F §7.2, §7.3): certificates, identifiers of
//! authorities, serial numbers that are allowed.
//!
//! Data objects by key, with key identifier and version as their qualifier:
//!
//! | Tag | Value |
//! |---|---|
//! | `BF21` | certificates, one after the other |
//! | `FF33`, `FF34` | `42` identifier, `83` key: of an authority of off-card entities, or of cards |
//! | `70` | perhaps `92` with the counter of the list, then `93` for each serial number |

use alloc::vec::Vec;

use cardamom_apdu::tlv::{Object, Reader};
use cardamom_kernel::{Context, Error};

use super::{SecurityDomain, tag};
use crate::data_object::object;
use crate::get_data::authority_identifiers;
use crate::key_set::KeyReference;
use crate::reason::GlobalPlatformReason;
use crate::security_domain_data::SecurityDomainData;

/// All the tags of objects that belong to a key.
const OF_KEYS: [u16; 4] =
    [tag::CERTIFICATE_STORE, tag::AUTHORITIES, tag::CARD_AUTHORITIES, tag::ALLOWED_SERIAL_NUMBERS];
const COUNTER: u32 = 0x92;
const SERIAL_NUMBER: u32 = 0x93;

/// The certificates in a store, as far as they can be told apart.
pub(super) fn first_certificates(store: &[u8]) -> impl Iterator<Item = &[u8]> {
    Reader::new(store).map_while(Result::ok).map(|object| object.encoding())
}

/// A serial number as it is compared: without leading zeros.
fn significant(serial_number: &[u8]) -> Vec<u8> {
    serial_number.iter().copied().skip_while(|byte| *byte == 0).collect()
}

impl SecurityDomain {
    /// Keeps what STORE DATA brought for a key. Part of a transaction in progress.
    pub(super) fn store_with_key(
        &self,
        context: &mut Context<'_>,
        data: SecurityDomainData,
    ) -> Result<(), Error> {
        match data {
            SecurityDomainData::Certificates { key, certificates } => {
                self.data.put(context, tag::CERTIFICATE_STORE, &key.to_bytes(), &certificates)
            }
            SecurityDomainData::AuthorityIdentifier { key, is_for_cards, identifier } => {
                let value = if identifier.is_empty() {
                    Vec::new()
                } else {
                    authority_identifiers([(identifier.as_slice(), key)])
                };
                let number = if is_for_cards { tag::CARD_AUTHORITIES } else { tag::AUTHORITIES };
                self.data.put(context, number, &key.to_bytes(), &value)
            }
            SecurityDomainData::SerialNumbers { key, counter, serial_numbers } => {
                let number = tag::ALLOWED_SERIAL_NUMBERS;
                let before = self.data.get(context, number, &key.to_bytes())?;
                if counter_of(before.as_deref().unwrap_or_default()).is_some_and(|last| counter < Some(last))
                {
                    return Err(GlobalPlatformReason::AllowListOutdated.into());
                }
                let mut value = Vec::new();
                value.extend(
                    counter.map(|counter| object(COUNTER, &counter.to_be_bytes())).unwrap_or_default(),
                );
                for serial_number in &serial_numbers {
                    value.extend(object(SERIAL_NUMBER, &significant(serial_number)));
                }
                self.data.put(context, number, &key.to_bytes(), &value)
            }
            _ => Err(GlobalPlatformReason::StoreDataTag.into()),
        }
    }

    /// Forgets what belongs to a key that goes. Part of a transaction in progress.
    pub(super) fn forget_with_key(
        &self,
        context: &mut Context<'_>,
        version: u8,
        identifier: u8,
    ) -> Result<(), Error> {
        OF_KEYS.iter().try_for_each(|number| self.data.put(context, *number, &[identifier, version], &[]))
    }

    /// The identifiers of authorities, of one kind: the value of `FF33` or `FF34`; `None` without any.
    pub(super) fn authorities(
        &self,
        context: &mut Context<'_>,
        number: u16,
    ) -> Result<Option<Vec<u8>>, Error> {
        let all = self.data.all(context, number)?;
        Ok((!all.is_empty()).then(|| all.into_iter().flat_map(|(_, value)| value).collect()))
    }

    /// The key of the authority of this identifier.
    pub(super) fn key_of_authority(
        &self,
        context: &mut Context<'_>,
        identifier: &[u8],
    ) -> Result<Option<KeyReference>, Error> {
        let all = self.data.all(context, tag::AUTHORITIES)?;
        let found = all
            .iter()
            .find(|(_, value)| Object::parse_first(value).is_ok_and(|first| first.value() == identifier));
        Ok(found.and_then(|(key, _)| KeyReference::parse(key)))
    }

    /// The serial numbers that an authority's certificates may have; `None` when they may have any.
    pub(super) fn allowed_serial_numbers(
        &self,
        context: &mut Context<'_>,
        authority: KeyReference,
    ) -> Result<Option<Vec<Vec<u8>>>, Error> {
        let list = self.data.get(context, tag::ALLOWED_SERIAL_NUMBERS, &authority.to_bytes())?;
        let Some(list) = list else { return Ok(None) };
        let allowed: Vec<_> = Reader::new(&list)
            .flatten()
            .filter(|object| object.tag().number() == SERIAL_NUMBER)
            .map(|object| object.value().to_vec())
            .collect();
        Ok((!allowed.is_empty()).then_some(allowed))
    }
}

/// The counter of a list.
fn counter_of(list: &[u8]) -> Option<u16> {
    let first = Object::parse_first(list).ok().filter(|first| first.tag().number() == COUNTER)?;
    Some(u16::from_be_bytes(first.value().try_into().ok()?))
}
