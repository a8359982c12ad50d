//! What a security domain keeps in RAM for a logical channel: the session and what goes on in it.

use alloc::vec::Vec;

use cardamom_apdu::Aid;
use cardamom_kernel::LoadFile;
use cardamom_secure_channel::scp11::certificate;
use cardamom_secure_channel::session::CardSession;
use cardamom_secure_channel::{scp02, scp03};

use crate::load_file::LoadFileReader;
use crate::store_data::Blocks;

/// A session that is being opened.
#[derive(Clone, Debug)]
pub(super) enum Handshake {
    /// With the sequence counter that its session keys follow from.
    Scp02 { handshake: scp02::CardHandshake, keys: KeyReference, counter: u16 },
    Scp03 {
        handshake: scp03::CardHandshake,
        /// The security domain whose keys they are.
        holder: Aid,
    },
}

/// A key set: whose, and its version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct KeyReference {
    /// The security domain that holds it: this one, or one that it belongs to.
    pub(super) holder: Aid,
    pub(super) version: u8,
}

/// What PERFORM SECURITY OPERATION has verified of a host (Amendment F §7.5).
#[derive(Clone, Debug)]
pub(super) enum HostCertificates {
    /// Certificates of authorities, under this key; more are to come.
    Chain { authority: crate::key_set::KeyReference, chain: certificate::Chain },
    /// All of them: the host's key is known.
    Whole(certificate::Entity),
}

/// A load that is under way.
#[derive(Clone, Debug)]
pub(super) struct Load {
    pub(super) aid: Aid,
    pub(super) security_domain: Aid,
    pub(super) hash: Vec<u8>,
    pub(super) limit: Option<u32>,
    /// It is done with a token, and answered with a receipt.
    pub(super) is_delegated: bool,
    pub(super) next_block: u8,
    pub(super) reader: LoadFileReader,
    pub(super) file: Option<LoadFile>,
}

/// Commands of a chain by P1 (GPCS 2.3.1 §11.1.5.1), put together.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    pub(super) instruction: u8,
    pub(super) p1: u8,
    pub(super) p2: u8,
    pub(super) data: Vec<u8>,
}

/// A GET STATUS whose answer did not fit: its command, and where it goes on.
#[derive(Clone, Debug)]
pub(super) struct StatusRest {
    pub(super) p1: u8,
    pub(super) p2: u8,
    pub(super) data: Vec<u8>,
    pub(super) next: usize,
}

/// What a security domain keeps for a channel.
#[derive(Clone, Debug, Default)]
pub(super) struct ChannelSession {
    /// The security domain whose session it is.
    pub(super) domain: Option<Aid>,
    pub(super) handshake: Option<Handshake>,
    pub(super) session: Option<CardSession>,
    /// The session was opened by somebody that the card knows nothing of (SCP11b).
    pub(super) is_anonymous: bool,
    pub(super) host: Option<HostCertificates>,
    pub(super) load: Option<Load>,
    pub(super) personalizing: Option<Aid>,
    pub(super) blocks: Option<Blocks>,
    pub(super) chain: Option<Chain>,
    pub(super) status_rest: Option<StatusRest>,
}

impl ChannelSession {
    /// Whether there is a session with somebody that has proved who it is.
    pub(super) fn is_authenticated(&self) -> bool {
        self.session.as_ref().is_some_and(|session| !session.is_ended()) && !self.is_anonymous
    }

    /// Ends the session and all that went on in it; gives back the load that is to be abandoned.
    pub(super) fn end(&mut self) -> Option<Load> {
        let load = self.load.take();
        *self = Self::default();
        load
    }
}
