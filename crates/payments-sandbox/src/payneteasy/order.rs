//! An order: from the request to its end, one step at a time.

use jiff::Timestamp;

use super::amount::minor_units;
use super::cards::{CANCELLED, CardFace, Decision, NOT_AUTHENTICATED, Plan, is_password};
use super::reversal::Reversal;
use super::transfer::{Destination, Source, Transfer};
use crate::ledger::{Account, Sum, Transition};

#[derive(Debug)]
pub(super) struct Order {
    pub(super) id: u64,
    /// The serial number of the request that made the order.
    pub(super) serial_number: String,
    /// The end of the address of its form.
    pub(super) token: String,
    pub(super) transfer: Transfer,
    /// The cards, as far as they are known by now.
    pub(super) source: Option<SourceCard>,
    pub(super) destination: Option<CardFace>,
    pub(super) card_ref: Option<CardRef>,
    /// What was returned of it, or was to be, the latest last.
    pub(super) reversals: Vec<Reversal>,
    stage: Stage,
    authenticated: bool,
    end: Option<End>,
}

#[derive(Clone, Debug)]
pub(super) struct SourceCard {
    pub(super) face: CardFace,
    pub(super) holder: Option<String>,
}

/// What a finished order is known under at the acquirer.
#[derive(Debug)]
pub(super) struct End {
    pub(super) verdict: Decision,
    pub(super) at: Timestamp,
    pub(super) processor_tx_id: String,
    pub(super) rrn: String,
    pub(super) approval_code: Option<String>,
}

/// What a card of an order can be paid with later.
#[derive(Clone, Debug)]
pub(super) struct CardRef {
    pub(super) id: u64,
    pub(super) unique: u64,
    pub(super) recurring_payment: u64,
}

/// What the payer is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Cards,
    Password(Decision),
    Over,
}

/// What the payer typed into the form.
#[derive(Debug)]
pub(super) struct Entered {
    /// `None` when the form did not ask.
    pub(super) source: Option<(SourceCard, Plan)>,
    pub(super) destination: Option<CardFace>,
}

impl Order {
    pub(super) fn new(id: u64, serial_number: String, token: String, transfer: Transfer) -> Self {
        let source = match &transfer.source {
            Source::Card { face, holder, .. } => Some(SourceCard { face: face.clone(), holder: holder.clone() }),
            Source::Form | Source::Deposit => None,
        };
        let destination = match &transfer.destination {
            Destination::Card(face) => Some(face.clone()),
            Destination::Form => None,
        };
        Self {
            id,
            serial_number,
            token,
            transfer,
            source,
            destination,
            card_ref: None,
            reversals: Vec::new(),
            stage: Stage::Cards,
            authenticated: false,
            end: None,
        }
    }

    pub(super) fn stage(&self) -> Stage {
        self.stage
    }

    pub(super) fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }

    pub(super) fn status(&self) -> &'static str {
        self.end.as_ref().map_or("processing", |end| end.verdict.status())
    }

    pub(super) fn asks_for_source(&self) -> bool {
        matches!(self.transfer.source, Source::Form)
    }

    pub(super) fn asks_for_destination(&self) -> bool {
        matches!(self.transfer.destination, Destination::Form)
    }

    /// Whether the payer has proved by the password that the card is his.
    pub(super) fn is_authenticated(&self) -> bool {
        self.authenticated
    }

    /// The cards are complete. Nothing happens the second time.
    pub(super) fn pay(&mut self, entered: Entered, transition: &mut Transition<'_>) {
        if self.stage != Stage::Cards {
            return;
        }
        let mut plan = match &self.transfer.source {
            Source::Card { plan, .. } => *plan,
            Source::Form | Source::Deposit => Plan::APPROVED,
        };
        if let Some((card, entered_plan)) = entered.source {
            self.source = Some(card);
            plan = entered_plan;
        }
        plan = plan.at(transition.now);
        if entered.destination.is_some() {
            self.destination = entered.destination;
        }
        match self.transfer.intervention {
            Some(verdict) => self.finish(verdict, transition),
            None if plan.three_ds => self.stage = Stage::Password(plan.decision),
            None => self.finish(plan.decision, transition),
        }
    }

    /// The payer answered the 3-D Secure page.
    pub(super) fn authenticate(&mut self, password: &str, transition: &mut Transition<'_>) {
        if let Stage::Password(verdict) = self.stage {
            self.authenticated = is_password(password);
            self.finish(if self.authenticated { verdict } else { Decision::Declined(NOT_AUTHENTICATED) }, transition);
        }
    }

    /// The payer wants no more of it.
    pub(super) fn cancel(&mut self, transition: &mut Transition<'_>) {
        if self.stage != Stage::Over {
            self.finish(Decision::Declined(CANCELLED), transition);
        }
    }

    fn finish(&mut self, verdict: Decision, transition: &mut Transition<'_>) {
        self.stage = Stage::Over;
        let approved = verdict == Decision::Approved;
        if approved {
            self.transfer_money(transition);
        }
        self.end = Some(End {
            verdict,
            at: transition.now,
            processor_tx_id: format!("PNTEST-{}", self.id),
            rrn: transition.random.digits::<12>(),
            approval_code: approved.then(|| transition.random.digits::<6>()),
        });
    }

    fn transfer_money(&self, transition: &mut Transition<'_>) {
        let Transfer { amount, currency, source, .. } = &self.transfer;
        let from = if matches!(source, Source::Deposit) { Account::Shop } else { Account::Payers };
        let sum = Sum::new(minor_units(amount, currency).unwrap_or_default(), currency);
        transition.postings.debit(from, sum.clone());
        transition.postings.pay_out(&sum);
    }
}
