//! What the methods answer.

use std::num::NonZeroU32;

use axum::http::StatusCode;
use payments_sandbox::vepay::OnDuplicate;
use serde_json::{Value, json};

use crate::support::browser::Browser;
use crate::support::fast;
use crate::support::lender::{Lender, card, read};

async fn saved(lender: &Lender, card_type: u8, extid: &str, number: &str) -> Value {
    let (id, url) = lender.register(card_type, extid).await;
    let typed = if card_type == 0 { card(number) } else { vec![("card_number", number.to_owned())] };
    Browser.open(&url).await.submit(&typed, "pay").await;
    lender.card_of(id, card_type).await
}

#[tokio::test]
async fn the_documented_example_goes_through() {
    let lender = Lender::new().await;
    let vectors: Value = serde_json::from_str(include_str!("../../fixtures/vepay/vectors.json")).unwrap();
    let reply = lender.post("/card/reg", vectors["tokens"][0]["body"].as_str().unwrap()).await;
    let url = format!("{}/default/outcard/101464", lender.vepay.base_url);
    assert_eq!(reply.text(), format!("{{\"status\":1,\"message\":\"\",\"id\":101464,\"url\":\"{url}\"}}"));

    let waiting = lender.post("/card/get", "{\"id\":101464,\"type\":1}").await;
    assert_eq!(waiting.text(), "{\"status\":0,\"message\":\"В обработке\"}");
    Browser.open(&url).await.submit(&[("card_number", "2222 4000 6000 0007".to_owned())], "pay").await;
    let done = lender.post("/card/get", "{\"id\":101464,\"type\":1}").await;
    assert_eq!(
        done.text(),
        "{\"status\":1,\"message\":\"\",\"card\":{\"id\":356,\"num\":\"222240******0007\",\"exp\":\"\",\"holder\":\"\",\
         \"payment_system\":\"MIR\"}}"
    );
}

#[tokio::test]
async fn a_payment_card_has_an_expiry_and_a_holder() {
    let lender = Lender::new().await;
    let answer = saved(&lender, 0, "a", "4111111111111111").await;
    let card = json!({"id": 356, "num": "411111******1111", "exp": "10/49", "holder": "IVAN IVANOV", "payment_system": "VISA"});
    assert_eq!(answer, json!({"status": 1, "message": "", "card": card}));
}

#[tokio::test]
async fn a_card_must_be_asked_for_by_its_kind() {
    let lender = Lender::new().await;
    let (id, url) = lender.register(0, "a").await;
    Browser.open(&url).await.submit(&card("4111111111111111"), "pay").await;
    for (body, message) in [
        (json!({"id": id, "type": 1}), "Ошибка запроса"),
        (json!({"id": id, "type": 2}), "Ошибка запроса"),
        (json!({"id": id + 1}), "Ошибка запроса"),
        (json!({}), "«Id»: обязательно"),
        (json!({"id": "x"}), "«Id»: целое число"),
    ] {
        assert_eq!(lender.call("/card/get", &body).await, json!({"status": 0, "message": message}), "{body}");
    }
    // 0 is what is meant when nothing is said; digits in a string will do.
    assert_eq!(lender.call("/card/get", &json!({"id": id.to_string()})).await["status"], 1);

    let info = lender.call("/card/info", &json!({"card": 356, "type": 0})).await;
    assert_eq!(info["card"]["num"], "411111******1111");
    for body in [json!({"card": 356, "type": 1}), json!({"card": 1, "type": 0})] {
        assert_eq!(lender.call("/card/info", &body).await, json!({"status": 0, "message": "Нет такой карты"}));
    }
}

#[tokio::test]
async fn a_deleted_card_is_gone() {
    let lender = Lender::new().await;
    let first = saved(&lender, 1, "a", "4111111111111111").await;
    // The same card for the same purpose keeps its id, for another it gets one of its own.
    assert_eq!(saved(&lender, 1, "b", "4111111111111111").await["card"]["id"], first["card"]["id"]);
    assert_ne!(saved(&lender, 0, "c", "4111111111111111").await["card"]["id"], first["card"]["id"]);

    let delete = json!({"card": first["card"]["id"]});
    assert_eq!(lender.call("/card/del", &delete).await, json!({"status": 1, "message": ""}));
    assert_eq!(lender.call("/card/del", &delete).await, json!({"status": 0, "message": "Ошибка запроса"}));
    assert_eq!(lender.card_of(101_464, 1).await, json!({"status": 0, "message": "Ошибка запроса"}));
    assert_eq!(lender.call("/card/info", &json!({"card": 356, "type": 1})).await["status"], 0);
    assert_ne!(saved(&lender, 1, "d", "4111111111111111").await["card"]["id"], first["card"]["id"]);
}

#[tokio::test]
async fn a_used_extid_is_400_with_the_id_that_has_it() {
    let lender = Lender::new().await;
    let (id, _) = lender.register(1, "заём-1").await;
    for card_type in [0, 1] {
        let reply = lender.post("/card/reg", &lender.request(card_type, "заём-1").to_string()).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST);
        let message = "Транзакция с передаваемым extid уже существует";
        assert_eq!(read(&reply), json!({"status": 0, "message": message, "id": id, "extid": "заём-1"}));
    }
    // None is none at all.
    for extid in ["", "0"] {
        assert_ne!(lender.register(1, extid).await.0, lender.register(1, extid).await.0);
    }
}

#[tokio::test]
async fn a_used_extid_may_get_the_same_answer() {
    let lender = Lender::with(fast().vepay_on_duplicate(OnDuplicate::SameAnswer)).await;
    let first = lender.register(1, "заём-1").await;
    assert_eq!(lender.register(0, "заём-1").await, first);
    assert_ne!(lender.register(1, "заём-2").await.0, first.0);
}

#[tokio::test]
async fn a_rule_that_is_not_kept_is_200_with_status_0() {
    let lender = Lender::new().await;
    for (name, value, attribute) in
        [("type", json!(3), "«Type»"), ("timeout", json!(60), "«Timeout»"), ("extid", json!("x".repeat(41)), "«Extid»")]
    {
        let mut body = lender.request(1, "a");
        body[name] = value;
        let answer = lender.call("/card/reg", &body).await;
        assert_eq!(answer["status"], 0);
        assert!(answer["message"].as_str().unwrap().starts_with(attribute), "{answer}");
        assert!(answer.get("id").is_none() && answer.get("url").is_none());
    }
    let last = lender.sandbox.vepay().received().pop().unwrap();
    assert_eq!((last.status, last.error_code.as_deref()), (200, Some("0")));
}

#[tokio::test]
async fn nobody_comes_in_time() {
    let lender = Lender::with(fast().speed(NonZeroU32::new(5_000).unwrap())).await;
    let mut request = lender.request(1, "late");
    request["timeout"] = json!(10);
    let url = lender.call("/card/reg", &request).await["url"].as_str().unwrap().to_owned();
    let mut lender = lender;
    let callback = lender.mail("/callback").await;
    assert!(callback.uri.query().unwrap().starts_with("own=1&extid=late&id=101464&sum=0.00&status=2&key="));
    assert_eq!(lender.card_of(101_464, 1).await, json!({"status": 2, "message": "Платеж не успешный"}));
    let page = Browser.open(&url).await;
    assert!(page.html.contains("Время оплаты истекло") && !page.html.contains("<form"), "{}", page.html);
}
