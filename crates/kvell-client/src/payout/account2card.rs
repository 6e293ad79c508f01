//! `orders/account2card`: pays out to a card.

use http::Method;
use payments_core::{
    Body, CardData, CardNumber, DecodeError, Endpoint, Evidence, Idempotency, InvalidField, Money, MovesMoney,
    RawResponse, Recover, check_echo, json_fields,
};

use super::recipient::{Recipient, SavedCard};
use super::values::{Customer, JsonObject};
use crate::auth::Covered;
use crate::checks::check_roubles;
use crate::ids::TransactionId;
use crate::order::{Description, Order, OrderByTransaction, OrderStatus};
use crate::provider::Kvell;
use crate::recovery::{Recovery, StatusQuery};
use crate::refusal::Refusal;

json_fields! {
    /// Request of `orders/account2card`: pays out to a card, by its number or to a saved card. Returns an
    /// [`Account2CardResponse`].
    ///
    /// `POST /v1/orders/account2card`, signed with RSA by [`ClientBuilder::payout_signer`](crate::ClientBuilder::payout_signer).
    ///
    /// ```
    /// use kvell_client::payout::{Account2Card, Recipient};
    /// use kvell_client::{CardNumber, Client, Currency, Error, Money, TransactionId};
    ///
    /// async fn pay_out(client: &Client, card: CardNumber, transaction: TransactionId) -> Result<(), Error> {
    ///     let amount = Money::from_minor_units(150_000, Currency::RUB);
    ///     // Store the transaction, and payout.stored_recovery().to_text(), before you send it.
    ///     let payout = Account2Card::new(Recipient::card(card), amount, "Payout 17", transaction);
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
    #[derive(Clone, Debug)]
    pub struct Account2Card;

    /// Creates a payout that [`new`](Self::new) completes: the two kinds of recipients have different places in the document's
    /// order.
    fn without_recipient;

    /// A recipient's card by its number.
    private recipient_pan: CardNumber as CardNumber::expose_digits = "recipient_pan";
    /// Roubles, sent in kopecks.
    required amount: Money as Money::minor_units = "amount";
    /// What the payout is for.
    required description(try): Description = "description";
    /// Your number of the payout.
    required transaction: TransactionId = "transaction";
    /// A recipient's saved card.
    private customer_card: SavedCard = "customer_card";
    /// Sets the recipient's e-mail address or phone number (`customer`).
    optional customer(try): Customer = "customer";
    /// Sets your own data, a JSON object (`extra_data`). Kvell's page on saved cards does not list it.
    optional extra_data(try): JsonObject = "extra_data";
    /// Sets the data of the receipt, a JSON object (`fiscal_data`). Its members are not documented, so they are passed on as
    /// they are. Kvell's page on saved cards does not list it.
    optional fiscal_data(try): JsonObject = "fiscal_data";
}

impl Account2Card {
    /// Creates a payout.
    ///
    /// - `recipient`: a card by its number, or a saved card.
    /// - `amount`: roubles, above zero. It is sent in kopecks.
    /// - `description`: of the transaction, not empty and without control characters.
    /// - `transaction`: your number of this payout, stored before it is sent and never used for another one.
    pub fn new(
        recipient: Recipient,
        amount: Money,
        description: impl TryInto<Description, Error: Into<InvalidField>>,
        transaction: TransactionId,
    ) -> Self {
        let payout = Self::without_recipient(amount, description, transaction);
        match recipient {
            Recipient::Card(number) => Self { recipient_pan: Some(number), ..payout },
            Recipient::SavedCard(card) => Self { customer_card: Some(card), ..payout },
        }
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
        if self.recipient_pan.is_some() { CardData::Number } else { CardData::None }
    }

    fn auth(&self) -> Covered<'_> {
        Covered::Rsa
    }

    fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()?;
        check_roubles(&self.amount)?;
        InvalidField::unless(self.amount.minor_units() > 0, "amount", "must be above zero")?;
        let is_dots = matches!(self.transaction.as_str(), "." | "..");
        InvalidField::unless(!is_dots, "transaction", "must not be dots: the status query has it in its address")
    }

    fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
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
