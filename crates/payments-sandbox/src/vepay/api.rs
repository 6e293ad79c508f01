//! The API proper: one way for every call from the bytes to the answer.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{StatusCode, request};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::Value;

use super::answer::{self, ApiResponse, card_member};
use super::registration;
use super::request::{self as rules, CardType, Refusal, Registration};
use super::store::Store;
use super::{OnDuplicate, Service, checkout, pages};
use crate::record::{Received, SignatureVerdict};

/// Far above any request the provider documents.
const MAX_BODY: usize = 1 << 20;

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
    ("/mfo/card/reg", Call::Register),
    ("/mfo/card/get", Call::Get),
    ("/mfo/card/info", Call::Info),
    ("/mfo/card/del", Call::Delete),
    ("/mfo/check", Call::Check),
];

const PAGES: [(&str, CardType); 2] =
    [("/pay/form/{id}", CardType::Payments), ("/mfo/default/outcard/{id}", CardType::Payouts)];

pub(super) fn router(service: Service) -> Router {
    let mut router = Router::new();
    for (path, kind) in PAGES {
        let open = move |state, id| async move { checkout::open(state, kind, id) };
        let submit = move |state, id, form| async move { checkout::submit(state, kind, id, form) };
        router = router.route(path, get(open).post(submit));
    }
    for (path, call) in CALLS {
        let handler =
            move |State(service): State<Service>, request: Request| async move { service.call(call, request).await };
        router = router.route(path, post(handler));
    }
    router
        .fallback(|State(service): State<Service>, request: Request| async move {
            service.note(&request.into_parts().0, SignatureVerdict::NotChecked, StatusCode::NOT_FOUND, None);
            answer::no_such_page()
        })
        .method_not_allowed_fallback(|State(service): State<Service>, request: Request| async move {
            let answer = ApiResponse::exception(StatusCode::METHOD_NOT_ALLOWED, "Метод — POST");
            service.give(answer, &request.into_parts().0, SignatureVerdict::NotChecked)
        })
        .with_state(service)
}

impl Service {
    async fn call(self, call: Call, request: Request) -> Response {
        let (parts, body) = request.into_parts();
        let Ok(body) = axum::body::to_bytes(body, MAX_BODY).await else {
            let answer = ApiResponse::exception(StatusCode::BAD_REQUEST, "Тело запроса слишком длинное или оборвано");
            return self.give(answer, &parts, SignatureVerdict::NotChecked);
        };
        // The body is read before anybody asks who sent it. None at all is as good as `null`.
        let read = if body.is_empty() { Ok(Value::Null) } else { serde_json::from_slice(&body) };
        let Ok(read) = read else {
            let answer = ApiResponse::exception(StatusCode::BAD_REQUEST, "Тело запроса — не JSON");
            return self.give(answer, &parts, SignatureVerdict::NotChecked);
        };
        let verdict = self.partner.check(&parts.headers, &body);
        if verdict != SignatureVerdict::Valid {
            return self.give(ApiResponse::exception(StatusCode::UNAUTHORIZED, ""), &parts, verdict);
        }
        let answer = self.answer(call, &read).unwrap_or_else(|refusal| ApiResponse::refused(&refusal));
        self.give(answer, &parts, verdict)
    }

    fn answer(&self, call: Call, body: &Value) -> Result<ApiResponse, Refusal> {
        let mut store = self.store();
        match call {
            Call::Register => Registration::read(body).map(|request| self.register(&mut store, request)),
            Call::Get => rules::id_and_type(body, "id").map(|(id, kind)| card_of(&mut store, id, kind)),
            Call::Info => {
                let (id, kind) = rules::id_and_type(body, "card")?;
                let card = store.card(id).filter(|card| card.card_type == kind).ok_or("Нет такой карты")?;
                Ok(ApiResponse::success(&card_member(id, card)))
            }
            Call::Delete => {
                let id = rules::id(body, "card")?;
                Ok(if store.delete_card(id) { ApiResponse::success("") } else { ApiResponse::bad_request() })
            }
            Call::Check => Ok(ApiResponse::success("")),
        }
    }

    fn register(&self, store: &mut Store, request: Registration) -> ApiResponse {
        match store.register(request) {
            Ok(registration) => {
                self.watch(registration);
                self.registered(registration)
            }
            Err(duplicate) => {
                match store.registration(duplicate.id).filter(|_| self.on_duplicate == OnDuplicate::SameAnswer) {
                    Some(known) => self.registered(known),
                    None => ApiResponse::duplicate(&duplicate),
                }
            }
        }
    }

    fn registered(&self, registration: &registration::Registration) -> ApiResponse {
        let url = format!("{}{}", self.origin, pages::path(registration));
        ApiResponse::success(&format!(",\"id\":{},\"url\":\"{url}\"", registration.id))
    }

    fn give(&self, answer: ApiResponse, parts: &request::Parts, signature: SignatureVerdict) -> Response {
        self.note(parts, signature, answer.status, answer.error_code.clone());
        answer.into_response()
    }

    fn note(
        &self,
        parts: &request::Parts,
        signature: SignatureVerdict,
        status: StatusCode,
        error_code: Option<String>,
    ) {
        let (method, path) = (parts.method.to_string(), parts.uri.path().to_owned());
        tracing::info!(method, path, status = status.as_u16(), error = error_code, ?signature, "request");
        self.remember(Received { method, path, signature, status: status.as_u16(), error_code });
    }
}

/// The card of a registration; it must be asked for by the kind it was registered as.
fn card_of(store: &mut Store, id: u64, kind: CardType) -> ApiResponse {
    let card = match store.registration(id).map(|registration| registration.state()) {
        None => return ApiResponse::bad_request(),
        Some(registration::State::Waiting) => return ApiResponse::state(0, "В обработке", ""),
        Some(registration::State::Failed(..)) => return ApiResponse::state(2, "Платеж не успешный", ""),
        Some(registration::State::Done(_, card)) => *card,
    };
    match store.card(card).filter(|saved| saved.card_type == kind) {
        Some(saved) => ApiResponse::success(&card_member(card, saved)),
        None => ApiResponse::bad_request(),
    }
}
