//! CAP files that another converter made are read and written again byte for byte.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a panic is how a test fails")]

use cardamom_cap::CapFile;
use cardamom_cap::container::CapContainer;
use cardamom_cap::load_file::LoadFileOptions;

const BENCH_2_2_2: &[u8] = include_bytes!("cap/bench-2.2.2.cap");
const BENCH_3_0_5: &[u8] = include_bytes!("cap/bench-3.0.5.cap");

#[test]
fn components_are_written_as_they_were_read() {
    for bytes in [BENCH_2_2_2, BENCH_3_0_5] {
        let container = CapContainer::read(bytes).unwrap();
        assert_eq!(container.package_path, "bench");
        let again = CapContainer::read(&container.write().unwrap()).unwrap();
        assert_eq!(again, container);
        assert_eq!(again.write(), container.write());
        // The components in the file are not compressed: each is a piece of it.
        for component in container.cap.to_components().unwrap() {
            let component = component.raw().write().unwrap();
            assert!(bytes.windows(component.len()).any(|window| window == component));
        }
    }
}

#[test]
fn load_files_hold_the_same_components() {
    let cap = CapContainer::read(BENCH_3_0_5).unwrap().cap;
    let everything = cap.to_load_file(LoadFileOptions::EVERYTHING).unwrap();
    assert_eq!(CapFile::from_load_file(&everything).unwrap(), cap);
    let small = cap.to_load_file(LoadFileOptions::default()).unwrap();
    assert_eq!(everything.len() - small.len(), usize::from(cap.directory.sizes[10]) + 3);
    let without = CapFile::from_load_file(&small).unwrap();
    assert_eq!(without.descriptor, None);
    assert_eq!(without.method, cap.method);
}

#[test]
fn the_directory_follows_from_the_components() {
    let mut cap = CapContainer::read(BENCH_3_0_5).unwrap().cap;
    let directory = cap.directory.clone();
    cap.update_directory().unwrap();
    assert_eq!(cap.directory, directory);
}
