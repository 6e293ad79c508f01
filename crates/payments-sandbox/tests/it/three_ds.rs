//! The payer's page.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::support::http::{self, HttpResponse};
use crate::support::{CANCEL, TestBed, documented_request, paid_with};

const RETURN_URL: &str = "https://www.131.ru/";

/// Starts a payment that asks the payer; gives the session's id and the redirect.
async fn started(world: &mut TestBed, body: &Value) -> (String, Value) {
    let id = world.partner.init(body).await;
    let mut session = world.hook("action_required").await;
    assert_eq!(session["status"], "in_progress");
    assert_eq!(session["acquiring_payments"][0]["status"], "pending");
    assert!(session.get("next_action").is_none());
    let mut interaction = session["acquiring_payments"][0]["customer_interaction"].take();
    assert_eq!(interaction["type"], "redirect");
    (id, interaction["redirect"].take())
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// Opens the page as the partner is told to: by a form.
async fn open(redirect: &Value) -> HttpResponse {
    let params: Vec<(&str, &str)> =
        redirect["params"].as_object().unwrap().iter().map(|(name, value)| (name.as_str(), text(value))).collect();
    http::post_form(text(&redirect["url"]), &params).await
}

/// Presses a button of the page.
async fn press(world: &TestBed, page: &HttpResponse, answer: &str) -> HttpResponse {
    let html = page.text();
    let button = format!("name=\"answer\" value=\"{answer}\"");
    assert!(html.contains(&button), "{html}");
    let action = html.split("action=\"").nth(1).unwrap();
    let action = action.split('"').next().unwrap();
    let url = format!("{}{action}", world.partner.base_url);
    http::post_form(&url, &[("answer", answer)]).await
}

#[tokio::test]
async fn the_redirect_says_all_a_browser_needs() {
    let mut world = TestBed::new().await;
    let (id, redirect) = started(&mut world, &documented_request()).await;
    let (url, base) = (text(&redirect["url"]), text(&redirect["base_url"]));
    assert!(base.starts_with(&world.partner.base_url) && !base.contains('?'));
    assert_eq!(url, format!("{base}?key={}", text(&redirect["qs"]["key"])));
    assert_eq!(redirect["method"], "POST");
    assert!(redirect["params"]["PaReq"].is_string() && redirect["params"]["MD"].is_string());
    // The same for those who poll.
    let polled = world.partner.status(&id).await;
    assert_eq!(polled["acquiring_payments"][0]["customer_interaction"]["redirect"], redirect);
}

#[tokio::test]
async fn confirming_sends_the_payer_back_and_takes_the_money() {
    let mut world = TestBed::new().await;
    let (id, redirect) = started(&mut world, &documented_request()).await;
    let page = open(&redirect).await;
    assert_eq!(page.status, StatusCode::OK);
    let html = page.text();
    for part in ["SANDBOX", "ПЕСОЧНИЦА", "1000.00 RUB", "4242", "name=\"viewport\"", "Подтвердить"]
    {
        assert!(html.contains(part), "no {part} in {html}");
    }
    assert!(!html.contains("<script") && !html.contains("4242424242424242"));

    let back = press(&world, &page, "confirm").await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert_eq!(back.header("location"), Some(RETURN_URL));

    let session = world.hook("payment_finished").await;
    assert_eq!(session["id"], json!(id));
    assert_eq!(session["status"], "accepted");
    assert!(session["acquiring_payments"][0].get("customer_interaction").is_none());
}

#[tokio::test]
async fn the_page_does_not_open_by_a_plain_get() {
    let mut world = TestBed::new().await;
    let (_, redirect) = started(&mut world, &documented_request()).await;
    let page = http::get(text(&redirect["url"])).await;
    assert_eq!((page.status, page.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, Some("POST")));
    assert!(page.text().contains("POST"));
}

#[tokio::test]
async fn declining_fails_the_payment() {
    let mut world = TestBed::new().await;
    let (id, redirect) = started(&mut world, &documented_request()).await;
    let page = open(&redirect).await;
    let back = press(&world, &page, "decline").await;
    assert_eq!(back.header("location"), Some(RETURN_URL));

    let session = world.hook("payment_finished").await;
    assert_eq!(session["status"], "cancelled");
    let payment = &session["acquiring_payments"][0];
    assert_eq!(payment["status"], "failed");
    assert_eq!(payment["error"]["code"], "3DS_error");
    assert!(payment["amounts"].get("fee").is_none() && payment.get("recurrent").is_none());
    assert_eq!(session["payments"][0]["status"], "failed");
    assert_eq!(session["payments"][0]["error"]["code"], "session_cancelled");
    assert_eq!(world.partner.status(&id).await, session);
}

#[tokio::test]
async fn the_issuer_may_decline_after_the_payer_confirmed() {
    let mut world = TestBed::new().await;
    let (_, redirect) = started(&mut world, &paid_with("4000000000009995")).await;
    let page = open(&redirect).await;
    press(&world, &page, "confirm").await;
    let session = world.hook("payment_finished").await;
    assert_eq!(session["status"], "cancelled");
    assert_eq!(session["acquiring_payments"][0]["error"]["code"], "insufficient_funds");
}

#[tokio::test]
async fn a_second_click_does_nothing() {
    let mut world = TestBed::new().await;
    let (id, redirect) = started(&mut world, &documented_request()).await;
    let page = open(&redirect).await;
    press(&world, &page, "confirm").await;
    let finished = world.hook("payment_finished").await;

    // The page was still open in another tab; both buttons lead back and change nothing.
    for answer in ["confirm", "decline"] {
        let back = press(&world, &page, answer).await;
        assert_eq!(back.status, StatusCode::SEE_OTHER);
    }
    let reopened = open(&redirect).await;
    assert_eq!(reopened.status, StatusCode::OK);
    assert!(!reopened.text().contains("name=\"answer\""));
    assert!(reopened.text().contains(RETURN_URL));

    assert_eq!(world.partner.status(&id).await, finished);
    assert!(world.hooks.is_quiet());
}

#[tokio::test]
async fn two_clicks_at_once_count_as_one() {
    let mut world = TestBed::new().await;
    let (id, redirect) = started(&mut world, &documented_request()).await;
    let page = open(&redirect).await;
    let (first, second) = tokio::join!(press(&world, &page, "decline"), press(&world, &page, "decline"));
    assert_eq!((first.status, second.status), (StatusCode::SEE_OTHER, StatusCode::SEE_OTHER));
    let finished = world.hook("payment_finished").await;
    assert_eq!(world.partner.status(&id).await, finished);
    assert!(world.hooks.is_quiet());
}

#[tokio::test]
async fn without_a_return_url_the_payer_is_told_to_close_the_page() {
    let mut world = TestBed::new().await;
    let mut body = documented_request();
    body["payment_options"].as_object_mut().unwrap().remove("return_url");
    let (_, redirect) = started(&mut world, &body).await;
    let page = open(&redirect).await;
    let done = press(&world, &page, "confirm").await;
    assert_eq!(done.status, StatusCode::OK);
    assert!(done.text().contains("You may close this page"));
    assert_eq!(world.hook("payment_finished").await["status"], "accepted");
}

#[tokio::test]
async fn a_form_with_other_parameters_is_refused() {
    let mut world = TestBed::new().await;
    let (id, redirect) = started(&mut world, &documented_request()).await;
    let url = text(&redirect["url"]);
    let (pa_req, md) = (text(&redirect["params"]["PaReq"]), text(&redirect["params"]["MD"]));
    // What arrives when somebody forgets to escape a plus sign.
    let unescaped = pa_req.replace('+', " ");
    for form in [vec![], vec![("PaReq", pa_req)], vec![("PaReq", &unescaped), ("MD", md)]] {
        assert_eq!(http::post_form(url, &form).await.status, StatusCode::BAD_REQUEST);
    }
    let base = text(&redirect["base_url"]);
    for wrong in [base.to_owned(), format!("{base}?key=guess"), base.replace("pm_", "pm_9")] {
        assert_eq!(http::get(&wrong).await.status, StatusCode::NOT_FOUND);
    }
    let answer = url.replace('?', "/answer?");
    let reply = http::post_form(&answer, &[("answer", "perhaps")]).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
    let payment = &world.partner.status(&id).await["acquiring_payments"][0];
    assert_eq!(payment["status"], "pending");
}

#[tokio::test]
async fn the_page_of_a_cancelled_session_asks_nothing() {
    let mut world = TestBed::new().await;
    let (id, redirect) = started(&mut world, &documented_request()).await;
    world.partner.session(CANCEL, &json!({"session_id": id})).await;
    let page = http::get(text(&redirect["url"])).await;
    assert!(!page.text().contains("name=\"answer\""));
    let answer = text(&redirect["url"]).replace('?', "/answer?");
    http::post_form(&answer, &[("answer", "confirm")]).await;
    assert_eq!(world.partner.status(&id).await["status"], "cancelled");
}

#[tokio::test]
async fn a_hostile_return_url_stays_inside_its_attribute() {
    let mut world = TestBed::new().await;
    let mut body = documented_request();
    body["payment_options"]["return_url"] = json!("https://shop.example/?a='\"><script>x</script>&b=1#done");
    let (_, redirect) = started(&mut world, &body).await;
    let page = open(&redirect).await;
    let back = press(&world, &page, "decline").await;
    assert!(back.header("location").unwrap().ends_with("&b=1#done"));
    let over = open(&redirect).await.text();
    assert!(over.contains("&amp;b=1#done\"") && !over.contains("<script"), "{over}");
}
