//! Kvell: the card of a transaction, the state of an order, the list of banks. They all read.

use std::time::Duration;

use kvell_client::{
    BankList, CardByTransaction, Client, Currency, CustomerKey, Environment, Error, LookUp, Money, OrderStatus,
    PollSchedule, Preauthorize, Retries, Secret, SignaturePolicy, TransactionId,
};
use payments_core::Endpoint as _;
use payments_sandbox::Provider;

use crate::Failure;
use crate::faults::call::{Call, Done, Settled};
use crate::faults::notices::{Notice, Notifies, Receive};
use crate::faults::wire::Wire;
use crate::faults::world::World;

const GOOD: &str = "4242424242424242";

/// The form has an address of its own, which no fault stands in front of: the payer's browser goes there.
fn client(world: &World, address: &str, wire: Wire) -> Result<Client, Failure> {
    let kvell = &world.sandbox.announcement().kvell;
    let environment = Environment::at(&kvell.form_url, address)?;
    let builder = Client::builder(environment, kvell.api_key.as_str(), Secret::new(kvell.secret_key.as_str()));
    Ok(builder.deadlines(wire.deadlines).retries(Retries::default()).transport(wire).build()?)
}

/// Binds a card, as a shop and its buyer do.
async fn bound(world: &World, number: &str) -> Result<(CustomerKey, TransactionId), Failure> {
    let api = &world.sandbox.announcement().kvell.api_url;
    let client = client(world, api, Wire::calm(api)?)?;
    let (customer, transaction) = (CustomerKey::new(number), TransactionId::random()?);
    let form = Preauthorize::new(
        customer.clone(),
        transaction.clone(),
        Money::parse("1.00", Currency::RUB)?,
        "Проверка карты",
        "https://shop.example/card-saved",
        "https://shop.example/card-not-saved",
    );
    let page = world.browser.open(&client.sign_form(&form)?.url()).await?;
    let typed = [("card_number", GOOD), ("expiry", "12/30"), ("cvc", "123"), ("card_holder", "TEST TEST")];
    world.browser.press(&page, "pay", &typed).await?;
    let milliseconds = Duration::from_millis;
    let schedule = PollSchedule::new(milliseconds(2), milliseconds(20), milliseconds(10_000))?;
    client.wait_for_final(&OrderStatus::new(transaction.clone()), schedule).await?;
    Ok((customer, transaction))
}

macro_rules! reads {
    ($($call:ident($request:ident), $intents:expr, $arrange:expr, $path:expr;)*) => {$(
        #[derive(Clone)]
        pub(in crate::faults) struct $call($request);

        impl Call for $call {
            type Endpoint = $request;
            type Client = Client;
            const PROVIDER: Provider = Provider::Kvell;
            const EFFECT: Option<&'static str> = None;
            const INTENTS: u64 = $intents;

            fn address(world: &World) -> &str {
                &world.sandbox.announcement().kvell.api_url
            }

            fn client(world: &World, address: &str, wire: Wire) -> Result<Client, Failure> {
                client(world, address, wire)
            }

            async fn arrange(world: &World, number: &str) -> Result<Self, Failure> {
                let (customer, transaction) = bound(world, number).await?;
                let arrange: fn(CustomerKey, TransactionId) -> $request = $arrange;
                Ok(Self(arrange(customer, transaction)))
            }

            fn request(&self) -> &$request {
                &self.0
            }

            fn path_part(&self) -> String {
                let path: fn(&$request) -> String = $path;
                path(&self.0)
            }

            fn caused(&self, _key: Option<&str>, _subject: &str) -> bool {
                false
            }

            async fn send(&self, client: &Client) -> Result<Done, Error> {
                let answer = client.send_with_http(&self.0).await?;
                Ok(Done { subject: None, attempts: answer.attempts })
            }

            async fn settle(&self, _world: &World, _client: &Client, _look_up: &LookUp) -> Settled {
                Settled::Open("a read has nothing to look up".to_owned())
            }
        }
    )*};
}

reads! {
    // One question is like any other.
    Banks(BankList), 1, |_, _| BankList::new(), |_| BankList::PATH.to_owned();
    Order(OrderStatus), 3, |_, transaction| OrderStatus::new(transaction), |request| request.transaction().as_str().to_owned();
    Card(CardByTransaction), 3,
        |customer, transaction| CardByTransaction::new(customer, transaction),
        |request| request.transaction().as_str().to_owned();
}

/// Cards that are bound: one callback each.
pub(in crate::faults) enum Notices {}

impl Notifies for Notices {
    const PROVIDER: Provider = Provider::Kvell;
    const NAME: &'static str = "Kvell";
    const ROW: &'static str = "callback";

    fn receive(world: &World) -> Result<Receive, Failure> {
        let api = &world.sandbox.announcement().kvell.api_url;
        let callbacks = client(world, api, Wire::calm(api)?)?.callbacks(SignaturePolicy::Require);
        Ok(Box::new(move |head, body| {
            let callback = callbacks.receive(&head.headers, body)?;
            Ok(Notice {
                identity: Some(callback.identity()),
                subject: callback.transaction().as_str().to_owned(),
                acknowledgement: callback.ack().to_response(),
            })
        }))
    }

    async fn pay(world: &World, number: &str) -> Result<(), Failure> {
        bound(world, number).await.map(drop)
    }
}
