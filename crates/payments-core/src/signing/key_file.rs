//! Reads key files.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

use zeroize::Zeroizing;

use super::{KeyError, LONGEST_KEY};

/// Reads the whole file into memory that is wiped when dropped.
pub(super) fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    // The errors below show the path, so a key given instead of a path must be refused first.
    if looks_like_a_key(path) {
        return Err(KeyError::WrongFormat {
            expected: "the path of a key file",
            found: "the key itself: use from_pem",
        });
    }
    // Checked before opening: opening a pipe would block until something writes to it.
    if !fs::metadata(path).map_err(|error| explain(path, error))?.is_file() {
        return Err(KeyError::WrongFormat { expected: "a key file", found: "a directory, a pipe or a device" });
    }
    let content = read_bounded(path).map_err(|error| explain(path, error))?;
    if content.len() > LONGEST_KEY {
        return Err(KeyError::WrongFormat { expected: "a key file", found: "a file of more than 1 MiB" });
    }
    Ok(content)
}

fn read_bounded(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    let file = File::open(path)?;
    let size = usize::try_from(file.metadata()?.len()).unwrap_or(LONGEST_KEY);
    // Allocated at full size: growing a vector leaves copies behind.
    let mut content = Zeroizing::new(Vec::with_capacity(size.min(LONGEST_KEY) + 1));
    file.take(LONGEST_KEY as u64 + 1).read_to_end(&mut content)?;
    Ok(content)
}

fn explain(path: &Path, source: io::Error) -> KeyError {
    let path = path.to_path_buf();
    if source.kind() == io::ErrorKind::NotFound {
        return KeyError::Missing { path };
    }
    KeyError::Unreadable { path, source }
}

fn looks_like_a_key(path: &Path) -> bool {
    let text = path.as_os_str().as_encoded_bytes();
    let pem = text.windows(5).any(|part| part == b"-----");
    // Every RSA key in DER begins with these letters when encoded in base64.
    let base64 = text.len() > 100 && text.starts_with(b"MII");
    pem || base64
}
