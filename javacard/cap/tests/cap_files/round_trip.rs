//! CAP files that another converter made are read and written again byte for byte.

use cardamom_cap::container::{CapContainer, ContainerEntry, ContainerError};
use cardamom_cap::header::HeaderFlags;
use cardamom_cap::load_file::{LOAD_ORDER, LoadFileOptions, split_load_file};
use cardamom_cap::reference_location::ReferenceLocation;
use cardamom_cap::{CapFile, CapFormat, ComponentKind, Rule};

use crate::sample::sample;

const BENCH_2_2_2: &[u8] = include_bytes!("../data/bench-2.2.2.cap");
const BENCH_3_0_5: &[u8] = include_bytes!("../data/bench-3.0.5.cap");

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

#[test]
fn every_component_of_every_format_is_read_as_it_was_written() {
    for format in [CapFormat::V2_1, CapFormat::V2_2, CapFormat::V2_3] {
        let cap = sample(format);
        let bytes = cap.to_load_file(LoadFileOptions::EVERYTHING).unwrap();
        let again = CapFile::from_load_file(&bytes).unwrap();
        assert_eq!(again, cap);
        assert_eq!(again.to_load_file(LoadFileOptions::EVERYTHING).unwrap(), bytes);
        let container = CapContainer { cap, package_path: "com/example/purse".into(), others: vec![] };
        assert_eq!(CapContainer::read(&container.write().unwrap()).unwrap(), container);
    }
}

#[test]
fn load_files_have_the_order_of_installation() {
    let bytes = sample(CapFormat::V2_3).to_load_file(LoadFileOptions::EVERYTHING).unwrap();
    let kinds: Vec<_> = split_load_file(&bytes).unwrap().iter().map(|component| component.kind).collect();
    assert_eq!(kinds[..13], LOAD_ORDER);
    assert_eq!(kinds[13..], [ComponentKind::Custom(0x80)]);
}

/// Distances of 254, 255, 256 and 510 between locations.
#[test]
fn locations_far_apart_have_deltas_of_255() {
    let locations = ReferenceLocation { byte_indexes: vec![254, 509, 765, 1275], byte2_indexes: vec![] };
    let bytes = [0, 8, 254, 255, 0, 255, 1, 255, 255, 0, 0, 0];
    assert_eq!(locations.write().unwrap(), bytes);
    assert_eq!(ReferenceLocation::parse(&bytes).unwrap(), locations);
    let rule = |bytes: &[u8]| ReferenceLocation::parse(bytes).unwrap_err().rule;
    assert_eq!(rule(&[0, 1, 255, 0, 0]), Rule::ReferenceOrder);
    assert_eq!(rule(&[0, 2, 9, 0, 0, 0]), Rule::ReferenceOrder);
    let descending = ReferenceLocation { byte_indexes: vec![9, 8], byte2_indexes: vec![] };
    assert_eq!(descending.write().unwrap_err().rule, Rule::ReferenceOrder);
}

#[test]
fn what_does_not_fit_is_not_written() {
    let mut cap = sample(CapFormat::V2_1);
    cap.import.packages = vec![cap.header.package; 129];
    assert_eq!(cap.to_components().unwrap_err().rule, Rule::TooMany);
    let mut cap = sample(CapFormat::V2_1);
    cap.method.methods = vec![0; 65_530];
    let error = cap.to_components().unwrap_err();
    assert_eq!((error.component, error.rule), (ComponentKind::Method, Rule::TooLong));
}

#[test]
fn the_extended_format_is_refused() {
    let mut cap = sample(CapFormat::V2_3);
    cap.header.flags = cap.header.flags.with(HeaderFlags::EXTENDED);
    let error = CapFile::from_load_file(&cap.to_load_file(LoadFileOptions::default()).unwrap()).unwrap_err();
    let text = "Header component, offset 6: the extended CAP format is not supported (JCVM 3.1 chapter 6)";
    assert_eq!(error.to_string(), text);
}

#[test]
fn containers_that_contradict_themselves_are_refused() {
    let refused = |path: &str, bytes: &[u8]| {
        let mut container = CapContainer::read(BENCH_3_0_5).unwrap();
        container.others.push(ContainerEntry { path: path.into(), bytes: bytes.to_vec() });
        CapContainer::read(&container.write().unwrap()).unwrap_err()
    };
    let header = [1, 0, 0];
    assert_eq!(refused("other/javacard/Header.cap", &header), ContainerError::SeveralPackages);
    let error = refused("bench/javacard/Export.cap", &header).to_string();
    assert_eq!(
        error,
        "Export component, offset 0: the tag differs from the name of the component (JCVM §6.1)"
    );
    let error = refused("bench/javacard/Debug.capx", &header).to_string();
    assert_eq!(
        error,
        "Debug component, offset 0: the extended CAP format is not supported (JCVM 3.1 chapter 6)"
    );
    let error = refused("bench/javacard/Export.cap", &[10, 0, 1, 0, 0]).to_string();
    assert_eq!(error, "Export component, offset 4: bytes follow the last item (JCVM §6.12)");
    assert!(matches!(CapContainer::read(b"PK"), Err(ContainerError::Zip(_))));
}

/// The manifest, `APPLET-INF` and class files stay what they are.
#[test]
fn other_files_of_a_container_are_kept() {
    let container = CapContainer::read(BENCH_3_0_5).unwrap();
    let paths: Vec<&str> = container.others.iter().map(|entry| entry.path.as_str()).collect();
    let expected =
        ["META-INF/MANIFEST.MF", "APPLET-INF/applet.xml", "APPLET-INF/classes/bench/BenchApplet.class"];
    assert_eq!(paths, expected);
    // A container without compression begins with its first file: the manifest.
    let written = container.write().unwrap();
    assert_eq!(&written[30..50], b"META-INF/MANIFEST.MF");
}
