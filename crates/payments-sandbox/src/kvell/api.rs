//! The API: reads and payouts, signed in a header.

use axum::http::{HeaderMap, HeaderName, Request, Response, StatusCode, header};
use bytes::Bytes;
use jiff::Timestamp;
use serde::Serialize;

use super::binding::Binding;
use super::error::Refusal;
use super::gateway::{Gateway, Order};
use super::notice::SIGNATURE;
use super::pages;
use super::payout::{Instruction, Payout};
use crate::machine::{allowing, is_incomplete, response};
use crate::record::SignatureVerdict;
use crate::{canned, clock, percent};

const API_KEY: HeaderName = HeaderName::from_static("x-api-key");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What a path leads to.
#[derive(Debug)]
pub(super) enum Route {
    OpenForm,
    Form(String),
    Card { customer_key: String, transaction: String },
    Payout,
    Order(String),
    Banks,
}

impl Route {
    pub(super) fn of(path: &str) -> Option<Self> {
        let segments: Option<Vec<String>> = path.strip_prefix('/')?.split('/').map(percent::decode).collect();
        let segments = segments.filter(|segments| segments.iter().all(|segment| !segment.is_empty()))?;
        let texts: Vec<&str> = segments.iter().map(String::as_str).collect();
        Some(match texts[..] {
            ["bind", "card", "preauthorize"] => Self::OpenForm,
            ["bind", "card", "form", token] => Self::Form(token.to_owned()),
            ["v1", "customers", customer_key, "orders", transaction] => {
                Self::Card { customer_key: customer_key.to_owned(), transaction: transaction.to_owned() }
            }
            ["v1", "orders", "account2card"] => Self::Payout,
            // Other calls stand where a transaction does.
            ["v1", "orders", transaction] if !is_not_simulated(path) => Self::Order(transaction.to_owned()),
            ["v1", "collections", "banks"] => Self::Banks,
            _ => return None,
        })
    }

    /// As in the header `Allow`.
    fn methods(&self) -> &'static str {
        match self {
            Self::OpenForm | Self::Form(_) => "GET, POST",
            Self::Payout => "POST",
            Self::Card { .. } | Self::Order(_) | Self::Banks => "GET",
        }
    }
}

/// What a signature in the header may be over.
#[derive(Clone, Copy)]
enum Signed<'a> {
    /// None is wanted.
    Not,
    /// Any of these.
    Values(&'a [&'a [&'a str]]),
    /// A payout, with RSA.
    Payout(&'a [u8]),
}

#[derive(Serialize)]
struct CardAnswer<'a> {
    customer_key: &'a str,
    customer_card_token: &'a str,
    pan_mask: &'a str,
    holder: &'a str,
    expire: &'a str,
    transaction: &'a str,
    pan_hash_encrypted: &'a str,
}

#[derive(Serialize)]
struct PayoutAnswer<'a> {
    order: OrderAnswer<'a>,
}

#[derive(Serialize)]
struct OrderAnswer<'a> {
    id: &'a str,
    transaction: &'a str,
    description: &'a str,
    status: &'static str,
    created_at: String,
    commission: u64,
    amount: u64,
}

/// A few of the provider's banks; one of those has no BIC.
const BANKS: &str = include_str!("../../cases/kvell/collections-banks.http");

/// Documented calls and pages that are not simulated.
///
/// Source: Kvell, the API's pages and its client libraries.
const NOT_SIMULATED: &[&str] = &[
    "bind/card/authorize",
    "card-binding/*",
    "checkout",
    "v1/balance/*",
    "v1/customers",
    "v1/customers/*",
    "v1/invoices",
    "v1/invoices/*",
    "v1/orders",
    "v1/orders/*/*",
    "v1/orders/alfapay",
    "v1/orders/rebill",
    "v1/orders/rebill-from-profile",
    "v1/orders/sbp",
    "v1/orders/session",
    "v1/qr-templates/*",
    "v1/registries/*",
];

fn is_not_simulated(path: &str) -> bool {
    path.strip_prefix('/').is_some_and(|path| canned::is_one_of(path, NOT_SIMULATED))
}

impl<'a> OrderAnswer<'a> {
    fn of_binding(binding: &'a Binding) -> Self {
        Self {
            id: &binding.id,
            transaction: &binding.opening.transaction,
            description: &binding.opening.description,
            status: binding.status(),
            created_at: clock::iso8601(binding.created_at),
            commission: 0,
            amount: binding.opening.amount,
        }
    }

    fn of_payout(payout: &'a Payout) -> Self {
        Self {
            id: &payout.id,
            transaction: &payout.transaction,
            description: &payout.description,
            status: payout.status(),
            created_at: clock::iso8601(payout.created_at),
            commission: 0,
            amount: payout.amount,
        }
    }
}

fn ok(answer: &impl Serialize) -> Response<Bytes> {
    json(StatusCode::OK, serde_json::to_string(answer).unwrap_or_default())
}

fn json(status: StatusCode, body: String) -> Response<Bytes> {
    response(status, [(header::CONTENT_TYPE, "application/json")], body)
}

impl Gateway {
    /// Answers any request.
    pub(super) fn route(&mut self, request: &Request<Bytes>, now: Timestamp) -> Response<Bytes> {
        let path = request.uri().path();
        let Some(route) = Route::of(path) else {
            let response = if is_not_simulated(path) { canned::not_simulated("Kvell") } else { pages::no_such_path() };
            self.log.answered(request, SignatureVerdict::NotChecked, response.status(), None);
            return response;
        };
        let methods = route.methods();
        if !methods.split(", ").any(|method| method == request.method().as_str()) {
            let refused = self.give(request, SignatureVerdict::NotChecked, Err(Refusal::wrong_method()));
            return allowing(refused, methods);
        }
        match route {
            Route::OpenForm => self.open_form(request, now),
            Route::Form(token) => self.page(&token, request, now),
            Route::Card { customer_key, transaction } => {
                // The provider's page says in words that the customer is signed, and by a formula that the transaction and
                // the customer are: either will do.
                let signed = Signed::Values(&[&[&customer_key], &[&transaction, &customer_key]]);
                self.call(request, signed, |gateway| gateway.card(&customer_key, &transaction))
            }
            Route::Payout if is_incomplete(request) => {
                self.give(request, SignatureVerdict::NotChecked, Err(Refusal::unreadable("body")))
            }
            Route::Payout => {
                let body = request.body();
                self.call(request, Signed::Payout(body), |gateway| gateway.account2card(body, now))
            }
            Route::Order(transaction) => {
                self.call(request, Signed::Values(&[&[&transaction]]), |gateway| gateway.order(&transaction))
            }
            Route::Banks => self.call(request, Signed::Not, |_| canned::response(BANKS).ok_or_else(Refusal::no_answer)),
        }
    }

    fn card(&self, customer_key: &str, transaction: &str) -> Result<Response<Bytes>, Refusal> {
        let binding = self.find(transaction).and_then(Order::binding);
        let ours = |binding: &&Binding| binding.opening.customer_key == customer_key;
        let card = binding.filter(ours).ok_or_else(Refusal::unknown_transaction)?.saved();
        let card = card.ok_or_else(Refusal::not_saved)?;
        Ok(ok(&CardAnswer {
            customer_key,
            customer_card_token: &card.token,
            pan_mask: &card.mask,
            holder: &card.holder,
            expire: &card.expire,
            transaction,
            pan_hash_encrypted: &card.encrypted_hash,
        }))
    }

    fn order(&self, transaction: &str) -> Result<Response<Bytes>, Refusal> {
        Ok(ok(&match self.find(transaction).ok_or_else(Refusal::unknown_transaction)? {
            Order::Binding(binding) => OrderAnswer::of_binding(binding),
            Order::Payout(payout) => OrderAnswer::of_payout(payout),
        }))
    }

    /// The response has the order, or only its status if a one-time password is asked for.
    fn account2card(&mut self, body: &[u8], now: Timestamp) -> Result<Response<Bytes>, Refusal> {
        let payout = self.pay_out(Instruction::read(body)?, now)?;
        if payout.waits_for_password() {
            return Ok(ok(&serde_json::json!({ "status": payout.status() })));
        }
        Ok(ok(&PayoutAnswer { order: OrderAnswer::of_payout(payout) }))
    }

    fn call(
        &mut self,
        request: &Request<Bytes>,
        signed: Signed<'_>,
        answer: impl FnOnce(&mut Self) -> Result<Response<Bytes>, Refusal>,
    ) -> Response<Bytes> {
        match self.admit(request.headers(), signed) {
            Ok(verdict) => {
                let answer = answer(self);
                self.give(request, verdict, answer)
            }
            Err((verdict, refusal)) => self.give(request, verdict, Err(refusal)),
        }
    }

    fn admit(&self, headers: &HeaderMap, signed: Signed<'_>) -> Result<SignatureVerdict, (SignatureVerdict, Refusal)> {
        let unchecked = |refusal| (SignatureVerdict::NotChecked, refusal);
        let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
        let api_key = text(&API_KEY).ok_or_else(|| unchecked(Refusal::missing("x-api-key")))?;
        if !is_uuid(api_key) {
            return Err(unchecked(Refusal::field("x-api-key", "Input should be a valid UUID")));
        }
        if !api_key.eq_ignore_ascii_case(&self.shop.api_key) {
            return Err(unchecked(Refusal::wrong_api_key()));
        }
        if matches!(signed, Signed::Not) {
            return Ok(SignatureVerdict::NotChecked);
        }
        let Some(signature) = text(&SIGNATURE) else {
            return Err((SignatureVerdict::Missing, Refusal::missing("x-signature")));
        };
        let is_right = match signed {
            Signed::Not => true,
            Signed::Values(readings) => readings.iter().any(|values| self.shop.sign(values) == signature),
            Signed::Payout(body) => self.shop.has_signed(body, signature.as_bytes()),
        };
        if is_right { Ok(SignatureVerdict::Valid) } else { Err((SignatureVerdict::Wrong, Refusal::wrong_signature())) }
    }

    fn give(
        &mut self,
        request: &Request<Bytes>,
        signature: SignatureVerdict,
        answer: Result<Response<Bytes>, Refusal>,
    ) -> Response<Bytes> {
        let (mut response, code) = match answer {
            Ok(response) => (response, None),
            Err(refusal) => (json(refusal.status, refusal.body()), Some(refusal.code.to_string())),
        };
        self.log.answered(request, signature, response.status(), code);
        // The one 500 that was seen had none.
        if !response.status().is_server_error()
            && let Ok(id) = self.random.uuid().try_into()
        {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        response
    }
}

fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}
