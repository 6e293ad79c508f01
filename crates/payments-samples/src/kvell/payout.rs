//! Payouts.

use kvell_client::card::CardToken;
use kvell_client::common::Json;
use kvell_client::order::{OrderId, OrderStatus};
use kvell_client::payout::{Account2Card, Account2CardResponse, Recipient};
use kvell_client::{CardNumber, Currency, CustomerKey, Money, TransactionId};
use serde_json::json;

use super::order::{REQUIRED, essence};
use super::{CUSTOMER, NO_CONTROLS, NOT_EMPTY, TOKEN, TRANSACTION, customer, roubles, transaction};
use crate::{Checked, Failure, Marks, Sample, Sampled};

const ABOVE_ZERO: &str = "must be above zero";
const AN_OBJECT: &str = "must be a JSON object";
const NOT_DOTS: &str = "must not be dots: the status query has it in its address";

impl Sampled for Account2Card {
    fn sample() -> Sample<Self> {
        Sample::new("by_number", by_number, is_processing)
            .answered("flat", |response| {
                let order = response.order;
                assert_eq!(order.id.as_ref().map(OrderId::as_str), Some("170444"));
                assert_eq!((order.status, order.amount), (OrderStatus::Completed, Some(roubles(10_000))));
                Ok(())
            })
            .answered("otp", |response| {
                let order = &response.order;
                assert!(response.waits_for_otp() && !order.status.is_final());
                assert!(order.id.is_none() && order.transaction.is_none() && order.amount.is_none());
                Ok(())
            })
            .by_other_client("body_and_secret", is_processing)
            .case("to_saved_card", to_saved_card, |response| {
                let order = response.order;
                assert_eq!((order.status, order.amount), (OrderStatus::Completed, Some(roubles(100))));
                Ok(())
            })
            .marked(|marks| {
                let payout = Self::new(Recipient::card(marks.card()), roubles(100), marks.person(), transaction()?);
                with_personal_data(payout, marks)
            })
            .marked(|marks| {
                let (customer, token) = (CustomerKey::new(marks.person()), CardToken::new(marks.token()));
                let payout =
                    Self::new(Recipient::saved_card(customer, token), roubles(100), marks.person(), transaction()?);
                with_personal_data(payout, marks)
            })
            .essence(|response| essence(&response.order), REQUIRED)
            .stored_recovery("ask/order/5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55")
            .broken("an empty text", || of(roubles(100), "", TRANSACTION), "description", NOT_EMPTY)
            .broken("an empty text", || of(roubles(100), "Payout 17", ""), "transaction", NOT_EMPTY)
            .broken("an empty text", || Ok(by_number()?.customer("")), "customer", NOT_EMPTY)
            .broken("an empty text", || to_card_of("", TOKEN), "customer_card.customer_key", NOT_EMPTY)
            .broken("an empty text", || to_card_of(CUSTOMER, ""), "customer_card.customer_card_token", NOT_EMPTY)
            .broken("a line feed", || of(roubles(100), "a\nb", TRANSACTION), "description", NO_CONTROLS)
            .broken("a line feed", || of(roubles(100), "Payout 17", "a\nb"), "transaction", NO_CONTROLS)
            .broken("a line feed", || Ok(by_number()?.customer("a\nb")), "customer", NO_CONTROLS)
            .broken("a line feed", || to_card_of("a\nb", TOKEN), "customer_card.customer_key", NO_CONTROLS)
            .broken("a line feed", || to_card_of(CUSTOMER, "a\nb"), "customer_card.customer_card_token", NO_CONTROLS)
            .broken("`..`", || of(roubles(100), "Payout 17", ".."), "transaction", NOT_DOTS)
            .broken("0 kopecks", || of(roubles(0), "Payout 17", TRANSACTION), "amount", ABOVE_ZERO)
            .broken("-1 kopeck", || of(roubles(-1), "Payout 17", TRANSACTION), "amount", ABOVE_ZERO)
            .broken("a dollar", || of(dollar(), "Payout 17", TRANSACTION), "amount", "must be roubles")
            .broken("a list", || Ok(by_number()?.extra_data(list()?)), "extra_data", AN_OBJECT)
            .broken("a list", || Ok(by_number()?.fiscal_data(list()?)), "fiscal_data", AN_OBJECT)
    }
}

fn by_number() -> Result<Account2Card, Failure> {
    Ok(of(roubles(10_000), "Выплата по заявке 1 & \"бонус\"", TRANSACTION)?
        .customer("79991234567")
        .extra_data(Json::new(&json!({"order": 17}))?)
        .fiscal_data(Json::new(&json!({"receipt": {"items": []}}))?))
}

fn to_saved_card() -> Result<Account2Card, Failure> {
    let token = CardToken::new(TOKEN);
    Ok(Account2Card::new(Recipient::saved_card(customer(), token), roubles(100), "Выплата по заявке 1", transaction()?))
}

fn with_personal_data(payout: Account2Card, marks: &Marks) -> Result<Account2Card, Failure> {
    let data = Json::new(&json!({ "name": marks.person() }))?;
    Ok(payout.customer(marks.person()).extra_data(data.clone()).fiscal_data(data))
}

fn of(amount: Money, description: &str, transaction: &str) -> Result<Account2Card, Failure> {
    let card = CardNumber::new("4111111111111111")?;
    Ok(Account2Card::new(Recipient::card(card), amount, description, TransactionId::from_any_text(transaction)))
}

fn to_card_of(customer: &str, token: &str) -> Result<Account2Card, Failure> {
    let (customer, token) = (CustomerKey::new(customer), CardToken::new(token));
    Ok(Account2Card::new(Recipient::saved_card(customer, token), roubles(100), "Payout 17", transaction()?))
}

fn dollar() -> Money {
    Money::from_minor_units(100, Currency::USD)
}

fn list() -> Result<Json, Failure> {
    Ok(Json::new(&[17])?)
}

fn is_processing(response: Account2CardResponse) -> Checked {
    assert!(!response.waits_for_otp());
    let order = response.order;
    assert_eq!(order.id.ok_or("there is no id")?.as_str(), "8dcb02c9-a5f5-476a-86f8-d5eacaf313bf");
    assert_eq!(order.transaction.ok_or("there is no transaction")?.as_str(), TRANSACTION);
    assert_eq!(order.status, OrderStatus::Processing);
    assert_eq!((order.amount, order.commission), (Some(roubles(10_000)), Some(roubles(5))));
    assert_eq!(order.description, Some("Выплата по заявке 1".into()));
    assert_eq!(order.created_at.as_ref().map(AsRef::as_ref), Some("2025-04-28T17:01:28.591290Z"));
    Ok(())
}
