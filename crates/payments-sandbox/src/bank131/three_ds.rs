//! The page the payer's bank would show: confirm or decline.

use std::collections::BTreeMap;

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use url::Url;

use super::Bank;
use super::session::Session;
use crate::clock;
use crate::page::{Bilingual, Page};

type Fields = BTreeMap<String, String>;

/// GET: a person opened the address by hand, so the parameters of the form are not asked for.
pub(super) async fn open(
    State(bank): State<Bank>,
    Path(payment): Path<String>,
    Query(query): Query<Fields>,
) -> Response {
    match bank.store().by_page(&payment, key(&query)) {
        Some(session) => show(session),
        None => not_found(),
    }
}

/// POST: the way the partner is told to open the page, so the parameters must be the ones it was given.
pub(super) async fn open_by_form(
    State(bank): State<Bank>,
    Path(payment): Path<String>,
    Query(query): Query<Fields>,
    form: Result<Form<Fields>, FormRejection>,
) -> Response {
    let mut store = bank.store();
    let Some(session) = store.by_page(&payment, key(&query)) else {
        return not_found();
    };
    match form {
        Ok(Form(form)) if has_given_params(session, &form) => show(session),
        _ => wrong_params(),
    }
}

/// A button was pressed.
pub(super) async fn answer(
    State(bank): State<Bank>,
    Path(payment): Path<String>,
    Query(query): Query<Fields>,
    form: Result<Form<Fields>, FormRejection>,
) -> Response {
    let Ok(Form(form)) = form else {
        return wrong_params();
    };
    let agreed = match form.get("answer").map(String::as_str) {
        Some("confirm") => true,
        Some("decline") => false,
        _ => return wrong_params(),
    };
    let mut store = bank.store();
    let Some(session) = store.by_page(&payment, key(&query)) else {
        return not_found();
    };
    // A second click finds nothing to do and goes the same way as the first.
    if let Some(outcome) = session.payer_answered(agreed, clock::now()) {
        tracing::info!(session = session.id, agreed, "the payer answered");
        bank.follow_up(session, outcome);
    }
    go_back(session)
}

fn key(query: &Fields) -> &str {
    query.get("key").map_or("", String::as_str)
}

fn has_given_params(session: &Session, form: &Fields) -> bool {
    session
        .payment
        .three_ds
        .as_ref()
        .is_some_and(|given| form.get("PaReq") == Some(&given.pa_req) && form.get("MD") == Some(&given.md))
}

fn show(session: &Session) -> Response {
    let Some(three_ds) = session.payment.three_ds.as_ref().filter(|_| session.waits_for_payer()) else {
        return already_over(session);
    };
    let amount = session.terms.source.to_string();
    let card = format!("•••• {}", session.payment.card.last4);
    let action = format!("/3ds/{}/answer?key={}", session.payment.id, three_ds.key);
    Page::new(Bilingual { ru: "Подтвердите платёж", en: "Confirm the payment" })
        .facts(&[(Bilingual { ru: "Сумма", en: "Amount" }, &amount), (Bilingual { ru: "Карта", en: "Card" }, &card)])
        .choice(
            &action,
            "answer",
            &[
                ("confirm", Bilingual { ru: "Подтвердить", en: "Confirm" }),
                ("decline", Bilingual { ru: "Отказаться", en: "Decline" }),
            ],
        )
        .into_response(StatusCode::OK)
}

fn go_back(session: &Session) -> Response {
    let location = session.terms.return_url.as_ref().and_then(|url| HeaderValue::try_from(url.as_str()).ok());
    match location {
        Some(location) => (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response(),
        None => done(),
    }
}

fn done() -> Response {
    Page::new(Bilingual { ru: "Готово", en: "Done" })
        .paragraph(Bilingual {
            ru: "Эту страницу можно закрыть.", en: "You may close this page."
        })
        .into_response(StatusCode::OK)
}

fn already_over(session: &Session) -> Response {
    let page =
        Page::new(Bilingual { ru: "Ответ больше не нужен", en: "Nothing to confirm any more" }).paragraph(Bilingual {
            ru: "Платёж уже подтверждён, отклонён или отменён.",
            en: "The payment has been confirmed, declined or cancelled already.",
        });
    let back = Bilingual { ru: "Вернуться в магазин", en: "Back to the shop" };
    match session.terms.return_url.as_ref().map(Url::as_str) {
        Some(url) => page.link(url, back),
        None => page,
    }
    .into_response(StatusCode::OK)
}

fn not_found() -> Response {
    Page::new(Bilingual { ru: "Такой страницы нет", en: "There is no such page" })
        .paragraph(Bilingual {
            ru: "Откройте адрес из customer_interaction.redirect.url целиком.",
            en: "Open the whole address from customer_interaction.redirect.url.",
        })
        .into_response(StatusCode::NOT_FOUND)
}

fn wrong_params() -> Response {
    Page::new(Bilingual { ru: "Неверные параметры формы", en: "Wrong form parameters" })
        .paragraph(Bilingual {
            ru: "Отправьте формой все члены customer_interaction.redirect.params, ничего в них не меняя.",
            en: "Submit every member of customer_interaction.redirect.params as a form, unchanged.",
        })
        .into_response(StatusCode::BAD_REQUEST)
}
