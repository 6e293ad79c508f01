//! What is done about a purchase: its money is captured, or refunded. How to find out what became of it is stored before it is
//! sent.

use bank131_client::common::Recover as _;
use bank131_client::session::{
    OperationStatus, Refund, RefundStatus, Session, SessionCapture, SessionId, SessionRefund, SessionStatus,
};
use bank131_client::{Recovery, StatusQuery};

use super::Bank131;
use super::purchase::without_session;
use crate::Failure;
use crate::journal::Journal;
use crate::order::{Kind, Order, Progress, State};
use crate::text::Bilingual;

impl Bank131 {
    /// Debits all that is held.
    pub(super) async fn capture(&self, order: &Order, journal: &Journal<'_>) -> Result<Progress, Failure> {
        let request = SessionCapture::new(session_of(order)?).amount(order.amount()?);
        journal.keep(on_its_way(&request.stored_recovery())).await?;
        Ok(match self.client.send(&request).await {
            Ok(session) => captured(order, &session),
            Err(error) => Progress::of_failed_call(&error),
        })
    }

    /// Returns all of it. The bank takes no number of a refund: it is found by counting those that were there before.
    pub(super) async fn refund(&self, order: &Order, journal: &Journal<'_>) -> Result<Progress, Failure> {
        let before = self.client.send(&SessionStatus::new(session_of(order)?)).await?;
        let request = SessionRefund::of(&before).amount(order.amount()?);
        let recovery = request.stored_recovery();
        journal.keep(on_its_way(&recovery)).await?;
        Ok(match self.client.send(&request).await {
            Ok(session) => found(order, &recovery, &session),
            Err(error) => Progress::of_failed_call(&error),
        })
    }

    /// Queries by what was stored.
    pub(super) async fn outcome(&self, order: &Order) -> Option<Progress> {
        // Nothing is sent before it is stored.
        let Some(stored) = &order.recovery else { return without_session(order) };
        let recovery = Recovery::from_text(stored)
            .inspect_err(|error| tracing::error!(order = order.number, %error, "what was stored cannot be read"))
            .ok()?;
        let status = match &recovery {
            Recovery::Ask(StatusQuery::Session(status)) => status,
            Recovery::Ask(StatusQuery::Refund(query)) => query.status(),
            _ => return None,
        };
        let answer = self.client.send(status).await;
        let session = answer.inspect_err(|error| tracing::warn!(order = order.number, %error, "not heard")).ok()?;
        Some(match order.kind {
            Kind::Capture => captured(order, &session),
            _ => found(order, &recovery, &session),
        })
    }
}

/// The session of the purchase.
fn session_of(order: &Order) -> Result<SessionId, Failure> {
    let session = order.about_reference.as_deref().ok_or("the purchase has no session")?;
    Ok(SessionId::new(session))
}

fn on_its_way(recovery: &Recovery) -> Progress {
    Progress::new(State::Begun, ON_ITS_WAY).recovery(recovery.to_text())
}

/// If the money is still held after a while, the request did not arrive, and may be sent again.
fn captured(order: &Order, session: &Session) -> Progress {
    match session.payments().first().map(|payment| &payment.status) {
        Some(OperationStatus::Succeeded) => Progress::new(State::Succeeded, CAPTURED),
        Some(OperationStatus::Failed) if session.status.is_final() => Progress::new(State::Failed, NOT_HELD),
        Some(OperationStatus::Pending) if !order.is_young => Progress::new(State::Failed, NOT_CAPTURED),
        _ => Progress::new(State::Pending, ON_ITS_WAY),
    }
}

fn found(order: &Order, recovery: &Recovery, session: &Session) -> Progress {
    let Recovery::Ask(StatusQuery::Refund(query)) = recovery else {
        return Progress::new(State::NeedsPerson, NOT_FOUND);
    };
    query.find(session).map_or_else(|| Progress::new(State::Begun, NOT_FOUND), |refund| refunded(order, refund))
}

fn refunded(order: &Order, refund: &Refund) -> Progress {
    if refund.amount_details.is_some() && refund.amount_details != order.amount {
        return Progress::new(State::NeedsPerson, OTHER_AMOUNT);
    }
    match refund.status {
        RefundStatus::Accepted => Progress::new(State::Succeeded, RETURNED),
        RefundStatus::Declined => Progress::new(State::Failed, DECLINED),
        RefundStatus::InProgress => Progress::new(State::Pending, ON_ITS_WAY),
        _ => Progress::new(State::NeedsPerson, UNCLEAR),
    }
}

const ON_ITS_WAY: Bilingual = Bilingual { ru: "Банк работает.", en: "The bank is at work." };
const CAPTURED: Bilingual = Bilingual { ru: "Деньги списаны.", en: "The money is debited." };
const NOT_CAPTURED: Bilingual = Bilingual {
    ru: "Запрос не дошёл, деньги по-прежнему заблокированы: спишите ещё раз.",
    en: "The request did not arrive, and the money is still held: capture it again.",
};
const NOT_HELD: Bilingual =
    Bilingual { ru: "Деньги больше не заблокированы.", en: "The money is no longer held." };
const NOT_FOUND: Bilingual = Bilingual {
    ru: "Возврата ещё не видно: он не дошёл или ещё в пути.",
    en: "No refund is seen: it did not arrive, or is still on its way.",
};
const OTHER_AMOUNT: Bilingual =
    Bilingual { ru: "Возвращена другая сумма.", en: "Another amount was refunded." };
const RETURNED: Bilingual = Bilingual { ru: "Деньги возвращены.", en: "The money was returned." };
const DECLINED: Bilingual = Bilingual { ru: "В возврате отказано.", en: "The refund was declined." };
const UNCLEAR: Bilingual = Bilingual {
    ru: "Возврат закончился ошибкой: спросите банк.",
    en: "The refund ended with an error: ask the bank.",
};
