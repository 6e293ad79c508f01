//! A private key that this process has never had in memory as a whole.

use std::fs;
use std::hint::black_box;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use bank131_client::signing::RsaSigner;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payments_contract::memory::Canary;
use tempfile::TempDir;

/// A key in a file, and parts of it to search for.
pub(crate) struct Key {
    _folder: TempDir,
    file: PathBuf,
    /// Base64 from the middle of the file.
    pub(crate) text: Canary,
    /// From the private exponent, as in the file.
    pub(crate) exponent: Canary,
    /// From the first prime, in the byte order that a library calculates with: the last byte first.
    pub(crate) prime: Canary,
}

impl Key {
    /// Makes a key of 2048 bits with `openssl`; `None` if there is no such command.
    pub(crate) fn make() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key.pem");
        let mut openssl = Command::new("openssl");
        openssl.args(["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out"]).arg(&file);
        if !openssl.stderr(Stdio::null()).status().is_ok_and(|status| status.success()) {
            return None;
        }
        let mut pem = fs::read(&file).unwrap();
        let mut base64: Vec<u8> = Vec::with_capacity(pem.len());
        let lines = pem.split(|byte| *byte == b'\n').filter(|line| !line.starts_with(b"-"));
        lines.for_each(|line| base64.extend_from_slice(line));
        let mut der = vec![0; base64.len()];
        STANDARD.decode_slice(&base64, &mut der).unwrap();

        // In PKCS#8 of 2048 bits the exponent takes bytes 304 to 559, the first prime 564 to 691.
        let text = Canary::of(base64.get(480..512).unwrap());
        let exponent = Canary::of(der.get(340..372).unwrap());
        let mut prime: Vec<u8> = der.get(600..632).unwrap().to_vec();
        prime.reverse();
        let key = Self { _folder: folder, file, text, exponent, prime: Canary::of(&prime) };
        for wiped in [&mut pem, &mut base64, &mut der, &mut prime] {
            black_box(wiped).fill(0);
        }
        Some(key)
    }

    pub(crate) fn signer(&self) -> RsaSigner {
        RsaSigner::from_pem_file(&self.file).unwrap()
    }
}
