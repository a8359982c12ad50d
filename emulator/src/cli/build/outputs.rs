//! The files that are written, all or none, and what is told of them.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use cardamom_cap::container::{CapContainer, ContainerEntry};
use cardamom_cap::export_file::ExportFormat;
use cardamom_cap::load_file::LoadFileOptions;
use cardamom_cap::{CapFile, ComponentKind};
use cardamom_converter::{Converted, ExportedPackage};
use tempfile::NamedTempFile;

use super::super::error::CliError;
use super::super::output::{of_file, print};

/// Writes the CAP file, the load file where it is wanted, and beside the CAP file the export file where the package
/// exports something.
pub(super) fn write(
    converted: &Converted,
    output: &Path,
    ijc: Option<&Path>,
    is_library: bool,
) -> Result<(), CliError> {
    let fault =
        |what: String| CliError::environment(what).with_help("report it: this is a fault of Cardamom");
    let container = CapContainer {
        cap: converted.cap.clone(),
        package_path: converted.package.clone(),
        others: vec![ContainerEntry {
            path: "META-INF/MANIFEST.MF".into(),
            bytes: manifest(converted).into_bytes(),
        }],
    };
    let bytes = container.write().map_err(|error| fault(format!("{}: {error}", output.display())))?;
    let mut files: Vec<(PathBuf, Vec<u8>)> = vec![(output.to_owned(), bytes)];
    if let Some(ijc) = ijc {
        let bytes = load_file(&converted.cap).map_err(fault)?;
        files.push((ijc.to_owned(), bytes));
    }
    let exports = converted.exports.as_ref().and_then(|exports| exports.to_export_file(is_library));
    if let Some(exports) = exports {
        let file = exports.to_export_file(ExportFormat::V2_1).and_then(|file| file.write());
        let path = output.with_extension("exp");
        files.push((path.clone(), file.map_err(|error| fault(format!("{}: {error}", path.display())))?));
    }
    // All are there before the first gets its name.
    let mut ready = Vec::new();
    for (path, bytes) in &files {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut file = NamedTempFile::new_in(folder).map_err(|error| of_file(folder, &error))?;
        file.write_all(bytes).map_err(|error| of_file(path, &error))?;
        ready.push((file, path));
    }
    for (file, path) in ready {
        publish(file, path)?;
    }
    Ok(())
}

/// Gives a file its name and the rights that other new files have.
fn publish(file: NamedTempFile, path: &Path) -> Result<(), CliError> {
    use std::os::unix::fs::PermissionsExt as _;
    let rights = std::fs::Permissions::from_mode(0o644);
    file.as_file().set_permissions(rights).map_err(|error| of_file(path, &error))?;
    file.persist(path).map(|_| ()).map_err(|error| of_file(path, &error.error))
}

fn load_file(cap: &CapFile) -> Result<Vec<u8>, String> {
    let options = LoadFileOptions { descriptor: false, debug: false, custom: false };
    cap.to_load_file(options).map_err(|error| error.to_string())
}

/// The manifest, with the attributes by which tools know a package.
fn manifest(converted: &Converted) -> String {
    let header = &converted.cap.header;
    let colons =
        |bytes: &[u8]| bytes.iter().map(|byte| format!("0x{byte:02x}")).collect::<Vec<_>>().join(":");
    let mut text = String::new();
    attribute(&mut text, "Manifest-Version", "1.0");
    attribute(&mut text, "Created-By", concat!("Cardamom ", env!("CARGO_PKG_VERSION")));
    text.push_str("\r\n");
    attribute(&mut text, "Name", &converted.package);
    let (major, minor) = header.format.version();
    attribute(&mut text, "Java-Card-CAP-File-Version", &format!("{major}.{minor}"));
    attribute(&mut text, "Java-Card-Package-Version", &header.package.version.to_string());
    attribute(&mut text, "Java-Card-Package-Name", &converted.package.replace('/', "."));
    attribute(&mut text, "Java-Card-Package-AID", &colons(header.package.aid.as_bytes()));
    let applets = converted.cap.applet.iter().flat_map(|component| &component.applets);
    for (number, applet) in (1..).zip(applets) {
        attribute(&mut text, &format!("Java-Card-Applet-{number}-AID"), &colons(applet.aid.as_bytes()));
    }
    for (number, import) in (1..).zip(&converted.cap.import.packages) {
        let name = format!("Java-Card-Imported-Package-{number}");
        attribute(&mut text, &format!("{name}-AID"), &colons(import.aid.as_bytes()));
        attribute(&mut text, &format!("{name}-Version"), &import.version.to_string());
    }
    text.push_str("\r\n");
    text
}

/// Adds an attribute of a manifest, whose lines have at most 72 bytes with their end (JAR file specification).
fn attribute(text: &mut String, name: &str, value: &str) {
    const ROOM: usize = 70;
    let mut room = ROOM;
    for character in name.chars().chain(": ".chars()).chain(value.chars()) {
        if room < character.len_utf8() {
            text.push_str("\r\n ");
            room = ROOM - 1;
        }
        text.push(character);
        room -= character.len_utf8();
    }
    text.push_str("\r\n");
}

/// Tells on standard output what the CAP file holds.
pub(super) fn tell(
    converted: &Converted,
    output: &Path,
    imports: &[ExportedPackage],
) -> Result<(), CliError> {
    let cap = &converted.cap;
    let header = &cap.header;
    let package = converted.package.replace('/', ".");
    let mut text = format!(
        "{}: package {package} {}, AID {}\n",
        output.display(),
        header.package.version,
        header.package.aid
    );
    for applet in cap.applet.iter().flat_map(|component| &component.applets) {
        let _ = writeln!(text, "  applet    {}", applet.aid);
    }
    let names = cap.import.packages.iter().map(|import| {
        let known = imports.iter().find(|known| known.aid == import.aid.as_bytes());
        let name = known.map_or_else(|| import.aid.to_string(), |known| known.name.replace('/', "."));
        format!("{name} {}", import.version)
    });
    let _ = writeln!(text, "  imports   {}", names.collect::<Vec<_>>().join(", "));
    let components = cap.to_components().map_err(|error| CliError::environment(error.to_string()))?;
    let size = |kind: ComponentKind| {
        components.iter().find(|component| component.kind == kind).map_or(0, |component| component.info.len())
    };
    let _ = writeln!(
        text,
        "  sizes     methods {}, constant pool {}, classes {}, static fields {} bytes",
        size(ComponentKind::Method),
        size(ComponentKind::ConstantPool),
        size(ComponentKind::Class),
        cap.static_field.image_size()
    );
    let loaded = load_file(cap).map_err(CliError::environment)?;
    let _ = writeln!(text, "  load file {} bytes", loaded.len());
    if converted.exports.is_some() {
        let _ = writeln!(text, "  exports   {}", output.with_extension("exp").display());
    }
    print(&text)
}
