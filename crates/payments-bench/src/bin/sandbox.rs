//! The sandbox under load: `sandbox function|sockets REQUESTS` makes that many calls of all four clients, and prints time and memory
//! at each tenth of them. `function` is one thread without sockets, on virtual time; `sockets` is 1,000 connections.

#![expect(clippy::disallowed_methods, reason = "the machine's time is what is measured")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bank131_client::session::SessionStatus;
use bytes::Bytes;
use kvell_client::TransactionId;
use kvell_client::order::OrderByTransaction;
use payments_bench::{Failure, limits, print};
use payments_core::testing::VirtualClock;
use payments_core::{Clock as _, Transport, TransportError};
use payments_fixtures::{bank131, kvell, payneteasy, vepay};
use payments_sandbox::{Announcement, Provider, Sandbox, Simulation};
use payneteasy_client::transfer::{ReturnUrls, TransferForm};
use tokio::runtime::Builder;
use tokio::task::JoinSet;
use vepay_client::card::CardGet;

/// Callers, each with a connection of its own.
const CONNECTIONS: usize = 1_000;
/// Calls of one order: one that makes it, one that queries it.
const CALLS: usize = 2;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [how, requests] = &arguments[..] else { return Err("usage: sandbox function|sockets REQUESTS".into()) };
    let orders = requests.parse::<usize>()? / CALLS;
    match how.as_str() {
        "function" => function(orders),
        "sockets" => Builder::new_multi_thread().enable_all().build()?.block_on(sockets(orders)),
        _ => Err("there is no such way".into()),
    }
}

/// Without sockets, in one thread. Each order is a second later than the one before.
fn function(orders: usize) -> Result<(), Failure> {
    let simulation = Sandbox::builder().simulate([7; 32])?;
    let announcement = simulation.announcement().clone();
    let simulation = Arc::new(Mutex::new(simulation));
    let clock = VirtualClock::new();
    let shops = {
        let over = |provider| simulated(Arc::clone(&simulation), provider, clock.clone());
        Shops {
            bank131: bank131::client(&announcement, &announcement.bank131.base_url)?
                .transport(over(Provider::Bank131))
                .clock(clock.clone())
                .build()?,
            payneteasy: payneteasy::client(&announcement, &announcement.payneteasy.base_url)?
                .transport(over(Provider::PaynetEasy))
                .clock(clock.clone())
                .build()?,
            vepay: vepay::client(&announcement, &announcement.vepay.base_url)?
                .transport(over(Provider::Vepay))
                .clock(clock.clone())
                .build()?,
            kvell: kvell::client(&announcement, &announcement.kvell.api_url)?
                .transport(over(Provider::Kvell))
                .clock(clock.clone())
                .build()?,
            announcement,
        }
    };
    let progress = Progress::new(orders);
    for number in 0..orders {
        clock.run(shops.order(number))?;
        clock.run(clock.sleep(Duration::from_secs(1)));
        take_callbacks(&simulation);
        progress.advance()?;
    }
    Ok(())
}

/// A transport to a provider of the simulation.
fn simulated(simulation: Arc<Mutex<Simulation>>, provider: Provider, clock: VirtualClock) -> impl Transport {
    move |request: http::Request<Bytes>| {
        let mut simulation = simulation.lock().unwrap_or_else(PoisonError::into_inner);
        let response = simulation.respond(provider, &request, clock.now());
        std::future::ready(Ok::<_, TransportError>(response))
    }
}

fn take_callbacks(simulation: &Mutex<Simulation>) {
    let mut simulation = simulation.lock().unwrap_or_else(PoisonError::into_inner);
    for provider in [Provider::Bank131, Provider::PaynetEasy, Provider::Vepay, Provider::Kvell] {
        drop(simulation.take_callbacks(provider));
    }
}

/// Over 1,000 connections: each caller makes one order after the other.
async fn sockets(orders: usize) -> Result<(), Failure> {
    limits::allow_many_files()?;
    let sandbox = Sandbox::start().await?;
    let shops = Arc::new(Shops::of(&sandbox)?);
    let (progress, next) = (Arc::new(Progress::new(orders)), Arc::new(AtomicUsize::new(0)));
    let mut callers = JoinSet::new();
    for _ in 0..CONNECTIONS {
        let (shops, progress, next) = (Arc::clone(&shops), Arc::clone(&progress), Arc::clone(&next));
        callers.spawn(async move {
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= orders {
                    return Ok::<_, Failure>(());
                }
                shops.order(number).await?;
                progress.advance()?;
            }
        });
    }
    while let Some(ended) = callers.join_next().await {
        ended??;
    }
    Ok(())
}

/// The four clients of a shop.
struct Shops {
    bank131: bank131_client::Client,
    payneteasy: payneteasy_client::Client,
    vepay: vepay_client::Client,
    kvell: kvell_client::Client,
    announcement: Announcement,
}

impl Shops {
    fn of(sandbox: &Sandbox) -> Result<Self, Failure> {
        let announcement = sandbox.announcement().clone();
        Ok(Self {
            bank131: bank131::client(&announcement, &announcement.bank131.base_url)?.build()?,
            payneteasy: payneteasy::client(&announcement, &announcement.payneteasy.base_url)?.build()?,
            vepay: vepay::client(&announcement, &announcement.vepay.base_url)?.build()?,
            kvell: kvell::client(&announcement, &announcement.kvell.api_url)?.build()?,
            announcement,
        })
    }

    /// Makes an order at one of the four providers, and queries it.
    async fn order(&self, number: usize) -> Result<(), Failure> {
        let name = format!("order-{number}");
        match number % 4 {
            0 => {
                let transfer = bank131::transfer(&name, bank131::card(bank131::WITHOUT_3DS)?, bank131::RECIPIENT)?;
                let session = self.bank131.send(&transfer).await?;
                self.bank131.send(&SessionStatus::from(&session.id)).await?;
            }
            1 => {
                let terminal = self.payneteasy.endpoint(self.announcement.payneteasy.endpoint_id);
                let back = ReturnUrls::any("http://127.0.0.1:9/return");
                let transfer = TransferForm::form_to_form(terminal, payneteasy::order(&name)?, back);
                self.payneteasy.send(&transfer).await?;
                self.payneteasy.send(&transfer.status()).await?;
            }
            2 => {
                let registered = self.vepay.register(&vepay::registration(&name)?).await?;
                self.vepay.send(&CardGet::of(registered.registration())).await?;
            }
            _ => {
                let transaction = TransactionId::random()?;
                self.kvell.send(&kvell::payout(kvell::GOOD, transaction.clone())?).await?;
                self.kvell.send(&OrderByTransaction::new(transaction)).await?;
            }
        }
        Ok(())
    }
}

/// Prints time and memory at each tenth.
struct Progress {
    start: Instant,
    orders: usize,
    done: AtomicUsize,
}

impl Progress {
    fn new(orders: usize) -> Self {
        Self { start: Instant::now(), orders, done: AtomicUsize::new(0) }
    }

    /// Another order is done.
    fn advance(&self) -> Result<(), Failure> {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if done.is_multiple_of((self.orders / 10).max(1)) {
            let (requests, took) = (done * CALLS, self.start.elapsed());
            print(&format!("{requests} requests, {} s, {} MiB", took.as_secs(), resident_mebibytes()?))?;
        }
        Ok(())
    }
}

/// The memory of this process: the sandbox's and the clients'.
fn resident_mebibytes() -> Result<u64, Failure> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("the system does not say")?;
    let kibibytes: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kibibytes / 1024)
}
