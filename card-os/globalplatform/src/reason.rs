//! Why a security domain refuses: each reason with its status word and the rule behind it.

use cardamom_apdu::StatusWord;
use cardamom_kernel::{ContentError, Error, Reason};
use cardamom_secure_channel::SecureChannelError;

macro_rules! reasons {
    ($($(#[$documentation:meta])* $name:ident: $status_word:ident, $rule:literal;)*) => {
        /// Why a security domain refuses a command.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum GlobalPlatformReason {
            $($(#[$documentation])* $name,)*
        }

        impl Reason for GlobalPlatformReason {
            fn status_word(&self) -> StatusWord {
                match self {
                    $(Self::$name => status::$status_word,)*
                }
            }

            fn rule(&self) -> &'static str {
                match self {
                    $(Self::$name => $rule,)*
                }
            }
        }
    };
}

/// The status words of GPCS 2.3.1 Table 11-10 and of the commands, by what they mean here.
mod status {
    use cardamom_apdu::StatusWord;

    pub(super) const CRYPTOGRAM: StatusWord = StatusWord::new(0x6300);
    pub(super) const CERTIFICATE: StatusWord = StatusWord::new(0x6600);
    pub(super) const NOT_ALLOWED: StatusWord = StatusWord::new(0x6640);
    pub(super) const LENGTH: StatusWord = StatusWord::new(0x6700);
    pub(super) const SECURITY: StatusWord = StatusWord::new(0x6982);
    pub(super) const BLOCKED: StatusWord = StatusWord::new(0x6983);
    pub(super) const CONDITIONS: StatusWord = StatusWord::new(0x6985);
    pub(super) const DATA: StatusWord = StatusWord::new(0x6A80);
    pub(super) const FILE: StatusWord = StatusWord::new(0x6A82);
    pub(super) const FUNCTION: StatusWord = StatusWord::new(0x6A81);
    pub(super) const MEMORY: StatusWord = StatusWord::new(0x6A84);
    pub(super) const PARAMETERS: StatusWord = StatusWord::new(0x6A86);
    pub(super) const NOT_FOUND: StatusWord = StatusWord::new(0x6A88);
    pub(super) const INSTRUCTION: StatusWord = StatusWord::new(0x6D00);
    pub(super) const CLASS: StatusWord = StatusWord::new(0x6E00);
}

reasons! {
    /// SELECT of something that is not there, or not to be selected now.
    ApplicationNotFound: FILE, "no application that can be selected now has this name (GPCS 2.3.1 11.9.3.2)";
    /// Another application is the one to be selected after reset already.
    CardResetTaken: CONDITIONS,
        "another application has the Card Reset privilege (GPCS 2.3.1 6.6.2.4)";
    /// The life-cycle state of the card.
    CardState: CONDITIONS, "not in this life-cycle state of the card (GPCS 2.3.1 Table 11-1)";
    /// The commands of a chain by P1 do not belong together.
    ChainBroken: CONDITIONS, "the commands of a chain follow each other, all with the same P2 (GPCS 2.3.1 11.1.5.1)";
    /// Unknown class.
    ClassNotSupported: CLASS, "the class of a GlobalPlatform command is 80 to 8F, C0 to EF, or 0x for GET DATA (GPCS 2.3.1 11.1.4)";
    /// INITIALIZE UPDATE, EXTERNAL AUTHENTICATE: the host does not know the keys.
    HostCryptogram: CRYPTOGRAM, "the host cryptogram is wrong: the host has other keys (GPCS 2.3.1 E.5.2.7, Amendment D 7.1.2.6)";
    /// Too many failures.
    AuthenticationBlocked: BLOCKED, "too many failed authentications in a row: the security domain opens no more sessions (GPCS 2.3.1 10.2.1.2)";
    /// EXTERNAL AUTHENTICATE without INITIALIZE UPDATE.
    NotInitialized: CONDITIONS, "EXTERNAL AUTHENTICATE follows INITIALIZE UPDATE at once (GPCS 2.3.1 E.5.2)";
    /// EXTERNAL AUTHENTICATE of a handshake whose sequence counter another session has used up meanwhile.
    HandshakeStale: CONDITIONS, "another session was opened with this sequence counter since INITIALIZE UPDATE, or its keys are gone (GPCS 2.3.1 E.1.2.1)";
    /// A sequence counter is at its end.
    CounterExhausted: CONDITIONS, "the sequence counter of this key set has reached its end (GPCS 2.3.1 E.1.2.1, Amendment D 6.2.2.1)";
    /// The level of the session is unknown.
    LevelNotSupported: PARAMETERS, "the security level is not one that i allows (GPCS 2.3.1 Table E-10, Amendment D Table 7-5)";
    /// The command needs a session.
    NotAuthenticated: SECURITY, "the command needs a secure channel session with this security domain (GPCS 2.3.1 10.1)";
    /// The session ended at this command.
    SecureMessaging: SECURITY, "secure messaging failed, and the session has ended (GPCS 2.3.1 10.2.3, E.4.4, Amendment D 6.2.4)";
    /// SET STATUS, INSTALL and others: the security domain lacks the privilege.
    NotAuthorized: CONDITIONS, "the security domain has neither Authorized nor Delegated Management (GPCS 2.3.1 6.6.2.6, 9.1.3)";
    /// The security domain itself is locked.
    DomainLocked: CONDITIONS, "the security domain is locked, and does nothing until the one above unlocks it (GPCS 2.3.1 5.3.2.4)";
    /// INITIALIZE UPDATE, EXTERNAL AUTHENTICATE by way of an application with a transaction in progress.
    InTransaction: CONDITIONS, "a sequence counter steps for good, and not in an application's transaction (GPCS 2.3.1 E.1.2.1, Amendment D 6.2.2.1)";
    /// STORE DATA that another security domain passes on, with keys.
    KeysOfItsOwn: CONDITIONS, "a security domain with keys of its own takes keys, certificates and authorities in its own sessions alone (GPCS 2.3.1 7.5, 7.3.3)";
    /// It belongs to someone else.
    NotAssociated: CONDITIONS, "it is not associated with this security domain, directly or indirectly (GPCS 2.3.1 9.1.3.3)";
    /// Wrong length of something.
    WrongLength: LENGTH, "Lc is not what the command has (GPCS 2.3.1 11.1.5)";
    /// Unknown instruction.
    InstructionNotSupported: INSTRUCTION, "a security domain does not have this command (GPCS 2.3.1 Table 11-1)";
    /// P1 or P2 wrong.
    Parameters: PARAMETERS, "P1 or P2 is not one of this command (GPCS 2.3.1 chapter 11)";
    /// Data field is not well formed.
    DataField: DATA, "the data field is not made of the fields that the command has (GPCS 2.3.1 chapter 11)";
    /// An AID has 5 to 16 bytes.
    AidLength: DATA, "an AID has 5 to 16 bytes (ISO 7816-4 12.2.3)";
    /// Reserved privilege bits, or a combination that is none.
    PrivilegeCombination: DATA, "these privileges do not go together (GPCS 2.3.1 6.6.1, Table 6-1)";
    /// A privilege that the security domain does not have to give.
    PrivilegeNotAssignable: CONDITIONS, "only a security domain with Authorized Management gives such privileges (GPCS 2.3.1 9.1.3.1)";
    /// A privilege over the whole card that the security domain lacks itself.
    PrivilegeNotHeld: CONDITIONS, "a security domain below the issuer's gives privileges over the whole card only when it has them: it manages its own hierarchy (GPCS 2.3.1 6.6.2.6, 9.1.3)";
    /// INSTALL of a security domain with a protocol that the card does not have.
    ProtocolNotSupported: DATA, "the card does not have this secure channel protocol with these options i (UICC configuration 10.1)";
    /// Delegated management without token.
    TokenMissing: CONDITIONS, "delegated management needs a token (GPCS 2.3.1 9.2.1)";
    /// No key to verify it with.
    TokenKeyMissing: CONDITIONS, "the card has no token key, version 70, to verify a token with (GPCS 2.3.1 C.4)";
    /// The token is wrong.
    TokenWrong: CONDITIONS, "the token is not one for this command (GPCS 2.3.1 9.2.2, C.4)";
    /// DAP missing.
    DapMissing: CONDITIONS, "the load file has no DAP block for a security domain that must verify it (GPCS 2.3.1 9.2.1, C.3)";
    /// DAP wrong.
    DapWrong: CONDITIONS, "the DAP block does not verify (GPCS 2.3.1 9.2.1, C.3)";
    /// The security domain of a DAP block verifies none.
    DapDomain: DATA, "the DAP block names no security domain with DAP Verification and a key (GPCS 2.3.1 11.6.2.3)";
    /// The hash announced is another.
    HashWrong: DATA, "the load file data block has another hash than INSTALL [for load] said (GPCS 2.3.1 C.2)";
    /// The hash is missing where it must be given.
    HashMissing: DATA, "with a token or a DAP block, INSTALL [for load] tells the hash (GPCS 2.3.1 11.5.2.3.1)";
    /// INSTALL: the module is not there.
    ModuleNotFound: NOT_FOUND, "the card has no such executable module (GPCS 2.3.1 11.5.3.2)";
    /// DELETE, SET STATUS, INSTALL: unknown.
    NotFound: NOT_FOUND, "the registry has no entry of this name (GPCS 2.3.1 11.2.3, 11.5.3, 11.10.3)";
    /// The security domain named is none.
    DomainNotFound: NOT_FOUND, "there is no security domain of this name (GPCS 2.3.1 11.5.3)";
    /// Extradition refused by the target.
    ExtraditionRefused: CONDITIONS, "the security domain does not accept applications (GPCS 2.3.1 9.4.1)";
    /// Extradition of a security domain to itself, or to one below it.
    ExtraditionCycle: CONDITIONS, "a security domain does not go below itself on this card: the hierarchy has the issuer's at its top (GPCS 2.3.1 7.2)";
    /// Extradition refused by the security domain that would be left.
    ExtraditionKept: CONDITIONS, "the security domain that it belongs to does not let its applications go (GPCS 2.3.1 9.4.1)";
    /// Extradition to a security domain that is locked, or not made selectable yet.
    ExtraditionNotInService: CONDITIONS, "the security domain that it is to go to is locked, or cannot be selected yet (GPCS 2.3.1 5.3.2.1, 5.3.2.4)";
    /// The name is taken.
    NameTaken: DATA, "the registry has an entry of this name already (GPCS 2.3.1 9.3.5)";
    /// INSTALL [for personalization].
    NotPersonalizable: CONDITIONS, "the application is locked or not installed for selection (GPCS 2.3.1 7.3.3)";
    /// LOAD without INSTALL [for load].
    NoLoad: CONDITIONS, "LOAD follows INSTALL [for load] (GPCS 2.3.1 11.6.1)";
    /// LOAD blocks out of order.
    LoadBlockNumber: CONDITIONS, "the blocks of LOAD are numbered from 00 without gaps (GPCS 2.3.1 11.6.2.2)";
    /// The structure of the load file.
    LoadFileStructure: DATA, "a load file is DAP blocks E2, then C4 with the load file data block, to its end (GPCS 2.3.1 Table 11-58)";
    /// A ciphered load file.
    LoadFileCiphered: DATA, "ciphered load files, tag D4, are not supported (GPCS 2.3.1 C.6)";
    /// The quota.
    LoadTooLong: MEMORY, "the load file is longer than the card has memory or INSTALL [for load] allowed (GPCS 2.3.1 9.3.5)";
    /// The engine or the applet refused.
    ContentRefused: CONDITIONS, "it was refused by the application or the engine of its load file";
    /// DELETE of something in use.
    InUse: CONDITIONS, "it is selected, referred to, or has content that stays (GPCS 2.3.1 9.5, JCRE 11.3.4)";
    /// DELETE in ROM.
    InRom: CONDITIONS, "it is part of the card's software (GPCS 2.3.1 9.5.2)";
    /// The issuer security domain.
    IssuerSecurityDomain: CONDITIONS, "the issuer security domain stays as it is (GPCS 2.3.1 9.5)";
    /// No memory.
    NotEnoughMemory: MEMORY, "not enough memory on the card";
    /// A transition that does not exist.
    Transition: CONDITIONS, "there is no such life-cycle transition (GPCS 2.3.1 5.1.1, 5.3)";
    /// A coding that is none.
    LifeCycleCoding: DATA, "this is no life-cycle state (GPCS 2.3.1 Tables 11-3 to 11-6)";
    /// Not the privilege to lock or terminate.
    StatusPrivilege: CONDITIONS, "the security domain has not the privilege to lock or terminate it (GPCS 2.3.1 6.6.2)";
    /// GET STATUS with nothing found.
    NothingFound: NOT_FOUND, "the registry has nothing that matches (GPCS 2.3.1 11.4.3.2)";
    /// GET STATUS [get next] without a first.
    NoNext: CONDITIONS, "GET STATUS [get next] continues one that answered 6310 (GPCS 2.3.1 11.4.2.2)";
    /// GET DATA of something unknown.
    DataNotFound: NOT_FOUND, "the security domain has no such data object (GPCS 2.3.1 11.3.3.2)";
    /// No key of this version and identifier.
    KeyNotFound: NOT_FOUND, "the security domain has no such key (GPCS 2.3.1 11.8.3, 11.2.3.2, E.5.1.7)";
    /// INITIALIZE UPDATE with a wrong host challenge.
    HostChallenge: LENGTH, "the host challenge has 8 bytes, 16 with S16 (GPCS 2.3.1 E.5.1, Amendment D 7.1.1)";
    /// PUT KEY.
    KeyVersionTaken: DATA, "there is a key set of this version already: P1 names the version that is replaced (GPCS 2.3.1 11.8.2.1)";
    /// PUT KEY.
    KeyVersionRange: DATA, "key versions go from 01 to 7F, key identifiers from 00 to 7F (GPCS 2.3.1 11.8.2)";
    /// PUT KEY.
    KeyType: DATA, "this key type is not supported, or has not this length (GPCS 2.3.1 Table 11-16)";
    /// PUT KEY.
    KeySetMixed: DATA, "the keys that replace a key set are of its number, types and lengths (GPCS 2.3.1 11.8.2.3)";
    /// PUT KEY.
    KeyCheckValue: SECURITY, "the key check value is wrong: the key was encrypted under another key (GPCS 2.3.1 11.8.2.3, B.6)";
    /// PUT KEY.
    KeyCheckValueMissing: DATA, "an encrypted key comes with a key check value (GPCS 2.3.1 11.8.2.3)";
    /// DELETE of the last keys.
    LastKeys: CONDITIONS, "the issuer security domain keeps one key set for its secure channel (GPCS 2.3.1 11.2.2.3.2)";
    /// STORE DATA.
    BlockNumber: PARAMETERS, "the blocks of STORE DATA are numbered from 00 without gaps (GPCS 2.3.1 11.11.2.2)";
    /// STORE DATA.
    StoreDataStructure: DATA, "STORE DATA for a security domain is made of data groups or BER-TLV as P1 says (GPCS 2.3.1 11.11.2.1)";
    /// STORE DATA.
    StoreDataTag: NOT_FOUND, "the security domain does not store this data object (GPCS 2.3.1 11.11.2.3, Table 11-91)";
    /// Needs confidentiality.
    Confidentiality: SECURITY, "secret data comes encrypted (GPCS 2.3.1 11.11.2.1)";
    /// SCP11 without certificate.
    CertificateMissing: NOT_FOUND, "the key of the off-card entity comes with PERFORM SECURITY OPERATION first (Amendment F 7.5)";
    /// SCP11 certificate not verified.
    CertificateWrong: CERTIFICATE, "the certificate does not verify under the key of its authority (Amendment F 7.5)";
    /// SCP11 certificate not allowed.
    CertificateNotAllowed: NOT_ALLOWED, "the serial number of the certificate is not one that the authority's list allows (Amendment F 7.5)";
    /// SCP11 certificate with authorizations.
    CertificateRestricted: FUNCTION, "authorizations in certificates, BF20, are not supported: i does not say so (Amendment F 7.5)";
    /// A list of serial numbers that is older than the one the card has.
    AllowListOutdated: CONDITIONS, "the counter of the list of serial numbers is below that of the list before (Amendment F, STORE DATA)";
    /// R-MAC session.
    ResponseMacSession: CONDITIONS, "an R-MAC session begins when there is none, in SCP02 with i that says so, and ends when there is one (GPCS 2.3.1 E.5.3, E.5.4)";
    /// SCP11 parameters.
    KeyAgreement: DATA, "the parameters of the key agreement are not ones of this card (Amendment F 7.6.2)";
    /// Function not there.
    FunctionNotSupported: FUNCTION, "the card does not offer this (GPCS 2.3.1 chapter 11)";
    /// CVM.
    CvmPrivilege: SECURITY, "changing the card holder verification method takes the CVM Management privilege (GPCS 2.3.1 6.6.2, 8.2.1)";
    /// CVM.
    CvmValue: DATA, "it is no value of this format with 1 to 16 digits or bytes, or no try limit (GPCS 2.3.1 8.2.2)";
    /// CVM.
    CvmState: CONDITIONS, "the card holder verification method is not in the state for this (GPCS 2.3.1 8.2.3)";
}

/// Which reason a session that does not open or goes on has.
pub(crate) fn of_channel(error: SecureChannelError) -> GlobalPlatformReason {
    match error {
        SecureChannelError::CryptogramWrong => GlobalPlatformReason::HostCryptogram,
        SecureChannelError::LevelNotSupported => GlobalPlatformReason::LevelNotSupported,
        SecureChannelError::ChallengeLength => GlobalPlatformReason::HostChallenge,
        SecureChannelError::CounterExhausted => GlobalPlatformReason::CounterExhausted,
        SecureChannelError::KeyAgreementMalformed
        | SecureChannelError::KeyAgreementParameters
        | SecureChannelError::KeyReflected
        | SecureChannelError::PointNotOnCurve => GlobalPlatformReason::KeyAgreement,
        SecureChannelError::IdentifierMissing => GlobalPlatformReason::DataNotFound,
        SecureChannelError::ResponseMacSession => GlobalPlatformReason::ResponseMacSession,
        SecureChannelError::DataLength => GlobalPlatformReason::DataField,
        SecureChannelError::NotExternalAuthenticate => GlobalPlatformReason::WrongLength,
        _ => GlobalPlatformReason::SecureMessaging,
    }
}

/// What the kernel said about content, as a refusal of the command.
pub(crate) fn of_content(error: ContentError) -> Error {
    match error {
        // The applet's own status word reaches the terminal; faults of an applet that is not ours are told as such.
        ContentError::Failed(Error::Refused(refusal)) => Error::Refused(refusal),
        ContentError::Failed(Error::PowerLost) => Error::PowerLost,
        ContentError::Failed(Error::Fault(fault)) if fault.status_word() == StatusWord::NOT_ENOUGH_MEMORY => {
            GlobalPlatformReason::NotEnoughMemory.into()
        }
        ContentError::Failed(Error::Fault(_)) => GlobalPlatformReason::ContentRefused.into(),
        ContentError::AlreadyInstalled(_) => GlobalPlatformReason::NameTaken.into(),
        ContentError::NameDiffers { .. } => GlobalPlatformReason::DataField.into(),
        ContentError::NoSuchModule(_) => GlobalPlatformReason::ModuleNotFound.into(),
        ContentError::NoSuchInstance(_) | ContentError::NoSuchPackage(_) => {
            GlobalPlatformReason::NotFound.into()
        }
        ContentError::InRom(_) => GlobalPlatformReason::InRom.into(),
        ContentError::IssuerSecurityDomain => GlobalPlatformReason::IssuerSecurityDomain.into(),
        ContentError::Imported { .. }
        | ContentError::Instantiated { .. }
        | ContentError::OwnsContent { .. }
        | ContentError::Referenced { .. }
        | ContentError::Selected(_) => GlobalPlatformReason::InUse.into(),
    }
}
