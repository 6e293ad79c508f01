//! Confirming a callback with the `CardByTransaction` request.

use http::{HeaderMap, StatusCode};
use kvell_client::auth::CardByTransactionSignature;
use kvell_client::callback::{ConfirmError, Mismatch};
use kvell_client::{CardSaved, SignaturePolicy};
use serde_json::Value;

use crate::support::{FakeResponse, Stage, TOKEN, card_answer, header, refused, vectors};

fn claimed(stage: &Stage) -> CardSaved {
    let body = vectors()["callback"]["raw_body"].as_str().unwrap().to_owned();
    stage.client.callbacks(SignaturePolicy::VerifyIfPresent).receive(&HeaderMap::new(), body.as_bytes()).unwrap()
}

fn confirm(stage: &Stage) -> Result<kvell_client::card::Card, ConfirmError> {
    stage.run(stage.client.confirm(&claimed(stage)))
}

fn answered(change: impl FnOnce(&mut Value)) -> Result<kvell_client::card::Card, ConfirmError> {
    let mut answer = card_answer();
    change(&mut answer);
    confirm(&Stage::new([FakeResponse::ok(&answer)]))
}

#[test]
fn the_response_of_kvell_confirms_a_claim() {
    let stage = Stage::new([FakeResponse::ok(card_answer())]);
    let card = confirm(&stage).unwrap();
    assert_eq!(card.customer_card_token.expose(), TOKEN);
    assert_eq!(card.expire, Some("2030-12".into()), "it tells more than the callback");
    assert_eq!(stage.call().uri().path(), "/v1/customers/cust-42/orders/5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55");
}

#[test]
fn the_request_has_the_chosen_signature() {
    let vectors = vectors();
    for (covers, vector) in [
        (
            CardByTransactionSignature::TransactionAndCustomer,
            "card_lookup formula {api_key}{transaction}{customer_key}{secret}",
        ),
        (CardByTransactionSignature::CustomerOnly, "customer_by_key {api_key}{customer_key}{secret}"),
    ] {
        let stage =
            Stage::with([FakeResponse::ok(card_answer())], |builder| builder.card_by_transaction_signature(covers));
        confirm(&stage).unwrap();
        let expected = vectors["header_signatures"][vector]["signature"].as_str();
        assert_eq!(header(&stage.call(), "x-signature"), expected, "{covers:?}");
    }
}

#[test]
fn the_value_that_differs_is_named() {
    for (member, value, mismatch) in [
        ("customer_card_token", "Ue4N", Mismatch::Token),
        ("pan_mask", "411111******1112", Mismatch::Mask),
        ("pan_mask", "411112******1111", Mismatch::Mask),
        ("pan_mask", "garbage", Mismatch::Mask),
    ] {
        let error = answered(|answer| answer[member] = value.into()).unwrap_err();
        assert!(matches!(error, ConfirmError::Mismatch(found) if found == mismatch), "{member}: {error}");
        assert_eq!(error.status(), StatusCode::CONFLICT);
        assert!(!error.to_string().contains(value));
    }
}

/// Such a response is about another card, and proves nothing about this one: Kvell sends the callback again.
#[test]
fn a_response_about_another_pair_confirms_nothing() {
    for (member, value) in [("transaction", "5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d56"), ("customer_key", "cust-4")] {
        let error = answered(|answer| answer[member] = value.into()).unwrap_err();
        assert!(matches!(error, ConfirmError::Call(_)), "{member}: {error}");
        assert_eq!(error.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert!(!error.to_string().contains(value));
    }
}

#[test]
fn a_mask_of_another_length_or_a_missing_mask_is_accepted() {
    for mask in ["411111**1111", "41111111****1111", "4111******1111", "1111"] {
        assert!(answered(|answer| answer["pan_mask"] = mask.into()).is_ok(), "{mask}");
    }
    assert!(answered(|answer| answer["pan_mask"] = Value::Null).is_ok());
}

#[test]
fn a_failed_request_confirms_nothing() {
    for response in [
        FakeResponse::unreachable(),
        FakeResponse::broken(),
        FakeResponse::silent(),
        FakeResponse::ok("{}"),
        refused(500, 20_000),
        refused(400, 20_004),
        FakeResponse::http(404, String::new()),
    ] {
        let error = confirm(&Stage::new([response.clone()])).unwrap_err();
        assert!(matches!(error, ConfirmError::Call(_)), "{response:?}");
        assert_eq!(error.status(), StatusCode::SERVICE_UNAVAILABLE, "so that Kvell sends it again");
    }
}
