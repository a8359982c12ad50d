//! Transmission protocols: what a card offers in its answer to reset and what a client asks for.

/// A protocol that a card connection can use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    /// T=0 (ISO 7816-3 §10).
    T0,
    /// T=1 (ISO 7816-3 §11).
    T1,
    /// Bytes as they are.
    Raw,
}

impl Protocol {
    /// The bit `SCARD_PROTOCOL_*` of this protocol.
    pub(super) fn bit(self) -> u32 {
        match self {
            Self::T0 => Preferred::T0,
            Self::T1 => Preferred::T1,
            Self::Raw => Preferred::RAW,
        }
    }
}

/// A set of protocols that a client can use: bits `SCARD_PROTOCOL_*`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Preferred(pub(super) u32);

impl Preferred {
    const T0: u32 = 1;
    const T1: u32 = 2;
    const RAW: u32 = 4;
    /// Any protocol of the card, in the manner of clients from before pcsc-lite 1.3.
    const ANY_OLD: u32 = 0x1000;

    pub(super) fn is_any(self) -> bool {
        self.0 & (Self::T0 | Self::T1 | Self::RAW | Self::ANY_OLD) != 0
    }

    pub(super) fn has_raw(self) -> bool {
        self.0 & Self::RAW != 0
    }

    pub(super) fn has_any_old(self) -> bool {
        self.0 & Self::ANY_OLD != 0
    }

    /// Whether the client can use the protocol.
    pub(super) fn has(self, protocol: Protocol) -> bool {
        self.0 & protocol.bit() != 0 || (self.has_any_old() && protocol != Protocol::Raw)
    }

    /// The protocol for a card that has just been reset: T=1 before T=0, as pcscd chooses. `None` if the
    /// card offers none that the client can use.
    pub(super) fn choose(self, atr: &[u8]) -> Option<Protocol> {
        let offered = offered(atr);
        [Protocol::T1, Protocol::T0]
            .into_iter()
            .find(|&protocol| offered & protocol.bit() != 0 && self.has(protocol))
    }
}

/// The protocols that an answer to reset offers, as bits `SCARD_PROTOCOL_*` (ISO 7816-3 §8.2.3): the T of
/// every TDi, only that of TA2 if the card is in specific mode (§8.3), T=0 if none is given.
fn offered(atr: &[u8]) -> u32 {
    let (mut offered, mut at) = (0, 1);
    let mut level = 0;
    // Y(1) stands in T0, Y(i+1) in TDi: which of TA, TB, TC and TD follow.
    while let Some(&indicator) = atr.get(at) {
        if level > 0 {
            offered |= match indicator & 0x0F {
                0 => Preferred::T0,
                1 => Preferred::T1,
                _ => 0,
            };
        }
        level += 1;
        if level == 2
            && indicator & 0x10 != 0
            && let Some(specific) = atr.get(at + 1)
        {
            return if specific & 0x0F == 1 { Preferred::T1 } else { Preferred::T0 };
        }
        if indicator & 0x80 == 0 {
            break;
        }
        at += usize::try_from((indicator >> 4).count_ones()).unwrap_or(4);
    }
    if offered == 0 { Preferred::T0 } else { offered }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choose(bits: u32, atr: &[u8]) -> Option<Protocol> {
        Preferred(bits).choose(atr)
    }

    #[test]
    fn the_answer_to_reset_decides_the_protocol() {
        let t0 = [0x3B, 0x00];
        let t1 = [0x3B, 0x80, 0x01, 0x81];
        let both = [0x3B, 0x80, 0x80, 0x01, 0x01];
        // TA1, TD1 (T=0 first), TA2: specific mode, T=1.
        let specific = [0x3B, 0x90, 0x95, 0x90, 0x01, 0x01];
        assert_eq!(choose(3, &t0), Some(Protocol::T0));
        assert_eq!(choose(2, &t0), None);
        assert_eq!(choose(3, &t1), Some(Protocol::T1));
        assert_eq!(choose(1, &t1), None);
        assert_eq!(choose(3, &both), Some(Protocol::T1));
        assert_eq!(choose(1, &both), Some(Protocol::T0));
        assert_eq!(choose(3, &specific), Some(Protocol::T1));
        assert_eq!(choose(1, &specific), None);
        assert_eq!(choose(0x1000, &both), Some(Protocol::T1));
    }

    #[test]
    fn a_broken_answer_to_reset_means_t0() {
        assert_eq!(choose(3, &[]), Some(Protocol::T0));
        assert_eq!(choose(3, &[0x3B]), Some(Protocol::T0));
        assert_eq!(choose(3, &[0x3B, 0xF0]), Some(Protocol::T0));
        assert_eq!(choose(3, &[0x3B, 0x80, 0x8F, 0x0E]), Some(Protocol::T0));
    }
}
