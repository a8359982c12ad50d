//! Why GET STATUS is refused.

use cardamom_apdu::StatusWord;
use cardamom_kernel::Reason;

/// Why GET STATUS is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GetStatusReason {
    /// The data field does not begin with the search criterion `4F`. 6A80.
    AidMissing,
    /// A search criterion that is not known, or of a wrong length. 6A80.
    Criterion,
    /// The data field is not BER-TLV. 6A80.
    Malformed,
    /// The next occurrences of a search that was not begun, or has ended. 6985.
    NoSearch,
    /// Nothing matches. 6A88.
    NothingFound,
    /// P2 is none of `00` to `03`. 6A86.
    ResponseFormat,
    /// P1 is none of `80`, `40`, `20`, `10`. 6A86.
    Subset,
}

impl Reason for GetStatusReason {
    fn status_word(&self) -> StatusWord {
        match self {
            Self::AidMissing | Self::Criterion | Self::Malformed => StatusWord::WRONG_DATA,
            Self::NoSearch => StatusWord::CONDITIONS_NOT_SATISFIED,
            Self::NothingFound => StatusWord::REFERENCED_DATA_NOT_FOUND,
            Self::ResponseFormat | Self::Subset => StatusWord::INCORRECT_P1_P2,
        }
    }

    fn rule(&self) -> &'static str {
        match self {
            Self::AidMissing => {
                "the data field begins with the search criterion 4F, empty for all (GPCS 2.3.1 11.4.2.3)"
            }
            Self::Criterion => {
                "a search criterion is not known or has a wrong length: 4F, 9F70, C5, C4, CC, then the tag list 5C (GPCS 2.3.1 11.4.2.3)"
            }
            Self::Malformed => "the search criteria are not BER-TLV (GPCS 2.3.1 11.4.2.3)",
            Self::NoSearch => {
                "the next occurrences follow a GET STATUS with the same search that ended with 6310 (GPCS 2.3.1 11.4.2.2)"
            }
            Self::NothingFound => "nothing in the registry matches the search (GPCS 2.3.1 11.4.3.2)",
            Self::ResponseFormat => "P2 is 00 to 03 (GPCS 2.3.1 11.4.2.2, Table 11-34)",
            Self::Subset => "P1 is 80, 40, 20 or 10 (GPCS 2.3.1 11.4.2.1, Table 11-33)",
        }
    }
}
