//! What a payer can pay with, and what he is asked.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{card, payment, statuses};
use crate::support::NO_3DS;
use crate::support::simulated::SimulatedBank;

const INIT: &str = "/api/v2/session/init/payment";

fn banking(kind: &str, inner: &Value) -> Value {
    json!({"type": "internet_banking", "internet_banking": {"type": kind, kind: inner}})
}

fn ton(inner: &Value) -> Value {
    json!({"type": "crypto_wallet", "crypto_wallet": {"type": "ton", "ton": inner}})
}

/// Starts a payment that asks the payer; gives the session and the interaction.
fn asked(bed: &mut SimulatedBank, details: &Value) -> (Value, Value) {
    bed.session(INIT, &payment(details));
    let told = bed.told("action_required");
    assert_eq!((told.get("next_action"), statuses(&told)[1]), (None, "pending"));
    let interaction = told["payment_list"][0]["customer_interaction"].clone();
    (told, interaction)
}

#[test]
fn a_qr_code_leads_to_a_page_where_the_payer_pays_or_declines() {
    let mut bed = SimulatedBank::new(1);
    let details = json!({"type": "faster_payment_system", "faster_payment_system": {"description": "order 7"}});
    for (answer, outcome) in [("confirm", ["accepted", "succeeded", "-"]), ("decline", ["cancelled", "failed", "-"])] {
        let (session, interaction) = asked(&mut bed, &details);
        assert_eq!(session["payment_list"][0]["payment_details"], details);
        assert_eq!(interaction["type"], "inform");
        let qr = &interaction["inform"]["qr"];
        assert!(qr["img"].as_str().unwrap().starts_with("data:image/"));
        let content = qr["content"].as_str().unwrap();
        let page = bed.open(content);
        assert_eq!(page.status(), StatusCode::OK);
        let html = String::from_utf8(page.body().to_vec()).unwrap();
        assert!(html.contains("150.00 RUB") && html.contains("name=\"answer\" value=\"decline\""), "{html}");
        assert_eq!(bed.press(content, answer), StatusCode::SEE_OTHER);
        let told = bed.told("payment_finished");
        assert_eq!(statuses(&told), outcome);
        assert!(told["payment_list"][0].get("customer_interaction").is_none());
        // It is over: the page says so, and a second click changes nothing.
        assert!(!String::from_utf8(bed.open(content).body().to_vec()).unwrap().contains("name=\"answer\""));
        bed.press(content, "confirm");
        assert_eq!(bed.status(&session), told);
        // The page of one kind is none of another.
        assert_eq!(bed.open(&content.replace("/pay/", "/3ds/")).status(), StatusCode::NOT_FOUND);
    }
}

#[test]
fn an_account_is_bound_in_sbp_by_a_qr_code() {
    let mut bed = SimulatedBank::new(1);
    let details = json!({"type": "faster_payment_system_binding", "faster_payment_system_binding": []});
    let (session, interaction) = asked(&mut bed, &details);
    let shown = &session["payment_list"][0]["payment_details"];
    assert_eq!(shown, &json!({"type": "faster_payment_system_binding"}));
    bed.press(interaction["inform"]["qr"]["content"].as_str().unwrap(), "confirm");
    assert_eq!(statuses(&bed.told("payment_finished")), ["accepted", "succeeded", "-"]);
}

#[test]
fn an_internet_bank_or_a_wallet_is_opened_by_get() {
    let mut bed = SimulatedBank::new(1);
    for details in [
        banking("sber_pay", &json!({"channel": "app"})),
        banking("sber_pay", &json!({"channel": "mobile_web", "phone": "79680000000"})),
        banking("sber_pay", &json!({"channel": "web_mobile"})),
        banking("wechatpay", &json!({})),
        banking("pix", &json!({"document": "1", "name": "A", "email": "a@b.example"})),
        banking("phone_ident", &json!({"phone": "79680000000"})),
        banking("country_ewallet", &json!({"country_iso2": "TH"})),
        json!({"type": "wallet", "wallet": {"type": "yoomoney", "yoomoney": {}}}),
        banking("tamara", &json!({})),
        ton(&json!({"address": "EQ", "product_id": "7", "product_name": "Stars"})),
        json!({"type": "bank_account", "bank_account": {"system_type": "upi", "upi": {}}}),
    ] {
        let (session, interaction) = asked(&mut bed, &details);
        assert_eq!(session["payment_list"][0]["payment_details"], details);
        let redirect = &interaction["redirect"];
        assert_eq!((interaction["type"].as_str(), redirect["method"].as_str()), (Some("redirect"), Some("GET")));
        assert!(redirect.get("params").is_none());
        let url = redirect["url"].as_str().unwrap();
        assert_eq!(bed.open(url).status(), StatusCode::OK);
        bed.press(url, "confirm");
        assert_eq!(statuses(&bed.told("payment_finished")), ["accepted", "succeeded", "-"]);
    }
}

#[test]
fn a_payer_of_sber_pay_on_the_web_is_sent_a_message() {
    let mut bed = SimulatedBank::new(1);
    let push = "/api/v1/sberpay/push";
    for (phone, outcome) in [("89876543210", "succeeded"), ("89876540012", "failed")] {
        let session = bed.session(INIT, &payment(&banking("sber_pay", &json!({"channel": "web"}))));
        let body = json!({"phone": phone, "session_id": session["id"]});
        assert_eq!(bed.refused(push, &body).0, "session_wrong_state");
        assert!(bed.pass(60).is_empty());
        let waiting = bed.status(&session);
        assert_eq!(statuses(&waiting), ["in_progress", "pending", "-"]);
        assert!(waiting["payment_list"][0].get("customer_interaction").is_none());
        assert_eq!(bed.answer(push, &body), json!({"status": "ok"}));
        assert_eq!(statuses(&bed.told("payment_finished"))[1], outcome);
    }
}

#[test]
fn a_hash_or_a_token_behaves_as_the_card_it_names() {
    let mut bed = SimulatedBank::new(1);
    let encrypted = |hash: &str| json!({"type": "card", "card": {"type": "encrypted_card", "encrypted_card": {"number_hash": hash}}});
    let tokenized =
        |token: &str| json!({"type": "card", "card": {"type": "tokenized_card", "tokenized_card": {"token": token}}});
    let secured = |token: &str| json!({"type": "secured_card", "secured_card": {"type": "apple_pay", "apple_pay": {"token": token}}});
    for details in [encrypted(NO_3DS), tokenized(&format!("token-{NO_3DS}")), secured("opaque")] {
        bed.session(INIT, &payment(&details));
        let told = bed.told("payment_finished");
        let shown = &told["payment_list"][0]["payment_details"];
        if details["type"] == "card" {
            assert_eq!(shown["card"], json!({"brand": "mastercard", "last4": "4444", "country_iso3": "RUS"}));
        } else {
            assert_eq!(shown, &details);
        }
    }
    let (session, _) = asked(&mut bed, &encrypted("opaque"));
    assert_eq!(session["payment_list"][0]["payment_details"]["card"]["last4"], "4242");
    bed.session(INIT, &payment(&secured("4000000000009995")));
    assert_eq!(bed.told("payment_finished")["payment_list"][0]["error"]["code"], "insufficient_funds");
}

#[test]
fn a_wrong_instrument_is_named() {
    let mut bed = SimulatedBank::new(1);
    for (details, member) in [
        (json!({"type": "cheque"}), "type"),
        (json!({"type": "wallet", "wallet": {"type": "qiwi", "qiwi": {}}}), "wallet.type"),
        (banking("unionpay", &json!({})), "internet_banking.type"),
        (banking("sber_pay", &json!({})), "internet_banking.sber_pay.channel"),
        (banking("sber_pay", &json!({"channel": "fax"})), "internet_banking.sber_pay.channel"),
        (banking("pix", &json!({"name": "A"})), "internet_banking.pix.document"),
        (json!({"type": "secured_card", "secured_card": {"type": "apple_pay"}}), "secured_card.apple_pay"),
        (json!({"type": "card", "card": {"type": "tokenized_card"}}), "card.tokenized_card"),
        (ton(&json!({"address": "EQ", "product_id": "7"})), "crypto_wallet.ton.product_name"),
        (json!({"type": "crypto_wallet", "crypto_wallet": {"type": "btc"}}), "crypto_wallet.type"),
        (super::ru_account("40817810100000270411"), "bank_account.system_type"),
        (
            json!({"type": "internal_transfer", "internal_transfer": {
                "type": "transfer_from_bank_account", "transfer_from_bank_account": {"description": "x"},
            }}),
            "type",
        ),
    ] {
        let (code, text) = bed.refused(INIT, &payment(&details));
        assert!(code == "invalid_request" && text.starts_with(&format!("payment_details.{member}: ")), "{text}");
    }
    assert_eq!(bed.refused(INIT, &payment(&json!(null))).1, "payment_details: is required");
    bed.session(INIT, &payment(&card(NO_3DS)));
}
