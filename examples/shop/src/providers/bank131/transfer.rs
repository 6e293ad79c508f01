//! A transfer from card to card. The cards are not stored, so a request that a crash interrupted cannot be sent again, and its
//! outcome comes in the webhook. If the bank's requests are [idempotent by key](super::Bank131Settings::idempotent_by_key), the
//! payer may type the cards again instead of waiting.

use bank131_client::session::{
    Amounts, Customer, ExchangeRate, Participant, Participants, PaymentDetails, PaymentOptions, PayoutDetails,
    SessionMultiInit,
};
use bank131_client::{Currency, IdempotencyKey, Money, Recovery};

use super::cards::Cards;
use super::{Bank131, progress};
use crate::Failure;
use crate::order::{Order, Progress, State};
use crate::text::Bilingual;

/// The amount that the recipient gets.
pub(super) const PAYOUT: Money = Money::from_minor_units(10_843, Currency::TJS);

impl Bank131 {
    pub(super) async fn transfer(&self, order: &Order, cards: Cards) -> Result<Progress, Failure> {
        let transfer = self.transfer_of(order, cards)?;
        Ok(match self.client.send(&transfer).await {
            Ok(session) => progress(order, &session),
            Err(error) => match error.recovery() {
                Some(Recovery::Resend) => self.lost(),
                Some(Recovery::AwaitCallback) => Progress::new(State::Begun, ARRIVED),
                _ => Progress::of_failed_call(&error),
            },
        })
    }

    /// The request of an order. Without the cards it cannot be built again.
    fn transfer_of(&self, order: &Order, mut cards: Cards) -> Result<SessionMultiInit, Failure> {
        let rate = |rate| ExchangeRate::from_rub(rate, Currency::TJS);
        let (sender, recipient) = (Participant::new("Ольга", "Пахмутова"), Participant::new("Maksim", "Pahmutov"));
        let transfer = SessionMultiInit::new(
            IdempotencyKey::new(order.number.as_str())?,
            PaymentDetails::Card(cards.payer()?),
            Amounts::new(order.amount()?, rate("9.2222")?, rate("8.22")?),
            PAYOUT,
            Participants::new(sender, recipient),
        );
        // Our number comes back in the session. A webhook finds its order by it if the response got lost.
        Ok(transfer
            .payout(PayoutDetails::card(cards.recipient()?))
            .payment_options(PaymentOptions::new().return_url(self.return_url.as_str()))
            .customer(Customer::new(order.number.as_str())))
    }

    /// A transfer whose response was lost. The payer is asked for the cards only if they cannot be charged twice.
    pub(super) fn lost(&self) -> Progress {
        let note = if self.idempotent_by_key { LOST_UNDER_ITS_KEY } else { LOST };
        Progress::new(State::Begun, note).asks_payer(self.idempotent_by_key)
    }
}

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
