//! Kvell: a card is bound on the form that Kvell hosts. The shop sends no request to begin it: the payer's browser opens the
//! signed form, which can be signed again at any time from what is stored.

use std::time::Duration;

use http::Method;
use http::request::Parts;
use kvell_client::card::Card;
use kvell_client::common::{InvalidField, KeyRing, RetryPolicy};
use kvell_client::form::{Preauthorize, SignedForm};
use kvell_client::order::{OrderByTransaction, OrderStatus};
use kvell_client::{
    Callbacks, CardSaved, Client, Currency, CustomerKey, Environment, Money, Recovery, Secret, SignaturePolicy,
    StatusQuery, TransactionId,
};
use payments_core::callback::{Acknowledgement, CallbackError};
use serde::Deserialize;

use super::{NotConfirmed, Nothing, Offer, PayerPage, Provider, Subject};
use crate::Failure;
use crate::journal::Journal;
use crate::order::{Fact, Kind, Order, Progress, State};
use crate::text::{Bilingual, Note};
use crate::throttle::Throttle;

/// Addresses and credentials.
#[derive(Deserialize)]
pub(crate) struct KvellSettings {
    form_url: String,
    api_url: String,
    api_key: String,
    secret_key: Secret,
}

pub(crate) struct Kvell {
    client: Client,
    callbacks: Callbacks,
    unsigned: Throttle,
    return_url: String,
}

/// How many unsigned callbacks are confirmed at once, and then one each so long. Anyone can send one, and each makes the shop
/// query Kvell. Kvell sends what is refused here again, and meanwhile the order is polled.
const UNSIGNED: (u32, Duration) = (20, Duration::from_secs(1));

impl Kvell {
    pub(crate) fn new(settings: &KvellSettings, return_url: &str) -> Result<Self, Failure> {
        let environment = Environment::at(&settings.form_url, &settings.api_url)?;
        let client = Client::builder(environment, settings.api_key.as_str(), settings.secret_key.clone());
        // An order that Kvell does not know yet looks like a transient error, and `recover` polls again anyway.
        let client = client.retry_policy(RetryPolicy::none()).build()?;
        // Check what arrives before you choose: whether Kvell signs this callback is not documented.
        let keys = KeyRing::new("secret key", settings.secret_key.clone());
        let callbacks = Callbacks::new(SignaturePolicy::VerifyIfPresent, settings.api_key.as_str(), keys);
        let unsigned = Throttle::new(UNSIGNED.0, UNSIGNED.1);
        Ok(Self { client, callbacks, unsigned, return_url: return_url.to_owned() })
    }

    /// The form of an order, the same each time.
    fn form(&self, order: &Order) -> Result<SignedForm, InvalidField> {
        let amount = order.amount.clone().ok_or_else(|| InvalidField::new("amount", "must be given"))?;
        let back = self.return_url.as_str();
        let (customer, transaction) = pair(order)?;
        let form = Preauthorize::new(customer, transaction, amount, "Проверка карты", back, back).auto_return(0);
        self.client.sign_form(&form)
    }

    /// Queries the card. Kvell reports it to the authenticated shop only.
    async fn card(&self, order: &Order) -> Option<Progress> {
        let Recovery::Ask(StatusQuery::Card(question)) = self.form(order).ok()?.recovery() else { return None };
        match self.client.send(&question).await {
            Ok(card) => Some(saved(&card)),
            Err(error) => {
                tracing::debug!(order = order.number, %error, "no card yet");
                None
            }
        }
    }
}

/// The customer key and the transaction, by which Kvell finds an order.
fn pair(order: &Order) -> Result<(CustomerKey, TransactionId), InvalidField> {
    Ok((CustomerKey::new(order.customer.as_str()), TransactionId::new(order.number.as_str())?))
}

impl Provider for Kvell {
    const NAME: &'static str = "kvell";
    const CALLBACK_METHODS: &'static [Method] = &[Method::POST];

    type Typed = Nothing;
    type Callback = CardSaved;

    fn offers() -> Vec<Offer> {
        let offer = Offer {
            kind: Kind::Card,
            title: Bilingual { ru: "Kvell", en: "" },
            explanation: Bilingual {
                ru: "Сохранить карту; сумма ненадолго блокируется",
                en: "Save a card; an amount is held for a moment",
            },
            price: Some(Money::from_minor_units(100, Currency::RUB)),
            fields: &[],
            button: Bilingual { ru: "Сохранить карту", en: "Save a card" },
        };
        vec![offer]
    }

    async fn begin(&self, order: &Order, _typed: Nothing, _journal: &Journal<'_>) -> Progress {
        match self.form(order) {
            Ok(_) => waiting(),
            Err(field) => Progress::new(State::Failed, Note::of_error(&field)),
        }
    }

    /// Queries the card. Only a saved card ends an order: it is not documented what the status of an order means for a card,
    /// nor that it shows there at all, and a released hold may well be reported as cancelled.
    async fn recovery(&self, order: &Order) -> Option<Progress> {
        if let Some(saved) = self.card(order).await {
            return Some(saved);
        }
        let (_, transaction) = pair(order).ok()?;
        match self.client.send(&OrderByTransaction::new(transaction)).await.map(|order| order.status) {
            Ok(OrderStatus::Canceled) => Some(Progress::new(State::Pending, CANCELED)),
            Ok(_) | Err(_) => Some(waiting()),
        }
    }

    async fn payer_page(&self, order: &Order) -> Option<PayerPage> {
        self.form(order).ok().map(|form| PayerPage::Address(form.url()))
    }

    fn verify(&self, head: &Parts, body: &[u8]) -> Result<CardSaved, CallbackError> {
        self.callbacks.receive(&head.headers, body)
    }

    fn subject<'a>(&self, callback: &'a CardSaved) -> Subject<'a> {
        Subject { number: Some(callback.transaction().as_str()), reference: None }
    }

    /// The pair is compared with the stored one, and the card is queried: with or without a signature, only Kvell's own
    /// response counts.
    async fn confirm(&self, callback: &CardSaved, order: &Order) -> Result<Option<Fact>, NotConfirmed> {
        let (customer, transaction) = pair(order).map_err(NotConfirmed::because)?;
        if !callback.is_about(&customer, &transaction) {
            return Err(NotConfirmed("the callback is about another buyer".to_owned()));
        }
        if !callback.is_verified() && !self.unsigned.allows() {
            return Err(NotConfirmed("there are too many unsigned callbacks".to_owned()));
        }
        let card = self.client.confirm(callback).await.map_err(NotConfirmed::because)?;
        Ok(Some(Fact { event: callback.event_id(), progress: saved(&card) }))
    }

    fn acknowledge(&self, callback: &CardSaved) -> Acknowledgement {
        callback.ack()
    }
}

const CANCELED: Bilingual = Bilingual {
    ru: "Kvell называет заказ отменённым и не сообщает карту. Скорее всего, она не сохранена: начните другой.",
    en: "Kvell calls it cancelled and tells no card. Most likely none was saved: begin another.",
};
const WAITING: Bilingual = Bilingual { ru: "Kvell ждёт карту.", en: "Kvell waits for the card." };
const SAVED: Bilingual = Bilingual { ru: "Карта сохранена.", en: "The card is saved." };

fn waiting() -> Progress {
    Progress::new(State::Pending, WAITING).asks_payer(true)
}

fn saved(card: &Card) -> Progress {
    let last4 = card.pan_mask.as_ref().and_then(|mask| mask.last4());
    Progress::new(State::Succeeded, SAVED).card(card.customer_card_token.expose(), last4)
}
