//! `session/multi/init`: start a transfer.

use http::{HeaderMap, Method};
use payments_core::__private::JsonForm;
use payments_core::{
    Body, CardData, DecodeError, Endpoint, Evidence, Idempotency, InvalidField, MovesMoney, RawResponse, Recover,
    json_fields,
};
use serde::Serialize;

use crate::authenticator::IDEMPOTENCY_KEY;
use crate::idempotency_key::IdempotencyKey;
use crate::provider::{Bank131, decode_session_for};
use crate::recovery::{Recovery, by_key};
use crate::refusal::Refusal;
use crate::session::{
    Amounts, Customer, Participants, PaymentDetails, PaymentOptions, PayoutDetails, PositiveAmount, ProviderTxId,
    Session,
};

json_fields! {
    /// Request of `session/multi/init`: starts a transfer, which charges the payer's card and pays out to the recipient's. The
    /// response is the [`Session`] in which everything else happens.
    ///
    /// `POST /api/v1/session/multi/init`. The response only means that the bank received the request. The payer may have to
    /// pass 3-D Secure, and the result comes by webhook: see [`Session::next_step`].
    ///
    /// If the response is lost, the [recovery](crate::Recovery) is to send the same request again, with the same idempotency
    /// key and the same bytes, once the bank has promised that it then acts once; until then, the webhook.
    ///
    /// ```
    /// use bank131_client::session::{
    ///     Amounts, CardDetails, Customer, ExchangeRate, Participant, Participants, PaymentDetails, PaymentOptions,
    ///     PayoutDetails, SessionMultiInit,
    /// };
    /// use bank131_client::{Currency, IdempotencyKey, Money};
    ///
    /// # fn transfer() -> Result<SessionMultiInit, Box<dyn std::error::Error>> {
    /// let transfer = SessionMultiInit::new(
    ///     IdempotencyKey::new("order-42-1")?, // order number and attempt
    ///     PaymentDetails::Card(CardDetails::new("4242424242424242".parse()?).expires(1, 2030)?.security_code("123".parse()?)),
    ///     Amounts::new(
    ///         Money::from_minor_units(100_000, Currency::RUB),
    ///         ExchangeRate::from_rub("9.2222", Currency::TJS)?,
    ///         ExchangeRate::from_rub("8.22", Currency::TJS)?,
    ///     ),
    ///     Money::from_minor_units(10_843, Currency::TJS),
    ///     Participants::new(Participant::new("Ольга", "Пахмутова"), Participant::new("Maksim", "Pahmutov")),
    /// )
    /// .payout(PayoutDetails::card("5058270610441098".parse()?))
    /// .payment_options(PaymentOptions::new().recurrent(true).return_url("https://shop.example/back"))
    /// .provider_tx_id("cis-77")
    /// .customer(Customer::new("order-42-1")); // the same text as the idempotency key
    /// # Ok(transfer)
    /// # }
    /// # assert!(payments_core::Endpoint::validate(&transfer().unwrap()).is_ok());
    /// ```
    ///
    /// Source: Bank 131, session/multi/init.
    #[derive(Clone, Debug)]
    pub struct SessionMultiInit;

    /// Creates a transfer; add the recipient's card with [`payout`](Self::payout). The arguments are what the bank requires.
    ///
    /// The bank's table marks neither the payout nor the return address as required; its example sends both. Set the
    /// [payout](Self::payout) of every transfer, and the [return address](PaymentOptions::return_url) whenever the payer may
    /// have to pass 3-D Secure. The return address is required, and checked before sending, for
    /// [`PaymentDetails::by_client`].
    ///
    /// `payout_amount` is what the recipient gets, above zero, in the recipient's currency (`amount_details` on the wire).
    /// What the payer is charged is in `amounts`.
    pub fn new;

    /// The idempotency key, a header.
    unsent idempotency_key: IdempotencyKey;
    /// Sets whether a recurrent token is requested and where the payer returns to (`payment_options`).
    optional payment_options: PaymentOptions = "payment_options";
    /// What is charged.
    required payment: PaymentDetails as list_of_one = "payment_details_multi";
    /// Adds where the recipient gets the money (`payout_details_multi`). Optional in the bank's table, present in its example;
    /// no document says what a transfer without it does.
    list payout: PayoutDetails = "payout_details_multi";
    /// The amount to charge and the exchange rates.
    required amounts: Amounts = "amounts";
    /// What the recipient gets.
    required payout_amount(try): PositiveAmount = "amount_details";
    /// Sender and recipient.
    required participants: Participants = "participant_details";
    /// Sets the operation's identifier at the CIS bank (`payment_metadata.provider_tx_id`). Required where that bank
    /// converts the currency. It does not come back in responses.
    optional provider_tx_id(try): ProviderTxId as payment_metadata = "payment_metadata";
    /// Sets the reference by which you recognise this transfer in webhooks (`customer`); use a different one for each transfer.
    ///
    /// Set it to the text of the idempotency key, order number and attempt, such as `order-42-1`: the reference is the only
    /// value you send that comes back in the session and its webhooks
    /// ([`AcquiringPayment::customer`](crate::session::AcquiringPayment::customer),
    /// [`Payout::customer`](crate::session::Payout::customer)), and by which a transfer with a lost response is found.
    optional customer: Customer = "customer";
}

fn list_of_one(payment: &PaymentDetails) -> impl Serialize {
    [payment.json_form()]
}

fn payment_metadata(provider_tx_id: &ProviderTxId) -> impl Serialize {
    std::collections::BTreeMap::from([("provider_tx_id", provider_tx_id.as_str())])
}

impl SessionMultiInit {
    /// The idempotency key.
    pub const fn idempotency_key(&self) -> &IdempotencyKey {
        &self.idempotency_key
    }

    /// Checks that the amount to charge, divided by the [rate](Amounts), is what is paid out, within this many percent: amounts
    /// that were swapped, or written in other units, are noticed before the payer is charged.
    ///
    /// Optional, because no document says how fees and rounding change the amounts: choose a tolerance that fits your
    /// contract, such as 3.
    ///
    /// # Errors
    ///
    /// The amounts do not fit, or have so many digits that they cannot be compared.
    pub fn check_rate(&self, percent: u8) -> Result<(), InvalidField> {
        self.payout_amount.as_ref().map_or(Ok(()), |payout| self.amounts.fit_rate(payout, percent))
    }
}

impl Endpoint for SessionMultiInit {
    type Provider = Bank131;
    type Response = Session;
    type Effect = MovesMoney;

    const NAME: &'static str = "session/multi/init";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v1/session/multi/init";
    const EVIDENCE: Evidence = Evidence::Documented;
    const CARD_DATA: CardData = CardData::NumberAndSecurityCode;

    fn card_data(&self) -> CardData {
        let payouts = self.payout.iter().map(PayoutDetails::card_data);
        payouts.fold(self.payment.card_data(), CardData::max)
    }

    fn validate(&self) -> Result<(), InvalidField> {
        self.check_fields()?;
        self.payment.check().map_err(|error| error.within("payment_details_multi"))?;
        let returns = self.payment_options.as_ref().is_some_and(PaymentOptions::has_return_url);
        let rule = "must be given when the payer repeats a payment";
        InvalidField::unless(returns || !self.payment.is_by_client(), "payment_options.return_url", rule)?;
        if let Some(payout_amount) = &self.payout_amount {
            self.amounts.validate(payout_amount).map_err(|error| error.within("amounts"))?;
        }
        self.participants.validate_both().map_err(|error| error.within("participant_details"))
    }

    fn headers(&self, headers: &mut HeaderMap) -> Result<(), InvalidField> {
        headers.insert(IDEMPOTENCY_KEY, self.idempotency_key.to_header()?);
        Ok(())
    }

    fn body(&self) -> Result<Body, InvalidField> {
        self.to_body()
    }

    fn decode(&self, response: &RawResponse) -> Result<Session, DecodeError> {
        decode_session_for(self.customer.as_ref(), response)
    }
}

impl Recover for SessionMultiInit {
    // The bank's SDK sends the key here; no available document says what the bank does with it.
    const IDEMPOTENCY: Idempotency = Idempotency::KeyedUndocumented;

    fn recovery(&self, refusal: Option<&Refusal>) -> Recovery {
        by_key(refusal, Recovery::AwaitCallback)
    }
}
