//! Target `certificate`: certificates of SCP11 and the messages of a key agreement, as a card and a host get them from
//! strangers.
//!
//! The input is read as each of them: as a certificate, as the data of MUTUAL AUTHENTICATE, and as its response. Nobody
//! has signed it, so that nothing but the seeds, which the authority has, may pass.

use std::hash::{DefaultHasher, Hash, Hasher};

use cardamom_apdu::Command;
use cardamom_secure_channel::SecurityLevel;
use cardamom_secure_channel::scp11::certificate::{
    Chain, NewCertificate, Usage, authority_identifier, subject_identifier, unverified_key,
};
use cardamom_secure_channel::scp11::{
    Agreement, CardAgreement, CardHandshake, HostAgreement, HostHandshake, PrivateKey, PublicKey, Variant,
};

use crate::finding::{Finding, Oracle, ensure};
use crate::seeds::Seed;

fn key(byte: u8) -> Option<PrivateKey> {
    PrivateKey::from_bytes(&[byte; 32])
}

/// The authority, the card, the host, its ephemeral key.
struct Keys {
    authority: PrivateKey,
    card: PrivateKey,
    host: PrivateKey,
    ephemeral: PrivateKey,
}

impl Keys {
    fn new() -> Option<Self> {
        Some(Self { authority: key(1)?, card: key(2)?, host: key(3)?, ephemeral: key(4)? })
    }

    fn certificate(&self, usage: Usage) -> Vec<u8> {
        let certificate = NewCertificate {
            serial_number: vec![7],
            authority: b"authority".to_vec(),
            subject: b"host".to_vec(),
            usage,
            effective: Some([0x20, 0x26, 0x01, 0x01]),
            expiration: [0x20, 0x99, 0x12, 0x31],
        };
        certificate.sign(&self.host.public_key(), &self.authority)
    }

    fn begin(&self) -> Option<(Vec<u8>, HostHandshake)> {
        let agreement = Agreement::new(Variant::A, SecurityLevel::from_byte(0x33));
        let own = HostAgreement::A(self.host.clone());
        let card = self.card.public_key();
        HostHandshake::new(&agreement, 1, 0x11, &card, own, self.ephemeral.clone()).ok()
    }
}

/// Certificates that the authority has signed, and the messages of an agreement.
pub(crate) fn seeds() -> Vec<Seed> {
    let Some(keys) = Keys::new() else { return Vec::new() };
    let Some((command, _)) = keys.begin() else { return Vec::new() };
    let parsed = Command::parse(&command).ok();
    let data = parsed.map(|command| command.data().to_vec()).unwrap_or_default();
    let answer = parsed.and_then(|command| CardHandshake::parse(&command).ok()).and_then(|card| {
        let own = CardAgreement::A { ephemeral: key(5)?, host: keys.host.public_key() };
        card.agree(&keys.card, own, None).ok()
    });
    vec![
        ("host", keys.certificate(Usage::KeyAgreement)),
        ("authority", keys.certificate(Usage::Authority)),
        ("agreement", data),
        ("answer", answer.map(|(answer, _)| answer).unwrap_or_default()),
    ]
}

/// Reads strangers' messages.
///
/// # Errors
/// The oracle that is violated.
pub(crate) fn check(bytes: &[u8]) -> Result<u64, Finding> {
    let mut hasher = DefaultHasher::new();
    let Some(keys) = Keys::new() else { return Ok(0) };
    let key = unverified_key(bytes);
    if let Ok(key) = key {
        ensure(PublicKey::from_bytes(&key.to_bytes()) == Some(key), Oracle::RoundTrip, || {
            format!("{key:?} is no key when it is read again")
        })?;
    }
    (authority_identifier(bytes), subject_identifier(bytes), key.is_ok()).hash(&mut hasher);
    let chain = Chain::new(keys.authority.public_key());
    if let Ok(entity) = chain.entity(bytes) {
        // A signature may be written in two ways, and says the same.
        let is_ours = entity.key == keys.host.public_key() && entity.serial_number == [7];
        ensure(is_ours, Oracle::Access, || format!("{entity:?} has no certificate"))?;
    }
    if chain.authority(bytes).is_ok() {
        let is_ours = key == Ok(keys.host.public_key());
        ensure(is_ours, Oracle::Access, || format!("{key:?} is no authority"))?;
    }
    for variant in Variant::ALL {
        let command = Command::new(0x80, variant.instruction(), 1, variant.key_identifier()).with_data(bytes);
        let Ok(handshake) = CardHandshake::parse(&command) else { continue };
        handshake.agreement().level.to_byte().hash(&mut hasher);
        let (ephemeral, host) = (keys.ephemeral.clone(), keys.host.public_key());
        let own = match variant {
            Variant::A => CardAgreement::A { ephemeral, host },
            Variant::B => CardAgreement::B { ephemeral },
            Variant::C => CardAgreement::C { host },
        };
        let opened = handshake.agree(&keys.card, own, None).map(|(response, _)| response);
        opened.map_err(|error| error.to_string()).hash(&mut hasher);
    }
    if let Some((_, host)) = keys.begin() {
        // The receipt is the card's, whoever brings it.
        let opened = host.open(bytes).map(|_| ());
        opened.map_err(|error| error.to_string()).hash(&mut hasher);
    }
    Ok(hasher.finish())
}
