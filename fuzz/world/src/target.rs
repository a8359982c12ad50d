//! The targets by name, for whoever drives them.

use std::fmt;
use std::str::FromStr;

use crate::apdu_purse::{self, PurseScript};
use crate::card_image::{self, ImageScript};
use crate::finding::{Finding, Oracle, ensure};
use crate::globalplatform::{self, DomainScript};
use crate::typed::{self, Typed};
use crate::{apdu_raw, certificate, dictionary, script, seeds, tlv};

/// Something that can be fuzzed: takes bytes, has oracles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A personalized purse.
    ApduPurse,
    /// A stream of bytes against the kernel.
    ApduRaw,
    /// A card image.
    CardImage,
    /// Certificates and messages of SCP11.
    Certificate,
    /// A card with security domains.
    GlobalPlatform,
    /// A script text.
    Script,
    /// BER-TLV data.
    Tlv,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::ApduPurse,
        Self::ApduRaw,
        Self::CardImage,
        Self::Certificate,
        Self::GlobalPlatform,
        Self::Script,
        Self::Tlv,
    ];

    /// The name, as of its binary and its folders.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ApduPurse => "apdu_purse",
            Self::ApduRaw => "apdu_raw",
            Self::CardImage => "card_image",
            Self::Certificate => "certificate",
            Self::GlobalPlatform => "globalplatform",
            Self::Script => "script",
            Self::Tlv => "tlv",
        }
    }

    /// Runs an input and gives the hash of its trace.
    ///
    /// # Errors
    /// The oracle that was violated, and how. A panic is a finding as well.
    pub fn check(self, bytes: &[u8]) -> Result<u64, Finding> {
        match self {
            Self::ApduPurse => {
                PurseScript::from_bytes(bytes).map_or(Ok(0), |script| apdu_purse::check(&script))
            }
            Self::ApduRaw => apdu_raw::check(bytes),
            Self::CardImage => {
                ImageScript::from_bytes(bytes).map_or(Ok(0), |script| card_image::check(&script))
            }
            Self::GlobalPlatform => {
                DomainScript::from_bytes(bytes).map_or(Ok(0), |script| globalplatform::check(&script))
            }
            Self::Certificate => certificate::check(bytes),
            Self::Script => script::check(bytes),
            Self::Tlv => tlv::check(bytes),
        }
    }

    /// Runs an input twice, which must make no difference.
    ///
    /// # Errors
    /// As [`Target::check`], and against [`Oracle::Deterministic`].
    pub fn check_twice(self, bytes: &[u8]) -> Result<u64, Finding> {
        let (first, second) = (self.check(bytes)?, self.check(bytes)?);
        ensure(first == second, Oracle::Deterministic, || "the second run was another one".to_owned())?;
        Ok(first)
    }

    /// Changes an input a little, within `limit` bytes; nothing where bytes are good enough as they are, and the
    /// fuzzer's own mutations serve.
    #[must_use]
    pub fn mutate(self, bytes: &[u8], limit: usize, seed: u64) -> Option<Vec<u8>> {
        match self {
            Self::ApduPurse => Some(typed::mutate::<PurseScript>(bytes, limit, seed)),
            Self::CardImage => Some(typed::mutate::<ImageScript>(bytes, limit, seed)),
            Self::GlobalPlatform => Some(typed::mutate::<DomainScript>(bytes, limit, seed)),
            Self::ApduRaw | Self::Certificate | Self::Script | Self::Tlv => None,
        }
    }

    /// Puts a piece of one input into another, within `limit` bytes; nothing as in [`Target::mutate`].
    #[must_use]
    pub fn cross_over(self, first: &[u8], second: &[u8], limit: usize, seed: u64) -> Option<Vec<u8>> {
        match self {
            Self::ApduPurse => Some(typed::cross_over::<PurseScript>(first, second, limit, seed)),
            Self::CardImage => Some(typed::cross_over::<ImageScript>(first, second, limit, seed)),
            Self::GlobalPlatform => Some(typed::cross_over::<DomainScript>(first, second, limit, seed)),
            Self::ApduRaw | Self::Certificate | Self::Script | Self::Tlv => None,
        }
    }

    /// The seeds that are made by the code: names of their files in `fuzz/corpus`, and contents. Other targets whose
    /// inputs are bytes have theirs in the files alone.
    #[must_use]
    pub fn seeds(self) -> Vec<(&'static str, Vec<u8>)> {
        match self {
            Self::ApduPurse => seeds::purse(),
            Self::CardImage => seeds::images(),
            Self::GlobalPlatform => seeds::domains(),
            Self::Certificate => certificate::seeds(),
            Self::ApduRaw | Self::Script | Self::Tlv => Vec::new(),
        }
    }

    /// The libFuzzer dictionary of a target whose inputs are bytes.
    #[must_use]
    pub fn dictionary(self) -> Option<String> {
        match self {
            Self::ApduPurse | Self::CardImage | Self::Certificate | Self::GlobalPlatform => None,
            Self::ApduRaw => Some(dictionary::apdu_raw()),
            Self::Script => Some(dictionary::script()),
            Self::Tlv => Some(dictionary::tlv()),
        }
    }

    /// The input in words.
    #[must_use]
    pub fn describe(self, bytes: &[u8]) -> String {
        match self {
            Self::ApduPurse => format!("{:#?}", PurseScript::from_bytes(bytes)),
            Self::CardImage => format!("{:#?}", ImageScript::from_bytes(bytes)),
            Self::GlobalPlatform => format!("{:#?}", DomainScript::from_bytes(bytes)),
            Self::Script => String::from_utf8_lossy(bytes).into_owned(),
            Self::ApduRaw | Self::Certificate | Self::Tlv => cardamom_apdu::hex::Hex(bytes).to_string(),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Target {
    type Err = UnknownTarget;

    fn from_str(name: &str) -> Result<Self, UnknownTarget> {
        Self::ALL.into_iter().find(|target| target.name() == name).ok_or(UnknownTarget)
    }
}

/// There is no target of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownTarget;

impl fmt::Display for UnknownTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a target is one of")?;
        Target::ALL.into_iter().try_for_each(|target| write!(f, " {target}"))
    }
}

impl std::error::Error for UnknownTarget {}
