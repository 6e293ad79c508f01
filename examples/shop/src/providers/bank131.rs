//! Bank 131: a transfer from card to card. The cards are typed into the shop's page, pass through memory, and are not stored;
//! so a request that a crash interrupted cannot be sent again, and its outcome comes in the webhook. If the bank's requests
//! are [idempotent by key](Bank131Settings::idempotent_by_key), the payer may type the cards again instead of waiting.

use std::path::PathBuf;
use std::str::FromStr;

use bank131_client::session::{
    Amounts, CardDetails, Customer, ExchangeRate, NextStep, Participant, Participants, PaymentDetails, PaymentOptions,
    PayoutDetails, Session, SessionMultiInit, SessionResult, SessionStatus,
};
use bank131_client::signing::{RsaSigner, RsaVerifier};
use bank131_client::{
    Client, Currency, Environment, Event, IdempotencyKey, KeyRing, Money, Recovery, Refusal, Webhooks,
};
use http::Method;
use http::request::Parts;
use payments_core::callback::{Acknowledgement, CallbackError, Verified};
use payments_core::{CardNumber, SecurityCode};
use serde::Deserialize;

use super::{Field, NotConfirmed, Offer, PayerPage, Provider, Subject, parsed};
use crate::Failure;
use crate::order::{Fact, Order, Progress, State};
use crate::text::{Bilingual, Note};

/// Address and credentials.
#[derive(Deserialize)]
pub(crate) struct Bank131Settings {
    base_url: String,
    project: String,
    private_key_pem_file: PathBuf,
    bank_public_key_pem_file: PathBuf,
    /// Whether the same request with the same idempotency key pays once. Set it when the bank has confirmed that for your
    /// project. Its SDK relies on it, but no readable document promises it; if it is not so, a payer who types the cards
    /// again may pay twice.
    #[serde(default)]
    idempotent_by_key: bool,
}

pub(crate) struct Bank131 {
    client: Client,
    webhooks: Webhooks,
    return_url: String,
    idempotent_by_key: bool,
}

impl Bank131 {
    pub(crate) fn new(settings: &Bank131Settings, return_url: &str) -> Result<Self, Failure> {
        let signer = RsaSigner::from_pem_file(&settings.private_key_pem_file)?;
        let environment = Environment::at(&settings.base_url)?;
        let client = Client::builder(environment, settings.project.as_str(), signer).build()?;
        let bank_key = RsaVerifier::from_pem_file(&settings.bank_public_key_pem_file)?;
        let webhooks = Webhooks::new(KeyRing::new("bank", bank_key));
        let idempotent_by_key = settings.idempotent_by_key;
        Ok(Self { client, webhooks, return_url: return_url.to_owned(), idempotent_by_key })
    }

    /// The request of an order. Without the cards it cannot be built again.
    fn transfer(&self, order: &Order, cards: Cards) -> Result<SessionMultiInit, Failure> {
        let amount = order.amount.clone().ok_or("an order of this bank has an amount")?;
        let rate = |rate| ExchangeRate::from_rub(rate, Currency::TJS);
        let (sender, recipient) = (Participant::new("Ольга", "Пахмутова"), Participant::new("Maksim", "Pahmutov"));
        let Cards { from, expiry, security_code, to } = cards;
        let from = CardDetails::new(from).security_code(security_code).expires(expiry.month, expiry.year)?;
        let transfer = SessionMultiInit::new(
            IdempotencyKey::new(order.number.as_str())?,
            PaymentDetails::Card(from),
            Amounts::new(amount, rate("9.2222")?, rate("8.22")?),
            PAYOUT,
            Participants::new(sender, recipient),
        );
        // Our number comes back in the session. A webhook finds its order by it if the response got lost.
        Ok(transfer
            .payout(PayoutDetails::card(to))
            .payment_options(PaymentOptions::new().return_url(self.return_url.as_str()))
            .customer(Customer::new(order.number.as_str())))
    }

    async fn session(&self, order: &Order) -> Option<Result<Session, bank131_client::Error>> {
        let question = SessionStatus::new(order.reference.as_deref()?.into());
        Some(self.client.send(&question).await)
    }

    /// An order whose response was lost. The payer is asked for the cards only if they cannot be charged twice.
    fn lost(&self) -> Progress {
        let note = if self.idempotent_by_key { LOST_UNDER_ITS_KEY } else { LOST };
        Progress::new(State::Begun, note).asks_payer(self.idempotent_by_key)
    }
}

/// The cards of a transfer. Not stored and not shown; numbers and code are wiped on drop.
#[derive(Deserialize)]
pub(crate) struct Cards {
    #[serde(rename = "card_number", deserialize_with = "parsed")]
    from: CardNumber,
    #[serde(deserialize_with = "parsed")]
    expiry: Expiry,
    #[serde(deserialize_with = "parsed")]
    security_code: SecurityCode,
    #[serde(rename = "recipient_card_number", deserialize_with = "parsed")]
    to: CardNumber,
}

/// A month and a year, typed as `12/30`.
struct Expiry {
    month: u8,
    year: u16,
}

impl FromStr for Expiry {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (month, year) = text.trim().split_once('/').ok_or("write the expiry as 12/30")?;
        match (month.parse(), year.parse()) {
            (Ok(month @ 1..=12), Ok(year @ 0..=99)) => Ok(Self { month, year: 2000 + year }),
            _ => Err("write the expiry as 12/30"),
        }
    }
}

/// The amount that the recipient gets.
const PAYOUT: Money = Money::from_minor_units(10_843, Currency::TJS);

const LOST: Bilingual = Bilingual {
    ru: "Ответ потерялся. Что стало с переводом, сообщит вебхук банка.",
    en: "The answer was lost. The bank's webhook tells what became of it.",
};
const LOST_UNDER_ITS_KEY: Bilingual = Bilingual {
    ru: "Ответ потерялся. Что стало с переводом, сообщит вебхук банка; или введите те же карты ещё раз.",
    en: "The answer was lost. The bank's webhook tells what became of it; or type the same cards again.",
};
const ARRIVED: Bilingual = Bilingual {
    ru: "Первая попытка дошла. Что стало с переводом, сообщит вебхук банка.",
    en: "The first attempt has arrived. The bank's webhook tells what became of it.",
};

const FIELDS: &[Field] = &[
    Field {
        name: "card_number", label: Bilingual { ru: "Ваша карта", en: "Your card" }, example: "4242424242424242"
    },
    Field { name: "expiry", label: Bilingual { ru: "Действует до", en: "Expires" }, example: "12/30" },
    Field { name: "security_code", label: Bilingual { ru: "Код", en: "Code" }, example: "123" },
    Field {
        name: "recipient_card_number",
        label: Bilingual { ru: "Карта получателя", en: "Recipient's card" },
        example: "5058270610441098",
    },
];

impl Provider for Bank131 {
    const NAME: &'static str = "bank131";
    const CALLBACK_METHODS: &'static [Method] = &[Method::POST];

    type Typed = Cards;
    type Callback = Verified<Event>;

    fn offer() -> Offer {
        Offer {
            title: Bilingual { ru: "Банк 131", en: "Bank 131" },
            explanation: Bilingual {
                ru: "Перевод в Таджикистан, 108.43 TJS",
                en: "Transfer to Tajikistan, 108.43 TJS",
            },
            price: Some(Money::from_minor_units(100_000, Currency::RUB)),
            fields: FIELDS,
            button: Bilingual { ru: "Перевести", en: "Transfer" },
        }
    }

    fn may_begin_again(&self) -> bool {
        self.idempotent_by_key
    }

    async fn begin(&self, order: &Order, cards: Cards) -> Progress {
        let transfer = match self.transfer(order, cards) {
            Ok(transfer) => transfer,
            Err(error) => return Progress::new(State::Failed, Note::of_error(&error)),
        };
        match self.client.send(&transfer).await {
            Ok(session) => progress(&session),
            Err(error) => match error.recovery() {
                Some(Recovery::Resend) => self.lost(),
                Some(Recovery::AwaitCallback) => Progress::new(State::Begun, ARRIVED),
                _ => Progress::of_failed_call(&error),
            },
        }
    }

    /// Queries the session. Until a response or a webhook brings its id, there is nothing to query: the recovery of a
    /// transfer is the same request again, which needs the payer, who has the cards, and a bank that is idempotent by key.
    async fn recovery(&self, order: &Order) -> Option<Progress> {
        match self.session(order).await {
            Some(Ok(session)) => compare_sums(&session)
                .map(|()| progress(&session))
                .inspect_err(|error| tracing::error!(order = order.number, %error, "an answer that does not fit"))
                .ok(),
            Some(Err(error)) => {
                tracing::warn!(order = order.number, %error, "not heard");
                None
            }
            None => Some(self.lost()),
        }
    }

    /// What the payer has to do is in the session; it is queried again, because it may have changed.
    async fn payer_page(&self, order: &Order) -> Option<PayerPage> {
        if order.reference.is_none() {
            return self.idempotent_by_key.then_some(PayerPage::SameForm);
        }
        let session = self.session(order).await?.ok()?;
        let NextStep::Redirect(redirect) = session.next_step() else { return None };
        match redirect.method().as_str() {
            "POST" => Some(PayerPage::Form(redirect.html_form("Перейти · Go on").expose().clone())),
            _ => Some(PayerPage::Address(redirect.url().expose().clone())),
        }
    }

    fn verify(&self, head: &Parts, body: &[u8]) -> Result<Verified<Event>, CallbackError> {
        self.webhooks.receive(&head.headers, body)
    }

    fn subject<'a>(&self, event: &'a Verified<Event>) -> Subject<'a> {
        let session = event.session.as_ref();
        let customer = session.and_then(|session| session.payments().first()?.customer.as_ref());
        Subject {
            number: customer.map(|customer| customer.reference.as_str()),
            reference: session.map(|session| session.id.as_str()),
        }
    }

    /// The signature proves that the bank sent it, but not that it is about a transfer of this shop: another partner's
    /// session may have the same customer reference.
    async fn confirm(&self, event: &Verified<Event>, order: &Order) -> Result<Option<Fact>, NotConfirmed> {
        let Some((event, session)) = event.event_id().zip(event.session.as_ref()) else { return Ok(None) };
        match &order.reference {
            Some(reference) if *reference == session.id.as_str() => {}
            Some(_) => return Err(NotConfirmed::because("it is about another session")),
            // The response with the session's id was lost: the bank shows the session only to its own project.
            None => {
                let question = SessionStatus::new(session.id.clone());
                self.client.send(&question).await.map_err(NotConfirmed::because)?;
            }
        }
        compare_sums(session)?;
        Ok(Some(Fact { event, progress: progress(session) }))
    }

    fn acknowledge(&self, event: &Verified<Event>) -> Acknowledgement {
        event.ack()
    }
}

/// Compares the amounts of the session with the requested one. In a transfer, its payments have the payout's.
fn compare_sums(session: &Session) -> Result<(), NotConfirmed> {
    let payments = session.payments().iter().filter_map(|payment| payment.amount_details.as_ref());
    let payouts = session.payouts().iter().filter_map(|payout| payout.amount_details.as_ref());
    if payments.chain(payouts).all(|sum| *sum == PAYOUT) {
        return Ok(());
    }
    Err(NotConfirmed::because("another sum was paid out"))
}

fn progress(session: &Session) -> Progress {
    let (state, note) = match session.next_step() {
        _ if session.has_succeeded() => (State::Succeeded, ARRIVED_MONEY.into()),
        NextStep::Finished if session.result() == Some(SessionResult::NothingCharged) => {
            (State::Failed, reason(session))
        }
        NextStep::Finished => (State::NeedsPerson, reason(session)),
        NextStep::Redirect(_) => (State::Pending, THREE_DS.into()),
        NextStep::Wait => (State::Pending, at_work(session)),
        _ => (State::NeedsPerson, at_work(session)),
    };
    let asks_payer = matches!(session.next_step(), NextStep::Redirect(_));
    Progress::new(state, note).reference(session.id.as_str()).asks_payer(asks_payer)
}

const ARRIVED_MONEY: Bilingual = Bilingual { ru: "Деньги получены.", en: "The money has arrived." };
const THREE_DS: Bilingual = Bilingual {
    ru: "Банк, выпустивший карту, хочет убедиться, что это вы.",
    en: "The issuer wants to know whether it is you.",
};

fn at_work(session: &Session) -> Note {
    let status = &session.status;
    Note { ru: format!("Банк работает: {status}."), en: format!("The bank is at work: {status}.") }
}

/// Why the payment failed, or the payout if the payment did not.
fn reason(session: &Session) -> Note {
    let payments = session.payments().iter().filter_map(|payment| payment.error.as_ref());
    let payouts = session.payouts().iter().filter_map(|payout| payout.error.as_ref());
    if let Some(code) = payments.chain(payouts).find_map(Refusal::code) {
        return Note { ru: format!("Отказ: {code}."), en: format!("Refused: {code}.") };
    }
    let status = &session.status;
    Note { ru: format!("Завершилось как {status}."), en: format!("It ended as {status}.") }
}
