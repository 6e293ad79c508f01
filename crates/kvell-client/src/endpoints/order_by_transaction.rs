//! `orders`: how an order stands.

use std::fmt;

use http::Method;
use payments_core::{Body, DecodeError, Endpoint, InvalidField, Money, Path, Reads, RawResponse, Timestamp, check_echo, json};
use serde::Deserialize;

use crate::objects::{OrderId, OrderStatus, TransactionId, wire};
use crate::provider::Kvell;
use crate::signed::{CardByTransactionSignature, Covered, SignedEndpoint};

/// Asks how an order stands, by your own number. Answered with the [`Order`].
///
/// `GET /v1/orders/{transaction}`. It changes nothing; [`Client::wait_for_final`](crate::Client::wait_for_final) asks
/// until the order ends. Whether the transaction of a card binding can be seen here is not documented; ask
/// [`CardByTransaction`](crate::CardByTransaction) about those.
///
/// ```
/// use kvell_client::{Client, Error, Order, OrderByTransaction, TransactionId};
///
/// async fn how_it_stands(client: &Client, transaction: TransactionId) -> Result<Order, Error> {
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
    /// Asks about this transaction.
    pub const fn new(transaction: TransactionId) -> Self {
        Self { transaction }
    }

    /// The transaction asked about.
    pub const fn transaction(&self) -> &TransactionId {
        &self.transaction
    }
}

/// How an order stands. Kvell writes it in three shapes: flat, within `{"order": …}`, or as a status alone. Only the status is
/// always there.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct Order {
    /// Kvell's number of the order: a text, or a number in older documents.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub id: Option<OrderId>,
    /// Your number of the transaction.
    #[serde(default, deserialize_with = "json::non_empty")]
    pub transaction: Option<TransactionId>,
    /// How it stands. An empty word, which is not listed, if Kvell left it out of an order that has a number.
    #[serde(default = "wire::empty", deserialize_with = "wire::or_empty")]
    pub status: OrderStatus,
    /// The amount, sent in kopecks. Kvell knows roubles only.
    #[serde(default, deserialize_with = "wire::kopecks")]
    pub amount: Option<Money>,
    /// Kvell's commission, sent in kopecks.
    #[serde(default, deserialize_with = "wire::kopecks")]
    pub commission: Option<Money>,
    /// Your description.
    #[serde(default, deserialize_with = "json::non_empty_string")]
    pub description: Option<String>,
    /// When it was made.
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
        // Without a number, a status must be one of an order: `success` and `error` are answers to a check of a phone number.
        let is_numbered = order.id.is_some() || order.transaction.is_some();
        let is_of_no_order = matches!(order.status.as_str(), "" | "success" | "error");
        if is_of_no_order && !is_numbered {
            return Err(DecodeError::new("status", "expected the status of an order"));
        }
        Ok(order)
    }
}

/// Without the description: nobody knows whom it names.
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

impl SignedEndpoint for OrderByTransaction {
    fn covered(&self, _card_by_transaction: CardByTransactionSignature) -> Covered<'_> {
        Covered::Values(vec![self.transaction.as_str()])
    }
}
