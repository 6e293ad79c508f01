//! Vepay: a card is registered on the page that Vepay hosts, and what may happen around it.

use payments_sandbox::{Provider, Sandbox, SignatureVerdict};
use serde_json::{Value, json};
use vepay_client::card::{CardDel, CardGet, CardInfo, CardStatus, RegisterOutcome, Registration};
use vepay_client::common::{Acknowledgement, CardMask, Verified};
use vepay_client::operation::FormUrl;
use vepay_client::{Callback, Client};

use crate::story::{Actor, Palette, Story, expect};
use payments_fixtures::Failure;
use payments_fixtures::browser::Browser;
use payments_fixtures::receiver::Receiver;
use payments_fixtures::typed_card;
use payments_fixtures::vepay::{FRAUD, GOOD, callbacks, client, registration};

const PROVIDER: &str = "vepay";

/// Everything a flow needs.
struct Shop<'a> {
    client: Client,
    callbacks: Receiver<Verified<Callback>>,
    browser: Browser,
    sandbox: &'a Sandbox,
    palette: Palette,
}

pub(crate) async fn run(sandbox: &Sandbox, palette: Palette) -> Result<Vec<Story>, Failure> {
    let mut shop = Shop::open(sandbox, palette).await?;
    Ok(vec![shop.registration().await?, shop.declined().await?, shop.sent_twice().await?])
}

impl<'a> Shop<'a> {
    async fn open(sandbox: &'a Sandbox, palette: Palette) -> Result<Self, Failure> {
        let client = client(sandbox.announcement(), &sandbox.announcement().vepay.base_url)?.build()?;
        let callbacks = callbacks(sandbox.announcement());
        let receiver = Receiver::start(move |head, _body| {
            match callbacks.receive(head.uri.query().unwrap_or_default().as_bytes()) {
                Ok(callback) => {
                    let answer = callback.ack().to_response();
                    (Some(callback), answer)
                }
                Err(error) => (None, Acknowledgement::empty(error.status()).to_response()),
            }
        })
        .await?;
        sandbox.set_callback(Provider::Vepay, &format!("{}/callbacks", receiver.url))?;
        Ok(Self { client, callbacks: receiver, browser: Browser::new(), sandbox, palette })
    }

    fn story(&self, flow: &'static str, title: &str) -> Result<Story, Failure> {
        Story::open(PROVIDER, flow, title, self.palette)
    }

    /// The documented flow, to the card and its deletion.
    async fn registration(&mut self) -> Result<Story, Failure> {
        let mut story = self.story("card_registration", "A card is registered for autopayments and payouts")?;
        let result = self.register_and_keep(&mut story).await;
        story.close(result)
    }

    async fn register_and_keep(&mut self, story: &mut Story) -> Result<Value, Failure> {
        let (registration, url) = self.begin(story, "demo-card").await?;
        self.fill_in(story, &url, GOOD).await?;
        self.callback(story, &registration).await?;

        let state = self.client.wait_for_card(&registration).await?;
        expect("the registration", &state.status, &CardStatus::Success)?;
        let card = state.card.ok_or("the registration has no card")?;
        story.tell(Actor::Shop, format!("/card/get: {:?} is saved", card.mask))?;

        let use_of_card = registration.purpose().card_use();
        self.client.send(&CardInfo::new(card.id, use_of_card)).await?;
        self.client.send(&CardDel::new(card.id)).await?;
        story.tell(Actor::Shop, "/card/info shows it, /card/del deletes it")?;
        Ok(json!({ "status": state.status.as_str(), "card": card.mask.as_ref().map(CardMask::as_str) }))
    }

    /// The bank refuses the card.
    async fn declined(&mut self) -> Result<Story, Failure> {
        let mut story = self.story("card_declined", "A card that the bank declines")?;
        let result = self.register_in_vain(&mut story).await;
        story.close(result)
    }

    async fn register_in_vain(&mut self, story: &mut Story) -> Result<Value, Failure> {
        let (registration, url) = self.begin(story, "demo-fraud").await?;
        self.fill_in(story, &url, FRAUD).await?;
        self.callback(story, &registration).await?;
        let state = self.client.send(&CardGet::of(&registration)).await?;
        expect("the registration", &state.status, &CardStatus::PaymentError)?;
        story.tell(Actor::Shop, format!("/card/get: {} ({})", state.status, state.message.unwrap_or_default()))?;
        Ok(json!({ "status": state.status.as_str() }))
    }

    /// The first answer got lost, and the same request is sent again.
    async fn sent_twice(&mut self) -> Result<Story, Failure> {
        let mut story = self.story("sent_twice", "The same registration sent twice, as after a lost answer")?;
        let result = self.register_twice(&mut story).await;
        story.close(result)
    }

    async fn register_twice(&mut self, story: &mut Story) -> Result<Value, Failure> {
        let (first, _) = self.begin(story, "demo-twice").await?;
        let again = self.client.register(&registration("demo-twice")?).await?;
        let RegisterOutcome::Existing { registration } = again else {
            return Err("one number has made two registrations".into());
        };
        expect("the registration", &registration.id(), &first.id())?;
        story.tell(Actor::Provider, format!("the number is taken: registration {} exists", registration.id()))?;
        story.tell(Actor::Shop, "knows what became of the first request, and asks on")?;
        Ok(json!({ "settled_by": "same extid", "registration": registration.id().to_string() }))
    }

    /// Begins a registration, and shows that its token was checked.
    async fn begin(&self, story: &mut Story, number: &str) -> Result<(Registration, FormUrl), Failure> {
        let RegisterOutcome::Form { registration, url } = self.client.register(&registration(number)?).await? else {
            return Err("the number was used before".into());
        };
        story.tell(Actor::Shop, format!("POST /card/reg, number {number}"))?;
        let received = self.sandbox.vepay().received();
        expect("the token", &received.last().ok_or("nothing was received")?.signature, &SignatureVerdict::Valid)?;
        story.tell(Actor::Proof, "the token over exactly these bytes, computed anew by the sandbox")?;
        story.tell(Actor::Provider, format!("opens registration {} and its page", registration.id()))?;
        Ok((registration, url))
    }

    /// Does what the client of the lender does.
    async fn fill_in(&self, story: &mut Story, url: &FormUrl, card: &str) -> Result<(), Failure> {
        let page = self.browser.open(url.as_str()).await?;
        let page = self.browser.press(&page, "pay", &typed_card(card)).await?;
        story.tell(Actor::Payer, format!("opens the page and fills it in (HTTP {})", page.status.as_u16()))
    }

    /// Waits for the callback, and compares it with the registration.
    async fn callback(&mut self, story: &mut Story, registration: &Registration) -> Result<(), Failure> {
        let callback = self.callbacks.next().await?;
        let details = callback.confirm(registration)?;
        let status = details.status.as_ref().ok_or("the callback has no status")?;
        story.tell(Actor::Provider, format!("sends the callback: registration {} is {status}", registration.id()))?;
        story.tell(Actor::Proof, "the callback's key; both its numbers are the shop's own")
    }
}
