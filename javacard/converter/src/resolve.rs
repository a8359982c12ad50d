//! From names to what a constant pool holds (JVM specification §5.4.3, JCVM specification §6.7).

use crate::classfile::{Access, Class, Constant, Field, MemberName, display_method};
use crate::package::{Known, Package};
use crate::tokens::{Tokens, is_constant};
use crate::types::{MethodType, Type, package_of};

/// A class in the constant pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ClassReference {
    /// Index in the package.
    Internal(usize),
    /// Index of the package among the imports, and token of the class.
    External(usize, u8),
}

/// A static field or method in the constant pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum StaticReference {
    /// Index of the class and of the member in it.
    Internal(usize, usize),
    /// Index of the package among the imports, token of the class, token of the member.
    External(usize, u8, u8),
}

/// An entry of the constant pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Entry {
    Class(ClassReference),
    InstanceField(ClassReference, u8),
    VirtualMethod(ClassReference, u8),
    /// The class is the calling one.
    SuperMethod(ClassReference, u8),
    StaticField(StaticReference),
    StaticMethod(StaticReference),
}

/// More levels of classes and interfaces than anybody has.
const DEEPEST_HIERARCHY: u8 = 32;

/// What a field access comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldTarget {
    Entry(Entry),
    /// A compile-time constant: its value stands in its place.
    Constant(i32),
}

/// Why a name cannot be resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unresolved {
    pub(crate) message: String,
    pub(crate) help: String,
}

/// Looks names up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resolver<'a> {
    pub(crate) package: &'a Package<'a>,
    pub(crate) tokens: &'a Tokens,
}

impl Resolver<'_> {
    /// A class by its name.
    pub(crate) fn class(&self, name: &str) -> Result<ClassReference, Unresolved> {
        Ok(match self.known(name)? {
            Known::Internal(index, _) => ClassReference::Internal(index),
            Known::External(package, class) => ClassReference::External(package, class.token),
        })
    }

    /// The class entry of a type: of an array that of its components, none of an array of numbers.
    pub(crate) fn class_of_type(&self, of: &Type) -> Result<Option<ClassReference>, Unresolved> {
        of.class().map(|name| self.class(name)).transpose()
    }

    pub(crate) fn known(&self, name: &str) -> Result<Known<'_>, Unresolved> {
        self.package.known(name).ok_or_else(|| missing_class(self.package, name))
    }

    /// A static field.
    pub(crate) fn static_field(&self, field: &MemberName<Type>) -> Result<FieldTarget, Unresolved> {
        self.find_field(&field.class, field, true, 0)?.ok_or_else(|| missing_field(field))
    }

    /// An instance field.
    pub(crate) fn instance_field(&self, field: &MemberName<Type>) -> Result<Entry, Unresolved> {
        match self.find_field(&field.class, field, false, 0)? {
            Some(FieldTarget::Entry(entry)) => Ok(entry),
            _ => Err(missing_field(field)),
        }
    }

    fn find_field(
        &self,
        class: &str,
        field: &MemberName<Type>,
        is_static: bool,
        depth: u8,
    ) -> Result<Option<FieldTarget>, Unresolved> {
        // Export files that name each other in a circle come to nothing.
        if depth > DEEPEST_HIERARCHY {
            return Ok(None);
        }
        let descriptor = field.member_type.descriptor();
        let mut above: Vec<String> = Vec::new();
        match self.known(class)? {
            Known::Internal(index, known) => {
                let place = known.fields.iter().position(|candidate| {
                    candidate.name == field.name
                        && candidate.field_type == field.member_type
                        && candidate.access.is_static() == is_static
                });
                if let Some(place) = place {
                    return self.internal_field(index, place, known).map(Some);
                }
                above.extend(known.interfaces.iter().cloned());
                above.extend(known.superclass.iter().cloned());
            }
            Known::External(package, known) => {
                if let Some(constant) = known.constant(&field.name) {
                    return Ok(Some(FieldTarget::Constant(constant.value)));
                }
                if let Some(found) =
                    known.field(&field.name, &descriptor).filter(|found| found.is_static() == is_static)
                {
                    let entry = if is_static {
                        Entry::StaticField(StaticReference::External(package, known.token, found.token))
                    } else {
                        Entry::InstanceField(ClassReference::External(package, known.token), found.token)
                    };
                    return Ok(Some(FieldTarget::Entry(entry)));
                }
                above.extend(known.interfaces.iter().cloned());
                above.extend(known.superclasses.iter().cloned());
            }
        }
        for name in above.iter().filter(|name| *name != class) {
            if let Some(found) = self.find_field(name, field, is_static, depth + 1)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn internal_field(&self, class: usize, place: usize, known: &Class) -> Result<FieldTarget, Unresolved> {
        let field = known.fields.get(place);
        if let Some(Field { constant: Some(Constant::Int(value)), .. }) =
            field.filter(|field| is_constant(field))
        {
            return Ok(FieldTarget::Constant(*value));
        }
        if field.is_some_and(|field| field.access.is_static()) {
            return Ok(FieldTarget::Entry(Entry::StaticField(StaticReference::Internal(class, place))));
        }
        let token = self.tokens.classes.get(class).and_then(|tokens| tokens.instance.tokens.get(&place));
        match token {
            Some(token) => {
                Ok(FieldTarget::Entry(Entry::InstanceField(ClassReference::Internal(class), *token)))
            }
            None => Err(Unresolved {
                message: format!("a field of {} has no place", known.display_name()),
                help: "see the other errors".to_owned(),
            }),
        }
    }

    /// A static method.
    pub(crate) fn static_method(&self, method: &MemberName<MethodType>) -> Result<Entry, Unresolved> {
        let descriptor = method.member_type.descriptor();
        let known = self.known(&method.class)?;
        if let Known::External(package, class) = known {
            // Those of superclasses are listed with their own class.
            let mut candidates = vec![(package, class)];
            for name in &class.superclasses {
                if let Some(Known::External(package, class)) = self.package.known(name) {
                    candidates.push((package, class));
                }
            }
            return candidates
                .into_iter()
                .find_map(|(package, class)| {
                    let found = class.static_method(&method.name, &descriptor)?;
                    Some(StaticReference::External(package, class.token, found.token))
                })
                .map(Entry::StaticMethod)
                .ok_or_else(|| missing_method(method));
        }
        for known in self.package.superclasses(&method.class) {
            match known {
                Known::Internal(index, class) => {
                    if let Some(place) = position(class, method, Access::is_static) {
                        return Ok(Entry::StaticMethod(StaticReference::Internal(index, place)));
                    }
                }
                Known::External(_, class) => {
                    let above = MemberName { class: class.name.clone(), ..method.clone() };
                    return self.static_method(&above);
                }
            }
        }
        Err(missing_method(method))
    }

    /// A constructor.
    pub(crate) fn constructor(&self, method: &MemberName<MethodType>) -> Result<Entry, Unresolved> {
        match self.known(&method.class)? {
            Known::Internal(index, class) => position(class, method, |_| true)
                .map(|place| Entry::StaticMethod(StaticReference::Internal(index, place))),
            Known::External(package, class) => {
                class.static_method(&method.name, &method.member_type.descriptor()).map(|found| {
                    Entry::StaticMethod(StaticReference::External(package, class.token, found.token))
                })
            }
        }
        .ok_or_else(|| missing_method(method))
    }

    /// A private method of the package, which is called like a static one.
    pub(crate) fn private_method(&self, method: &MemberName<MethodType>) -> Option<Entry> {
        match self.package.known(&method.class)? {
            Known::Internal(index, class) => {
                position(class, method, |access| access.is_private() && !access.is_static())
                    .map(|place| Entry::StaticMethod(StaticReference::Internal(index, place)))
            }
            Known::External(..) => None,
        }
    }

    /// An instance method by its class. The entry names the class that declares it, or the first superclass from
    /// another package.
    pub(crate) fn virtual_method(&self, method: &MemberName<MethodType>) -> Result<Entry, Unresolved> {
        let (class, token) = self.virtual_token(method)?;
        Ok(Entry::VirtualMethod(class, token))
    }

    fn virtual_token(&self, method: &MemberName<MethodType>) -> Result<(ClassReference, u8), Unresolved> {
        let descriptor = method.member_type.descriptor();
        self.known(&method.class)?;
        for known in self.package.superclasses(&method.class) {
            match known {
                Known::Internal(index, class) => {
                    if position(class, method, |access| !access.is_static() && !access.is_private()).is_none()
                    {
                        continue;
                    }
                    let tokens = self.tokens.classes.get(index);
                    if let Some(found) =
                        tokens.and_then(|tokens| tokens.virtual_method(&method.name, &descriptor))
                    {
                        return Ok((ClassReference::Internal(index), found.token));
                    }
                }
                Known::External(package, class) => {
                    if let Some(found) = class.instance_method(&method.name, &descriptor)
                        && !class.is_interface()
                    {
                        return Ok((ClassReference::External(package, class.token), found.token));
                    }
                }
            }
        }
        Err(missing_method(method))
    }

    /// A method of a superclass, called with `super`.
    pub(crate) fn super_method(
        &self,
        caller: usize,
        method: &MemberName<MethodType>,
    ) -> Result<Entry, Unresolved> {
        let (_, token) = self.virtual_token(method)?;
        Ok(Entry::SuperMethod(ClassReference::Internal(caller), token))
    }

    /// An interface and the token of one of its methods.
    pub(crate) fn interface_method(
        &self,
        method: &MemberName<MethodType>,
    ) -> Result<(ClassReference, u8), Unresolved> {
        let descriptor = method.member_type.descriptor();
        match self.known(&method.class)? {
            Known::Internal(index, _) => self
                .tokens
                .classes
                .get(index)
                .and_then(|tokens| tokens.interface_method(&method.name, &descriptor))
                .map(|token| (ClassReference::Internal(index), token)),
            Known::External(package, class) => class
                .interface_methods
                .iter()
                .find(|found| found.name == method.name && found.descriptor == descriptor)
                .map(|found| (ClassReference::External(package, class.token), found.token)),
        }
        .ok_or_else(|| missing_method(method))
    }

    /// The methods of an interface by their tokens: name and descriptor.
    pub(crate) fn interface_methods(&self, name: &str) -> Vec<(String, String)> {
        match self.package.known(name) {
            Some(Known::Internal(index, _)) => self
                .tokens
                .classes
                .get(index)
                .map(|tokens| tokens.interface_methods.clone())
                .unwrap_or_default(),
            Some(Known::External(_, class)) => {
                let mut methods: Vec<_> = class.interface_methods.iter().collect();
                methods.sort_by_key(|method| method.token);
                methods.into_iter().map(|method| (method.name.clone(), method.descriptor.clone())).collect()
            }
            None => Vec::new(),
        }
    }
}

fn position(
    class: &Class,
    method: &MemberName<MethodType>,
    wanted: impl Fn(Access) -> bool,
) -> Option<usize> {
    class.methods.iter().position(|candidate| {
        candidate.name == method.name
            && candidate.method_type == method.member_type
            && wanted(candidate.access)
    })
}

/// That a class is not known, and what may be the reason.
pub(crate) fn missing_class(package: &Package<'_>, name: &str) -> Unresolved {
    let of = package_of(name);
    let display = name.replace('/', ".");
    let dotted = of.replace('/', ".");
    if of == package.name {
        Unresolved {
            message: format!("the class {display} is missing"),
            help: format!("its class file must be given together with the others of the package {dotted}"),
        }
    } else if package.imports.iter().any(|import| import.name == of) {
        Unresolved {
            message: format!("a card has no class {display}"),
            help: match name {
                "java/lang/String" => "keep text as a byte array: { 'H', 'i' } as byte[]".to_owned(),
                _ => format!("only the public classes in the export file of {dotted} can be used"),
            },
        }
    } else if of.starts_with("java/") || of.starts_with("javax/") || of.starts_with("sun/") {
        Unresolved {
            message: format!("a card has no class {display}"),
            help: "a card has the classes of the Java Card API alone".to_owned(),
        }
    } else {
        Unresolved {
            message: format!("the package {dotted} is not imported, and {display} is used"),
            help: "give the export file (.exp) of that package".to_owned(),
        }
    }
}

fn missing_field(field: &MemberName<Type>) -> Unresolved {
    Unresolved {
        message: format!(
            "there is no field {}.{} that can be used here",
            field.class.replace('/', "."),
            field.name
        ),
        help: "is the export file older or newer than the classes that javac saw?".to_owned(),
    }
}

fn missing_method(method: &MemberName<MethodType>) -> Unresolved {
    let name = display_method(&method.class, &method.name, &method.member_type);
    let help = if method.class.starts_with("java/lang/") {
        "of java.lang a card has the exceptions, and of Object equals() alone"
    } else {
        "is the export file older or newer than the classes that javac saw?"
    };
    Unresolved { message: format!("there is no method {name} on a card"), help: help.to_owned() }
}
