//! Bytes from outside: refused, or read as they stand; never a panic.

use cardamom_cap::applet::AppletComponent;
use cardamom_cap::check::check;
use cardamom_cap::class::ClassComponent;
use cardamom_cap::constant_pool::ConstantPool;
use cardamom_cap::container::CapContainer;
use cardamom_cap::debug::DebugComponent;
use cardamom_cap::descriptor::DescriptorComponent;
use cardamom_cap::directory::Directory;
use cardamom_cap::export::ExportComponent;
use cardamom_cap::header::Header;
use cardamom_cap::import::ImportComponent;
use cardamom_cap::load_file::{LoadFileOptions, split_load_file};
use cardamom_cap::method::MethodComponent;
use cardamom_cap::reference_location::ReferenceLocation;
use cardamom_cap::static_field::StaticFieldComponent;
use cardamom_cap::static_resources::StaticResources;
use cardamom_cap::{CapError, CapFile, CapFormat, ComponentKind, RawComponent};
use proptest::prelude::*;

use crate::sample::sample;

fn formats() -> impl Strategy<Value = CapFormat> {
    prop_oneof![Just(CapFormat::V2_1), Just(CapFormat::V2_2), Just(CapFormat::V2_3)]
}

/// Reads a component and writes it again.
fn again(kind: ComponentKind, info: &[u8], format: CapFormat) -> Result<Vec<u8>, CapError> {
    match kind {
        ComponentKind::Header => Header::parse(info)?.write(),
        ComponentKind::Directory => Directory::parse(info, format)?.write(format),
        ComponentKind::Applet => AppletComponent::parse(info)?.write(),
        ComponentKind::Import => ImportComponent::parse(info)?.write(),
        ComponentKind::ConstantPool => ConstantPool::parse(info)?.write(),
        ComponentKind::Class => ClassComponent::parse(info, format)?.write(),
        ComponentKind::Method => MethodComponent::parse(info)?.write(),
        ComponentKind::StaticField => StaticFieldComponent::parse(info)?.write(),
        ComponentKind::ReferenceLocation => ReferenceLocation::parse(info)?.write(),
        ComponentKind::Export => ExportComponent::parse(info)?.write(),
        ComponentKind::Descriptor => DescriptorComponent::parse(info)?.write(),
        ComponentKind::Debug => DebugComponent::parse(info)?.write(),
        ComponentKind::StaticResources => StaticResources::parse(info)?.write(),
        ComponentKind::Custom(_) => Ok(info.to_vec()),
    }
}

#[test]
fn every_component_that_is_cut_short_is_refused() {
    for format in [CapFormat::V2_1, CapFormat::V2_2, CapFormat::V2_3] {
        for component in sample(format).to_components().unwrap() {
            let kind = component.kind;
            for length in 0..component.info.len() {
                let outcome = again(kind, &component.info[..length], format);
                match kind {
                    // Classes, types and methods have no count: less of them is a component too.
                    ComponentKind::Class
                    | ComponentKind::Descriptor
                    | ComponentKind::Method
                    | ComponentKind::Custom(_) => {
                        assert!(outcome.is_err() || outcome.unwrap() == component.info[..length]);
                    }
                    _ => assert!(outcome.is_err(), "{kind} of {length} bytes"),
                }
            }
        }
    }
}

#[test]
fn sizes_that_pass_the_end_and_components_that_come_twice_are_refused() {
    let load_file = sample(CapFormat::V2_2).to_load_file(LoadFileOptions::EVERYTHING).unwrap();
    let error = CapFile::from_load_file(&load_file[..load_file.len() - 1]).unwrap_err();
    assert_eq!(
        error.to_string(),
        "component 128, offset 3: the component ends before this item (JCVM §6.1.2)"
    );
    let twice: Vec<u8> = [&load_file[..], &load_file[..]].concat();
    let error = CapFile::from_load_file(&twice).unwrap_err();
    assert_eq!(error.to_string(), "Header component, offset 0: a component occurs twice (JCVM §6.1)");
    let (_, without_header) = RawComponent::parse_first(&load_file, ComponentKind::Header).unwrap();
    let error = CapFile::from_load_file(without_header).unwrap_err();
    assert_eq!(error.to_string(), "Header component, offset 0: a required component is missing (JCVM §6.1)");
}

proptest! {
    #[test]
    fn arbitrary_bytes_are_a_component_as_they_stand_or_none(
        kind in proptest::sample::select(&ComponentKind::STANDARD[..]),
        info in proptest::collection::vec(any::<u8>(), 0..200),
        format in formats(),
    ) {
        if let Ok(written) = again(kind, &info, format) {
            prop_assert_eq!(written, info);
        }
    }

    #[test]
    fn damaged_components_are_read_as_they_stand_or_refused(
        format in formats(),
        which in any::<prop::sample::Index>(),
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut components = sample(format).to_components().unwrap();
        let component = which.get_mut(components.as_mut_slice());
        for (index, byte) in flips {
            let index = index.index(component.info.len());
            component.info[index] = byte;
        }
        if let Ok(written) = again(component.kind, &component.info, format) {
            prop_assert_eq!(&written, &component.info);
        }
        // The checks have an answer to all that can be read.
        let raw: Vec<RawComponent<'_>> = components.iter().map(|component| component.raw()).collect();
        if let Ok(mut cap) = CapFile::from_components(&raw) {
            let _ = check(&cap);
            cap.descriptor = None;
            let _ = check(&cap);
        }
    }

    #[test]
    fn damaged_load_files_never_panic(
        format in formats(),
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        length in any::<prop::sample::Index>(),
    ) {
        let mut bytes = sample(format).to_load_file(LoadFileOptions::EVERYTHING).unwrap();
        for (index, byte) in flips {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        bytes.truncate(length.index(bytes.len() + 1));
        let _ = split_load_file(&bytes);
        if let Ok(cap) = CapFile::from_load_file(&bytes) {
            let _ = check(&cap);
        }
    }

    #[test]
    fn damaged_containers_never_panic(
        flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8),
    ) {
        let mut bytes = include_bytes!("../data/bench-2.2.2.cap").to_vec();
        for (index, byte) in flips {
            let index = index.index(bytes.len());
            bytes[index] = byte;
        }
        if let Ok(container) = CapContainer::read(&bytes) {
            let _ = check(&container.cap);
        }
    }
}
