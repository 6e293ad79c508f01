//! Checks the `Authorization` header as the gateway would, independently of the client: the header is parsed, the RFC 5849
//! base string is built from the received request, and the `rsa` crate verifies the signature.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use payments_contract::{Checked, Failure, Recorded};
use payments_core::{Clock as _, TokioClock};
use payments_samples::PaynetEasy;
use rsa::RsaPublicKey;
use rsa::pkcs1v15::{Signature, VerifyingKey};
use rsa::pkcs8::DecodePublicKey as _;
use rsa::signature::Verifier as _;
use sha2::Sha256;

use crate::vectors::public_key;

/// The items of the header, in the order in which the document prints them.
const ITEMS: [&str; 6] = [
    "oauth_consumer_key",
    "oauth_nonce",
    "oauth_signature",
    "oauth_signature_method",
    "oauth_timestamp",
    "oauth_version",
];

const SIGNATURE: &str = "oauth_signature";

/// The maximum age of a timestamp, in seconds.
const TOLERANCE: u64 = 120;

/// The nonces of all cases so far: a nonce must never be used twice.
static NONCES: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

type Pairs = Vec<(String, String)>;

/// Verifies the whole header.
pub(crate) fn verify(request: &Recorded, header: &str) -> Checked {
    let items = items(header)?;
    let item = |name: &str| value(&items, name);
    assert_eq!(item("oauth_consumer_key")?, PaynetEasy::LOGIN);
    assert_eq!(item("oauth_signature_method")?, "RSA-SHA256");
    assert_eq!(item("oauth_version")?, "1.0");
    is_now(item("oauth_timestamp")?)?;
    is_fresh(item("oauth_nonce")?)?;

    let host = request.header("host").ok_or("there is no host")?;
    assert!(!request.target.contains('?'), "the gateway's commands have no query");
    let url = format!("http://{host}{}", request.target);
    let body = form(std::str::from_utf8(&request.body)?)?;
    let signed = items.iter().filter(|(name, _)| name != SIGNATURE);
    let base_string = base_string(&request.method, &url, body.iter().chain(signed));
    is_signed(&base_string, item(SIGNATURE)?)
}

/// The signature of a request, in Base64, for checks that it is not shown.
pub(crate) fn signature(header: &str) -> Result<String, Failure> {
    Ok(value(&items(header)?, SIGNATURE)?.to_owned())
}

fn value<'a>(items: &'a Pairs, name: &str) -> Result<&'a str, Failure> {
    let item = items.iter().find(|(known, _)| known == name);
    item.map(|(_, value)| value.as_str()).ok_or_else(|| format!("there is no {name}").into())
}

/// Parses the header, which must have the documented format: `OAuth`, one space, and all items once, in
/// alphabetical order, each `name="value"`, with a comma and one space between them.
fn items(header: &str) -> Result<Pairs, Failure> {
    let items = header.strip_prefix("OAuth ").ok_or("it does not begin with `OAuth `")?;
    let items: Pairs = items.split(", ").map(header_item).collect::<Result<_, _>>()?;
    let names: Vec<&str> = items.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ITEMS);
    Ok(items)
}

fn header_item(item: &str) -> Result<(String, String), Failure> {
    let (name, value) = item.split_once("=\"").ok_or_else(|| format!("`{item}` is not name=\"value\""))?;
    let value = value.strip_suffix('"').ok_or_else(|| format!("`{item}` has no quotation mark at its end"))?;
    let decoded = percent_decode(value)?;
    assert_eq!(percent_encode(&decoded), value, "{name} must be percent-encoded as RFC 5849 has it");
    Ok((name.to_owned(), decoded))
}

fn is_now(timestamp: &str) -> Checked {
    let now = TokioClock::new().now().duration_since(UNIX_EPOCH)?.as_secs();
    let age = now.abs_diff(timestamp.parse()?);
    if age <= TOLERANCE { Ok(()) } else { Err(format!("the timestamp is {age} seconds away from now").into()) }
}

fn is_fresh(nonce: &str) -> Checked {
    assert!(nonce.len() >= 16, "the nonce has only {} characters", nonce.len());
    assert!(nonce.bytes().all(|byte| byte.is_ascii_alphanumeric()), "the nonce is not letters and digits: {nonce}");
    let mut nonces = NONCES.lock().unwrap_or_else(PoisonError::into_inner);
    if nonces.insert(nonce.to_owned()) { Ok(()) } else { Err("the nonce has been sent before".into()) }
}

/// Whether this is the test key's signature of the base string.
pub(crate) fn is_signed(base_string: &str, signature: &str) -> Checked {
    let key = VerifyingKey::<Sha256>::new(RsaPublicKey::from_public_key_pem(&public_key()?)?);
    let bytes = BASE64.decode(signature)?;
    Ok(key.verify(base_string.as_bytes(), &Signature::try_from(bytes.as_slice())?)?)
}

/// RFC 5849, 3.4.1, of a URL in lower case without a default port or a query.
pub(crate) fn base_string<'a>(
    method: &str,
    url: &str,
    parameters: impl Iterator<Item = &'a (String, String)>,
) -> String {
    let mut pairs: Pairs = parameters.map(|(name, value)| (percent_encode(name), percent_encode(value))).collect();
    pairs.sort_unstable();
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{method}&{}&{}", percent_encode(url), percent_encode(&pairs.join("&")))
}

/// RFC 5849, 3.6: escapes everything except letters, digits and four marks.
fn percent_encode(text: &str) -> String {
    let mut encoded = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// The names and values of a form.
pub(crate) fn form(text: &str) -> Result<Pairs, Failure> {
    text.split('&')
        .map(|pair| {
            let (name, value) = pair.split_once('=').ok_or_else(|| format!("`{pair}` is not a pair"))?;
            Ok((percent_decode(&name.replace('+', " "))?, percent_decode(&value.replace('+', " "))?))
        })
        .collect()
}

fn percent_decode(text: &str) -> Result<String, Failure> {
    let mut parts = text.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).ok_or_else(|| format!("`%{part}` is no escape"))?;
        bytes.push(u8::from_str_radix(digits, 16)?);
        bytes.extend(rest.as_bytes());
    }
    Ok(String::from_utf8(bytes)?)
}
