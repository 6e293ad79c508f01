//! `status`.

use payments_contract::{Case, Checked, Exchange, Suite};
use payneteasy_client::{
    Client, Currency, ErrorCode, Money, ResponseFormat,
    common::CardMask,
    order::{ClientOrderId, OrderId, OrderStatus, SerialNumber, Status, TransactionType},
};

use crate::failures::{self, unreadable};
use crate::fixtures::{ENDPOINT, GROUP, ORDER, client, client_for};

pub(crate) fn register(suite: &mut Suite) {
    let row = suite.row("status");
    row.also_at("api/v4/status/group/{endpoint_group_id}");
    row.case(Case::success("approved"), approved);
    row.case(Case::success("processing"), processing);
    row.case(Case::success("unknown"), unknown);
    row.case(Case::success("by_endpoint_group"), by_endpoint_group);
    row.case(Case::success("json"), json);

    failures::register(row, "approved", |client| Ok(by_order_id(client)));
    for answer in [
        unreadable("truncated", "the response cannot be read, at status: missing"),
        unreadable("without_status", "the response cannot be read, at status: missing"),
    ] {
        failures::malformed(row, "approved", |client| Ok(by_order_id(client)), answer);
    }
    row.not_applicable("recurring_payment_not_found", "the call names no recurring payment");
    row.not_applicable("security_code_required", "the call names no card");
    row.not_applicable("without_redirect_url", "a state needs no address to send the payer to");
    row.not_applicable(
        "without_order_id",
        "a state can do without the number, which the caller may not have had either",
    );
    row.not_applicable("without_an_id", "the documented answer has none");
}

fn question(client: &Client) -> Status {
    Status::new(client.endpoint(ENDPOINT), ClientOrderId::new(ORDER))
}

pub(crate) fn by_order_id(client: &Client) -> Status {
    question(client).order_id(OrderId::new("6863810"))
}

async fn approved(exchange: Exchange) -> Checked {
    let client = client(&exchange)?;
    let order = client.send(&by_order_id(&client)).await?;

    assert_eq!(order.status, OrderStatus::Approved);
    assert!(order.status.is_final() && !order.status.needs_manual_check());
    assert_eq!(order.client_order_id, Some(ClientOrderId::new(ORDER)));
    assert_eq!(order.order_id, Some(OrderId::new("6863810")));
    assert_eq!(order.serial_number, Some(SerialNumber::new("00000000-0000-0000-0000-000002ddbfa9")));
    assert_eq!(order.amount, Some(Money::parse("100.00", Currency::USD)?));
    assert_eq!(order.transaction_type, Some(TransactionType::Transfer));
    assert_eq!(order.stage, Some("transfer_approved".into()));
    assert!(order.payer_action.is_none());
    assert_eq!(order.source_card.as_ref().map(CardMask::as_str), Some("404775******4320"));
    assert_eq!(order.destination_card.as_ref().map(CardMask::as_str), Some("426873******6312"));
    assert_eq!((&order.error_code, &order.error_message), (&None, &None), "empty, and the word null");

    assert_eq!(order.fields.iter().count(), 23, "what has no field of its own is there too");
    assert_eq!(order.fields.get("processor-tx-id"), Some("PNTEST-159884"));
    assert_eq!(order.fields.get("paynet-processing-date"), Some("2022-12-07 16:58:12 MSK"));
    assert!(!format!("{order:?}").contains("Test Test"), "the card holder is a person");
    Ok(())
}

async fn processing(exchange: Exchange) -> Checked {
    let client = client(&exchange)?;
    let order = client.send(&question(&client)).await?;

    assert_eq!(order.status, OrderStatus::Processing);
    assert!(!order.status.is_final() && !order.status.needs_manual_check());
    assert_eq!(order.stage, Some("transfer_3d_validating".into()));
    assert_eq!(order.source_card.as_ref().map(CardMask::as_str), Some("4320"));
    assert_eq!(order.destination_card, None);
    let action = order.payer_action.as_ref().ok_or("the payer has nothing to do")?;
    let page = concat!(
        "<html>\n<body onload=\"document.forms[0].submit()\">\n",
        "<form method=\"post\" action=\"https://acs.example/3ds?a=1&b=2\"></form></body></html>\n",
    );
    assert_eq!(action.html, Some(page.into()), "with its own line feeds, and without the one after it");
    assert_eq!(action.redirect_to, Some("https://sandbox.payneteasy.com/paynet/redirect/3ds/17".into()));
    let shown = format!("{order:?}");
    assert!(!shown.contains("acs.example") && !shown.contains("redirect/3ds"), "both identify the payment: {shown}");
    Ok(())
}

async fn unknown(exchange: Exchange) -> Checked {
    let client = client(&exchange)?;
    let request = SerialNumber::new("00000000-0000-0000-0000-000002ddbfa2");
    let order = client.send(&by_order_id(&client).by_request(request)).await?;

    assert_eq!(order.status, OrderStatus::Unknown);
    assert!(!order.status.is_final(), "the result is unknown, so it must not be final");
    assert!(order.status.needs_manual_check());
    assert_eq!(order.error_code.as_ref().map(ErrorCode::as_str), Some("578"));
    assert_eq!(order.error_message, Some("Acquirer did not answer".into()));
    assert_eq!((&order.amount, &order.transaction_type, &order.stage), (&None, &None, &None));
    assert!(order.payer_action.is_none() && order.source_card.is_none() && order.destination_card.is_none());
    Ok(())
}

async fn by_endpoint_group(exchange: Exchange) -> Checked {
    let client = client(&exchange)?;
    let question = Status::new(client.endpoint_group(GROUP), ClientOrderId::new(ORDER));
    let order = client.send(&question.order_id(OrderId::new("6863917"))).await?;

    assert_eq!(order.status, OrderStatus::Declined);
    assert!(order.status.is_final());
    assert_eq!(order.order_id, Some(OrderId::new("6863917")));
    assert_eq!(order.amount, None, "no amount can be made of a currency outside ISO 4217");
    assert_eq!((order.fields.get("amount"), order.fields.get("currency")), (Some("100.00"), Some("BTC")));
    assert_eq!(order.error_code.as_ref().map(ErrorCode::as_str), Some("24"));
    assert_eq!(order.error_message, Some("Insufficient funds".into()));
    Ok(())
}

async fn json(exchange: Exchange) -> Checked {
    let client = client_for(&exchange, ResponseFormat::Json)?;
    let order = client.send(&by_order_id(&client)).await?;

    assert_eq!(order.status, OrderStatus::Filtered);
    assert!(order.status.is_final());
    assert_eq!(order.order_id, Some(OrderId::new("6863810")), "a number in the answer");
    assert_eq!(order.amount, Some(Money::parse("100.50", Currency::USD)?), "a number too");
    assert_eq!(order.error_code.as_ref().map(ErrorCode::as_str), Some("8876"));
    assert_eq!(order.error_message, Some("Filtered by fraud control".into()));
    assert_eq!(order.source_card.as_ref().map(CardMask::as_str), Some("4320"));
    assert!(order.payer_action.is_none(), "null is nothing");
    Ok(())
}
