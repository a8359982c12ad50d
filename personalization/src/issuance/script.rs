//! Commands of the issuer's desk as a script.

use std::fmt::Write as _;

use cardamom_apdu::hex::Hex;

use crate::globalplatform::card_channel::{CardChannel, OpenedSession, TransmissionError};
use crate::globalplatform::key_hierarchy::TEST_KEY_NAME;

// Instruction bytes (GPCS 2.3.1 Table 11-1).
const SELECT: u8 = 0xA4;
const GET_DATA: u8 = 0xCA;
const GET_STATUS: u8 = 0xF2;

/// A channel that writes down what changes the card, in the language of scripts (`docs/scripts.md`): commands as they
/// were before they were protected, so that the script runs against any card with these keys. `scp03 keys=NAME` calls
/// keys by their name, with `-` for what is neither letter nor digit: the one who runs the script tells what they are.
///
/// What only looks at the card is left out. Keys that are put in a session of SCP02 are encrypted for that session
/// alone, and a script with them serves no other. In SCP03 they are encrypted under the card's data encryption key: who
/// knows the keys that the card was delivered with can read them, and what is stored stands as it is. A script is as
/// secret as the card's keys.
pub struct ScriptRecorder<'a> {
    channel: &'a mut dyn CardChannel,
    script: String,
    /// SELECT waits until something is done with what it selected.
    selected: Option<Vec<u8>>,
    opened: Option<String>,
}

impl<'a> ScriptRecorder<'a> {
    /// Records what passes through this channel; `title` becomes the first line, a comment.
    pub fn new(channel: &'a mut dyn CardChannel, title: &str) -> Self {
        let title = title.replace(char::is_control, " ");
        Self { channel, script: format!("# {title}\n"), selected: None, opened: None }
    }

    /// The script.
    #[must_use]
    pub fn into_script(self) -> String {
        self.script
    }

    fn line(&mut self, line: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.script, "{line}");
    }
}

impl CardChannel for ScriptRecorder<'_> {
    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, TransmissionError> {
        if let [_, SELECT, 0x04, ..] = command {
            self.selected = Some(command.to_vec());
            self.opened = None;
        }
        self.channel.transmit(command)
    }

    fn opened(&mut self, session: &OpenedSession) {
        let OpenedSession { protocol, key_version, level, keys } = session;
        let keys = match keys.as_str() {
            TEST_KEY_NAME => "test".to_owned(),
            name => name.replace(|letter: char| !letter.is_alphanumeric(), "-"),
        };
        self.opened = Some(format!(
            "scp{protocol:02} keys={keys} version={key_version:02X} level={:02X}",
            level.to_byte()
        ));
        self.channel.opened(session);
    }

    fn protecting(&mut self, command: &[u8]) {
        if !matches!(command.get(1), None | Some(&GET_DATA | &GET_STATUS)) {
            if let Some(select) = self.selected.take() {
                self.line("");
                self.line(&format!("{} (9000)", Hex(&select)));
            }
            if let Some(opened) = self.opened.take() {
                self.line(&opened);
            }
            self.line(&format!("secure {} (9000)", Hex(command)));
        }
        self.channel.protecting(command);
    }

    fn refusal(&mut self) -> Option<String> {
        self.channel.refusal()
    }
}

impl std::fmt::Debug for ScriptRecorder<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What is stored may be secret.
        f.debug_struct("ScriptRecorder").field("length", &self.script.len()).finish_non_exhaustive()
    }
}
