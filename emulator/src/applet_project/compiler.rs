//! javac of the user's JDK, held to the classes that a card has.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use cardamom_java_card_api::{compiler_sources, sources};
use thiserror::Error;

/// Why sources could not be compiled.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum CompileError {
    /// There is no place for the compiled API: neither `XDG_CACHE_HOME` nor `HOME` is set.
    #[error("there is no place for the compiled API: neither XDG_CACHE_HOME nor HOME is set")]
    NoCache,
    /// A file or a folder cannot be used.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// javac cannot be started.
    #[error("{javac} cannot be run: {source}")]
    NoJavac {
        /// Its name or path.
        javac: String,
        /// What the system says.
        source: io::Error,
    },
    /// javac refuses the sources; it has told why.
    #[error("javac refuses the sources")]
    Refused {
        /// What javac said.
        messages: String,
    },
}

/// javac and where the compiled API is kept.
#[derive(Clone, Debug)]
pub struct Compiler {
    javac: OsString,
    cache: PathBuf,
}

/// Options that hold for the API and for applets alike. `--release 8` would bring the whole JDK with it: the
/// boot class path gives the classes of a card instead.
const OPTIONS: [&str; 7] =
    ["-source", "8", "-target", "8", "-Xlint:-options", "-proc:none", "-implicit:none"];

impl Compiler {
    /// javac by its name or path, with the cache of this user: `cardamom` in the XDG cache folder.
    ///
    /// # Errors
    /// [`CompileError::NoCache`]
    pub fn new(javac: impl Into<OsString>) -> Result<Self, CompileError> {
        let cache = env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
        let cache = cache.or_else(|| Some(env::home_dir()?.join(".cache")));
        let cache = cache.ok_or(CompileError::NoCache)?.join("cardamom");
        Ok(Self { javac: javac.into(), cache })
    }

    /// Compiles sources into class files below a folder, with names of lines and variables. Gives what javac said.
    ///
    /// # Errors
    /// [`CompileError`]
    pub fn compile(
        &self,
        files: &[PathBuf],
        classpath: &[PathBuf],
        classes: &Path,
    ) -> Result<String, CompileError> {
        let api = self.api()?;
        let mut command = Command::new(&self.javac);
        command.args(OPTIONS).arg("-g").args(["-encoding", "UTF-8"]);
        command.arg("-bootclasspath").arg(api.join("classes"));
        command.arg("-sourcepath").arg(api.join("compiler"));
        let paths = env::join_paths(classpath).map_err(|error| CompileError::Io {
            path: classpath.first().cloned().unwrap_or_default(),
            source: io::Error::new(io::ErrorKind::InvalidInput, error),
        })?;
        command.arg("-classpath").arg(paths).arg("-d").arg(classes).args(files);
        self.run(command)
    }

    /// The folder with the compiled API, which is made at the first use and kept for the next.
    fn api(&self) -> Result<PathBuf, CompileError> {
        let mut checksum = crc32fast::Hasher::new();
        for (path, text) in sources().chain(compiler_sources()) {
            for part in [path, text] {
                checksum.update(part.as_bytes());
                checksum.update(&[0]);
            }
        }
        let kept = self.cache.join(format!("java-card-api-{:08x}", checksum.finalize()));
        if kept.is_dir() {
            return Ok(kept);
        }
        let io_error = |path: &Path| {
            let path = path.to_owned();
            move |source| CompileError::Io { path, source }
        };
        fs::create_dir_all(&self.cache).map_err(io_error(&self.cache))?;
        let new = tempfile::tempdir_in(&self.cache).map_err(io_error(&self.cache))?;
        let mut files = Vec::new();
        for (path, text) in sources() {
            files.push(write(&new.path().join("java").join(path), text)?);
        }
        for (path, text) in compiler_sources() {
            write(&new.path().join("compiler").join(path), text)?;
        }
        let mut command = Command::new(&self.javac);
        command.args(OPTIONS).arg("-g:none").args(["-encoding", "UTF-8", "-bootclasspath", ""]);
        command.arg("-sourcepath").arg(new.path().join("compiler"));
        command.arg("-d").arg(new.path().join("classes")).args(files);
        self.run(command)?;
        // Whoever comes first puts it in its place; the other one finds the same there.
        let new = new.keep();
        if let Err(source) = fs::rename(&new, &kept) {
            let _ = fs::remove_dir_all(&new);
            if !kept.is_dir() {
                return Err(CompileError::Io { path: kept, source });
            }
        }
        Ok(kept)
    }

    fn run(&self, mut command: Command) -> Result<String, CompileError> {
        let output = command.output().map_err(|source| CompileError::NoJavac {
            javac: self.javac.to_string_lossy().into_owned(),
            source,
        })?;
        let said = [output.stdout, output.stderr].concat();
        let messages = String::from_utf8_lossy(&said).into_owned();
        if output.status.success() { Ok(messages) } else { Err(CompileError::Refused { messages }) }
    }
}

fn write(path: &Path, text: &str) -> Result<PathBuf, CompileError> {
    let io_error = |source| CompileError::Io { path: path.to_owned(), source };
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(io_error)?;
    }
    fs::write(path, text).map_err(io_error)?;
    Ok(path.to_owned())
}
