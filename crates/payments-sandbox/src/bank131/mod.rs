//! Bank 131: sessions of payments and payouts, in both versions of its API.
//!
//! # Methods
//!
//! In both versions, `POST /api/v1/…` and `POST /api/v2/…`:
//!
//! | call | what it does here |
//! |---|---|
//! | `session/create` | opens a session; what it gives counts for the start |
//! | `session/init/payment`, `session/start/payment` | a payment, in a new session or in one that was created |
//! | `session/init/payment/sync` | a payment whose result is in the answer; no webhooks |
//! | `session/init/payout`, `session/start/payout` | a payout from the balance of the project |
//! | `session/init/payout/fiscalization`, `session/start/payout/fiscalization` | one with a receipt of the tax service |
//! | `session/multi/init` | payments and payouts in one session: the lists of version 2, or the transfer of version 1 |
//! | `…/nominal`, `…/rko`, twelve of them | payouts from an escrow or settlement account, to an account or a card |
//! | `session/status`, `session/confirm`, `session/cancel` | tells the state, lets what waits go on, ends the session |
//! | `session/capture` | debits held money, whole or in part |
//! | `session/refund`, `session/chargeback` | gives money back: the rest, or a part |
//! | `fps/customer_verification` | checks a recipient: a session with a payout without a sum |
//! | `GET fps/banks` | a few banks, from a file |
//!
//! In version 1 alone:
//!
//! | call | what it does here |
//! |---|---|
//! | `recurrent/status`, `recurrent/disable` | tells the state of a token, switches it off |
//! | `subscription/cancel`, `subscription/restore` | switches the subscription of a payment off and on |
//! | `token`, `token/info`, `tokenize` | makes public tokens and tokens of bank accounts, tells what is behind one |
//! | `wallet/balance` | what the project has, from the books |
//! | `report/account_balance`, `report/account_statement` | the same of an account, and the statement of a day |
//! | `calculate` | what a transfer costs, at a fixed rate |
//! | `fiscalization` | a receipt without a payout |
//! | `npd/check`, `npd/request/status` | whether somebody is self-employed |
//! | `sberpay/push` | sends the payer a message, which is answered |
//!
//! Any other path is 404, another HTTP method 405. An answer and a webhook have the names of the version that opened the session; a
//! request may have either name of `payment_method` and `payout_details`, and of the lists. `[]` is an empty object. The page of
//! 3-D Secure is opened by POST, as the answer says, any other page by GET.
//!
//! `X-PARTNER-PROJECT` is the announced project, the same followed by `-confirm`, or a project of a promotional rate: any id that
//! begins with the announced one followed by `-promo`. Sessions, tokens, idempotency keys and money belong to the project that made
//! them; a session of another project is `authorization_error`, one that does not exist is `invalid_request`.
//!
//! # Cards
//!
//! The bank publishes no test cards; this table is the sandbox's own.
//!
#![doc = include_str!("../../cards.md")]
//!
//! # Choices where the bank is silent
//!
//! - A session is `accepted` if anything in it succeeded, otherwise `cancelled` (`error` is not final, and no other word is left).
//!   A payment that fails takes with it what is not over yet, which fails with `session_cancelled`.
//! - A payout that fails leaves the payer charged: no document says what becomes of the debit.
//! - Several payments of a session take place one after the other, and payouts follow when every payer has been debited.
//! - The confirmation comes before 3-D Secure and before any debit, as the bank's pages about payments have it; none says so
//!   of a transfer. While a payout waits for it the payment is `in_progress`, and a cancellation has nothing to give back. One
//!   confirmation is for the whole session.
//! - A session is started once: starting it again is `session_wrong_state`. A refused start changes nothing.
//! - A session that was only created is cancelled without a webhook.
//! - While money is held, answers have the `next_action` `capture`, as the tests of the bank's client library expect, and webhooks
//!   have none, as in the bank's samples.
//! - An expired card is declined with `bank_card_expired`, but for the `01/22` of the bank's example and the `12/22` of its client
//!   library's. That of a payout card is only looked at for its form.
//! - The citizenship of a participant is read under the bank's name and under that of its client library, and told under the
//!   one that was sent.
//! - `session/cancel` is allowed until the payer is charged, and is told about by a `payment_finished` webhook. The
//!   session has the error then, as its operations do.
//! - One `payment_finished` is sent when the whole session ends, not one for each operation. A session that goes to
//!   `error` sends one, and another when it is resolved.
//! - A capture of a part leaves the payout as it was, and `amount_details` of the payment; `amounts` is what was captured.
//! - A fee is one percent. That of a transfer is told when it is taken, any other from the start. A refund does not give it back.
//! - A refund that is in progress counts: all together never exceed the debit. Without a sum it is what is left, and so is a
//!   chargeback. In a session with several payments it is the first that succeeded.
//! - `metadata` and other members that come back as they were sent have their own members in alphabetical order.
//! - An instrument that is not a card comes back as it was sent, without an inner object that is empty.
//! - A payer who pays by UPI or from a TON wallet, or who binds an account in SBP, is shown a page, as with an internet bank and
//!   with SBP: only the bank's client library knows these, and only how they are asked for.
//! - The instruments `tax` and `moneysend` are refused as unknown, as are payments by other wallets than `yoomoney`.
//! - A participant's `flat`, `source_of_money` and `description` come back unless they are empty.
//! - A public token is active for a day. A disabled token, and one that was not issued here, are `invalid_request`.
//! - Every project, and every account that is asked about, has 1,000,000.00 RUB at first. Money in another currency only comes from
//!   payments. A payout comes from the account in `participant_details.sender.account`; if none is named, from
//!   `40702810000000000131`, and for escrow from `40701810000000000131`.
//! - To be confirmed a payout from an account wants `confirm_information` with the sum that it said; nothing else in it
//!   is compared.
//! - A day of a statement is one in UTC. The answer has the newest of its documented shapes.
//! - Without the rouble on one side, and only one, `calculate` is refused. One unit of any other currency costs 2.7233 RUB, as
//!   in the bank's example.
//! - The result of a check of a recipient is the status of its payout: nothing is known of another member.
//! - The first `npd/request/status` is `pending`, later ones are `ok`.
//! - `session/multi/init`, `session/chargeback` and the calls for accounts have both versions, although the bank's list of
//!   version 2 has not all of them.
//! - An idempotency key is looked at by every call that changes something and is not used up by a refused request. See
//!   [`OnDuplicate`].
//! - Every refusal is HTTP 400. Anything but a single element in `payment_details_multi` and `payout_details_multi` is
//!   refused. Limits of time for a confirmation, a hold and the payer are not simulated.
//! - A webhook is repeated after 5 seconds, then at doubled intervals of 15 minutes at most, for 30 minutes, until it is
//!   answered with exactly 200. Later events of the same session wait for it, those of other sessions do not.
//! - Each step of processing takes a second, the way out of `error` fifteen. [`Builder::speed`] divides these and the
//!   intervals above; the 5 seconds a webhook waits for its answer never become less than one.
//!
//! [`Builder::speed`]: crate::Builder::speed

mod accounts;
mod acts;
mod answer;
mod api;
mod auth;
mod bank;
mod call;
mod card;
mod cards;
mod confirmation;
mod destination;
mod diagnosis;
mod error;
mod given;
mod instrument;
mod interaction;
mod kept;
mod opening;
mod operation;
mod participant;
mod request;
mod session;
mod summary;
mod tax_receipts;
mod taxpayers;
mod three_ds;
mod transfer;
mod vault;
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
