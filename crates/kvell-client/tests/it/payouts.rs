//! Payouts to cards: what is signed, how the responses are read, and what a failure says.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::Method;
use kvell_client::card::CardToken;
use kvell_client::common::signing::{RsaBackend, RsaSigner, SignError, SignFuture, Signature, Signer};
use kvell_client::common::{Endpoint as _, ErrorKind, Idempotency, Json, Recover, RetryPolicy, Timeouts};
use kvell_client::order::{OrderByTransaction, OrderStatus};
use kvell_client::payout::{Account2Card, Account2CardResponse, Recipient};
use kvell_client::{Error, ErrorCode, Outcome, Recovery, Refusal, RsaMessage, StatusQuery, TransactionId};
use rsa::RsaPublicKey;
use rsa::pkcs1v15::{Signature as RsaSignature, VerifyingKey};
use rsa::pkcs8::DecodePublicKey as _;
use rsa::signature::Verifier as _;
use serde_json::{Value, json};
use sha2::Sha256;

use crate::support::{
    API_KEY, CUSTOMER, FakeResponse, SECRET_KEY, Stage, TOKEN, TRANSACTION, customer, header, refused, rub, transaction,
};

fn vectors() -> Value {
    serde_json::from_str(include_str!("../fixtures/payouts.json")).unwrap()
}

fn vector(name: &str) -> Value {
    vectors()["vectors"].as_array().unwrap().iter().find(|vector| vector["name"] == name).unwrap().clone()
}

fn private_key() -> String {
    vectors()["rsa_2048"]["private_pkcs8_pem"].as_str().unwrap().to_owned()
}

pub(crate) fn by_number() -> Account2Card {
    let description = "Выплата по заявке 1 & \"бонус\"";
    Account2Card::new(Recipient::card("4111111111111111".parse().unwrap()), rub(10_000), description, transaction())
        .customer("79991234567")
        .extra_data(Json::new(&json!({"order": 17})).unwrap())
        .fiscal_data(Json::new(&json!({"receipt": {"items": []}})).unwrap())
}

pub(crate) fn to_saved_card() -> Account2Card {
    Account2Card::new(
        Recipient::saved_card(customer(), CardToken::new(TOKEN)),
        rub(100),
        "Выплата по заявке 1",
        transaction(),
    )
}

/// A signer that records its messages, waits, and fails if it is told so.
#[derive(Clone, Default)]
struct KeyService {
    messages: Arc<Mutex<Vec<Vec<u8>>>>,
    never_ready: bool,
    fails: bool,
}

impl Signer for KeyService {
    fn sign<'a>(&'a self, message: &'a [u8]) -> SignFuture<'a> {
        self.messages.lock().unwrap().push(message.to_vec());
        Box::pin(async move {
            if self.never_ready {
                std::future::pending::<()>().await;
            }
            if self.fails { Err(SignError::new("the key service is closed")) } else { Ok(Signature::new([0xFF, 0xFE])) }
        })
    }
}

fn stage(answer: FakeResponse) -> Stage {
    Stage::with([answer], |builder| builder.payout_signer(KeyService::default(), RsaMessage::Body))
}

fn paid(answer: &Value) -> Account2CardResponse {
    stage(FakeResponse::ok(answer)).send(&by_number()).unwrap()
}

fn failed(answer: FakeResponse) -> Error {
    stage(answer).send(&by_number()).unwrap_err()
}

fn asks_for_the_order(recovery: &Recovery) {
    let Recovery::Ask(StatusQuery::Order(query)) = recovery else { panic!("{recovery:?}") };
    assert_eq!(query.transaction(), &transaction());
}

#[test]
fn a_payout_is_sent_with_the_signature_that_openssl_made_over_either_message() {
    for backend in RsaBackend::available() {
        for (name, payout) in [("by_number", by_number()), ("to_saved_card", to_saved_card())] {
            for (message, signed) in
                [(RsaMessage::Body, "signature_of_body"), (RsaMessage::BodyAndSecret, "signature_of_body_and_secret")]
            {
                let signer = RsaSigner::from_pem_using(*backend, private_key()).unwrap();
                let answer = FakeResponse::ok(r#"{"status": "new"}"#);
                let stage = Stage::with([answer], |builder| builder.payout_signer(signer, message));
                stage.send(&payout).unwrap();
                let call = stage.call();
                let vector = vector(name);
                assert_eq!(std::str::from_utf8(call.body()), Ok(vector["body"].as_str().unwrap()));
                assert_eq!(header(&call, "x-signature"), vector[signed].as_str(), "{backend:?} {name} {message:?}");
                assert_eq!(header(&call, "x-api-key"), Some(API_KEY));
                assert_eq!(header(&call, "content-type"), Some("application/json"));
                assert!(call.headers()["x-signature"].is_sensitive());
                assert_eq!(call.method(), Method::POST);
                assert_eq!(call.uri(), "https://api.pay.stage.kvell.group/v1/orders/account2card");
            }
        }
    }
}

/// Another implementation verifies what another key service would have to sign.
#[test]
fn the_signature_is_valid_by_another_implementation_and_for_its_message_only() {
    let key = RsaPublicKey::from_public_key_pem(vectors()["rsa_2048"]["public_spki_pem"].as_str().unwrap()).unwrap();
    let key = VerifyingKey::<Sha256>::new(key);
    let messages = [RsaMessage::Body, RsaMessage::BodyAndSecret];
    let cases = RsaBackend::available().iter().flat_map(|backend| messages.map(|message| (*backend, message)));
    for (backend, message) in cases {
        let signer = RsaSigner::from_pem_using(backend, private_key()).unwrap();
        let answer = FakeResponse::ok(r#"{"status": "new"}"#);
        let stage = Stage::with([answer], |builder| builder.payout_signer(signer, message));
        stage.send(&to_saved_card()).unwrap();
        let call = stage.call();
        let signature = BASE64.decode(header(&call, "x-signature").unwrap()).unwrap();
        let signature = RsaSignature::try_from(signature.as_slice()).unwrap();
        let with_secret = [call.body(), SECRET_KEY.as_bytes()].concat();
        assert_eq!(key.verify(call.body(), &signature).is_ok(), message == RsaMessage::Body);
        assert_eq!(key.verify(&with_secret, &signature).is_ok(), message == RsaMessage::BodyAndSecret);
    }
}

#[test]
fn any_signer_gets_exactly_the_message_once_for_every_attempt() {
    for (message, end) in [(RsaMessage::Body, ""), (RsaMessage::BodyAndSecret, SECRET_KEY)] {
        let service = KeyService::default();
        let answers = [FakeResponse::unreachable(), FakeResponse::ok(r#"{"status": "new"}"#)];
        let stage = Stage::with(answers, |builder| {
            builder.payout_signer(service.clone(), message).retry_policy(RetryPolicy::default())
        });
        stage.send(&by_number()).unwrap();
        let calls = stage.calls();
        assert_eq!(calls.len(), 2);
        let expected = [calls[0].body(), end.as_bytes()].concat();
        assert_eq!(*service.messages.lock().unwrap(), [expected.clone(), expected]);
        assert_eq!(header(&calls[1], "x-signature"), Some("//4="), "standard base64 with padding");
    }
}

#[test]
fn without_a_signer_nothing_is_sent_and_the_error_names_it() {
    for payout in [by_number(), to_saved_card()] {
        let stage = Stage::new([]);
        let error = stage.send(&payout).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Signing, Outcome::NotSent));
        assert!(!error.money_may_have_moved() && error.recovery().is_none());
        let said = "Kvell orders/account2card was not sent: the signature could not be made: the client has no signer of \
                    payouts; set it with ClientBuilder::payout_signer";
        assert_eq!(error.to_string(), said);
        assert!(stage.calls().is_empty());
    }
}

#[test]
fn a_signer_that_fails_or_is_too_slow_means_not_sent() {
    let failing = KeyService { fails: true, ..KeyService::default() };
    let slow = KeyService { never_ready: true, ..KeyService::default() };
    for (signer, kind, says) in [
        (failing, ErrorKind::Signing, "the key service is closed"),
        (slow, ErrorKind::Timeout, "timed out before it was signed"),
    ] {
        let stage = Stage::with([], |builder| builder.payout_signer(signer, RsaMessage::Body));
        let error = stage.send(&by_number()).unwrap_err();
        assert_eq!((error.kind(), error.outcome()), (kind, Outcome::NotSent), "{error}");
        assert!(error.to_string().contains(says), "{error}");
        assert!(stage.calls().is_empty());
    }
}

#[test]
fn the_signer_of_payouts_signs_nothing_else() {
    let service = KeyService::default();
    let answer = FakeResponse::ok(r#"{"status": "new"}"#);
    let stage = Stage::with([answer], |builder| builder.payout_signer(service.clone(), RsaMessage::Body));
    stage.send(&OrderByTransaction::new(transaction())).unwrap();
    assert!(service.messages.lock().unwrap().is_empty());
    assert_eq!(header(&stage.call(), "x-signature").map(str::len), Some(64));
}

#[test]
fn the_wrong_message_is_refused_as_an_invalid_signature() {
    for status in [400, 401, 422] {
        let error = failed(refused(status, 20_002));
        assert_eq!(error.outcome(), Outcome::Refused);
        assert_eq!(error.refusal().and_then(Refusal::code), Some(&ErrorCode::InvalidSignature));
    }
}

fn order() -> Value {
    json!({"id": "8dcb02c9", "transaction": TRANSACTION, "status": "completed", "amount": 10_000, "commission": 5})
}

#[test]
fn the_three_shapes_of_the_response_are_read() {
    for answer in [json!({"order": order()}), order(), json!({"order": null, "id": "8dcb02c9", "status": "completed"})]
    {
        let response = paid(&answer);
        assert_eq!(response.order.id.as_ref().unwrap().as_str(), "8dcb02c9", "{answer}");
        assert_eq!((&response.order.status, response.waits_for_otp()), (&OrderStatus::Completed, false), "{answer}");
    }
    for (word, waits) in [("wait_confirm", true), ("pending_otp", true), ("processing", false), ("otp", false)] {
        let response = paid(&json!({ "status": word }));
        assert_eq!((response.order.status.as_str(), response.waits_for_otp()), (word, waits));
        assert!(response.order.id.is_none() && !response.order.status.is_final());
    }
}

#[test]
fn an_odd_member_costs_neither_the_number_nor_the_status() {
    for odd in [json!(null), json!(true), json!(17), json!("odd"), json!([]), json!({"odd": 1})] {
        for member in ["amount", "commission", "description", "created_at", "instrument"] {
            let mut order = order();
            order[member] = odd.clone();
            for answer in [json!({ "order": order }), order] {
                let order = paid(&answer).order;
                assert_eq!(
                    (order.id.unwrap().as_str(), order.status),
                    ("8dcb02c9", OrderStatus::Completed),
                    "{answer}"
                );
            }
        }
        let mut answer = order();
        answer["status"] = odd.clone();
        assert_eq!(paid(&answer).order.id.unwrap().as_str(), "8dcb02c9");
        let mut answer = order();
        answer["id"] = odd;
        assert_eq!(paid(&answer).order.status, OrderStatus::Completed);
    }
    let beside = json!({"order": {"amount": 10_000}, "id": "8dcb02c9", "status": "completed"});
    let order = paid(&beside).order;
    assert_eq!(
        (order.id.unwrap().as_str(), order.status, order.amount),
        ("8dcb02c9", OrderStatus::Completed, Some(rub(10_000)))
    );
}

#[test]
fn a_response_that_names_no_order_or_another_one_is_unknown() {
    let another = json!({"order": {"id": "1", "transaction": "another", "status": "completed"}});
    for answer in
        [json!({}), json!({"order": {}}), json!({"status": "success"}), json!([]), json!({"ok": true}), another]
    {
        let error = failed(FakeResponse::ok(&answer));
        assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown), "{answer}");
        assert!(error.money_may_have_moved());
        asks_for_the_order(error.recovery().unwrap());
    }
}

#[test]
fn an_unknown_outcome_is_recovered_by_the_transaction() {
    let unknown = [
        FakeResponse::broken(),
        FakeResponse::silent(),
        FakeResponse::http(502, String::new()),
        refused(400, 20_007),
        refused(500, 20_000),
    ];
    for answer in unknown {
        let error = failed(answer.clone());
        assert_eq!((error.outcome(), error.money_may_have_moved()), (Outcome::Unknown, true), "{answer:?}");
        asks_for_the_order(error.recovery().unwrap());
    }
    let error = failed(FakeResponse::unreachable());
    assert_eq!((error.outcome(), error.recovery().is_none()), (Outcome::NotSent, true));
}

#[test]
fn a_payout_that_may_have_arrived_is_sent_again_only_on_trust() {
    assert_eq!(Account2Card::IDEMPOTENCY, Idempotency::KeyedUndocumented);
    let answers = || [FakeResponse::broken(), FakeResponse::ok(json!({"order": order()}))];
    let with = |policy| {
        let stage = Stage::with(answers(), |builder| {
            builder.payout_signer(KeyService::default(), RsaMessage::Body).retry_policy(policy)
        });
        (stage.send(&by_number()), stage.calls())
    };
    let (result, calls) = with(RetryPolicy::default());
    assert_eq!((result.unwrap_err().outcome(), calls.len()), (Outcome::Unknown, 1));
    let (result, calls) = with(RetryPolicy::default().retry_undocumented_keys());
    assert_eq!((result.unwrap().order.status, calls.len()), (OrderStatus::Completed, 2));
    assert_eq!(calls[0].body(), calls[1].body());
}

/// The second request proves nothing about the first, except that it exists.
#[test]
fn a_used_transaction_in_response_to_a_second_attempt_is_unknown() {
    let answers = [FakeResponse::silent(), refused(400, 20_007)];
    let stage = Stage::with(answers, |builder| {
        let builder = builder.payout_signer(KeyService::default(), RsaMessage::Body);
        let timeouts = Timeouts::new(Duration::from_secs(1), Duration::from_secs(5), Duration::from_secs(60)).unwrap();
        builder.retry_policy(RetryPolicy::default().retry_undocumented_keys()).timeouts(timeouts)
    });
    let error = stage.send(&by_number()).unwrap_err();
    assert_eq!((error.outcome(), stage.calls().len()), (Outcome::Unknown, 2));
    assert_eq!(error.refusal().and_then(Refusal::code), Some(&ErrorCode::TransactionExists));
    asks_for_the_order(error.recovery().unwrap());
}

#[test]
fn debug_shows_the_transaction_and_the_amount_only() {
    let shown = format!("{:?} {:?}", by_number(), to_saved_card());
    assert!(shown.contains(TRANSACTION) && shown.contains("*1111"), "{shown}");
    for hidden in ["411111", "79991234567", "Выплата", CUSTOMER, TOKEN] {
        assert!(!shown.contains(hidden), "{shown}");
    }
    assert_eq!((by_number().transaction().as_str(), by_number().amount()), (TRANSACTION, &rub(10_000)));
}

#[test]
fn optional_members_are_left_out() {
    let payout = Account2Card::new(
        Recipient::card("4111111111111111".parse().unwrap()),
        rub(1),
        "x",
        TransactionId::from_any_text("7"),
    );
    let body = payout.body().unwrap();
    let expected = r#"{"recipient_pan":"4111111111111111","amount":1,"description":"x","transaction":"7"}"#;
    assert_eq!(std::str::from_utf8(body.bytes()), Ok(expected));
}
