//! Random strings for tokens, page addresses and the like.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use sha2::{Digest as _, Sha256};

/// A source of random strings: the same seed gives the same strings.
pub(crate) struct Random {
    seed: [u8; 32],
    /// How many blocks were drawn.
    drawn: u64,
}

// The seed tells every token to come.
impl fmt::Debug for Random {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Random").field("drawn", &self.drawn).finish_non_exhaustive()
    }
}

impl Random {
    pub(crate) fn new(seed: [u8; 32]) -> Self {
        Self { seed, drawn: 0 }
    }

    /// Creates a source with a random seed.
    pub(crate) fn from_os() -> Self {
        let mut seed = [0; 32];
        if let Err(error) = getrandom::getrandom(&mut seed) {
            // Ids that repeat are a nuisance here, not a danger.
            tracing::error!(%error, "no random bytes from the operating system");
        }
        Self::new(seed)
    }

    /// Another source, which this one decides.
    pub(crate) fn fork(&mut self) -> Self {
        Self::new(self.bytes())
    }

    pub(crate) fn bytes<const N: usize>(&mut self) -> [u8; N] {
        let mut bytes = [0; N];
        for chunk in bytes.chunks_mut(32) {
            let block = Sha256::new().chain_update(self.seed).chain_update(self.drawn.to_le_bytes()).finalize();
            self.drawn += 1;
            chunk.iter_mut().zip(block).for_each(|(byte, random)| *byte = random);
        }
        bytes
    }

    /// A number below this one.
    #[cfg(test)]
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        u64::from_le_bytes(self.bytes::<8>()) % end
    }

    /// 24 random bytes, safe inside a URL.
    pub(crate) fn token(&mut self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes::<24>())
    }

    /// Standard base64 that always holds `+`, `/` and `=`: a client that forgets to escape a form value must notice.
    pub(crate) fn awkward_base64(&mut self) -> String {
        let mut raw = vec![0xfb, 0xff, 0xbf];
        raw.extend_from_slice(&self.bytes::<46>());
        STANDARD.encode(raw)
    }

    /// The end of the address of a PaynetEasy form: `BB`, then 44 characters of base64 written as hexadecimal digits.
    pub(crate) fn form_token(&mut self) -> String {
        let text = STANDARD.encode(self.bytes::<32>());
        text.bytes().fold("BB".to_owned(), |token, byte| token + &format!("{byte:02X}"))
    }

    /// `N` random bytes as hexadecimal digits in lower case.
    pub(crate) fn hex<const N: usize>(&mut self) -> String {
        self.bytes::<N>().iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
    }

    /// The shape of a UUID, version 4.
    pub(crate) fn uuid(&mut self) -> String {
        let mut groups = self.hex::<16>();
        groups.replace_range(12..13, "4");
        groups.replace_range(16..17, "8");
        for hyphen in [20, 16, 12, 8] {
            groups.insert(hyphen, '-');
        }
        groups
    }

    /// `N` letters of both cases and digits.
    pub(crate) fn alphanumeric<const N: usize>(&mut self) -> String {
        const ALPHABET: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let letter = |byte: u8| ALPHABET.get(usize::from(byte % 62)).copied().map_or('0', char::from);
        self.bytes::<N>().into_iter().map(letter).collect()
    }

    /// A string of `N` decimal digits.
    pub(crate) fn digits<const N: usize>(&mut self) -> String {
        self.bytes::<N>().iter().map(|byte| char::from(b'0' + byte % 10)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn awkward_base64_is_awkward() {
        let text = Random::from_os().awkward_base64();
        assert!(text.starts_with("+/+/") && text.ends_with("=="), "got {text}");
    }

    #[test]
    fn a_uuid_has_the_shape_of_one() {
        let text = Random::from_os().uuid();
        let lengths: Vec<usize> = text.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12], "{text}");
        assert_eq!(text.chars().nth(14), Some('4'));
    }

    #[test]
    fn a_form_token_has_the_documented_shape() {
        let token = Random::from_os().form_token();
        assert_eq!(token.len(), 90);
        assert!(token.starts_with("BB") && token.ends_with("3D"), "{token}");
    }

    #[test]
    fn digits_are_digits() {
        let text = Random::from_os().digits::<12>();
        assert!(text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()));
    }

    #[test]
    fn a_seed_gives_the_same_strings_and_each_of_them_once() {
        let (mut one, mut same, mut other) = (Random::new([1; 32]), Random::new([1; 32]), Random::new([2; 32]));
        let first = one.token();
        assert_eq!(first, same.token());
        assert_ne!(first, one.token());
        assert_ne!(first, other.token());
    }
}
