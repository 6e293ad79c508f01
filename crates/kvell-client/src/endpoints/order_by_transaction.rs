//! `orders`: queries the status of an order.

use std::fmt;

use http::Method;
use payments_core::{
    Body, DecodeError, Endpoint, Evidence, InvalidField, Money, Path, RawResponse, Reads, Timestamp, check_echo, json,
};
use serde::Deserialize;

use crate::objects::{OrderId, OrderStatus, TransactionId, wire};
use crate::provider::Kvell;
use crate::signed::Covered;

/// Request of `orders`: queries the status of an order by your transaction number. Returns an [`Order`].
///
/// `GET /v1/orders/{transaction}`. It changes nothing; [`Client::wait_for_final`](crate::Client::wait_for_final) polls until
/// the order is final. Whether a card-binding transaction can be queried here is not documented; use
/// [`CardByTransaction`](crate::CardByTransaction) for those.
///
/// ```
/// use kvell_client::{Client, Error, Order, OrderByTransaction, TransactionId};
///
/// async fn order_status(client: &Client, transaction: TransactionId) -> Result<Order, Error> {
///     client.send(&OrderByTransaction::new(transaction)).await
/// }
/// ```
///
/// Source: Kvell, /v1/orders/{transaction}, as three clients of the API call it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderByTransaction {
    transaction: TransactionId,
}

impl OrderByTransaction {
    /// Creates a request for this transaction.
    pub const fn new(transaction: TransactionId) -> Self {
        Self { transaction }
    }

    /// The queried transaction.
    pub const fn transaction(&self) -> &TransactionId {
        &self.transaction
    }
}

/// Response of `orders`: the status of an order. Kvell sends it in three shapes: flat, within `{"order": …}`, or only a status.
/// Only the status is always present.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct Order {
    /// Kvell's order number: a text, or a number in older documents.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub id: Option<OrderId>,
    /// Your transaction number.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub transaction: Option<TransactionId>,
    /// The status. An empty text, which is unlisted, if Kvell left it out of an order that has a number.
    #[serde(default = "wire::empty", deserialize_with = "wire::or_empty")]
    pub status: OrderStatus,
    /// The amount, sent in kopecks. Kvell uses roubles only.
    #[serde(default, deserialize_with = "wire::kopecks")]
    pub amount: Option<Money>,
    /// Kvell's commission, sent in kopecks.
    #[serde(default, deserialize_with = "wire::kopecks")]
    pub commission: Option<Money>,
    /// Your description.
    #[serde(default, deserialize_with = "json::non_empty_string")]
    pub description: Option<String>,
    /// The creation time.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub created_at: Option<Timestamp>,
}

impl Order {
    fn read(body: &[u8]) -> Result<Self, DecodeError> {
        #[derive(Deserialize)]
        struct Envelope {
            #[serde(default, deserialize_with = "json::object")]
            order: Option<Order>,
        }

        let envelope: Envelope = json::decode(body)?;
        let order = envelope.order.map_or_else(|| json::decode(body), Ok)?;
        // Without a number, the status must be that of an order: `success` and `error` are responses to a phone number check.
        let is_numbered = order.id.is_some() || order.transaction.is_some();
        let is_of_no_order = matches!(order.status.as_str(), "" | "success" | "error");
        if is_of_no_order && !is_numbered {
            return Err(DecodeError::new("status", "expected the status of an order"));
        }
        Ok(order)
    }
}

/// Hides the description, which may name a person.
impl fmt::Debug for Order {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Order")
            .field("id", &self.id)
            .field("transaction", &self.transaction)
            .field("status", &self.status)
            .field("amount", &self.amount)
            .field("commission", &self.commission)
            .field("created_at", &self.created_at)
            .finish_non_exhaustive()
    }
}

impl Endpoint for OrderByTransaction {
    type Provider = Kvell;
    type Response = Order;
    type Effect = Reads;

    const NAME: &'static str = "orders";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "v1/orders/{transaction}";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn auth(&self) -> Covered<'_> {
        Covered::Values(vec![self.transaction.as_str()])
    }

    fn validate(&self) -> Result<(), InvalidField> {
        super::check_text("transaction", self.transaction.as_str())
    }

    fn path(&self) -> Path<'_> {
        Path::new(Self::PATH).with("transaction", self.transaction.as_str())
    }

    fn body(&self) -> Result<Body, InvalidField> {
        Ok(super::no_body())
    }

    fn decode(&self, response: &RawResponse) -> Result<Order, DecodeError> {
        let order = Order::read(&response.body)?;
        let answered = order.transaction.as_ref().map(TransactionId::as_str);
        check_echo("transaction", self.transaction.as_str(), answered)?;
        Ok(order)
    }
}
