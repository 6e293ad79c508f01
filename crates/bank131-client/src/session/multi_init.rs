//! `session/multi/init`: start a transfer.

use http::{HeaderMap, Method};
use payments_core::{
    Body, CardData, DecodeError, Endpoint, Evidence, Idempotency, InvalidField, Money, MovesMoney, RawResponse,
    Recover, check_echo, check_length,
};
use serde::Serialize;

use crate::authenticator::IDEMPOTENCY_KEY;
use crate::error_code::ErrorCode;
use crate::idempotency_key::IdempotencyKey;
use crate::provider::{Bank131, decode_session};
use crate::recovery::Recovery;
use crate::refusal::Refusal;
use crate::session::objects::amount;
use crate::session::{
    Amounts, Customer, Initiator, Participants, PaymentDetails, PaymentOptions, PayoutDetails, Session,
};

/// Request of `session/multi/init`: starts a transfer, which charges the payer's card and pays out to the recipient's. The
/// response is the [`Session`] in which everything else happens.
///
/// `POST /api/v1/session/multi/init`. The response only means that the bank received the request. The payer may have to pass
/// 3-D Secure, and the result comes by webhook: see [`Session::next_step`].
///
/// If the response is lost, the [recovery](crate::Recovery) is to send the same request again, with the same idempotency key
/// and the same bytes, once the bank has promised that it then acts once; until then, the webhook.
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
pub struct SessionMultiInit {
    idempotency_key: IdempotencyKey,
    payment_options: Option<PaymentOptions>,
    payment_details: Vec<PaymentDetails>,
    payout_details: Vec<PayoutDetails>,
    amounts: Amounts,
    amount_details: Money,
    participants: Participants,
    provider_tx_id: Option<String>,
    customer: Option<Customer>,
}

impl SessionMultiInit {
    /// Creates a transfer; add the recipient's card with [`payout`](Self::payout). The arguments are what the bank requires.
    ///
    /// The bank's table marks neither the payout nor the return address as required; its example sends both. Set the
    /// [payout](Self::payout) of every transfer, and the [return address](PaymentOptions::return_url) whenever the payer may
    /// have to pass 3-D Secure. The return address is required, and checked before sending, for
    /// [`PaymentDetails::by_client`].
    ///
    /// `payout_amount` is what the recipient gets, in the recipient's currency (`amount_details` on the wire). What the
    /// payer is charged is in `amounts`.
    pub fn new(
        idempotency_key: IdempotencyKey,
        payment: PaymentDetails,
        amounts: Amounts,
        payout_amount: Money,
        participants: Participants,
    ) -> Self {
        Self {
            idempotency_key,
            payment_options: None,
            payment_details: vec![payment],
            payout_details: Vec::new(),
            amounts,
            amount_details: payout_amount,
            participants,
            provider_tx_id: None,
            customer: None,
        }
    }

    /// Adds where the recipient gets the money (`payout_details_multi`). Optional in the bank's table, present in its example;
    /// no document says what a transfer without it does.
    #[must_use]
    pub fn payout(mut self, payout: PayoutDetails) -> Self {
        self.payout_details.push(payout);
        self
    }

    /// Sets whether a recurrent token is requested and where the payer returns to (`payment_options`).
    #[must_use]
    pub fn payment_options(mut self, options: PaymentOptions) -> Self {
        self.payment_options = Some(options);
        self
    }

    /// Sets the operation's identifier at the CIS bank (`payment_metadata.provider_tx_id`). Required where that bank
    /// converts the currency. It does not come back in responses.
    #[must_use]
    pub fn provider_tx_id(mut self, id: impl Into<String>) -> Self {
        self.provider_tx_id = Some(id.into());
        self
    }

    /// Sets the reference by which you recognise this transfer in webhooks (`customer`); use a different one for each transfer.
    ///
    /// Set it to the text of the idempotency key, order number and attempt, such as `order-42-1`: the reference is the only
    /// value you send that comes back in the session and its webhooks
    /// ([`AcquiringPayment::customer`](crate::session::AcquiringPayment::customer),
    /// [`Payout::customer`](crate::session::Payout::customer)), and by which a transfer with a lost response is found.
    #[must_use]
    pub fn customer(mut self, customer: Customer) -> Self {
        self.customer = Some(customer);
        self
    }

    fn validate_payment(&self, details: &PaymentDetails) -> Result<(), InvalidField> {
        let PaymentDetails::Recurrent(payment) = details else { return Ok(()) };
        check_length("payment_details_multi.recurrent.token", payment.token().expose(), usize::MAX)?;
        let returns = self.payment_options.as_ref().is_some_and(PaymentOptions::has_return_url);
        if *payment.initiator() == Initiator::Client && !returns {
            return Err(InvalidField::new(
                "payment_options.return_url",
                "must be given when the payer repeats a payment",
            ));
        }
        Ok(())
    }

    /// The idempotency key.
    pub const fn idempotency_key(&self) -> &IdempotencyKey {
        &self.idempotency_key
    }
}

/// The body, members in the order of the bank's example.
#[derive(Serialize)]
struct Fields<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_options: Option<&'a PaymentOptions>,
    #[serde(serialize_with = "PaymentDetails::write_all")]
    payment_details_multi: &'a [PaymentDetails],
    #[serde(skip_serializing_if = "<[_]>::is_empty", serialize_with = "PayoutDetails::write_all")]
    payout_details_multi: &'a [PayoutDetails],
    amounts: &'a Amounts,
    #[serde(serialize_with = "amount::write")]
    amount_details: &'a Money,
    participant_details: &'a Participants,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_metadata: Option<PaymentMetadata<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    customer: Option<&'a Customer>,
}

#[derive(Serialize)]
struct PaymentMetadata<'a> {
    provider_tx_id: &'a str,
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
        let payments = self.payment_details.iter().map(PaymentDetails::card_data);
        let payouts = self.payout_details.iter().map(PayoutDetails::card_data);
        payments.chain(payouts).max().unwrap_or(CardData::None)
    }

    fn validate(&self) -> Result<(), InvalidField> {
        if let Some(options) = &self.payment_options {
            options.validate().map_err(|field| field.within("payment_options"))?;
        }
        self.payment_details.iter().try_for_each(|details| self.validate_payment(details))?;
        self.amounts.validate(&self.amount_details).map_err(|field| field.within("amounts"))?;
        amount::check_positive(&self.amount_details).map_err(|field| field.within("amount_details"))?;
        self.participants.validate_both().map_err(|field| field.within("participant_details"))?;
        if let Some(id) = &self.provider_tx_id {
            check_length("provider_tx_id", id, usize::MAX).map_err(|field| field.within("payment_metadata"))?;
        }
        if let Some(customer) = &self.customer {
            customer.validate().map_err(|field| field.within("customer"))?;
        }
        Ok(())
    }

    fn headers(&self, headers: &mut HeaderMap) -> Result<(), InvalidField> {
        headers.insert(IDEMPOTENCY_KEY, self.idempotency_key.to_header()?);
        Ok(())
    }

    fn body(&self) -> Result<Body, InvalidField> {
        Body::json(&Fields {
            payment_options: self.payment_options.as_ref(),
            payment_details_multi: &self.payment_details,
            payout_details_multi: &self.payout_details,
            amounts: &self.amounts,
            amount_details: &self.amount_details,
            participant_details: &self.participants,
            payment_metadata: self.provider_tx_id.as_deref().map(|provider_tx_id| PaymentMetadata { provider_tx_id }),
            customer: self.customer.as_ref(),
        })
    }

    fn decode(&self, response: &RawResponse) -> Result<Session, DecodeError> {
        let session = decode_session(response)?;
        let Some(asked) = &self.customer else { return Ok(session) };
        for answered in session.customers() {
            check_echo("customer.reference", &asked.reference, Some(&answered.reference))?;
        }
        Ok(session)
    }
}

impl Recover for SessionMultiInit {
    // The bank's SDK sends the key here; no available document says what the bank does with it.
    const IDEMPOTENCY: Idempotency = Idempotency::KeyedUndocumented;

    fn recovery(&self, refusal: Option<&Refusal>) -> Recovery {
        match refusal.and_then(Refusal::code) {
            Some(ErrorCode::IdempotencyKeyAlreadyExists) => Recovery::AwaitCallback,
            _ => Recovery::Resend,
        }
    }
}
