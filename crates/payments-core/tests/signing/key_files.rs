//! Which files are read, and what is taken for the path of one.

use payments_core::signing::{KeyError, RsaSigner};

use crate::support::{Vectors, backends};

#[test]
fn a_file_of_exactly_one_mebibyte_is_read() {
    let mut text = Vectors::read().pkcs8.into_bytes();
    text.resize(1024 * 1024, b'\n');
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("padded.pem");
    std::fs::write(&path, text).unwrap();
    for backend in backends() {
        assert_eq!(RsaSigner::from_pem_file_using(backend, &path).unwrap().modulus_bits(), 2048);
    }
}

/// A key in its place is at least ten times as long.
#[test]
fn a_path_that_is_long_or_begins_like_a_key_is_still_a_path() {
    for path in ["MII.pem".to_owned(), format!("{:x<100}", "MII"), format!("{:x<120}", "key")] {
        for backend in backends() {
            let error = RsaSigner::from_pem_file_using(backend, &path).unwrap_err();
            assert!(matches!(error, KeyError::Missing { .. }), "{path}: {error}");
        }
    }
}
