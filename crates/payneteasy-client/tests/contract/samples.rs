//! One request of each endpoint in each response format, for generated responses.

use payments_contract::{Essence, Sample, Suite};
use payneteasy_client::ResponseFormat::{Form, Json};
use payneteasy_client::{
    card::{CardReferenceId, CreateCardRef, CreateCardRefResponse, RecurringPaymentId},
    order::{OrderId, Return, ReturnResponse, Status, StatusResponse},
    transfer::{TransferForm, TransferFormResponse},
};

use crate::fixtures::send;
use crate::{create_card_ref, returns, status, transfer_form};

const TEXTS: &str = "a form has nothing but texts";

pub(crate) fn register(suite: &mut Suite) {
    suite.echoes(&["merchant-order-id", "paynet-order-id"]);
    suite.operations(&["paynet-order-id", "redirect-url", "recurring-payment-id", "card-ref-id"]);

    let form = |wire: &_| send::<TransferForm>(wire, Form, transfer_form::pan_to_form);
    let json = |wire: &_| send::<TransferForm>(wire, Json, transfer_form::pan_to_form);
    suite.sample(Sample::new::<TransferForm>("pan_to_form", form, payment_form).without_optional_members(TEXTS));
    suite.sample(Sample::new::<TransferForm>("json", json, payment_form).required(&[
        "type",
        "paynet-order-id",
        "redirect-url",
    ]));

    let form = |wire: &_| send::<Status>(wire, Form, |client| Ok(status::by_order_id(client)));
    let json = |wire: &_| send::<Status>(wire, Json, |client| Ok(status::by_order_id(client)));
    suite.sample(Sample::new::<Status>("approved", form, order_state).without_optional_members(TEXTS));
    suite.sample(Sample::new::<Status>("json", json, order_state).required(&["type", "status"]));

    let form = |wire: &_| send::<Return>(wire, Form, |client| Ok(returns::request(client)));
    let json = |wire: &_| send::<Return>(wire, Json, |client| Ok(returns::request(client)));
    suite.sample(Sample::new::<Return>("whole", form, accepted).without_optional_members(TEXTS));
    suite.sample(Sample::new::<Return>("json", json, accepted).required(&["type"]));

    let form = |wire: &_| send::<CreateCardRef>(wire, Form, |client| Ok(create_card_ref::request(client)));
    let json = |wire: &_| send::<CreateCardRef>(wire, Json, |client| Ok(create_card_ref::request(client)));
    let nothing = "the answer names the saved card and nothing else";
    suite.sample(
        Sample::new::<CreateCardRef>("created", form, card_ref).without_echo(nothing).without_optional_members(TEXTS),
    );
    suite.sample(Sample::new::<CreateCardRef>("json", json, card_ref).without_echo(nothing).required(&["type"]));
}

fn accepted(accepted: &ReturnResponse) -> Essence {
    let order_id = accepted.order_id.as_ref().map(OrderId::as_str);
    vec![line("paynet-order-id", order_id)]
}

fn line(place: &str, text: Option<&str>) -> (String, String) {
    (place.to_owned(), text.unwrap_or_default().to_owned())
}

fn payment_form(form: &TransferFormResponse) -> Essence {
    vec![
        line("paynet-order-id", Some(form.order_id.as_str())),
        line("redirect-url", form.redirect_url.as_ref().map(|address| address.expose().as_str())),
    ]
}

fn order_state(state: &StatusResponse) -> Essence {
    let order_id = state.order_id.as_ref().map(OrderId::as_str);
    vec![line("status", Some(state.status.as_str())), line("paynet-order-id", order_id)]
}

/// One of the two ids is enough.
fn card_ref(card: &CreateCardRefResponse) -> Essence {
    let recurring = card.recurring_payment_id.as_ref().map(RecurringPaymentId::expose);
    let reference = card.card_reference_id.as_ref().map(CardReferenceId::expose);
    vec![line("recurring-payment-id", recurring), line("card-ref-id", reference)]
}
