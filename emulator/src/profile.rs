//! What a new card is made with: answer to reset, sizes of its memories, applets.
//!
//! A profile is a TOML file. Everything but the name may be left out:
//!
//! ```toml
//! name = "access"
//! description = "An access badge"
//! protocol = "T=1"                        # or "T=0"
//! historical-bytes = "80 73 C0 01 C0"     # of the answer to reset; or, to have all of it in hand:
//! # atr = "3B 80 81 31 FE 45 8A"
//!
//! [issuer]                                # the issuer security domain
//! aid = "A0 00 00 01 51 00 00 00"
//! life-cycle = "OP_READY"                 # of the card
//! protocols = ["SCP03 i=70", "SCP02 i=55"]
//! tries = 10                              # failed authentications in a row
//! identification-number = "42 12 34 56"   # GET DATA 42, and others:
//! card-image-number = "01 02 03 04"       # 45
//! diversification-data = "CA 0D 00 00 12 34 56 78 00 00"  # CF, 10 bytes; without, one that few cards share
//! # production-data = ".."                # 9F7F, 42 bytes; likewise
//!
//! [[issuer.key-set]]                      # without any: test keys, AES of version FF and DES of version 20
//! version = 0xFF                          # FF: they go when the first others come
//! type = "AES"                            # or "DES"
//! keys = "40 41 42 43 44 45 46 47 48 49 4A 4B 4C 4D 4E 4F"  # each of the three, or a list of three
//!
//! [[issuer.key]]                          # one key of any type (GPCS 2.3.1 Table 11-16)
//! version = 0x70
//! identifier = 0x01
//! type = 0xB0
//! value = ".."
//!
//! [memory]                                # bytes, but for `objects`
//! nvm = 65_536
//! journal = 8_192
//! objects = 512
//! transient-reset = 2_048
//! transient-deselect = 2_048
//!
//! [[applet]]                              # installed by the issuer security domain
//! package = "A0 00 00 01 02"
//! module = "A0 00 00 01 02 01"
//! instance = "A0 00 00 01 02 01"
//! default-selected = true
//! parameters = "C9 00"
//! ```

mod file;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use cardamom_apdu::Aid;
use cardamom_apdu::atr::{Atr, AtrBuilder, AtrError, InterfaceBytes, Protocol as AtrProtocol};
use cardamom_card_os::globalplatform::IssuerSecurityDomain;
use cardamom_card_os::globalplatform::life_cycle::CardLifeCycle;
use cardamom_card_os::{BootError, Card, Configuration, ContentError, Entropy, Protocol, Rom};
use cardamom_personalization::globalplatform::install::InstallParameters;
use cardamom_personalization::globalplatform::key_hierarchy::{KeyHierarchy, MasterKeys};
use cardamom_personalization::globalplatform::life_cycle;
use cardamom_personalization::globalplatform::privileges::Privileges;
use cardamom_personalization::issuance::{AppletOrder, IssuanceError, IssuanceProfile, IssueOptions, issue};
use cardamom_secure_channel::diversification::Diversification;
use thiserror::Error;

/// The profile of a card for which none is asked.
pub const DEFAULT_PROFILE: &str = "purse";

/// The built-in profiles: name and TOML text.
const BUILT_IN: [(&str, &str); 4] = [
    ("purse", include_str!("profile/purse.toml")),
    ("psam", include_str!("profile/psam.toml")),
    ("blank", include_str!("profile/blank.toml")),
    ("scp11", include_str!("profile/scp11.toml")),
];

/// Historical bytes where the profile says none (ISO/IEC 7816-4 §12.1.1): category indicator 80; card
/// capabilities (73): selection by full and partial DF name, data unit of one byte, command chaining, extended
/// length, logical channels numbered by the card or the terminal, 8 or more of them; pre-issuing data (68): the
/// maker's name.
const HISTORICAL_BYTES: [u8; 14] =
    [0x80, 0x73, 0xC0, 0x01, 0xDF, 0x68, b'C', b'a', b'r', b'd', b'a', b'm', b'o', b'm'];

/// What a new card is made with.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// What it is for, in a line.
    pub description: String,
    /// Answer to reset, protocol and memories.
    pub configuration: Configuration,
    /// The issuer security domain.
    pub issuer: IssuerSecurityDomain,
    /// What is installed on the new card, in this order.
    pub applets: Vec<ProfileApplet>,
}

/// An applet that a profile installs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileApplet {
    /// The package, which the card software must have.
    pub package: Aid,
    /// The applet in it.
    pub module: Aid,
    /// What the instance is called.
    pub instance: Aid,
    /// Selected by itself after a reset.
    pub default_selected: bool,
    /// Install parameters.
    pub parameters: Vec<u8>,
}

/// Why there is no such profile, or no card can be made with it.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ProfileError {
    /// The answer to reset is none.
    #[error("{name}: the answer to reset: {source}")]
    Atr {
        /// The profile or its file.
        name: String,
        /// What is wrong.
        source: AtrError,
    },
    /// The answer to reset offers another protocol than the one that the card speaks.
    #[error("{name}: the answer to reset does not offer {protocol}, which the card is to speak")]
    AtrProtocol {
        /// The profile or its file.
        name: String,
        /// `T=0` or `T=1`.
        protocol: &'static str,
    },
    /// The memories do not fit together.
    #[error("{name}: {source}")]
    Boot {
        /// The profile.
        name: String,
        /// What is wrong.
        source: BootError,
    },
    /// An applet was not installed.
    #[error("{name}: {source}")]
    Issuance {
        /// The profile.
        name: String,
        /// What is wrong.
        source: IssuanceError,
    },
    /// The issuer security domain was not installed.
    #[error("{name}: {source}")]
    Content {
        /// The profile.
        name: String,
        /// What is wrong.
        source: ContentError,
    },
    /// The file cannot be read.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The text is no profile. The message shows the place.
    #[error("{name}: {message}")]
    Syntax {
        /// The profile or its file.
        name: String,
        /// What is wrong, over several lines.
        message: String,
    },
    /// There is no built-in profile of this name.
    #[error("there is no profile {0}; the profiles are {known}, and files that end in .toml", known = known())]
    Unknown(String),
}

fn known() -> String {
    BUILT_IN.map(|(name, _)| name).join(", ")
}

impl Profile {
    /// The built-in profiles.
    ///
    /// # Errors
    /// Never, as the tests see to.
    pub fn built_in() -> Result<Vec<Self>, ProfileError> {
        BUILT_IN.iter().map(|(name, text)| Self::parse(name, text)).collect()
    }

    /// The profile that the user means: a built-in one, or a file when the text has a `/` or ends in `.toml`.
    ///
    /// # Errors
    /// [`ProfileError`]
    pub fn load(name_or_path: &str) -> Result<Self, ProfileError> {
        let path = Path::new(name_or_path);
        if name_or_path.contains('/') || path.extension().is_some_and(|extension| extension == "toml") {
            let text = fs::read_to_string(path)
                .map_err(|source| ProfileError::Io { path: path.to_owned(), source })?;
            return Self::parse(name_or_path, &text);
        }
        let (name, text) = BUILT_IN
            .iter()
            .find(|(name, _)| *name == name_or_path)
            .ok_or_else(|| ProfileError::Unknown(name_or_path.to_owned()))?;
        Self::parse(name, text)
    }

    /// Reads a profile; `origin` is what messages call it.
    ///
    /// # Errors
    /// [`ProfileError::Syntax`] with the place, [`ProfileError::Atr`].
    pub fn parse(origin: &str, text: &str) -> Result<Self, ProfileError> {
        file::parse(origin, text)
    }

    /// Makes a card of this profile, switched off. All that comes after the issuer security domain is brought to the
    /// card as to any other: in a session, with the keys of the issuer security domain.
    ///
    /// # Errors
    /// [`ProfileError::Boot`], [`ProfileError::Content`], [`ProfileError::Issuance`].
    pub fn make_card(&self, rom: Rom, mut entropy: Box<dyn Entropy>) -> Result<Card, ProfileError> {
        let name = || self.name.clone();
        let (mut serial_number, mut host_challenge) = ([0; 4], [0; 16]);
        entropy.fill(&mut serial_number);
        entropy.fill(&mut host_challenge);
        let mut card = Card::new(&self.configuration, rom, entropy)
            .map_err(|source| ProfileError::Boot { name: name(), source })?;
        // With applications to come the card begins its life as every card does.
        let issuer = match self.applets.as_slice() {
            [] => self.issuer.clone(),
            _ => IssuerSecurityDomain { life_cycle: CardLifeCycle::OpReady, ..self.issuer.clone() },
        };
        issuer
            .install(&mut card, serial_number)
            .map_err(|source| ProfileError::Content { name: name(), source })?;
        if !self.applets.is_empty() {
            issue_in_process(&mut card, &self.issuance(), host_challenge)
                .map_err(|source| ProfileError::Issuance { name: name(), source })?;
        }
        Ok(card)
    }

    /// What is brought to the card once it has an issuer security domain.
    fn issuance(&self) -> IssuanceProfile {
        let keys = &self.issuer.keys;
        let of = |version, identifier| {
            keys.iter().find(move |key| (key.version, key.identifier) == (version, identifier))
        };
        let set = keys.iter().find_map(|key| {
            let set = [of(key.version, 1)?, of(key.version, 2)?, of(key.version, 3)?];
            Some((key.version, set.map(|key| key.value.as_slice())))
        });
        let master = set.map(|(_, keys)| MasterKeys::three(None, Diversification::None, keys));
        let keys = KeyHierarchy::new(&self.name, master.into_iter().collect());
        IssuanceProfile {
            delivered_version: set.map(|(version, _)| version),
            life_cycle: life_cycle::CardLifeCycle::from_byte(self.issuer.life_cycle.to_byte()),
            applets: self.applets.iter().map(ProfileApplet::order).collect(),
            ..IssuanceProfile::new(&self.name, keys)
        }
    }
}

impl ProfileApplet {
    fn order(&self) -> AppletOrder {
        AppletOrder {
            privileges: if self.default_selected { Privileges::CARD_RESET } else { Privileges::NONE },
            parameters: InstallParameters::of(&self.parameters),
            ..AppletOrder::new(self.package, self.module, self.instance)
        }
    }
}

/// Issues a card that is switched off, and leaves it so.
fn issue_in_process(
    card: &mut Card,
    profile: &IssuanceProfile,
    mut challenge: [u8; 16],
) -> Result<(), IssuanceError> {
    // A card that does not start tells so at the first command.
    let _ = card.power_on();
    let mut channel = |command: &[u8]| card.transmit(command).map(<[u8]>::to_vec);
    let mut next_challenge = || {
        let number = u128::from_be_bytes(challenge).wrapping_add(1);
        challenge = number.to_be_bytes();
        challenge
    };
    let options = IssueOptions { allow_test_keys: true };
    let outcome = issue(&mut channel, profile, options, &mut next_challenge, &mut ());
    card.power_off();
    outcome
}

/// The answer to reset of a card that speaks this protocol, with usual parameters: T=1 with 254-byte blocks,
/// CWI 5, BWI 4 (ISO/IEC 7816-3 §11.4).
fn usual_atr(protocol: Protocol, historical_bytes: &[u8]) -> Result<Atr, AtrError> {
    let none = InterfaceBytes::default();
    let builder = AtrBuilder::new().historical_bytes(historical_bytes);
    match protocol {
        Protocol::T0 => builder.build(),
        Protocol::T1 => builder
            .protocol(AtrProtocol::T1, none)
            .protocol(AtrProtocol::T1, InterfaceBytes { ta: Some(0xFE), tb: Some(0x45), tc: None })
            .build(),
    }
}

#[cfg(test)]
mod tests {
    use cardamom_card_os::SeededEntropy;

    use super::*;

    #[test]
    fn built_in_profiles_are_sound() {
        let profiles = Profile::built_in().unwrap();
        assert!(profiles.iter().any(|profile| profile.name == DEFAULT_PROFILE));
        for (profile, (name, _)) in profiles.iter().zip(BUILT_IN) {
            assert_eq!(profile.name, name);
            profile.make_card(cardamom_applets::rom(), Box::new(SeededEntropy::new(1))).unwrap();
        }
    }

    #[test]
    fn the_usual_answer_to_reset_offers_what_the_card_speaks() {
        let atr = usual_atr(Protocol::T1, &HISTORICAL_BYTES).unwrap();
        assert_eq!(atr.to_string(), "3B8E8131FE458073C001DF6843617264616D6F6D3A");
        assert_eq!(atr.protocols().collect::<Vec<_>>(), [AtrProtocol::T1]);
        assert!(atr.historical().card_capabilities().unwrap().extended_length());
        let atr = usual_atr(Protocol::T0, &[]).unwrap();
        assert_eq!(atr.protocols().collect::<Vec<_>>(), [AtrProtocol::T0]);
    }

    #[test]
    fn a_wrong_profile_is_shown_where_it_is_wrong() {
        let error = |text: &str| Profile::parse("x.toml", text).unwrap_err().to_string();
        assert!(error("name = \"x\"\ncolour = 1\n").contains("colour"));
        assert!(error("name = \"x\"\ncolour = 1\n").contains("2 |"), "{}", error("colour = 1"));
        let aid = error("name=\"x\"\n[[applet]]\npackage='A0'\nmodule='A000000001'\ninstance='A000000001'\n");
        assert!(aid.contains("3 | package='A0'"), "{aid}");
        assert!(error("name=\"x\"\natr = '3B00'\nhistorical-bytes='00'").contains("either"));
        assert!(error("name=\"x\"\natr = '3B00'\n").contains("does not offer T=1"));
    }

    #[test]
    fn a_key_that_would_open_nothing_makes_no_card() {
        let text = "name='x'\n[[issuer.key-set]]\nversion=0x30\ntype='DES'\nkeys='404142434445464748494A4B4C4D4E4F4041424344454647'\n";
        let profile = Profile::parse("x.toml", text).unwrap();
        let made = profile.make_card(cardamom_applets::rom(), Box::new(SeededEntropy::new(1)));
        let error = made.unwrap_err().to_string();
        assert!(error.contains("this key type is not supported, or has not this length"), "{error}");
    }

    #[test]
    fn an_unknown_profile_names_the_known_ones() {
        let message = Profile::load("wallet").unwrap_err().to_string();
        assert!(message.contains("purse, psam, blank, scp11"), "{message}");
    }

    #[test]
    fn a_profile_for_missing_software_makes_no_card() {
        let text = "name='x'\n[[applet]]\npackage='A000000001'\nmodule='A000000001'\ninstance='A000000001'\n";
        let profile = Profile::parse("x.toml", text).unwrap();
        let made = profile.make_card(cardamom_applets::rom(), Box::new(SeededEntropy::new(1)));
        let error = made.unwrap_err().to_string();
        assert!(error.starts_with("x: install application A000000001: "), "{error}");
        assert!(error.contains("6A88"), "{error}");
    }
}
