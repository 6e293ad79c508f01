//! The trait that each provider implements, one file each. Read [`bank131`] first; the others are alike.

mod bank131;
mod kvell;
mod payneteasy;
mod vepay;

use std::fmt::{self, Display};
use std::str::FromStr;

use http::Method;
use http::request::Parts;
use payments_core::Money;
use payments_core::callback::{Acknowledgement, CallbackError};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _};

use crate::journal::Journal;
use crate::order::{Fact, Kind, Order, Progress};
use crate::text::Bilingual;

pub(crate) use bank131::{Bank131, Bank131Settings};
pub(crate) use kvell::{Kvell, KvellSettings};
pub(crate) use payneteasy::{PaynetEasy, PaynetEasySettings};
pub(crate) use vepay::{Vepay, VepaySettings};

/// A provider, as the shop sees it.
pub(crate) trait Provider: Send + Sync + 'static {
    /// The name in addresses and in the database.
    const NAME: &'static str;

    /// The methods of its callbacks.
    const CALLBACK_METHODS: &'static [Method];

    /// What the payer types into the shop's own page.
    type Typed: DeserializeOwned + Send + 'static;

    /// A callback whose signature is valid.
    type Callback: Send + Sync + 'static;

    /// The offers on the page.
    fn offers() -> Vec<Offer>;

    /// What can be done about an order that [allows](Progress::allows) it. Each is a separate order.
    fn actions() -> Vec<Offer> {
        Vec::new()
    }

    /// Whether everything was typed that an order of this kind needs.
    fn is_complete(_kind: Kind, _typed: &Self::Typed) -> bool {
        true
    }

    /// Whether an order whose outcome is unknown may be begun again, once the payer has typed the same again: only if the
    /// provider is idempotent by the order's number.
    fn may_begin_again(&self) -> bool {
        false
    }

    /// Begins a stored order. Called once for an order, unless it [may be begun again](Self::may_begin_again). What is learnt
    /// on the way and has to be known after a crash goes into the journal before the next call.
    fn begin(&self, order: &Order, typed: Self::Typed, journal: &Journal<'_>) -> impl Future<Output = Progress> + Send;

    /// Queries the status of an order. Another process may have begun it, so everything this needs is in the order.
    ///
    /// `None` if nothing can be learned now.
    fn recovery(&self, order: &Order) -> impl Future<Output = Option<Progress>> + Send;

    /// Where the payer has to go next, if there is such a page.
    fn payer_page(&self, order: &Order) -> impl Future<Output = Option<PayerPage>> + Send;

    /// Verifies a callback.
    fn verify(&self, head: &Parts, body: &[u8]) -> Result<Self::Callback, CallbackError>;

    /// The order that a callback is about.
    fn subject<'a>(&self, callback: &'a Self::Callback) -> Subject<'a>;

    /// Confirms a callback: compares what no signature covers with the order, or queries the provider.
    ///
    /// `None` if there is nothing in it to book.
    fn confirm(
        &self,
        callback: &Self::Callback,
        order: &Order,
    ) -> impl Future<Output = Result<Option<Fact>, NotConfirmed>> + Send;

    /// The response by which the provider regards a callback as received.
    fn acknowledge(&self, callback: &Self::Callback) -> Acknowledgement;
}

/// An offer on the page.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
    pub(crate) kind: Kind,
    pub(crate) title: Bilingual,
    pub(crate) explanation: Bilingual,
    /// The price: set by the shop, not by the browser. `None` where the provider decides, or the order that it is about.
    pub(crate) price: Option<Money>,
    pub(crate) fields: &'static [Field],
    pub(crate) button: Bilingual,
}

/// A field on the page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) label: Bilingual,
    pub(crate) example: &'static str,
}

/// No fields to fill in.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
pub(crate) struct Nothing {}

/// The next page of the payer.
pub(crate) enum PayerPage {
    /// An address.
    Address(String),
    /// A form that the browser submits.
    Form(String),
    /// The shop's own form again.
    SameForm,
}

/// The order that a callback is about: by our number, the provider's id, or both.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'a> {
    pub(crate) number: Option<&'a str>,
    pub(crate) reference: Option<&'a str>,
}

/// Why a callback or a response is not booked. A callback is not acknowledged then, and the provider delivers it again.
#[derive(Clone, Debug)]
pub(crate) struct NotConfirmed(pub(crate) String);

impl Display for NotConfirmed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl NotConfirmed {
    pub(crate) fn because(reason: impl Display) -> Self {
        Self(reason.to_string())
    }
}

/// Reads a field of a form. Its text is not in the error: it may be a card number.
fn parsed<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(deserializer: D) -> Result<Option<T>, D::Error> {
    String::deserialize(deserializer)?.parse().map(Some).map_err(D::Error::custom)
}
