//! Making and changing scripts.

use super::script::{Act, Cut, Extent, Kind, PinChoice, PurseScript, Spoil, Step};
use crate::random::Random;
use crate::typed::{Typed, mutate_bytes, mutate_list, mutate_number, splice_list};

/// Most acts of a script.
const ACT_LIMIT: usize = 16;

/// Most bytes of a raw command or of an update.
const BYTES_LIMIT: usize = 64;

/// Instructions that the purse knows.
const INSTRUCTIONS: [u8; 20] = [
    0x16, 0x18, 0x1E, 0x20, 0x24, 0x44, 0x50, 0x52, 0x54, 0x58, 0x5A, 0x5C, 0x5E, 0x70, 0x82, 0x84, 0xA4,
    0xB0, 0xC0, 0xDC,
];

impl Typed for PurseScript {
    fn mutate(&mut self, random: &mut Random) {
        mutate_list(&mut self.acts, ACT_LIMIT, random, Act::any, Act::mutate);
    }

    fn cross_over(&mut self, other: Self, random: &mut Random) {
        splice_list(&mut self.acts, other.acts, ACT_LIMIT, random);
    }
}

impl Act {
    fn any(random: &mut Random) -> Self {
        let spoil = random.one_in(12).then(|| Spoil::any(random));
        let cut = random.one_in(3).then(|| Cut::any(random));
        Self { step: Step::any(random), spoil, cut }
    }

    fn mutate(&mut self, random: &mut Random) {
        match random.below(6) {
            0 => {
                self.spoil = match self.spoil {
                    None => Some(Spoil::any(random)),
                    Some(Spoil { at, flip }) if random.one_in(2) => {
                        Some(Spoil { at: at.wrapping_add(1), flip })
                    }
                    Some(_) => None,
                }
            }
            1 | 2 => match &mut self.cut {
                None => self.cut = Some(Cut::any(random)),
                Some(cut) => match random.below(5) {
                    0 => self.cut = None,
                    1 => cut.writes = cut.writes.wrapping_add(1),
                    2 => cut.writes = cut.writes.saturating_sub(1),
                    3 => cut.tear = (cut.tear + 1) % 3,
                    _ => cut.recovery = random.one_in(2).then(|| (random.byte() % 8, random.byte() % 3)),
                },
            },
            _ => self.step.mutate(random),
        }
    }
}

impl Spoil {
    fn any(random: &mut Random) -> Self {
        Self { at: random.byte() % 32, flip: random.flip() }
    }
}

impl Cut {
    fn any(random: &mut Random) -> Self {
        let recovery = random.one_in(4).then(|| (random.byte() % 8, random.byte() % 3));
        Self { writes: random.byte() % 16, tear: random.byte() % 3, recovery }
    }
}

impl PinChoice {
    fn any(random: &mut Random) -> Self {
        if random.one_in(2) { Self::Right } else { Self::Number(random.byte() % 4) }
    }
}

impl Kind {
    fn any(random: &mut Random) -> Self {
        *random.pick(&Self::ALL).unwrap_or(&Self::LoadPurse)
    }
}

impl Extent {
    fn any(random: &mut Random) -> Self {
        match random.below(10) {
            0 => Self::Initialize,
            1 => Self::Interrupted,
            2 => Self::Twice,
            _ => Self::Whole,
        }
    }
}

fn any_amount(random: &mut Random) -> u32 {
    match random.below(6) {
        0 => *random.pick(&[0, 1, 100_000, 100_001, 1_000_000, 0x00FF_FFFF, u32::MAX]).unwrap_or(&0),
        1 => u32::from(random.byte()),
        _ => u32::from(random.byte()) * 100,
    }
}

impl Step {
    fn any(random: &mut Random) -> Self {
        match random.below(24) {
            0..=9 => Self::Transact {
                kind: Kind::any(random),
                amount: any_amount(random),
                minute: random.byte(),
                extent: Extent::any(random),
            },
            10..=12 => Self::Verify(PinChoice::any(random)),
            13 => Self::ChangePin { old: PinChoice::any(random), new: random.byte() % 4 },
            14 => Self::ReloadPin { new: random.byte() % 4 },
            15 => Self::UnblockPin(PinChoice::any(random)),
            16 => Self::Prove { kind: Kind::any(random), back: random.byte() % 3 },
            17 => match random.below(6) {
                0 => Self::Block { permanently: true },
                1 => Self::BlockCard,
                2 | 3 => Self::Unblock,
                _ => Self::Block { permanently: false },
            },
            18 => Self::Authenticate { external: random.one_in(2) },
            19 => match random.below(3) {
                0 => Self::Balance { deposit: random.one_in(2) },
                _ => Self::Read { file: 0x14 + random.byte() % 6, record: random.byte() % 12 },
            },
            20 => Self::Update {
                file: 0x15 + random.byte() % 3,
                offset: random.byte() % 32,
                data: random.bytes(16),
            },
            21 => Self::Reset,
            22 => Self::Raw(any_command(random)),
            _ => Self::Replay { back: random.byte() % 8 },
        }
    }

    fn mutate(&mut self, random: &mut Random) {
        match self {
            Self::Transact { kind, amount, minute, extent } => match random.below(6) {
                0 => *kind = Kind::any(random),
                1 => *extent = Extent::any(random),
                2 => *minute = random.byte(),
                3 => *amount = any_amount(random),
                _ => mutate_number(amount, random),
            },
            Self::Verify(pin) | Self::UnblockPin(pin) => *pin = PinChoice::any(random),
            Self::ChangePin { old, new } => {
                if random.one_in(2) {
                    *old = PinChoice::any(random);
                } else {
                    *new = random.byte() % 4;
                }
            }
            Self::Update { offset, data, .. } => {
                if random.one_in(2) {
                    *offset ^= random.flip();
                } else {
                    mutate_bytes(data, BYTES_LIMIT, random);
                }
            }
            Self::Raw(bytes) => mutate_bytes(bytes, BYTES_LIMIT, random),
            Self::Replay { back } => *back = random.byte() % 16,
            Self::Prove { kind, back } => {
                if random.one_in(2) {
                    *kind = Kind::any(random);
                } else {
                    *back = back.wrapping_add(1);
                }
            }
            other => *other = Self::any(random),
        }
    }
}

/// A command that may be one of the purse's.
fn any_command(random: &mut Random) -> Vec<u8> {
    let class = *random.pick(&[0x00, 0x04, 0x80, 0x84, 0x01]).unwrap_or(&0);
    let instruction = *random.pick(&INSTRUCTIONS).unwrap_or(&0);
    let mut command = vec![class, instruction, random.byte() % 6, random.byte() % 6];
    let data = random.bytes(16);
    command.push(u8::try_from(data.len()).unwrap_or(0));
    command.extend(data);
    command
}
