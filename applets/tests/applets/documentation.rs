//! The byte sequences of `docs/epurse.md`, replayed.

use cardamom_apdu::Aid;
use cardamom_applets::{EPURSE_AID, PSAM_AID};
use cardamom_card_os::Card;

use crate::support::bytes;
use crate::support::entropy::ScriptedEntropy;
use crate::support::issue::{blank_card, try_install};

const PAGE: &str = include_str!("../../../docs/epurse.md");

struct DocumentedCard {
    card: Card,
    entropy: ScriptedEntropy,
}

impl DocumentedCard {
    fn new(module: Aid, parameters: &[u8]) -> Self {
        let entropy = ScriptedEntropy::new();
        let mut card = blank_card(Box::new(entropy.clone()));
        try_install(&mut card, module, parameters).unwrap();
        Self { card, entropy }
    }

    /// Sends a command and expects this response, whose challenge the card is made to draw.
    fn exchange(&mut self, command: &[u8], response: &[u8]) {
        let challenge = match (command[1], response.len() - 2) {
            (0x84, 4) => Some(0),
            (0x50, 16) => Some(8),
            (0x50, 15 | 19) => Some(11),
            _ => None,
        };
        if let Some(start) = challenge {
            self.entropy.push(response[start..start + 4].try_into().unwrap());
        }
        assert_eq!(self.card.transmit(command).unwrap(), response, "to {command:02X?}");
    }
}

#[test]
fn the_sequences_of_the_page_are_what_the_cards_do() {
    let (mut cards, mut language) = (Vec::new(), "");
    let (mut command, mut exchanges) = (Vec::new(), 0);
    for line in PAGE.lines() {
        match (line.split_at_checked(2), line.strip_prefix("```")) {
            (_, Some(after)) => language = after,
            _ if language == "parameters" => {
                cards = [EPURSE_AID, PSAM_AID].map(|module| DocumentedCard::new(module, &bytes(line))).into();
            }
            (Some(("> ", hex)), _) if !language.is_empty() => command = bytes(hex),
            (Some(("< ", hex)), _) if !language.is_empty() => {
                let card = match language {
                    "purse" => &mut cards[0],
                    "psam" => &mut cards[1],
                    other => panic!("a block of {other}"),
                };
                card.exchange(&command, &bytes(hex));
                exchanges += 1;
            }
            _ => {}
        }
    }
    assert!(exchanges > 50, "{exchanges} exchanges");
}
