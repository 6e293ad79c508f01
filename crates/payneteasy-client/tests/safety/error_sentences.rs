//! `Debug` of an error shows its message, because `main` prints `Debug`.

use payments_contract::FakeProvider;
use payments_contract::error_sentences::ErrorSentences;
use payments_core::testing::FakeResponse;
use payneteasy_client::{
    ExplainError,
    common::AuthError,
    order::{ClientOrderId, Mismatch, Status},
};

use crate::leaks::client;

#[test]
fn debug_of_an_error_shows_its_message() {
    let wire = FakeProvider::new(FakeResponse::broken());
    let client = client(&wire);
    let question = Status::new(client.endpoint(39915), ClientOrderId::new("ORDER-42"));
    let error = wire.run(client.send(&question)).unwrap_err();
    let mut errors = ErrorSentences::default();
    errors.shows(&error).shows(&Mismatch::Amount);
    errors.shows(&ExplainError::Invalid(error)).shows(&ExplainError::from(AuthError::Header("the login")));
    errors.assert_complete(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/api/payneteasy-client.txt"));
    assert_eq!(format!("{:?}", Mismatch::Amount), "Mismatch(the gateway's amount is not the order's)");
}
