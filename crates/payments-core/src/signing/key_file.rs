//! Reading key files.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use zeroize::Zeroizing;

use super::KeyError;

/// More than any key with its certificates needs; stops a device or a wrong path from filling memory.
const MAXIMUM_FILE_SIZE: u64 = 1024 * 1024;

/// Reads the whole file into memory that is wiped when dropped.
pub(super) fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, KeyError> {
    // The errors below show the path, and a key in its place must not be shown.
    if looks_like_a_key(path) {
        return Err(KeyError::WrongFormat {
            expected: "the path of a key file",
            found: "the key itself: use from_pem",
        });
    }
    let content = read_bounded(path).map_err(|error| explain(path, error))?;
    if content.len() as u64 > MAXIMUM_FILE_SIZE {
        return Err(KeyError::WrongFormat { expected: "a key file", found: "a file of more than 1 MiB" });
    }
    Ok(content)
}

fn read_bounded(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    let file = File::open(path)?;
    let size = file.metadata()?.len().min(MAXIMUM_FILE_SIZE);
    // Room for all of it at once: a vector that grows leaves copies behind.
    let room = usize::try_from(size).unwrap_or_default() + 1;
    let mut content = Zeroizing::new(Vec::with_capacity(room));
    file.take(MAXIMUM_FILE_SIZE + 1).read_to_end(&mut content)?;
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
    // Every RSA key in DER begins with these letters in base64.
    let base64 = text.len() > 100 && text.starts_with(b"MII");
    pem || base64
}
