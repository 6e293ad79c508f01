//! The callback that Vepay sends to the address set in its cabinet, and its checksum.

use std::collections::BTreeMap;
use std::fmt;

use http::StatusCode;
use md5::{Digest as _, Md5};
use payments_core::callback::{
    Acknowledgement, CallbackError, EventIdentity, KeyRing, Unverified, Verified, equal_in_constant_time,
};
use payments_core::{CardMask, Currency, DecodeError, FormFields, Money, Secret, scrub, to_hex, with_wiped_stack};
use url::form_urlencoded;

use crate::objects::wire::parse_number;
use crate::objects::{OperationStatus, RegistrationId};
use crate::registration::Registration;

/// The fields the checksum covers, in its order. The cabinet switches each of them on or off.
const SIGNED: [&str; 8] = ["extid", "id", "sum", "status", "channel", "card", "errorCode", "serviceName"];

/// A field that the cabinet may switch off, of those that are on by default.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum CallbackField {
    /// Your own number (`extid`).
    ExtId,
    /// Vepay's number (`id`).
    Id,
    /// The amount (`sum`).
    Sum,
    /// How the operation stands (`status`).
    Status,
}

impl CallbackField {
    const ALL: [Self; 4] = [Self::ExtId, Self::Id, Self::Sum, Self::Status];

    const fn name(self) -> &'static str {
        match self {
            Self::ExtId => "extid",
            Self::Id => "id",
            Self::Sum => "sum",
            Self::Status => "status",
        }
    }
}

/// Receives Vepay's callbacks and verifies their key: MD5 over the values that are there, one after the other, and the
/// callback key. That key is set in the cabinet and is not the secret of the API.
///
/// Nothing separates the values, so the key alone does not say where one ends: a callback about a failure can be cut into
/// one that looks like success. What it says opens only against a registration of your own, with [`Callback::confirm`].
///
/// ```
/// use vepay_client::{Acknowledgement, Callbacks, KeyRing, Registration, Secret};
///
/// fn receive(callbacks: &Callbacks, query: &str, find: fn(&str) -> Option<Registration>) -> http::StatusCode {
///     let callback = match callbacks.receive(query.as_bytes()) {
///         Ok(callback) => callback,
///         Err(error) => return error.status(),
///     };
///     // With your own number in it, as stored: `Registration::ext_id`.
///     let Some(registration) = callback.ext_id.as_deref().and_then(find) else { return callback.ack().status() };
///     match callback.confirm(&registration) {
///         Ok(details) => {
///             let _ = details.status; // book it in one transaction with `callback.identity()`: it may come twice
///         }
///         Err(mismatch) => { let _ = mismatch; /* log it, book nothing, and send `CardGet` */ }
///     }
///     callback.ack().status() // and its body: another answer may refund the payment
/// }
///
/// let callbacks = Callbacks::new(KeyRing::new("2026", Secret::new("callback-key")));
/// # let _ = (callbacks, receive);
/// ```
///
/// Source: Vepay, callbacks (/callback in its API description).
#[derive(Clone, Debug)]
pub struct Callbacks {
    keys: KeyRing<Secret>,
    switched_off: Vec<CallbackField>,
    bank_names: BTreeMap<String, String>,
}

impl Callbacks {
    /// Receives what is signed with one of these keys. `extid`, `id`, `sum` and `status` must all be there.
    pub const fn new(keys: KeyRing<Secret>) -> Self {
        Self { keys, switched_off: Vec::new(), bank_names: BTreeMap::new() }
    }

    /// Accepts callbacks without this field, because your cabinet has it switched off. It may still come: one of Vepay's
    /// senders takes no notice of the cabinet.
    ///
    /// Without `extid`, `id` or `sum`, [`Callback::confirm`] can prove nothing: ask [`CardGet`](crate::CardGet).
    #[must_use]
    pub fn switched_off(mut self, field: CallbackField) -> Self {
        self.switched_off.push(field);
        self
    }

    /// Says what a bank is called in the key where its name in the query (`channel`) is another: Vepay sends `FortaTech` and
    /// signs `Forta Tech`. Both are tried.
    #[must_use]
    pub fn bank_name(mut self, channel: impl Into<String>, name: impl Into<String>) -> Self {
        self.bank_names.insert(channel.into(), name.into());
        self
    }

    /// Verifies and reads a callback: the query of a GET, without its question mark. Parameters that are not Vepay's, from
    /// the address you set, do no harm.
    ///
    /// # Errors
    ///
    /// [`CallbackError::NoSignature`] without a key, or where any parameter stands twice; [`CallbackError::BadSignature`] if
    /// it does not match, or a field is missing that must be there; [`CallbackError::Unreadable`] if it does and a field does
    /// not have its form.
    pub fn receive(&self, query: &[u8]) -> Result<Verified<Callback>, CallbackError> {
        let fields = FormFields::unrepeated(form_urlencoded::parse(query)).ok_or(CallbackError::NoSignature)?;
        let signature = fields.get("key").filter(|key| !key.is_empty()).ok_or(CallbackError::NoSignature)?;
        if self.lacks_field(&fields) {
            return Err(CallbackError::BadSignature);
        }
        let variants = self.variants(&fields);
        let proves = |key: &Secret| {
            // Every variant is computed, so that time does not tell which one fits. Anybody can compute with an empty key.
            !key.expose().is_empty()
                && variants.iter().fold(false, |proven, values| {
                    proven | equal_in_constant_time(checksum(values, key).as_bytes(), signature.as_bytes())
                })
        };
        let key = self.keys.find(proves).ok_or(CallbackError::BadSignature)?.clone();
        Verified::by_key(fields, key).try_map(|fields| Callback::read(&fields))
    }

    fn lacks_field(&self, fields: &FormFields) -> bool {
        let lacks = |field: &CallbackField| fields.get(field.name()).is_none() && !self.switched_off.contains(field);
        let has_none = SIGNED.iter().all(|name| fields.get(name).is_none());
        has_none || CallbackField::ALL.iter().any(lacks)
    }

    /// What may have been signed: the values as they came, and those with the bank's other name.
    fn variants(&self, fields: &FormFields) -> Vec<String> {
        let present = || SIGNED.iter().filter_map(|name| Some((*name, fields.get(name)?)));
        let mut variants = vec![present().map(|(_, value)| value).collect::<String>()];
        if let Some(bank) = fields.get("channel").and_then(|channel| self.bank_names.get(channel)) {
            let named = |(name, value)| if name == "channel" { bank.as_str() } else { value };
            variants.push(present().map(named).collect());
        }
        variants
    }
}

/// MD5 of the values and the key, in lower-case hexadecimal digits.
fn checksum(values: &str, key: &Secret) -> String {
    with_wiped_stack(|| to_hex(&Md5::new().chain_update(values).chain_update(key.expose()).finalize()))
}

/// A callback whose key matches.
///
/// The two numbers are there for finding your own registration. Everything else opens with [`confirm`](Self::confirm).
#[derive(Clone)]
#[non_exhaustive]
pub struct Callback {
    /// Your own number; empty for an operation without one.
    pub ext_id: Option<String>,
    /// Vepay's number of the operation.
    pub id: Option<RegistrationId>,
    /// The rest.
    pub details: Unverified<CallbackDetails>,
    identity: Option<EventIdentity>,
}

/// A card number in Vepay's words does not show.
impl fmt::Debug for Callback {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Callback")
            .field("ext_id", &self.ext_id.as_deref().map(scrub))
            .field("id", &self.id)
            .field("details", &self.details)
            .field("identity", &self.identity)
            .finish()
    }
}

/// What a callback says about an operation.
///
/// Once confirmed, `sum` and `status` are proven. The fields after them are as Vepay wrote them, but nothing proves where one
/// ends and the next begins.
#[derive(Clone)]
#[non_exhaustive]
pub struct CallbackDetails {
    /// The amount, in **roubles** on the wire, unlike in postbacks.
    pub sum: Option<Money>,
    /// How the operation stands: 1 success; 2 and 3 are failures.
    pub status: Option<OperationStatus>,
    /// The bank behind it.
    pub channel: Option<String>,
    /// The card, masked.
    pub card: Option<CardMask>,
    /// Why it failed: `0` for success, `TL` when the time was up, `X` if unknown, otherwise the bank's code.
    pub error_code: Option<String>,
    /// What kind of operation it was, such as `Привязка карты`.
    pub service_name: Option<String>,
}

/// A card number in Vepay's words does not show.
impl fmt::Debug for CallbackDetails {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("CallbackDetails")
            .field("sum", &self.sum)
            .field("status", &self.status)
            .field("channel", &self.channel.as_deref().map(scrub))
            .field("card", &self.card)
            .field("error_code", &self.error_code.as_deref().map(scrub))
            .field("service_name", &self.service_name.as_deref().map(scrub))
            .finish()
    }
}

impl Callback {
    fn read(fields: &FormFields) -> Result<Self, DecodeError> {
        let filled = |name| fields.get(name).filter(|value| !value.is_empty()).map(str::to_owned);
        let id = fields.get("id").map(|digits| {
            parse_number(digits)
                .map(RegistrationId::new)
                .ok_or_else(|| DecodeError::new("id", "expected a number above zero"))
        });
        let id = id.transpose()?;
        let details = CallbackDetails {
            sum: fields.get("sum").map(read_roubles).transpose()?,
            status: fields.get("status").map(read_status).transpose()?,
            channel: filled("channel"),
            card: filled("card").map(CardMask::new),
            error_code: filled("errorCode"),
            service_name: filled("serviceName"),
        };
        let identity = id.zip(details.status.as_ref()).map(|(id, status)| operation_event(id, status));
        Ok(Self { ext_id: fields.get("extid").map(str::to_owned), id, details: Unverified::new(details), identity })
    }

    /// What makes two deliveries the same event, for [`SeenEvents`](crate::SeenEvents): Vepay's number and the status. Record
    /// it after [`confirm`](Self::confirm): before that, neither is proven.
    ///
    /// A postback about the same operation and status is the same event, see
    /// [`Postbacks::claimed_identity`](crate::Postbacks::claimed_identity): whichever comes first is booked. `None` without
    /// number or status.
    ///
    /// Source: *inferred* from how Vepay repeats callbacks; its documents name no identity.
    pub const fn identity(&self) -> Option<&EventIdentity> {
        self.identity.as_ref()
    }

    /// Compares the callback with a registration of yours, and gives what it says if the numbers fit.
    ///
    /// The registration must have your own number, see [`Registration::ext_id`]: the callback is compared with it.
    ///
    /// # Errors
    ///
    /// What does not fit. Do not act on it then; ask [`CardGet`](crate::CardGet).
    pub fn confirm(&self, registration: &Registration) -> Result<&CallbackDetails, Mismatch> {
        // Without the own number, the id's last digits can be passed off as the amount's first ones, and the other way round.
        let ext_id = self.ext_id.as_deref().filter(|ext_id| !ext_id.is_empty()).ok_or(Mismatch::NoExtId)?;
        if registration.own_ext_id().is_none_or(|own| own.as_str() != ext_id) {
            return Err(Mismatch::ExtId);
        }
        // Without the id, its digits can be passed off as the amount's first ones.
        let id = self.id.ok_or(Mismatch::NoId)?;
        if id != registration.id() {
            return Err(Mismatch::Id);
        }
        // Without the amount, its first digit can be passed off as the status.
        self.details.confirm(|details| if details.sum.is_some() { Ok(()) } else { Err(Mismatch::NoSum) })
    }

    /// The answer Vepay takes for "received": HTTP 200 with `{"status":0,"message":""}` as `text/html`. Send it to the
    /// byte: an error code in it has made Vepay refund the payment.
    pub const fn ack(&self) -> Acknowledgement {
        Acknowledgement::with_body(StatusCode::OK, "text/html", r#"{"status":0,"message":""}"#)
    }
}

/// The event that an operation has come to stand like this, whoever tells it.
pub(crate) fn operation_event(id: RegistrationId, status: &OperationStatus) -> EventIdentity {
    EventIdentity::new("vepay", [&*id.get().to_string(), status.as_str()])
}

/// Two decimals after a dot, exactly: another form would move the borders between the values.
fn read_roubles(text: &str) -> Result<Money, DecodeError> {
    let unreadable = || DecodeError::new("sum", "expected roubles with two decimals");
    let (roubles, kopecks) = text.split_once('.').ok_or_else(unreadable)?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if roubles.is_empty() || kopecks.len() != 2 || !digits(roubles) || !digits(kopecks) {
        return Err(unreadable());
    }
    Money::parse(text, Currency::RUB).map_err(|_| unreadable())
}

/// One digit, exactly, for the same reason.
fn read_status(text: &str) -> Result<OperationStatus, DecodeError> {
    match text.as_bytes() {
        [b'0'..=b'9'] => Ok(OperationStatus::from(text)),
        _ => Err(DecodeError::new("status", "expected one digit")),
    }
}

/// In what a callback differs from your own registration.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mismatch {
    /// Your own number is another one, or the registration has none: give it with [`Registration::ext_id`].
    ExtId,
    /// The callback does not have your own number, and without it neither id nor amount is proven.
    NoExtId,
    /// Vepay's number is another one.
    Id,
    /// The callback has no number of Vepay's, and without it the amount is not proven.
    NoId,
    /// The callback has no amount, and without it the status is not proven.
    NoSum,
}

payments_core::debug_as_sentence!(Mismatch);

impl fmt::Display for Mismatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::ExtId => "the callback's extid is not the registration's",
            Self::NoExtId => "the callback has no extid, without which its id is not proven; ask card/get",
            Self::Id => "the callback's id is not the registration's",
            Self::NoId => "the callback has no id, without which its sum is not proven",
            Self::NoSum => "the callback has no sum, without which its status is not proven",
        })
    }
}

impl std::error::Error for Mismatch {}
