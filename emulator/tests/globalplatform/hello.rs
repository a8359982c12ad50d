//! An application that greets through the secure channel of its security domain, in a load file.
//!
//! The load file has the components Header and Applet of a CAP file (JCVM 3.0.5 §6.3, §6.5), so that the clients can
//! read its names; [`LoadFileEngine`] makes every applet in such a file greet.

use std::sync::Arc;

use cardamom_apdu::{Aid, Command, StatusWord};
use cardamom_card_os::globalplatform::security_domain::SecureChannelServices;
use cardamom_card_os::{Applet, Context, Engine, Error, Module, Package, Reason};

/// Answers `80 F0` with this.
pub(crate) const GREETING: &[u8] = b"Hello World";
const GREET: u8 = 0xF0;

struct Hello;

#[derive(Debug)]
enum HelloReason {
    Instruction,
    LoadFile,
}

impl Reason for HelloReason {
    fn status_word(&self) -> StatusWord {
        StatusWord::from(match self {
            Self::Instruction => 0x6D00,
            Self::LoadFile => 0x6A80,
        })
    }

    fn rule(&self) -> &'static str {
        match self {
            Self::Instruction => "it greets, and nothing else",
            Self::LoadFile => "the load file has no Header and Applet components",
        }
    }
}

impl Applet for Hello {
    fn process(&self, context: &mut Context<'_>, command: &Command<'_>) -> Result<(), Error> {
        if context.is_selecting() {
            return Ok(());
        }
        if matches!(command.instruction(), 0x50 | 0x82) {
            let answer = context.process_security(command)?;
            context.respond(&answer);
            return Ok(());
        }
        let plain = context.unwrap(command)?;
        if plain.get(1) != Some(&GREET) {
            return Err(HelloReason::Instruction.into());
        }
        let answer = context.wrap(&[GREETING, &[0x90, 0x00]].concat())?;
        context.respond(&answer);
        Ok(())
    }
}

/// Opens load files that begin with a Header component.
pub(crate) struct LoadFileEngine;

impl Engine for LoadFileEngine {
    fn accepts(&self, load_file: &[u8]) -> bool {
        load_file.get(..1) == Some(&[HEADER]) && load_file.get(3..7) == Some(&MAGIC)
    }

    fn open(&self, load_file: &[u8], _: &[Package]) -> Result<Package, Error> {
        Ok(read(load_file).ok_or(HelloReason::LoadFile)?)
    }
}

const HEADER: u8 = 1;
const APPLET: u8 = 3;
const MAGIC: [u8; 4] = [0xDE, 0xCA, 0xFF, 0xED];

fn read(load_file: &[u8]) -> Option<Package> {
    let header = component(load_file, HEADER)?;
    // Magic (4), version of the format (2), flags (1), version of the package: minor, major.
    let [_, _, _, _, _, _, _, minor, major, length, rest @ ..] = header else { return None };
    let package = Aid::new(rest.get(..usize::from(*length))?).ok()?;
    let (_, mut rest) = component(load_file, APPLET)?.split_first()?;
    let mut modules = Vec::new();
    while let Some((length, after)) = rest.split_first() {
        let (name, after) = after.split_at_checked(usize::from(*length))?;
        // Offset of the install method (2).
        rest = after.get(2..)?;
        modules.push(Module::new(Aid::new(name).ok()?, |_| Ok(Arc::new(Hello))));
    }
    Some(Package::new(package, (*major, *minor), modules))
}

/// The content of the component with this tag.
fn component(mut load_file: &[u8], wanted: u8) -> Option<&[u8]> {
    loop {
        let [tag, high, low, rest @ ..] = load_file else { return None };
        let (content, after) = rest.split_at_checked(usize::from(u16::from_be_bytes([*high, *low])))?;
        if *tag == wanted {
            return Some(content);
        }
        load_file = after;
    }
}

/// A CAP file, a ZIP archive with stored files, of a package with one applet.
pub(crate) fn cap_file(package: &[u8], applet: &[u8]) -> Vec<u8> {
    let length = |bytes: &[u8]| u8::try_from(bytes.len()).unwrap();
    let header = [&MAGIC[..], &[1, 2, 4, 0, 1, length(package)], package].concat();
    let applets = [&[1, length(applet)], applet, &[0, 0]].concat();
    let component = |tag: u8, content: &[u8]| {
        [&[tag], &u16::try_from(content.len()).unwrap().to_be_bytes()[..], content].concat()
    };
    // The clients send more than one LOAD block of it.
    let methods = component(7, &[0; 1000]);
    zip(&[
        ("hello/javacard/Header.cap", &component(HEADER, &header)),
        // gpshell counts on these two between them.
        ("hello/javacard/Directory.cap", &component(2, &[0; 31])),
        ("hello/javacard/Import.cap", &component(4, &[0])),
        ("hello/javacard/Applet.cap", &component(APPLET, &applets)),
        ("hello/javacard/Method.cap", &methods),
    ])
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    let word = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
    let half = |number: usize| u16::try_from(number).unwrap().to_le_bytes();
    for (name, content) in files {
        // Version, flags, method, time and date, checksum, both lengths, lengths of name and extra field.
        let mut common = vec![10, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        common.extend(crc32fast::hash(content).to_le_bytes());
        common.extend([word(content.len()), word(content.len())].concat());
        common.extend([half(name.len()), half(0)].concat());
        let position = archive.len();
        archive.extend([b"PK\x03\x04", &common[..], name.as_bytes(), content].concat());
        // Comment, disk, attributes.
        directory
            .extend([b"PK\x01\x02\x14\0", &common[..], &[0; 10], &word(position), name.as_bytes()].concat());
    }
    let end = [half(0), half(0), half(files.len()), half(files.len())].concat();
    let position = word(archive.len());
    let end = [b"PK\x05\x06", &end[..], &word(directory.len()), &position, &half(0)].concat();
    [archive, directory, end].concat()
}
