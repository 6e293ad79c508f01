//! Bank 131: transfers from card to card, purchases, and what is done about them. Cards are typed into the shop's page, pass
//! through memory, and are not stored.

mod actions;
mod cards;
mod purchase;
mod transfer;

use std::path::PathBuf;

use bank131_client::session::{NextStep, OperationStatus, Session, SessionConfirm, SessionResult, SessionStatus};
use bank131_client::signing::{RsaSigner, RsaVerifier};
use bank131_client::{Client, Currency, Environment, Event, KeyRing, Money, Refusal, Webhooks};
use http::Method;
use http::request::Parts;
use payments_core::callback::{Acknowledgement, CallbackError, Verified};
use serde::Deserialize;

use super::{NotConfirmed, Offer, PayerPage, Provider, Subject};
use crate::Failure;
use crate::journal::Journal;
use crate::order::{Fact, Kind, Order, Progress, State};
use crate::text::{Bilingual, Note};

use cards::Cards;
use transfer::PAYOUT;

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

    async fn session(&self, order: &Order) -> Option<Result<Session, bank131_client::Error>> {
        let question = SessionStatus::new(order.reference.as_deref()?.into());
        Some(self.client.send(&question).await)
    }

    /// Lets a session go on that waits for the shop, once its amounts are found to be the order's.
    async fn confirmed(&self, order: &Order, session: Session) -> Result<Session, NotConfirmed> {
        compare_amounts(order, &session)?;
        if !matches!(session.next_step(), NextStep::Confirm) {
            return Ok(session);
        }
        self.client.send(&SessionConfirm::new(session.id)).await.map_err(NotConfirmed::because)
    }
}

impl Provider for Bank131 {
    const NAME: &'static str = "bank131";
    const CALLBACK_METHODS: &'static [Method] = &[Method::POST];

    type Typed = Cards;
    type Callback = Verified<Event>;

    fn offers() -> Vec<Offer> {
        let title = Bilingual { ru: "Банк 131", en: "Bank 131" };
        let roubles = |kopecks| Some(Money::from_minor_units(kopecks, Currency::RUB));
        let transfer = Offer {
            kind: Kind::Transfer,
            title,
            explanation: Bilingual {
                ru: "Перевод в Таджикистан, 108.43 TJS",
                en: "Transfer to Tajikistan, 108.43 TJS",
            },
            price: roubles(100_000),
            fields: cards::OF_TRANSFER,
            button: Bilingual { ru: "Перевести", en: "Transfer" },
        };
        let purchase = Offer {
            kind: Kind::Purchase,
            title,
            explanation: Bilingual {
                ru: "Покупка: деньги блокируются и списываются потом",
                en: "A purchase, whose money is held and captured later",
            },
            price: roubles(50_000),
            fields: cards::OF_PURCHASE,
            button: Bilingual { ru: "Купить", en: "Buy" },
        };
        vec![transfer, purchase]
    }

    fn actions() -> Vec<Offer> {
        let capture = Offer {
            kind: Kind::Capture,
            title: Bilingual { ru: "Списание", en: "Capture" },
            explanation: Bilingual { ru: "Списать заблокированное.", en: "Debit what is held." },
            price: None,
            fields: &[],
            button: Bilingual { ru: "Списать", en: "Capture" },
        };
        let refund = Offer {
            kind: Kind::Refund,
            title: Bilingual { ru: "Возврат", en: "Refund" },
            explanation: Bilingual {
                ru: "Вернуть деньги на карту покупателя.",
                en: "Return the money to the payer's card.",
            },
            button: Bilingual { ru: "Вернуть", en: "Refund" },
            ..capture.clone()
        };
        let payout = Offer {
            kind: Kind::Payout,
            title: Bilingual { ru: "Выплата", en: "Payout" },
            explanation: Bilingual {
                ru: "Выплатить сумму покупки на карту продавца, со счёта магазина в банке.",
                en: "Pay the price out to the seller's card, from the shop's deposit.",
            },
            fields: cards::OF_PAYOUT,
            button: Bilingual { ru: "Выплатить на карту", en: "Pay out to a card" },
            ..capture.clone()
        };
        vec![capture, refund, payout]
    }

    fn may_begin_again(&self) -> bool {
        self.idempotent_by_key
    }

    fn is_complete(kind: Kind, cards: &Cards) -> bool {
        match kind {
            Kind::Transfer => cards.has_payer() && cards.has_recipient(),
            Kind::Purchase => cards.has_payer(),
            Kind::Payout => cards.has_recipient(),
            _ => true,
        }
    }

    async fn begin(&self, order: &Order, cards: Cards, journal: &Journal<'_>) -> Progress {
        let begun = match order.kind {
            Kind::Purchase => self.purchase(order, cards, journal).await,
            Kind::Capture => self.capture(order, journal).await,
            Kind::Refund => self.refund(order, journal).await,
            Kind::Payout => self.pay_out(order, cards, journal).await,
            _ => self.transfer(order, cards).await,
        };
        // An error comes before anything moves money.
        begun.unwrap_or_else(|error| Progress::new(State::Failed, Note::of_error(&error)))
    }

    /// Queries the session. Until a response or a webhook brings the id of a transfer's, there is nothing to query: its
    /// recovery is the same request again, which needs the payer, who has the cards, and a bank that is idempotent by key.
    async fn recovery(&self, order: &Order) -> Option<Progress> {
        if matches!(order.kind, Kind::Capture | Kind::Refund) {
            return self.outcome(order).await;
        }
        let session = match self.session(order).await {
            Some(Ok(session)) => session,
            Some(Err(error)) => {
                tracing::warn!(order = order.number, %error, "not heard");
                return None;
            }
            None if order.kind == Kind::Transfer => return Some(self.lost()),
            None => return purchase::without_session(order),
        };
        let session = self.confirmed(order, session).await;
        let session = session
            .inspect_err(|error| tracing::error!(order = order.number, %error, "an answer that does not fit"))
            .ok()?;
        match order.kind {
            Kind::Transfer => Some(progress(order, &session)),
            _ => self.started(order, session).await,
        }
    }

    /// What the payer has to do is in the session; it is queried again, because it may have changed.
    async fn payer_page(&self, order: &Order) -> Option<PayerPage> {
        if order.reference.is_none() {
            return (self.idempotent_by_key && order.kind == Kind::Transfer).then_some(PayerPage::SameForm);
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
        let customer = session.and_then(|session| {
            let payment = session.payments().first().and_then(|payment| payment.customer.as_ref());
            payment.or_else(|| session.payouts().first()?.customer.as_ref())
        });
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
        compare_amounts(order, session)?;
        Ok(Some(Fact { event, progress: progress(order, session) }))
    }

    fn acknowledge(&self, event: &Verified<Event>) -> Acknowledgement {
        event.ack()
    }
}

/// Compares the amounts of the session with the order's. In a transfer, its payments have the payout's.
fn compare_amounts(order: &Order, session: &Session) -> Result<(), NotConfirmed> {
    let expected = if order.kind == Kind::Transfer { Some(&PAYOUT) } else { order.amount.as_ref() };
    let payments = session.payments().iter().filter_map(|payment| payment.amount_details.as_ref());
    let payouts = session.payouts().iter().filter_map(|payout| payout.amount_details.as_ref());
    if payments.chain(payouts).all(|amount| Some(amount) == expected) {
        return Ok(());
    }
    Err(NotConfirmed::because("the session has another amount"))
}

fn progress(order: &Order, session: &Session) -> Progress {
    let result = session.result();
    let nothing_moved = match order.kind {
        Kind::Transfer => result == Some(SessionResult::NothingCharged),
        // The session was opened empty.
        _ => matches!(
            result,
            Some(SessionResult::NothingCharged | SessionResult::NotPaidOut | SessionResult::NothingStarted)
        ),
    };
    let (state, note) = match session.next_step() {
        _ if session.has_succeeded() => (State::Succeeded, success(order.kind).into()),
        NextStep::Finished if nothing_moved => (State::Failed, reason(session)),
        NextStep::Finished => (State::NeedsPerson, reason(session)),
        NextStep::Redirect(_) => (State::Pending, THREE_DS.into()),
        _ if is_held(order, session) => (State::Pending, HELD.into()),
        NextStep::Wait | NextStep::Confirm => (State::Pending, at_work(session)),
        _ => (State::NeedsPerson, at_work(session)),
    };
    let asks_payer = matches!(session.next_step(), NextStep::Redirect(_));
    let progress = Progress::new(state, note).reference(session.id.as_str()).asks_payer(asks_payer);
    match order.kind {
        Kind::Purchase if state == State::Succeeded => progress.allows(&[Kind::Refund, Kind::Payout]),
        Kind::Purchase if is_held(order, session) => progress.allows(&[Kind::Capture]),
        _ => progress,
    }
}

/// Whether the money of a purchase is held. The bank's samples name no next step then: the payment just waits.
fn is_held(order: &Order, session: &Session) -> bool {
    let is_pending = session.payments().iter().any(|payment| payment.status == OperationStatus::Pending);
    order.kind == Kind::Purchase && is_pending && matches!(session.next_step(), NextStep::Capture | NextStep::Wait)
}

const fn success(kind: Kind) -> Bilingual {
    match kind {
        Kind::Purchase => Bilingual { ru: "Оплачено.", en: "Paid." },
        Kind::Payout => Bilingual { ru: "Выплачено.", en: "Paid out." },
        _ => Bilingual { ru: "Деньги получены.", en: "The money has arrived." },
    }
}

const THREE_DS: Bilingual = Bilingual {
    ru: "Банк, выпустивший карту, хочет убедиться, что это вы.",
    en: "The issuer wants to know whether it is you.",
};
const HELD: Bilingual = Bilingual {
    ru: "Деньги заблокированы на карте, до пяти дней.",
    en: "The money is held on the card, for five days at most.",
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
