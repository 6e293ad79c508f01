//! What the payer's browser does.

use axum::http::{Method, Request, Response, StatusCode};
use bytes::Bytes;
use jiff::Timestamp;

use super::cards::TestCard;
use super::registration::{Entered, Registration};
use super::request::CardType;
use super::service::Service;
use super::{answer, pages};
use crate::card_form::{ACTION, NUMBER, Problems, Reader};
use crate::machine::{Fields, allowing, form_fields};
use crate::page::Bilingual;

impl Service {
    /// Answers a payer's browser. Either kind of card has its own address.
    pub(super) fn page(
        &mut self,
        kind: CardType,
        id: &str,
        request: &Request<Bytes>,
        now: Timestamp,
    ) -> Response<Bytes> {
        let found = id.parse().ok().and_then(|id| Some((id, self.registrations.get(id)?)));
        let Some((id, registration)) = found.filter(|(_, registration)| registration.request.card_type == kind) else {
            return pages::not_found();
        };
        match *request.method() {
            Method::GET if registration.is_waiting() => pages::form(registration, &Problems::new()),
            Method::GET => pages::result(registration, false),
            Method::POST => self.submit(id, form_fields(request), now),
            _ => allowing(answer::page(StatusCode::METHOD_NOT_ALLOWED), "GET, POST"),
        }
    }

    /// A button was pressed. A form sent twice finds nothing to do the second time.
    fn submit(&mut self, id: u64, typed: Option<Fields>, now: Timestamp) -> Response<Bytes> {
        let Some(typed) = typed else { return pages::unreadable() };
        let Some(registration) = self.registrations.get(id) else { return pages::not_found() };
        let was_waiting = registration.is_waiting();
        match typed.get(ACTION).map(String::as_str) {
            Some("pay") if was_waiting => match read(registration, &typed, now) {
                Ok(entered) => self.pay(id, entered, now),
                Err(problems) => return pages::form(registration, &problems),
            },
            Some("cancel") if was_waiting => self.cancel(id),
            Some("pay" | "cancel") => {}
            _ => return pages::unreadable(),
        }
        self.registrations.get(id).map_or_else(pages::not_found, |registration| pages::result(registration, true))
    }
}

fn read(registration: &Registration, typed: &Fields, now: Timestamp) -> Result<Entered, Problems> {
    let mut reader = Reader::new(typed);
    let card = registration.request.card.or_else(|| TestCard::find(&reader.number()));
    let problem = Bilingual {
        ru: "Здесь принимают только тестовые карты, например 4111 1111 1111 1111",
        en: "Only test cards are accepted here, such as 4111 1111 1111 1111",
    };
    reader.require(card.is_some(), NUMBER, problem);
    let rest = (registration.request.card_type == CardType::Payments).then(|| {
        reader.code();
        (reader.expiry(now), reader.holder())
    });
    let rest = rest.and_then(|(expiry, holder)| Some((expiry?, holder)));
    reader.finish(card.map(|card| Entered { card, rest }))
}
