//! The pages the payer's bank would show: of 3-D Secure, which opens by POST, and of a payment by QR code or in an internet bank,
//! which opens by GET. Confirm or decline.

use axum::http::{HeaderValue, Method, Request, Response, StatusCode, header};
use bytes::Bytes;
use jiff::Timestamp;
use url::Url;

use super::bank::Bank;
use super::cards::{Asks, CardFace};
use super::operation::Payment;
use crate::ledger::Transition;
use crate::machine::{Fields, allowing, form_fields, query_fields};
use crate::page::{Bilingual, Page};

/// The path of the buttons, below the page's own.
const ANSWER: &str = "/answer";

/// A payment that a page is about: the number of its session, and its position.
#[derive(Clone, Copy)]
struct Place {
    number: u64,
    position: usize,
}

impl Bank {
    /// Answers a payer's browser at the page of 3-D Secure.
    pub(super) fn page(&mut self, path: &str, request: &Request<Bytes>, now: Timestamp) -> Response<Bytes> {
        let (place, answers) = self.find_page(path, request, true);
        let Some(place) = place else { return not_found() };
        if request.method() != Method::POST {
            return allowing(not_by_get(), "POST");
        }
        let Some(form) = form_fields(request) else { return wrong_params() };
        if answers { self.payer_answers(place, &form, now) } else { self.open_by_form(place, &form) }
    }

    /// Answers a payer's browser, or telephone, at any other page.
    pub(super) fn payer_page(&mut self, path: &str, request: &Request<Bytes>, now: Timestamp) -> Response<Bytes> {
        let (place, answers) = self.find_page(path, request, false);
        let Some(place) = place else { return not_found() };
        match (answers, request.method() == Method::POST, form_fields(request)) {
            (true, true, Some(form)) => self.payer_answers(place, &form, now),
            (true, true, None) => wrong_params(),
            (true, false, _) => allowing(not_by_get(), "POST"),
            (false, ..) => self.payment_at(place).map_or_else(not_found, show),
        }
    }

    fn find_page(&self, path: &str, request: &Request<Bytes>, is_three_ds: bool) -> (Option<Place>, bool) {
        let (payment, answers) = match path.strip_suffix(ANSWER) {
            Some(payment) => (payment, true),
            None => (path, false),
        };
        let query = query_fields(request);
        let place = self.find_by_page(payment, query.get("key").map_or("", String::as_str)).filter(|place| {
            self.payment_at(*place).is_some_and(|payment| (payment.plan.asks == Asks::ThreeDs) == is_three_ds)
        });
        (place, answers)
    }

    fn find_by_page(&self, payment: &str, key: &str) -> Option<Place> {
        let number = self.sessions.find_by_page(key)?;
        let has_key = |one: &Payment| one.request.as_ref().is_some_and(|request| request.key == key);
        let position = self.sessions.get(number)?.payments.iter().position(|one| one.id == payment && has_key(one))?;
        Some(Place { number, position })
    }

    fn payment_at(&self, place: Place) -> Option<&Payment> {
        self.sessions.get(place.number)?.payments.get(place.position)
    }

    /// The parameters must be the ones that the partner was given.
    fn open_by_form(&self, place: Place, form: &Fields) -> Response<Bytes> {
        match self.payment_at(place) {
            Some(payment) if has_given_params(payment, form) => show(payment),
            Some(_) => wrong_params(),
            None => not_found(),
        }
    }

    /// A button was pressed.
    fn payer_answers(&mut self, place: Place, form: &Fields, now: Timestamp) -> Response<Bytes> {
        let agreed = match form.get("answer").map(String::as_str) {
            Some("confirm") => true,
            Some("decline") => false,
            _ => return wrong_params(),
        };
        let Some((session, postings)) = self.sessions.change(place.number) else { return not_found() };
        let mut transition = Transition { now, postings: postings.at(now), random: &mut self.random };
        let outcome = session.payer_answered(place.position, agreed, &mut transition);
        let response = session.payments.get(place.position).map_or_else(not_found, go_back);
        // A second click finds nothing to do and goes the same way as the first.
        if let Some(outcome) = outcome {
            tracing::info!(number = place.number, agreed, "the payer answered");
            self.follow_up(place.number, outcome, now);
        }
        response
    }
}

fn has_given_params(payment: &Payment, form: &Fields) -> bool {
    payment
        .request
        .as_ref()
        .is_some_and(|given| form.get("PaReq") == Some(&given.pa_req) && form.get("MD") == Some(&given.md))
}

fn show(payment: &Payment) -> Response<Bytes> {
    let Some(request) = payment.request.as_ref().filter(|_| payment.waits_for_payer()) else {
        return already_over(payment);
    };
    let amount = payment.charge.as_ref().map(ToString::to_string).unwrap_or_default();
    let card = payment.shown.face().map(|CardFace { last4, .. }| format!("•••• {last4}")).unwrap_or_default();
    let below = if payment.plan.asks == Asks::ThreeDs { "3ds" } else { "pay" };
    let action = format!("/{below}/{}/answer?key={}", payment.id, request.key);
    let mut facts = vec![(Bilingual { ru: "Сумма", en: "Amount" }, amount.as_str())];
    if !card.is_empty() {
        facts.push((Bilingual { ru: "Карта", en: "Card" }, &card));
    }
    Page::new(Bilingual { ru: "Подтвердите платёж", en: "Confirm the payment" })
        .facts(&facts)
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

fn go_back(payment: &Payment) -> Response<Bytes> {
    let location = payment.return_url().and_then(|url| HeaderValue::try_from(url.as_str()).ok());
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

fn already_over(payment: &Payment) -> Response<Bytes> {
    let page =
        Page::new(Bilingual { ru: "Ответ больше не нужен", en: "Nothing to confirm any more" }).paragraph(Bilingual {
            ru: "Платёж уже подтверждён, отклонён или отменён.",
            en: "The payment has been confirmed, declined or cancelled already.",
        });
    let back = Bilingual { ru: "Вернуться в магазин", en: "Back to the shop" };
    match payment.return_url().map(Url::as_str) {
        Some(url) => page.link(url, back),
        None => page,
    }
    .respond(StatusCode::OK)
}

fn not_found() -> Response<Bytes> {
    Page::new(Bilingual { ru: "Такой страницы нет", en: "There is no such page" })
        .paragraph(Bilingual {
            ru: "Откройте адрес из customer_interaction целиком.",
            en: "Open the whole address from customer_interaction.",
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
