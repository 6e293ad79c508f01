//! The text a signature is made over: RFC 5849, section 3.4.1.

use std::fmt::Write as _;

use url::Url;

/// The base string of a request.
///
/// `base_uri` is scheme, host and path; `parameters` are all that count, decoded, in any order.
pub(super) fn base_string<'a>(
    method: &str,
    base_uri: &str,
    parameters: impl Iterator<Item = (&'a str, &'a str)>,
) -> String {
    let method = method.to_ascii_uppercase();
    format!("{}&{}&{}", encode(&method), encode(base_uri), encode(&normalized(parameters)))
}

/// Sorted after encoding: `%` comes before every letter, which a sort of the decoded names would get wrong.
fn normalized<'a>(parameters: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut encoded: Vec<(String, String)> = parameters.map(|(name, value)| (encode(name), encode(value))).collect();
    encoded.sort();
    let pairs: Vec<String> = encoded.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

/// The part of a base URI that is the same for all requests to one server: scheme and host in lower case, and the port
/// unless it is the scheme's own.
pub(in super::super) fn origin(url: &str) -> String {
    // An address that cannot be read (there are such in IPv6) is left as it was announced.
    Url::parse(url).map_or_else(|_| url.to_owned(), |url| url.origin().ascii_serialization())
}

/// Escapes all but the unreserved characters: neither the encoding of forms nor that of browsers does this.
pub(super) fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::super::vectors;
    use super::*;
    use crate::percent::decode;

    #[test]
    fn the_encoding_is_the_strict_one() {
        for pair in vectors()["percent_encoding"].as_array().unwrap() {
            let (plain, encoded) = (pair[0].as_str().unwrap(), pair[1].as_str().unwrap());
            assert_eq!(encode(plain), encoded);
            assert_eq!(decode(encoded).as_deref(), Some(plain));
        }
        for damaged in ["%", "%4", "%zz", "%+1", "%FF"] {
            assert_eq!(decode(damaged), None, "{damaged}");
        }
    }

    #[test]
    fn parameters_are_sorted_by_encoded_name_then_by_encoded_value() {
        // The example of RFC 5849, section 3.4.1.3.2, and two names that sort differently before encoding.
        let pairs =
            [("b5", "=%3D"), ("a3", "a"), ("c@", ""), ("a2", "r b"), ("c2", ""), ("a3", "2 q"), ("z", "1"), ("é", "2")];
        assert_eq!(normalized(pairs.into_iter()), "%C3%A9=2&a2=r%20b&a3=2%20q&a3=a&b5=%3D%253D&c%40=&c2=&z=1");
    }

    #[test]
    fn an_origin_has_no_default_port_and_no_capitals() {
        assert_eq!(origin("HTTPS://Gate.Example:443/"), "https://gate.example");
        assert_eq!(origin("http://Gate.Example:80/Paynet"), "http://gate.example");
        assert_eq!(origin("http://127.0.0.1:8131/paynet"), "http://127.0.0.1:8131");
        assert_eq!(origin("http://[::1]:8131/paynet"), "http://[::1]:8131");
    }
}
