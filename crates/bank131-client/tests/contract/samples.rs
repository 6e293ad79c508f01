//! One request of each endpoint, for generated responses.

use bank131_client::session::{Session, SessionCancel, SessionConfirm, SessionMultiInit, SessionStatus};
use payments_contract::{Essence, Sample, Suite};

use crate::fixtures::send;
use crate::{session_cancel, session_confirm, session_multi_init, session_status};

/// Members without which there is no session.
const REQUIRED: &[&str] = &["session", "session.id"];

pub(crate) fn register(suite: &mut Suite) {
    suite.echoes(&["session.id", "customer.reference"]).operations(&["session"]);
    suite.sample(
        Sample::new::<SessionMultiInit>(
            "documented",
            |wire| send(wire, &session_multi_init::documented_request()?),
            session,
        )
        .required(REQUIRED),
    );
    suite.sample(
        Sample::new::<SessionStatus>("finished", |wire| send(wire, &session_status::request()), session)
            .required(REQUIRED),
    );
    suite.sample(
        Sample::new::<SessionConfirm>("confirmed", |wire| send(wire, &session_confirm::request()), session)
            .required(REQUIRED),
    );
    suite.sample(
        Sample::new::<SessionCancel>("cancelled", |wire| send(wire, &session_cancel::request()), session)
            .required(REQUIRED),
    );
}

/// The session, and its operations under the names of either version of the API.
fn session(session: &Session) -> Essence {
    let next_action = session.next_action.as_ref().map_or("", |action| action.as_str());
    let mut essence = vec![
        ("session.id".to_owned(), session.id.to_string()),
        ("session.status".to_owned(), session.status.to_string()),
        ("session.next_action".to_owned(), next_action.to_owned()),
    ];
    for (place, payment) in session.payments().iter().enumerate() {
        for list in ["acquiring_payments", "payment_list"] {
            essence.push((format!("session.{list}[{place}].id"), payment.id.to_string()));
            essence.push((format!("session.{list}[{place}].status"), payment.status.to_string()));
        }
    }
    for (place, payout) in session.payouts().iter().enumerate() {
        for list in ["payments", "payout_list"] {
            essence.push((format!("session.{list}[{place}].id"), payout.id.to_string()));
            essence.push((format!("session.{list}[{place}].status"), payout.status.to_string()));
        }
    }
    essence
}
