//! The master keys of a PSAM.

use cardamom_card_os::handle::Key;
use cardamom_card_os::{Context, Error, KeyUsage, Layout};
use cardamom_secure_channel::edep::{
    DiversificationFactor, KeyRecord, KeyUsage as MasterKeyUsage, TripleDesKey,
};
use zeroize::Zeroizing;

use super::reason::PsamReason;
use crate::secure_messaging::AccessReason;

/// Places for keys of each sort.
const KEY_COUNT: usize = 4;
/// Usage byte, algorithm identifier, value.
const CONTENT_LENGTH: u8 = 18;

/// Kinds of keys for `80 1A`.
pub(super) const MAC: u8 = 0x06;
pub(super) const ENCRYPTION: u8 = 0x07;
pub(super) const MAC_AND_ENCRYPTION: u8 = 0x08;

/// What purchase keys are for, beyond being diversified.
const PURCHASE: KeyUsage = KeyUsage::DIVERSIFY.and(KeyUsage::DERIVE_SESSION_KEY);

#[derive(Clone, Copy, Debug)]
pub(super) struct MasterKeys {
    purchase: [Key; KEY_COUNT],
    auxiliary: [Key; KEY_COUNT],
}

impl MasterKeys {
    pub(super) fn lay_out(layout: &mut Layout<'_>) -> Result<Self, Error> {
        let mut keys = |usage| -> Result<[Key; KEY_COUNT], Error> {
            Ok([
                layout.key(CONTENT_LENGTH, usage)?,
                layout.key(CONTENT_LENGTH, usage)?,
                layout.key(CONTENT_LENGTH, usage)?,
                layout.key(CONTENT_LENGTH, usage)?,
            ])
        };
        Ok(Self { purchase: keys(PURCHASE)?, auxiliary: keys(KeyUsage::DIVERSIFY)? })
    }

    /// Writes a key in place of the one of its kind and version, or where there is none.
    pub(super) fn write(&self, context: &mut Context<'_>, record: &KeyRecord) -> Result<(), Error> {
        let (keys, is_purchase) = match (record.usage.kind(), record.usage.levels()) {
            (MasterKeyUsage::PURCHASE, 1..) => (&self.purchase, true),
            (MAC | ENCRYPTION | MAC_AND_ENCRYPTION, _) => (&self.auxiliary, false),
            _ => return Err(PsamReason::KeyKind.into()),
        };
        let mut place = None;
        for key in keys {
            let same = match load(context, *key, KeyUsage::DIVERSIFY)? {
                None => false,
                Some(loaded) => {
                    loaded.version == record.version && (is_purchase || loaded.usage == record.usage)
                }
            };
            if same {
                place = Some(*key);
                break;
            }
            if place.is_none() && context.key_version(*key)?.is_none() {
                place = Some(*key);
            }
        }
        let place = place.ok_or(PsamReason::KeyStoreFull)?;
        let mut content = Zeroizing::new([0; CONTENT_LENGTH as usize]);
        let [usage, algorithm, value @ ..] = &mut *content;
        (*usage, *algorithm) = (record.usage.to_byte(), record.algorithm);
        value.copy_from_slice(record.key.expose());
        context.set_key(place, record.version, &*content)
    }

    pub(super) fn can_purchase(&self, context: &mut Context<'_>) -> Result<bool, Error> {
        for key in self.purchase {
            if context.key_version(key)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The purchase key of a card: MDPK of this version, diversified with these factors.
    pub(super) fn purchase_key(
        &self,
        context: &mut Context<'_>,
        version: u8,
        factors: &[u8],
    ) -> Result<TripleDesKey, Error> {
        for key in self.purchase {
            match load(context, key, PURCHASE)? {
                Some(master) if master.version == version => return diversify(master, factors),
                _ => {}
            }
        }
        Err(PsamReason::KeyMissing.into())
    }

    /// The key of a card for MACs or encryption, diversified with these factors.
    pub(super) fn auxiliary_key(
        &self,
        context: &mut Context<'_>,
        usage: MasterKeyUsage,
        version: u8,
        factors: &[u8],
    ) -> Result<TripleDesKey, Error> {
        for key in self.auxiliary {
            match load(context, key, KeyUsage::DIVERSIFY)? {
                Some(master) if master.usage == usage && master.version == version => {
                    return diversify(master, factors);
                }
                _ => {}
            }
        }
        Err(PsamReason::KeyMissing.into())
    }
}

struct LoadedMasterKey {
    usage: MasterKeyUsage,
    version: u8,
    key: TripleDesKey,
}

fn load(context: &mut Context<'_>, key: Key, usage: KeyUsage) -> Result<Option<LoadedMasterKey>, Error> {
    let Some(version) = context.key_version(key)? else { return Ok(None) };
    let Some([usage, _, value @ ..]) =
        context.key(key, usage)?.and_then(<[u8]>::first_chunk::<{ CONTENT_LENGTH as usize }>)
    else {
        return Ok(None);
    };
    Ok(Some(LoadedMasterKey {
        usage: MasterKeyUsage::from_byte(*usage),
        version,
        key: TripleDesKey::from_bytes(*value),
    }))
}

/// As many levels down as the key has, the first factor first.
fn diversify(master: LoadedMasterKey, factors: &[u8]) -> Result<TripleDesKey, Error> {
    let (factors, []) = factors.as_chunks::<8>() else { return Err(AccessReason::WrongLength.into()) };
    if factors.len() != usize::from(master.usage.levels()) {
        return Err(AccessReason::WrongLength.into());
    }
    Ok(factors
        .iter()
        .fold(master.key, |key, factor| key.diversify(&DiversificationFactor::from_bytes(*factor))))
}
