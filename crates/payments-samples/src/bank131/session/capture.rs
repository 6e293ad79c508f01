//! `session/capture`.

use bank131_client::session::{NextStep, OperationStatus, Session, SessionCapture, SessionId, SessionState};
use bank131_client::{ApiVersion, Currency, Money};

use super::{
    ASK, EMPTY, EMPTY_ID, NO_KEY, REQUIRED, SESSION_ID, STARTS_NOTHING, essence, has_one_payment, is_card, session_id,
};
use crate::{Checked, Sample, Sampled};

impl Sampled for SessionCapture {
    fn sample() -> Sample<Self> {
        Sample::new("whole", || Ok(Self::new(session_id())), |session| captured(&session, 100_000))
            .case("part", || Ok(of(50_000)), |session| captured(&session, 50_000))
            .case(
                "version_2",
                || Ok(Self::new(session_id()).api_version(ApiVersion::V2)),
                |session| has_one_payment(&session),
            )
            // An identifier is not secret, but a caller may pass a card number as one.
            .marked(|marks| Ok(Self::new(SessionId::new(marks.misplaced_card()))))
            .essence(essence, REQUIRED)
            .inapplicable(NO_KEY.0, NO_KEY.1)
            .inapplicable(STARTS_NOTHING.0, STARTS_NOTHING.1)
            .stored_recovery(ASK)
            .broken(EMPTY_ID, || Ok(Self::new(SessionId::new(""))), SESSION_ID, EMPTY)
            .broken("an amount of 0", || Ok(of(0)), "amount_details.amount", "must be above zero")
    }
}

fn of(kopecks: i64) -> SessionCapture {
    SessionCapture::new(session_id()).amount(Money::from_minor_units(kopecks, Currency::RUB))
}

fn captured(session: &Session, kopecks: i64) -> Checked {
    assert_eq!((session.id.as_str(), &session.status), ("ps_3230", &SessionState::InProgress));
    assert!(matches!(session.next_step(), NextStep::Wait), "the end comes by webhook");
    let [payment] = session.payments() else { return Err("one payment is expected".into()) };
    assert_eq!((payment.id.as_str(), &payment.status), ("pm_3345", &OperationStatus::Succeeded));
    let gross = payment.amounts.as_ref().and_then(|amounts| amounts.gross.clone());
    assert_eq!(gross, Some(Money::from_minor_units(kopecks, Currency::RUB)));
    is_card(payment.payment_details.as_ref().and_then(|paid| paid.card.as_ref()), "visa", "4242", "GBR")
}
