//! `return`: returns the money of an order, or a part of it.

use std::borrow::Cow;

use http::Method;
use payments_core::__private::FormPart as _;
use payments_core::{
    Body, DecodeError, Endpoint, Evidence, Idempotency, InvalidField, Money, MovesMoney, Path, RawResponse, Recover,
    Why, checked_text, form_fields,
};

use crate::auth::Auth;
use crate::checks::{Broken, at_most};
use crate::flat_response::FlatResponse;
use crate::order::payment_order::amount_fields;
use crate::order::{
    Before, ClientOrderId, OrderId, OrderStatus, ReturnQuery, SerialNumber, Status, StatusResponse, TransactionType,
};
use crate::parameters::Parameters;
use crate::provider::PaynetEasy;
use crate::recovery::{Recovery, StatusQuery};
use crate::refusal::Refusal;
use crate::terminal::Terminal;

checked_text! {
    /// Why the money is returned (`comment`): not empty, at most 50 characters.
    pub struct Comment: "comment", is_comment;
}

fn is_comment(text: &str) -> Result<(), Broken> {
    if text.trim().is_empty() { Err("must not be empty".into()) } else { at_most::<50>(text) }
}

form_fields! {
    /// Request of `return` of version 2: returns the money of an approved order, all of it or a part. Returns a
    /// [`ReturnResponse`].
    ///
    /// `POST /api/v2/return/ENDPOINTID`, or `/group/ENDPOINTGROUPID`, with `login`, `client_orderid`, `orderid`, for a part
    /// `amount` and `currency`, and `control`; so it needs [`ClientBuilder::control_key`](crate::ClientBuilder::control_key). A
    /// hold (`preauth`) is cancelled, anything else is reversed. The gateway accepts it and carries it out later: query
    /// [`Status`] with [`status`](Self::status), whose [type](StatusResponse::transaction_type) is `reversal` or `cancel` then.
    ///
    /// A part can be returned only where the status has `gate-partial-reversal` *enabled*, only of a payment and not of a hold,
    /// and not more than the order's amount.
    ///
    /// ```
    /// use payneteasy_client::common::Recover as _;
    /// use payneteasy_client::order::{ClientOrderId, OrderId, Return, Status};
    /// use payneteasy_client::{Client, Currency, Money, Outcome};
    ///
    /// async fn refund(client: &Client, order: ClientOrderId, id: OrderId) -> Result<(), Box<dyn std::error::Error>> {
    ///     let terminal = client.endpoint(39915);
    ///     // The status just before the return, once any earlier return of the order is final.
    ///     let before = client.send(&Status::new(terminal.clone(), order.clone()).order_id(id.clone())).await?;
    ///     let part = Return::new(terminal, order, id)
    ///         .amount(Money::parse("10.50", Currency::USD)?)
    ///         .comment("Returned goods")
    ///         .after(&before);
    ///     store(part.stored_recovery().to_text());
    ///     match client.send(&part).await {
    ///         Ok(_accepted) => { /* poll `part.status()` until the reversal is final */ }
    ///         Err(error) if error.money_may_have_moved() => { /* follow `error.recovery()`; do not send the return again */ }
    ///         Err(_nothing_happened) => {}
    ///     }
    ///     Ok(())
    /// }
    /// # fn store(_: String) {}
    /// ```
    ///
    /// # If the response is lost
    ///
    /// The gateway has no idempotency key for returns: **never send one again whose outcome is unknown**, or the payer may get
    /// the money twice. What the order's status shows tells the outcome only if nothing of the order had been returned before:
    /// every return of an order has the same two numbers, no document says that the status lists several returns or adds them
    /// up, and two partial returns may be of the same amount. So the recovery depends on what you [knew before](Self::after):
    ///
    /// | before the return, the status showed | recovery |
    /// |---|---|
    /// | a payment, capture or hold, approved: nothing returned yet | [`Ask`](payments_core::Recovery::Ask) with a [`ReturnQuery`], which compares |
    /// | a return that failed | the same |
    /// | a return that was approved or is open, a chargeback, an [unlisted type](Self::payment_type), no type | [`AskAPerson`](payments_core::Recovery::AskAPerson) |
    /// | not known, and a part is returned | [`AskAPerson`](payments_core::Recovery::AskAPerson) |
    /// | not known, and the whole is returned | [`Ask`](payments_core::Recovery::Ask) with a plain [`Status`]: compare with your own records |
    ///
    /// Make one return of an order at a time: while the outcome of one is unknown, no other.
    ///
    /// Source: PaynetEasy, api/v2/return. *Unknown*: whether some installations require `comment`, and what `status` shows after
    /// several partial returns.
    ///
    /// `Debug` does not show the comment.
    #[derive(Clone, Debug)]
    pub struct Return;

    fn of;

    unsent terminal: Terminal;
    required client_order_id: ClientOrderId = "client_orderid";
    required order_id: OrderId = "orderid";
    /// Returns only this amount: above zero, not above the order's amount, in the order's currency. Sent with a dot and
    /// without trailing zeros, at most 10 characters.
    optional_part amount: Money as amount_fields = ..;
    /// Adds a comment, at most 50 characters. The order's callbacks show it, so put in no personal data.
    optional comment(try): Comment = "comment";
    unsent shown: Option<Shown>;
    unsent payment_types: Vec<TransactionType>;
}

/// What the order's status showed before, and of which order it was.
#[derive(Clone, Debug)]
struct Shown {
    kind: Option<TransactionType>,
    status: OrderStatus,
    client_order_id: Option<ClientOrderId>,
    order_id: Option<OrderId>,
}

const NOTHING_KNOWN: Why = Why::new(
    "a part of the order was to be returned, and what had been returned before is not known: the status cannot tell which \
     return it shows",
);

const RETURNED_BEFORE: Why = Why::new(
    "before this return the order's status showed another one, or something else than an approved payment: the status \
     cannot tell which return it shows",
);

impl Return {
    /// Creates a request that returns the whole order.
    pub fn new(terminal: Terminal, client_order_id: ClientOrderId, order_id: OrderId) -> Self {
        Self::of(terminal, client_order_id, order_id, None, Vec::new())
    }

    /// Adds what the order's status shows before this return: it decides how the return is recovered.
    ///
    /// Query it just before, when any earlier return of the order is final: an older status would make an earlier return
    /// look like this one.
    #[must_use]
    pub fn after(mut self, status: &StatusResponse) -> Self {
        self.shown = Some(Shown {
            kind: status.transaction_type.clone(),
            status: status.status.clone(),
            client_order_id: status.client_order_id.clone(),
            order_id: status.order_id.clone(),
        });
        self
    }

    /// Adds a transaction type that your installation uses for payments, as
    /// [`StoredOrder::payment_type`](crate::order::StoredOrder::payment_type) does: [`after`](Self::after) counts it as a
    /// payment then. `sale`, `transfer`, `capture` and `preauth` always count.
    #[must_use]
    pub fn payment_type(mut self, kind: &str) -> Self {
        self.payment_types.push(TransactionType::read(kind));
        self
    }

    /// Your order number.
    pub const fn client_order_id(&self) -> &ClientOrderId {
        &self.client_order_id
    }

    /// Creates a `status` request for this order: it shows the latest return. To see this one, add the response's number with
    /// [`Status::by_request`].
    pub fn status(&self) -> Status {
        Status::new(self.terminal.clone(), self.client_order_id.clone()).order_id(self.order_id.clone())
    }
}

/// Response of `return`: the gateway has accepted the return, and carries it out later.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ReturnResponse {
    /// The gateway's order number: the same as the payment's.
    pub order_id: Option<OrderId>,
    /// Your order number.
    pub client_order_id: Option<ClientOrderId>,
    /// The gateway's number of this request. Store it: with [`Status::by_request`] the status is that of this return, also
    /// after a later one.
    pub serial_number: Option<SerialNumber>,
}

impl Endpoint for Return {
    type Provider = PaynetEasy;
    type Response = ReturnResponse;
    type Effect = MovesMoney;

    const NAME: &'static str = "return";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v2/return/{endpoint_id}";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn auth(&self) -> Auth<'_> {
        // Without white space at the ends, as the values are sent.
        let mut covered: Vec<Cow<'_, str>> =
            vec![self.client_order_id.as_str().trim().into(), self.order_id.as_str().trim().into()];
        if let Some(amount) = &self.amount {
            covered.extend([amount.minor_units().to_string().into(), amount.currency().as_str().into()]);
        }
        Auth::control(covered)
    }

    fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()?;
        let same_order = self.shown.as_ref().is_none_or(|shown| shown.is_of(self));
        InvalidField::unless(same_order, "after", "must be the status of the same order")
    }

    fn path(&self) -> Path<'_> {
        self.terminal.path(Self::PATH, "api/v2/return/group/{endpoint_group_id}")
    }

    fn body(&self) -> Result<Body, InvalidField> {
        Parameters::of(self)?.to_body()
    }

    fn decode(&self, raw: &RawResponse) -> Result<ReturnResponse, DecodeError> {
        let answer = FlatResponse::of_type(raw, &["async-response"], &["paynet-order-id"])?;
        answer.check_order(&self.client_order_id, Some(&self.order_id))?;
        Ok(ReturnResponse {
            order_id: answer.optional("paynet-order-id").map(OrderId::from),
            client_order_id: answer.optional("merchant-order-id").map(ClientOrderId::from),
            serial_number: answer.optional("serial-number").map(SerialNumber::from),
        })
    }
}

impl Shown {
    fn is_of(&self, request: &Return) -> bool {
        let own = request.client_order_id.as_str().trim();
        let gateways = request.order_id.as_str().trim();
        self.client_order_id.as_ref().is_none_or(|told| told.as_str() == own)
            && self.order_id.as_ref().is_none_or(|told| told.as_str() == gateways)
    }

    fn before(&self, payment_types: &[TransactionType]) -> Option<Before> {
        let kind = self.kind.as_ref()?;
        let listed = kind.is_payment() || matches!(kind, TransactionType::Capture | TransactionType::Preauth);
        let is_payment = listed || payment_types.contains(kind) && !kind.undoes_payment();
        Before::new(kind, &self.status, is_payment)
    }
}

impl Recover for Return {
    const IDEMPOTENCY: Idempotency = Idempotency::None;

    fn recovery(&self, _refusal: Option<&Refusal>) -> Recovery {
        let Some(shown) = &self.shown else {
            return match &self.amount {
                Some(_) => Recovery::AskAPerson(NOTHING_KNOWN),
                None => Recovery::Ask(StatusQuery::Order(self.status())),
            };
        };
        match shown.before(&self.payment_types) {
            Some(before) => {
                Recovery::Ask(StatusQuery::Return(ReturnQuery::new(self.status(), self.amount.clone(), before)))
            }
            None => Recovery::AskAPerson(RETURNED_BEFORE),
        }
    }
}
