//! Everything the gateway remembers, in memory.

use std::collections::BTreeMap;

use super::cards::{CardFace, Decision};
use super::fields::Fields;
use super::order::{CardRef, Order};
use super::refusal::Refusal;
use super::reversal::Reversal;
use super::transfer::Transfer;
use crate::record::Effect;

/// The recurring payment of the documented examples.
const FIRST_RECURRING_PAYMENT: u64 = 1_491_854;
const ITS_CARD: &str = "4444444444444448";
// Where the documented examples begin.
const FIRST_ORDER: u64 = 6_863_810;
const FIRST_SERIAL: u64 = 0x02dd_bfa2;
const FIRST_CARD_REF: u64 = 558_894;

pub(super) struct Store {
    orders: BTreeMap<u64, Order>,
    recurring_payments: BTreeMap<u64, CardFace>,
    requests: u64,
    pub(super) effects: Vec<Effect>,
}

impl Default for Store {
    fn default() -> Self {
        let its_card = CardFace::of(ITS_CARD).map(|face| (FIRST_RECURRING_PAYMENT, face));
        let recurring_payments = its_card.into_iter().collect();
        Self { orders: BTreeMap::new(), recurring_payments, requests: 0, effects: Vec::new() }
    }
}

impl Store {
    /// The number of the next request, in the shape of a UUID.
    pub(super) fn next_serial_number(&mut self) -> String {
        let number = FIRST_SERIAL + self.requests;
        self.requests += 1;
        format!("00000000-0000-0000-0000-{number:012x}")
    }

    pub(super) fn open(&mut self, fields: &Fields, serial_number: String) -> Result<&Order, Refusal> {
        let transfer = Transfer::read(fields, |id| self.recurring_payments.get(&id.parse().ok()?).cloned())?;
        let id = self.orders.last_key_value().map_or(FIRST_ORDER, |(last, _)| last + 1);
        let key = Some(transfer.client_orderid.clone());
        self.effects.push(Effect { endpoint: "transfer-form", key, subject: id.to_string() });
        Ok(self.orders.entry(id).or_insert(Order::new(id, serial_number, transfer)))
    }

    /// The order a request names by `client_orderid`, and by `orderid` if it has one.
    pub(super) fn find(&self, fields: &Fields) -> Result<&Order, Refusal> {
        let client_orderid = fields.require("client_orderid")?;
        let ours = |order: &&Order| order.transfer.client_orderid == client_orderid;
        if let Some(id) = fields.get("orderid") {
            let id: Option<u64> = id.parse().ok();
            return id.and_then(|id| self.orders.get(&id)).filter(ours).ok_or_else(Refusal::no_order);
        }
        let mut found = self.orders.values().filter(ours);
        let first = found.next().ok_or_else(Refusal::no_order)?;
        if found.next().is_some() {
            return Err(Refusal::several_orders(client_orderid));
        }
        Ok(first)
    }

    /// Makes the card of an approved order good for further transfers; the second time gives the same as the first.
    pub(super) fn refer_to_card(&mut self, fields: &Fields) -> Result<CardRef, Refusal> {
        let (id, client_orderid) = {
            let order = self.find(fields)?;
            (order.id, order.transfer.client_orderid.clone())
        };
        let next = u64::try_from(self.recurring_payments.len()).unwrap_or_default();
        let Some(order) = self.orders.get_mut(&id) else {
            return Err(Refusal::no_order());
        };
        let approved = order.end().is_some_and(|end| end.verdict == Decision::Approved);
        // A deposit has no source card: what can be referred to is the card it went to.
        let card = order.source.as_ref().map(|source| &source.face).or(order.destination.as_ref());
        let Some(card) = card.filter(|_| approved) else {
            return Err(Refusal::not_finished(&client_orderid));
        };
        if order.card_ref.is_none() {
            let made = CardRef {
                id: FIRST_CARD_REF + next,
                unique: FIRST_CARD_REF * 10 + next,
                recurring_payment: FIRST_RECURRING_PAYMENT + next,
            };
            self.recurring_payments.insert(made.recurring_payment, card.clone());
            let key = Some(client_orderid);
            self.effects.push(Effect { endpoint: "create-card-ref", key, subject: made.id.to_string() });
            order.card_ref = Some(made);
        }
        order.card_ref.clone().ok_or_else(Refusal::no_order)
    }

    /// Returns the money of an approved order.
    pub(super) fn reverse(&mut self, fields: &Fields, serial_number: &str) -> Result<&Order, Refusal> {
        let id = self.find(fields)?.id;
        let Some(order) = self.orders.get_mut(&id) else {
            return Err(Refusal::no_order());
        };
        if order.end().is_none_or(|end| end.verdict != Decision::Approved) {
            return Err(Refusal::not_approved(&order.transfer.client_orderid));
        }
        let original = (order.transfer.amount.as_str(), order.transfer.currency.as_str());
        let reversal = Reversal::read(fields, serial_number, original, &order.reversals)?;
        if reversal.approved {
            let key = Some(order.transfer.client_orderid.clone());
            self.effects.push(Effect { endpoint: "return", key, subject: id.to_string() });
        }
        order.reversals.push(reversal);
        Ok(order)
    }

    /// The order whose form has this address.
    pub(super) fn by_token(&mut self, token: &str) -> Option<&mut Order> {
        self.orders.values_mut().find(|order| order.token == token)
    }
}
