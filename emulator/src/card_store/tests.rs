use super::*;
use proptest::prelude::*;

/// A store with a memory of 2 whole pages and a short one, in a folder of its own.
fn small_store() -> (tempfile::TempDir, PathBuf, Nvm) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.card");
    let bytes: Vec<u8> = (0..2 * PAGE_LENGTH + 10).map(|index| index.to_le_bytes()[0]).collect();
    let mut nvm = Nvm::from_bytes(bytes);
    drop(CardStore::create(&path, &CardMetadata::now("test"), &mut nvm).unwrap());
    (folder, path, nvm)
}

#[test]
fn what_was_saved_is_there_after_reopening() {
    let (_folder, path, _) = small_store();
    let (store, mut nvm) = CardStore::open(&path).unwrap();
    nvm.write(PAGE_LENGTH - 1, &[0xAA, 0xBB]).unwrap();
    nvm.write(2 * PAGE_LENGTH + 9, &[0xCC]).unwrap();
    store.save(&mut nvm).unwrap();
    assert!(!nvm.has_changed_pages());
    nvm.write(0, &[0xDD]).unwrap();
    assert_eq!(store.load().unwrap().bytes()[0], 0, "not saved yet");
    drop(store);
    let (store, again) = CardStore::open(&path).unwrap();
    assert_eq!(&again.bytes()[1..], &nvm.bytes()[1..]);
    assert_eq!(store.metadata().profile, "test");
    assert!(store.metadata().created.elapsed().unwrap() < Duration::from_secs(600));
}

#[test]
fn a_card_is_never_overwritten() {
    let (folder, path, mut nvm) = small_store();
    let again = CardStore::create(&path, &CardMetadata::now("other"), &mut nvm);
    assert!(matches!(again, Err(CardStoreError::AlreadyExists { .. })));
    let files = fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(files, 1, "nothing but the card is left");
}

#[test]
fn an_open_card_is_in_use() {
    let (_folder, path, _) = small_store();
    let (store, _) = CardStore::open(&path).unwrap();
    assert!(matches!(CardStore::open(&path), Err(CardStoreError::InUse { .. })));
    drop(store);
    CardStore::open(&path).unwrap();
}

#[test]
fn a_swapped_page_is_noticed() {
    let (_folder, path, _) = small_store();
    let database = Database::open(&path).unwrap();
    let transaction = database.begin_write().unwrap();
    {
        let mut table = transaction.open_table(PAGES).unwrap();
        let first = table.get(0).unwrap().unwrap().value().to_vec();
        table.insert(1, first.as_slice()).unwrap();
    }
    transaction.commit().unwrap();
    drop(database);
    assert!(matches!(CardStore::open(&path), Err(CardStoreError::DamagedPage { number: 1, .. })));
}

#[test]
fn a_missing_page_is_noticed() {
    let (_folder, path, _) = small_store();
    let database = Database::open(&path).unwrap();
    let transaction = database.begin_write().unwrap();
    transaction.open_table(PAGES).unwrap().remove(2).unwrap();
    transaction.commit().unwrap();
    drop(database);
    assert!(matches!(CardStore::open(&path), Err(CardStoreError::DamagedPage { number: 2, .. })));
}

#[test]
fn another_version_is_refused_by_number() {
    let (_folder, path, _) = small_store();
    let database = Database::open(&path).unwrap();
    let transaction = database.begin_write().unwrap();
    transaction.open_table(METADATA).unwrap().insert("format", 7_u32.to_be_bytes().as_slice()).unwrap();
    transaction.commit().unwrap();
    drop(database);
    assert!(matches!(CardStore::open(&path), Err(CardStoreError::Version { found: 7, .. })));
}

#[test]
fn what_is_no_card_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let open = |content: &[u8]| {
        let path = folder.path().join("x.card");
        fs::write(&path, content).unwrap();
        let error = CardStore::open(&path).unwrap_err();
        assert_eq!(fs::read(&path).unwrap(), content, "the file is not changed");
        error
    };
    assert!(matches!(open(b""), CardStoreError::NotACardStore { .. }));
    assert!(matches!(open(b"#!/bin/sh\n"), CardStoreError::NotACardStore { .. }));
    assert!(matches!(open(&[0; 8192]), CardStoreError::NotACardStore { .. }));
    let missing = CardStore::open(&folder.path().join("missing.card"));
    assert!(matches!(missing, Err(CardStoreError::NotFound { .. })));
    assert!(matches!(CardStore::open(folder.path()), Err(CardStoreError::NotACardStore { .. })));
    let other = folder.path().join("other.card");
    drop(Database::create(&other).unwrap());
    assert!(matches!(CardStore::open(&other), Err(CardStoreError::NotACardStore { .. })));
}

#[test]
fn a_truncated_file_is_refused() {
    let (_folder, path, _) = small_store();
    let whole = fs::read(&path).unwrap();
    for kept in [10, 100, 4096, 8192, whole.len() / 2] {
        fs::write(&path, &whole[..kept]).unwrap();
        CardStore::open(&path).unwrap_err();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_changed_byte_is_noticed_or_means_nothing(at in any::<prop::sample::Index>(), flip in 1u8..) {
        let (_folder, path, nvm) = small_store();
        let mut file = fs::read(&path).unwrap();
        // Most of the file is unused; the first pages and what is not zero are what a flip can hurt.
        let used: Vec<usize> = (0..file.len()).filter(|at| *at < 4096 || file[*at] != 0).collect();
        let at = *at.get(&used);
        file[at] ^= flip;
        fs::write(&path, &file).unwrap();
        if let Ok((_, again)) = CardStore::open(&path) {
            prop_assert_eq!(again.bytes(), nvm.bytes());
        }
    }
}
