//! Calls about tokens, subscriptions, recipients and the self-employed.

use bank131_client::fps::FpsCustomerVerification;
use bank131_client::recurrent::RecurrentDisable;
use bank131_client::sberpay::SberPayPush;
use bank131_client::self_employed::{IssueReceipt, NpdCheck};
use bank131_client::session::{
    InternetBanking, NewPayment, NewPayout, Participant, Participants, PaymentOptions, SberPay, SberPayChannel,
    Session, SessionCreate, SessionId, SessionInitPayment, SessionState, SubscriptionOptions,
};
use bank131_client::subscription::{SubscriptionCancel, SubscriptionId, SubscriptionRestore};
use bank131_client::token::{IssuePublicToken, RussianAccount, Tokenize, TokenizeWidget};
use bank131_client::{Bank131, Client, Error, IdempotencyKey, Recovery};
use payments_fixtures::Failure;

use super::start::{nameless_calls, payment, receipt, started_calls};
use super::{ask, is_pending, schedule, send};
use crate::call::{Done, Recovered, Rows, Simulated as _};
use crate::world::TestBed;

started_calls! {
    Receipt(IssueReceipt) in SessionCreate::new() =>
        |session, _number| Ok(IssueReceipt::new(session, NewPayout::empty(), receipt()));
}

nameless_calls! {
    DisableToken(RecurrentDisable) = a_token, |_| None;
    CancelSubscription(SubscriptionCancel) = a_subscription, |()| None;
    RestoreSubscription(SubscriptionRestore) = an_ended_subscription, |()| None;
    PublicToken(IssuePublicToken) = a_widget, |_| None;
    TokenizeAccount(Tokenize) = an_account, |_| None;
    Push(SberPayPush) = a_payment_by_sber_pay, |()| None;
    CheckTaxpayer(NpdCheck) = a_person, |_| None;
    VerifyRecipient(FpsCustomerVerification) = a_recipient, |session| Some(session.id.as_str().to_owned());
}

/// A payment that has ended, with these options.
async fn paid(world: &TestBed, number: &str, options: PaymentOptions) -> Result<Session, Failure> {
    let client = Bank131::faultless_client(world)?;
    let payment = payment(number)?.payment_options(options);
    let session = client.send(&SessionInitPayment::new(IdempotencyKey::new(number)?, payment)).await?.id;
    Ok(client.wait_for_final(&session, schedule()?).await?)
}

async fn a_token(world: &TestBed, number: &str) -> Result<RecurrentDisable, Failure> {
    let session = paid(world, number, PaymentOptions::new().recurrent(true)).await?;
    Ok(RecurrentDisable::new(session.recurrent_token().ok_or("there is no token")?.clone()))
}

async fn subscribed(world: &TestBed, number: &str) -> Result<SubscriptionId, Failure> {
    let options = PaymentOptions::new().subscription(SubscriptionOptions::default().period("month"));
    let session = paid(world, number, options).await?;
    let subscription = session.payments().iter().find_map(|payment| payment.subscription.as_ref()?.id.clone());
    Ok(subscription.ok_or("there is no subscription")?)
}

async fn a_subscription(world: &TestBed, number: &str) -> Result<SubscriptionCancel, Failure> {
    Ok(SubscriptionCancel::new(subscribed(world, number).await?))
}

async fn an_ended_subscription(world: &TestBed, number: &str) -> Result<SubscriptionRestore, Failure> {
    let id = subscribed(world, number).await?;
    Bank131::faultless_client(world)?.send(&SubscriptionCancel::new(id.clone())).await?;
    Ok(SubscriptionRestore::new(id))
}

async fn a_widget(_world: &TestBed, _number: &str) -> Result<IssuePublicToken, Failure> {
    Ok(IssuePublicToken::new().tokenize_widget(TokenizeWidget::new()))
}

async fn an_account(_world: &TestBed, _number: &str) -> Result<Tokenize, Failure> {
    Ok(Tokenize::bank_account(RussianAccount::new("044525974", "40817810400003869535")))
}

async fn a_payment_by_sber_pay(world: &TestBed, number: &str) -> Result<SberPayPush, Failure> {
    let by_sber_pay = InternetBanking::sber_pay(SberPay::new(SberPayChannel::Web).phone("79680000000"));
    let payment: NewPayment = payment(number)?.details(by_sber_pay);
    let request = SessionInitPayment::new(IdempotencyKey::new(number)?, payment);
    let client = Bank131::faultless_client(world)?;
    let session = client.send(&request).await?.id;
    client.wait_until(&session, schedule()?, is_pending).await?;
    Ok(SberPayPush::new("79680000000", session))
}

async fn a_person(_world: &TestBed, _number: &str) -> Result<NpdCheck, Failure> {
    Ok(NpdCheck::new("123456789012"))
}

async fn a_recipient(_world: &TestBed, _number: &str) -> Result<FpsCustomerVerification, Failure> {
    let recipient = Participants::of_recipient(Participant::default().full_name("Иванов Иван"));
    Ok(FpsCustomerVerification::new("79680000000", "100000000069", recipient))
}

/// The rows of the matrix.
pub(super) fn rows(matrix: &mut impl Rows) {
    started_rows(matrix);
    nameless_rows(matrix);
}
