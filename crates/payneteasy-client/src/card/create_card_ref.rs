//! `create-card-ref`: saves the card of an order.

use http::Method;
use payments_core::__private::FormPart as _;
use payments_core::{Body, Changes, DecodeError, Endpoint, Evidence, InvalidField, Path, RawResponse, form_fields};

use crate::card::{CardReferenceId, RecurringPaymentId, UniqueCardReferenceId};
use crate::flat_response::FlatResponse;
use crate::order::{ClientOrderId, OrderId, SerialNumber};
use crate::parameters::Parameters;
use crate::provider::PaynetEasy;
use crate::terminal::Terminal;

form_fields! {
    /// Request of `create-card-ref`: saves the card of a final order for later payments. Returns a [`CreateCardRefResponse`].
    ///
    /// `POST /api/v4/create-card-ref/ENDPOINTID` with `login`, `client_orderid`, `orderid`. The order must be final. It moves
    /// no money.
    ///
    /// ```
    /// use payneteasy_client::card::{CreateCardRef, CreateCardRefResponse};
    /// use payneteasy_client::order::{ClientOrderId, OrderId};
    /// use payneteasy_client::{Client, Error};
    ///
    /// async fn keep_card(client: &Client, order: ClientOrderId, id: OrderId) -> Result<CreateCardRefResponse, Error> {
    ///     client.send(&CreateCardRef::new(client.endpoint(39915), order, id)).await
    /// }
    /// ```
    ///
    /// Source: PaynetEasy, api/v4/create-card-ref.
    #[derive(Clone, Debug, PartialEq, Eq)]
    pub struct CreateCardRef;

    /// Creates a request that saves the card of this order.
    pub fn new;

    required terminal: Terminal as Terminal::login = "login";
    required client_order_id: ClientOrderId = "client_orderid";
    required order_id: OrderId = "orderid";
}

/// Response of `create-card-ref`: a saved card, with at least one of the two ids.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CreateCardRefResponse {
    /// The id of the saved card in [`TransferForm`](crate::transfer::TransferForm).
    pub recurring_payment_id: Option<RecurringPaymentId>,
    /// The id of the saved card in other commands of the gateway, which are not in this crate. It is a secret, like the
    /// recurring payment id.
    pub card_reference_id: Option<CardReferenceId>,
    /// The gateway's number of the card, the same for every reference to it.
    pub unique_card_reference_id: Option<UniqueCardReferenceId>,
    /// The gateway's request number.
    pub serial_number: Option<SerialNumber>,
}

impl Endpoint for CreateCardRef {
    type Provider = PaynetEasy;
    type Response = CreateCardRefResponse;
    type Effect = Changes;

    const NAME: &'static str = "create-card-ref";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v4/create-card-ref/{endpoint_id}";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()
    }

    fn path(&self) -> Path<'_> {
        self.terminal.path(Self::PATH, "api/v4/create-card-ref/group/{endpoint_group_id}")
    }

    fn body(&self) -> Result<Body, InvalidField> {
        Parameters::of(self)?.to_body()
    }

    fn decode(&self, raw: &RawResponse) -> Result<CreateCardRefResponse, DecodeError> {
        const IDS: [&str; 2] = ["recurring-payment-id", "card-ref-id"];
        let answer = FlatResponse::of_type(raw, &["create-card-ref-response"], &IDS)?;
        answer.check_order(&self.client_order_id, Some(&self.order_id))?;
        let recurring_payment_id = answer.optional("recurring-payment-id").map(RecurringPaymentId::new);
        let card_reference_id = answer.optional("card-ref-id").map(CardReferenceId::new);
        // One id is enough to use the card: an unreadable one must not lose the other.
        let recurring_payment_id = recurring_payment_id.and_then(Result::ok);
        if recurring_payment_id.is_none() && card_reference_id.is_none() {
            return Err(DecodeError::new("recurring-payment-id", "expected digits, or card-ref-id"));
        }
        Ok(CreateCardRefResponse {
            recurring_payment_id,
            card_reference_id,
            unique_card_reference_id: answer.optional("unq-card-ref-id").map(UniqueCardReferenceId::from),
            serial_number: answer.optional("serial-number").map(SerialNumber::from),
        })
    }
}
