//! `session/multi/init` in version 2 of the API: start payments and payouts in one session.

use http::{HeaderMap, Method};
use payments_core::__private::{JsonForm, JsonList};
use payments_core::{
    Body, CardData, DecodeError, Endpoint, Evidence, Idempotency, InvalidField, MovesMoney, RawResponse, Recover,
    check_echo,
};
use serde::Serialize;

use crate::authenticator::IDEMPOTENCY_KEY;
use crate::idempotency_key::IdempotencyKey;
use crate::provider::{Bank131, decode_session};
use crate::recovery::{Recovery, by_key};
use crate::refusal::Refusal;
use crate::session::{NewPayment, NewPayout, Session};
use crate::version::ApiVersion;

/// Request of `session/multi/init` in version 2 of the API: starts payments and payouts in one session, each described as for a
/// session of its own. It moves money. The response is the [`Session`].
///
/// `POST /api/v2/session/multi/init` with `{"payment_list": […], "payout_list": […]}`, at least one of each. Version 1 has
/// another body: [`SessionMultiInit`](crate::session::SessionMultiInit).
///
/// If the response is lost, see [`SessionInitPayment`](crate::session::SessionInitPayment).
///
/// ```
/// use bank131_client::session::{NewPayment, NewPayout, Session, SessionMultiInitLists};
/// use bank131_client::{Client, Error, IdempotencyKey};
///
/// async fn transfer(client: &Client, key: IdempotencyKey, payment: NewPayment, payout: NewPayout) -> Result<Session, Error> {
///     client.send(&SessionMultiInitLists::new(key, payment, payout)).await
/// }
/// ```
///
/// Source: Bank 131's SDK.
#[derive(Clone, Debug)]
pub struct SessionMultiInitLists {
    idempotency_key: IdempotencyKey,
    payments: Vec<NewPayment>,
    payouts: Vec<NewPayout>,
}

impl SessionMultiInitLists {
    /// Creates a request to start this payment and this payout.
    pub fn new(idempotency_key: IdempotencyKey, payment: NewPayment, payout: NewPayout) -> Self {
        Self { idempotency_key, payments: vec![payment], payouts: Vec::new() }.payout(payout)
    }

    /// Adds a payment.
    #[must_use]
    pub fn payment(mut self, payment: NewPayment) -> Self {
        self.payments.push(payment);
        self
    }

    /// Adds a payout.
    #[must_use]
    pub fn payout(mut self, payout: NewPayout) -> Self {
        self.payouts.push(payout.in_version(ApiVersion::V2));
        self
    }

    /// The idempotency key.
    pub const fn idempotency_key(&self) -> &IdempotencyKey {
        &self.idempotency_key
    }

    /// Your references: all of them, or none if an operation has none.
    fn references(&self) -> Vec<&str> {
        let payments = self.payments.iter().map(NewPayment::reference);
        let all: Option<Vec<_>> = payments.chain(self.payouts.iter().map(NewPayout::reference)).collect();
        all.unwrap_or_default().into_iter().map(|customer| customer.reference.as_str()).collect()
    }
}

impl Endpoint for SessionMultiInitLists {
    type Provider = Bank131;
    type Response = Session;
    type Effect = MovesMoney;

    const NAME: &'static str = "v2/session/multi/init";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v2/session/multi/init";
    const EVIDENCE: Evidence = Evidence::OfficialSdk;
    const CARD_DATA: CardData = CardData::NumberAndSecurityCode;

    fn card_data(&self) -> CardData {
        let payments = self.payments.iter().map(NewPayment::card_data);
        payments.chain(self.payouts.iter().map(NewPayout::card_data)).fold(CardData::None, CardData::max)
    }

    fn validate(&self) -> Result<(), InvalidField> {
        let payments =
            self.payments.iter().try_for_each(|payment| payment.validate_whole().and_then(|()| payment.validate()));
        payments.map_err(|error| error.within("payment_list"))?;
        let payouts =
            self.payouts.iter().try_for_each(|payout| payout.validate_whole().and_then(|()| payout.validate()));
        payouts.map_err(|error| error.within("payout_list"))
    }

    fn headers(&self, headers: &mut HeaderMap) -> Result<(), InvalidField> {
        headers.insert(IDEMPOTENCY_KEY, self.idempotency_key.to_header()?);
        Ok(())
    }

    fn body(&self) -> Result<Body, InvalidField> {
        #[derive(Serialize)]
        struct Fields<'a> {
            payment_list: JsonList<'a, NewPayment>,
            payout_list: JsonList<'a, NewPayout>,
        }

        self.payments.iter().try_for_each(JsonForm::check)?;
        self.payouts.iter().try_for_each(JsonForm::check)?;
        Body::json(&Fields { payment_list: JsonList(&self.payments), payout_list: JsonList(&self.payouts) })
    }

    fn decode(&self, response: &RawResponse) -> Result<Session, DecodeError> {
        let session = decode_session(response)?;
        let references = self.references();
        let Some(first) = references.first() else { return Ok(session) };
        for answered in session.customers().map(|customer| customer.reference.as_str()) {
            let asked = references.iter().find(|reference| **reference == answered).unwrap_or(first);
            check_echo("customer.reference", asked, Some(answered))?;
        }
        Ok(session)
    }
}

impl Recover for SessionMultiInitLists {
    // The bank's SDK sends the key here; no available document says what the bank does with it.
    const IDEMPOTENCY: Idempotency = Idempotency::KeyedUndocumented;

    fn recovery(&self, refusal: Option<&Refusal>) -> Recovery {
        by_key(refusal, Recovery::AwaitCallback)
    }
}
