//! How a session is written in JSON: members in the order of the bank's example, names of the version that opened it.

use serde::Serialize;
use serde_json::Value;

use super::call::Version;
use super::cards::CardFace;
use super::error::KnownFailure;
use super::instrument::Initiator;
use super::interaction::InteractionWire;
use super::operation::{
    IssuedToken, Operation, OperationStatus, Payment, Payout, Receipt, Refund, RefundStatus, ShownInstrument,
    Subscription, Terms,
};
use super::participant::Participants;
use super::request::{Customer, Money, fee};
use super::session::{NextAction, Session, SessionStatus};
use crate::clock::iso8601;

/// The answer to every call about a session.
#[derive(Serialize)]
pub(super) struct SessionAnswer<'a> {
    status: &'static str,
    session: SessionWire<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confirm_information: Option<&'a Value>,
}

impl<'a> SessionAnswer<'a> {
    pub(super) fn new(session: &'a Session, base_url: &str) -> Self {
        let confirm_information = confirm_information(session);
        let next_action = session.next_action_in_answer();
        let session = SessionWire { next_action, ..SessionWire::new(session, base_url) };
        Self { status: "ok", session, confirm_information }
    }
}

/// Only while the session waits for it.
pub(super) fn confirm_information(session: &Session) -> Option<&Value> {
    session.confirm_information.as_ref().filter(|_| session.next_action == Some(NextAction::Confirm))
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
    /// The payouts in version 1: the name is the bank's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    payments: Vec<PayoutWire<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    payout_list: Vec<PayoutWire<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    acquiring_payments: Vec<PaymentWire<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    payment_list: Vec<PaymentWire<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<KnownFailure>,
}

impl<'a> SessionWire<'a> {
    pub(super) fn new(session: &'a Session, base_url: &str) -> Self {
        let payouts = session.payouts.iter().map(|payout| PayoutWire::new(payout, session)).collect();
        let own = session.payments.iter().map(|payment| PaymentWire::new(payment, base_url)).collect();
        let is_first = session.version == Version::V1;
        let (payments, payout_list) = if is_first { (payouts, vec![]) } else { (vec![], payouts) };
        let (acquiring_payments, payment_list) = if is_first { (own, vec![]) } else { (vec![], own) };
        Self {
            id: &session.id,
            status: session.status,
            created_at: iso8601(session.created_at),
            updated_at: iso8601(session.updated_at),
            finished_at: session.finished_at.map(iso8601),
            next_action: session.next_action,
            payments,
            payout_list,
            acquiring_payments,
            payment_list,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_method: Option<InstrumentWire<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payout_details: Option<InstrumentWire<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount_details: Option<&'a Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amounts: Option<AmountsWire<'a>>,
    /// Camel case and always empty in a transfer, whatever was sent: so says the bank's example.
    #[serde(rename = "paymentMetadata", skip_serializing_if = "Option::is_none")]
    payment_metadata: Option<Empty>,
    #[serde(skip_serializing_if = "Option::is_none")]
    participant_details: Option<&'a Participants>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fiscalization_details: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction_info: Option<&'a Receipt>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<KnownFailure>,
}

/// `{}`.
#[derive(Serialize)]
struct Empty {}

impl<'a> PayoutWire<'a> {
    fn new(payout: &'a Payout, session: &'a Session) -> Self {
        let terms = &payout.terms;
        let shown = payout.shown.as_ref().map(InstrumentWire::new);
        let (payment_method, payout_details) =
            if session.version == Version::V1 { (shown, None) } else { (None, shown) };
        // The fee of a transfer is that of its charge, on both sides.
        let charge = session.payments.first().and_then(|payment| payment.charge.as_ref());
        let sum = if terms.is_transfer { terms.amount.as_ref() } else { payout.sum.as_ref() };
        let fee_of = if terms.is_transfer { charge } else { sum };
        Self {
            id: &payout.id,
            status: payout.state.status,
            created_at: iso8601(payout.state.created_at),
            finished_at: payout.state.finished_at.map(iso8601),
            customer: terms.customer.as_ref(),
            payment_method,
            payout_details,
            amount_details: terms.amount.as_ref(),
            amounts: sum.map(|sum| AmountsWire::new(sum, fee_of, &payout.state, terms)),
            payment_metadata: terms.is_transfer.then_some(Empty {}),
            participant_details: terms.participants.as_ref(),
            fiscalization_details: payout.taxpayer.as_ref(),
            transaction_info: payout.state.receipt.as_ref(),
            metadata: terms.metadata.as_ref(),
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
    /// The sum of the payout of a transfer, not of its charge: so says the bank's example.
    #[serde(skip_serializing_if = "Option::is_none")]
    amount_details: Option<&'a Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amounts: Option<AmountsWire<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    participant_details: Option<&'a Participants>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_options: Option<&'a Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refunds: Vec<RefundWire<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recurrent: Option<TokenWire<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subscription: Option<&'a Subscription>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transaction_info: Option<&'a Receipt>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_interaction: Option<InteractionWire<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revenue_split_info: Option<&'a Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<KnownFailure>,
}

impl<'a> PaymentWire<'a> {
    fn new(payment: &'a Payment, base_url: &str) -> Self {
        let terms = &payment.terms;
        let charge = payment.charge.as_ref();
        let gross = if terms.is_transfer { terms.amount.as_ref() } else { charge };
        Self {
            id: &payment.id,
            status: payment.state.status,
            created_at: iso8601(payment.state.created_at),
            finished_at: payment.state.finished_at.map(iso8601),
            customer: terms.customer.as_ref(),
            payment_details: InstrumentWire::new(&payment.shown),
            amount_details: terms.amount.as_ref(),
            amounts: gross.map(|gross| AmountsWire::new(gross, charge, &payment.state, terms).with_net(terms)),
            participant_details: terms.participants.as_ref(),
            payment_options: terms.options.as_ref(),
            refunds: payment.refunds.iter().map(RefundWire::new).collect(),
            recurrent: payment.token.as_ref().map(TokenWire::new),
            subscription: payment.subscription.as_ref(),
            transaction_info: payment.state.receipt.as_ref(),
            customer_interaction: InteractionWire::new(payment, base_url),
            metadata: terms.metadata.as_ref(),
            revenue_split_info: terms.split.as_ref(),
            error: payment.state.error,
        }
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum InstrumentWire<'a> {
    Tagged(Tagged<'a>),
    AsSent(&'a Value),
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Tagged<'a> {
    Card { card: &'a CardFace },
    Recurrent { recurrent: RecurrentWire<'a> },
}

#[derive(Serialize)]
struct RecurrentWire<'a> {
    token: &'a str,
    initiator: Initiator,
}

impl<'a> InstrumentWire<'a> {
    fn new(shown: &'a ShownInstrument) -> Self {
        match shown {
            ShownInstrument::Card(card) => Self::Tagged(Tagged::Card { card }),
            ShownInstrument::Recurrent { token, initiator, .. } => {
                Self::Tagged(Tagged::Recurrent { recurrent: RecurrentWire { token, initiator: *initiator } })
            }
            ShownInstrument::AsSent(value) => Self::AsSent(value),
        }
    }
}

#[derive(Serialize)]
struct AmountsWire<'a> {
    gross: &'a Money,
    #[serde(skip_serializing_if = "Option::is_none")]
    net: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fee: Option<FeeWire>,
}

#[derive(Serialize)]
struct FeeWire {
    merchant_fee: Money,
}

impl<'a> AmountsWire<'a> {
    /// The fee of a transfer is known when it is taken, any other from the start.
    fn new(gross: &'a Money, fee_of: Option<&Money>, operation: &Operation, terms: &Terms) -> Self {
        let is_known = match operation.status {
            OperationStatus::Succeeded => true,
            OperationStatus::Failed => false,
            OperationStatus::InProgress | OperationStatus::Pending => !terms.is_transfer,
        };
        let fee = fee_of.filter(|_| is_known).map(|of| FeeWire { merchant_fee: fee(of) });
        Self { gross, net: None, fee }
    }

    fn with_net(mut self, terms: &Terms) -> Self {
        let fee = self.fee.as_ref().filter(|_| !terms.is_transfer).map(|fee| fee.merchant_fee.amount);
        self.net = fee.map(|fee| self.gross.with_amount(self.gross.amount.saturating_sub(fee)));
        self
    }
}

#[derive(Serialize)]
struct RefundWire<'a> {
    id: &'a str,
    status: RefundStatus,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    finished_at: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    is_chargeback: bool,
    amount_details: &'a Money,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<&'a Value>,
}

impl<'a> RefundWire<'a> {
    fn new(refund: &'a Refund) -> Self {
        Self {
            id: &refund.id,
            status: refund.status,
            created_at: iso8601(refund.created_at),
            finished_at: refund.finished_at.map(iso8601),
            is_chargeback: refund.is_chargeback,
            amount_details: &refund.amount,
            metadata: refund.metadata.as_ref(),
        }
    }
}

#[derive(Serialize)]
struct TokenWire<'a> {
    token: &'a str,
    created_at: String,
    finished_at: String,
    is_active: bool,
    #[serde(rename = "type")]
    kind: &'static str,
}

impl<'a> TokenWire<'a> {
    fn new(token: &'a IssuedToken) -> Self {
        Self {
            token: &token.token,
            created_at: iso8601(token.created_at),
            finished_at: iso8601(token.finished_at),
            is_active: true,
            kind: "recurrent_token",
        }
    }
}
