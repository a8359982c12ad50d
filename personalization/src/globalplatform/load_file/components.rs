//! Components of a CAP file.

use std::io::{Cursor, Read};

use cardamom_apdu::Aid;
use zip::ZipArchive;

/// The components that a card takes, in its order (JCVM 3.0.5 §4.1): the name of the file.
const ORDER: [&str; 11] = [
    "Header",
    "Directory",
    "Import",
    "Applet",
    "Class",
    "Method",
    "StaticField",
    "Export",
    "ConstantPool",
    "RefLocation",
    "Descriptor",
];

/// The longest component: tag, length, and 65,535 bytes.
const COMPONENT_LENGTH: u64 = 3 + 0xFFFF;
const HEADER: u8 = 1;
const APPLET: u8 = 3;
const MAGIC: [u8; 4] = [0xDE, 0xCA, 0xFF, 0xED];

/// Why bytes are no load file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LoadFileMalformed {
    /// The archive cannot be read.
    #[error("the archive is damaged: {0}")]
    Archive(String),
    /// A component does not end where it says.
    #[error("the component at byte {position} does not end where it says")]
    Component {
        /// Where it begins, in bytes.
        position: usize,
    },
    /// There is no such component.
    #[error("it is no CAP file: it has no component {0}")]
    Missing(&'static str),
    /// The Header or Applet component is not understood.
    #[error("its component {0} is malformed")]
    Malformed(&'static str),
    /// The archive has several packages.
    #[error("the archive holds several packages: {0} and {1}")]
    SeveralPackages(String, String),
    /// Longer than any load file.
    #[error("it is longer than any load file")]
    TooLong,
}

/// The components in a CAP file, one after the other.
pub(super) fn of_archive(bytes: &[u8]) -> Result<Vec<u8>, LoadFileMalformed> {
    let damaged = |error: zip::result::ZipError| LoadFileMalformed::Archive(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut folder: Option<String> = None;
    let mut found: Vec<Option<Vec<u8>>> = vec![None; ORDER.len()];
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(damaged)?;
        let name = file.name().to_owned();
        let (place, base) = name.rsplit_once('/').unwrap_or(("", &name));
        let Some(component) = base
            .strip_suffix(".cap")
            .and_then(|base| ORDER.iter().position(|known| known.eq_ignore_ascii_case(base)))
        else {
            continue;
        };
        match &folder {
            Some(folder) if folder != place => {
                return Err(LoadFileMalformed::SeveralPackages(folder.clone(), place.to_owned()));
            }
            _ => folder = Some(place.to_owned()),
        }
        let mut content = Vec::new();
        // Not more than a component has, whatever the archive says.
        file.take(COMPONENT_LENGTH + 1)
            .read_to_end(&mut content)
            .map_err(|error| LoadFileMalformed::Archive(error.to_string()))?;
        if u64::try_from(content.len()).map_or(true, |length| length > COMPONENT_LENGTH) {
            return Err(LoadFileMalformed::TooLong);
        }
        if let Some(slot) = found.get_mut(component) {
            *slot = Some(content);
        }
    }
    // The Descriptor component is for verifiers, on the card too: cards that do not use it let it be.
    Ok(found.into_iter().flatten().flatten().collect())
}

/// Tag, position and content of each component.
fn components(bytes: &[u8]) -> impl Iterator<Item = Result<(u8, &[u8]), LoadFileMalformed>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let position = bytes.len() - rest.len();
        let component = match rest {
            [tag, high, low, after @ ..] => after
                .split_at_checked(usize::from(u16::from_be_bytes([*high, *low])))
                .map(|(content, after)| (*tag, content, after)),
            _ => None,
        };
        match component {
            Some((tag, content, after)) => {
                rest = after;
                Some(Ok((tag, content)))
            }
            None => {
                rest = &[];
                Some(Err(LoadFileMalformed::Component { position }))
            }
        }
    })
}

type Description = (Aid, (u8, u8), Vec<Aid>);

/// Name and version of the package, and its applets (§6.3, §6.5).
pub(super) fn describe(bytes: &[u8]) -> Result<Description, LoadFileMalformed> {
    let (mut header, mut applets) = (None, Vec::new());
    for component in components(bytes) {
        match component? {
            (HEADER, content) => {
                header = Some(read_header(content).ok_or(LoadFileMalformed::Malformed("Header"))?);
            }
            (APPLET, content) => {
                applets = read_applets(content).ok_or(LoadFileMalformed::Malformed("Applet"))?;
            }
            // What is no Header yet is no CAP file either.
            _ if header.is_none() => break,
            _ => {}
        }
    }
    let (package, version) = header.ok_or(LoadFileMalformed::Missing("Header"))?;
    Ok((package, version, applets))
}

/// Magic (4), version of the format (2), flags (1), version of the package (minor, major), its name.
fn read_header(content: &[u8]) -> Option<(Aid, (u8, u8))> {
    let rest = content.strip_prefix(&MAGIC)?;
    let [_, _, _, minor, major, length, rest @ ..] = rest else { return None };
    let aid = Aid::new(rest.get(..usize::from(*length))?).ok()?;
    Some((aid, (*major, *minor)))
}

/// Count, then length, name and offset of the install method (2) of each.
fn read_applets(content: &[u8]) -> Option<Vec<Aid>> {
    let (count, mut rest) = content.split_first()?;
    let mut applets = Vec::new();
    for _ in 0..*count {
        let (length, after) = rest.split_first()?;
        let (name, after) = after.split_at_checked(usize::from(*length))?;
        applets.push(Aid::new(name).ok()?);
        rest = after.get(2..)?;
    }
    Some(applets)
}
