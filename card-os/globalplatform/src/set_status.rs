//! SET STATUS (GPCS 2.3.1 §11.10): the request. What it changes is in [`life_cycle`](crate::life_cycle).

use cardamom_apdu::{Aid, Command, StatusWord};
use cardamom_kernel::Reason;

use crate::life_cycle::CardLifeCycle;

/// Bits b8 b7 b6 of P1, which tell what changes (Table 11-86). The others are reserved.
const STATUS_TYPE: u8 = 0xE0;

/// What SET STATUS asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetStatus {
    /// P1 `80`: the card, that is the issuer security domain, to the state of P2. An AID in the data field is
    /// ignored (§11.10.2.3).
    Card(CardLifeCycle),
    /// P1 `40`: one application or supplementary security domain. The P2 is for
    /// [`ApplicationLifeCycle::set_status`](crate::life_cycle::ApplicationLifeCycle::set_status) and
    /// [`SecurityDomainLifeCycle::set_status`](crate::life_cycle::SecurityDomainLifeCycle::set_status).
    Application {
        /// Its AID.
        aid: Aid,
        /// P2.
        control: u8,
    },
    /// P1 `60`: a security domain and all applications that belong to it, locked (P2 b8 = 1) or unlocked.
    SecurityDomainAndApplications {
        /// Its AID.
        aid: Aid,
        /// P2.
        control: u8,
    },
}

impl SetStatus {
    /// Reads the request.
    ///
    /// # Errors
    /// [`SetStatusReason`]: 6A86 for P1, 6A80 for P2 or the AID.
    pub fn parse(command: &Command<'_>) -> Result<Self, SetStatusReason> {
        let aid = || Aid::new(command.data()).map_err(|_| SetStatusReason::Aid);
        let control = command.p2();
        match command.p1() & STATUS_TYPE {
            0x80 => CardLifeCycle::from_byte(control).map(Self::Card).ok_or(SetStatusReason::CardState),
            0x40 => Ok(Self::Application { aid: aid()?, control }),
            0x60 => Ok(Self::SecurityDomainAndApplications { aid: aid()?, control }),
            _ => Err(SetStatusReason::StatusType),
        }
    }
}

/// Why SET STATUS cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetStatusReason {
    /// The data field is not an AID. 6A80.
    Aid,
    /// P2 is no state of the card. 6A80.
    CardState,
    /// P1 tells nothing that has a state. 6A86.
    StatusType,
}

impl Reason for SetStatusReason {
    fn status_word(&self) -> StatusWord {
        match self {
            Self::Aid | Self::CardState => StatusWord::WRONG_DATA,
            Self::StatusType => StatusWord::INCORRECT_P1_P2,
        }
    }

    fn rule(&self) -> &'static str {
        match self {
            Self::Aid => {
                "the data field is the AID of an application or security domain (GPCS 2.3.1 11.10.2.3)"
            }
            Self::CardState => "P2 is no life-cycle state of the card (GPCS 2.3.1 11.10.2.2, Table 11-6)",
            Self::StatusType => "P1 is 80, 40 or 60 (GPCS 2.3.1 11.10.2.1, Table 11-86)",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AID: [u8; 7] = [0xA0, 0x00, 0x00, 0x00, 0x62, 0x03, 0x01];

    fn parse(p1: u8, p2: u8, data: &[u8]) -> Result<SetStatus, SetStatusReason> {
        SetStatus::parse(&Command::new(0x80, 0xF0, p1, p2).with_data(data))
    }

    #[test]
    fn what_clients_send() {
        // GlobalPlatformPro: lock-card, and lock and unlock an applet; scll: the card with its AID; gpshell3: 60.
        let aid = Aid::from_array(AID);
        assert_eq!(parse(0x80, 0x7F, &[]), Ok(SetStatus::Card(CardLifeCycle::CardLocked)));
        assert_eq!(parse(0x80, 0x0F, &AID), Ok(SetStatus::Card(CardLifeCycle::Secured)));
        assert_eq!(parse(0x40, 0x80, &AID), Ok(SetStatus::Application { aid, control: 0x80 }));
        assert_eq!(parse(0x40, 0x00, &AID), Ok(SetStatus::Application { aid, control: 0x00 }));
        let both = SetStatus::SecurityDomainAndApplications { aid, control: 0x83 };
        assert_eq!(parse(0x60, 0x83, &AID), Ok(both));
    }

    #[test]
    fn what_section_11_10_2_refuses() {
        assert_eq!(parse(0x80, 0x03, &[]), Err(SetStatusReason::CardState));
        assert_eq!(parse(0x40, 0x80, &[]), Err(SetStatusReason::Aid));
        assert_eq!(parse(0x40, 0x80, &[0xA0; 4]), Err(SetStatusReason::Aid));
        for p1 in [0x00, 0x20, 0xA0, 0xC0, 0xE0] {
            assert_eq!(parse(p1, 0x80, &AID), Err(SetStatusReason::StatusType));
        }
    }
}
