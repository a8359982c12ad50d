//! Turns the token tables under `tokens/` into static Rust data, and lists the Java sources under `java/`, so that
//! a wrong line in a table fails the build, not a program.

#[path = "build/sources.rs"]
mod sources;
#[path = "build/tokens.rs"]
mod tokens;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

/// The tables: the file under `tokens/` and the prefix of the statics made of it.
const TABLES: [(&str, &str); 5] = [
    ("java-card-2.2.2.txt", "JAVA_CARD_2_2_2"),
    ("java-card-3.0.5.txt", "JAVA_CARD_3_0_5"),
    ("java-card-3.2.0.txt", "JAVA_CARD_3_2_0"),
    ("globalplatform.txt", "GLOBALPLATFORM"),
    ("etsi.txt", "ETSI"),
];

/// The releases of the platform; each one's packages are its own and those of GlobalPlatform and ETSI.
const RELEASES: [&str; 3] = ["JAVA_CARD_2_2_2", "JAVA_CARD_3_0_5", "JAVA_CARD_3_2_0"];

fn main() -> Result<(), Box<dyn Error>> {
    let root = env::var("CARGO_MANIFEST_DIR")?;
    let out = env::var("OUT_DIR")?;
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=tokens");
    println!("cargo::rerun-if-changed=java");
    println!("cargo::rerun-if-changed=compiler");

    let mut code = String::new();
    let mut counts = Vec::new();
    for (file, prefix) in TABLES {
        let path = Path::new(&root).join("tokens").join(file);
        let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let count =
            tokens::generate(&text, prefix, &mut code).map_err(|error| format!("tokens/{file}:{error}"))?;
        counts.push((prefix, count));
    }
    for release in RELEASES {
        let own = counts.iter().filter(|(prefix, _)| *prefix == release);
        let others = counts.iter().filter(|(prefix, _)| !RELEASES.contains(prefix));
        code.push_str(&format!("pub(crate) static {release}: &[&ApiPackage] = &["));
        for (prefix, count) in own.chain(others) {
            for index in 0..*count {
                code.push_str(&format!("&{prefix}_{index}, "));
            }
        }
        code.push_str("];\n");
    }
    fs::write(Path::new(&out).join("packages.rs"), code)?;

    let sources = sources::generate(&Path::new(&root).join("java"), &Path::new(&root).join("compiler"))?;
    fs::write(Path::new(&out).join("sources.rs"), sources)?;
    Ok(())
}
