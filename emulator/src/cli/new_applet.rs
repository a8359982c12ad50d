//! `cardamom new-applet`

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;

use super::error::CliError;
use super::output::{of_file, print};

const AFTER_HELP: &str = "\
Example:
  cardamom new-applet wallet
  cardamom build wallet

makes the folder wallet with cardamom.toml, src/com/example/wallet/WalletApplet.java, test.apdu and
README.md, and of those wallet/wallet.cap.";

/// Lay out the project of a Java Card applet
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Arguments {
    /// What it is called: small letters, digits and hyphens, up to 10; also the folder
    #[arg(value_parser = ProjectName::parse)]
    name: ProjectName,

    /// The package of its class
    #[arg(long, value_name = "PACKAGE", default_value = "com.example", value_parser = parse_package)]
    package: String,

    /// Where the folder is made
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    into: PathBuf,
}

/// A name that can be that of a folder, of a Java package and of a class.
#[derive(Clone, Debug)]
struct ProjectName(String);

const LONGEST_NAME: usize = 10;

/// Words that cannot be the name of a package (Java Language Specification §3.9).
const RESERVED: [&str; 52] = [
    "abstract",
    "assert",
    "boolean",
    "break",
    "byte",
    "case",
    "catch",
    "char",
    "class",
    "const",
    "continue",
    "default",
    "do",
    "double",
    "else",
    "enum",
    "extends",
    "false",
    "final",
    "finally",
    "float",
    "for",
    "goto",
    "if",
    "implements",
    "import",
    "instanceof",
    "int",
    "interface",
    "long",
    "native",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "short",
    "static",
    "strictfp",
    "super",
    "switch",
    "synchronized",
    "this",
    "throw",
    "throws",
    "transient",
    "true",
    "try",
    "void",
    "while",
];

impl ProjectName {
    fn parse(text: &str) -> Result<Self, String> {
        let mut characters = text.chars();
        let starts_well = characters.next().is_some_and(|first| first.is_ascii_lowercase());
        let goes_on = |character: char| {
            character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-'
        };
        if !starts_well || !characters.all(goes_on) || text.len() > LONGEST_NAME {
            return Err(format!(
                "it is a small letter, then small letters, digits and hyphens, {LONGEST_NAME} in all"
            ));
        }
        let name = Self(text.to_owned());
        if RESERVED.contains(&name.package_part().as_str()) {
            return Err("it is a word of the Java language".to_owned());
        }
        Ok(name)
    }

    fn package_part(&self) -> String {
        self.0.replace('-', "")
    }

    fn class(&self) -> String {
        let word = |word: &str| {
            let mut characters = word.chars();
            characters
                .next()
                .map(|first| first.to_ascii_uppercase())
                .into_iter()
                .chain(characters)
                .collect::<String>()
        };
        self.0.split('-').map(word).collect::<String>() + "Applet"
    }

    /// A proprietary RID (ISO/IEC 7816-4 §8.2.1.2: the first digit is F), then the name.
    fn package_aid(&self) -> String {
        b"Card".iter().chain(self.0.as_bytes()).fold("F0".to_owned(), |aid, byte| format!("{aid}{byte:02X}"))
    }
}

fn parse_package(text: &str) -> Result<String, String> {
    let is_name = |part: &str| {
        part.starts_with(|first: char| first.is_ascii_lowercase())
            && part.chars().all(|character| character.is_ascii_lowercase() || character.is_ascii_digit())
            && !RESERVED.contains(&part)
    };
    if text.split('.').all(is_name) {
        Ok(text.to_owned())
    } else {
        Err("it is no name of a package".to_owned())
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, CliError> {
    let name = &arguments.name;
    let here = arguments.into == Path::new(".");
    let folder = if here { PathBuf::from(&name.0) } else { arguments.into.join(&name.0) };
    let package = format!("{}.{}", arguments.package, name.package_part());
    let class = name.class();
    let aid = name.package_aid();
    let fill = |template: &str| {
        template
            .replace("@NAME@", &name.0)
            .replace("@PACKAGE@", &package)
            .replace("@CLASS@", &class)
            .replace("@PACKAGE_AID@", &aid)
            .replace("@APPLET_AID@", &format!("{aid}01"))
            .replace("@SOURCE@", &format!("src/{}/{class}.java", package.replace('.', "/")))
    };
    let source = format!("src/{}/{class}.java", package.replace('.', "/"));
    let files = [
        ("cardamom.toml", include_str!("new_applet/cardamom.toml")),
        (source.as_str(), include_str!("new_applet/Applet.java")),
        ("test.apdu", include_str!("new_applet/test.apdu")),
        ("README.md", include_str!("new_applet/README.md")),
        (".gitignore", "*.cap\n*.exp\n*.ijc\n"),
    ];
    // A folder that is there is somebody's work.
    fs::create_dir_all(&arguments.into).map_err(|error| of_file(&arguments.into, &error))?;
    fs::create_dir(&folder).map_err(|error| {
        let told = of_file(&folder, &error);
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            told.with_help("take another name")
        } else {
            told
        }
    })?;
    for (path, template) in files {
        write(&folder.join(path), &fill(template))?;
    }
    let shown = folder.display();
    print(&format!("{shown}: an applet in {source}\nnext: cardamom build {shown}\n"))?;
    Ok(ExitCode::SUCCESS)
}

fn write(path: &Path, text: &str) -> Result<(), CliError> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|error| of_file(folder, &error))?;
    }
    fs::write(path, text).map_err(|error| of_file(path, &error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_classes_and_aids() {
        let name = ProjectName::parse("my-wallet2").unwrap();
        assert_eq!((name.class().as_str(), name.package_part().as_str()), ("MyWallet2Applet", "mywallet2"));
        assert_eq!(name.package_aid(), "F0436172646D792D77616C6C657432");
        let aid = crate::applet_project::parse_aid(&format!("{}01", name.package_aid())).unwrap();
        assert_eq!(aid.as_bytes().len(), 16, "the longest name fits an AID");
        for wrong in ["", "Wallet", "2wallet", "int", "a/b", "wallet-of-mine"] {
            assert!(ProjectName::parse(wrong).is_err(), "{wrong}");
        }
        assert!(parse_package("com.example").is_ok());
        assert!(parse_package("com..example").is_err() && parse_package("com.int").is_err());
    }
}
