//! Callbacks and postbacks.

use std::num::NonZeroU32;

use md5::{Digest as _, Md5};
use payments_sandbox::vepay::CallbackFields;
use payments_sandbox::{Delivery, DeliveryOutcome};
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::support::browser::Browser;
use crate::support::fast;
use crate::support::lender::{Arrived, Lender, card, hex_of};

async fn paid(lender: &Lender, kind: u8, number: &str) {
    let (_, url) = lender.register(kind, "УФ-1/2").await;
    let typed = if kind == 0 { card(number) } else { vec![("card_number", number.to_owned())] };
    Browser.open(&url).await.submit(&typed, "pay").await;
}

/// The values of a callback whose key is right, without those of its address.
fn values(lender: &Lender, callback: &Arrived) -> Vec<(String, String)> {
    let query = callback.uri.query().unwrap();
    let mut pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    assert_eq!(pairs.remove(0), ("own".to_owned(), "1".to_owned()));
    let (name, key) = pairs.pop().unwrap();
    let text: String = pairs.iter().map(|(_, value)| value.as_str()).collect();
    let expected = hex_of(&Md5::digest(text + &lender.vepay.callback_key));
    assert_eq!((name.as_str(), key), ("key", expected));
    pairs
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

async fn deliveries(lender: &Lender, count: usize) -> Vec<Delivery> {
    for _ in 0..1000 {
        let found = lender.sandbox.vepay().deliveries();
        if found.len() >= count {
            return found;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("only {:?}", lender.sandbox.vepay().deliveries());
}

/// The two postbacks and the callback, whichever comes first.
async fn all_three(lender: &mut Lender) -> [Arrived; 3] {
    let mut mail = [lender.mail.next().await, lender.mail.next().await, lender.mail.next().await];
    mail.sort_by_key(|arrived| ["/v1", "/v2", "/callback"].iter().position(|path| *path == arrived.uri.path()));
    mail
}

#[tokio::test]
async fn a_payment_card_is_told_about_in_three_ways() {
    let mut lender = Lender::new().await;
    paid(&lender, 0, "4111111111111111").await;
    let [first, second, callback] = all_three(&mut lender).await;

    assert_eq!(
        first.body,
        "{\"status\":1,\"message\":\"\",\"id\":101464,\"amount\":\"1100\",\"extid\":\"\\u0423\\u0424-1\\/2\",\
         \"card_num\":\"411111******1111\",\"card_holder\":\"IVAN IVANOV\"}"
    );
    assert_eq!(
        second.body,
        "{\"status\":1,\"message\":\"\",\"id\":101464,\"amount\":1100,\"extid\":\"\\u0423\\u0424-1\\/2\",\
         \"fullname\":null,\"document_id\":null}"
    );
    for postback in [&first, &second] {
        assert_eq!(
            (postback.method.as_str(), &postback.headers["content-type"]),
            ("POST", &"application/json".parse().unwrap())
        );
        assert!(!postback.headers.contains_key("x-token") && !postback.headers.contains_key("x-signature"));
    }
    assert_eq!((callback.method.as_str(), callback.body.as_str()), ("GET", ""));
    let told = [("extid", "УФ-1/2"), ("id", "101464"), ("sum", "11.00"), ("status", "1")];
    assert_eq!(values(&lender, &callback), pairs(&told));

    let log = deliveries(&lender, 3).await;
    assert!(log.iter().all(|one| one.subject == "101464" && one.attempt == 1 && one.acknowledged));
    let mut events: Vec<_> = log.iter().map(|one| one.event.as_str()).collect();
    events.sort_unstable();
    assert_eq!(events, ["callback", "postbackurl", "postbackurl_v2"]);
}

#[tokio::test]
async fn all_the_fields_are_told_if_the_bank_was_asked() {
    let mut lender = Lender::with(fast().vepay_callback_fields(CallbackFields::All)).await;
    paid(&lender, 0, "2222400060000007").await;
    let [_, _, callback] = all_three(&mut lender).await;
    let told = [("extid", "УФ-1/2"), ("id", "101464"), ("sum", "11.00"), ("status", "1"), ("channel", "SANDBOX")];
    let rest = [("card", "22224000****0007"), ("errorCode", "0"), ("serviceName", "Привязка карты")];
    assert_eq!(values(&lender, &callback), pairs(&[&told[..], &rest[..]].concat()));

    let (_, url) = lender.register(0, "declined").await;
    Browser.open(&url).await.submit(&card("4000000000000002"), "pay").await;
    let [first, _, callback] = all_three(&mut lender).await;
    let body: Value = serde_json::from_str(&first.body).unwrap();
    assert_eq!((&body["status"], &body["message"]), (&json!(2), &json!("Подозрение на мошенничество")));
    let told = values(&lender, &callback);
    assert!(
        told.contains(&("status".to_owned(), "2".to_owned()))
            && told.contains(&("errorCode".to_owned(), "59".to_owned()))
    );

    // Of the others only the four.
    let (_, url) = lender.register(0, "cancelled").await;
    Browser.open(&url).await.submit(&[], "cancel").await;
    let callback = lender.mail("/callback").await;
    assert_eq!(values(&lender, &callback).len(), 4);
}

#[tokio::test]
async fn a_payout_card_and_a_refusal_send_no_postbacks() {
    let mut lender = Lender::new().await;
    paid(&lender, 1, "4111111111111111").await;
    let callback = lender.mail("/callback").await;
    let told = [("extid", "УФ-1/2"), ("id", "101464"), ("sum", "0.00"), ("status", "1")];
    assert_eq!(values(&lender, &callback), pairs(&told));
    let (_, url) = lender.register(0, "no").await;
    Browser.open(&url).await.submit(&[], "cancel").await;
    let callback = lender.mail("/callback").await;
    assert_eq!(values(&lender, &callback)[3].1, "2");
    assert!(lender.mail.is_quiet().await);
}

#[tokio::test]
async fn below_500_ends_the_attempts_and_only_status_0_is_an_acknowledgement() {
    // A minute becomes less than it takes to be sure that nothing comes.
    let mut lender = Lender::with(fast().speed(NonZeroU32::new(1_000).unwrap())).await;
    lender.mail.will_answer(&[(500, None), (503, None), (200, Some("{\"status\":7}"))]);
    paid(&lender, 1, "4111111111111111").await;
    let first = lender.mail("/callback").await;
    for _ in 0..2 {
        assert_eq!(lender.mail("/callback").await.uri, first.uri);
    }
    assert!(lender.mail.is_quiet().await);
    let seen: Vec<_> = deliveries(&lender, 3).await.iter().map(|one| (one.outcome, one.acknowledged)).collect();
    assert_eq!(seen, [500, 503, 200].map(|status| (DeliveryOutcome::Answered(status), false)));

    for (answer, acknowledged) in [((404, None), false), ((200, Some("ok")), false), ((200, None), true)] {
        let count = lender.sandbox.vepay().deliveries().len();
        lender.mail.will_answer(&[answer]);
        let (_, url) = lender.register(1, "").await;
        Browser.open(&url).await.submit(&[("card_number", "4111111111111111".to_owned())], "pay").await;
        lender.mail("/callback").await;
        let log = deliveries(&lender, count + 1).await;
        assert_eq!((log.len(), log[count].acknowledged), (count + 1, acknowledged), "{answer:?}");
    }
}

#[tokio::test]
async fn a_postback_is_sent_once_and_to_this_machine_only() {
    let mut lender = Lender::new().await;
    lender.mail.will_answer(&[(500, None); 3]);
    let mut request = lender.request(0, "a");
    request["postbackurl_v2"] = json!("https://shop.example/v2");
    let url = lender.call("/card/reg", &request).await["url"].as_str().unwrap().to_owned();
    Browser.open(&url).await.submit(&card("4111111111111111"), "pay").await;
    let mut paths = Vec::new();
    // The callback comes until it is accepted.
    for _ in 0..4 {
        paths.push(lender.mail.next().await.uri.path().to_owned());
    }
    assert!(lender.mail.is_quiet().await);
    assert_eq!(paths.iter().filter(|path| *path == "/v1").count(), 1, "{paths:?}");
    let log = deliveries(&lender, 5).await;
    let elsewhere = log.iter().find(|one| one.event == "postbackurl_v2").unwrap();
    assert_eq!((elsewhere.outcome, elsewhere.acknowledged), (DeliveryOutcome::NoUrl, false));
}
