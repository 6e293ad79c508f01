//! A registration from the request to the saved card, on a virtual clock.

use std::time::Duration;

use vepay_client::card::{CardGetResponse, CardReg, CardStatus, RegisterOutcome, Registration, RegistrationPurpose};
use vepay_client::common::{PollError, PollSchedule};
use vepay_client::{Error, ExtId, OperationId, Outcome, Recovery, StatusQuery};

use crate::support::{
    EXT_ID, FakeResponse, REGISTERED, Vepay, WAITING, WITH_CARD, documented_request, duplicate, ext_id, registration,
    request,
};

fn wait(vepay: &Vepay, registration: &Registration) -> Result<CardGetResponse, PollError<CardGetResponse, Error>> {
    vepay.run(vepay.client.wait_for_card(registration))
}

fn bodies(vepay: &Vepay) -> Vec<String> {
    vepay.calls().iter().map(|call| String::from_utf8(call.body().to_vec()).unwrap()).collect()
}

const FAILED: &str = r#"{"status":2,"message":"Платеж не успешный"}"#;
const NOT_KNOWN: &str = r#"{"status":0,"message":"Ошибка запроса"}"#;

#[test]
fn from_the_form_to_the_card() {
    let vepay = Vepay::new([FakeResponse::ok(REGISTERED), FakeResponse::ok(WAITING), FakeResponse::ok(WITH_CARD)]);
    let begun = vepay.run(vepay.client.register(&documented_request())).unwrap();
    assert_eq!(begun.url().unwrap().as_str(), "https://test.vepay.online/pay/form/101464");
    assert_eq!(*begun.registration(), registration().timeout_minutes(10).unwrap());

    let card = wait(&vepay, begun.registration()).unwrap().card.unwrap();
    assert_eq!(card.id.get(), 356);
    assert_eq!(bodies(&vepay)[1..], [r#"{"id":101464,"type":1}"#, r#"{"id":101464,"type":1}"#]);
}

#[test]
fn the_card_is_requested_with_the_type_it_was_registered_with() {
    for (purpose, body) in [
        (RegistrationPurpose::AutopaymentAndPayout, r#"{"id":7,"type":0}"#),
        (RegistrationPurpose::PayoutOnly, r#"{"id":7,"type":1}"#),
    ] {
        let vepay = Vepay::new([FakeResponse::ok(WITH_CARD)]);
        wait(&vepay, &Registration::new(OperationId::new(7), purpose)).unwrap();
        assert_eq!(bodies(&vepay), [body]);
    }
}

#[test]
fn a_lost_response_is_recovered_by_the_same_request() {
    for lost in [
        FakeResponse::broken(),
        FakeResponse::silent(),
        FakeResponse::http(502, String::new()),
        FakeResponse::ok("{\"status\":1,"),
    ] {
        let vepay = Vepay::new([lost, duplicate(), FakeResponse::ok(WITH_CARD)]);
        let request = documented_request();
        let error = vepay.run(vepay.client.register(&request)).unwrap_err();
        assert!(error.money_may_have_moved());
        assert!(matches!(error.recovery(), Some(Recovery::Resend)));

        let begun = vepay.run(vepay.client.register(&request)).unwrap();
        assert!(matches!(&begun, RegisterOutcome::Existing { registration } if registration.id().get() == 101_464));
        assert!(begun.url().is_none(), "its form cannot be learnt any more");
        assert!(wait(&vepay, begun.registration()).unwrap().card.is_some());
        assert_eq!(bodies(&vepay)[0], bodies(&vepay)[1]);
    }
}

#[test]
fn a_request_that_never_arrived_begins_a_registration_when_sent_again() {
    let vepay = Vepay::new([FakeResponse::broken(), FakeResponse::ok(REGISTERED)]);
    vepay.run(vepay.client.register(&request())).unwrap_err();
    assert!(matches!(vepay.run(vepay.client.register(&request())).unwrap(), RegisterOutcome::Form { .. }));
}

#[test]
fn an_old_server_returns_the_first_registration_for_a_duplicate() {
    let vepay = Vepay::new([FakeResponse::ok(REGISTERED), FakeResponse::ok(REGISTERED)]);
    let first = vepay.run(vepay.client.register(&request())).unwrap();
    let second = vepay.run(vepay.client.register(&request())).unwrap();
    assert_eq!(first.registration(), second.registration());
    assert_eq!(first.url(), second.url());
}

#[test]
fn a_duplicate_sent_as_a_plain_request_is_unknown_and_names_the_registration() {
    let vepay = Vepay::new([duplicate()]);
    let error = vepay.send(&request()).unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "the registration exists: starting over would make a second one");
    assert_eq!(error.refusal().unwrap().existing(), Some(OperationId::new(101_464)));
    assert_eq!(error.refusal().unwrap().duplicate_ext_id(), Some(EXT_ID.into()));
    let Some(Recovery::Ask(StatusQuery::Registration(question))) = error.recovery() else { panic!("{error:?}") };
    assert_eq!(question.registration_id().get(), 101_464);
    let vepay = Vepay::new([FakeResponse::ok(WITH_CARD)]);
    assert!(vepay.send(question).unwrap().card.is_some());
    assert_eq!(bodies(&vepay), [r#"{"id":101464,"type":1}"#]);
}

#[test]
fn a_duplicate_of_another_extid_is_not_taken_for_this_registration() {
    let vepay = Vepay::new([duplicate()]);
    let other = CardReg::new(RegistrationPurpose::PayoutOnly, ExtId::new("another").unwrap());
    let error = vepay.run(vepay.client.register(&other)).unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert!(matches!(error.recovery(), Some(Recovery::Resend)));
}

#[test]
fn a_failed_payment_ends_the_polling() {
    let vepay = Vepay::new([FakeResponse::ok(WAITING), FakeResponse::ok(FAILED)]);
    let state = wait(&vepay, &registration()).unwrap();
    assert_eq!(state.status, CardStatus::PaymentError);
    assert_eq!(state.message, Some("Платеж не успешный".into()));
    assert!(state.card.is_none());
}

#[test]
fn the_ambiguous_status_is_polled_until_the_timeout_and_keeps_its_message() {
    let vepay = Vepay::new([FakeResponse::ok(NOT_KNOWN)]);
    let Err(PollError::Timeout { last: Some(Ok(state)) }) = wait(&vepay, &registration()) else {
        panic!("it has not ended")
    };
    assert_eq!((state.status.clone(), state.message.clone()), (CardStatus::Waiting, Some("Ошибка запроса".into())));
    assert!(!state.is_clearly_waiting());
    assert_eq!(vepay.clock.elapsed(), Duration::from_secs(33 * 60));
}

#[test]
fn polling_can_stop_at_an_ambiguous_response() {
    let vepay = Vepay::new([FakeResponse::ok(WAITING), FakeResponse::ok(NOT_KNOWN)]);
    let stop = |state: &CardGetResponse| state.status.is_final() || !state.is_clearly_waiting();
    let schedule = PollSchedule::default();
    let state = vepay.run(vepay.client.wait_until(&registration(), schedule, stop)).unwrap();
    assert_eq!(state.message, Some("Ошибка запроса".into()));
    assert_eq!(vepay.calls().len(), 2);
}

#[test]
fn transient_errors_are_retried_until_the_timeout() {
    let vepay = Vepay::new([
        FakeResponse::unreachable(),
        FakeResponse::broken(),
        FakeResponse::http(502, "<html></html>".to_owned()),
        FakeResponse::ok("{\"status\":"),
        FakeResponse::ok(r#"{"status":5,"message":"?"}"#),
        FakeResponse::ok(WITH_CARD),
    ]);
    assert!(wait(&vepay, &registration()).unwrap().card.is_some());
    assert_eq!(vepay.calls().len(), 6);
}

#[test]
fn a_refusal_ends_the_polling() {
    let body = r#"{"name":"Unauthorized","message":"","code":0,"status":401}"#;
    let vepay = Vepay::new([FakeResponse::http(401, body.to_owned())]);
    let Err(PollError::Failed(error)) = wait(&vepay, &registration()) else { panic!("it has not failed") };
    assert_eq!(error.outcome(), Outcome::Refused);
    assert_eq!(vepay.calls().len(), 1);
}

#[test]
fn polling_lasts_the_timeout_or_half_an_hour_plus_three_minutes() {
    let registration = registration();
    for (minutes, timeout) in [(10, 33), (30, 33), (31, 34), (59, 62)] {
        let schedule = registration.clone().timeout_minutes(minutes).unwrap().schedule();
        assert_eq!(schedule.timeout(), Duration::from_secs(timeout * 60), "{minutes}");
        let waits: Vec<_> = schedule.waits().take(6).map(|wait| wait.as_secs()).collect();
        assert_eq!(waits, [2, 4, 8, 16, 30, 30]);
    }
    assert_eq!(registration.schedule().timeout(), Duration::from_secs(33 * 60));
    for minutes in [9, 60] {
        let error = registration.clone().timeout_minutes(minutes).unwrap_err();
        assert_eq!(error.to_string(), "timeout must be 10 to 59 minutes");
    }
}

#[test]
fn a_request_without_a_response_times_out_after_130_seconds() {
    let vepay = Vepay::new([FakeResponse::silent()]);
    let error = vepay.send(&CardReg::new(RegistrationPurpose::PayoutOnly, ext_id())).unwrap_err();
    assert!(error.money_may_have_moved());
    assert_eq!(vepay.clock.elapsed(), Duration::from_secs(130));
}
