use proptest::prelude::*;

use super::monotone::MONOTONE_LENGTH;
use super::*;
use crate::nvm::Tear;

fn bytes(length: usize, owner: u16) -> NewObject {
    NewObject {
        kind: ObjectKind::Bytes,
        storage: Storage::Persistent,
        context: ContextId(1),
        owner: InstanceId(owner),
        global: false,
        length,
    }
}

fn memory() -> Memory {
    Memory::format(Geometry { nvm_length: 4096, journal_length: 1024, object_count: 32, ..Geometry::SMALL })
        .unwrap()
}

#[derive(Clone, Debug)]
enum Step {
    Create(usize),
    CreateTransient(usize),
    Write(usize, usize, Vec<u8>),
    Delete(usize),
    Begin,
    Commit,
    Abort,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (1usize..120).prop_map(Step::Create),
        1 => (1usize..120).prop_map(Step::CreateTransient),
        4 => (0usize..12, 0usize..60, prop::collection::vec(any::<u8>(), 1..30)).prop_map(|(o, a, d)| Step::Write(o, a, d)),
        1 => (0usize..12).prop_map(Step::Delete),
        1 => Just(Step::Begin),
        1 => Just(Step::Commit),
        1 => Just(Step::Abort),
    ]
}

/// Persistent content as an outside observer sees it.
fn content(memory: &Memory) -> Vec<(ObjectRef, Vec<u8>)> {
    memory
        .objects()
        .map(|(object, entry)| {
            let bytes = match entry.storage {
                Storage::Persistent => memory.content(&entry).unwrap().to_vec(),
                Storage::Transient(_) => vec![0; entry.length],
            };
            (object, bytes)
        })
        .collect()
}

fn apply(memory: &mut Memory, known: &mut Vec<ObjectRef>, step: &Step) -> Result<(), Error> {
    match step {
        Step::Create(length) => known.push(memory.create(bytes(*length, 1))?),
        Step::CreateTransient(length) => known.push(
            memory.create(NewObject { storage: Storage::Transient(Clear::OnReset), ..bytes(*length, 1) })?,
        ),
        Step::Write(object, offset, data) => {
            if let Some(object) = known.get(*object) {
                memory.write(*object, *offset, data)?;
            }
        }
        Step::Delete(object) => {
            if *object < known.len() {
                memory.delete(known[*object])?;
            }
        }
        Step::Begin => memory.begin()?,
        Step::Commit => memory.commit()?,
        Step::Abort => memory.abort()?,
    }
    Ok(())
}

fn free_space_is_erased(memory: &Memory) -> bool {
    memory
        .heap
        .ranges()
        .into_iter()
        .all(|(offset, length)| memory.nvm.read(offset, length).unwrap().iter().all(|byte| *byte == 0))
}

proptest! {
    /// The content after a power cut is one that the observer could have seen at a boundary between steps: the
    /// last one outside of a transaction, or the one that the interrupted step leads to.
    #[test]
    fn a_cut_at_any_write_leaves_a_state_between_two_steps(
        steps in prop::collection::vec(step(), 1..30), tear in 0usize..3,
    ) {
        // The durable state after each step, without cuts.
        let mut model = memory();
        let mut known = Vec::new();
        let mut durable = Vec::from([content(&model)]);
        for step in &steps {
            let _ = apply(&mut model, &mut known, step);
            let state = if model.is_in_transaction() { durable.last().unwrap().clone() } else { content(&model) };
            durable.push(state);
        }
        let total = model.nvm().writes();
        let mut cut = memory().nvm().writes();
        while cut < total {
            let mut memory = memory();
            let before = memory.nvm().writes();
            memory.nvm_mut().cut_power_at(cut - before, Tear::ALL[tear]);
            let mut known = Vec::new();
            let mut interrupted = None;
            for (index, step) in steps.iter().enumerate() {
                if apply(&mut memory, &mut known, step) == Err(Error::PowerLost) {
                    interrupted = Some(index);
                    break;
                }
            }
            let interrupted = interrupted.unwrap();
            memory.reboot().unwrap();
            let state = content(&memory);
            prop_assert!(
                state == durable[interrupted] || state == durable[interrupted + 1],
                "cut at write {} in step {}: {:?}", cut, interrupted, steps[interrupted]
            );
            prop_assert!(free_space_is_erased(&memory));
            cut += 1;
        }
    }

    #[test]
    fn what_is_deleted_gives_its_space_back_to_the_byte(lengths in prop::collection::vec(1usize..200, 1..10)) {
        let mut memory = memory();
        let free = memory.free();
        let objects: Vec<_> = lengths.iter().filter_map(|length| memory.create(bytes(*length, 1)).ok()).collect();
        for object in objects {
            memory.write(object, 0, &[0xAA]).unwrap();
            memory.delete(object).unwrap();
            prop_assert!(memory.entry(object).is_err());
        }
        prop_assert_eq!(memory.free(), free);
        prop_assert!(free_space_is_erased(&memory));
    }

    #[test]
    fn booting_arbitrary_content_never_panics(mut image in prop::collection::vec(any::<u8>(), 4096), keep in 0usize..2000) {
        let good = memory();
        let keep = &good.nvm().bytes()[..keep];
        image[..keep.len()].copy_from_slice(keep);
        let _ = Memory::boot(Nvm::from_bytes(image));
    }
}

#[test]
fn a_monotone_value_outlives_the_abort_and_a_torn_write_leaves_the_old_one() {
    for tear in Tear::ALL {
        let mut memory = memory();
        let counter =
            memory.create(NewObject { kind: ObjectKind::Monotone, ..bytes(MONOTONE_LENGTH, 1) }).unwrap();
        memory.initialize_monotone(counter, 3).unwrap();
        memory.begin().unwrap();
        memory.set_monotone(counter, 2).unwrap();
        memory.abort().unwrap();
        assert_eq!(memory.monotone(counter), Ok(2));
        memory.nvm_mut().cut_power_at(0, tear);
        assert_eq!(memory.set_monotone(counter, 1), Err(Error::PowerLost));
        memory.reboot().unwrap();
        assert_eq!(memory.monotone(counter), Ok(2), "the interrupted write is not done");
    }
}

#[test]
fn a_reference_to_an_object_of_an_aborted_transaction_means_nothing() {
    let mut memory = memory();
    memory.begin().unwrap();
    let ghost = memory.create(bytes(16, 1)).unwrap();
    memory.abort().unwrap();
    let successor = memory.create(bytes(16, 2)).unwrap();
    assert_eq!(memory.entry(ghost), Err(Fault::StaleReference.into()));
    assert!(memory.entry(successor).is_ok());
}

#[test]
fn an_object_deleted_in_an_aborted_transaction_is_back_with_its_content() {
    let mut memory = memory();
    let object = memory.create(bytes(16, 1)).unwrap();
    memory.write(object, 0, b"sixteen bytes ok").unwrap();
    memory.begin().unwrap();
    memory.delete(object).unwrap();
    let other = memory.create(bytes(16, 1)).unwrap();
    memory.write(other, 0, &[0xFF; 16]).unwrap();
    memory.abort().unwrap();
    let entry = memory.entry(object).unwrap();
    assert_eq!(memory.content(&entry).unwrap(), b"sixteen bytes ok");
}

#[test]
fn a_memory_whose_formatting_was_cut_is_blank() {
    let geometry = Geometry { nvm_length: 4096, journal_length: 1024, object_count: 32, ..Geometry::SMALL };
    let mut nvm = Nvm::erased(geometry.nvm_length);
    Journal::format(&mut nvm, geometry.journal_start(), geometry.journal_length).unwrap();
    assert_eq!(Memory::boot(nvm).unwrap_err(), BootError::Blank);
}

#[test]
fn what_a_transaction_deleted_stays_untouched_until_commit_even_if_memory_runs_out() {
    let mut memory = memory();
    let object = memory.create(bytes(900, 1)).unwrap();
    memory.write(object, 0, &[0xAA; 900]).unwrap();
    memory.begin().unwrap();
    memory.delete(object).unwrap();
    // Too large for what is free without the deleted object's space; the smaller one fits elsewhere.
    assert_eq!(memory.create(bytes(2000, 1)), Err(Fault::NotEnoughMemory.into()));
    let other = memory.create(bytes(900, 1)).unwrap();
    memory.write(other, 0, &[0xBB; 900]).unwrap();
    memory.abort().unwrap();
    let entry = memory.entry(object).unwrap();
    assert_eq!(memory.content(&entry).unwrap(), [0xAA; 900]);
}

#[test]
fn residues_of_a_deletion_cut_before_its_erasure_are_erased_when_the_memory_is_opened() {
    for cut in 0.. {
        let mut memory = memory();
        let object = memory.create(bytes(16, 1)).unwrap();
        memory.write(object, 0, &[0xAA; 16]).unwrap();
        memory.nvm_mut().cut_power_at(cut, Tear::NotDone);
        let done = memory.delete(object).is_ok();
        let (memory, _) = Memory::boot(Nvm::from_bytes(memory.nvm().bytes().to_vec())).unwrap();
        assert!(free_space_is_erased(&memory));
        if done {
            break;
        }
    }
}

fn ram_is_erased(memory: &Memory) -> bool {
    memory
        .on_reset
        .free
        .ranges()
        .into_iter()
        .all(|(o, l)| memory.on_reset.bytes[o..o + l].iter().all(|b| *b == 0))
}

proptest! {
    #[test]
    fn free_space_is_erased_and_complete_outside_of_transactions(
        steps in prop::collection::vec(step(), 1..40),
    ) {
        let mut memory = memory();
        let mut known = Vec::new();
        for step in &steps {
            let _ = apply(&mut memory, &mut known, step);
            if !memory.is_in_transaction() {
                prop_assert!(free_space_is_erased(&memory));
                prop_assert!(ram_is_erased(&memory));
                let heap = memory.heap.clone();
                let free = memory.free();
                memory.rebuild_free_space().unwrap();
                prop_assert_eq!(&memory.heap, &heap);
                prop_assert_eq!(memory.free(), free);
                prop_assert!(free_space_is_erased(&memory));
            }
        }
        // And RAM view equals what a boot finds.
        if !memory.is_in_transaction() {
            let seen = content(&memory);
            memory.reboot().unwrap();
            prop_assert_eq!(content(&memory), seen);
        }
    }
}
