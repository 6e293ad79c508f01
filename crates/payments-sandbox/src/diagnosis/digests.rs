//! Signatures that are a digest written in hexadecimal digits.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Candidate, Comparison};
use crate::digest::{md5_hex, sha1_hex, sha256_hex, sha512_hex};
use crate::page::Bilingual;

/// Tells a mistake from the digest that was received.
///
/// `right` is the text to be signed and `digest` what is to be made of it; the candidates are other texts.
pub(crate) fn explain_digest(
    name: &'static str,
    received: &str,
    right: &[u8],
    digest: fn(&[u8]) -> String,
    candidates: impl IntoIterator<Item = Candidate>,
) -> (Comparison, Option<Candidate>) {
    let expected = digest(right);
    let comparison = Comparison::new(name, &expected, Some(received));
    let spelled = spelled_otherwise(received, &expected, right).map(|mistake| Candidate::new(right, mistake));
    let by_text = || candidates.into_iter().find(|candidate| digest(&candidate.text).eq_ignore_ascii_case(received));
    (comparison, spelled.or_else(by_text))
}

/// The right text, but not the right digest of it.
fn spelled_otherwise(received: &str, expected: &str, right: &[u8]) -> Option<Bilingual> {
    if received.eq_ignore_ascii_case(expected) {
        return Some(CAPITALS);
    }
    if received.trim() == expected {
        return Some(SPACES);
    }
    let encoded = STANDARD.encode(bytes_of(expected));
    if received == encoded || received == STANDARD.encode(expected) {
        return Some(BASE64);
    }
    [(md5_hex(right), MD5), (sha1_hex(right), SHA1), (sha256_hex(right), SHA256), (sha512_hex(right), SHA512)]
        .into_iter()
        .find_map(|(digest, mistake)| received.eq_ignore_ascii_case(&digest).then_some(mistake))
}

/// The bytes of hexadecimal digits; none of anything else.
pub(super) fn bytes_of(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2);
    let bytes = pairs.map(|pair| str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok()));
    bytes.collect::<Option<_>>().unwrap_or_default()
}

const CAPITALS: Bilingual = Bilingual {
    ru: "Дайджест верный, но записан заглавными буквами: нужны строчные.",
    en: "The digest is right, but in capital letters: write it in lower case.",
};
const SPACES: Bilingual = Bilingual {
    ru: "Дайджест верный, но вокруг него пробелы или перевод строки.",
    en: "The digest is right, but there is white space around it.",
};
const BASE64: Bilingual = Bilingual {
    ru: "Дайджест верный, но записан в base64: нужны шестнадцатеричные цифры.",
    en: "The digest is right, but in base64: write it in hexadecimal digits.",
};
const MD5: Bilingual = Bilingual {
    ru: "Текст верный, но вычислен MD5, и только он.",
    en: "The text is right, but what was computed is its plain MD5.",
};
const SHA1: Bilingual = Bilingual {
    ru: "Текст верный, но вычислен SHA-1, и только он.",
    en: "The text is right, but what was computed is its plain SHA-1.",
};
const SHA256: Bilingual = Bilingual {
    ru: "Текст верный, но вычислен SHA-256, и только он.",
    en: "The text is right, but what was computed is its plain SHA-256.",
};
const SHA512: Bilingual = Bilingual {
    ru: "Текст верный, но вычислен SHA-512, и только он.",
    en: "The text is right, but what was computed is its plain SHA-512.",
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_text_in_other_digits_is_recognised() {
        let explain = |received: &str| {
            let (_, found) = explain_digest("digest", received, b"text", |text| sha256_hex(text), []);
            found.map(|candidate| candidate.mistake.en)
        };
        let right = sha256_hex("text");
        assert_eq!(explain(&right.to_ascii_uppercase()), Some(CAPITALS.en));
        assert_eq!(explain(&format!("{right}\n")), Some(SPACES.en));
        assert_eq!(explain(&STANDARD.encode(bytes_of(&right))), Some(BASE64.en));
        assert_eq!(explain(&sha1_hex("text")), Some(SHA1.en));
        assert_eq!(explain(&sha512_hex("text")), Some(SHA512.en));
        assert_eq!(explain(&sha256_hex("another")), None);
    }
}
