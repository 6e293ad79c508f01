//! Errors of serde do not show the value that could not be read.

use bank131_client::recurrent::{RecurrentDetails, RecurrentToken};
use bank131_client::session::{
    AcquiringPayment, CardSummary, Customer, CustomerContact, CustomerInteraction, CustomerReference, Fee,
    IdentityDocument, Inform, Initiator, Instrument, InstrumentType, InteractionType, NextAction, OperationAmounts,
    OperationId, OperationStatus, Participant, ParticipantContacts, Participants, Payout, Phone, Qr, Rate, Redirect,
    RedirectMethod, Refund, RefundStatus, Session, SessionId, SessionState, TransactionInfo,
};
use bank131_client::webhook::EventType;
use bank131_client::{ErrorCode, Refusal, RejectReason};
use payments_contract::serde_errors::SerdeErrors;
use serde_json::{Value, json};

use crate::leaks::full_answer;

/// A whole session; the other examples are parts of it.
fn session() -> Value {
    let mut session = full_answer()["session"].take();
    let payment = &mut session["acquiring_payments"][0];
    payment["recurrent"] = json!({"token": "token", "created_at": "2024", "finished_at": "2024", "is_active": true});
    payment["customer"]["contacts"] = json!([{"email": "user@shop.example", "phone": "+79376151530"}]);
    payment["amounts"]["net"] = json!({"amount": 1, "currency": "tjs"});
    payment["amounts"]["fee"] = json!({"merchant_fee": {"amount": 1, "currency": "tjs"}});
    payment["refunds"] = json!([{"id": "rf_1", "status": "accepted", "created_at": "2024", "is_chargeback": true,
        "amount_details": {"amount": 1, "currency": "tjs"}, "metadata": {"a": "b"}}]);
    session
}

#[test]
fn serde_errors_do_not_show_the_value_they_found() {
    let mut errors = SerdeErrors::default();
    add_values(&mut errors);
    add_parts(&mut errors);
    errors.assert_complete(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/api/bank131-client.txt"));
    errors.assert_no_values();
}

fn add_values(errors: &mut SerdeErrors) {
    errors
        .value::<CustomerReference>("CustomerReference")
        .value::<ErrorCode>("ErrorCode")
        .value::<EventType>("EventType")
        .value::<Initiator>("Initiator")
        .value::<InstrumentType>("InstrumentType")
        .value::<InteractionType>("InteractionType")
        .value::<NextAction>("NextAction")
        .value::<OperationId>("OperationId")
        .value::<OperationStatus>("OperationStatus")
        .value::<Rate>("Rate")
        .value::<RecurrentToken>("RecurrentToken")
        .value::<RedirectMethod>("RedirectMethod")
        .value::<RefundStatus>("RefundStatus")
        .value::<Refusal>("Refusal")
        .value::<SessionId>("SessionId")
        .value::<SessionState>("SessionState");
}

fn add_parts(errors: &mut SerdeErrors) {
    let session = session();
    let part = |place: &str| session.pointer(place).unwrap_or_else(|| panic!("there is no {place}"));
    errors
        .object::<Session>("Session", part(""))
        .object::<RejectReason>("RejectReason", part("/error/reject_reasons/0"))
        .object::<AcquiringPayment>("AcquiringPayment", part("/acquiring_payments/0"))
        .object::<Customer>("Customer", part("/acquiring_payments/0/customer"))
        .object::<CustomerContact>("CustomerContact", part("/acquiring_payments/0/customer/contacts/0"))
        .object::<Instrument>("Instrument", part("/acquiring_payments/0/payment_details"))
        .object::<CardSummary>("CardSummary", part("/acquiring_payments/0/payment_details/card"))
        .object::<OperationAmounts>("OperationAmounts", part("/acquiring_payments/0/amounts"))
        .object::<Fee>("Fee", part("/acquiring_payments/0/amounts/fee"))
        .object::<CustomerInteraction>("CustomerInteraction", part("/acquiring_payments/0/customer_interaction"))
        .object::<Redirect>("Redirect", part("/acquiring_payments/0/customer_interaction/redirect"))
        .object::<RecurrentDetails>("RecurrentDetails", part("/acquiring_payments/0/recurrent"))
        .object::<Refund>("Refund", part("/acquiring_payments/0/refunds/0"))
        .object::<TransactionInfo>("TransactionInfo", part("/acquiring_payments/0/transaction_info"))
        .object::<Payout>("Payout", part("/payments/0"))
        .object::<Inform>("Inform", part("/payments/0/customer_interaction/inform"))
        .object::<Qr>("Qr", part("/payments/0/customer_interaction/inform/qr"))
        .object::<Participants>("Participants", part("/payments/0/participant_details"))
        .object::<Participant>("Participant", part("/payments/0/participant_details/sender"))
        .object::<IdentityDocument>(
            "IdentityDocument",
            part("/payments/0/participant_details/sender/identity_document"),
        )
        .object::<ParticipantContacts>("ParticipantContacts", part("/payments/0/participant_details/sender/contacts"))
        .object::<Phone>("Phone", part("/payments/0/participant_details/sender/contacts/phone"));
}
