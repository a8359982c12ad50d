//! Every file of the corpus and every finding of the past, through every oracle; each twice.

use std::fs;
use std::path::{Path, PathBuf};

use cardamom_fuzz_world::{Finding, Random, Target};

/// Most files of one target in git.
const FILE_LIMIT: usize = 60;

/// Most bytes of one target in git.
const BYTE_LIMIT: usize = 64 * 1024;

/// Inputs with their paths, in the order of their names.
fn inputs(folder: &str, target: Target) -> Vec<(PathBuf, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder).join(target.name());
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    files.sort();
    files.into_iter().filter_map(|file| fs::read(&file).ok().map(|content| (file, content))).collect()
}

fn replay(target: Target, input: &[u8]) -> Result<u64, String> {
    let in_words = |finding: Finding| format!("{finding}\n{}", target.describe(input));
    target.check_twice(input).map_err(in_words)
}

#[test]
fn the_corpus_holds() {
    for target in Target::ALL {
        let inputs = inputs("corpus", target);
        assert!((1..=FILE_LIMIT).contains(&inputs.len()), "{target}: {} seeds", inputs.len());
        let bytes: usize = inputs.iter().map(|(_, input)| input.len()).sum();
        assert!(bytes <= BYTE_LIMIT, "{target}: {bytes} bytes of seeds");
        for (file, input) in inputs {
            assert!(replay(target, &input).is_ok(), "{}: {:?}", file.display(), replay(target, &input));
        }
    }
}

#[test]
fn what_was_found_once_stays_mended() {
    for target in Target::ALL {
        for (file, input) in inputs("regress", target) {
            assert!(replay(target, &input).is_ok(), "{}: {:?}", file.display(), replay(target, &input));
        }
    }
}

/// Else: `cargo run -p cardamom-fuzz-world -- write fuzz`.
#[test]
fn seeds_and_dictionaries_in_git_are_those_of_the_code() {
    for target in Target::ALL {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../dictionaries").join(target.name());
        let dictionary = fs::read_to_string(file.with_extension("dict")).ok();
        assert_eq!(dictionary, target.dictionary(), "{target}: the dictionary is stale");
        let inputs = inputs("corpus", target);
        for (name, seed) in target.seeds() {
            let file = inputs.iter().find(|(file, _)| file.file_name().is_some_and(|found| found == name));
            assert!(file.is_some_and(|(_, content)| *content == seed), "{target}: {name} is stale");
        }
    }
}

/// A few thousand mutations without a fuzzer: the generators make what the oracles can judge, and it holds.
#[test]
fn mutated_seeds_hold() {
    for target in Target::ALL {
        let seeds = target.seeds();
        let mut random = Random::new(1);
        for (name, seed) in &seeds {
            let mut input = seed.clone();
            for _ in 0..40 {
                let other = random.pick(&seeds).map_or(&[][..], |(_, seed)| seed);
                let crossed = random.one_in(8).then(|| target.cross_over(&input, other, 1024, random.bits()));
                let changed = crossed.flatten().or_else(|| target.mutate(&input, 1024, random.bits()));
                input = changed.unwrap_or(input);
                assert!(
                    replay(target, &input).is_ok(),
                    "{target}, from {name}: {:?}",
                    replay(target, &input)
                );
            }
        }
    }
}
