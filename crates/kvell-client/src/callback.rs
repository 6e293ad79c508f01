//! The callback "card saved": what Kvell reports on its own.

use std::fmt;

use http::{HeaderMap, HeaderValue, StatusCode};
use payments_core::callback::{
    Acknowledgement, CallbackError, EventId, KeyName, KeyRing, Unverified, Verified, equal_in_constant_time,
};
use payments_core::{CardMask, DecodeError, Secret, json, to_hex};
use sha2::{Digest as _, Sha256};

use crate::Error;
use crate::authenticator::{SIGNATURE, signature};
use crate::endpoints::CardByTransaction;
use crate::objects::{Card, CustomerKey, SavedCard, TransactionId};

/// What is asked of a callback's signature, `X-Signature`.
///
/// Kvell's page about the callback documents none; its Python SDK verifies one on "webhooks" without saying which.
/// Whether the card-saved callback carries it is unknown: see what arrives before you choose `Require`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignaturePolicy {
    /// It must be there and fit.
    Require,
    /// If it is there, it must fit. Whoever forges a callback leaves it out, so this proves nothing by itself.
    VerifyIfPresent,
    /// It is not looked at.
    Ignore,
}

/// Receives the callback that a card was saved ("Сохранение привязанной карты").
///
/// You enter its address in the merchant's cabinet; take one that cannot be guessed. Kvell sends it at least once:
/// anything but HTTP 200 makes it come again, up to five times, every ten minutes.
///
/// ```
/// use kvell_client::{Callbacks, Client, ConfirmError, CustomerKey, Delivery, TransactionId};
///
/// /// What you have stored about a binding: the pair before the form was shown, the fingerprint with its card.
/// struct Binding {
///     customer: CustomerKey,
///     transaction: TransactionId,
///     fingerprint: Option<String>,
/// }
///
/// async fn receive(
///     client: &Client,
///     callbacks: &Callbacks,
///     headers: &http::HeaderMap,
///     body: &[u8], // as it came
///     binding: impl Fn(&TransactionId) -> Option<Binding>,
/// ) -> http::StatusCode {
///     let callback = match callbacks.receive(headers, body) {
///         Ok(callback) => callback,
///         Err(error) => return error.status(),
///     };
///     let Some(binding) = binding(callback.transaction()) else { return http::StatusCode::NOT_FOUND };
///     if !callback.is_about(&binding.customer, &binding.transaction) {
///         return http::StatusCode::NOT_FOUND; // never asked for
///     }
///     match callback.delivery(binding.fingerprint.as_deref()) {
///         Delivery::Duplicate => return callback.ack().status(),
///         Delivery::Conflict => { /* raise an alarm, keep the card you have */ return callback.ack().status() }
///         _ => {}
///     }
///     match client.confirm(&callback).await {
///         Ok(card) => {
///             // Store callback.event_id(), card.customer_card_token and callback.fingerprint() in one transaction, the
///             // first one guarding against a delivery that runs beside this one, and only then:
///             callback.ack().status()
///         }
///         Err(error) => error.status(), // it comes again in ten minutes
///     }
/// }
/// ```
///
/// Source: Kvell, /customer/cards/preauthorize, "Отправка колбэка"; the signature from Kvell's Python SDK.
#[derive(Clone, Debug)]
pub struct Callbacks {
    policy: SignaturePolicy,
    api_key: Box<str>,
    keys: KeyRing<Secret>,
}

impl Callbacks {
    /// Receives callbacks of the store with this api key, signed with one of these secret keys.
    pub fn new(policy: SignaturePolicy, api_key: impl Into<String>, keys: KeyRing<Secret>) -> Self {
        Self { policy, api_key: api_key.into().into(), keys }
    }

    /// Checks the signature of the raw body as the policy says, then reads it.
    ///
    /// # Errors
    ///
    /// [`CallbackError::NoSignature`]: it is required and missing, or there are several. [`CallbackError::BadSignature`]:
    /// it does not fit. [`CallbackError::Unreadable`]: the body is not the documented one.
    pub fn receive(&self, headers: &HeaderMap, body: &[u8]) -> Result<CardSaved, CallbackError> {
        let key = self.verify(headers, body)?;
        let card: SavedCard = json::decode(body)?;
        for (name, text) in [
            ("customer_key", card.customer_key.as_str()),
            ("customer_card_token", card.customer_card_token.expose()),
            ("transaction", card.transaction.as_str()),
        ] {
            if text.is_empty() {
                return Err(DecodeError::new(name, "must not be empty").into());
            }
        }
        Ok(CardSaved { card, key })
    }

    /// The key that proves the body; none where nothing does and the policy allows that.
    fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<Option<KeyName>, CallbackError> {
        let sent = match (self.policy, signature_of(headers)) {
            (SignaturePolicy::Ignore, _) | (SignaturePolicy::VerifyIfPresent, Sent::None) => return Ok(None),
            (_, Sent::None | Sent::Several) => return Err(CallbackError::NoSignature),
            (_, Sent::One(value)) => value.as_bytes().trim_ascii().to_ascii_lowercase(),
        };
        let proves = |key: &Secret| {
            let expected = signature(&self.api_key, [body], key);
            // Anybody can compute with an empty key: the payer's form shows the api key.
            !key.expose().is_empty() && equal_in_constant_time(expected.as_bytes(), &sent)
        };
        self.keys.find(proves).cloned().map(Some).ok_or(CallbackError::BadSignature)
    }
}

enum Sent<'a> {
    None,
    One(&'a HeaderValue),
    Several,
}

fn signature_of(headers: &HeaderMap) -> Sent<'_> {
    let mut values = headers.get_all(&SIGNATURE).iter();
    match (values.next(), values.next()) {
        (None, _) => Sent::None,
        (Some(value), None) => Sent::One(value),
        (Some(_), Some(_)) => Sent::Several,
    }
}

/// A callback: a card was saved, or so it says.
///
/// The two numbers say which of your records to look at; [`Client::confirm`](crate::Client::confirm) proves the rest.
#[derive(Clone, Debug)]
pub struct CardSaved {
    card: SavedCard,
    key: Option<KeyName>,
}

/// What a callback tells, as far as it is proven.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Claim {
    /// Kvell's signature proves it.
    Verified(Verified<SavedCard>),
    /// Nothing proves it: [`Client::confirm`](crate::Client::confirm) does.
    Unverified(Unverified<SavedCard>),
}

impl CardSaved {
    /// Your number of the transaction: to find your record, which is also where a second delivery is recognised.
    pub const fn transaction(&self) -> &TransactionId {
        &self.card.transaction
    }

    /// Your number of the buyer: to be compared with your record.
    pub const fn customer_key(&self) -> &CustomerKey {
        &self.card.customer_key
    }

    /// Whether it is about this very pair, the one you have stored. Do nothing with a callback that is not: signed values
    /// can be cut elsewhere, see [`TransactionId`].
    pub fn is_about(&self, customer_key: &CustomerKey, transaction: &TransactionId) -> bool {
        self.card.customer_key == *customer_key && self.card.transaction == *transaction
    }

    /// Whether Kvell's signature proves it.
    pub const fn is_verified(&self) -> bool {
        self.key.is_some()
    }

    /// What it tells, as far as it is proven.
    pub fn claim(&self) -> Claim {
        match &self.key {
            Some(key) => Claim::Verified(Verified::by_key(self.card.clone(), key.clone())),
            None => Claim::Unverified(Unverified::new(self.card.clone())),
        }
    }

    /// The question that proves it.
    pub fn recovery(&self) -> CardByTransaction {
        CardByTransaction::new(self.card.customer_key.clone(), self.card.transaction.clone())
    }

    /// The same for every delivery of one fact, and different for another: SHA-256 over transaction, buyer and token. Store
    /// it with the card, under the transaction; it gives the token away to nobody.
    pub fn fingerprint(&self) -> String {
        let SavedCard { transaction, customer_key, customer_card_token, .. } = &self.card;
        let mut hash = Sha256::new();
        for part in [transaction.as_str(), customer_key.as_str(), customer_card_token.expose()] {
            // With its length before it, so that nothing can be moved from one part to the next.
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        to_hex(&hash.finalize())
    }

    /// What makes two deliveries the same event, for [`ProcessedEvents`](crate::ProcessedEvents): the transaction and the
    /// [fingerprint](Self::fingerprint), so the token itself is not in it. Record it after
    /// [`Client::confirm`](crate::Client::confirm).
    ///
    /// The same transaction with another token or buyer is **another event**, not a repeat. It is never to be stored over
    /// the first: [`delivery`](Self::delivery) calls it a conflict.
    ///
    /// Source: *inferred*. Kvell documents that callbacks come again, and no identity of theirs.
    pub fn event_id(&self) -> EventId {
        EventId::new("kvell", ["card-saved", self.card.transaction.as_str(), &self.fingerprint()])
    }

    /// Whether it came before, given the fingerprint you have stored for its transaction, if there is one.
    pub fn delivery(&self, stored: Option<&str>) -> Delivery {
        match stored {
            None => Delivery::First,
            Some(stored) if stored == self.fingerprint() => Delivery::Duplicate,
            Some(_) => Delivery::Conflict,
        }
    }

    /// Compares with what Kvell says when asked about this very pair.
    pub(crate) fn compare(&self, card: &Card) -> Result<(), Mismatch> {
        if card.customer_card_token != self.card.customer_card_token {
            return Err(Mismatch::Token);
        }
        match (&self.card.pan_mask, &card.pan_mask) {
            (Some(told), Some(known)) if !agree(told, known) => Err(Mismatch::Mask),
            _ => Ok(()),
        }
    }

    /// The answer Kvell takes for "received": HTTP 200. To anything else, 204 included, it sends the callback again.
    pub const fn ack(&self) -> Acknowledgement {
        Acknowledgement::empty(StatusCode::OK)
    }
}

/// Whether two masks can be of one card: Kvell shows them in two lengths.
fn agree(left: &CardMask, right: &CardMask) -> bool {
    let same_end = match (left.last4(), right.last4()) {
        (Some(left), Some(right)) => left == right,
        _ => left == right,
    };
    let same_start = match (left.first_digits(), right.first_digits()) {
        (Some(left), Some(right)) => left.starts_with(right) || right.starts_with(left),
        _ => true,
    };
    same_end && same_start
}

/// Whether a callback came before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Delivery {
    /// Nothing is stored for its transaction.
    First,
    /// It came before: acknowledge it and do nothing else.
    Duplicate,
    /// Its transaction has another card or buyer already. Do not overwrite that; ask Kvell.
    Conflict,
}

/// In what a callback differs from what Kvell says when asked.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mismatch {
    /// The card has another token.
    Token,
    /// The mask is that of another card.
    Mask,
}

payments_core::debug_as_sentence!(Mismatch);

impl fmt::Display for Mismatch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Token => "the callback's token is not the one Kvell knows",
            Self::Mask => "the callback's card mask is not the one Kvell knows",
        })
    }
}

impl std::error::Error for Mismatch {}

/// Why a callback is not confirmed. Store nothing.
#[non_exhaustive]
pub enum ConfirmError {
    /// Kvell was not heard, or refused to answer.
    Call(Error),
    /// Kvell tells something else than the callback.
    Mismatch(Mismatch),
}

payments_core::debug_as_sentence!(ConfirmError);

impl ConfirmError {
    /// The HTTP status to answer with, so that Kvell sends the callback again: 503 where it could not be asked, 409 where
    /// it tells something else.
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Call(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Mismatch(_) => StatusCode::CONFLICT,
        }
    }
}

impl From<Mismatch> for ConfirmError {
    fn from(mismatch: Mismatch) -> Self {
        Self::Mismatch(mismatch)
    }
}

impl fmt::Display for ConfirmError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => write!(formatter, "{error}"),
            Self::Mismatch(mismatch) => write!(formatter, "{mismatch}"),
        }
    }
}

impl std::error::Error for ConfirmError {}
