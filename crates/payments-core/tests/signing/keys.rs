//! Keys that the vectors do not contain, made with the `openssl` command once per test process.
//!
//! No private key is stored in the repository. Broken or exotic keys are assembled by the tests from the numbers of a
//! good key.

use std::sync::LazyLock;

use crate::support::{E, N, Numbers, integers, openssl, pem, unpem};

/// PEM texts, unless the name says otherwise.
pub(crate) struct Keys {
    pub(crate) rsa_1024: String,
    pub(crate) rsa_1024_public: String,
    /// The key used for the certificate, the store and everything encrypted.
    pub(crate) rsa_2048: String,
    pub(crate) rsa_2560: String,
    /// Not secret at all: its primes are published.
    pub(crate) rsa_8192: String,
    pub(crate) rsa_exponent_3: String,
    pub(crate) rsa_exponent_3_public: String,
    pub(crate) rsa_three_primes: String,
    pub(crate) rsa_pss: String,
    pub(crate) rsa_pss_public: String,
    pub(crate) encrypted_pkcs1: String,
    pub(crate) encrypted_pkcs8: String,
    pub(crate) encrypted_pkcs8_der: Vec<u8>,
    pub(crate) openssh: String,
    pub(crate) certificate: String,
    pub(crate) certificate_request: String,
    pub(crate) store_der: Vec<u8>,
    pub(crate) ec_pkcs8: String,
    pub(crate) ec_sec1: String,
    pub(crate) ec_public: String,
    pub(crate) ed25519: String,
    pub(crate) ed25519_public: String,
    pub(crate) dsa: String,
}

/// The keys; `None`, with a message on stdout, if there is no `openssl`.
pub(crate) fn keys() -> Option<&'static Keys> {
    static KEYS: LazyLock<Option<Keys>> = LazyLock::new(Keys::make);
    if KEYS.is_none() {
        println!("skipped: no openssl command");
    }
    KEYS.as_ref()
}

impl Keys {
    fn make() -> Option<Self> {
        let rsa_1024 = private("RSA -pkeyopt rsa_keygen_bits:1024")?;
        let rsa_2048 = private("RSA -pkeyopt rsa_keygen_bits:2048")?;
        let rsa_exponent_3 = private("RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_pubexp:3")?;
        let rsa_pss = private("RSA-PSS -pkeyopt rsa_keygen_bits:2048")?;
        let pkcs1 = text("rsa -traditional", &rsa_2048)?;
        let encrypted_pkcs8 = text("pkcs8 -topk8 -passout pass:secret", &rsa_2048)?;
        let certificate = certificate("-x509", &rsa_2048)?;
        let in_store = format!("{rsa_2048}{certificate}");
        let ec_pkcs8 = private("EC -pkeyopt ec_paramgen_curve:P-256")?;
        let ed25519 = private("ED25519")?;
        Some(Self {
            rsa_1024_public: public(&rsa_1024)?,
            rsa_2560: private("RSA -pkeyopt rsa_keygen_bits:2560")?,
            rsa_8192: rsa_8192()?,
            rsa_exponent_3_public: public(&rsa_exponent_3)?,
            rsa_three_primes: private("RSA -pkeyopt rsa_keygen_bits:2048 -pkeyopt rsa_keygen_primes:3")?,
            rsa_pss_public: public(&rsa_pss)?,
            encrypted_pkcs1: text("rsa -traditional -aes256 -passout pass:secret", &rsa_2048)?,
            encrypted_pkcs8_der: unpem(&encrypted_pkcs8),
            openssh: openssh(&Numbers::of(&pkcs1)),
            certificate_request: self::certificate("-new", &rsa_2048)?,
            store_der: binary("pkcs12 -export -passout pass:secret", &in_store)?,
            ec_sec1: text("ec", &ec_pkcs8)?,
            ec_public: public(&ec_pkcs8)?,
            ed25519_public: public(&ed25519)?,
            dsa: text("dsaparam -noout -genkey 1024", "")?,
            rsa_1024,
            rsa_2048,
            rsa_exponent_3,
            rsa_pss,
            encrypted_pkcs8,
            certificate,
            ec_pkcs8,
            ed25519,
        })
    }
}

fn binary(arguments: &str, input: &str) -> Option<Vec<u8>> {
    let arguments: Vec<&str> = arguments.split(' ').collect();
    openssl(&arguments, input.as_bytes())
}

fn text(arguments: &str, input: &str) -> Option<String> {
    Some(String::from_utf8(binary(arguments, input)?).unwrap())
}

fn private(algorithm: &str) -> Option<String> {
    text(&format!("genpkey -algorithm {algorithm}"), "")
}

fn public(private: &str) -> Option<String> {
    text("pkey -pubout", private)
}

/// A certificate or a request for one.
fn certificate(kind: &str, private: &str) -> Option<String> {
    let directory = tempfile::tempdir().unwrap();
    let path = |name: &str| directory.path().join(name).to_str().unwrap().to_owned();
    let (key, configuration) = (path("key.pem"), path("openssl.cnf"));
    std::fs::write(&key, private).unwrap();
    // Without its own config file it would read the system's, which may not exist.
    std::fs::write(&configuration, "[req]\ndistinguished_name = name\n[name]\n").unwrap();
    let name = ["-subj", "/CN=example.test", "-addext", "subjectAltName = DNS:example.test"];
    let arguments = ["req", kind, "-config", &configuration, "-key", &key];
    let output = openssl(&[&arguments[..], &name].concat(), &[])?;
    Some(String::from_utf8(output).unwrap())
}

/// A key of the maximum length any backend accepts. Searching for primes of 4096 bits takes too long, so two known ones
/// are used: the moduli of the Diffie-Hellman groups of RFC 3526 and RFC 7919.
fn rsa_8192() -> Option<String> {
    let prime = |group: &str| {
        let parameters = text(&format!("genpkey -genparam -algorithm DH -pkeyopt group:{group}"), "")?;
        Some(integers(&unpem(&parameters)).swap_remove(0))
    };
    let key = Numbers::from_primes(&prime("modp_4096")?, &prime("ffdhe4096")?);
    Some(pem("PRIVATE KEY", &key.pkcs8()))
}

/// The format of `ssh-keygen`, without encryption: `PROTOCOL.key` in the sources of OpenSSH.
fn openssh(key: &Numbers) -> String {
    let string = |bytes: &[u8]| [&u32::try_from(bytes.len()).unwrap().to_be_bytes(), bytes].concat();
    let strings = |all: &[&[u8]]| all.iter().flat_map(|bytes| string(bytes)).collect::<Vec<u8>>();
    // As in DER, a zero precedes a high bit.
    let numbers = |order: &[usize]| order.iter().flat_map(|which| string(&key.0[*which])).collect::<Vec<u8>>();
    let public = [string(b"ssh-rsa"), numbers(&[E, N])].concat();
    let check = [1, 2, 3, 4, 1, 2, 3, 4];
    let private = [string(b"ssh-rsa"), numbers(&[N, E, 2, 7, 3, 4]), string(b"comment")].concat();
    let mut private = [&check[..], &private].concat();
    private.extend((1..8).take(private.len().wrapping_neg() % 8));
    let header = [b"openssh-key-v1\0".as_slice(), &strings(&[b"none", b"none", b""])].concat();
    let one_key = [&1_u32.to_be_bytes()[..], &strings(&[&public, &private])].concat();
    pem("OPENSSH PRIVATE KEY", &[header, one_key].concat())
}
