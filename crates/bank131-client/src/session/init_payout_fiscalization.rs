//! `session/init/payout/fiscalization`: pay a self-employed person, and have a receipt issued.

use payments_core::{CardData, Evidence};

use crate::session::start_call::start_call;
use crate::session::{Fiscalization, NewPayout};

start_call! {
    /// Request of `session/init/payout/fiscalization`: pays out to a self-employed person (самозанятый), for whom the bank issues a
    /// receipt at the tax service. It moves money. The response is the [`Session`](crate::session::Session), in progress.
    ///
    /// `POST /api/v1/session/init/payout/fiscalization`: as [`SessionInitPayout`](crate::session::SessionInitPayout), with
    /// `fiscalization_details`. The person must be linked to the bank: `npd/check`. The receipt comes with the webhook
    /// `payment_finished`: [`Payout::receipt`](crate::session::Payout::receipt).
    ///
    /// ```
    /// use bank131_client::session::{FiscalService, Fiscalization, NewPayout, Session, SessionInitPayoutFiscalization};
    /// use bank131_client::{Client, Currency, Error, IdempotencyKey, Money};
    ///
    /// async fn pay(client: &Client, key: IdempotencyKey, payout: NewPayout) -> Result<Session, Error> {
    ///     let price = Money::from_minor_units(30_000, Currency::RUB);
    ///     let receipt = Fiscalization::new("123456789012").service(FiscalService::new("Перевод текста", price));
    ///     client.send(&SessionInitPayoutFiscalization::new(key, payout, receipt)).await
    /// }
    /// ```
    ///
    /// Source: Bank 131, payouts to the self-employed, and its SDK.
    pub struct SessionInitPayoutFiscalization by key;

    /// Creates a request to start this payout, with this receipt.
    pub fn new(payout: NewPayout, receipt: Fiscalization => with_receipt);

    const NAME = "session/init/payout/fiscalization";
    const EVIDENCE = Evidence::Documented;
    const CARD_DATA = CardData::NumberAndSecurityCode;
    validate = NewPayout::validate_whole;
}
