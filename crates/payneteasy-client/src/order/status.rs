//! `status`: queries the status of an order.

use std::fmt;

use http::Method;
use payments_core::{
    Body, CardMask, Currency, DecodeError, Endpoint, Evidence, FlatFields, InvalidField, Money, Path, RawResponse,
    Reads, scrub,
};

use crate::flat_response::{FlatResponse, card_mask};
use crate::order::{ClientOrderId, OrderId, OrderStatus, SerialNumber, StoredOrder, TransactionType};
use crate::order::{Confirmed, Mismatch};
use crate::parameters::Parameters;
use crate::provider::PaynetEasy;
use crate::refusal::ErrorCode;
use crate::terminal::Terminal;

/// Request of `status`: queries the status of an order. Returns a [`StatusResponse`].
///
/// `POST /api/v4/status/ENDPOINTID` with `login`, `client_orderid` and, if known, `orderid`. It changes nothing and may be
/// sent as often as needed; [`Client::wait_for_final`](crate::Client::wait_for_final) polls as often as the gateway
/// recommends.
///
/// ```
/// use payneteasy_client::order::{ClientOrderId, Status, StatusResponse};
/// use payneteasy_client::{Client, Error};
///
/// async fn order_status(client: &Client, order: ClientOrderId) -> Result<StatusResponse, Error> {
///     client.send(&Status::new(client.endpoint(39915), order)).await
/// }
/// ```
///
/// Source: PaynetEasy, api/v4/status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    terminal: Terminal,
    client_order_id: ClientOrderId,
    order_id: Option<OrderId>,
    serial_number: Option<SerialNumber>,
}

impl Status {
    /// Creates a `status` request by your order number. That is enough after a lost response, since your numbers are unique.
    pub const fn new(terminal: Terminal, client_order_id: ClientOrderId) -> Self {
        Self { terminal, client_order_id, order_id: None, serial_number: None }
    }

    /// The words by which a stored recovery names the order.
    pub(crate) fn to_words(&self) -> Vec<String> {
        let numbers = [
            self.client_order_id.as_str(),
            self.order_id.as_ref().map_or("", OrderId::as_str),
            self.serial_number.as_ref().map_or("", SerialNumber::as_str),
        ];
        self.terminal.to_words().into_iter().chain(numbers.map(ToOwned::to_owned)).collect()
    }

    pub(crate) fn from_words(words: &[String]) -> Option<Self> {
        let [login, kind, id, client_order_id, order_id, serial_number] = words else { return None };
        Some(Self {
            terminal: Terminal::from_words([login, kind, id])?,
            client_order_id: ClientOrderId::new(client_order_id.clone()),
            order_id: (!order_id.is_empty()).then(|| OrderId::new(order_id.clone())),
            serial_number: (!serial_number.is_empty()).then(|| SerialNumber::new(serial_number.clone())),
        })
    }

    /// Adds the gateway's order number (`orderid`).
    #[must_use]
    pub fn order_id(mut self, id: OrderId) -> Self {
        self.order_id = Some(id);
        self
    }

    /// Queries the stage of one particular request (`by-request-sn`) instead of the latest state.
    #[must_use]
    pub fn by_request(mut self, serial_number: SerialNumber) -> Self {
        self.serial_number = Some(serial_number);
        self
    }

    /// Your order number.
    pub const fn client_order_id(&self) -> &ClientOrderId {
        &self.client_order_id
    }

    fn parameters(&self) -> Parameters<'_> {
        let mut parameters = Parameters::new();
        parameters.add("login", self.terminal.login());
        parameters.add("client_orderid", self.client_order_id.as_str());
        parameters.add_some("orderid", self.order_id.as_ref().map(OrderId::as_str));
        parameters.add_some("by-request-sn", self.serial_number.as_ref().map(SerialNumber::as_str));
        parameters
    }
}

/// Response of `status`: the status of an order.
///
/// Which fields are present depends on the transaction; everything but the status is optional. `Debug` shows the gateway's
/// texts [scrubbed](payments_core::scrub), and only the names of the fields.
#[derive(Clone)]
#[non_exhaustive]
pub struct StatusResponse {
    /// The status of the order.
    pub status: OrderStatus,
    /// Your order number.
    pub client_order_id: Option<ClientOrderId>,
    /// The gateway's order number.
    pub order_id: Option<OrderId>,
    /// The gateway's request number.
    pub serial_number: Option<SerialNumber>,
    /// The actual amount, which may differ from the requested one. `None` if it is missing, or is not an amount of an
    /// ISO 4217 currency.
    pub amount: Option<Money>,
    /// The type of the transaction.
    pub transaction_type: Option<TransactionType>,
    /// The stage of the order in the gateway's words, such as `sale_3d_validating`.
    pub stage: Option<String>,
    /// A page to show the payer, usually for 3-D Secure, and the address that has the same effect.
    pub payer_action: Option<PayerAction>,
    /// The sender's card.
    pub source_card: Option<CardMask>,
    /// The receiver's card.
    pub destination_card: Option<CardMask>,
    /// The error code of a failure.
    pub error_code: Option<ErrorCode>,
    /// The error message of a failure.
    pub error_message: Option<String>,
    /// Every field of the response.
    pub fields: FlatFields,
}

/// The page or address to show the payer next. Both identify the payment, so `Debug` shows neither.
#[derive(Clone)]
#[non_exhaustive]
pub struct PayerAction {
    /// HTML that submits itself (`html`).
    pub html: Option<String>,
    /// An address to send the payer to (`redirect-to`).
    pub redirect_to: Option<String>,
}

impl fmt::Debug for PayerAction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PayerAction")
            .field("html", &self.html.is_some())
            .field("redirect_to", &self.redirect_to.is_some())
            .finish()
    }
}

impl fmt::Debug for StatusResponse {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("StatusResponse")
            .field("status", &self.status)
            .field("client_order_id", &self.client_order_id)
            .field("order_id", &self.order_id)
            .field("serial_number", &self.serial_number)
            .field("amount", &self.amount)
            .field("transaction_type", &self.transaction_type)
            .field("stage", &self.stage.as_deref().map(scrub))
            .field("payer_action", &self.payer_action)
            .field("source_card", &self.source_card)
            .field("destination_card", &self.destination_card)
            .field("error_code", &self.error_code)
            .field("error_message", &self.error_message.as_deref().map(scrub))
            .field("fields", &self.fields)
            .finish()
    }
}

impl StatusResponse {
    /// Whether the order is paid: approved, as a payment ([`TransactionType::is_payment`]). A refund is approved too, and any
    /// unlisted type may be one, so nothing else counts as paid, and neither does a response without a type.
    ///
    /// This does not check that it is *your* order, nor how much was paid: [`confirm`](Self::confirm) does.
    pub fn is_paid(&self) -> bool {
        self.status == OrderStatus::Approved && self.transaction_type.as_ref().is_some_and(TransactionType::is_payment)
    }

    /// Compares the response with your stored order, as [`Callback::confirm`](crate::Callback::confirm) does with a callback:
    /// the numbers, if present; for the payment the currency and the amount too. An approved payment must have them.
    ///
    /// Book nothing on a response that has not passed this: because of a cache or an error on the way it may belong to
    /// another order.
    ///
    /// ```
    /// use payneteasy_client::order::{Confirmed, Mismatch, StatusResponse, StoredOrder};
    ///
    /// fn book(state: &StatusResponse, order: &StoredOrder) -> Result<&'static str, Mismatch> {
    ///     Ok(match state.confirm(order)? {
    ///         Confirmed::Payment(state) if state.is_paid() => "paid",
    ///         Confirmed::Payment(state) if state.status.is_final() => "not paid",
    ///         Confirmed::Payment(_) => "poll again",
    ///         _ => "a refund, a chargeback or an unlisted type: check by hand",
    ///     })
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// The value that differs. Raise an alarm.
    pub fn confirm(&self, order: &StoredOrder) -> Result<Confirmed<'_, Self>, Mismatch> {
        if !order.may_have_numbers(self.client_order_id.as_ref(), self.order_id.as_ref()) {
            return Err(Mismatch::Order);
        }
        let confirmed = Confirmed::sort(self, self.transaction_type.as_ref(), order);
        if let Confirmed::Payment(_) = confirmed {
            self.compare_amount(order)?;
        }
        Ok(confirmed)
    }

    fn compare_amount(&self, order: &StoredOrder) -> Result<(), Mismatch> {
        match &self.amount {
            Some(amount) => order.compare(amount),
            // The text of the field may be an amount in another currency.
            None if self.status == OrderStatus::Approved => Err(Mismatch::Amount),
            None => Ok(()),
        }
    }

    fn read(answer: FlatResponse) -> Result<Self, DecodeError> {
        let text = |name| answer.optional(name).map(str::to_owned);
        let (html, redirect_to) = (text("html"), text("redirect-to"));
        let asks_payer = html.is_some() || redirect_to.is_some();
        Ok(Self {
            status: OrderStatus::read(answer.required("status")?),
            client_order_id: answer.optional("merchant-order-id").map(ClientOrderId::from),
            order_id: answer.optional("paynet-order-id").map(OrderId::from),
            serial_number: answer.optional("serial-number").map(SerialNumber::from),
            amount: read_money(answer.optional("amount"), answer.optional("currency")),
            transaction_type: answer.optional("transaction-type").map(TransactionType::read),
            stage: text("order-stage"),
            payer_action: asks_payer.then_some(PayerAction { html, redirect_to }),
            source_card: card_mask(answer.fields(), "bin", "last-four-digits"),
            destination_card: card_mask(answer.fields(), "dest-bin", "dest-last-four-digits"),
            error_code: answer.optional("error-code").map(ErrorCode::from),
            error_message: text("error-message"),
            fields: answer.into_fields(),
        })
    }
}

/// Reads an amount. If it is invalid (no currency, one outside ISO 4217, not a number), the status is still read, and the text
/// is among the fields.
fn read_money(amount: Option<&str>, currency: Option<&str>) -> Option<Money> {
    Money::parse(amount?, Currency::from_code(currency?)).ok()
}

impl Endpoint for Status {
    type Provider = PaynetEasy;
    type Response = StatusResponse;
    type Effect = Reads;

    const NAME: &'static str = "status";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v4/status/{endpoint_id}";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn validate(&self) -> Result<(), InvalidField> {
        let parameters = self.parameters();
        parameters.require(&["login", "client_orderid"])?;
        parameters.check()
    }

    fn path(&self) -> Path<'_> {
        self.terminal.path(Self::PATH, "api/v4/status/group/{endpoint_group_id}")
    }

    fn body(&self) -> Result<Body, InvalidField> {
        Ok(self.parameters().to_body())
    }

    fn decode(&self, raw: &RawResponse) -> Result<StatusResponse, DecodeError> {
        let answer = FlatResponse::of_type(raw, &["status-response"], &["status"])?;
        answer.check_order(&self.client_order_id, self.order_id.as_ref())?;
        StatusResponse::read(answer)
    }
}
