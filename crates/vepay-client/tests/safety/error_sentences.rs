//! `Debug` of an error shows its sentence, because `main` prints `Debug`.

use payments_contract::FakeProvider;
use payments_contract::error_sentences::ErrorSentences;
use payments_core::testing::FakeResponse;
use vepay_client::OperationId;
use vepay_client::account::Check;
use vepay_client::callback::{ConfirmError, Mismatch};
use vepay_client::card::{CardGet, CardGetResponse, CardUse};

use crate::leaks::client;

#[test]
fn debug_of_an_error_shows_its_sentence() {
    let broken = FakeProvider::new(FakeResponse::broken());
    let error = broken.run(client(&broken).send(&Check::new())).unwrap_err();
    let answering = FakeProvider::new(FakeResponse::ok(r#"{"status":3,"message":"words"}"#));
    let question = CardGet::new(OperationId::new(7), CardUse::Payout);
    let state = answering.run(client(&answering).send(&question)).unwrap();
    let mut errors = ErrorSentences::default();
    errors.shows(&error).shows(&Mismatch::NoSum).shows(&ConfirmError::<CardGetResponse>::WrongOperation);
    errors.shows(&ConfirmError::<CardGetResponse>::WrongAmount);
    errors.shows(&ConfirmError::StatusMismatch(state.into())).shows(&ConfirmError::<CardGetResponse>::Request(error));
    errors.assert_complete(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/api/vepay-client.txt"));
    assert_eq!(format!("{:?}", Mismatch::Id), "Mismatch(the callback's id is not the stored operation's)");
}
