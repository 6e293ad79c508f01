//! Tokens and subscriptions.

use serde_json::{Value, json};

use super::{card, payment, payout, statuses};
use crate::support::NO_3DS;
use crate::support::simulated::SimulatedBank;

const INIT: &str = "/api/v2/session/init/payment";

fn issued(bed: &mut SimulatedBank) -> Value {
    let mut body = payment(&card(NO_3DS));
    body["payment_options"]["recurrent"] = json!(true);
    bed.session(INIT, &body);
    bed.told("payment_finished")["payment_list"][0]["recurrent"].clone()
}

fn by_token(token: &Value) -> Value {
    json!({"type": "recurrent", "recurrent": {"token": token["token"], "initiator": "merchant"}})
}

#[test]
fn a_disabled_token_pays_no_more() {
    let mut bed = SimulatedBank::new(1);
    let token = issued(&mut bed);
    bed.session(INIT, &payment(&by_token(&token)));
    let told = bed.told("payment_finished");
    assert_eq!(told["payment_list"][0]["payment_details"], by_token(&token));
    let named = json!({"recurrent": {"token": token["token"]}});
    assert_eq!(bed.answer("/api/v1/recurrent/status", &named)["recurrent"], token);
    let mut disabled = token.clone();
    disabled["is_active"] = json!(false);
    for path in ["/api/v1/recurrent/disable", "/api/v1/recurrent/status", "/api/v1/recurrent/disable"] {
        assert_eq!(bed.answer(path, &named)["recurrent"], disabled);
    }
    let (code, text) = bed.refused(INIT, &payment(&by_token(&token)));
    assert_eq!((code.as_str(), text.as_str()), ("invalid_request", "payment_details.recurrent.token: is disabled"));
    let unknown = json!({"recurrent": {"token": "guess"}});
    assert_eq!(bed.refused("/api/v1/recurrent/disable", &unknown).0, "invalid_request");
}

/// Of a payment that the payer makes on a page.
fn issued_on_a_page(bed: &mut SimulatedBank, details: &Value) -> Value {
    let mut body = payment(details);
    body["payment_options"]["recurrent"] = json!(true);
    bed.session(INIT, &body);
    let asked = bed.told("action_required")["payment_list"][0]["customer_interaction"].clone();
    let page = asked["inform"]["qr"]["content"].as_str().or_else(|| asked["redirect"]["url"].as_str()).unwrap();
    bed.press(page, "confirm");
    bed.told("payment_finished")["payment_list"][0]["recurrent"].clone()
}

#[test]
fn a_token_of_any_instrument_repeats_the_payment() {
    let mut bed = SimulatedBank::new(1);
    for details in [
        json!({"type": "faster_payment_system", "faster_payment_system": []}),
        json!({"type": "wallet", "wallet": {"type": "yoomoney", "yoomoney": {}}}),
    ] {
        let token = issued_on_a_page(&mut bed, &details);
        let named = json!({"recurrent": {"token": token["token"]}});
        assert_eq!(bed.answer("/api/v1/recurrent/status", &named)["recurrent"], token);
        bed.session(INIT, &payment(&by_token(&token)));
        let told = bed.told("payment_finished");
        assert_eq!(told["payment_list"][0]["payment_details"], by_token(&token));
        assert_eq!(statuses(&told), ["accepted", "succeeded", "-"]);
        let mut by_payer = by_token(&token);
        by_payer["recurrent"]["initiator"] = json!("client");
        bed.session(INIT, &payment(&by_payer));
        let asked = bed.told("action_required")["payment_list"][0]["customer_interaction"].clone();
        bed.press(asked["redirect"]["url"].as_str().unwrap(), "confirm");
        assert_eq!(statuses(&bed.told("payment_finished")), ["accepted", "succeeded", "-"]);
        let to_it = json!({"type": "recurrent", "recurrent": {"token": token["token"]}});
        let (_, text) = bed.refused("/api/v2/session/init/payout", &payout(&to_it));
        assert_eq!(text, "payout_details.recurrent.token: is neither of a card nor of an account");
        bed.answer("/api/v1/recurrent/disable", &named);
        let (_, text) = bed.refused(INIT, &payment(&by_token(&token)));
        assert_eq!(text, "payment_details.recurrent.token: is disabled");
    }
}

#[test]
fn a_token_of_sbp_is_good_for_ten_years() {
    let mut bed = SimulatedBank::new(1);
    let by_sbp = json!({"type": "faster_payment_system", "faster_payment_system": {}});
    let of_sbp = issued_on_a_page(&mut bed, &by_sbp);
    let of_card = issued(&mut bed);
    let years = |token: &Value| {
        let year = |name: &str| token[name].as_str().unwrap()[..4].parse::<i32>().unwrap();
        year("finished_at") - year("created_at")
    };
    assert!((9..=10).contains(&years(&of_sbp)) && years(&of_card) <= 3, "{of_sbp} {of_card}");
}

#[test]
fn a_token_serves_payouts_and_belongs_to_its_project() {
    let mut bed = SimulatedBank::new(1);
    let token = issued(&mut bed);
    let details = json!({"type": "recurrent", "recurrent": {"token": token["token"]}});
    bed.session("/api/v2/session/init/payout", &payout(&details));
    let told = bed.told("payment_finished");
    assert_eq!((statuses(&told)[2], &told["payout_list"][0]["payout_details"]), ("succeeded", &details));
    bed.partner.project += "-promo";
    let named = json!({"recurrent": {"token": token["token"]}});
    assert_eq!(bed.refused("/api/v1/recurrent/status", &named).0, "invalid_request");
}

#[test]
fn a_subscription_is_switched_off_and_on() {
    let mut bed = SimulatedBank::new(1);
    let mut body = payment(&card(NO_3DS));
    body["payment_options"]["subscription"] = json!({"period": "month"});
    bed.session(INIT, &body);
    let told = bed.told("payment_finished");
    let subscription = &told["payment_list"][0]["subscription"];
    assert_eq!((subscription["period"].as_str(), subscription["initial"].as_bool()), (Some("month"), Some(true)));
    let id = json!({"subscription_id": subscription["id"]});
    for path in ["/api/v1/subscription/cancel", "/api/v1/subscription/restore"] {
        assert_eq!(bed.answer(path, &id), json!({"status": "ok"}));
        assert_eq!(bed.refused(path, &json!({"subscription_id": "guess"})).0, "invalid_request");
    }
}

#[test]
fn a_public_token_is_for_a_widget_and_a_session_that_exists() {
    let mut bed = SimulatedBank::new(1);
    let session = bed.session("/api/v2/session/create", &json!({}));
    let body = json!({"acquiring_widget": {"session_id": session["id"], "show_recurrent_checkbox": false}});
    let token = bed.answer("/api/v1/token", &body)["public_token"].clone();
    let asked = json!({"type": "public_token", "public_token": {"token": token}});
    let info = bed.answer("/api/v1/token/info", &asked)["info"].clone();
    assert_eq!((&info["token"], &info["is_active"]), (&token, &json!(true)));
    bed.pass(25 * 60 * 60);
    assert_eq!(bed.answer("/api/v1/token/info", &asked)["info"]["is_active"], false);
    bed.answer("/api/v1/token", &json!({"tokenize_widget": {"access": true}}));
    for wrong in [
        json!({}),
        json!({"acquiring_widget": {"session_id": "ps_0"}}),
        json!({"self_employed_widget": {"tax_reference": "1"}}),
    ] {
        assert_eq!(bed.refused("/api/v1/token", &wrong).0, "invalid_request");
    }
}

#[test]
fn a_token_tells_its_card() {
    let mut bed = SimulatedBank::new(1);
    let token = issued(&mut bed);
    let asked = json!({"type": "recurrent_token", "recurrent_token": {"token": token["token"]}});
    let mut info = token.clone();
    assert_eq!(info.as_object_mut().unwrap().remove("type"), Some(json!("recurrent_token")));
    assert_eq!(bed.answer("/api/v1/token/info", &asked)["info"], info);
    let info = |bed: &mut SimulatedBank, inner: Value| {
        bed.answer("/api/v1/token/info", &json!({"type": "card", "card": inner}))["info"].clone()
    };
    let shown = info(&mut bed, json!({"type": "encrypted_card", "encrypted_card": {"number_hash": NO_3DS}}));
    assert_eq!(
        shown,
        json!({"type": "card", "brand": "mastercard", "last4": "4444", "country_iso3": "RUS", "number_hash": NO_3DS})
    );
    let shown = info(&mut bed, json!({"type": "bank_card", "bank_card": {"number": NO_3DS}}));
    assert!(!shown.to_string().contains(NO_3DS));
    assert_eq!(bed.refused("/api/v1/token/info", &json!({"type": "purse"})).0, "invalid_request");
}

#[test]
fn a_tokenized_account_is_paid_out_to() {
    let mut bed = SimulatedBank::new(1);
    let body =
        json!({"type": "bank_account_ru", "bank_account_ru": {"bik": "044525971", "account": "40702810100000270025"}});
    let answer = bed.answer("/api/v1/tokenize", &body);
    assert_eq!(answer["data"], json!({"masked_account": "40702***0025"}));
    let to = |token: &Value| {
        json!({"type": "bank_account", "bank_account": {"system_type": "ru", "ru": {
            "token": token, "full_name": "Иванов", "description": "Перевод",
        }}})
    };
    bed.session("/api/v2/session/init/payout", &payout(&to(&answer["token"])));
    assert_eq!(statuses(&bed.told("payment_finished"))[2], "succeeded");
    let (_, text) = bed.refused("/api/v2/session/init/payout", &payout(&to(&json!("guess"))));
    assert!(text.starts_with("payout_details.bank_account.ru.token: "), "{text}");
}
