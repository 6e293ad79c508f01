//! What Vepay posts to `postbackurl` and `postbackurl_v2`. Nothing signs it.

use std::fmt;

use http::StatusCode;
use payments_core::callback::{Acknowledgement, EventId, Unverified};
use payments_core::{CardMask, Currency, DecodeError, FlatFields, Money, json};

use crate::Error;
use crate::callback::operation_event;
use crate::endpoints::CardGetResponse;
use crate::objects::wire::parse_number;
use crate::objects::{CardStatus, OperationStatus, RegistrationId};
use crate::registration::Registration;

/// A postback of either kind.
///
/// Nothing in it is proven: anybody who knows the address can send one. [`Client::confirm_postback`](crate::Client::confirm_postback)
/// asks Vepay. It is sent once, not for every registration, and sometimes twice: ask on your own as well.
///
/// Sealed: there are two kinds.
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

/// What both kinds of postback say. All of it is claimed, nothing is proven. `Debug` shows neither amount nor words.
#[derive(Clone)]
#[non_exhaustive]
pub struct PostbackCommon {
    /// How the operation stands.
    pub status: OperationStatus,
    /// Vepay's words.
    pub message: Option<String>,
    /// The operation; for the registration of a card, its number.
    pub id: RegistrationId,
    /// The amount, in **kopecks** on the wire, unlike in [`Callback`](crate::Callback). The currency is not sent.
    pub amount: Option<Money>,
    /// Your own number.
    pub ext_id: Option<String>,
}

/// What is posted to `postbackurl`: `status`, `message`, `id`, `amount`, `extid`, `card_num`, `card_holder`.
#[derive(Clone)]
#[non_exhaustive]
pub struct PostbackV1 {
    /// What both kinds say.
    pub common: PostbackCommon,
    /// The card, masked.
    pub card: Option<CardMask>,
    /// The card's holder.
    pub card_holder: Option<String>,
}

/// What is posted to `postbackurl_v2`: `status`, `message`, `id`, `amount`, `extid`, `fullname`, `document_id`.
#[derive(Clone)]
#[non_exhaustive]
pub struct PostbackV2 {
    /// What both kinds say.
    pub common: PostbackCommon,
    /// The client's name; not for registrations.
    pub full_name: Option<String>,
    /// The number of the contract; not for registrations.
    pub document_id: Option<String>,
}

impl Postback for PostbackV1 {}
impl Postback for PostbackV2 {}

/// Reads postbacks, and finds out which registration they claim to be about.
///
/// ```
/// use vepay_client::{Client, ConfirmError, Postbacks, Registration};
///
/// async fn receive(client: &Client, body: &[u8], find: impl Fn(u64) -> Option<Registration>) -> http::StatusCode {
///     let Ok(postback) = Postbacks::read_v1(body) else { return http::StatusCode::BAD_REQUEST };
///     // The number is only good for finding a registration of your own.
///     let Some(registration) = find(Postbacks::claimed_id(&postback).get()) else { return http::StatusCode::NOT_FOUND };
///     match client.confirm_postback(&postback, &registration).await {
///         Ok(state) => { let _ = state.card; /* Vepay's own answer */ }
///         Err(error) => { let _ = error; /* a lie, or too early: keep asking as planned */ }
///     }
///     Postbacks::ack().status()
/// }
/// ```
///
/// Source: Vepay, `postbackurl` and `postbackurl_v2` of /card/reg; the fields as they have been seen.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Postbacks;

impl Postbacks {
    /// Reads the body of a request to `postbackurl`.
    ///
    /// # Errors
    ///
    /// It is no postback.
    pub fn read_v1(body: &[u8]) -> Result<Unverified<PostbackV1>, DecodeError> {
        read(body)
    }

    /// Reads the body of a request to `postbackurl_v2`.
    ///
    /// # Errors
    ///
    /// It is no postback.
    pub fn read_v2(body: &[u8]) -> Result<Unverified<PostbackV2>, DecodeError> {
        read(body)
    }

    /// The registration a postback claims to be about. For finding your own, and for nothing else.
    pub fn claimed_id<P: Postback>(postback: &Unverified<P>) -> RegistrationId {
        peek(postback).common().id
    }

    /// What would make two deliveries the same event, for [`ProcessedEvents`](crate::ProcessedEvents): the number and the status, as
    /// claimed. Record it only after [`Client::confirm_postback`](crate::Client::confirm_postback).
    ///
    /// It is the event of the [`Callback`](crate::Callback) about the same operation and status: whichever comes first is
    /// booked. A second postback in the same status, with another message, is a repeat.
    ///
    /// Source: *inferred*, as with [`Callback::identity`](crate::Callback::identity).
    pub fn claimed_event_id<P: Postback>(postback: &Unverified<P>) -> EventId {
        let claim = peek(postback).common();
        operation_event(claim.id, &claim.status)
    }

    /// The answer: HTTP 200. Vepay does not look at it, and does not send again.
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
        message: text(&fields, "message"),
        id: number("id")
            .map(RegistrationId::new)
            .ok_or_else(|| DecodeError::new("id", "expected a number above zero"))?,
        amount: read_kopecks(&fields)?,
        ext_id: text(&fields, "extid"),
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
        Ok(Self { common, card, card_holder: text(fields, "card_holder") })
    }

    fn common(&self) -> &PostbackCommon {
        &self.common
    }
}

impl Read for PostbackV2 {
    fn read(common: PostbackCommon, fields: &FlatFields) -> Result<Self, DecodeError> {
        Ok(Self { common, full_name: text(fields, "fullname"), document_id: text(fields, "document_id") })
    }

    fn common(&self) -> &PostbackCommon {
        &self.common
    }
}

/// Looks into a claim, to find out what to ask.
fn peek<P: Postback>(postback: &Unverified<P>) -> &P {
    match postback.confirm(|_| Ok::<(), std::convert::Infallible>(())) {
        Ok(claim) => claim,
        Err(never) => match never {},
    }
}

/// What a postback says about this registration.
pub(crate) fn claim_of<'a, P: Postback>(
    postback: &'a Unverified<P>,
    registration: &Registration,
) -> Result<&'a PostbackCommon, ConfirmError> {
    let claim = peek(postback).common();
    let same_ext_id = match (&claim.ext_id, registration.own_ext_id()) {
        (Some(claimed), Some(own)) => claimed == own.as_str(),
        _ => true,
    };
    if claim.id == registration.id() && same_ext_id { Ok(claim) } else { Err(ConfirmError::Other) }
}

impl PostbackCommon {
    /// Whether Vepay's answer says the same. What `/card/get` has no counterpart of, it cannot confirm.
    pub(crate) fn agrees_with(&self, state: &CardGetResponse) -> bool {
        match self.status {
            OperationStatus::Success => state.status == CardStatus::Success,
            OperationStatus::Error => state.status == CardStatus::PaymentError,
            OperationStatus::Processing | OperationStatus::Created | OperationStatus::WaitingForBank => {
                state.status == CardStatus::Waiting
            }
            // Else anybody could make a new event of each number that stands for nothing.
            _ => false,
        }
    }
}

impl fmt::Debug for PostbackCommon {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PostbackCommon")
            .field("status", &self.status)
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for PostbackV1 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PostbackV1").field("common", &self.common).finish_non_exhaustive()
    }
}

impl fmt::Debug for PostbackV2 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PostbackV2").field("common", &self.common).finish_non_exhaustive()
    }
}

/// Why a postback is not confirmed. Do not act on it.
#[non_exhaustive]
pub enum ConfirmError {
    /// It is about another registration. Nothing was asked.
    Other,
    /// Vepay says something else: the postback is forged, or older or newer than the answer.
    Disagrees(Box<CardGetResponse>),
    /// Vepay could not be asked.
    Asking(Error),
}

payments_core::debug_as_sentence!(ConfirmError);

impl fmt::Display for ConfirmError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Other => formatter.write_str("the postback is about another registration"),
            Self::Disagrees(state) => {
                write!(formatter, "the postback disagrees with card/get: status {}", state.status)
            }
            Self::Asking(error) => write!(formatter, "the postback is not confirmed: {error}"),
        }
    }
}

impl std::error::Error for ConfirmError {}
