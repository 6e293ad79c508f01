//! Saved cards.

use payneteasy_client::Terminal;
use payneteasy_client::card::{
    CardReferenceId, CreateCardRef, CreateCardRefResponse, RecurringPaymentId, UniqueCardReferenceId,
};
use payneteasy_client::order::{ClientOrderId, OrderId, SerialNumber};

use super::terminal::{group, terminal};
use super::{AT_MOST_20, AT_MOST_128, DIGITS, GIVEN, NO_CARD, NO_REDIRECT_URL, NO_STATUS, ORDER, ORDER_ID, TEXTS};
use crate::{Checked, Essence, Failure, Sample, Sampled};

impl Sampled for CreateCardRef {
    fn sample() -> Sample<Self> {
        Sample::new("created", created, |card| is_whole(&card))
            .answered("by_card_reference", |card| {
                assert!(card.recurring_payment_id.is_none());
                assert_eq!(card.card_reference_id, Some(CardReferenceId::new("1491854")));
                Ok(())
            })
            .unreadable("truncated", NO_ID)
            .unreadable("without_an_id", NO_ID)
            .case(
                "by_endpoint_group",
                || Ok(of(group(), ORDER, ORDER_ID)),
                |card| {
                    assert_eq!(card.recurring_payment_id.as_ref().map(RecurringPaymentId::expose), Some("2558897"));
                    assert!(card.card_reference_id.is_none() && card.unique_card_reference_id.is_none());
                    assert!(card.serial_number.is_none());
                    Ok(())
                },
            )
            .by_other_client("json", |card| is_whole(&card))
            .also_at("api/v4/create-card-ref/group/{endpoint_group_id}")
            .marked(|_| created())
            // The number of an order is no card number, but a caller may pass one by mistake.
            .marked(|marks| Ok(of(terminal(), marks.misplaced_card(), "7")))
            .essence(essence, &["type"])
            .without_echo("the answer names the saved card and nothing else")
            .without_optional_members(TEXTS)
            .inapplicable("recurring_payment_not_found", "the call makes a recurring payment and names none")
            .inapplicable(NO_CARD.0, NO_CARD.1)
            .inapplicable(NO_REDIRECT_URL.0, NO_REDIRECT_URL.1)
            .inapplicable("without_order_id", "the documented answer has none")
            .inapplicable(NO_STATUS.0, NO_STATUS.1)
            .broken("an empty number", || Ok(of(terminal(), "", "1")), "client_orderid", GIVEN)
            .broken("an empty id", || Ok(of(terminal(), "7", "")), "orderid", GIVEN)
            .broken("letters", || Ok(of(terminal(), "7", "x")), "orderid", DIGITS)
            .broken("21 digits", || Ok(of(terminal(), "7", &"9".repeat(21))), "orderid", AT_MOST_20)
            .broken("129 characters", || Ok(of(terminal(), &"x".repeat(129), "1")), "client_orderid", AT_MOST_128)
    }
}

/// What a response without both ids lacks.
const NO_ID: &str = "recurring-payment-id: expected digits, or card-ref-id";

fn of(terminal: Terminal, number: &str, id: &str) -> CreateCardRef {
    CreateCardRef::new(terminal, ClientOrderId::new(number), OrderId::new(id))
}

#[expect(clippy::unnecessary_wraps, reason = "the form of a sample's requests")]
fn created() -> Result<CreateCardRef, Failure> {
    Ok(of(terminal(), ORDER, ORDER_ID))
}

#[expect(clippy::unnecessary_wraps, reason = "the form of a check")]
fn is_whole(card: &CreateCardRefResponse) -> Checked {
    assert_eq!(card.recurring_payment_id.as_ref().map(RecurringPaymentId::expose), Some("2558897"));
    assert_eq!(card.card_reference_id, Some(CardReferenceId::new("1491854")));
    assert_eq!(card.unique_card_reference_id, Some(UniqueCardReferenceId::new("558894")));
    assert_eq!(card.serial_number, Some(SerialNumber::new("00000000-0000-0000-0000-000002ddbfad")));
    assert!(!format!("{card:?}").contains("2558897"), "anyone who has the id and the key can charge the card");
    Ok(())
}

/// One of the two ids is enough.
fn essence(card: &CreateCardRefResponse) -> Essence {
    let recurring = card.recurring_payment_id.as_ref().map(RecurringPaymentId::expose);
    let reference = card.card_reference_id.as_ref().map(CardReferenceId::expose);
    let text = |id: Option<&str>| id.unwrap_or_default().to_owned();
    vec![("recurring-payment-id".into(), text(recurring)), ("card-ref-id".into(), text(reference))]
}
