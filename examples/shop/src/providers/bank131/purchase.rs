//! A purchase by card, whose money is held until it is captured, and a payout to a card. Each has a session that is opened and
//! stored before any money moves, so after a lost response or a crash the session is queried.

use bank131_client::session::{
    Customer, NewPayment, NewPayout, Participant, Participants, PaymentDetails, PaymentOptions, PayoutDetails, Session,
    SessionCancel, SessionCreate, SessionId, SessionStartPayment, SessionStartPayout, SessionState,
};

use super::cards::Cards;
use super::{Bank131, progress};
use crate::Failure;
use crate::journal::Journal;
use crate::order::{Order, Progress, State};
use crate::text::Bilingual;

impl Bank131 {
    pub(super) async fn purchase(
        &self,
        order: &Order,
        mut cards: Cards,
        journal: &Journal<'_>,
    ) -> Result<Progress, Failure> {
        let card = PaymentDetails::Card(cards.payer()?);
        let payment = NewPayment::new(card, order.amount()?, Customer::new(order.number.as_str()))
            .payment_options(PaymentOptions::new().return_url(self.return_url.as_str()));
        let session = self.open_session(journal).await?;
        Ok(match self.client.send(&SessionStartPayment::new(session, payment)).await {
            Ok(session) => progress(order, &session),
            Err(error) => Progress::of_failed_call(&error),
        })
    }

    /// From the shop's deposit at the bank.
    pub(super) async fn pay_out(
        &self,
        order: &Order,
        mut cards: Cards,
        journal: &Journal<'_>,
    ) -> Result<Progress, Failure> {
        let recipient = Participants::of_recipient(Participant::default().full_name("Иванов Иван"));
        let payout = NewPayout::new(PayoutDetails::card(cards.recipient()?), order.amount()?)
            .participants(recipient)
            .customer(Customer::new(order.number.as_str()));
        let session = self.open_session(journal).await?;
        Ok(match self.client.send(&SessionStartPayout::new(session, payout)).await {
            Ok(session) => progress(order, &session),
            Err(error) => Progress::of_failed_call(&error),
        })
    }

    /// Opens a session and stores it. If the response is lost nothing else is sent, and an empty session costs nothing.
    async fn open_session(&self, journal: &Journal<'_>) -> Result<SessionId, Failure> {
        let session = self.client.send(&SessionCreate::new()).await?.id;
        journal.keep(Progress::new(State::Begun, OPENED).reference(session.as_str())).await?;
        Ok(session)
    }

    /// What a session that was queried says. If nothing was started in it, it is cancelled after a while, so that nothing will be.
    pub(super) async fn started(&self, order: &Order, session: Session) -> Option<Progress> {
        if session.status != SessionState::Created || order.is_young {
            return Some(progress(order, &session));
        }
        let cancellation = self.client.send(&SessionCancel::new(session.id)).await;
        let cancelled = cancellation.inspect_err(|error| tracing::warn!(order = order.number, %error, "not cancelled"));
        Some(progress(order, &cancelled.ok()?))
    }
}

/// An order without a session: the process died before it had one, and without one nothing is started.
pub(super) fn without_session(order: &Order) -> Option<Progress> {
    (!order.is_young).then(|| Progress::new(State::Failed, NOT_STARTED))
}

const OPENED: Bilingual = Bilingual {
    ru: "Сессия открыта, ответа ещё нет.",
    en: "The session is open, and there is no answer yet.",
};
pub(super) const NOT_STARTED: Bilingual = Bilingual {
    ru: "Ничего не отправлено, деньги не двигались.",
    en: "Nothing was started, and no money has moved.",
};
