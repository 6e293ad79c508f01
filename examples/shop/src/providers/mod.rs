//! What the shop asks of a provider. Each is one file; read [`bank131`] first, the others look like it.

mod bank131;
mod kvell;
mod payneteasy;
mod vepay;

use std::fmt::{self, Display};
use std::str::FromStr;

use http::request::Parts;
use payments_core::Money;
use payments_core::callback::{Acknowledgement, CallbackError};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error as _};

use crate::order::{Fact, Order, Progress};

pub(crate) use bank131::{Bank131, Bank131Settings};
pub(crate) use kvell::{Kvell, KvellSettings};
pub(crate) use payneteasy::{PaynetEasy, PaynetEasySettings};
pub(crate) use vepay::{Vepay, VepaySettings};

/// A provider, as the shop sees it.
pub(crate) trait Provider: Send + Sync + 'static {
    /// In addresses and in the database.
    const NAME: &'static str;

    /// What the payer types into the shop's own page.
    type Typed: DeserializeOwned + Send + 'static;

    /// A callback whose signature fits.
    type Callback: Send + Sync + 'static;

    /// What is offered on the page.
    fn offer() -> Offer;

    /// Whether an order whose outcome is unknown may be begun again, once the payer has typed the same once more: only where
    /// the provider acts once on the order's number.
    fn may_begin_again(&self) -> bool {
        false
    }

    /// Begins an order whose intent is stored. Called once for an order, unless it [may be begun
    /// again](Self::may_begin_again).
    fn begin(&self, order: &Order, typed: Self::Typed) -> impl Future<Output = Progress> + Send;

    /// Asks how an order stands. It may have been begun by a process that is no more, so whatever this needs is in the order.
    ///
    /// `None` if nothing can be learnt now.
    fn recovery(&self, order: &Order) -> impl Future<Output = Option<Progress>> + Send;

    /// Where the payer has to go next, if anywhere.
    fn payer_page(&self, order: &Order) -> impl Future<Output = Option<PayerPage>> + Send;

    /// Verifies a callback.
    fn verify(&self, head: &Parts, body: &[u8]) -> Result<Self::Callback, CallbackError>;

    /// Which order a callback is about.
    fn subject<'a>(&self, callback: &'a Self::Callback) -> Subject<'a>;

    /// Compares what no signature covers with the order, or asks the provider, and says what the callback tells.
    ///
    /// `None` if there is nothing in it to book.
    fn confirm(
        &self,
        callback: &Self::Callback,
        order: &Order,
    ) -> impl Future<Output = Result<Option<Fact>, NotConfirmed>> + Send;

    /// The answer that the provider takes for "received".
    fn acknowledge(&self, callback: &Self::Callback) -> Acknowledgement;
}

/// What is offered on the page.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
    pub(crate) title: &'static str,
    pub(crate) explanation: &'static str,
    /// What it costs: the shop's word, not the browser's. `None` where the provider decides.
    pub(crate) price: Option<Money>,
    pub(crate) fields: &'static [Field],
    pub(crate) button: &'static str,
}

/// A field on the page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) example: &'static str,
}

/// Nothing has to be typed in.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
pub(crate) struct Nothing {}

/// Where the payer goes.
pub(crate) enum PayerPage {
    /// To an address.
    Address(String),
    /// To a page of the shop that sends the browser on.
    Html(String),
    /// To the shop's own form once more.
    SameForm,
}

/// Which order a callback is about: our number, the provider's, or both.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Subject<'a> {
    pub(crate) number: Option<&'a str>,
    pub(crate) reference: Option<&'a str>,
}

/// Why a callback or an answer is not booked. A callback is not acknowledged then, and comes again.
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

/// Reads a field of a form. Its text does not come back in the error: it may be a card number.
fn parsed<'de, D: Deserializer<'de>, T: FromStr<Err: Display>>(deserializer: D) -> Result<T, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}
