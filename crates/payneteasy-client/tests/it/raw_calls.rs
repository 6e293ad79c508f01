//! Endpoints without a type: sent, authenticated and classified like any other.

use http::Method;
use payneteasy_client::common::{Body, MovesMoney, Reads};
use payneteasy_client::{Auth, Outcome, RawCall, Recovery, Secret, StatusQuery};

use crate::support::{FakeResponse, FakeSigner, Gateway, pairs};
use crate::transfers::status;

const FORM: &str = "application/x-www-form-urlencoded";

fn payout_pay() -> RawCall<MovesMoney> {
    let recovery = Recovery::Ask(StatusQuery::Order(status()));
    RawCall::moves_money("payout-pay", Method::POST, "api/v4/payout-pay/{endpoint_id}", recovery)
        .with_parameter("endpoint_id", "39915")
        .with_body(Body::new(FORM, b"client_orderid=34T43R77N&login=TestMerchant&orderid=6863810".to_vec()))
}

#[test]
fn a_command_of_version_4_is_signed_with_oauth() {
    let gateway = Gateway::new([FakeResponse::ok("type=async-response\n&paynet-order-id=6863810\n")]);
    let answer = gateway.send(&payout_pay()).unwrap();
    assert!(answer.body.starts_with(b"type=async-response"));
    let call = gateway.call();
    assert_eq!((call.method(), call.uri().path()), (&Method::POST, "/paynet/api/v4/payout-pay/39915"));
    assert_eq!(call.body(), "client_orderid=34T43R77N&login=TestMerchant&orderid=6863810");
    let header = call.headers()["authorization"].to_str().unwrap();
    assert!(header.starts_with("OAuth oauth_consumer_key=\"TestMerchant\", "), "{header}");
    assert!(gateway.explain(&payout_pay()).base_string().contains("orderid%3D6863810"));
}

#[test]
fn its_failures_are_those_of_any_call() {
    let lost = Gateway::new([FakeResponse::broken()]).send(&payout_pay()).unwrap_err();
    assert_eq!((lost.outcome(), lost.money_may_have_moved()), (Outcome::Unknown, true));
    assert!(matches!(lost.recovery(), Some(Recovery::Ask(StatusQuery::Order(question))) if *question == status()));
    let said = "type=validation-error\n&error-code=1\n&error-message=no\n";
    let refused = Gateway::new([FakeResponse::ok(said)]).send(&payout_pay()).unwrap_err();
    assert_eq!((refused.outcome(), refused.to_string().contains("payout-pay")), (Outcome::Refused, true));
}

#[test]
fn a_command_of_version_2_has_a_checksum_over_its_own_values() {
    let key = "11111111-2222-3333-4444-555555555555";
    let responses = [FakeResponse::ok("type=get-card-info-response\n&bin=404775\n")];
    let gateway = Gateway::with(responses, FakeSigner, |builder| builder.control_key(Secret::new(key)));
    let call: RawCall<Reads> = RawCall::reads("get-card-info", Method::POST, "api/v2/get-card-info/{endpoint_id}")
        .with_parameter("endpoint_id", "39915")
        .with_parameter("cardrefid", "1491854")
        .with_body(Body::new(FORM, b"cardrefid=1491854".to_vec()))
        .with_auth(|call| Auth::control(call.parameter("cardrefid")));
    gateway.send(&call).unwrap();
    let call = gateway.call();
    assert!(!call.headers().contains_key("authorization"));
    let sent = pairs(call.body());
    // SHA-1 of TestMerchant1491854 and the key, by another program.
    assert_eq!(sent[1..], [("login", "TestMerchant"), ("control", CONTROL)].map(|(n, v)| (n.to_owned(), v.to_owned())));
    // In JSON there is no place for it.
    let call: RawCall<Reads> = RawCall::reads("x", Method::POST, "api/v2/x")
        .with_body(Body::json("x").unwrap())
        .with_auth(|_| Auth::control_without_login(["1"]));
    let error = gateway.send(&call).unwrap_err();
    assert_eq!((error.outcome(), gateway.calls().len()), (Outcome::NotSent, 1));
}

const CONTROL: &str = "d7b34cd8b620830b110230416f74695ceba4b35c";
