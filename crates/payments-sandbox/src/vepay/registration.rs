//! A registration: from the request to its end.

use super::cards::{CANCELLED, OVERDUE, Outcome, Reason, TestCard};
use super::request::{CardType, Registration as Request};
use crate::card_form::Expiry;
use crate::ledger::{Account, Sum, Transition};

#[derive(Debug)]
pub(super) struct Registration {
    pub(super) id: u64,
    pub(super) request: Request,
    state: State,
}

#[derive(Debug)]
pub(super) enum State {
    Waiting,
    Done(Entered, u64),
    /// With the card, if it came that far.
    Failed(Reason, Option<Entered>),
}

/// What the payer typed in; a payout card is nothing but its number.
#[derive(Clone, Debug)]
pub(super) struct Entered {
    pub(super) card: &'static TestCard,
    pub(super) rest: Option<(Expiry, String)>,
}

impl Registration {
    pub(super) fn new(id: u64, request: Request) -> Self {
        Self { id, request, state: State::Waiting }
    }

    pub(super) fn state(&self) -> &State {
        &self.state
    }

    pub(super) fn is_waiting(&self) -> bool {
        matches!(self.state, State::Waiting)
    }

    /// What the payer pays in kopecks: eleven roubles that are given back, or nothing.
    pub(super) fn amount(&self) -> u64 {
        match self.request.card_type {
            CardType::Payments => 1100,
            CardType::Payouts => 0,
        }
    }

    /// The payer submitted the form; `save` gives the card its id. Nothing happens the second time.
    pub(super) fn pay(
        &mut self,
        entered: Entered,
        transition: &mut Transition<'_>,
        save: impl FnOnce(&Entered) -> u64,
    ) {
        if !self.is_waiting() {
            return;
        }
        let amount = self.amount();
        // No bank is asked about a card that is only ever paid to.
        self.state = match (self.request.card_type, entered.card.outcome) {
            (CardType::Payments, Outcome::Failed(reason)) => State::Failed(reason, Some(entered)),
            (CardType::Payments, Outcome::Paid) | (CardType::Payouts, _) => {
                let id = save(&entered);
                debit_and_give_back(amount, transition);
                State::Done(entered, id)
            }
        };
    }

    pub(super) fn cancel(&mut self) {
        self.fail(CANCELLED);
    }

    /// The lifetime is over.
    pub(super) fn expire(&mut self) {
        self.fail(OVERDUE);
    }

    fn fail(&mut self, reason: Reason) {
        if self.is_waiting() {
            self.state = State::Failed(reason, None);
        }
    }

    pub(super) fn entered(&self) -> Option<&Entered> {
        match &self.state {
            State::Done(entered, _) => Some(entered),
            State::Failed(_, entered) => entered.as_ref(),
            State::Waiting => None,
        }
    }

    /// Where the browser goes in the end.
    pub(super) fn way_back(&self) -> Option<String> {
        let request = &self.request;
        let (first, second) = match &self.state {
            State::Waiting => return None,
            State::Done(..) => return request.success_url.clone(),
            State::Failed(reason, _) if *reason == CANCELLED => (&request.cancel_url, &request.fail_url),
            State::Failed(..) => (&request.fail_url, &request.cancel_url),
        };
        let url = first.as_ref().or(second.as_ref())?;
        Some(with_extid(url, request.extid.as_deref()))
    }
}

/// The payment by which a card is checked.
fn debit_and_give_back(amount: u64, transition: &mut Transition<'_>) {
    let sum = Sum::new(amount, "RUB");
    transition.postings.debit(Account::Payers, sum.clone());
    if transition.postings.refund(&sum).is_err() {
        tracing::error!("the payment of a registration could not be given back");
    }
}

fn with_extid(url: &str, extid: Option<&str>) -> String {
    let Some(extid) = extid else {
        return url.to_owned();
    };
    let extid: String = url::form_urlencoded::byte_serialize(extid.as_bytes()).collect();
    format!("{url}{}extid={extid}", if url.contains('?') { '&' } else { '?' })
}
