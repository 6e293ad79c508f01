//! The pages of the hosted form.

use axum::http::{Response, StatusCode};
use bytes::Bytes;

use super::cards::Decision;
use super::entry::{CARD_NUMBER, CVV2, DESTINATION, EXPIRY, HOLDER, Problems};
use super::order::{Order, Stage};
use super::transfer::Source;
use crate::page::{Bilingual, Input, InputKind, Page, Section};
use crate::summary::{PayerPage, Summary};

pub(super) const PASSWORD: &str = "password";

impl Order {
    pub(super) fn summary(&self) -> Summary {
        let page = match self.stage() {
            Stage::Cards => Some(PayerPage::get(format!("/paynet/form/init/{}", self.token))),
            Stage::Password(_) => Some(PayerPage::get(format!("/paynet/form/3ds/{}", self.token))),
            Stage::Over => None,
        };
        Summary {
            id: self.id.to_string(),
            reference: Some(self.transfer.client_orderid.clone()),
            state: self.status().to_owned(),
            sum: Some(format!("{} {}", self.transfer.amount, self.transfer.currency)),
            page,
        }
    }
}

/// Asks for the cards the request did not name.
pub(super) fn cards(order: &Order, problems: &Problems) -> Response<Bytes> {
    let mut sections = Vec::new();
    if order.asks_for_source() {
        let title = Bilingual { ru: "С карты", en: "From card" };
        sections.push(section(title, source_inputs(), problems));
    }
    if order.asks_for_destination() {
        let title = Bilingual { ru: "На карту", en: "To card" };
        sections.push(section(title, vec![card_number(DESTINATION)], problems));
    }
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let pay = ("pay", Bilingual { ru: "Перевести", en: "Transfer" });
    with_facts(order, Bilingual { ru: "Перевод", en: "Transfer" })
        .form(&format!("/paynet/form/init/{}", order.token), &sections, "action", &[pay, CANCEL])
        .respond(status)
}

const CANCEL: (&str, Bilingual) = ("cancel", Bilingual { ru: "Отказаться", en: "Cancel" });

fn section(title: Bilingual, mut inputs: Vec<Input>, problems: &Problems) -> Section {
    for input in &mut inputs {
        input.error = problems.get(input.name).copied();
    }
    Section { title: Some(title), inputs }
}

fn source_inputs() -> Vec<Input> {
    let input = |name, label, example, kind| Input { name, label, example, kind, error: None };
    vec![
        card_number(CARD_NUMBER),
        input(EXPIRY, Bilingual { ru: "Срок", en: "Expires" }, "12/30", InputKind::FewDigits),
        input(CVV2, Bilingual { ru: "Код", en: "CVV2" }, "123", InputKind::FewDigits),
        input(HOLDER, Bilingual { ru: "Имя на карте", en: "Name on card" }, "IVAN IVANOV", InputKind::Text),
    ]
}

fn card_number(name: &'static str) -> Input {
    let label = Bilingual { ru: "Номер карты", en: "Card number" };
    Input { name, label, example: "4444 4444 4444 4448", kind: InputKind::Digits, error: None }
}

/// The page of the payer's bank.
pub(super) fn password(order: &Order) -> Response<Bytes> {
    let input = Input {
        name: PASSWORD,
        label: Bilingual { ru: "Пароль", en: "Password" },
        example: "",
        kind: InputKind::Secret,
        error: None,
    };
    let section = Section { title: None, inputs: vec![input] };
    let confirm = ("confirm", Bilingual { ru: "Подтвердить", en: "Confirm" });
    with_facts(order, Bilingual { ru: "Подтвердите перевод", en: "Confirm the transfer" })
        .paragraph(Bilingual {
            ru: "Это страница 3-D Secure. Верный пароль: hint.",
            en: "This is the 3-D Secure page. The right password is: hint.",
        })
        .form(&format!("/paynet/form/3ds/{}", order.token), &[section], "action", &[confirm, CANCEL])
        .respond(StatusCode::OK)
}

/// The order is over; `way` is where the browser goes and what it takes along.
pub(super) fn way_back(order: &Order, way: Option<(&str, Vec<(&str, String)>)>, at_once: bool) -> Response<Bytes> {
    let title = match order.end().map(|end| end.verdict) {
        Some(Decision::Approved) => Bilingual { ru: "Перевод принят", en: "Transfer approved" },
        Some(Decision::Unknown) | None => {
            Bilingual { ru: "Результат пока неизвестен", en: "The outcome is not known yet" }
        }
        Some(Decision::Declined(_) | Decision::Filtered | Decision::Error) => {
            Bilingual { ru: "Перевод не прошёл", en: "The transfer did not go through" }
        }
    };
    let page = with_facts(order, title);
    match way {
        Some((url, fields)) => {
            page.hand_over(url, &fields, Bilingual { ru: "Вернуться в магазин", en: "Back to the shop" }, at_once)
        }
        None => page,
    }
    .respond(StatusCode::OK)
}

/// What is paid, from where and to where, as far as it is known.
fn with_facts(order: &Order, title: Bilingual) -> Page {
    let amount = format!("{} {}", order.transfer.amount, order.transfer.currency);
    let from = match &order.transfer.source {
        Source::Deposit => Some("Счёт магазина · the merchant's account".to_owned()),
        Source::Form | Source::Card { .. } => order.source.as_ref().map(|source| source.face.masked()),
    };
    let to = order.destination.as_ref().map(super::cards::CardFace::masked);
    let mut facts = vec![
        (Bilingual { ru: "Сумма", en: "Amount" }, amount.as_str()),
        (Bilingual { ru: "Описание", en: "Description" }, order.transfer.description.as_str()),
    ];
    facts.extend(from.as_deref().map(|from| (Bilingual { ru: "Откуда", en: "From" }, from)));
    facts.extend(to.as_deref().map(|to| (Bilingual { ru: "Куда", en: "To" }, to)));
    Page::new(title).facts(&facts)
}

pub(super) fn not_found() -> Response<Bytes> {
    Page::new(Bilingual { ru: "Такой страницы нет", en: "There is no such page" })
        .paragraph(Bilingual {
            ru: "Откройте адрес из redirect-url целиком.",
            en: "Open the whole address from redirect-url.",
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
