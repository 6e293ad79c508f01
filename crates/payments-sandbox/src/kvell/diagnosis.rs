//! Why an `X-Signature`, or the `signature` of a form, is not accepted.

use axum::http::Request;
use bytes::Bytes;

use super::api::Route;
use super::checkout::parameters;
use super::notice::SIGNATURE;
use super::signature::Shop;
use crate::diagnosis::{Candidate, Comparison, SignatureDiagnosis, explain_digest, explain_rsa, respelled};
use crate::digest::sha256_hex;
use crate::machine::{Fields, fields_of};
use crate::page::Bilingual;

/// The place of the secret in what is shown.
const SECRET: &str = "‹secret_key›";

impl Shop {
    pub(super) fn diagnose(&self, request: &Request<Bytes>) -> Option<SignatureDiagnosis> {
        let header = request.headers().get(SIGNATURE).and_then(|value| value.to_str().ok());
        Some(match Route::of(request.uri().path())? {
            Route::OpenForm => self.diagnose_form(&fields_of(parameters(request).ok()?)),
            Route::Payout => match header {
                Some(signature) => self.diagnose_payout(request.body(), signature),
                None => SignatureDiagnosis::of(MISSING_HEADER),
            },
            Route::Card { customer_key, transaction } => {
                let swapped = vec![customer_key.clone(), transaction.clone()];
                self.diagnose_values(header, &[transaction, customer_key], &[swapped])
            }
            Route::Order(transaction) => self.diagnose_values(header, &[transaction], &[]),
            Route::Form(_) | Route::Banks => return None,
        })
    }

    fn diagnose_form(&self, fields: &Fields) -> SignatureDiagnosis {
        let value = |name: &str| fields.get(name).cloned().unwrap_or_default();
        let values = ["customer_key", "transaction", "amount", "success_url", "fail_url"].map(value);
        let [customer_key, transaction, amount, success_url, fail_url] = values.clone();
        let received = fields.get("signature").map(String::as_str).filter(|signature| !signature.is_empty());
        let Some(received) = received else { return SignatureDiagnosis::of(MISSING_PARAMETER) };
        let sorted = fields.iter().filter(|(name, _)| !matches!(name.as_str(), "api_key" | "signature"));
        let orders = vec![
            vec![transaction.clone(), customer_key.clone(), amount.clone(), success_url.clone(), fail_url.clone()],
            vec![amount.clone(), customer_key.clone(), transaction.clone(), success_url.clone(), fail_url.clone()],
            vec![customer_key.clone(), transaction.clone(), amount.clone(), fail_url, success_url],
            vec![customer_key, transaction, amount],
            sorted.map(|(_, value)| value.clone()).collect(),
        ];
        self.diagnose_values(Some(received), &values, &orders)
    }

    /// `orders` are the values as clients join them by mistake.
    fn diagnose_values(&self, received: Option<&str>, values: &[String], orders: &[Vec<String>]) -> SignatureDiagnosis {
        let Some(received) = received else { return SignatureDiagnosis::of(MISSING_HEADER) };
        let right = self.signed(&values.concat());
        let joined = |values: &[String], separator: &str| values.join(separator);
        let encoded = |text: &String| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let middle = values.concat();
        let of_values = |middle: &str, mistake| Candidate::new(self.signed(middle), mistake);
        let mut candidates = vec![
            Candidate::new([&self.api_key, middle.as_str()].concat(), NO_SECRET),
            Candidate::new([middle.as_str(), self.secret()].concat(), NO_API_KEY),
            Candidate::new([self.secret(), &self.api_key, &middle].concat(), SECRET_FIRST),
            Candidate::new([self.secret(), &middle, &self.api_key].concat(), SECRET_FIRST),
            of_values(&values.iter().map(encoded).collect::<String>(), ENCODED),
        ];
        candidates.extend(["&", ":", "|", ";", ",", "\n", " "].map(|between| {
            Candidate::new([&self.api_key, between, &joined(values, between), between, self.secret()].concat(), BETWEEN)
        }));
        candidates.extend(orders.iter().map(|values| of_values(&values.concat(), ORDER)));
        let (comparison, found) =
            explain_digest("SHA-256", received, right.as_bytes(), |text| sha256_hex(text), candidates);
        let shown = found.as_ref().map(|found| self.shown(&String::from_utf8_lossy(&found.text)));
        let text = Comparison::new("signed text", &self.shown(&right), shown.as_deref());
        let mistake = found.map_or(UNKNOWN, |found| found.mistake);
        SignatureDiagnosis::new(vec![text, comparison], mistake)
    }

    fn diagnose_payout(&self, body: &[u8], signature: &str) -> SignatureDiagnosis {
        let with_secret = |mut one: Candidate| {
            one.text.extend_from_slice(self.secret().as_bytes());
            one
        };
        let candidates = respelled(body).into_iter().chain(respelled(body).into_iter().map(with_secret));
        let (comparison, found) =
            explain_rsa("SHA-256 of the body", signature.as_bytes(), body, self.payout_verifier(), candidates);
        SignatureDiagnosis::new(vec![comparison], found.map_or(ANOTHER_BODY, |found| found.mistake))
    }

    fn shown(&self, text: &str) -> String {
        text.replace(self.secret(), SECRET)
    }
}

const MISSING_HEADER: Bilingual =
    Bilingual { ru: "Нет заголовка X-Signature.", en: "There is no header X-Signature." };
const MISSING_PARAMETER: Bilingual =
    Bilingual { ru: "Нет параметра signature.", en: "There is no parameter signature." };
const NO_SECRET: Bilingual = Bilingual {
    ru: "Подписано без secret_key в конце.",
    en: "It was signed without secret_key at the end.",
};
const NO_API_KEY: Bilingual = Bilingual {
    ru: "Подписано без api_key в начале.",
    en: "It was signed without api_key at the beginning.",
};
const SECRET_FIRST: Bilingual = Bilingual {
    ru: "secret_key стоит в начале: сначала api_key, потом значения, secret_key — в конце.",
    en: "secret_key comes first: api_key is first, the values follow, secret_key is last.",
};
const ENCODED: Bilingual = Bilingual {
    ru: "Подписаны закодированные значения (%3A%2F%2F): подписываются значения как они есть.",
    en: "What was signed are the encoded values (`%3A%2F%2F`): sign the values as they are.",
};
const BETWEEN: Bilingual = Bilingual {
    ru: "Между значениями стоит разделитель: они склеиваются без него.",
    en: "There is a separator between the values: they are joined without one.",
};
const ORDER: Bilingual = Bilingual {
    ru: "Значения стоят в другом порядке, или их другое число.",
    en: "The values are in another order, or are others.",
};
const UNKNOWN: Bilingual = Bilingual {
    ru: "Подпись не сходится: проверьте secret_key и сравните подписываемый текст.",
    en: "The signature does not fit: check secret_key, and compare the signed text.",
};
const ANOTHER_BODY: Bilingual = Bilingual {
    ru: "Ключ верный, но подписаны другие байты: нужно подписать ровно то тело, которое отправлено.",
    en: "The key is right, but other bytes were signed: sign the very body that is sent.",
};
