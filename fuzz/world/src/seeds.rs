//! The inputs that fuzzing of the typed targets begins with. Their files in `fuzz/corpus` are made from here;
//! `cargo test` sees to it that they are the same.

use crate::apdu_purse::{Act, Cut, Extent, Kind, PinChoice, PurseScript, Spoil, Step};
use crate::card_image::{Base, Edit, ImageScript};
use crate::globalplatform::{self, DomainScript, Keys, Template};
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

/// Seeds of `globalplatform`.
pub(crate) fn domains() -> Vec<Seed> {
    use globalplatform::Step as G;
    let on = |channel, step| globalplatform::Act { channel, step, spoil: None, cut: None };
    let act = |step| on(0, step);
    let open = |version, key, level| act(G::Open { keys: Keys { version, key }, level });
    let manage =
        |template, name, other, value| act(G::Manage { template, name, other, value, edits: Vec::new() });
    let put =
        |replaced, version, key| act(G::PutKey { replaced, keys: Keys { version, key }, triple_des: false });
    let select = |name| act(G::Select { name });
    let cut = |act: globalplatform::Act, writes, tear| globalplatform::Act {
        cut: Some(Cut { writes, tear, recovery: Some((1, tear)) }),
        ..act
    };
    let spoil =
        |act: globalplatform::Act, at| globalplatform::Act { spoil: Some(Spoil { at, flip: 0x10 }), ..act };
    let edit = |at, kind, value| globalplatform::Edit { at, kind, value };
    let issuer = || open(0, 0, 0x01);
    let scripts: Vec<(&'static str, Vec<globalplatform::Act>)> = vec![
        (
            "install",
            vec![
                issuer(),
                manage(Template::Install, 4, 0, 0x00),
                manage(Template::InstallNotSelectable, 5, 0, 0),
                manage(Template::MakeSelectable, 5, 0, 0x04),
                manage(Template::GetStatus, 0, 0, 0x40),
            ],
        ),
        (
            "domain",
            vec![
                open(0, 0, 0x33),
                manage(Template::InstallDomain, 2, 0, 0x41),
                manage(Template::Extradite, 3, 2, 0),
                manage(Template::RegistryUpdate, 3, 1, 0x04),
                manage(Template::DomainStatus, 1, 0, 0x80),
                manage(Template::DomainStatus, 1, 0, 0x00),
                manage(Template::ApplicationStatus, 3, 0, 0x80),
            ],
        ),
        ("delete", vec![open(0, 0, 0x03), manage(Template::DeleteRelated, 1, 0, 0)]),
        (
            "load",
            vec![
                issuer(),
                act(G::Load { name: 6, blocks: 3 }),
                manage(Template::InstallOfLoaded, 5, 6, 0),
                manage(Template::Delete, 6, 0, 0),
            ],
        ),
        (
            "load-and-delete",
            vec![
                open(0x20, 0, 0x03),
                act(G::Load { name: 6, blocks: 2 }),
                manage(Template::InstallOfLoaded, 5, 6, 0),
                manage(Template::DeleteRelated, 6, 0, 0),
                manage(Template::InstallForLoad, 6, 1, 0),
                manage(Template::LoadBlock, 0, 0, 0x00),
                manage(Template::GetData, 0, 0, 0x66),
            ],
        ),
        ("torn-load", vec![issuer(), cut(act(G::Load { name: 6, blocks: 3 }), 2, 1), select(0)]),
        (
            "keys",
            vec![
                issuer(),
                manage(Template::DeleteKey, 0, 0, 0x20),
                put(0, 0x30, 1),
                open(0x30, 1, 0x33),
                put(0, 0x32, 2),
                put(0x30, 0x31, 1),
                manage(Template::DeleteKey, 0, 0, 0x70),
            ],
        ),
        ("domain-keys", vec![select(1), issuer(), put(0, 0x30, 2), open(0x30, 2, 0x11), open(0, 2, 0x01)]),
        (
            "torn-keys",
            vec![issuer(), cut(put(0, 0x30, 1), 5, 2), issuer(), put(0, 0x30, 1), open(0x30, 1, 1)],
        ),
        ("torn-delete", vec![issuer(), cut(manage(Template::DeleteRelated, 1, 0, 0), 3, 1), issuer()]),
        (
            "torn-status",
            (2..7)
                .flat_map(|writes| [issuer(), cut(manage(Template::DomainStatus, 1, 0, 0x80), writes, 2)])
                .collect(),
        ),
        (
            "torn-registry-update",
            [issuer(), manage(Template::InstallDomain, 2, 0, 0x00)]
                .into_iter()
                .chain((2..8).flat_map(|writes| {
                    [issuer(), cut(manage(Template::RegistryUpdate, 3, 2, 0x04), writes, 1)]
                }))
                .collect(),
        ),
        (
            "last-keys",
            vec![
                issuer(),
                manage(Template::DeleteKey, 0, 0, 0x20),
                manage(Template::DeleteKey, 0, 0, 0xFF),
                act(G::PutKey { replaced: 0, keys: Keys { version: 0x30, key: 1 }, triple_des: true }),
                manage(Template::DeleteKey, 0, 0, 0x30),
            ],
        ),
        (
            "card-life",
            vec![
                issuer(),
                manage(Template::CardStatus, 0, 0, 0x07),
                manage(Template::CardStatus, 0, 0, 0x0F),
                manage(Template::CardStatus, 0, 0, 0x7F),
                manage(Template::Install, 4, 0, 0),
                manage(Template::CardStatus, 0, 0, 0x0F),
            ],
        ),
        ("terminated", vec![issuer(), manage(Template::CardStatus, 0, 0, 0xFF), issuer(), select(0)]),
        (
            "rename",
            vec![
                issuer(),
                manage(Template::Rename, 9, 0, 0),
                select(9),
                issuer(),
                manage(Template::Delete, 3, 0, 0),
            ],
        ),
        (
            "store-data",
            vec![
                issuer(),
                manage(Template::StoreData, 0, 0, 0x08),
                manage(Template::Personalization, 3, 0, 0),
                manage(Template::StoreDataBlock, 0, 0, 0x80),
                manage(Template::StoreDataBlock, 0, 0, 0x00),
                manage(Template::StoreDataBlock, 0, 0, 0x81),
            ],
        ),
        (
            "channels",
            vec![
                on(1, G::Channel { open: true }),
                on(1, G::Select { name: 0 }),
                on(1, G::Open { keys: Keys { version: 0x20, key: 0 }, level: 0x01 }),
                issuer(),
                on(
                    1,
                    G::Manage { template: Template::Install, name: 4, other: 0, value: 0, edits: Vec::new() },
                ),
                manage(Template::Delete, 4, 0, 0),
                on(1, G::Channel { open: false }),
            ],
        ),
        (
            "attacks",
            vec![
                issuer(),
                manage(Template::Install, 4, 0, 0),
                act(G::Replay { back: 0 }),
                issuer(),
                spoil(manage(Template::Delete, 3, 0, 0), 7),
                manage(Template::Delete, 3, 0, 0),
                act(G::Raw(vec![0x80, 0xE4, 0x00, 0x00, 0x08, 0x4F, 0x06, 0xA0, 0, 0, 0, 0xF0, 0x02, 0])),
            ],
        ),
        ("guesses", (0..11).map(|_| open(0, 1, 0x01)).chain([issuer(), act(G::Reset), issuer()]).collect()),
        (
            "forged",
            vec![
                issuer(),
                act(G::Manage {
                    template: Template::InstallDomain,
                    name: 2,
                    other: 0,
                    value: 1,
                    edits: vec![edit(30, 0, 0xFF), edit(3, 2, 0)],
                }),
                act(G::Plain(vec![0x80, 0xD8, 0x00, 0x81, 0x03, 0x30, 0x88, 0x10, 0x00])),
                manage(Template::Install, 4, 0, 0x80),
            ],
        ),
    ];
    scripts.into_iter().map(|(name, acts)| (name, DomainScript { acts }.to_bytes())).collect()
}
