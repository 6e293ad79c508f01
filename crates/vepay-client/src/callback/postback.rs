//! Postbacks: the unsigned webhooks that Vepay posts to `postbackurl` and `postbackurl_v2`.

use http::StatusCode;
use payments_core::callback::{Acknowledgement, EventId, Unverified};
use payments_core::{CardMask, Currency, DecodeError, FlatFields, Hidden, Money, ProviderText, json};

use super::confirm_error::ConfirmError;
use super::event::operation_event;
use crate::operation::{OperationId, OperationStatus, StoredOperation};
use crate::wire::parse_number;

/// A postback of either version: an unsigned webhook.
///
/// Nothing in it is proven: anyone who knows the address can send one.
/// [`Client::confirm_postback`](crate::Client::confirm_postback) verifies it with a request to Vepay. Vepay sends a postback
/// once, not for every registration, and sometimes twice: poll as well.
///
/// This trait is sealed: only [`PostbackV1`] and [`PostbackV2`] implement it.
pub trait Postback: Read + Send + Sync + 'static {}

mod sealed {
    use payments_core::{DecodeError, FlatFields};

    use super::PostbackCommon;

    pub trait Read: Sized {
        fn read(common: PostbackCommon, fields: &FlatFields) -> Result<Self, DecodeError>;
        fn common(&self) -> &PostbackCommon;
    }
}

use sealed::Read;

/// The fields of both postback versions. They are claims; nothing is proven.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PostbackCommon {
    /// The status of the operation.
    pub status: OperationStatus,
    /// Vepay's message.
    pub message: Option<ProviderText>,
    /// The id of the operation; for the registration of a card, the registration id.
    pub id: OperationId,
    /// The amount, in **kopecks** on the wire, unlike in [`Callback`](crate::Callback). The currency is not sent.
    pub amount: Option<Money>,
    /// Your `extid`.
    pub ext_id: Option<ProviderText>,
}

/// A postback to `postbackurl`: `status`, `message`, `id`, `amount`, `extid`, `card_num`, `card_holder`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PostbackV1 {
    /// The fields of both versions.
    pub common: PostbackCommon,
    /// The masked card number.
    pub card: Option<CardMask>,
    /// The cardholder's name.
    pub card_holder: Option<Hidden<String>>,
}

/// A postback to `postbackurl_v2`: `status`, `message`, `id`, `amount`, `extid`, `fullname`, `document_id`.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PostbackV2 {
    /// The fields of both versions.
    pub common: PostbackCommon,
    /// The customer's name; not for registrations.
    pub full_name: Option<Hidden<String>>,
    /// The contract number; not for registrations.
    pub document_id: Option<Hidden<String>>,
}

impl Postback for PostbackV1 {}
impl Postback for PostbackV2 {}

/// The postback receiver: decodes a postback, which is not signed, and reads which operation it claims to be about.
///
/// ```
/// use vepay_client::callback::ConfirmError;
/// use vepay_client::card::Registration;
/// use vepay_client::{Client, Postbacks};
///
/// async fn receive(client: &Client, body: &[u8], find: impl Fn(u64) -> Option<Registration>) -> http::StatusCode {
///     let Ok(postback) = Postbacks::read_v1(body) else { return http::StatusCode::BAD_REQUEST };
///     // Use the claimed id only to find your registration.
///     let Some(registration) = find(Postbacks::claimed_id(&postback).get()) else { return http::StatusCode::NOT_FOUND };
///     match client.confirm_postback(&postback, &registration).await {
///         Ok(state) => { let _ = state.card; /* Vepay's own response */ }
///         Err(error) => { let _ = error; /* forged, or too early: keep polling as planned */ }
///     }
///     Postbacks::ack().status()
/// }
/// ```
///
/// Source: Vepay, `postbackurl` and `postbackurl_v2` of /card/reg; the fields as observed.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Postbacks;

impl Postbacks {
    /// Parses the body of a request to `postbackurl`.
    ///
    /// # Errors
    ///
    /// The body is not a postback.
    pub fn read_v1(body: &[u8]) -> Result<Unverified<PostbackV1>, DecodeError> {
        read(body)
    }

    /// Parses the body of a request to `postbackurl_v2`.
    ///
    /// # Errors
    ///
    /// The body is not a postback.
    pub fn read_v2(body: &[u8]) -> Result<Unverified<PostbackV2>, DecodeError> {
        read(body)
    }

    /// The operation id that a postback claims. Use it only to find your operation.
    pub fn claimed_id<P: Postback>(postback: &Unverified<P>) -> OperationId {
        peek(postback).common().id
    }

    /// An id derived from the postback's content, by which [`ProcessedEvents`](crate::common::ProcessedEvents) finds
    /// duplicates: operation id and status, as claimed. Record it only after
    /// [`Client::confirm_postback`](crate::Client::confirm_postback).
    ///
    /// A [`Callback`](crate::Callback) about the same operation and status has the same event id: whichever arrives first is
    /// processed. A second postback with the same status and another message is a duplicate.
    ///
    /// Source: *inferred*, as with [`Callback::event_id`](crate::Callback::event_id).
    pub fn claimed_event_id<P: Postback>(postback: &Unverified<P>) -> EventId {
        let claim = peek(postback).common();
        operation_event(claim.id, &claim.status)
    }

    /// The response to Vepay: HTTP 200. Vepay ignores it, and does not send the postback again.
    pub const fn ack() -> Acknowledgement {
        Acknowledgement::empty(StatusCode::OK)
    }
}

fn read<P: Postback>(body: &[u8]) -> Result<Unverified<P>, DecodeError> {
    let fields: FlatFields = json::decode(body)?;
    let number = |name: &str| text(&fields, name).and_then(|digits| parse_number(&digits));
    let common = PostbackCommon {
        status: OperationStatus::from(
            text(&fields, "status").ok_or_else(|| DecodeError::new("status", "expected a status"))?.as_str(),
        ),
        message: text(&fields, "message").map(ProviderText::new),
        id: number("id").map(OperationId::new).ok_or_else(|| DecodeError::new("id", "expected a number above zero"))?,
        amount: read_kopecks(&fields)?,
        ext_id: text(&fields, "extid").map(ProviderText::new),
    };
    P::read(common, &fields).map(Unverified::new)
}

fn read_kopecks(fields: &FlatFields) -> Result<Option<Money>, DecodeError> {
    let Some(digits) = text(fields, "amount") else { return Ok(None) };
    let kopecks = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten();
    kopecks
        .map(|kopecks| Some(Money::from_minor_units(kopecks, Currency::RUB)))
        .ok_or_else(|| DecodeError::new("amount", "expected a whole number of kopecks"))
}

/// The value of this name, unless it is empty or JSON's `null`.
fn text(fields: &FlatFields, name: &str) -> Option<String> {
    fields.get(name).filter(|value| !matches!(*value, "" | "null")).map(str::to_owned)
}

impl Read for PostbackV1 {
    fn read(common: PostbackCommon, fields: &FlatFields) -> Result<Self, DecodeError> {
        let card = text(fields, "card_num").map(CardMask::new);
        Ok(Self { common, card, card_holder: text(fields, "card_holder").map(Hidden::new) })
    }

    fn common(&self) -> &PostbackCommon {
        &self.common
    }
}

impl Read for PostbackV2 {
    fn read(common: PostbackCommon, fields: &FlatFields) -> Result<Self, DecodeError> {
        Ok(Self {
            common,
            full_name: text(fields, "fullname").map(Hidden::new),
            document_id: text(fields, "document_id").map(Hidden::new),
        })
    }

    fn common(&self) -> &PostbackCommon {
        &self.common
    }
}

/// Reads an unverified claim, to find out what to query.
fn peek<P: Postback>(postback: &Unverified<P>) -> &P {
    match postback.confirm(|_| Ok::<(), std::convert::Infallible>(())) {
        Ok(claim) => claim,
        Err(never) => match never {},
    }
}

/// The claim of a postback, if it is about this operation.
pub(crate) fn claim_of<'a, P: Postback, S>(
    postback: &'a Unverified<P>,
    operation: &StoredOperation,
) -> Result<&'a PostbackCommon, ConfirmError<S>> {
    let claim = peek(postback).common();
    let same_ext_id = match (&claim.ext_id, operation.ext_id()) {
        (Some(claimed), Some(own)) => *claimed == *own.as_str(),
        _ => true,
    };
    if claim.id != operation.id() || !same_ext_id {
        return Err(ConfirmError::WrongOperation);
    }
    match (&claim.amount, operation.amount()) {
        (Some(claimed), Some(own)) if claimed != own => Err(ConfirmError::WrongAmount),
        _ => Ok(claim),
    }
}
