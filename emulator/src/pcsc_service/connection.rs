//! One client's connection: its context, its card handles, and the requests it makes, one after the other, in
//! a thread of its own.

use std::io::{self, IoSlice, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::Arc;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

use super::message::{Decoded, MAX_MESSAGE, MalformedMessage, Message, Request, decode};
use super::protocol::{Preferred, Protocol};
use super::refusal::{Refusal, return_code};
use super::reply::{FIXED_READER_PLACES, Reply, field};
use super::resource_manager::{ResourceManager, random_handle};
use super::served_reader::{Disposition, ServedReader};
use super::sharing::{CardHandle, ShareMode};
use super::waiting::{Signal, Waiter};
use crate::prompt_read::read_promptly;

/// The protocol version this service speaks, and the oldest minor version it still speaks.
const VERSION_MAJOR: u32 = 4;
const VERSION_MINOR: u32 = 6;
const OLDEST_VERSION_MINOR: u32 = 4;

/// Most card connections of one client, as pcscd has it.
const MAX_CARD_HANDLES: usize = 200;

/// Room for every message but those with a long command; it grows when one comes.
const USUAL_MESSAGE: usize = 1024;

/// Why a connection ends.
#[derive(Debug)]
enum Ending {
    /// The client closed it or the socket broke.
    Socket,
    /// The client sent what no client library sends.
    Malformed,
}

impl From<io::Error> for Ending {
    fn from(_: io::Error) -> Self {
        Self::Socket
    }
}

impl From<MalformedMessage> for Ending {
    fn from(_: MalformedMessage) -> Self {
        Self::Malformed
    }
}

/// The requests of one client up to now.
struct Client<'a> {
    manager: &'a ResourceManager,
    waiter: Arc<Waiter>,
    context: Option<u32>,
    cards: Vec<(CardHandle, Arc<ServedReader>)>,
    version_minor: u32,
    /// Between a request to wait and the array of states that a 4:6 client asks for next, no signal may come.
    is_fetching_states: bool,
    reply: Reply,
    /// What follows the reply's structure: a response APDU or the answer to a control code.
    payload: Vec<u8>,
    has_payload: bool,
}

/// Serves a client until it goes, then cleans up after it.
pub(super) fn serve(stream: &UnixStream, manager: &ResourceManager) {
    let mut client = Client::new(manager);
    // However the connection ends, the client is gone.
    let _ = client.run(stream);
    client.release();
    manager.waiting().leave(&client.waiter);
}

impl<'a> Client<'a> {
    fn new(manager: &'a ResourceManager) -> Self {
        Self {
            manager,
            waiter: manager.waiting().join(),
            context: None,
            cards: Vec::new(),
            version_minor: VERSION_MINOR,
            is_fetching_states: false,
            reply: Reply::default(),
            payload: Vec::new(),
            has_payload: false,
        }
    }

    fn run(&mut self, mut stream: &UnixStream) -> Result<(), Ending> {
        let mut input = vec![0; USUAL_MESSAGE];
        let mut filled = 0;
        loop {
            let bytes = input.get(..filled).unwrap_or_default();
            match decode(bytes)? {
                Decoded::Message(message) => {
                    let length = message.length;
                    self.handle(&message)?;
                    self.send(stream)?;
                    input.copy_within(length..filled, 0);
                    filled -= length;
                }
                Decoded::Incomplete { needed } => {
                    if needed > input.len() {
                        input.resize(MAX_MESSAGE, 0);
                    }
                    let room = input.get_mut(filled..).unwrap_or_default();
                    if filled > 0
                        && let Some(count) = read_promptly(stream, room)
                    {
                        filled += count;
                        continue;
                    }
                    self.wait_for_input(stream)?;
                    match stream.read(room) {
                        Ok(0) => return Err(Ending::Socket),
                        Ok(count) => filled += count,
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                        Err(error) => return Err(error.into()),
                    }
                }
            }
        }
    }

    /// While the client waits for a change, waits for its next request or for the change.
    fn wait_for_input(&mut self, stream: &UnixStream) -> Result<(), Ending> {
        while !self.is_fetching_states
            && let Some(bell) = self.waiter.bell()
        {
            let mut events = [PollFd::new(stream, PollFlags::IN), PollFd::new(bell, PollFlags::IN)];
            match poll(&mut events, None) {
                Err(error) if error != Errno::INTR => return Err(Ending::Socket),
                _ => {}
            }
            let [request, _] = events;
            if !request.revents().is_empty() {
                break;
            }
            if let Some(signal) = self.waiter.take_signal() {
                self.reply.clear();
                self.waiting_is_over(signal);
                self.send(stream)?;
            }
        }
        Ok(())
    }

    /// Sends reply and payload in one piece.
    fn send(&mut self, mut stream: &UnixStream) -> io::Result<()> {
        let reply = self.reply.bytes();
        let payload: &[u8] = if self.has_payload { &self.payload } else { &[] };
        let mut sent = 0;
        while sent < reply.len() + payload.len() {
            let pieces = [
                IoSlice::new(reply.get(sent..).unwrap_or_default()),
                IoSlice::new(payload.get(sent.saturating_sub(reply.len())..).unwrap_or_default()),
            ];
            match stream.write_vectored(&pieces) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => sent += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Does what the client asks for and prepares the reply.
    fn handle(&mut self, message: &Message<'_>) -> Result<(), Ending> {
        let Message { request, structure, .. } = message;
        self.has_payload = false;
        self.reply.echo(structure);
        match *request {
            Request::Version { major, minor } => self.version(major, minor),
            Request::EstablishContext { scope } => {
                let outcome = self.establish(scope);
                self.reply.set(field::ESTABLISH_CONTEXT, *outcome.as_ref().unwrap_or(&0));
                self.answer(field::ESTABLISH_CODE, &outcome);
            }
            Request::ReleaseContext { context } => {
                let outcome = self.check_context(context).map(|()| self.release());
                self.answer(field::RELEASE_CODE, &outcome);
            }
            Request::Connect { context, reader, share_mode, protocols } => {
                let outcome = self.connect(context, reader, share_mode, Preferred(protocols));
                let (card, protocol) = *outcome.as_ref().unwrap_or(&(CardHandle(0), None));
                self.reply.set(field::CONNECT_CARD, card.0);
                self.reply.set(field::CONNECT_PROTOCOL, protocol.map_or(0, Protocol::bit));
                self.answer(field::CONNECT_CODE, &outcome);
            }
            Request::Reconnect { card, share_mode, protocols, initialization } => {
                let (card, reader) = self.card(card)?;
                let outcome = Disposition::try_from(initialization).and_then(|initialization| {
                    let mode = ShareMode::try_from(share_mode)?;
                    reader.reconnect(card, mode, Preferred(protocols), initialization)
                });
                let protocol = outcome.ok().flatten().map_or(0, Protocol::bit);
                self.reply.set(field::RECONNECT_PROTOCOL, protocol);
                self.answer(field::RECONNECT_CODE, &outcome);
            }
            Request::Disconnect { card, disposition } => {
                let (card, reader) = self.card(card)?;
                let disposition = Disposition::try_from(disposition);
                let outcome = disposition
                    .and_then(|disposition| reader.disconnect(card, disposition, &self.own_cards()));
                if outcome.is_ok() {
                    self.cards.retain(|(other, _)| *other != card);
                }
                self.answer(field::DISCONNECT_CODE, &outcome);
            }
            Request::BeginTransaction { card } => {
                let (card, reader) = self.card(card)?;
                let outcome = reader.begin_transaction(card);
                self.answer(field::BEGIN_CODE, &outcome);
            }
            Request::EndTransaction { card, disposition } => {
                let (card, reader) = self.card(card)?;
                let disposition = Disposition::try_from(disposition);
                let outcome = disposition.and_then(|disposition| reader.end_transaction(card, disposition));
                self.answer(field::END_CODE, &outcome);
            }
            Request::Status { card } => {
                let (card, reader) = self.card(card)?;
                let outcome = reader.check(card);
                self.answer(field::STATUS_CODE, &outcome);
            }
            Request::Transmit { card, protocol, room, command } => {
                let (card, place) = self.position(card)?;
                let reader = self.cards.get(place).map(|(_, reader)| reader).ok_or(Ending::Malformed)?;
                let outcome = reader.transmit(card, Preferred(protocol), command, &mut self.payload);
                self.answer_payload(outcome, room, field::TRANSMIT_LENGTH, field::TRANSMIT_CODE);
            }
            Request::Control { card, code, room } => {
                let (card, reader) = self.card(card)?;
                let outcome = reader.control(card, code, &mut self.payload);
                self.answer_payload(outcome, room, field::CONTROL_LENGTH, field::CONTROL_CODE);
            }
            Request::GetAttribute { card, attribute, room } => {
                let (card, reader) = self.card(card)?;
                self.payload.clear();
                let outcome = reader.attribute(card, attribute, &mut self.payload);
                self.answer_attribute(outcome, room);
            }
            Request::SetAttribute { card } => {
                let (card, reader) = self.card(card)?;
                let outcome = reader.set_attribute(card);
                self.answer(field::ATTRIBUTE_CODE, &outcome);
            }
            Request::Cancel { context } => {
                let outcome = self.manager.cancel(context);
                self.answer(field::CANCEL_CODE, &outcome);
            }
            Request::GetReadersState => self.reader_states(Some(FIXED_READER_PLACES)),
            Request::WaitReaderStateChange => {
                self.waiter.register()?;
                self.is_fetching_states = self.version_minor >= 6;
                if !self.is_fetching_states {
                    self.reader_states(Some(FIXED_READER_PLACES));
                }
            }
            Request::StopWaiting => {
                if let Some(signal) = self.waiter.stop() {
                    self.waiting_is_over(signal);
                }
            }
            Request::GetReaderEvents => {
                self.reply.words(&[self.manager.readers().changes(), 0]);
            }
            Request::GetReadersStateSize => {
                let places = self.manager.places().len();
                self.reply.words(&[u32::try_from(places).unwrap_or(0)]);
            }
            Request::GetReadersStateArray => {
                self.reader_states(None);
                self.is_fetching_states = false;
            }
        }
        Ok(())
    }

    /// Agrees on the client's own minor version: clients before 2.4.1 look at nothing but the return code,
    /// later ones ask again with the version that a refusal names.
    fn version(&mut self, major: u32, minor: u32) {
        let is_known = major == VERSION_MAJOR && (OLDEST_VERSION_MINOR..=VERSION_MINOR).contains(&minor);
        self.version_minor = if is_known { minor } else { VERSION_MINOR };
        let outcome = if is_known { Ok(()) } else { Err(Refusal::ServiceStopped) };
        self.reply.set(field::VERSION_MAJOR, VERSION_MAJOR);
        self.reply.set(field::VERSION_MINOR, self.version_minor);
        self.answer(field::VERSION_CODE, &outcome);
    }

    fn answer<T>(&mut self, offset: usize, outcome: &Result<T, Refusal>) {
        self.reply.set(offset, return_code(outcome));
    }

    /// Answers with the payload and its length, or with the length alone if the client has no room for it.
    fn answer_payload(&mut self, outcome: Result<(), Refusal>, room: u32, length_at: usize, code_at: usize) {
        let length = match outcome {
            Ok(()) => u32::try_from(self.payload.len()).unwrap_or(u32::MAX),
            Err(_) => 0,
        };
        let outcome = if length > room { Err(Refusal::InsufficientBuffer) } else { outcome };
        self.has_payload = outcome.is_ok();
        self.reply.set(length_at, length);
        self.answer(code_at, &outcome);
    }

    fn answer_attribute(&mut self, outcome: Result<(), Refusal>, room: u32) {
        let length = u32::try_from(self.payload.len()).unwrap_or(u32::MAX);
        let outcome = outcome.and(if length > room { Err(Refusal::InsufficientBuffer) } else { Ok(()) });
        if outcome.is_ok() {
            self.reply.set_bytes(field::ATTRIBUTE_VALUE, &self.payload);
        }
        if matches!(outcome, Ok(()) | Err(Refusal::InsufficientBuffer)) {
            self.reply.set(field::ATTRIBUTE_LENGTH, length);
        }
        self.answer(field::ATTRIBUTE_CODE, &outcome);
    }

    fn waiting_is_over(&mut self, signal: Signal) {
        self.has_payload = false;
        self.is_fetching_states = false;
        self.reply.words(&[0, return_code(&signal)]);
    }

    /// The states of all readers, or of exactly so many places.
    fn reader_states(&mut self, places: Option<usize>) {
        let readers = self.manager.places();
        for reader in readers.iter().take(places.unwrap_or(readers.len())) {
            self.reply.reader_state(reader.as_deref());
        }
    }

    fn establish(&mut self, scope: u32) -> Result<u32, Refusal> {
        if scope > 3 {
            return Err(Refusal::InvalidValue);
        }
        self.release();
        let context = self.manager.establish(&self.waiter)?;
        self.context = Some(context);
        Ok(context)
    }

    fn check_context(&self, context: u32) -> Result<(), Refusal> {
        match self.context {
            None => Err(Refusal::InvalidHandle),
            Some(own) if own != context => Err(Refusal::InvalidValue),
            Some(_) => Ok(()),
        }
    }

    /// Ends the context and all card connections.
    fn release(&mut self) {
        for (card, reader) in self.cards.drain(..) {
            reader.abandon(card);
        }
        if let Some(context) = self.context.take() {
            self.manager.release(context);
        }
    }

    fn connect(
        &mut self,
        context: u32,
        reader: &[u8],
        share_mode: u32,
        protocols: Preferred,
    ) -> Result<(CardHandle, Option<Protocol>), Refusal> {
        self.check_context(context)?;
        if self.cards.len() >= MAX_CARD_HANDLES {
            return Err(Refusal::TooManyHandles);
        }
        let mode = ShareMode::try_from(share_mode)?;
        let reader = self.manager.find(reader)?;
        let card = CardHandle(random_handle()?);
        let protocol = reader.connect(card, mode, protocols, &self.own_cards())?;
        self.cards.push((card, reader));
        Ok((card, protocol))
    }

    fn own_cards(&self) -> Vec<CardHandle> {
        self.cards.iter().map(|(card, _)| *card).collect()
    }

    /// A card connection of this client. No client library asks for another's.
    fn card(&self, card: u32) -> Result<(CardHandle, Arc<ServedReader>), Ending> {
        let (card, place) = self.position(card)?;
        let (_, reader) = self.cards.get(place).ok_or(Ending::Malformed)?;
        Ok((card, Arc::clone(reader)))
    }

    fn position(&self, card: u32) -> Result<(CardHandle, usize), Ending> {
        let card = CardHandle(card);
        let place = self.cards.iter().position(|(own, _)| *own == card).ok_or(Ending::Malformed)?;
        Ok((card, place))
    }
}
