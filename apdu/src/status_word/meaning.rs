//! Status words in words.

use core::fmt;

use super::StatusWord;

/// The meaning of a status word, in English, lower case, without a full stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning(StatusWord);

impl Meaning {
    pub(super) const fn new(status: StatusWord) -> Self {
        Self(status)
    }
}

impl fmt::Display for Meaning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(meaning) = self.0.listed_meaning() {
            return f.write_str(meaning);
        }
        match self.0.to_bytes() {
            [0x61, 0] => f.write_str("success, 256 or more bytes of answer still available"),
            [0x61, n] => write!(f, "success, {} of answer still available", Bytes(n)),
            [0x62, n @ 0x02..=0x80] => write!(f, "warning: query of {} triggered by the card", Bytes(n)),
            [0x62, n] => write!(f, "warning: non-volatile memory unchanged ({n:02X})"),
            [0x63, 0xC0] => f.write_str("verification failed, no tries remain"),
            [0x63, 0xC1] => f.write_str("verification failed, 1 try remains"),
            [0x63, n @ 0xC2..=0xCF] => write!(f, "verification failed, {} tries remain", n & 0x0F),
            [0x63, n] => write!(f, "warning: non-volatile memory changed ({n:02X})"),
            [0x64, n @ 0x02..=0x80] => {
                write!(f, "execution error: query of {} triggered by the card", Bytes(n))
            }
            [0x64, n] => write!(f, "execution error, non-volatile memory unchanged ({n:02X})"),
            [0x65, n] => write!(f, "execution error, non-volatile memory changed ({n:02X})"),
            [0x66, n] => write!(f, "security issue ({n:02X})"),
            [0x67, n] => write!(f, "wrong length ({n:02X})"),
            [0x68, n] => write!(f, "functions in the class byte not supported ({n:02X})"),
            [0x69, n] => write!(f, "command not allowed ({n:02X})"),
            [0x6A | 0x6B, n] => write!(f, "wrong parameters P1 P2 ({n:02X})"),
            [0x6C, 0] => f.write_str("wrong Le, 256 bytes available"),
            [0x6C, n] => write!(f, "wrong Le, {} available", Bytes(n)),
            [0x6D, n] => write!(f, "instruction not supported or invalid ({n:02X})"),
            [0x6E, n] => write!(f, "class not supported ({n:02X})"),
            [0x6F, n] => write!(f, "no precise diagnosis ({n:02X})"),
            [0x91, 0] => f.write_str("success, a proactive command of 256 bytes is pending"),
            [0x91, n] => write!(f, "success, a proactive command of {} is pending", Bytes(n)),
            [0x92, n @ 0x00..=0x0F] => write!(f, "success after {n} internal retries"),
            [0x9E, 0] => f.write_str("SIM data download error, 256 bytes of answer available"),
            [0x9E, n] => write!(f, "SIM data download error, {} of answer available", Bytes(n)),
            [0x9F, 0] => f.write_str("success, 256 bytes of answer available"),
            [0x9F, n] => write!(f, "success, {} of answer available", Bytes(n)),
            [0x90..=0x9F, _] => f.write_str("defined by the application"),
            _ => f.write_str("not a status word of ISO/IEC 7816-4"),
        }
    }
}

/// A number of bytes, in the singular where it is one.
struct Bytes(u8);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} byte{}", self.0, if self.0 == 1 { "" } else { "s" })
    }
}
