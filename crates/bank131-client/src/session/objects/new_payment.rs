//! The terms of a payment that is started.

use payments_core::json::Json;
use payments_core::{Body, CardData, DecodeError, InvalidField, check_echo, json_fields};

use crate::provider::check_references;

use super::{
    CustomRouting, Customer, Participants, PaymentDetails, PaymentMetadata, PaymentOptions, PositiveAmount,
    RevenueShare, Session, SessionId,
};
use crate::version::ApiVersion;

const RETURN_URL: &str = "payment_options.return_url";
const MUST_BE_GIVEN: &str = "must be given";

json_fields! {
    /// A payment to start: what is charged, how much, and whose it is. [`SessionInitPayment`](crate::session::SessionInitPayment)
    /// and [`SessionStartPayment`](crate::session::SessionStartPayment) take it.
    ///
    /// ```
    /// use bank131_client::session::{CardDetails, Customer, NewPayment, PaymentOptions};
    /// use bank131_client::{Currency, Money};
    ///
    /// # fn payment() -> Result<NewPayment, Box<dyn std::error::Error>> {
    /// let card = CardDetails::new("4242424242424242".parse()?).expires(12, 2030)?.security_code("123".parse()?);
    /// let amount = Money::from_minor_units(100_000, Currency::RUB); // 1,000 roubles
    /// let payment = NewPayment::new(card, amount, Customer::new("order-42-1"))
    ///     .payment_options(PaymentOptions::new().return_url("https://shop.example/back"));
    /// # Ok(payment)
    /// # }
    /// # assert!(payment().is_ok());
    /// ```
    ///
    /// Source: Bank 131, session/init/payment and session/start/payment, and its SDK.
    #[derive(Clone, Debug)]
    pub struct NewPayment;

    /// Creates an empty payment: add what [`SessionCreate`](crate::session::SessionCreate) has not said already.
    pub fn empty;

    private session_id: SessionId = "session_id";
    private details: PaymentDetails = "payment_details";
    /// Sets the amount, above zero.
    optional amount(try): PositiveAmount = "amount_details";
    /// Sets the reference by which you recognise this payment in webhooks; use a different one for each payment.
    optional customer: Customer = "customer";
    /// Sets return address, recurrent token and subscription.
    optional payment_options: PaymentOptions = "payment_options";
    /// Sets sender and recipient.
    optional participants: Participants = "participant_details";
    /// Sets your metadata, any JSON, which comes back in responses and webhooks.
    optional metadata: Json = "metadata";
    /// Sets metadata that the bank reads.
    optional payment_metadata: PaymentMetadata = "payment_metadata";
    /// Sets the tags by which the bank chooses the route.
    optional custom_routing: CustomRouting = "custom_routing";
    /// Adds the share of a contractor.
    list revenue_share: RevenueShare = "revenue_split_info";
}

impl NewPayment {
    /// Creates a payment with what the bank requires: what is charged, the amount, above zero, and your reference.
    pub fn new<A>(details: impl Into<PaymentDetails>, amount: A, customer: Customer) -> Self
    where
        A: TryInto<PositiveAmount, Error: Into<InvalidField>>,
    {
        Self::empty().details(details).amount(amount).customer(customer)
    }

    /// Sets what is charged.
    #[must_use]
    pub fn details(mut self, details: impl Into<PaymentDetails>) -> Self {
        self.details = Some(details.into());
        self
    }

    pub(crate) fn in_session(mut self, session_id: SessionId) -> Self {
        self.session_id = Some(session_id);
        self
    }

    pub(crate) const fn reference(&self) -> Option<&Customer> {
        self.customer.as_ref()
    }

    /// A response must be about this payment: its reference, and the token that is charged.
    pub(crate) fn check_echo(&self, session: &Session) -> Result<(), DecodeError> {
        check_references(self.reference(), session)?;
        let Some(PaymentDetails::Recurrent(asked)) = &self.details else { return Ok(()) };
        let shown =
            session.payments().iter().filter_map(|payment| payment.payment_details.as_ref()?.recurrent.as_ref());
        shown.filter_map(|recurrent| recurrent.token.as_ref()).try_for_each(|token| {
            check_echo("payment_details.recurrent.token", asked.token().expose(), Some(token.expose()))
        })
    }

    pub(crate) fn card_data(&self) -> CardData {
        self.details.as_ref().map_or(CardData::None, PaymentDetails::card_data)
    }

    /// Both versions of the API have the same names here.
    pub(crate) const fn in_version(self, _version: ApiVersion) -> Self {
        self
    }

    pub(crate) fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
    }

    /// The rules between fields.
    pub(crate) fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()?;
        let asks_payer = self.details.as_ref().is_some_and(PaymentDetails::is_by_client);
        let rule = "must be given when the payer repeats a payment";
        InvalidField::unless(self.returns() || !asks_payer, RETURN_URL, rule)
    }

    /// Everything that the bank requires is given, for a call that makes the session.
    pub(crate) fn validate_whole(&self) -> Result<(), InvalidField> {
        self.check_fields()?;
        InvalidField::unless(self.details.is_some(), "payment_details", MUST_BE_GIVEN)?;
        InvalidField::unless(self.amount.is_some(), "amount_details", MUST_BE_GIVEN)?;
        InvalidField::unless(self.customer.is_some(), "customer", MUST_BE_GIVEN)
    }

    /// The same, with the address that the payer returns to.
    pub(crate) fn validate_returning(&self) -> Result<(), InvalidField> {
        self.validate_whole()?;
        InvalidField::unless(self.returns(), RETURN_URL, "must be given for a synchronous payment")
    }

    fn returns(&self) -> bool {
        self.payment_options.as_ref().is_some_and(PaymentOptions::has_return_url)
    }
}
