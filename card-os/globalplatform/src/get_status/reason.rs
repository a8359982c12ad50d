//! Why GET STATUS is refused.

use cardamom_apdu::StatusWord;
use cardamom_kernel::Reason;

/// Why GET STATUS is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GetStatusReason {
    /// The data field does not begin with the search criterion `4F`. 6A80.
    AidMissing,
    /// A search criterion of a wrong length. 6A80.
    Criterion,
    /// The data field is not BER-TLV. 6A80.
    Malformed,
    /// The next occurrences of a search that was not begun, or has ended. 6985.
    NoSearch,
    /// The next occurrence of the issuer security domain, which is one. 6A86.
    NextIssuerSecurityDomain,
    /// Nothing matches. 6A88.
    NothingFound,
    /// P1 is none of `80`, `40`, `20`, `10`. 6A86.
    Subset,
}

impl Reason for GetStatusReason {
    fn status_word(&self) -> StatusWord {
        match self {
            Self::AidMissing | Self::Criterion | Self::Malformed => StatusWord::WRONG_DATA,
            Self::NoSearch => StatusWord::CONDITIONS_NOT_SATISFIED,
            Self::NothingFound => StatusWord::REFERENCED_DATA_NOT_FOUND,
            Self::NextIssuerSecurityDomain | Self::Subset => StatusWord::INCORRECT_P1_P2,
        }
    }

    fn rule(&self) -> &'static str {
        match self {
            Self::AidMissing => {
                "the data field begins with the search criterion 4F, empty for all (GPCS 2.3.1 11.4.2.3)"
            }
            Self::Criterion => {
                "a search criterion has a wrong length: 4F up to 16 bytes, 9F70 one or two, C5 one or three (GPCS 2.3.1 11.4.2.3)"
            }
            Self::Malformed => "the search criteria are not BER-TLV (GPCS 2.3.1 11.4.2.3)",
            Self::NoSearch => {
                "the next occurrences follow a GET STATUS with the same search that ended with 6310 (GPCS 2.3.1 11.4.2.2)"
            }
            Self::NothingFound => "nothing in the registry matches the search (GPCS 2.3.1 11.4.3.2)",
            Self::NextIssuerSecurityDomain => {
                "there is one issuer security domain, and no next occurrence of it (GPCS 2.3.1 11.4.2.2)"
            }
            Self::Subset => "P1 is 80, 40, 20 or 10 (GPCS 2.3.1 11.4.2.1, Table 11-33)",
        }
    }
}
