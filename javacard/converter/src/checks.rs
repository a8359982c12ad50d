//! The subset of the Java language that a card has (JCVM specification §2.2).

use crate::classfile::{Class, ClassFileError, Constant, Field, Instruction, Method, Unsupported};
use crate::convert::{InstalledApplet, Project};
use crate::diagnostic::{Findings, Place};
use crate::exports::REMOTE;
use crate::package::{Known, Package};
use crate::resolve::{Resolver, missing_class};
use crate::types::{MethodType, Type};

/// How to do without a type that no card has.
const fn instead_of(name: &str) -> &'static str {
    match name.as_bytes() {
        b"char" => "use byte or short",
        b"long" => "use short or int, or an array of bytes with javacardx.framework.math.BigNumber",
        _ => "a card has no floating point: count in the smallest unit, with short or int",
    }
}

const INT_HELP: &str =
    "use short, or turn on int support (`int = true` in cardamom.toml, --int): few cards have it";

/// Tells why a file could not be read.
pub(crate) fn unreadable(file: &str, error: &ClassFileError, findings: &mut Findings) {
    let place = Some(Place { file: file.to_owned(), line: None });
    let help = match error {
        ClassFileError::Version(_) => "compile with javac --release 8",
        ClassFileError::Damaged(_) => "compile it again",
        ClassFileError::NoClass => return,
    };
    findings.error(place, error.to_string(), help);
}

/// Checks everything that can be seen without interpreting code.
pub(crate) fn check(package: &Package<'_>, int_support: bool, findings: &mut Findings) {
    for class in &package.classes {
        Checker { package, class, int_support }.class(findings);
    }
}

struct Checker<'a> {
    package: &'a Package<'a>,
    class: &'a Class,
    int_support: bool,
}

impl Checker<'_> {
    fn class(&self, findings: &mut Findings) {
        let class = self.class;
        let name = class.display_name();
        if class.access.is_enum() {
            findings.error(class.place(), format!("{name} is an enum"), "use static final byte constants");
            return;
        }
        if class.access.is_annotation() {
            findings.error(
                class.place(),
                format!("{name} is an annotation type"),
                "keep it in a source folder of its own that is compiled but not converted",
            );
            return;
        }
        self.hierarchy(findings);
        for field in &class.fields {
            self.field(field, findings);
        }
        if class.methods.len() > 256 || class.fields.len() > 256 {
            findings.error(
                class.place(),
                format!("{name} has more than 256 fields or methods"),
                "make two classes of it",
            );
        }
        for method in &class.methods {
            self.method(method, findings);
        }
        if !class.has_source {
            findings.warning(
                class.place(),
                format!("{name} does not tell its source file"),
                "compile with javac -g, so that messages can name lines",
            );
        }
    }

    fn hierarchy(&self, findings: &mut Findings) {
        let class = self.class;
        let is_remote = |name: &String| match self.package.known(name) {
            Some(Known::External(_, above)) => above.access & REMOTE != 0,
            _ => false,
        };
        if class.interfaces.iter().any(is_remote) || class.superclass.as_ref().is_some_and(is_remote) {
            findings.error(
                class.place(),
                format!("{} is remote (java.rmi.Remote)", class.display_name()),
                "remote method invocation is not supported: answer APDUs in process()",
            );
        }
        for name in class.superclass.iter().chain(&class.interfaces) {
            match self.package.known(name) {
                None => self.missing(name, class.place(), findings),
                Some(known) => {
                    let (is_interface, is_final) = match known {
                        Known::Internal(_, above) => (above.access.is_interface(), above.access.is_final()),
                        Known::External(_, above) => (above.is_interface(), above.access & 0x0010 != 0),
                    };
                    let as_superclass = class.superclass.as_ref() == Some(name);
                    if is_interface == as_superclass || (as_superclass && is_final) {
                        let above = name.replace('/', ".");
                        findings.error(
                            class.place(),
                            format!("{} cannot be made of {above}", class.display_name()),
                            "its superclass must be a class that is not final, and what it implements interfaces",
                        );
                    }
                }
            }
        }
        if class.superclass.is_none() {
            findings.error(
                class.place(),
                format!("{} has no superclass", class.display_name()),
                "only java.lang.Object can have none, and the card brings that",
            );
        }
    }

    fn missing(&self, name: &str, place: Option<Place>, findings: &mut Findings) {
        let missing = missing_class(self.package, name);
        findings.error_with_help(place, missing.message, missing.help);
    }

    fn field(&self, field: &Field, findings: &mut Findings) {
        let place = self.class.place();
        let what = format!("the field {}.{}", self.class.short_name(), field.name);
        self.value_type(&field.field_type, &what, place.clone(), findings);
        if let Some(Constant::Unsupported(name)) = field.constant {
            if name == "String" {
                return;
            }
            findings.error(place, format!("{what} is a constant of type {name}"), instead_of(name));
        }
    }

    /// A type that a value may have.
    fn value_type(&self, of: &Type, what: &str, place: Option<Place>, findings: &mut Findings) {
        match of {
            Type::Unsupported(name) => {
                findings.error(
                    place,
                    format!("{what} has the type {name}, which no card has"),
                    instead_of(name),
                );
            }
            Type::Int if !self.int_support => {
                findings.error(place, format!("{what} has the type int, and int support is off"), INT_HELP);
            }
            Type::Array(component) if matches!(**component, Type::Array(_)) => findings.error(
                place,
                format!("{what} is an array of arrays, which no card has"),
                "use one array and compute the place in it, or an array of objects that hold one each",
            ),
            Type::Array(component) => self.value_type(component, what, place, findings),
            Type::Class(name) if self.package.known(name).is_none() => self.missing(name, place, findings),
            _ => {}
        }
    }

    fn method_type(&self, of: &MethodType, what: &str, place: Option<&Place>, findings: &mut Findings) {
        for of in of.types() {
            self.value_type(of, what, place.cloned(), findings);
        }
    }

    fn method(&self, method: &Method, findings: &mut Findings) {
        let class = self.class;
        let place = class.place_of(method, 0);
        let what = class.display_method(method);
        let access = method.access;
        if access.is_native() {
            findings.error(place, format!("{what} is native"), "only the card itself has native methods");
            return;
        }
        if access.is_synchronized() {
            findings.error(
                place.clone(),
                format!("{what} is synchronized"),
                "remove it: a card has one thread, and nothing runs beside it",
            );
        }
        if method.name == "finalize" && method.method_type.parameters.is_empty() {
            findings.error(
                place.clone(),
                format!("{what} is a finalizer, which a card never calls"),
                "clean up in deselect() or in AppletEvent.uninstall()",
            );
        }
        if class.access.is_interface() && method.name != "<clinit>" && !access.is_abstract() {
            findings.error(
                place.clone(),
                format!("{what} is a default or static method of an interface"),
                "move it to a class",
            );
            return;
        }
        self.method_type(&method.method_type, &what, place.as_ref(), findings);
        let fits_class = class.access.is_abstract() || !access.is_abstract();
        let can_be_abstract = !access.is_static() && !access.is_private() && !method.name.starts_with('<');
        if access.is_abstract() == method.code.is_some()
            || !fits_class
            || (access.is_abstract() && !can_be_abstract)
        {
            let fault = if access.is_abstract() { "cannot be abstract" } else { "has no code" };
            findings.error(place, format!("{what} {fault}"), "compile it again");
            return;
        }
        let Some(code) = &method.code else { return };
        for variable in &code.variables {
            let what = format!("the local variable {}", variable.name);
            let place = class.place_of(method, variable.start.saturating_sub(1));
            self.value_type(&variable.variable_type, &what, place, findings);
        }
        for (index, (_, instruction)) in code.instructions.iter().enumerate() {
            self.instruction(instruction, class.place_of(method, index), findings);
        }
    }

    fn instruction(&self, instruction: &Instruction, place: Option<Place>, findings: &mut Findings) {
        match instruction {
            Instruction::Unsupported(unsupported) => {
                let (message, help) = explain(unsupported);
                findings.error(place, message, help);
            }
            Instruction::NewArray(component) => {
                let what = "a new array";
                self.value_type(&Type::Array(Box::new(component.clone())), what, place, findings);
            }
            Instruction::CheckCast(of) | Instruction::InstanceOf(of) => {
                self.value_type(of, "a cast or instanceof", place, findings);
            }
            Instruction::InvokeVirtual(method)
            | Instruction::InvokeSpecial(method)
            | Instruction::InvokeStatic(method)
            | Instruction::InvokeInterface(method) => {
                if self.package.known(&method.class).is_none() {
                    self.missing(&method.class, place, findings);
                } else {
                    let what =
                        crate::classfile::display_method(&method.class, &method.name, &method.member_type);
                    self.method_type(&method.member_type, &what, place.as_ref(), findings);
                }
            }
            Instruction::GetStatic(field)
            | Instruction::PutStatic(field)
            | Instruction::GetField(field)
            | Instruction::PutField(field)
                if self.package.known(&field.class).is_none() =>
            {
                self.missing(&field.class, place, findings);
            }
            Instruction::New(name) if self.package.known(name).is_none() => {
                self.missing(name, place, findings);
            }
            _ => {}
        }
    }
}

fn explain(unsupported: &Unsupported) -> (String, &'static str) {
    match unsupported {
        Unsupported::Number(name) => {
            (format!("a value of type {name} is used, which no card has"), instead_of(name))
        }
        Unsupported::StringLiteral => (
            "a string is used, which no card has".to_owned(),
            "keep text as a byte array: { 'H', 'i' } as byte[]",
        ),
        Unsupported::ClassLiteral => {
            ("a class literal is used: a card has no reflection".to_owned(), "compare with instanceof")
        }
        Unsupported::InvokeDynamic => (
            "a lambda expression, a method reference or a string concatenation is used".to_owned(),
            "write a class that implements the interface, and keep text as byte arrays",
        ),
        Unsupported::Monitor => (
            "a synchronized block is used".to_owned(),
            "remove it: a card has one thread, and nothing runs beside it",
        ),
        Unsupported::ArrayOfArrays => (
            "an array of arrays is made, which no card has".to_owned(),
            "use one array and compute the place in it, or an array of objects that hold one each",
        ),
    }
}

/// Finds the install methods of the applets, and applets that nobody asked for.
pub(crate) fn applets(
    resolver: Resolver<'_>,
    project: &Project<'_>,
    findings: &mut Findings,
) -> Vec<InstalledApplet> {
    let package = resolver.package;
    let mut found: Vec<InstalledApplet> = Vec::new();
    let mut named = Vec::new();
    for applet in &project.applets {
        let slashed = applet.class.replace('.', "/");
        let full = if slashed.contains('/') { slashed } else { format!("{}/{slashed}", package.name) };
        let Some(Known::Internal(index, class)) = package.known(&full) else {
            findings.error(
                None,
                format!("the applet class {} is not in the package", applet.class),
                "write its name as in the source, and compile it with the others",
            );
            continue;
        };
        named.push(full);
        if applet.aid.rid() != project.aid.rid() {
            findings.error(
                class.place(),
                format!("the AID of the applet {} has another RID than the package", class.display_name()),
                "its first five bytes must be those of the package AID (JCVM specification 4.2.2)",
            );
        }
        if found.iter().any(|(aid, _)| *aid == applet.aid) {
            findings.error(
                class.place(),
                format!("the AID of the applet {} is that of another one", class.display_name()),
                "give each applet an AID of its own",
            );
        }
        if class.access.is_abstract() || !package.is_subclass(&class.name, APPLET) {
            findings.error(
                class.place(),
                format!("{} cannot be installed", class.display_name()),
                "an applet class is not abstract and extends javacard.framework.Applet",
            );
            continue;
        }
        match install_method(class) {
            Some(method) => found.push((applet.aid, (index, method))),
            None => findings.error(
                class.place(),
                format!("{} has no install method", class.display_name()),
                "write public static void install(byte[] parameters, short offset, byte length)",
            ),
        }
    }
    for class in &package.classes {
        let is_applet = !class.access.is_abstract()
            && install_method(class).is_some()
            && package.is_subclass(&class.name, APPLET);
        if is_applet && !named.contains(&class.name) {
            findings.warning(
                class.place(),
                format!("{} is an applet, and the package does not name it as one", class.display_name()),
                "give it an AID in cardamom.toml, or with --applet",
            );
        }
    }
    found
}

const APPLET: &str = "javacard/framework/Applet";

/// The method that a card calls to install an applet (JCRE specification §3.1).
fn install_method(class: &Class) -> Option<usize> {
    class.methods.iter().position(|method| {
        method.name == "install"
            && method.access.is_public()
            && method.access.is_static()
            && method.method_type.descriptor() == "([BSB)V"
    })
}
