//! A script with all the files it includes.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::ast::{Script, Statement};
use super::diagnostic::Diagnostic;
use super::import::{self, Format};
use super::source::{Source, Span, Spanned};

/// How deep files may include files.
pub const MAX_INCLUDE_DEPTH: usize = 16;

/// Finds the files that scripts include.
pub trait Loader {
    /// The file that `from` (a name that this loader gave, or that of the first script) calls `path`.
    ///
    /// # Errors
    ///
    /// Why there is no such text, in words.
    fn load(&mut self, from: &str, path: &str) -> Result<LoadedFile, String>;
}

/// A file that a [`Loader`] found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadedFile {
    /// Its name for diagnostics; the same file must have the same name, for cycles are found by it.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// A [`Loader`] that knows no files.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoIncludes;

impl Loader for NoIncludes {
    fn load(&mut self, _from: &str, _path: &str) -> Result<LoadedFile, String> {
        Err("files cannot be included here".to_string())
    }
}

/// A file of a [`Program`].
#[derive(Clone, Debug)]
pub struct ProgramFile {
    /// Its text.
    pub source: Source,
    /// The format it was read in.
    pub format: Format,
    /// What was read.
    pub script: Script,
    /// For each path that the script includes, the file.
    includes: Vec<(String, usize)>,
}

/// A script with all the files it includes, checked as a whole.
#[derive(Clone, Debug)]
pub struct Program {
    files: Vec<ProgramFile>,
}

impl Program {
    /// Reads `source` in `format`, or in the format that it looks like, and every file that it includes.
    ///
    /// # Errors
    ///
    /// All diagnostics of all files, each with the text that it is about for [`Diagnostic::render`].
    pub fn load(
        source: Source,
        format: Option<Format>,
        loader: &mut dyn Loader,
    ) -> Result<Self, Vec<(Diagnostic, Source)>> {
        let format = format.unwrap_or_else(|| Format::detect(source.text()).unwrap_or(Format::Native));
        let mut reader = Reader { loader, files: Vec::new(), open: Vec::new(), errors: Vec::new() };
        reader.read(source, format);
        if reader.errors.is_empty() { Ok(Self { files: reader.files }) } else { Err(reader.errors) }
    }

    /// The files; the first is the script itself.
    #[must_use]
    pub fn files(&self) -> &[ProgramFile] {
        &self.files
    }

    pub(crate) fn file(&self, index: usize) -> Option<&ProgramFile> {
        self.files.get(index)
    }
}

impl ProgramFile {
    /// Index of the file that this one calls `path`.
    pub(crate) fn included(&self, path: &str) -> Option<usize> {
        self.includes.iter().find(|(known, _)| known == path).map(|(_, index)| *index)
    }
}

struct Reader<'l> {
    loader: &'l mut dyn Loader,
    files: Vec<ProgramFile>,
    /// The files that are being read, outermost first.
    open: Vec<String>,
    errors: Vec<(Diagnostic, Source)>,
}

impl Reader<'_> {
    /// Reads one file and what it includes; gives its index.
    fn read(&mut self, source: Source, format: Format) -> usize {
        let script = match import::import(&source, format) {
            Ok(script) => script,
            Err(diagnostics) => {
                self.errors.extend(diagnostics.into_iter().map(|diagnostic| (diagnostic, source.clone())));
                Script::default()
            }
        };
        let mut wanted = Vec::new();
        collect_includes(&script.statements, &mut wanted);
        let index = self.files.len();
        let name = source.name().to_string();
        self.open.push(name.clone());
        self.files.push(ProgramFile { source: source.clone(), format, script, includes: Vec::new() });
        for (path, span) in wanted {
            if self.files.get(index).is_some_and(|file| file.included(&path).is_some()) {
                continue;
            }
            if let Some(target) = self.include(&name, &source, format, &path, span)
                && let Some(file) = self.files.get_mut(index)
            {
                file.includes.push((path, target));
            }
        }
        self.open.pop();
        index
    }

    fn include(
        &mut self,
        from: &str,
        source: &Source,
        format: Format,
        path: &str,
        span: Span,
    ) -> Option<usize> {
        let mut report = |message: String, help: &str| {
            let diagnostic = Diagnostic::new(source, span, message).with_help(help);
            self.errors.push((diagnostic, source.clone()));
        };
        let file = match self.loader.load(from, path) {
            Ok(file) => file,
            Err(reason) => {
                report(
                    format!("cannot include `{path}`: {reason}"),
                    "a path is relative to the directory of the file that includes it",
                );
                return None;
            }
        };
        if self.open.contains(&file.name) {
            let chain = self.open.join(" -> ");
            report(
                format!("`{path}` includes itself: {chain} -> {}", file.name),
                "take one include out of the circle",
            );
            return None;
        }
        if self.open.len() >= MAX_INCLUDE_DEPTH {
            report(
                format!("files include files more than {MAX_INCLUDE_DEPTH} deep"),
                "include the file from one further out",
            );
            return None;
        }
        if let Some(known) = self.files.iter().position(|known| known.source.name() == file.name) {
            return Some(known);
        }
        let format = Format::detect(&file.text).unwrap_or(format);
        Some(self.read(Source::new(file.name, file.text), format))
    }
}

fn collect_includes(statements: &[Spanned<Statement>], found: &mut Vec<(String, Span)>) {
    for statement in statements {
        match &statement.value {
            Statement::Include(path) => found.push((path.clone(), statement.span)),
            Statement::Switch(switch) => {
                for case in &switch.cases {
                    collect_includes(&case.body, found);
                }
                collect_includes(switch.otherwise.as_deref().unwrap_or_default(), found);
            }
            _ => {}
        }
    }
}
