//! The API: reads and payouts, signed in a header.

use axum::Router;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, HeaderName, StatusCode, header, request};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::Serialize;

use super::Gateway;
use super::binding::Binding;
use super::checkout;
use super::error::Refusal;
use super::notice::SIGNATURE;
use super::payout::{Instruction, Payout};
use crate::clock;
use crate::random::Random;
use crate::record::{Received, SignatureVerdict};

const API_KEY: HeaderName = HeaderName::from_static("x-api-key");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Far above any payout.
const MAX_BODY: usize = 1 << 20;

pub(super) fn router(gateway: Gateway) -> Router {
    Router::new()
        .route("/bind/card/preauthorize", get(checkout::open).post(checkout::open))
        .route("/bind/card/form/{token}", get(checkout::look).post(checkout::submit))
        .route("/v1/customers/{customer_key}/orders/{transaction}", get(card))
        .route("/v1/orders/account2card", post(account2card))
        .route("/v1/orders/{transaction}", get(order))
        .route("/v1/collections/banks", get(banks))
        .fallback(|State(gateway): State<Gateway>, request: Request| async move {
            gateway.give(&request.into_parts().0, SignatureVerdict::NotChecked, Err(Refusal::no_such_path()))
        })
        .method_not_allowed_fallback(|State(gateway): State<Gateway>, request: Request| async move {
            gateway.give(&request.into_parts().0, SignatureVerdict::NotChecked, Err(Refusal::wrong_method()))
        })
        .with_state(gateway)
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

#[derive(Serialize)]
struct Bank {
    bank_id: &'static str,
    bank_bic: Option<&'static str>,
    name: &'static str,
}

/// A few of the provider's banks; one of those has no BIC.
const BANKS: [Bank; 4] = [
    Bank { bank_id: "100000000008", bank_bic: Some("044525593"), name: "Альфа-Банк" },
    Bank { bank_id: "100000000111", bank_bic: Some("044525225"), name: "Сбербанк" },
    Bank { bank_id: "100000000004", bank_bic: Some("044525974"), name: "Т-Банк" },
    Bank { bank_id: "100000000005", bank_bic: None, name: "ВТБ" },
];

/// The provider's page says in words that the customer is signed, and by a formula that the transaction and the customer
/// are: either will do.
async fn card(
    State(gateway): State<Gateway>,
    Path((customer_key, transaction)): Path<(String, String)>,
    request: Request,
) -> Response {
    gateway.call(&request.into_parts().0, Signed::Values(&[&[&customer_key], &[&transaction, &customer_key]]), || {
        let mut store = gateway.store();
        let ours = |binding: &&mut Binding| binding.opening.customer_key == customer_key;
        let binding = store.get(&transaction).filter(ours).ok_or_else(Refusal::unknown_transaction)?;
        let card = binding.saved().ok_or_else(Refusal::not_saved)?;
        Ok(json(&CardAnswer {
            customer_key: &customer_key,
            customer_card_token: &card.token,
            pan_mask: &card.mask,
            holder: &card.holder,
            expire: &card.expire,
            transaction: &transaction,
            pan_hash_encrypted: &card.encrypted_hash,
        }))
    })
}

async fn order(State(gateway): State<Gateway>, Path(transaction): Path<String>, request: Request) -> Response {
    gateway.call(&request.into_parts().0, Signed::Values(&[&[&transaction]]), || {
        let mut store = gateway.store();
        if let Some(payout) = store.payout(&transaction) {
            return Ok(json(&OrderAnswer::of_payout(payout)));
        }
        let binding = store.get(&transaction).ok_or_else(Refusal::unknown_transaction)?;
        Ok(json(&OrderAnswer::of_binding(binding)))
    })
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

/// The response has the order, or only its status if a one-time password is asked for.
async fn account2card(State(gateway): State<Gateway>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(body) = axum::body::to_bytes(body, MAX_BODY).await else {
        return gateway.give(&parts, SignatureVerdict::NotChecked, Err(Refusal::unreadable("body")));
    };
    gateway.call(&parts, Signed::Payout(&body), || {
        let instruction = Instruction::read(&body)?;
        let mut store = gateway.store();
        let payout = store.pay_out(instruction, clock::now())?;
        gateway.follow_up_payout(payout);
        if payout.waits_for_password() {
            return Ok(json(&serde_json::json!({ "status": payout.status() })));
        }
        Ok(json(&PayoutAnswer { order: OrderAnswer::of_payout(payout) }))
    })
}

async fn banks(State(gateway): State<Gateway>, request: Request) -> Response {
    gateway.call(&request.into_parts().0, Signed::Not, || Ok(json(&BANKS)))
}

fn json(answer: &impl Serialize) -> String {
    serde_json::to_string(answer).unwrap_or_default()
}

impl Gateway {
    fn call(
        &self,
        parts: &request::Parts,
        signed: Signed<'_>,
        answer: impl FnOnce() -> Result<String, Refusal>,
    ) -> Response {
        match self.admit(&parts.headers, signed) {
            Ok(verdict) => self.give(parts, verdict, answer()),
            Err((verdict, refusal)) => self.give(parts, verdict, Err(refusal)),
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

    fn give(&self, parts: &request::Parts, signature: SignatureVerdict, answer: Result<String, Refusal>) -> Response {
        let (status, code, body) = match answer {
            Ok(body) => (StatusCode::OK, None, body),
            Err(refusal) => (refusal.status, Some(refusal.code), refusal.body()),
        };
        self.note(parts, signature, status, code);
        let mut response = (status, [(header::CONTENT_TYPE, "application/json")], body).into_response();
        // The one 500 that was seen had none.
        if !status.is_server_error()
            && let Ok(id) = Random::from_os().uuid().try_into()
        {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        response
    }

    pub(super) fn note(
        &self,
        parts: &request::Parts,
        signature: SignatureVerdict,
        status: StatusCode,
        code: Option<u16>,
    ) {
        let (method, path) = (parts.method.to_string(), parts.uri.path().to_owned());
        tracing::info!(method, path, status = status.as_u16(), error = code, ?signature, "request");
        let error_code = code.map(|code| code.to_string());
        self.remember(Received { method, path, signature, status: status.as_u16(), error_code });
    }
}

fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}
