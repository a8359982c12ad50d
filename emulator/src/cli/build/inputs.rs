//! Sources and class files: found, and compiled where that is still to be done.

use std::fs;
use std::path::{Path, PathBuf};

use cardamom_converter::ClassFile;

use super::super::error::CliError;
use super::super::output::of_file;
use crate::applet_project::Compiler;

/// What is to be built.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    /// Java sources, by path.
    pub(super) sources: Vec<PathBuf>,
    /// Class files, by path.
    classes: Vec<PathBuf>,
}

impl Inputs {
    /// Looks for sources and class files in folders and files.
    pub(super) fn find(paths: &[PathBuf]) -> Result<Self, CliError> {
        let mut inputs = Self::default();
        for path in paths {
            inputs.add(path)?;
        }
        inputs.sources.sort();
        inputs.classes.sort();
        if inputs.sources.is_empty() && inputs.classes.is_empty() {
            let names: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
            return Err(CliError::usage(format!("there is no Java source in {}", names.join(", ")))
                .with_help("name a folder with .java files, or with .class files"));
        }
        Ok(inputs)
    }

    fn add(&mut self, path: &Path) -> Result<(), CliError> {
        if path.is_dir() {
            for entry in fs::read_dir(path).map_err(|error| of_file(path, &error))? {
                self.add(&entry.map_err(|error| of_file(path, &error))?.path())?;
            }
            return Ok(());
        }
        if !path.exists() {
            let error = std::io::Error::from(std::io::ErrorKind::NotFound);
            return Err(of_file(path, &error));
        }
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("java") => self.sources.push(path.to_owned()),
            Some("class") => self.classes.push(path.to_owned()),
            _ => {}
        }
        Ok(())
    }

    /// The class files: those of the sources, or those that were found where there are no sources.
    pub(super) fn class_files(
        &self,
        compiler: impl FnOnce() -> Result<Compiler, CliError>,
        classpath: &[PathBuf],
    ) -> Result<Vec<ClassFile>, CliError> {
        if self.sources.is_empty() {
            return read(&self.classes);
        }
        let folder = tempfile::tempdir().map_err(CliError::environment)?;
        let said = compiler()?.compile(&self.sources, classpath, folder.path())?;
        if !said.trim().is_empty() {
            anstream::eprint!("{said}");
        }
        let made = Self::find(&[folder.path().to_owned()])?;
        read(&made.classes)
    }

    /// The source file that a class file tells of: `com/example/Wallet.java`.
    pub(super) fn source(&self, told: &str) -> Option<&Path> {
        self.sources.iter().map(PathBuf::as_path).find(|path| path.ends_with(told)).or_else(|| {
            // Sources need not lie in folders of their package.
            let name = Path::new(told).file_name()?;
            self.sources.iter().map(PathBuf::as_path).find(|path| path.file_name() == Some(name))
        })
    }
}

fn read(paths: &[PathBuf]) -> Result<Vec<ClassFile>, CliError> {
    let mut files = Vec::new();
    for path in paths {
        let bytes = fs::read(path).map_err(|error| of_file(path, &error))?;
        files.push(ClassFile { path: path.display().to_string(), bytes });
    }
    Ok(files)
}
