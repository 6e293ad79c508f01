//! The callback that Vepay sends to the address set in its cabinet, and its checksum.

use std::collections::BTreeMap;
use std::fmt;

use http::StatusCode;
use md5::{Digest as _, Md5};
use payments_core::callback::{
    Acknowledgement, CallbackError, EventId, KeyRing, Unverified, Verified, equal_in_constant_time,
};
use payments_core::{CardMask, Currency, DecodeError, FlatFields, Money, Secret, scrub, to_hex, with_wiped_stack};
use url::form_urlencoded;

use crate::objects::wire::parse_number;
use crate::objects::{ExtId, OperationStatus, RegistrationId};
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
/// # Which numbers of your own are safe
///
/// The key of `extid=12&id=345678` fits `extid=1&id=2345678` as well. So where one number ends is only proven if **all** your
/// numbers ([`ExtId`]) end in something that is no digit, or are UUIDs as [`ExtId::random`] makes them, or have one
/// length, which you say with [`ext_ids_of_length`](Self::ext_ids_of_length). For any other number nothing is confirmed.
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
///             let _ = details.status; // book it in one transaction with `callback.event_id()`: it may come twice
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
    ext_id_length: Option<usize>,
    bank_names: BTreeMap<String, String>,
}

impl Callbacks {
    /// Receives what is signed with one of these keys. `extid`, `id`, `sum` and `status` must all be there.
    pub const fn new(keys: KeyRing<Secret>) -> Self {
        Self { keys, switched_off: Vec::new(), ext_id_length: None, bank_names: BTreeMap::new() }
    }

    /// Accepts callbacks without this field, because your cabinet has it switched off. It may still come, since one of Vepay's
    /// senders takes no notice of the cabinet, but then it proves nothing: whoever forges a callback can cut the field out of
    /// the others.
    ///
    /// Without `extid`, `id` or `sum`, [`Callback::confirm`] confirms nothing: ask [`CardGet`](crate::CardGet). Without
    /// `status`, a confirmed callback has none.
    #[must_use]
    pub fn switched_off(mut self, field: CallbackField) -> Self {
        self.switched_off.push(field);
        self
    }

    /// Says that all your own numbers have so many characters, so that it is clear where each of them ends.
    #[must_use]
    pub const fn ext_ids_of_length(mut self, characters: usize) -> Self {
        self.ext_id_length = Some(characters);
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
        let fields = FlatFields::unique(form_urlencoded::parse(query)).ok_or(CallbackError::NoSignature)?;
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
        Verified::by_key(fields, key).try_map(|fields| Callback::read(&fields, self))
    }

    /// Whether a field is sure to be among the signed ones, given that it came.
    fn proves(&self, field: CallbackField) -> bool {
        !self.switched_off.contains(&field)
    }

    /// Whether a number of the merchant's own has an end that cannot be moved.
    fn is_safe(&self, ext_id: &str) -> bool {
        match self.ext_id_length {
            Some(length) => ext_id.chars().count() == length,
            None => has_clear_end(ext_id),
        }
    }

    fn lacks_field(&self, fields: &FlatFields) -> bool {
        let lacks = |field: &CallbackField| fields.get(field.name()).is_none() && !self.switched_off.contains(field);
        let has_none = SIGNED.iter().all(|name| fields.get(name).is_none());
        has_none || CallbackField::ALL.iter().any(lacks)
    }

    /// What may have been signed: the values as they came, and those with the bank's other name.
    fn variants(&self, fields: &FlatFields) -> Vec<String> {
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
    identity: Option<EventId>,
    /// Why it cannot be confirmed, whatever it is compared with.
    unproven: Option<Mismatch>,
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
            .finish_non_exhaustive()
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
    /// How the operation stands: 1 success; 2 and 3 are failures. `None` where the field is
    /// [switched off](Callbacks::switched_off), whether it came or not.
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
    fn read(fields: &FlatFields, settings: &Callbacks) -> Result<Self, DecodeError> {
        let non_empty = |name| fields.get(name).filter(|value| !value.is_empty()).map(str::to_owned);
        let id = fields.get("id").map(read_id).transpose()?;
        let status = fields.get("status").map(read_status).transpose()?;
        let details = CallbackDetails {
            sum: fields.get("sum").map(read_roubles).transpose()?,
            status: status.filter(|_| settings.proves(CallbackField::Status)),
            channel: non_empty("channel"),
            card: non_empty("card").map(CardMask::new),
            error_code: non_empty("errorCode"),
            service_name: non_empty("serviceName"),
        };
        let identity = id.zip(details.status.as_ref()).map(|(id, status)| operation_event(id, status));
        let unproven = unproven(fields, settings);
        let ext_id = fields.get("extid").map(str::to_owned);
        Ok(Self { ext_id, id, details: Unverified::new(details), identity, unproven })
    }

    /// What makes two deliveries the same event, for [`ProcessedEvents`](crate::ProcessedEvents): Vepay's number and the status. Record
    /// it after [`confirm`](Self::confirm): before that, neither is proven.
    ///
    /// A postback about the same operation and status is the same event, see
    /// [`Postbacks::claimed_event_id`](crate::Postbacks::claimed_event_id): whichever comes first is booked. `None` without
    /// number or status.
    ///
    /// Source: *inferred* from how Vepay repeats callbacks; its documents name no identity.
    pub const fn event_id(&self) -> Option<&EventId> {
        self.identity.as_ref()
    }

    /// Compares the callback with a registration of yours, and gives what it says if the numbers fit, and the amount where it is
    /// known ([`Registration::amount`]).
    ///
    /// The registration must have your own number, see [`Registration::ext_id`]: the callback is compared with it. What makes a
    /// number of your own safe is said at [`Callbacks`].
    ///
    /// # Errors
    ///
    /// What does not fit, or cannot be proven. Do not act on it then; ask [`CardGet`](crate::CardGet).
    pub fn confirm(&self, registration: &Registration) -> Result<&CallbackDetails, Mismatch> {
        if let Some(mismatch) = self.unproven {
            return Err(mismatch);
        }
        if registration.own_ext_id().map(ExtId::as_str) != self.ext_id.as_deref() {
            return Err(Mismatch::ExtId);
        }
        if self.id != Some(registration.id()) {
            return Err(Mismatch::Id);
        }
        self.details.confirm(|details| match (registration.expected_amount(), &details.sum) {
            (Some(expected), sum) if sum.as_ref() != Some(expected) => Err(Mismatch::Sum),
            _ => Ok(()),
        })
    }

    /// The answer Vepay takes for "received": HTTP 200 with `{"status":0,"message":""}` as `text/html`. Send it to the
    /// byte: an error code in it has made Vepay refund the payment.
    pub const fn ack(&self) -> Acknowledgement {
        Acknowledgement::with_body(StatusCode::OK, "text/html", r#"{"status":0,"message":""}"#)
    }
}

/// What is missing to prove what the callback says. The three fields come first in the key, so what one of them lacks can be taken
/// from its neighbour: the id's last digits for the amount's first ones, the amount's first digit for the status.
fn unproven(fields: &FlatFields, settings: &Callbacks) -> Option<Mismatch> {
    let lacks = |field: CallbackField| !settings.proves(field) || fields.get(field.name()).is_none_or(str::is_empty);
    if lacks(CallbackField::ExtId) {
        return Some(Mismatch::NoExtId);
    }
    if lacks(CallbackField::Id) {
        return Some(Mismatch::NoId);
    }
    if lacks(CallbackField::Sum) {
        return Some(Mismatch::NoSum);
    }
    let is_safe = fields.get("extid").is_some_and(|ext_id| settings.is_safe(ext_id));
    (!is_safe).then_some(Mismatch::UnsafeExtId)
}

/// Whether no digit can be moved from what follows to the end of this number, or back: it ends in something else, or it is a
/// UUID, which is none any more with one digit more or less.
fn has_clear_end(ext_id: &str) -> bool {
    let ends_in_digit = ext_id.ends_with(|last: char| last.is_ascii_digit());
    !ends_in_digit || is_uuid(ext_id)
}

fn is_uuid(text: &str) -> bool {
    let fits = |(place, byte): (usize, u8)| match place {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(fits)
}

/// A number above zero, without zeros before it: they could be the end of the value before.
fn read_id(digits: &str) -> Result<RegistrationId, DecodeError> {
    parse_number(digits)
        .filter(|_| !digits.starts_with('0'))
        .map(RegistrationId::new)
        .ok_or_else(|| DecodeError::new("id", "expected a number above zero"))
}

/// The event that an operation has come to stand like this, whoever tells it.
pub(crate) fn operation_event(id: RegistrationId, status: &OperationStatus) -> EventId {
    EventId::new("vepay", [&*id.get().to_string(), status.as_str()])
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
    /// The callback does not have your own number, or the field is switched off, and without it neither id nor amount is proven.
    NoExtId,
    /// Vepay's number is another one.
    Id,
    /// The callback has no number of Vepay's, or the field is switched off, and without it the amount is not proven.
    NoId,
    /// The callback has no amount, or the field is switched off, and without it the status is not proven.
    NoSum,
    /// The amount is another one than the registration's.
    Sum,
    /// Your own number ends in a digit, so where it ends and Vepay's begins is not proven: see [`Callbacks`].
    UnsafeExtId,
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
            Self::Sum => "the callback's sum is not the registration's",
            Self::UnsafeExtId => "the callback's extid ends in a digit, so its end is not proven; ask card/get",
        })
    }
}

impl std::error::Error for Mismatch {}
