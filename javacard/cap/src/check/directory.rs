//! The Directory and the Header tell what there is.

use super::Checker;
use crate::component::ComponentKind;
use crate::error::Rule;
use crate::header::{CapFormat, HeaderFlags};

impl Checker<'_> {
    pub(super) fn directory(&mut self) {
        let cap = self.cap;
        let header = &cap.header;
        let flags_offset = 6;
        let applet = header.flags.contains(HeaderFlags::APPLET);
        let export = header.flags.contains(HeaderFlags::EXPORT);
        self.require(applet == cap.applet.is_some(), ComponentKind::Header, flags_offset, Rule::HeaderApplet);
        self.require(export == cap.export.is_some(), ComponentKind::Header, flags_offset, Rule::HeaderExport);
        let expected = match cap.expected_directory() {
            Ok(expected) => expected,
            Err(error) => return self.violation(error.component, error.offset, error.rule),
        };
        let directory = &cap.directory;
        let kinds = ComponentKind::STANDARD.into_iter();
        for (index, (kind, (told, is))) in kinds.zip(directory.sizes.iter().zip(&expected.sizes)).enumerate()
        {
            let is_left_out = *is == 0 && matches!(kind, ComponentKind::Descriptor | ComponentKind::Debug);
            let is_told = kind != ComponentKind::Debug || header.format >= CapFormat::V2_2;
            let agrees = told == is || is_left_out || !is_told;
            self.require(agrees, ComponentKind::Directory, index.saturating_mul(2), Rule::DirectorySize);
        }
        let resources = match header.format {
            CapFormat::V2_1 => 22,
            CapFormat::V2_2 | CapFormat::V2_3 => 24_usize,
        };
        let static_fields =
            if header.format >= CapFormat::V2_3 { resources.saturating_add(4) } else { resources };
        let imports = static_fields.saturating_add(6);
        let agrees = directory.static_resources_size == expected.static_resources_size;
        self.require(agrees, ComponentKind::Directory, resources, Rule::DirectorySize);
        let agrees = directory.static_field_size == expected.static_field_size;
        self.require(agrees, ComponentKind::Directory, static_fields, Rule::DirectoryStaticField);
        let agrees = directory.import_count == expected.import_count;
        self.require(agrees, ComponentKind::Directory, imports, Rule::DirectoryCount);
        let agrees = directory.applet_count == expected.applet_count;
        self.require(agrees, ComponentKind::Directory, imports.saturating_add(1), Rule::DirectoryCount);
        let custom = imports.saturating_add(2);
        let agrees = directory.custom == expected.custom;
        self.require(agrees, ComponentKind::Directory, custom, Rule::DirectorySize);
        self.imports();
    }

    fn imports(&mut self) {
        let packages = &self.cap.import.packages;
        let mut offset = 1_usize;
        for (index, package) in packages.iter().enumerate() {
            let earlier = packages.get(..index).unwrap_or_default();
            let is_new = !earlier.iter().any(|other| other.aid == package.aid);
            self.require(is_new, ComponentKind::Import, offset, Rule::ImportRepeated);
            let is_other = package.aid != self.cap.header.package.aid;
            self.require(is_other, ComponentKind::Import, offset, Rule::ImportSelf);
            offset = offset.saturating_add(package.aid.as_bytes().len()).saturating_add(3);
        }
    }
}
