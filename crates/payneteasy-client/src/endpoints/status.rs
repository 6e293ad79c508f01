//! `status`: how an order stands.

use std::fmt;

use http::Method;
use payments_core::{
    Body, CardMask, Currency, DecodeError, Endpoint, FlatFields, InvalidField, Money, Path, Reads, RawResponse,
    scrub,
};

use crate::flat_response::{FlatResponse, card_mask};
use crate::confirm::{Confirmed, Mismatch};
use crate::objects::{ClientOrderId, OrderId, OrderStatus, SerialNumber, StoredOrder, TransactionType};
use crate::parameters::Parameters;
use crate::provider::PaynetEasy;
use crate::refusal::ErrorCode;
use crate::terminal::Terminal;

/// Asks how an order stands. Answered with an [`StatusResponse`].
///
/// `POST /api/v4/status/ENDPOINTID` with `login`, `client_orderid` and, where known, `orderid`. It changes nothing and
/// may be asked as often as needed; [`Client::wait_for_final`](crate::Client::wait_for_final) asks as often as the
/// gateway advises.
///
/// ```
/// use payneteasy_client::{Client, ClientOrderId, Error, StatusResponse, Status};
///
/// async fn how_it_stands(client: &Client, order: ClientOrderId) -> Result<StatusResponse, Error> {
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
    /// Asks about an order by your own number: enough where its answer was lost, since your numbers are unique.
    pub const fn new(terminal: Terminal, client_order_id: ClientOrderId) -> Self {
        Self { terminal, client_order_id, order_id: None, serial_number: None }
    }

    /// Adds the gateway's number of the order (`orderid`).
    #[must_use]
    pub fn order_id(mut self, id: OrderId) -> Self {
        self.order_id = Some(id);
        self
    }

    /// Asks about the stage of one particular request (`by-request-sn`) instead of the latest state.
    #[must_use]
    pub fn by_request(mut self, serial_number: SerialNumber) -> Self {
        self.serial_number = Some(serial_number);
        self
    }

    /// Your number of the order asked about.
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

/// How an order stands.
///
/// Which fields come depends on the transaction; everything but the status is optional. `Debug` shows the gateway's words
/// [scrubbed](payments_core::scrub), and of the fields their names only.
#[derive(Clone)]
#[non_exhaustive]
pub struct StatusResponse {
    /// How it stands.
    pub status: OrderStatus,
    /// Your number of the order.
    pub client_order_id: Option<ClientOrderId>,
    /// The gateway's number of the order.
    pub order_id: Option<OrderId>,
    /// The gateway's number of this request.
    pub serial_number: Option<SerialNumber>,
    /// The actual amount. It may differ from the amount asked for. `None` if it is not given, or is not an amount of a
    /// currency in ISO 4217.
    pub amount: Option<Money>,
    /// What kind of transaction it is.
    pub transaction_type: Option<TransactionType>,
    /// How far it has come, in the gateway's words, such as `sale_3d_validating`.
    pub stage: Option<String>,
    /// A page to show the payer, for 3-D Secure as a rule, and the address that has the same effect.
    pub payer_action: Option<PayerAction>,
    /// The sender's card.
    pub source_card: Option<CardMask>,
    /// The receiver's card.
    pub destination_card: Option<CardMask>,
    /// Why it failed: the code.
    pub error_code: Option<ErrorCode>,
    /// Why it failed, in words.
    pub error_message: Option<String>,
    /// Every field of the answer.
    pub fields: FlatFields,
}

/// What the payer has to see next. Both identify the payment, so `Debug` shows neither.
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
    /// Whether the order is paid: approved, as a payment ([`TransactionType::is_payment`]). A return is approved too, and any
    /// word that is not listed may be one, so nothing else counts as paid, nor does an answer that names no type.
    ///
    /// It does not say that it is *your* order, nor how much was paid: [`confirm`](Self::confirm) does.
    pub fn is_paid(&self) -> bool {
        self.status == OrderStatus::Approved
            && self.transaction_type.as_ref().is_some_and(TransactionType::is_payment)
    }

    /// Compares the answer with your own order, as [`Callback::confirm`](crate::Callback::confirm) does with a callback: the
    /// numbers, as far as they came; for the payment the currency and the amount too. An approved payment must have them.
    ///
    /// Book nothing on an answer that has not passed this: a cache or a mistake on the way may have given you somebody else's.
    ///
    /// ```
    /// use payneteasy_client::{Confirmed, Mismatch, StatusResponse, StoredOrder};
    ///
    /// fn book(state: &StatusResponse, order: &StoredOrder) -> Result<&'static str, Mismatch> {
    ///     Ok(match state.confirm(order)? {
    ///         Confirmed::Payment(state) if state.is_paid() => "paid",
    ///         Confirmed::Payment(state) if state.status.is_final() => "not paid",
    ///         Confirmed::Payment(_) => "ask again",
    ///         _ => "a return, a chargeback or a type that is not listed: somebody has to look",
    ///     })
    /// }
    /// ```
    ///
    /// # Errors
    ///
    /// What does not fit. Raise an alarm.
    pub fn confirm(&self, order: &StoredOrder) -> Result<Confirmed<'_, Self>, Mismatch> {
        if !order.may_be_numbered(self.client_order_id.as_ref(), self.order_id.as_ref()) {
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
            // Its text may be an amount of a currency that is not the order's.
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

/// An amount that is no money (without a currency, with one outside ISO 4217, not a number) is no reason to lose the
/// status; its text is among the fields.
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
