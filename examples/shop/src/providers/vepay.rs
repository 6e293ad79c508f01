//! Vepay: a card is registered on the page that Vepay hosts. Vepay is idempotent by external id, so a request whose response
//! was lost is sent again.

use http::Method;
use http::request::Parts;
use payments_core::callback::{Acknowledgement, CallbackError, Verified};
use serde::Deserialize;
use vepay_client::card::{
    CardGet, CardGetResponse, CardReg, CardStatus, RegisterOutcome, Registration, RegistrationPurpose,
};
use vepay_client::common::{InvalidField, ProviderText};
use vepay_client::{Callback, Callbacks, Client, Environment, Error, ExtId, KeyRing, OperationId, Secret};

use super::{NotConfirmed, Nothing, Offer, PayerPage, Provider, Subject};
use crate::Failure;
use crate::journal::Journal;
use crate::order::{Fact, Kind, Order, Progress, State};
use crate::text::{Bilingual, Note};

/// The purpose of the registered cards.
const PURPOSE: RegistrationPurpose = RegistrationPurpose::AutopaymentAndPayout;

/// The payer's time limit, in minutes.
const TIMEOUT: u8 = 30;

/// Address and credentials.
#[derive(Deserialize)]
pub(crate) struct VepaySettings {
    base_url: String,
    mfo: String,
    secret: Secret,
    callback_key: Secret,
}

pub(crate) struct Vepay {
    client: Client,
    callbacks: Callbacks,
    return_url: String,
}

impl Vepay {
    pub(crate) fn new(settings: &VepaySettings, return_url: &str) -> Result<Self, Failure> {
        let environment = Environment::at(&settings.base_url)?;
        let client = Client::builder(environment, settings.mfo.as_str(), settings.secret.clone()).build()?;
        let callbacks = Callbacks::new(KeyRing::new("callback key", settings.callback_key.clone()));
        Ok(Self { client, callbacks, return_url: return_url.to_owned() })
    }

    /// The request of an order, the same each time.
    fn registration(&self, order: &Order) -> Result<CardReg, InvalidField> {
        let request = CardReg::new(PURPOSE, ExtId::new(order.number.as_str())?).timeout_minutes(TIMEOUT);
        let back = self.return_url.as_str();
        Ok(request.success_url(back).fail_url(back).cancel_url(back))
    }

    async fn card(&self, id: OperationId, order: &Order) -> Result<Progress, Error> {
        let state = self.client.send(&CardGet::new(id, PURPOSE.card_use())).await?;
        Ok(progress(&state, order.form.is_some()).reference(id.get().to_string()))
    }
}

/// Vepay's id of an order, once it is known.
fn registration_id(order: &Order) -> Option<OperationId> {
    order.reference.as_deref()?.parse().ok().map(OperationId::new)
}

impl Provider for Vepay {
    const NAME: &'static str = "vepay";
    const CALLBACK_METHODS: &'static [Method] = &[Method::GET];

    type Typed = Nothing;
    type Callback = Verified<Callback>;

    fn offers() -> Vec<Offer> {
        let offer = Offer {
            kind: Kind::Card,
            title: Bilingual { ru: "Vepay", en: "" },
            explanation: Bilingual {
                ru: "Сохранить карту; для проверки Vepay списывает 11 рублей и возвращает их",
                en: "Save a card; Vepay takes 11 roubles to check it, and gives them back",
            },
            price: None,
            fields: &[],
            button: Bilingual { ru: "Сохранить карту", en: "Save a card" },
        };
        vec![offer]
    }

    async fn begin(&self, order: &Order, _typed: Nothing, _journal: &Journal<'_>) -> Progress {
        let request = match self.registration(order) {
            Ok(request) => request,
            Err(field) => return Progress::new(State::Failed, Note::of_error(&field)),
        };
        match self.client.register(&request).await {
            Ok(begun) => begun_progress(&begun),
            Err(error) => Progress::of_failed_call(&error),
        }
    }

    /// Queries the card. If the id of the registration is not known, the same request is sent again: either the first one
    /// never arrived and this one begins it, or Vepay returns the id of the first one. A refusal proves nothing here, because
    /// it may be about this request and not about the first.
    async fn recovery(&self, order: &Order) -> Option<Progress> {
        let answer = match registration_id(order) {
            Some(id) => self.card(id, order).await,
            None => self.client.register(&self.registration(order).ok()?).await.map(|begun| begun_progress(&begun)),
        };
        answer.inspect_err(|error| tracing::warn!(order = order.number, %error, "not heard")).ok()
    }

    async fn payer_page(&self, order: &Order) -> Option<PayerPage> {
        order.form.clone().map(|form| PayerPage::Address(form.0))
    }

    fn verify(&self, head: &Parts, _body: &[u8]) -> Result<Verified<Callback>, CallbackError> {
        self.callbacks.receive(head.uri.query().unwrap_or_default().as_bytes())
    }

    fn subject<'a>(&self, callback: &'a Verified<Callback>) -> Subject<'a> {
        Subject { number: callback.ext_id.as_ref().map(ProviderText::raw), reference: None }
    }

    /// The key does not separate one value from the next; the length of the order numbers does. The card is queried.
    async fn confirm(&self, callback: &Verified<Callback>, order: &Order) -> Result<Option<Fact>, NotConfirmed> {
        let id = registration_id(order).ok_or_else(|| NotConfirmed("the registration is not known yet".to_owned()))?;
        let own = ExtId::new(order.number.as_str()).map_err(NotConfirmed::because)?;
        callback.confirm(&Registration::new(id, PURPOSE).ext_id(own)).map_err(NotConfirmed::because)?;
        let Some(event) = callback.event_id() else { return Ok(None) };
        let progress = self.card(id, order).await.map_err(NotConfirmed::because)?;
        Ok(Some(Fact { event: event.clone(), progress }))
    }

    fn acknowledge(&self, callback: &Verified<Callback>) -> Acknowledgement {
        callback.ack()
    }
}

fn begun_progress(begun: &RegisterOutcome) -> Progress {
    let reference = begun.registration().id().get().to_string();
    match begun.url() {
        Some(url) => waiting(true).reference(reference).form(url.as_str()),
        None => waiting(false).reference(reference),
    }
}

const SAVED: Bilingual = Bilingual { ru: "Карта сохранена.", en: "The card is saved." };
const NOT_SAVED: Bilingual = Bilingual { ru: "Карта не сохранена.", en: "The card was not saved." };
const WAITING: Bilingual = Bilingual { ru: "Vepay ждёт карту.", en: "Vepay waits for the card." };
const WITHOUT_FORM: Bilingual = Bilingual {
    ru: "Регистрация у Vepay. Адрес формы потерялся, поэтому её срок там истечёт.",
    en: "Vepay has the registration. The address of its form was lost, so it will run out there.",
};

fn progress(state: &CardGetResponse, has_form: bool) -> Progress {
    match (&state.status, &state.card) {
        (CardStatus::Success, Some(card)) => {
            let last4 = card.mask.as_ref().and_then(|mask| mask.last4());
            Progress::new(State::Succeeded, SAVED).card(&card.id.get().to_string(), last4)
        }
        (CardStatus::PaymentError, _) => Progress::new(State::Failed, NOT_SAVED),
        _ => waiting(has_form),
    }
}

fn waiting(has_form: bool) -> Progress {
    if has_form {
        return Progress::new(State::Pending, WAITING).asks_payer(true);
    }
    Progress::new(State::Pending, WITHOUT_FORM)
}
