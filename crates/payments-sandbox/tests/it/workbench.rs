//! The workbench, by plain requests. `payments-checks` opens it in a browser.

use payments_sandbox::{DeliveryOutcome, Provider};
use serde_json::json;

use crate::support::http::{self, HttpResponse};
use crate::support::{NO_3DS, STATUS, TestBed, paid_with};

async fn get(bed: &TestBed, path: &str) -> HttpResponse {
    http::get(&format!("{}{path}", bed.sandbox.announcement().workbench_url)).await
}

#[tokio::test]
async fn requests_operations_callbacks_and_balances_are_shown() {
    let mut bed = TestBed::new().await;
    let id = bed.partner.init(&paid_with(NO_3DS)).await;
    bed.hook("payment_finished").await;
    let page = get(&bed, "/").await;
    assert_eq!(page.status, 200);
    let html = page.text();
    for shown in [&*id, "/api/v1/session/multi/init", "payment_finished", "valid", "acknowledged", "sandbox", "RUB"] {
        assert!(html.contains(shown), "{shown}\n{html}");
    }
    assert!(!html.contains(NO_3DS) && !html.contains("505827"), "no card number");
    assert_eq!(get(&bed, "/bank131").await.status, 200);
    assert!(!get(&bed, "/vepay").await.text().contains(&id));
    for unknown in ["/otherbank", "/bank131/requests/77", "/bank131/requests/x", "/kvell/requests/1", "/x/y/z"] {
        let status = get(&bed, unknown).await.status.as_u16();
        assert!((400..500).contains(&status), "{unknown}: {status}");
    }
}

#[tokio::test]
async fn a_wrong_signature_is_explained_side_by_side() {
    let bed = TestBed::new().await;
    let body = json!({"session_id": "ps_1001"}).to_string();
    let mut headers = bed.partner.headers(format!("{body}\n").as_bytes());
    headers[0].1 = "application/json; charset=utf-8".to_owned();
    assert_eq!(bed.partner.post_with(STATUS, body.as_bytes(), headers).await.status, 400);
    let html = get(&bed, "/bank131/requests/1").await.text();
    for shown in ["white space at the ends", "SHA-256 of the body", "<mark>", "authentication_error"] {
        assert!(html.contains(shown), "{shown}\n{html}");
    }
}

#[tokio::test]
async fn a_callback_is_sent_again_at_the_press_of_a_button() {
    let mut bed = TestBed::new().await;
    let id = bed.partner.init(&paid_with(NO_3DS)).await;
    let first = bed.hooks.next().await;
    while bed.sandbox.bank131().deliveries().is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    let delivery = bed.sandbox.bank131().deliveries().remove(0);
    assert_eq!((delivery.number, &delivery.subject), (1, &id));
    let base = &bed.sandbox.announcement().workbench_url;
    let reply = http::send("POST", &format!("{base}/bank131/deliveries/1/again"), vec![], vec![]).await;
    assert_eq!((reply.status.as_u16(), reply.header("location")), (303, Some("/bank131#callbacks")));
    let mut again = bed.hooks.next().await;
    while again.body != first.body {
        again = bed.hooks.next().await;
    }
    assert_eq!(again.signature, first.signature);
    let unknown = http::send("POST", &format!("{base}/bank131/deliveries/9999/again"), vec![], vec![]).await;
    assert_eq!(unknown.status, 404);
}

#[tokio::test]
async fn a_page_elsewhere_can_neither_read_nor_press() {
    let bed = TestBed::new().await;
    let base = &bed.sandbox.announcement().workbench_url;
    let with = |name: &'static str, value: &str| vec![(name, value.to_owned())];
    let rebound = http::send("GET", &format!("{base}/"), with("host", "evil.example"), vec![]).await;
    assert_eq!(rebound.status, 421);
    let url = format!("{base}/bank131/deliveries/1/again");
    let pressed = http::send("POST", &url, with("origin", "http://evil.example"), vec![]).await;
    assert_eq!(pressed.status, 403);
    let own = http::send("POST", &url, with("origin", base), vec![]).await;
    assert_eq!(own.status, 404, "allowed, and there is no such delivery");
    let page = get(&bed, "/").await;
    assert!(page.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"));
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
}

#[tokio::test]
async fn payers_come_back_to_a_page_of_the_sandbox() {
    let bed = TestBed::new().await;
    let back = format!("{}/back", bed.sandbox.announcement().workbench_url);
    let from_a_gateway = http::post_form(&back, &[("status", "approved"), ("orderid", "4111111111111111")]).await;
    assert_eq!(from_a_gateway.status, 200);
    assert!(from_a_gateway.text().contains("Your shop would be here"));
    assert!(!from_a_gateway.text().contains("4111"));
    assert_eq!(http::get(&back).await.status, 200);
}

#[tokio::test]
async fn a_callback_goes_to_no_host_that_was_not_allowed() {
    let sandbox = crate::support::fast().allow_callback_host("shop.invalid").start().await.unwrap();
    assert!(sandbox.set_callback(Provider::Bank131, "http://other.invalid/hook").is_err());
    sandbox.set_callback(Provider::Bank131, "http://shop.invalid:8080/hook").unwrap();
    let partner = crate::support::Partner::new(sandbox.announcement());
    partner.init(&paid_with(NO_3DS)).await;
    while sandbox.bank131().deliveries().is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(sandbox.bank131().deliveries()[0].outcome, DeliveryOutcome::NoAnswer);
}
