//! Ports that are really closed.

use std::io::ErrorKind;
use std::time::Duration;

use payments_sandbox::{Provider, Script};
use tokio::time::{Instant, sleep};

use super::wire::{Connection, TestBed};
use crate::support::fast;

async fn refused(base_url: &str) -> bool {
    match Connection::open(base_url).await {
        Ok(_) => false,
        Err(kind) => {
            assert_eq!(kind, ErrorKind::ConnectionRefused);
            true
        }
    }
}

/// Tries until somebody listens; gives the time since `started`.
async fn listens_again(base_url: &str, started: Instant) -> Duration {
    while refused(base_url).await {
        assert!(started.elapsed() < Duration::from_secs(20));
        sleep(Duration::from_millis(5)).await;
    }
    started.elapsed()
}

#[tokio::test]
async fn a_script_may_begin_with_a_closed_port() {
    let world = TestBed::new("refuse:60s").await;
    assert!(refused(world.gate.base_url()).await);
    let started = Instant::now();
    world.play("refuse:300ms");
    let took = listens_again(world.gate.base_url(), started).await;
    assert!(took >= Duration::from_millis(300), "{took:?}");
    assert_eq!(world.served("a1").await.status(), 200);
}

#[tokio::test]
async fn a_port_closes_with_the_connection_before() {
    let world = TestBed::new("pass,refuse:700ms,refuse:700ms,502").await;
    let started = Instant::now();
    let mut kept = Connection::open(world.gate.base_url()).await.unwrap();
    kept.send(&world.request("a1")).await;
    assert_eq!(kept.answer().await.status(), 200);
    assert!(refused(world.gate.base_url()).await);
    // A connection from before goes on.
    kept.send(&world.request("a2")).await;
    assert_eq!(kept.answer().await.status(), 200);
    let took = listens_again(world.gate.base_url(), started).await;
    assert!(took >= Duration::from_millis(1400), "{took:?}");
    // The connection that found out has met the fault that came next.
    assert_eq!(world.served("a3").await.status(), 200);
}

#[tokio::test]
async fn a_script_closes_and_opens_the_port_the_moment_it_is_started() {
    let world = TestBed::new("").await;
    for _ in 0..20 {
        world.play("refuse:60s");
        assert!(refused(world.gate.base_url()).await);
        world.play("pass");
        assert!(!refused(world.gate.base_url()).await);
    }
}

#[tokio::test]
async fn a_port_of_a_provider_can_be_closed_too() {
    let sandbox = fast().faults(Provider::Kvell, "refuse:60s".parse().unwrap()).start().await.unwrap();
    let announcement = sandbox.announcement().clone();
    assert!(refused(&announcement.kvell.api_url).await);
    assert!(!refused(&announcement.bank131.base_url).await);
    sandbox.set_faults(Provider::Kvell, Script::default());
    assert!(!refused(&announcement.kvell.api_url).await);
    sandbox.stop().await.unwrap();
    assert!(refused(&announcement.kvell.api_url).await);
}
