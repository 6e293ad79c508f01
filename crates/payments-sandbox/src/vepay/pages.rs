//! The payer's pages.

use axum::http::{Response, StatusCode};
use bytes::Bytes;

use super::registration::{Registration, State};
use super::request::CardType;
use crate::card_form::{self, ACTION, CANCEL, Problems};
use crate::page::{Bilingual, Page};
use crate::summary::{PayerPage, Summary};

/// How long the last page waits before it sends the browser on.
const PAUSE_SECONDS: u32 = 3;

/// The path of the page.
pub(super) fn path(registration: &Registration) -> String {
    match registration.request.card_type {
        CardType::Payments => format!("/pay/form/{}", registration.id),
        CardType::Payouts => format!("/mfo/default/outcard/{}", registration.id),
    }
}

impl Registration {
    pub(super) fn summary(&self) -> Summary {
        let state = match self.state() {
            State::Waiting => "0",
            State::Done(..) => "1",
            State::Failed(..) => "2",
        };
        Summary {
            id: self.id.to_string(),
            reference: self.request.extid.clone(),
            state: state.to_owned(),
            sum: None,
            page: self.is_waiting().then(|| PayerPage::get(path(self))),
        }
    }
}

/// Asks for what the kind of card needs.
pub(super) fn form(registration: &Registration, problems: &Problems) -> Response<Bytes> {
    let preset = registration.request.card.is_some();
    let mut inputs = Vec::new();
    if !preset {
        inputs.push(card_form::number_input("4111 1111 1111 1111"));
    }
    let pays = registration.request.card_type == CardType::Payments;
    if pays {
        inputs.extend(card_form::other_inputs());
    }
    let explanation = if pays {
        Bilingual {
            ru: "Чтобы проверить карту, с неё спишут 11 рублей и вернут.",
            en: "To check the card, 11 roubles are taken and given back.",
        }
    } else {
        Bilingual {
            ru: "На карту будут приходить деньги.", en: "Money will be sent to this card."
        }
    };
    let save = ("pay", Bilingual { ru: "Сохранить карту", en: "Save the card" });
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    with_facts(registration, Bilingual { ru: "Регистрация карты", en: "Card registration" })
        .paragraph(explanation)
        .form(&path(registration), &[card_form::section(inputs, problems)], ACTION, &[save, CANCEL])
        .respond(status)
}

/// The registration is over.
pub(super) fn result(registration: &Registration, just_submitted: bool) -> Response<Bytes> {
    let title = match registration.state() {
        State::Done(..) => Bilingual { ru: "Карта сохранена", en: "The card is saved" },
        State::Failed(..) | State::Waiting => {
            Bilingual { ru: "Карта не сохранена", en: "The card was not saved" }
        }
    };
    let mut page = with_facts(registration, title);
    if let State::Failed(reason, _) = registration.state() {
        let reason = reason.message;
        page = page.facts(&[(Bilingual { ru: "Причина", en: "Reason" }, reason)]);
    }
    if let Some(url) = registration.way_back() {
        if just_submitted {
            page = page.go_on_after(PAUSE_SECONDS, &url);
        }
        page = page.link(&url, Bilingual { ru: "Вернуться на сайт", en: "Back to the site" });
    }
    page.respond(StatusCode::OK)
}

fn with_facts(registration: &Registration, title: Bilingual) -> Page {
    let mut facts = Vec::new();
    let amount = format!("{} ₽", registration.amount() / 100);
    if registration.request.card_type == CardType::Payments {
        facts.push((Bilingual { ru: "Сумма", en: "Amount" }, amount.as_str()));
    }
    let card = registration.entered().map(|entered| entered.card).or(registration.request.card);
    let card = card.map(super::cards::TestCard::mask);
    facts.extend(card.as_deref().map(|card| (Bilingual { ru: "Карта", en: "Card" }, card)));
    Page::new(title).facts(&facts)
}

pub(super) fn not_found() -> Response<Bytes> {
    Page::new(Bilingual { ru: "Такой страницы нет", en: "There is no such page" })
        .paragraph(Bilingual {
            ru: "Откройте адрес из url целиком.", en: "Open the whole address from url."
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
