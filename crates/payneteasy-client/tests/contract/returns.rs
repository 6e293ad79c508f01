//! `return`.

use payments_contract::{Case, Checked, Exchange, Failure, Suite};
use payneteasy_client::order::{ClientOrderId, OrderId, Return, ReturnResponse, SerialNumber};
use payneteasy_client::{Client, Currency, Money, ResponseFormat};

use crate::failures::{self, unreadable};
use crate::fixtures::{ENDPOINT, GROUP, ORDER, client, client_for};

pub(crate) fn register(suite: &mut Suite) {
    let row = suite.row("return");
    row.also_at("api/v2/return/group/{endpoint_group_id}");
    row.case(Case::success("whole"), whole);
    row.case(Case::success("part"), part);
    row.case(Case::success("by_endpoint_group"), by_endpoint_group);
    row.case(Case::success("json"), json);

    failures::register(row, "whole", |client| Ok(request(client)));
    let cut = unreadable("truncated", "the response cannot be read, at type: expected async-response");
    failures::malformed(row, "whole", |client| Ok(request(client)), cut);
    row.not_applicable("recurring_payment_not_found", "the call names no recurring payment");
    row.not_applicable("security_code_required", "the call names no card");
    row.not_applicable("without_redirect_url", "the documented answer has none");
    row.not_applicable("without_order_id", "the number is that of the request");
    row.not_applicable("without_status", "the documented answer has none");
    row.not_applicable("without_an_id", "the documented answer has none");
}

pub(crate) fn request(client: &Client) -> Return {
    Return::new(client.endpoint(ENDPOINT), ClientOrderId::new(ORDER), OrderId::new("6863810"))
}

fn ten_fifty() -> Result<Money, Failure> {
    Ok(Money::parse("10.50", Currency::USD)?)
}

async fn whole(exchange: Exchange) -> Checked {
    let client = client(&exchange)?;
    is_complete(&client.send(&request(&client)).await?, "b1");
    Ok(())
}

async fn part(exchange: Exchange) -> Checked {
    let client = client(&exchange)?;
    let part = request(&client).amount(ten_fifty()?).comment("Returned goods");
    is_complete(&client.send(&part).await?, "b2");
    Ok(())
}

async fn by_endpoint_group(exchange: Exchange) -> Checked {
    let client = client(&exchange)?;
    let order = (ClientOrderId::new(ORDER), OrderId::new("6863810"));
    let accepted = client.send(&Return::new(client.endpoint_group(GROUP), order.0, order.1)).await?;

    assert!(accepted.order_id.is_none() && accepted.client_order_id.is_none() && accepted.serial_number.is_none());
    Ok(())
}

async fn json(exchange: Exchange) -> Checked {
    let client = client_for(&exchange, ResponseFormat::Json)?;
    is_complete(&client.send(&request(&client)).await?, "b1");
    Ok(())
}

fn is_complete(accepted: &ReturnResponse, end: &str) {
    assert_eq!(accepted.order_id, Some(OrderId::new("6863810")));
    assert_eq!(accepted.client_order_id, Some(ClientOrderId::new(ORDER)));
    let serial_number = format!("00000000-0000-0000-0000-000002ddbf{end}");
    assert_eq!(accepted.serial_number, Some(SerialNumber::new(serial_number)));
}
