//! An order, and what a provider reports about it.

use std::fmt;

use payments_core::callback::EventId;
use payments_core::{Error, Money, Outcome, Provider, Secret};
use serde::Deserialize;

use crate::Failure;
use crate::text::Note;

/// An order as it is stored. Its number and the fields before `state` are written before anything is sent, and are enough to
/// query the provider about it.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    /// Our number, a UUID. Every provider gets it: as idempotency key, or as number of the order, the registration or the
    /// transaction.
    pub(crate) number: String,
    pub(crate) kind: Kind,
    /// The customer.
    pub(crate) customer: String,
    /// The amount. `None` where the provider decides.
    pub(crate) amount: Option<Money>,
    /// The provider's id of the order that this one is about.
    pub(crate) about_reference: Option<String>,
    /// The state.
    pub(crate) state: State,
    /// The stored recovery of the call that was sent, where the order alone is not enough to query the provider.
    pub(crate) recovery: Option<String>,
    /// The provider's id, once it is known.
    pub(crate) reference: Option<String>,
    /// The address of the provider's form. Anyone who has it can submit the form: it goes only to the payer's browser.
    pub(crate) form: Option<Form>,
    /// Whether it was begun less than a minute ago.
    pub(crate) is_young: bool,
    /// Whether something can be done about it, so that it waits for the shop.
    pub(crate) is_actionable: bool,
}

impl Order {
    /// The amount of an order of a provider that does not decide it.
    pub(crate) fn amount(&self) -> Result<Money, Failure> {
        Ok(self.amount.clone().ok_or("the order has no amount")?)
    }

    /// Whether the payer may wait here for the provider's page. The provider has the order, so it will say soon.
    pub(crate) fn may_get_page(&self) -> bool {
        self.is_young && !self.is_actionable && self.state == State::Pending
    }
}

/// What an order is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Kind {
    /// Money from card to card.
    Transfer,
    /// A card is saved.
    Card,
    /// Money for the shop.
    Purchase,
    /// About a purchase: debits what is held.
    Capture,
    /// About a purchase: returns the money.
    Refund,
    /// About a purchase: pays its price out.
    Payout,
}

impl Kind {
    const ALL: [Self; 6] = [Self::Transfer, Self::Card, Self::Purchase, Self::Capture, Self::Refund, Self::Payout];

    /// The word that is stored, and is in addresses.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Transfer => "transfer",
            Self::Card => "card",
            Self::Purchase => "purchase",
            Self::Capture => "capture",
            Self::Refund => "refund",
            Self::Payout => "payout",
        }
    }

    /// Reads the stored word.
    pub(crate) fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// The address of a provider's form.
#[derive(Clone)]
pub(crate) struct Form(pub(crate) String);

impl fmt::Debug for Form {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Form([hidden])")
    }
}

/// The state of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// The order is stored, and no response is. **Whether the provider has acted is unknown.**
    Begun,
    /// The provider has it, and it has not ended.
    Pending,
    /// It has not ended for too long, or has ended in a way that books nothing: a person has to find out. **It is no
    /// failure**: a late callback or response still ends it.
    NeedsPerson,
    /// It succeeded.
    Succeeded,
    /// It failed: nothing was paid, no card was saved.
    Failed,
}

impl State {
    const ALL: [Self; 5] = [Self::Begun, Self::Pending, Self::NeedsPerson, Self::Succeeded, Self::Failed];

    /// The word that is stored.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Pending => "pending",
            Self::NeedsPerson => "needs_person",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
        }
    }

    /// Reads the stored word.
    pub(crate) fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether the order has ended.
    pub(crate) const fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed)
    }
}

/// What a provider reports about an order.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    pub(crate) state: State,
    /// The provider's id, if it is in the report.
    pub(crate) reference: Option<String>,
    /// The address of the provider's form, if it is in the report.
    pub(crate) form: Option<Form>,
    /// Whether the payer has to do something.
    pub(crate) asks_payer: bool,
    /// The stored recovery of a call that is sent next.
    pub(crate) recovery: Option<String>,
    /// What can be done about the order now.
    pub(crate) allows: &'static [Kind],
    /// The card that was saved.
    pub(crate) card: Option<SavedCard>,
    /// A note for the page.
    pub(crate) note: Note,
}

/// A card that a provider has saved: its token, and what may be shown of it.
#[derive(Clone, Debug)]
pub(crate) struct SavedCard {
    /// The token. Anyone who has it and our keys can use the card.
    pub(crate) token: Secret,
    pub(crate) last4: Option<String>,
}

impl Progress {
    /// A state and its note only.
    pub(crate) fn new(state: State, note: impl Into<Note>) -> Self {
        Self {
            state,
            reference: None,
            form: None,
            asks_payer: false,
            recovery: None,
            allows: &[],
            card: None,
            note: note.into(),
        }
    }

    /// The state of an order after the call that was to begin it has failed.
    pub(crate) fn of_failed_call<P: Provider>(error: &Error<P>) -> Self {
        match error.outcome() {
            Outcome::NotSent | Outcome::Refused => Self::new(State::Failed, Note::of_error(error)),
            Outcome::Unknown => Self::new(State::Begun, Note::of_error(error)),
        }
    }

    /// Adds the provider's id.
    pub(crate) fn reference(mut self, reference: impl Into<String>) -> Self {
        self.reference = Some(reference.into());
        self
    }

    /// Adds the address of the provider's form, and that the payer has to fill it in.
    pub(crate) fn form(mut self, address: impl Into<String>) -> Self {
        self.form = Some(Form(address.into()));
        self.asks_payer(true)
    }

    /// Sets whether the payer has to do something.
    pub(crate) const fn asks_payer(mut self, asks: bool) -> Self {
        self.asks_payer = asks;
        self
    }

    /// Adds the recovery of a call that is sent next.
    pub(crate) fn recovery(mut self, text: String) -> Self {
        self.recovery = Some(text);
        self
    }

    /// Sets what can be done about the order now.
    pub(crate) const fn allows(mut self, kinds: &'static [Kind]) -> Self {
        self.allows = kinds;
        self
    }

    /// Adds the card that was saved.
    pub(crate) fn card(mut self, token: &str, last4: Option<&str>) -> Self {
        self.card = Some(SavedCard { token: Secret::new(token), last4: last4.map(str::to_owned) });
        self
    }
}

/// A verified and confirmed callback.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    /// The event id, which is the same for duplicates.
    pub(crate) event: EventId,
    pub(crate) progress: Progress,
}
