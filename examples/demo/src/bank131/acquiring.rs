//! A payment's whole life, held, captured in part and refunded twice; a payout from an account; the balance and the day's statement.

use std::time::SystemTime;

use bank131_client::account::{AccountTransfer, SettlementMultiCreate, SettlementMultiStartPayment};
use bank131_client::common::{BaseUrl, Date, Hidden};
use bank131_client::report::{AccountStatement, AccountStatementResponse, WalletBalance};
use bank131_client::session::{
    Customer, NewPayment, Participant, Participants, PayoutDetails, RefundStatus, Session, SessionCapture,
    SessionConfirm, SessionCreate, SessionId, SessionRefund, SessionStartPayment,
};
use bank131_client::webhook::EventType;
use bank131_client::{Currency, Money, Outcome, PollSchedule, Recovery, StatusQuery};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use payments_core::ReqwestTransport;
use payments_core::testing::LosesResponses;
use serde_json::{Value, json};

use super::Shop;
use crate::story::{Actor, Story, expect};
use payments_fixtures::Failure;
use payments_fixtures::bank131::{HELD, RECIPIENT, card, client};

/// The shop's settlement account.
const ACCOUNT: &str = "40702810900000003141";

impl Shop<'_> {
    /// Hold, capture, refunds, payout, balance, statement.
    pub(super) async fn acquiring(&mut self) -> Result<Story, Failure> {
        let title = "1000.00 RUB held, 700.00 captured, 200.00 refunded twice, 300.00 paid out, and what the books say";
        let mut story = self.story("acquiring", title)?;
        let result = self.live_through(&mut story).await;
        story.close(result)
    }

    async fn live_through(&mut self, story: &mut Story) -> Result<Value, Failure> {
        let before = self.balance().await?;
        let session = self.hold(story).await?;
        let captured = self.capture(story, &session).await?;
        self.refund(story, &captured).await?;
        let refunded = self.refund_and_lose_the_answer(story, &session).await?;
        let after = self.balance().await?;

        let kept = sum(refunded.payments().iter().filter_map(|payment| {
            let amounts = payment.amounts.as_ref()?;
            Some(units(amounts.gross.as_ref()) - units(amounts.fee.as_ref()?.merchant_fee.as_ref()))
        }));
        let returned = sum(refunded.refunds().map(|refund| units(refund.amount_details.as_ref())));
        expect("what was kept of the payment", &(after - before), &(kept - returned))?;
        expect("the balance in the bank's books", &self.in_books(None), &after)?;
        story.tell(
            Actor::Proof,
            format!("wallet/balance grew by {}: {kept} less {returned}, as the bank's books say", after - before),
        )?;

        let paid_out = self.pay_out(story).await?;
        let statement = self.statement(story).await?;
        Ok(json!({
            "session_status": refunded.status.as_str(),
            "refunds": refunded.refunds().count(),
            "balance_change": after - before,
            "payout_status": paid_out.status.as_str(),
            "transactions": statement.transactions.len(),
        }))
    }

    async fn hold(&mut self, story: &mut Story) -> Result<SessionId, Failure> {
        let session = self.client.send(&SessionCreate::new()).await?.id;
        story.tell(Actor::Shop, format!("session/create: {session}, stored with the order before money can move"))?;
        let payment = NewPayment::new(card(HELD)?, roubles(100_000), Customer::new("demo-acquiring"));
        self.client.send(&SessionStartPayment::new(session.clone(), payment)).await?;
        self.webhook(story, EventType::ReadyToCapture).await?;
        Ok(session)
    }

    async fn capture(&mut self, story: &mut Story, session: &SessionId) -> Result<Session, Failure> {
        self.client.send(&SessionCapture::new(session.clone()).amount(roubles(70_000))).await?;
        story.tell(Actor::Shop, "session/capture: 700.00 of the 1000.00 that are held")?;
        self.webhook(story, EventType::PaymentFinished).await?;
        self.finish(story, session).await
    }

    async fn refund(&mut self, story: &mut Story, session: &Session) -> Result<(), Failure> {
        self.client.send(&SessionRefund::of(session).amount(roubles(20_000))).await?;
        story.tell(Actor::Shop, "session/refund: 200.00")?;
        self.webhook(story, EventType::PaymentRefunded).await?;
        Ok(())
    }

    /// The second refund is made, and its answer is lost: it is found by counting.
    async fn refund_and_lose_the_answer(&mut self, story: &mut Story, session: &SessionId) -> Result<Session, Failure> {
        let address: BaseUrl = self.sandbox.announcement().bank131.base_url.parse()?;
        let transport = LosesResponses::of(ReqwestTransport::builder(&address).build()?);
        let unlucky = client(self.sandbox.announcement(), address.as_str())?.transport(transport).build()?;
        let Err(error) = unlucky.send(&SessionRefund::new(session.clone(), 1).amount(roubles(20_000))).await else {
            return Err("the answer was not lost".into());
        };
        story.tell(Actor::Shop, format!("session/refund: another 200.00. {error}"))?;
        expect("the outcome", &error.outcome(), &Outcome::Unknown)?;
        let Some(Recovery::Ask(StatusQuery::Refund(query))) = error.recovery() else {
            return Err("the error does not say how to find the refund".into());
        };
        let answer = self.client.send(query.status()).await?;
        let found = query.find(&answer).ok_or("the refund is not there")?;
        story.tell(Actor::Shop, format!("session/status: the refund was made, it is {}", found.id))?;
        self.webhook(story, EventType::PaymentRefunded).await?;
        let refunded = self.client.wait_for_final(session, PollSchedule::default()).await?;
        expect("the refunds", &refunded.refunds().count(), &2)?;
        for refund in refunded.refunds() {
            expect("the refund", &refund.status, &RefundStatus::Accepted)?;
        }
        Ok(refunded)
    }

    /// From the settlement account to another card; the bank asks for a confirmation.
    async fn pay_out(&mut self, story: &mut Story) -> Result<Session, Failure> {
        let session = self.client.send(&SettlementMultiCreate::new()).await?.id;
        let sender = Participant::default().full_name("ООО Ромашка").account(ACCOUNT);
        let people = Participants::new(sender, Participant::default().full_name("Иванов Иван"));
        let card = PayoutDetails::card(RECIPIENT.parse()?);
        let transfer = AccountTransfer::from_settlement_account("Выплата, без НДС", card, roubles(30_000), people);
        self.client.send(&SettlementMultiStartPayment::new(session.clone(), transfer)).await?;
        story.tell(Actor::Shop, "session/multi/start/payment/rko: 300.00 from the settlement account to a card")?;
        let ready = self.webhook(story, EventType::ReadyToConfirm).await?;
        let information = ready.confirm_information.clone().ok_or("there is nothing to confirm")?;
        self.client.send(&SessionConfirm::new(session.clone()).confirm_information(information)).await?;
        story.tell(Actor::Shop, "session/confirm, with what the webhook asked to confirm")?;
        self.webhook(story, EventType::PaymentFinished).await?;
        self.finish(story, &session).await
    }

    /// The statement of the day adds up, and ends with what the books say.
    async fn statement(&mut self, story: &mut Story) -> Result<AccountStatementResponse, Failure> {
        let statement = self.client.send(&AccountStatement::of_day(ACCOUNT, today()?)).await?;
        let turnover = statement.total_turnover.as_ref().ok_or("there is no turnover")?;
        let balance = statement.total_balance.as_ref().ok_or("there is no balance")?;
        let [debit, credit] =
            [&turnover.debit, &turnover.credit].map(|sum| sum.as_ref().map_or(0, |sum| *sum.expose()));
        let [opening, closing] =
            [&balance.opening, &balance.closing].map(|sum| sum.as_ref().map(Hidden::expose).copied());
        let (opening, closing) = (opening.ok_or("there is no opening balance")?, closing.ok_or("no closing balance")?);
        expect("the closing balance", &closing, &(opening + credit - debit))?;
        expect("the account in the bank's books", &self.in_books(Some(ACCOUNT)), &closing)?;
        let transactions = statement.transactions.len();
        story.tell(
            Actor::Proof,
            format!(
                "report/account_statement: {transactions} transactions, {opening} + {credit} - {debit} = {closing}"
            ),
        )?;
        Ok(statement)
    }

    /// The roubles in the wallets, by the client's answer.
    #[expect(clippy::disallowed_methods, reason = "the sandbox runs on the machine's clock")]
    async fn balance(&self) -> Result<i64, Failure> {
        let wallets = self.client.send(&WalletBalance::new(SystemTime::now())).await?;
        let roubles = wallets.iter().filter_map(|wallet| wallet.amount_details.as_ref());
        Ok(sum(roubles.filter(|money| *money.currency() == Currency::RUB).map(Money::minor_units)))
    }

    /// The roubles of the project, or of one of its accounts, by the sandbox's books.
    fn in_books(&self, account: Option<&str>) -> i64 {
        let project = self.sandbox.announcement().bank131.project.as_str();
        let owner = account.map_or_else(|| project.to_owned(), |account| format!("{project}/{account}"));
        let balances = self.sandbox.bank131().balances();
        let own = balances.iter().find(|balance| balance.owner == owner && balance.currency == "RUB");
        own.and_then(|balance| i64::try_from(balance.minor_units).ok()).unwrap_or_default()
    }
}

fn roubles(kopecks: i64) -> Money {
    Money::from_minor_units(kopecks, Currency::RUB)
}

fn units(money: Option<&Money>) -> i64 {
    money.map_or(0, Money::minor_units)
}

fn sum(sums: impl Iterator<Item = i64>) -> i64 {
    sums.sum()
}

/// The day in UTC, which the sandbox's statements go by.
fn today() -> Result<Date, Failure> {
    let today = Timestamp::now().to_zoned(TimeZone::UTC).date();
    Ok(Date::new(today.year().try_into()?, today.month().try_into()?, today.day().try_into()?)?)
}
