//! Gates: whose requests they take, what they tell, and how they end.

use std::io::ErrorKind;

use payments_sandbox::{FaultKind, Provider, Script};
use ring::digest;

use super::wire::{Connection, End, TestBed};
use crate::support::lender::{Lender, hex};
use crate::support::merchant::{Merchant, member, members};
use crate::support::{INIT, Partner, documented_request, fast};

#[tokio::test]
async fn a_connection_that_passes_serves_any_number_of_requests() {
    let world = TestBed::new("pass,502").await;
    let mut wire = Connection::open(world.gate.base_url()).await.unwrap();
    for extid in ["a1", "a2", "a3"] {
        wire.send(&world.request(extid)).await;
        assert_eq!(wire.answer().await.json()["status"], 1);
    }
    assert_eq!(world.ask("a4").await.status(), 502);
    assert_eq!(world.effects().len(), 3);
    let exchanges = world.gate.exchanges();
    let connections: Vec<_> = exchanges.iter().map(|exchange| exchange.connection).collect();
    assert_eq!(connections, [1, 1, 1, 2]);
    let first = &exchanges[0];
    assert_eq!((first.method.as_deref(), first.path.as_deref()), (Some("POST"), Some("/mfo/card/reg")));
    let body = world.lender.request(1, "a1").to_string();
    assert_eq!((&first.body_digest, first.body_bytes), (&hex(&digest::SHA256, body.as_bytes()), body.len()));
    assert_eq!((first.complete, first.passed_on, first.status), (true, true, Some(200)));
    assert_eq!((&first.fault, &first.key), (&None, &None));
}

#[tokio::test]
async fn another_script_forgets_and_closes_idle_connections() {
    let world = TestBed::new("pass").await;
    let mut idle = Connection::open(world.gate.base_url()).await.unwrap();
    idle.send(&world.request("a1")).await;
    idle.answer().await;
    assert_eq!(world.gate.exchanges().len(), 1);
    world.play("502");
    assert_eq!(world.gate.exchanges(), []);
    assert_eq!(idle.hear().await.end, End::Closed);
    assert_eq!(world.ask("a2").await.status(), 502);
    assert_eq!(world.exchange().connection, 1);
}

#[tokio::test]
async fn the_same_seed_does_the_same() {
    // Without those that take their time or are seen by nobody.
    let kinds: Vec<_> = FaultKind::ALL
        .into_iter()
        .filter(|kind| !matches!(kind, FaultKind::Refuse | FaultKind::Silence | FaultKind::Drip))
        .collect();
    let script = Script::random(20_261_121, 40, &kinds);
    let mut seen = Vec::new();
    for _ in 0..2 {
        let world = TestBed::new("pass").await;
        world.gate.play(script.clone());
        let mut heard = Vec::new();
        for (number, step) in script.steps().iter().enumerate() {
            if step.is_none() {
                heard.push((world.served(&number.to_string()).await.body().to_vec(), End::Open));
            } else {
                let one = world.ask(&number.to_string()).await;
                heard.push((if one.bytes.is_empty() { Vec::new() } else { one.body().to_vec() }, one.end));
            }
        }
        let faults: Vec<_> = world.gate.exchanges().into_iter().map(|exchange| exchange.fault).collect();
        assert_eq!(faults, script.steps());
        // The port is in the address of a page.
        let origin = world.lender.vepay.base_url.trim_end_matches("/mfo").to_owned();
        let effects: Vec<_> = world.effects().into_iter().map(|effect| (effect.key, effect.subject)).collect();
        let heard: Vec<_> = heard
            .into_iter()
            .map(|(body, end)| (String::from_utf8_lossy(&body).replace(&origin, "").trim_end().to_owned(), end))
            .collect();
        seen.push((
            heard.iter().map(|(body, end)| (body.len() < 4000).then(|| (body.clone(), *end))).collect::<Vec<_>>(),
            effects,
        ));
    }
    assert_eq!(seen[0], seen[1]);
}

#[tokio::test]
async fn a_script_can_play_on_the_port_of_the_provider() {
    let world = TestBed::new("pass").await;
    let sandbox = &world.lender.sandbox;
    sandbox.set_faults(Provider::Vepay, "502:acted".parse().unwrap());
    let mut statuses = Vec::new();
    for _ in 0..2 {
        let reply = world.lender.post("/card/reg", &world.lender.request(1, "a1").to_string()).await;
        statuses.push(reply.status.as_u16());
    }
    assert_eq!(statuses, [502, 400]);
    let exchanges = sandbox.exchanges(Provider::Vepay);
    let seen: Vec<_> = exchanges.iter().map(|one| (one.connection, one.passed_on, one.status)).collect();
    assert_eq!(seen, [(1, true, Some(502)), (2, true, Some(400))]);
    assert_eq!(exchanges[0].body_digest, exchanges[1].body_digest);
    assert!(world.gate.exchanges().is_empty());
    assert_eq!(world.effects().len(), 1);
}

#[tokio::test]
async fn a_gate_of_each_provider_checks_signatures_and_acts() {
    let sandbox = fast().start().await.unwrap();
    let announcement = sandbox.announcement().clone();

    let gate = sandbox.gate(Provider::Bank131, Script::default()).await.unwrap();
    let mut partner = Partner::new(&announcement);
    partner.base_url = gate.base_url().to_owned();
    let body = documented_request().to_string();
    assert_eq!(partner.post_with_key(INIT, body.as_bytes(), "k1").await.status, 200);
    let effects = sandbox.effects(Provider::Bank131);
    assert_eq!(effects.len(), 1);
    assert_eq!((effects[0].endpoint, effects[0].key.as_deref()), ("session/multi/init", Some("k1")));
    assert_eq!(gate.exchanges()[0].key.as_deref(), Some("k1"));
    assert!(sandbox.exchanges(Provider::Bank131).is_empty());

    // The signature is over the address, so a request signed for the gate is good there only.
    let gate = sandbox.gate(Provider::PaynetEasy, Script::default()).await.unwrap();
    assert!(gate.base_url().ends_with("/paynet"));
    let mut merchant = Merchant::new(&announcement);
    let own = merchant.url("transfer-form");
    merchant.gateway.base_url = gate.base_url().to_owned();
    let body = crate::support::merchant::form_to_form();
    let reply = merchant.post("transfer-form", &body).await;
    assert_eq!(reply.status, 200, "{}", reply.text());
    assert!(member(&members(&reply), "redirect-url").unwrap().starts_with(&announcement.payneteasy.base_url));
    let stray = merchant.authorization(&merchant.oauth(), &own, &body);
    let reply = merchant.send(&merchant.url("transfer-form"), &body, vec![stray], None).await;
    assert_eq!(reply.status, 403);
    assert_eq!(sandbox.effects(Provider::PaynetEasy).len(), 1);

    let gate = sandbox.gate(Provider::Kvell, Script::default()).await.unwrap();
    let banks = crate::support::http::get(&format!("{}/v1/collections/banks", gate.base_url())).await;
    assert_eq!(banks.status, 422);
    assert!(sandbox.effects(Provider::Kvell).is_empty());
}

#[tokio::test]
async fn a_gate_ends_when_it_is_closed_dropped_or_its_sandbox_stops() {
    let Lender { sandbox, .. } = Lender::new().await;
    let gate = |script: &'static str| sandbox.gate(Provider::Vepay, script.parse().unwrap());
    let (closed, dropped, left) =
        (gate("pass").await.unwrap(), gate("pass").await.unwrap(), gate("pass").await.unwrap());
    let urls = [&closed, &dropped, &left].map(|gate| gate.base_url().to_owned());
    let mut idle = Connection::open(&urls[0]).await.unwrap();
    // Answered, so that it is surely accepted.
    idle.send(b"GET / HTTP/1.1\r\nhost: sandbox\r\n\r\n").await;
    assert_eq!(idle.answer().await.status(), 404);
    closed.close().await;
    drop(dropped);
    assert!(Connection::open(&urls[2]).await.is_ok());
    sandbox.stop().await.unwrap();
    assert_eq!(idle.hear().await.end, End::Closed);
    for url in &urls {
        assert_eq!(Connection::open(url).await.err(), Some(ErrorKind::ConnectionRefused));
    }
}
