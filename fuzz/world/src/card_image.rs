//! Target `card_image`: a card image from somebody else, or from a disk that lies.
//!
//! An image either is refused or becomes a card that can be used. To reach behind the checksums, edits can make
//! headers and journal entries whose checksums fit.

mod edit;

use std::cell::RefCell;
use std::hash::{DefaultHasher, Hash, Hasher};

use cardamom_kernel::nvm::image::{read_image, write_image};
use cardamom_kernel::{Card, Nvm, Protocol, Tear};
use serde::{Deserialize, Serialize};

pub(crate) use self::edit::Edit;
use crate::answer::check_answer;
use crate::finding::{Finding, Oracle, ensure};
use crate::laboratory;
use crate::random::Random;
use crate::typed::{Typed, mutate_list, splice_list};
use crate::world::prepared;

/// Most edits of one image.
const EDIT_LIMIT: usize = 12;

/// An image: what it was made from, and what was done to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ImageScript {
    pub(crate) base: Base,
    pub(crate) edits: Vec<Edit>,
}

/// What an image is made from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Base {
    /// A card with two instances, at rest.
    #[default]
    AtRest,
    /// The same with a transaction that a power cut interrupted.
    Interrupted,
    /// Nothing: the edits make the file.
    Empty,
}

impl Typed for ImageScript {
    fn mutate(&mut self, random: &mut Random) {
        if random.one_in(12) {
            self.base = *random.pick(&[Base::AtRest, Base::Interrupted, Base::Empty]).unwrap_or(&self.base);
        } else {
            mutate_list(&mut self.edits, EDIT_LIMIT, random, Edit::any, Edit::mutate);
        }
    }

    fn cross_over(&mut self, other: Self, random: &mut Random) {
        splice_list(&mut self.edits, other.edits, EDIT_LIMIT, random);
    }
}

thread_local! {
    static BASES: RefCell<[Vec<u8>; 3]> = RefCell::new(bases());
}

/// The memories of the three bases, in the order of [`Base`].
fn bases() -> [Vec<u8>; 3] {
    let mut world = prepared(laboratory::card(Protocol::T1));
    let card = world.fresh();
    let at_rest = card.nvm().bytes().to_vec();
    // The fifth write of a transfer stands between the entries of the journal and its end.
    card.nvm_mut().cut_power_at(4, Tear::HalfDone);
    let _ = card.transmit(&[0x80, 0x12, 0x05, 0x00]);
    [at_rest, card.nvm().bytes().to_vec(), Vec::new()]
}

/// Opens the image and, if it is a card, uses it.
///
/// # Errors
/// The oracle that is violated.
pub(crate) fn check(script: &ImageScript) -> Result<u64, Finding> {
    let index = match script.base {
        Base::AtRest => 0,
        Base::Interrupted => 1,
        Base::Empty => 2,
    };
    let mut memory = BASES.with_borrow(|bases| bases.get(index).cloned().unwrap_or_default());
    for edit in &script.edits {
        edit.apply(&mut memory);
    }
    let mut hasher = DefaultHasher::new();
    // As a file: the image itself is damaged, and its checksum says so; refused or not, nothing panics.
    read_image(&memory).map(|nvm| nvm.length()).map_err(|error| error.to_string()).hash(&mut hasher);
    // As a memory whose image was sealed by whoever damaged it.
    let nvm = Nvm::from_bytes(memory);
    let image = write_image(&nvm);
    let again = read_image(&image);
    ensure(again.is_ok_and(|again| again.bytes() == nvm.bytes()), Oracle::RoundTrip, || {
        "the image of a memory does not read back".to_owned()
    })?;
    match Card::open(nvm, laboratory::rom(), laboratory::entropy()) {
        Ok(mut card) => use_card(&mut card, &mut hasher)?,
        Err(error) => error.to_string().hash(&mut hasher),
    }
    Ok(hasher.finish())
}

/// Boots the card twice, which must be as good as once, and sends it some commands.
fn use_card(card: &mut Card, hasher: &mut DefaultHasher) -> Result<(), Finding> {
    let opened = card.nvm().bytes().to_vec();
    if let Err(error) = card.power_on() {
        error.to_string().hash(hasher);
        return Ok(());
    }
    ensure(card.nvm().bytes() == opened, Oracle::BeforeOrAfter, || {
        "recovery is not done when the card is open: powering it on changes its memory".to_owned()
    })?;
    let select = [&[0x00, 0xA4, 0x04, 0x00, 0x06], laboratory::FIRST.as_bytes()].concat();
    let verify = [&[0x80, 0x20, 0x00, 0x00, 0x04][..], &laboratory::PIN].concat();
    let mut commands = vec![select, verify];
    commands.extend(laboratory::INSTRUCTIONS.map(|instruction| vec![0x80, instruction, 0x03, 0x05]));
    for command in &commands {
        match card.transmit(command) {
            Ok(answer) => {
                check_answer(command, answer)?;
                answer.hash(hasher);
            }
            Err(error) => error.to_string().hash(hasher),
        }
    }
    crc32fast::hash(card.nvm().bytes()).hash(hasher);
    Ok(())
}
