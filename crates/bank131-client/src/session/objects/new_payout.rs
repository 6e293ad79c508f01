//! The terms of a payout that is started.

use payments_core::json::Json;
use payments_core::{Body, CardData, DecodeError, InvalidField, json_fields};

use super::fiscalization;
use super::{
    CustomRouting, Customer, Fiscalization, Participants, PaymentMetadata, PayoutDetails, PositiveAmount, Session,
    SessionId,
};
use crate::provider::check_references;
use crate::version::ApiVersion;

json_fields! {
    /// A payout to start: where the money goes, how much, and who gets it.
    /// [`SessionInitPayout`](crate::session::SessionInitPayout) and
    /// [`SessionStartPayout`](crate::session::SessionStartPayout) take it.
    ///
    /// ```
    /// use bank131_client::session::{BankAccount, Customer, NewPayout, Participant, Participants, RuAccount};
    /// use bank131_client::{Currency, Money};
    ///
    /// let account = RuAccount::new("044525974", "40817810400003869535", "Иванов Иван", "Возврат займа, без НДС");
    /// let amount = Money::from_minor_units(30_000, Currency::RUB); // 300 roubles
    /// let payout = NewPayout::new(BankAccount::ru(account), amount)
    ///     .participants(Participants::of_recipient(Participant::new("Иван", "Иванов")))
    ///     .customer(Customer::new("loan-7-1"));
    /// # let _ = payout;
    /// ```
    ///
    /// Source: Bank 131, session/init/payout and session/start/payout, and its SDK.
    #[derive(Clone, Debug)]
    pub struct NewPayout;

    /// Creates an empty payout: add what [`SessionCreate`](crate::session::SessionCreate) has not said already.
    pub fn empty;

    private session_id: SessionId = "session_id";
    private in_version_1: PayoutDetails = "payment_method";
    private in_version_2: PayoutDetails = "payout_details";
    /// Sets the amount, above zero.
    optional amount(try): PositiveAmount = "amount_details";
    /// Sets sender and recipient. The bank's SDK requires a recipient with a name; one example of the bank has none.
    optional participants: Participants = "participant_details";
    /// Sets the reference by which you recognise this payout in webhooks; use a different one for each payout.
    optional customer: Customer = "customer";
    /// Sets your metadata, any JSON, which comes back in responses and webhooks.
    optional metadata: Json = "metadata";
    /// Sets metadata that the bank reads.
    optional payment_metadata: PaymentMetadata = "payment_metadata";
    private receipt: Fiscalization as fiscalization::write = "fiscalization_details";
    /// Sets the tags by which the bank chooses the route.
    optional custom_routing: CustomRouting = "custom_routing";
}

impl NewPayout {
    /// Creates a payout: where the money goes, and the amount, above zero.
    pub fn new<A>(details: impl Into<PayoutDetails>, amount: A) -> Self
    where
        A: TryInto<PositiveAmount, Error: Into<InvalidField>>,
    {
        Self::empty().details(details).amount(amount)
    }

    /// Sets where the money goes.
    #[must_use]
    pub fn details(self, details: impl Into<PayoutDetails>) -> Self {
        Self { in_version_1: Some(details.into()), in_version_2: None, ..self }
    }

    pub(crate) fn in_session(mut self, session_id: SessionId) -> Self {
        self.session_id = Some(session_id);
        self
    }

    pub(crate) fn with_receipt(mut self, receipt: Fiscalization) -> Self {
        self.receipt = Some(receipt);
        self
    }

    /// The instrument has another name in each version of the API.
    pub(crate) fn in_version(mut self, version: ApiVersion) -> Self {
        version.rename(&mut self.in_version_1, &mut self.in_version_2);
        self
    }

    pub(crate) const fn reference(&self) -> Option<&Customer> {
        self.customer.as_ref()
    }

    /// A response must be about this payout.
    pub(crate) fn check_echo(&self, session: &Session) -> Result<(), DecodeError> {
        check_references(self.reference(), session)
    }

    pub(crate) fn card_data(&self) -> CardData {
        let details = self.in_version_1.as_ref().or(self.in_version_2.as_ref());
        details.map_or(CardData::None, PayoutDetails::card_data)
    }

    pub(crate) fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
    }

    /// Everything that the bank requires is given, for a call that makes the session.
    pub(crate) fn validate_whole(&self) -> Result<(), InvalidField> {
        self.check_fields()?;
        let is_given = self.in_version_1.is_some() || self.in_version_2.is_some();
        InvalidField::unless(is_given, "payout_details", "must be given")?;
        InvalidField::unless(self.amount.is_some(), "amount_details", "must be given")
    }

    /// The same, with the settlement account that the money comes from.
    pub(crate) fn validate_sender_account(&self) -> Result<(), InvalidField> {
        self.validate_whole()?;
        let sender = self.participants.as_ref().and_then(|participants| participants.sender.as_ref());
        let is_given = sender.is_some_and(|sender| sender.account.is_some());
        InvalidField::unless(is_given, "participant_details.sender.account", "must be given")
    }

    /// The rules between fields.
    pub(crate) fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()?;
        let Some(receipt) = &self.receipt else { return Ok(()) };
        let check = payments_core::__private::JsonForm::check(receipt).and_then(|()| receipt.validate());
        check.map_err(|error| error.within("fiscalization_details.professional_income_taxpayer"))
    }
}
