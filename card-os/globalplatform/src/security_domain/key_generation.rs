//! GENERATE KEY, as YubiKeys have it: a key of SCP11 that never was outside the card.
//!
//! `80 F1`, P1 the version that is replaced or 00, P2 the identifier, `11`, `13` or `15`. Data: the new version, then
//! `F0 01 00`, P-256. The response is `B0 41` and the public key, an uncompressed point.

use alloc::vec::Vec;

use cardamom_apdu::Command;
use cardamom_kernel::{Context, Error};
use cardamom_secure_channel::scp11::{PrivateKey, Variant};
use zeroize::Zeroizing;

use super::key_store::{Component, StoredKey};
use super::{Answer, SecurityDomain};
use crate::data_object::object;
use crate::key_set::KeyType;
use crate::reason::GlobalPlatformReason;

/// P-256 by its reference (GPCS 2.3.1 Table B-2).
const P_256: [u8; 3] = [0xF0, 0x01, 0x00];

impl SecurityDomain {
    pub(super) fn generate_key(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
    ) -> Result<Answer, Error> {
        let (replaced, identifier) = (command.p1(), command.p2());
        if replaced > 0x7F || Variant::of_key_identifier(identifier).is_none() {
            return Err(GlobalPlatformReason::Parameters.into());
        }
        let Some((version @ 0x01..=0x7F, curve)) = command.data().split_first() else {
            return Err(GlobalPlatformReason::KeyVersionRange.into());
        };
        if curve != P_256 {
            return Err(GlobalPlatformReason::KeyType.into());
        }
        let key = PrivateKey::draw(|bytes| context.random(bytes))?;
        let private = Zeroizing::new(key.to_bytes().to_vec());
        let component = |key_type, value| Component { key_type, value };
        let components = Vec::from([
            component(KeyType::EcPrivate, private),
            component(KeyType::EcParametersReference, Zeroizing::new(Vec::from([0x00]))),
        ]);
        let new = StoredKey { version: *version, identifier, counter: 0, restriction: None, components };
        self.place_keys(context, (replaced != 0).then_some(replaced), *version, &[new])?;
        Ok(Answer::of(object(u32::from(KeyType::EcPublic.to_byte()), &key.public_key().to_bytes())))
    }
}
