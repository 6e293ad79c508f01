//! A shop with four payment providers. Read [`begin`], [`callbacks`] and [`recover`], then one of [`providers`].

mod begin;
mod callbacks;
mod configuration;
mod counter;
mod journal;
mod order;
mod page;
mod providers;
mod recover;
mod store;
mod text;
mod throttle;
mod web;

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use tracing_subscriber::EnvFilter;

use configuration::{Configuration, Pace};
use counter::Counter;
use providers::{Bank131, Kvell, PaynetEasy, Provider, Vepay};
use store::Store;
use web::Site;

type Failure = Box<dyn std::error::Error + Send + Sync>;

#[tokio::main]
async fn main() -> Result<(), Failure> {
    start_logging();
    let address = configuration::listen()?;
    let taken = |error| format!("cannot listen on {address}, set SHOP_LISTEN to another: {error}");
    let listener = TcpListener::bind(address).await.map_err(taken)?;
    let listening = listener.local_addr()?;
    let configuration = Configuration::read(listening).await?;
    let site = Arc::new(Site::new(listening, &configuration.url, &configuration.callback_url)?);
    let store = Store::open(&configuration.database)?;
    let back = format!("{}/back", configuration.url);

    let settings = &configuration.providers;
    let shop = Shop { store, site, pace: configuration.pace };
    let app = web::pages(shop.store.clone(), &shop.site)
        .merge(shop.open(Bank131::new(&settings.bank131, &back)?).await?)
        .merge(shop.open(PaynetEasy::new(&settings.payneteasy, &back)?).await?)
        .merge(shop.open(Vepay::new(&settings.vepay, &back)?).await?)
        .merge(shop.open(Kvell::new(&settings.kvell, &back)?).await?);

    announce(&configuration.url, configuration.is_sandbox())?;
    match web::limits::serve(listener, web::protect(app, shop.site)).await {}
}

/// What all counters share.
struct Shop {
    store: Store,
    site: Arc<Site>,
    pace: Pace,
}

impl Shop {
    /// Recovers the orders of the last process, before new requests are accepted.
    async fn open<P: Provider>(&self, provider: P) -> Result<Router, Failure> {
        let counter = Arc::new(Counter { provider, store: self.store.clone(), pace: self.pace });
        recover::resume(&counter).await?;
        Ok(web::counter(counter, &self.site))
    }
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
