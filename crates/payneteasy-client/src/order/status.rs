//! `status`: queries the status of an order.

use http::Method;
use payments_core::__private::FormPart as _;
use payments_core::{
    Body, CardMask, Currency, DecodeError, Endpoint, Evidence, FlatFields, Hidden, InvalidField, Money, Path,
    ProviderText, RawResponse, Reads, form_fields,
};

use crate::flat_response::{FlatResponse, card_mask};
use crate::order::{ClientOrderId, OrderId, OrderStatus, SerialNumber, StoredOrder, TransactionType};
use crate::order::{Confirmed, Mismatch};
use crate::parameters::Parameters;
use crate::provider::PaynetEasy;
use crate::refusal::ErrorCode;
use crate::terminal::Terminal;

form_fields! {
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
    pub struct Status;

    /// Creates a `status` request by your order number. That is enough after a lost response, since your numbers are unique.
    pub fn new;

    required terminal: Terminal as Terminal::login = "login";
    required client_order_id: ClientOrderId = "client_orderid";
    /// Adds the gateway's order number (`orderid`).
    optional order_id: OrderId = "orderid";
    /// Queries the stage of one particular request (`by-request-sn`) instead of the latest state.
    optional by_request: SerialNumber = "by-request-sn";
}

impl Status {
    /// The words by which a stored recovery names the order.
    pub(crate) fn to_words(&self) -> Vec<String> {
        let numbers = [
            self.client_order_id.as_str(),
            self.order_id.as_ref().map_or("", OrderId::as_str),
            self.by_request.as_ref().map_or("", SerialNumber::as_str),
        ];
        self.terminal.to_words().into_iter().chain(numbers.map(ToOwned::to_owned)).collect()
    }

    pub(crate) fn from_words(words: &[String]) -> Option<Self> {
        let [login, kind, id, client_order_id, order_id, serial_number] = words else { return None };
        let terminal = Terminal::from_words([login, kind, id])?;
        Some(Self {
            order_id: (!order_id.is_empty()).then(|| OrderId::new(order_id.clone())),
            by_request: (!serial_number.is_empty()).then(|| SerialNumber::new(serial_number.clone())),
            ..Self::new(terminal, ClientOrderId::new(client_order_id.clone()))
        })
    }

    /// Your order number.
    pub const fn client_order_id(&self) -> &ClientOrderId {
        &self.client_order_id
    }
}

/// Response of `status`: the status of an order.
///
/// Which fields are present depends on the transaction; everything but the status is optional. Of
/// [`fields`](Self::fields), `Debug` shows only the names.
#[derive(Clone, Debug)]
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
    pub stage: Option<ProviderText>,
    /// A page to show the payer, usually for 3-D Secure, and the address that has the same effect.
    pub payer_action: Option<PayerAction>,
    /// The sender's card.
    pub source_card: Option<CardMask>,
    /// The receiver's card.
    pub destination_card: Option<CardMask>,
    /// The error code of a failure.
    pub error_code: Option<ErrorCode>,
    /// The error message of a failure.
    pub error_message: Option<ProviderText>,
    /// Every field of the response.
    pub fields: FlatFields,
}

/// The page or address to show the payer next. Both identify the payment, so `Debug` shows neither.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PayerAction {
    /// HTML that submits itself (`html`).
    pub html: Option<Hidden<String>>,
    /// An address to send the payer to (`redirect-to`).
    pub redirect_to: Option<Hidden<String>>,
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
        let hidden = |name| answer.optional(name).map(Hidden::from);
        let (html, redirect_to) = (hidden("html"), hidden("redirect-to"));
        let asks_payer = html.is_some() || redirect_to.is_some();
        Ok(Self {
            status: OrderStatus::read(answer.required("status")?),
            client_order_id: answer.optional("merchant-order-id").map(ClientOrderId::from),
            order_id: answer.optional("paynet-order-id").map(OrderId::from),
            serial_number: answer.optional("serial-number").map(SerialNumber::from),
            amount: read_money(answer.optional("amount"), answer.optional("currency")),
            transaction_type: answer.optional("transaction-type").map(TransactionType::read),
            stage: answer.optional("order-stage").map(ProviderText::from),
            payer_action: asks_payer.then_some(PayerAction { html, redirect_to }),
            source_card: card_mask(answer.fields(), "bin", "last-four-digits"),
            destination_card: card_mask(answer.fields(), "dest-bin", "dest-last-four-digits"),
            error_code: answer.optional("error-code").map(ErrorCode::from),
            error_message: answer.optional("error-message").map(ProviderText::from),
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
        self.check_fields()
    }

    fn path(&self) -> Path<'_> {
        self.terminal.path(Self::PATH, "api/v4/status/group/{endpoint_group_id}")
    }

    fn body(&self) -> Result<Body, InvalidField> {
        Parameters::of(self)?.to_body()
    }

    fn decode(&self, raw: &RawResponse) -> Result<StatusResponse, DecodeError> {
        let answer = FlatResponse::of_type(raw, &["status-response"], &["status"])?;
        answer.check_order(&self.client_order_id, self.order_id.as_ref())?;
        StatusResponse::read(answer)
    }
}
