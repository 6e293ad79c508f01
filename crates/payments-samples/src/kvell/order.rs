//! Orders.

use kvell_client::TransactionId;
use kvell_client::order::{Order, OrderByTransaction, OrderId, OrderStatus};

use super::{NO_CONTROLS, NOT_EMPTY, TRANSACTION, roubles};
use crate::{Checked, Essence, Sample, Sampled};

impl Sampled for OrderByTransaction {
    fn sample() -> Sample<Self> {
        Sample::new("flat", || Ok(of(TRANSACTION)), is_completed)
            .answered("within_order", is_completed)
            .answered("numbers_as_texts", |order| {
                assert_eq!(order.id.as_ref().map(OrderId::as_str), Some("170444"));
                assert_eq!((&order.status, order.status.is_final()), (&OrderStatus::WaitConfirm, false));
                assert_eq!((order.amount, order.commission), (Some(roubles(10_000)), Some(roubles(5))));
                assert_eq!(order.description, None);
                Ok(())
            })
            .answered("only_a_status", |order| {
                let status = &order.status;
                assert_eq!((status.as_str(), status.is_known(), status.is_final()), ("held", false, false));
                assert!(order.id.is_none() && order.transaction.is_none() && order.amount.is_none());
                assert!(order.commission.is_none() && order.description.is_none() && order.created_at.is_none());
                Ok(())
            })
            // A transaction is not secret, but a caller may pass a card number by mistake.
            .marked(|marks| Ok(of(marks.misplaced_card())))
            // Answers about the transaction of the cases are read, those about another one are not.
            .marked(|_| Ok(of(TRANSACTION)))
            .essence(essence, REQUIRED)
            .broken("an empty text", || Ok(of("")), "transaction", NOT_EMPTY)
            .broken("a line feed", || Ok(of("a\nb")), "transaction", NO_CONTROLS)
            .broken(
                "`..`",
                || Ok(of("..")),
                "transaction",
                "must be neither empty nor dots: it is a part of the address",
            )
    }
}

/// What an order cannot do without.
pub(super) const REQUIRED: &[&str] = &["status", "order"];

/// The result of an order, flat or within another object.
pub(super) fn essence(order: &Order) -> Essence {
    let id = order.id.as_ref().map_or("", OrderId::as_str).to_owned();
    let status = order.status.as_str().to_owned();
    vec![
        ("status".into(), status.clone()),
        ("id".into(), id.clone()),
        ("order.status".into(), status),
        ("order.id".into(), id),
    ]
}

fn of(transaction: &str) -> OrderByTransaction {
    OrderByTransaction::new(TransactionId::from_any_text(transaction))
}

fn is_completed(order: Order) -> Checked {
    assert_eq!(order.id.ok_or("there is no id")?.as_str(), "8dcb02c9-a5f5-476a-86f8-d5eacaf313bf");
    assert_eq!(order.transaction.ok_or("there is no transaction")?.as_str(), TRANSACTION);
    assert_eq!(order.status, OrderStatus::Completed);
    assert!(order.status.is_final());
    assert_eq!((order.amount, order.commission), (Some(roubles(100)), Some(roubles(0))));
    assert_eq!(order.description, Some("Выплата по заявке 1".into()));
    assert_eq!(order.created_at.as_ref().map(AsRef::as_ref), Some("2025-04-28T17:01:28.591290Z"));
    Ok(())
}
