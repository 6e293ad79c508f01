//! Everything the service remembers, in memory.

use std::collections::BTreeMap;

use super::cards::TestCard;
use super::registration::{Entered, Registration};
use super::request::{CardType, Registration as Request};
use crate::card_form::Expiry;
use crate::record::Effect;

/// The numbers of the documented example.
const FIRST_REGISTRATION: u64 = 101_464;
const FIRST_CARD: u64 = 356;

#[derive(Default)]
pub(super) struct Store {
    registrations: BTreeMap<u64, Registration>,
    cards: BTreeMap<u64, SavedCard>,
    pub(super) effects: Vec<Effect>,
}

#[derive(Debug)]
pub(super) struct SavedCard {
    pub(super) card: &'static TestCard,
    pub(super) card_type: CardType,
    pub(super) rest: Option<(Expiry, String)>,
    deleted: bool,
}

/// The `extid` was used before.
#[derive(Debug)]
pub(super) struct Duplicate {
    pub(super) id: u64,
    pub(super) extid: String,
}

impl Store {
    pub(super) fn register(&mut self, request: Request) -> Result<&Registration, Duplicate> {
        if let Some(extid) = &request.extid {
            let same = |one: &&Registration| one.request.extid.as_ref() == Some(extid);
            if let Some(known) = self.registrations.values().find(same) {
                return Err(Duplicate { id: known.id, extid: extid.clone() });
            }
        }
        let id = self.registrations.last_key_value().map_or(FIRST_REGISTRATION, |(last, _)| last + 1);
        let key = request.extid.clone();
        self.effects.push(Effect { endpoint: "card/reg", key, subject: id.to_string() });
        Ok(self.registrations.entry(id).or_insert(Registration::new(id, request)))
    }

    pub(super) fn registration(&mut self, id: u64) -> Option<&mut Registration> {
        self.registrations.get_mut(&id)
    }

    /// The payer submitted the form.
    pub(super) fn pay(&mut self, id: u64, entered: Entered) {
        let Some(registration) = self.registrations.get_mut(&id) else {
            return;
        };
        let card_type = registration.request.card_type;
        let cards = &mut self.cards;
        registration.pay(entered, |entered| save(cards, card_type, entered));
    }

    pub(super) fn card(&self, id: u64) -> Option<&SavedCard> {
        self.cards.get(&id).filter(|card| !card.deleted)
    }

    /// False when there is no such card, or no longer.
    pub(super) fn delete_card(&mut self, id: u64) -> bool {
        let Some(card) = self.cards.get_mut(&id).filter(|card| !card.deleted) else {
            return false;
        };
        card.deleted = true;
        self.effects.push(Effect { endpoint: "card/del", key: None, subject: id.to_string() });
        true
    }
}

/// The same card registered again for the same purpose keeps its id, unless it was deleted.
fn save(cards: &mut BTreeMap<u64, SavedCard>, card_type: CardType, entered: &Entered) -> u64 {
    let same = |card: &SavedCard| !card.deleted && card.card_type == card_type && card.card.is(entered.card);
    let known = cards.iter().find(|(_, card)| same(card)).map(|(id, _)| *id);
    let id = known.unwrap_or_else(|| cards.last_key_value().map_or(FIRST_CARD, |(last, _)| last + 1));
    let rest = entered.rest.clone();
    cards.insert(id, SavedCard { card: entered.card, card_type, rest, deleted: false });
    id
}
