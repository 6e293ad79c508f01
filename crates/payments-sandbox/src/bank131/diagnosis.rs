//! Why an `X-PARTNER-SIGN` is not accepted.

use axum::http::Request;
use bytes::Bytes;

use super::auth::{Partner, SIGN, single};
use crate::diagnosis::{Candidate, SignatureDiagnosis, explain_rsa, respelled};
use crate::page::Bilingual;

impl Partner {
    pub(super) fn diagnose(&self, request: &Request<Bytes>) -> SignatureDiagnosis {
        let (headers, body) = (request.headers(), request.body());
        if !headers.contains_key(SIGN) {
            return SignatureDiagnosis::of(MISSING);
        }
        let Some(signature) = single(headers, SIGN.as_str()) else { return SignatureDiagnosis::of(TWICE) };
        let with_path = [request.uri().path().as_bytes(), body].concat();
        let candidates = respelled(body).into_iter().chain([Candidate::new(with_path, PATH)]);
        let (comparison, found) =
            explain_rsa("SHA-256 of the body", signature.as_bytes(), body, self.verifier(), candidates);
        SignatureDiagnosis::new(vec![comparison], found.map_or(ANOTHER_BODY, |found| found.mistake))
    }
}

const MISSING: Bilingual =
    Bilingual { ru: "Нет заголовка X-PARTNER-SIGN.", en: "There is no header X-PARTNER-SIGN." };
const TWICE: Bilingual = Bilingual {
    ru: "Заголовок X-PARTNER-SIGN передан больше одного раза.",
    en: "The header X-PARTNER-SIGN is given more than once.",
};
const PATH: Bilingual = Bilingual {
    ru: "Подписан путь вместе с телом: подписывается только тело.",
    en: "What was signed is the path and the body: sign the body only.",
};
const ANOTHER_BODY: Bilingual = Bilingual {
    ru: "Ключ верный, но подписаны другие байты: нужно подписать ровно то тело, которое отправлено.",
    en: "The key is right, but other bytes were signed: sign the very body that is sent.",
};
