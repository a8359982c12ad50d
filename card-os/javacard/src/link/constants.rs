//! The constant pool.

use cardamom_cap::ComponentKind;
use cardamom_cap::constant_pool::{Constant, ConstantPool, StaticRef, VirtualMethodToken};
use cardamom_cap::package::{ClassRef, PackageToken};

use super::{LinkError, LinkRule, Linker};
use crate::program::{Class, ClassId, ExportedClass, LinkedConstant, MethodId, PackageId};

const POOL: ComponentKind = ComponentKind::ConstantPool;

impl Linker<'_> {
    pub(super) fn constants(&mut self) -> Result<(), LinkError> {
        for (index, constant) in self.cap.constant_pool.entries.iter().enumerate() {
            let linked = self.constant(*constant, ConstantPool::offset_of(index))?;
            self.package.constants.push(linked);
        }
        Ok(())
    }

    fn constant(&self, constant: Constant, offset: usize) -> Result<LinkedConstant, LinkError> {
        let error = |rule| LinkError::new(POOL, offset, rule);
        Ok(match constant {
            Constant::Class(class) => LinkedConstant::Class(self.class_ref(class, POOL, offset)?),
            Constant::InstanceField { class, token } => {
                let class = self.class_ref(class, POOL, offset)?;
                let layout = self.program.class(class).and_then(Class::layout);
                let cell = layout.ok_or_else(|| error(LinkRule::ClassKind))?.cell(token);
                cell.ok_or_else(|| error(LinkRule::FieldToken))?;
                LinkedConstant::InstanceField { class, token }
            }
            Constant::VirtualMethod { class, token } => {
                let class = self.virtual_class(class, token, offset)?;
                let method = self.program.virtual_method(class, class, token);
                method.ok_or_else(|| error(LinkRule::MethodToken))?;
                LinkedConstant::VirtualMethod { class, token }
            }
            Constant::SuperMethod { class, token } => {
                let class = self.virtual_class(class, token, offset)?;
                LinkedConstant::SuperMethod(self.super_method(class, token).map_err(error)?)
            }
            Constant::StaticField(reference) => self.static_field(reference).map_err(error)?,
            Constant::StaticMethod(reference) => {
                LinkedConstant::StaticMethod(self.static_method(reference).map_err(error)?)
            }
        })
    }

    /// The class of a virtual method: one of this package if the method is visible in its package alone.
    fn virtual_class(
        &self,
        class: ClassRef,
        token: VirtualMethodToken,
        offset: usize,
    ) -> Result<ClassId, LinkError> {
        let is_internal = matches!(class, ClassRef::Internal(_));
        if token.is_package_visible() && !is_internal {
            return Err(LinkError::new(POOL, offset, LinkRule::MethodToken));
        }
        self.class_ref(class, POOL, offset)
    }

    /// The method that a call of `super` reaches from a class.
    fn super_method(&self, class: ClassId, token: VirtualMethodToken) -> Result<MethodId, LinkRule> {
        let class = self.program.class(class).ok_or(LinkRule::ClassOffset)?;
        let above = class.super_class.ok_or(LinkRule::SuperclassMissing)?;
        let method = if token.is_package_visible() {
            let above = self.program.class(above).filter(|above| above.package == class.package);
            above.and_then(|above| above.package_method(token.number()))
        } else {
            self.program.class(above).and_then(|above| above.public_method(token.number()))
        };
        method.ok_or(LinkRule::MethodToken)
    }

    fn exported(&self, package: PackageToken, class: u8) -> Result<(PackageId, &ExportedClass), LinkRule> {
        let id = *self.imports.get(package.index()).ok_or(LinkRule::PackageToken)?;
        let package = self.program.package(id).ok_or(LinkRule::PackageToken)?;
        Ok((id, package.exports.get(&class).ok_or(LinkRule::ClassToken)?))
    }

    fn static_field(&self, reference: StaticRef) -> Result<LinkedConstant, LinkRule> {
        match reference {
            StaticRef::Internal(offset) if offset < self.package.statics.size => {
                Ok(LinkedConstant::StaticField { package: self.id, offset })
            }
            StaticRef::Internal(_) => Err(LinkRule::StaticField),
            StaticRef::External { package, class, token } => {
                let (package, class) = self.exported(package, class)?;
                let offset = *class.static_fields.get(&token).ok_or(LinkRule::StaticField)?;
                Ok(LinkedConstant::StaticField { package, offset })
            }
        }
    }

    fn static_method(&self, reference: StaticRef) -> Result<MethodId, LinkRule> {
        match reference {
            StaticRef::Internal(offset) => {
                self.package.methods.get(&offset).copied().ok_or(LinkRule::MethodOffset)
            }
            StaticRef::External { package, class, token } => {
                let (_, class) = self.exported(package, class)?;
                class.static_methods.get(&token).copied().ok_or(LinkRule::MethodToken)
            }
        }
    }
}
