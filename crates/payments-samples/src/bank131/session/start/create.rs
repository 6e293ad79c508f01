//! `session/create`.

use bank131_client::ApiVersion;
use bank131_client::common::Json;
use bank131_client::session::{NewPayment, Session, SessionCreate, SessionState};

use super::{account, essence, lucky, marked_payment, payout, roubles};
use crate::bank131::session::REQUIRED;
use crate::bank131::{NO_KEY, STARTS_NOTHING};
use crate::{Checked, Sample, Sampled};

impl Sampled for SessionCreate {
    fn sample() -> Sample<Self> {
        Sample::new("empty", || Ok(Self::new()), |session| is_created(&session))
            .case(
                "of_payment",
                || {
                    let known = NewPayment::empty().amount(roubles(100_000)).customer(lucky());
                    Ok(Self::of_payment(known.metadata(Json::new("good")?)))
                },
                |session| is_created(&session),
            )
            .case(
                "version_2",
                || Ok(Self::of_payout(payout(account()).customer(lucky())).api_version(ApiVersion::V2)),
                |session| is_created(&session),
            )
            .marked(|marks| Ok(Self::of_payment(marked_payment(marks)?)))
            .essence(essence, REQUIRED)
            .without_echo("the bank gives the session its number here")
            .inapplicable(NO_KEY.0, NO_KEY.1)
            .inapplicable("session_wrong_state", "the call makes the session, so there is no state to be wrong")
            .inapplicable(STARTS_NOTHING.0, STARTS_NOTHING.1)
            .broken(
                "a payout of 0",
                || Ok(Self::of_payout(payout(account()).amount(roubles(0)))),
                "amount_details.amount",
                "must be above zero",
            )
    }
}

pub(in crate::bank131) fn is_created(session: &Session) -> Checked {
    assert_eq!((session.id.as_str(), &session.status), ("ps_3230", &SessionState::Created));
    assert!(session.payments().is_empty() && session.payouts().is_empty());
    Ok(())
}
