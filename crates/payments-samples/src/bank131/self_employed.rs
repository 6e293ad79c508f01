//! Self-employed persons.

use bank131_client::self_employed::{IssueReceipt, NpdCheck, NpdRequestId, NpdRequestStatus, NpdStatus};
use bank131_client::session::{NewPayout, SessionState};

use super::session::{in_session, marked_payout, no_session, receipt, session_id};
use super::{EMPTY, apart_from_sessions};
use crate::{Sample, Sampled};

impl Sampled for NpdCheck {
    fn sample() -> Sample<Self> {
        let check = || Ok(Self::new("123456789012"));
        apart_from_sessions(Sample::new("asked", check, |answer| {
            assert_eq!(answer.status, NpdStatus::Ok);
            assert_eq!(answer.request_id.as_ref().map(NpdRequestId::as_str), Some("131-7"));
            Ok(())
        }))
        .answered("pending", |answer| {
            assert_eq!((&answer.status, answer.request_id.is_some()), (&NpdStatus::Pending, true));
            Ok(())
        })
        .marked(|marks| Ok(Self::new(format!("770{:09}", marks.number()))))
        .essence(
            |answer| {
                let id = answer.request_id.as_ref().map(ToString::to_string).unwrap_or_default();
                vec![("request_id".into(), id), ("status".into(), answer.status.to_string())]
            },
            &[],
        )
        .without_echo("it repeats nothing of the request")
        .broken(
            "a taxpayer number of 10 digits",
            || Ok(Self::new("1234567890")),
            "tax_reference",
            "must be 12 digits",
        )
    }
}

impl Sampled for NpdRequestStatus {
    fn sample() -> Sample<Self> {
        let ask = || Ok(Self::new(NpdRequestId::new("131-7")));
        apart_from_sessions(Sample::new("linked", ask, |answer| {
            assert_eq!(answer.status, NpdStatus::Ok);
            assert_eq!((answer.is_professional_income_taxpayer, answer.is_linked), (Some(true), Some(true)));
            Ok(())
        }))
        .answered("still_pending", |answer| {
            assert_eq!(answer.status, NpdStatus::Pending);
            assert_eq!((answer.is_professional_income_taxpayer, answer.is_linked), (None, None));
            Ok(())
        })
        .marked(|marks| Ok(Self::new(NpdRequestId::new(marks.misplaced_card()))))
        .essence(
            |answer| {
                let linked = answer.is_linked.map(|linked| linked.to_string()).unwrap_or_default();
                vec![("is_linked".into(), linked), ("status".into(), answer.status.to_string())]
            },
            &[],
        )
        .without_echo("it repeats nothing of the request")
        .broken("an empty id of the question", || Ok(Self::new(NpdRequestId::new(""))), "request_id", EMPTY)
    }
}

impl Sampled for IssueReceipt {
    fn sample() -> Sample<Self> {
        let request = || Ok(Self::new(session_id(), NewPayout::empty(), receipt()));
        let sample = Sample::new("issued", request, |session| {
            assert_eq!((session.id.as_str(), &session.status), ("ps_3230", &SessionState::InProgress));
            Ok(())
        })
        .marked(|marks| Ok(Self::new(session_id(), marked_payout(marks), receipt().payer_name(marks.person()))));
        in_session(sample, || Ok(Self::new(no_session(), NewPayout::empty(), receipt())))
    }
}
