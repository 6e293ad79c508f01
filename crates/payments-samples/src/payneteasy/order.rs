//! Orders: their status, and the return of their money.

use payments_core::{CardMask, Endpoint as _, RawResponse};
use payneteasy_client::order::{
    ClientOrderId, OrderId, OrderStatus, Return, ReturnResponse, SerialNumber, Status, TransactionType,
};
use payneteasy_client::{Currency, ErrorCode, Money, Terminal};

use super::terminal::{group, terminal};
use super::{
    ABOVE_ZERO, AT_MOST_20, AT_MOST_128, DIGITS, GIVEN, NO_CARD, NO_CARD_ID, NO_REDIRECT_URL, NO_SAVED_CARD, NO_STATUS,
    OF_ISO_4217, ORDER, ORDER_ID, TEXTS, gold, usd,
};
use crate::{Checked, Failure, Sample, Sampled};

impl Sampled for Status {
    fn sample() -> Sample<Self> {
        let sample = Sample::new(
            "approved",
            || Ok(by_order_id()),
            |order| {
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
            },
        )
        .unreadable("truncated", "status: missing")
        .unreadable("without_status", "status: missing");
        with_other_states(sample)
            .also_at("api/v4/status/group/{endpoint_group_id}")
            .marked(|_| Ok(by_order_id()))
            // The number of an order is no card number, but a caller may pass one by mistake.
            .marked(|marks| Ok(asked(terminal(), marks.misplaced_card()).order_id(OrderId::new("7"))))
            .essence(
                |order| {
                    vec![
                        ("status".into(), order.status.as_str().to_owned()),
                        ("paynet-order-id".into(), number(order.order_id.as_ref())),
                    ]
                },
                &["type", "status"],
            )
            .without_optional_members(TEXTS)
            .inapplicable(NO_SAVED_CARD.0, NO_SAVED_CARD.1)
            .inapplicable(NO_CARD.0, NO_CARD.1)
            .inapplicable(NO_REDIRECT_URL.0, "a state needs no address to send the payer to")
            .inapplicable(
                "without_order_id",
                "a state can do without the number, which the caller may not have had either",
            )
            .inapplicable(NO_CARD_ID.0, NO_CARD_ID.1)
            .broken("an empty number", || Ok(asked(terminal(), "")), "client_orderid", GIVEN)
            .broken("129 characters", || Ok(asked(terminal(), &"x".repeat(129))), "client_orderid", AT_MOST_128)
            .broken("letters", || Ok(asked(terminal(), "7").order_id(OrderId::new("x"))), "orderid", DIGITS)
            .broken(
                "21 digits",
                || Ok(asked(terminal(), "7").order_id(OrderId::new("9".repeat(21)))),
                "orderid",
                AT_MOST_20,
            )
            .broken(
                "129 characters",
                || Ok(asked(terminal(), "7").by_request(SerialNumber::new("x".repeat(129)))),
                "by-request-sn",
                AT_MOST_128,
            )
    }
}

fn with_other_states(sample: Sample<Status>) -> Sample<Status> {
    sample
        .case(
            "processing",
            || Ok(asked(terminal(), ORDER)),
            |order| {
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
                let redirect = "https://sandbox.payneteasy.com/paynet/redirect/3ds/17";
                assert_eq!(action.redirect_to, Some(redirect.into()));
                let shown = format!("{order:?}");
                let hidden = !shown.contains("acs.example") && !shown.contains("redirect/3ds");
                assert!(hidden, "both identify the payment: {shown}");
                Ok(())
            },
        )
        .case(
            "unknown",
            || Ok(by_order_id().by_request(SerialNumber::new("00000000-0000-0000-0000-000002ddbfa2"))),
            |order| {
                assert_eq!(order.status, OrderStatus::Unknown);
                assert!(!order.status.is_final(), "the result is unknown, so it must not be final");
                assert!(order.status.needs_manual_check());
                assert_eq!(order.error_code.as_ref().map(ErrorCode::as_str), Some("578"));
                assert_eq!(order.error_message, Some("Acquirer did not answer".into()));
                assert_eq!((&order.amount, &order.transaction_type, &order.stage), (&None, &None, &None));
                assert!(order.payer_action.is_none());
                assert!(order.source_card.is_none() && order.destination_card.is_none());
                Ok(())
            },
        )
        .case(
            "by_endpoint_group",
            || Ok(asked(group(), ORDER).order_id(OrderId::new("6863917"))),
            |order| {
                assert_eq!(order.status, OrderStatus::Declined);
                assert!(order.status.is_final());
                assert_eq!(order.order_id, Some(OrderId::new("6863917")));
                assert_eq!(order.amount, None, "no amount can be made of a currency outside ISO 4217");
                assert_eq!((order.fields.get("amount"), order.fields.get("currency")), (Some("100.00"), Some("BTC")));
                assert_eq!(order.error_code.as_ref().map(ErrorCode::as_str), Some("24"));
                assert_eq!(order.error_message, Some("Insufficient funds".into()));
                Ok(())
            },
        )
        .by_other_client("json", |order| {
            assert_eq!(order.status, OrderStatus::Filtered);
            assert!(order.status.is_final());
            assert_eq!(order.order_id, Some(OrderId::new("6863810")), "a number in the answer");
            assert_eq!(order.amount, Some(Money::parse("100.50", Currency::USD)?), "a number too");
            assert_eq!(order.error_code.as_ref().map(ErrorCode::as_str), Some("8876"));
            assert_eq!(order.error_message, Some("Filtered by fraud control".into()));
            assert_eq!(order.source_card.as_ref().map(CardMask::as_str), Some("4320"));
            assert!(order.payer_action.is_none(), "null is nothing");
            Ok(())
        })
}

fn asked(terminal: Terminal, number: &str) -> Status {
    Status::new(terminal, ClientOrderId::new(number))
}

fn by_order_id() -> Status {
    asked(terminal(), ORDER).order_id(OrderId::new(ORDER_ID))
}

fn number(id: Option<&OrderId>) -> String {
    id.map(OrderId::as_str).unwrap_or_default().to_owned()
}

impl Sampled for Return {
    fn sample() -> Sample<Self> {
        Sample::new("whole", || Ok(whole()), |accepted| is_complete(&accepted, "b1"))
            .unreadable("truncated", "type: expected async-response")
            .case(
                "part",
                || Ok(whole().amount(Money::parse("10.50", Currency::USD)?).comment("Returned goods")),
                |accepted| is_complete(&accepted, "b2"),
            )
            .case(
                "by_endpoint_group",
                || Ok(of(group(), ORDER, ORDER_ID)),
                |accepted| {
                    assert!(accepted.order_id.is_none() && accepted.client_order_id.is_none());
                    assert!(accepted.serial_number.is_none());
                    Ok(())
                },
            )
            .by_other_client("json", |accepted| is_complete(&accepted, "b1"))
            .also_at("api/v2/return/group/{endpoint_group_id}")
            .marked(|marks| Ok(whole().amount(usd(1_050)).comment(marks.person())))
            .essence(|accepted| vec![("paynet-order-id".into(), number(accepted.order_id.as_ref()))], &["type"])
            .without_optional_members(TEXTS)
            .stored_recovery("ask/order/TestMerchant/endpoint/39915/34T43R77N/6863810/")
            .inapplicable(NO_SAVED_CARD.0, NO_SAVED_CARD.1)
            .inapplicable(NO_CARD.0, NO_CARD.1)
            .inapplicable(NO_REDIRECT_URL.0, NO_REDIRECT_URL.1)
            .inapplicable("without_order_id", "the number is that of the request")
            .inapplicable(NO_STATUS.0, NO_STATUS.1)
            .inapplicable(NO_CARD_ID.0, NO_CARD_ID.1)
            .broken("an empty number", || Ok(of(terminal(), "", "1")), "client_orderid", GIVEN)
            .broken("an empty id", || Ok(of(terminal(), "7", "")), "orderid", GIVEN)
            .broken("letters", || Ok(of(terminal(), "7", "x")), "orderid", DIGITS)
            .broken("21 digits", || Ok(of(terminal(), "7", &"9".repeat(21))), "orderid", AT_MOST_20)
            .broken("129 characters", || Ok(of(terminal(), &"x".repeat(129), "1")), "client_orderid", AT_MOST_128)
            .broken("0 cents", || Ok(whole().amount(usd(0))), "amount", ABOVE_ZERO)
            .broken("-1 cents", || Ok(whole().amount(usd(-1))), "amount", ABOVE_ZERO)
            .broken(
                "10000000.01 dollars",
                || Ok(whole().amount(usd(1_000_000_001))),
                "amount",
                "must have at most 10 characters",
            )
            .broken("`XAU`", || Ok(whole().amount(gold())), "currency", OF_ISO_4217)
            .broken("an empty comment", || Ok(whole().comment(" ")), "comment", "must not be empty")
            .broken(
                "51 characters",
                || Ok(whole().comment("x".repeat(51))),
                "comment",
                "must have at most 50 characters",
            )
            .broken("the status of another order", after_another, "after", "must be the status of the same order")
    }
}

fn of(terminal: Terminal, number: &str, id: &str) -> Return {
    Return::new(terminal, ClientOrderId::new(number), OrderId::new(id))
}

fn whole() -> Return {
    of(terminal(), ORDER, ORDER_ID)
}

/// A return after the status of an order 42.
fn after_another() -> Result<Return, Failure> {
    let state = "type=status-response&status=approved&merchant-order-id=42".into();
    let raw = RawResponse::new(http::StatusCode::OK, http::HeaderMap::new(), state);
    Ok(whole().after(&asked(terminal(), "42").decode(&raw)?))
}

#[expect(clippy::unnecessary_wraps, reason = "the form of a check")]
fn is_complete(accepted: &ReturnResponse, end: &str) -> Checked {
    assert_eq!(accepted.order_id, Some(OrderId::new("6863810")));
    assert_eq!(accepted.client_order_id, Some(ClientOrderId::new(ORDER)));
    let serial_number = format!("00000000-0000-0000-0000-000002ddbf{end}");
    assert_eq!(accepted.serial_number, Some(SerialNumber::new(serial_number)));
    Ok(())
}
