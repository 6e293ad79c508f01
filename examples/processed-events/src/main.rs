//! Two payments in the sandbox, and a shop whose first response to each provider gets lost.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

use std::collections::BTreeSet;
use std::error::Error;
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use bank131_client::session::{
    Amounts, CardDetails, ExchangeRate, Participant, Participants, PaymentDetails, PayoutDetails, SessionMultiInit,
};
use bank131_client::signing::{RsaSigner, RsaVerifier};
use bank131_client::{IdempotencyKey, Webhooks};
use http::StatusCode;
use hyper_util::client::legacy::Client as HttpClient;
use hyper_util::rt::TokioExecutor;
use payments_sandbox::{Provider, Sandbox};
use payneteasy_client::{
    Callbacks, Currency, Money, Secret,
    common::{EventId, KeyRing},
    order::{ClientOrderId, Order},
    transfer::{ReturnUrls, TransferForm},
};
use processed_events::database::Database;
use processed_events::shop::{Outcome, Shop, router};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

type Failure = Box<dyn Error>;

/// Longer than the sandbox takes to deliver again.
const TIMEOUT: Duration = Duration::from_secs(30);

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let sandbox = Sandbox::builder().speed(NonZeroU32::new(100).unwrap_or(NonZeroU32::MIN)).start().await?;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("shop.sqlite");
    let database = Database::open(&path)?;
    let mut journal = open_shop(&sandbox, &path).await?;

    pay_through_bank131(&sandbox, &database).await?;
    tell_two(&mut journal).await?;
    pay_through_payneteasy(&sandbox, &database).await?;
    tell_two(&mut journal).await?;

    let (orders, bookings, _) = database.counts()?;
    println!("{orders} orders, {bookings} bookings");
    Ok(())
}

/// Starts to receive callbacks.
async fn open_shop(sandbox: &Sandbox, database: &Path) -> Result<UnboundedReceiver<(EventId, Outcome)>, Failure> {
    let announced = sandbox.announcement();
    let bank_key = RsaVerifier::from_pem_file(&announced.bank131.bank_public_key_pem_file)?;
    let control_key = Secret::new(announced.payneteasy.merchant_control.as_str());
    let (sender, journal) = unbounded_channel();
    let shop = Shop {
        database: database.to_owned(),
        webhooks: Webhooks::new(KeyRing::new("sandbox", bank_key)),
        callbacks: Callbacks::new(KeyRing::new("sandbox", control_key)),
        journal: sender,
    };

    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    sandbox.set_callback(Provider::Bank131, &format!("http://{address}/bank131"))?;
    sandbox.set_callback(Provider::PaynetEasy, &format!("http://{address}/payneteasy"))?;
    let heard = Arc::new(Mutex::new(BTreeSet::new()));
    let lose = move |request, next| lose_first_answer(Arc::clone(&heard), request, next);
    let app = router(Arc::new(shop)).layer(from_fn(lose));
    tokio::spawn(async { axum::serve(listener, app).await });
    Ok(journal)
}

/// Simulates a network failure: the shop has responded, and the provider receives something else.
async fn lose_first_answer(heard: Arc<Mutex<BTreeSet<String>>>, request: Request, next: Next) -> Response {
    let provider = request.uri().path().to_owned();
    let answer = next.run(request).await;
    let is_acknowledgement = answer.status() == StatusCode::OK;
    if is_acknowledgement && heard.lock().unwrap_or_else(PoisonError::into_inner).insert(provider) {
        return StatusCode::GATEWAY_TIMEOUT.into_response();
    }
    answer
}

/// Prints the results of the next two callbacks that are booked.
async fn tell_two(journal: &mut UnboundedReceiver<(EventId, Outcome)>) -> Result<(), Failure> {
    for _ in 0..2 {
        let (event, outcome) = timeout(TIMEOUT, journal.recv()).await?.ok_or("the shop has closed")?;
        let mut parts = event.as_str().split('/');
        let (provider, what) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let outcome = match outcome {
            Outcome::Booked => "booked",
            Outcome::Duplicate => "a duplicate, booked before",
            Outcome::AlreadyFinal => "new, but the order has ended: look at it",
        };
        println!("{provider:<10} {what:<32} {outcome}");
    }
    Ok(())
}

/// A transfer without 3-D Secure.
async fn pay_through_bank131(sandbox: &Sandbox, database: &Database) -> Result<(), Failure> {
    use bank131_client::{Client, Environment};

    let bank = &sandbox.announcement().bank131;
    let signer = RsaSigner::from_pem_file(&bank.private_key_pem_file)?;
    let client = Client::builder(Environment::at(&bank.base_url)?, bank.project.as_str(), signer).build()?;

    let amount = Money::parse("1000.00", Currency::RUB)?;
    let rate = |rate| ExchangeRate::from_rub(rate, Currency::TJS);
    let transfer = SessionMultiInit::new(
        IdempotencyKey::random()?,
        PaymentDetails::Card(CardDetails::new("5555555555554444".parse()?).expires(1, 2030)?),
        Amounts::new(amount.clone(), rate("9.2222")?, rate("8.22")?),
        Money::parse("108.43", Currency::TJS)?,
        Participants::new(Participant::new("Ольга", "Пахмутова"), Participant::new("Maksim", "Pahmutov")),
    )
    .payout(PayoutDetails::card("5058270610441098".parse()?));
    let session = client.send(&transfer).await?;
    database.add_order(session.id.as_str(), &amount)?;
    Ok(())
}

/// A transfer whose form the payer submits at once.
async fn pay_through_payneteasy(sandbox: &Sandbox, database: &Database) -> Result<(), Failure> {
    use payneteasy_client::{Client, Environment};

    let gateway = &sandbox.announcement().payneteasy;
    let signer = RsaSigner::from_pem_file(&gateway.private_key_pem_file)?;
    let client = Client::builder(Environment::at(&gateway.base_url)?, gateway.login.as_str(), signer).build()?;

    let amount = Money::parse("100.50", Currency::USD)?;
    let number = ClientOrderId::new("ORDER-42");
    database.add_order(number.as_str(), &amount)?;
    let order = Order::new(number, amount, "Transfer to a card", "203.0.113.7");
    let terminal = client.endpoint(gateway.endpoint_id);
    let transfer = TransferForm::deposit_to_form(terminal, order, ReturnUrls::any("https://shop.example/back"));
    let form = client.send(&transfer).await?;
    database.set_reference(transfer.order().client_order_id().as_str(), form.order_id.as_str())?;
    let form = form.redirect_url.ok_or("there is no form")?;

    let filled_in = Body::from("destination_card_number=4268736646656312&action=pay");
    let request =
        Request::post(form.expose()).header("content-type", "application/x-www-form-urlencoded").body(filled_in)?;
    let page = HttpClient::builder(TokioExecutor::new()).build_http().request(request).await?;
    if page.status() == StatusCode::OK { Ok(()) } else { Err("the form was not accepted".into()) }
}
