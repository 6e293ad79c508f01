//! Doubles for the tests of your shop: signed test callbacks, postbacks, a fake transport, a virtual clock.
//!
//! With the feature `testing`, meant for `[dev-dependencies]`.
//!
//! ```
//! use vepay_client::common::CallbackError;
//! use vepay_client::operation::StoredOperation;
//! use vepay_client::testing::{CallbackEvent, CallbackSigner};
//! use vepay_client::{Callbacks, Currency, ExtId, KeyRing, Money, OperationId, Postbacks, Secret};
//!
//! // A key of the test's own.
//! let key = Secret::new("a callback key of this test");
//! let signer = CallbackSigner::new(key.clone());
//! let callbacks = Callbacks::new(KeyRing::new("test", key));
//!
//! let (id, amount) = (OperationId::new(7), Money::from_minor_units(1100, Currency::RUB));
//! let ext_id = ExtId::random()?;
//! let event = CallbackEvent::success(id, ext_id.clone(), amount.clone());
//! let genuine = signer.callback(&event);
//! let received = callbacks.receive(genuine.query().as_bytes())?;
//! assert!(received.confirm(StoredOperation::new(id, ext_id, amount)).is_ok());
//!
//! let forged = genuine.forged();
//! assert_eq!(callbacks.receive(forged.query().as_bytes()).unwrap_err(), CallbackError::BadSignature);
//!
//! let duplicate = genuine.duplicate();
//! assert_eq!(callbacks.receive(duplicate.query().as_bytes())?.event_id(), received.event_id());
//!
//! // Postbacks about the same event are not signed: anyone can make one.
//! let postback = Postbacks::read_v1(event.postback_v1().body())?;
//! assert_eq!(Postbacks::claimed_id(&postback), id);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::fmt::Write as _;

use payments_core::testing::fail;
use payments_core::{CardMask, Currency, Hidden, Money, Secret};
use serde::Serialize;
use serde::ser::Serializer;
use url::form_urlencoded;

use crate::callback::{CallbackField, checksum};
use crate::operation::{ExtId, OperationId, OperationStatus};

pub use payments_core::testing::{
    FakeResponse, FakeSigner, FakeTransport, LosesResponses, SignedCallback, TestCallback, VirtualClock, header,
};

/// Signs test callbacks as Vepay does, with a key of the test's own. See the [module](self).
#[derive(Clone, Debug)]
pub struct CallbackSigner {
    key: Secret,
}

impl CallbackSigner {
    /// Creates a signer with this callback key. Give the same to [`Callbacks`](crate::Callbacks).
    pub const fn new(key: Secret) -> Self {
        Self { key }
    }

    /// The signed callback about this event: a GET with everything in its query.
    pub fn callback(&self, event: &CallbackEvent) -> SignedCallback {
        let fields = event.fields();
        let values: String = fields.iter().map(|(_, value)| value.as_str()).collect();
        let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
        SignedCallback::with_value(TestCallback::get(query), "key", &checksum(&values, &self.key))
    }
}

/// An event that Vepay reports: an operation has a new status.
///
/// [`CallbackSigner::callback`] makes the signed callback about it, [`postback_v1`](Self::postback_v1) and
/// [`postback_v2`](Self::postback_v2) make the postbacks, which are not signed.
#[derive(Clone, Debug)]
pub struct CallbackEvent {
    status: OperationStatus,
    id: OperationId,
    ext_id: ExtId,
    amount: Money,
    message: String,
    channel: Option<String>,
    card: Option<CardMask>,
    error_code: Option<String>,
    service_name: Option<String>,
    card_holder: Option<Hidden<String>>,
    full_name: Option<Hidden<String>>,
    document_id: Option<Hidden<String>>,
    without_field: Vec<CallbackField>,
}

impl CallbackEvent {
    /// The operation has this status. For [`OperationStatus::Processing`], [`OperationStatus::Created`],
    /// [`OperationStatus::WaitingForBank`] and statuses that are not listed; the others have a constructor.
    pub const fn new(status: OperationStatus, id: OperationId, ext_id: ExtId, amount: Money) -> Self {
        Self {
            status,
            id,
            ext_id,
            amount,
            message: String::new(),
            channel: None,
            card: None,
            error_code: None,
            service_name: None,
            card_holder: None,
            full_name: None,
            document_id: None,
            without_field: Vec::new(),
        }
    }

    /// The operation succeeded: status 1.
    pub const fn success(id: OperationId, ext_id: ExtId, amount: Money) -> Self {
        Self::new(OperationStatus::Success, id, ext_id, amount)
    }

    /// The operation failed: status 2.
    pub const fn error(id: OperationId, ext_id: ExtId, amount: Money) -> Self {
        Self::new(OperationStatus::Error, id, ext_id, amount)
    }

    /// The operation was cancelled or reversed: status 3.
    pub const fn cancelled(id: OperationId, ext_id: ExtId, amount: Money) -> Self {
        Self::new(OperationStatus::Cancelled, id, ext_id, amount)
    }

    /// The operation was refunded: status 6.
    pub const fn refunded(id: OperationId, ext_id: ExtId, amount: Money) -> Self {
        Self::new(OperationStatus::Refunded, id, ext_id, amount)
    }

    /// Adds the message of postbacks.
    #[must_use]
    pub fn message(mut self, text: impl Into<String>) -> Self {
        self.message = text.into();
        self
    }

    /// Adds the bank (`channel`) of callbacks.
    #[must_use]
    pub fn channel(mut self, bank: impl Into<String>) -> Self {
        self.channel = Some(bank.into());
        self
    }

    /// Adds the masked card number, of callbacks and of postbacks of version 1.
    #[must_use]
    pub fn card(mut self, mask: impl Into<String>) -> Self {
        self.card = Some(CardMask::new(mask));
        self
    }

    /// Adds the error code (`errorCode`) of callbacks.
    #[must_use]
    pub fn error_code(mut self, code: impl Into<String>) -> Self {
        self.error_code = Some(code.into());
        self
    }

    /// Adds the kind of operation (`serviceName`) of callbacks.
    #[must_use]
    pub fn service_name(mut self, name: impl Into<String>) -> Self {
        self.service_name = Some(name.into());
        self
    }

    /// Adds the name on the card, of postbacks of version 1.
    #[must_use]
    pub fn card_holder(mut self, name: impl Into<String>) -> Self {
        self.card_holder = Some(Hidden::new(name.into()));
        self
    }

    /// Adds the customer's name (`fullname`), of postbacks of version 2.
    #[must_use]
    pub fn full_name(mut self, name: impl Into<String>) -> Self {
        self.full_name = Some(Hidden::new(name.into()));
        self
    }

    /// Adds the contract number, of postbacks of version 2.
    #[must_use]
    pub fn document_id(mut self, number: impl Into<String>) -> Self {
        self.document_id = Some(Hidden::new(number.into()));
        self
    }

    /// Leaves a field out of callbacks, as a cabinet does where it is switched off.
    #[must_use]
    pub fn without_field(mut self, field: CallbackField) -> Self {
        self.without_field.push(field);
        self
    }

    /// The postback to `postbackurl`: a POST that is not signed, so a forger can make the same.
    pub fn postback_v1(&self) -> TestCallback {
        // A string in this version and a number in the other.
        let amount = Amount::Text(self.roubles().minor_units().to_string());
        let rest = Rest::First {
            card_num: self.card.as_ref().map(CardMask::as_str),
            card_holder: text(self.card_holder.as_ref()),
        };
        self.postback(amount, rest)
    }

    /// The postback to `postbackurl_v2`: a POST that is not signed, so a forger can make the same.
    pub fn postback_v2(&self) -> TestCallback {
        let amount = Amount::Number(self.roubles().minor_units());
        let rest =
            Rest::Second { fullname: text(self.full_name.as_ref()), document_id: text(self.document_id.as_ref()) };
        self.postback(amount, rest)
    }

    /// A callback names no currency: all amounts are in roubles.
    fn roubles(&self) -> &Money {
        if *self.amount.currency() != Currency::RUB {
            fail(format_args!("the amount is not in roubles"));
        }
        &self.amount
    }

    fn postback(&self, amount: Amount, rest: Rest<'_>) -> TestCallback {
        let (id, extid) = (self.id.get(), self.ext_id.as_str());
        let body = Postback { status: &self.status, message: &self.message, id, amount, extid, rest };
        let json = TestCallback::json(&body);
        TestCallback::post("application/json", escaped(&String::from_utf8_lossy(json.body())))
    }

    /// What a callback says, in the order in which it is signed.
    fn fields(&self) -> Vec<(&'static str, String)> {
        let Ok(sum) = self.roubles().to_decimal() else { fail(format_args!("the amount has no decimals")) };
        let is_on = |field: &CallbackField| !self.without_field.contains(field);
        let base = [
            (CallbackField::ExtId, self.ext_id.to_string()),
            (CallbackField::Id, self.id.get().to_string()),
            (CallbackField::Sum, sum),
            (CallbackField::Status, self.status.as_str().to_owned()),
        ];
        let base = base.into_iter().filter(|(field, _)| is_on(field)).map(|(field, value)| (field.name(), value));
        let card = self.card.as_ref().map(|mask| mask.as_str().to_owned());
        let rest = [
            ("channel", self.channel.clone()),
            ("card", card),
            ("errorCode", self.error_code.clone()),
            ("serviceName", self.service_name.clone()),
        ];
        base.chain(rest.into_iter().filter_map(|(name, value)| Some((name, value?)))).collect()
    }
}

fn text(hidden: Option<&Hidden<String>>) -> Option<&str> {
    hidden.map(|text| text.expose().as_str())
}

#[derive(Serialize)]
struct Postback<'a> {
    #[serde(serialize_with = "as_number")]
    status: &'a OperationStatus,
    message: &'a str,
    id: u64,
    amount: Amount,
    extid: &'a str,
    #[serde(flatten)]
    rest: Rest<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Amount {
    Text(String),
    Number(i64),
}

#[derive(Serialize)]
#[serde(untagged)]
enum Rest<'a> {
    First { card_num: Option<&'a str>, card_holder: Option<&'a str> },
    Second { fullname: Option<&'a str>, document_id: Option<&'a str> },
}

/// Writes a status as a number, unless it is a word that is not listed.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference to the field")]
fn as_number<S: Serializer>(status: &&OperationStatus, serializer: S) -> Result<S::Ok, S::Error> {
    match status.as_str().parse::<u8>() {
        Ok(number) => serializer.serialize_u8(number),
        Err(_) => serializer.serialize_str(status.as_str()),
    }
}

/// JSON as PHP writes it: ASCII only, and a backslash before each slash.
fn escaped(json: &str) -> String {
    json.chars().fold(String::with_capacity(json.len()), |mut text, character| {
        match character {
            '/' => text.push_str("\\/"),
            plain if plain.is_ascii() => text.push(plain),
            other => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    let _ = write!(text, "\\u{unit:04x}");
                }
            }
        }
        text
    })
}
