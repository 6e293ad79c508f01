//! Bank 131, version 1 of its API: transfers from card to card in one session.
//!
//! # Methods
//!
//! `POST /api/v1/session/multi/init` starts a transfer: a payment by card or token, and a payout to a card. The other methods
//! below `/api/v1/session` show the session, let what waits go on, or end it.
//!
//! Any other path is 404, another HTTP method 405. `X-PARTNER-PROJECT` is the announced project, or a project of a
//! promotional rate: any id that begins with the announced one followed by `-promo`. Sessions and idempotency keys
//! belong to the project that made them; a session of another project is `authorization_error`, one that does not exist
//! is `invalid_request`.
//!
//! # Cards
//!
//! The bank publishes no test cards; this table is the sandbox's own.
//!
#![doc = include_str!("../../cards.md")]
//!
//! # Choices where the bank is silent
//!
//! - A failed payment ends the session as `cancelled` (`error` is not final, and no other word is left). Its payout
//!   fails with `session_cancelled`.
//! - A payout that fails leaves the payer charged, and its session `accepted`: no document says what becomes of the debit.
//! - While a payout waits for a confirmation the payment is still `in_progress`: the payer is authenticated and not
//!   charged, so that a cancellation has nothing to give back.
//! - `session/cancel` is allowed until the payer is charged, and is told about by a `payment_finished` webhook.
//! - One `payment_finished` is sent when the whole session ends, not one for each operation. A session that goes to
//!   `error` sends one, and another when it is resolved.
//! - An idempotency key is looked at by `init`, `confirm` and `cancel` and is not used up by a refused request. See
//!   [`OnDuplicate`].
//! - Every refusal is HTTP 400. Anything but a single element in `payment_details_multi` and `payout_details_multi` is
//!   refused.
//! - A webhook is repeated after 5 seconds, then at doubled intervals of 15 minutes at most, for 30 minutes, until it is
//!   answered with exactly 200. Later events of the same session wait for it, those of other sessions do not.
//! - Each step of processing takes a second, the way out of `error` fifteen. [`Builder::speed`] divides these and the
//!   intervals above; the 5 seconds a webhook waits for its answer never become less than one.
//!
//! [`Builder::speed`]: crate::Builder::speed

mod api;
mod auth;
mod bank;
mod cards;
mod error;
mod operation;
mod participant;
mod request;
mod session;
mod three_ds;
mod webhook;
mod wire;

use std::fmt;
use std::sync::Arc;

use axum::Router;

use crate::announcement::Bank131Announcement;
use crate::callback_url::CallbackUrl;
use crate::clock::Clock;
use crate::delivery::Outbox;
use crate::faults::CallbackScript;
use crate::host::Host;
use crate::keys::{BodySigner, SignatureVerifier};
use crate::random::Random;
use crate::record::{Delivery, Effect, Received};
use crate::tasks::Tasks;

pub(crate) use auth::IDEMPOTENCY_KEY;
pub(crate) use webhook::REDELIVERY;

use auth::Partner;
use bank::Bank;

/// The response to a request whose `X-PARTNER-IDEMPOTENCY-KEY` was used before in the same project.
///
/// The bank does not document which of the two it does; a client should handle both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OnDuplicate {
    /// HTTP 400 with `idempotency_key_already_exists`.
    #[default]
    Refused,
    /// The first response, byte for byte, if the request is the same byte for byte; otherwise as [`OnDuplicate::Refused`].
    SameAnswer,
}

/// What names an operation in an answer.
pub(crate) const IDENTIFIERS: &[&str] = &[
    "session.id",
    "session.payments[].id",
    "session.payments[].customer.reference",
    "session.payments[].transaction_info.rrn",
    "session.acquiring_payments[].id",
    "session.acquiring_payments[].customer.reference",
    "session.acquiring_payments[].transaction_info.rrn",
];

/// The simulated Bank 131 of a running sandbox, for inspection by a test.
pub struct Bank131(Arc<Host<Bank>>);

impl Bank131 {
    pub(crate) fn new(
        announcement: &Bank131Announcement,
        partner_key: SignatureVerifier,
        signer: BodySigner,
        on_duplicate: OnDuplicate,
        clock: Clock,
        outbox: Outbox,
        tasks: &Tasks,
    ) -> Self {
        let partner = Partner::new(&announcement.project, partner_key);
        let bank = Bank::new(&announcement.base_url, partner, signer, on_duplicate, clock, Random::from_os());
        Self(Host::start(bank, outbox, tasks))
    }

    pub(crate) fn router(&self) -> Router {
        self.0.router()
    }

    pub(crate) fn set_callback(&self, url: CallbackUrl) {
        self.0.outbox.set_url(url);
    }

    /// All requests to the API so far, in order of their responses. Pages for the payer are not included.
    pub fn received(&self) -> Vec<Received> {
        self.0.machine().received.iter().cloned().collect()
    }

    pub(crate) fn set_callback_faults(&self, script: CallbackScript) {
        self.0.outbox.set_faults(script);
    }

    pub(crate) fn effects(&self) -> Vec<Effect> {
        self.0.machine().sessions.effects()
    }

    /// All attempts to deliver a webhook so far, in order.
    pub fn deliveries(&self) -> Vec<Delivery> {
        self.0.outbox.deliveries()
    }
}

impl fmt::Debug for Bank131 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bank131").field("base_url", &self.0.machine().base_url).finish_non_exhaustive()
    }
}
