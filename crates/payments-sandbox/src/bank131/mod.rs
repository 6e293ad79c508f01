//! Bank 131, version 1 of its API: transfers from card to card in one session.
//!
//! # Methods
//!
//! | `POST /api/v1/…` | what it does here |
//! |---|---|
//! | `session/multi/init` | starts a transfer: a payment by card or token, and a payout to a card |
//! | `session/status` | tells the state of a session |
//! | `session/confirm`, `session/cancel` | lets a payout that waits go on, or ends the session |
//! | `session/capture` | debits held money, whole or in part |
//! | `recurrent/status` | tells the state of a token |
//!
//! Any other path is 404, another HTTP method 405. The page of 3-D Secure is opened by POST, as the answer says.
//! `X-PARTNER-PROJECT` is the announced project, or a project of a promotional rate: any id that begins with the announced one
//! followed by `-promo`. Sessions and idempotency keys belong to the project that made them; a session of another project is
//! `authorization_error`, one that does not exist is `invalid_request`.
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
//! - The confirmation comes before 3-D Secure and before any debit, as the bank's pages about payments have it; none says so
//!   of a transfer. While a payout waits for it the payment is `in_progress`, and a cancellation has nothing to give back.
//! - An expired card is declined with `bank_card_expired`, but for the `01/22` of the bank's example. That of a payout card is
//!   only looked at for its form.
//! - The citizenship of a participant is read under the bank's name and under that of its client library, and told under the
//!   one that was sent.
//! - `session/cancel` is allowed until the payer is charged, and is told about by a `payment_finished` webhook.
//! - One `payment_finished` is sent when the whole session ends, not one for each operation. A session that goes to
//!   `error` sends one, and another when it is resolved.
//! - A capture of a part leaves the payout as it was.
//! - An idempotency key is looked at by every call that changes something and is not used up by a refused request. See
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
mod call;
mod cards;
mod error;
mod participant;
mod request;
mod session;
mod three_ds;
mod webhook;
mod wire;

pub(crate) use auth::Partner;
pub(crate) use bank::Bank;

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
