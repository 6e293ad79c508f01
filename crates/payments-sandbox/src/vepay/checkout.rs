//! What the payer's browser does.

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, State};
use axum::response::Response;

use super::cards::TestCard;
use super::pages;
use super::registration::{Entered, Registration};
use super::request::CardType;
use super::{Service, store::Store};
use crate::card_form::{ACTION, NUMBER, Problems, Reader, Typed};
use crate::page::Bilingual;

/// GET: the form, or what became of it. Either kind of card has its own address.
pub(super) fn open(State(service): State<Service>, kind: CardType, Path(id): Path<String>) -> Response {
    match find(&mut service.store(), kind, &id) {
        Some(registration) if registration.is_waiting() => pages::form(registration, &Problems::new()),
        Some(registration) => pages::result(registration, false),
        None => pages::not_found(),
    }
}

/// A button was pressed. A form sent twice finds nothing to do the second time.
pub(super) fn submit(
    State(service): State<Service>,
    kind: CardType,
    Path(id): Path<String>,
    form: Result<Form<Typed>, FormRejection>,
) -> Response {
    let Ok(Form(typed)) = form else {
        return pages::unreadable();
    };
    let mut store = service.store();
    let Some(registration) = find(&mut store, kind, &id) else {
        return pages::not_found();
    };
    let (id, was_waiting) = (registration.id, registration.is_waiting());
    match typed.get(ACTION).map(String::as_str) {
        Some("pay") if was_waiting => match read(registration, &typed) {
            Ok(entered) => store.pay(id, entered),
            Err(problems) => return pages::form(registration, &problems),
        },
        Some("cancel") => registration.cancel(),
        Some("pay") => {}
        _ => return pages::unreadable(),
    }
    let Some(registration) = store.registration(id) else {
        return pages::not_found();
    };
    if was_waiting {
        service.tell_partner(registration);
    }
    pages::result(registration, true)
}

fn find<'a>(store: &'a mut Store, kind: CardType, id: &str) -> Option<&'a mut Registration> {
    store.registration(id.parse().ok()?).filter(|registration| registration.request.card_type == kind)
}

fn read(registration: &Registration, typed: &Typed) -> Result<Entered, Problems> {
    let mut reader = Reader::new(typed);
    let card = registration.request.card.or_else(|| TestCard::find(&reader.number()));
    let problem = Bilingual {
        ru: "Здесь принимают только тестовые карты, например 4111 1111 1111 1111",
        en: "Only test cards are accepted here, such as 4111 1111 1111 1111",
    };
    reader.require(card.is_some(), NUMBER, problem);
    let rest = (registration.request.card_type == CardType::Payments).then(|| {
        reader.code();
        (reader.expiry(), reader.holder())
    });
    let rest = rest.and_then(|(expiry, holder)| Some((expiry?, holder)));
    reader.finish(card.map(|card| Entered { card, rest }))
}
