//! The recovery that a shop stores with the order before it sends a call that moves money.

use bank131_client::common::{Json, Recover};
use bank131_client::recurrent::RecurrentToken;
use bank131_client::session::{
    CardDetails, Customer, Participant, Participants, PaymentDetails, PayoutDetails, Session, SessionCancel,
    SessionCapture, SessionConfirm, SessionMultiInit, SessionRefund,
};
use bank131_client::{ApiVersion, Bank131, Recovery, StatusQuery};
use serde_json::json;

use crate::support::{amounts, bare_transfer, card, documented_transfer, rub, session_id, transfer_with};

const TOKEN: &str = "e9876f32bd23447d";

/// What must not get into a shop's database by way of a recovery.
const SECRETS: [&str; 8] =
    ["4242424242424242", "5058270610441098", "123", TOKEN, "Пахмутова", "Pahmutov", "shop.example", "lucky"];

/// The stored text of a call, which reads back to itself.
fn stored<E: Recover<Provider = Bank131>>(call: &E) -> String {
    let text = call.stored_recovery().to_text();
    for secret in SECRETS {
        assert!(!text.contains(secret), "{}: {text}", E::NAME);
    }
    assert_eq!(Recovery::from_text(&text).unwrap().to_text(), text);
    text
}

fn by_token() -> SessionMultiInit {
    let people = Participants::new(Participant::new("Ольга", "Пахмутова"), Participant::new("Maksim", "Pahmutov"));
    transfer_with(PaymentDetails::by_merchant(RecurrentToken::new(TOKEN)), amounts(), people)
        .customer(Customer::new("lucky"))
}

fn to_card() -> PayoutDetails {
    PayoutDetails::card("5058270610441098".parse().unwrap())
}

fn information() -> Json {
    Json::new(&json!({"token": TOKEN, "number": "4242424242424242"})).unwrap()
}

#[test]
fn the_stored_recovery_depends_on_card_data_and_version_and_is_free_of_secrets() {
    let (confirm, cancel) = (SessionConfirm::new(session_id()), SessionCancel::new(session_id()));
    let capture = SessionCapture::new(session_id());
    // With card data: after a crash the request cannot be built again.
    for transfer in [documented_transfer(), bare_transfer(), by_token().payout(to_card())] {
        assert_eq!(stored(&transfer), "await-callback");
    }
    assert_eq!(stored(&by_token()), "resend");
    assert_eq!(stored(&confirm.clone().confirm_information(information())), "ask/session/ps_3230");
    assert_eq!(stored(&cancel.clone().confirm_information(information())), "ask/session/ps_3230");
    assert_eq!(stored(&capture.clone().amount(rub(50_000))), "ask/session/ps_3230");
    assert_eq!(stored(&confirm.api_version(ApiVersion::V2)), "ask/session/ps_3230/v2");
    assert_eq!(stored(&capture.api_version(ApiVersion::V2)), "ask/session/ps_3230/v2");
    assert_eq!(stored(&cancel.api_version(ApiVersion::V2)), "ask/session/ps_3230/v2");
}

#[test]
fn a_stored_status_query_is_read_back_with_its_session_and_version() {
    for version in [ApiVersion::V1, ApiVersion::V2] {
        for call in [SessionConfirm::new("ps/3 %".into()), SessionConfirm::new(session_id())] {
            let stored = call.api_version(version).stored_recovery();
            let read = Recovery::from_text(&stored.to_text()).unwrap();
            assert_eq!(read, stored);
            assert!(matches!(read, Recovery::Ask(StatusQuery::Session(_))));
        }
    }
}

#[test]
fn a_text_that_is_not_a_recovery_is_refused() {
    for text in ["", "ask", "ask/session", "ask/session/ps_1/v3", "ask/session/ps_1/v2/1", "ask/order/1", "resend/1"] {
        assert!(Recovery::from_text(text).is_err(), "{text}");
    }
}

#[test]
fn a_card_without_a_security_code_is_card_data_too() {
    use bank131_client::common::{CardData, Endpoint as _};

    let people = || Participants::new(Participant::new("A", "B"), Participant::new("C", "D"));
    let by_card = |card| transfer_with(PaymentDetails::Card(card), amounts(), people());
    let number = CardDetails::new("4242424242424242".parse().unwrap());

    assert_eq!(by_card(card()).card_data(), CardData::NumberAndSecurityCode);
    assert_eq!(by_card(number).card_data(), CardData::Number);
    assert_eq!(by_token().payout(to_card()).card_data(), CardData::Number);
    assert_eq!(by_token().card_data(), CardData::None);
}

/// A chargeback between the lost answer and the query is not taken for the refund.
#[test]
fn a_refund_is_found_by_counting_and_a_chargeback_does_not_count() {
    let session = |refunds: &[(&str, bool)]| {
        let refunds = refunds.iter().map(|(id, is_chargeback)| json!({"id": id, "is_chargeback": is_chargeback}));
        let payment = json!({"id": "pm_1", "status": "succeeded", "refunds": refunds.collect::<Vec<_>>()});
        let session = json!({"id": "ps_3230", "status": "accepted", "acquiring_payments": [payment]});
        serde_json::from_value::<Session>(session).unwrap()
    };
    let before = session(&[("rf_1", false), ("rf_2", true)]);
    let Recovery::Ask(StatusQuery::Refund(query)) = SessionRefund::of(&before).recovery(None) else {
        panic!("a refund is recovered by a query")
    };
    assert_eq!(Recovery::Ask(StatusQuery::Refund(query.clone())).to_text(), "ask/refund/ps_3230/1");
    assert!(query.find(&before).is_none());
    assert!(query.find(&session(&[("rf_1", false), ("rf_2", true), ("rf_3", true)])).is_none());
    let after = session(&[("rf_1", false), ("rf_2", true), ("rf_3", true), ("rf_4", false)]);
    assert_eq!(query.find(&after).unwrap().id.as_str(), "rf_4");
}
