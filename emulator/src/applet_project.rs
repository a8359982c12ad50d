//! The project of a Java Card applet: `cardamom.toml` and the sources beside it.

mod compiler;

use std::path::{Path, PathBuf};

use cardamom_apdu::Aid;
use cardamom_cap::package::PackageVersion;
use cardamom_java_card_api::Release;
use serde::Deserialize;
use thiserror::Error;

pub use self::compiler::{CompileError, Compiler};

/// The name of the project file.
pub const PROJECT_FILE: &str = "cardamom.toml";

/// Why a project file cannot be used.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ProjectError {
    /// It cannot be read.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// It does not say what a project file says.
    #[error("{path}: {source}")]
    Syntax {
        /// The file.
        path: PathBuf,
        /// Where and what.
        source: Box<toml::de::Error>,
    },
    /// A value is none of its kind.
    #[error("{path}: {what}")]
    Value {
        /// The file.
        path: PathBuf,
        /// Which and why.
        what: String,
    },
}

/// What a project file says. Paths are those that it names, below the folder of the file.
#[derive(Clone, Debug, Default)]
pub struct AppletProject {
    /// The AID of the package.
    pub aid: Option<Aid>,
    /// The version of the package.
    pub version: Option<PackageVersion>,
    /// AID and class of each applet.
    pub applets: Vec<(Aid, String)>,
    /// Folders and files of Java sources.
    pub sources: Vec<PathBuf>,
    /// The CAP file to write.
    pub output: Option<PathBuf>,
    /// The release of the API to link against.
    pub api: Option<Release>,
    /// Whether the type int may be used.
    pub int: bool,
    /// Whether to add a Debug component.
    pub debug: bool,
    /// Export files of other packages.
    pub exports: Vec<PathBuf>,
    /// Folders of class files of other packages, for javac.
    pub classpath: Vec<PathBuf>,
    /// The export file of an earlier version.
    pub export_map: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    package: PackageTable,
    #[serde(default)]
    applet: Vec<AppletTable>,
    #[serde(default)]
    build: BuildTable,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PackageTable {
    aid: String,
    version: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AppletTable {
    aid: String,
    class: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct BuildTable {
    source: Option<PathBuf>,
    output: Option<PathBuf>,
    api: Option<String>,
    #[serde(default)]
    int: bool,
    #[serde(default)]
    debug: bool,
    #[serde(default)]
    exports: Vec<PathBuf>,
    #[serde(default)]
    classpath: Vec<PathBuf>,
    export_map: Option<PathBuf>,
}

impl AppletProject {
    /// Reads a project file.
    ///
    /// # Errors
    /// [`ProjectError`]
    pub fn read(path: &Path) -> Result<Self, ProjectError> {
        let text = std::fs::read_to_string(path)
            .map_err(|source| ProjectError::Io { path: path.to_owned(), source })?;
        let file: File = toml::from_str(&text)
            .map_err(|source| ProjectError::Syntax { path: path.to_owned(), source: Box::new(source) })?;
        let wrong = |what: String| ProjectError::Value { path: path.to_owned(), what };
        let aid = |text: &str| parse_aid(text).map_err(wrong);
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut applets = Vec::new();
        for applet in &file.applet {
            applets.push((aid(&applet.aid)?, applet.class.clone()));
        }
        let build = file.build;
        let below = |paths: &[PathBuf]| paths.iter().map(|path| folder.join(path)).collect::<Vec<_>>();
        Ok(Self {
            aid: Some(aid(&file.package.aid)?),
            version: file.package.version.as_deref().map(parse_version).transpose().map_err(wrong)?,
            applets,
            sources: vec![folder.join(build.source.unwrap_or_else(|| "src".into()))],
            output: build.output.map(|output| folder.join(output)),
            api: build.api.as_deref().map(parse_release).transpose().map_err(wrong)?,
            int: build.int,
            debug: build.debug,
            exports: below(&build.exports),
            classpath: below(&build.classpath),
            export_map: build.export_map.map(|map| folder.join(map)),
        })
    }
}

/// An AID in hexadecimal.
///
/// # Errors
/// Why it is none.
pub fn parse_aid(text: &str) -> Result<Aid, String> {
    text.parse().map_err(|error| format!("the AID {text}: {error}"))
}

/// A version of a package, as `1.0`.
///
/// # Errors
/// Why it is none.
pub fn parse_version(text: &str) -> Result<PackageVersion, String> {
    let parsed = text.split_once('.').and_then(|(major, minor)| {
        Some(PackageVersion { major: major.parse().ok()?, minor: minor.parse().ok()? })
    });
    parsed.ok_or_else(|| format!("the version {text} is not two numbers up to 255, as 1.0"))
}

/// A release of the API, as `3.0.5`.
///
/// # Errors
/// Which there are.
pub fn parse_release(text: &str) -> Result<Release, String> {
    match text {
        "2.2.2" => Ok(Release::V2_2_2),
        "3.0.5" => Ok(Release::V3_0_5),
        "3.2" | "3.2.0" => Ok(Release::V3_2_0),
        _ => Err(format!("the API {text} is none of 2.2.2, 3.0.5 and 3.2")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_and_refused() {
        assert_eq!(parse_version("1.2").unwrap(), PackageVersion { major: 1, minor: 2 });
        assert!(
            parse_version("1").is_err() && parse_version("1.256").is_err() && parse_version("1.2.3").is_err()
        );
        assert_eq!(parse_aid("F0 00 00 00 01").unwrap().as_bytes(), [0xF0, 0, 0, 0, 1]);
        assert!(parse_aid("F000").is_err());
        assert!(parse_release("3.0.4").is_err());
    }

    #[test]
    fn paths_are_below_the_project() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(PROJECT_FILE);
        std::fs::write(&path, "[package]\naid = \"F000000001\"\n[build]\noutput = \"x.cap\"\n").unwrap();
        let project = AppletProject::read(&path).unwrap();
        assert_eq!(project.sources, [folder.path().join("src")]);
        assert_eq!(project.output, Some(folder.path().join("x.cap")));
        std::fs::write(&path, "[package]\naid = \"F000000001\"\nname = 1\n").unwrap();
        assert!(matches!(AppletProject::read(&path), Err(ProjectError::Syntax { .. })));
    }
}
