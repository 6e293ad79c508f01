//! `orders`: queries the status of an order.

use http::Method;
use payments_core::{Body, DecodeError, Endpoint, Evidence, InvalidField, Path, RawResponse, Reads, check_echo};

use super::Order;
use crate::auth::Covered;
use crate::checks::{check_value, no_body};
use crate::ids::TransactionId;
use crate::provider::Kvell;

/// Request of `orders`: queries the status of an order by your transaction number. Returns an [`Order`].
///
/// `GET /v1/orders/{transaction}`. It changes nothing; [`Client::wait_for_final`](crate::Client::wait_for_final) polls until
/// the order is final. Whether a card-binding transaction can be queried here is not documented; use
/// [`CardByTransaction`](crate::card::CardByTransaction) for those.
///
/// ```
/// use kvell_client::order::{Order, OrderByTransaction};
/// use kvell_client::{Client, Error, TransactionId};
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

impl Endpoint for OrderByTransaction {
    type Provider = Kvell;
    type Response = Order;
    type Effect = Reads;

    const NAME: &'static str = "orders";
    const METHOD: Method = Method::GET;
    const PATH: &'static str = "v1/orders/{transaction}";
    const EVIDENCE: Evidence = Evidence::OfficialSdk;

    fn auth(&self) -> Covered<'_> {
        Covered::Values(vec![self.transaction.as_str()])
    }

    fn validate(&self) -> Result<(), InvalidField> {
        check_value("transaction", &self.transaction)
    }

    fn path(&self) -> Path<'_> {
        Path::new(Self::PATH).with("transaction", self.transaction.as_str())
    }

    fn body(&self) -> Result<Body, InvalidField> {
        Ok(no_body())
    }

    fn decode(&self, response: &RawResponse) -> Result<Order, DecodeError> {
        let order = Order::read(&response.body)?;
        let answered = order.transaction.as_ref().map(TransactionId::as_str);
        check_echo("transaction", self.transaction.as_str(), answered)?;
        Ok(order)
    }
}
