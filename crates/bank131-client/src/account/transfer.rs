//! The terms of a payout from your account to a card.

use payments_core::json::Json;
use payments_core::{Body, CardData, DecodeError, InvalidField, json_fields};

use crate::provider::check_references;
use crate::session::{
    Customer, InternalTransfer, Participants, PaymentDetails, PayoutDetails, PositiveAmount, Session, SessionId,
    TransferPurpose,
};
use crate::version::ApiVersion;

json_fields! {
    /// A payout from your settlement or escrow account to a card: what for, which card, how much, and who sends and receives it.
    ///
    /// On the wire: `payment_details` with the account it comes from, `payment_method` (in version 2 `payout_details`) with the
    /// card. Each payout makes two transactions on the account: the amount, and the bank's fee.
    ///
    /// ```
    /// use bank131_client::account::AccountTransfer;
    /// use bank131_client::session::{Participant, Participants, PayoutDetails};
    /// use bank131_client::{Currency, Money};
    ///
    /// # fn transfer() -> Result<AccountTransfer, Box<dyn std::error::Error>> {
    /// let transfer = AccountTransfer::from_settlement_account(
    ///     "Выплата по договору 7, без НДС",
    ///     PayoutDetails::card("5058270610441098".parse()?),
    ///     Money::from_minor_units(30_000, Currency::RUB),
    ///     Participants::new(
    ///         Participant::default().full_name("ООО Ромашка"),
    ///         Participant::default().full_name("Иванов Иван"),
    ///     ),
    /// );
    /// # Ok(transfer)
    /// # }
    /// # assert!(transfer().is_ok());
    /// ```
    ///
    /// Source: Bank 131, payouts from settlement and escrow accounts to cards.
    #[derive(Clone, Debug)]
    pub struct AccountTransfer;

    fn of;

    private session_id: SessionId = "session_id";
    required source: PaymentDetails = "payment_details";
    private in_version_1: PayoutDetails = "payment_method";
    private in_version_2: PayoutDetails = "payout_details";
    required amount(try): PositiveAmount = "amount_details";
    required participants: Participants = "participant_details";
    /// Sets the reference by which you recognise this payout in webhooks; use a different one for each payout.
    optional customer: Customer = "customer";
    /// Sets your metadata, any JSON, which comes back in responses and webhooks.
    optional metadata: Json = "metadata";
}

impl AccountTransfer {
    /// Creates a payout from your settlement account, with its purpose. Sender and recipient need a full name.
    pub fn from_settlement_account<A>(
        purpose: &str,
        card: impl Into<PayoutDetails>,
        amount: A,
        participants: Participants,
    ) -> Self
    where
        A: TryInto<PositiveAmount, Error: Into<InvalidField>>,
    {
        Self::from_account(
            InternalTransfer::from_bank_account(TransferPurpose::new(purpose)),
            card,
            amount,
            participants,
        )
    }

    /// Creates a payout from your escrow account, with its purpose: at most 210 characters, without `?` and `!`. Sender and recipient
    /// need a full name; the sender also the [beneficiary](crate::session::Participant::beneficiary_id).
    pub fn from_escrow_account<A>(
        purpose: &str,
        card: impl Into<PayoutDetails>,
        amount: A,
        participants: Participants,
    ) -> Self
    where
        A: TryInto<PositiveAmount, Error: Into<InvalidField>>,
    {
        let source = InternalTransfer::from_nominal_account(TransferPurpose::new(purpose));
        Self::from_account(source, card, amount, participants)
    }

    fn from_account<A>(
        source: InternalTransfer,
        card: impl Into<PayoutDetails>,
        amount: A,
        participants: Participants,
    ) -> Self
    where
        A: TryInto<PositiveAmount, Error: Into<InvalidField>>,
    {
        Self { in_version_1: Some(card.into()), ..Self::of(source.into(), amount, participants) }
    }

    pub(crate) fn in_session(mut self, session_id: SessionId) -> Self {
        self.session_id = Some(session_id);
        self
    }

    /// The card has another name in each version of the API.
    pub(crate) fn in_version(mut self, version: ApiVersion) -> Self {
        version.rename(&mut self.in_version_1, &mut self.in_version_2);
        self
    }

    const fn reference(&self) -> Option<&Customer> {
        self.customer.as_ref()
    }

    /// A response must be about this payout.
    pub(crate) fn check_echo(&self, session: &Session) -> Result<(), DecodeError> {
        check_references(self.reference(), session)
    }

    pub(crate) fn card_data(&self) -> CardData {
        let card = self.in_version_1.as_ref().or(self.in_version_2.as_ref());
        card.map_or(CardData::None, PayoutDetails::card_data)
    }

    pub(crate) fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
    }

    pub(crate) fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()
    }

    /// The payout comes from a settlement account.
    pub(super) fn validate_settlement(&self) -> Result<(), InvalidField> {
        self.validate_source("transfer_from_bank_account")
    }

    /// The payout comes from an escrow account.
    pub(super) fn validate_escrow(&self) -> Result<(), InvalidField> {
        self.validate_source("transfer_from_nominal_account")
    }

    fn validate_source(&self, kind: &'static str) -> Result<(), InvalidField> {
        let is_source =
            |transfer: &InternalTransfer| transfer.kind.as_ref().is_some_and(|given| given.as_str() == kind);
        let is_right = matches!(&self.source, PaymentDetails::InternalTransfer(transfer) if is_source(transfer));
        InvalidField::unless(is_right, "payment_details.internal_transfer.type", format!("must be {kind}"))
    }
}
