//! Callbacks, and the final redirect of the payer's browser.

use http::StatusCode;
use payments_core::callback::{
    Acknowledgement, CallbackError, EventId, KeyRing, Unverified, Verified, equal_in_constant_time,
};
use payments_core::{CardMask, Currency, DecodeError, FlatFields, Money, ProviderText, Secret};
use url::form_urlencoded;

use crate::control::checksum;
use crate::flat_response::{card_mask, non_empty};
use crate::order::{ClientOrderId, OrderId, OrderStatus, StoredOrder, TransactionType};
use crate::order::{Confirmed, Mismatch};
use crate::refusal::ErrorCode;

/// The callback receiver: verifies the checksum of a callback, or of the browser's final redirect, with the merchant's control
/// key, then decodes it.
///
/// The checksum covers the status and the two order numbers, **not** the amount, the currency or anything else. Those are
/// claims, which [`Callback::confirm`] compares with your stored order.
///
/// The checksum joins the gateway's order number and yours without a separator: `6863810` and `42` have the same checksum as
/// `68638104` and `2`. A payer sees the checksum of their own order in the browser. So store the gateway's order number from
/// [`TransferFormResponse`](crate::transfer::TransferFormResponse), and pass it to [`StoredOrder::order_id`]. If it is not
/// known, and your order numbers start with a digit, query [`Status`](crate::order::Status). Numbers that start with a letter
/// have no such pair.
///
/// ```
/// use payneteasy_client::common::KeyRing;
/// use payneteasy_client::order::{Confirmed, StoredOrder};
/// use payneteasy_client::{Callbacks, Secret};
///
/// fn receive(callbacks: &Callbacks, query: &str, order: &StoredOrder) -> http::StatusCode {
///     let callback = match callbacks.receive(query.as_bytes()) {
///         Ok(callback) => callback,
///         Err(error) => return error.status(),
///     };
///     match callback.confirm(order) {
///         Ok(Confirmed::Payment(_)) if callback.status.is_final() => { /* book it in one transaction with `event_id()` */ }
///         Ok(_) => { /* not final yet, a refund, a chargeback: query `Status` later */ }
///         // Raise an alarm and book nothing. The gateway sends the callback again.
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
    /// Creates a receiver that accepts callbacks signed with any of these control keys (`merchant_control`). An empty key, such
    /// as a setting without a value, proves nothing: every callback is refused then.
    pub const fn new(control_keys: KeyRing<Secret>) -> Self {
        Self { control_keys }
    }

    /// Verifies the checksum of a server callback and decodes it: the query of a GET without its question mark, or the body of
    /// a POST, but never both together.
    ///
    /// # Errors
    ///
    /// [`CallbackError::NoSignature`] without a checksum, or if any parameter appears twice;
    /// [`CallbackError::BadSignature`] if the checksum does not match; [`CallbackError::Unreadable`] if it matches and one
    /// parameter contradicts another.
    pub fn receive(&self, parameters: &[u8]) -> Result<Verified<Callback>, CallbackError> {
        self.verify(parameters)?.try_map(Callback::read)
    }

    /// Verifies and decodes the request that the payer's browser posts to your return address. Use it to show a page only: it
    /// may never arrive, and the payer can send it again. Query [`Status`](crate::order::Status) or wait for the callback before
    /// booking.
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
            // Anyone can compute a checksum without a key.
            if key.expose().is_empty() {
                return false;
            }
            let expected = checksum([value("status"), value("orderid"), own, key.expose()]);
            equal_in_constant_time(expected.as_bytes(), control.as_bytes())
        };
        let key = self.control_keys.find(proves).ok_or(CallbackError::BadSignature)?.clone();
        Ok(Verified::by_key(fields, key))
    }
}

/// Whether it is clear where each signed value ends. The values are hashed without a separator, so anyone who has seen a
/// checksum could move characters from one value to the next. The gateway's order number is digits, and no status has any:
/// that fixes the first boundary. The second is fixed only if the merchant's numbers do not start with a digit. A callback
/// with empty values has a checksum too, and is refused.
fn has_clear_boundaries(status: &str, order_id: &str, client_order_id: &str) -> bool {
    let digit = |byte: u8| byte.is_ascii_digit();
    let no_empty = [status, order_id, client_order_id].iter().all(|value| !value.is_empty());
    no_empty && !status.bytes().any(digit) && order_id.bytes().all(digit)
}

/// A server callback about an order. `status`, `order_id` and `client_order_id` are proven by the checksum; the rest is
/// claimed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Callback {
    /// The status of the order. Proven.
    pub status: OrderStatus,
    /// The gateway's order number. Proven.
    pub order_id: OrderId,
    /// Your order number. Proven.
    pub client_order_id: ClientOrderId,
    /// Everything the checksum does not cover.
    pub claims: Unverified<Claims>,
    identity: EventId,
}

/// The values of a callback that the checksum does not cover. Anyone who has seen a callback of the order could have changed
/// them.
///
/// Of [`fields`](Self::fields), `Debug` shows only the names.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Claims {
    /// The type of the transaction.
    pub transaction_type: Option<TransactionType>,
    /// The actual amount, in major units, as it was sent.
    pub amount: Option<ProviderText>,
    /// The currency, which not every installation sends.
    pub currency: Option<Currency>,
    /// The sender's card.
    pub source_card: Option<CardMask>,
    /// The receiver's card.
    pub destination_card: Option<CardMask>,
    /// The error code of a failure.
    pub error_code: Option<ErrorCode>,
    /// The error message of a failure.
    pub error_message: Option<ProviderText>,
    /// Every parameter of the callback.
    pub fields: FlatFields,
}

impl Claims {
    /// Sorts by type. The gateway's older callbacks have no type, and report payments only.
    fn sort(&self, order: &StoredOrder) -> Confirmed<'_, Self> {
        match &self.transaction_type {
            None => Confirmed::Payment(self),
            kind => Confirmed::sort(self, kind.as_ref(), order),
        }
    }

    /// Compares the currency, if it was sent, and the amount.
    fn compare_amount(&self, order: &StoredOrder) -> Result<(), Mismatch> {
        let currency = self.currency.as_ref().unwrap_or(order.currency());
        if currency != order.currency() {
            return Err(Mismatch::Currency);
        }
        let amount = self.amount.as_ref().ok_or(Mismatch::Amount)?;
        let amount = Money::parse(amount.raw(), currency.clone()).map_err(|_| Mismatch::Amount)?;
        order.compare(&amount)
    }
}

impl Callback {
    fn read(fields: FlatFields) -> Result<Self, DecodeError> {
        let (status, order_id, client_order_id) = proven(&fields)?;
        let text = |name| non_empty(&fields, name).map(ProviderText::from);
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

    /// An id derived from the callback's content, by which [`ProcessedEvents`](crate::common::ProcessedEvents) finds duplicates:
    /// status, type, and the order's two numbers. A duplicate has the same id. Record it after [`confirm`](Self::confirm), so
    /// that a callback with a changed amount does not take the place of the genuine one.
    ///
    /// The **type is not proven**. Anyone who resends a callback with another type makes another event of it, so check your
    /// order's stored state too before booking. Two partial reversals of one order have the same id: query
    /// [`Status`](crate::order::Status) about those.
    ///
    /// The final redirect has no event id, because nothing is booked on it.
    ///
    /// Source: PaynetEasy, merchant callbacks, which recommends these four.
    pub const fn event_id(&self) -> &EventId {
        &self.identity
    }

    /// Compares the callback with your stored order, and returns whether it is about the payment, which the checksum does not
    /// cover. The numbers are always compared; the amount and, if it was sent, the currency only for the payment, since a
    /// refund may be partial.
    ///
    /// # Errors
    ///
    /// The value that differs. Then do not book or acknowledge the callback: raise an alarm, query
    /// [`Status`](crate::order::Status).
    pub fn confirm(&self, order: &StoredOrder) -> Result<Confirmed<'_, Claims>, Mismatch> {
        if !order.has_numbers(&self.client_order_id, &self.order_id) {
            return Err(Mismatch::Order);
        }
        let fits = |claims: &Claims| match claims.sort(order) {
            Confirmed::Payment(claims) => claims.compare_amount(order),
            Confirmed::Reversed(_) | Confirmed::Other(_) => Ok(()),
        };
        self.claims.confirm(fits).map(|claims| claims.sort(order))
    }

    /// The response that acknowledges the callback: HTTP 200. After any other response the gateway sends it again.
    pub const fn ack(&self) -> Acknowledgement {
        Acknowledgement::empty(StatusCode::OK)
    }
}

/// The final redirect of the payer's browser. It has no amount on purpose: never book on it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FinalRedirect {
    /// The status of the order when the browser left the form.
    pub status: OrderStatus,
    /// The gateway's order number.
    pub order_id: OrderId,
    /// Your order number.
    pub client_order_id: ClientOrderId,
}

impl FinalRedirect {
    fn read(fields: &FlatFields) -> Result<Self, DecodeError> {
        let (status, order_id, client_order_id) = proven(fields)?;
        Ok(Self { status, order_id, client_order_id })
    }
}

/// The merchant's order number. A callback whose parameters were selected in the gateway's settings may have only the second of
/// the two names.
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
