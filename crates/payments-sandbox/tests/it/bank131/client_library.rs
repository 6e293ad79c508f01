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

#[test]
fn a_key_is_used_once_by_every_call_that_acts() {
    let mut bed = SimulatedBank::new(1);
    let mut token = super::payment(&super::card(crate::support::NO_3DS));
    token["payment_options"]["recurrent"] = json!(true);
    token["payment_options"]["subscription"] = json!({"period": "month"});
    let paid = bed.session("/api/v2/session/init/payment", &token);
    let paid_for = &bed.told("payment_finished")["payment_list"][0].clone();
    let created = bed.session("/api/v2/session/create", &json!([]));
    let sber =
        json!({"type": "internet_banking", "internet_banking": {"type": "sber_pay", "sber_pay": {"channel": "web"}}});
    let asked = bed.session("/api/v2/session/init/payment", &super::payment(&sber));
    bed.pass(60);
    let mut start = payout(&super::card("5058270610441098"));
    start["session_id"] = created["id"].clone();
    for (path, body) in [
        ("/api/v2/session/create", json!([])),
        ("/api/v2/session/start/payout", start),
        ("/api/v2/session/chargeback", json!({"session_id": paid["id"]})),
        ("/api/v1/recurrent/disable", json!({"recurrent": {"token": paid_for["recurrent"]["token"]}})),
        ("/api/v1/subscription/cancel", json!({"subscription_id": paid_for["subscription"]["id"]})),
        ("/api/v1/token", json!({"tokenize_widget": {"access": true}})),
        ("/api/v1/npd/check", json!({"tax_reference": "123456789012"})),
        ("/api/v1/sberpay/push", json!({"phone": "89876543210", "session_id": asked["id"]})),
    ] {
        let key = [("x-partner-idempotency-key", path)];
        let statuses = [(); 2].map(|()| bed.send("POST", path, &body.to_string(), &key).status().as_u16());
        assert_eq!(statuses, [200, 400], "{path}");
    }
    let effects = bed.simulation.effects(Provider::Bank131);
    let with_key: Vec<_> = effects.iter().filter(|effect| effect.key.is_some()).map(|effect| effect.endpoint).collect();
    assert_eq!(
        with_key,
        [
            "session/create",
            "session/start/payout",
            "session/chargeback",
            "recurrent/disable",
            "subscription/cancel",
            "token",
            "npd/check",
            "sberpay/push",
        ]
    );
}
