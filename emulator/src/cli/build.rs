//! `cardamom build`

mod diagnostics;
mod inputs;
mod outputs;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use cardamom_apdu::Aid;
use cardamom_cap::export_file::ExportFile;
use cardamom_cap::package::PackageVersion;
use cardamom_converter::{Applet, ExportedPackage, Project, convert};
use cardamom_java_card_api::Release;
use clap::Args;

use self::diagnostics::tell;
use self::inputs::Inputs;
use super::error::{CliError, EXIT_USAGE};
use super::output::of_file;
use crate::applet_project::{
    AppletProject, CompileError, Compiler, PROJECT_FILE, ProjectError, parse_aid, parse_release,
    parse_version,
};

const AFTER_HELP: &str = "\
A project has a file cardamom.toml:

  [package]
  aid = \"F0434152440001\"        # 5 to 16 bytes
  version = \"1.0\"

  [[applet]]                     # none: a library, whose public classes are exported
  class = \"WalletApplet\"
  aid = \"F043415244000101\"

  [build]                        # all of it may be left out
  source = \"src\"
  output = \"wallet.cap\"
  api = \"3.0.5\"                  # or 2.2.2, 3.2: what the card has
  int = false                    # the type int, which few cards have
  debug = true                   # names and lines for traces; never loaded onto a card
  exports = [\"lib/other.exp\"]    # other packages, and their classes for javac
  classpath = [\"lib/classes\"]
  export-map = \"old/wallet.exp\"  # keeps the tokens of an earlier version

Examples:
  cardamom build                              the project in this folder
  cardamom build wallet -o wallet.cap         the one in the folder wallet
  cardamom build src --package-aid F000000001 --applet F00000000101 WalletApplet -o wallet.cap
  cardamom build classes/ -o wallet.cap       class files that are there already

Exit codes: 0 the CAP file is written; 2 the sources or the project are wrong, and nothing is
written; 3 javac or a file cannot be used.";

/// Compile Java sources and make a CAP file of them
///
/// Needs the javac of a JDK that knows `-source 8`, and nothing else of Java Card.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Arguments {
    /// A project, or folders and files of Java sources or class files [default: the project in this folder]
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// The CAP file to write [default: that of the project, or the last part of the package's name]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// The AID of the package, in hexadecimal
    #[arg(long, value_name = "AID", value_parser = parse_aid)]
    package_aid: Option<Aid>,

    /// The version of the package [default: 1.0]
    #[arg(long, value_name = "VERSION", value_parser = parse_version)]
    package_version: Option<PackageVersion>,

    /// An applet: its AID and its class; may be given several times
    #[arg(long, num_args = 2, value_names = ["AID", "CLASS"])]
    applet: Vec<String>,

    /// The release of the API to link against: 2.2.2, 3.0.5 or 3.2 [default: 3.0.5]
    #[arg(long, value_name = "RELEASE", value_parser = parse_release)]
    api: Option<Release>,

    /// Allow the type int, which few cards have
    #[arg(long)]
    int: bool,

    /// Add names and lines, for traces
    #[arg(long)]
    debug: bool,

    /// The export file of a package that is imported; may be given several times
    #[arg(long, value_name = "FILE.exp")]
    export: Vec<PathBuf>,

    /// A folder or jar with classes of such a package, for javac; may be given several times
    #[arg(long, value_name = "PATH")]
    classpath: Vec<PathBuf>,

    /// The export file of an earlier version: what is in it keeps its tokens
    #[arg(long, value_name = "FILE.exp")]
    export_map: Option<PathBuf>,

    /// Also write the load file: the components as a card gets them, one after another
    #[arg(long, value_name = "FILE.ijc")]
    ijc: Option<PathBuf>,

    /// javac to use
    #[arg(long, value_name = "COMMAND", default_value = "javac", env = "JAVAC")]
    javac: OsString,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, CliError> {
    let settings = settings(arguments)?;
    let inputs = Inputs::find(&settings.sources)?;
    let compiler = || Compiler::new(&arguments.javac).map_err(CliError::from);
    let class_files = inputs.class_files(compiler, &settings.classpath)?;
    let Some(aid) = settings.aid else {
        return Err(CliError::usage("the package has no AID").with_help(
            "give it with --package-aid, or in cardamom.toml: `cardamom new-applet NAME` makes one",
        ));
    };
    let release = settings.api.unwrap_or_default();
    let mut imports: Vec<ExportedPackage> =
        release.packages().iter().map(|package| ExportedPackage::from(*package)).collect();
    for path in &settings.exports {
        let package = exported(path)?;
        imports.retain(|import| import.name != package.name);
        imports.push(package);
    }
    let export_map = settings.export_map.as_deref().map(exported).transpose()?;
    let applets = settings.applets.iter().map(|(aid, class)| Applet { aid: *aid, class: class.clone() });
    let project = Project {
        aid,
        version: settings.version.unwrap_or(PackageVersion { major: 1, minor: 0 }),
        applets: applets.collect(),
        class_files: &class_files,
        imports: &imports,
        export_map: export_map.as_ref(),
        int_support: settings.int,
        debug: settings.debug,
    };
    match convert(&project) {
        Ok(converted) => {
            tell(&converted.warnings, &inputs);
            let last = converted.package.rsplit('/').next().unwrap_or(&converted.package);
            let output = settings.output.clone().unwrap_or_else(|| PathBuf::from(format!("{last}.cap")));
            outputs::write(&converted, &output, arguments.ijc.as_deref(), settings.applets.is_empty())?;
            outputs::tell(&converted, &output, &imports)?;
            Ok(ExitCode::SUCCESS)
        }
        Err(findings) => {
            tell(&findings, &inputs);
            let errors = findings
                .iter()
                .filter(|finding| finding.severity == cardamom_converter::Severity::Error)
                .count();
            let errors = if errors == 1 { "one error".to_owned() } else { format!("{errors} errors") };
            Err(CliError::usage(format!("nothing is written because of {errors}")).with_code(EXIT_USAGE))
        }
    }
}

/// What the project file says, with what the command line says in its place.
fn settings(arguments: &Arguments) -> Result<AppletProject, CliError> {
    let given = if arguments.paths.is_empty() { vec![PathBuf::from(".")] } else { arguments.paths.clone() };
    let file = match given.as_slice() {
        [one] => project_file(one),
        _ => None,
    };
    let mut settings = match &file {
        Some(file) => AppletProject::read(file)?,
        None => AppletProject::default(),
    };
    // A folder that holds a project stands for the sources of the project.
    let names_project = file.as_ref().is_some_and(|file| {
        given.iter().any(|path| path == file || file.parent().is_some_and(|folder| folder == path))
    });
    if !names_project {
        if arguments.paths.is_empty() {
            return Err(CliError::usage(format!("there is no {PROJECT_FILE} in this folder")).with_help(
                "name the project or the sources, or make a project: `cardamom new-applet NAME`",
            ));
        }
        settings.sources.clone_from(&arguments.paths);
    }
    settings.aid = arguments.package_aid.or(settings.aid);
    settings.version = arguments.package_version.or(settings.version);
    if !arguments.applet.is_empty() {
        settings.applets.clear();
        for pair in arguments.applet.chunks(2) {
            let [aid, class] = pair else { continue };
            settings.applets.push((parse_aid(aid).map_err(CliError::usage)?, class.clone()));
        }
    }
    settings.output = arguments.output.clone().or(settings.output);
    settings.api = arguments.api.or(settings.api);
    settings.int |= arguments.int;
    settings.debug |= arguments.debug;
    settings.exports.extend(arguments.export.iter().cloned());
    settings.classpath.extend(arguments.classpath.iter().cloned());
    settings.export_map = arguments.export_map.clone().or(settings.export_map);
    Ok(settings)
}

/// The project file that a path names, holds, or lies below.
fn project_file(path: &Path) -> Option<PathBuf> {
    if path.is_file() && path.file_name().is_some_and(|name| name == PROJECT_FILE) {
        return Some(path.to_owned());
    }
    let inside = path.join(PROJECT_FILE);
    if inside.is_file() {
        return Some(inside);
    }
    let above = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let above = above.join(PROJECT_FILE);
    above.is_file().then_some(above)
}

/// What an export file says.
fn exported(path: &Path) -> Result<ExportedPackage, CliError> {
    let bytes = std::fs::read(path).map_err(|error| of_file(path, &error))?;
    let package = ExportFile::parse(&bytes).and_then(|file| file.package());
    let package = package.map_err(|error| CliError::usage(format!("{}: {error}", path.display())))?;
    Ok(ExportedPackage::from(&package))
}

impl From<ProjectError> for CliError {
    fn from(error: ProjectError) -> Self {
        match error {
            ProjectError::Io { .. } => Self::environment(error),
            _ => Self::usage(error).with_help("see `cardamom build --help` for what a project file says"),
        }
    }
}

impl From<CompileError> for CliError {
    fn from(error: CompileError) -> Self {
        match &error {
            CompileError::NoJavac { .. } => Self::environment(error)
                .with_help("install a JDK (Debian: default-jdk-headless), or name its javac with --javac"),
            CompileError::Refused { messages } => Self::usage(format!("{}\n{error}", messages.trim_end())),
            _ => Self::environment(error),
        }
    }
}
