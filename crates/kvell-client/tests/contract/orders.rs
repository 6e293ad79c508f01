//! `orders` and `collections/banks`.

use kvell_client::bank::BankList;
use kvell_client::order::{OrderByTransaction, OrderId, OrderStatus};
use kvell_client::refusal::request_id;
use kvell_client::{Currency, Money, TransactionId};
use payments_contract::{Case, Checked, Exchange, Failure, Suite};

use crate::failures;
use crate::fixtures::{REQUEST_ID, TRANSACTION, client, transaction};

pub(crate) fn register(suite: &mut Suite) {
    let row = suite.row("orders");
    row.case(Case::success("flat"), flat);
    row.case(Case::success("within_order").sends("flat"), flat);
    row.case(Case::success("numbers_as_texts").sends("flat"), numbers_as_texts);
    row.case(Case::success("only_a_status").sends("flat"), only_a_status);
    failures::register(row, "flat", request);

    let row = suite.row("collections/banks");
    row.case(Case::success("recorded"), banks);
    failures::register(row, "recorded", || Ok(BankList::new()));
}

pub(crate) fn request() -> Result<OrderByTransaction, Failure> {
    Ok(OrderByTransaction::new(transaction()?))
}

fn roubles(kopecks: i64) -> Money {
    Money::from_minor_units(kopecks, Currency::RUB)
}

async fn flat(exchange: Exchange) -> Checked {
    let order = client(&exchange)?.send(&request()?).await?;
    assert_eq!(order.id.as_ref().map(OrderId::as_str), Some("8dcb02c9-a5f5-476a-86f8-d5eacaf313bf"));
    assert_eq!(order.transaction.as_ref().map(TransactionId::as_str), Some(TRANSACTION));
    assert_eq!(order.status, OrderStatus::Completed);
    assert!(order.status.is_final());
    assert_eq!((order.amount, order.commission), (Some(roubles(100)), Some(roubles(0))));
    assert_eq!(order.description, Some("Выплата по заявке 1".into()));
    assert_eq!(order.created_at.as_ref().map(AsRef::as_ref), Some("2025-04-28T17:01:28.591290Z"));
    Ok(())
}

async fn numbers_as_texts(exchange: Exchange) -> Checked {
    let order = client(&exchange)?.send(&request()?).await?;
    assert_eq!(order.id.as_ref().map(OrderId::as_str), Some("170444"));
    assert_eq!((&order.status, order.status.is_final()), (&OrderStatus::WaitConfirm, false));
    assert_eq!((order.amount, order.commission), (Some(roubles(10_000)), Some(roubles(5))));
    assert_eq!(order.description, None);
    Ok(())
}

async fn only_a_status(exchange: Exchange) -> Checked {
    let order = client(&exchange)?.send(&request()?).await?;
    assert_eq!((order.status.as_str(), order.status.is_known(), order.status.is_final()), ("held", false, false));
    assert!(order.id.is_none() && order.transaction.is_none() && order.amount.is_none());
    assert!(order.commission.is_none() && order.description.is_none() && order.created_at.is_none());
    Ok(())
}

async fn banks(exchange: Exchange) -> Checked {
    let answer = client(&exchange)?.send_with_http(&BankList::new()).await?;
    assert_eq!(request_id(&answer.http), Some(REQUEST_ID.into()));
    let banks: Vec<_> =
        answer.value.iter().map(|bank| (bank.bank_id.as_str(), bank.bank_bic.clone(), bank.name.raw())).collect();
    let expected = [
        ("100000000008", Some("044525593".into()), "Альфа-Банк"),
        ("100000000111", Some("044525225".into()), "Сбербанк"),
        ("100000000004", Some("044525974".into()), "Т-Банк"),
        ("100000000005", None, "ВТБ"),
    ];
    assert_eq!(banks, expected);
    Ok(())
}
