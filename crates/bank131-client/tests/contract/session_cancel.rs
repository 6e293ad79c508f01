//! `session/cancel`.

use bank131_client::common::Json;
use bank131_client::session::{NextStep, OperationStatus, SessionCancel, SessionId, SessionResult, SessionState};
use bank131_client::{ErrorCode, Refusal, RetryClass};
use payments_contract::{Case, Checked, Exchange, Suite};

use crate::documented::payout_amount;
use crate::failures::{self, Recovered};
use crate::fixtures::client;
use crate::session_confirm::CONFIRM_INFORMATION;

pub(crate) fn register(suite: &mut Suite) {
    let row = suite.row("session/cancel");
    row.case(Case::success("cancelled"), cancelled);
    row.case(Case::success("with_confirm_information"), with_confirm_information);
    failures::register(
        row,
        "cancelled",
        || Ok(request()),
        Recovered::ByStatus("ps_3230"),
        &[
            ("idempotency_key_already_exists", "the call carries no idempotency key"),
            ("operation_rejected", "the call starts no operation that could be rejected"),
        ],
    );
}

pub(crate) fn request() -> SessionCancel {
    SessionCancel::new(SessionId::new("ps_3230"))
}

async fn cancelled(exchange: Exchange) -> Checked {
    let session = client(&exchange)?.send(&request()).await?;

    assert_eq!(session.id.as_str(), "ps_3230");
    assert_eq!(session.status, SessionState::Cancelled);
    assert!(session.status.is_final());
    assert_eq!(session.finished_at.as_ref().map(AsRef::as_ref), Some("2024-07-02T12:20:00.000002Z"));
    assert!(matches!(session.next_step(), NextStep::Finished));
    assert_eq!(session.result(), Some(SessionResult::NotPaidOut), "whether a payer was charged does not stand in it");
    is_cancelled_by_partner(session.error.as_ref())?;

    assert!(session.payments().is_empty());
    let [payout] = session.payouts() else { return Err("one payout is expected".into()) };
    assert_eq!((payout.id.as_str(), &payout.status), ("2018", &OperationStatus::Failed));
    assert_eq!(payout.amount_details, Some(payout_amount()));
    assert_eq!(payout.finished_at.as_ref().map(AsRef::as_ref), Some("2024-07-02T12:20:00.000002Z"));
    is_cancelled_by_partner(payout.error.as_ref())
}

async fn with_confirm_information(exchange: Exchange) -> Checked {
    let information: Json = serde_json::from_str(CONFIRM_INFORMATION)?;
    let session = client(&exchange)?.send(&request().confirm_information(information)).await?;

    assert_eq!(session.status, SessionState::Cancelled);
    assert_eq!(session.result(), Some(SessionResult::NothingStarted), "it lists no operation");
    is_cancelled_by_partner(session.error.as_ref())
}

fn is_cancelled_by_partner(error: Option<&Refusal>) -> Checked {
    let error = error.ok_or("there is no error")?;
    assert_eq!(error.code(), Some(&ErrorCode::SessionCancelledByPartner));
    assert_eq!(error.code().map(ErrorCode::retry_class), Some(RetryClass::NewOperation));
    assert_eq!(error.description(), Some("Session cancelled by partner".into()));
    assert!(error.reject_reasons().is_empty());
    Ok(())
}
