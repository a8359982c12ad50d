//! Status words SW1 SW2 (ISO/IEC 7816-4 §5.6), with the names and meanings that the field gives them.

mod meaning;
mod table;

use core::fmt;

pub use meaning::Meaning;

/// A status word: SW1 in the high byte, SW2 in the low byte. Prints as four hexadecimal digits.
///
/// The constants carry the names of ISO/IEC 7816-4 §5.6, `javacard.framework.ISO7816`, GPCS 2.3.1 §11.1.3,
/// PBOC 2.0 and ETSI TS 102 221 §10.2. Where two sources name one value differently, both names are there;
/// [`StatusWord::name`] gives the first.
///
/// ```
/// use cardamom_apdu::StatusWord;
/// let status = StatusWord::tries_remaining(2);
/// assert_eq!(status.to_string(), "63C2");
/// assert_eq!(status.meaning().to_string(), "verification failed, 2 tries remain");
/// assert!(status.is_warning());
/// assert_eq!(StatusWord::new(0x6A82).name(), Some("FILE_NOT_FOUND"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatusWord(u16);

impl StatusWord {
    /// The status word of this value.
    #[must_use]
    #[inline]
    pub const fn new(value: u16) -> Self {
        Self(value)
    }

    /// `61xx`: normal end, this many bytes of answer can still be fetched with GET RESPONSE. `n` is 1 to
    /// 255; 0 stands for 256 or more.
    #[must_use]
    #[inline]
    pub const fn bytes_remaining(n: u8) -> Self {
        Self(u16::from_be_bytes([0x61, n]))
    }

    /// `6Cxx`: wrong Le, the command is to be repeated with Le = `n`. 0 stands for 256.
    #[must_use]
    #[inline]
    pub const fn correct_length(n: u8) -> Self {
        Self(u16::from_be_bytes([0x6C, n]))
    }

    /// `63Cx`: a counter has this value, as a rule the tries that remain after a failed verification. Values
    /// above 15 do not fit and read 15.
    #[must_use]
    #[inline]
    pub const fn tries_remaining(n: u8) -> Self {
        let n = if n > 0x0F { 0x0F } else { n };
        Self(u16::from_be_bytes([0x63, 0xC0 | n]))
    }

    /// Both bytes as one number.
    #[must_use]
    #[inline]
    pub const fn value(self) -> u16 {
        self.0
    }

    /// The first byte.
    #[must_use]
    #[inline]
    pub const fn sw1(self) -> u8 {
        let [sw1, _] = self.0.to_be_bytes();
        sw1
    }

    /// The second byte.
    #[must_use]
    #[inline]
    pub const fn sw2(self) -> u8 {
        let [_, sw2] = self.0.to_be_bytes();
        sw2
    }

    /// SW1, SW2 as transmitted.
    #[must_use]
    #[inline]
    pub const fn to_bytes(self) -> [u8; 2] {
        self.0.to_be_bytes()
    }

    /// True if the command ended normally: 9000 and 61xx (ISO/IEC 7816-4 §5.6), and the SIM's ways to say
    /// 9000 with something more: 91xx (ETSI TS 102 221 §10.2.1.1), 920x and 9Fxx (ETSI TS 151 011 §9.4).
    #[must_use]
    #[inline]
    pub const fn is_success(self) -> bool {
        matches!(self.0, 0x9000 | 0x6100..=0x61FF | 0x9100..=0x91FF | 0x9200..=0x920F | 0x9F00..=0x9FFF)
    }

    /// True for a warning: 62xx and 63xx.
    #[must_use]
    #[inline]
    pub const fn is_warning(self) -> bool {
        matches!(self.sw1(), 0x62 | 0x63)
    }

    /// True for everything that is neither success nor warning.
    #[must_use]
    #[inline]
    pub const fn is_error(self) -> bool {
        !self.is_success() && !self.is_warning()
    }

    /// If this is 61xx, how many bytes wait: 1 to 255, or 256 for 6100 (256 or more).
    #[must_use]
    pub const fn as_bytes_remaining(self) -> Option<u32> {
        match self.to_bytes() {
            [0x61, 0] => Some(256),
            [0x61, n] => Some(n as u32),
            _ => None,
        }
    }

    /// If this is 6Cxx, the Le to repeat with: 1 to 256.
    #[must_use]
    pub const fn as_correct_length(self) -> Option<u32> {
        match self.to_bytes() {
            [0x6C, 0] => Some(256),
            [0x6C, n] => Some(n as u32),
            _ => None,
        }
    }

    /// If this is 63Cx, the tries that remain: 0 to 15.
    #[must_use]
    pub const fn as_tries_remaining(self) -> Option<u8> {
        match self.to_bytes() {
            [0x63, counter @ 0xC0..=0xCF] => Some(counter & 0x0F),
            _ => None,
        }
    }

    /// What it means, in words.
    #[must_use]
    pub const fn meaning(self) -> Meaning {
        Meaning::new(self)
    }
}

impl From<u16> for StatusWord {
    fn from(value: u16) -> Self {
        Self(value)
    }
}

impl From<StatusWord> for u16 {
    fn from(status: StatusWord) -> Self {
        status.0
    }
}

impl From<[u8; 2]> for StatusWord {
    fn from(bytes: [u8; 2]) -> Self {
        Self(u16::from_be_bytes(bytes))
    }
}

impl fmt::Display for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04X}", self.0)
    }
}

impl fmt::Debug for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => write!(f, "StatusWord({self} {name})"),
            None => write!(f, "StatusWord({self})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::format;
    use alloc::string::ToString;

    #[test]
    fn families_carry_their_number() {
        assert_eq!(StatusWord::bytes_remaining(0x1A).value(), 0x611A);
        assert_eq!(StatusWord::new(0x6100).as_bytes_remaining(), Some(256));
        assert_eq!(StatusWord::correct_length(0x1A).value(), 0x6C1A);
        assert_eq!(StatusWord::correct_length(0x1A).as_correct_length(), Some(0x1A));
        assert_eq!(StatusWord::tries_remaining(3).value(), 0x63C3);
        assert_eq!(StatusWord::tries_remaining(200).as_tries_remaining(), Some(15));
        assert_eq!(StatusWord::new(0x6300).as_tries_remaining(), None);
        assert_eq!((StatusWord::WRONG_DATA.sw1(), StatusWord::WRONG_DATA.sw2()), (0x6A, 0x80));
    }

    #[test]
    fn every_value_belongs_to_one_class_and_has_words() {
        for value in 0..=u16::MAX {
            let status = StatusWord::new(value);
            let classes = [status.is_success(), status.is_warning(), status.is_error()];
            assert_eq!(classes.iter().filter(|member| **member).count(), 1, "{status}");
            assert!(!status.meaning().to_string().is_empty());
            assert_eq!(status.to_string().len(), 4);
            assert_eq!(StatusWord::from(status.to_bytes()), status);
        }
        assert!(StatusWord::NO_ERROR.is_success() && StatusWord::new(0x9110).is_success());
        assert!(StatusWord::new(0x6283).is_warning() && StatusWord::MAC_INVALID.is_error());
        assert!(StatusWord::new(0x9240).is_error() && StatusWord::correct_length(1).is_error());
    }

    /// Values as printed in javacard.framework.ISO7816 (Java Card 3.2 API).
    #[test]
    fn names_of_java_card_have_its_values() {
        for (status, value) in [
            (StatusWord::APPLET_SELECT_FAILED, 0x6999),
            (StatusWord::CLASS_NOT_SUPPORTED, 0x6E00),
            (StatusWord::COMMAND_CHAINING_NOT_SUPPORTED, 0x6884),
            (StatusWord::COMMAND_NOT_ALLOWED, 0x6986),
            (StatusWord::CONDITIONS_NOT_SATISFIED, 0x6985),
            (StatusWord::DATA_INVALID, 0x6984),
            (StatusWord::FILE_FULL, 0x6A84),
            (StatusWord::FILE_INVALID, 0x6983),
            (StatusWord::FILE_NOT_FOUND, 0x6A82),
            (StatusWord::FUNCTION_NOT_SUPPORTED, 0x6A81),
            (StatusWord::INCORRECT_P1_P2, 0x6A86),
            (StatusWord::INSTRUCTION_NOT_SUPPORTED, 0x6D00),
            (StatusWord::LAST_COMMAND_OF_CHAIN_EXPECTED, 0x6883),
            (StatusWord::LOGICAL_CHANNEL_NOT_SUPPORTED, 0x6881),
            (StatusWord::NO_ERROR, 0x9000),
            (StatusWord::RECORD_NOT_FOUND, 0x6A83),
            (StatusWord::SECURE_MESSAGING_NOT_SUPPORTED, 0x6882),
            (StatusWord::SECURITY_STATUS_NOT_SATISFIED, 0x6982),
            (StatusWord::UNKNOWN, 0x6F00),
            (StatusWord::WARNING_STATE_UNCHANGED, 0x6200),
            (StatusWord::WRONG_DATA, 0x6A80),
            (StatusWord::WRONG_LENGTH, 0x6700),
            (StatusWord::WRONG_P1_P2, 0x6B00),
        ] {
            assert_eq!(status.value(), value);
        }
    }

    #[test]
    fn words_of_the_parametrised_families() {
        for (value, words) in [
            (0x9000, "success"),
            (0x611A, "success, 26 bytes of answer still available"),
            (0x6101, "success, 1 byte of answer still available"),
            (0x6100, "success, 256 or more bytes of answer still available"),
            (0x6C05, "wrong Le, 5 bytes available"),
            (0x6C00, "wrong Le, 256 bytes available"),
            (0x63C0, "verification failed, no tries remain"),
            (0x63C1, "verification failed, 1 try remains"),
            (0x63CF, "verification failed, 15 tries remain"),
            (0x9110, "success, a proactive command of 16 bytes is pending"),
            (0x9F17, "success, 23 bytes of answer available"),
            (0x9203, "success after 3 internal retries"),
            (0x6210, "warning: query of 16 bytes triggered by the card"),
            (0x6599, "execution error, non-volatile memory changed (99)"),
            (0x1234, "not a status word of ISO/IEC 7816-4"),
        ] {
            assert_eq!(StatusWord::new(value).meaning().to_string(), words, "{value:04X}");
        }
        assert_eq!(format!("{:?}", StatusWord::NO_ERROR), "StatusWord(9000 NO_ERROR)");
        assert_eq!(format!("{:?}", StatusWord::new(0x6F12)), "StatusWord(6F12)");
    }
}
