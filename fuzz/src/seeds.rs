//! Inputs to begin with.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Target;

fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder with a folder of inputs for each target.
pub fn corpus() -> PathBuf {
    package().join("corpus")
}

/// The inputs of a target: its corpus, and the contract cases that it reads.
pub fn of(target: &Target) -> Vec<PathBuf> {
    let further = target.seeds.iter().map(|folder| package().join("..").join(folder));
    further.chain([corpus().join(target.name)]).flat_map(|folder| files(&folder)).collect()
}

/// Every file below a folder.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The words that inputs are made of, as libFuzzer reads them: in quotation marks, with `\\`, `\"` and `\xNN` in them.
pub fn dictionary() -> Vec<Vec<u8>> {
    let text = fs::read_to_string(package().join("dictionary.txt")).unwrap_or_default();
    text.lines().filter_map(|line| word(line.strip_prefix('"')?.strip_suffix('"')?)).collect()
}

fn word(mut written: &str) -> Option<Vec<u8>> {
    let mut word = Vec::new();
    while let Some(first) = written.bytes().next() {
        let (byte, length) = match written.get(..2) {
            Some("\\x") => (u8::from_str_radix(written.get(2..4)?, 16).ok()?, 4),
            Some("\\\\" | "\\\"") => (written.as_bytes().get(1).copied()?, 2),
            _ => (first, 1),
        };
        word.push(byte);
        written = written.get(length..)?;
    }
    Some(word)
}

#[cfg(test)]
mod tests {
    use super::{dictionary, word};

    #[test]
    fn words_are_read_as_the_fuzzer_reads_them() {
        assert_eq!(word(r#"\"\x0a\\n="#).unwrap(), b"\"\n\\n=");
        assert!(dictionary().contains(&b"\xc2\xa0".to_vec()) && dictionary().len() > 40);
    }
}
