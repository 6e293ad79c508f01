//! Why an `X-Token` is not accepted.

use axum::http::Request;
use bytes::Bytes;

use super::auth::Partner;
use crate::diagnosis::{Candidate, Comparison, SignatureDiagnosis, explain_digest, respelled};
use crate::digest::{sha1_hex, sha256_hex};
use crate::page::Bilingual;

impl Partner {
    pub(super) fn diagnose(&self, request: &Request<Bytes>) -> SignatureDiagnosis {
        let body = request.body();
        let text = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
        let (Some(mfo), Some(token)) = (text("x-mfo"), text("x-token")) else {
            return SignatureDiagnosis::of(MISSING);
        };
        if mfo != self.mfo() {
            let comparison = Comparison::new("X-Mfo", self.mfo(), Some(mfo));
            return SignatureDiagnosis::new(vec![comparison], MFO);
        }
        let secret = sha1_hex(self.secret());
        let of_body = |body: &[u8]| format!("{secret}{}", sha1_hex(body));
        let bodies = respelled(body).into_iter().map(|one| Candidate::new(of_body(&one.text), one.mistake));
        let plain = |parts: [&[u8]; 2]| Candidate::new(parts.concat(), PLAIN);
        let others = [
            Candidate::new(format!("{}{secret}", sha1_hex(body)), ORDER),
            plain([self.secret().as_bytes(), body]),
            plain([secret.as_bytes(), body]),
            plain([self.secret().as_bytes(), sha1_hex(body).as_bytes()]),
            Candidate::new(of_body(body).to_ascii_uppercase(), CAPITALS),
            Candidate::new(format!("{}{}", sha256_hex(self.secret()), sha256_hex(body)), INNER_HASH),
        ];
        let right = of_body(body);
        let (comparison, found) =
            explain_digest("X-Token", token, right.as_bytes(), |text| sha1_hex(text), others.into_iter().chain(bodies));
        SignatureDiagnosis::new(vec![comparison], found.map_or(UNKNOWN, |found| found.mistake))
    }
}

const MISSING: Bilingual = Bilingual {
    ru: "Нет заголовка X-Mfo или X-Token, или он пуст.",
    en: "The header X-Mfo or X-Token is missing or empty.",
};
const MFO: Bilingual =
    Bilingual { ru: "X-Mfo — не тот, что объявлен.", en: "X-Mfo is not the one that was announced." };
const ORDER: Bilingual = Bilingual {
    ru: "Хеши склеены в другом порядке: сначала SHA-1 секрета, потом SHA-1 тела.",
    en: "The digests are joined in another order: the SHA-1 of the secret is first, that of the body second.",
};
const PLAIN: Bilingual = Bilingual {
    ru: "Склеены сами значения: X-Token — это SHA-1 от SHA-1 секрета и SHA-1 тела.",
    en: "The values themselves are joined: X-Token is the SHA-1 of the SHA-1 of the secret and the SHA-1 of the body.",
};
const CAPITALS: Bilingual = Bilingual {
    ru: "Внутренние хеши записаны заглавными буквами: нужны строчные.",
    en: "The inner digests are in capital letters: write them in lower case.",
};
const INNER_HASH: Bilingual = Bilingual {
    ru: "Внутренние хеши — SHA-256: все три хеша SHA-1.",
    en: "The inner digests are SHA-256: all three are SHA-1.",
};
const UNKNOWN: Bilingual = Bilingual {
    ru: "X-Token не сходится: проверьте секрет и что тело отправлено ровно теми байтами, от которых взят SHA-1.",
    en: "X-Token does not fit: check the secret, and that the body is sent in the very bytes that were hashed.",
};
