//! `session/multi/init` in version 2 of the API.

use bank131_client::session::{NewPayment, NewPayout, SessionMultiInitLists};

use super::{
    AWAIT, by_key, card, is_started, key, lucky, marked_payment, marked_payout, payment, payout, payout_card, recipient,
};
use crate::{Failure, Sample, Sampled};

impl Sampled for SessionMultiInitLists {
    fn sample() -> Sample<Self> {
        let request = || of(payment(card()?), payout(payout_card()?).participants(recipient()).customer(lucky()));
        let sample = Sample::new("documented", request, |session| is_started(&session, 1, 1))
            .marked(|marks| of(marked_payment(marks)?, marked_payout(marks)))
            .broken(
                "a payment of nothing",
                || of(NewPayment::empty(), payout(payout_card()?)),
                "payment_list.payment_details",
                "must be given",
            )
            .broken(
                "a payout to nowhere",
                || of(payment(card()?), NewPayout::empty()),
                "payout_list.payout_details",
                "must be given",
            );
        by_key(sample, AWAIT)
    }
}

fn of(payment: NewPayment, payout: NewPayout) -> Result<SessionMultiInitLists, Failure> {
    Ok(SessionMultiInitLists::new(key("transfer-1001")?, payment, payout))
}
