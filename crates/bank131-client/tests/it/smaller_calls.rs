//! What the calls apart from sessions do beyond their samples.

use std::time::{Duration, UNIX_EPOCH};

use bank131_client::common::{Date, Endpoint, ErrorKind};
use bank131_client::fps::FpsBanks;
use bank131_client::rate::Calculate;
use bank131_client::report::{AccountStatement, AccountStatementResponse, RequestDatetime, WalletBalance};
use bank131_client::subscription::{SubscriptionCancel, SubscriptionId};
use bank131_client::{Bank131, Currency, Error, Outcome};
use serde_json::{Value, json};

use crate::support::{Bank, FakeResponse, PLAIN_SIGNATURE, header, rub, text};

fn answered<E: Endpoint<Provider = Bank131>>(request: &E, answer: Value) -> Result<E::Response, Error> {
    Bank::new([FakeResponse::ok(answer)]).send(request)
}

fn unreadable<E: Endpoint<Provider = Bank131>>(request: &E, answer: Value) -> String {
    let Err(error) = answered(request, answer) else { panic!("it was read") };
    assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown));
    error.to_string()
}

#[test]
fn a_status_that_is_not_ok_proves_nothing() {
    let cancel = SubscriptionCancel::new(SubscriptionId::new("sb_1"));
    answered(&cancel, json!({"status": "ok", "more": 1})).unwrap();
    for answer in [json!({}), json!({"status": "pending"}), json!({"status": ["ok"]}), json!({"status": null})] {
        assert!(unreadable(&cancel, answer).contains("at status: expected `ok`"));
    }
}

#[test]
fn a_list_that_is_missing_is_not_taken_for_an_empty_one() {
    let balance = WalletBalance::new(UNIX_EPOCH);
    assert!(unreadable(&balance, json!({"status": "ok"})).contains("missing field `wallets`"));
    assert!(unreadable(&FpsBanks::new(), json!({"status": "ok"})).contains("missing field `banks`"));
    assert_eq!(answered(&balance, json!({"wallets": []})).unwrap(), []);
}

#[test]
fn the_list_of_banks_is_asked_for_without_a_body_or_with_that_of_the_sdk() {
    let bank = Bank::new([FakeResponse::ok(json!({"banks": []})), FakeResponse::ok(json!({"banks": []}))]);
    bank.send(&FpsBanks::new()).unwrap();
    bank.send(&FpsBanks::new().with_sdk_body()).unwrap();

    let [plain, as_the_sdk] = bank.calls().try_into().unwrap();
    assert_eq!((text(&plain), text(&as_the_sdk)), ("", "[]"));
    assert_eq!((header(&plain, "content-type"), header(&as_the_sdk, "content-type")), (None, Some("application/json")));
    assert_eq!(header(&plain, "x-partner-sign"), Some(PLAIN_SIGNATURE));
}

#[test]
fn a_calculation_in_other_currencies_is_not_the_one_that_was_asked_for() {
    let calculate = Calculate::from_source(rub(357_912), Currency::TRY);
    let amounts = |source: &str, destination: &str| json!({"amounts": {"source": {"amount": 1, "currency": source}, "destination": {"amount": 1, "currency": destination}}});
    answered(&calculate, amounts("rub", "try")).unwrap();
    assert!(unreadable(&calculate, amounts("USD", "TRY")).contains("at amounts.source.currency"));
    assert!(unreadable(&calculate, amounts("RUB", "KGS")).contains("at amounts.destination.currency"));
}

#[test]
fn a_rate_that_is_no_decimal_number_does_not_cost_the_amounts() {
    let calculate = Calculate::from_source(rub(357_912), Currency::TRY);
    let answer =
        json!({"amounts": {"payment": {"amount": 7, "currency": "RUB"}}, "exchanges": {"rate": {"fx_rate": "-1"}}});
    let calculated = answered(&calculate, answer).unwrap();
    assert_eq!(calculated.amounts.payment, Some(rub(7)));
    assert_eq!(calculated.exchanges.and_then(|exchange| exchange.rate?.fx_rate), None);
}

fn statement(answer: Value) -> AccountStatementResponse {
    let day = Date::new(2024, 7, 2).unwrap();
    answered(&AccountStatement::of_day("40702810900000000025", day), answer).unwrap()
}

#[test]
fn a_statement_says_whether_its_list_is_whole() {
    let with = |transactions: Value| statement(json!({"account_statement": {}, "transactions": transactions}));
    for (transactions, number, is_whole) in [
        (json!([]), 0, true),
        (json!(null), 0, true),
        (json!([{"amount": 1}]), 1, true),
        (json!([{"amount": 1}, "odd"]), 1, false),
        (json!("odd"), 0, false),
    ] {
        let statement = with(transactions);
        assert_eq!((statement.transactions.len(), statement.is_whole), (number, is_whole));
    }
    assert!(!statement(json!({"account_statement": {}})).is_whole);
}

#[test]
fn a_statement_of_nothing_is_not_read() {
    let request = AccountStatement::of_day("40702810900000000025", Date::new(2024, 7, 2).unwrap());
    for answer in [json!({"transactions": []}), json!({"method": {}}), json!({"account_statement": []})] {
        assert!(unreadable(&request, answer).contains("at account_statement: expected an object"));
    }
}

#[test]
fn a_time_is_written_as_the_bank_wants_it() {
    for (seconds, written) in [
        (0, "1970-01-01T00:00:00+00:00"),
        (951_782_399, "2000-02-28T23:59:59+00:00"),
        (951_782_400, "2000-02-29T00:00:00+00:00"),
        (951_868_800, "2000-03-01T00:00:00+00:00"),
        (1_571_071_980, "2019-10-14T16:53:00+00:00"),
        (1_704_067_199, "2023-12-31T23:59:59+00:00"),
        (4_107_542_400, "2100-03-01T00:00:00+00:00"),
        (u64::MAX >> 2, "9999-12-31T23:59:59+00:00"),
    ] {
        assert_eq!(RequestDatetime::from(UNIX_EPOCH + Duration::from_secs(seconds)).as_str(), written);
        assert!(RequestDatetime::new(written).is_ok());
    }
    for bad in ["", "2019-10-14", "2019-10-14T19:53:00", "2019-10-14 19:53:00Z", "2019-10-14T19:53:00+0300", "время"]
    {
        assert!(RequestDatetime::new(bad).is_err(), "{bad}");
    }
}
