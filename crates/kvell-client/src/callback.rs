//! The "card saved" callback.

use std::fmt;

use http::{HeaderMap, HeaderValue, StatusCode};
use payments_core::callback::{
    Acknowledgement, CallbackError, EventId, KeyName, KeyRing, Unverified, Verified, equal_in_constant_time,
};
use payments_core::{CardMask, DecodeError, Hidden, Secret, json, to_hex};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::Error;
use crate::authenticator::{SIGNATURE, signature};
use crate::card::{Card, CardByTransaction, CardToken};
use crate::ids::{CustomerKey, TransactionId};

/// A saved card as reported by a callback.
///
/// Unknown members are ignored; `holder` may be missing, `null` or empty.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct SavedCard {
    /// Your customer number, as in the form.
    pub customer_key: CustomerKey,
    /// The token of the saved card.
    pub customer_card_token: CardToken,
    /// The masked card number. Its length is not fixed.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub pan_mask: Option<CardMask>,
    /// The name on the card.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub holder: Option<Hidden<String>>,
    /// Your transaction number, as in the form.
    pub transaction: TransactionId,
}

/// Whether a callback's signature, `X-Signature`, is required and verified.
///
/// Kvell's page about the callback documents no signature; its Python SDK verifies one on "webhooks" without saying which.
/// Whether the card-saved callback has it is unknown: look at received callbacks before you choose `Require`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignaturePolicy {
    /// The signature is required and must be valid.
    Require,
    /// If there is a signature, it must be valid. A forger can leave it out, so this proves nothing by itself.
    VerifyIfPresent,
    /// The signature is not verified.
    Ignore,
}

/// The callback receiver: verifies the signature of a "card saved" callback ("Сохранение привязанной карты") according to the
/// policy, then decodes it.
///
/// You enter its address in the merchant's cabinet; choose one that cannot be guessed. Kvell delivers at least once: after
/// any response but HTTP 200 it sends the callback again, up to five times, every ten minutes.
///
/// ```
/// use kvell_client::callback::{ConfirmError, Delivery};
/// use kvell_client::{Callbacks, Client, CustomerKey, TransactionId};
///
/// /// A stored binding: the pair was stored before the form was shown, the fingerprint with the card.
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
///     body: &[u8], // the raw body
///     binding: impl Fn(&TransactionId) -> Option<Binding>,
/// ) -> http::StatusCode {
///     let callback = match callbacks.receive(headers, body) {
///         Ok(callback) => callback,
///         Err(error) => return error.status(),
///     };
///     let Some(binding) = binding(callback.transaction()) else { return http::StatusCode::NOT_FOUND };
///     if !callback.is_about(&binding.customer, &binding.transaction) {
///         return http::StatusCode::NOT_FOUND; // not requested by this shop
///     }
///     match callback.delivery(binding.fingerprint.as_deref()) {
///         Delivery::Duplicate => return callback.ack().status(),
///         Delivery::Conflict => { /* raise an alarm, keep the card you have */ return callback.ack().status() }
///         _ => {}
///     }
///     match client.confirm(&callback).await {
///         Ok(card) => {
///             // In one transaction store callback.event_id(), which guards against a concurrent delivery, with
///             // card.customer_card_token and callback.fingerprint(), and only then acknowledge:
///             callback.ack().status()
///         }
///         Err(error) => error.status(), // Kvell sends it again in ten minutes
///     }
/// }
/// ```
///
/// Source: Kvell, /customer/cards/preauthorize, "Отправка колбэка"; the signature from Kvell's Python SDK.
#[derive(Clone, Debug)]
pub struct Callbacks {
    policy: SignaturePolicy,
    api_key: Hidden<Box<str>>,
    keys: KeyRing<Secret>,
}

impl Callbacks {
    /// Creates a receiver of callbacks of the store with this api key, signed with one of these secret keys.
    pub fn new(policy: SignaturePolicy, api_key: impl Into<String>, keys: KeyRing<Secret>) -> Self {
        Self { policy, api_key: Hidden::new(api_key.into().into()), keys }
    }

    /// Verifies the signature of the raw body according to the policy, then decodes the callback.
    ///
    /// # Errors
    ///
    /// [`CallbackError::NoSignature`]: the signature is required and missing, or there are several.
    /// [`CallbackError::BadSignature`]: the signature is invalid. [`CallbackError::Unreadable`]: the body is not the
    /// documented one.
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

    /// The name of the key that verifies the body; `None` if it is not verified and the policy allows that.
    fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<Option<KeyName>, CallbackError> {
        let sent = match (self.policy, signature_of(headers)) {
            (SignaturePolicy::Ignore, _) | (SignaturePolicy::VerifyIfPresent, Sent::None) => return Ok(None),
            (_, Sent::None | Sent::Several) => return Err(CallbackError::NoSignature),
            (_, Sent::One(value)) => value.as_bytes().trim_ascii().to_ascii_lowercase(),
        };
        let proves = |key: &Secret| {
            let expected = signature(self.api_key.expose(), [body], key);
            // Anyone can sign with an empty key: the api key is visible in the payer's form.
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

/// The "card saved" callback. Its content is a claim.
///
/// The two numbers identify your record; [`Client::confirm`](crate::Client::confirm) proves the rest.
#[derive(Clone, Debug)]
pub struct CardSaved {
    card: SavedCard,
    key: Option<KeyName>,
}

/// The content of a callback, verified or unverified.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Claim {
    /// Verified by Kvell's signature.
    Verified(Verified<SavedCard>),
    /// Unverified: confirm it with [`Client::confirm`](crate::Client::confirm).
    Unverified(Unverified<SavedCard>),
}

impl CardSaved {
    /// Your transaction number, to find your record and to recognise a duplicate.
    pub const fn transaction(&self) -> &TransactionId {
        &self.card.transaction
    }

    /// Your customer number, to be compared with your record.
    pub const fn customer_key(&self) -> &CustomerKey {
        &self.card.customer_key
    }

    /// Whether it is about this stored pair. Ignore a callback that is not: characters can be moved between signed values, see
    /// [`TransactionId`].
    pub fn is_about(&self, customer_key: &CustomerKey, transaction: &TransactionId) -> bool {
        self.card.customer_key == *customer_key && self.card.transaction == *transaction
    }

    /// Whether Kvell's signature verifies it.
    pub const fn is_verified(&self) -> bool {
        self.key.is_some()
    }

    /// The content of the callback, verified or unverified.
    pub fn claim(&self) -> Claim {
        match &self.key {
            Some(key) => Claim::Verified(Verified::by_key(self.card.clone(), key.clone())),
            None => Claim::Unverified(Unverified::new(self.card.clone())),
        }
    }

    /// The `CardByTransaction` request that verifies the callback.
    pub fn card_by_transaction(&self) -> CardByTransaction {
        CardByTransaction::new(self.card.customer_key.clone(), self.card.transaction.clone())
    }

    /// A fingerprint of the saved card: SHA-256 over transaction, customer and token. It is the same for every delivery of the
    /// same event, and different for another. Store it with the card, by transaction; it does not reveal the token.
    pub fn fingerprint(&self) -> String {
        let SavedCard { transaction, customer_key, customer_card_token, .. } = &self.card;
        let mut hash = Sha256::new();
        for part in [transaction.as_str(), customer_key.as_str(), customer_card_token.expose()] {
            // Prefixed with its length, so that characters cannot move from one part to the next.
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        to_hex(&hash.finalize())
    }

    /// An id derived from the callback's content, by which [`ProcessedEvents`](payments_core::callback::ProcessedEvents) finds duplicates: the
    /// transaction and the [fingerprint](Self::fingerprint), so it does not contain the token. Record it after
    /// [`Client::confirm`](crate::Client::confirm).
    ///
    /// The same transaction with another token or customer is **another event**, not a duplicate. Never overwrite the first
    /// one with it: [`delivery`](Self::delivery) returns [`Delivery::Conflict`].
    ///
    /// Source: *inferred*. Kvell documents that callbacks are sent again, but no event id.
    pub fn event_id(&self) -> EventId {
        EventId::new("kvell", ["card-saved", self.card.transaction.as_str(), &self.fingerprint()])
    }

    /// Compares the callback with the fingerprint stored for its transaction, if there is one: first delivery, duplicate or
    /// conflict.
    pub fn delivery(&self, stored: Option<&str>) -> Delivery {
        match stored {
            None => Delivery::First,
            Some(stored) if stored == self.fingerprint() => Delivery::Duplicate,
            Some(_) => Delivery::Conflict,
        }
    }

    /// Compares with Kvell's response to the `CardByTransaction` request for this pair.
    pub(crate) fn compare(&self, card: &Card) -> Result<(), Mismatch> {
        if card.customer_card_token != self.card.customer_card_token {
            return Err(Mismatch::Token);
        }
        match (&self.card.pan_mask, &card.pan_mask) {
            (Some(told), Some(known)) if !agree(told, known) => Err(Mismatch::Mask),
            _ => Ok(()),
        }
    }

    /// The response that acknowledges the callback: HTTP 200. After any other response, 204 included, Kvell sends it again.
    pub const fn ack(&self) -> Acknowledgement {
        Acknowledgement::empty(StatusCode::OK)
    }
}

/// Whether two masks may be of the same card: Kvell sends masks of two lengths.
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

/// Whether a callback is new, a duplicate or a conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Delivery {
    /// Nothing is stored for its transaction.
    First,
    /// A duplicate: acknowledge it, book nothing.
    Duplicate,
    /// Another card or customer is already stored for its transaction. Do not overwrite it; ask Kvell.
    Conflict,
}

/// The value in which a callback differs from Kvell's response.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mismatch {
    /// The token differs.
    Token,
    /// The mask is of another card.
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

/// The error of [`Client::confirm`](crate::Client::confirm). Store nothing.
#[non_exhaustive]
pub enum ConfirmError {
    /// The request failed: there was no usable response, or Kvell refused it.
    Call(Error),
    /// Kvell's response differs from the callback.
    Mismatch(Mismatch),
}

payments_core::debug_as_sentence!(ConfirmError);

impl ConfirmError {
    /// The HTTP status to respond with, so that Kvell sends the callback again: 503 if the request failed, 409 if Kvell's
    /// response differs.
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
