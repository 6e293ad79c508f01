//! `session/refund` and `session/chargeback`.

use bank131_client::common::Json;
use bank131_client::session::{RefundStatus, Session, SessionChargeback, SessionId, SessionRefund, SessionResult};
use bank131_client::{ApiVersion, Currency, Money};
use serde_json::json;

use super::{
    ASK, EMPTY, EMPTY_ID, NO_KEY, REQUIRED, SESSION_ID, STARTS_NOTHING, essence, information_with, session_id,
};
use crate::{Checked, Failure, Sample, Sampled};

impl Sampled for SessionRefund {
    fn sample() -> Sample<Self> {
        Sample::new("whole", || Ok(Self::new(session_id(), 0)), |session| is_refunded(&session, &[100_000]))
            .case("version_2", part, |session| is_part(&session))
            .marked(|marks| Ok(Self::new(session_id(), 0).metadata(information_with(marks.text())?)))
            .marked(|marks| Ok(Self::new(SessionId::new(marks.misplaced_card()), 0)))
            .essence(essence, REQUIRED)
            .inapplicable(NO_KEY.0, NO_KEY.1)
            .inapplicable(STARTS_NOTHING.0, STARTS_NOTHING.1)
            .stored_recovery("ask/refund/ps_3230/0")
            .broken(EMPTY_ID, || Ok(Self::new(SessionId::new(""), 0)), SESSION_ID, EMPTY)
            .broken("an amount of 0", || Ok(of(0)), "amount_details.amount", "must be above zero")
    }
}

fn of(kopecks: i64) -> SessionRefund {
    SessionRefund::new(session_id(), 1).amount(Money::from_minor_units(kopecks, Currency::RUB))
}

fn part() -> Result<SessionRefund, Failure> {
    Ok(of(20_000).metadata(Json::new(&json!({"refund": 2}))?).api_version(ApiVersion::V2))
}

fn is_refunded(session: &Session, kopecks: &[i64]) -> Checked {
    assert_eq!(session.result(), Some(SessionResult::Succeeded), "it stays so after a refund");
    let sums: Vec<_> = session.refunds().map(|refund| refund.amount_details.clone()).collect();
    let expected = kopecks.iter().map(|kopecks| Some(Money::from_minor_units(*kopecks, Currency::RUB)));
    assert_eq!(sums, expected.collect::<Vec<_>>());
    Ok(())
}

fn is_part(session: &Session) -> Checked {
    is_refunded(session, &[20_000, 20_000])?;
    let new = session.refunds().nth(1).ok_or("a second refund is expected")?;
    assert_eq!((new.id.as_str(), &new.status), ("rf_204", &RefundStatus::InProgress));
    assert_eq!(new.metadata.as_ref().map(Json::as_str), Some(r#"{"refund":2}"#));
    let fee = new.amounts.as_ref().and_then(|amounts| amounts.fee.as_ref()).and_then(|fee| fee.merchant_fee.as_ref());
    assert_eq!(fee, Some(&Money::from_minor_units(10, Currency::RUB)));
    assert_eq!(new.transaction_info.as_ref().and_then(|info| info.rrn.clone()), Some("418412345679".into()));
    assert_eq!(new.revenue_split_info.len(), 1);
    Ok(())
}

impl Sampled for SessionChargeback {
    fn sample() -> Sample<Self> {
        let recorded = |session: Session| {
            is_refunded(&session, &[100_000])?;
            assert_eq!(session.refunds().next().and_then(|refund| refund.is_chargeback), Some(true));
            Ok(())
        };
        Sample::new("recorded", || Ok(Self::new(session_id())), recorded)
            .case("version_2", || Ok(Self::new(session_id()).api_version(ApiVersion::V2)), recorded)
            .marked(|marks| Ok(Self::new(SessionId::new(marks.misplaced_card()))))
            .essence(essence, REQUIRED)
            .inapplicable(NO_KEY.0, NO_KEY.1)
            .inapplicable(STARTS_NOTHING.0, STARTS_NOTHING.1)
            .stored_recovery(ASK)
            .broken(EMPTY_ID, || Ok(Self::new(SessionId::new(""))), SESSION_ID, EMPTY)
    }
}
