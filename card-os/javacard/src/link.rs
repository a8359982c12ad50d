//! From a CAP file to a linked package (JCVM 3.0.5 chapters 4 and 6).
//!
//! A package is linked as a whole or not at all. Nothing of its code is changed: instructions name entries of the
//! constant pool, and those are resolved here, so that the ReferenceLocation component is not needed and not trusted.

mod api;
mod classes;
mod constants;
mod error;
mod methods;
mod statics;

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use cardamom_cap::package::ClassRef;
use cardamom_cap::{CapFile, ComponentKind};

pub use self::error::{LinkError, LinkRule};
pub use self::statics::create_statics;

use crate::program::{ClassId, Package, PackageId, Program, StaticImage};

impl Program {
    /// Links a package.
    ///
    /// # Errors
    /// The first rule that it does not follow: component, offset and rule. Then nothing has changed.
    pub fn link(&mut self, cap: &CapFile) -> Result<PackageId, LinkError> {
        let (packages, classes, methods) = (self.packages.len(), self.classes.len(), self.methods.len());
        let outcome = Linker::new(self, cap).and_then(Linker::run);
        if outcome.is_err() {
            self.packages.truncate(packages);
            self.classes.truncate(classes);
            self.methods.truncate(methods);
        }
        outcome
    }
}

struct Linker<'a> {
    program: &'a mut Program,
    cap: &'a CapFile,
    id: PackageId,
    imports: Vec<PackageId>,
    package: Package,
}

impl<'a> Linker<'a> {
    fn new(program: &'a mut Program, cap: &'a CapFile) -> Result<Self, LinkError> {
        let info = cap.header.package;
        if program.packages.iter().any(|package| package.info.aid == info.aid) {
            return Err(LinkError::new(ComponentKind::Header, 0, LinkRule::PackageExists));
        }
        let mut imports = Vec::new();
        for (index, wanted) in cap.import.packages.iter().enumerate() {
            let error = LinkError::new(ComponentKind::Import, index, LinkRule::ImportMissing);
            imports.push(program.import(wanted).ok_or(error)?);
        }
        let id = u16::try_from(program.packages.len())
            .map_err(|_| LinkError::new(ComponentKind::Header, 0, LinkRule::TooMany))?;
        let size = u16::try_from(cap.static_field.image_size())
            .map_err(|_| LinkError::new(ComponentKind::StaticField, 0, LinkRule::TooMany))?;
        let package = Package {
            info,
            constants: Vec::new(),
            exports: BTreeMap::new(),
            classes: BTreeMap::new(),
            methods: BTreeMap::new(),
            handlers: cap.method.handlers.clone(),
            statics: StaticImage { references: cap.static_field.reference_count, size },
        };
        Ok(Self { program, cap, id: PackageId(id), imports, package })
    }

    fn run(mut self) -> Result<PackageId, LinkError> {
        self.methods()?;
        self.classes()?;
        self.exports()?;
        self.constants()?;
        self.catch_types()?;
        self.program.packages.push(self.package);
        Ok(self.id)
    }

    /// The class that a reference leads to. A class of this package must have been linked before.
    fn class_ref(
        &self,
        reference: ClassRef,
        component: ComponentKind,
        offset: usize,
    ) -> Result<ClassId, LinkError> {
        let error = |rule| LinkError::new(component, offset, rule);
        match reference {
            ClassRef::Internal(at) => {
                self.package.classes.get(&at).copied().ok_or_else(|| error(LinkRule::ClassOffset))
            }
            ClassRef::External { package, class } => {
                let package = self.imports.get(package.index()).and_then(|id| self.program.package(*id));
                let package = package.ok_or_else(|| error(LinkRule::PackageToken))?;
                let exported = package.exports.get(&class).ok_or_else(|| error(LinkRule::ClassToken))?;
                Ok(exported.class)
            }
        }
    }
}
