//! Replays inputs of fuzz targets in words: `cardamom-fuzz-world TARGET FILE ...`. Writes the seeds that are made by
//! code: `cardamom-fuzz-world seeds FOLDER`.

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use cardamom_fuzz_world::Target;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let outcome = match arguments.as_slice() {
        [seeds, folder] if seeds == "seeds" => write_seeds(Path::new(folder)).map(|()| 0),
        [target, files @ ..] if !files.is_empty() => replay(target, files),
        _ => Err("usage: cardamom-fuzz-world TARGET FILE ..., or cardamom-fuzz-world seeds FOLDER".into()),
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

fn write_seeds(folder: &Path) -> Result<(), Box<dyn Error>> {
    for target in Target::ALL {
        let folder = folder.join(target.name());
        fs::create_dir_all(&folder)?;
        for (name, seed) in target.seeds() {
            fs::write(folder.join(name), seed)?;
        }
    }
    Ok(())
}
