//! PaynetEasy: a transfer whose cards the payer types into the gateway's form. The gateway has no idempotency key, so a
//! request is never sent again: its status is queried by our number.

use std::path::PathBuf;

use http::Method;
use http::request::Parts;
use payments_core::callback::{Acknowledgement, CallbackError, Verified};
use payneteasy_client::common::signing::RsaSigner;
use payneteasy_client::{
    Callback, Callbacks, Client, Currency, Environment, Money, Recovery, Secret, StatusQuery, Terminal,
    common::{InvalidField, KeyRing, Recover as _},
    order::{ClientOrderId, Confirmed, Order as GatewayOrder, OrderId, OrderStatus, StatusResponse, StoredOrder},
    transfer::{ReturnUrls, TransferForm},
};
use serde::Deserialize;

use super::{NotConfirmed, Nothing, Offer, PayerPage, Provider, Subject};
use crate::Failure;
use crate::journal::Journal;
use crate::order::{Fact, Kind, Order, Progress, State};
use crate::text::{Bilingual, Note};

/// Address and credentials.
#[derive(Deserialize)]
pub(crate) struct PaynetEasySettings {
    base_url: String,
    login: String,
    endpoint_id: u64,
    merchant_control: Secret,
    private_key_pem_file: PathBuf,
    /// The gateway's word for a transfer, once it is known: it is not documented.
    #[serde(default)]
    transfer_type: Option<String>,
}

pub(crate) struct PaynetEasy {
    client: Client,
    terminal: Terminal,
    callbacks: Callbacks,
    return_url: String,
    transfer_type: Option<String>,
}

impl PaynetEasy {
    pub(crate) fn new(settings: &PaynetEasySettings, return_url: &str) -> Result<Self, Failure> {
        let signer = RsaSigner::from_pem_file(&settings.private_key_pem_file)?;
        let environment = Environment::at(&settings.base_url)?;
        let client = Client::builder(environment, settings.login.as_str(), signer).build()?;
        let terminal = client.endpoint(settings.endpoint_id);
        let callbacks = Callbacks::new(KeyRing::new("control key", settings.merchant_control.clone()));
        let transfer_type = settings.transfer_type.clone();
        Ok(Self { client, terminal, callbacks, return_url: return_url.to_owned(), transfer_type })
    }

    /// What callbacks and responses are compared with.
    fn stored_order(&self, order: &Order) -> Result<StoredOrder, InvalidField> {
        let sent = gateway_order(order)?;
        let stored = StoredOrder::from(&sent).order_id(order.reference.as_deref().map(OrderId::from));
        Ok(match &self.transfer_type {
            Some(word) => stored.payment_type(word),
            None => stored,
        })
    }

    /// Reads a status of this order. A return is approved, too, and is not the payment; nor is an undocumented type known to
    /// be it.
    fn progress_of(&self, answer: &StatusResponse, order: &Order) -> Result<Progress, NotConfirmed> {
        let stored = self.stored_order(order).map_err(NotConfirmed::because)?;
        let progress = match answer.confirm(&stored).map_err(NotConfirmed::because)? {
            Confirmed::Reversed(_) => Progress::new(State::NeedsPerson, GIVEN_BACK),
            Confirmed::Other(_) if answer.status.is_final() => Progress::new(State::NeedsPerson, UNKNOWN_KIND),
            _ => progress(&answer.status, order.form.is_some()),
        };
        Ok(match &answer.order_id {
            Some(id) => progress.reference(id.as_str()),
            None => progress,
        })
    }

    /// The request of an order, the same each time.
    fn transfer(&self, order: &Order) -> Result<TransferForm, InvalidField> {
        let order = gateway_order(order)?;
        Ok(TransferForm::form_to_form(self.terminal.clone(), order, ReturnUrls::any(self.return_url.as_str())))
    }
}

/// The customer data for the gateway.
fn gateway_order(order: &Order) -> Result<GatewayOrder, InvalidField> {
    let amount = order.amount.clone().ok_or_else(|| InvalidField::new("amount", "must be given"))?;
    // The payer's address, for the gateway's fraud screening. A real shop takes it from the connection.
    Ok(GatewayOrder::new(ClientOrderId::new(order.number.as_str()), amount, "Transfer to a card", "203.0.113.7"))
}

impl Provider for PaynetEasy {
    const NAME: &'static str = "payneteasy";
    /// GET is documented; no document rules out POST.
    const CALLBACK_METHODS: &'static [Method] = &[Method::GET, Method::POST];

    type Typed = Nothing;
    type Callback = Verified<Callback>;

    fn offers() -> Vec<Offer> {
        let offer = Offer {
            kind: Kind::Transfer,
            title: Bilingual { ru: "PaynetEasy", en: "" },
            explanation: Bilingual {
                ru: "Перевод с карты на карту; обе вводятся в форме шлюза",
                en: "Transfer from card to card, both typed into the gateway's form",
            },
            price: Some(Money::from_minor_units(10_050, Currency::USD)),
            fields: &[],
            button: Bilingual { ru: "Перевести", en: "Transfer" },
        };
        vec![offer]
    }

    async fn begin(&self, order: &Order, _typed: Nothing, _journal: &Journal<'_>) -> Progress {
        let transfer = match self.transfer(order) {
            Ok(transfer) => transfer,
            Err(field) => return Progress::new(State::Failed, Note::of_error(&field)),
        };
        match self.client.send(&transfer).await {
            Ok(answer) => {
                let progress = progress(&OrderStatus::Processing, answer.redirect_url.is_some());
                let progress = progress.reference(answer.order_id.as_str());
                match answer.redirect_url {
                    Some(address) => progress.form(address.into_exposed()),
                    None => progress,
                }
            }
            Err(error) => Progress::of_failed_call(&error),
        }
    }

    /// Queries the status. That there is no such order the gateway reports only as text, and a misconfigured terminal looks
    /// the same. So a refusal ends no order; a person reads the text and decides.
    async fn recovery(&self, order: &Order) -> Option<Progress> {
        let Recovery::Ask(StatusQuery::Order(question)) = self.transfer(order).ok()?.recovery(None) else {
            return None;
        };
        let question = match order.reference.as_deref() {
            Some(reference) => question.order_id(OrderId::from(reference)),
            None => question,
        };
        match self.client.send(&question).await {
            Ok(answer) => self
                .progress_of(&answer, order)
                .inspect_err(|error| tracing::error!(order = order.number, %error, "an answer that does not fit"))
                .ok(),
            Err(error) if error.refusal().is_some() => Some(Progress::new(State::Begun, Note::of_error(&error))),
            Err(error) => {
                tracing::warn!(order = order.number, %error, "not heard");
                None
            }
        }
    }

    async fn payer_page(&self, order: &Order) -> Option<PayerPage> {
        order.form.clone().map(|form| PayerPage::Address(form.0))
    }

    fn verify(&self, head: &Parts, body: &[u8]) -> Result<Verified<Callback>, CallbackError> {
        match head.method {
            Method::GET => self.callbacks.receive(head.uri.query().unwrap_or_default().as_bytes()),
            _ => self.callbacks.receive(body),
        }
    }

    fn subject<'a>(&self, callback: &'a Verified<Callback>) -> Subject<'a> {
        Subject { number: Some(callback.client_order_id.as_str()), reference: None }
    }

    /// The checksum covers the status and both ids, concatenated; so the ids are compared here, and the amount.
    async fn confirm(&self, callback: &Verified<Callback>, order: &Order) -> Result<Option<Fact>, NotConfirmed> {
        let stored = self.stored_order(order).map_err(NotConfirmed::because)?;
        let Confirmed::Payment(_) = callback.confirm(&stored).map_err(NotConfirmed::because)? else {
            // An order that has not ended is polled anyway.
            tracing::error!(order = order.number, "a return, or a kind that is not known: a person has to find out");
            return Ok(None);
        };
        let progress = progress(&callback.status, order.form.is_some()).reference(callback.order_id.as_str());
        Ok(Some(Fact { event: callback.event_id().clone(), progress }))
    }

    fn acknowledge(&self, callback: &Verified<Callback>) -> Acknowledgement {
        callback.ack()
    }
}

const GIVEN_BACK: Bilingual = Bilingual { ru: "Деньги возвращены.", en: "The money was given back." };
const UNKNOWN_KIND: Bilingual = Bilingual {
    ru: "Шлюз называет операцию иначе: см. transfer_type.",
    en: "The gateway calls it by another name: see transfer_type.",
};
const WITHOUT_FORM: Bilingual = Bilingual {
    ru: "Заказ у шлюза. Адрес его формы потерялся, поэтому срок заказа там истечёт.",
    en: "The gateway has the order. The address of its form was lost, so it will run out there.",
};

fn progress(status: &OrderStatus, has_form: bool) -> Progress {
    let (state, note) = match status {
        OrderStatus::Approved => {
            (State::Succeeded, Bilingual { ru: "Перевод одобрен.", en: "The transfer is approved." })
        }
        OrderStatus::Declined => {
            (State::Failed, Bilingual { ru: "Перевод отклонён.", en: "The transfer is declined." })
        }
        OrderStatus::Error => (State::Failed, Bilingual { ru: "Перевод не удался.", en: "The transfer failed." }),
        OrderStatus::Filtered => {
            (State::Failed, Bilingual { ru: "Отказ антифрода.", en: "Fraud control refused the transfer." })
        }
        status if status.needs_manual_check() => (
            State::NeedsPerson,
            Bilingual {
                ru: "Исход неизвестен: спросите поддержку шлюза.", en: "Unknown: ask the gateway's support."
            },
        ),
        _ if has_form => (State::Pending, Bilingual { ru: "Шлюз ждёт карты.", en: "The gateway waits for the cards." }),
        _ => (State::Pending, WITHOUT_FORM),
    };
    Progress::new(state, note).asks_payer(has_form && !state.is_final())
}
