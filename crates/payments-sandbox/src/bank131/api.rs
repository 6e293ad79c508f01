//! The API proper: one way for every call from the bytes to the answer.

use axum::http::{Method, Request, Response, StatusCode};
use bytes::Bytes;
use jiff::Timestamp;
use serde_json::Value;

use super::OnDuplicate;
use super::auth;
use super::bank::Bank;
use super::call::{ApiResponse, Call};
use super::error::Refusal;

use super::request::Init;
use super::session::{Outcome, Step};
use super::wire::SessionAnswer;
use crate::canned;
use crate::json::Object;
use crate::ledger::{KeyUse, Repeated, Transition};
use crate::machine::is_incomplete;
use crate::record::{Effect, SignatureVerdict};

/// What the payer's pages are below.
const PAGES: &str = "/3ds/";

impl Bank {
    /// Answers any request.
    pub(super) fn route(&mut self, request: &Request<Bytes>, now: Timestamp) -> Response<Bytes> {
        let path = request.uri().path();
        if let Some(page) = path.strip_prefix(PAGES) {
            return self.page(page, request, now);
        }
        let mut signature = SignatureVerdict::NotChecked;
        if Call::at(path).is_none() && Call::is_not_simulated(path) {
            self.log.answered(request, signature, StatusCode::NOT_FOUND, None);
            return canned::not_simulated("Bank 131");
        }
        let answer = match Call::at(path) {
            None => ApiResponse::refusal(StatusCode::NOT_FOUND, &Refusal::invalid("there is no such method")),
            Some(_) if request.method() != Method::POST => {
                ApiResponse::refusal(StatusCode::METHOD_NOT_ALLOWED, &Refusal::invalid("the method is POST"))
            }
            Some(call) => self
                .answer(call, request, now, &mut signature)
                .unwrap_or_else(|refusal| ApiResponse::refusal(StatusCode::BAD_REQUEST, &refusal)),
        };
        self.log.answered(request, signature, answer.status, answer.error_code.map(str::to_owned));
        answer.into_response()
    }

    fn answer(
        &mut self,
        call: Call,
        request: &Request<Bytes>,
        now: Timestamp,
        signature: &mut SignatureVerdict,
    ) -> Result<ApiResponse, Refusal> {
        if is_incomplete(request) {
            return Err(Refusal::invalid("body: is too long or was cut short"));
        }
        let (headers, body) = (request.headers(), request.body());
        auth::require_json(headers)?;
        let project = self.partner.identify(headers)?;
        *signature = self.partner.verify(headers, body);
        auth::require_valid(*signature)?;

        let key = auth::idempotency_key(headers)?
            .filter(|_| call.acts())
            .map(|key| KeyUse::new(&project, key, [call.path().as_bytes(), body]));
        let value: Value = serde_json::from_slice(body).map_err(|_| Refusal::invalid("body: must be JSON"))?;
        let body = Object::of(&value, "")?;

        if let Some(repeated) = key.as_ref().and_then(|key| self.sessions.repeated(key)) {
            return match repeated {
                // The same key on another request is a mistake under either policy.
                Repeated::SameRequest(answer) if self.on_duplicate == OnDuplicate::SameAnswer => Ok(answer.clone()),
                _ => Err(Refusal::key_exists()),
            };
        }
        self.perform(call, &project, &body, key, now)
    }

    fn perform(
        &mut self,
        call: Call,
        project: &str,
        body: &Object<'_>,
        key: Option<KeyUse>,
        now: Timestamp,
    ) -> Result<ApiResponse, Refusal> {
        let (number, outcome) = match call {
            Call::TokenStatus => {
                let token = self.token_status(body.object("recurrent")?.string("token")?, project)?;
                return Ok(ApiResponse::new(StatusCode::OK, &token));
            }
            Call::Init => {
                let number = self.open(project, Init::read(body, now)?, now)?;
                (number, Some(Outcome::then(Step::Begin)))
            }
            _ => {
                let number = self.find(body.string("session_id")?, project)?;
                (number, self.act(number, call, body, now)?)
            }
        };
        if let Some(outcome) = outcome {
            self.follow_up(number, outcome, now);
            self.record(number, call, key.as_ref());
        }
        let answer = self.show(number)?;
        if let Some(key) = key {
            self.sessions.use_key(number, key, answer.clone());
        }
        Ok(answer)
    }

    fn act(&mut self, number: u64, call: Call, body: &Object<'_>, now: Timestamp) -> Result<Option<Outcome>, Refusal> {
        let (session, postings) = self.sessions.change(number).ok_or_else(Refusal::no_session)?;
        session.act(call, body, &mut Transition { now, postings, random: &mut self.random })
    }

    fn record(&mut self, number: u64, call: Call, key: Option<&KeyUse>) {
        let Some(session) = self.sessions.get(number) else { return };
        let (key, subject) = (key.map(|key| key.text().to_owned()), session.id.clone());
        self.sessions.record(Effect { endpoint: call.name(), key, subject });
    }

    fn show(&self, number: u64) -> Result<ApiResponse, Refusal> {
        let session = self.sessions.get(number).ok_or_else(Refusal::no_session)?;
        Ok(ApiResponse::new(StatusCode::OK, &SessionAnswer::new(session, &self.base_url)))
    }
}
