//! RSA signatures. The public key turns one into the digest that was signed, so the sandbox can tell what it is over.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};

use super::digests::bytes_of;
use super::{Candidate, Comparison};
use crate::digest::{hex, sha256_hex};
use crate::keys::{KeyPair, PUBLISHED, SignatureVerifier, SignedDigest};
use crate::page::Bilingual;

/// Tells a mistake from a signature in base64.
///
/// `right` is the text to be signed; the candidates are other texts.
pub(crate) fn explain_rsa(
    name: &'static str,
    received: &[u8],
    right: &[u8],
    verifier: &SignatureVerifier,
    candidates: impl IntoIterator<Item = Candidate>,
) -> (Comparison, Option<Candidate>) {
    let expected = sha256_hex(right);
    let unknown = |mistake| (Comparison::new(name, &expected, None), Some(Candidate::new(right, mistake)));
    let Some((signature, spelling)) = decode(received) else { return unknown(NOT_BASE64) };
    let Some(SignedDigest { hash, digest }) = verifier.digest_in(&signature) else {
        return unknown(if is_by_another_key(&signature) { ANOTHER_KEY } else { UNKNOWN_KEY });
    };
    let digest = hex(&digest);
    let comparison = Comparison::new(name, &expected, Some(&digest));
    if hash != "SHA-256" {
        return (comparison, Some(Candidate::new(right, another_hash(hash))));
    }
    if digest == expected {
        return (comparison, spelling.map(|mistake| Candidate::new(right, mistake)));
    }
    let twice = [
        Candidate::new(expected.as_bytes(), DIGEST_AS_TEXT),
        Candidate::new(bytes_of(&expected), DIGEST_TWICE),
        Candidate::new(STANDARD.encode(right), BASE64_OF_TEXT),
    ];
    let fits = |candidate: &Candidate| sha256_hex(&candidate.text) == digest;
    (comparison, twice.into_iter().chain(candidates).find(fits))
}

/// The bytes of a signature, however they are written, and what is wrong with the writing.
fn decode(text: &[u8]) -> Option<(Vec<u8>, Option<Bilingual>)> {
    // Hexadecimal digits are base64 too.
    if text.trim_ascii().iter().all(u8::is_ascii_hexdigit) {
        let bytes = bytes_of(&String::from_utf8_lossy(text.trim_ascii()));
        return (!bytes.is_empty()).then_some((bytes, Some(HEXADECIMAL)));
    }
    if let Ok(bytes) = STANDARD.decode(text) {
        // So is base64 of base64.
        let twice = STANDARD.decode(&bytes).ok().filter(|inner| !inner.is_empty());
        return Some(twice.map_or((bytes, None), |inner| (inner, Some(TWICE_BASE64))));
    }
    let text = text.trim_ascii();
    STANDARD
        .decode(text)
        .map(|bytes| (bytes, Some(WHITE_SPACE)))
        .or_else(|_| STANDARD_NO_PAD.decode(text).map(|bytes| (bytes, Some(NO_PADDING))))
        .or_else(|_| URL_SAFE.decode(text).map(|bytes| (bytes, Some(URL_ALPHABET))))
        .or_else(|_| URL_SAFE_NO_PAD.decode(text).map(|bytes| (bytes, Some(URL_ALPHABET))))
        .ok()
}

fn is_by_another_key(signature: &[u8]) -> bool {
    let pairs = PUBLISHED.into_iter().filter_map(|published| KeyPair::of(published).ok());
    pairs.into_iter().any(|pair| pair.verifier().digest_in(signature).is_some())
}

fn another_hash(hash: &str) -> Bilingual {
    match hash {
        "SHA-1" => Bilingual {
            ru: "Подписано с SHA-1: нужен SHA-256.",
            en: "It was signed with SHA-1: sign with SHA-256.",
        },
        "SHA-512" => Bilingual {
            ru: "Подписано с SHA-512: нужен SHA-256.",
            en: "It was signed with SHA-512: sign with SHA-256.",
        },
        _ => Bilingual {
            ru: "Подписано с другой хеш-функцией или без неё: нужен SHA-256.",
            en: "It was signed with another hash, or with none: sign with SHA-256.",
        },
    }
}

const NOT_BASE64: Bilingual =
    Bilingual { ru: "Подпись записана не в base64.", en: "The signature is not written in base64." };
const TWICE_BASE64: Bilingual = Bilingual {
    ru: "Подпись верная, но закодирована в base64 дважды.",
    en: "The signature is right, but encoded in base64 twice.",
};
const WHITE_SPACE: Bilingual = Bilingual {
    ru: "Подпись верная, но вокруг неё пробелы или перевод строки.",
    en: "The signature is right, but there is white space around it.",
};
const NO_PADDING: Bilingual = Bilingual {
    ru: "Подпись верная, но в base64 нет знаков «=» в конце.",
    en: "The signature is right, but its base64 lacks the `=` at the end.",
};
const URL_ALPHABET: Bilingual = Bilingual {
    ru: "Подпись верная, но в base64 для адресов («-» и «_»): нужен обычный.",
    en: "The signature is right, but in base64 for URLs (`-` and `_`): write it in the standard one.",
};
const HEXADECIMAL: Bilingual = Bilingual {
    ru: "Подпись верная, но записана шестнадцатеричными цифрами: нужен base64.",
    en: "The signature is right, but in hexadecimal digits: write it in base64.",
};
const ANOTHER_KEY: Bilingual = Bilingual {
    ru: "Подписано другим ключом этой песочницы: ключи провайдеров или стороны перепутаны.",
    en: "It was signed with another key of this sandbox: the keys of two providers, or of two sides, are mixed up.",
};
const UNKNOWN_KEY: Bilingual = Bilingual {
    ru: "Подписано не объявленным ключом, или не по RSASSA-PKCS1-v1_5 (например, PSS).",
    en: "It was signed with a key that was not announced, or not by RSASSA-PKCS1-v1_5 (by PSS, say).",
};
const DIGEST_AS_TEXT: Bilingual = Bilingual {
    ru: "Подписан дайджест, записанный цифрами: нужно подписать сам текст.",
    en: "What was signed is the digest written in digits: sign the text itself.",
};
const DIGEST_TWICE: Bilingual = Bilingual {
    ru: "Подписан дайджест: библиотека вычисляет его сама, ей нужен сам текст.",
    en: "What was signed is the digest: the library computes it, so give it the text itself.",
};
const BASE64_OF_TEXT: Bilingual = Bilingual {
    ru: "Подписан base64 текста: нужно подписать сам текст.",
    en: "What was signed is the base64 of the text: sign the text itself.",
};
