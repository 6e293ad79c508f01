//! The gateway: its orders and saved cards, and what it tells the merchant.

use axum::http::{Request, Response};
use bytes::Bytes;
use jiff::Timestamp;

use super::cards::{CardFace, Decision};
use super::fields::Fields;
use super::notice;
use super::oauth::{self, Merchant};
use super::order::{CardRef, Order};
use super::refusal::Refusal;
use super::reversal::Reversal;
use super::transfer::Transfer;
use crate::diagnosis::SignatureDiagnosis;
use crate::ledger::{Ledger, NotFound};
use crate::machine::{Log, Machine, machine_with};
use crate::random::Random;
use crate::record::{Balance, Effect};
use crate::summary::{SUMMARISED, Summary};

/// The recurring payment of the documented examples.
const FIRST_RECURRING_PAYMENT: u64 = 1_491_854;
const ITS_CARD: &str = "4444444444444448";
// Where the documented examples begin.
const FIRST_ORDER: u64 = 6_863_810;
const FIRST_SERIAL: u64 = 0x02dd_bfa2;
const FIRST_CARD_REF: u64 = 558_894;

/// What a gateway is told when it is made.
pub(crate) struct Settings {
    pub(crate) base_url: String,
    pub(crate) endpoint_id: u64,
    pub(crate) endpoint_group_id: u64,
    pub(crate) merchant_control: String,
    pub(crate) transaction_type: String,
}

/// What names an operation in an answer.
const IDENTIFIERS: &[&str] = &[
    "merchant-order-id",
    "paynet-order-id",
    "serial-number",
    "by-request-sn",
    "processor-tx-id",
    "processor-rrn",
    "card-ref-id",
    "unq-card-ref-id",
    "recurring-payment-id",
];

/// The simulated gateway.
pub(crate) struct Gateway {
    pub(super) settings: Settings,
    /// Scheme, host and port of the announced address: what is signed.
    pub(super) origin: String,
    pub(super) merchant: Merchant,
    pub(super) random: Random,
    pub(super) orders: Ledger<Order>,
    /// Without the first, which is always there.
    recurring_payments: Ledger<CardFace>,
    requests: u64,
    pub(super) log: Log,
}

impl Machine for Gateway {
    machine_with!(orders, IDENTIFIERS);

    fn diagnose(&self, request: &Request<Bytes>, now: Timestamp) -> Option<SignatureDiagnosis> {
        self.explain(request, now)
    }

    /// Only the payer and the merchant make anything happen.
    fn step(&mut self, _now: Timestamp) -> bool {
        false
    }
}

impl Gateway {
    pub(crate) fn new(settings: Settings, merchant: Merchant, random: Random) -> Self {
        Self {
            origin: oauth::origin(&settings.base_url),
            settings,
            merchant,
            random,
            orders: Ledger::new(FIRST_ORDER),
            recurring_payments: Ledger::new(FIRST_RECURRING_PAYMENT + 1),
            requests: 0,
            log: Log::default(),
        }
    }

    /// The number of the next request, in the shape of a UUID.
    pub(super) fn next_serial_number(&mut self) -> String {
        let number = FIRST_SERIAL + self.requests;
        self.requests += 1;
        format!("00000000-0000-0000-0000-{number:012x}")
    }

    /// The card of a recurring payment.
    fn saved_card(&self, id: &str) -> Option<CardFace> {
        match id.parse().ok()? {
            FIRST_RECURRING_PAYMENT => CardFace::of(ITS_CARD),
            id => self.recurring_payments.get(id).cloned(),
        }
    }

    /// Opens an order as a request asks. Returns its number.
    pub(super) fn open(&mut self, fields: &Fields, serial_number: &str) -> Result<u64, Refusal> {
        let transfer = Transfer::read(fields, |id| self.saved_card(id))?;
        let (number, token) = (self.orders.next_number(), self.random.form_token());
        let client_orderid = transfer.client_orderid.clone();
        let order = Order::new(number, serial_number.to_owned(), token.clone(), transfer);
        self.orders.open(self.merchant.login(), Some(&client_orderid), order);
        self.orders.open_page(number, &token);
        self.record("transfer-form", client_orderid, number);
        Ok(number)
    }

    /// The order a request names by `client_orderid`, and by `orderid` if it has one.
    pub(super) fn find(&self, fields: &Fields) -> Result<u64, Refusal> {
        let client_orderid = fields.require("client_orderid")?;
        let Some(id) = fields.get("orderid") else {
            return self.orders.find_by_reference(client_orderid).map_err(|error| match error {
                NotFound::Several => Refusal::several_orders(client_orderid),
                NotFound::Unknown | NotFound::Foreign => Refusal::no_order(),
            });
        };
        let number = self.orders.find(id.parse().ok(), self.merchant.login()).map_err(|_| Refusal::no_order())?;
        if number.to_string() != id || self.order(number)?.transfer.client_orderid != client_orderid {
            return Err(Refusal::no_order());
        }
        Ok(number)
    }

    pub(super) fn order(&self, number: u64) -> Result<&Order, Refusal> {
        self.orders.get(number).ok_or_else(Refusal::no_order)
    }

    /// Makes the card of an approved order good for further transfers; the second time gives the same as the first.
    pub(super) fn refer_to_card(&mut self, fields: &Fields) -> Result<CardRef, Refusal> {
        let number = self.find(fields)?;
        let order = self.order(number)?;
        if let Some(made) = &order.card_ref {
            return Ok(made.clone());
        }
        let client_orderid = order.transfer.client_orderid.clone();
        let approved = order.end().is_some_and(|end| end.verdict == Decision::Approved);
        // A deposit has no source card: what can be referred to is the card it went to.
        let card = order.source.as_ref().map(|source| &source.face).or(order.destination.as_ref());
        let card = card.filter(|_| approved).cloned().ok_or_else(|| Refusal::not_finished(&client_orderid))?;
        let recurring_payment = self.recurring_payments.open(self.merchant.login(), None, card);
        let place = recurring_payment - FIRST_RECURRING_PAYMENT;
        let made = CardRef { id: FIRST_CARD_REF + place, unique: FIRST_CARD_REF * 10 + place, recurring_payment };
        self.record("create-card-ref", client_orderid, made.id);
        if let Some((order, _)) = self.orders.change(number) {
            order.card_ref = Some(made.clone());
        }
        Ok(made)
    }

    /// Returns the money of an approved order. Returns the order's number.
    pub(super) fn reverse(&mut self, fields: &Fields, serial_number: &str) -> Result<u64, Refusal> {
        let number = self.find(fields)?;
        let (order, mut postings) = self.orders.change(number).ok_or_else(Refusal::no_order)?;
        let client_orderid = order.transfer.client_orderid.clone();
        if order.end().is_none_or(|end| end.verdict != Decision::Approved) {
            return Err(Refusal::not_approved(&client_orderid));
        }
        let left = postings.refundable().map_or(0, |left| left.amount);
        let (reversal, sum) = Reversal::read(fields, serial_number, &order.transfer.currency, left)?;
        let approved = reversal.approved;
        if approved {
            postings.refund(&sum).map_err(|_| Refusal::too_much())?;
            postings.take_back(&sum);
        }
        order.reversals.push(reversal);
        if approved {
            self.record("return", client_orderid, number);
        }
        self.tell_of_reversal(number);
        Ok(number)
    }

    fn record(&mut self, endpoint: &'static str, key: String, subject: u64) {
        self.orders.record(Effect { endpoint, key: Some(key), subject: subject.to_string() });
    }

    /// Sends the callback of an order that is over.
    pub(super) fn tell_merchant(&mut self, number: u64) {
        let Some(order) = self.orders.get(number) else { return };
        tracing::info!(order = order.id, status = order.status(), "the order is over");
        let Settings { transaction_type, merchant_control, .. } = &self.settings;
        let callback = notice::callback(order, transaction_type, merchant_control);
        self.log.tell(callback);
    }

    /// Sends the callback of a return.
    fn tell_of_reversal(&mut self, number: u64) {
        let Some(order) = self.orders.get(number) else { return };
        tracing::info!(order = order.id, "money was returned, or was to be");
        let callback = notice::reversal(order, &self.settings.merchant_control);
        self.log.tell(callback);
    }

    pub(super) fn way_back<'a>(&self, order: &'a Order) -> Option<(&'a str, Vec<(&'static str, String)>)> {
        notice::final_redirect(order, &self.settings.transaction_type, &self.settings.merchant_control)
    }
}
