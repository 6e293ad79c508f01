//! Every way in which a key can be wrong, with every backend.

use std::fmt::Write as _;

use payments_core::signing::{KeyError, RsaBackend, RsaSigner, RsaVerifier};

use crate::keys::{Keys, keys};
use crate::support::{
    INTEGER, N, Numbers, OCTET_STRING, OID, RSA, SEQUENCE, Vectors, backends, der, integer, pem, pkcs8, spki, unpem,
};

/// A case: its name, the error, and the expected kind of error.
pub(crate) type Case = (String, KeyError, &'static str);

/// The variant, with `found` where there is one.
fn kind(error: &KeyError) -> String {
    match error {
        KeyError::WrongFormat { found, .. } => format!("WrongFormat: {found}"),
        KeyError::WrongAlgorithm { found } => format!("WrongAlgorithm: {found}"),
        KeyError::TooSmall { bits, minimum } => format!("TooSmall: {bits} {minimum}"),
        KeyError::TooLarge { bits, maximum, .. } => format!("TooLarge: {bits} {maximum}"),
        KeyError::UnsupportedExponent { minimum } => format!("UnsupportedExponent: {minimum}"),
        KeyError::UnsupportedSize { bits, .. } => format!("UnsupportedSize: {bits}"),
        KeyError::Missing { .. } => "Missing".to_owned(),
        KeyError::Empty => "Empty".to_owned(),
        KeyError::Unreadable { .. } => "Unreadable".to_owned(),
        KeyError::Encrypted => "Encrypted".to_owned(),
        KeyError::PublicKeyGiven => "PublicKeyGiven".to_owned(),
        KeyError::PrivateKeyGiven => "PrivateKeyGiven".to_owned(),
        KeyError::CertificateGiven => "CertificateGiven".to_owned(),
        KeyError::Inconsistent => "Inconsistent".to_owned(),
        KeyError::NoBackend => "NoBackend".to_owned(),
        other => format!("{other:?}"),
    }
}

struct Cases {
    backend: RsaBackend,
    keys: Option<&'static Keys>,
    all: Vec<Case>,
}

impl Cases {
    fn push(&mut self, name: &str, error: KeyError, expected: &'static str) {
        self.all.push((name.to_owned(), error, expected));
    }

    fn private_pem(&mut self, name: &str, pem: impl AsRef<[u8]>, expected: &'static str) {
        let error = RsaSigner::from_pem_using(self.backend, pem).expect_err(name);
        self.push(name, error, expected);
    }

    fn private_der(&mut self, name: &str, der: impl AsRef<[u8]>, expected: &'static str) {
        let error = RsaSigner::from_der_using(self.backend, der).expect_err(name);
        self.push(name, error, expected);
    }

    fn public_pem(&mut self, name: &str, pem: impl AsRef<[u8]>, expected: &'static str) {
        let error = RsaVerifier::from_pem_using(self.backend, pem).expect_err(name);
        self.push(name, error, expected);
    }

    fn public_der(&mut self, name: &str, der: impl AsRef<[u8]>, expected: &'static str) {
        let error = RsaVerifier::from_der_using(self.backend, der).expect_err(name);
        self.push(name, error, expected);
    }

    /// The same expectation for all four constructors.
    fn all(&mut self, name: &str, text: impl AsRef<[u8]>, expected: &'static str) {
        let text = text.as_ref();
        self.private_pem(name, text, expected);
        self.private_der(name, text, expected);
        self.public_pem(name, text, expected);
        self.public_der(name, text, expected);
    }

    /// A private key in both structures and both encodings.
    fn private(&mut self, name: &str, key: &Numbers, expected: &'static str) {
        self.private_der(name, key.pkcs1(), expected);
        self.private_der(name, key.pkcs8(), expected);
        self.private_pem(name, pem("RSA PRIVATE KEY", &key.pkcs1()), expected);
        self.private_pem(name, pem("PRIVATE KEY", &key.pkcs8()), expected);
    }

    /// A public key in both structures and both encodings.
    fn public(&mut self, name: &str, key: &Numbers, expected: &'static str) {
        self.public_der(name, key.pkcs1_public(), expected);
        self.public_der(name, key.spki(), expected);
        self.public_pem(name, pem("RSA PUBLIC KEY", &key.pkcs1_public()), expected);
        self.public_pem(name, pem("PUBLIC KEY", &key.spki()), expected);
    }
}

/// Every bad key that these tests know, given to one backend.
pub(crate) fn cases(backend: RsaBackend) -> Vec<Case> {
    let mut cases = Cases { backend, keys: keys(), all: Vec::new() };
    files(&mut cases);
    text_that_is_no_pem(&mut cases);
    pem_that_is_damaged(&mut cases);
    der_that_is_damaged(&mut cases);
    other_kinds(&mut cases);
    other_algorithms(&mut cases);
    sizes(&mut cases);
    broken_numbers(&mut cases);
    cases.all
}

fn files(cases: &mut Cases) {
    let vectors = Vectors::read();
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name);
    std::fs::write(path("empty.pem"), "").unwrap();
    std::fs::write(path("large.pem"), vec![b'\n'; 1024 * 1024 + 1]).unwrap();
    let paths = [
        (path("nowhere.pem"), "Missing"),
        (path("empty.pem"), "Empty"),
        (path("large.pem"), "WrongFormat: a file of more than 1 MiB"),
        (path("."), "WrongFormat: a directory, a pipe or a device"),
        (vectors.pkcs8.clone().into(), "WrongFormat: the key itself: use from_pem"),
        (
            pem("", &unpem(&vectors.pkcs8))
                .lines()
                .nth(1)
                .map_or_else(Default::default, |line| format!("{line}{line}").into()),
            "WrongFormat: the key itself: use from_pem",
        ),
    ];
    for (path, expected) in paths {
        let error = RsaSigner::from_pem_file_using(cases.backend, &path).unwrap_err();
        cases.push("signer's file", error, expected);
        let error = RsaVerifier::from_pem_file_using(cases.backend, &path).unwrap_err();
        cases.push("verifier's file", error, expected);
    }
}

const ESCAPED: &str = "WrongFormat: PEM text that holds the two characters \\n instead of line breaks, as environment variables often do: replace them with real line breaks";
const ONE_LINE: &str = "WrongFormat: PEM text whose line breaks were lost: the BEGIN and END lines stand alone";
const NO_END: &str = "WrongFormat: a PEM block without its END line, so it was cut off";
const NOT_PEM: &str = "WrongFormat: something that is not PEM";
const BASE64: &str = "WrongFormat: a PEM block whose base64 is damaged";
const DAMAGED: &str = "WrongFormat: DER that is damaged or cut off";
const TRAILING: &str = "WrongFormat: DER with more bytes behind it";
const OTHER: &str = "WrongFormat: DER of another kind";
const LABEL: &str = "WrongFormat: a PEM block whose label does not fit its content";

fn text_that_is_no_pem(cases: &mut Cases) {
    let vectors = Vectors::read();
    cases.all("empty", "", "Empty");
    cases.all("white space", " \r\n\t ", "Empty");
    cases.all("BOM alone", "\u{feff}\n", "Empty");
    cases.private_pem("SDK's", "wrong_private_key_format", NOT_PEM);
    cases.public_pem("SDK's", "wrong_public_key_format", NOT_PEM);
    // Neither the zero that DER begins with nor a letter outside ASCII makes a text binary.
    cases.private_pem("digits", "0123456789", NOT_PEM);
    cases.private_pem("words outside ASCII", "закрытый ключ", NOT_PEM);
    cases.private_der("words", "wrong_private_key_format", DAMAGED);
    let der = unpem(&vectors.pkcs8);
    let binary = "WrongFormat: binary data, perhaps DER: use from_der";
    cases.private_pem("DER as PEM", &der, binary);
    let text = "WrongFormat: PEM text: use from_pem";
    cases.private_der("PEM as DER", &vectors.pkcs8, text);
    cases.public_der("PEM as DER", &vectors.spki, text);
    let base64: String = vectors.pkcs8.lines().filter(|l| !l.starts_with('-')).collect();
    let bare = "WrongFormat: base64 without the BEGIN and END lines";
    cases.private_pem("bare base64", &base64, bare);
    cases.private_der("base64 as DER", &base64, "WrongFormat: base64 text: decode it first");
    let wide: Vec<u8> =
        std::iter::once(0xfeff).chain(vectors.pkcs8.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    cases.private_pem("UTF-16", wide, "WrongFormat: UTF-16 text: save it as UTF-8");
}

fn pem_that_is_damaged(cases: &mut Cases) {
    let vectors = Vectors::read();
    for (key, label) in [(&vectors.pkcs8, "PRIVATE KEY"), (&vectors.pkcs1, "RSA PRIVATE KEY")] {
        let escaped = key.trim().replace('\n', "\\n");
        cases.private_pem("escaped", &escaped, ESCAPED);
        cases.private_pem("escaped, quoted", format!("\"{escaped}\""), ESCAPED);
        cases.private_pem("escaped CRLF", key.replace('\n', "\\r\\n"), ESCAPED);
        let half = key.replace("KEY-----\n", "KEY-----\\n");
        cases.private_pem("half escaped", half, ESCAPED);
        let inner = key.replacen("-----\n", "-----", 1).replace('\n', "\\n");
        let inner = inner.replacen(&format!("{label}-----"), &format!("{label}-----\n"), 1);
        cases.private_pem("escaped after BEGIN", inner, ESCAPED);
        cases.private_pem("one line", key.replace('\n', " "), ONE_LINE);
        cases.private_pem("one line, no spaces", key.replace('\n', ""), ONE_LINE);
        cases.private_pem("no END", &key[..key.len() / 2], NO_END);
        let end = format!("-----END {label}-----");
        cases.private_pem("other END", key.replace(&end, "-----END KEY-----"), NO_END);
        cases.private_pem("twice BEGIN", format!("{}\n{key}", &key[..200]), NO_END);
        let begin = format!("-----BEGIN {label}-----");
        let damaged = "WrongFormat: text with a damaged BEGIN line";
        cases.private_pem("BEGIN", key.replace(&begin, &begin[1..]), damaged);
        cases.private_pem("no BEGIN", key.replace(&begin, ""), damaged);
        cases.private_pem("junk", key.replacen("MII", "M?I", 1), BASE64);
        cases.private_pem("a letter lost", key.replacen("MII", "MI", 1), BASE64);
        let inside: String = key.lines().filter(|line| !line.starts_with('-')).collect();
        cases.private_pem("encoded twice", pem(label, inside.as_bytes()), TRAILING);
        for header in ["Comment: x", "Comment: ENCRYPTED", "Proc-Type: 4,MIC-CLEAR"] {
            cases.private_pem(header, key.replacen('\n', &format!("\n{header}\n\n"), 1), BASE64);
        }
        cases.private_pem("one block", format!("{begin}\n{end}"), "WrongFormat: an empty PEM block");
        let several = "WrongFormat: several keys in one text, and it is not clear which to use";
        cases.private_pem("two keys", format!("{key}{key}"), several);
    }
    cases.public_pem("escaped", vectors.spki.replace('\n', "\\n"), ESCAPED);
    cases.private_pem("label", vectors.pkcs1.replace("RSA PRIVATE", "PRIVATE"), LABEL);
    cases.private_pem("label", vectors.pkcs8.replace("PRIVATE", "RSA PRIVATE"), LABEL);
    cases.public_pem("label", vectors.spki.replace("PUBLIC", "RSA PUBLIC"), LABEL);
    let public = vectors.spki.replace("PUBLIC", "PRIVATE");
    cases.private_pem("public key labelled private", public, LABEL);
    let other = "WrongFormat: a PEM block of another kind";
    cases.private_pem("other label", pem("X509 CRL", b"abc"), other);
    cases.private_pem("lower case", vectors.pkcs8.replace("PRIVATE KEY", "private key"), other);
}

fn der_that_is_damaged(cases: &mut Cases) {
    let vectors = Vectors::read();
    let key = Numbers::of(&vectors.pkcs1);
    for mut bytes in [key.pkcs1(), key.pkcs8()] {
        cases.private_der("cut off", &bytes[..bytes.len() - 1], DAMAGED);
        cases.private_der("one byte", &bytes[..1], DAMAGED);
        bytes.push(0);
        cases.private_der("trailing", &bytes, TRAILING);
        bytes[0] = 0x31;
        bytes.pop();
        cases.private_der("a SET", &bytes, DAMAGED);
    }
    for mut bytes in [key.pkcs1_public(), key.spki()] {
        cases.public_der("cut off", &bytes[..bytes.len() - 1], DAMAGED);
        bytes.push(b'\n');
        cases.public_der("trailing", &bytes, TRAILING);
    }
    let mut longer = key.pkcs1();
    longer.push(0);
    cases.private_der("trailing inside", pkcs8(RSA, &longer), TRAILING);
    let mut longer = key.pkcs1_public();
    longer.push(0);
    cases.public_der("trailing inside", spki(RSA, &longer), TRAILING);
    cases.private_der("PKCS#8 in PKCS#8", pkcs8(RSA, &key.pkcs8()), OTHER);
    cases.private_der("public in PKCS#8", pkcs8(RSA, &key.pkcs1_public()), OTHER);
    cases.public_der("private in SPKI", spki(RSA, &key.pkcs1()), DAMAGED);
    cases.private_der("no elements", [SEQUENCE, 0], OTHER);
    cases.private_der("negative", der(SEQUENCE, &[&[INTEGER, 1, 0x80][..]; 9]), DAMAGED);
    cases.private_der("padded", der(SEQUENCE, &[&[INTEGER, 2, 0, 1][..]; 9]), DAMAGED);
    cases.private_der("many", der(SEQUENCE, &[&[INTEGER, 1, 0][..]; 17]), DAMAGED);
    cases.private_der("version 7", der(SEQUENCE, &[&[INTEGER, 1, 7][..]; 9]), OTHER);
    let parameters = der(SEQUENCE, &[&RSA[2..13], &integer(&[1])]);
    cases.private_der("parameters", pkcs8(&parameters, &key.pkcs1()), DAMAGED);
    let followed_by = |more: &[u8]| der(SEQUENCE, &[&integer(&[]), RSA, &der(OCTET_STRING, &[&key.pkcs1()]), more]);
    cases.private_der("PKCS#8 and a number", followed_by(&integer(&[1])), OTHER);
    // Attributes, as some tools write them, do no harm.
    RsaSigner::from_der_using(cases.backend, followed_by(&[0xa0, 0])).unwrap();
    // Absent parameters are fine, and everything after them is read as usual.
    let absent = der(SEQUENCE, &[&RSA[2..13]]);
    RsaSigner::from_der_using(cases.backend, pkcs8(&absent, &key.pkcs1())).unwrap();
    RsaVerifier::from_der_using(cases.backend, spki(&absent, &key.pkcs1_public())).unwrap();
}

fn other_kinds(cases: &mut Cases) {
    let vectors = Vectors::read();
    for public in [&vectors.spki, &vectors.pkcs1_public()] {
        cases.private_pem("public", public, "PublicKeyGiven");
        cases.private_der("public", unpem(public), "PublicKeyGiven");
    }
    for private in [&vectors.pkcs1, &vectors.pkcs8] {
        cases.public_pem("private", private, "PrivateKeyGiven");
        cases.public_der("private", unpem(private), "PrivateKeyGiven");
    }

    let Some(keys) = cases.keys else {
        return;
    };
    let encrypted = &keys.encrypted_pkcs8;
    cases.private_pem("PKCS#8", encrypted, "Encrypted");
    cases.private_pem("PKCS#1", &keys.encrypted_pkcs1, "Encrypted");
    cases.private_der("PKCS#8", unpem(encrypted), "Encrypted");
    cases.private_der("PKCS#8", &keys.encrypted_pkcs8_der, "Encrypted");
    let relabelled = encrypted.replace("ENCRYPTED ", "");
    cases.private_pem("relabelled", relabelled, "Encrypted");
    cases.public_pem("PKCS#8", encrypted, "PrivateKeyGiven");
    cases.public_der("PKCS#8", unpem(encrypted), "PrivateKeyGiven");

    let certificate = &keys.certificate;
    let request = &keys.certificate_request;
    for text in [certificate, request] {
        cases.private_pem("certificate", text, "CertificateGiven");
        cases.public_pem("certificate", text, "CertificateGiven");
        cases.private_der("certificate", unpem(text), "CertificateGiven");
        cases.public_der("certificate", unpem(text), "CertificateGiven");
    }
    let both = format!("{certificate}{encrypted}");
    cases.private_pem("certificate and encrypted key", both, "Encrypted");

    let store = "WrongFormat: a PKCS#12 store: take the key out with `openssl pkcs12 -nodes -nocerts -in STORE.p12 -out KEY.pem`";
    cases.private_der("PKCS#12", &keys.store_der, store);
    let openssh =
        "WrongFormat: a key in the format of OpenSSH: convert a copy of it with `ssh-keygen -p -m PEM -f COPY`";
    cases.private_pem("OpenSSH", &keys.openssh, openssh);
}

fn other_algorithms(cases: &mut Cases) {
    let dsa = "WrongAlgorithm: a DSA key";
    let old = der(SEQUENCE, &[&[INTEGER, 1, 0][..]; 6]);
    cases.private_pem("DSA of old", pem("DSA PRIVATE KEY", &old), dsa);
    cases.private_der("DSA of old", old, dsa);
    let gost = der(OID, &[&[0x2a, 0x85, 0x03, 0x07, 0x01, 0x01, 0x01, 0x01]]);
    let gost = der(SEQUENCE, &[&gost]);
    let name = "WrongAlgorithm: a GOST R 34.10-2012 key";
    cases.private_der("GOST", pkcs8(&gost, &der(OCTET_STRING, &[b"abc"])), name);
    cases.public_der("GOST", spki(&gost, b"abc"), name);
    let unknown = der(SEQUENCE, &[&der(OID, &[&[0x2a, 0x03, 0x04]])]);
    let name = "WrongAlgorithm: a key of another algorithm";
    cases.private_der("unknown", pkcs8(&unknown, b"abc"), name);

    let Some(keys) = cases.keys else {
        return;
    };
    let ec = "WrongAlgorithm: an EC key";
    cases.private_pem("SEC1", &keys.ec_sec1, ec);
    cases.private_der("SEC1", unpem(&keys.ec_sec1), ec);
    cases.private_pem("PKCS#8", &keys.ec_pkcs8, ec);
    cases.public_pem("SPKI", &keys.ec_public, ec);
    let edwards = "WrongAlgorithm: an Ed25519 key";
    cases.private_pem("Ed25519", &keys.ed25519, edwards);
    cases.public_pem("Ed25519", &keys.ed25519_public, edwards);
    let pss = "WrongAlgorithm: a key that is restricted to RSASSA-PSS";
    cases.private_pem("PSS", &keys.rsa_pss, pss);
    cases.public_pem("PSS", &keys.rsa_pss_public, pss);
    cases.private_pem("DSA", &keys.dsa, dsa);
    let three = "WrongFormat: an RSA key of more than two primes";
    cases.private_pem("three primes", &keys.rsa_three_primes, three);
}

fn sizes(cases: &mut Cases) {
    let vectors = Vectors::read();
    let key = Numbers::of(&vectors.pkcs1);
    // The first byte is the zero that DER puts before a high bit.
    let mut shorter = key.0[N][1..].to_vec();
    assert_eq!(shorter.len(), 256);
    shorter[0] = 0x7f;
    cases.private("2047 bits", &key.with(N, &shorter), "TooSmall: 2047 2048");
    cases.public("2047 bits", &key.with(N, &shorter), "TooSmall: 2047 2048");
    cases.private("no modulus", &key.with(N, &[0]), "TooSmall: 0 2048");

    let mut larger = vec![0xff; 1025];
    larger[0] = 1;
    let too_large = key.with(N, &larger);
    cases.public("8193 bits", &too_large, "TooLarge: 8193 8192");
    let maximum = if cases.backend.name() == "ring" { "TooLarge: 8193 4096" } else { "TooLarge: 8193 8192" };
    cases.private("8193 bits", &too_large, maximum);

    let three = "UnsupportedExponent: 65537";
    // The second to last ends like 65537, in its lowest eight bytes.
    let exponents: [&[u8]; 5] = [&[1, 0, 0], &[2, 0, 0, 0, 1], &[0xff; 9], &[1, 0, 0, 0, 0, 0, 1, 0, 1], &[1]];
    for exponent in exponents {
        cases.private("exponent", &key.with(1, exponent), three);
        cases.public("exponent", &key.with(1, exponent), "UnsupportedExponent: 3");
    }

    let Some(keys) = cases.keys else {
        return;
    };
    cases.private_pem("exponent 3", &keys.rsa_exponent_3, three);
    let small = "TooSmall: 1024 2048";
    cases.private_pem("1024 bits", &keys.rsa_1024, small);
    cases.public_pem("1024 bits", &keys.rsa_1024_public, small);
    if cases.backend.name() == "ring" {
        let error = "UnsupportedSize: 2560";
        cases.private_pem("2560 bits", &keys.rsa_2560, error);
    } else {
        RsaSigner::from_pem_using(cases.backend, &keys.rsa_2560).unwrap();
    }
}

/// `2^bits - 1`, which is prime for some numbers of bits.
fn mersenne_prime(bits: usize) -> Vec<u8> {
    let mut number = vec![0xff; bits.div_ceil(8)];
    number[0] >>= number.len() * 8 - bits;
    number
}

/// One changed byte in any of the numbers, and primes that are not alike.
fn broken_numbers(cases: &mut Cases) {
    let key = Numbers::of(&Vectors::read().pkcs1);
    let names = ["n", "e", "d", "p", "q", "d mod p-1", "d mod q-1", "1/q"];
    for (which, name) in names.into_iter().enumerate() {
        let number = &key.0[which];
        // Not the ends: the length and the oddness stay.
        let mut positions = vec![number.len() / 2];
        if number.len() > 100 {
            positions.extend([10, number.len() - 10, number.len() - 2]);
        }
        for position in positions {
            let mut changed = number.clone();
            changed[position] ^= 0x10;
            cases.private(name, &key.with(which, &changed), "Inconsistent");
        }
        if which != 1 {
            let mut even = number.clone();
            *even.last_mut().unwrap() ^= 1;
            cases.private(name, &key.with(which, &even), "Inconsistent");
        }
    }
    for which in 2..8 {
        cases.private("zero", &key.with(which, &[0]), "Inconsistent");
        cases.private("one", &key.with(which, &[1]), "Inconsistent");
        cases.private("long", &key.with(which, &[1; 300]), "Inconsistent");
    }
    cases.private("p twice", &key.with(4, &key.0[3]), "Inconsistent");
    // Consistent, but the `rsa` backend would never finish a signature with them.
    let uneven = Numbers::from_primes(&mersenne_prime(2203), &mersenne_prime(607));
    cases.private("a long p and a short q", &uneven, "Inconsistent");
    cases.private("a short p and a long q", &uneven.swapped(), "Inconsistent");
    let mut even = key.0[N].clone();
    *even.last_mut().unwrap() ^= 1;
    cases.public("even modulus", &key.with(N, &even), "Inconsistent");
}

#[test]
fn every_bad_key_gives_its_own_error() {
    let mut failures = String::new();
    for backend in backends() {
        for (name, error, expected) in cases(backend) {
            let found = kind(&error);
            if found != expected {
                writeln!(failures, "{backend:?}, {name}: {found}\n   not {expected}").unwrap();
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn every_error_is_one_sentence() {
    for backend in backends() {
        for (name, error, _) in cases(backend) {
            let sentence = error.to_string();
            assert!(sentence.len() > 20, "{name}: {sentence}");
            assert!(!sentence.contains('\n'), "{name}: {sentence}");
            assert!(!sentence.ends_with('.'), "{name}: {sentence}");
        }
    }
}

#[test]
fn the_path_of_a_missing_file_is_named() {
    for backend in backends() {
        let error = RsaSigner::from_pem_file_using(backend, "no/such/key.pem").unwrap_err();
        assert_eq!(error.to_string(), "there is no key file at no/such/key.pem");
    }
}

/// Harmless changes that text editors, browsers and shells make to PEM.
#[test]
fn harmless_differences_are_tolerated() {
    let vectors = Vectors::read();
    let Some(keys) = keys() else {
        return;
    };
    let certificate = &keys.certificate;
    for backend in backends() {
        for key in [&vectors.pkcs1, &vectors.pkcs8] {
            let body: String = key.lines().filter(|line| !line.starts_with('-')).collect();
            let lines: Vec<&str> = key.lines().collect();
            let (first, last) = (lines[0], lines[lines.len() - 1]);
            let texts = [
                key.replace('\n', "\r\n"),
                key.replace('\n', "\r"),
                key.replace('\n', "  \n"),
                key.replace('\n', "\n\n"),
                key.replace('\n', "\n\t"),
                key.trim().to_owned(),
                format!("\u{feff}{key}"),
                format!("Bag Attributes\n    friendlyName: C:\\new\n{key}\nthe end"),
                format!("{certificate}{key}"),
                format!("{key}{certificate}{}", vectors.spki),
                format!("{first}\n{body}\n{last}"),
                format!("{first}\n{}\n{last}", body.replace("AAA", "A A\nA")),
            ];
            for text in texts {
                let signer = RsaSigner::from_pem_using(backend, &text);
                let signer = signer.unwrap_or_else(|error| panic!("{error}: {text:?}"));
                let signature = signer.sign_now(b"{}").unwrap().to_base64();
                assert_eq!(signature, vectors.all[0].signature);
            }
        }
        let both = format!("{}{}", vectors.pkcs8, vectors.spki);
        RsaVerifier::from_pem_using(backend, both).unwrap();
    }
}
