//! Both ends of a session, for the tests.

use cardamom_apdu::Command;
use cardamom_secure_channel::session::{CardSession, HostSession};
use cardamom_secure_channel::{AesKey, SecurityLevel, TripleDesKey, scp02, scp03};

/// How a session is opened.
#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Scp02 { options: u8, level: u8 },
    Scp03 { options: u8, key_length: usize, level: u8 },
}

/// All options, and to each the levels with C-MAC that it allows.
pub(crate) fn scp02_kinds() -> Vec<Kind> {
    let all = [0x05, 0x15, 0x25, 0x35, 0x45, 0x55, 0x65, 0x75];
    let levels = |options| {
        [0x01, 0x03, 0x11, 0x13].into_iter().filter_map(move |level| {
            let allowed = scp02::Options::from_byte(options).unwrap().allows(SecurityLevel::from_byte(level));
            allowed.then_some(Kind::Scp02 { options, level })
        })
    };
    all.into_iter().flat_map(levels).collect()
}

/// The same for SCP03, with keys of this many bytes.
pub(crate) fn scp03_kinds(key_length: usize) -> Vec<Kind> {
    let all = [0x00, 0x10, 0x20, 0x30, 0x60, 0x70, 0x01, 0x11, 0x21, 0x31, 0x61, 0x71, 0x78];
    let levels = |options| {
        [0x01, 0x03, 0x11, 0x13, 0x33].into_iter().filter_map(move |level| {
            let allowed = scp03::Options::from_byte(options).unwrap().allows(SecurityLevel::from_byte(level));
            allowed.then_some(Kind::Scp03 { options, key_length, level })
        })
    };
    all.into_iter().flat_map(levels).collect()
}

/// Both ends of a session that was just opened.
pub(crate) fn open(kind: &Kind) -> (HostSession, CardSession) {
    match *kind {
        Kind::Scp02 { options, level } => {
            let key = |byte| TripleDesKey::from_bytes([byte; 16]);
            let keys = scp02::KeySet { encryption: key(1), mac: key(2), data_encryption: key(4) };
            let options = scp02::Options::from_byte(options).unwrap();
            let card = scp02::CardHandshake::new(&keys, options, 7, [1; 8], [2; 6]);
            let cryptogram = card.card_cryptogram();
            let host = scp02::HostHandshake::new(&keys, options, 7, [1; 8], [2; 6], cryptogram).unwrap();
            let (sent, host) = host.external_authenticate(SecurityLevel::from_byte(level)).unwrap();
            let card = card.external_authenticate(&Command::parse(&sent).unwrap()).unwrap();
            (HostSession::Scp02(host), CardSession::Scp02(card))
        }
        Kind::Scp03 { options, key_length, level } => {
            let key = |byte| AesKey::new(&vec![byte; key_length]).unwrap();
            let keys = scp03::KeySet { encryption: key(1), mac: key(2), data_encryption: key(4) };
            let options = scp03::Options::from_byte(options).unwrap();
            let challenge = vec![9; options.length()];
            let card = scp03::CardHandshake::new(&keys, options, &challenge, &challenge).unwrap();
            let cryptogram = card.card_cryptogram().to_vec();
            let host =
                scp03::HostHandshake::new(&keys, options, &challenge, &challenge, &cryptogram).unwrap();
            let (sent, host) = host.external_authenticate(SecurityLevel::from_byte(level)).unwrap();
            let card = card.external_authenticate(&Command::parse(&sent).unwrap()).unwrap();
            (HostSession::Scp03(host), CardSession::Scp03(card))
        }
    }
}

/// The card's side of sessions that are not open yet.
pub(crate) fn handshakes() -> (scp02::CardHandshake, scp03::CardHandshake) {
    let key = |byte| TripleDesKey::from_bytes([byte; 16]);
    let keys = scp02::KeySet { encryption: key(1), mac: key(2), data_encryption: key(4) };
    let scp02 = scp02::CardHandshake::new(&keys, scp02::Options::USUAL, 7, [1; 8], [2; 6]);
    let key = |byte| AesKey::new(&[byte; 16]).unwrap();
    let keys = scp03::KeySet { encryption: key(1), mac: key(2), data_encryption: key(4) };
    let options = scp03::Options::from_byte(0x70).unwrap();
    (scp02, scp03::CardHandshake::new(&keys, options, &[1; 8], &[2; 8]).unwrap())
}
