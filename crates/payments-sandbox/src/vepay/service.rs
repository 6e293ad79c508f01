//! The service: its registrations and cards, and what it tells the partner.

use std::time::Duration;

use axum::http::{Request, Response};
use bytes::Bytes;
use jiff::Timestamp;

use super::auth::Partner;
use super::cards::TestCard;
use super::notice;
use super::registration::{Entered, Registration};
use super::request::{CardType, Registration as Terms};
use super::{CallbackFields, OnDuplicate};
use crate::card_form::Expiry;
use crate::clock::{self, Clock};
use crate::diagnosis::SignatureDiagnosis;
use crate::ledger::{Ledger, Transition};
use crate::machine::{Log, Machine, machine_with};
use crate::random::Random;
use crate::record::{Balance, Effect};
use crate::summary::{SUMMARISED, Summary};

/// The numbers of the documented example.
const FIRST_REGISTRATION: u64 = 101_464;
const FIRST_CARD: u64 = 356;

/// What names an operation in an answer.
const IDENTIFIERS: &[&str] = &["id", "extid", "card.id"];

/// What a service is told when it is made.
pub(crate) struct Settings {
    pub(crate) base_url: String,
    pub(crate) callback_key: String,
    pub(crate) callback_fields: CallbackFields,
    pub(crate) on_duplicate: OnDuplicate,
}

/// The simulated service.
pub(crate) struct Service {
    pub(super) settings: Settings,
    /// Scheme, host and port of the announced address.
    pub(super) origin: String,
    pub(super) partner: Partner,
    pub(super) registrations: Ledger<Registration, Overdue>,
    pub(super) cards: Ledger<SavedCard>,
    pub(super) log: Log,
    clock: Clock,
    random: Random,
}

/// The lifetime of a registration is over.
#[derive(Clone, Copy, Debug)]
pub(super) struct Overdue;

#[derive(Debug)]
pub(super) struct SavedCard {
    pub(super) card: &'static TestCard,
    pub(super) card_type: CardType,
    pub(super) rest: Option<(Expiry, String)>,
    pub(super) deleted: bool,
}

/// The `extid` was used before.
#[derive(Debug)]
pub(super) struct Duplicate {
    pub(super) id: u64,
    pub(super) extid: String,
}

impl Machine for Service {
    machine_with!(registrations, IDENTIFIERS);

    fn diagnose(&self, request: &Request<Bytes>, _now: Timestamp) -> Option<SignatureDiagnosis> {
        Some(self.partner.diagnose(request))
    }

    fn step(&mut self, now: Timestamp) -> bool {
        let Some((id, Overdue, _)) = self.registrations.take_due(now) else { return false };
        if let Some((registration, _)) = self.registrations.change(id) {
            registration.expire();
            self.tell_partner(id);
        }
        true
    }
}

impl Service {
    pub(crate) fn new(settings: Settings, partner: Partner, clock: Clock, random: Random) -> Self {
        Self {
            origin: settings.base_url.trim_end_matches("/mfo").to_owned(),
            settings,
            partner,
            registrations: Ledger::new(FIRST_REGISTRATION),
            cards: Ledger::new(FIRST_CARD),
            log: Log::default(),
            clock,
            random,
        }
    }

    /// Opens a registration, which expires after its lifetime. Returns its number.
    pub(super) fn register(&mut self, terms: Terms, now: Timestamp) -> Result<u64, Duplicate> {
        let extid = terms.extid.clone();
        if let Some(extid) = &extid
            && let Ok(id) = self.registrations.find_by_reference(extid)
        {
            return Err(Duplicate { id, extid: extid.clone() });
        }
        let lifetime = self.clock.real(Duration::from_secs(terms.minutes * 60));
        let id = self.registrations.next_number();
        self.registrations.open(self.partner.mfo(), extid.as_deref(), Registration::new(id, terms));
        self.registrations.set_due(id, Some((clock::after(now, lifetime), Overdue)));
        self.registrations.record(Effect { endpoint: "card/reg", key: extid, subject: id.to_string() });
        Ok(id)
    }

    /// The payer submitted the form.
    pub(super) fn pay(&mut self, id: u64, entered: Entered, now: Timestamp) {
        let Some((registration, postings)) = self.registrations.change(id) else { return };
        let card_type = registration.request.card_type;
        let mut transition = Transition { now, postings, random: &mut self.random };
        let (cards, owner) = (&mut self.cards, self.partner.mfo());
        registration.pay(entered, &mut transition, |entered| save(cards, owner, card_type, entered));
        self.finish(id);
    }

    /// The payer pressed the other button.
    pub(super) fn cancel(&mut self, id: u64) {
        if let Some((registration, _)) = self.registrations.change(id) {
            registration.cancel();
        }
        self.finish(id);
    }

    fn finish(&mut self, id: u64) {
        self.registrations.set_due(id, None);
        self.tell_partner(id);
    }

    pub(super) fn card(&self, id: u64) -> Option<&SavedCard> {
        self.cards.get(id).filter(|card| !card.deleted)
    }

    /// False when there is no such card, or no longer.
    pub(super) fn delete_card(&mut self, id: u64) -> bool {
        let Some((card, _)) = self.cards.change(id).filter(|(card, _)| !card.deleted) else { return false };
        card.deleted = true;
        self.registrations.record(Effect { endpoint: "card/del", key: None, subject: id.to_string() });
        true
    }

    /// Sends what is to be sent about a registration that is over.
    fn tell_partner(&mut self, id: u64) {
        let Some(registration) = self.registrations.get(id) else { return };
        tracing::info!(registration = id, "the registration is over");
        self.log.tell(notice::postbacks(registration));
        self.log.tell(notice::callback(registration, self.settings.callback_fields, &self.settings.callback_key));
    }
}

/// The same card registered again for the same purpose keeps its id, unless it was deleted.
fn save(cards: &mut Ledger<SavedCard>, owner: &str, card_type: CardType, entered: &Entered) -> u64 {
    let saved = SavedCard { card: entered.card, card_type, rest: entered.rest.clone(), deleted: false };
    let same = |card: &SavedCard| !card.deleted && card.card_type == card_type && card.card.is(entered.card);
    let known = cards.iter().find(|(_, card)| same(card)).map(|(id, _)| id);
    if let Some((id, card)) = known.and_then(|id| Some((id, cards.change(id)?.0))) {
        *card = saved;
        return id;
    }
    cards.open(owner, None, saved)
}
