//! `Debug` of an error shows its message, because `main` prints `Debug`.

use kvell_client::bank::BankList;
use kvell_client::callback::{ConfirmError, Mismatch};
use payments_contract::FakeProvider;
use payments_contract::error_sentences::ErrorSentences;
use payments_core::testing::FakeResponse;

use crate::leaks::client;

#[test]
fn debug_of_an_error_shows_its_message() {
    let wire = FakeProvider::new(FakeResponse::broken());
    let error = wire.run(client(&wire).send(&BankList::new())).unwrap_err();
    let mut errors = ErrorSentences::default();
    errors.shows(&error).shows(&Mismatch::Token);
    errors.shows(&ConfirmError::from(Mismatch::Token)).shows(&ConfirmError::Call(error));
    errors.assert_complete(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/api/kvell-client.txt"));
    assert_eq!(format!("{:?}", Mismatch::Token), "Mismatch(the callback's token is not the one Kvell knows)");
}
