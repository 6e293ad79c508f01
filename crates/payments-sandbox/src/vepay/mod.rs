//! Vepay, its API for lenders: registration of a card on a page that the provider hosts.
//!
//! # Methods
//!
//! | method | what it does here |
//! |---|---|
//! | `POST /mfo/card/reg` | opens a registration and answers with the address of its page |
//! | `POST /mfo/card/get` | tells what became of a registration, and the card |
//! | `POST /mfo/card/info` | shows a card by its own id |
//! | `POST /mfo/card/del` | deletes a card |
//! | `POST /mfo/check` | tells that the login and the token are right |
//!
//! `X-Mfo` is the announced login, `X-Token` is SHA-1 over the SHA-1 of the secret and the SHA-1 of the very bytes of the
//! body, all in lower-case hexadecimal. A body that is not JSON is HTTP 400 before anybody asks for the token; a login or
//! token that is missing or wrong is 401; anything else that is wrong is HTTP 200 with status 0, except for an `extid` used
//! before: HTTP 400 with the `id` of the registration that has it, unless [`OnDuplicate`] says otherwise. Another method is 405, any other path a 404 of HTML.
//!
//! # Cards
//!
//! The provider's test contour lets in these cards and no others:
//!
#![doc = include_str!("../../vepay-cards.md")]
//!
//! No bank is asked about a card registered for payouts only (type 1): each of the table's is registered.
//!
//! # The payer's pages
//!
//! | page | fields | buttons, in the field `action` |
//! |---|---|---|
//! | `/pay/form/ID`, type 0 | `card_number`, `expiry` (`12/30`), `cvc`, `card_holder` | `pay`, `cancel` |
//! | `/mfo/default/outcard/ID`, type 1 | `card_number` | `pay`, `cancel` |
//!
//! With `card` in the request the number is not asked for. The last page sends the browser on after three seconds, or by
//! its link: to `successurl` as it is, or with `extid` added to `failurl`, and after the payer's refusal to `cancelurl`. Of
//! the latter two each stands in for the other.
//!
//! # Callbacks
//!
//! | | where it goes | how | when | repeated |
//! |---|---|---|---|---|
//! | callback | the address set by [`Builder::callback`] or [`Sandbox::set_callback`] | GET with `key`, an MD5 over the values before it and the announced callback key | every end | each minute until an answer below 500, 32 attempts |
//! | postback | `postbackurl` | POST of JSON, not signed | the bank was asked: type 0, and the form submitted | never |
//! | postback, version 2 | `postbackurl_v2` | the same with other members | the same | never |
//!
//! [`CallbackFields`] says what a callback tells. The answer wanted to it is 200 and `{"status":0}`; whether one was that
//! is in [`Delivery::acknowledged`]. A postback to anything but plain HTTP on this machine is recorded as
//! [`DeliveryOutcome::NoUrl`] and goes nowhere.
//!
//! # Choices where the provider is silent
//!
//! - `timeout` counts, as its documentation says; the service itself was seen to wait for thirty minutes whatever it said.
//!   Without it the page waits for fifteen. At its end the registration fails and the callback tells so.
//!   [`Builder::speed`] divides this and the interval of redelivery; the two minutes a callback waits for its answer never
//!   become less than a second.
//! - `extid` is looked at when all other rules are kept; an empty one, and `0`, is none at all.
//! - Addresses need a dot in their host, as the provider's do: `http://127.0.0.1:8080/` will do, `localhost` will not.
//! - The outcome is known the moment the form is submitted: there is no 3-D Secure page and no time at the bank.
//! - An expired card is refused by the form.
//! - The same card registered for the same purpose keeps its id, and gets another once it was deleted.
//! - `amount` is a string in the one postback and a number in the other: the provider does not say, a client must read both.
//! - `channel` in a callback is `SANDBOX`, where the provider has the name of a bank.
//!
//! [`Builder::callback`]: crate::Builder::callback
//! [`Builder::speed`]: crate::Builder::speed
//! [`Delivery::acknowledged`]: crate::Delivery::acknowledged
//! [`DeliveryOutcome::NoUrl`]: crate::DeliveryOutcome::NoUrl
//! [`Sandbox::set_callback`]: crate::Sandbox::set_callback

mod answer;
mod api;
mod auth;
mod cards;
mod checkout;
mod diagnosis;
mod notice;
mod pages;
mod registration;
mod request;
mod service;

pub(crate) use auth::Partner;
pub(crate) use service::{Service, Settings};

/// The fields of a callback, which a partner chooses in the provider's merchant portal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallbackFields {
    /// `extid`, `id`, `sum`, `status`.
    #[default]
    Basic,
    /// Also `channel`, `card`, `errorCode` and `serviceName`, if the bank was involved; else as [`CallbackFields::Basic`].
    All,
}

/// The response to a registration whose `extid` was used before.
///
/// The service responded with success until February 2022 and refuses since; a client should handle both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OnDuplicate {
    /// HTTP 400 with the `id` of the registration that has it.
    #[default]
    Refused,
    /// Success, with the `id` and the `url` of that registration, whatever else the request says.
    SameAnswer,
}
