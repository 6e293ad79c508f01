//! How webhooks travel.

use std::io::Write as _;
use std::process::Command;
use std::time::Duration;

use base64::Engine as _;
use payments_sandbox::{CallbackUrlError, Delivery, DeliveryOutcome, Provider, Sandbox};

use crate::support::http;
use crate::support::{NO_3DS, Partner, TestBed, fast, paid_with};

fn outcomes(deliveries: &[Delivery]) -> Vec<(u32, DeliveryOutcome)> {
    deliveries.iter().map(|delivery| (delivery.attempt, delivery.outcome)).collect()
}

/// Polls until `count` attempts are in the log.
async fn deliveries(sandbox: &Sandbox, count: usize) -> Vec<Delivery> {
    for _ in 0..1000 {
        let found = sandbox.bank131().deliveries();
        if found.len() >= count {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("only {:?}", sandbox.bank131().deliveries());
}

#[tokio::test]
async fn anything_but_200_is_delivered_again_with_the_same_bytes() {
    let mut world = TestBed::new().await;
    world.hooks.will_answer(&[500, 204, 302]);
    let id = world.partner.init(&paid_with(NO_3DS)).await;
    let first = world.hooks.next().await;
    assert_eq!(first.content_type, "application/json");
    assert!(world.partner.bank_signed(&first.body, &first.signature));
    assert!(!world.partner.bank_signed(b"{}", &first.signature));
    for _ in 0..3 {
        let again = world.hooks.next().await;
        assert_eq!((&again.body, &again.signature), (&first.body, &first.signature));
    }

    let log = deliveries(&world.sandbox, 4).await;
    let expected =
        [(1, 500), (2, 204), (3, 302), (4, 200)].map(|(attempt, status)| (attempt, DeliveryOutcome::Answered(status)));
    assert_eq!(outcomes(&log), expected);
    assert!(log.iter().all(|one| one.subject == id && one.event == "payment_finished"));
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert!(world.hooks.is_quiet());
}

#[tokio::test]
async fn a_receiver_that_is_away_is_tried_again_and_may_move() {
    let mut world = TestBed::new().await;
    let nobody = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/", listener.local_addr().unwrap())
    };
    world.sandbox.set_callback(Provider::Bank131, &nobody).unwrap();
    world.partner.init(&paid_with(NO_3DS)).await;
    let log = deliveries(&world.sandbox, 1).await;
    assert_eq!(outcomes(&log)[0], (1, DeliveryOutcome::NoAnswer));
    world.sandbox.set_callback(Provider::Bank131, &world.hooks.url).unwrap();
    world.hook("payment_finished").await;
}

#[tokio::test]
async fn a_receiver_that_never_answers_is_left_after_the_timeout() {
    let world = TestBed::new().await;
    // Connections are taken by the operating system and nobody reads them.
    let deaf = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/", deaf.local_addr().unwrap());
    world.sandbox.set_callback(Provider::Bank131, &url).unwrap();
    world.partner.init(&paid_with(NO_3DS)).await;
    let log = deliveries(&world.sandbox, 1).await;
    assert_eq!(outcomes(&log), [(1, DeliveryOutcome::NoAnswer)]);
}

#[tokio::test]
async fn later_events_of_a_session_wait_and_other_sessions_do_not() {
    // Slow enough for all of this to happen in the second before the webhook is repeated.
    let builder = fast().speed(std::num::NonZeroU32::new(5).unwrap());
    let mut world = TestBed::with(builder).await;
    world.hooks.will_answer(&[500]);
    let slow = world.partner.init(&paid_with("4242424242424242")).await;
    let first = world.hook("action_required").await;
    let redirect = &first["acquiring_payments"][0]["customer_interaction"]["redirect"];
    let answer = redirect["url"].as_str().unwrap().replace('?', "/answer?");
    http::post_form(&answer, &[("answer", "confirm")]).await;
    let quick = world.partner.init(&paid_with(NO_3DS)).await;

    assert_eq!(world.hook("payment_finished").await["id"], quick.as_str());
    assert_eq!(world.hook("action_required").await["id"], slow.as_str());
    assert_eq!(world.hook("payment_finished").await["id"], slow.as_str());
}

#[tokio::test]
async fn the_bank_gives_up_after_half_an_hour() {
    let builder = fast().speed(std::num::NonZeroU32::new(20_000).unwrap());
    let world = TestBed::with(builder).await;
    world.hooks.will_answer(&[500; 20]);
    world.partner.init(&paid_with(NO_3DS)).await;
    // At once, then after 5, 10, 20 … 640 seconds: the next would be 900 seconds on, past the half hour.
    let log = deliveries(&world.sandbox, 9).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(world.sandbox.bank131().deliveries().len(), log.len());
    assert_eq!(log.len(), 9);
}

#[tokio::test]
async fn without_a_url_the_event_is_gone() {
    let sandbox = fast().start().await.unwrap();
    let partner = Partner::new(sandbox.announcement());
    let id = partner.init(&paid_with(NO_3DS)).await;
    let log = deliveries(&sandbox, 1).await;
    assert_eq!(outcomes(&log), [(1, DeliveryOutcome::NoUrl)]);
    assert_eq!(partner.status(&id).await["status"], "accepted");
}

#[tokio::test]
async fn only_this_machine_is_called() {
    let sandbox = fast().start().await.unwrap();
    let set = |url| sandbox.set_callback(Provider::Bank131, url);
    assert_eq!(set("https://127.0.0.1/"), Err(CallbackUrlError::NotHttp));
    assert_eq!(set("http://shop.example/"), Err(CallbackUrlError::NotAllowed));
    assert_eq!(set("hooks"), Err(CallbackUrlError::NotAUrl));

    let refused = Sandbox::builder().callback(Provider::Bank131, "http://shop.example/").start().await.unwrap_err();
    assert_eq!(
        refused.to_string(),
        "callback URL of bank131: its host must be localhost, a loopback address, or one that --allow-callback-host names"
    );
}

#[tokio::test]
async fn openssl_agrees_with_the_signature() {
    if Command::new("openssl").arg("version").output().is_err() {
        return;
    }
    let mut world = TestBed::new().await;
    world.partner.init(&paid_with(NO_3DS)).await;
    let hook = world.hooks.next().await;
    let mut signature = tempfile::NamedTempFile::new().unwrap();
    let raw = base64::engine::general_purpose::STANDARD.decode(&hook.signature).unwrap();
    signature.write_all(&raw).unwrap();
    let mut body = tempfile::NamedTempFile::new().unwrap();
    body.write_all(&hook.body).unwrap();

    let verified = Command::new("openssl")
        .args(["dgst", "-sha256", "-verify"])
        .arg(&world.sandbox.announcement().bank131.bank_public_key_pem_file)
        .arg("-signature")
        .args([signature.path(), body.path()])
        .output()
        .unwrap();
    assert!(verified.status.success(), "{verified:?}");
}
