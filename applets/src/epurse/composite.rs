//! The composite records of EF 0017 and the cache that a composite (CAPP) purchase fills (FMCOS 2.0 manual §8.9).

use alloc::vec;
use alloc::vec::Vec;

use cardamom_apdu::Command;
use cardamom_card_os::handle::Bytes;
use cardamom_card_os::object::Clear;
use cardamom_card_os::{Context, Error, Layout};
use cardamom_secure_channel::edep::DebitType;

use super::PurseApplet;
use super::files::COMPOSITE;
use super::reason::PurseReason;
use super::session::Session;
use crate::elementary_file::RecordAddress;
use crate::secure_messaging::AccessReason;

/// Places for records.
const RECORD_COUNT: usize = 4;
/// Bytes of a place.
const PLACE_LENGTH: usize = 64;
const FILE_LENGTH: usize = RECORD_COUNT * PLACE_LENGTH;

/// EF 0017: four places, each with a record tag ‖ length ‖ value, or zeros.
#[derive(Clone, Copy, Debug)]
pub(super) struct CompositeFile(Bytes);

/// What UPDATE CAPP DATA CACHE gave, in RAM: a file like EF 0017 with nothing but the new records.
#[derive(Clone, Copy, Debug)]
pub(super) struct CompositeCache(Bytes);

/// New records, by place.
pub(super) struct CompositeUpdate(Vec<(usize, Vec<u8>)>);

impl CompositeFile {
    pub(super) fn lay_out(layout: &mut Layout<'_>) -> Result<Self, Error> {
        Ok(Self(layout.bytes(FILE_LENGTH)?))
    }

    pub(super) fn read(self, context: &mut Context<'_>, record: RecordAddress) -> Result<Vec<u8>, Error> {
        let content = context.bytes(self.0)?;
        let place = find(content, record).ok_or(AccessReason::RecordNotFound)?;
        Ok(record_at(content, place).to_vec())
    }

    /// A record for a place: as long as the one there and with its tag, or any where there is none yet.
    pub(super) fn write(
        self,
        context: &mut Context<'_>,
        record: RecordAddress,
        data: &[u8],
    ) -> Result<(), Error> {
        let content = context.bytes(self.0)?;
        let place = match find(content, record) {
            Some(place) => {
                check_replacement(record_at(content, place), data)?;
                place
            }
            None => {
                check_format(data)?;
                let free = |place: &usize| record_at(content, *place).is_empty();
                let tag = data.first().copied().unwrap_or_default();
                if find(content, RecordAddress::Tag(tag)).is_some() {
                    return Err(PurseReason::RecordFormat.into());
                }
                match record {
                    RecordAddress::Number(number) => usize::from(number).checked_sub(1),
                    RecordAddress::Tag(wanted) if wanted == tag => (0..RECORD_COUNT).find(free),
                    RecordAddress::Tag(_) => None,
                }
                .filter(|place| *place < RECORD_COUNT)
                .ok_or(AccessReason::RecordNotFound)?
            }
        };
        context.write(self.0, place * PLACE_LENGTH, data)
    }

    /// Writes the cached records, in the transaction in progress.
    pub(super) fn apply(self, context: &mut Context<'_>, update: &CompositeUpdate) -> Result<(), Error> {
        for (place, record) in &update.0 {
            context.write(self.0, place * PLACE_LENGTH, record)?;
        }
        Ok(())
    }
}

impl CompositeCache {
    pub(super) fn lay_out(layout: &mut Layout<'_>) -> Result<Self, Error> {
        Ok(Self(layout.transient_bytes(FILE_LENGTH, Clear::OnDeselect)?))
    }

    pub(super) fn clear(self, context: &mut Context<'_>) -> Result<(), Error> {
        context.write(self.0, 0, &vec![0; FILE_LENGTH])
    }

    /// What is in the cache, which is empty after that; `None` if nothing is.
    pub(super) fn take(self, context: &mut Context<'_>) -> Result<Option<CompositeUpdate>, Error> {
        let content = context.bytes(self.0)?;
        let records: Vec<_> = (0..RECORD_COUNT)
            .map(|place| (place, record_at(content, place).to_vec()))
            .filter(|(_, record)| !record.is_empty())
            .collect();
        self.clear(context)?;
        Ok((!records.is_empty()).then_some(CompositeUpdate(records)))
    }
}

impl PurseApplet {
    /// UPDATE CAPP DATA CACHE, `80 DC`: once or more between INITIALIZE FOR CAPP PURCHASE and DEBIT.
    pub(super) fn update_composite_cache(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        session: Session,
    ) -> Result<(), Error> {
        if !matches!(session, Session::Debit { debit: DebitType::CompositePurchase, .. }) {
            return Err(PurseReason::InvalidState.into());
        }
        let (COMPOSITE, record) = self.current_file.record_address(context, command)? else {
            return Err(AccessReason::FileNotFound.into());
        };
        let content = context.bytes(self.composite.0)?;
        let place = find(content, record).ok_or(AccessReason::RecordNotFound)?;
        check_replacement(record_at(content, place), command.data())?;
        context.write(self.composite_cache.0, place * PLACE_LENGTH, command.data())?;
        self.session.keep(context, &session)
    }
}

/// The record in a place; empty where there is none.
fn record_at(content: &[u8], place: usize) -> &[u8] {
    let place = content.get(place * PLACE_LENGTH..).unwrap_or_default();
    match place {
        [0, ..] => &[],
        [_, length, ..] => place.get(..usize::from(*length) + 2).unwrap_or_default(),
        _ => &[],
    }
}

/// The place of a record that is there.
fn find(content: &[u8], record: RecordAddress) -> Option<usize> {
    (0..RECORD_COUNT).find(|place| match (record, record_at(content, *place)) {
        (_, []) => false,
        (RecordAddress::Number(number), _) => usize::from(number) == place + 1,
        (RecordAddress::Tag(tag), [found, ..]) => *found == tag,
    })
}

fn check_format(record: &[u8]) -> Result<(), PurseReason> {
    match record {
        [1..=255, length, value @ ..]
            if value.len() == usize::from(*length) && record.len() <= PLACE_LENGTH =>
        {
            Ok(())
        }
        _ => Err(PurseReason::RecordFormat),
    }
}

/// A record may only be replaced by one of the same tag and length.
fn check_replacement(old: &[u8], new: &[u8]) -> Result<(), PurseReason> {
    check_format(new)?;
    match (old, new) {
        ([old_tag, old_length, ..], [tag, length, ..]) if (old_tag, old_length) == (tag, length) => Ok(()),
        _ => Err(PurseReason::RecordFormat),
    }
}
