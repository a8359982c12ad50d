//! scll, a GlobalPlatform client in Cargo's registry, does over the virtual reader what its examples do with a card:
//! looks at it (`card-info`, `card-status`), and leads an application's life below the issuer security domain
//! (`isd-lifecycle`) and below one of its own (`ssd-lifecycle`).

use cardamom_emulator::reader::ReaderSet;
use rand_core::OsRng;
use scll::CardManager;
use scll::backend::{KeyBackend, KeyKind};
use scll::backend_rustcrypto::RustCryptoBackend;
use scll::cap::InflateCtx;
use scll::error::ScllError;
use scll::model::{CardInfo, ScpVariant};
use scll::report::{CardLifeCycle, DeleteCascade, ScpProtocol, ScpTargetKind, TransportName};
use scll::transport_pcsc::PcscTransport;
use scll::workflow::{
    CreateSsdArgs, DeleteAppletArgs, InstallAppletArgs, LoadPackageArgs, NewKeyset, OpenScpArgs,
    PutSdKeysArgs, SdKeys, SetCardStatusArgs,
};

use crate::card::{ISSUER, Keys, TEST_KEY, card};
use crate::hello::{GREETING, cap_file};
use crate::own_process::in_own_process;

/// The security domain of `ssd-lifecycle`.
const DOMAIN: [u8; 8] = [0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00, 0x0F];
/// What new security domains are made of (every client knows these names).
const DOMAIN_PACKAGE: [u8; 7] = [0xA0, 0x00, 0x00, 0x01, 0x51, 0x53, 0x50];
const DOMAIN_MODULE: [u8; 8] = [0xA0, 0x00, 0x00, 0x01, 0x51, 0x53, 0x50, 0x41];
/// The application.
const PACKAGE: [u8; 9] = [0xF0, 0x00, 0x00, 0x00, 0x62, 0x03, 0x01, 0x0C, 0x01];
const APPLET: [u8; 10] = [0xF0, 0x00, 0x00, 0x00, 0x62, 0x03, 0x01, 0x0C, 0x01, 0x01];
/// What it greets to.
const HELLO: [u8; 10] = *b"\x80\xF0\x00\x00\x05Hello";

/// Every bit of security that SCP03 with R-MAC and R-ENC has.
const ALL: u8 = 0x33;

type Manager = CardManager<PcscTransport, RustCryptoBackend<OsRng>>;

/// The client, with what it found out about the card.
struct Client {
    manager: Manager,
    info: CardInfo,
    scp: ScpVariant,
}

/// A key set: its three keys are the same.
#[derive(Clone, Copy)]
struct KeySet {
    kind: KeyKind,
    keys: SdKeys,
}

impl KeySet {
    fn new(manager: &Manager, kind: KeyKind, bytes: &[u8]) -> Self {
        let key = manager.backend().import_key(kind, bytes).unwrap();
        Self { kind, keys: SdKeys { enc: key, mac: key, dek: key } }
    }

    /// As many bytes as this kind of key has.
    fn of(manager: &Manager, kind: KeyKind, byte: u8) -> Self {
        Self::new(manager, kind, &vec![byte; kind.clear_len()])
    }
}

impl Client {
    /// Looks at the card in the reader, and chooses the protocol as scll does by itself.
    fn new(readers: &ReaderSet, keys: Keys) -> Self {
        let reader = readers.add("gp").unwrap();
        reader.insert(Box::new(card(keys, 1))).unwrap();
        let transport = PcscTransport::connect(reader.name()).unwrap();
        let mut manager = CardManager::new(transport, RustCryptoBackend::new(OsRng));
        manager.probe(TransportName::Pcsc).unwrap();
        let info = manager.discover(None).unwrap();
        let scp = info.scp_default;
        Self { manager, info, scp }
    }

    /// The keys that the card came with.
    fn initial(&self) -> KeySet {
        let kind = match self.scp {
            ScpVariant::Scp03 { .. } => KeyKind::Aes128,
            ScpVariant::Scp02 { .. } => KeyKind::TripleDesDouble,
        };
        KeySet::new(&self.manager, kind, &TEST_KEY)
    }

    /// Opens a channel and gives the version of the keys that the card took.
    fn open(&mut self, target: &[u8], set: KeySet, version: u8, level: u8) -> u8 {
        self.manager.close_channel();
        // scll lowers the level to what the card's options allow with SCP03 only.
        let requested_level = match self.scp {
            ScpVariant::Scp03 { .. } => level,
            ScpVariant::Scp02 { .. } => level & 0x03,
        };
        let arguments = OpenScpArgs {
            target_aid: target,
            target_kind: ScpTargetKind::SecurityDomainAid,
            sd_keys: set.keys,
            advertised: &self.info.scp_supported,
            force_scp: None,
            kvn: version,
            requested_level,
        };
        let effective = self.manager.open_scp(&arguments).unwrap();
        assert_eq!(effective.i_param_effective, i_parameter(self.scp));
        effective.kvn_effective
    }

    fn put(&mut self, domain: &[u8], current: KeySet, version: u8, new: KeySet) -> Result<(), ScllError> {
        let SdKeys { enc, mac, dek } = new.keys;
        let arguments = PutSdKeysArgs {
            dek: current.keys.dek,
            new_keys: NewKeyset { enc, mac, dek, kind: new.kind },
            new_kvn: version,
            target_sd_aid: domain,
        };
        self.manager.put_sd_keys(&arguments).map(drop)
    }

    /// Loads the application's file for a security domain, and installs the application in the channel that is open.
    fn load_and_install(&mut self, domain: &[u8]) {
        let file = cap_file(&PACKAGE, &APPLET);
        let arguments = LoadPackageArgs { target_sd_aid: domain, cap_zip: &file, lfdb_hash: &[] };
        let loaded = self.manager.load_package(&arguments, &mut InflateCtx::new()).unwrap();
        assert!(loaded.effective.block_count > 4);
        let arguments = InstallAppletArgs {
            parent_sd_aid: domain,
            package_aid: &PACKAGE,
            module_aid: &APPLET,
            instance_aid: &APPLET,
            privileges: [0; 3],
            system_install_params: &[],
            applet_install_params: &[],
        };
        self.manager.install_applet(&arguments).unwrap();
    }

    fn delete(&mut self, cascade: DeleteCascade) -> Result<(), ScllError> {
        let arguments =
            DeleteAppletArgs { instance_aid: &APPLET, elf_aid: Some(&PACKAGE), cascade_elf: cascade };
        self.manager.delete_applet(&arguments).map(drop)
    }

    /// Has the application greet through the channel of its security domain.
    fn greet(&mut self, set: KeySet, version: u8) {
        self.open(&APPLET, set, version, ALL);
        let report = self.manager.transmit(&HELLO).unwrap();
        assert_eq!((report.rapdu.as_slice(), report.sw), (GREETING, 0x9000));
    }

    fn names(&mut self) -> (Vec<Vec<u8>>, Vec<Vec<u8>>) {
        let inventory = self.manager.get_card_inventory(&ISSUER).unwrap().inventory;
        let domains = inventory.security_domains.iter().map(|entry| entry.aid.as_bytes().to_vec());
        let applets = inventory.applets.iter().map(|entry| entry.aid.as_bytes().to_vec());
        (domains.collect(), applets.collect())
    }
}

const fn i_parameter(scp: ScpVariant) -> u8 {
    match scp {
        ScpVariant::Scp02 { i_param } | ScpVariant::Scp03 { i_param } => i_param,
    }
}

#[test]
fn looks_at_a_card() {
    in_own_process("scll::looks_at_a_card", |readers| {
        let mut client = Client::new(readers, Keys::Scp03(0x70));
        assert_eq!(client.info.isd_aid.as_bytes(), ISSUER);
        assert_eq!(client.info.atr_or_ats.as_slice(), [0x3B, 0x80, 0x01, 0x81]);
        assert_eq!(client.info.scp_supported.as_slice(), [ScpVariant::Scp03 { i_param: 0x70 }]);
        assert!(client.info.discovery_warnings.is_empty(), "{:?}", client.info.discovery_warnings);
        assert_eq!(client.manager.discover(Some(&ISSUER)).unwrap().isd_aid.as_bytes(), ISSUER);
        let initial = client.initial();
        assert_eq!(client.open(&ISSUER, initial, 0x00, ALL), 0xFF);
        assert_eq!(client.manager.get_card_status(&ISSUER).unwrap().state, CardLifeCycle::OpReady);
        assert_eq!(client.names(), (vec![ISSUER.to_vec()], Vec::new()));
        assert!(matches!(client.manager.session().unwrap().protocol(), ScpProtocol::Scp03));
    });
}

#[test]
fn leads_the_card_through_its_life() {
    in_own_process("scll::leads_the_card_through_its_life", |readers| {
        let mut client = Client::new(readers, Keys::Scp03(0x70));
        let initial = client.initial();
        client.open(&ISSUER, initial, 0x00, 0x13);
        for state in [
            CardLifeCycle::Initialized,
            CardLifeCycle::Secured,
            CardLifeCycle::CardLocked,
            CardLifeCycle::Secured,
        ] {
            let arguments = SetCardStatusArgs {
                target_state: state,
                current_state: None,
                force: false,
                isd_aid: &ISSUER,
            };
            client.manager.set_card_status(&arguments).unwrap();
            assert_eq!(client.manager.get_card_status(&ISSUER).unwrap().state, state);
        }
    });
}

/// `isd-lifecycle`: the issuer security domain is given key sets of its own, and loses them.
fn life_below_the_issuer(client: &mut Client, kind: KeyKind) {
    let initial = client.initial();
    let (first, second) = (KeySet::of(&client.manager, kind, 0x41), KeySet::of(&client.manager, kind, 0x52));
    client.open(&ISSUER, initial, 0x00, ALL);
    assert!(matches!(client.delete(DeleteCascade::Always), Err(ScllError::TargetNoLongerExists)));
    client.load_and_install(&ISSUER);
    client.put(&ISSUER, initial, 0x32, first).unwrap();
    client.greet(first, 0x32);
    client.open(&ISSUER, first, 0x32, 0x03);
    client.put(&ISSUER, first, 0x33, second).unwrap();
    assert!(client.put(&ISSUER, first, 0x33, second).is_err(), "the version is taken");
    client.greet(second, 0x33);
    client.open(&ISSUER, second, 0x33, ALL);
    client.delete(DeleteCascade::IfLastInstance).unwrap();
    client.manager.delete_sd_keyset(0x32, &ISSUER).unwrap();
    assert!(matches!(client.manager.delete_sd_keyset(0x32, &ISSUER), Err(ScllError::KeyNotFound)));
    assert_eq!(client.names(), (vec![ISSUER.to_vec()], Vec::new()));
}

#[test]
fn an_application_lives_below_the_issuer() {
    in_own_process("scll::an_application_lives_below_the_issuer", |readers| {
        life_below_the_issuer(&mut Client::new(readers, Keys::Scp03(0x70)), KeyKind::Aes128);
    });
}

#[test]
fn an_application_lives_below_the_issuer_with_long_keys() {
    in_own_process("scll::an_application_lives_below_the_issuer_with_long_keys", |readers| {
        life_below_the_issuer(&mut Client::new(readers, Keys::Scp03(0x70)), KeyKind::Aes256);
    });
}

#[test]
fn an_application_lives_below_the_issuer_over_scp02() {
    in_own_process("scll::an_application_lives_below_the_issuer_over_scp02", |readers| {
        life_below_the_issuer(&mut Client::new(readers, Keys::Scp02(0x15)), KeyKind::TripleDesDouble);
    });
}

/// `ssd-lifecycle`: a security domain is made, given keys, an application and other keys, and deleted.
#[test]
fn an_application_lives_below_a_domain_of_its_own() {
    in_own_process("scll::an_application_lives_below_a_domain_of_its_own", |readers| {
        let mut client = Client::new(readers, Keys::Scp03(0x70));
        let initial = client.initial();
        let first = KeySet::of(&client.manager, KeyKind::Aes128, 0x40);
        let second = KeySet::of(&client.manager, KeyKind::Aes192, 0x50);
        client.open(&ISSUER, initial, 0x00, ALL);
        assert!(client.manager.delete_ssd(&DOMAIN, DeleteCascade::Never).is_err(), "there is none yet");
        let arguments = CreateSsdArgs {
            parent_sd_aid: &ISSUER,
            ssd_aid: &DOMAIN,
            elf_aid: &DOMAIN_PACKAGE,
            module_aid: &DOMAIN_MODULE,
            privileges: [0x80, 0, 0],
            install_params: &[0xC9, 0x08, 0x81, 0x02, 0x03, 0x70, 0x82, 0x02, 0x20, 0x20],
        };
        client.manager.create_ssd(&arguments).unwrap();
        // Before it has keys of its own it is opened with its parent's.
        client.open(&DOMAIN, initial, 0x00, 0x03);
        client.put(&DOMAIN, initial, 0x30, first).unwrap();
        client.open(&ISSUER, initial, 0x00, ALL);
        client.load_and_install(&DOMAIN);
        client.greet(first, 0x30);
        client.open(&DOMAIN, first, 0x30, 0x03);
        client.put(&DOMAIN, first, 0x31, second).unwrap();
        client.greet(second, 0x31);
        client.open(&ISSUER, initial, 0x00, ALL);
        let (domains, applets) = client.names();
        assert_eq!((domains, applets), (vec![ISSUER.to_vec(), DOMAIN.to_vec()], vec![APPLET.to_vec()]));
        assert!(matches!(
            client.manager.delete_ssd(&DOMAIN, DeleteCascade::OnlyIfEmpty),
            Err(ScllError::SsdHasApplets)
        ));
        client.delete(DeleteCascade::IfLastInstance).unwrap();
        client.manager.delete_ssd(&DOMAIN, DeleteCascade::OnlyIfEmpty).unwrap();
        assert_eq!(client.names(), (vec![ISSUER.to_vec()], Vec::new()));
    });
}
