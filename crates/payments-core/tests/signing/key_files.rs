//! Which files and texts are read, and which paths are taken for a key.

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use payments_core::signing::{KeyError, RsaBackend, RsaSigner, RsaVerifier};

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

/// A key given instead of a path is at least ten times as long.
#[test]
fn a_path_that_is_long_or_begins_like_a_key_is_still_a_path() {
    for path in ["MII.pem".to_owned(), format!("{:x<100}", "MII"), format!("{:x<120}", "key")] {
        for backend in backends() {
            let error = RsaSigner::from_pem_file_using(backend, &path).unwrap_err();
            assert!(matches!(error, KeyError::Missing { .. }), "{path}: {error}");
        }
    }
}

/// Reads a key, and returns the error.
type Fails = fn(RsaBackend, &[u8]) -> KeyError;

const READERS: [(&str, Fails); 4] = [
    ("RsaSigner::from_pem", |backend, text| RsaSigner::from_pem_using(backend, text).unwrap_err()),
    ("RsaSigner::from_der", |backend, text| RsaSigner::from_der_using(backend, text).unwrap_err()),
    ("RsaVerifier::from_pem", |backend, text| RsaVerifier::from_pem_using(backend, text).unwrap_err()),
    ("RsaVerifier::from_der", |backend, text| RsaVerifier::from_der_using(backend, text).unwrap_err()),
];

#[test]
fn a_text_of_exactly_one_mebibyte_is_read_and_a_longer_one_is_not() {
    let vectors = Vectors::read();
    let padded = |length: usize| {
        let mut text = vectors.pkcs8.clone().into_bytes();
        text.resize(length, b'\n');
        text
    };
    for backend in backends() {
        assert!(RsaSigner::from_pem_using(backend, padded(1024 * 1024)).is_ok());
        for (name, fails) in READERS {
            let error = fails(backend, &padded(1024 * 1024 + 1)).to_string();
            assert!(error.ends_with("of more than 1 MiB"), "{name}: {error}");
        }
    }
}

/// The time to read a text ten times: the best of five, because other load on the machine only adds to it.
#[expect(clippy::disallowed_methods, reason = "what the work costs is the question")]
fn cost(fails: Fails, backend: RsaBackend, text: &[u8]) -> Duration {
    let once = |()| {
        let start = Instant::now();
        assert!((0..10).all(|_| matches!(fails(backend, black_box(text)), KeyError::WrongFormat { .. })));
        start.elapsed()
    };
    [(); 5].map(once).into_iter().min().unwrap()
}

/// Shorter times cannot be measured reliably.
const GRAIN: Duration = Duration::from_micros(10);

#[test]
fn a_text_of_64_mebibytes_costs_no_more_than_one_of_1_kibibyte() {
    for byte in [b'A', b'-'] {
        let [short, long] = [1, 64 * 1024].map(|kibibytes| vec![byte; kibibytes * 1024]);
        for backend in backends() {
            for (name, fails) in READERS {
                let [short, long] = [cost(fails, backend, &short), cost(fails, backend, &long)];
                assert!(long < GRAIN.max(short) * 10, "{name}: {long:?}, and {short:?} for 1 KiB");
            }
        }
    }
}

/// The error of reading a file, from a thread that may hang.
#[cfg(unix)]
fn error_in_time(read: impl FnOnce() -> KeyError + Send + 'static) -> KeyError {
    let (done, result) = std::sync::mpsc::channel();
    std::thread::spawn(move || done.send(read()));
    result.recv_timeout(Duration::from_secs(60)).expect("it waits for the other end")
}

#[cfg(unix)]
fn assert_no_regular_file(path: &Path) {
    for backend in backends() {
        let (signers, verifiers) = (path.to_path_buf(), path.to_path_buf());
        for error in [
            error_in_time(move || RsaSigner::from_pem_file_using(backend, signers).unwrap_err()),
            error_in_time(move || RsaVerifier::from_pem_file_using(backend, verifiers).unwrap_err()),
        ] {
            let sentence = "expected a key file, found a directory, a pipe or a device";
            assert_eq!(error.to_string(), sentence, "{}", path.display());
        }
    }
}

#[cfg(unix)]
#[test]
fn anything_but_a_regular_file_is_refused_without_waiting() {
    let directory = tempfile::tempdir().unwrap();
    let [pipe, socket, link] = ["pipe", "socket", "link"].map(|name| directory.path().join(name));
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let _listener = std::os::unix::net::UnixListener::bind(&socket).unwrap();
    std::os::unix::fs::symlink(&pipe, &link).unwrap();
    for path in [&pipe, &socket, &link, directory.path(), Path::new("/dev/zero"), Path::new("/dev/null")] {
        assert_no_regular_file(path);
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_a_regular_file_is_read() {
    let directory = tempfile::tempdir().unwrap();
    let [file, link] = ["key.pem", "link.pem"].map(|name| directory.path().join(name));
    std::fs::write(&file, Vectors::read().pkcs8).unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    for backend in backends() {
        assert!(RsaSigner::from_pem_file_using(backend, &link).is_ok());
    }
}
