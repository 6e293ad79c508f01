//! Payouts: to cards, accounts and phones; with a receipt; the check of a recipient.

use serde_json::json;

use super::{card, payout, ru_account, statuses};
use crate::support::simulated::SimulatedBank;

const GOOD: &str = "40817810400003869535";
const WAITS: &str = "40817810400003860004";
const UNKNOWN: &str = "40817810400003860012";

#[test]
fn a_payout_names_its_instrument_by_version_and_takes_either_name() {
    let mut bed = SimulatedBank::new(1);
    let account = ru_account(GOOD);
    for name in ["payment_method", "payout_details"] {
        for (version, list, own) in [("v1", "payments", "payment_method"), ("v2", "payout_list", "payout_details")] {
            let mut body = payout(&account);
            let details = body.as_object_mut().unwrap().remove("payout_details").unwrap();
            body[name] = details;
            bed.session(&format!("/api/{version}/session/init/payout"), &body);
            let told = bed.told("payment_finished");
            assert_eq!(
                (told["status"].as_str(), told[list][0]["status"].as_str()),
                (Some("accepted"), Some("succeeded"))
            );
            assert_eq!(told[list][0][own], account);
            assert_eq!(told[list][0]["participant_details"], body["participant_details"]);
            assert_eq!(told[list][0]["amounts"]["fee"]["merchant_fee"]["amount"], 100);
        }
    }
    for (version, own) in [("v1", "payment_method"), ("v2", "payout_details")] {
        let body = json!({"amount_details": {"amount": 1, "currency": "rub"}});
        let (_, text) = bed.refused(&format!("/api/{version}/session/init/payout"), &body);
        assert_eq!(text, format!("{own}: is required"));
    }
}

#[test]
fn every_destination_is_told_as_it_was_sent() {
    let mut bed = SimulatedBank::new(1);
    let account =
        |kind: &str, inner| json!({"type": "bank_account", "bank_account": {"system_type": kind, kind: inner}});
    for details in [
        ru_account(GOOD),
        account("iban", json!({"account": "TR330006100519786457841326"})),
        account(
            "faster_payment_system",
            json!({"phone": "79680000000", "bank_id": "100000000004", "description": "x"}),
        ),
        json!({"type": "wallet", "wallet": {"type": "yoomoney", "yoomoney": {"account": "41001"}}}),
        json!({"type": "wallet", "wallet": {"type": "moneta", "moneta": {"account": "41001", "description": "x"}}}),
        json!({"type": "wallet", "wallet": {"type": "telegram", "telegram": {"account": "@shop"}}}),
    ] {
        bed.session("/api/v2/session/init/payout", &payout(&details));
        let told = bed.told("payment_finished");
        assert_eq!((statuses(&told)[2], &told["payout_list"][0]["payout_details"]), ("succeeded", &details));
    }
    for (member, value) in
        [("bik", json!("1")), ("account", json!("12")), ("full_name", json!(null)), ("is_fast", json!("no"))]
    {
        let mut details = ru_account(GOOD);
        details["bank_account"]["ru"][member] = value;
        let (_, text) = bed.refused("/api/v2/session/init/payout", &payout(&details));
        assert!(text.starts_with(&format!("payout_details.bank_account.ru.{member}: ")), "{text}");
    }
}

#[test]
fn an_account_decides_whether_a_payout_waits_or_fails() {
    let mut bed = SimulatedBank::new(1);
    let created = bed.session("/api/v2/session/create", &payout(&ru_account(WAITS)));
    bed.session("/api/v2/session/start/payout", &json!({"session_id": created["id"]}));
    let told = bed.told("ready_to_confirm");
    assert_eq!((&told["next_action"], statuses(&told)), (&json!("confirm"), ["in_progress", "-", "pending"]));
    bed.session("/api/v2/session/confirm", &json!({"session_id": created["id"]}));
    assert_eq!(statuses(&bed.told("payment_finished")), ["accepted", "-", "succeeded"]);

    for details in [ru_account(UNKNOWN), card("2200000000000012")] {
        bed.session("/api/v2/session/init/payout", &payout(&details));
        let told = bed.told("payment_finished");
        assert_eq!(statuses(&told), ["cancelled", "-", "failed"]);
        let code = told["payout_list"][0]["error"]["code"].as_str().unwrap();
        assert!(["account_not_found", "declined_by_issuer_bank"].contains(&code), "{code}");
    }
}

#[test]
fn a_project_may_confirm_everything_by_itself() {
    let mut bed = SimulatedBank::new(1);
    bed.partner.project += "-confirm";
    bed.session("/api/v2/session/init/payout", &payout(&card("5058270610441098")));
    assert_eq!(bed.told("ready_to_confirm")["next_action"], "confirm");
    let sbp = json!({"type": "faster_payment_system", "faster_payment_system": {}});
    let session = bed.session("/api/v2/session/init/payment", &super::payment(&sbp));
    bed.told("ready_to_confirm");
    bed.session("/api/v2/session/confirm", &json!({"session_id": session["id"]}));
    bed.told("action_required");
}

#[test]
fn a_payout_needs_money() {
    let mut bed = SimulatedBank::new(1);
    let mut body = payout(&ru_account(GOOD));
    body["amount_details"]["amount"] = json!(100_000_001);
    bed.session("/api/v2/session/init/payout", &body);
    let told = bed.told("payment_finished");
    assert_eq!(statuses(&told), ["cancelled", "-", "failed"]);
    assert_eq!(told["payout_list"][0]["error"]["code"], "insufficient_wallet_balance");
}

fn receipt_for(inn: &str) -> serde_json::Value {
    json!({"professional_income_taxpayer": {
        "services": [{"name": "Перевод", "amount_details": {"amount": 10_000, "currency": "rub"}, "quantity": 1}],
        "tax_reference": inn, "payer_type": "individual",
    }})
}

#[test]
fn a_payout_to_a_self_employed_person_has_a_receipt() {
    let mut bed = SimulatedBank::new(1);
    let path = "/api/v1/session/init/payout/fiscalization";
    let mut body = payout(&card("5058270610441098"));
    assert_eq!(bed.refused(path, &body).1, "fiscalization_details: is required");
    body["fiscalization_details"] = receipt_for("123456789012");
    let opened = bed.session(path, &body);
    assert_eq!(opened["payments"][0]["fiscalization_details"], body["fiscalization_details"]);
    let told = bed.told("payment_finished");
    let receipt = &told["payments"][0]["fiscalization_details"]["professional_income_taxpayer"]["receipt"];
    assert!(receipt["id"].is_string() && receipt["link"].as_str().unwrap().contains("123456789012"), "{receipt}");

    for (inn, code) in [("000000000000", "taxpayer_unknown"), ("000000000001", "taxpayer_not_bound")] {
        body["fiscalization_details"] = receipt_for(inn);
        let created = bed.session("/api/v2/session/create", &json!([]));
        body["session_id"] = created["id"].clone();
        bed.session("/api/v2/session/start/payout/fiscalization", &body);
        let told = bed.told("payment_finished");
        assert_eq!((statuses(&told)[2], &told["payout_list"][0]["error"]["code"]), ("failed", &json!(code)));
    }
}

#[test]
fn a_receipt_alone() {
    let mut bed = SimulatedBank::new(1);
    let created = bed.session("/api/v1/session/create", &json!({}));
    let body = json!({"session_id": created["id"], "fiscalization_details": receipt_for("123456789012")});
    let started = bed.session("/api/v1/fiscalization", &body);
    assert_eq!(started["status"], "in_progress");
    let told = bed.told("payment_finished");
    let receipt = &told["payments"][0]["fiscalization_details"]["professional_income_taxpayer"]["receipt"];
    assert!(told["status"] == "accepted" && receipt["id"].is_string(), "{told}");
}

#[test]
fn a_recipient_is_checked_without_money() {
    let mut bed = SimulatedBank::new(1);
    for (phone, outcome) in
        [("79680000000", ["accepted", "-", "succeeded"]), ("79680000012", ["cancelled", "-", "failed"])]
    {
        let inner = json!({"phone": phone, "bank_id": "100000000004"});
        let system = "faster_payment_system_verification";
        let body = json!({
            "payout_details": {"type": "bank_account", "bank_account": {"system_type": system, system: inner}},
            "participant_details": {"recipient": {"full_name": "Ivan Ivanov"}},
        });
        bed.session("/api/v2/fps/customer_verification", &body);
        let told = bed.told("payment_finished");
        assert_eq!(statuses(&told), outcome);
        let payout = &told["payout_list"][0];
        assert!(payout.get("amounts").is_none() && payout.get("amount_details").is_none());
    }
    let (_, text) = bed.refused("/api/v1/fps/customer_verification", &{
        let mut body = payout(&ru_account(GOOD));
        body["participant_details"] = json!({});
        body
    });
    assert!(text.starts_with("payment_method.bank_account.system_type"), "{text}");
}

#[test]
fn every_member_of_a_participant_comes_back() {
    let mut bed = SimulatedBank::new(1);
    let mut sender = json!({});
    for name in [
        "full_name",
        "company_name",
        "reference",
        "tax_reference",
        "country_iso2",
        "country_iso3",
        "state",
        "city",
        "postal_code",
        "street",
        "building",
        "flat",
        "address_line",
        "description",
        "source_of_money",
        "ipv4",
        "ipv6",
        "document",
        "account",
        "currency",
        "bank_name",
        "registration_number",
        "msisdn",
        "email",
        "code",
        "swift_bic_code",
        "beneficiary_id",
        "wallet_id",
        "citizenship_country_iso3",
    ] {
        sender[name] = json!(format!("{name} 1"));
    }
    sender["date_of_birth"] = json!("1998-03-15");
    sender["date_of_incorporation"] = json!("2001-03-15");
    sender["identity_document"] =
        json!({"id_type": "passport", "id_number": "8008 579120", "issue_date": "2020-03-01"});
    sender["contacts"] = json!({"phone": {"full_number": "+79376151530"}, "email": "a@b.example"});
    let mut body = payout(&card("5058270610441098"));
    body["participant_details"]["sender"] = sender;
    let opened = bed.session("/api/v2/session/init/payout", &body);
    assert_eq!(opened["payout_list"][0]["participant_details"], body["participant_details"]);
}
