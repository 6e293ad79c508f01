//! Fifty identical requests at once.

use std::collections::BTreeSet;
use std::future::Future;
use std::sync::Arc;

use payments_sandbox::bank131::OnDuplicate;
use payments_sandbox::{Provider, Script};

use crate::support::http::HttpResponse;
use crate::support::lender::Lender;
use crate::support::merchant::{Merchant, ORDER, form_to_form, member, members};
use crate::support::{CONFIRM, INIT, Partner, documented_request, fast};

const MANY: usize = 50;

/// All of them in flight at once, on as many threads as there are.
async fn at_once<F>(send: impl Fn() -> F) -> Vec<HttpResponse>
where
    F: Future<Output = HttpResponse> + Send + 'static,
{
    let running: Vec<_> = (0..MANY).map(|_| tokio::spawn(send())).collect();
    let mut replies = Vec::new();
    for one in running {
        replies.push(one.await.unwrap());
    }
    replies
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_idempotency_key_opens_one_session() {
    for policy in [OnDuplicate::Refused, OnDuplicate::SameAnswer] {
        let sandbox = fast().bank131_on_duplicate(policy).start().await.unwrap();
        let gate = sandbox.gate(Provider::Bank131, Script::default()).await.unwrap();
        let mut partner = Partner::new(sandbox.announcement());
        partner.base_url = gate.base_url().to_owned();
        let partner = Arc::new(partner);
        let replies = at_once(|| {
            let partner = Arc::clone(&partner);
            async move { partner.post_with_key(INIT, documented_request().to_string().as_bytes(), "k1").await }
        })
        .await;
        let good = replies.iter().filter(|reply| reply.status == 200).count();
        assert_eq!(good, if policy == OnDuplicate::Refused { 1 } else { MANY });
        let effects = sandbox.effects(Provider::Bank131);
        assert_eq!(effects.len(), 1, "{effects:?}");
        assert_eq!((effects[0].key.as_deref(), effects[0].subject.as_str()), (Some("k1"), "ps_1001"));
        assert_eq!(gate.exchanges().len(), MANY);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_session_is_confirmed_once() {
    let sandbox = fast().start().await.unwrap();
    let partner = Arc::new(Partner::new(sandbox.announcement()));
    let mut body = crate::support::paid_with(crate::support::NO_3DS);
    body["payout_details_multi"][0]["card"]["bank_card"]["number"] = "2200000000000004".into();
    let id = partner.init(&body).await;
    partner.wait_until(&id, |session| session["next_action"] == "confirm").await;
    let replies = at_once(|| {
        let (partner, id) = (Arc::clone(&partner), id.clone());
        async move { partner.post(CONFIRM, format!("{{\"session_id\":\"{id}\"}}").as_bytes()).await }
    })
    .await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 1);
    let effects: Vec<_> = sandbox.effects(Provider::Bank131).into_iter().skip(1).collect();
    assert_eq!(effects.len(), 1, "{effects:?}");
    assert_eq!((effects[0].endpoint, &effects[0].key, &effects[0].subject), ("session/confirm", &None, &id));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_extid_makes_one_registration() {
    let lender = Arc::new(Lender::new().await);
    let body = lender.request(1, "a1").to_string();
    let replies = at_once(|| {
        let (lender, body) = (Arc::clone(&lender), body.clone());
        async move { lender.post("/card/reg", &body).await }
    })
    .await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 1);
    assert_eq!(replies.iter().filter(|reply| reply.status == 400).count(), MANY - 1);
    let effects = lender.sandbox.effects(Provider::Vepay);
    assert_eq!(effects.len(), 1, "{effects:?}");
}

/// The gateway's documents do not say that it refuses, and so the simulator does not: whoever sends twice has two orders.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_client_orderid_makes_an_order_each_time() {
    let sandbox = fast().start().await.unwrap();
    let merchant = Arc::new(Merchant::new(sandbox.announcement()));
    let replies = at_once(|| {
        let merchant = Arc::clone(&merchant);
        async move { merchant.post("transfer-form", &form_to_form()).await }
    })
    .await;
    let orders: BTreeSet<_> = replies.iter().map(|reply| member(&members(reply), "paynet-order-id").unwrap()).collect();
    assert_eq!(orders.len(), MANY);
    let effects = sandbox.effects(Provider::PaynetEasy);
    assert_eq!(effects.len(), MANY);
    assert!(effects.iter().all(|effect| effect.endpoint == "transfer-form" && effect.key.as_deref() == Some(ORDER)));
    assert_eq!(effects.into_iter().map(|effect| effect.subject).collect::<BTreeSet<_>>(), orders);
}
