//! Applets and exported members are where they are said to be.

use super::Checker;
use crate::component::ComponentKind;
use crate::error::Rule;

/// Cells of the arguments of `install(byte[], short, byte)`.
const INSTALL_ARGUMENTS: u8 = 3;

impl Checker<'_> {
    pub(super) fn applets_and_exports(&mut self) {
        self.applets();
        self.exports();
    }

    fn applets(&mut self) {
        let applets = self.cap.applet.as_ref().map_or(&[][..], |component| &component.applets);
        let mut offset = 1_usize;
        for (index, applet) in applets.iter().enumerate() {
            let earlier = applets.get(..index).unwrap_or_default();
            let is_new = !earlier.iter().any(|other| other.aid == applet.aid);
            self.require(is_new, ComponentKind::Applet, offset, Rule::AppletRepeated);
            let has_rid = applet.aid.rid() == self.cap.header.package.aid.rid();
            self.require(has_rid, ComponentKind::Applet, offset, Rule::AppletRid);
            offset = offset.saturating_add(applet.aid.as_bytes().len()).saturating_add(1);
            let is_install = match self.method_at(applet.install_method_offset) {
                Some(method) => !method.header.is_abstract && method.header.nargs == INSTALL_ARGUMENTS,
                None => self.is_method(applet.install_method_offset),
            };
            self.require(is_install, ComponentKind::Applet, offset, Rule::InstallMethod);
            offset = offset.saturating_add(2);
        }
    }

    fn exports(&mut self) {
        let mut offset = 1_usize;
        for class in self.cap.export.iter().flat_map(|component| &component.classes) {
            let is_class = self.types.contains_key(&usize::from(class.class_offset));
            self.require(is_class, ComponentKind::Export, offset, Rule::ClassOffset);
            offset = offset.saturating_add(4);
            for field in &class.static_field_offsets {
                self.static_field(*field, ComponentKind::Export, offset);
                offset = offset.saturating_add(2);
            }
            for method in &class.static_method_offsets {
                let is_method = self.is_method(*method);
                self.require(is_method, ComponentKind::Export, offset, Rule::MethodOffset);
                offset = offset.saturating_add(2);
            }
        }
    }
}
