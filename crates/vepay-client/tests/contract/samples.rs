//! One sample request of each endpoint, for generated responses.

use payments_contract::{Essence, Sample, Suite};
use vepay_client::OperationId;
use vepay_client::account::{Check, CheckResponse};
use vepay_client::card::{
    Card, CardDel, CardDelResponse, CardGet, CardGetResponse, CardId, CardInfo, CardReg, CardRegResponse, CardUse,
};

use crate::fixtures::send;
use crate::registration;

const NO_NUMBER: &str = "the answer has no number";

pub(crate) fn register(suite: &mut Suite) {
    suite.echoes(&["card.id"]).operations(&["id", "extid", "url"]);
    suite.sample(
        Sample::new::<CardReg>("documented", |wire| send(wire, &registration::documented_request()?), registered)
            .without_echo("the answer has the number that Vepay gave, and none that the request named")
            .required(&["status", "id", "url"]),
    );
    suite.sample(
        Sample::new::<CardGet>("documented", |wire| send(wire, &card_get()), card_state)
            .without_echo("the answer has the card's number, and the request named the registration's")
            .names_no_operation(NO_NUMBER)
            .required(&["status", "card", "card.id"]),
    );
    suite.sample(
        Sample::new::<CardInfo>("payout", |wire| send(wire, &CardInfo::new(CardId::new(356), CardUse::Payout)), card)
            .names_no_operation(NO_NUMBER)
            .required(&["status", "card", "card.id"]),
    );
    suite.sample(
        Sample::new::<CardDel>("deleted", |wire| send(wire, &CardDel::new(CardId::new(356))), deleted)
            .without_echo(NO_NUMBER)
            .names_no_operation(NO_NUMBER)
            .required(&["status"]),
    );
    suite.sample(
        Sample::new::<Check>("there", |wire| send(wire, &Check::new()), checked)
            .without_echo(NO_NUMBER)
            .names_no_operation(NO_NUMBER)
            .required(&["status"]),
    );
}

fn card_get() -> CardGet {
    CardGet::new(OperationId::new(101_464), CardUse::Payout)
}

fn line(place: &str, text: &str) -> (String, String) {
    (place.to_owned(), text.to_owned())
}

fn registered(answer: &CardRegResponse) -> Essence {
    let id = answer.id.get().to_string();
    vec![line("status", answer.status.as_str()), line("id", &id), line("url", answer.url.as_str())]
}

fn card_state(state: &CardGetResponse) -> Essence {
    let id = state.card.as_ref().map(|card| card.id.get().to_string()).unwrap_or_default();
    vec![line("status", state.status.as_str()), line("card.id", &id)]
}

fn card(card: &Card) -> Essence {
    vec![line("card.id", &card.id.get().to_string())]
}

fn deleted(answer: &CardDelResponse) -> Essence {
    vec![line("status", answer.status.as_str())]
}

fn checked(answer: &CheckResponse) -> Essence {
    vec![line("status", answer.status.as_str())]
}
