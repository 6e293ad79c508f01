//! PaynetEasy: transfers through a form that the gateway hosts (version 4 of its API), and their return (version 2).
//!
//! # Methods
//!
//! | method | what it does here |
//! |---|---|
//! | `POST /paynet/api/v4/transfer-form/ENDPOINTID` | makes an order and answers with the address of its form |
//! | `POST /paynet/api/v4/status/ENDPOINTID` | tells the state of an order |
//! | `POST /paynet/api/v4/create-card-ref/ENDPOINTID` | makes the card of an approved order good for transfers by its id |
//! | `POST /paynet/api/v2/return/ENDPOINTID` | returns the money of an approved order, or a part of it |
//!
//! Each also under `/group/ENDPOINTGROUPID`; an order made through one address can be asked about through the other. The
//! body is a form. So is the answer, unless the request has `Accept: application/vnd.pay+json`; a rejection is HTTP 200 in
//! the one format and 400 in the other. Whoever is not let in gets HTTP 403 and a page of HTML, in both.
//!
//! # What decides the outcome
//!
//! The security code of the source card, be it typed into the form or sent in the request. The table is the provider's:
//!
#![doc = include_str!("../../cvv2.md")]
//!
//! Any card number with a right check digit will do. A deposit is always approved, a transfer the payer cancels is
//! declined. No documented code leads to the remaining two statuses, so a request can ask for them, whatever the card:
//! `purpose=sandbox-filtered` ends as `filtered`, `purpose=sandbox-error` as `error`.
//!
//! The recurring payment `1491854` of the provider's examples exists from the start.
//!
//! # The payer's pages
//!
//! | page | fields | buttons, in the field `action` |
//! |---|---|---|
//! | form | `credit_card_number`, `expiry` (`12/30`), `cvv2`, `card_printed_name`, if the source is to be typed in; `destination_card_number`, if the destination is | `pay`, `cancel` |
//! | 3-D Secure | `password` | `confirm`, `cancel` |
//!
//! Either form goes by POST to the address in its `action`. The last page sends the browser on to the merchant, by POST and
//! with a checksum; with script at once, without it by a button.
//!
//! # Choices where the provider is silent
//!
//! - The signed address is the announced one, or that of the [`Gate`](crate::Gate) a request goes through: `localhost` is
//!   not `127.0.0.1`. `oauth_version` must be there. A timestamp
//!   may be five minutes off in either direction ([`Builder::payneteasy_skew`]). A nonce counts once for its timestamp; a
//!   wrong signature does not use it up. Parameters named `oauth_…` in body or query are refused.
//! - Only the codes 1, 29 and 122 are documented. The rejections the sandbox adds have codes from 9001 on.
//! - A parameter given twice is rejected, an empty one counts as absent, white space around a value is dropped after the
//!   signature is checked. An unknown parameter is accepted; one that belongs to another scenario is not.
//!   `deposit2card` is required. `redirect_url` excludes the pair of the other two, `server_callback_url` excludes
//!   `notify_url`, `state` may have three letters in Australia.
//! - An expired source card is declined with 101, but for the 12/2023 of the provider's examples. The expiry of a destination
//!   card is only looked at for its form.
//! - The same `client_orderid` again makes another order: a client that sends twice must notice. `status` then wants
//!   `orderid`. With `by-request-sn` it wants the serial number of the request that made the order or returned money of it.
//! - The order is over the moment the payer submits the last page. Until then it is `processing`, forever if need be.
//! - With the pair of redirects the payer goes to `redirect_success_url` after `approved` and to the other after anything
//!   else.
//! - A callback comes at every final status, as the gateway's page "Merchant callback parameters" says, so `filtered` has
//!   one too. An older page names `unknown` besides, at which an order is over here.
//! - `type` in callbacks and `transaction-type` in the answer to `status` are `transfer`, a guess, or another word
//!   ([`Builder::payneteasy_transaction_type`]).
//! - `create-card-ref` refers to the source card, after a deposit to the destination card. Asked again it answers the same.
//! - A return is over at once. `comment=sandbox-declined` has it declined. Without an amount it returns what is left; several
//!   may add up to the order's amount, never to more. A wrong or missing `control` is answered as a wrong signature is.
//! - `status` tells of the latest return: `transaction-type` is `reversal`, `amount` that of the return, and with
//!   `by-request-sn` of the request it names. Its callback has the type `reversal` too, and goes to a `notify_url`, not to a
//!   `server_callback_url`.
//! - A login other than the announced is answered as an unknown endpoint is.
//!
//! # Callbacks
//!
//! By GET, to the address set by [`Builder::callback`] or [`Sandbox::set_callback`], or else to the request's own
//! `server_callback_url` or `notify_url` if that is plain HTTP to this machine; the gateway itself would not call such an
//! address, and the sandbox calls no other. A callback that can go nowhere is dropped and recorded as
//! [`DeliveryOutcome::NoUrl`]. Without an address in the request and in the settings there is none. Anything but 200 leads
//! to another attempt: 30 in 14 days, the first after a minute, at intervals that double up to 16 hours. [`Builder::speed`]
//! divides them; the 20 seconds it waits for an answer never become less than one.
//!
//! [`Builder::callback`]: crate::Builder::callback
//! [`Builder::payneteasy_transaction_type`]: crate::Builder::payneteasy_transaction_type
//! [`Builder::payneteasy_skew`]: crate::Builder::payneteasy_skew
//! [`Builder::speed`]: crate::Builder::speed
//! [`DeliveryOutcome::NoUrl`]: crate::DeliveryOutcome::NoUrl
//! [`Sandbox::set_callback`]: crate::Sandbox::set_callback

mod amount;
mod answer;
mod api;
mod cards;
mod checkout;
mod diagnosis;
mod entry;
mod fields;
mod gateway;
mod notice;
mod oauth;
mod order;
mod pages;
mod refusal;
mod reversal;
mod scenario;
mod status;
mod transfer;

use std::time::Duration;

pub(crate) use gateway::{Gateway, Settings};
pub(crate) use oauth::Merchant;

/// A guess: no document says how a transfer is called.
pub(crate) const TRANSACTION_TYPE: &str = "transfer";

/// How far a timestamp may be from now, unless said otherwise.
pub(crate) const SKEW: Duration = Duration::from_secs(300);
