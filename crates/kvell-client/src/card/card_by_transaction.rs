//! `customers/orders`: queries the card that a transaction saved.

use http::Method;
use payments_core::{Body, DecodeError, Endpoint, Evidence, InvalidField, Path, RawResponse, Reads, check_echo, json};

use super::Card;
use crate::auth::Covered;
use crate::checks::{check_value, no_body};
use crate::ids::{CustomerKey, TransactionId};
use crate::provider::Kvell;

/// Request of `customers/orders`: queries the card that a finished transaction saved. Returns a [`Card`].
///
/// `GET /v1/customers/{customer_key}/orders/{transaction}`. It changes nothing. It verifies a callback, see
/// [`Client::confirm`](crate::Client::confirm), and finds a card whose callback never came.
///
/// Kvell documents its signature in two ways; [`CardByTransactionSignature`](crate::auth::CardByTransactionSignature) selects one. The response while the hold is
/// pending, after a failure, or for an unknown pair is not documented.
///
/// ```
/// use kvell_client::card::{Card, CardByTransaction};
/// use kvell_client::{Client, CustomerKey, Error, TransactionId};
///
/// async fn saved_card(client: &Client, customer: CustomerKey, transaction: TransactionId) -> Result<Card, Error> {
///     client.send(&CardByTransaction::new(customer, transaction)).await
/// }
/// ```
///
/// Source: Kvell, /customer/cards/view.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardByTransaction {
    customer_key: CustomerKey,
    transaction: TransactionId,
}

impl CardByTransaction {
    /// Creates a request for this transaction of this customer.
    pub const fn new(customer_key: CustomerKey, transaction: TransactionId) -> Self {
        Self { customer_key, transaction }
    }

    /// The queried customer.
    pub const fn customer_key(&self) -> &CustomerKey {
        &self.customer_key
    }

    /// The queried transaction.
    pub const fn transaction(&self) -> &TransactionId {
        &self.transaction
    }
}

impl Endpoint for CardByTransaction {
    type Provider = Kvell;
    type Response = Card;
    type Effect = Reads;

    const NAME: &'static str = "customers/orders";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "v1/customers/{customer_key}/orders/{transaction}";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn auth(&self) -> Covered<'_> {
        Covered::CardByTransaction { transaction: self.transaction.as_str(), customer_key: self.customer_key.as_str() }
    }

    fn validate(&self) -> Result<(), InvalidField> {
        check_value("customer_key", &self.customer_key)?;
        check_value("transaction", &self.transaction)
    }

    fn path(&self) -> Path<'_> {
        Path::new(Self::PATH)
            .with("customer_key", self.customer_key.as_str())
            .with("transaction", self.transaction.as_str())
    }

    fn body(&self) -> Result<Body, InvalidField> {
        Ok(no_body())
    }

    fn decode(&self, response: &RawResponse) -> Result<Card, DecodeError> {
        let card: Card = json::decode(&response.body)?;
        check_echo("customer_key", self.customer_key.as_str(), Some(card.customer_key.as_str()))?;
        check_echo("transaction", self.transaction.as_str(), Some(card.transaction.as_str()))?;
        Ok(card)
    }
}
