//! Packages of the API: their classes and tokens come from tables, and their methods are native.

use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;

use cardamom_apdu::Aid;
use cardamom_cap::ComponentKind;
use cardamom_cap::package::{PackageInfo, PackageVersion};
use cardamom_java_card_api::{AccessFlags, ApiClass, ApiMethod, ApiPackage};

use super::{LinkError, LinkRule};
use crate::native::NativeMethod;
use crate::program::{
    Class, ClassKind, ExportedClass, InstanceLayout, Method, MethodBody, MethodId, Package, PackageId,
    Program, StaticImage,
};

/// Cells that native methods keep in objects of a class: the reason of the exceptions of `javacard.framework`.
fn state_cells(class: &ApiClass) -> u8 {
    match class.name {
        "javacard/framework/CardException" | "javacard/framework/CardRuntimeException" => 1,
        _ => 0,
    }
}

impl Program {
    /// Links packages of the API, each of which may need others of them.
    ///
    /// # Errors
    /// [`LinkRule::ApiClass`] if a superclass or interface is in a package that is not among them and not linked;
    /// [`LinkRule::PackageExists`], [`LinkRule::TooMany`]. The offset is the class token. Then nothing has changed.
    pub fn link_api(&mut self, packages: &[&'static ApiPackage]) -> Result<(), LinkError> {
        let mut program = self.clone();
        let mut ids = Vec::new();
        for package in packages {
            ids.push(program.add_api_package(package)?);
        }
        let classes = |(package, id): (&&'static ApiPackage, &PackageId)| {
            let id = *id;
            package.classes.iter().map(move |class| (id, class)).collect::<Vec<_>>()
        };
        let mut waiting: Vec<(PackageId, &'static ApiClass)> =
            packages.iter().zip(&ids).flat_map(classes).collect();
        while !waiting.is_empty() {
            let before = waiting.len();
            let mut left = Vec::new();
            for (package, class) in waiting {
                if program.has_supertypes(class) {
                    program.add_api_class(package, class)?;
                } else {
                    left.push((package, class));
                }
            }
            if let Some((_, class)) = left.first().filter(|_| left.len() == before) {
                return Err(error(class.token, LinkRule::ApiClass));
            }
            waiting = left;
        }
        *self = program;
        Ok(())
    }

    fn add_api_package(&mut self, package: &ApiPackage) -> Result<PackageId, LinkError> {
        let aid = Aid::new(package.aid).map_err(|_| error(0, LinkRule::PackageToken))?;
        let version = PackageVersion { major: package.version.major, minor: package.version.minor };
        if self.packages.iter().any(|other| other.info.aid == aid) {
            return Err(error(0, LinkRule::PackageExists));
        }
        let id = u16::try_from(self.packages.len()).map_err(|_| error(0, LinkRule::TooMany))?;
        self.packages.push(Package {
            info: PackageInfo { version, aid },
            constants: Vec::new(),
            exports: BTreeMap::new(),
            classes: BTreeMap::new(),
            methods: BTreeMap::new(),
            handlers: Vec::new(),
            statics: StaticImage::default(),
        });
        Ok(PackageId(id))
    }

    fn has_supertypes(&self, class: &ApiClass) -> bool {
        let supertypes = class.superclass().into_iter().chain(class.interfaces.iter().copied());
        supertypes.into_iter().all(|name| self.api_class(name).is_some())
    }

    fn add_api_class(&mut self, package: PackageId, class: &'static ApiClass) -> Result<(), LinkError> {
        let too_many = error(class.token, LinkRule::TooMany);
        let kind = if class.is_interface() {
            let superinterfaces = class.interfaces.iter().filter_map(|name| self.api_class(name)).collect();
            ClassKind::Interface { superinterfaces }
        } else {
            self.api_class_kind(package, class).ok_or(too_many)?
        };
        let super_class = class.superclass().filter(|_| !class.is_interface());
        let linked = Class {
            package,
            api_name: Some(class.name),
            super_class: super_class.and_then(|name| self.api_class(name)),
            is_shareable: class.access.contains(AccessFlags::SHAREABLE),
            kind,
        };
        let mut static_methods = BTreeMap::new();
        for method in class.static_methods {
            let id = self.add_native(package, class, method).ok_or(too_many)?;
            static_methods.insert(method.token, id);
        }
        let id = self.add_class(linked).ok_or(too_many)?;
        let exported = ExportedClass { class: id, static_fields: BTreeMap::new(), static_methods };
        if let Some(package) = self.packages.get_mut(usize::from(package.0)) {
            package.exports.insert(class.token, exported);
        }
        Ok(())
    }

    fn api_class_kind(&mut self, package: PackageId, class: &'static ApiClass) -> Option<ClassKind> {
        let above = class.superclass().and_then(|name| self.api_class(name));
        let above = above.and_then(|id| self.class(id)).and_then(Class::layout).unwrap_or_default();
        let layout = InstanceLayout {
            base: above.size(),
            declared: state_cells(class),
            first_reference: 0,
            references: 0,
        };
        let highest = class.virtual_methods.iter().map(|method| usize::from(method.token).saturating_add(1));
        let mut public_methods = vec![None; highest.max().unwrap_or(0)];
        for method in class.virtual_methods {
            let id = self.add_native(package, class, method)?;
            *public_methods.get_mut(usize::from(method.token))? = Some(id);
        }
        let mut interfaces = BTreeMap::new();
        for name in class.interfaces {
            let id = self.api_class(name)?;
            interfaces.insert(id, interface_table(class, name));
        }
        Some(ClassKind::Class { layout, public_methods, package_methods: Vec::new(), interfaces })
    }

    fn add_native(
        &mut self,
        package: PackageId,
        class: &'static ApiClass,
        method: &'static ApiMethod,
    ) -> Option<MethodId> {
        // Constructors have an instance, whatever scope their tokens are in.
        let native = NativeMethod { class, method };
        let cells = native.parameters().iter().map(|kind| kind.cells()).fold(0_u8, u8::saturating_add);
        let is_abstract = method.access.contains(AccessFlags::ABSTRACT);
        let body = if is_abstract { MethodBody::Abstract } else { MethodBody::Native(native) };
        self.add_method(Method { package, arguments: cells, body })
    }
}

/// For each method token of an interface the token of the class's method of that name and descriptor. The table
/// ends before the first one that the class does not have.
fn interface_table(class: &ApiClass, interface: &str) -> Vec<u8> {
    let Some((_, interface)) = cardamom_java_card_api::Release::V3_2_0.class(interface) else {
        return Vec::new();
    };
    let token = |number: u8| {
        let method = interface.interface_method_by_token(number)?;
        Some(class.virtual_method(method.name, method.descriptor)?.token)
    };
    (0..=u8::MAX).map_while(token).collect()
}

fn error(token: u8, rule: LinkRule) -> LinkError {
    LinkError::new(ComponentKind::Import, usize::from(token), rule)
}
