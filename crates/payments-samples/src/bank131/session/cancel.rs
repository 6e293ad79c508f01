//! `session/cancel`.

use bank131_client::session::{
    NextStep, OperationStatus, Session, SessionCancel, SessionId, SessionResult, SessionState,
};
use bank131_client::{ApiVersion, ErrorCode, Refusal, RetryClass};

use super::{
    ASK, EMPTY, EMPTY_ID, NO_KEY, REQUIRED, SESSION_ID, STARTS_NOTHING, confirm_information, essence, has_one_payment,
    information_with, payout_amount, session_id,
};
use crate::{Checked, Sample, Sampled};

impl Sampled for SessionCancel {
    fn sample() -> Sample<Self> {
        Sample::new("cancelled", || Ok(Self::new(session_id())), |session| cancelled(&session))
            .case(
                "with_confirm_information",
                || Ok(Self::new(session_id()).confirm_information(confirm_information()?)),
                |session| {
                    assert_eq!(session.status, SessionState::Cancelled);
                    assert_eq!(session.result(), Some(SessionResult::NothingStarted), "it lists no operation");
                    is_cancelled_by_partner(session.error.as_ref())
                },
            )
            .case(
                "version_2",
                || Ok(Self::new(session_id()).api_version(ApiVersion::V2)),
                |session| has_one_payment(&session),
            )
            .marked(|marks| Ok(Self::new(session_id()).confirm_information(information_with(marks.text())?)))
            // An identifier is not secret, but a caller may pass a card number as one.
            .marked(|marks| {
                let request = Self::new(SessionId::new(marks.misplaced_card()));
                Ok(request.confirm_information(information_with(marks.misplaced_card())?))
            })
            .essence(essence, REQUIRED)
            .inapplicable(NO_KEY.0, NO_KEY.1)
            .inapplicable(STARTS_NOTHING.0, STARTS_NOTHING.1)
            .stored_recovery(ASK)
            .broken(EMPTY_ID, || Ok(Self::new(SessionId::new(""))), SESSION_ID, EMPTY)
    }
}

fn cancelled(session: &Session) -> Checked {
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

fn is_cancelled_by_partner(error: Option<&Refusal>) -> Checked {
    let error = error.ok_or("there is no error")?;
    assert_eq!(error.code(), Some(&ErrorCode::SessionCancelledByPartner));
    assert_eq!(error.code().map(ErrorCode::retry_class), Some(RetryClass::NewOperation));
    assert_eq!(error.description(), Some(&"Session cancelled by partner".into()));
    assert!(error.reject_reasons().is_empty());
    Ok(())
}
