//! What a sandbox did, for tests to look at. Nothing here ever holds a card number, a key or a body.

use crate::faults::CallbackFault;

/// One request that reached the API of a provider.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Received {
    /// The method, such as `POST`.
    pub method: String,
    /// The path without the query, such as `/api/v1/session/status`.
    pub path: String,
    /// What the check of the signature said.
    pub signature: SignatureVerdict,
    /// The HTTP status the request was answered with.
    pub status: u16,
    /// The provider's error code in the answer, when it was an error.
    pub error_code: Option<String>,
}

/// What the check of a request's signature said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureVerdict {
    /// The signature belongs to these bytes and to the announced key.
    Valid,
    /// The request carries none.
    Missing,
    /// There is one, but it is not strict base64, or not over these bytes, or not by this key.
    Wrong,
    /// The signature is good and its time is too far from now. With PaynetEasy only.
    Stale,
    /// The signature is good and its nonce has been used before. With PaynetEasy only.
    Replayed,
    /// The request was refused before its signature was looked at.
    NotChecked,
}

/// One attempt to deliver one callback.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Delivery {
    /// What the callback is about: with Bank 131 the id of the session, with PaynetEasy the `orderid`, with Vepay the
    /// `id` of the registration, with Kvell the `transaction`.
    pub subject: String,
    /// The provider's name of the event, such as `payment_finished`; with PaynetEasy the status of the order, with Vepay
    /// `callback`, `postbackurl` or `postbackurl_v2`, with Kvell `card_saved`.
    pub event: String,
    /// 1 for the first attempt.
    pub attempt: u32,
    /// What came of it.
    pub outcome: DeliveryOutcome,
    /// True when the answer is the one the provider's documents ask for. With Vepay's callback that is not the same as
    /// an answer that ends the attempts.
    pub acknowledged: bool,
    /// The fault the callback met, on each attempt to deliver it and on what was delivered because of it.
    pub fault: Option<CallbackFault>,
    /// True for the copy of [`CallbackFault::Tamper`].
    pub tampered: bool,
}

/// What came of one attempt to deliver a callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeliveryOutcome {
    /// The receiver answered with this HTTP status. Whether that is good enough is up to the provider.
    Answered(u16),
    /// No connection, no answer in time, or an answer that is not HTTP.
    NoAnswer,
    /// No callback URL was set at that moment, and the request named none that the sandbox may call. The event is gone:
    /// it is not kept for later.
    NoUrl,
}

/// Something a simulated provider really did: made a session, an order or a registration, or changed one at the client's
/// request.
///
/// A request that was refused, and a repeat that was told the first answer again, have no effect. Each effect is recorded
/// under the lock that makes the change.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Effect {
    /// What was called: with Bank 131 `session/multi/init`, `session/confirm` or `session/cancel`, with PaynetEasy
    /// `transfer-form` or `create-card-ref`, with Vepay `card/reg` or `card/del`, with Kvell `bind/card/preauthorize`.
    pub endpoint: &'static str,
    /// The key that makes a request recognisable when it comes again: the idempotency key, with PaynetEasy the
    /// `client_orderid`, with Vepay the `extid`, with Kvell the `transaction`. `None` if the request has none.
    pub key: Option<String>,
    /// What was made or changed: the id of the session, the `orderid` or the `card-ref-id`, the `id` of the registration or
    /// of the card, the id of the order.
    pub subject: String,
}
