//! The page the payer's bank would show: confirm or decline.

use axum::http::{HeaderValue, Method, Request, Response, StatusCode, header};
use bytes::Bytes;
use jiff::Timestamp;
use url::Url;

use super::bank::Bank;
use super::session::Session;
use crate::ledger::Transition;
use crate::machine::{Fields, allowing, form_fields, query_fields};
use crate::page::{Bilingual, Page};

/// The path of the buttons, below the page's own.
const ANSWER: &str = "/answer";

impl Bank {
    /// Answers a payer's browser.
    pub(super) fn page(&mut self, path: &str, request: &Request<Bytes>, now: Timestamp) -> Response<Bytes> {
        let (payment, answers) = match path.strip_suffix(ANSWER) {
            Some(payment) => (payment, true),
            None => (path, false),
        };
        let query = query_fields(request);
        let found = self.find_by_page(payment, query.get("key").map_or("", String::as_str));
        let Some(number) = found else { return not_found() };
        if request.method() != Method::POST {
            return allowing(not_by_get(), "POST");
        }
        let Some(form) = form_fields(request) else { return wrong_params() };
        if answers { self.payer_answers(number, &form, now) } else { self.open_by_form(number, &form) }
    }

    fn find_by_page(&self, payment: &str, key: &str) -> Option<u64> {
        let number = self.sessions.find_by_page(key)?;
        self.sessions.get(number).filter(|session| session.payment.id == payment).map(|_| number)
    }

    /// The parameters must be the ones that the partner was given.
    fn open_by_form(&self, number: u64, form: &Fields) -> Response<Bytes> {
        match self.sessions.get(number) {
            Some(session) if has_given_params(session, form) => show(session),
            Some(_) => wrong_params(),
            None => not_found(),
        }
    }

    /// A button was pressed.
    fn payer_answers(&mut self, number: u64, form: &Fields, now: Timestamp) -> Response<Bytes> {
        let agreed = match form.get("answer").map(String::as_str) {
            Some("confirm") => true,
            Some("decline") => false,
            _ => return wrong_params(),
        };
        let Some((session, postings)) = self.sessions.change(number) else { return not_found() };
        let outcome = session.payer_answered(agreed, &Transition { now, postings, random: &mut self.random });
        let response = go_back(session);
        // A second click finds nothing to do and goes the same way as the first.
        if let Some(outcome) = outcome {
            tracing::info!(number, agreed, "the payer answered");
            self.follow_up(number, outcome, now);
        }
        response
    }
}

fn has_given_params(session: &Session, form: &Fields) -> bool {
    session
        .payment
        .three_ds
        .as_ref()
        .is_some_and(|given| form.get("PaReq") == Some(&given.pa_req) && form.get("MD") == Some(&given.md))
}

fn show(session: &Session) -> Response<Bytes> {
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
        .respond(StatusCode::OK)
}

fn go_back(session: &Session) -> Response<Bytes> {
    let location = session.terms.return_url.as_ref().and_then(|url| HeaderValue::try_from(url.as_str()).ok());
    match location {
        Some(location) => {
            let mut response = Response::new(Bytes::new());
            *response.status_mut() = StatusCode::SEE_OTHER;
            response.headers_mut().insert(header::LOCATION, location);
            response
        }
        None => done(),
    }
}

fn done() -> Response<Bytes> {
    Page::new(Bilingual { ru: "Готово", en: "Done" })
        .paragraph(Bilingual {
            ru: "Эту страницу можно закрыть.", en: "You may close this page."
        })
        .respond(StatusCode::OK)
}

fn already_over(session: &Session) -> Response<Bytes> {
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
    .respond(StatusCode::OK)
}

fn not_found() -> Response<Bytes> {
    Page::new(Bilingual { ru: "Такой страницы нет", en: "There is no such page" })
        .paragraph(Bilingual {
            ru: "Откройте адрес из customer_interaction.redirect.url целиком.",
            en: "Open the whole address from customer_interaction.redirect.url.",
        })
        .respond(StatusCode::NOT_FOUND)
}

/// The bank names the method, which is POST.
fn not_by_get() -> Response<Bytes> {
    Page::new(Bilingual {
        ru: "Эту страницу открывают методом POST", en: "This page is opened by POST"
    })
    .paragraph(Bilingual {
        ru: "Отправьте на этот адрес форму со всеми членами customer_interaction.redirect.params.",
        en: "Submit a form with every member of customer_interaction.redirect.params to this address.",
    })
    .respond(StatusCode::METHOD_NOT_ALLOWED)
}

fn wrong_params() -> Response<Bytes> {
    Page::new(Bilingual { ru: "Неверные параметры формы", en: "Wrong form parameters" })
        .paragraph(Bilingual {
            ru: "Отправьте формой все члены customer_interaction.redirect.params, ничего в них не меняя.",
            en: "Submit every member of customer_interaction.redirect.params as a form, unchanged.",
        })
        .respond(StatusCode::BAD_REQUEST)
}
