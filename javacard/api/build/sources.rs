//! The table of the Java sources: each file's path and, by `include_str!`, its text.

use std::path::{Path, PathBuf};
use std::{fs, io};

/// Writes the two tables, of the API's sources and of those that only javac needs, ordered by path.
///
/// # Errors
/// When a folder cannot be read.
pub(crate) fn generate(api: &Path, compiler: &Path) -> io::Result<String> {
    Ok(format!("{}{}", table("API", api)?, table("COMPILER", compiler)?))
}

fn table(name: &str, root: &Path) -> io::Result<String> {
    let mut files = Vec::new();
    collect(root, &mut files)?;
    files.sort();
    let mut code = format!("static {name}: &[(&str, &str)] = &[\n");
    for file in files {
        let relative = file.strip_prefix(root).unwrap_or(&file);
        let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
        code.push_str(
            &format!("    ({:?}, include_str!({:?})),\n", parts.join("/"), file.to_string_lossy(),),
        );
    }
    code.push_str("];\n");
    Ok(code)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "java") {
            files.push(path);
        }
    }
    Ok(())
}
