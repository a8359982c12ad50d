//! BEGIN R-MAC SESSION and END R-MAC SESSION of SCP02 (GPCS 2.3.1 §E.5.3, §E.5.4).
//!
//! | Command | INS | P1 | P2 | Data |
//! |---|---|---|---|---|
//! | BEGIN | `7A` | `10`: each response has an R-MAC; `00`: only END tells one | `00` (scll) or `01` (kaoh/globalplatform) | length and up to 24 bytes, which the R-MAC is made over, too |
//! | END | `78` | `00` | `01`: the R-MAC; `03`: the same, and no more of them | none |

use cardamom_apdu::Command;
use cardamom_kernel::Error;
use cardamom_secure_channel::SecurityLevel;

use super::initiation::channel_refusal;
use super::state::ChannelSession;
use super::{Answer, SecurityDomain};
use crate::reason::GlobalPlatformReason;

const BEGIN: u8 = 0x7A;
/// Longest data of BEGIN R-MAC SESSION in bytes, after its length.
const MAXIMUM_DATA: usize = 24;

impl SecurityDomain {
    pub(super) fn response_mac_session(
        &self,
        state: &mut ChannelSession,
        command: &Command<'_>,
    ) -> Result<Answer, Error> {
        let session = state.session.as_mut().ok_or(GlobalPlatformReason::NotAuthenticated)?;
        let (p1, p2) = (command.p1(), command.p2());
        if command.instruction() == BEGIN {
            let level = match (p1, p2) {
                (0x10, 0x00 | 0x01) => SecurityLevel::R_MAC,
                (0x00, 0x00 | 0x01) => SecurityLevel::NONE,
                _ => return Err(GlobalPlatformReason::Parameters.into()),
            };
            match command.data().split_first() {
                Some((length, data)) if usize::from(*length) == data.len() && data.len() <= MAXIMUM_DATA => {}
                _ => return Err(GlobalPlatformReason::DataField.into()),
            }
            session.begin_r_mac_session(level).map_err(channel_refusal)?;
            return Ok(Answer::default());
        }
        let ends = match (p1, p2, command.data()) {
            (0x00, 0x01, []) => false,
            (0x00, 0x03, []) => true,
            (0x00, 0x01 | 0x03, _) => return Err(GlobalPlatformReason::WrongLength.into()),
            _ => return Err(GlobalPlatformReason::Parameters.into()),
        };
        let r_mac = session.end_r_mac_session(ends).map_err(channel_refusal)?;
        Ok(Answer::of(r_mac.to_vec()))
    }
}
