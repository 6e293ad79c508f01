//! PaynetEasy: `transfer-form`, `status`, `create-card-ref`, `return`.

use bytes::Bytes;
use payments_sandbox::Provider;
use payneteasy_client::{
    Client, Currency, Error, Money, Outcome, PaynetEasy, Recovery, StatusQuery,
    card::CreateCardRef,
    common::{Acknowledgement, RetryPolicy},
    order::{ClientOrderId, OrderId, Return, ReturnFound, Status},
    transfer::{ReturnUrls, TransferForm},
};

use crate::call::{Call, Done, Recovered, Rows, Simulated};
use crate::notices::{Notice, Notifies, Receive};
use crate::wire::ClientTransport;
use crate::world::TestBed;
use payments_fixtures::Failure;
use payments_fixtures::payneteasy as shop;

/// What the sandbox answers about an order that does not exist.
const ORDER_NOT_FOUND: &str = "9003";

impl Simulated for PaynetEasy {
    type Client = Client;
    const SANDBOX: Provider = Provider::PaynetEasy;

    fn address(world: &TestBed) -> &str {
        &world.sandbox.announcement().payneteasy.base_url
    }

    fn client(world: &TestBed, address: &str, wire: ClientTransport) -> Result<Client, Failure> {
        let builder = shop::client(world.sandbox.announcement(), address)?;
        Ok(builder
            .timeouts(wire.timeouts)
            .retry_policy(RetryPolicy::default().retry_undocumented_keys())
            .transport(wire)
            .build()?)
    }
}

fn transfer(world: &TestBed, client: &Client, number: &str) -> Result<TransferForm, Failure> {
    let terminal = client.endpoint(world.sandbox.announcement().payneteasy.endpoint_id);
    Ok(TransferForm::form_to_form(terminal, shop::order(number)?, ReturnUrls::any("https://shop.example/return")))
}

/// Makes an order and pays it, as a merchant and the payer do.
async fn paid(world: &TestBed, client: &Client, number: &str) -> Result<OrderId, Failure> {
    let form = client.send(&transfer(world, client, number)?).await?;
    let page = world.browser.open(form.redirect_url.ok_or("the form has no address")?.expose()).await?;
    world.browser.press(&page, "pay", shop::BOTH_TYPED).await?;
    Ok(form.order_id)
}

#[derive(Clone)]
pub(crate) struct Transfer(TransferForm);

impl Call for Transfer {
    type Endpoint = TransferForm;

    async fn arrange(world: &TestBed, number: &str) -> Result<Self, Failure> {
        Ok(Self(transfer(world, &PaynetEasy::faultless_client(world)?, number)?))
    }

    fn request(&self) -> &TransferForm {
        &self.0
    }

    fn path_part(&self) -> String {
        "transfer-form".to_owned()
    }

    fn caused(&self, key: Option<&str>, _subject: &str) -> bool {
        key == Some(self.0.order().client_order_id().as_str())
    }

    async fn send(&self, client: &Client) -> Result<Done, Error> {
        let answer = client.send_with_http(&self.0).await?;
        Ok(Done { subject: Some(answer.value.order_id.as_str().to_owned()), attempts: answer.attempts })
    }

    async fn recover(&self, _world: &TestBed, client: &Client, recovery: &Recovery) -> Recovered {
        let Recovery::Ask(StatusQuery::Order(question)) = recovery else {
            return Recovered::Open("a recovery that is not this call's".to_owned());
        };
        match client.send(question).await {
            Ok(order) => order.order_id.map_or_else(
                || Recovered::Open("the order has no number".to_owned()),
                |id| Recovered::Done(id.as_str().to_owned()),
            ),
            Err(error) if is_unknown_order(&error) => Recovered::NotDone,
            Err(error) => Recovered::Open(error.to_string()),
        }
    }
}

fn is_unknown_order(error: &Error) -> bool {
    let code = error.refusal().and_then(|refusal| refusal.code());
    error.outcome() == Outcome::Refused && code.is_some_and(|code| code.as_str() == ORDER_NOT_FOUND)
}

/// Asks by both numbers now and then, and by the merchant's alone otherwise.
#[derive(Clone)]
pub(crate) struct Ask {
    question: Status,
    number: String,
    id: Option<OrderId>,
}

/// The numbers of an order in one text, the gateway's if it is asked for.
fn numbers(own: &str, id: Option<&OrderId>) -> String {
    [own, id.map(OrderId::as_str).unwrap_or_default()].join(" ")
}

impl Call for Ask {
    type Endpoint = Status;

    async fn arrange(world: &TestBed, number: &str) -> Result<Self, Failure> {
        let client = PaynetEasy::faultless_client(world)?;
        let transfer = transfer(world, &client, number)?;
        let id = client.send(&transfer).await?.order_id;
        let id = number.ends_with(['1', '3', '5', '7', '9']).then_some(id);
        let question = match &id {
            Some(id) => transfer.status().order_id(id.clone()),
            None => transfer.status(),
        };
        Ok(Self { question, number: number.to_owned(), id })
    }

    fn request(&self) -> &Status {
        &self.question
    }

    fn path_part(&self) -> String {
        "status".to_owned()
    }

    fn caused(&self, _key: Option<&str>, _subject: &str) -> bool {
        false
    }

    fn asked_about(&self) -> Option<String> {
        Some(numbers(&self.number, self.id.as_ref()))
    }

    async fn send(&self, client: &Client) -> Result<Done, Error> {
        let answer = client.send_with_http(&self.question).await?;
        let own = answer.value.client_order_id.as_ref().map(ClientOrderId::as_str).unwrap_or_default();
        let id = answer.value.order_id.as_ref().filter(|_| self.id.is_some());
        Ok(Done { subject: Some(numbers(own, id)), attempts: answer.attempts })
    }
}

#[derive(Clone)]
pub(crate) struct KeepCard {
    number: String,
    request: CreateCardRef,
}

impl Call for KeepCard {
    type Endpoint = CreateCardRef;

    async fn arrange(world: &TestBed, number: &str) -> Result<Self, Failure> {
        let client = PaynetEasy::faultless_client(world)?;
        let id = paid(world, &client, number).await?;
        let terminal = client.endpoint(world.sandbox.announcement().payneteasy.endpoint_id);
        Ok(Self { number: number.to_owned(), request: CreateCardRef::new(terminal, ClientOrderId::new(number), id) })
    }

    fn request(&self) -> &CreateCardRef {
        &self.request
    }

    fn path_part(&self) -> String {
        "create-card-ref".to_owned()
    }

    fn caused(&self, key: Option<&str>, _subject: &str) -> bool {
        key == Some(self.number.as_str())
    }

    async fn send(&self, client: &Client) -> Result<Done, Error> {
        let answer = client.send_with_http(&self.request).await?;
        let subject = answer.value.card_reference_id.map(|id| id.expose().to_owned());
        Ok(Done { subject, attempts: answer.attempts })
    }
}

/// Returns a part of an order now and then, and the whole otherwise.
#[derive(Clone)]
pub(crate) struct GiveBack {
    number: String,
    request: Return,
    sent: Bytes,
}

impl Call for GiveBack {
    type Endpoint = Return;

    async fn arrange(world: &TestBed, number: &str) -> Result<Self, Failure> {
        let client = PaynetEasy::faultless_client(world)?;
        let id = paid(world, &client, number).await?;
        let terminal = client.endpoint(world.sandbox.announcement().payneteasy.endpoint_id);
        let before = client.send(&transfer(world, &client, number)?.status()).await?;
        let mut request = Return::new(terminal, ClientOrderId::new(number), id).after(&before);
        if number.ends_with(['1', '3', '5', '7', '9']) {
            request = request.amount(Money::parse("40.50", Currency::USD)?);
        }
        let sent = Bytes::copy_from_slice(client.explain(&request).await?.body());
        Ok(Self { number: number.to_owned(), request, sent })
    }

    fn request(&self) -> &Return {
        &self.request
    }

    fn sent_body(&self) -> Option<Bytes> {
        Some(self.sent.clone())
    }

    fn path_part(&self) -> String {
        "v2/return".to_owned()
    }

    fn caused(&self, key: Option<&str>, _subject: &str) -> bool {
        key == Some(self.number.as_str())
    }

    async fn send(&self, client: &Client) -> Result<Done, Error> {
        let answer = client.send_with_http(&self.request).await?;
        let subject = answer.value.order_id.map(|id| id.as_str().to_owned());
        Ok(Done { subject, attempts: answer.attempts })
    }

    async fn recover(&self, _world: &TestBed, client: &Client, recovery: &Recovery) -> Recovered {
        let Recovery::Ask(StatusQuery::Return(query)) = recovery else {
            return Recovered::Open("a recovery that is not this call's".to_owned());
        };
        match client.send(query.status()).await {
            Ok(state) => match (query.compare(&state), state.order_id) {
                (ReturnFound::Returned, Some(id)) => Recovered::Done(id.as_str().to_owned()),
                (ReturnFound::AsBefore, _) => Recovered::NotDone,
                (found, _) => Recovered::Open(format!("{found:?}")),
            },
            Err(error) => Recovered::Open(error.to_string()),
        }
    }
}

/// The rows of the matrix.
pub(crate) fn rows(matrix: &mut impl Rows) {
    matrix.row::<Transfer>();
    matrix.row::<Ask>();
    matrix.row::<KeepCard>();
    matrix.row::<GiveBack>();
}

/// Orders that the payer pays: one callback each.
pub(crate) enum Notices {}

impl Notifies for Notices {
    type Provider = PaynetEasy;
    const ROW: &'static str = "callback";

    fn receive(world: &TestBed) -> Result<Receive, Failure> {
        let callbacks = shop::callbacks(world.sandbox.announcement());
        Ok(Box::new(move |head, _body| {
            let callback = callbacks.receive(head.uri.query().unwrap_or_default().as_bytes())?;
            Ok(Notice {
                identity: Some(callback.event_id().clone()),
                subject: callback.order_id.as_str().to_owned(),
                acknowledgement: Acknowledgement::empty(http::StatusCode::OK).to_response(),
            })
        }))
    }

    async fn pay(world: &TestBed, number: &str) -> Result<(), Failure> {
        let client = PaynetEasy::faultless_client(world)?;
        paid(world, &client, number).await?;
        let question = transfer(world, &client, number)?.status();
        client.wait_for_final(&question, Client::documented_schedule()).await?;
        Ok(())
    }
}
