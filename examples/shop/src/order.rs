//! An order, and what is learnt about one.

use std::fmt;

use payments_core::callback::EventId;
use payments_core::{Error, Money, Outcome, Provider, Secret};

/// An order as it is stored. Its number and what stands before `state` are written before anything is sent, and are all it
/// takes to ask about it.
#[derive(Clone, Debug)]
pub(crate) struct Order {
    /// Ours, a UUID. Every provider gets it: as idempotency key, as number of the order, of the registration, of the
    /// transaction.
    pub(crate) number: String,
    /// Whom it belongs to.
    pub(crate) customer: String,
    /// What is paid. `None` where the provider decides.
    pub(crate) amount: Option<Money>,
    /// How it stands.
    pub(crate) state: State,
    /// The provider's own number, once it is known.
    pub(crate) reference: Option<String>,
    /// Where the payer fills in the provider's form. Whoever has it can: it goes to the payer's browser and nowhere else.
    pub(crate) form: Option<Form>,
}

/// The address of a provider's form.
#[derive(Clone)]
pub(crate) struct Form(pub(crate) String);

impl fmt::Debug for Form {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Form([hidden])")
    }
}

/// How an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// The intent is stored, and no answer is. **Whether the provider has acted is unknown.**
    RegisterOutcome,
    /// The provider has it, and it is not over.
    Pending,
    /// It ended well.
    Succeeded,
    /// It ended otherwise: nothing was paid, no card was saved.
    Failed,
}

impl State {
    const ALL: [Self; 4] = [Self::RegisterOutcome, Self::Pending, Self::Succeeded, Self::Failed];

    /// As it is stored.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::RegisterOutcome => "begun",
            Self::Pending => "pending",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
        }
    }

    /// Reads what was stored.
    pub(crate) fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Whether it is the end.
    pub(crate) const fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed)
    }
}

/// What a provider has told about an order.
#[derive(Clone, Debug)]
pub(crate) struct Progress {
    pub(crate) state: State,
    /// The provider's own number, if it was told.
    pub(crate) reference: Option<String>,
    /// Where the payer fills in the provider's form, if it was told.
    pub(crate) form: Option<Form>,
    /// Whether the payer has to do something.
    pub(crate) asks_payer: bool,
    /// The card that was saved.
    pub(crate) card: Option<SavedCard>,
    /// In words, for the page. No provider's words come in here that are not scrubbed.
    pub(crate) note: String,
}

/// A card that a provider has saved: what stands for it there, and what may be shown of it.
#[derive(Clone, Debug)]
pub(crate) struct SavedCard {
    /// Whoever has it and our keys can use the card.
    pub(crate) token: Secret,
    pub(crate) last4: Option<String>,
}

impl Progress {
    /// Nothing but a state and words for it.
    pub(crate) fn new(state: State, note: impl Into<String>) -> Self {
        Self { state, reference: None, form: None, asks_payer: false, card: None, note: note.into() }
    }

    /// What a failed call means for the order it was to begin.
    pub(crate) fn of_failed_call<P: Provider>(error: &Error<P>) -> Self {
        match error.outcome() {
            Outcome::NotSent | Outcome::Refused => Self::new(State::Failed, error.to_string()),
            Outcome::Unknown => Self::new(State::RegisterOutcome, error.to_string()),
        }
    }

    /// Adds the provider's own number.
    pub(crate) fn reference(mut self, reference: impl Into<String>) -> Self {
        self.reference = Some(reference.into());
        self
    }

    /// Adds the address of the provider's form, and that the payer has to fill it in.
    pub(crate) fn form(mut self, address: impl Into<String>) -> Self {
        self.form = Some(Form(address.into()));
        self.asks_payer(true)
    }

    /// Says whether the payer has to do something.
    pub(crate) const fn asks_payer(mut self, asks: bool) -> Self {
        self.asks_payer = asks;
        self
    }

    /// Adds the card that was saved.
    pub(crate) fn card(mut self, token: &str, last4: Option<&str>) -> Self {
        self.card = Some(SavedCard { token: Secret::new(token), last4: last4.map(str::to_owned) });
        self
    }
}

/// What a callback says, once it is verified and confirmed.
#[derive(Clone, Debug)]
pub(crate) struct Fact {
    /// Tells it from others.
    pub(crate) event: EventId,
    pub(crate) progress: Progress,
}
