//! The API proper: one way for every call from the bytes to the answer.

use axum::http::{Request, Response, StatusCode};
use bytes::Bytes;
use jiff::Timestamp;
use serde_json::Value;

use super::OnDuplicate;
use super::accounts;
use super::answer::ApiResponse;
use super::auth;
use super::bank::Bank;
use super::call::{self, Call, Kind, Route};
use super::error::Refusal;
use super::session::Outcome;
use super::wire::SessionAnswer;
use crate::canned;
use crate::json::Object;
use crate::ledger::{KeyUse, Repeated, Transition};
use crate::machine::is_incomplete;
use crate::record::{Effect, SignatureVerdict};

/// What the pages of 3-D Secure are below.
const PAGES: &str = "/3ds/";
/// What the other pages of the payer are below.
const PAYER_PAGES: &str = "/pay/";

/// A few of the banks of the faster payment system.
const BANKS: &str = include_str!("../../cases/bank131/fps-banks.http");

/// What a call was about and what it is answered with.
enum Performed {
    /// The session of this number.
    Session(u64),
    /// This, and what was created or changed, if it is worth a record.
    Other(Value, Option<String>),
}

impl Bank {
    /// Answers any request.
    pub(super) fn route(&mut self, request: &Request<Bytes>, now: Timestamp) -> Response<Bytes> {
        let path = request.uri().path();
        if let Some(page) = path.strip_prefix(PAGES) {
            return self.page(page, request, now);
        }
        if let Some(page) = path.strip_prefix(PAYER_PAGES) {
            return self.payer_page(page, request, now);
        }
        let mut signature = SignatureVerdict::NotChecked;
        if call::is_not_simulated(path) {
            self.log.answered(request, signature, StatusCode::NOT_FOUND, None);
            return canned::not_simulated("Bank 131");
        }
        let answer = match Route::at(path) {
            None => Err(ApiResponse::refusal(StatusCode::NOT_FOUND, &Refusal::invalid("there is no such method"))),
            Some(route) if request.method() != route.method() => Err(ApiResponse::wrong_method(route.method())),
            Some(route) => self
                .answer(route, request, now, &mut signature)
                .map_err(|refusal| ApiResponse::refusal(StatusCode::BAD_REQUEST, &refusal)),
        };
        let (status, code) = match &answer {
            Ok(Some(answer)) | Err(answer) => (answer.status, answer.error_code.map(str::to_owned)),
            Ok(None) => (StatusCode::OK, None),
        };
        self.log.answered(request, signature, status, code);
        match answer {
            Ok(Some(answer)) | Err(answer) => answer.into_response(),
            Ok(None) => canned::response(BANKS).unwrap_or_default(),
        }
    }

    /// The answer; `None` for the one from a file.
    fn answer(
        &mut self,
        route: Route,
        request: &Request<Bytes>,
        now: Timestamp,
        signature: &mut SignatureVerdict,
    ) -> Result<Option<ApiResponse>, Refusal> {
        if is_incomplete(request) {
            return Err(Refusal::invalid("body: is too long or was cut short"));
        }
        let (headers, body) = (request.headers(), request.body());
        // Only the list of banks is read without one; the bank's client library has one even there.
        let has_body = route.call != Call::Banks || !body.is_empty();
        if has_body {
            auth::require_json(headers)?;
        }
        let project = self.partner.identify(headers)?;
        *signature = self.partner.verify(headers, body);
        auth::require_valid(*signature)?;
        self.fill_purse(&project, now);
        let key = auth::idempotency_key(headers)?
            .filter(|_| route.acts())
            .map(|key| KeyUse::new(&project, key, [request.uri().path().as_bytes(), body]));
        let read = |body: &[u8]| serde_json::from_slice(body).map_err(|_| Refusal::invalid("body: must be JSON"));
        let value = if has_body { read(body)? } else { Value::Array(Vec::new()) };
        let body = Object::of(&value, "")?;
        if route.call == Call::Banks {
            return Ok(None);
        }
        if let Some(repeated) = key.as_ref().and_then(|key| self.sessions.repeated(key)) {
            return match repeated {
                // The same key on another request is a mistake under either policy.
                Repeated::SameRequest(answer) if self.on_duplicate == OnDuplicate::SameAnswer => {
                    Ok(Some(answer.clone()))
                }
                _ => Err(Refusal::key_exists()),
            };
        }
        self.answer_once(route, &project, &body, key, now).map(Some)
    }

    /// The answer to a request that is not a duplicate, which is recorded.
    fn answer_once(
        &mut self,
        route: Route,
        project: &str,
        body: &Object<'_>,
        key: Option<KeyUse>,
        now: Timestamp,
    ) -> Result<ApiResponse, Refusal> {
        // A key without a session is kept as long as the next session.
        let next_number = self.sessions.next_number();
        let (number, answer, subject) = match self.perform(route, project, body, now)? {
            Performed::Session(number) => {
                let session = self.sessions.get(number).ok_or_else(Refusal::no_session)?;
                let answer = ApiResponse::ok(&SessionAnswer::new(session, &self.base_url));
                (number, answer, Some(session.id.clone()))
            }
            Performed::Other(value, subject) => (next_number, ApiResponse::ok(&value), subject),
        };
        if let Some(subject) = subject.filter(|_| route.acts()) {
            let key = key.as_ref().map(|key| key.text().to_owned());
            self.sessions.record(Effect { endpoint: route.name, key, subject });
        }
        if let Some(key) = key {
            self.sessions.use_key(number, key, answer.clone());
        }
        Ok(answer)
    }

    fn perform(
        &mut self,
        route: Route,
        project: &str,
        body: &Object<'_>,
        now: Timestamp,
    ) -> Result<Performed, Refusal> {
        let read = |value| Ok(Performed::Other(value, None));
        let done = |(value, subject)| Ok(Performed::Other(value, Some(subject)));
        match route.call {
            Call::Create | Call::Init(_) | Call::MultiInit => {
                let (number, mut outcome) = self.open(route, project, body, now)?;
                if route.call == Call::Init(Kind::SyncPayment) {
                    outcome = self.run_at_once(number, outcome, now);
                }
                self.follow_up(number, outcome, now);
                Ok(Performed::Session(number))
            }
            Call::Start(_)
            | Call::Confirm
            | Call::Cancel
            | Call::Capture
            | Call::Refund
            | Call::Chargeback
            | Call::Status
            | Call::SberPayPush => self.about_session(route, project, body, now),
            Call::RecurrentStatus | Call::RecurrentDisable => done(self.recurrent(route.call, body, project)?),
            Call::SubscriptionCancel | Call::SubscriptionRestore => done(self.subscription(route.call, body, project)?),
            Call::PublicToken => done(self.public_token(body, project, now)?),
            Call::TokenInfo => read(self.token_info(body, project, now)?),
            Call::Tokenize => done(self.tokenize(body, project)?),
            Call::Balance => read(self.balance(body, project)?),
            Call::AccountBalance => read(self.account_balance(body, project, now)?),
            Call::AccountStatement => read(self.account_statement(body, project, now)?),
            Call::Calculate => read(accounts::calculate(body)?),
            Call::TaxpayerCheck => done(self.check_taxpayer(body, project)?),
            Call::TaxpayerStatus => read(self.taxpayer_status(body, project)?),
            Call::Banks => Err(Refusal::invalid("the method is GET")),
        }
    }

    fn about_session(
        &mut self,
        route: Route,
        project: &str,
        body: &Object<'_>,
        now: Timestamp,
    ) -> Result<Performed, Refusal> {
        let number = self.find(body.string("session_id")?, project)?;
        let outcome = match route.call {
            Call::Start(kind) => Some(self.start(number, kind, project, body, now)?),
            call => self.act(number, call, body, now)?,
        };
        if let Some(outcome) = outcome {
            self.follow_up(number, outcome, now);
        }
        if route.call == Call::SberPayPush {
            let subject = self.sessions.get(number).map(|session| session.id.clone());
            return Ok(Performed::Other(serde_json::json!({"status": "ok"}), subject));
        }
        Ok(Performed::Session(number))
    }

    fn act(&mut self, number: u64, call: Call, body: &Object<'_>, now: Timestamp) -> Result<Option<Outcome>, Refusal> {
        let (session, postings) = self.sessions.change(number).ok_or_else(Refusal::no_session)?;
        session.act(call, body, &mut Transition { now, postings: postings.at(now), random: &mut self.random })
    }
}
