//! What the gateway reports on its own, and what the payer's browser brings back.

use std::fmt;

use http::StatusCode;
use payments_core::callback::{
    Acknowledgement, CallbackError, EventId, KeyRing, Unverified, Verified, equal_in_constant_time,
};
use payments_core::{CardMask, Currency, DecodeError, FlatFields, Money, Secret, scrub, to_hex, with_wiped_stack};
use sha1::{Digest as _, Sha1};
use url::form_urlencoded;

use crate::confirm::{Confirmed, Mismatch};
use crate::flat_response::{card_mask, non_empty};
use crate::objects::{ClientOrderId, OrderId, OrderStatus, StoredOrder, TransactionType};
use crate::refusal::ErrorCode;

/// Receives the gateway's callbacks and the browser's final redirect, and verifies their checksum with the merchant's
/// control key.
///
/// The checksum covers the status and the two order numbers, **not** the amount, the currency or anything else. Those are
/// claims, compared with your own order by [`Callback::confirm`].
///
/// It joins the gateway's order number and yours with nothing between them: `6863810` and `42` have the checksum of
/// `68638104` and `2`. A payer sees the checksum of their own order in the browser, so store the gateway's number that
/// [`TransferFormResponse`](crate::TransferFormResponse) gave you, and give it to [`StoredOrder::order_id`]. Where it is not known, and your
/// numbers begin with a digit, ask [`Status`](crate::Status). With numbers that begin with a letter there is no such pair.
///
/// ```
/// use payneteasy_client::{Callbacks, Confirmed, KeyRing, Secret, StoredOrder};
///
/// fn receive(callbacks: &Callbacks, query: &str, order: &StoredOrder) -> http::StatusCode {
///     let callback = match callbacks.receive(query.as_bytes()) {
///         Ok(callback) => callback,
///         Err(error) => return error.status(),
///     };
///     match callback.confirm(order) {
///         Ok(Confirmed::Payment(_)) if callback.status.is_final() => { /* book it in one transaction with `event_id()` */ }
///         Ok(_) => { /* not the end yet, a return, a chargeback: put it on the list of what to ask `Status` about */ }
///         // Raise an alarm and book nothing. It comes again, until somebody has dealt with that.
///         Err(_mismatch) => return http::StatusCode::CONFLICT,
///     }
///     callback.ack().status()
/// }
///
/// let callbacks = Callbacks::new(KeyRing::new("2026", Secret::new("11111111-2222-3333-4444-555555555555")));
/// # let _ = (callbacks, receive);
/// ```
///
/// Source: PaynetEasy, merchant callbacks, final redirect.
#[derive(Clone, Debug)]
pub struct Callbacks {
    control_keys: KeyRing<Secret>,
}

impl Callbacks {
    /// Receives what is signed with one of these control keys (`merchant_control`). An empty one, such as a setting that is
    /// there and has no value, proves nothing: every callback is refused then.
    pub const fn new(control_keys: KeyRing<Secret>) -> Self {
        Self { control_keys }
    }

    /// Verifies and reads a server callback: the query of a GET without its question mark, or the body of a POST, but
    /// never both together.
    ///
    /// # Errors
    ///
    /// [`CallbackError::NoSignature`] without a checksum, or where any parameter stands twice;
    /// [`CallbackError::BadSignature`] if it does not match; [`CallbackError::Unreadable`] if it does and a parameter
    /// contradicts another.
    pub fn receive(&self, parameters: &[u8]) -> Result<Verified<Callback>, CallbackError> {
        self.verify(parameters)?.try_map(Callback::read)
    }

    /// Verifies and reads what the payer's browser posts to your return address. It is for showing a page: the payer can
    /// lose it, and can send it again. Ask [`Status`](crate::Status) or wait for the callback before booking.
    ///
    /// # Errors
    ///
    /// As [`receive`](Self::receive).
    pub fn receive_redirect(&self, body: &[u8]) -> Result<Verified<FinalRedirect>, CallbackError> {
        self.verify(body)?.try_map(|fields| FinalRedirect::read(&fields))
    }

    fn verify(&self, parameters: &[u8]) -> Result<Verified<FlatFields>, CallbackError> {
        let fields = FlatFields::unique(form_urlencoded::parse(parameters)).ok_or(CallbackError::NoSignature)?;
        let value = |name| fields.get(name).unwrap_or_default();
        let control = fields.get("control").filter(|control| !control.is_empty()).ok_or(CallbackError::NoSignature)?;
        let own = own_number(&fields);
        if !has_clear_boundaries(value("status"), value("orderid"), own) {
            return Err(CallbackError::BadSignature);
        }
        let proves = |key: &Secret| {
            // Anybody can hash with no key.
            if key.expose().is_empty() {
                return false;
            }
            let expected = checksum(&[value("status"), value("orderid"), own, key.expose()]);
            equal_in_constant_time(expected.as_bytes(), control.as_bytes())
        };
        let key = self.control_keys.find(proves).ok_or(CallbackError::BadSignature)?.clone();
        Ok(Verified::by_key(fields, key))
    }
}

/// Whether it is clear where each signed value ends. They are hashed joined, with nothing between them, so whoever has
/// seen one checksum could move characters from one value to its neighbour. The gateway's order number is digits, and no
/// status holds any: that fixes the first boundary. The second is fixed only if the merchant's numbers do not begin with a
/// digit. An empty callback has a checksum too, and does not pass for a report about an order.
fn has_clear_boundaries(status: &str, order_id: &str, client_order_id: &str) -> bool {
    let digit = |byte: u8| byte.is_ascii_digit();
    let no_empty = [status, order_id, client_order_id].iter().all(|value| !value.is_empty());
    no_empty && !status.bytes().any(digit) && order_id.bytes().all(digit)
}

/// SHA-1 of the parts, one after the other, in lower-case hexadecimal digits.
fn checksum(parts: &[&str]) -> String {
    with_wiped_stack(|| {
        let mut hash = Sha1::new();
        for part in parts {
            hash.update(part.as_bytes());
        }
        to_hex(&hash.finalize())
    })
}

/// A report about an order. `status`, `order_id` and `client_order_id` are proven; the rest is claimed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Callback {
    /// How the order stands. Proven.
    pub status: OrderStatus,
    /// The gateway's number of the order. Proven.
    pub order_id: OrderId,
    /// Your number of the order. Proven.
    pub client_order_id: ClientOrderId,
    /// Everything the checksum does not cover.
    pub claims: Unverified<Claims>,
    identity: EventId,
}

/// What a callback says beyond its checksum. Anybody who has seen one callback of an order could have changed it.
///
/// `Debug` shows words [scrubbed](payments_core::scrub), and of the fields their names only.
#[derive(Clone)]
#[non_exhaustive]
pub struct Claims {
    /// What kind of transaction it is about.
    pub transaction_type: Option<TransactionType>,
    /// The actual amount, in major units, as it was sent.
    pub amount: Option<String>,
    /// The currency; not every installation sends it.
    pub currency: Option<Currency>,
    /// The sender's card.
    pub source_card: Option<CardMask>,
    /// The receiver's card.
    pub destination_card: Option<CardMask>,
    /// Why it failed: the code.
    pub error_code: Option<ErrorCode>,
    /// Why it failed, in words.
    pub error_message: Option<String>,
    /// Every parameter.
    pub fields: FlatFields,
}

impl fmt::Debug for Claims {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Claims")
            .field("transaction_type", &self.transaction_type)
            .field("amount", &self.amount.as_deref().map(scrub))
            .field("currency", &self.currency)
            .field("source_card", &self.source_card)
            .field("destination_card", &self.destination_card)
            .field("error_code", &self.error_code)
            .field("error_message", &self.error_message.as_deref().map(scrub))
            .field("fields", &self.fields)
            .finish()
    }
}

impl Claims {
    /// What it is about. The gateway's older callbacks have no type, and report payments only.
    fn sort(&self, order: &StoredOrder) -> Confirmed<'_, Self> {
        match &self.transaction_type {
            None => Confirmed::Payment(self),
            kind => Confirmed::sort(self, kind.as_ref(), order),
        }
    }

    /// The currency, if it was sent, and the amount.
    fn compare_amount(&self, order: &StoredOrder) -> Result<(), Mismatch> {
        let currency = self.currency.as_ref().unwrap_or(order.currency());
        if currency != order.currency() {
            return Err(Mismatch::Currency);
        }
        let amount = self.amount.as_deref().ok_or(Mismatch::Amount)?;
        let amount = Money::parse(amount, currency.clone()).map_err(|_| Mismatch::Amount)?;
        order.compare(&amount)
    }
}

impl Callback {
    fn read(fields: FlatFields) -> Result<Self, DecodeError> {
        let (status, order_id, client_order_id) = proven(&fields)?;
        let text = |name| non_empty(&fields, name).map(str::to_owned);
        let claims = Claims {
            transaction_type: non_empty(&fields, "type").map(TransactionType::read),
            amount: text("amount"),
            currency: non_empty(&fields, "currency").map(Currency::from_code),
            source_card: card_mask(&fields, "bin", "last-four-digits"),
            destination_card: card_mask(&fields, "dest-bin", "dest-last-four-digits"),
            error_code: non_empty(&fields, "error_code").map(ErrorCode::from),
            error_message: text("error_message"),
            fields,
        };
        let kind = claims.transaction_type.as_ref().map_or("", TransactionType::as_str);
        let parts = [status.as_str(), kind, order_id.as_str(), client_order_id.as_str()];
        let identity = EventId::new("payneteasy", parts);
        Ok(Self { status, order_id, client_order_id, claims: Unverified::new(claims), identity })
    }

    /// What makes two deliveries the same event, for [`ProcessedEvents`](crate::ProcessedEvents): status, type, and the order's two
    /// numbers. Record it after [`confirm`](Self::confirm): one callback with a changed amount must not take the place of
    /// the genuine one.
    ///
    /// The **type is not proven**. Whoever repeats a callback with another type makes another event of it, so let the
    /// booking look at your order's own state too. And two partial reversals of one order are one event: ask
    /// [`Status`](crate::Status) about those.
    ///
    /// The final redirect has no identity, because nothing is booked on it.
    ///
    /// Source: PaynetEasy, merchant callbacks, which recommends these four.
    pub const fn event_id(&self) -> &EventId {
        &self.identity
    }

    /// Compares the callback with your own order: the numbers always; the amount and, if it was sent, the currency for the
    /// payment, since a return may be of a part. Says what it is about, which the checksum does not cover.
    ///
    /// # Errors
    ///
    /// What does not fit. Do not book or acknowledge it then: raise an alarm, ask [`Status`](crate::Status).
    pub fn confirm(&self, order: &StoredOrder) -> Result<Confirmed<'_, Claims>, Mismatch> {
        if !order.is_numbered(&self.client_order_id, &self.order_id) {
            return Err(Mismatch::Order);
        }
        let fits = |claims: &Claims| match claims.sort(order) {
            Confirmed::Payment(claims) => claims.compare_amount(order),
            Confirmed::Undone(_) | Confirmed::Other(_) => Ok(()),
        };
        self.claims.confirm(fits).map(|claims| claims.sort(order))
    }

    /// The answer the gateway takes for "received": HTTP 200. To anything else it sends the callback again.
    pub const fn ack(&self) -> Acknowledgement {
        Acknowledgement::empty(StatusCode::OK)
    }
}

/// What the payer's browser brings back. It has no amount on purpose: it is never the source of a result.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FinalRedirect {
    /// How the order stood when the browser left the form.
    pub status: OrderStatus,
    /// The gateway's number of the order.
    pub order_id: OrderId,
    /// Your number of the order.
    pub client_order_id: ClientOrderId,
}

impl FinalRedirect {
    fn read(fields: &FlatFields) -> Result<Self, DecodeError> {
        let (status, order_id, client_order_id) = proven(fields)?;
        Ok(Self { status, order_id, client_order_id })
    }
}

/// The merchant's own number. A callback whose parameters were chosen in the gateway's settings may have the second of its two
/// names only.
fn own_number(fields: &FlatFields) -> &str {
    let named = |name| non_empty(fields, name);
    named("merchant_order").or_else(|| named("client_orderid")).unwrap_or_default()
}

fn proven(fields: &FlatFields) -> Result<(OrderStatus, OrderId, ClientOrderId), DecodeError> {
    let order = own_number(fields);
    if non_empty(fields, "client_orderid").is_some_and(|other| other != order) {
        return Err(DecodeError::new("client_orderid", "differs from merchant_order"));
    }
    let status = OrderStatus::read(fields.get("status").unwrap_or_default());
    Ok((status, OrderId::from(fields.get("orderid").unwrap_or_default()), ClientOrderId::from(order)))
}
