//! What the books say, rates, and checks of taxpayers.

use serde_json::{Value, json};

use super::{card, payment, payout, ru_account};
use crate::support::NO_3DS;
use crate::support::simulated::SimulatedBank;

fn balance(bed: &mut SimulatedBank) -> i64 {
    let answer = bed.answer("/api/v1/wallet/balance", &json!({"request_datetime": "2019-10-14T19:53:00+03:00"}));
    assert_eq!(answer["wallets"][0]["id"], "131");
    assert_eq!(answer["wallets"][0]["amount_details"]["currency"], "rub");
    answer["wallets"][0]["amount_details"]["amount"].as_i64().unwrap()
}

#[test]
fn the_balance_is_what_the_books_say() {
    let mut bed = SimulatedBank::new(1);
    assert_eq!(balance(&mut bed), 100_000_000);
    let paid = bed.session("/api/v2/session/init/payment", &payment(&card(NO_3DS)));
    bed.told("payment_finished");
    assert_eq!(balance(&mut bed), 100_000_000 + 15_000 - 150);
    bed.session("/api/v2/session/refund", &json!({"session_id": paid["id"]}));
    bed.told("payment_refunded");
    assert_eq!(balance(&mut bed), 100_000_000 - 150);
    bed.session("/api/v2/session/init/payout", &payout(&card("5058270610441098")));
    bed.told("payment_finished");
    assert_eq!(balance(&mut bed), 100_000_000 - 150 - 10_000 - 100);
    bed.partner.project += "-promo";
    assert_eq!(balance(&mut bed), 100_000_000, "every project has its own");
    assert_eq!(bed.refused("/api/v1/wallet/balance", &json!({"request_datetime": "today"})).0, "invalid_request");
}

#[test]
fn a_statement_is_made_of_the_books() {
    let mut bed = SimulatedBank::new(1);
    let account = "40702810000000000777";
    let balance = |bed: &mut SimulatedBank| {
        bed.answer("/api/v1/report/account_balance", &json!({"account_number": account}))["balance"]["current_balance"]
            .clone()
    };
    assert_eq!(balance(&mut bed), 100_000_000);
    bed.pass(24 * 60 * 60);
    let mut body = payout(&ru_account("40817810400003869535"));
    body["participant_details"]["sender"] = json!({"account": account});
    let session = bed.session("/api/v1/session/init/payout/rko", &body);
    let (_, hook) = bed.webhooks(60).remove(0);
    let confirmed = json!({"session_id": session["id"], "confirm_information": hook["confirm_information"]});
    bed.session("/api/v1/session/confirm", &confirmed);
    bed.told("payment_finished");
    assert_eq!(balance(&mut bed), 100_000_000 - 10_000 - 100);

    let statement = |bed: &mut SimulatedBank, day: &str| {
        let body = json!({"date_from": day, "date_to": day, "account_number": account});
        bed.answer("/api/v1/report/account_statement", &body)["method"]["account_statement"].clone()
    };
    let of_day = statement(&mut bed, "2027-01-16");
    assert_eq!(of_day["total_turnover"], json!({"debet": 10_100, "credit": 0}));
    assert_eq!(of_day["total_balance"], json!({"opening": 100_000_000, "closing": 99_989_900}));
    let transactions = of_day["transactions"].as_array().unwrap();
    let told: Vec<_> =
        transactions.iter().map(|one| (one["type"].as_str().unwrap(), one["amount"].as_u64().unwrap())).collect();
    assert_eq!(told, [("debit", 10_000), ("debit", 100)], "the sum and the bank's fee");
    assert!(transactions.iter().all(|one| one["session_id"] == session["id"] && one["currency"] == "RUB"));
    let first = statement(&mut bed, "2027-01-15");
    assert_eq!(first["total_balance"], json!({"opening": 0, "closing": 100_000_000}));
    assert_eq!(first["transactions"][0]["type"], "credit");
    let quiet = statement(&mut bed, "2027-01-17");
    assert_eq!((&quiet["transactions"], &quiet["total_balance"]["opening"]), (&json!([]), &json!(99_989_900)));

    let two_days = json!({"date_from": "2027-01-15", "date_to": "2027-01-16", "account_number": account});
    assert!(bed.refused("/api/v1/report/account_statement", &two_days).1.starts_with("date_to: "));
    for wrong in ["40817810400003869535", "4070281"] {
        let body = json!({"account_number": wrong});
        assert!(bed.refused("/api/v1/report/account_balance", &body).1.starts_with("account_number: "));
    }
}

#[test]
fn a_rate_is_calculated_from_either_side() {
    let mut bed = SimulatedBank::new(1);
    let asked = |source: (Value, &str), destination: (Value, &str)| {
        json!({"amounts": {
            "source": {"amount": source.0, "currency": source.1},
            "destination": {"amount": destination.0, "currency": destination.1},
        }})
    };
    let path = "/api/v1/calculate";
    let answer = bed.post(path, &asked((json!(357_912), "RUB"), (json!(null), "TRY")));
    assert!(answer.get("status").is_none());
    assert_eq!(answer["amounts"]["source"], json!({"amount": 357_913, "currency": "RUB"}));
    assert_eq!(answer["amounts"]["destination"], json!({"amount": 131_426, "currency": "TRY"}));
    assert_eq!(answer["amounts"]["payment"]["amount"], 357_913 + 3_579);
    assert_eq!(answer["exchanges"]["source"]["amount"], 357_912);
    assert_eq!(answer["exchanges"]["destination"]["amount"], json!(null));
    assert_eq!(answer["exchanges"]["rate"], json!({"fx_rate": 2.7233, "quantity": 1}));
    let answer = bed.post(path, &asked((json!(null), "rub"), (json!(131_426), "try")));
    assert_eq!(answer["amounts"]["source"]["amount"], 357_913);
    let answer = bed.post(path, &asked((json!(null), "uzs"), (json!(27_233), "rub")));
    assert_eq!(answer["amounts"]["source"]["amount"], 10_000);
    for wrong in [
        asked((json!(1), "rub"), (json!(1), "try")),
        asked((json!(null), "rub"), (json!(null), "try")),
        asked((json!(1), "usd"), (json!(null), "try")),
    ] {
        assert_eq!(bed.refused(path, &wrong).0, "invalid_request");
    }
}

#[test]
fn a_taxpayer_is_checked_in_two_steps() {
    let mut bed = SimulatedBank::new(1);
    for (inn, is_taxpayer, is_linked) in
        [("123456789012", true, true), ("000000000001", true, false), ("000000000000", false, false)]
    {
        let mut answer = bed.post("/api/v1/npd/check", &json!({"tax_reference": inn}));
        assert_eq!(answer["status"], "pending");
        let id = json!({"request_id": answer["request_id"].take()});
        assert_eq!(bed.post("/api/v1/npd/request/status", &id), json!({"status": "pending"}));
        for _ in 0..2 {
            let answer = bed.post("/api/v1/npd/request/status", &id);
            let expected =
                json!({"status": "ok", "is_professional_income_taxpayer": is_taxpayer, "is_linked": is_linked});
            assert_eq!(answer, expected);
        }
    }
    assert_eq!(bed.refused("/api/v1/npd/request/status", &json!({"request_id": "guess"})).0, "invalid_request");
    assert_eq!(bed.refused("/api/v1/npd/check", &json!({"tax_reference": "7"})).0, "invalid_request");
}
