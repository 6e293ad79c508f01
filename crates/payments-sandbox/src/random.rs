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

/// A string of `N` decimal digits.
pub(crate) fn digits<const N: usize>() -> String {
    bytes::<N>().iter().map(|byte| char::from(b'0' + byte % 10)).collect()
}

fn bytes<const N: usize>() -> [u8; N] {
    let mut raw = [0; N];
    if let Err(error) = getrandom::fill(&mut raw) {
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
    fn digits_are_digits() {
        let text = digits::<12>();
        assert!(text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()));
    }
}
