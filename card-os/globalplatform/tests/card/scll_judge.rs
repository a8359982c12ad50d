//! An independent client judges the card: scll, of Cargo's registry, over its transport trait, in process.

use scll::CardManager;
use scll::backend::{KeyBackend, KeyKind};
use scll::backend_rustcrypto::RustCryptoBackend;
use scll::model::ScpVariant;
use scll::report::{CardLifeCycle, DeleteCascade, ScpTargetKind, TransportName};
use scll::transport::{AtrAts, Transport, TransportCaps, TransportError, TransportProtocol};
use scll::workflow::{
    CreateSsdArgs, DeleteAppletArgs, InstallAppletArgs, NewKeyset, OpenScpArgs, PutSdKeysArgs, SdKeys,
    SetCardStatusArgs,
};

use crate::host::{Host, MODULE, PACKAGE, SSD_MODULE, SSD_PACKAGE, TEST_KEY, parameters};

/// The card behind scll's transport.
struct InProcess(Host);

impl Transport for InProcess {
    fn transmit(&mut self, capdu: &[u8]) -> Result<heapless::Vec<u8, 258>, TransportError> {
        let answer = self.0.card.transmit(capdu).map_err(|_| TransportError::CardRemoved)?;
        heapless::Vec::from_slice(answer).map_err(|()| TransportError::ProtocolError)
    }

    fn capabilities(&self) -> TransportCaps {
        TransportCaps { handles_t0_get_response: true, protocol: TransportProtocol::T1, contactless: false }
    }

    fn reset(&mut self) -> Result<AtrAts, TransportError> {
        let atr = self.0.card.power_on().map_err(|_| TransportError::ReaderGone)?;
        let bytes = heapless::Vec::from_slice(atr).map_err(|()| TransportError::ProtocolError)?;
        Ok(AtrAts { bytes, protocol: TransportProtocol::T1 })
    }

    fn protocol(&self) -> TransportProtocol {
        TransportProtocol::T1
    }

    fn is_connected(&self) -> bool {
        true
    }
}

/// Challenges that differ; nothing here is secret.
struct Counter(u64);

impl rand_core::RngCore for Counter {
    fn next_u32(&mut self) -> u32 {
        u32::try_from(self.next_u64() >> 32).unwrap()
    }

    fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        self.0
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            let word = self.next_u64().to_le_bytes();
            chunk.copy_from_slice(&word[..chunk.len()]);
        }
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), rand_core::Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl rand_core::CryptoRng for Counter {}

type Manager = CardManager<InProcess, RustCryptoBackend<Counter>>;

const ISSUER: &[u8] = &[0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00, 0x00];

fn bytes(digits: &str) -> Vec<u8> {
    cardamom_apdu::hex::decode(digits).unwrap()
}

fn manager(host: Host) -> Manager {
    let mut manager = CardManager::new(InProcess(host), RustCryptoBackend::new(Counter(1)));
    manager.probe(TransportName::User).unwrap();
    manager
}

fn keys(manager: &Manager, kind: KeyKind, key: &str) -> SdKeys {
    let key = manager.backend().import_key(kind, &bytes(key)).unwrap();
    SdKeys { enc: key, mac: key, dek: key }
}

fn open(manager: &mut Manager, target: &[u8], scp: ScpVariant, kind: KeyKind, key: &str, kvn: u8, level: u8) {
    let args = OpenScpArgs {
        target_aid: target,
        target_kind: ScpTargetKind::SecurityDomainAid,
        sd_keys: keys(manager, kind, key),
        advertised: &[scp],
        force_scp: Some(scp),
        kvn,
        requested_level: level,
    };
    let effective = manager.open_scp(&args).map_err(|error| format!("{error:?}")).unwrap();
    assert_eq!(effective.security_level_effective, level);
}

#[test]
fn discovers_the_card() {
    let mut manager = manager(Host::new());
    let info = manager.discover(None).unwrap();
    assert_eq!(info.isd_aid.as_bytes(), ISSUER);
    assert_eq!(
        info.scp_supported.as_slice(),
        [ScpVariant::Scp03 { i_param: 0x70 }, ScpVariant::Scp02 { i_param: 0x55 }]
    );
    assert!(info.discovery_warnings.is_empty(), "{:?}", info.discovery_warnings);
    let versions: Vec<u8> = info.isd_keysets.iter().map(|set| set.kvn).collect();
    assert!(versions.contains(&0xFF) && versions.contains(&0x20), "{versions:X?}");
    assert!(info.iin.is_some());
}

#[test]
fn opens_every_protocol_and_level() {
    for options in [0x00, 0x10, 0x20, 0x30, 0x60, 0x70] {
        let mut manager = manager(Host::with(&parameters(options)));
        let scp = ScpVariant::Scp03 { i_param: options };
        let levels: &[u8] = match options & 0x60 {
            0x00 => &[0x01, 0x03],
            0x20 => &[0x01, 0x03, 0x11, 0x13],
            _ => &[0x01, 0x03, 0x11, 0x13, 0x33],
        };
        for level in levels {
            open(&mut manager, ISSUER, scp, KeyKind::Aes128, TEST_KEY, 0xFF, *level);
            let status = manager.get_card_status(ISSUER).unwrap();
            assert_eq!(status.state, CardLifeCycle::OpReady);
            manager.close_channel();
        }
    }
    // S16, with the bit that scll reads for it.
    let mut manager = manager(Host::with(&parameters(0x78)));
    let scp = ScpVariant::Scp03 { i_param: 0x78 };
    open(&mut manager, ISSUER, scp, KeyKind::Aes128, TEST_KEY, 0xFF, 0x33);
    manager.get_card_status(ISSUER).unwrap();
    manager.close_channel();
    let scp = ScpVariant::Scp02 { i_param: 0x55 };
    for level in [0x01, 0x03] {
        open(&mut manager, ISSUER, scp, KeyKind::TripleDesDouble, TEST_KEY, 0x20, level);
        manager.get_card_status(ISSUER).unwrap();
        manager.close_channel();
    }
}

#[test]
fn manages_a_supplementary_security_domain_and_an_application() {
    let mut manager = manager(Host::new());
    let scp = ScpVariant::Scp03 { i_param: 0x70 };
    open(&mut manager, ISSUER, scp, KeyKind::Aes128, TEST_KEY, 0xFF, 0x33);
    let domain = bytes("A000000151535001");
    manager
        .create_ssd(&CreateSsdArgs {
            parent_sd_aid: ISSUER,
            ssd_aid: &domain,
            elf_aid: &bytes(SSD_PACKAGE),
            module_aid: &bytes(SSD_MODULE),
            privileges: [0x80, 0x40, 0x00],
            install_params: &[0xC9, 0x00],
        })
        .map_err(|error| format!("{error:?}"))
        .unwrap();
    let inventory = manager.get_card_inventory(ISSUER).unwrap().inventory;
    assert_eq!(inventory.security_domains.len(), 2);
    assert!(inventory.elfs.iter().any(|elf| elf.aid.as_bytes() == bytes(PACKAGE)));
    manager.close_channel();

    // Keys of three lengths, one after the other, each put under the one before.
    let mut current = (0xFF, KeyKind::Aes128, TEST_KEY.to_owned());
    for (version, kind, length) in
        [(0x30, KeyKind::Aes128, 16), (0x31, KeyKind::Aes192, 24), (0x32, KeyKind::Aes256, 32)]
    {
        open(&mut manager, &domain, scp, current.1, &current.2, current.0, 0x33);
        let key = "A5".repeat(length);
        let new = keys(&manager, kind, &key);
        let dek = keys(&manager, current.1, &current.2).dek;
        manager
            .put_sd_keys(&PutSdKeysArgs {
                dek,
                new_keys: NewKeyset { enc: new.enc, mac: new.mac, dek: new.dek, kind },
                new_kvn: version,
                target_sd_aid: &domain,
            })
            .map_err(|error| format!("{error:?}"))
            .unwrap();
        manager.close_channel();
        open(&mut manager, &domain, scp, kind, &key, version, 0x33);
        if version != 0x30 {
            manager.delete_sd_keyset(current.0, &domain).map_err(|error| format!("{error:?}")).unwrap();
        }
        manager.close_channel();
        current = (version, kind, key);
    }

    let instance = bytes("A0000000F00177");
    open(&mut manager, &domain, scp, current.1, &current.2, current.0, 0x33);
    manager
        .install_applet(&InstallAppletArgs {
            parent_sd_aid: &domain,
            package_aid: &bytes(PACKAGE),
            module_aid: &bytes(MODULE),
            instance_aid: &instance,
            privileges: [0, 0, 0],
            system_install_params: &[],
            applet_install_params: &[],
        })
        .map_err(|error| format!("{error:?}"))
        .unwrap();
    manager.close_channel();

    open(&mut manager, ISSUER, scp, KeyKind::Aes128, TEST_KEY, 0xFF, 0x33);
    let inventory = manager.get_card_inventory(ISSUER).unwrap().inventory;
    assert_eq!(inventory.applets.len(), 1);
    assert_eq!(inventory.applets[0].associated_sd_aid.as_bytes(), domain);
    assert!(manager.delete_ssd(&domain, DeleteCascade::Never).is_err());
    manager
        .delete_applet(&DeleteAppletArgs {
            instance_aid: &instance,
            elf_aid: None,
            cascade_elf: DeleteCascade::Never,
        })
        .map_err(|error| format!("{error:?}"))
        .unwrap();
    manager.delete_ssd(&domain, DeleteCascade::Never).map_err(|error| format!("{error:?}")).unwrap();
    let inventory = manager.get_card_inventory(ISSUER).unwrap().inventory;
    assert_eq!((inventory.security_domains.len(), inventory.applets.len()), (1, 0));
}

#[test]
fn moves_the_card_through_its_life() {
    let mut manager = manager(Host::new());
    let scp = ScpVariant::Scp03 { i_param: 0x70 };
    open(&mut manager, ISSUER, scp, KeyKind::Aes128, TEST_KEY, 0xFF, 0x03);
    for target in [
        CardLifeCycle::Initialized,
        CardLifeCycle::Secured,
        CardLifeCycle::CardLocked,
        CardLifeCycle::Secured,
    ] {
        let current = manager.get_card_status(ISSUER).unwrap().state;
        manager
            .set_card_status(&SetCardStatusArgs {
                isd_aid: ISSUER,
                current_state: Some(current),
                target_state: target,
                force: false,
            })
            .map_err(|error| format!("{error:?}"))
            .unwrap();
        assert_eq!(manager.get_card_status(ISSUER).unwrap().state, target);
    }
}
