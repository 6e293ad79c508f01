//! `orders/account2card`: pays out to a card.

use std::fmt;

use http::Method;
use payments_core::json::Json;
use payments_core::{
    Body, CardData, CardNumber, Currency, DecodeError, Endpoint, Evidence, Idempotency, InvalidField, Money,
    MovesMoney, RawResponse, Recover, check_echo,
};
use serde::Serialize;

use crate::auth::Covered;
use crate::card::CardToken;
use crate::checks::check_text;
use crate::ids::{CustomerKey, TransactionId};
use crate::order::{Order, OrderByTransaction, OrderStatus};
use crate::provider::Kvell;
use crate::recovery::{Recovery, StatusQuery};
use crate::refusal::Refusal;

/// Request of `orders/account2card`: pays out to a card, by its number or to a saved card. Returns an
/// [`Account2CardResponse`].
///
/// `POST /v1/orders/account2card`, signed with RSA by [`ClientBuilder::payout_signer`](crate::ClientBuilder::payout_signer).
///
/// ```
/// use kvell_client::payout::Account2Card;
/// use kvell_client::{CardNumber, Client, Currency, Error, Money, TransactionId};
///
/// async fn pay_out(client: &Client, card: CardNumber, transaction: TransactionId) -> Result<(), Error> {
///     let amount = Money::from_minor_units(150_000, Currency::RUB);
///     // Store the transaction, and payout.stored_recovery().to_text(), before you send it.
///     let payout = Account2Card::to_card(card, amount, "Payout 17", transaction);
///     let response = client.send(&payout).await?;
///     println!("{}", response.order.status); // what happened is said by the status, not by the response
///     Ok(())
/// }
/// ```
///
/// # If the outcome is unknown
///
/// Query the order by its transaction: [`Recovery::Ask`] with [`StatusQuery::Order`]. What Kvell answers for a transaction that
/// it does not know is not recorded, so take no refusal of the query for a "no", and never pay out again with another
/// transaction.
///
/// A second request with the same transaction was refused with [`TransactionExists`](crate::ErrorCode::TransactionExists)
/// (20007) in a recorded exchange, but no document promises it. So it is sent again automatically only if it was provably not
/// sent, or after [`RetryPolicy::retry_undocumented_keys`](payments_core::RetryPolicy::retry_undocumented_keys).
///
/// # What is not documented
///
/// Limits of amounts and texts, the one-time password (OTP) and when it is asked for, the signed message: see
/// [`RsaMessage`](crate::RsaMessage).
///
/// Source: Kvell, /payout/card/payout and /customer/cards/payout; the shapes of the response from two clients of the API.
#[derive(Clone)]
pub struct Account2Card {
    recipient: Recipient,
    amount: Money,
    description: String,
    transaction: TransactionId,
    customer: Option<String>,
    extra_data: Option<Json>,
    fiscal_data: Option<Json>,
}

/// Where the money goes.
#[derive(Clone)]
enum Recipient {
    Number(CardNumber),
    Saved { customer_key: CustomerKey, token: CardToken },
}

impl Account2Card {
    /// Creates a payout to the card with this number (`recipient_pan`).
    ///
    /// - `amount`: roubles, above zero. It is sent in kopecks.
    /// - `description`: of the transaction, not empty and without control characters.
    /// - `transaction`: your number of this payout, stored before it is sent and never used for another one.
    pub fn to_card(
        number: CardNumber,
        amount: Money,
        description: impl Into<String>,
        transaction: TransactionId,
    ) -> Self {
        Self::new(Recipient::Number(number), amount, description.into(), transaction)
    }

    /// Creates a payout to a saved card of this customer (`customer_card`), with the token of
    /// [`Card`](crate::card::Card). The other arguments are those of [`to_card`](Self::to_card).
    pub fn to_saved_card(
        customer_key: CustomerKey,
        token: CardToken,
        amount: Money,
        description: impl Into<String>,
        transaction: TransactionId,
    ) -> Self {
        Self::new(Recipient::Saved { customer_key, token }, amount, description.into(), transaction)
    }

    const fn new(recipient: Recipient, amount: Money, description: String, transaction: TransactionId) -> Self {
        Self { recipient, amount, description, transaction, customer: None, extra_data: None, fiscal_data: None }
    }

    /// Sets the recipient's e-mail address or phone number (`customer`).
    #[must_use]
    pub fn customer(mut self, customer: impl Into<String>) -> Self {
        self.customer = Some(customer.into());
        self
    }

    /// Sets your own data, a JSON object (`extra_data`). Kvell's page on saved cards does not list it.
    #[must_use]
    pub fn extra_data(mut self, data: Json) -> Self {
        self.extra_data = Some(data);
        self
    }

    /// Sets the data of the receipt, a JSON object (`fiscal_data`). Its members are not documented, so they are passed on as
    /// they are. Kvell's page on saved cards does not list it.
    #[must_use]
    pub fn fiscal_data(mut self, data: Json) -> Self {
        self.fiscal_data = Some(data);
        self
    }

    /// Your transaction number.
    pub const fn transaction(&self) -> &TransactionId {
        &self.transaction
    }

    /// The amount.
    pub const fn amount(&self) -> &Money {
        &self.amount
    }
}

/// Shows neither the card number nor the customer nor the description, which may name a person.
impl fmt::Debug for Account2Card {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = formatter.debug_struct("Account2Card");
        fields.field("transaction", &self.transaction).field("amount", &self.amount);
        if let Recipient::Number(number) = &self.recipient {
            fields.field("recipient_pan", number);
        }
        fields.finish_non_exhaustive()
    }
}

/// Response of `orders/account2card`: the order, as far as Kvell sent it.
///
/// Kvell sends it in three shapes: `{"order": …}`, flat, or only a status if it asks for a one-time password. Only the status
/// is always present: a response means that Kvell has the payout, its [status](Order::status) whether the money was paid.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Account2CardResponse {
    /// The order. If it is not [final](OrderStatus::is_final), poll it with
    /// [`Client::wait_for_final`](crate::Client::wait_for_final).
    pub order: Order,
}

impl Account2CardResponse {
    /// Whether the payout waits for a one-time password, by either word that clients of the API know. The call that confirms it,
    /// `orders/account2card/confirm`, has no type yet: see [`RawCall`](crate::RawCall).
    pub const fn waits_for_otp(&self) -> bool {
        matches!(self.order.status, OrderStatus::WaitConfirm | OrderStatus::PendingOtp)
    }
}

/// The body, members in the order of the documents.
#[derive(Serialize)]
struct Fields<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    recipient_pan: Option<&'a str>,
    amount: i64,
    description: &'a str,
    transaction: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_card: Option<CustomerCard<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extra_data: Option<&'a Json>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fiscal_data: Option<&'a Json>,
}

#[derive(Serialize)]
struct CustomerCard<'a> {
    customer_key: &'a str,
    customer_card_token: &'a str,
}

impl Endpoint for Account2Card {
    type Provider = Kvell;
    type Response = Account2CardResponse;
    type Effect = MovesMoney;

    const NAME: &'static str = "orders/account2card";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "v1/orders/account2card";
    const EVIDENCE: Evidence = Evidence::Documented;
    const CARD_DATA: CardData = CardData::Number;

    fn card_data(&self) -> CardData {
        match self.recipient {
            Recipient::Number(_) => CardData::Number,
            Recipient::Saved { .. } => CardData::None,
        }
    }

    fn auth(&self) -> Covered<'_> {
        Covered::Rsa
    }

    fn validate(&self) -> Result<(), InvalidField> {
        if let Recipient::Saved { customer_key, token } = &self.recipient {
            let within = |field: InvalidField| field.within("customer_card");
            check_text("customer_key", customer_key.as_str()).map_err(within)?;
            check_text("customer_card_token", token.expose()).map_err(within)?;
        }
        if *self.amount.currency() != Currency::RUB {
            return Err(InvalidField::new("amount", "must be roubles"));
        }
        if self.amount.minor_units() <= 0 {
            return Err(InvalidField::new("amount", "must be above zero"));
        }
        check_text("description", &self.description)?;
        check_text("transaction", self.transaction.as_str())?;
        if matches!(self.transaction.as_str(), "." | "..") {
            return Err(InvalidField::new("transaction", "must not be dots: the status query has it in its address"));
        }
        if let Some(customer) = &self.customer {
            check_text("customer", customer)?;
        }
        check_object("extra_data", self.extra_data.as_ref())?;
        check_object("fiscal_data", self.fiscal_data.as_ref())
    }

    fn body(&self) -> Result<Body, InvalidField> {
        let (recipient_pan, customer_card) = match &self.recipient {
            Recipient::Number(number) => (Some(number.expose_digits()), None),
            Recipient::Saved { customer_key, token } => {
                let (customer_key, customer_card_token) = (customer_key.as_str(), token.expose());
                (None, Some(CustomerCard { customer_key, customer_card_token }))
            }
        };
        Body::json(&Fields {
            recipient_pan,
            amount: self.amount.minor_units(),
            description: &self.description,
            transaction: self.transaction.as_str(),
            customer_card,
            customer: self.customer.as_deref(),
            extra_data: self.extra_data.as_ref(),
            fiscal_data: self.fiscal_data.as_ref(),
        })
    }

    fn decode(&self, response: &RawResponse) -> Result<Account2CardResponse, DecodeError> {
        let order = Order::read(&response.body)?;
        let answered = order.transaction.as_ref().map(TransactionId::as_str);
        check_echo("transaction", self.transaction.as_str(), answered)?;
        Ok(Account2CardResponse { order })
    }
}

impl Recover for Account2Card {
    /// No document promises it; a recorded exchange shows that a used transaction is refused.
    const IDEMPOTENCY: Idempotency = Idempotency::KeyedUndocumented;

    fn recovery(&self, _refusal: Option<&Refusal>) -> Recovery {
        Recovery::Ask(StatusQuery::Order(OrderByTransaction::new(self.transaction.clone())))
    }
}

fn check_object(field: &'static str, data: Option<&Json>) -> Result<(), InvalidField> {
    match data {
        Some(data) if !data.as_str().trim_start().starts_with('{') => {
            Err(InvalidField::new(field, "must be a JSON object"))
        }
        _ => Ok(()),
    }
}
