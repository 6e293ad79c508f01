//! The recovery that a shop stores before it sends a call, and the one of an error, as text.

use vepay_client::card::{CardGet, CardReg, CardUse, RegistrationPurpose};
use vepay_client::common::{CardData, Endpoint as _, Recover as _};
use vepay_client::operation::FormLanguage;
use vepay_client::{OperationId, Recovery, StatusQuery};

use crate::support::{FakeResponse, Vepay, documented_request, duplicate, ext_id, request};

const CARD: &str = "4111111111111111";

/// A request with everything that must not be stored.
fn with_card_and_personal_data() -> CardReg {
    CardReg::new(RegistrationPurpose::AutopaymentAndPayout, ext_id())
        .card(CARD.parse().unwrap())
        .language(FormLanguage::English)
        .email("client@shop.example")
        .success_url("https://shop.example/?session=token")
}

fn assert_text(recovery: &Recovery, text: &str) {
    assert_eq!(recovery.to_text(), text);
    assert_eq!(&Recovery::from_text(text).unwrap(), recovery);
}

#[test]
fn the_stored_recovery_of_a_registration_is_the_same_with_card_and_personal_data() {
    assert_text(&documented_request().stored_recovery(), "resend");
    // The duplicate is found by the `extid`; the card number only prefills the form.
    assert_text(&with_card_and_personal_data().stored_recovery(), "resend");
}

#[test]
fn the_card_number_is_declared() {
    assert_eq!(CardReg::CARD_DATA, CardData::Number);
    assert_eq!(documented_request().card_data(), CardData::None);
    assert_eq!(with_card_and_personal_data().card_data(), CardData::Number);
}

#[test]
fn a_request_is_recovered_after_a_crash_without_its_card_number() {
    let vepay = Vepay::new([duplicate()]);
    let again = CardReg::new(RegistrationPurpose::AutopaymentAndPayout, ext_id());
    let outcome = vepay.run(vepay.client.register(&again)).unwrap();
    assert_eq!(outcome.registration().id(), OperationId::new(101_464));
}

#[test]
fn the_query_of_a_duplicate_is_stored_as_text() {
    for (purpose, text) in [
        (RegistrationPurpose::PayoutOnly, "ask/registration/101464/payout"),
        (RegistrationPurpose::AutopaymentAndPayout, "ask/registration/101464/autopayment"),
    ] {
        let error = Vepay::new([duplicate()]).send(&CardReg::new(purpose, ext_id())).unwrap_err();
        let recovery = error.recovery().unwrap();
        assert_text(recovery, text);
        let Recovery::Ask(query) = recovery else { panic!("{recovery:?}") };
        assert_eq!(query.operation_id(), OperationId::new(101_464));
        assert_eq!(error.refusal().unwrap().existing(), Some(query.operation_id()));
    }
}

#[test]
fn a_lost_response_and_a_crash_have_the_same_recovery() {
    let error = Vepay::new([FakeResponse::broken()]).send(&request()).unwrap_err();
    assert_eq!(error.recovery(), Some(&request().stored_recovery()));
}

#[test]
fn every_query_is_read_back() {
    for card_use in [CardUse::Payout, CardUse::Autopayment] {
        let query = StatusQuery::Registration(CardGet::new(OperationId::new(u64::MAX), card_use));
        let recovery = Recovery::Ask(query);
        assert_eq!(Recovery::from_text(&recovery.to_text()).unwrap(), recovery);
    }
}

#[test]
fn another_text_is_no_recovery() {
    for text in [
        "",
        "ask",
        "ask/registration",
        "ask/registration/7",
        "ask/registration/0/payout",
        "ask/registration/+7/payout",
        "ask/registration/-7/payout",
        "ask/registration/x/payout",
        "ask/registration/7/loan",
        "ask/registration/7/payout/7",
        "ask/card/7/payout",
        "resend/7",
    ] {
        assert!(Recovery::from_text(text).is_err(), "{text}");
    }
}
