//! `session/confirm`.

use bank131_client::ApiVersion;
use bank131_client::common::Json;
use bank131_client::session::{NextStep, OperationStatus, Session, SessionConfirm, SessionId, SessionState};

use super::{
    ASK, EMPTY, EMPTY_ID, NO_KEY, REQUIRED, SESSION_ID, confirm_information, essence, has_one_payment,
    information_with, payout_amount, session_id,
};
use crate::{Checked, Sample, Sampled};

impl Sampled for SessionConfirm {
    fn sample() -> Sample<Self> {
        Sample::new("confirmed", || Ok(Self::new(session_id())), |session| confirmed(&session))
            .case(
                "with_confirm_information",
                || Ok(Self::new(session_id()).confirm_information(confirm_information()?)),
                |session| {
                    assert_eq!(session.status, SessionState::Accepted);
                    assert_eq!(session.finished_at.as_ref().map(AsRef::as_ref), Some("2024-07-02T12:20:00.000001Z"));
                    assert!(session.payouts().is_empty() && session.payments().is_empty());
                    Ok(())
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
            .stored_recovery(ASK)
            .broken(EMPTY_ID, || Ok(Self::new(SessionId::new(""))), SESSION_ID, EMPTY)
    }
}

fn confirmed(session: &Session) -> Checked {
    assert_eq!(session.id.as_str(), "ps_3230");
    assert_eq!(session.status, SessionState::InProgress);
    assert_eq!(session.updated_at.as_ref().map(AsRef::as_ref), Some("2024-07-02T12:20:00.000001Z"));
    assert!(matches!(session.next_step(), NextStep::Wait), "the bank does not wait for a confirmation any more");
    assert!(session.payments().is_empty());
    let [payout] = session.payouts() else { return Err("one payout is expected".into()) };
    assert_eq!((payout.id.as_str(), &payout.status), ("2018", &OperationStatus::InProgress));
    assert_eq!(payout.customer.as_ref().map(|customer| customer.reference.as_str()), Some("user123"));
    assert_eq!(payout.amount_details, Some(payout_amount()));
    assert_eq!(payout.metadata.as_ref().map(Json::as_str), Some(r#"{"order":17}"#));
    Ok(())
}
