//! The API proper: one way for every call from the bytes to the answer.

use axum::http::{Method, Request, Response, StatusCode};
use bytes::Bytes;
use jiff::Timestamp;
use serde_json::Value;

use super::answer::{self, ApiResponse, card_member};
use super::request::{self as rules, CardType, Refusal, Registration};
use super::service::Service;
use super::{OnDuplicate, pages, registration};
use crate::canned;
use crate::machine::{allowing, is_incomplete};
use crate::record::SignatureVerdict;

/// What the API can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Call {
    Register,
    Get,
    Info,
    Delete,
    Check,
}

const CALLS: [(&str, Call); 5] = [
    ("card/reg", Call::Register),
    ("card/get", Call::Get),
    ("card/info", Call::Info),
    ("card/del", Call::Delete),
    ("check", Call::Check),
];

/// Documented calls that are not simulated.
///
/// Source: Vepay, the API's pages and its openapi document.
const NOT_SIMULATED: &[&str] = &[
    "account/*",
    "document/*",
    "getsbpbankreceiver",
    "ident",
    "ident/*",
    "out/*",
    "pay/auto",
    "pay/auto-parts",
    "pay/form-lk",
    "pay/info",
    "pay/lk",
    "pay/lk-parts",
    "pay/pay-to-card",
    "pay/state",
    "report/*",
];

const PAGES: [(&str, CardType); 2] = [("/pay/form/", CardType::Payments), ("/mfo/default/outcard/", CardType::Payouts)];

impl Service {
    /// Answers any request.
    pub(super) fn route(&mut self, request: &Request<Bytes>, now: Timestamp) -> Response<Bytes> {
        let path = request.uri().path();
        if let Some((kind, id)) = PAGES.into_iter().find_map(|(page, kind)| Some((kind, path.strip_prefix(page)?))) {
            return self.page(kind, id, request, now);
        }
        // The pages write the paths without `/mfo`, all else has it.
        let name = path.strip_prefix("/mfo/").or_else(|| path.strip_prefix('/')).unwrap_or_default();
        let Some(call) = CALLS.into_iter().find_map(|(called, call)| (called == name).then_some(call)) else {
            let known = canned::is_one_of(name, NOT_SIMULATED);
            self.log.answered(request, SignatureVerdict::NotChecked, StatusCode::NOT_FOUND, None);
            return if known { canned::not_simulated("Vepay") } else { answer::page(StatusCode::NOT_FOUND) };
        };
        if request.method() != Method::POST {
            let answer = ApiResponse::exception(StatusCode::METHOD_NOT_ALLOWED, "Метод — POST");
            return allowing(self.give(answer, request, SignatureVerdict::NotChecked), "POST");
        }
        self.call(call, request, now)
    }

    fn call(&mut self, call: Call, request: &Request<Bytes>, now: Timestamp) -> Response<Bytes> {
        let body = request.body();
        if is_incomplete(request) {
            let answer = ApiResponse::exception(StatusCode::BAD_REQUEST, "Тело запроса слишком длинное или оборвано");
            return self.give(answer, request, SignatureVerdict::NotChecked);
        }
        // The body is read before anybody asks who sent it. None at all is as good as `null`.
        let read = if body.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(body) };
        let Ok(read) = read else {
            let answer = ApiResponse::exception(StatusCode::BAD_REQUEST, "Тело запроса — не JSON");
            return self.give(answer, request, SignatureVerdict::NotChecked);
        };
        let verdict = self.partner.check(request.headers(), body);
        if verdict != SignatureVerdict::Valid {
            return self.give(ApiResponse::exception(StatusCode::UNAUTHORIZED, ""), request, verdict);
        }
        let answer = self.answer(call, &read, now).unwrap_or_else(|refusal| ApiResponse::refused(&refusal));
        self.give(answer, request, verdict)
    }

    fn answer(&mut self, call: Call, body: &Value, now: Timestamp) -> Result<ApiResponse, Refusal> {
        match call {
            Call::Register => Registration::read(body).map(|terms| self.answer_registration(terms, now)),
            Call::Get => rules::id_and_type(body, "id").map(|(id, kind)| self.card_of(id, kind)),
            Call::Info => {
                let (id, kind) = rules::id_and_type(body, "card")?;
                let card = self.card(id).filter(|card| card.card_type == kind).ok_or("Нет такой карты")?;
                Ok(ApiResponse::success(&card_member(id, card)))
            }
            Call::Delete => {
                let id = rules::id(body, "card")?;
                Ok(if self.delete_card(id) { ApiResponse::success("") } else { ApiResponse::bad_request() })
            }
            Call::Check => Ok(ApiResponse::success("")),
        }
    }

    fn answer_registration(&mut self, terms: Registration, now: Timestamp) -> ApiResponse {
        match self.register(terms, now) {
            Ok(id) => self.registered(id),
            Err(known) if self.settings.on_duplicate == OnDuplicate::SameAnswer => self.registered(known.id),
            Err(duplicate) => ApiResponse::duplicate(&duplicate),
        }
    }

    fn registered(&self, id: u64) -> ApiResponse {
        let Some(registration) = self.registrations.get(id) else { return ApiResponse::bad_request() };
        let url = format!("{}{}", self.origin, pages::path(registration));
        ApiResponse::success(&format!(",\"id\":{id},\"url\":\"{url}\""))
    }

    /// The card of a registration; it must be asked for by the kind it was registered as.
    fn card_of(&self, id: u64, kind: CardType) -> ApiResponse {
        let card = match self.registrations.get(id).map(registration::Registration::state) {
            None => return ApiResponse::bad_request(),
            Some(registration::State::Waiting) => return ApiResponse::state(0, "В обработке", ""),
            Some(registration::State::Failed(..)) => return ApiResponse::state(2, "Платеж не успешный", ""),
            Some(registration::State::Done(_, card)) => *card,
        };
        match self.card(card).filter(|saved| saved.card_type == kind) {
            Some(saved) => ApiResponse::success(&card_member(card, saved)),
            None => ApiResponse::bad_request(),
        }
    }

    fn give(&mut self, answer: ApiResponse, request: &Request<Bytes>, signature: SignatureVerdict) -> Response<Bytes> {
        self.log.answered(request, signature, answer.status, answer.error_code.clone());
        answer.into_response()
    }
}
