//! GET DATA and the answer to SELECT (GPCS 2.3.1 §11.3, §11.9).

use alloc::vec::Vec;

use cardamom_apdu::tlv::Object;
use cardamom_apdu::{Aid, Command};
use cardamom_kernel::{Context, Error, Privileges};

use super::authorization::is_associated;
use super::initiation::channel_versions;
use super::{Answer, SecurityDomain, tag};
use crate::card_data::{capabilities, recognition_data};
use crate::data_object::{object, template};
use crate::key_set::{KeyReference, KeyType, key_information_template, sequence_counter};
use crate::reason::GlobalPlatformReason;

/// The file control information of a security domain (§11.9.3.1, Table 11-80).
pub(super) fn file_control_information(aid: &Aid, recognition: Vec<u8>) -> Vec<u8> {
    let proprietary = [
        recognition,
        // The longest data field of a command, 255 bytes.
        object(0x9F65, &[0xFF]),
    ];
    template(0x6F, &[object(0x84, aid.as_bytes()), template(0xA5, &proprietary)])
}

impl SecurityDomain {
    pub(super) fn get_data(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<Answer, Error> {
        let number = u16::from_be_bytes([command.p1(), command.p2()]);
        let value = self.data_object(context, number, command.data())?;
        let value = value.ok_or(GlobalPlatformReason::DataNotFound)?;
        // §11.3.3.1: with an interindustry class the value alone, else the whole data object.
        let data = if command.class().is_proprietary() && number != tag::ALLOWED_SERIAL_NUMBERS {
            object(u32::from(number), &value)
        } else {
            value
        };
        Ok(Answer::of(data))
    }

    /// The value of a data object; `None` when there is none.
    fn data_object(
        &self,
        context: &mut Context<'_>,
        number: u16,
        data: &[u8],
    ) -> Result<Option<Vec<u8>>, Error> {
        Ok(match number {
            tag::CARD_RECOGNITION_DATA => Some(self.recognition(context)?),
            tag::CARD_CAPABILITIES => match self.data.get(context, number, &[])? {
                Some(stored) => Some(stored),
                None => Some(capabilities(&self.all_protocols(context)?)),
            },
            tag::KEY_INFORMATION => {
                // Without keys it is empty and not missing: every security domain has this template (§11.3.3.1), and
                // clients ask for it before they put the first keys.
                let keys = self.keys.all(context)?;
                let told: Vec<_> = keys.iter().filter_map(super::key_store::StoredKey::information).collect();
                Some(key_information_template(&told))
            }
            tag::SEQUENCE_COUNTER => {
                let keys = self.keys.all(context)?;
                let default = channel_versions(&keys).first().copied();
                let key = keys.iter().find(|key| Some(key.version) == default && key.identifier == 1);
                key.and_then(|key| sequence_counter(key.counter, key.component(KeyType::Aes).is_some()))
            }
            tag::CONFIRMATION_COUNTER => {
                let [_, _, high, low] = context.counter(self.receipts)?.to_be_bytes();
                let counts = context.privileges()?.contains(Privileges::RECEIPT_GENERATION);
                counts.then(|| Vec::from([high, low]))
            }
            tag::APPLICATIONS => Some(self.applications(context)?),
            tag::EXTENDED_RESOURCES => Some(self.resources(context)?),
            tag::CERTIFICATE_STORE => self.data.get(context, number, &certificate_key(data)?)?,
            tag::AUTHORITIES | tag::CARD_AUTHORITIES => self.authorities(context, number)?,
            tag::AUTHORITY_KEY => {
                let identifier = authority_identifier(data)?;
                self.key_of_authority(context, identifier)?.map(|key| key.to_bytes().to_vec())
            }
            _ => self.data.get(context, number, &[])?,
        })
    }

    /// Card Recognition Data: what was stored, or else what the card says by itself.
    pub(super) fn recognition(&self, context: &mut Context<'_>) -> Result<Vec<u8>, Error> {
        match self.data.get(context, tag::CARD_RECOGNITION_DATA, &[])? {
            Some(stored) => Ok(stored),
            None => Ok(recognition_data(&self.all_protocols(context)?)),
        }
    }

    /// The applications that this security domain sees (§11.3.3.1, tag 2F00): 61 with 4F each.
    fn applications(&self, context: &mut Context<'_>) -> Result<Vec<u8>, Error> {
        let own = context.aid()?;
        let sees_all = context.privileges()?.contains(Privileges::GLOBAL_REGISTRY);
        let instances = context.administration()?.instances();
        let seen = instances
            .iter()
            .filter(|instance| sees_all || is_associated(&instances, instance.security_domain, own))
            .map(|instance| template(0x61, &[object(0x4F, instance.aid.as_bytes())]));
        Ok(seen.flatten().collect())
    }

    /// Extended card resources information (ETSI TS 102 226 §8.2.1.7.2): applications installed, free memory.
    fn resources(&self, context: &mut Context<'_>) -> Result<Vec<u8>, Error> {
        let administration = context.administration()?;
        let free = administration.free_memory();
        let number = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX).to_be_bytes();
        let installed = u8::try_from(administration.instances().len()).unwrap_or(u8::MAX);
        let objects = [
            object(0x81, &[installed]),
            object(0x82, &number(free.persistent)),
            object(0x83, &number(free.transient_reset.saturating_add(free.transient_deselect))),
        ];
        Ok(objects.concat())
    }
}

/// The identifier of the authority whose key is asked for: A6 with 42 (Amendment F, as kaoh/globalplatform asks).
fn authority_identifier(data: &[u8]) -> Result<&[u8], GlobalPlatformReason> {
    let structure = GlobalPlatformReason::DataField;
    let control = Object::parse_first(data).map_err(|_| structure)?;
    let part = Object::parse_first(control.value()).map_err(|_| structure)?;
    let is_it = control.tag().number() == 0xA6 && part.tag().number() == 0x42;
    if is_it { Ok(part.value()) } else { Err(structure) }
}

/// The key whose certificates are asked for: A6 with 83, identifier and version (Amendment F §7.3.1).
fn certificate_key(data: &[u8]) -> Result<Vec<u8>, GlobalPlatformReason> {
    let structure = GlobalPlatformReason::DataField;
    let control = Object::parse_first(data).map_err(|_| structure)?;
    if control.tag().number() != 0xA6 {
        return Err(structure);
    }
    for part in control.objects() {
        let part = part.map_err(|_| structure)?;
        if part.tag().number() == 0x83 {
            let reference = KeyReference::parse(part.value()).ok_or(structure)?;
            return Ok(reference.to_bytes().to_vec());
        }
    }
    Err(structure)
}
