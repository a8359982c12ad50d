//! A card, and the host's side of a session with it.

use std::sync::{Arc, Mutex};

use cardamom_apdu::{Aid, Command, hex};
use cardamom_globalplatform::card_data::ScpOption;
use cardamom_globalplatform::life_cycle::CardLifeCycle;
use cardamom_globalplatform::security_domain::{
    self, ISSUER_SECURITY_DOMAIN_AID, InitialKey, SecurityDomainParameters,
};
use cardamom_kernel::{
    Applet, Card, Configuration, Context, Error, Event, Geometry, Module, Package, Protocol, Rom,
    SeededEntropy, Tracer,
};
use cardamom_secure_channel::initialize_update::{Protocol as Opened, Response};
use cardamom_secure_channel::session::HostSession;
use cardamom_secure_channel::{AesKey, SecurityLevel, TripleDesKey, scp02, scp03};

/// The package of a simple application.
pub(crate) const PACKAGE: &str = "A0000000F001";
/// Its module.
pub(crate) const MODULE: &str = "A0000000F00101";
/// The package of security domains, and its module.
pub(crate) const SSD_PACKAGE: &str = "A0000001515350";
pub(crate) const SSD_MODULE: &str = "A000000151535041";
pub(crate) const TEST_KEY: &str = "404142434445464748494A4B4C4D4E4F";

/// An application that answers every command with its name, and keeps what it is personalized with.
struct Echo {
    stored: cardamom_kernel::handle::Field<u32>,
}

impl Applet for Echo {
    fn process(&self, context: &mut Context<'_>, _command: &Command<'_>) -> Result<(), Error> {
        let name = context.aid()?;
        context.respond(name.as_bytes());
        Ok(())
    }

    fn process_data(
        &self,
        context: &mut Context<'_>,
        command: &Command<'_>,
        _output: &mut Vec<u8>,
    ) -> Result<(), Error> {
        let sum = command.data().iter().map(|byte| u32::from(*byte)).sum::<u32>();
        let before = context.get(self.stored)?;
        context.set(self.stored, &(before + sum))
    }
}

/// A card, its trace, and a session.
pub(crate) struct Host {
    pub(crate) card: Card,
    refusals: Arc<Mutex<Vec<&'static str>>>,
    pub(crate) session: Option<HostSession>,
}

struct Listener(Arc<Mutex<Vec<&'static str>>>);

impl Tracer for Listener {
    fn event(&mut self, event: &Event) {
        if let Event::Refused { rule, .. } = event {
            self.0.lock().unwrap().push(rule);
        }
    }
}

/// A module of the simple application.
pub(crate) fn echo_module(name: Aid) -> Module {
    Module::new(name, |layout| Ok(Arc::new(Echo { stored: layout.field(&0)? })))
}

pub(crate) fn rom() -> Rom {
    let package = Package::new(aid(PACKAGE), (1, 0), vec![echo_module(aid(MODULE))]);
    Rom::new(vec![security_domain::package(), package]).with_engine(Arc::new(crate::load_files::TestEngine))
}

pub(crate) fn aid(digits: &str) -> Aid {
    Aid::new(&hex::decode(digits).unwrap()).unwrap()
}

/// AES keys of version FF, SCP03 with these options; triple DES keys of version 20, SCP02.
pub(crate) fn parameters(options: u8) -> SecurityDomainParameters {
    let key = |version, identifier, key_type| InitialKey {
        version,
        identifier,
        key_type,
        value: hex::decode(TEST_KEY).unwrap().into(),
    };
    SecurityDomainParameters {
        protocols: vec![ScpOption { protocol: 0x03, options }, ScpOption { protocol: 0x02, options: 0x55 }],
        keys: (1..=3)
            .flat_map(|identifier| [key(0xFF, identifier, 0x88), key(0x20, identifier, 0x80)])
            .collect(),
        data: vec![
            (0x9F7F, vec![0xCA; 42]),
            (0x0042, vec![0x42; 8]),
            (0x0045, vec![0x45; 10]),
            (0x00CF, vec![0xCF; 10]),
        ],
        ..SecurityDomainParameters::default()
    }
}

impl Host {
    /// A card in OP_READY whose issuer security domain is selected.
    pub(crate) fn new() -> Self {
        Self::with(&parameters(0x70))
    }

    pub(crate) fn with(parameters: &SecurityDomainParameters) -> Self {
        Self::with_seed(parameters, 1)
    }

    /// A card with entropy of this seed.
    pub(crate) fn with_seed(parameters: &SecurityDomainParameters, seed: u64) -> Self {
        Self::with_rom(parameters, seed, rom())
    }

    /// A card with this software.
    pub(crate) fn with_rom(parameters: &SecurityDomainParameters, seed: u64, rom: Rom) -> Self {
        let configuration = Configuration {
            geometry: Geometry::STANDARD,
            atr: vec![0x3B, 0x80, 0x01, 0x81],
            protocol: Protocol::T1,
        };
        let mut card = Card::new(&configuration, rom, Box::new(SeededEntropy::new(seed))).unwrap();
        let parameters = parameters.to_bytes();
        card.install(&security_domain::issuer_installation(
            ISSUER_SECURITY_DOMAIN_AID,
            CardLifeCycle::OpReady,
            &parameters,
        ))
        .unwrap();
        Self::of(card)
    }

    pub(crate) fn of(mut card: Card) -> Self {
        let refusals = Arc::new(Mutex::new(Vec::new()));
        card.set_tracer(Some(Box::new(Listener(Arc::clone(&refusals)))));
        card.power_on().unwrap();
        Self { card, refusals, session: None }
    }

    /// The answer to a command as it stands.
    pub(crate) fn send(&mut self, command: &str) -> String {
        let bytes = hex::decode(&command.replace(' ', "")).unwrap();
        hex::encode(self.card.transmit(&bytes).unwrap())
    }

    /// The answer to a command in the session, if there is one.
    pub(crate) fn transmit(&mut self, command: &str) -> String {
        let bytes = hex::decode(&command.replace(' ', "")).unwrap();
        let Some(session) = &mut self.session else { return self.send(command) };
        let protected = session.wrap(&Command::parse(&bytes).unwrap()).unwrap();
        let answer = self.card.transmit(&protected).unwrap().to_vec();
        hex::encode(&session.unwrap(&answer).unwrap())
    }

    /// The answer to a command with data of any length: protected as a whole, then cut into parts by P1
    /// (GPCS 2.3.1 §11.1.5.1).
    pub(crate) fn transmit_long(&mut self, header: &str, data: &str) -> String {
        let header: [u8; 4] = hex::decode(header).unwrap().try_into().unwrap();
        let data = hex::decode(data).unwrap();
        let [class, instruction, p1, p2] = header;
        let whole = Command::new(class, instruction, p1, p2).with_data(&data).with_expected_length(256);
        let protected = match &mut self.session {
            Some(session) => session.wrap(&whole).unwrap(),
            None => whole.to_bytes().unwrap(),
        };
        let protected = Command::parse(&protected).unwrap();
        let count = protected.data().len().div_ceil(255);
        for (number, part) in protected.data().chunks(255).enumerate() {
            let is_last = number + 1 == count;
            let p1 = if is_last { p1 } else { p1 | 0x80 };
            let part = Command::new(protected.class().byte(), instruction, p1, p2).with_data(part);
            let part = if is_last { part.with_expected_length(256) } else { part };
            let answer = self.card.transmit(&part.to_bytes().unwrap()).unwrap().to_vec();
            if is_last {
                let Some(session) = &mut self.session else { return hex::encode(&answer) };
                return hex::encode(&session.unwrap(&answer).unwrap());
            }
            // Parts in between are answered without protection.
            if answer != [0x90, 0x00] {
                return hex::encode(&answer);
            }
        }
        unreachable!()
    }

    /// The same; expects 9000, and gives the data.
    pub(crate) fn ok_long(&mut self, header: &str, data: &str) -> String {
        let answer = self.transmit_long(header, data);
        let data = answer.strip_suffix("9000");
        data.unwrap_or_else(|| panic!("{header} -> {answer}: {:?}", self.refusal())).to_owned()
    }

    /// Whether the card refuses a command in the session with 6982.
    pub(crate) fn card_refuses(&mut self, command: &str) -> bool {
        let command = hex::decode(command).unwrap();
        let session = self.session.as_mut().unwrap();
        let protected = session.wrap(&Command::parse(&command).unwrap()).unwrap();
        self.card.transmit(&protected).unwrap() == [0x69, 0x82]
    }

    /// Expects 9000, and gives the data.
    pub(crate) fn ok(&mut self, command: &str) -> String {
        let answer = self.transmit(command);
        let data = answer.strip_suffix("9000");
        data.unwrap_or_else(|| panic!("{command} -> {answer}: {:?}", self.refusal())).to_owned()
    }

    /// The last rule that refused.
    pub(crate) fn refusal(&self) -> Option<&'static str> {
        self.refusals.lock().unwrap().last().copied()
    }

    pub(crate) fn select(&mut self, name: &str) -> String {
        self.session = None;
        match name {
            "" => self.send("00A4040000"),
            name => self.send(&format!("00A40400{:02X}{name}00", name.len() / 2)),
        }
    }

    /// Opens a session with keys of this version at this level.
    pub(crate) fn open(&mut self, version: u8, key: &str, level: u8) {
        self.session = Some(self.try_open(version, key, level).unwrap());
    }

    pub(crate) fn try_open(&mut self, version: u8, key: &str, level: u8) -> Result<HostSession, String> {
        self.session = None;
        self.try_open_on(0, version, key, level)
    }

    /// The same on a logical channel, 0 to 3.
    pub(crate) fn try_open_on(
        &mut self,
        channel: u8,
        version: u8,
        key: &str,
        level: u8,
    ) -> Result<HostSession, String> {
        let (command, session) = self.handshake(channel, version, key, level)?;
        match hex::encode(self.card.transmit(&command).unwrap()).as_str() {
            "9000" => Ok(session),
            answer => Err(answer.to_owned()),
        }
    }

    /// INITIALIZE UPDATE, and the EXTERNAL AUTHENTICATE that would follow with the session that it would open.
    pub(crate) fn handshake(
        &mut self,
        channel: u8,
        version: u8,
        key: &str,
        level: u8,
    ) -> Result<(Vec<u8>, HostSession), String> {
        let host_challenge = [0x11; 8];
        let command = format!("{:02X}50{version:02X}0008{}00", 0x80 | channel, hex::encode(&host_challenge));
        let answer = self.send(&command);
        let data = answer.strip_suffix("9000").ok_or(answer.clone())?;
        let response = Response::parse(&hex::decode(data).unwrap()).unwrap();
        let bytes = hex::decode(key).unwrap();
        let level = SecurityLevel::from_byte(level);
        let (mut command, session) = match response.protocol {
            Opened::Scp02 { counter, card_challenge, card_cryptogram } => {
                let key = || TripleDesKey::from_bytes(bytes.clone().try_into().unwrap());
                let keys = scp02::KeySet { encryption: key(), mac: key(), data_encryption: key() };
                let host = scp02::HostHandshake::new(
                    &keys,
                    scp02::Options::USUAL,
                    counter,
                    host_challenge,
                    card_challenge,
                    card_cryptogram,
                );
                let (command, session) =
                    host.map_err(|error| error.to_string())?.external_authenticate(level).unwrap();
                (command, HostSession::Scp02(session))
            }
            Opened::Scp03 { options, card_challenge, card_cryptogram, .. } => {
                let key = || AesKey::new(&bytes).unwrap();
                let keys = scp03::KeySet { encryption: key(), mac: key(), data_encryption: key() };
                let host = scp03::HostHandshake::new(
                    &keys,
                    options,
                    &host_challenge,
                    &card_challenge,
                    &card_cryptogram,
                );
                let (command, session) =
                    host.map_err(|error| error.to_string())?.external_authenticate(level).unwrap();
                (command, HostSession::Scp03(session))
            }
        };
        command[0] |= channel;
        Ok((command, session))
    }
}
