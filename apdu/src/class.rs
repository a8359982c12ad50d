//! The class byte CLA of a command.

use core::fmt;

/// Highest logical channel that a class byte can express (ISO/IEC 7816-4 §5.4.1).
pub const MAX_CHANNEL: u8 = 19;

/// What the class byte says about secure messaging (ISO/IEC 7816-4 §5.4.1, tables 2 and 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SecureMessaging {
    /// No secure messaging, or no indication.
    None,
    /// A proprietary format: for GlobalPlatform commands, that of the secure channel protocol in use
    /// (GPCS 2.3.1 §11.1.4).
    Proprietary,
    /// ISO/IEC 7816-4 §10 format, command header not authenticated.
    HeaderNotAuthenticated,
    /// ISO/IEC 7816-4 §10 format, command header authenticated.
    HeaderAuthenticated,
}

/// A class byte.
///
/// Bits are numbered b8 (most significant) to b1, as in ISO/IEC 7816-4 §5.4.1. Proprietary classes (b8 = 1)
/// follow the layout that GPCS 2.3.1 §11.1.4 and JCRE §4.3 give them: as the interindustry class with b8 = 0,
/// except that b6 has no meaning in `8x` to `Bx`.
///
/// | CLA | b5 | b4 b3 | b2 b1 | channel |
/// |---|---|---|---|---|
/// | `0x` `1x`, `8x` to `Bx` | chaining | secure messaging | channel | 0 to 3 |
/// | `4x` to `7x`, `Cx` to `FE` | chaining (b6: secure messaging) | channel - 4 | | 4 to 19 |
/// | `2x` `3x` | reserved | | | reads as 0 |
/// | `FF` | invalid | | | reads as 0 |
///
/// An applet that uses a proprietary class in its own way (`90` or `A0` as a plain value) reads
/// [`Class::byte`].
///
/// ```
/// use cardamom_apdu::{Class, SecureMessaging};
/// assert_eq!(Class::new(0x44).channel(), 8);
/// assert_eq!(Class::new(0x84).secure_messaging(), SecureMessaging::Proprietary);
/// assert_eq!(Class::new(0x80).with_channel(5)?.byte(), 0xC1);
/// # Ok::<(), cardamom_apdu::ClassError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Class(u8);

impl Class {
    /// Bit b8: proprietary class.
    const PROPRIETARY: u8 = 0x80;
    /// Bit b7: channels 4 to 19.
    const FURTHER: u8 = 0x40;
    /// Bit b6 of a further class: secure messaging.
    const FURTHER_SECURE_MESSAGING: u8 = 0x20;
    /// Bit b5: not the last command of a chain.
    const CHAINING: u8 = 0x10;

    /// The class with this byte. Every value is accepted; see [`Class::is_valid`].
    #[must_use]
    #[inline]
    pub const fn new(byte: u8) -> Self {
        Self(byte)
    }

    /// The byte as transmitted.
    #[must_use]
    #[inline]
    pub const fn byte(self) -> u8 {
        self.0
    }

    /// False for `FF`, which ISO/IEC 7816-4 §5.4.1 declares invalid (it announces a PPS exchange on the
    /// line), and for `20` to `3F`, which it reserves. Same answer as `APDU.isValidCLA()` of Java Card.
    #[must_use]
    #[inline]
    pub const fn is_valid(self) -> bool {
        self.0 != 0xFF && self.0 & 0xE0 != 0x20
    }

    /// True if b8 is 0: the command is one of ISO/IEC 7816.
    #[must_use]
    #[inline]
    pub const fn is_interindustry(self) -> bool {
        self.0 & Self::PROPRIETARY == 0
    }

    /// True if b8 is 1.
    #[must_use]
    #[inline]
    pub const fn is_proprietary(self) -> bool {
        !self.is_interindustry()
    }

    /// Logical channel, 0 to 19; 0 for an invalid class.
    #[must_use]
    #[inline]
    pub const fn channel(self) -> u8 {
        if !self.is_valid() {
            0
        } else if self.is_further() {
            (self.0 & 0x0F) + 4
        } else {
            self.0 & 0x03
        }
    }

    /// True if more commands of the same chain follow (b5, ISO/IEC 7816-4 §5.3.3); false for an invalid
    /// class.
    #[must_use]
    #[inline]
    pub const fn is_chained(self) -> bool {
        self.is_valid() && self.0 & Self::CHAINING != 0
    }

    /// The secure messaging indication. A further interindustry class with b6 = 1 always means
    /// [`SecureMessaging::HeaderNotAuthenticated`] (ISO/IEC 7816-4 table 3). The corresponding proprietary
    /// classes (`Ex`, `Fx`) leave the format to the secure channel protocol:
    /// [`SecureMessaging::Proprietary`].
    #[must_use]
    #[inline]
    pub const fn secure_messaging(self) -> SecureMessaging {
        if !self.is_valid() {
            return SecureMessaging::None;
        }
        if self.is_further() {
            return match (self.0 & Self::FURTHER_SECURE_MESSAGING != 0, self.is_proprietary()) {
                (false, _) => SecureMessaging::None,
                (true, false) => SecureMessaging::HeaderNotAuthenticated,
                (true, true) => SecureMessaging::Proprietary,
            };
        }
        match self.0 & 0x0C {
            0x00 => SecureMessaging::None,
            0x04 => SecureMessaging::Proprietary,
            0x08 => SecureMessaging::HeaderNotAuthenticated,
            _ => SecureMessaging::HeaderAuthenticated,
        }
    }

    /// The same class on another logical channel: chaining, b8 and secure messaging are kept.
    ///
    /// Channels 4 to 19 have a single bit for secure messaging. Going there, any indication becomes that
    /// bit; coming back, the bit becomes what [`Class::secure_messaging`] reads from it.
    ///
    /// # Errors
    /// [`ClassError::ChannelOutOfRange`] above 19; [`ClassError::NoChannel`] for an invalid class;
    /// [`ClassError::Unrepresentable`] for the one combination (proprietary, chained, secure messaging,
    /// channel 19) whose byte would be `FF`.
    pub const fn with_channel(self, channel: u8) -> Result<Self, ClassError> {
        if !self.is_valid() {
            return Err(ClassError::NoChannel { class: self });
        }
        if channel > MAX_CHANNEL {
            return Err(ClassError::ChannelOutOfRange { channel });
        }
        if self.is_further() == (channel > 3) {
            let mask = if channel > 3 { 0x0F } else { 0x03 };
            let bits = if channel > 3 { channel - 4 } else { channel };
            return Self(self.0 & !mask | bits).or_unrepresentable();
        }
        let kept = self.0 & (Self::PROPRIETARY | Self::CHAINING);
        let messaging = self.secure_messaging();
        let byte = if channel > 3 {
            let bit =
                if matches!(messaging, SecureMessaging::None) { 0 } else { Self::FURTHER_SECURE_MESSAGING };
            kept | Self::FURTHER | bit | (channel - 4)
        } else {
            let bits = match messaging {
                SecureMessaging::None => 0x00,
                SecureMessaging::Proprietary => 0x04,
                SecureMessaging::HeaderNotAuthenticated => 0x08,
                SecureMessaging::HeaderAuthenticated => 0x0C,
            };
            kept | bits | channel
        };
        Self(byte).or_unrepresentable()
    }

    /// The same class on the basic channel 0; an invalid class stays as it is.
    #[must_use]
    pub const fn without_channel(self) -> Self {
        match self.with_channel(0) {
            Ok(class) => class,
            Err(_) => self,
        }
    }

    /// The same class with the chaining bit set (`true`: more commands follow) or cleared; an invalid class
    /// stays as it is, and so does one (`EF`) whose byte would become `FF`.
    #[must_use]
    #[inline]
    pub const fn with_chaining(self, more_follow: bool) -> Self {
        let byte = if more_follow { self.0 | Self::CHAINING } else { self.0 & !Self::CHAINING };
        if self.is_valid() && Self(byte).is_valid() { Self(byte) } else { self }
    }

    /// True for the layout of channels 4 to 19.
    const fn is_further(self) -> bool {
        self.0 & Self::FURTHER != 0
    }

    const fn or_unrepresentable(self) -> Result<Self, ClassError> {
        if self.is_valid() { Ok(self) } else { Err(ClassError::Unrepresentable) }
    }
}

impl From<u8> for Class {
    fn from(byte: u8) -> Self {
        Self(byte)
    }
}

impl From<Class> for u8 {
    fn from(class: Class) -> Self {
        class.0
    }
}

impl fmt::Debug for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Class({:02X})", self.0)
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02X}", self.0)
    }
}

/// Why a class cannot be moved to a logical channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClassError {
    /// The channel is above [`MAX_CHANNEL`].
    ChannelOutOfRange {
        /// The channel asked for.
        channel: u8,
    },
    /// The class is reserved or invalid and has no channel.
    NoChannel {
        /// The class.
        class: Class,
    },
    /// The result would be the invalid class `FF`.
    Unrepresentable,
}

impl fmt::Display for ClassError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ChannelOutOfRange { channel } => {
                write!(f, "logical channel {channel} is above {MAX_CHANNEL}")
            }
            Self::NoChannel { class } => write!(f, "class {class} is reserved and has no logical channel"),
            Self::Unrepresentable => write!(f, "the result would be the invalid class FF"),
        }
    }
}

impl core::error::Error for ClassError {}

#[cfg(test)]
mod tests {
    use super::*;

    /// All that the tables of ISO/IEC 7816-4 §5.4.1, GPCS 2.3.1 §11.1.4 and the Java Card programming notes
    /// say of one block of 16 values: valid, chained, and secure messaging and channel for each low nibble.
    struct Block {
        high: u8,
        chained: bool,
        further: Option<SecureMessaging>,
    }

    const NONE: SecureMessaging = SecureMessaging::None;
    const fn block(high: u8, chained: bool, further: Option<SecureMessaging>) -> Block {
        Block { high, chained, further }
    }

    const BLOCKS: [Block; 14] = [
        block(0x0, false, None),
        block(0x1, true, None),
        block(0x4, false, Some(NONE)),
        block(0x5, true, Some(NONE)),
        block(0x6, false, Some(SecureMessaging::HeaderNotAuthenticated)),
        block(0x7, true, Some(SecureMessaging::HeaderNotAuthenticated)),
        block(0x8, false, None),
        block(0x9, true, None),
        block(0xA, false, None),
        block(0xB, true, None),
        block(0xC, false, Some(NONE)),
        block(0xD, true, Some(NONE)),
        block(0xE, false, Some(SecureMessaging::Proprietary)),
        block(0xF, true, Some(SecureMessaging::Proprietary)),
    ];

    /// First interindustry low nibbles: secure messaging in b4 b3, channel in b2 b1.
    const FIRST: [(SecureMessaging, u8); 16] = {
        use SecureMessaging::{
            HeaderAuthenticated as A, HeaderNotAuthenticated as H, None as N, Proprietary as P,
        };
        [
            (N, 0),
            (N, 1),
            (N, 2),
            (N, 3),
            (P, 0),
            (P, 1),
            (P, 2),
            (P, 3),
            (H, 0),
            (H, 1),
            (H, 2),
            (H, 3),
            (A, 0),
            (A, 1),
            (A, 2),
            (A, 3),
        ]
    };

    #[test]
    fn all_256_values_read_as_the_tables_say() {
        for byte in 0..=255u8 {
            let class = Class::new(byte);
            assert_eq!(class.is_interindustry(), byte < 0x80);
            assert_eq!(class.is_proprietary(), byte >= 0x80);
            let high = byte >> 4;
            let Some(block) = BLOCKS.iter().find(|block| block.high == high && byte != 0xFF) else {
                assert!(high == 2 || high == 3 || byte == 0xFF);
                assert!(!class.is_valid());
                assert_eq!((class.channel(), class.is_chained()), (0, false));
                assert_eq!(class.secure_messaging(), NONE);
                continue;
            };
            assert!(class.is_valid());
            assert_eq!(class.is_chained(), block.chained, "{class}");
            let (messaging, channel) = match block.further {
                Some(messaging) => (messaging, 4 + (byte & 0x0F)),
                None => FIRST[usize::from(byte & 0x0F)],
            };
            assert_eq!(class.secure_messaging(), messaging, "{class}");
            assert_eq!(class.channel(), channel, "{class}");
        }
    }

    #[test]
    fn known_traps() {
        assert_eq!(Class::new(0x44).channel(), 8);
        assert_eq!(Class::new(0x4F).channel(), 19);
        assert_eq!(Class::new(0xC0).channel(), 4);
        assert_eq!(Class::new(0xFE).channel(), 18);
        assert_eq!(Class::new(0xEF).channel(), 19);
        assert_eq!(Class::new(0x60).secure_messaging(), SecureMessaging::HeaderNotAuthenticated);
        assert_eq!(Class::new(0x0C).secure_messaging(), SecureMessaging::HeaderAuthenticated);
        assert_eq!(Class::new(0xA0).channel(), 0);
    }

    #[test]
    fn moving_to_any_channel_keeps_the_rest() {
        for byte in 0..=255u8 {
            let class = Class::new(byte);
            for channel in 0..=255u8 {
                match class.with_channel(channel) {
                    Ok(moved) => {
                        assert!(moved.is_valid());
                        assert_eq!(moved.channel(), channel);
                        assert_eq!(moved.is_chained(), class.is_chained());
                        assert_eq!(moved.is_proprietary(), class.is_proprietary());
                        assert_eq!(moved.secure_messaging() == NONE, class.secure_messaging() == NONE);
                    }
                    Err(ClassError::ChannelOutOfRange { channel: refused }) => {
                        assert!(refused == channel && channel > MAX_CHANNEL);
                    }
                    Err(ClassError::NoChannel { class }) => assert!(!class.is_valid()),
                    Err(ClassError::Unrepresentable) => {
                        assert_eq!(channel, 19);
                        assert!(class.is_chained() && class.is_proprietary());
                        assert_ne!(class.secure_messaging(), NONE);
                    }
                }
            }
            assert_eq!(class.with_channel(class.channel()).is_ok(), class.is_valid());
            if class.is_valid() {
                assert_eq!(class.with_channel(class.channel()), Ok(class));
                assert_eq!(class.without_channel().channel(), 0);
            } else {
                assert_eq!(class.without_channel(), class);
            }
        }
        assert_eq!(Class::new(0x84).with_channel(7), Ok(Class::new(0xE3)));
        assert_eq!(Class::new(0xE3).without_channel(), Class::new(0x84));
    }

    #[test]
    fn chaining_bit_is_set_and_cleared() {
        assert_eq!(Class::new(0x00).with_chaining(true), Class::new(0x10));
        assert_eq!(Class::new(0x90).with_chaining(false), Class::new(0x80));
        assert_eq!(Class::new(0x4F).with_chaining(true), Class::new(0x5F));
        assert_eq!(Class::new(0xEF).with_chaining(true), Class::new(0xEF));
        assert_eq!(Class::new(0x20).with_chaining(true), Class::new(0x20));
    }
}
