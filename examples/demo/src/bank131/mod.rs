//! Bank 131: the documented transfer, and what may happen around it.

mod acquiring;

use bank131_client::common::{Acknowledgement, Date, Verified};
use bank131_client::recurrent::RecurrentToken;
use bank131_client::session::{
    Customer, IdentityDocument, NextStep, Participant, ParticipantContacts, Participants, PaymentDetails,
    PaymentOptions, PayoutDetails, Phone, Session, SessionCancel, SessionConfirm, SessionId, SessionMultiInit,
    SessionResult, SessionState, SessionStatus,
};
use bank131_client::signing::RsaSigner;
use bank131_client::webhook::EventType;
use bank131_client::{Client, Environment, ErrorCode, Event, IdempotencyKey, Outcome, PollSchedule, Recovery, Refusal};
use payments_core::Endpoint as _;
use payments_sandbox::{Provider, Sandbox, SignatureVerdict};
use serde_json::{Value, json};

use crate::story::{Actor, Palette, Story, expect};
use payments_fixtures::Failure;
use payments_fixtures::bank131::{
    ERROR_FIRST, INSUFFICIENT_FUNDS, RECIPIENT, THREE_D_SECURE, WAITS_FOR_CONFIRMATION, amounts, card, client,
    payout_amount, transfer, webhooks,
};
use payments_fixtures::browser::Browser;
use payments_fixtures::receiver::Receiver;

const PROVIDER: &str = "bank131";

/// Everything a flow needs.
struct Shop<'a> {
    client: Client,
    webhooks: Receiver<Verified<Event>>,
    browser: Browser,
    sandbox: &'a Sandbox,
    palette: Palette,
}

pub(crate) async fn run(sandbox: &Sandbox, palette: Palette) -> Result<Vec<Story>, Failure> {
    let mut shop = Shop::open(sandbox, palette).await?;
    let (transfer, token) = shop.transfer().await?;
    let mut stories = vec![transfer];
    stories.push(shop.repeat(token).await?);
    stories.push(shop.confirm().await?);
    stories.push(shop.cancel().await?);
    stories.push(shop.declined().await?);
    stories.push(shop.error_is_not_final().await?);
    stories.push(shop.sent_twice().await?);
    stories.push(shop.forged_signature().await?);
    stories.push(shop.acquiring().await?);
    Ok(stories)
}

impl<'a> Shop<'a> {
    async fn open(sandbox: &'a Sandbox, palette: Palette) -> Result<Self, Failure> {
        let client = client(sandbox.announcement(), &sandbox.announcement().bank131.base_url)?.build()?;
        let webhooks = webhooks(sandbox.announcement())?;
        let receiver = Receiver::start(move |head, body| match webhooks.receive(&head.headers, body) {
            Ok(event) => {
                let answer = event.ack().to_response();
                (Some(event), answer)
            }
            Err(error) => (None, Acknowledgement::empty(error.status()).to_response()),
        })
        .await?;
        sandbox.set_callback(Provider::Bank131, &format!("{}/webhooks", receiver.url))?;
        Ok(Self { client, webhooks: receiver, browser: Browser::new(), sandbox, palette })
    }

    fn story(&self, flow: &'static str, title: &str) -> Result<Story, Failure> {
        Story::open(PROVIDER, flow, title, self.palette)
    }

    /// The bank's documented request, from 3-D Secure to the recurrent token.
    async fn transfer(&mut self) -> Result<(Story, Option<RecurrentToken>), Failure> {
        let mut story = self.story("transfer", "A transfer: 1000.00 RUB from a card to 108.43 TJS on a card")?;
        let result = self.transfer_with_3ds(&mut story).await;
        let token = result.as_ref().ok().and_then(Session::recurrent_token).cloned();
        let result = result.and_then(|session| {
            if token.is_none() {
                return Err("no recurrent token came".into());
            }
            Ok(summary(&session))
        });
        Ok((story.close(result)?, token))
    }

    async fn transfer_with_3ds(&mut self, story: &mut Story) -> Result<Session, Failure> {
        let session = self.start(story, &documented_transfer("demo-transfer")?).await?;
        let asked = self.webhook(story, EventType::ActionRequired).await?;
        self.pass_three_d_secure(story, &asked).await?;
        self.webhook(story, EventType::PaymentFinished).await?;
        self.finish(story, &session.id).await
    }

    /// The same payer again, without 3-D Secure.
    async fn repeat(&mut self, token: Option<RecurrentToken>) -> Result<Story, Failure> {
        let mut story = self.story("repeat_by_token", "The same payer again, by the recurrent token")?;
        let result = self.repeat_by(&mut story, token).await;
        story.close(result)
    }

    async fn repeat_by(&mut self, story: &mut Story, token: Option<RecurrentToken>) -> Result<Value, Failure> {
        let token = token.ok_or("there is no token to repeat with")?;
        let transfer = transfer("demo-repeat", PaymentDetails::by_merchant(token), RECIPIENT)?;
        let session = self.start(story, &transfer).await?;
        self.webhook(story, EventType::PaymentFinished).await?;
        Ok(summary(&self.finish(story, &session.id).await?))
    }

    /// A payout that waits for the shop's word.
    async fn confirm(&mut self) -> Result<Story, Failure> {
        let mut story = self.story("confirm", "A payout that the shop confirms")?;
        let result = self.wait_and_confirm(&mut story).await;
        story.close(result)
    }

    async fn wait_and_confirm(&mut self, story: &mut Story) -> Result<Value, Failure> {
        let id = self.start_with_confirmation(story, "demo-confirm").await?;
        let session = self.client.send(&SessionConfirm::new(id)).await?;
        story.tell(Actor::Shop, format!("session/confirm: the session is {}", session.status))?;
        let asked = self.webhook(story, EventType::ActionRequired).await?;
        self.pass_three_d_secure(story, &asked).await?;
        self.webhook(story, EventType::PaymentFinished).await?;
        Ok(summary(&self.finish(story, &session.id).await?))
    }

    /// A payout that the shop refuses.
    async fn cancel(&mut self) -> Result<Story, Failure> {
        let mut story = self.story("cancel", "A payout that the shop cancels")?;
        let result = self.wait_and_cancel(&mut story).await;
        story.close(result)
    }

    async fn wait_and_cancel(&mut self, story: &mut Story) -> Result<Value, Failure> {
        let id = self.start_with_confirmation(story, "demo-cancel").await?;
        let session = self.client.send(&SessionCancel::new(id)).await?;
        story.tell(Actor::Shop, format!("session/cancel: the session is {}", session.status))?;
        self.webhook(story, EventType::PaymentFinished).await?;
        expect("the session", &session.status, &SessionState::Cancelled)?;
        Ok(summary(&session))
    }

    /// The issuer says no.
    async fn declined(&mut self) -> Result<Story, Failure> {
        let mut story = self.story("declined", "The issuer declines")?;
        let result = self.decline(&mut story).await;
        story.close(result)
    }

    async fn decline(&mut self, story: &mut Story) -> Result<Value, Failure> {
        let session = self.start(story, &transfer("demo-declined", card(INSUFFICIENT_FUNDS)?, RECIPIENT)?).await?;
        let asked = self.webhook(story, EventType::ActionRequired).await?;
        self.pass_three_d_secure(story, &asked).await?;
        self.webhook(story, EventType::PaymentFinished).await?;
        let session = self.client.wait_for_final(&session.id, PollSchedule::default()).await?;
        let reason = session.payments().first().and_then(|payment| payment.error.as_ref()).and_then(Refusal::code);
        let code = reason.ok_or("the failed payment has no reason")?;
        story.tell(Actor::Shop, format!("the payment failed with {code}: {}", advice(session.result())))?;
        expect("the reason", code, &ErrorCode::InsufficientFunds)?;
        Ok(summary(&session))
    }

    /// The session status that looks final and is not.
    async fn error_is_not_final(&mut self) -> Result<Story, Failure> {
        let mut story = self.story("error_is_not_final", "A session in `error`, which is not final")?;
        let result = self.sit_out_error(&mut story).await;
        story.close(result)
    }

    async fn sit_out_error(&mut self, story: &mut Story) -> Result<Value, Failure> {
        let session = self.start(story, &transfer("demo-error", card(ERROR_FIRST)?, RECIPIENT)?).await?;
        self.webhook(story, EventType::PaymentFinished).await?;
        let seen = self.client.send(&SessionStatus::new(session.id.clone())).await?;
        expect("the session", &seen.status, &SessionState::Error)?;
        story.tell(
            Actor::Shop,
            "session/status: the session is in error; neither repeated nor given up, but waited for",
        )?;
        self.webhook(story, EventType::PaymentFinished).await?;
        Ok(summary(&self.finish(story, &session.id).await?))
    }

    /// An answer got lost, and the shop sends the same request again.
    async fn sent_twice(&mut self) -> Result<Story, Failure> {
        let mut story = self.story("sent_twice", "The same request sent twice, as after a lost answer")?;
        let result = self.send_twice(&mut story).await;
        story.close(result)
    }

    async fn send_twice(&mut self, story: &mut Story) -> Result<Value, Failure> {
        let transfer = documented_transfer("demo-transfer")?;
        let Err(error) = self.client.send(&transfer).await else {
            return Err("the bank acted twice on one idempotency key".into());
        };
        story.tell(Actor::Provider, format!("{error}"))?;
        expect("the outcome", &error.outcome(), &Outcome::Unknown)?;
        let Some(Recovery::AwaitCallback) = error.recovery() else {
            return Err("the error does not say how to learn what happened".into());
        };
        story.tell(
            Actor::Shop,
            "nothing was charged again; the error says that the first one's webhook tells the rest",
        )?;
        Ok(json!({ "outcome": "unknown", "recovery": "webhook" }))
    }

    /// A request signed with somebody else's key.
    async fn forged_signature(&mut self) -> Result<Story, Failure> {
        let mut story = self.story("forged_signature", "A request signed with another key")?;
        let result = self.forge(&mut story).await;
        story.close(result)
    }

    async fn forge(&mut self, story: &mut Story) -> Result<Value, Failure> {
        // Any other key will do, such as that of another provider.
        let key = RsaSigner::from_pem(&self.sandbox.announcement().payneteasy.private_key_pem)?;
        let bank = &self.sandbox.announcement().bank131;
        let forger = Client::builder(Environment::at(&bank.base_url)?, bank.project.as_str(), key).build()?;
        let Err(error) = forger.send(&documented_transfer("demo-forged")?).await else {
            return Err("a forged signature was accepted".into());
        };
        story.tell(Actor::Provider, format!("{error}"))?;
        expect("the outcome", &error.outcome(), &Outcome::Refused)?;
        story.tell(Actor::Proof, "the checks above are real: the same check refuses this signature")?;
        Ok(json!({ "outcome": "refused", "code": "authentication_error" }))
    }

    /// Sends a transfer, and shows that its signature was checked.
    async fn start(&mut self, story: &mut Story, transfer: &SessionMultiInit) -> Result<Session, Failure> {
        let body_bytes = transfer.body()?.bytes().len();
        story.tell(
            Actor::Shop,
            format!("POST /api/v1/session/multi/init, {body_bytes} bytes, key {}", transfer.idempotency_key().as_str()),
        )?;
        let session = self.client.send(transfer).await?;
        let received = self.sandbox.bank131().received();
        let verdict = received.last().ok_or("the sandbox has received nothing")?.signature;
        expect("the signature", &verdict, &SignatureVerdict::Valid)?;
        story.tell(Actor::Proof, "the signature of exactly these bytes, checked by another RSA implementation")?;
        story.tell(Actor::Provider, format!("opens session {}, {}", session.id, session.status))?;
        Ok(session)
    }

    /// Starts a transfer to the card whose payout waits, up to the question whether to go on.
    async fn start_with_confirmation(&mut self, story: &mut Story, key: &str) -> Result<SessionId, Failure> {
        let session = self.start(story, &transfer(key, card(THREE_D_SECURE)?, WAITS_FOR_CONFIRMATION)?).await?;
        let ready = self.webhook(story, EventType::ReadyToConfirm).await?;
        match ready.next_step() {
            Some(NextStep::Confirm) => Ok(session.id),
            step => Err(format!("next step is {step:?}, not a confirmation").into()),
        }
    }

    /// Waits for the next webhook.
    async fn webhook(&mut self, story: &mut Story, kind: EventType) -> Result<Verified<Event>, Failure> {
        let event = self.webhooks.next().await?;
        expect("the webhook", &event.kind, &kind)?;
        let status = event.session.as_ref().map_or("unknown", |session| session.status.as_str());
        story.tell(Actor::Provider, format!("sends the webhook {kind}: the session is {status}"))?;
        story.tell(Actor::Proof, format!("the webhook's signature, by the bank's key {:?}", event.key().as_str()))?;
        Ok(event)
    }

    /// Does what the payer does.
    async fn pass_three_d_secure(&mut self, story: &mut Story, asked: &Event) -> Result<(), Failure> {
        let Some(NextStep::Redirect(redirect)) = asked.next_step() else {
            return Err("the payer is not sent anywhere".into());
        };
        let page = self.browser.submit(redirect.url().expose(), redirect.params().iter()).await?;
        story.tell(Actor::Payer, format!("opens the 3-D Secure page (HTTP {}) and confirms", page.status.as_u16()))?;
        let after = self.browser.press(&page, "confirm", &[]).await?;
        let location = after.location.ok_or("the payer is not sent back")?;
        story.tell(Actor::Payer, format!("is sent back to {location}"))
    }

    /// Waits for the end, and checks that the money has arrived.
    async fn finish(&mut self, story: &mut Story, id: &SessionId) -> Result<Session, Failure> {
        let session = self.client.wait_for_final(id, PollSchedule::default()).await?;
        if !session.has_succeeded() {
            return Err(format!("the session ended {} without success", session.status).into());
        }
        let states: Vec<_> = session
            .payments()
            .iter()
            .map(|payment| format!("payment {} {}", payment.id, payment.status))
            .chain(session.payouts().iter().map(|payout| format!("payout {} {}", payout.id, payout.status)))
            .collect();
        story.tell(Actor::Shop, format!("session/status: {}, {}", session.status, states.join(", ")))?;
        if let Some(token) = session.recurrent_token() {
            story.tell(Actor::Shop, format!("keeps the recurrent token {}", masked(token)))?;
        }
        Ok(session)
    }
}

/// The transfer of the bank's example, with its names and its empty texts: the same bytes.
fn documented_transfer(key: &str) -> Result<SessionMultiInit, Failure> {
    let passport = IdentityDocument::new("Паспорт гражданина Российской Федерации", "8008 579120")
        .issue_date(Date::new(2020, 3, 1)?)
        .division_code("")
        .issued_by("ОВД ПО Кировскому району");
    let phone = Phone::new("+79376151530").country_iso3("RUS").operator_code("937").short_number("6151530");
    let sender = Participant::new("Ольга", "Пахмутова")
        .middle_name("Семёновна")
        .citizenship_country_iso3("RUS")
        .country_iso3("TUR")
        .state("")
        .postal_code("")
        .flat("")
        .source_of_money("")
        .description("")
        .city("Уренгой")
        .street("Конаковская")
        .building("1")
        .date_of_birth(Date::new(1998, 3, 15)?)
        .identity_document(passport)
        .contacts(ParticipantContacts::new().phone(phone).email(""));
    let recipient = Participant::new("Maksim", "Pahmutov")
        .middle_name("Semenovich")
        .date_of_birth(Date::new(2000, 11, 8)?)
        .contacts(ParticipantContacts::new().phone(Phone::new("+43523452345")).email(""));

    Ok(SessionMultiInit::new(
        IdempotencyKey::new(key)?,
        card(THREE_D_SECURE)?,
        amounts()?,
        payout_amount()?,
        Participants::new(sender, recipient),
    )
    .payout(PayoutDetails::card(RECIPIENT.parse()?))
    .payment_options(PaymentOptions::new().recurrent(true).return_url("https://www.131.ru/"))
    .provider_tx_id("test1")
    .customer(Customer::new("lucky")))
}

fn advice(result: Option<SessionResult>) -> &'static str {
    match result {
        None => "the session is not over",
        Some(SessionResult::NothingCharged) => "the payer may start a new transfer",
        Some(_) => "somebody has to look",
    }
}

/// A token is as good as money, so only its end is shown.
fn masked(token: &RecurrentToken) -> String {
    let characters: Vec<char> = token.expose().chars().collect();
    let end: String = characters.iter().skip(characters.len().saturating_sub(4)).collect();
    format!("****{end}")
}

/// How a session ended, for machines.
fn summary(session: &Session) -> Value {
    let payments: Vec<_> = session.payments().iter().map(|payment| payment.status.as_str()).collect();
    let payouts: Vec<_> = session.payouts().iter().map(|payout| payout.status.as_str()).collect();
    json!({
        "session": session.id.as_str(),
        "session_status": session.status.as_str(),
        "payment_statuses": payments,
        "payout_statuses": payouts,
        "recurrent_token": session.recurrent_token().map(masked),
    })
}
