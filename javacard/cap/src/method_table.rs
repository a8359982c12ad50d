//! Where the methods of a package begin and end.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use crate::cap_file::CapFile;
use crate::class::TypeInfo;
use crate::component::ComponentKind;
use crate::constant_pool::{Constant, StaticRef};
use crate::descriptor::MethodDescriptor;
use crate::error::{CapError, Rule};
use crate::method::MethodHeader;

/// The methods of a package, by offset.
///
/// With a Descriptor they are those that it describes. Without one a method begins where the Applet, Class,
/// ConstantPool or Export component says so, and ends where the next begins: a private method that nothing calls
/// counts as the tail of the one before it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MethodTable {
    /// The methods, by ascending offset.
    pub methods: Vec<MethodEntry>,
}

/// A method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodEntry {
    /// Offset of its header in the Method component's info.
    pub offset: usize,
    /// Its header.
    pub header: MethodHeader,
    /// Offset behind its code.
    pub end: usize,
}

impl MethodEntry {
    /// Offset of its code in the Method component's info.
    #[must_use]
    pub fn code_start(&self) -> usize {
        self.offset.saturating_add(self.header.length())
    }
}

impl MethodTable {
    /// The methods of this package.
    ///
    /// # Errors
    /// [`Rule::MethodOffset`] and rules about headers, in the Method component; [`Rule::MethodBounds`] for methods
    /// of the Descriptor that overlap or pass the end of the component.
    pub fn of(cap: &CapFile) -> Result<Self, CapError> {
        match &cap.descriptor {
            Some(descriptor) => {
                Self::described(cap, descriptor.classes.iter().flat_map(|class| &class.methods))
            }
            None => Self::referred_to(cap),
        }
    }

    /// The method whose header is at this offset.
    #[must_use]
    pub fn at(&self, offset: usize) -> Option<&MethodEntry> {
        let index = self.methods.binary_search_by_key(&offset, |method| method.offset).ok()?;
        self.methods.get(index)
    }

    fn described<'a>(
        cap: &CapFile,
        descriptors: impl Iterator<Item = &'a MethodDescriptor>,
    ) -> Result<Self, CapError> {
        let mut methods = Vec::new();
        // Methods of interfaces have no header, and no offset.
        for descriptor in descriptors.filter(|descriptor| descriptor.method_offset != 0) {
            let offset = usize::from(descriptor.method_offset);
            let header = cap.method.header_at(offset)?;
            let mut entry = MethodEntry { offset, header, end: 0 };
            entry.end = entry.code_start().saturating_add(usize::from(descriptor.bytecode_count));
            methods.push(entry);
        }
        methods.sort_by_key(|method| method.offset);
        let ends = methods.iter().skip(1).map(|next| next.offset).chain([cap.method.end_offset()]);
        if let Some((method, _)) = methods.iter().zip(ends).find(|(method, next)| method.end > *next) {
            return Err(CapError::new(ComponentKind::Method, method.offset, Rule::MethodBounds));
        }
        Ok(Self { methods })
    }

    fn referred_to(cap: &CapFile) -> Result<Self, CapError> {
        let starts = method_references(cap);
        let mut methods = Vec::new();
        let ends = starts.iter().skip(1).copied().chain([cap.method.end_offset()]);
        for (offset, end) in starts.iter().copied().zip(ends) {
            let entry = MethodEntry { offset, header: cap.method.header_at(offset)?, end };
            if entry.code_start() > end {
                return Err(CapError::new(ComponentKind::Method, offset, Rule::MethodBounds));
            }
            methods.push(entry);
        }
        Ok(Self { methods })
    }
}

/// Offsets of methods that the Applet, Class, ConstantPool and Export components name.
#[must_use]
pub fn method_references(cap: &CapFile) -> BTreeSet<usize> {
    let mut offsets = BTreeSet::new();
    let mut add = |offset: u16| {
        offsets.insert(usize::from(offset));
    };
    for applet in cap.applet.iter().flat_map(|component| &component.applets) {
        add(applet.install_method_offset);
    }
    for info in &cap.class.types {
        if let TypeInfo::Class(class) = info {
            class.public_methods.iter().chain(&class.package_methods).flatten().copied().for_each(&mut add);
        }
    }
    for constant in &cap.constant_pool.entries {
        if let Constant::StaticMethod(StaticRef::Internal(offset)) = constant {
            add(*offset);
        }
    }
    for class in cap.export.iter().flat_map(|component| &component.classes) {
        class.static_method_offsets.iter().copied().for_each(&mut add);
    }
    offsets
}
