//! Callbacks: the webhooks that Vepay sends to the address set in its cabinet, and their checksum.

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

/// The fields that the checksum covers, in this order. The cabinet switches each of them on or off.
const SIGNED: [&str; 8] = ["extid", "id", "sum", "status", "channel", "card", "errorCode", "serviceName"];

/// Field of a callback that is on by default and that the cabinet may switch off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum CallbackField {
    /// Your `extid`.
    ExtId,
    /// Vepay's operation id (`id`).
    Id,
    /// The amount (`sum`).
    Sum,
    /// The status of the operation (`status`).
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

/// The callback receiver: verifies a callback's signature, then decodes it.
///
/// The signature is the parameter `key`: MD5 over the values that are present, concatenated, and the callback key. The
/// callback key is set in the cabinet and is not the API secret.
///
/// Nothing separates the values, so the signature alone does not prove where each value ends: a callback about a failure can
/// be cut into one that looks like a success. Its details are only available after a comparison with your registration, with
/// [`Callback::confirm`].
///
/// # Safe external ids
///
/// The signature of `extid=12&id=345678` also fits `extid=1&id=2345678`. The end of an `extid` is only proven if **all** your
/// `extid`s ([`ExtId`]) end in a character that is not a digit, or are UUIDs as [`ExtId::random`] makes them, or have the same
/// length, which you set with [`ext_ids_of_length`](Self::ext_ids_of_length). A callback with any other `extid` is not
/// confirmed.
///
/// ```
/// use vepay_client::{Acknowledgement, Callbacks, KeyRing, Registration, Secret};
///
/// fn receive(callbacks: &Callbacks, query: &str, find: fn(&str) -> Option<Registration>) -> http::StatusCode {
///     let callback = match callbacks.receive(query.as_bytes()) {
///         Ok(callback) => callback,
///         Err(error) => return error.status(),
///     };
///     // The stored registration must have your `extid`: `Registration::ext_id`.
///     let Some(registration) = callback.ext_id.as_deref().and_then(find) else { return callback.ack().status() };
///     match callback.confirm(&registration) {
///         Ok(details) => {
///             let _ = details.status; // process it in one transaction with `callback.event_id()`: it may come twice
///         }
///         Err(mismatch) => { let _ = mismatch; /* log it, process nothing, and send `CardGet` */ }
///     }
///     callback.ack().status() // with its body: another response may refund the payment
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
    without_field: Vec<CallbackField>,
    ext_id_length: Option<usize>,
    bank_names: BTreeMap<String, String>,
}

impl Callbacks {
    /// Creates a receiver that accepts callbacks signed with any of these keys. `extid`, `id`, `sum` and `status` are required.
    pub const fn new(keys: KeyRing<Secret>) -> Self {
        Self { keys, without_field: Vec::new(), ext_id_length: None, bank_names: BTreeMap::new() }
    }

    /// Accepts callbacks without this field, because it is switched off in your cabinet. The field may still arrive, since one
    /// of Vepay's senders ignores the cabinet, but then it proves nothing: anyone who forges a callback can cut the field out
    /// of the others.
    ///
    /// Without `extid`, `id` or `sum`, [`Callback::confirm`] confirms nothing: send [`CardGet`](crate::CardGet). Without
    /// `status`, a confirmed callback has none.
    #[must_use]
    pub fn without_field(mut self, field: CallbackField) -> Self {
        self.without_field.push(field);
        self
    }

    /// Declares that all your `extid`s have this many characters, so that the end of each is proven.
    #[must_use]
    pub const fn ext_ids_of_length(mut self, characters: usize) -> Self {
        self.ext_id_length = Some(characters);
        self
    }

    /// Sets the signed name of a bank whose name in the query (`channel`) differs: Vepay sends `FortaTech` and signs
    /// `Forta Tech`. Both names are tried.
    #[must_use]
    pub fn bank_name(mut self, channel: impl Into<String>, name: impl Into<String>) -> Self {
        self.bank_names.insert(channel.into(), name.into());
        self
    }

    /// Verifies the signature of a callback and decodes it: the query of a GET request, without its question mark. Other
    /// parameters than Vepay's, from the address you set, are allowed.
    ///
    /// # Errors
    ///
    /// [`CallbackError::NoSignature`] if `key` is missing, or any parameter occurs twice; [`CallbackError::BadSignature`] if
    /// the signature does not match, or a required field is missing; [`CallbackError::Unreadable`] if the signature matches and
    /// a field is malformed.
    pub fn receive(&self, query: &[u8]) -> Result<Verified<Callback>, CallbackError> {
        let fields = FlatFields::unique(form_urlencoded::parse(query)).ok_or(CallbackError::NoSignature)?;
        let signature = fields.get("key").filter(|key| !key.is_empty()).ok_or(CallbackError::NoSignature)?;
        if self.lacks_field(&fields) {
            return Err(CallbackError::BadSignature);
        }
        let variants = self.variants(&fields);
        let proves = |key: &Secret| {
            // Every variant is computed, so that timing does not tell which one fits. Anyone can sign with an empty key.
            !key.expose().is_empty()
                && variants.iter().fold(false, |proven, values| {
                    proven | equal_in_constant_time(checksum(values, key).as_bytes(), signature.as_bytes())
                })
        };
        let key = self.keys.find(proves).ok_or(CallbackError::BadSignature)?.clone();
        Verified::by_key(fields, key).try_map(|fields| Callback::read(&fields, self))
    }

    /// Whether a field that arrived is certain to be a signed one.
    fn proves(&self, field: CallbackField) -> bool {
        !self.without_field.contains(&field)
    }

    /// Whether the end of this `extid` cannot be moved.
    fn is_safe(&self, ext_id: &str) -> bool {
        match self.ext_id_length {
            Some(length) => ext_id.chars().count() == length,
            None => has_clear_end(ext_id),
        }
    }

    fn lacks_field(&self, fields: &FlatFields) -> bool {
        let lacks = |field: &CallbackField| fields.get(field.name()).is_none() && !self.without_field.contains(field);
        let has_none = SIGNED.iter().all(|name| fields.get(name).is_none());
        has_none || CallbackField::ALL.iter().any(lacks)
    }

    /// The texts that may have been signed: the values as received, and those with the bank's other name.
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

/// A callback with a valid signature.
///
/// Use the two ids to find your registration. Everything else is available after [`confirm`](Self::confirm).
#[derive(Clone)]
#[non_exhaustive]
pub struct Callback {
    /// Your `extid`; empty for an operation without one.
    pub ext_id: Option<String>,
    /// Vepay's id of the operation.
    pub id: Option<RegistrationId>,
    /// The other fields, unverified until confirmed.
    pub details: Unverified<CallbackDetails>,
    identity: Option<EventId>,
    /// Why it cannot be confirmed against any registration.
    unproven: Option<Mismatch>,
}

/// Card numbers in Vepay's texts are redacted.
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

/// Details of an operation in a callback.
///
/// Once confirmed, `sum` and `status` are proven. The fields after them are as Vepay sent them, but nothing proves where one
/// ends and the next begins.
#[derive(Clone)]
#[non_exhaustive]
pub struct CallbackDetails {
    /// The amount, in **roubles** on the wire, unlike in postbacks.
    pub sum: Option<Money>,
    /// The status of the operation: 1 is success; 2 and 3 are failures. `None` if the field is
    /// [switched off](Callbacks::without_field), whether it arrived or not.
    pub status: Option<OperationStatus>,
    /// The bank behind the operation.
    pub channel: Option<String>,
    /// The masked card number.
    pub card: Option<CardMask>,
    /// The error code: `0` for success, `TL` for a timeout, `X` if unknown, otherwise the bank's code.
    pub error_code: Option<String>,
    /// The kind of operation, such as `Привязка карты`.
    pub service_name: Option<String>,
}

/// Card numbers in Vepay's texts are redacted.
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

    /// An id derived from the callback's content, by which [`ProcessedEvents`](crate::ProcessedEvents) finds duplicates:
    /// Vepay's operation id and the status. Record it after [`confirm`](Self::confirm): before that, neither is proven.
    ///
    /// A postback about the same operation and status has the same event id, see
    /// [`Postbacks::claimed_event_id`](crate::Postbacks::claimed_event_id): whichever arrives first is processed. `None`
    /// without id or status.
    ///
    /// Source: *inferred* from how Vepay sends callbacks again; its documents define no event id.
    pub const fn event_id(&self) -> Option<&EventId> {
        self.identity.as_ref()
    }

    /// Compares the callback with your registration, and returns its details if the ids match, and the amount where it is known
    /// ([`Registration::amount`]).
    ///
    /// The registration must have your `extid`, see [`Registration::ext_id`]: the callback is compared with it. [`Callbacks`]
    /// explains which `extid`s are safe.
    ///
    /// # Errors
    ///
    /// What does not match, or cannot be proven. Do not act on the callback then; send [`CardGet`](crate::CardGet).
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

    /// The response that acknowledges the callback: HTTP 200 with `{"status":0,"message":""}` as `text/html`. Send it exactly,
    /// byte for byte: an error code in it has made Vepay refund the payment.
    pub const fn ack(&self) -> Acknowledgement {
        Acknowledgement::with_body(StatusCode::OK, "text/html", r#"{"status":0,"message":""}"#)
    }
}

/// What is missing to prove the details. The three fields come first in the signed text, so a missing one can be cut out of its
/// neighbour: the id's last digits for the amount's first ones, the amount's first digit for the status.
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

/// Whether no digit can be moved between the end of this `extid` and the next value: it ends in something else, or it is a
/// UUID, which is no UUID with one digit more or less.
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

/// Parses an id above zero without leading zeros: they could be the end of the previous value.
fn read_id(digits: &str) -> Result<RegistrationId, DecodeError> {
    parse_number(digits)
        .filter(|_| !digits.starts_with('0'))
        .map(RegistrationId::new)
        .ok_or_else(|| DecodeError::new("id", "expected a number above zero"))
}

/// The event id of an operation in this status, for callbacks and postbacks alike.
pub(crate) fn operation_event(id: RegistrationId, status: &OperationStatus) -> EventId {
    EventId::new("vepay", [&*id.get().to_string(), status.as_str()])
}

/// Parses exactly two decimals after a dot: another form would move the borders between the values.
fn read_roubles(text: &str) -> Result<Money, DecodeError> {
    let unreadable = || DecodeError::new("sum", "expected roubles with two decimals");
    let (roubles, kopecks) = text.split_once('.').ok_or_else(unreadable)?;
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if roubles.is_empty() || kopecks.len() != 2 || !digits(roubles) || !digits(kopecks) {
        return Err(unreadable());
    }
    Money::parse(text, Currency::RUB).map_err(|_| unreadable())
}

/// Parses exactly one digit, for the same reason.
fn read_status(text: &str) -> Result<OperationStatus, DecodeError> {
    match text.as_bytes() {
        [b'0'..=b'9'] => Ok(OperationStatus::from(text)),
        _ => Err(DecodeError::new("status", "expected one digit")),
    }
}

/// Why a callback is not confirmed: it differs from your registration, or a value is not proven.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mismatch {
    /// The `extid` differs, or the registration has none: set it with [`Registration::ext_id`].
    ExtId,
    /// The callback has no `extid`, or the field is switched off; without it neither id nor amount is proven.
    NoExtId,
    /// Vepay's operation id differs.
    Id,
    /// The callback has no operation id, or the field is switched off; without it the amount is not proven.
    NoId,
    /// The callback has no amount, or the field is switched off; without it the status is not proven.
    NoSum,
    /// The amount differs from the registration's.
    Sum,
    /// Your `extid` ends in a digit, so the border between it and Vepay's id is not proven: see [`Callbacks`].
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
