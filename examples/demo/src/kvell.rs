//! Kvell: a card is bound on the form that Kvell hosts, opened by POST and by GET.

use kvell_client::bank::BankList;
use kvell_client::common::{Acknowledgement, PollSchedule};
use kvell_client::order::OrderByTransaction;
use kvell_client::{CardSaved, Client, CustomerKey, SignaturePolicy, StatusQuery, TransactionId};
use payments_sandbox::{Provider, Sandbox};
use serde_json::{Value, json};

use crate::story::{Actor, Palette, Story};
use payments_fixtures::Failure;
use payments_fixtures::browser::{Browser, Page};
use payments_fixtures::kvell::{DECLINED, GOOD, client, form};
use payments_fixtures::receiver::Receiver;
use payments_fixtures::typed_card;

const PROVIDER: &str = "kvell";

/// Everything a flow needs.
struct Shop {
    client: Client,
    callbacks: Receiver<CardSaved>,
    browser: Browser,
    palette: Palette,
}

pub(crate) async fn run(sandbox: &Sandbox, palette: Palette) -> Result<Vec<Story>, Failure> {
    let mut shop = Shop::open(sandbox, palette).await?;
    Ok(vec![shop.bind_by_post().await?, shop.declined_by_get().await?, shop.banks().await?])
}

impl Shop {
    async fn open(sandbox: &Sandbox, palette: Palette) -> Result<Self, Failure> {
        let client = client(sandbox.announcement(), &sandbox.announcement().kvell.api_url)?.build()?;
        let callbacks = client.callbacks(SignaturePolicy::Require);
        let receiver = Receiver::start(move |head, body| match callbacks.receive(&head.headers, body) {
            Ok(callback) => {
                let answer = callback.ack().to_response();
                (Some(callback), answer)
            }
            Err(error) => (None, Acknowledgement::empty(error.status()).to_response()),
        })
        .await?;
        sandbox.set_callback(Provider::Kvell, &format!("{}/callbacks", receiver.url))?;
        Ok(Self { client, callbacks: receiver, browser: Browser::new(), palette })
    }

    fn story(&self, flow: &'static str, title: &str) -> Result<Story, Failure> {
        Story::open(PROVIDER, flow, title, self.palette)
    }

    /// The documented flow, with the ready-made HTML.
    async fn bind_by_post(&mut self) -> Result<Story, Failure> {
        let mut story = self.story("bind_card", "A card is bound, the form opened by POST")?;
        let result = self.bind(&mut story).await;
        story.close(result)
    }

    async fn bind(&mut self, story: &mut Story) -> Result<Value, Failure> {
        let (customer, transaction) = (CustomerKey::new("buyer-42"), TransactionId::random()?);
        let form = self.client.sign_form(&form(&customer, &transaction)?)?;
        story.tell(Actor::Shop, "answers the payer's browser with the signed form; the crate itself never sends it")?;
        let page = self.browser.submit(form.action(), form.fields().iter()).await?;
        story.tell(Actor::Proof, "the form's signature, computed anew by the sandbox: a wrong one opens no form")?;
        self.fill_in(story, &page, GOOD).await?;

        let callback = self.callbacks.next().await?;
        if !callback.is_about(&customer, &transaction) {
            return Err("the callback is about something else".into());
        }
        story.tell(Actor::Provider, "sends the callback: the card is saved")?;
        story.tell(Actor::Proof, "the callback's signature; buyer and transaction are the shop's own")?;
        let card = self.client.confirm(&callback).await?;
        story.tell(Actor::Shop, format!("asks for the card of the transaction, which agrees: {:?}", card.pan_mask))?;

        let order = self.client.wait_for_final(&OrderByTransaction::new(transaction), PollSchedule::default()).await?;
        story.tell(Actor::Shop, format!("order status: {}", order.status))?;
        Ok(json!({ "order_status": order.status.as_str(), "card_confirmed": true }))
    }

    /// The bank refuses, and no callback comes: the shop polls.
    async fn declined_by_get(&mut self) -> Result<Story, Failure> {
        let mut story = self.story("bind_card_declined", "A card that the bank declines, the form opened by GET")?;
        let result = self.bind_in_vain(&mut story).await;
        story.close(result)
    }

    async fn bind_in_vain(&self, story: &mut Story) -> Result<Value, Failure> {
        let transaction = TransactionId::random()?;
        let form = self.client.sign_form(&form(&CustomerKey::new("buyer-43"), &transaction)?)?;
        story.tell(Actor::Shop, "sends the payer to the signed address")?;
        let page = self.browser.open(&form.url()).await?;
        self.fill_in(story, &page, DECLINED).await?;

        let question = OrderByTransaction::new(transaction);
        let order = self.client.wait_for_final(&question, PollSchedule::default()).await?;
        story.tell(Actor::Shop, format!("order status: {}; no callback tells about it", order.status))?;
        let kvell_client::Recovery::Ask(StatusQuery::Card(card)) = form.recovery() else {
            return Err("the form does not say how to learn what became of it".into());
        };
        let Err(error) = self.client.send(&card).await else {
            return Err("a declined card was saved".into());
        };
        story.tell(Actor::Provider, format!("{error}"))?;
        Ok(json!({ "order_status": order.status.as_str(), "card_confirmed": false }))
    }

    async fn banks(&self) -> Result<Story, Failure> {
        let mut story = self.story("banks", "The banks of the faster payments system")?;
        let result = self.list_banks(&mut story).await;
        story.close(result)
    }

    async fn list_banks(&self, story: &mut Story) -> Result<Value, Failure> {
        let banks = self.client.send(&BankList::new()).await?;
        let first = banks.first().ok_or("there is no bank")?;
        story.tell(Actor::Provider, format!("lists {} banks, the first is {}", banks.len(), first.name))?;
        Ok(json!({ "banks": banks.len() }))
    }

    /// Does what the payer does.
    async fn fill_in(&self, story: &mut Story, page: &Page, card: &str) -> Result<(), Failure> {
        let page = self.browser.press(page, "pay", &typed_card(card)).await?;
        story.tell(Actor::Payer, format!("fills in the card (HTTP {})", page.status.as_u16()))
    }
}
