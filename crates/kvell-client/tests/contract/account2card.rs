//! `orders/account2card`.

use kvell_client::card::CardToken;
use kvell_client::common::{Json, Outcome};
use kvell_client::order::{OrderId, OrderStatus};
use kvell_client::payout::{Account2Card, Account2CardResponse};
use kvell_client::{CardNumber, Currency, Money, RsaMessage, TransactionId};
use payments_contract::{Case, Checked, Exchange, Failure, Suite};
use serde_json::json;

use crate::failures;
use crate::fixtures::{TOKEN, TRANSACTION, builder, client, customer, payout_signer, transaction};

pub(crate) fn register(suite: &mut Suite) {
    let row = suite.row("orders/account2card");
    row.case(Case::success("by_number"), by_number);
    row.case(Case::success("flat").sends("by_number"), flat);
    row.case(Case::success("otp").sends("by_number"), otp);
    row.case(Case::success("to_saved_card"), to_saved_card);
    row.case(Case::success("body_and_secret"), body_and_secret);
    failures::register(row, "by_number", request);
}

fn roubles(kopecks: i64) -> Money {
    Money::from_minor_units(kopecks, Currency::RUB)
}

pub(crate) fn request() -> Result<Account2Card, Failure> {
    let (card, description) = (CardNumber::new("4111111111111111")?, "Выплата по заявке 1 & \"бонус\"");
    Ok(Account2Card::to_card(card, roubles(10_000), description, transaction()?)
        .customer("79991234567")
        .extra_data(Json::new(&json!({"order": 17}))?)
        .fiscal_data(Json::new(&json!({"receipt": {"items": []}}))?))
}

async fn by_number(exchange: Exchange) -> Checked {
    is_processing(&client(&exchange)?.send(&request()?).await?);
    Ok(())
}

async fn body_and_secret(exchange: Exchange) -> Checked {
    let client = builder(&exchange)?.payout_signer(payout_signer()?, RsaMessage::BodyAndSecret).build()?;
    is_processing(&client.send(&request()?).await?);
    Ok(())
}

fn is_processing(response: &Account2CardResponse) {
    let order = &response.order;
    assert_eq!(order.id.as_ref().map(OrderId::as_str), Some("8dcb02c9-a5f5-476a-86f8-d5eacaf313bf"));
    assert_eq!(order.transaction.as_ref().map(TransactionId::as_str), Some(TRANSACTION));
    assert_eq!((&order.status, response.waits_for_otp()), (&OrderStatus::Processing, false));
    assert_eq!((&order.amount, &order.commission), (&Some(roubles(10_000)), &Some(roubles(5))));
    assert_eq!(order.description, Some("Выплата по заявке 1".into()));
    assert_eq!(order.created_at.as_ref().map(AsRef::as_ref), Some("2025-04-28T17:01:28.591290Z"));
}

async fn flat(exchange: Exchange) -> Checked {
    let response = client(&exchange)?.send(&request()?).await?;
    assert_eq!(response.order.id.as_ref().map(OrderId::as_str), Some("170444"));
    assert_eq!((response.order.status, response.order.amount), (OrderStatus::Completed, Some(roubles(10_000))));
    Ok(())
}

async fn otp(exchange: Exchange) -> Checked {
    let response = client(&exchange)?.send(&request()?).await?;
    assert!(response.waits_for_otp() && !response.order.status.is_final());
    assert!(response.order.id.is_none() && response.order.transaction.is_none() && response.order.amount.is_none());
    Ok(())
}

async fn to_saved_card(exchange: Exchange) -> Checked {
    let (token, amount) = (CardToken::new(TOKEN), roubles(100));
    let request = Account2Card::to_saved_card(customer(), token, amount, "Выплата по заявке 1", transaction()?);
    let unsigned = builder(&exchange)?.build()?.send(&request).await;
    let unsigned = unsigned.err().ok_or("a payout was sent without a signer")?;
    assert_eq!(unsigned.outcome(), Outcome::NotSent);
    let response = client(&exchange)?.send(&request).await?;
    assert_eq!((response.order.status, response.order.amount), (OrderStatus::Completed, Some(roubles(100))));
    Ok(())
}
