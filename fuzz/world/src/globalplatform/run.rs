//! Carrying out a script: the hosts' side, and the oracles.

use std::hash::{DefaultHasher, Hash, Hasher};

use cardamom_apdu::hex::Hex;
use cardamom_apdu::{Aid, Command};
use cardamom_kernel::Card;
use cardamom_secure_channel::initialize_update::{Protocol, Response};
use cardamom_secure_channel::session::HostSession;
use cardamom_secure_channel::{AesKey, SecurityLevel, TripleDesKey, key_check_value, scp02, scp03};

use super::card::{KEYS, LOADED_MODULE, MODULE, NAMES, PACKAGE};
use super::observation::{Observation, observe};
use super::script::{Act, DomainScript, Edit, Keys, Step, Template};
use crate::answer::check_answer;
use crate::apdu_purse::{Cut, Spoil};
use crate::finding::{Finding, Oracle, ensure};
use crate::power_cut::{PowerCut, restart};

/// Bytes of a LOAD block.
const BLOCK_LENGTH: usize = 32;
const HOST_CHALLENGE: [u8; 8] = [0x11; 8];
const CHANNELS: u8 = 3;

/// Carries out a script; gives the hash of its trace and what is on the card in the end.
///
/// # Errors
/// The oracle that is violated.
pub(super) fn run(card: &mut Card, script: &DomainScript) -> Result<(u64, Observation), Finding> {
    let before = observe(card)?;
    let sessions = [const { None }; CHANNELS as usize];
    let mut run = Run {
        card,
        hasher: DefaultHasher::new(),
        sessions,
        sent: Vec::new(),
        before,
        is_exposed: false,
        is_loading: false,
    };
    for act in &script.acts {
        run.act(act)?;
    }
    let _ = restart(run.card, None)?;
    let end = observe(run.card)?;
    Ok((run.hasher.finish(), end))
}

struct Run<'a> {
    card: &'a mut Card,
    hasher: DefaultHasher,
    /// The hosts' sessions, by channel.
    sessions: [Option<HostSession>; CHANNELS as usize],
    /// What went to the card.
    sent: Vec<Vec<u8>>,
    before: Observation,
    /// A session without MACs was opened since the reset: what is sent as it is may be taken for its host's.
    is_exposed: bool,
    /// Blocks of a load file were accepted since the reset: some memory may be nobody's yet.
    is_loading: bool,
}

/// How a command goes to the card.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// In the session of its channel, as long as there is one.
    Session,
    /// As it is.
    Raw,
}

/// What goes wrong on the way.
#[derive(Clone, Copy, Default)]
struct Trouble {
    spoil: Option<Spoil>,
    cut: Option<Cut>,
}

impl Run<'_> {
    fn act(&mut self, act: &Act) -> Result<(), Finding> {
        let channel = act.channel % CHANNELS;
        let trouble = Trouble { spoil: act.spoil, cut: act.cut };
        match &act.step {
            Step::Reset => {
                restart(self.card, None)?;
                self.forget_sessions();
                self.before = observe(self.card)?;
                Ok(())
            }
            Step::Channel { open } => {
                let p1 = if *open { 0x00 } else { 0x80 };
                let command = [0x00, 0x70, p1, channel, 0x00];
                if !*open {
                    self.set_session(channel, None);
                }
                self.send(channel, &command, Way::Raw, trouble).map(drop)
            }
            Step::Select { name } => {
                self.set_session(channel, None);
                let name = aid(*name);
                let command = command(0x00, 0xA4, 0x04, 0x00, name.as_bytes());
                self.send(channel, &command, Way::Raw, trouble).map(drop)
            }
            Step::Begin { version } => self
                .initialize_update(channel, *version, Trouble::default(), SecurityLevel::NONE, 0)
                .map(drop),
            Step::Open { keys, level } => self.open(channel, *keys, *level, trouble),
            Step::Manage { template, name, other, value, edits } => {
                let (header, mut data) = manage(*template, aid(*name), aid(*other), *value);
                edits.iter().for_each(|edit| apply(*edit, &mut data));
                data.truncate(200);
                let [instruction, p1, p2] = header;
                let command = command(0x80, instruction, p1, p2, &data);
                self.send(channel, &command, Way::Session, trouble).map(drop)
            }
            Step::PutKey { replaced, keys, triple_des } => {
                let data = self.put_key_data(channel, *keys, *triple_des);
                let command = command(0x80, 0xD8, *replaced, 0x81, &data);
                self.send(channel, &command, Way::Session, trouble).map(drop)
            }
            Step::Load { name, blocks } => self.load(channel, aid(*name), (*blocks).clamp(1, 6), trouble),
            Step::Plain(bytes) => self.send(channel, bytes, Way::Session, trouble).map(drop),
            Step::Raw(bytes) => self.send(channel, bytes, Way::Raw, trouble).map(drop),
            Step::Replay { back } => {
                let place = self.sent.len().checked_sub(1 + usize::from(*back));
                let recorded = place.and_then(|place| self.sent.get(place).cloned());
                recorded.map_or(Ok(()), |bytes| self.transmit(&bytes, false, trouble.cut).map(drop))
            }
        }
    }

    fn forget_sessions(&mut self) {
        self.sessions = [const { None }; CHANNELS as usize];
        self.is_exposed = false;
        self.is_loading = false;
    }

    fn session(&mut self, channel: u8) -> Option<&mut HostSession> {
        self.sessions.get_mut(usize::from(channel))?.as_mut()
    }

    fn set_session(&mut self, channel: u8, session: Option<HostSession>) {
        if let Some(place) = self.sessions.get_mut(usize::from(channel)) {
            *place = session;
        }
    }

    /// INITIALIZE UPDATE; what the host would send next with one of the keys, whatever the card's cryptogram.
    fn initialize_update(
        &mut self,
        channel: u8,
        version: u8,
        trouble: Trouble,
        level: SecurityLevel,
        key: u8,
    ) -> Result<Option<(Vec<u8>, HostSession)>, Finding> {
        self.set_session(channel, None);
        let begin = command(0x80, 0x50, version, 0x00, &HOST_CHALLENGE);
        let answer = self.send(channel, &begin, Way::Raw, trouble)?;
        let response = answer.strip_suffix(&[0x90, 0x00]).and_then(|data| Response::parse(data).ok());
        Ok(response.and_then(|response| authenticate(&response, level, key)))
    }

    fn open(&mut self, channel: u8, keys: Keys, level: u8, trouble: Trouble) -> Result<(), Finding> {
        let level = SecurityLevel::from_byte(level);
        let begun = self.initialize_update(channel, keys.version, Trouble::default(), level, keys.key)?;
        let Some((bytes, session)) = begun else {
            // A wrong key, or a level that the host does not have: it guesses.
            let guess = command(0x84, 0x82, level.to_byte(), 0x00, &[0x77; 16]);
            return self.send(channel, &guess, Way::Raw, trouble).map(drop);
        };
        let answer = self.send(channel, &bytes, Way::Raw, trouble)?;
        if answer == [0x90, 0x00] {
            self.is_exposed |= !session.security_level().contains(SecurityLevel::C_MAC);
            self.set_session(channel, Some(session));
        }
        Ok(())
    }

    fn load(&mut self, channel: u8, name: Aid, blocks: u8, trouble: Trouble) -> Result<(), Finding> {
        let begin = [lv(name.as_bytes()), vec![0, 0, 0, 0]].concat();
        self.send(channel, &command(0x80, 0xE6, 0x02, 0x00, &begin), Way::Session, Trouble::default())?;
        let length = usize::from(blocks) * BLOCK_LENGTH - 4;
        let mut content = lv(name.as_bytes());
        content.resize(length, 0x5A);
        let [.., high, low] = length.to_be_bytes();
        let file = [&[0xC4, 0x82, high, low], &content[..]].concat();
        for (number, block) in (0..blocks).zip(file.chunks(BLOCK_LENGTH)) {
            let is_last = number + 1 == blocks;
            let p1 = if is_last { 0x80 } else { 0x00 };
            let trouble = if is_last { trouble } else { Trouble::default() };
            self.send(channel, &command(0x80, 0xE8, p1, number, block), Way::Session, trouble)?;
        }
        Ok(())
    }

    /// The data field of PUT KEY; without a session with anything for the keys.
    fn put_key_data(&mut self, channel: u8, keys: Keys, triple_des: bool) -> Vec<u8> {
        let key = key(keys.key);
        let encrypted = match self.session(channel) {
            Some(session) => session.encrypt_data(&key).map(|data| data.to_vec()).unwrap_or_default(),
            None => key.to_vec(),
        };
        let (key_type, check) = match triple_des {
            true => (0x80, key_check_value::triple_des(&TripleDesKey::from_bytes(key))),
            false => (0x88, AesKey::new(&key).map(|key| key_check_value::aes(&key)).unwrap_or_default()),
        };
        let one = [&[key_type, 0x10], &encrypted[..], &[3], &check].concat();
        [vec![keys.version], one.repeat(3)].concat()
    }

    /// Sends a plain command, in the session if that is the way and there is one.
    fn send(&mut self, channel: u8, plain: &[u8], way: Way, trouble: Trouble) -> Result<Vec<u8>, Finding> {
        let mut bytes = plain.to_vec();
        if let Some(class) = bytes.first_mut().filter(|class| **class & 0x40 == 0) {
            *class = *class & !0x03 | channel;
        }
        let wrapped = match (way, Command::parse(&bytes)) {
            (Way::Session, Ok(parsed)) => {
                self.session(channel).and_then(|session| session.wrap(&parsed).ok())
            }
            _ => None,
        };
        let in_session = wrapped.is_some();
        if way == Way::Session && !in_session {
            self.set_session(channel, None);
        }
        let mut bytes = wrapped.unwrap_or(bytes);
        let mut is_spoiled = false;
        if let (Some(spoil), false) = (trouble.spoil, bytes.is_empty()) {
            let at = usize::from(spoil.at) % bytes.len();
            // No MAC covers Le.
            is_spoiled = at + 1 != bytes.len();
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= spoil.flip;
            }
        }
        let answer = self.transmit(&bytes, in_session && !is_spoiled, trouble.cut)?;
        if !in_session || answer.is_empty() {
            return Ok(answer);
        }
        if is_spoiled || answer == [0x69, 0x82] {
            // The host cannot know what the card made of it.
            self.set_session(channel, None);
            return Ok(answer);
        }
        let opened = self.session(channel).map(|session| session.unwrap(&answer));
        ensure(matches!(opened, Some(Ok(_))), Oracle::RoundTrip, || {
            format!("the host cannot read the answer {} to {}", Hex(&answer), Hex(plain))
        })?;
        Ok(answer)
    }

    /// Sends bytes, and judges what they did. No answer where power was cut.
    fn transmit(&mut self, bytes: &[u8], is_authentic: bool, cut: Option<Cut>) -> Result<Vec<u8>, Finding> {
        self.sent.push(bytes.to_vec());
        let Some(cut) = cut.map(PowerCut::from) else { return self.transmit_uncut(bytes, is_authentic) };
        let here = self.card.snapshot();
        restart(self.card, None)?;
        let before = observe(self.card)?;
        self.card.restore(&here);
        let _ = self.card.transmit(bytes);
        restart(self.card, None)?;
        let after = observe(self.card)?;
        self.card.restore(&here);
        cut.arm(self.card);
        let is_cut = self.card.transmit(bytes).is_err();
        self.card.nvm_mut().disarm_power_cut();
        if !is_cut {
            self.card.restore(&here);
            return self.transmit_uncut(bytes, is_authentic);
        }
        restart(self.card, cut.recovery)?;
        self.forget_sessions();
        let seen = observe(self.card)?;
        ensure(seen == before || seen == after, Oracle::BeforeOrAfter, || {
            format!("{}: {before:?} became {seen:?} instead of {after:?}", Hex(bytes))
        })?;
        seen.free.hash(&mut self.hasher);
        self.before = seen;
        Ok(Vec::new())
    }

    fn transmit_uncut(&mut self, bytes: &[u8], is_authentic: bool) -> Result<Vec<u8>, Finding> {
        let writes = self.card.nvm().writes();
        let answer = self.card.transmit(bytes).map(<[u8]>::to_vec);
        let answer = answer.map_err(|error| Finding::new(Oracle::WellFormedAnswer, error.to_string()))?;
        answer.hash(&mut self.hasher);
        check_answer(bytes, &answer)?;
        if self.card.nvm().writes() == writes {
            return Ok(answer);
        }
        let after = observe(self.card)?;
        self.is_loading |= bytes.get(1) == Some(&0xE8);
        let lost = self.card.unaccounted_memory();
        ensure(lost == 0 || self.is_loading, Oracle::Memory, || {
            format!("{lost} bytes are nobody's after {}", Hex(bytes))
        })?;
        let what = || {
            let before = &self.before;
            format!("{} answered {}: {before:?} became {after:?}", Hex(bytes), Hex(&answer))
        };
        let is_same = after.is_same_content(&self.before);
        let is_accepted = matches!(answer.last_chunk(), Some([0x61 | 0x62 | 0x90, _]));
        ensure(
            is_accepted || is_same && after.free >= self.before.free,
            Oracle::RefusalChangesNothing,
            what,
        )?;
        ensure(is_authentic || self.is_exposed || is_same, Oracle::Access, what)?;
        let opens = |observation: &Observation| {
            observation.domains.first().is_none_or(|issuer| !issuer.versions.is_empty())
        };
        ensure(opens(&after), Oracle::Keys, what)?;
        self.before = after;
        Ok(answer)
    }
}

/// EXTERNAL AUTHENTICATE and the session that it opens, when the key is the card's.
fn authenticate(response: &Response, level: SecurityLevel, key: u8) -> Option<(Vec<u8>, HostSession)> {
    let bytes = self::key(key);
    match &response.protocol {
        Protocol::Scp02 { counter, card_challenge, card_cryptogram } => {
            let key = || TripleDesKey::from_bytes(bytes);
            let keys = scp02::KeySet { encryption: key(), mac: key(), data_encryption: key() };
            let options = scp02::Options::USUAL;
            let host = scp02::HostHandshake::new(
                &keys,
                options,
                *counter,
                HOST_CHALLENGE,
                *card_challenge,
                *card_cryptogram,
            );
            let (command, session) = host.ok()?.external_authenticate(level).ok()?;
            Some((command, HostSession::Scp02(session)))
        }
        Protocol::Scp03 { options, card_challenge, card_cryptogram, .. } => {
            let key = || AesKey::new(&bytes);
            let keys = scp03::KeySet { encryption: key()?, mac: key()?, data_encryption: key()? };
            let host =
                scp03::HostHandshake::new(&keys, *options, &HOST_CHALLENGE, card_challenge, card_cryptogram);
            let (command, session) = host.ok()?.external_authenticate(level).ok()?;
            Some((command, HostSession::Scp03(session)))
        }
    }
}

fn key(number: u8) -> [u8; 16] {
    KEYS.get(usize::from(number) % KEYS.len()).copied().unwrap_or_default()
}

fn aid(number: u8) -> Aid {
    NAMES.get(usize::from(number) % NAMES.len()).copied().unwrap_or(PACKAGE)
}

fn lv(value: &[u8]) -> Vec<u8> {
    [&[u8::try_from(value.len()).unwrap_or(0)], value].concat()
}

/// A command of five bytes of header, data if there is any, and Le 00.
fn command(class: u8, instruction: u8, p1: u8, p2: u8, data: &[u8]) -> Vec<u8> {
    let mut bytes = vec![class, instruction, p1, p2];
    if !data.is_empty() {
        bytes.extend(lv(data));
    }
    bytes.push(0);
    bytes
}

fn apply(edit: Edit, data: &mut Vec<u8>) {
    if data.is_empty() {
        data.push(edit.value);
        return;
    }
    let at = usize::from(edit.at) % data.len();
    match (edit.kind % 4, data.get_mut(at)) {
        (0, Some(byte)) => *byte = edit.value,
        (1, _) => data.insert(at, edit.value),
        (2, _) => drop(data.remove(at)),
        _ => data.truncate(at),
    }
}

/// INS, P1, P2 and data of a command of content management.
fn manage(template: Template, name: Aid, other: Aid, value: u8) -> ([u8; 3], Vec<u8>) {
    let (name, other) = (lv(name.as_bytes()), lv(other.as_bytes()));
    let install = |package: Vec<u8>, module: Aid, privileges: &[u8], parameters: &[u8]| {
        [package, lv(module.as_bytes()), name.clone(), lv(privileges), lv(parameters), vec![0]].concat()
    };
    let package = lv(PACKAGE.as_bytes());
    let domain_package = lv(cardamom_globalplatform::security_domain::PACKAGE_AID.as_bytes());
    let domain_module = cardamom_globalplatform::security_domain::MODULE_AID;
    let object = |tag: &[u8], content: &[u8]| [tag, &lv(content)].concat();
    let bare = |name: &[u8]| name.get(1..).unwrap_or(&[]).to_vec();
    match template {
        Template::Install => {
            let parameters = if value & 0x80 == 0 { vec![] } else { vec![0xC9, 0x01, value] };
            ([0xE6, 0x0C, 0x00], install(package, MODULE, &[value & 0x06], &parameters))
        }
        Template::InstallNotSelectable => ([0xE6, 0x04, 0x00], install(package, MODULE, &[0], &[])),
        Template::InstallDomain => {
            // Associated Management or none, with a protocol of its own or that of the domain above.
            let privileges = [0x80, value & 0x60, 0x00];
            let parameters: &[u8] = if value & 1 == 0 { &[] } else { &[0xC9, 0x04, 0x81, 0x02, 0x03, 0x70] };
            ([0xE6, 0x0C, 0x00], install(domain_package, domain_module, &privileges, parameters))
        }
        Template::InstallOfLoaded => ([0xE6, 0x0C, 0x00], install(other, LOADED_MODULE, &[0], &[])),
        Template::MakeSelectable => {
            ([0xE6, 0x08, 0x00], [vec![0, 0], name, vec![1, value & 0x04, 0, 0]].concat())
        }
        Template::Extradite => ([0xE6, 0x10, 0x00], [other, vec![0], name, vec![0, 0, 0]].concat()),
        Template::RegistryUpdate => {
            let privileges = if value == 0 { vec![0] } else { vec![1, value] };
            ([0xE6, 0x40, 0x00], [other, vec![0], name, privileges, vec![0, 0]].concat())
        }
        Template::Personalization => ([0xE6, 0x20, 0x00], [vec![0, 0], name, vec![0, 0, 0]].concat()),
        Template::InstallForLoad => ([0xE6, 0x02, 0x00], [name, other, vec![0, 0, 0]].concat()),
        Template::LoadBlock => {
            ([0xE8, value & 0x80, value & 0x03], vec![0xC4, 0x09, 0x05, 0xA0, 0, 0, 0, 0x99])
        }
        Template::Delete => ([0xE4, 0x00, 0x00], object(&[0x4F], &bare(&name))),
        Template::DeleteRelated => ([0xE4, 0x00, 0x80], object(&[0x4F], &bare(&name))),
        Template::DeleteKey => ([0xE4, 0x00, 0x00], vec![0xD2, 0x01, value]),
        Template::CardStatus => ([0xF0, 0x80, value], Vec::new()),
        Template::ApplicationStatus => ([0xF0, 0x40, value], bare(&name)),
        Template::DomainStatus => ([0xF0, 0x60, value], bare(&name)),
        Template::StoreData => {
            let number = vec![value; usize::from(value % 24)];
            ([0xE2, 0x90, 0x00], [object(&[0x42], &number), object(&[0x45], &[value; 3])].concat())
        }
        Template::StoreDataBlock => ([0xE2, value & 0x98, value & 0x03], vec![0x42, 0x02, value, value]),
        Template::Rename => ([0xE2, 0x90, 0x00], object(&[0x4F], &bare(&name))),
        Template::GetStatus => ([0xF2, value, 0x02], vec![0x4F, 0x00]),
        Template::GetData => ([0xCA, 0x00, value], Vec::new()),
    }
}
