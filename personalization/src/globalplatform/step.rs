//! The commands of the issuer's desk, for messages.

use std::fmt;

/// A command, as messages call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// DELETE of an application or executable load file.
    Delete,
    /// DELETE of keys.
    DeleteKey,
    /// EXTERNAL AUTHENTICATE.
    ExternalAuthenticate,
    /// GET DATA of the object with this tag.
    GetData(u16),
    /// GET STATUS.
    GetStatus,
    /// INITIALIZE UPDATE.
    InitializeUpdate,
    /// INSTALL [for extradition].
    InstallForExtradition,
    /// INSTALL [for install], with or without [for make selectable].
    InstallForInstall,
    /// INSTALL [for load].
    InstallForLoad,
    /// INSTALL [for make selectable].
    InstallForMakeSelectable,
    /// INSTALL [for personalization].
    InstallForPersonalization,
    /// INSTALL [for registry update].
    InstallForRegistryUpdate,
    /// MUTUAL AUTHENTICATE or INTERNAL AUTHENTICATE of SCP11.
    KeyAgreement,
    /// LOAD of the block with this number, from 0.
    Load(u32),
    /// Another command, with this instruction byte.
    Other(u8),
    /// PERFORM SECURITY OPERATION of SCP11, with a certificate of the host.
    PerformSecurityOperation,
    /// PUT KEY.
    PutKey,
    /// SELECT.
    Select,
    /// SET STATUS.
    SetStatus,
    /// STORE DATA of the block with this number, from 0.
    StoreData(u32),
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Delete => "DELETE",
            Self::DeleteKey => "DELETE [key]",
            Self::ExternalAuthenticate => "EXTERNAL AUTHENTICATE",
            Self::GetData(tag) => return write!(f, "GET DATA {tag:04X}"),
            Self::GetStatus => "GET STATUS",
            Self::InitializeUpdate => "INITIALIZE UPDATE",
            Self::InstallForExtradition => "INSTALL [for extradition]",
            Self::InstallForInstall => "INSTALL [for install]",
            Self::InstallForLoad => "INSTALL [for load]",
            Self::InstallForMakeSelectable => "INSTALL [for make selectable]",
            Self::InstallForPersonalization => "INSTALL [for personalization]",
            Self::InstallForRegistryUpdate => "INSTALL [for registry update]",
            Self::KeyAgreement => "MUTUAL AUTHENTICATE (SCP11)",
            Self::Load(block) => return write!(f, "LOAD of block {block}"),
            Self::Other(instruction) => return write!(f, "command {instruction:02X}"),
            Self::PerformSecurityOperation => "PERFORM SECURITY OPERATION",
            Self::PutKey => "PUT KEY",
            Self::Select => "SELECT",
            Self::SetStatus => "SET STATUS",
            Self::StoreData(block) => return write!(f, "STORE DATA of block {block}"),
        })
    }
}
