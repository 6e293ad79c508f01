//! Which faults act, and which leave no trace.

use payments_sandbox::Fault;

use super::wire::{End, TestBed};

const REGISTERED: &str = "card/reg";

#[tokio::test]
async fn faults_that_act_have_one_effect_and_the_others_none() {
    for (step, acts, status) in [
        ("close", false, None),
        ("reset", false, None),
        ("close-mid-request:1", false, None),
        ("close-mid-request:100000", false, None),
        ("502", false, Some(502)),
        ("429:1", false, Some(429)),
        ("429:date:1", false, Some(429)),
        ("redirect:http://elsewhere.invalid/", false, Some(307)),
        ("drop-answer", true, None),
        ("502:acted", true, Some(502)),
        ("truncate-body", true, Some(200)),
        ("drip:1ms", true, Some(200)),
        ("oversize:2000000", true, Some(200)),
        ("wrong-content-type", true, Some(200)),
        ("unreadable", true, Some(200)),
        ("answers-about-another", true, Some(200)),
        ("stale", true, Some(200)),
    ] {
        let world = TestBed::new(step).await;
        world.ask("a1").await;
        let effects = world.effects();
        assert_eq!(effects.len(), usize::from(acts), "{step}: {effects:?}");
        let exchange = world.exchange();
        assert_eq!((exchange.passed_on, exchange.status), (acts, status), "{step}");
        let fault = exchange.fault.unwrap();
        assert_eq!((fault.to_string().as_str(), fault.acts()), (step, acts));

        // The next connection is served, and the provider remembers what it did.
        let again = world.lender.post("/card/reg", &world.lender.request(1, "a1").to_string()).await;
        assert_eq!(again.status.as_u16(), if acts { 400 } else { 200 }, "{step}");
        let effects = world.effects();
        assert_eq!(effects.len(), 1, "{step}: {effects:?}");
        assert_eq!((effects[0].endpoint, effects[0].key.as_deref()), (REGISTERED, Some("a1")));
        assert_eq!(effects[0].subject, "101464");
    }
}

#[tokio::test]
async fn silence_acts_and_lasts_until_the_peer_or_the_script_ends_it() {
    let world = TestBed::new("silence,silence").await;
    let mut first = super::wire::Connection::open(world.gate.base_url()).await.unwrap();
    first.send(&world.request("a1")).await;
    let heard = first.hear_for(std::time::Duration::from_millis(300)).await;
    assert_eq!((heard.bytes.len(), heard.end), (0, End::Open));
    assert_eq!(world.effects().len(), 1);
    let exchange = world.exchange();
    assert_eq!((exchange.fault, exchange.passed_on, exchange.status), (Some(Fault::Silence), true, None));

    world.play("pass");
    assert_eq!(first.hear().await.end, End::Closed);
    assert_eq!(world.gate.exchanges(), []);
}

#[tokio::test]
async fn a_provider_that_refuses_has_no_effect() {
    let world = TestBed::new("drop-answer").await;
    let mut request = world.request("a1");
    let last = request.len() - 1;
    request[last] = b' ';
    world.send(&request).await;
    let exchange = world.exchange();
    assert!(exchange.passed_on && exchange.complete);
    assert!(world.effects().is_empty());
}
