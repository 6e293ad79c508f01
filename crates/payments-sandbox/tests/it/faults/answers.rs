//! What each fault looks like on the wire.

use std::time::Duration;

use super::wire::{Connection, End, Heard, TestBed};

async fn heard(step: &str) -> (TestBed, Heard) {
    let world = TestBed::new(step).await;
    let heard = world.ask("a1").await;
    (world, heard)
}

/// The answer that is given without a fault.
fn is_the_answer(body: &[u8]) -> bool {
    let answer: serde_json::Value = serde_json::from_slice(body).unwrap();
    answer["status"] == 1 && answer["id"] == 101_464
}

#[tokio::test]
async fn closed_and_reset_before_reading() {
    let (world, closed) = heard("close").await;
    assert_eq!((closed.bytes.len(), closed.end), (0, End::Closed));
    let exchange = world.exchange();
    assert_eq!((exchange.method, exchange.complete, exchange.body_bytes), (None, false, 0));
    let (_, reset) = heard("reset").await;
    assert_eq!((reset.bytes.len(), reset.end), (0, End::Reset));
}

#[tokio::test]
async fn closed_in_the_middle_of_the_request() {
    let world = TestBed::new("close-mid-request:10").await;
    let request = world.request("a1");
    let body = request.windows(4).position(|window| window == b"\r\n\r\n").unwrap() + 4;
    // In the head, right after it, in the body, and after all of it: the last is a request read to its end.
    for (after, of_body) in
        [(10, None), (body, Some(0)), (body + 7, Some(7)), (request.len(), Some(request.len() - body))]
    {
        world.play(&format!("close-mid-request:{after}"));
        let heard = world.send(&request).await;
        assert_eq!((heard.bytes.len(), heard.end), (0, End::Reset), "{after}");
        let exchange = world.exchange();
        assert_eq!(exchange.body_bytes, of_body.unwrap_or_default(), "{after}");
        assert_eq!(exchange.path.as_deref(), of_body.map(|_| "/mfo/card/reg"), "{after}");
        assert_eq!(exchange.complete, after == request.len());
    }
    assert!(world.effects().is_empty());
}

#[tokio::test]
async fn an_answer_is_dropped_without_a_byte() {
    let (_, dropped) = heard("drop-answer").await;
    assert_eq!((dropped.bytes.len(), dropped.end), (0, End::Closed));
}

#[tokio::test]
async fn a_bad_gateway_is_a_page() {
    for step in ["502", "502:acted"] {
        let (_, heard) = heard(step).await;
        assert_eq!((heard.status(), heard.end), (502, End::Closed));
        assert_eq!(heard.header("content-type"), Some("text/html"));
        assert!(heard.body().starts_with(b"<html>") && heard.body().len() == heard.length());
    }
}

#[tokio::test]
async fn too_many_requests_say_when() {
    let (_, seconds) = heard("429:7").await;
    assert_eq!((seconds.status(), seconds.header("retry-after")), (429, Some("7")));
    let (_, date) = heard("429:date:30").await;
    let at = |text: &str| jiff::fmt::rfc2822::parse(text).unwrap().timestamp().as_second();
    let ahead = at(date.header("retry-after").unwrap()) - i64::try_from(crate::support::merchant::now()).unwrap();
    assert!(date.header("retry-after").unwrap().ends_with(" GMT"));
    assert!((29..=31).contains(&ahead), "{ahead}");
}

#[tokio::test]
async fn a_truncated_body_breaks_its_promise() {
    let (_, heard) = heard("truncate-body").await;
    assert_eq!((heard.status(), heard.end), (200, End::Closed));
    assert!(!heard.body().is_empty());
    assert_eq!(heard.body().len(), heard.length() / 2);
}

#[tokio::test]
async fn a_dripping_body_comes_byte_by_byte() {
    let world = TestBed::new("drip:3ms").await;
    let mut wire = Connection::open(world.gate.base_url()).await.unwrap();
    wire.send(&world.request("a1")).await;
    let started = tokio::time::Instant::now();
    let heard = wire.hear_for(Duration::from_secs(10)).await;
    let took = started.elapsed();
    assert_eq!((heard.status(), heard.end), (200, End::Closed));
    assert!(is_the_answer(heard.body()));
    let bytes = u32::try_from(heard.length()).unwrap();
    assert!(took >= Duration::from_millis(3) * bytes, "{took:?}");
    assert!(heard.pieces > heard.length() / 2, "{} pieces", heard.pieces);
}

#[tokio::test]
async fn an_oversized_answer_is_good_but_for_its_length() {
    let (_, heard) = heard("oversize:3000000").await;
    assert_eq!((heard.status(), heard.length(), heard.body().len()), (200, 3_000_000, 3_000_000));
    assert!(is_the_answer(heard.body()));
}

#[tokio::test]
async fn a_wrong_content_type_is_all_that_is_wrong() {
    let (_, heard) = heard("wrong-content-type").await;
    assert_eq!((heard.status(), heard.header("content-type")), (200, Some("image/png")));
    assert!(is_the_answer(heard.body()));
}

#[tokio::test]
async fn an_unreadable_answer_is_no_text() {
    let (_, heard) = heard("unreadable").await;
    assert_eq!((heard.status(), heard.header("content-type")), (200, Some("application/json; charset=UTF-8")));
    assert!(str::from_utf8(heard.body()).is_err() && heard.body().len() == heard.length());
}

#[tokio::test]
async fn a_redirect_leads_elsewhere() {
    let (_, heard) = heard("redirect:http://elsewhere.invalid/a?b=c").await;
    assert_eq!((heard.status(), heard.header("location")), (307, Some("http://elsewhere.invalid/a?b=c")));
}

#[tokio::test]
async fn a_stale_connection_is_kept_and_then_closed() {
    let world = TestBed::new("stale,stale").await;
    let mut quiet = Connection::open(world.gate.base_url()).await.unwrap();
    quiet.send(&world.request("a1")).await;
    let answer = quiet.answer().await;
    assert!(is_the_answer(answer.body()));
    assert_eq!(answer.header("connection"), None);
    let end = quiet.hear().await;
    assert_eq!((end.bytes.len(), end.end), (0, End::Closed));

    let mut hasty = Connection::open(world.gate.base_url()).await.unwrap();
    hasty.send(&world.request("a2")).await;
    hasty.answer().await;
    hasty.send(&world.request("a3")).await;
    let end = hasty.hear().await;
    assert_eq!((end.bytes.len(), end.end), (0, End::Reset));
    let keys: Vec<_> = world.effects().into_iter().filter_map(|effect| effect.key).collect();
    assert_eq!(keys, ["a1", "a2"]);
}
