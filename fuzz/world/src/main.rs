//! Replays inputs of fuzz targets in words: `cardamom-fuzz-world TARGET FILE ...`. Writes the seeds and dictionaries that
//! are made by code: `cardamom-fuzz-world write FOLDER`, the folder being `fuzz`.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use cardamom_fuzz_world::Target;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let outcome = match arguments.as_slice() {
        [write_files, folder] if write_files == "write" => write(Path::new(folder)).map(|()| 0),
        [target, files @ ..] if !files.is_empty() => replay(target, files),
        _ => Err("usage: cardamom-fuzz-world TARGET FILE ..., or cardamom-fuzz-world write FOLDER".into()),
    };
    match outcome {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// Number of inputs with findings.
fn replay(target: &str, files: &[String]) -> Result<usize, Box<dyn Error>> {
    let target: Target = target.parse()?;
    let mut findings = 0;
    for file in files {
        let input = fs::read(file).map_err(|error| format!("{file}: {error}"))?;
        println!("{file}:\n{}", target.describe(&input));
        match target.check_twice(&input) {
            Ok(trace) => println!("holds; trace {trace:016x}"),
            Err(finding) => {
                findings += 1;
                println!("FINDING {finding}");
            }
        }
    }
    Ok(findings)
}

fn write(folder: &Path) -> Result<(), Box<dyn Error>> {
    let dictionaries = folder.join("dictionaries");
    fs::create_dir_all(&dictionaries)?;
    for target in Target::ALL {
        let corpus = folder.join("corpus").join(target.name());
        fs::create_dir_all(&corpus)?;
        for (name, seed) in target.seeds() {
            fs::write(corpus.join(name), seed)?;
        }
        if let Some(dictionary) = target.dictionary() {
            fs::write(dictionaries.join(target.name()).with_extension("dict"), dictionary)?;
        }
    }
    Ok(())
}
