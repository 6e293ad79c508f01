//! What the bank's own client library sends: version 2, `[]` for an empty object, a GET with a body.

use axum::http::Request;
use bytes::Bytes;
use payments_sandbox::Provider;
use serde_json::json;

use super::payout;
use crate::support::simulated::SimulatedBank;

#[test]
fn an_empty_object_may_be_an_empty_list() {
    let mut bed = SimulatedBank::new(1);
    let created = bed.session("/api/v2/session/create", &json!([]));
    assert_eq!(created["status"], "created");
    for details in [
        json!({"type": "faster_payment_system", "faster_payment_system": []}),
        json!({"type": "internet_banking", "internet_banking": {"type": "alipay", "alipay": []}}),
        json!({"type": "wallet", "wallet": {"type": "yoomoney", "yoomoney": []}}),
    ] {
        let mut body = super::payment(&details);
        body["payment_metadata"] = json!([]);
        let session = bed.session("/api/v2/session/init/payment", &body);
        assert_eq!(session["payment_list"][0]["payment_details"]["type"], details["type"]);
    }
    let tpay = json!({"type": "internet_banking", "internet_banking": {"type": "tpay", "tpay": []}});
    let mut body = super::payment(&tpay);
    let (_, text) = bed.refused("/api/v2/session/init/payment", &body);
    assert_eq!(text, "payment_options.platform_details: is required");
    body["payment_options"]["platform_details"] = json!({"type": "desktop"});
    bed.session("/api/v2/session/init/payment", &body);
}

#[test]
fn version_1_takes_the_name_of_version_2() {
    let mut bed = SimulatedBank::new(1);
    let created = bed.session("/api/v1/session/create", &json!({"metadata": "good"}));
    let mut body = payout(&super::card("5058270610441098"));
    body["session_id"] = created["id"].clone();
    let started = bed.session("/api/v1/session/start/payout", &body);
    assert_eq!(started["payments"][0]["payment_method"]["card"]["last4"], "1098");
    assert_eq!(started["payments"][0]["metadata"], "good");
}

#[test]
fn the_banks_are_read_with_any_empty_body() {
    let mut bed = SimulatedBank::new(1);
    for body in ["[]", "{}", ""] {
        for path in ["/api/v1/fps/banks", "/api/v2/fps/banks"] {
            let response = bed.send("GET", path, body, &[]);
            assert_eq!((response.status().as_u16(), response.headers()["x-sandbox"].as_bytes()), (200, &b"canned"[..]));
            let answer: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
            assert_eq!(
                (answer["status"].as_str(), answer["banks"][0]["id"].as_str()),
                (Some("ok"), Some("100000000004"))
            );
        }
    }
    let response = bed.send("POST", "/api/v1/fps/banks", "[]", &[]);
    assert_eq!((response.status().as_u16(), response.headers()["allow"].as_bytes()), (405, &b"GET"[..]));
    let mut unsigned = Request::get("/api/v1/fps/banks").body(Bytes::new()).unwrap();
    unsigned.headers_mut().insert("x-partner-project", bed.partner.project.parse().unwrap());
    let response = bed.simulation.respond(Provider::Bank131, &unsigned, bed.now);
    assert_eq!(response.status(), 400);
}

#[test]
fn a_call_of_version_1_alone_has_no_other() {
    let mut bed = SimulatedBank::new(1);
    let response = bed.send("POST", "/api/v2/wallet/balance", "{}", &[]);
    assert_eq!((response.status().as_u16(), response.headers().get("x-sandbox")), (404, None));
}
