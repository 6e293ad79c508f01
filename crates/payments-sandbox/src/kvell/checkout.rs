//! What the payer's browser does.

use axum::http::{Method, Request, Response, StatusCode};
use bytes::Bytes;
use jiff::Timestamp;

use super::binding::{Card, Plan};
use super::error::Refusal;
use super::form::Opening;
use super::gateway::Gateway;
use super::pages;
use crate::card_form::{ACTION, NUMBER, Problems, Reader};
use crate::machine::{Fields, form_fields, is_form, is_incomplete};
use crate::page::Bilingual;
use crate::random::Random;
use crate::record::SignatureVerdict;

/// Far above any form the provider documents.
const LONGEST_FORM: usize = 1 << 16;

impl Gateway {
    /// The signed form of the shop. The same one again shows the same order.
    pub(super) fn open_form(&mut self, request: &Request<Bytes>, now: Timestamp) -> Response<Bytes> {
        let read = match parameters(request) {
            Ok(encoded) => Opening::read(encoded, &self.shop),
            Err(refusal) => Err((SignatureVerdict::NotChecked, refusal)),
        };
        let (verdict, opened) = match read {
            Ok(opening) => (SignatureVerdict::Valid, self.open(opening, now)),
            Err((verdict, refusal)) => (verdict, Err(refusal)),
        };
        match opened {
            Ok(number) => {
                self.log.answered(request, verdict, StatusCode::OK, None);
                self.look(number)
            }
            Err(refusal) => {
                self.log.answered(request, verdict, refusal.status, Some(refusal.code.to_string()));
                pages::refused(&refusal)
            }
        }
    }

    /// The page of an order.
    pub(super) fn page(&mut self, token: &str, request: &Request<Bytes>, now: Timestamp) -> Response<Bytes> {
        let Some(number) = self.orders.find_by_page(token) else { return pages::not_found() };
        if request.method() == Method::POST {
            self.submit(number, form_fields(request), now)
        } else {
            self.look(number)
        }
    }

    /// The same page again.
    fn look(&self, number: u64) -> Response<Bytes> {
        match self.binding(number) {
            Some(binding) if binding.is_new() => pages::form(binding, &Problems::new()),
            Some(binding) => pages::result(binding, false),
            None => pages::not_found(),
        }
    }

    /// A button was pressed. A form sent twice finds nothing to do the second time.
    fn submit(&mut self, number: u64, typed: Option<Fields>, now: Timestamp) -> Response<Bytes> {
        let Some(typed) = typed else { return pages::unreadable() };
        let is_new = self.binding(number).is_some_and(super::binding::Binding::is_new);
        match typed.get(ACTION).map(String::as_str) {
            Some("pay") if is_new => match read(&typed, now, &mut self.random) {
                Ok((card, plan)) => self.save_card(number, card, plan, now),
                Err(problems) => {
                    return self.binding(number).map_or_else(pages::not_found, |new| pages::form(new, &problems));
                }
            },
            Some("cancel") if is_new => self.cancel(number, now),
            Some("pay" | "cancel") => {}
            _ => return pages::unreadable(),
        }
        self.binding(number).map_or_else(pages::not_found, |binding| pages::result(binding, true))
    }
}

/// From the query of a GET and the body of a POST.
pub(super) fn parameters(request: &Request<Bytes>) -> Result<&[u8], Refusal> {
    if request.method() != Method::POST {
        return Ok(request.uri().query().unwrap_or_default().as_bytes());
    }
    if !is_form(request.headers()) {
        return Err(Refusal::field("content-type", "must be application/x-www-form-urlencoded"));
    }
    if is_incomplete(request) || request.body().len() > LONGEST_FORM {
        return Err(Refusal::field("body", "is too long or was cut short"));
    }
    Ok(request.body())
}

fn read(typed: &Fields, now: Timestamp, random: &mut Random) -> Result<(Card, Plan), Problems> {
    let mut reader = Reader::new(typed);
    let number = reader.number();
    let plan = Plan::of(&number);
    let problem = Bilingual {
        ru: "Такого номера карты не бывает, проверьте цифры",
        en: "No card has this number, check the digits",
    };
    reader.require(plan.is_some(), NUMBER, problem);
    reader.code();
    let (expiry, holder) = (reader.expiry(now), reader.holder());
    let read = plan.zip(expiry).map(|(plan, expiry)| (Card::new(&number, expiry, holder, random), plan));
    reader.finish(read)
}
