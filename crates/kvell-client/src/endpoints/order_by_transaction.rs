//! `orders`: how an order stands.

use std::fmt;

use http::Method;
use payments_core::{Body, DecodeError, Endpoint, InvalidField, Money, Path, Reads, Reply, Timestamp, json};
use serde::Deserialize;

use crate::objects::{OrderId, OrderStatus, TransactionId, wire};
use crate::provider::Kvell;
use crate::signed::{CardLookUpSignature, Covered, SignedEndpoint};

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

/// How an order stands. Only the status is always there.
#[derive(Clone, Deserialize)]
#[non_exhaustive]
pub struct Order {
    /// Kvell's number of the order: a text, or a number in older documents.
    #[serde(default, deserialize_with = "order_id")]
    pub id: Option<OrderId>,
    /// Your number of the transaction.
    #[serde(default)]
    pub transaction: Option<TransactionId>,
    /// How it stands.
    pub status: OrderStatus,
    /// The amount, sent in kopecks. Kvell knows roubles only.
    #[serde(default, deserialize_with = "wire::kopecks")]
    pub amount: Option<Money>,
    /// Kvell's commission, sent in kopecks.
    #[serde(default, deserialize_with = "wire::kopecks")]
    pub commission: Option<Money>,
    /// Your description.
    #[serde(default, deserialize_with = "json::filled_text")]
    pub description: Option<String>,
    /// When it was made.
    #[serde(default, deserialize_with = "json::filled")]
    pub created_at: Option<Timestamp>,
}

fn order_id<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<OrderId>, D::Error> {
    Ok(wire::text_or_number(deserializer)?.map(OrderId::new))
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

    fn decode(reply: &Reply) -> Result<Order, DecodeError> {
        json::decode(&reply.body)
    }
}

impl SignedEndpoint for OrderByTransaction {
    fn covered(&self, _card_look_up: CardLookUpSignature) -> Covered<'_> {
        Covered::Values(vec![self.transaction.as_str()])
    }
}
