//! What a sandbox did, for tests to look at. Nothing here ever holds a card number, a key or the body of a request.

use std::time::SystemTime;

use crate::diagnosis::SignatureDiagnosis;
use crate::faults::CallbackFault;

/// A request that reached the API of a provider.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Received {
    /// 1 for the first request to the provider.
    pub number: u64,
    /// When it was answered.
    pub at: SystemTime,
    /// The method, such as `POST`.
    pub method: String,
    /// The path without the query, such as `/api/v1/session/status`.
    pub path: String,
    /// The result of the signature check.
    pub signature: SignatureVerdict,
    /// What is wrong with the signature, if it is required and not valid.
    pub diagnosis: Option<SignatureDiagnosis>,
    /// The HTTP status of the response.
    pub status: u16,
    /// The provider's error code in the response, if it is an error.
    pub error_code: Option<String>,
    /// The body of a refusal, up to a thousand characters of it. `None` for a page.
    pub refusal: Option<String>,
}

/// The result of a request's signature check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureVerdict {
    /// The signature is valid for these bytes and the announced key.
    Valid,
    /// The request has no signature.
    Missing,
    /// The signature is not strict base64, or not over these bytes, or not by this key.
    Wrong,
    /// The signature is valid and its time is too far from now. With PaynetEasy only.
    Stale,
    /// The signature is valid and its nonce has been used before. With PaynetEasy only.
    Replayed,
    /// The request was refused before its signature was checked.
    NotChecked,
}

/// What somebody has at a provider: debited from payers, less refunds, fees and payouts.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Balance {
    /// Whose it is: with Bank 131 the project, or the number of an account.
    pub owner: String,
    /// The currency, such as `RUB`.
    pub currency: String,
    /// The amount in minor units; negative if more was paid out than there was.
    pub minor_units: i128,
}

/// An attempt to deliver a callback.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Delivery {
    /// 1 for the first attempt of the provider, whatever it is about.
    pub number: u64,
    /// When it ended.
    pub at: SystemTime,
    /// The id of the callback's subject: with Bank 131 the id of the session, with PaynetEasy the `orderid`, with Vepay the
    /// `id` of the registration, with Kvell the `transaction`.
    pub subject: String,
    /// The provider's name of the event, such as `payment_finished`; with PaynetEasy the status of the order, with Vepay
    /// `callback`, `postbackurl` or `postbackurl_v2`, with Kvell `card_saved`.
    pub event: String,
    /// 1 for the first attempt.
    pub attempt: u32,
    /// The result of the attempt.
    pub outcome: DeliveryOutcome,
    /// Whether the response is the one that the provider's documents require. With Vepay's callback that is not the same as a
    /// response that ends the attempts.
    pub acknowledged: bool,
    /// The fault of the callback, on each attempt to deliver it and on what was delivered because of it.
    pub fault: Option<CallbackFault>,
    /// Whether this is the forged copy of [`CallbackFault::Tamper`].
    pub tampered: bool,
}

/// The result of an attempt to deliver a callback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeliveryOutcome {
    /// The receiver responded with this HTTP status. Whether that is accepted is up to the provider.
    Answered(u16),
    /// No connection, no response in time, or a response that is not HTTP.
    NoAnswer,
    /// No callback URL was set at that moment, and the request named none that the sandbox may call. The event is lost: it is
    /// not kept for later.
    NoUrl,
}

/// A change that a simulated provider really made: it created a session, an order or a registration, or changed one at the
/// client's request.
///
/// A refused request, and a duplicate that got the first response again, have no effect. Each effect is recorded under the
/// lock that makes the change.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Effect {
    /// The endpoint: with Bank 131 such as `session/multi/init` or `session/refund`, without the version, with PaynetEasy
    /// `transfer-form`, `create-card-ref` or `return`, with Vepay `card/reg` or `card/del`, with Kvell
    /// `bind/card/preauthorize` or `orders/account2card`.
    pub endpoint: &'static str,
    /// The key by which a duplicate of the request is recognised: the idempotency key, with PaynetEasy the `client_orderid`,
    /// with Vepay the `extid`, with Kvell the `transaction`. `None` if the request has none.
    pub key: Option<String>,
    /// The id of what was created or changed: of the session (with a recurrent token, of the one it comes from), the `orderid` or the `card-ref-id`, the `id` of the
    /// registration or of the card, the id of the order.
    pub subject: String,
}
