//! The binding of a card: from the form to its end.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use super::form::Opening;
use crate::card_form::Expiry;
use crate::ledger::{Postings, Sum};
use crate::pan;
use crate::random::Random;
use crate::record::Effect;

#[derive(Debug)]
pub(super) struct Binding {
    pub(super) opening: Opening,
    /// The id of the order.
    pub(super) id: String,
    /// The end of the address of its form.
    pub(super) token: String,
    pub(super) created_at: Timestamp,
    state: State,
}

#[derive(Debug)]
pub(super) enum State {
    New,
    /// The payer has done his part.
    Processing(Card),
    Saved(Card),
    Canceled,
}

/// What is kept of a card.
#[derive(Clone, Debug)]
pub(super) struct Card {
    pub(super) token: String,
    pub(super) mask: String,
    pub(super) holder: String,
    pub(super) expire: String,
    pub(super) encrypted_hash: String,
}

/// What a card number brings about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Plan {
    Save,
    SaveLater,
    Decline,
}

impl Plan {
    /// `None` unless it is 13 to 19 digits of which the last is the right check digit.
    pub(super) fn of(number: &str) -> Option<Self> {
        if !(13..=19).contains(&number.len()) || !pan::passes_luhn(number) {
            return None;
        }
        Some(match number {
            "4000000000000002" => Self::Decline,
            "4000000000000119" => Self::SaveLater,
            _ => Self::Save,
        })
    }
}

impl Card {
    pub(super) fn new(number: &str, expiry: Expiry, holder: String, random: &mut Random) -> Self {
        Self {
            token: random.alphanumeric::<43>(),
            mask: pan::masked(number, 6),
            holder,
            expire: format!("20{:02}-{:02}", expiry.year, expiry.month),
            // With whose key the provider encrypts it is not known, so this is of nothing.
            encrypted_hash: STANDARD.encode(random.hex::<24>()),
        }
    }
}

impl Binding {
    pub(super) fn new(opening: Opening, created_at: Timestamp, random: &mut Random) -> Self {
        let (id, token) = (random.uuid(), random.token());
        Self { opening, id, token, created_at, state: State::New }
    }

    pub(super) fn state(&self) -> &State {
        &self.state
    }

    pub(super) fn is_new(&self) -> bool {
        matches!(self.state, State::New)
    }

    pub(super) fn is_processing(&self) -> bool {
        matches!(self.state, State::Processing(_))
    }

    /// The word for it in an order.
    pub(super) fn status(&self) -> &'static str {
        match self.state {
            State::New => "new",
            State::Processing(_) => "processing",
            State::Saved(_) => "completed",
            State::Canceled => "canceled",
        }
    }

    /// The amount is held until the card is saved.
    pub(super) fn pay(&mut self, card: Card, plan: Plan, mut postings: Postings<'_>) {
        if self.is_new() {
            if plan != Plan::Decline {
                postings.hold(Sum::new(self.opening.amount, "RUB"));
            }
            if plan == Plan::Save {
                postings.release();
            }
            self.state = match plan {
                Plan::Save => State::Saved(card),
                Plan::SaveLater => State::Processing(card),
                Plan::Decline => State::Canceled,
            };
        }
    }

    pub(super) fn cancel(&mut self) {
        if self.is_new() {
            self.state = State::Canceled;
        }
    }

    /// What took its time is done.
    pub(super) fn finish(&mut self, mut postings: Postings<'_>) {
        if let State::Processing(card) = &self.state {
            postings.release();
            self.state = State::Saved(card.clone());
        }
    }

    /// The hold the card is bound by, once it was made and not declined.
    pub(super) fn hold(&self) -> Option<Effect> {
        if matches!(self.state, State::New | State::Canceled) {
            return None;
        }
        let key = Some(self.opening.transaction.clone());
        Some(Effect { endpoint: "bind/card/preauthorize", key, subject: self.id.clone() })
    }

    pub(super) fn saved(&self) -> Option<&Card> {
        match &self.state {
            State::Saved(card) => Some(card),
            State::New | State::Processing(_) | State::Canceled => None,
        }
    }

    /// Where the browser goes in the end.
    pub(super) fn way_back(&self) -> Option<&str> {
        match self.state {
            State::New => None,
            State::Processing(_) | State::Saved(_) => Some(self.opening.success_url.as_str()),
            State::Canceled => Some(self.opening.fail_url.as_str()),
        }
    }
}
