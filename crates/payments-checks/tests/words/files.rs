//! The text files of the checkout.

use std::fs;
use std::path::Path;

use payments_checks::root;

/// A text file, by its path below the top of the checkout.
pub(crate) struct TextFile {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl TextFile {
    pub(crate) fn is_code(&self) -> bool {
        Path::new(&self.path).extension().is_some_and(|extension| extension == "rs")
    }
}

/// All files with one of these extensions, but what is built and what git keeps.
pub(crate) fn with_extensions(extensions: &[&str]) -> Vec<TextFile> {
    let top = root();
    let (mut folders, mut found) = (vec![top.clone()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && name != "target" && name != ".git" {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extensions.iter().any(|wanted| *wanted == extension)) {
                let below_top = path.strip_prefix(&top).unwrap().to_string_lossy().replace('\\', "/");
                found.push(TextFile { text: fs::read_to_string(&path).unwrap(), path: below_top });
            }
        }
    }
    assert!(!found.is_empty(), "no file has one of {extensions:?}");
    found
}

pub(crate) fn read(below_top: &str) -> String {
    fs::read_to_string(root().join(below_top)).unwrap()
}
