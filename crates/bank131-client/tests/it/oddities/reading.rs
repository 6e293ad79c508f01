//! Values that the bank writes in more than one way, and the names of both API versions.

use bank131_client::session::{
    InstrumentType, NextAction, NextStep, OperationStatus, RefundStatus, Session, SessionState,
};
use bank131_client::{Currency, Money};
use serde_json::{Value, json};

use crate::support::{documented_but, documented_session, read, rub};

/// A session in progress with one payout, which has these members beside its id and status.
fn with_payout(members: Value) -> Value {
    json!({"id": "ps_1", "status": "in_progress", "payments": [operation("po_1", members)]})
}

/// A session in progress with one payment, which has these members beside its id and status.
fn with_payment(members: Value) -> Value {
    json!({"id": "ps_1", "status": "in_progress", "acquiring_payments": [operation("pm_1", members)]})
}

fn operation(id: &str, mut members: Value) -> Value {
    members["id"] = json!(id);
    members["status"] = json!("in_progress");
    members
}

#[test]
fn currencies_are_equal_in_any_case() {
    for code in ["rub", "RUB", "Rub"] {
        let amount = json!({"amount": 15_000, "currency": code});
        let session = read(&with_payment(json!({"amount_details": amount})));
        assert_eq!(session.payments()[0].amount_details, Some(rub(15_000)), "{code}");
    }
}

#[test]
fn a_currency_of_four_letters_is_kept() {
    let session = read(&with_payment(json!({"amount_details": {"amount": 7, "currency": "tonc"}})));
    let amount = session.payments()[0].amount_details.clone().unwrap();
    assert_eq!(amount, Money::from_minor_units(7, Currency::from_code("TONC")));
    assert_eq!(amount.currency().as_str(), "tonc");
}

#[test]
fn an_empty_list_means_an_empty_object() {
    let empty = json!({
        "customer": [], "payment_details": [], "amount_details": [], "amounts": [], "participant_details": [],
        "customer_interaction": [], "recurrent": [], "transaction_info": [], "error": [], "paymentMetadata": [],
    });
    let mut session = with_payment(empty);
    session["error"] = json!([]);
    let session = read(&session);
    let payment = &session.payments()[0];
    assert!(payment.customer.is_none() && payment.payment_details.is_none() && payment.amount_details.is_none());
    assert!(payment.amounts.is_none() && payment.participant_details.is_none());
    assert!(payment.customer_interaction.is_none() && payment.recurrent.is_none());
    assert!(payment.transaction_info.is_none() && payment.error.is_none());
    assert_eq!(payment.payment_metadata().unwrap().as_str(), "[]");
    assert!(session.error.is_none());
}

#[test]
fn an_empty_list_means_an_empty_object_at_any_depth() {
    let session = documented_but(|session| {
        let people = &mut session["payments"][0]["participant_details"];
        people["sender"] = json!([]);
        people["recipient"]["contacts"]["phone"] = json!([]);
        session["acquiring_payments"][0]["amounts"] = json!({"gross": [], "fee": []});
        session["acquiring_payments"][0]["customer_interaction"] =
            json!({"type": "redirect", "redirect": {"url": "https://acs.example/", "qs": [], "params": []}});
    });
    let people = session.payouts()[0].participant_details.as_ref().unwrap();
    assert_eq!(people.sender, None);
    assert_eq!(people.recipient.as_ref().unwrap().contacts.as_ref().unwrap().phone, None);
    let amounts = session.payments()[0].amounts.as_ref().unwrap();
    assert!(amounts.gross.is_none() && amounts.fee.is_none());
    let NextStep::Redirect(redirect) = session.next_step() else { panic!("a redirect") };
    assert!(redirect.params().is_empty() && redirect.query().is_empty());
}

#[test]
fn null_means_a_missing_value_everywhere() {
    let nothing = json!({
        "created_at": null, "finished_at": null, "customer": null, "payment_method": null, "payout_details": null,
        "amount_details": null, "amounts": null, "participant_details": null, "customer_interaction": null,
        "refunds": null, "transaction_info": null, "error": null, "metadata": null, "payment_metadata": null,
        "updated_at": null, "recurrent": null, "payment_details": null,
    });
    let session = json!({
        "id": "ps_1", "status": "in_progress", "created_at": null, "updated_at": null, "finished_at": null,
        "next_action": null, "error": null, "payout_list": null, "payment_list": null,
        "payments": [operation("po_1", nothing.clone())],
        "acquiring_payments": [operation("pm_1", nothing)],
    });
    let session = read(&session);
    assert_eq!((&session.created_at, &session.updated_at, &session.finished_at), (&None, &None, &None));
    assert!(session.error.is_none() && session.next_action.is_none());
    let (payout, payment) = (&session.payouts()[0], &session.payments()[0]);
    assert!(payout.created_at.is_none() && payout.instrument().is_none() && payout.refunds.is_empty());
    assert!(payout.metadata.is_none() && payout.payment_metadata().is_none() && payout.amount_details.is_none());
    assert!(payment.updated_at.is_none() && payment.recurrent.is_none() && payment.customer.is_none());
    assert!(payment.metadata.is_none() && payment.refunds.is_empty() && payment.payment_details.is_none());
}

#[test]
fn null_means_a_missing_text() {
    let session = documented_but(|session| {
        let payout = &mut session["payments"][0];
        payout["customer"] = json!({"reference": null, "contacts": null});
        payout["payment_method"]["card"] = json!({"brand": null, "last4": null, "country_iso3": null});
        let sender = payout["participant_details"]["sender"].as_object_mut().unwrap();
        for value in sender.values_mut() {
            *value = Value::Null;
        }
        payout["error"] = json!({"code": null, "description": null, "reject_reasons": null});
    });
    let payout = &session.payouts()[0];
    assert_eq!(payout.customer.as_ref().unwrap().reference.as_str(), "");
    assert_eq!(payout.instrument().unwrap().card.as_ref().unwrap().last4, None);
    let people = payout.participant_details.as_ref().unwrap();
    assert_eq!(people.sender, Some(bank131_client::session::Participant::default()));
    let error = payout.error.as_ref().unwrap();
    assert!(error.code().is_none() && error.description().is_none() && error.reject_reasons().is_empty());
}

#[test]
fn an_empty_text_means_a_missing_one() {
    let session = documented_but(|session| {
        session["next_action"] = json!("");
        session["finished_at"] = json!("");
        session["payments"][0]["error"] = json!({"code": "", "description": ""});
        session["payments"][0]["participant_details"]["sender"]["date_of_birth"] = json!("");
        session["acquiring_payments"][0]["customer_interaction"] =
            json!({"type": "redirect", "redirect": {"url": "https://acs.example/", "method": ""}});
    });
    assert_eq!((&session.next_action, &session.finished_at), (&None, &None));
    let payout = &session.payouts()[0];
    assert_eq!(payout.error.as_ref().unwrap().code(), None);
    assert_eq!(payout.error.as_ref().unwrap().description(), None);
    let people = payout.participant_details.as_ref().unwrap();
    assert_eq!(people.sender.as_ref().unwrap().date_of_birth, None);
    let NextStep::Redirect(redirect) = session.next_step() else { panic!("a redirect") };
    assert_eq!(redirect.method().as_str(), "GET");
}

#[test]
fn timestamps_are_kept_as_they_are_written() {
    for written in ["2024-07-02T12:13:23.692217Z", "2019-10-14T19:53:00+03:00", "2019-10-14T19:53:00Z", "yesterday"] {
        let session = documented_but(|session| session["created_at"] = json!(written));
        assert_eq!(session.created_at.unwrap().as_str(), written);
    }
}

#[test]
fn metadata_may_be_any_json() {
    let values =
        [json!("{\"a\":1}"), json!({"a": [1, null]}), json!(1), json!(1.11), json!("1"), json!(true), json!([])];
    for value in values {
        let session = read(&with_payout(json!({"metadata": value})));
        let metadata = session.payouts()[0].metadata.as_ref().unwrap();
        assert_eq!(metadata.read::<Value>().unwrap(), value);
    }
}

#[test]
fn the_lists_are_read_under_their_names_of_version_2() {
    let session = read(&json!({
        "id": "ps_1", "status": "in_progress",
        "payout_list": [operation("po_1", json!({"payout_details": {"type": "card", "card": {"last4": "1098"}}}))],
        "payment_list": [operation("pm_1", json!({}))],
    }));
    let [payout] = session.payouts() else { panic!("one payout") };
    assert_eq!(payout.id.as_str(), "po_1");
    assert_eq!(payout.instrument().unwrap().card.as_ref().unwrap().last4, Some("1098".into()));
    assert_eq!(session.payments()[0].id.as_str(), "pm_1");
}

#[test]
fn a_list_of_version_1_may_hold_payouts_of_version_2() {
    let session =
        read(&with_payout(json!({"payout_details": {"type": "bank_account", "bank_account": {"system_type": "ru"}}})));
    assert_eq!(session.payouts()[0].instrument().unwrap().kind, Some(InstrumentType::BankAccount));
}

#[test]
fn of_two_lists_the_one_that_is_not_null_counts() {
    let payout = json!([operation("po_1", json!({}))]);
    let payment = json!([operation("pm_1", json!({}))]);
    for (payouts, payments, of_version_2) in [
        ("payments", "acquiring_payments", ["payout_list", "payment_list"]),
        ("payout_list", "payment_list", ["payments", "acquiring_payments"]),
    ] {
        let mut session = json!({"id": "ps_1", "status": "in_progress"});
        session[payouts] = payout.clone();
        session[payments] = payment.clone();
        for null in of_version_2 {
            session[null] = Value::Null;
        }
        let session = read(&session);
        assert_eq!(session.payouts()[0].id.as_str(), "po_1", "{payouts}");
        assert_eq!(session.payments()[0].id.as_str(), "pm_1", "{payments}");
    }
}

#[test]
fn of_two_instruments_the_one_that_is_not_null_counts() {
    let card = json!({"type": "card", "card": {"last4": "1098"}});
    for (filled, null) in [("payment_method", "payout_details"), ("payout_details", "payment_method")] {
        let mut members = json!({});
        members[filled] = card.clone();
        members[null] = Value::Null;
        let session = read(&with_payout(members));
        let instrument = session.payouts()[0].instrument().unwrap();
        assert_eq!(instrument.card.as_ref().unwrap().last4, Some("1098".into()), "{filled}");
    }
}

#[test]
fn unknown_members_are_ignored_at_any_depth() {
    fn add(value: &mut Value) {
        match value {
            Value::Object(members) => {
                members.values_mut().for_each(add);
                members.insert("something_new".to_owned(), json!({"deep": [1, {"er": null}]}));
            }
            Value::Array(elements) => elements.iter_mut().for_each(add),
            _ => {}
        }
    }
    let session = documented_but(add);
    let sender = |session: &Session| session.payouts()[0].participant_details.clone().unwrap().sender;
    assert_eq!(sender(&session), sender(&documented_session()));
    assert_eq!(session.payments()[0].amount_details, documented_session().payments()[0].amount_details);
}

#[test]
fn unknown_words_are_kept() {
    let session = read(&json!({
        "id": "ps_1", "status": "frozen", "next_action": "dance",
        "payments": [{"id": "po_1", "status": "resting", "error": {"code": "moon_phase"},
            "payment_method": {"type": "seashells"},
            "refunds": [{"id": "rf_1", "status": "thinking"}],
            "customer_interaction": {"type": "sing", "redirect": {"url": "https://x.example/", "method": "PUT"}}}],
    }));
    assert_eq!(session.status.as_str(), "frozen");
    assert_eq!(session.next_action.as_ref().map(NextAction::as_str), Some("dance"));
    let payout = &session.payouts()[0];
    assert_eq!(payout.status.as_str(), "resting");
    assert_eq!(payout.error.as_ref().unwrap().code().unwrap().as_str(), "moon_phase");
    assert_eq!(payout.instrument().unwrap().kind.as_ref().unwrap().as_str(), "seashells");
    assert_eq!(payout.refunds[0].status.as_str(), "thinking");
    let interaction = payout.customer_interaction.as_ref().unwrap();
    assert_eq!(interaction.kind.as_ref().unwrap().as_str(), "sing");
    assert_eq!(interaction.redirect.as_ref().unwrap().method().as_str(), "PUT");
}

#[test]
fn canceled_with_one_l_is_cancelled() {
    for spelling in ["cancelled", "canceled"] {
        let session = documented_but(|session| session["status"] = json!(spelling));
        assert_eq!(session.status, SessionState::Cancelled);
        assert!(session.status.is_final());
    }
}

#[test]
fn citizenship_is_read_in_the_spelling_of_the_banks_library_too() {
    for spelling in ["citizenship_country_iso3", "citizenship_country_iso_3"] {
        let mut sender = json!({});
        sender[spelling] = json!("RUS");
        let session = read(&with_payout(json!({"participant_details": {"sender": sender}})));
        let people = session.payouts()[0].participant_details.as_ref().unwrap();
        assert_eq!(people.sender.as_ref().unwrap().citizenship_country_iso3, Some("RUS".into()), "{spelling}");
    }
}

#[test]
fn an_unknown_status_is_not_final() {
    for word in ["frozen", "ACCEPTED", "", "accepted ", "done"] {
        assert!(!SessionState::from(word).is_final(), "{word:?}");
        assert!(!OperationStatus::from(word).is_final(), "{word:?}");
    }
}

#[test]
fn the_final_statuses_are_these() {
    let of_session: Vec<_> =
        SessionState::LISTED.iter().filter(|word| SessionState::from(**word).is_final()).copied().collect();
    assert_eq!(of_session, ["accepted", "cancelled"]);
    let of_operation: Vec<_> =
        OperationStatus::LISTED.iter().filter(|word| OperationStatus::from(**word).is_final()).copied().collect();
    assert_eq!(of_operation, ["failed", "succeeded"]);
}

#[test]
fn refunds_and_chargebacks_are_read() {
    let session = read(&with_payment(json!({"refunds": [
        {"id": "rf_203", "status": "accepted", "amount_details": {"amount": 1, "currency": "rub"}, "is_chargeback": true},
        {"id": "rf_204", "status": "declined", "is_chargeback": null},
    ]})));
    let [chargeback, refund] = &*session.payments()[0].refunds else { panic!("two refunds") };
    assert_eq!((chargeback.is_chargeback, refund.is_chargeback), (Some(true), None));
    assert_eq!((&chargeback.status, &refund.status), (&RefundStatus::Accepted, &RefundStatus::Declined));
    assert_eq!((&chargeback.amount_details, &refund.amount_details), (&Some(rub(1)), &None));
}

#[test]
fn an_object_without_its_members_is_accepted() {
    let session = read(&with_payment(json!({
        "payment_details": {}, "amount_details": {"amount": 5}, "recurrent": {}, "customer": {},
        "customer_interaction": {"redirect": {}},
    })));
    let payment = &session.payments()[0];
    assert!(payment.payment_details.as_ref().unwrap().kind.is_none());
    assert!(payment.amount_details.is_none(), "an amount without a currency is not money");
    assert!(session.recurrent_token().is_none());
    assert!(matches!(session.next_step(), NextStep::Wait), "there is no page to send the payer to");
}

#[test]
fn an_empty_list_under_one_name_hides_nothing_under_the_other() {
    let mut session = with_payout(json!({}));
    session["payout_list"] = json!([]);
    assert_eq!(read(&session).payouts().len(), 1);
}

#[test]
fn both_spellings_of_the_payment_metadata_may_come_at_once() {
    let session = read(&with_payout(json!({"payment_metadata": {"a": 1}, "paymentMetadata": {}})));
    assert_eq!(session.payouts()[0].payment_metadata().unwrap().as_str(), r#"{"a":1}"#);
}

#[test]
fn a_redirect_method_is_read_in_any_case() {
    for (written, expected) in [("post", "POST"), ("Post", "POST"), ("get", "GET"), ("Put", "Put")] {
        let page = json!({"type": "redirect", "redirect": {"url": "https://acs.example", "method": written}});
        let session = read(&with_payment(json!({"customer_interaction": page})));
        let NextStep::Redirect(redirect) = session.next_step() else { panic!("{written}") };
        assert_eq!(redirect.method().as_str(), expected);
    }
}

#[test]
fn an_empty_token_is_none() {
    for token in [json!(""), json!(null)] {
        let session = read(&with_payment(json!({"recurrent": {"token": token}})));
        assert!(session.recurrent_token().is_none());
    }
}

#[test]
fn an_error_is_read_whatever_its_members_hold() {
    let error = json!({"code": "declined_by_issuer_bank", "description": ["no"], "reject_reasons": [{
        "rule_alias": "velocity", "list_alias": 7, "expiration_date": 1_735_689_600,
    }, "age"]});
    let session = read(&with_payment(json!({"error": error})));
    let refusal = session.payments()[0].error.as_ref().unwrap();
    assert_eq!(refusal.code().unwrap().as_str(), "declined_by_issuer_bank");
    let [reason] = refusal.reject_reasons() else { panic!("{refusal:?}") };
    assert_eq!((&reason.rule_alias, &reason.list_alias), (&Some("velocity".into()), &None));
    assert!(reason.expiration_date.is_none());
}
