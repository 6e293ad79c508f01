//! `create-card-ref`.

use payments_contract::{Case, Checked, Exchange, Suite};
use payneteasy_client::{
    Client, ResponseFormat,
    card::{CardReferenceId, CreateCardRef, CreateCardRefResponse, RecurringPaymentId, UniqueCardReferenceId},
    order::{ClientOrderId, OrderId, SerialNumber},
};

use crate::failures::{self, unreadable};
use crate::fixtures::{ENDPOINT, GROUP, ORDER, client, client_for};

pub(crate) fn register(suite: &mut Suite) {
    let row = suite.row("create-card-ref");
    row.also_at("api/v4/create-card-ref/group/{endpoint_group_id}");
    row.case(Case::success("created"), created);
    row.case(Case::success("by_endpoint_group"), by_endpoint_group);
    row.case(Case::success("by_card_reference").sends("created"), by_card_reference);
    row.case(Case::success("json"), json);

    failures::register(row, "created", |client| Ok(request(client)));
    for answer in [
        unreadable(
            "truncated",
            "the response cannot be read, at recurring-payment-id: expected digits, or card-ref-id",
        ),
        unreadable(
            "without_an_id",
            "the response cannot be read, at recurring-payment-id: expected digits, or card-ref-id",
        ),
    ] {
        failures::malformed(row, "created", |client| Ok(request(client)), answer);
    }
    row.not_applicable("recurring_payment_not_found", "the call makes a recurring payment and names none");
    row.not_applicable("security_code_required", "the call names no card");
    row.not_applicable("without_redirect_url", "the documented answer has none");
    row.not_applicable("without_order_id", "the documented answer has none");
    row.not_applicable("without_status", "the documented answer has none");
}

pub(crate) fn request(client: &Client) -> CreateCardRef {
    CreateCardRef::new(client.endpoint(ENDPOINT), ClientOrderId::new(ORDER), OrderId::new("6863810"))
}

async fn created(exchange: Exchange) -> Checked {
    let client = client(&exchange)?;
    is_whole(&client.send(&request(&client)).await?);
    Ok(())
}

async fn by_endpoint_group(exchange: Exchange) -> Checked {
    let client = client(&exchange)?;
    let terminal = client.endpoint_group(GROUP);
    let request = CreateCardRef::new(terminal, ClientOrderId::new(ORDER), OrderId::new("6863810"));
    let card = client.send(&request).await?;

    assert_eq!(card.recurring_payment_id.as_ref().map(RecurringPaymentId::expose), Some("2558897"));
    assert!(card.card_reference_id.is_none() && card.unique_card_reference_id.is_none());
    assert!(card.serial_number.is_none());
    Ok(())
}

async fn by_card_reference(exchange: Exchange) -> Checked {
    let client = client(&exchange)?;
    let card = client.send(&request(&client)).await?;

    assert!(card.recurring_payment_id.is_none());
    assert_eq!(card.card_reference_id, Some(CardReferenceId::new("1491854")));
    Ok(())
}

async fn json(exchange: Exchange) -> Checked {
    let client = client_for(&exchange, ResponseFormat::Json)?;
    is_whole(&client.send(&request(&client)).await?);
    Ok(())
}

fn is_whole(card: &CreateCardRefResponse) {
    assert_eq!(card.recurring_payment_id.as_ref().map(RecurringPaymentId::expose), Some("2558897"));
    assert_eq!(card.card_reference_id, Some(CardReferenceId::new("1491854")));
    assert_eq!(card.unique_card_reference_id, Some(UniqueCardReferenceId::new("558894")));
    assert_eq!(card.serial_number, Some(SerialNumber::new("00000000-0000-0000-0000-000002ddbfad")));
    assert!(!format!("{card:?}").contains("2558897"), "anyone who has the id and the key can charge the card");
}
