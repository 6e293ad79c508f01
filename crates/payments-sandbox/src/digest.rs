//! Digests as hexadecimal digits in lower case, the way the providers write them.

use md5::Md5;
use sha1::{Digest, Sha1};
use sha2::{Sha256, Sha512};

pub(crate) fn sha1_hex(text: impl AsRef<[u8]>) -> String {
    hex(&Sha1::digest(text))
}

pub(crate) fn sha256_hex(text: impl AsRef<[u8]>) -> String {
    hex(&Sha256::digest(text))
}

pub(crate) fn sha512_hex(text: impl AsRef<[u8]>) -> String {
    hex(&Sha512::digest(text))
}

pub(crate) fn md5_hex(text: impl AsRef<[u8]>) -> String {
    hex(&Md5::digest(text))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
