//! Making and changing scripts.

use super::script::{Act, DomainScript, Edit, Keys, Step, Template};
use crate::apdu_purse::{Cut, Spoil};
use crate::random::Random;
use crate::typed::{Typed, mutate_bytes, mutate_list, splice_list};

/// Most acts of a script.
const ACT_LIMIT: usize = 16;
/// Most bytes of a command that is given whole.
const BYTES_LIMIT: usize = 64;
/// Most edits of one command.
const EDIT_LIMIT: usize = 4;

/// Versions that key sets have, and some that they may not.
const VERSIONS: [u8; 8] = [0x00, 0xFF, 0x20, 0x30, 0x31, 0x32, 0x70, 0x7F];
/// Instructions that security domains know.
const INSTRUCTIONS: [u8; 12] = [0x50, 0x82, 0xA4, 0xCA, 0xCB, 0xD8, 0xE2, 0xE4, 0xE6, 0xE8, 0xF0, 0xF2];
/// Bytes that mean something in one command or another: privileges, states, tags.
const VALUES: [u8; 20] = [
    0x00, 0x01, 0x04, 0x07, 0x0F, 0x10, 0x20, 0x40, 0x42, 0x4F, 0x70, 0x7F, 0x80, 0x83, 0xA0, 0xC1, 0xC9,
    0xE0, 0xEF, 0xFF,
];

impl Typed for DomainScript {
    fn mutate(&mut self, random: &mut Random) {
        mutate_list(&mut self.acts, ACT_LIMIT, random, Act::any, Act::mutate);
    }

    fn cross_over(&mut self, other: Self, random: &mut Random) {
        splice_list(&mut self.acts, other.acts, ACT_LIMIT, random);
    }
}

fn value(random: &mut Random) -> u8 {
    if random.one_in(3) { random.byte() } else { *random.pick(&VALUES).unwrap_or(&0) }
}

fn version(random: &mut Random) -> u8 {
    if random.one_in(16) { random.byte() } else { *random.pick(&VERSIONS).unwrap_or(&0) }
}

impl Act {
    fn any(random: &mut Random) -> Self {
        // Mostly the basic channel: a session is worth most where it is used.
        let channel = if random.one_in(4) { random.byte() % 3 } else { 0 };
        let spoil = random.one_in(12).then(|| Spoil { at: random.byte() % 64, flip: random.flip() });
        let cut = random.one_in(4).then(|| any_cut(random));
        Self { channel, step: Step::any(random), spoil, cut }
    }

    fn mutate(&mut self, random: &mut Random) {
        match random.below(8) {
            0 => self.channel = random.byte() % 3,
            1 => {
                self.spoil = match self.spoil {
                    None => Some(Spoil { at: random.byte() % 64, flip: random.flip() }),
                    Some(_) => None,
                }
            }
            2 | 3 => match &mut self.cut {
                None => self.cut = Some(any_cut(random)),
                Some(cut) => match random.below(4) {
                    0 => self.cut = None,
                    1 => cut.writes = cut.writes.wrapping_add(1),
                    2 => cut.writes = cut.writes.saturating_sub(1),
                    _ => cut.tear = (cut.tear + 1) % 3,
                },
            },
            _ => self.step.mutate(random),
        }
    }
}

fn any_cut(random: &mut Random) -> Cut {
    let recovery = random.one_in(4).then(|| (random.byte() % 8, random.byte() % 3));
    Cut { writes: random.byte() % 40, tear: random.byte() % 3, recovery }
}

impl Keys {
    fn any(random: &mut Random) -> Self {
        Self { version: version(random), key: random.byte() % 3 }
    }
}

fn any_edit(random: &mut Random) -> Edit {
    Edit { at: random.byte() % 48, kind: random.byte() % 4, value: value(random) }
}

fn any_command(random: &mut Random) -> Vec<u8> {
    let instruction = *random.pick(&INSTRUCTIONS).unwrap_or(&0);
    let data = random.bytes(24);
    let length = u8::try_from(data.len()).unwrap_or(0);
    [&[0x80, instruction, value(random), value(random), length], &data[..]].concat()
}

impl Step {
    fn any(random: &mut Random) -> Self {
        match random.below(24) {
            0 => Self::Channel { open: !random.one_in(3) },
            1 => Self::Select { name: random.byte() % 11 },
            2..=5 => {
                let levels = [0x00, 0x01, 0x03, 0x11, 0x13, 0x33];
                // Initial keys with their key: what opens most often.
                let keys = if random.one_in(2) { Keys { version: 0, key: 0 } } else { Keys::any(random) };
                Self::Open { keys, level: *random.pick(&levels).unwrap_or(&1) }
            }
            6 => Self::Begin { version: version(random) },
            7 | 8 => Self::PutKey {
                replaced: if random.one_in(2) { 0 } else { version(random) & 0x7F },
                keys: Keys::any(random),
                triple_des: random.one_in(4),
            },
            9 | 10 => Self::Load { name: random.byte() % 11, blocks: 1 + random.byte() % 4 },
            11 => Self::Plain(any_command(random)),
            12 => Self::Raw(any_command(random)),
            13 => Self::Replay { back: random.byte() % 8 },
            14 => Self::Reset,
            _ => Self::Manage {
                template: *random.pick(&Template::ALL).unwrap_or(&Template::Delete),
                name: random.byte() % 11,
                other: random.byte() % 11,
                value: value(random),
                edits: Vec::new(),
            },
        }
    }

    fn mutate(&mut self, random: &mut Random) {
        match self {
            Self::Manage { name, other, value: byte, edits, template } => match random.below(6) {
                0 => *name = random.byte() % 11,
                1 => *other = random.byte() % 11,
                2 => *byte = value(random),
                3 => *template = *random.pick(&Template::ALL).unwrap_or(template),
                _ => {
                    mutate_list(edits, EDIT_LIMIT, random, any_edit, |edit, random| *edit = any_edit(random));
                }
            },
            Self::Plain(bytes) | Self::Raw(bytes) if random.one_in(2) => {
                mutate_bytes(bytes, BYTES_LIMIT, random);
            }
            Self::PutKey { replaced, keys, triple_des } => match random.below(3) {
                0 => *replaced = version(random) & 0x7F,
                1 => *keys = Keys::any(random),
                _ => *triple_des = !*triple_des,
            },
            Self::Load { name, blocks } => match random.below(2) {
                0 => *name = random.byte() % 11,
                _ => *blocks = 1 + random.byte() % 4,
            },
            Self::Open { keys, level } => match random.below(2) {
                0 => *keys = Keys::any(random),
                _ => *level = random.byte(),
            },
            step => *step = Self::any(random),
        }
    }
}
