//! The payer's pages.

use axum::http::{HeaderValue, Response, StatusCode, header};
use bytes::Bytes;

use super::binding::{Binding, State};
use super::error::Refusal;
use crate::card_form::{self, ACTION, CANCEL, Problems};
use crate::machine::response;
use crate::page::{Bilingual, Page};

/// Asks for the card.
pub(super) fn form(binding: &Binding, problems: &Problems) -> Response<Bytes> {
    let mut inputs = vec![card_form::number_input("4111 1111 1111 1111")];
    inputs.extend(card_form::other_inputs());
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let action = format!("/bind/card/form/{}", binding.token);
    let save = ("pay", Bilingual { ru: "Привязать карту", en: "Save the card" });
    with_facts(binding, Bilingual { ru: "Привязка карты", en: "Saving a card" })
        .paragraph(Bilingual {
            ru: "Сумму придержат на карте и сразу отпустят.",
            en: "The amount is held on the card and released at once.",
        })
        .form(&action, &[card_form::section(inputs, problems)], ACTION, &[save, CANCEL])
        .respond(status)
}

/// The payer's part is over: the page of the result, or straight back to the shop.
pub(super) fn result(binding: &Binding, just_submitted: bool) -> Response<Bytes> {
    let way_back = binding.way_back().unwrap_or_default();
    let auto_return = binding.opening.auto_return.filter(|_| just_submitted);
    if auto_return == Some(0) {
        let mut response = response(StatusCode::SEE_OTHER, [(header::CACHE_CONTROL, "no-store")], "");
        response.headers_mut().extend(HeaderValue::try_from(way_back).ok().map(|url| (header::LOCATION, url)));
        return response;
    }
    let title = match binding.state() {
        State::Saved(_) => Bilingual { ru: "Карта привязана", en: "The card is saved" },
        State::Processing(_) => {
            Bilingual { ru: "Карта привязывается", en: "The card is being saved" }
        }
        State::Canceled | State::New => {
            Bilingual { ru: "Карта не привязана", en: "The card was not saved" }
        }
    };
    let mut page = with_facts(binding, title);
    if let Some(seconds) = auto_return {
        page = page.go_on_after(seconds, way_back);
    }
    page.link(way_back, Bilingual { ru: "Вернуться в магазин", en: "Back to the shop" }).respond(StatusCode::OK)
}

fn with_facts(binding: &Binding, title: Bilingual) -> Page {
    let opening = &binding.opening;
    let amount = format!("{}.{:02} ₽", opening.amount / 100, opening.amount % 100);
    let mut facts = vec![
        (Bilingual { ru: "Сумма", en: "Amount" }, amount.as_str()),
        (Bilingual { ru: "Описание", en: "Description" }, opening.description.as_str()),
    ];
    if let State::Processing(card) | State::Saved(card) = binding.state() {
        facts.push((Bilingual { ru: "Карта", en: "Card" }, card.mask.as_str()));
    }
    Page::new(title).facts(&facts)
}

/// The form does not open.
pub(super) fn refused(refusal: &Refusal) -> Response<Bytes> {
    let code = refusal.code.to_string();
    Page::new(Bilingual { ru: "Форма не открылась", en: "The form did not open" })
        .facts(&[
            (Bilingual { ru: "Код", en: "Code" }, code.as_str()),
            (Bilingual { ru: "Причина", en: "Reason" }, refusal.message.as_str()),
        ])
        .respond(refusal.status)
}

pub(super) fn not_found() -> Response<Bytes> {
    Page::new(Bilingual { ru: "Такой страницы нет", en: "There is no such page" })
        .paragraph(Bilingual {
            ru: "Вернитесь в магазин и начните сначала.",
            en: "Go back to the shop and begin again.",
        })
        .respond(StatusCode::NOT_FOUND)
}

pub(super) fn unreadable() -> Response<Bytes> {
    Page::new(Bilingual { ru: "Форма не прочитана", en: "The form was not read" })
        .paragraph(Bilingual {
            ru: "Отправьте форму, которая была на странице, одной из её кнопок.",
            en: "Submit the form of the page by one of its buttons.",
        })
        .respond(StatusCode::BAD_REQUEST)
}

/// What a web server says of an address that leads nowhere.
pub(super) fn no_such_path() -> Response<Bytes> {
    let html = "<!doctype html><title>404</title><h1>Not Found</h1>";
    response(StatusCode::NOT_FOUND, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html)
}
