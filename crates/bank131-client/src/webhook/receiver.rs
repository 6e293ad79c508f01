//! The webhook receiver.

use http::HeaderMap;
use payments_core::callback::{CallbackError, KeyRing, Verified};
use payments_core::signing::RsaVerifier;

use crate::authenticator::SIGNATURE;
use crate::webhook::Event;

/// The webhook receiver: verifies a webhook's signature, over its raw body, then decodes it.
///
/// The keys are the bank's own public keys, not yours. Give several while the bank changes its key: a webhook does not
/// say which key signed it.
///
/// A signature proves that the bank wrote the webhook, not that it is about your transfer: a webhook names no project, and
/// another partner's transfer may have your customer reference. Compare [`Session::id`](crate::session::Session::id) with the
/// one you have stored, or query [`SessionStatus`](crate::session::SessionStatus) for it under your own project.
///
/// Pass the body unchanged. A framework that parses JSON and serializes it again changes the bytes.
///
/// ```
/// use bank131_client::signing::RsaVerifier;
/// use bank131_client::webhook::EventType;
/// use bank131_client::{KeyRing, Webhooks};
///
/// fn load(pem: &str) -> Result<Webhooks, bank131_client::signing::KeyError> {
///     Ok(Webhooks::new(KeyRing::new("2026", RsaVerifier::from_pem(pem)?)))
/// }
///
/// fn receive(webhooks: &Webhooks, headers: &http::HeaderMap, body: &[u8]) -> http::StatusCode {
///     match webhooks.receive(headers, body) {
///         Ok(event) => {
///             if event.kind == EventType::PaymentFinished {
///                 // Store the result and `event.event_id()` in one transaction: duplicates may come, out of order.
///             }
///             event.ack().status()
///         }
///         Err(error) => error.status(),
///     }
/// }
/// ```
///
/// Source: Bank 131, webhooks.
#[derive(Clone, Debug)]
pub struct Webhooks {
    keys: KeyRing<RsaVerifier>,
}

impl Webhooks {
    /// Creates a receiver that accepts webhooks signed with any of these keys.
    pub const fn new(keys: KeyRing<RsaVerifier>) -> Self {
        Self { keys }
    }

    /// Verifies the signature of a webhook and decodes its event.
    ///
    /// # Errors
    ///
    /// [`CallbackError::NoSignature`] and [`CallbackError::BadSignature`]: it is not from the bank.
    /// [`CallbackError::Unreadable`]: it is, but its body or session has a shape this crate does not know.
    pub fn receive(&self, headers: &HeaderMap, body: &[u8]) -> Result<Verified<Event>, CallbackError> {
        let signature = one_signature(headers).ok_or(CallbackError::NoSignature)?;
        let proves = |key: &RsaVerifier| key.verify_base64(body, signature).is_ok();
        let key = self.keys.find(proves).ok_or(CallbackError::BadSignature)?;
        Ok(Verified::by_key(Event::read(body)?, key.clone()))
    }
}

/// The signature, if there is exactly one. Spaces around it belong to HTTP, not to Base64.
fn one_signature(headers: &HeaderMap) -> Option<&[u8]> {
    let mut values = headers.get_all(&SIGNATURE).iter();
    let signature = values.next()?;
    values.next().is_none().then(|| signature.as_bytes().trim_ascii())
}
