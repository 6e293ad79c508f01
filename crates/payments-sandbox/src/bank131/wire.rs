//! How a session is written in JSON: version 1 names, members in the order of the bank's example.

use serde::Serialize;

use super::cards::CardFace;
use super::error::KnownFailure;
use super::participant::Participants;
use super::request::{Customer, Initiator, Money};
use super::session::{
    IssuedToken, NextAction, Operation, OperationStatus, Payment, Payout, Receipt, Session, SessionStatus,
    ShownInstrument, Terms, ThreeDs, fee,
};
use crate::clock::iso8601;

/// The answer to every call about a session.
#[derive(Serialize)]
pub(super) struct SessionAnswer<'a> {
    status: &'static str,
    session: SessionWire<'a>,
}

impl<'a> SessionAnswer<'a> {
    pub(super) fn new(session: &'a Session, base_url: &str) -> Self {
        Self { status: "ok", session: SessionWire::new(session, base_url) }
    }
}

#[derive(Serialize)]
pub(super) struct SessionWire<'a> {
    id: &'a str,
    status: SessionStatus,
    created_at: String,
    updated_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    finished_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_action: Option<NextAction>,
    /// The payouts: the name is the bank's.
    #[serde(skip_serializing_if = "Option::is_none")]
    payments: Option<[PayoutWire<'a>; 1]>,
    acquiring_payments: [PaymentWire<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<KnownFailure>,
}

impl<'a> SessionWire<'a> {
    pub(super) fn new(session: &'a Session, base_url: &str) -> Self {
        let payout = session.payout.as_ref().map(|payout| [PayoutWire::new(payout, &session.terms)]);
        Self {
            id: &session.id,
            status: session.status,
            created_at: iso8601(session.created_at),
            updated_at: iso8601(session.updated_at),
            finished_at: session.finished_at.map(iso8601),
            next_action: session.next_action,
            payments: payout,
            acquiring_payments: [PaymentWire::new(session, base_url)],
            error: session.error,
        }
    }
}

#[derive(Serialize)]
struct PayoutWire<'a> {
    id: &'a str,
    status: OperationStatus,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    finished_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<&'a Customer>,
    payment_method: InstrumentWire<'a>,
    amount_details: &'a Money,
    amounts: AmountsWire<'a>,
    /// Camel case and always empty, whatever was sent: so says the bank's example.
    #[serde(rename = "paymentMetadata")]
    payment_metadata: Empty,
    participant_details: &'a Participants,
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction_info: Option<&'a Receipt>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<KnownFailure>,
}

/// `{}`.
#[derive(Serialize)]
struct Empty {}

impl<'a> PayoutWire<'a> {
    fn new(payout: &'a Payout, terms: &'a Terms) -> Self {
        Self {
            id: &payout.id,
            status: payout.state.status,
            created_at: iso8601(payout.state.created_at),
            finished_at: payout.state.finished_at.map(iso8601),
            customer: terms.customer.as_ref(),
            payment_method: InstrumentWire::Card { card: &payout.card },
            amount_details: &terms.amount,
            amounts: AmountsWire::new(&payout.state, terms),
            payment_metadata: Empty {},
            participant_details: &terms.participants,
            transaction_info: payout.state.receipt.as_ref(),
            error: payout.state.error,
        }
    }
}

#[derive(Serialize)]
struct PaymentWire<'a> {
    id: &'a str,
    status: OperationStatus,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    finished_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<&'a Customer>,
    payment_details: InstrumentWire<'a>,
    /// The sum of the payout, not of the charge: so says the bank's example.
    amount_details: &'a Money,
    amounts: AmountsWire<'a>,
    participant_details: &'a Participants,
    #[serde(skip_serializing_if = "Option::is_none")]
    recurrent: Option<TokenWire<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction_info: Option<&'a Receipt>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_interaction: Option<InteractionWire<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<KnownFailure>,
}

impl<'a> PaymentWire<'a> {
    fn new(session: &'a Session, base_url: &str) -> Self {
        let (payment, terms) = (&session.payment, &session.terms);
        let three_ds = payment.three_ds.as_ref().filter(|_| session.waits_for_payer());
        Self {
            id: &payment.id,
            status: payment.state.status,
            created_at: iso8601(payment.state.created_at),
            finished_at: payment.state.finished_at.map(iso8601),
            customer: terms.customer.as_ref(),
            payment_details: InstrumentWire::of_payment(payment),
            amount_details: &terms.amount,
            amounts: AmountsWire::new(&payment.state, terms),
            participant_details: &terms.participants,
            recurrent: payment.token.as_ref().map(TokenWire::new),
            transaction_info: payment.state.receipt.as_ref(),
            customer_interaction: three_ds.map(|three_ds| InteractionWire::new(three_ds, &payment.id, base_url)),
            error: payment.state.error,
        }
    }
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum InstrumentWire<'a> {
    Card { card: &'a CardFace },
    Recurrent { recurrent: RecurrentWire<'a> },
}

impl<'a> InstrumentWire<'a> {
    fn of_payment(payment: &'a Payment) -> Self {
        match &payment.shown {
            ShownInstrument::Card => Self::Card { card: &payment.card },
            ShownInstrument::Recurrent { token, initiator } => {
                Self::Recurrent { recurrent: RecurrentWire { token, initiator: *initiator } }
            }
        }
    }
}

#[derive(Serialize)]
struct RecurrentWire<'a> {
    token: &'a str,
    initiator: Initiator,
}

#[derive(Serialize)]
struct AmountsWire<'a> {
    gross: &'a Money,
    #[serde(skip_serializing_if = "Option::is_none")]
    fee: Option<FeeWire>,
}

#[derive(Serialize)]
struct FeeWire {
    merchant_fee: Money,
}

impl<'a> AmountsWire<'a> {
    fn new(operation: &Operation, terms: &'a Terms) -> Self {
        let charged = operation.status == OperationStatus::Succeeded;
        Self { gross: &terms.amount, fee: charged.then(|| FeeWire { merchant_fee: fee(&terms.source) }) }
    }
}

#[derive(Serialize)]
struct TokenWire<'a> {
    token: &'a str,
    created_at: String,
    finished_at: String,
    is_active: bool,
}

impl<'a> TokenWire<'a> {
    fn new(token: &'a IssuedToken) -> Self {
        Self {
            token: &token.token,
            created_at: iso8601(token.created_at),
            finished_at: iso8601(token.finished_at),
            is_active: true,
        }
    }
}

#[derive(Serialize)]
struct InteractionWire<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    redirect: RedirectWire<'a>,
}

#[derive(Serialize)]
struct RedirectWire<'a> {
    url: String,
    base_url: String,
    method: &'static str,
    qs: QueryWire<'a>,
    params: ParamsWire<'a>,
}

#[derive(Serialize)]
struct QueryWire<'a> {
    key: &'a str,
}

#[derive(Serialize)]
struct ParamsWire<'a> {
    #[serde(rename = "PaReq")]
    pa_req: &'a str,
    #[serde(rename = "MD")]
    md: &'a str,
}

impl<'a> InteractionWire<'a> {
    fn new(three_ds: &'a ThreeDs, payment_id: &str, base_url: &str) -> Self {
        let page = format!("{base_url}/3ds/{payment_id}");
        Self {
            kind: "redirect",
            redirect: RedirectWire {
                url: format!("{page}?key={}", three_ds.key),
                base_url: page,
                method: "POST",
                qs: QueryWire { key: &three_ds.key },
                params: ParamsWire { pa_req: &three_ds.pa_req, md: &three_ds.md },
            },
        }
    }
}
