//! Kvell: a card is bound on a form that the provider hosts, by a hold that is released at once; and payouts to cards.
//!
//! # Methods
//!
//! | method | what it does here | signed values |
//! |---|---|---|
//! | `GET` or `POST /bind/card/preauthorize` | opens the form in the payer's browser | `customer_key`, `transaction`, `amount`, `success_url`, `fail_url` |
//! | `GET /v1/customers/{customer_key}/orders/{transaction}` | tells the token and the mask of a saved card | `customer_key`, or `transaction` and `customer_key` |
//! | `GET /v1/orders/{transaction}` | tells the state of an order | `transaction` |
//! | `POST /v1/orders/account2card` | pays out to a card, by its number or to a saved one | the body, with RSA |
//! | `GET /v1/collections/banks` | lists a few banks | not signed |
//!
//! A signature is SHA-256, in lower-case hexadecimal, over the announced key of the store, the values above as they are
//! before any encoding, and the announced secret. The form has both in its parameters, the rest in the headers `X-Api-Key`
//! and `X-Signature`. For the recovery of a card the provider's page tells two things; either will do. Form and API have
//! hosts of their own at the provider and share a port here.
//!
//! A payout is signed otherwise: RSASSA-PKCS1-v1_5 with SHA-256 and the announced private key, in standard base64. Clients of
//! the provider sign the body, or the body and the secret right after it; either will do.
//!
//! # Errors
//!
//! `{"errors":[{"code":…,"message":…}]}`, or a page with the same code when the form does not open.
//!
//! | code | HTTP status | when |
//! |---|---|---|
//! | 20098 | 422 | a field or a header is missing or not what it must be |
//! | 20001 | 401 | the key is not that of the store |
//! | 20002 | 401 | the signature is wrong |
//! | 20007 | 400 | the form has a `transaction` that was used with other parameters, or the payout one that was used at all |
//! | 20008 | 400 | the card of this transaction is not saved, or not yet |
//! | 20099 | 400 | the body is not JSON, or its amount not a whole number from 0 on |
//! | 20000 | 500 | there is no such transaction, or it is another customer's |
//! | 20000 | 404, 405 | there is no such path or method |
//!
//! Each answer of the API has an `X-Request-Id`, save for those with 500.
//!
//! # Cards
//!
//! The provider publishes no test cards; this table is the sandbox's own. A number must have a right check digit.
//!
#![doc = include_str!("../../kvell-cards.md")]
//!
#![doc = include_str!("../../kvell-payout-cards.md")]
//!
//! # The payer's pages
//!
//! | page | fields | buttons, in the field `action` |
//! |---|---|---|
//! | form | `card_number`, `expiry` (`12/30`), `cvc`, `card_holder` | `pay`, `cancel` |
//!
//! It goes by POST to the address in its `action`. Then the payer goes to `success_url` or `fail_url`, nothing added: with
//! `auto_return=0` at once (HTTP 303), with a greater one after so many seconds, without it by the link of the last page.
//!
//! # Callbacks
//!
//! `card_saved` is a POST of JSON to the address set by [`Builder::callback`] or [`Sandbox::set_callback`]. Anything but 200
//! leads to five further attempts, one every ten minutes; [`Builder::speed`] divides them. A card that is not saved is not
//! told about.
//!
//! # Choices where the provider is silent
//!
//! - Callbacks carry an `X-Signature` over their bytes, as the provider's own library checks it; the page about this one
//!   does not mention it, so [`Builder::kvell_signs_callbacks`] can leave it out.
//! - They wait thirty seconds for an answer (never less than one, however fast the clock) and follow no redirect.
//! - `amount` is a positive whole number without leading zeros, twelve digits at most; the two addresses are http or https;
//!   `auto_return` is a whole number. A parameter given twice is refused, an unknown one is not.
//! - The same signed form again shows the same order: the payer may reload. Once it is over it shows the result, and goes
//!   back by its link only. `description` and `auto_return` are not signed, yet count as a difference.
//! - The order is `new` until the payer has done his part, then `completed` or `canceled`, with one card `processing` in
//!   between. Its commission is 0.
//! - HTTP statuses of 20001, 20002 and 20008 are not known; nor is what the recovery says of a card that is not saved.
//! - `pan_hash_encrypted` is there and means nothing. Each binding makes another token, the same card or not.
//! - An expired card is refused by the form.
//! - A payout is an order in the response, within `order`, or only a status; `orders/account2card/confirm` is not there. No
//!   callback tells of it, and its commission is 0. A saved card is one of the form's. A declined payout is an order too.
//!
//! [`Builder::callback`]: crate::Builder::callback
//! [`Builder::kvell_signs_callbacks`]: crate::Builder::kvell_signs_callbacks
//! [`Builder::speed`]: crate::Builder::speed
//! [`Sandbox::set_callback`]: crate::Sandbox::set_callback

mod api;
mod binding;
mod checkout;
mod diagnosis;
mod error;
mod form;
mod gateway;
mod notice;
mod pages;
mod payout;
mod signature;

pub(crate) use gateway::Gateway;
pub(crate) use signature::Shop;
