//! A callback with a valid signature, and its comparison with an operation of yours.

use http::StatusCode;
use payments_core::callback::{Acknowledgement, EventId, Unverified};
use payments_core::{CardMask, Currency, DecodeError, FlatFields, Money, ProviderText};

use super::mismatch::Mismatch;
use super::signed_fields::{CallbackField, SignedFields};
use crate::operation::{ExtId, OperationId, OperationStatus, StoredOperation};
use crate::wire::parse_number;

/// A callback with a valid signature.
///
/// Use the two ids to find your operation. Everything else is available after [`confirm`](Self::confirm).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Callback {
    /// Your `extid`; empty for an operation without one.
    pub ext_id: Option<ProviderText>,
    /// Vepay's id of the operation.
    pub id: Option<OperationId>,
    /// The other fields, unverified until confirmed.
    pub details: Unverified<CallbackDetails>,
    identity: Option<EventId>,
    /// Why it cannot be confirmed against any operation.
    unproven: Option<Mismatch>,
}

/// Details of an operation in a callback.
///
/// Once confirmed, `sum` and `status` are proven. The fields after them are as Vepay sent them, but nothing proves where one
/// ends and the next begins.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CallbackDetails {
    /// The amount, in **roubles** on the wire, unlike in postbacks.
    pub sum: Option<Money>,
    /// The status of the operation: 1 is success; 2 and 3 are failures. `None` if the field is
    /// [switched off](crate::Callbacks::without_field), whether it arrived or not.
    pub status: Option<OperationStatus>,
    /// The bank behind the operation.
    pub channel: Option<ProviderText>,
    /// The masked card number.
    pub card: Option<CardMask>,
    /// The error code: `0` for success, `TL` for a timeout, `X` if unknown, otherwise the bank's code.
    pub error_code: Option<ProviderText>,
    /// The kind of operation, such as `Привязка карты`.
    pub service_name: Option<ProviderText>,
}

impl Callback {
    pub(super) fn read(fields: &FlatFields, signed: &SignedFields) -> Result<Self, DecodeError> {
        let non_empty = |name| fields.get(name).filter(|value| !value.is_empty()).map(ProviderText::from);
        let id = fields.get("id").map(read_id).transpose()?;
        let status = fields.get("status").map(read_status).transpose()?;
        let details = CallbackDetails {
            sum: fields.get("sum").map(read_roubles).transpose()?,
            status: status.filter(|_| signed.has(CallbackField::Status)),
            channel: non_empty("channel"),
            card: non_empty("card").map(|mask| CardMask::new(mask.raw())),
            error_code: non_empty("errorCode"),
            service_name: non_empty("serviceName"),
        };
        let identity = id.zip(details.status.as_ref()).map(|(id, status)| operation_event(id, status));
        let unproven = unproven(fields, signed);
        let ext_id = fields.get("extid").map(ProviderText::from);
        Ok(Self { ext_id, id, details: Unverified::new(details), identity, unproven })
    }

    /// An id derived from the callback's content, by which [`ProcessedEvents`](crate::common::ProcessedEvents) finds
    /// duplicates: Vepay's operation id and the status. Record it after [`confirm`](Self::confirm): before that, neither is proven.
    ///
    /// A postback about the same operation and status has the same event id, see
    /// [`Postbacks::claimed_event_id`](crate::Postbacks::claimed_event_id): whichever arrives first is processed. `None`
    /// without id or status.
    ///
    /// Source: *inferred* from how Vepay sends callbacks again; its documents define no event id.
    pub const fn event_id(&self) -> Option<&EventId> {
        self.identity.as_ref()
    }

    /// Compares the callback with a stored operation, and returns its details if `extid`, id and amount match.
    ///
    /// The operation is a registration, a payment or a payout of yours: give a [`StoredOperation`], or a reference to a
    /// [`Registration`](crate::card::Registration), whose amount is compared only if
    /// [set](crate::card::Registration::amount). It must have your `extid`; [`Callbacks`](crate::Callbacks) explains which `extid`s are safe.
    ///
    /// # Errors
    ///
    /// What does not match, or cannot be proven. Do not act on the callback then; query the operation's status, of a
    /// registration with [`CardGet`](crate::card::CardGet).
    pub fn confirm(&self, operation: impl Into<StoredOperation>) -> Result<&CallbackDetails, Mismatch> {
        if let Some(mismatch) = self.unproven {
            return Err(mismatch);
        }
        let operation = operation.into();
        if operation.ext_id().map(ExtId::as_str) != self.ext_id.as_ref().map(ProviderText::raw) {
            return Err(Mismatch::ExtId);
        }
        if self.id != Some(operation.id()) {
            return Err(Mismatch::Id);
        }
        self.details.confirm(|details| match (operation.amount(), &details.sum) {
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
fn unproven(fields: &FlatFields, signed: &SignedFields) -> Option<Mismatch> {
    let lacks = |field: CallbackField| !signed.has(field) || fields.get(field.name()).is_none_or(str::is_empty);
    if lacks(CallbackField::ExtId) {
        return Some(Mismatch::NoExtId);
    }
    if lacks(CallbackField::Id) {
        return Some(Mismatch::NoId);
    }
    if lacks(CallbackField::Sum) {
        return Some(Mismatch::NoSum);
    }
    let is_safe = fields.get("extid").is_some_and(|ext_id| signed.is_safe(ext_id));
    (!is_safe).then_some(Mismatch::UnsafeExtId)
}

/// Parses an id above zero without leading zeros: they could be the end of the previous value.
fn read_id(digits: &str) -> Result<OperationId, DecodeError> {
    parse_number(digits)
        .filter(|_| !digits.starts_with('0'))
        .map(OperationId::new)
        .ok_or_else(|| DecodeError::new("id", "expected a number above zero"))
}

/// The event id of an operation in this status, for callbacks and postbacks alike.
pub(crate) fn operation_event(id: OperationId, status: &OperationStatus) -> EventId {
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
