//! Random strings for tokens, page addresses and the like.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

/// 24 random bytes, safe inside a URL.
pub(crate) fn token() -> String {
    URL_SAFE_NO_PAD.encode(bytes::<24>())
}

/// Standard base64 that always holds `+`, `/` and `=`: a client that forgets to escape a form value must notice.
pub(crate) fn awkward_base64() -> String {
    let mut raw = vec![0xfb, 0xff, 0xbf];
    raw.extend_from_slice(&bytes::<46>());
    STANDARD.encode(raw)
}

/// The end of the address of a PaynetEasy form: `BB`, then 44 characters of base64 written as hexadecimal digits.
pub(crate) fn form_token() -> String {
    let text = STANDARD.encode(bytes::<32>());
    text.bytes().fold("BB".to_owned(), |token, byte| token + &format!("{byte:02X}"))
}

/// `N` random bytes as hexadecimal digits in lower case.
pub(crate) fn hex<const N: usize>() -> String {
    bytes::<N>().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

/// The shape of a UUID, version 4.
pub(crate) fn uuid() -> String {
    let mut groups = hex::<16>();
    groups.replace_range(12..13, "4");
    groups.replace_range(16..17, "8");
    for hyphen in [20, 16, 12, 8] {
        groups.insert(hyphen, '-');
    }
    groups
}

/// `N` letters of both cases and digits.
pub(crate) fn alphanumeric<const N: usize>() -> String {
    const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    let letter = |byte: u8| ALPHABET.get(usize::from(byte % 62)).copied().map_or('0', char::from);
    bytes::<N>().into_iter().map(letter).collect()
}

/// A string of `N` decimal digits.
pub(crate) fn digits<const N: usize>() -> String {
    bytes::<N>().iter().map(|byte| char::from(b'0' + byte % 10)).collect()
}

fn bytes<const N: usize>() -> [u8; N] {
    let mut raw = [0; N];
    if let Err(error) = getrandom::getrandom(&mut raw) {
        // The keys were made from the same source a moment ago; ids that repeat are a nuisance here, not a danger.
        tracing::error!(%error, "no random bytes from the operating system");
    }
    raw
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn awkward_base64_is_awkward() {
        let text = awkward_base64();
        assert!(text.starts_with("+/+/") && text.ends_with("=="), "got {text}");
    }

    #[test]
    fn a_uuid_has_the_shape_of_one() {
        let text = uuid();
        let lengths: Vec<usize> = text.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12], "{text}");
        assert_eq!(text.chars().nth(14), Some('4'));
    }

    #[test]
    fn a_form_token_has_the_documented_shape() {
        let token = form_token();
        assert_eq!(token.len(), 90);
        assert!(token.starts_with("BB") && token.ends_with("3D"), "{token}");
    }

    #[test]
    fn digits_are_digits() {
        let text = digits::<12>();
        assert!(text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()));
    }
}
