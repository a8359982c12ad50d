//! A card with keys of SCP11, and the host's side of a session with it.

use cardamom_apdu::{Command, hex};
use cardamom_globalplatform::card_data::ScpOption;
use cardamom_globalplatform::security_domain::{InitialKey, SecurityDomainParameters};
use cardamom_secure_channel::scp11::certificate::{NewCertificate, Usage};
use cardamom_secure_channel::scp11::{Agreement, HostAgreement, HostHandshake, PrivateKey, Variant};
use cardamom_secure_channel::session::HostSession;
use cardamom_secure_channel::{SecureChannelError, SecurityLevel};

use crate::commands::{command, lv};
use crate::host::{Host, parameters};

/// Version of all keys here.
pub(crate) const VERSION: u8 = 0x01;

pub(crate) fn key(byte: u8) -> PrivateKey {
    PrivateKey::from_bytes(&[byte; 32]).unwrap()
}

/// The card's key, of all variants.
pub(crate) fn card_key() -> PrivateKey {
    key(0x01)
}

/// The authority whose key is on the card, identifier 10.
pub(crate) fn authority() -> PrivateKey {
    key(0x02)
}

/// The host's.
pub(crate) fn host_key() -> PrivateKey {
    key(0x03)
}

/// A card as [`parameters`] makes it, with keys of SCP11.
pub(crate) fn scp11_parameters() -> SecurityDomainParameters {
    let mut parameters = parameters(0x70);
    parameters.protocols.push(ScpOption::SCP11);
    let initial = |identifier, key_type, value: &[u8]| InitialKey {
        version: VERSION,
        identifier,
        key_type,
        value: value.to_vec().into(),
    };
    for variant in Variant::ALL {
        parameters.keys.push(initial(variant.key_identifier(), 0xB1, card_key().to_bytes().as_slice()));
    }
    parameters.keys.push(initial(0x10, 0xB0, &authority().public_key().to_bytes()));
    parameters
}

pub(crate) fn scp11_card() -> Host {
    Host::with(&scp11_parameters())
}

/// A certificate, in hexadecimal, of this key.
pub(crate) fn certificate(serial: u8, issuer: &str, subject: &str, usage: Usage) -> NewCertificate {
    NewCertificate {
        serial_number: vec![serial],
        authority: issuer.into(),
        subject: subject.into(),
        usage,
        effective: None,
        expiration: [0x20, 0x99, 0x12, 0x31],
    }
}

/// The host's certificate, under the authority.
pub(crate) fn host_certificate() -> Vec<u8> {
    certificate(1, "authority", "host", Usage::KeyAgreement).sign(&host_key().public_key(), &authority())
}

/// PERFORM SECURITY OPERATION, with an authority's key of identifier and version; the last certificate or not.
pub(crate) fn perform(identifier: u8, version: u8, certificate: &[u8], more: bool) -> String {
    let identifier = identifier | if more { 0x80 } else { 0 };
    let header = format!("802A{version:02X}{identifier:02X}");
    match certificate.len() {
        ..=255 => command(&header, &hex::encode(certificate)),
        length => format!("{header}00{length:04X}{}0000", hex::encode(certificate)),
    }
}

/// STORE DATA for a key: `A6{83}` and what follows.
pub(crate) fn store_for(identifier: u8, control: &str, objects: &str) -> String {
    let control = format!("{control}8302{identifier:02X}{VERSION:02X}");
    command("80E29000", &format!("A6{}{objects}", lv(&control)))
}

impl Host {
    /// Opens a session; for variants a and c the certificate must have been sent. The ephemeral key of `drawn`.
    pub(crate) fn agree(&mut self, agreement: &Agreement, drawn: u8) -> Result<HostSession, String> {
        self.agree_on(0, agreement, drawn)
    }

    pub(crate) fn agree_on(
        &mut self,
        channel: u8,
        agreement: &Agreement,
        drawn: u8,
    ) -> Result<HostSession, String> {
        let (command, handshake) = begin(agreement, drawn).map_err(|error| error.to_string())?;
        let command = format!("{:02X}{}", 0x80 | channel, &hex::encode(&command)[2..]);
        let answer = self.send(&command);
        let data = hex::decode(answer.strip_suffix("9000").ok_or(answer.clone())?).unwrap();
        let session = handshake.open(&data).map_err(|error| error.to_string())?;
        Ok(HostSession::Scp03(session))
    }

    /// Opens a session with all that it takes.
    pub(crate) fn open_scp11(&mut self, agreement: &Agreement) {
        self.session = None;
        if agreement.variant.authenticates_host() {
            let perform = perform(0x10, VERSION, &host_certificate(), false);
            assert_eq!(self.send(&perform), "9000", "{:?}", self.refusal());
        }
        self.session = Some(self.agree(agreement, 0x20).unwrap());
    }
}

/// The command that opens a session, and the handshake that goes on with its answer.
pub(crate) fn begin(
    agreement: &Agreement,
    drawn: u8,
) -> Result<(Vec<u8>, HostHandshake), SecureChannelError> {
    let own = match agreement.variant {
        Variant::A => HostAgreement::A(host_key()),
        Variant::B => HostAgreement::B,
        Variant::C => HostAgreement::C(host_key()),
    };
    let identifier = agreement.variant.key_identifier();
    HostHandshake::new(agreement, VERSION, identifier, &card_key().public_key(), own, key(drawn))
}

/// Everything protected.
pub(crate) fn full(variant: Variant) -> Agreement {
    Agreement::new(variant, SecurityLevel::from_byte(0x33))
}

/// A command as the host sends it in its session.
pub(crate) fn protected(session: &mut HostSession, plain: &str) -> Vec<u8> {
    session.wrap(&Command::parse(&hex::decode(plain).unwrap()).unwrap()).unwrap()
}
