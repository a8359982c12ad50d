//! The card under test: security domains, an application that greets and keeps what it is personalized with, and an
//! engine for load files whose applets all greet.

use std::sync::{Arc, Mutex};

use cardamom_apdu::{Aid, Command, hex};
use cardamom_card_os::globalplatform::card_data::ScpOption;
use cardamom_card_os::globalplatform::key_set::KeyType;
use cardamom_card_os::globalplatform::security_domain;
use cardamom_card_os::globalplatform::{IssuerSecurityDomain, TEST_KEY, key_set};
use cardamom_card_os::handle::Field;
use cardamom_card_os::{
    Applet, Card, Configuration, Context, Engine, Error, Event, Geometry, Module, Package, Protocol, Rom,
    SeededEntropy, Tracer,
};
use cardamom_personalization::globalplatform::card_channel::{CardChannel, TransmissionError};
use cardamom_personalization::globalplatform::discovery::select;
use cardamom_personalization::globalplatform::error::GlobalPlatformError;
use cardamom_personalization::globalplatform::key_hierarchy::KeyHierarchy;
use cardamom_personalization::globalplatform::load_file::LoadFile;
use cardamom_personalization::globalplatform::session::{SecureChannelOptions, Session};

/// A package in the card's software, and its module.
pub(crate) const PACKAGE: &str = "A0000000F001";
pub(crate) const MODULE: &str = "A0000000F00101";
/// What clients find security domains under.
pub(crate) const ISSUER: &str = "A000000151000000";
/// Names for what tests make.
pub(crate) const INSTANCE: &str = "A0000000F00102";
pub(crate) const DOMAIN: &str = "A0000000F0D0";

pub(crate) fn aid(digits: &str) -> Aid {
    Aid::new(&hex::decode(digits).unwrap()).unwrap()
}

/// Answers every command with the sum of the bytes that it was personalized with.
struct Sum(Field<u32>);

impl Applet for Sum {
    fn process(&self, context: &mut Context<'_>, _: &Command<'_>) -> Result<(), Error> {
        let sum = context.get(self.0)?;
        context.respond(&sum.to_be_bytes());
        Ok(())
    }

    fn process_data(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        _: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let sum = command.data().iter().map(|byte| u32::from(*byte)).sum::<u32>();
        let before = context.get(self.0)?;
        context.set(self.0, &(before + sum))
    }
}

fn module(aid: Aid) -> Module {
    Module::new(aid, |layout| Ok(Arc::new(Sum(layout.field(&0)?))))
}

/// Takes load files that begin with a Header component.
struct TestEngine;

impl Engine for TestEngine {
    fn accepts(&self, load_file: &[u8]) -> bool {
        LoadFile::parse(load_file).is_ok()
    }

    fn open(&self, load_file: &[u8], _: &[Package]) -> Result<Package, Error> {
        let file = LoadFile::parse(load_file).unwrap();
        let modules = file.applets().iter().copied().map(module).collect();
        Ok(Package::new(file.package(), file.version(), modules))
    }
}

/// A load file of a package with one applet, of so many bytes of code.
pub(crate) fn load_file(package: &str, applet: &str, code: usize) -> LoadFile {
    let field = |name: &str| {
        let bytes = hex::decode(name).unwrap();
        [&[u8::try_from(bytes.len()).unwrap()], &bytes[..]].concat()
    };
    let component = |tag: u8, content: &[u8]| {
        [&[tag], &u16::try_from(content.len()).unwrap().to_be_bytes()[..], content].concat()
    };
    let header = [&[0xDE, 0xCA, 0xFF, 0xED, 1, 2, 4, 0, 1], &field(package)[..]].concat();
    let applets = [&[1], &field(applet)[..], &[0, 0]].concat();
    let bytes = [component(1, &header), component(3, &applets), component(7, &vec![0x5A; code])].concat();
    LoadFile::parse(&bytes).unwrap()
}

fn rom() -> Rom {
    Rom::new(vec![security_domain::package(), Package::new(aid(PACKAGE), (1, 2), vec![module(aid(MODULE))])])
        .with_engine(Arc::new(TestEngine))
}

/// The rule that refused last.
type LastRefusal = Arc<Mutex<Option<String>>>;

struct Listener(LastRefusal);

impl Tracer for Listener {
    fn event(&mut self, event: &Event) {
        if let Event::Refused { rule, .. } = event {
            *self.0.lock().unwrap() = Some((*rule).to_owned());
        }
    }
}

/// A card, powered, that tells why it refuses.
pub(crate) struct TestCard {
    card: Card,
    refusal: LastRefusal,
    /// The instruction of each command that it got.
    pub(crate) instructions: Vec<u8>,
}

impl TestCard {
    /// With the keys that everybody knows: SCP03 of version FF, SCP02 of version 20.
    pub(crate) fn new() -> Self {
        let mut issuer = IssuerSecurityDomain::with_test_keys();
        issuer.protocols.push(ScpOption::SCP11);
        Self::with(&issuer)
    }

    /// Whose issuer security domain has one AES key set of version 30, of this key, and opens SCP03 with these
    /// options.
    pub(crate) fn scp03(options: u8, key: &[u8]) -> Self {
        Self::with(&IssuerSecurityDomain {
            protocols: vec![ScpOption { protocol: 0x03, options }],
            keys: key_set(0x30, KeyType::Aes, &[key]),
            ..IssuerSecurityDomain::with_test_keys()
        })
    }

    /// Whose issuer security domain opens SCP02 with these options, under the test key of version 20.
    pub(crate) fn scp02(options: u8) -> Self {
        Self::with(&IssuerSecurityDomain {
            protocols: vec![ScpOption { protocol: 0x02, options }],
            keys: key_set(0x20, KeyType::Des, &[&TEST_KEY]),
            ..IssuerSecurityDomain::with_test_keys()
        })
    }

    pub(crate) fn with(issuer: &IssuerSecurityDomain) -> Self {
        let configuration = Configuration {
            geometry: Geometry::STANDARD,
            atr: vec![0x3B, 0x80, 0x01, 0x81],
            protocol: Protocol::T1,
        };
        let mut card = Card::new(&configuration, rom(), Box::new(SeededEntropy::new(1))).unwrap();
        issuer.install(&mut card, [1, 2, 3, 4]).unwrap();
        let refusal = LastRefusal::default();
        card.set_tracer(Some(Box::new(Listener(Arc::clone(&refusal)))));
        card.power_on().unwrap();
        Self { card, refusal, instructions: Vec::new() }
    }

    /// A session with the issuer security domain under the test key.
    pub(crate) fn open(&mut self) -> Session<'_> {
        self.try_open(&KeyHierarchy::test(), &SecureChannelOptions::default(), None).unwrap()
    }

    pub(crate) fn try_open(
        &mut self,
        keys: &KeyHierarchy,
        options: &SecureChannelOptions,
        domain: Option<&str>,
    ) -> Result<Session<'_>, GlobalPlatformError> {
        let domain = domain.map(aid);
        let selected = select(self, domain.as_ref())?;
        Session::open(self, &selected, keys, options, [0xA5; 16])
    }

    /// A response to a command as it stands.
    pub(crate) fn send(&mut self, command: &str) -> String {
        hex::encode(self.card.transmit(&hex::decode(command).unwrap()).unwrap())
    }
}

impl CardChannel for TestCard {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransmissionError> {
        *self.refusal.lock().unwrap() = None;
        self.instructions.push(command[1]);
        let answer = self.card.transmit(command).map_err(|_| TransmissionError::new("the card is mute"))?;
        Ok(answer.to_vec())
    }

    fn refusal(&mut self) -> Option<String> {
        self.refusal.lock().unwrap().take()
    }
}
