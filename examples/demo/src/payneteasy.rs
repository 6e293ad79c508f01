//! PaynetEasy: the six scenarios of the transfer form, and an answer that gets lost.

use http::Method;
use payments_core::ReqwestTransport;
use payments_core::testing::LosesResponses;
use payments_sandbox::{Provider, Sandbox, SignatureVerdict};
use payneteasy_client::{
    Callback, CardNumber, Client, Outcome, Recovery, StatusQuery, Terminal,
    callback::FinalRedirect,
    card::{CreateCardRef, RecurringPaymentId},
    common::{Acknowledgement, BaseUrl, CardExpiry, SecurityCode, Verified},
    order::{ClientOrderId, Confirmed, OrderStatus, StoredOrder},
    transfer::{DestinationCard, Notification, ReturnUrls, SourceCard, TransferForm},
};
use serde_json::{Value, json};

use crate::story::{Actor, Palette, Story, expect};
use payments_fixtures::Failure;
use payments_fixtures::Typed;
use payments_fixtures::browser::Browser;
use payments_fixtures::payneteasy::{
    APPROVED, BOTH_TYPED, RECEIVER, RECEIVER_TYPED, SENDER, SENDER_TYPED, SENDER_TYPED_WITH_3DS, callbacks, client,
    order,
};
use payments_fixtures::receiver::Receiver;

const PROVIDER: &str = "payneteasy";

/// A saved card of the gateway's own examples, and the password of its 3-D Secure.
const SAVED_CARD: &str = "1491854";
const PASSWORD: &str = "hint";

/// What comes to the shop's address.
enum Arrival {
    Callback(Verified<Callback>),
    Browser(Verified<FinalRedirect>),
}

/// Everything a flow needs.
struct Shop<'a> {
    client: Client,
    terminal: Terminal,
    arrivals: Receiver<Arrival>,
    browser: Browser,
    sandbox: &'a Sandbox,
    palette: Palette,
}

pub(crate) async fn run(sandbox: &Sandbox, palette: Palette) -> Result<Vec<Story>, Failure> {
    let mut shop = Shop::open(sandbox, palette).await?;
    let (first, saved) = shop.form_to_pan().await?;
    let mut stories = vec![first];
    stories.push(shop.form_to_rpi().await?);
    stories.push(shop.pan_to_form().await?);
    stories.push(shop.rpi_to_form(saved).await?);
    stories.push(shop.form_to_form().await?);
    stories.push(shop.deposit_to_form().await?);
    stories.push(shop.lost_answer().await?);
    Ok(stories)
}

impl<'a> Shop<'a> {
    async fn open(sandbox: &'a Sandbox, palette: Palette) -> Result<Self, Failure> {
        let gateway = &sandbox.announcement().payneteasy;
        let client = client(sandbox.announcement(), &gateway.base_url)?.build()?;
        let callbacks = callbacks(sandbox.announcement());
        let arrivals = Receiver::start(move |head, body| {
            let arrival = match (head.uri.path(), &head.method) {
                ("/return", _) => callbacks.receive_redirect(body).map(Arrival::Browser),
                (_, &Method::GET) => {
                    callbacks.receive(head.uri.query().unwrap_or_default().as_bytes()).map(Arrival::Callback)
                }
                _ => callbacks.receive(body).map(Arrival::Callback),
            };
            match arrival {
                Ok(arrival) => (Some(arrival), Acknowledgement::empty(http::StatusCode::OK).to_response()),
                Err(error) => (None, Acknowledgement::empty(error.status()).to_response()),
            }
        })
        .await?;
        sandbox.set_callback(Provider::PaynetEasy, &format!("{}/callbacks", arrivals.url))?;
        let terminal = client.endpoint(gateway.endpoint_id);
        Ok(Self { client, terminal, arrivals, browser: Browser::new(), sandbox, palette })
    }

    fn story(&self, flow: &'static str, title: &str) -> Result<Story, Failure> {
        Story::open(PROVIDER, flow, title, self.palette)
    }

    fn return_url(&self) -> ReturnUrls {
        ReturnUrls::any(format!("{}/return", self.arrivals.url))
    }

    /// With 3-D Secure, and the sender's card kept for later.
    async fn form_to_pan(&mut self) -> Result<(Story, Option<RecurringPaymentId>), Failure> {
        let mut story =
            self.story("form_to_pan", "From a card typed into the form, with 3-D Secure, to a card by its number")?;
        let result = self.form_to_pan_and_keep(&mut story).await;
        let (result, saved) = match result {
            Ok((result, saved)) => (Ok(result), Some(saved)),
            Err(failure) => (Err(failure), None),
        };
        Ok((story.close(result)?, saved))
    }

    async fn form_to_pan_and_keep(&mut self, story: &mut Story) -> Result<(Value, RecurringPaymentId), Failure> {
        let number = ClientOrderId::new("demo-form-to-pan");
        let destination = DestinationCard::new(RECEIVER.parse()?);
        let order = order(number.as_str())?;
        let transfer = TransferForm::form_to_pan(self.terminal.clone(), order, self.return_url(), destination);
        let question = transfer.status();
        let result = self.pay(story, transfer, SENDER_TYPED_WITH_3DS, Some(PASSWORD)).await?;

        let id = self.client.send(&question).await?.order_id.ok_or("the order has no number")?;
        let kept = self.client.send(&CreateCardRef::new(self.terminal.clone(), number, id)).await?;
        story
            .tell(Actor::Shop, "create-card-ref: the sender's card can be charged again, by a recurring payment id")?;
        let saved = kept.recurring_payment_id.ok_or("the card has no recurring payment id")?;
        Ok((result, saved))
    }

    async fn form_to_rpi(&mut self) -> Result<Story, Failure> {
        let mut story = self.story("form_to_rpi", "From a card typed into the form to a saved card")?;
        let order = order("demo-form-to-rpi")?;
        let saved = RecurringPaymentId::new(SAVED_CARD)?;
        let transfer = TransferForm::form_to_saved_card(self.terminal.clone(), order, self.return_url(), saved);
        let result = self.pay(&mut story, transfer, SENDER_TYPED, None).await;
        story.close(result)
    }

    async fn pan_to_form(&mut self) -> Result<Story, Failure> {
        let mut story = self.story("pan_to_form", "From a card by its number to a card typed into the form")?;
        let number: CardNumber = SENDER.parse()?;
        let source = SourceCard::new(number, CardExpiry::new(12, 2030)?, SecurityCode::new(APPROVED)?, "Test Test");
        let order = order("demo-pan-to-form")?;
        let transfer = TransferForm::pan_to_form(self.terminal.clone(), order, self.return_url(), source);
        let result = self.pay(&mut story, transfer, RECEIVER_TYPED, None).await;
        story.close(result)
    }

    async fn rpi_to_form(&mut self, saved: Option<RecurringPaymentId>) -> Result<Story, Failure> {
        let mut story = self.story("rpi_to_form", "From the card kept above to a card typed into the form")?;
        let result = match saved {
            Some(saved) => {
                let order = order("demo-rpi-to-form")?;
                let code = SecurityCode::new(APPROVED)?;
                let transfer =
                    TransferForm::saved_card_to_form(self.terminal.clone(), order, self.return_url(), saved, code);
                self.pay(&mut story, transfer, RECEIVER_TYPED, None).await
            }
            None => Err("no card was kept".into()),
        };
        story.close(result)
    }

    async fn form_to_form(&mut self) -> Result<Story, Failure> {
        let mut story = self.story("form_to_form", "From one card typed into the form to another")?;
        let order = order("demo-form-to-form")?;
        let transfer = TransferForm::form_to_form(self.terminal.clone(), order, self.return_url());
        let result = self.pay(&mut story, transfer, BOTH_TYPED, None).await;
        story.close(result)
    }

    async fn deposit_to_form(&mut self) -> Result<Story, Failure> {
        let mut story =
            self.story("deposit_to_form", "From the merchant's own account to a card typed into the form")?;
        let order = order("demo-deposit-to-form")?;
        let transfer = TransferForm::deposit_to_form(self.terminal.clone(), order, self.return_url());
        let result = self.pay(&mut story, transfer, RECEIVER_TYPED, None).await;
        story.close(result)
    }

    /// The gateway acts and its answer never arrives.
    async fn lost_answer(&mut self) -> Result<Story, Failure> {
        let mut story = self.story("lost_answer", "The gateway acts, and its answer gets lost")?;
        let result = self.lose_and_settle(&mut story).await;
        story.close(result)
    }

    async fn lose_and_settle(&mut self, story: &mut Story) -> Result<Value, Failure> {
        let address: BaseUrl = self.sandbox.announcement().payneteasy.base_url.parse()?;
        let transport = LosesResponses::of(ReqwestTransport::builder(&address).build()?);
        let unlucky = client(self.sandbox.announcement(), address.as_str())?.transport(transport).build()?;

        let transfer = TransferForm::form_to_form(self.terminal.clone(), order("demo-lost")?, self.return_url());
        let Err(error) = unlucky.send(&transfer).await else {
            return Err("the answer was not lost".into());
        };
        story.tell(Actor::Shop, format!("{error}"))?;
        expect("the outcome", &error.outcome(), &Outcome::Unknown)?;
        let Some(Recovery::Ask(StatusQuery::Order(question))) = error.recovery() else {
            return Err("the error does not say how to learn what happened".into());
        };
        let order = self.client.send(question).await?;
        story.tell(Actor::Shop, format!("asks the error's own question: the order exists and is {}", order.status))?;
        expect("the order", &order.status, &OrderStatus::Processing)?;
        Ok(json!({ "outcome": "unknown", "settled_by": "status", "status": order.status.as_str() }))
    }

    /// Starts a transfer, fills in the form, and waits for the callback and the final status.
    async fn pay(
        &mut self,
        story: &mut Story,
        transfer: TransferForm,
        typed: &Typed<'_>,
        password: Option<&str>,
    ) -> Result<Value, Failure> {
        let callbacks = Notification::final_only(format!("{}/callbacks", self.arrivals.url));
        let transfer = transfer.notification(callbacks);
        let form = self.client.send(&transfer).await?;
        story.tell(
            Actor::Shop,
            format!(
                "POST /api/v4/transfer-form, order {}, {}",
                transfer.order().client_order_id(),
                transfer.order().amount()
            ),
        )?;
        let received = self.sandbox.payneteasy().received();
        expect("the signature", &received.last().ok_or("nothing was received")?.signature, &SignatureVerdict::Valid)?;
        story.tell(Actor::Proof, "the OAuth signature, rebuilt and checked by the sandbox's own code")?;
        story.tell(Actor::Provider, format!("opens order {} and its form", form.order_id))?;

        let address = form.redirect_url.ok_or("the form has no address")?;
        self.fill_in(story, address.expose(), typed, password).await?;
        let stored = StoredOrder::from(transfer.order()).order_id(form.order_id.clone());
        let status = self.reports(story, &stored).await?;

        let order = self
            .client
            .wait_for_final(&transfer.status().order_id(form.order_id.clone()), Client::documented_schedule())
            .await?;
        expect("the order", &order.status, &status)?;
        story.tell(Actor::Shop, format!("status: the order is {}", order.status))?;
        expect("the order", &order.status, &OrderStatus::Approved)?;
        Ok(json!({ "order": form.order_id.as_str(), "status": order.status.as_str() }))
    }

    /// Does what the payer does.
    async fn fill_in(
        &self,
        story: &mut Story,
        address: &str,
        typed: &Typed<'_>,
        password: Option<&str>,
    ) -> Result<(), Failure> {
        let page = self.browser.open(address).await?;
        let names: Vec<_> = typed.iter().map(|(name, _)| *name).collect();
        let mut page = self.browser.press(&page, "pay", typed).await?;
        story.tell(Actor::Payer, format!("opens the form and fills in {}", names.join(", ")))?;
        if let Some(password) = password {
            page = self.browser.press(&page, "confirm", &[("password", password)]).await?;
            story.tell(Actor::Payer, "gives the password of 3-D Secure")?;
        }
        let back = self.browser.go_on(&page).await?;
        story.tell(Actor::Payer, format!("is sent back to the shop (HTTP {})", back.status.as_u16()))
    }

    /// Waits for the browser and the callback, in whichever order they come, and checks what the callback claims.
    async fn reports(&mut self, story: &mut Story, order: &StoredOrder) -> Result<OrderStatus, Failure> {
        let (mut returned, mut reported) = (false, None);
        while !returned || reported.is_none() {
            match self.arrivals.next().await? {
                Arrival::Browser(redirect) => {
                    returned = true;
                    story.tell(
                        Actor::Shop,
                        format!("shows the payer a page: {}; books nothing on it", redirect.status),
                    )?;
                }
                Arrival::Callback(callback) => {
                    story.tell(
                        Actor::Provider,
                        format!("sends the callback: order {} is {}", callback.order_id, callback.status),
                    )?;
                    let Confirmed::Payment(_) = callback.confirm(order)? else {
                        return Err("the callback is not about the payment".into());
                    };
                    story.tell(Actor::Proof, "the callback's checksum; its amount and order are the shop's own")?;
                    reported = Some(callback.status.clone());
                }
            }
        }
        reported.ok_or_else(|| "no callback came".into())
    }
}
