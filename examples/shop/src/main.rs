//! A shop with four payment providers. Read [`begin`], [`callbacks`] and [`recover`], then one of [`providers`].

mod begin;
mod callbacks;
mod configuration;
mod counter;
mod order;
mod page;
mod providers;
mod recover;
mod store;
mod web;

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use configuration::Configuration;
use counter::Counter;
use providers::{Bank131, Kvell, PaynetEasy, Provider, Vepay};
use store::Store;

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    start_logging();
    let address = configuration::listen()?;
    let taken = |error| format!("cannot listen on {address}, set SHOP_LISTEN to another: {error}");
    let listener = TcpListener::bind(address).await.map_err(taken)?;
    let configuration = Configuration::read(listener.local_addr()?).await?;
    let store = Store::open(&configuration.database)?;
    let back = format!("{}/back", configuration.url);

    let settings = &configuration.providers;
    let app = web::pages(store.clone())
        .merge(open(Bank131::new(&settings.bank131, &back)?, &store).await?)
        .merge(open(PaynetEasy::new(&settings.payneteasy, &back)?, &store).await?)
        .merge(open(Vepay::new(&settings.vepay, &back)?, &store).await?)
        .merge(open(Kvell::new(&settings.kvell, &back)?, &store).await?);

    announce(&configuration.url, configuration.is_sandbox())?;
    axum::serve(listener, app).await?;
    Ok(())
}

/// Recovers the orders of the last process, before new requests are accepted.
async fn open<P: Provider>(provider: P, store: &Store) -> Result<Router, Failure> {
    let counter = Arc::new(Counter { provider, store: store.clone() });
    recover::resume(&counter).await?;
    Ok(web::counter(counter))
}

fn announce(url: &str, is_sandbox: bool) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    if is_sandbox {
        writeln!(stdout, "All four providers are simulated in this process: no real money.")?;
    }
    writeln!(stdout, "The shop is open: {url}")?;
    stdout.flush()
}

fn start_logging() {
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("warn,payments_core=error,shop_example=info"));
    let colours = io::stderr().is_terminal();
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(colours).init();
}
