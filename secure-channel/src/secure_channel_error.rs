//! What ends a secure channel, or keeps one from opening.

use core::fmt;

/// Why a secure channel does not open or has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecureChannelError {
    /// A host or card challenge has not the length that the protocol options say.
    ChallengeLength,
    /// A command or response is longer than can be protected.
    TooLong,
    /// The counter of the session or of the key set has reached its last value.
    CounterExhausted,
    /// The other side does not know the keys.
    CryptogramWrong,
    /// Sensitive data is not made of whole blocks.
    DataLength,
    /// The session has ended: at an error, or by its owner.
    Ended,
    /// An identifier of the card goes into the keys, and nobody gave it.
    IdentifierMissing,
    /// The data of a key agreement is not made of the objects that it has.
    KeyAgreementMalformed,
    /// The parameters of a key agreement are none, or not those of the other side.
    KeyAgreementParameters,
    /// The keys of a key set differ in length.
    KeyLength,
    /// The other side sends our own key as its own.
    KeyReflected,
    /// The protocol options do not allow this security level, or there is no such level.
    LevelNotSupported,
    /// The command carries no MAC where the session wants one.
    MacMissing,
    /// The MAC is wrong, or what it protects is not well formed.
    MacWrong,
    /// The command is protected and the session does not say so.
    MessagingNotExpected,
    /// The command is not a well-formed EXTERNAL AUTHENTICATE.
    NotExternalAuthenticate,
    /// A public key is no point of the curve.
    PointNotOnCurve,
    /// The receipt of a key agreement is wrong.
    ReceiptWrong,
    /// BEGIN R-MAC SESSION when R-MACs run already, or END R-MAC SESSION when none do.
    ResponseMacSession,
    /// The response is not well formed.
    ResponseMalformed,
}

impl SecureChannelError {
    /// The rule behind it, with its section.
    #[must_use]
    pub const fn rule(self) -> &'static str {
        match self {
            Self::ChallengeLength => {
                "the challenge has not the length that i says (GPCS 2.3.1 E.4.2, Amendment D 7.1.1)"
            }
            Self::TooLong => "the message is too long to be protected (GPCS 2.3.1 11.1.5)",
            Self::CounterExhausted => {
                "the sequence counter of the key set has reached its end (GPCS 2.3.1 E.1.2, Amendment D 6.2.2.1)"
            }
            Self::CryptogramWrong => {
                "the cryptogram is wrong: other keys on the other side (GPCS 2.3.1 E.5.2, Amendment D 7.1.2)"
            }
            Self::DataLength => {
                "encrypted sensitive data is not whole blocks (GPCS 2.3.1 E.4.7, Amendment D 6.2.8)"
            }
            Self::Ended => "the secure channel session has ended (GPCS 2.3.1 10.2.3)",
            Self::IdentifierMissing => {
                "the host asks for identifiers in the keys, and the card has none (Amendment F 3.1.2)"
            }
            Self::KeyAgreementMalformed => {
                "the data of a key agreement is A6 with 90, 95, 80, 81 and perhaps 84, then 5F49 (Amendment F 7.6.2.3)"
            }
            Self::KeyAgreementParameters => {
                "variant, key usage, type and length are not ones that this key is for (Amendment F 7.1.1, 7.6.2.3)"
            }
            Self::KeyReflected => "a public key of this side came back as the other's (Amendment F 3.1)",
            Self::PointNotOnCurve => "the public key is no point of P-256 (BSI TR-03111 4.3)",
            Self::ReceiptWrong => {
                "the receipt is wrong: the card has another key, or the agreement was changed (Amendment F 3.1)"
            }
            Self::KeyLength => "the keys of a key set are of one length (Amendment D 6.2)",
            Self::LevelNotSupported => {
                "i does not allow this security level (GPCS 2.3.1 Table E-10, Amendment D Table 7-5)"
            }
            Self::MacMissing => "the command carries no C-MAC, and the session wants one (GPCS 2.3.1 10.2.2)",
            Self::MacWrong => "the C-MAC is wrong (GPCS 2.3.1 E.4.4, Amendment D 6.2.4)",
            Self::MessagingNotExpected => {
                "the command is under secure messaging, and the session's level is without (GPCS 2.3.1 10.6)"
            }
            Self::NotExternalAuthenticate => {
                "EXTERNAL AUTHENTICATE carries a cryptogram and a C-MAC (GPCS 2.3.1 E.5.2, Amendment D 7.1.2)"
            }
            Self::ResponseMacSession => {
                "R-MAC sessions do not nest, and only one that has begun can end (GPCS 2.3.1 E.4.5)"
            }
            Self::ResponseMalformed => "the response has not the length or the R-MAC that it must have",
        }
    }
}

impl fmt::Display for SecureChannelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.rule())
    }
}

impl core::error::Error for SecureChannelError {}
