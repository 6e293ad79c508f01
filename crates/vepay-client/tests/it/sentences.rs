//! Error sentences of callbacks and postbacks that are not confirmed.

use vepay_client::Postbacks;
use vepay_client::callback::{ConfirmError, Mismatch};
use vepay_client::card::CardGetResponse;

use crate::support::{FakeResponse, Vepay, WAITING, registration};

#[test]
fn a_mismatch_has_an_error_sentence() {
    for (mismatch, sentence) in [
        (Mismatch::ExtId, "the callback's extid is not the stored operation's"),
        (
            Mismatch::NoExtId,
            "the callback has no extid, without which its id is not proven; query the operation's status",
        ),
        (Mismatch::Id, "the callback's id is not the stored operation's"),
        (Mismatch::NoId, "the callback has no id, without which its sum is not proven"),
        (Mismatch::NoSum, "the callback has no sum, without which its status is not proven"),
        (Mismatch::Sum, "the callback's sum is not the stored operation's"),
        (
            Mismatch::UnsafeExtId,
            "the callback's extid ends in a digit, so its end is not proven; query the operation's status",
        ),
    ] {
        assert_eq!(mismatch.to_string(), sentence);
    }
}

/// The error for a postback about this operation that claims success.
fn unconfirmed(id: u64, response: FakeResponse) -> ConfirmError<CardGetResponse> {
    let postback = Postbacks::read_v1(format!(r#"{{"status":1,"id":{id}}}"#).as_bytes()).unwrap();
    let vepay = Vepay::new([response]);
    vepay.run(vepay.client.confirm_postback(&postback, &registration())).unwrap_err()
}

#[test]
fn an_unconfirmed_postback_has_an_error_sentence() {
    let other = unconfirmed(7, FakeResponse::ok(WAITING));
    assert_eq!(other.to_string(), "the postback is about another operation");
    let disagrees = unconfirmed(101_464, FakeResponse::ok(WAITING));
    assert_eq!(disagrees.to_string(), "the postback disagrees with card/get: status 0");
    let asking = unconfirmed(101_464, FakeResponse::broken());
    let expected = "the postback is not confirmed: Vepay card/get got no response: the connection broke: \
                    connection reset";
    assert_eq!(asking.to_string(), expected);
}
