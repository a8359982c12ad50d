//! Secure channel sessions of a card in process, against the AES that they cannot do without, measured in the same run.

use std::error::Error;
use std::hint::black_box;

use aes::Aes128;
use cardamom_apdu::{Aid, Command};
use cardamom_benches::{measure, report_ratio};
use cardamom_card_os::globalplatform::card_data::ScpOption;
use cardamom_card_os::globalplatform::life_cycle::CardLifeCycle;
use cardamom_card_os::globalplatform::security_domain::{self, InitialKey, SecurityDomainParameters};
use cardamom_card_os::{Card, Configuration, Geometry, Protocol, Rom, SeededEntropy};
use cardamom_secure_channel::initialize_update::{Protocol as Opened, Response};
use cardamom_secure_channel::session::HostSession;
use cardamom_secure_channel::{AesKey, SecurityLevel, scp03};
use cbc::{Decryptor, Encryptor};
use cipher::{BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, InnerIvInit, KeyInit};
use cmac::{Cmac, Mac};

const ISSUER: Aid = security_domain::ISSUER_SECURITY_DOMAIN_AID;
const KEY: [u8; 16] = *b"@ABCDEFGHIJKLMNO";
const INITIALIZE_UPDATE: [u8; 14] =
    [0x80, 0x50, 0xFF, 0x00, 0x08, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x00];
/// Commands of one session.
const COMMANDS: u32 = 500;
/// Data of a command, in bytes: as much as the LOAD commands of clients carry.
const LENGTH: usize = 200;

fn card() -> Result<Card, Box<dyn Error>> {
    let keys = (1..=3).map(|identifier| InitialKey {
        version: 0xFF,
        identifier,
        key_type: 0x88,
        value: KEY.to_vec().into(),
    });
    let parameters = SecurityDomainParameters {
        protocols: vec![ScpOption { protocol: 0x03, options: 0x70 }],
        keys: keys.collect(),
        data: vec![(0x0042, vec![0x42; 8])],
        ..SecurityDomainParameters::default()
    };
    let configuration = Configuration {
        geometry: Geometry::STANDARD,
        atr: vec![0x3B, 0x80, 0x01, 0x81],
        protocol: Protocol::T1,
    };
    let rom = Rom::new(vec![security_domain::package()]);
    let mut card = Card::new(&configuration, rom, Box::new(SeededEntropy::new(1)))?;
    let parameters = parameters.to_bytes();
    card.install(&security_domain::issuer_installation(ISSUER, CardLifeCycle::Secured, &parameters))?;
    card.power_on()?;
    Ok(card)
}

/// INITIALIZE UPDATE, and what the host answers it with.
fn begin(card: &mut Card, level: SecurityLevel) -> Result<(Vec<u8>, HostSession), Box<dyn Error>> {
    let answer = card.transmit(&INITIALIZE_UPDATE)?;
    let data = answer.strip_suffix(&[0x90, 0x00]).ok_or("INITIALIZE UPDATE was refused")?;
    let Response { protocol, .. } = Response::parse(data)?;
    let Opened::Scp03 { options, card_challenge, card_cryptogram, .. } = protocol else {
        return Err("not SCP03".into());
    };
    let key = || AesKey::new(&KEY).ok_or("a key");
    let keys = scp03::KeySet { encryption: key()?, mac: key()?, data_encryption: key()? };
    let host = scp03::HostHandshake::new(&keys, options, &[0x11; 8], &card_challenge, &card_cryptogram)?;
    let (command, session) = host.external_authenticate(level)?;
    Ok((command, HostSession::Scp03(session)))
}

fn expect(answer: &[u8]) -> Result<(), Box<dyn Error>> {
    if answer.ends_with(&[0x90, 0x00]) { Ok(()) } else { Err(format!("{answer:02X?}").into()) }
}

/// Time of one command that asks for 8 bytes and carries data that it has no use for, in a session at this level.
fn command_at(card: &mut Card, level: Option<SecurityLevel>, length: usize) -> Result<f64, Box<dyn Error>> {
    let data = vec![0x5A; length];
    let plain = Command::new(0x80, 0xCA, 0x00, 0x42).with_data(&data).with_expected_length(256);
    let start = card.snapshot();
    let commands: Vec<Vec<u8>> = match level {
        None => (0..COMMANDS).map(|_| plain.to_bytes()).collect::<Result<_, _>>()?,
        Some(level) => {
            let (authenticate, mut session) = begin(card, level)?;
            expect(card.transmit(&authenticate)?)?;
            (0..COMMANDS).map(|_| session.wrap(&plain)).collect::<Result<_, _>>()?
        }
    };
    let open = card.snapshot();
    for command in &commands {
        expect(card.transmit(command)?)?;
    }
    let each = measure(20, || {
        card.restore(&open);
        for command in &commands {
            let _ = black_box(card.transmit(black_box(command)));
        }
    });
    card.restore(&start);
    Ok(each / f64::from(COMMANDS))
}

/// What AES takes of a command at this level, with session keys that are set up already.
fn aes_at(level: SecurityLevel, length: usize) -> f64 {
    let cipher = Aes128::new(&KEY.into());
    let ready = Cmac::<Aes128>::new(&KEY.into());
    let decrypts = level.contains(SecurityLevel::C_DECRYPTION) && length > 0;
    let data = if decrypts { (length + 16) / 16 * 16 } else { length };
    let message = vec![0x5A_u8; 16 + 5 + data];
    let mut blocks = vec![[0x5A_u8; 16]; data / 16];
    measure(COMMANDS * 20, || {
        let mut mac = ready.clone();
        mac.update(black_box(&message));
        black_box(mac.finalize().into_bytes());
        let mut initial = [0_u8; 16];
        if decrypts {
            cipher.encrypt_block((&mut initial).into());
            let mut mode = Decryptor::inner_iv_init(&cipher, &initial.into());
            for block in &mut blocks {
                mode.decrypt_block(block.into());
            }
            black_box(&blocks);
        }
        if level.contains(SecurityLevel::R_ENCRYPTION) {
            cipher.encrypt_block((&mut initial).into());
            let mut mode = Encryptor::inner_iv_init(&cipher, &initial.into());
            let mut block = [0_u8; 16];
            mode.encrypt_block((&mut block).into());
            black_box(block);
        }
        if level.contains(SecurityLevel::R_MAC) {
            let mut mac = ready.clone();
            mac.update(black_box(&[0x5A; 34]));
            black_box(mac.finalize().into_bytes());
        }
    })
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut card = card()?;
    println!("SCP03 with AES-128, i = 70, in process; CPU time, best of 7 runs");

    let start = card.snapshot();
    let (authenticate, _) = begin(&mut card, SecurityLevel::C_MAC)?;
    expect(card.transmit(&authenticate)?)?;
    card.restore(&start);
    let each = measure(5_000, || {
        card.restore(&start);
        let _ = black_box(card.transmit(&INITIALIZE_UPDATE).map(<[u8]>::len));
        let _ = black_box(card.transmit(&authenticate).map(<[u8]>::len));
    });
    card.restore(&start);
    // Challenge, three session keys, two cryptograms, the MAC: each over two blocks, under a key that is set up for it.
    let raw = measure(5_000, || {
        for _ in 0..7 {
            let mut mac = Cmac::<Aes128>::new(black_box(&KEY.into()));
            mac.update(black_box(&[0x5A; 32]));
            black_box(mac.finalize().into_bytes());
        }
    });
    report_ratio("INITIALIZE UPDATE and EXTERNAL AUTHENTICATE / 7 AES-CMAC", each, raw);

    for length in [0, LENGTH] {
        let plain = command_at(&mut card, None, length)?;
        report_ratio(&format!("GET DATA, {length} bytes of data, outside of a session"), plain, plain);
        for level in [0x01, 0x03, 0x33] {
            let security = SecurityLevel::from_byte(level);
            let each = command_at(&mut card, Some(security), length)?;
            let raw = aes_at(security, length);
            report_ratio(&format!("the same at level {level:02X} / its AES alone"), each, raw);
            report_ratio("  of it the session / its AES alone", each - plain, raw);
        }
    }
    Ok(())
}
