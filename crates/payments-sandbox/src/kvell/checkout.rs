//! What the payer's browser does.

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, Request, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Method, StatusCode, request};
use axum::response::Response;

use super::Gateway;
use super::binding::{Card, Plan};
use super::error::Refusal;
use super::form::Opening;
use super::pages;
use crate::card_form::{ACTION, NUMBER, Problems, Reader, Typed};
use crate::clock;
use crate::page::Bilingual;
use crate::record::SignatureVerdict;

/// Far above any form the provider documents.
const LONGEST_FORM: usize = 1 << 16;

/// The signed form of the shop. The same one again shows the same order.
pub(super) async fn open(State(gateway): State<Gateway>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let read = match parameters(&parts, body).await {
        Ok(encoded) => Opening::read(&encoded, &gateway.shop),
        Err(refusal) => Err((SignatureVerdict::NotChecked, refusal)),
    };
    let (verdict, opened) = match read {
        Ok(opening) => (SignatureVerdict::Valid, Ok(opening)),
        Err((verdict, refusal)) => (verdict, Err(refusal)),
    };
    let mut store = gateway.store();
    match opened.and_then(|opening| store.open(&opening, clock::now())) {
        Ok(binding) => {
            gateway.note(&parts, verdict, StatusCode::OK, None);
            if binding.is_new() { pages::form(binding, &Problems::new()) } else { pages::result(binding, false) }
        }
        Err(refusal) => {
            gateway.note(&parts, verdict, refusal.status, Some(refusal.code));
            pages::refused(&refusal)
        }
    }
}

/// From the query of a GET and the body of a POST.
async fn parameters(parts: &request::Parts, body: axum::body::Body) -> Result<Vec<u8>, Refusal> {
    if parts.method != Method::POST {
        return Ok(parts.uri.query().unwrap_or_default().into());
    }
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(Refusal::field("content-type", "must be application/x-www-form-urlencoded"));
    }
    let body = axum::body::to_bytes(body, LONGEST_FORM).await;
    body.map(Into::into).map_err(|_| Refusal::field("body", "is too long or was cut short"))
}

/// A button was pressed. A form sent twice finds nothing to do the second time.
pub(super) async fn submit(
    State(gateway): State<Gateway>,
    Path(token): Path<String>,
    form: Result<Form<Typed>, FormRejection>,
) -> Response {
    let Ok(Form(typed)) = form else {
        return pages::unreadable();
    };
    let mut store = gateway.store();
    let Some(binding) = store.by_token(&token) else {
        return pages::not_found();
    };
    let was_new = binding.is_new();
    match typed.get(ACTION).map(String::as_str) {
        Some("pay") if was_new => match read(&typed) {
            Ok((card, plan)) => binding.pay(card, plan),
            Err(problems) => return pages::form(binding, &problems),
        },
        Some("pay") => {}
        Some("cancel") => binding.cancel(),
        _ => return pages::unreadable(),
    }
    if was_new {
        gateway.follow_up(binding);
    }
    let effect = binding.hold().filter(|_| was_new);
    let page = pages::result(binding, true);
    store.effects.extend(effect);
    page
}

/// GET: the same page again.
pub(super) async fn look(State(gateway): State<Gateway>, Path(token): Path<String>) -> Response {
    match gateway.store().by_token(&token) {
        Some(binding) if binding.is_new() => pages::form(binding, &Problems::new()),
        Some(binding) => pages::result(binding, false),
        None => pages::not_found(),
    }
}

fn read(typed: &Typed) -> Result<(Card, Plan), Problems> {
    let mut reader = Reader::new(typed);
    let number = reader.number();
    let plan = Plan::of(&number);
    let problem = Bilingual {
        ru: "Такого номера карты не бывает, проверьте цифры",
        en: "No card has this number, check the digits",
    };
    reader.require(plan.is_some(), NUMBER, problem);
    reader.code();
    let (expiry, holder) = (reader.expiry(), reader.holder());
    let read = plan.zip(expiry).map(|(plan, expiry)| (Card::new(&number, expiry, holder), plan));
    reader.finish(read)
}
