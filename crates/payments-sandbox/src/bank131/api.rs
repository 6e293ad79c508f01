//! The API proper: one way for every call from the bytes to the answer.

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, request};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::Value;

use super::Bank;
use super::error::Refusal;
use super::operation::{ApiResponse, Operation};
use super::request::Init;
use super::session::Session;
use super::store::{KeyUse, Store};
use super::wire::SessionAnswer;
use super::{auth, three_ds};
use crate::clock;
use crate::json::Object;
use crate::record::{Received, SignatureVerdict};

/// Far above any request the bank documents.
const MAX_BODY: usize = 1 << 20;

pub(super) fn router(bank: Bank) -> Router {
    let mut router = Router::new()
        .route("/3ds/{payment}", get(three_ds::open).post(three_ds::open_by_form))
        .route("/3ds/{payment}/answer", post(three_ds::answer));
    for operation in Operation::ALL {
        let handler =
            move |State(bank): State<Bank>, request: Request| async move { bank.call(operation, request).await };
        router = router.route(&operation.path(), post(handler));
    }
    router
        .fallback(|State(bank): State<Bank>, request: Request| async move {
            bank.reject(StatusCode::NOT_FOUND, "there is no such method", request)
        })
        .method_not_allowed_fallback(|State(bank): State<Bank>, request: Request| async move {
            bank.reject(StatusCode::METHOD_NOT_ALLOWED, "the method is POST", request)
        })
        .with_state(bank)
}

impl Bank {
    async fn call(self, operation: Operation, request: Request) -> Response {
        let (parts, body) = request.into_parts();
        let mut signature = SignatureVerdict::NotChecked;
        let answer = match axum::body::to_bytes(body, MAX_BODY).await {
            Ok(body) => self.answer(operation, &parts.headers, &body, &mut signature),
            Err(_) => Err(Refusal::invalid("body: is too long or was cut short")),
        };
        let answer = answer.unwrap_or_else(|refusal| ApiResponse::refusal(StatusCode::BAD_REQUEST, &refusal));
        self.note(&parts, signature, &answer);
        answer.into_response()
    }

    fn reject(self, status: StatusCode, description: &str, request: Request) -> Response {
        let (parts, _) = request.into_parts();
        let answer = ApiResponse::refusal(status, &Refusal::invalid(description));
        self.note(&parts, SignatureVerdict::NotChecked, &answer);
        answer.into_response()
    }

    fn answer(
        &self,
        operation: Operation,
        headers: &HeaderMap,
        body: &[u8],
        signature: &mut SignatureVerdict,
    ) -> Result<ApiResponse, Refusal> {
        auth::require_json(headers)?;
        let project = self.partner.identify(headers)?;
        *signature = self.partner.verify(headers, body);
        auth::require_valid(*signature)?;

        let key = auth::idempotency_key(headers)?
            .filter(|_| operation.acts())
            .map(|key| KeyUse::new(&project, key, operation, body));
        let value: Value = serde_json::from_slice(body).map_err(|_| Refusal::invalid("body: must be JSON"))?;
        let body = Object::of(&value, "")?;

        // Held to the end, so that of two requests with one key only one can be the first.
        let mut store = self.store();
        if let Some(repeated) = key.as_ref().and_then(|key| store.repeated(key, self.on_duplicate)) {
            return repeated;
        }
        let (session_id, answer) = self.perform(operation, &mut store, project, &body)?;
        if operation.acts() {
            store.record(operation, key.as_ref(), session_id);
        }
        if let Some(key) = key {
            store.remember(key, &answer);
        }
        Ok(answer)
    }

    fn perform(
        &self,
        operation: Operation,
        store: &mut Store,
        project: String,
        body: &Object<'_>,
    ) -> Result<(String, ApiResponse), Refusal> {
        if operation == Operation::Init {
            let init = Init::read(body)?;
            let (session, outcome) = store.open(project, init, clock::now())?;
            self.follow_up(session, outcome);
            return Ok(self.show(session));
        }
        if operation == Operation::TokenStatus {
            let token = store.token_status(body.object("recurrent")?.string("token")?, &project)?;
            return Ok((String::new(), ApiResponse::new(StatusCode::OK, &token)));
        }
        let session = store.session(body.string("session_id")?, &project)?;
        let outcome = session.act(operation, body, clock::now())?;
        self.follow_up(session, outcome);
        Ok(self.show(session))
    }

    fn show(&self, session: &Session) -> (String, ApiResponse) {
        (session.id.clone(), ApiResponse::new(StatusCode::OK, &SessionAnswer::new(session, &self.base_url)))
    }

    fn note(&self, parts: &request::Parts, signature: SignatureVerdict, answer: &ApiResponse) {
        let received = Received {
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            signature,
            status: answer.status.as_u16(),
            error_code: answer.error_code.map(str::to_owned),
        };
        tracing::info!(
            method = received.method,
            path = received.path,
            status = received.status,
            error = answer.error_code,
            ?signature,
            "request"
        );
        self.remember(received);
    }
}
