//! Why a request's signature is not accepted, by OAuth or by the checksum `control`.

use axum::http::Request;
use bytes::Bytes;
use jiff::Timestamp;

use super::api::{Command, Route, body_parameters, origin_of, signed, signed_parameters};
use super::fields::Fields;
use super::gateway::Gateway;
use super::reversal::signed_values;
use crate::diagnosis::{Candidate, Comparison, SignatureDiagnosis, explain_digest};
use crate::digest::sha1_hex;
use crate::page::Bilingual;

impl Gateway {
    /// Why the signature of a request is not accepted.
    pub(super) fn explain(&self, request: &Request<Bytes>, now: Timestamp) -> Option<SignatureDiagnosis> {
        let body = body_parameters(request);
        match Route::of(request.uri().path())? {
            Route::Page(..) => None,
            Route::Call(Command::Return, _) => {
                let fields = Fields::new(&body).ok()?;
                Some(diagnose_control(&fields, &self.settings.merchant_control))
            }
            Route::Call(..) => {
                let (origin, parameters) = (origin_of(request, &self.origin), signed_parameters(request, &body));
                Some(self.merchant.diagnose(&signed(request, &origin, &parameters), now.as_second()))
            }
        }
    }
}

/// Why the checksum of a request is not accepted.
fn diagnose_control(fields: &Fields, merchant_control: &str) -> SignatureDiagnosis {
    let Some(received) = fields.get("control") else { return SignatureDiagnosis::of(MISSING) };
    let Some(values) = signed_values(fields) else { return SignatureDiagnosis::of(AMOUNT) };
    let right = values.concat() + merchant_control;
    let [login, client_orderid, orderid, _, currency] = values.each_ref().map(String::as_str);
    let as_sent = [login, client_orderid, orderid, fields.get("amount").unwrap_or_default(), currency].concat();
    let candidates = [
        Candidate::new(as_sent + merchant_control, MAJOR_UNITS),
        Candidate::new([login, client_orderid, orderid, merchant_control].concat(), NO_AMOUNT),
        Candidate::new(values.concat(), NO_KEY),
        Candidate::new(merchant_control.to_owned() + &values.concat(), KEY_FIRST),
    ];
    let (digest, found) = explain_digest("control", received, right.as_bytes(), |text| sha1_hex(text), candidates);
    let shown = |text: &str| text.replace(merchant_control, "‹merchant control›");
    let received = found.as_ref().map(|found| shown(&String::from_utf8_lossy(&found.text)));
    let text = Comparison::new("signed text", &shown(&right), received.as_deref());
    SignatureDiagnosis::new(vec![text, digest], found.map_or(UNKNOWN, |found| found.mistake))
}

const MISSING: Bilingual = Bilingual { ru: "Нет параметра control.", en: "There is no parameter control." };
const AMOUNT: Bilingual = Bilingual {
    ru: "Сумма не читается, поэтому и контрольную сумму не с чем сравнить.",
    en: "The amount cannot be read, so there is nothing to compare the checksum with.",
};
const MAJOR_UNITS: Bilingual = Bilingual {
    ru: "Сумма подписана как отправлена: подписывается сумма в копейках (центах).",
    en: "The amount is signed as it is sent: sign it in minor units.",
};
const NO_AMOUNT: Bilingual = Bilingual {
    ru: "Подписано без суммы и валюты, а они отправлены.",
    en: "It was signed without the amount and the currency, and these are sent.",
};
const NO_KEY: Bilingual = Bilingual {
    ru: "Подписано без ключа в конце.",
    en: "It was signed without the key at the end.",
};
const KEY_FIRST: Bilingual = Bilingual {
    ru: "Ключ стоит в начале: он последний.",
    en: "The key comes first: it is the last.",
};
const UNKNOWN: Bilingual = Bilingual {
    ru: "Контрольная сумма не сходится: проверьте ключ и сравните подписываемый текст.",
    en: "The checksum does not fit: check the key, and compare the signed text.",
};
