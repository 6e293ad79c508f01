//! DER: detects the kind of a key and reads RSA keys, the same for every backend.

use der::asn1::{AnyRef, BitStringRef, ObjectIdentifier, OctetStringRef, UintRef};
use der::{Decode as _, Reader as _, SliceReader, Tag, Tagged as _};

use super::{KeyError, LONGEST_KEY, RsaBackend};

const MINIMUM_BITS: usize = 2048;
/// `2^33 - 1`: the backends agree on this upper limit.
const MAXIMUM_EXPONENT: u64 = 0x1_ffff_ffff;
/// The smallest exponent that every backend signs with.
const MINIMUM_PRIVATE_EXPONENT: u64 = 65537;
/// The smallest exponent that every backend verifies with.
const MINIMUM_PUBLIC_EXPONENT: u64 = 3;
/// The maximum number of elements at one level; no key or certificate has more.
const MAXIMUM_ELEMENTS: usize = 16;

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const OTHER_ALGORITHMS: [(ObjectIdentifier, &str); 8] = [
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.10"), "a key that is restricted to RSASSA-PSS"),
    (ObjectIdentifier::new_unwrap("1.2.840.10045.2.1"), "an EC key"),
    (ObjectIdentifier::new_unwrap("1.3.101.112"), "an Ed25519 key"),
    (ObjectIdentifier::new_unwrap("1.3.101.113"), "an Ed448 key"),
    (ObjectIdentifier::new_unwrap("1.3.101.110"), "an X25519 key"),
    (ObjectIdentifier::new_unwrap("1.2.840.10040.4.1"), "a DSA key"),
    (ObjectIdentifier::new_unwrap("1.2.643.7.1.1.1.1"), "a GOST R 34.10-2012 key"),
    (ObjectIdentifier::new_unwrap("1.2.643.7.1.1.1.2"), "a GOST R 34.10-2012 key"),
];

const DAMAGED: &str = "DER that is damaged or cut off";
const OTHER: &str = "DER of another kind";
const PKCS12: &str =
    "a PKCS#12 store: take the key out with `openssl pkcs12 -nodes -nocerts -in STORE.p12 -out KEY.pem`";

/// The key format that the caller asked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wanted {
    PrivatePem,
    PrivateDer,
    PublicPem,
    PublicDer,
}

impl Wanted {
    pub(super) fn is_private(self) -> bool {
        matches!(self, Self::PrivatePem | Self::PrivateDer)
    }

    fn is_der(self) -> bool {
        matches!(self, Self::PrivateDer | Self::PublicDer)
    }

    /// The error that names the expected format and what was found.
    pub(super) fn but_found(self, found: &'static str) -> KeyError {
        let expected = match self {
            Self::PrivatePem => {
                "an RSA private key in PEM (-----BEGIN PRIVATE KEY----- or -----BEGIN RSA PRIVATE KEY-----)"
            }
            Self::PrivateDer => "an RSA private key in DER (PKCS#8 or PKCS#1)",
            Self::PublicPem => {
                "an RSA public key in PEM (-----BEGIN PUBLIC KEY----- or -----BEGIN RSA PUBLIC KEY-----)"
            }
            Self::PublicDer => "an RSA public key in DER (SPKI or PKCS#1)",
        };
        KeyError::WrongFormat { expected, found }
    }
}

/// The four accepted forms of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Pkcs8,
    Pkcs1Private,
    Spki,
    Pkcs1Public,
}

impl Form {
    pub(super) const ALL: [Self; 4] = [Self::Pkcs8, Self::Pkcs1Private, Self::Spki, Self::Pkcs1Public];

    /// The PEM label of this form.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Pkcs8 => "PRIVATE KEY",
            Self::Pkcs1Private => "RSA PRIVATE KEY",
            Self::Spki => "PUBLIC KEY",
            Self::Pkcs1Public => "RSA PUBLIC KEY",
        }
    }

    pub(super) fn is_private(self) -> bool {
        matches!(self, Self::Pkcs8 | Self::Pkcs1Private)
    }
}

/// The numbers of a public key: big-endian, without leading zeros.
#[derive(Clone, Copy)]
pub(super) struct PublicParts<'a> {
    pub(super) n: &'a [u8],
    pub(super) e: &'a [u8],
}

/// The numbers of a private key: big-endian, without leading zeros.
#[derive(Clone, Copy)]
pub(super) struct PrivateParts<'a> {
    /// The whole PKCS#1 structure, which every backend reads.
    pub(super) pkcs1: &'a [u8],
    pub(super) public: PublicParts<'a>,
    pub(super) d: &'a [u8],
    pub(super) p: &'a [u8],
    pub(super) q: &'a [u8],
    /// `d mod (p - 1)`
    pub(super) exponent_p: &'a [u8],
    /// `d mod (q - 1)`
    pub(super) exponent_q: &'a [u8],
    /// `1/q mod p`
    pub(super) coefficient: &'a [u8],
}

impl PublicParts<'_> {
    /// Bits of the modulus.
    pub(super) fn bits(&self) -> usize {
        bits(self.n)
    }

    /// Checks what every backend requires of a key for verifying.
    pub(super) fn check(&self, maximum: usize, backend: RsaBackend) -> Result<(), KeyError> {
        self.check_numbers(maximum, backend, MINIMUM_PUBLIC_EXPONENT)
    }

    fn check_numbers(&self, maximum: usize, backend: RsaBackend, minimum_exponent: u64) -> Result<(), KeyError> {
        let bits = self.bits();
        if bits < MINIMUM_BITS {
            return Err(KeyError::TooSmall { bits, minimum: MINIMUM_BITS });
        }
        if bits > maximum {
            return Err(KeyError::TooLarge { bits, maximum, backend: backend.name() });
        }
        if !is_odd(self.n) {
            return Err(KeyError::Inconsistent);
        }
        if !self.exponent_is_between(minimum_exponent, MAXIMUM_EXPONENT) {
            return Err(KeyError::UnsupportedExponent { minimum: minimum_exponent });
        }
        Ok(())
    }

    fn exponent_is_between(&self, minimum: u64, maximum: u64) -> bool {
        let e = self.e.iter().try_fold(0_u64, |e, byte| e.checked_mul(256)?.checked_add(u64::from(*byte)));
        is_odd(self.e) && e.is_some_and(|e| (minimum..=maximum).contains(&e))
    }
}

impl PrivateParts<'_> {
    /// Checks what every backend requires of a key for signing.
    pub(super) fn check(&self, maximum: usize, backend: RsaBackend) -> Result<(), KeyError> {
        self.public.check_numbers(maximum, backend, MINIMUM_PRIVATE_EXPONENT)?;
        // No number of a key is longer than its modulus. This also bounds the arithmetic that follows.
        let numbers = [self.d, self.p, self.q, self.exponent_p, self.exponent_q, self.coefficient];
        if numbers.iter().any(|number| number.len() > self.public.n.len()) {
            return Err(KeyError::Inconsistent);
        }
        // Both primes have half the length (FIPS 186-5, A.1.1). ring requires it; `rsa` would never finish a signature.
        let half = self.public.bits().div_ceil(2);
        if bits(self.p) > half || bits(self.q) > half {
            return Err(KeyError::Inconsistent);
        }
        Ok(())
    }
}

fn bits(number: &[u8]) -> usize {
    let unused = number.first().map_or(0, |byte| byte.leading_zeros());
    (number.len() * 8).saturating_sub(unused as usize)
}

pub(super) fn is_odd(number: &[u8]) -> bool {
    number.last().is_some_and(|byte| byte & 1 == 1)
}

/// A decoded key: private or public.
enum Key<'a> {
    Private(PrivateParts<'a>),
    Public(PublicParts<'a>),
}

/// Reads a private key. `label` is the form named by the PEM label.
pub(super) fn private_key(wanted: Wanted, label: Option<Form>, der: &[u8]) -> Result<PrivateParts<'_>, KeyError> {
    match key(wanted, label, der)? {
        Key::Private(parts) => Ok(parts),
        Key::Public(_) => Err(KeyError::PublicKeyGiven),
    }
}

/// Reads a public key. `label` is the form named by the PEM label.
pub(super) fn public_key(wanted: Wanted, label: Option<Form>, der: &[u8]) -> Result<PublicParts<'_>, KeyError> {
    match key(wanted, label, der)? {
        Key::Public(parts) => Ok(parts),
        Key::Private(_) => Err(KeyError::PrivateKeyGiven),
    }
}

fn key(wanted: Wanted, label: Option<Form>, der: &[u8]) -> Result<Key<'_>, KeyError> {
    if der.len() > LONGEST_KEY {
        return Err(wanted.but_found("DER of more than 1 MiB"));
    }
    if wanted.is_der() {
        refuse_text(wanted, der)?;
    }
    let (form, key) = document(wanted, der)?;
    if label.is_some_and(|label| label != form) {
        return Err(wanted.but_found("a PEM block whose label does not fit its content"));
    }
    Ok(key)
}

/// Detects common mistakes, such as text instead of DER.
fn refuse_text(wanted: Wanted, der: &[u8]) -> Result<(), KeyError> {
    let text = der.strip_prefix(b"\xef\xbb\xbf").unwrap_or(der).trim_ascii();
    if text.is_empty() {
        return Err(KeyError::Empty);
    }
    if text.starts_with(b"-----") {
        return Err(wanted.but_found("PEM text: use from_pem"));
    }
    if text.starts_with(b"MII") {
        return Err(wanted.but_found("base64 text: decode it first"));
    }
    Ok(())
}

/// Detects the outermost SEQUENCE by the kinds of its elements.
fn document(wanted: Wanted, der: &[u8]) -> Result<(Form, Key<'_>), KeyError> {
    let elements = sequence(wanted, der)?;
    let tags: Vec<Tag> = elements.iter().map(AnyRef::tag).collect();
    match (tags.as_slice(), elements.as_slice()) {
        ([Tag::Integer, Tag::Sequence, Tag::OctetString, rest @ ..], [_, algorithm, key, ..])
            if rest.iter().all(|tag| tag.is_context_specific()) =>
        {
            pkcs8(wanted, *algorithm, *key).map(|parts| (Form::Pkcs8, Key::Private(parts)))
        }
        ([Tag::Sequence, Tag::BitString], [algorithm, key]) => {
            spki(wanted, *algorithm, *key).map(|parts| (Form::Spki, Key::Public(parts)))
        }
        ([Tag::Integer, Tag::Integer], integers) => {
            pkcs1_public(wanted, integers).map(|parts| (Form::Pkcs1Public, Key::Public(parts)))
        }
        ([Tag::Integer, Tag::Integer, Tag::Integer, ..], integers) => {
            pkcs1_private(wanted, der, integers).map(|parts| (Form::Pkcs1Private, Key::Private(parts)))
        }
        (tags, _) => Err(explain(wanted, tags)),
    }
}

/// The error for a structure that contains no unencrypted RSA key.
fn explain(wanted: Wanted, tags: &[Tag]) -> KeyError {
    match tags {
        [Tag::Sequence, Tag::OctetString] if wanted.is_private() => KeyError::Encrypted,
        [Tag::Sequence, Tag::OctetString] => KeyError::PrivateKeyGiven,
        [Tag::Sequence, Tag::Sequence, Tag::BitString] => KeyError::CertificateGiven,
        [Tag::Integer, Tag::OctetString, ..] => KeyError::WrongAlgorithm { found: "an EC key" },
        [Tag::Integer, Tag::Sequence] | [Tag::Integer, Tag::Sequence, Tag::Sequence] => wanted.but_found(PKCS12),
        _ => wanted.but_found(OTHER),
    }
}

/// The elements of a SEQUENCE that fills `der` exactly.
fn sequence(wanted: Wanted, der: &[u8]) -> Result<Vec<AnyRef<'_>>, KeyError> {
    let sequence = AnyRef::from_der(der).map_err(|error| match error.kind() {
        der::ErrorKind::TrailingData { .. } => wanted.but_found("DER with more bytes behind it"),
        _ => wanted.but_found(DAMAGED),
    })?;
    elements(sequence).ok_or_else(|| wanted.but_found(DAMAGED))
}

fn elements(sequence: AnyRef<'_>) -> Option<Vec<AnyRef<'_>>> {
    if sequence.tag() != Tag::Sequence {
        return None;
    }
    let mut reader = SliceReader::new(sequence.value()).ok()?;
    let mut elements = Vec::new();
    while !reader.is_finished() {
        if elements.len() == MAXIMUM_ELEMENTS {
            return None;
        }
        elements.push(reader.decode().ok()?);
    }
    Some(elements)
}

fn pkcs8<'a>(wanted: Wanted, algorithm: AnyRef<'a>, key: AnyRef<'a>) -> Result<PrivateParts<'a>, KeyError> {
    require_rsa(wanted, algorithm)?;
    let inner = key.decode_as::<OctetStringRef<'_>>().map_err(|_| wanted.but_found(DAMAGED))?.as_bytes();
    pkcs1_private(wanted, inner, &sequence(wanted, inner)?)
}

fn spki<'a>(wanted: Wanted, algorithm: AnyRef<'a>, key: AnyRef<'a>) -> Result<PublicParts<'a>, KeyError> {
    require_rsa(wanted, algorithm)?;
    let inner = key
        .decode_as::<BitStringRef<'_>>()
        .ok()
        .and_then(|bits| bits.as_bytes())
        .ok_or_else(|| wanted.but_found(DAMAGED))?;
    pkcs1_public(wanted, &sequence(wanted, inner)?)
}

/// The algorithm must be rsaEncryption, whose parameters are NULL or absent.
fn require_rsa(wanted: Wanted, algorithm: AnyRef<'_>) -> Result<(), KeyError> {
    let parts = elements(algorithm).unwrap_or_default();
    let oid = parts
        .first()
        .and_then(|first| first.decode_as::<ObjectIdentifier>().ok())
        .ok_or_else(|| wanted.but_found(DAMAGED))?;
    if oid != RSA {
        let known = OTHER_ALGORITHMS.iter().find(|(other, _)| *other == oid);
        let found = known.map_or("a key of another algorithm", |(_, name)| name);
        return Err(KeyError::WrongAlgorithm { found });
    }
    match parts.as_slice() {
        [_] => Ok(()),
        [_, parameters] if parameters.is_null() => Ok(()),
        _ => Err(wanted.but_found(DAMAGED)),
    }
}

fn pkcs1_public<'a>(wanted: Wanted, integers: &[AnyRef<'a>]) -> Result<PublicParts<'a>, KeyError> {
    let parts = match integers {
        [n, e] => number(*n).zip(number(*e)),
        _ => None,
    };
    let (n, e) = parts.ok_or_else(|| wanted.but_found(DAMAGED))?;
    Ok(PublicParts { n, e })
}

fn pkcs1_private<'a>(wanted: Wanted, der: &'a [u8], integers: &[AnyRef<'a>]) -> Result<PrivateParts<'a>, KeyError> {
    let damaged = || wanted.but_found(DAMAGED);
    let (version, numbers) = integers.split_first().ok_or_else(damaged)?;
    match (number(*version).ok_or_else(damaged)?, numbers.len()) {
        ([0], 8) => private_parts(der, numbers).ok_or_else(damaged),
        ([1], 9) => Err(wanted.but_found("an RSA key of more than two primes")),
        ([0], 5) => Err(KeyError::WrongAlgorithm { found: "a DSA key" }),
        _ => Err(wanted.but_found(OTHER)),
    }
}

fn private_parts<'a>(der: &'a [u8], numbers: &[AnyRef<'a>]) -> Option<PrivateParts<'a>> {
    let mut numbers = numbers.iter();
    let mut next = || numbers.next().and_then(|integer| number(*integer));
    Some(PrivateParts {
        pkcs1: der,
        public: PublicParts { n: next()?, e: next()? },
        d: next()?,
        p: next()?,
        q: next()?,
        exponent_p: next()?,
        exponent_q: next()?,
        coefficient: next()?,
    })
}

/// A non-negative INTEGER without leading zeros.
fn number(integer: AnyRef<'_>) -> Option<&[u8]> {
    let number = integer.decode_as::<UintRef<'_>>().ok()?;
    Some(number.as_bytes())
}
