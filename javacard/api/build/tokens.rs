//! The token tables: their line format read, and written as Rust statics of the types in `src/model.rs`.

use std::fmt::Write as _;

/// The packages, classes and members that are being written.
struct Writer<'a> {
    code: &'a mut String,
    prefix: &'a str,
    packages: usize,
    /// The package's name with slashes, while one is open.
    package: Option<String>,
    class: Option<Class>,
}

/// A class whose lines are being read.
struct Class {
    head: String,
    supers: String,
    interfaces: String,
    statics: String,
    virtuals: String,
    interface_methods: String,
    fields: String,
    constants: String,
}

/// Writes one table's packages as statics named `PREFIX_0`, `PREFIX_1` and so on.
///
/// # Errors
/// The number of the first line that is not of the form that the table's head tells, and what is wrong.
pub(crate) fn generate(text: &str, prefix: &str, code: &mut String) -> Result<usize, String> {
    let mut writer = Writer { code, prefix, packages: 0, package: None, class: None };
    for (number, line) in text.lines().enumerate() {
        let words: Vec<_> = line.split_ascii_whitespace().collect();
        writer.line(&words).map_err(|error| format!("{}: {error}", number + 1))?;
    }
    writer.end_package();
    Ok(writer.packages)
}

impl Writer<'_> {
    fn line(&mut self, words: &[&str]) -> Result<(), String> {
        match words {
            [] => Ok(()),
            [first, ..] if first.starts_with('#') => Ok(()),
            ["package", name, aid, version] => self.package(name, aid, version),
            ["class", token, name, flags @ ..] => self.class(token, name, flags),
            ["supers", names @ ..] => self.open()?.list(names, |class| &mut class.supers),
            ["interfaces", names @ ..] => self.open()?.list(names, |class| &mut class.interfaces),
            ["static", rest @ ..] => self.open()?.member(rest, true, |class| &mut class.statics),
            ["virtual", rest @ ..] => self.open()?.member(rest, true, |class| &mut class.virtuals),
            ["interface", rest @ ..] => self.open()?.member(rest, true, |class| &mut class.interface_methods),
            ["field", rest @ ..] => self.open()?.member(rest, false, |class| &mut class.fields),
            ["constant", name, descriptor, value] => self.open()?.constant(name, descriptor, value),
            [first, ..] => Err(format!("a line may not begin with {first:?} or have {} words", words.len())),
        }
    }

    fn open(&mut self) -> Result<&mut Class, String> {
        self.class.as_mut().ok_or_else(|| "a member outside a class".into())
    }

    fn package(&mut self, name: &str, aid: &str, version: &str) -> Result<(), String> {
        self.end_package();
        let digits: Vec<char> = aid.chars().collect();
        let mut bytes = Vec::new();
        for pair in digits.chunks(2) {
            let pair: String = pair.iter().collect();
            if pair.len() != 2 {
                return Err("an AID of half bytes".into());
            }
            bytes.push(u8::from_str_radix(&pair, 16).map_err(|error| error.to_string())?);
        }
        if !(5..=16).contains(&bytes.len()) {
            return Err("an AID has 5 to 16 bytes".into());
        }
        let (major, minor) = version.split_once('.').ok_or("a version is MAJOR.MINOR")?;
        let (major, minor) = (byte(major)?, byte(minor)?);
        let slashed = name.replace('.', "/");
        let _ = write!(
            self.code,
            "static {}_{}: ApiPackage = ApiPackage {{ name: {slashed:?}, aid: &{bytes:?}, \
             version: Version {{ major: {major}, minor: {minor} }}, classes: &[",
            self.prefix, self.packages
        );
        self.package = Some(slashed);
        Ok(())
    }

    fn class(&mut self, token: &str, name: &str, access: &[&str]) -> Result<(), String> {
        self.end_class();
        let package = self.package.as_ref().ok_or("a class outside a package")?;
        let full = format!("{package}/{name}");
        let head =
            format!("token: {}, name: {full:?}, access: AccessFlags({})", byte(token)?, flags(access)?);
        self.class = Some(Class {
            head,
            supers: String::new(),
            interfaces: String::new(),
            statics: String::new(),
            virtuals: String::new(),
            interface_methods: String::new(),
            fields: String::new(),
            constants: String::new(),
        });
        Ok(())
    }

    fn end_class(&mut self) {
        if let Some(class) = self.class.take() {
            let _ = write!(
                self.code,
                "ApiClass {{ {}, superclasses: &[{}], interfaces: &[{}], static_methods: &[{}], \
                 virtual_methods: &[{}], interface_methods: &[{}], fields: &[{}], constants: &[{}] }}, ",
                class.head,
                class.supers,
                class.interfaces,
                class.statics,
                class.virtuals,
                class.interface_methods,
                class.fields,
                class.constants
            );
        }
    }

    fn end_package(&mut self) {
        self.end_class();
        if self.package.take().is_some() {
            self.code.push_str("] };\n");
            self.packages += 1;
        }
    }
}

impl Class {
    fn list(&mut self, names: &[&str], part: fn(&mut Self) -> &mut String) -> Result<(), String> {
        for name in names {
            let _ = write!(part(self), "{name:?}, ");
        }
        Ok(())
    }

    fn member(
        &mut self,
        words: &[&str],
        method: bool,
        part: fn(&mut Self) -> &mut String,
    ) -> Result<(), String> {
        let [token, name, descriptor, access @ ..] = words else {
            return Err("a member has a token, a name, a descriptor and flags".into());
        };
        if descriptor.starts_with('(') != method {
            return Err(format!("{descriptor:?} is not the descriptor of such a member"));
        }
        let kind = if method { "ApiMethod" } else { "ApiField" };
        let (token, access) = (byte(token)?, flags(access)?);
        let _ = write!(
            part(self),
            "{kind} {{ token: {token}, name: {name:?}, descriptor: {descriptor:?}, access: AccessFlags({access}) }}, "
        );
        Ok(())
    }

    fn constant(&mut self, name: &str, descriptor: &str, value: &str) -> Result<(), String> {
        let value: i32 = value.parse().map_err(|error| format!("{value:?}: {error}"))?;
        let fits = match descriptor {
            "Z" => (0..=1).contains(&value),
            "B" => i8::try_from(value).is_ok(),
            "S" => i16::try_from(value).is_ok(),
            "I" => true,
            _ => return Err(format!("a constant has no type {descriptor:?}")),
        };
        if !fits {
            return Err(format!("{value} does not fit type {descriptor:?}"));
        }
        let _ = write!(
            self.constants,
            "ApiConstant {{ name: {name:?}, descriptor: {descriptor:?}, value: {value} }}, "
        );
        Ok(())
    }
}

fn byte(text: &str) -> Result<u8, String> {
    text.parse().map_err(|error| format!("{text:?}: {error}"))
}

/// The flags of an export file (JCVM specification, chapter 5.7 to 5.9).
fn flags(words: &[&str]) -> Result<u16, String> {
    let mut flags = 0;
    for word in words {
        flags |= match *word {
            "public" => 0x0001,
            "protected" => 0x0004,
            "static" => 0x0008,
            "final" => 0x0010,
            "interface" => 0x0200,
            "abstract" => 0x0400,
            "shareable" => 0x0800,
            "remote" => 0x1000,
            _ => return Err(format!("no such flag: {word:?}")),
        };
    }
    Ok(flags)
}
