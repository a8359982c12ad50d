//! The inputs that fuzzing of the typed targets begins with. Their files in `fuzz/corpus` are made from here;
//! `cargo test` sees to it that they are the same.

use crate::apdu_purse::{Act, Cut, Extent, Kind, PinChoice, PurseScript, Spoil, Step};
use crate::card_image::{Base, Edit, ImageScript};
use crate::typed::Typed;

/// A seed: the name of its file, and its content.
pub(crate) type Seed = (&'static str, Vec<u8>);

fn act(step: Step) -> Act {
    Act { step, spoil: None, cut: None }
}

fn transact(kind: Kind, amount: u32) -> Act {
    act(Step::Transact { kind, amount, minute: 0, extent: Extent::Whole })
}

fn to_extent(kind: Kind, amount: u32, extent: Extent) -> Act {
    act(Step::Transact { kind, amount, minute: 7, extent })
}

fn torn(act: Act, writes: u8, tear: u8) -> Act {
    Act { cut: Some(Cut { writes, tear, recovery: None }), ..act }
}

fn torn_twice(act: Act, writes: u8, recovery: u8) -> Act {
    Act { cut: Some(Cut { writes, tear: 1, recovery: Some((recovery, 2)) }), ..act }
}

fn spoiled(act: Act, at: u8) -> Act {
    Act { spoil: Some(Spoil { at, flip: 0x01 }), ..act }
}

const RIGHT: Step = Step::Verify(PinChoice::Right);
const WRONG: Step = Step::Verify(PinChoice::Number(3));

/// Seeds of `apdu_purse`.
pub(crate) fn purse() -> Vec<Seed> {
    use Kind::{
        Composite, LoadDeposit, LoadPurse, Overdraft, PurchaseDeposit, PurchasePurse, Unload, Withdraw,
    };
    let load = transact(LoadPurse, 5_000);
    let prove = |kind| act(Step::Prove { kind, back: 1 });
    let scripts: Vec<(&'static str, Vec<Act>)> = vec![
        ("load-and-purchase", vec![load.clone(), transact(PurchasePurse, 1_234), prove(PurchasePurse)]),
        (
            "deposit",
            vec![
                act(RIGHT),
                transact(LoadDeposit, 10_000),
                transact(PurchaseDeposit, 500),
                transact(Withdraw, 1_000),
                transact(Unload, 2_000),
                prove(Unload),
            ],
        ),
        (
            "overdraft",
            vec![
                act(RIGHT),
                transact(Overdraft, 3_000),
                transact(Withdraw, 2_500),
                transact(Unload, 1),
                transact(Overdraft, 100),
                transact(Overdraft, 2_600),
            ],
        ),
        ("composite", vec![load.clone(), transact(Composite, 10), act(Step::Read { file: 0x17, record: 1 })]),
        (
            "limits",
            vec![transact(LoadPurse, 100_000), transact(LoadPurse, 1), transact(PurchasePurse, 100_001)],
        ),
        (
            "extents",
            vec![
                to_extent(LoadPurse, 100, Extent::Twice),
                to_extent(LoadPurse, 100, Extent::Interrupted),
                to_extent(PurchasePurse, 10, Extent::Twice),
                to_extent(PurchasePurse, 10, Extent::Interrupted),
                to_extent(PurchasePurse, 10, Extent::Initialize),
                act(Step::Replay { back: 2 }),
            ],
        ),
        ("torn-load", vec![torn(load.clone(), 3, 0), prove(LoadPurse), torn(load.clone(), 4, 1)]),
        (
            "torn-purchase",
            vec![load.clone(), torn(transact(PurchasePurse, 7), 5, 2), torn(load.clone(), 7, 0)],
        ),
        (
            "torn-twice",
            vec![load.clone(), torn_twice(transact(PurchasePurse, 7), 6, 1), transact(PurchasePurse, 8)],
        ),
        ("torn-composite", vec![load.clone(), torn_twice(transact(Composite, 7), 8, 0)]),
        ("torn-unload", vec![act(RIGHT), transact(LoadDeposit, 900), torn(transact(Unload, 100), 6, 1)]),
        (
            "torn-overdraft",
            vec![act(RIGHT), torn(transact(Overdraft, 900), 5, 1), act(RIGHT), transact(Withdraw, 5)],
        ),
        (
            "pin-blocked",
            vec![
                act(WRONG),
                act(WRONG),
                act(WRONG),
                act(RIGHT),
                act(Step::UnblockPin(PinChoice::Right)),
                act(RIGHT),
            ],
        ),
        (
            "torn-pin",
            vec![torn(act(WRONG), 0, 1), torn(act(RIGHT), 1, 2), torn(act(WRONG), 0, 2), act(RIGHT)],
        ),
        (
            "pin-changed",
            vec![
                act(Step::ChangePin { old: PinChoice::Right, new: 1 }),
                torn(act(Step::ChangePin { old: PinChoice::Right, new: 2 }), 3, 1),
                act(Step::ReloadPin { new: 3 }),
                torn(act(Step::ReloadPin { new: 0 }), 2, 2),
                act(RIGHT),
            ],
        ),
        ("wrong-macs", (0..11).map(|_| spoiled(transact(LoadPurse, 1), 15)).chain([load.clone()]).collect()),
        (
            "blocked",
            vec![act(Step::Block { permanently: false }), load.clone(), act(Step::Unblock), load.clone()],
        ),
        (
            "torn-block",
            vec![torn(act(Step::Block { permanently: false }), 1, 1), act(Step::Unblock), load.clone()],
        ),
        (
            "card-blocked",
            vec![load.clone(), act(Step::BlockCard), transact(PurchasePurse, 1), act(Step::Unblock)],
        ),
        (
            "files",
            vec![
                act(Step::Update { file: 0x16, offset: 2, data: b"BERTA".to_vec() }),
                torn(act(Step::Update { file: 0x15, offset: 28, data: vec![1, 2] }), 2, 1),
                act(Step::Read { file: 0x16, record: 0 }),
                act(RIGHT),
                act(Step::Read { file: 0x18, record: 1 }),
            ],
        ),
        (
            "authenticate",
            vec![
                act(Step::Authenticate { external: true }),
                spoiled(act(Step::Authenticate { external: true }), 9),
                act(Step::Authenticate { external: false }),
                act(Step::Read { file: 0x18, record: 1 }),
            ],
        ),
        (
            "raw",
            vec![
                act(Step::Raw(vec![0x00, 0xC0, 0x00, 0x00, 0x00])),
                act(Step::Raw(vec![0x00, 0x70, 0x00, 0x00, 0x01])),
                act(Step::Raw(vec![0x80, 0x50, 0x00, 0x02, 0x0B, 1, 0, 0, 0, 9, 0, 0, 0, 0, 0, 1, 0x04])),
                act(Step::Reset),
                act(Step::Balance { deposit: false }),
                act(Step::Balance { deposit: true }),
            ],
        ),
    ];
    scripts.into_iter().map(|(name, acts)| (name, PurseScript { acts }.to_bytes())).collect()
}

/// Seeds of `card_image`.
pub(crate) fn images() -> Vec<Seed> {
    let journal_entry =
        |offset, length, old: &[u8]| Edit::JournalEntry { place: 0, offset, length, old: old.to_vec() };
    let scripts = vec![
        ("at-rest", Base::AtRest, vec![]),
        ("interrupted", Base::Interrupted, vec![]),
        ("empty", Base::Empty, vec![]),
        ("no-card", Base::Empty, vec![Edit::Extend { bytes: vec![0; 40] }]),
        ("truncated", Base::AtRest, vec![Edit::Truncate { length: 5_000 }]),
        ("longer", Base::AtRest, vec![Edit::Extend { bytes: vec![7; 9] }]),
        ("header-sizes", Base::AtRest, vec![Edit::Header { field: 3, value: u32::MAX }]),
        ("header-objects", Base::AtRest, vec![Edit::Header { field: 4, value: 1 }]),
        ("header-transient", Base::AtRest, vec![Edit::Header { field: 5, value: 0 }]),
        ("journal-outside", Base::AtRest, vec![journal_entry(0x8000, 8, &[0; 8])]),
        ("journal-overflow", Base::AtRest, vec![journal_entry(u32::MAX, 4, &[0; 4])]),
        ("journal-long", Base::AtRest, vec![journal_entry(9_000, u32::MAX, &[0; 4])]),
        ("journal-header", Base::AtRest, vec![journal_entry(0, 4, b"XXXX")]),
        ("journal-itself", Base::Interrupted, vec![journal_entry(48, 4, &[0xFF; 4])]),
        ("journal-sequence", Base::Interrupted, vec![Edit::JournalHeader { slot: 0, sequence: u32::MAX }]),
        ("table-kind", Base::AtRest, vec![Edit::Table { line: 3, byte: 0, value: 5 }]),
        ("table-length", Base::AtRest, vec![Edit::Table { line: 4, byte: 13, value: 0xFF }]),
        ("heap", Base::AtRest, vec![Edit::Flip { offset: 8_240, bytes: vec![1] }]),
        ("registry", Base::AtRest, vec![Edit::Write { offset: 8_300, bytes: vec![0xFF; 16] }]),
    ];
    scripts.into_iter().map(|(name, base, edits)| (name, ImageScript { base, edits }.to_bytes())).collect()
}
