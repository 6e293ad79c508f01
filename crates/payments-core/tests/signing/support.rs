//! Helpers: keys, hand-written DER, and the `openssl` command.

use std::io::{ErrorKind, Write as _};
use std::process::{Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use payments_core::signing::RsaBackend;
use serde_json::Value;

use crate::arithmetic::{EXPONENT, inverse, inverse_of_exponent, minus_one, product};

/// The backends under test.
pub(crate) fn backends() -> impl Iterator<Item = RsaBackend> {
    RsaBackend::available().iter().copied()
}

/// One body and its signature.
pub(crate) struct Vector {
    pub(crate) name: String,
    pub(crate) body: Vec<u8>,
    pub(crate) signature: String,
}

/// The key and the signatures of `bank131_signatures.json`.
pub(crate) struct Vectors {
    pub(crate) pkcs1: String,
    pub(crate) pkcs8: String,
    pub(crate) spki: String,
    pub(crate) all: Vec<Vector>,
}

impl Vectors {
    pub(crate) fn read() -> Self {
        let json: Value = serde_json::from_str(include_str!("bank131_signatures.json")).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let all = json["vectors"].as_array().unwrap().iter();
        Self {
            pkcs1: text(&json["rsa_2048"]["private_pkcs1_pem"]),
            pkcs8: text(&json["rsa_2048"]["private_pkcs8_pem"]),
            spki: text(&json["rsa_2048"]["public_spki_pem"]),
            all: all
                .map(|vector| Vector {
                    name: text(&vector["name"]),
                    body: text(&vector["body"]).into_bytes(),
                    signature: text(&vector["x_partner_sign"]),
                })
                .collect(),
        }
    }

    /// The public key in PKCS#1, which the file does not have.
    pub(crate) fn pkcs1_public(&self) -> String {
        let key = Numbers::of(&self.pkcs1);
        pem("RSA PUBLIC KEY", &key.pkcs1_public())
    }
}

/// The decoded bytes of a PEM text with one block.
pub(crate) fn unpem(pem: &str) -> Vec<u8> {
    let base64: String = pem.lines().filter(|line| !line.contains("-----")).collect();
    STANDARD.decode(base64).unwrap()
}

pub(crate) fn pem(label: &str, der: &[u8]) -> String {
    let base64 = STANDARD.encode(der);
    let lines: Vec<&str> = base64.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

pub(crate) const INTEGER: u8 = 0x02;
pub(crate) const BIT_STRING: u8 = 0x03;
pub(crate) const OCTET_STRING: u8 = 0x04;
pub(crate) const OID: u8 = 0x06;
pub(crate) const SEQUENCE: u8 = 0x30;

/// rsaEncryption with NULL.
pub(crate) const RSA: &[u8] =
    &[0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];

pub(crate) fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let mut out = vec![tag];
    match u8::try_from(content.len()) {
        Ok(length) if length < 0x80 => out.push(length),
        _ => {
            let length = content.len().to_be_bytes();
            let zeros = length.iter().take_while(|byte| **byte == 0).count();
            out.push(0x80 | u8::try_from(length.len() - zeros).unwrap());
            out.extend_from_slice(&length[zeros..]);
        }
    }
    out.extend(content);
    out
}

pub(crate) fn integer(number: &[u8]) -> Vec<u8> {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    let number = &number[zeros..];
    match number.first() {
        Some(first) if first & 0x80 == 0 => der(INTEGER, &[number]),
        _ => der(INTEGER, &[&[0], number]),
    }
}

/// The tag, the content and the rest.
fn split(der: &[u8]) -> (u8, &[u8], &[u8]) {
    let (mut length, mut start) = (usize::from(der[1]), 2);
    if length >= 0x80 {
        let count = length - 0x80;
        start += count;
        length = der[2..start].iter().fold(0, |length, byte| (length << 8) | usize::from(*byte));
    }
    (der[0], &der[start..start + length], &der[start + length..])
}

/// The contents of the elements of a SEQUENCE of INTEGER.
pub(crate) fn integers(der: &[u8]) -> Vec<Vec<u8>> {
    let (_, mut rest, _) = split(der);
    let mut integers = Vec::new();
    while !rest.is_empty() {
        let (tag, number, next) = split(rest);
        assert_eq!(tag, INTEGER);
        integers.push(number.to_vec());
        rest = next;
    }
    integers
}

pub(crate) const N: usize = 0;
pub(crate) const E: usize = 1;

/// n, e, d, p, q and the three numbers of the Chinese remainder theorem.
#[derive(Clone)]
pub(crate) struct Numbers(pub(crate) Vec<Vec<u8>>);

impl Numbers {
    /// Reads a PKCS#1 private key in PEM.
    pub(crate) fn of(pkcs1_pem: &str) -> Self {
        Self(integers(&unpem(pkcs1_pem)).split_off(1))
    }

    pub(crate) fn from_primes(p: &[u8], q: &[u8]) -> Self {
        let (p_minus_one, q_minus_one) = (minus_one(p), minus_one(q));
        Self(vec![
            product(p, q),
            EXPONENT.to_be_bytes().to_vec(),
            inverse_of_exponent(&product(&p_minus_one, &q_minus_one)),
            p.to_vec(),
            q.to_vec(),
            inverse_of_exponent(&p_minus_one),
            inverse_of_exponent(&q_minus_one),
            inverse(q, p),
        ])
    }

    /// The same key with its primes in the other order.
    pub(crate) fn swapped(&self) -> Self {
        let mut swapped = self.clone();
        swapped.0.swap(3, 4);
        swapped.0.swap(5, 6);
        swapped.0[7] = inverse(&self.0[3], &self.0[4]);
        swapped
    }

    pub(crate) fn pkcs1(&self) -> Vec<u8> {
        let numbers: Vec<u8> = self.0.iter().flat_map(|number| integer(number)).collect();
        der(SEQUENCE, &[&integer(&[]), &numbers])
    }

    pub(crate) fn pkcs8(&self) -> Vec<u8> {
        pkcs8(RSA, &self.pkcs1())
    }

    pub(crate) fn pkcs1_public(&self) -> Vec<u8> {
        der(SEQUENCE, &[&integer(&self.0[N]), &integer(&self.0[E])])
    }

    pub(crate) fn spki(&self) -> Vec<u8> {
        spki(RSA, &self.pkcs1_public())
    }

    /// The same key with one number replaced.
    pub(crate) fn with(&self, which: usize, number: &[u8]) -> Self {
        let mut changed = self.clone();
        changed.0[which] = number.to_vec();
        changed
    }
}

pub(crate) fn pkcs8(algorithm: &[u8], key: &[u8]) -> Vec<u8> {
    der(SEQUENCE, &[&integer(&[]), algorithm, &der(OCTET_STRING, &[key])])
}

pub(crate) fn spki(algorithm: &[u8], key: &[u8]) -> Vec<u8> {
    der(SEQUENCE, &[algorithm, &der(BIT_STRING, &[&[0], key])])
}

/// Runs `openssl`; `None`, with a message on stdout, if there is no such command.
pub(crate) fn openssl(arguments: &[&str], input: &[u8]) -> Option<Vec<u8>> {
    let started = Command::new("openssl")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match started {
        Ok(child) => child,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            // In CI a skipped comparison would go unnoticed.
            assert!(std::env::var_os("CI").is_none(), "CI needs openssl");
            println!("skipped: no openssl command");
            return None;
        }
        Err(error) => panic!("openssl: {error}"),
    };
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "openssl {arguments:?} failed: {errors}");
    Some(output.stdout)
}
