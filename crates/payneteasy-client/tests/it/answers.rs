//! The gateway's responses, in both formats and their many variants.

use payneteasy_client::{
    Currency, Error, ErrorCode, Money, Outcome, Recovery, RefusalKind, StatusQuery,
    card::{CreateCardRef, RecurringPaymentId},
    common::ErrorKind,
    order::{ClientOrderId, OrderId, OrderStatus, StatusResponse},
    transfer::TransferFormResponse,
};

use crate::support::{FakeResponse, Gateway, order_status, parameters};
use crate::transfers::{ORDER, Scenario, bare, order, return_urls, status, terminal};

const PAGE: &str = "<!DOCTYPE html><html><head><meta charset=\"utf-8\"/><title>403</title></head>\
    <body><p>Access is denied</p></body></html>";

const ACCEPTED: [(&str, &str); 5] = [
    ("type", "async-form-response"),
    ("serial-number", "00000000-0000-0000-0000-000002ddbfa2"),
    ("merchant-order-id", ORDER),
    ("paynet-order-id", "6863810"),
    ("redirect-url", "https%3A%2F%2Fsandbox.payneteasy.com%2Fpaynet%2Fform%2Finit%2FBB58"),
];

fn form(pairs: &[(&str, &str)], separator: &str, end: &str) -> String {
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join(separator) + end
}

fn transfer(status: u16, body: impl Into<String>) -> Result<TransferFormResponse, Error> {
    Gateway::new([FakeResponse::http(status, body.into())]).send(&bare())
}

fn ask(body: impl std::fmt::Display) -> StatusResponse {
    Gateway::new([FakeResponse::ok(body)]).send(&status()).unwrap()
}

/// The error of a transfer with an unknown outcome, with its recovery.
fn undecided(status: u16, body: &str) -> Error {
    let error = transfer(status, body).expect_err(body);
    assert_eq!(error.outcome(), Outcome::Unknown, "{status} {body}");
    assert!(error.money_may_have_moved(), "{status} {body}");
    assert!(error.recovery().is_some(), "{status} {body}");
    error
}

fn refused(status: u16, body: &str) -> Error {
    let error = transfer(status, body).expect_err(body);
    assert_eq!((error.outcome(), error.kind()), (Outcome::Refused, ErrorKind::Refused), "{status} {body}");
    assert!(!error.money_may_have_moved() && error.recovery().is_none(), "{status} {body}");
    error
}

fn kind_of(error: &Error) -> RefusalKind {
    error.refusal().expect("a refusal of the gateway").kind()
}

#[test]
fn values_end_with_a_line_feed_or_with_anything_like_it() {
    for separator in ["\n&", "\r\n&", " &", "&", "\n&\n", "&\r\n", " \r\n &"] {
        for end in ["", "\n", "\r\n", " ", "\n&", "&"] {
            let body = form(&ACCEPTED, separator, end);
            let form = transfer(200, body.clone()).unwrap_or_else(|error| panic!("{error}: {body:?}"));
            assert_eq!(form.order_id.as_str(), "6863810", "{body:?}");
            assert_eq!(form.client_order_id.unwrap().as_str(), ORDER, "{body:?}");
            assert_eq!(form.serial_number.unwrap().as_str(), "00000000-0000-0000-0000-000002ddbfa2", "{body:?}");
            let address = "https://sandbox.payneteasy.com/paynet/form/init/BB58";
            assert_eq!(form.redirect_url, Some(address.into()), "{body:?}");
        }
    }
}

#[test]
fn a_form_that_ends_with_its_connection_is_complete_only_with_a_final_line_feed() {
    let whole = form(&ACCEPTED, "\n&", "\n");
    let mut believed = 0;
    for end in 0..=whole.len() {
        let cut = &whole[..end];
        let answer = Gateway::new([FakeResponse::ok(cut.to_owned()).undelimited()]).send(&bare());
        match answer {
            Ok(form) => {
                assert!(cut.ends_with('\n'), "{cut:?}");
                assert_eq!(form.order_id.as_str(), "6863810", "{cut:?}");
                believed += 1;
            }
            Err(error) => {
                assert!(error.money_may_have_moved() && error.recovery().is_some(), "{cut:?}");
            }
        }
    }
    assert_eq!(believed, 1, "only the whole response: without the form's address it is unreadable");
}

#[test]
fn a_status_that_ends_with_its_connection_is_unreadable_without_a_line_feed() {
    let body = "type=status-response\n&status=approved\n&amount=10";
    let error = Gateway::new([FakeResponse::ok(body.to_owned()).undelimited()]).send(&status()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unreadable);
    assert!(Gateway::new([FakeResponse::ok(format!("{body}\n")).undelimited()]).send(&status()).is_ok());
    // HTTP delimits this one.
    assert!(Gateway::new([FakeResponse::ok(body)]).send(&status()).is_ok());
}

#[test]
fn an_encoded_line_feed_inside_a_value_survives() {
    let state = ask("type=status-response\n&status=processing\n&html=%0A%3Cform%3E%0A+%3C%2Fform%3E%0D%0A%20\n");
    let action = state.payer_action.unwrap();
    assert_eq!(action.html, Some("\n<form>\n </form>\r\n ".into()));
    assert_eq!(action.redirect_to, None);
}

#[test]
fn the_order_of_values_and_unknown_values_do_not_matter() {
    let mut pairs = ACCEPTED.to_vec();
    pairs.reverse();
    pairs.insert(2, ("new-thing", "%D0%B6%26%3D"));
    assert_eq!(transfer(200, form(&pairs, "\n&", "\n")).unwrap().order_id.as_str(), "6863810");
}

#[test]
fn a_response_with_a_deciding_value_twice_is_unreadable() {
    for body in [
        "type=status-response&status=processing&status=approved",
        "type=status-response&status=approved&paynet-order-id=1&paynet-order-id=2",
        r#"{"type":"status-response","status":"processing","status":"approved"}"#,
    ] {
        let error = Gateway::new([FakeResponse::ok(body)]).send(&status()).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unreadable, "{body}");
    }
    for first in ["validation-error", "async-form-response"] {
        for second in ["validation-error", "async-form-response"] {
            let body = format!("type={first}&type={second}&error-code=1&redirect-url=https://gate.example/f");
            assert_eq!(undecided(200, &body).kind(), ErrorKind::Undecided, "{body}");
        }
    }
    let state = ask("type=status-response&status=approved&comment=1&comment=2");
    assert_eq!(state.fields.get("comment"), Some("1"), "others decide nothing");
}

#[test]
fn json_has_the_same_values_with_numbers_for_some_texts() {
    let body = r#"{"type":"async-form-response","serial-number":"sn","merchant-order-id":"34T43R77N",
        "paynet-order-id":6863810,"redirect-url":"https://gate.example/f","end-point-id":39915,"nested":{"a":[1]}}"#;
    let form = transfer(200, body).unwrap();
    assert_eq!(form.order_id.as_str(), "6863810");
    assert_eq!(form.redirect_url, Some("https://gate.example/f".into()));

    let state = ask(r#"{"type":"status-response","status":"declined","amount":100.5,"currency":"RUB","error-code":29,
        "error-message":null,"paynet-order-id":"6863810","html":""}"#);
    assert_eq!(state.amount.unwrap(), Money::from_minor_units(10_050, Currency::RUB));
    assert_eq!(state.error_code, Some(ErrorCode::SecurityCodeRequired));
    assert_eq!(state.error_message, None);
    assert!(state.payer_action.is_none());
    assert_eq!(state.fields.get("amount"), Some("100.5"));
}

#[test]
fn every_type_has_one_meaning() {
    let rest = "&paynet-order-id=1&status=approved&redirect-url=https%3A%2F%2Fa.example&recurring-payment-id=7";
    let gateway = |kind: &str| Gateway::new([FakeResponse::ok(format!("type={kind}{rest}"))]);
    let keep = CreateCardRef::new(terminal(), ClientOrderId::new(ORDER), OrderId::new("1"));
    for (kind, expected) in [
        ("async-form-response", [true, false, false]),
        ("async-response", [true, false, false]),
        ("ASYNC-Form-Response", [true, false, false]),
        ("status-response", [false, true, false]),
        ("create-card-ref-response", [false, false, true]),
        ("get-card-info-response", [false, false, false]),
        ("something-new", [false, false, false]),
    ] {
        let transfer = gateway(kind).send(&bare());
        let state = gateway(kind).send(&status());
        let card = gateway(kind).send(&keep);
        assert_eq!([transfer.is_ok(), state.is_ok(), card.is_ok()], expected, "{kind}");
        for error in [transfer.err(), state.err(), card.err()].into_iter().flatten() {
            assert_eq!((error.kind(), error.outcome()), (ErrorKind::Unreadable, Outcome::Unknown), "{kind}");
        }
    }
    assert!(gateway("async-response").send(&bare()).unwrap().redirect_url.is_some());
}

#[test]
fn an_order_without_a_form_has_no_address() {
    assert_eq!(transfer(200, "type=async-response&paynet-order-id=1").unwrap().redirect_url, None);
    for (body, missing) in [
        ("type=async-form-response&paynet-order-id=1", "redirect-url"),
        ("type=async-form-response&redirect-url=https%3A%2F%2Fa.example", "paynet-order-id"),
        ("type=async-form-response&redirect-url=https%3A%2F%2Fa.example&paynet-order-id=null", "paynet-order-id"),
        ("type=async-response", "paynet-order-id"),
    ] {
        let error = undecided(200, body);
        assert_eq!(error.kind(), ErrorKind::Unreadable);
        assert!(error.to_string().ends_with(&format!("the response cannot be read, at {missing}: missing")), "{error}");
    }
}

#[test]
fn a_saved_card_is_read() {
    let keep = CreateCardRef::new(terminal(), ClientOrderId::new(ORDER), OrderId::new("6863810"));
    assert_eq!(
        parameters(&keep).iter().map(|(name, value)| (name.as_str(), value.as_str())).collect::<Vec<_>>(),
        [("client_orderid", ORDER), ("login", "TestMerchant"), ("orderid", "6863810")]
    );
    let send = |body: &str| Gateway::new([FakeResponse::ok(body)]).send(&keep);
    let card = send("type=create-card-ref-response\n&card-ref-id=5588943\n&unq-card-ref-id=9\n&recurring-payment-id=1491854\n&serial-number=sn\n")
        .unwrap();
    let id = card.recurring_payment_id.unwrap();
    assert_eq!(id.expose(), "1491854");
    assert_eq!(id, RecurringPaymentId::new("1491854").unwrap(), "as it comes back from storage");
    assert_ne!(id, RecurringPaymentId::new("1491855").unwrap());
    assert_eq!(format!("{id:?}"), "RecurringPaymentId([secret])");
    assert_eq!(card.card_reference_id.unwrap().expose(), "5588943");
    assert_eq!(card.unique_card_reference_id.unwrap().as_str(), "9");
    assert_eq!(card.serial_number.unwrap().as_str(), "sn");
    for body in ["type=create-card-ref-response", "type=create-card-ref-response&recurring-payment-id=x"] {
        assert_eq!(send(body).unwrap_err().kind(), ErrorKind::Unreadable, "{body}");
    }
}

#[test]
fn a_validation_error_is_refused_with_or_without_an_order_number() {
    let error = refused(
        200,
        "type=validation-error\n&serial-number=sn-1\n&merchant-order-id=34T43R77N\n&error-message=Src+card+cvv2+should+be+filled+in+transfer.\n&error-code=29",
    );
    let refusal = error.refusal().unwrap();
    assert_eq!((refusal.kind(), refusal.code()), (RefusalKind::Validation, Some(&ErrorCode::SecurityCodeRequired)));
    assert_eq!(refusal.client_order_id().unwrap().as_str(), ORDER);
    assert_eq!(refusal.serial_number().unwrap().as_str(), "sn-1");
    assert_eq!(
        error.to_string(),
        "PaynetEasy transfer-form was refused (HTTP 200): \
         validation-error 29: Src card cvv2 should be filled in transfer."
    );

    let error = refused(200, "type=validation-error&error-message=Recurring+payment+not+found&error-code=122");
    assert_eq!(error.refusal().unwrap().client_order_id(), None);
    assert_eq!(
        error.to_string(),
        "PaynetEasy transfer-form was refused (HTTP 200): validation-error 122: Recurring payment not found"
    );
    let error = refused(200, "type=Validation-Error&error-code=Unknown+error");
    assert_eq!(error.refusal().unwrap().code().unwrap().as_str(), "Unknown error");
    assert_eq!(error.refusal().unwrap().message(), None);
}

#[test]
fn json_rejections_come_with_http_4xx() {
    for status in [200, 400, 401, 403, 404, 422] {
        let body =
            r#"{"type":"validation-error","serial-number":"sn","error-message":"End point not found","error-code":3}"#;
        let error = refused(status, body);
        assert_eq!(kind_of(&error), RefusalKind::Validation, "{status}");
        let expected =
            format!("PaynetEasy transfer-form was refused (HTTP {status}): validation-error 3: End point not found");
        assert_eq!(error.to_string(), expected);
    }
    let error = refused(422, r#"{"error-message":"Amount is less than minimum 1.00","error-code":"7"}"#);
    assert_eq!(kind_of(&error), RefusalKind::Http);
    assert_eq!(
        error.to_string(),
        "PaynetEasy transfer-form was refused (HTTP 422): rejected 7: Amount is less than minimum 1.00"
    );
}

#[test]
fn a_code_or_a_message_alone_is_a_reason() {
    for (body, reason) in
        [(r#"{"error-code":"7"}"#, "rejected 7"), (r#"{"error-message":"No luck"}"#, "rejected: No luck")]
    {
        let error = Gateway::new([FakeResponse::http(422, body.to_owned())]).send(&bare()).unwrap_err();
        assert_eq!(error.to_string(), format!("PaynetEasy transfer-form was refused (HTTP 422): {reason}"));
    }
}

#[test]
fn a_failed_order_may_exist_whatever_the_http_status() {
    for status in [200, 400, 403, 500] {
        let error = undecided(
            status,
            "type=error\n&paynet-order-id=6863810\n&error-message=Internal+server+error\n&error-code=5\n",
        );
        assert_eq!(error.kind(), ErrorKind::Undecided);
        assert_eq!(kind_of(&error), RefusalKind::Error);
        let expected = format!(
            "PaynetEasy transfer-form may have been carried out (HTTP {status}): error 5: Internal server error"
        );
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn a_page_with_401_or_403_denies_access() {
    for status in [401, 403] {
        for body in [PAGE, "", "{}"] {
            let error = refused(status, body);
            assert_eq!(kind_of(&error), RefusalKind::AccessDenied, "{body}");
            let expected = format!(
                "PaynetEasy transfer-form was refused (HTTP {status}): \
                 access is denied: signature, key, terminal or address, or this machine's clock"
            );
            assert_eq!(error.to_string(), expected);
            assert_eq!(error.http().unwrap().body().len(), body.len());
        }
    }
}

#[test]
fn a_response_without_a_type_is_unreadable() {
    for body in [PAGE, "", "\n", "ok", "status=approved&paynet-order-id=1", "type=", "{}", "{\"type\"", "[]", "null"] {
        let error = undecided(200, body);
        assert_eq!(error.kind(), ErrorKind::Unreadable, "{body:?}");
        assert!(error.refusal().is_none(), "{body:?}");
        assert!(
            error.to_string().contains("may have been carried out (HTTP 200): the response cannot be read, at type: ")
        );
    }
    let error = undecided(200, PAGE);
    assert_eq!(
        error.to_string(),
        "PaynetEasy transfer-form may have been carried out (HTTP 200): \
         the response cannot be read, at type: missing"
    );
}

#[test]
fn bytes_that_are_not_text_are_unreadable() {
    let gateway = Gateway::with([FakeResponse::unreachable()], crate::support::FakeSigner, |builder| {
        builder.transport(|_: http::Request<bytes::Bytes>| async {
            Ok(http::Response::new(bytes::Bytes::from_static(b"type=async-response&paynet-order-id=\xff")))
        })
    });
    assert_eq!(gateway.send(&bare()).unwrap_err().kind(), ErrorKind::Unreadable);
}

#[test]
fn other_http_statuses_are_classified_by_what_they_prove() {
    for status in [404, 405, 413, 415, 429] {
        let error = refused(status, PAGE);
        assert_eq!(kind_of(&error), RefusalKind::Http, "{status}");
        let expected = format!(
            "PaynetEasy transfer-form was refused (HTTP {status}): no reason was given; is the base URL right?"
        );
        assert_eq!(error.to_string(), expected);
    }
    for status in [206, 301, 302, 307, 400, 402, 408, 409, 422, 425, 500, 502, 503, 504] {
        let error = undecided(status, PAGE);
        assert_eq!(error.kind(), ErrorKind::Undecided, "{status}");
        let expected =
            format!("PaynetEasy transfer-form may have been carried out (HTTP {status}): the response does not say");
        assert_eq!(error.to_string(), expected);
        // Even if the body claims success.
        assert_eq!(undecided(status, &form(&ACCEPTED, "\n&", "")).kind(), ErrorKind::Undecided, "{status}");
    }
}

#[test]
fn a_lost_response_is_unknown_and_a_failed_connection_is_not() {
    let send = |raw| Gateway::new([raw]).send(&bare()).unwrap_err();
    let unreachable = send(FakeResponse::unreachable());
    assert_eq!(unreachable.outcome(), Outcome::NotSent);
    assert!(unreachable.recovery().is_none());
    assert_eq!(unreachable.to_string(), "PaynetEasy transfer-form was not sent: no connection: connection refused");
    for (raw, kind, sentence) in [
        (FakeResponse::broken(), ErrorKind::Interrupted, "the connection broke: connection reset"),
        (FakeResponse::silent(), ErrorKind::Timeout, "no response within the timeout"),
    ] {
        let error = send(raw);
        assert_eq!((error.outcome(), error.kind()), (Outcome::Unknown, kind));
        assert!(error.money_may_have_moved());
        assert_eq!(error.to_string(), format!("PaynetEasy transfer-form may have been carried out: {sentence}"));
    }
    let large = Gateway::with([FakeResponse::ok("x".repeat(100))], crate::support::FakeSigner, |builder| {
        builder.response_limit(99)
    });
    let error = large.send(&bare()).unwrap_err();
    assert_eq!((error.outcome(), error.kind()), (Outcome::Unknown, ErrorKind::Unreadable));
    assert!(error.recovery().is_some());
}

#[test]
fn a_transfer_is_sent_once_whatever_happens() {
    for raw in [
        FakeResponse::unreachable(),
        FakeResponse::broken(),
        FakeResponse::silent(),
        FakeResponse::http(503, String::new()),
    ] {
        let gateway = Gateway::new([raw]);
        gateway.send(&bare()).unwrap_err();
        assert_eq!(gateway.calls().len(), 1);
    }
}

#[test]
fn the_recovery_queries_the_same_order_at_the_same_terminal() {
    let idle = Gateway::idle();
    for (terminal, path) in [
        (idle.client.endpoint(39915), "/paynet/api/v4/status/39915"),
        (idle.client.endpoint_group(77), "/paynet/api/v4/status/group/77"),
    ] {
        let [return_url, _] = return_urls();
        let transfer = payneteasy_client::transfer::TransferForm::form_to_form(terminal, order(), return_url);
        let gateway = Gateway::new([FakeResponse::broken(), order_status("approved")]);
        let error = gateway.send(&transfer).unwrap_err();
        let Some(Recovery::Ask(StatusQuery::Order(question))) = error.recovery() else { panic!("{error:?}") };
        assert_eq!(question.client_order_id().as_str(), ORDER);
        assert_eq!(gateway.send(question).unwrap().status, OrderStatus::Approved);
        let asked = &gateway.calls()[1];
        assert_eq!(asked.uri().path(), path);
        assert_eq!(asked.body(), "client_orderid=34T43R77N&login=TestMerchant");
    }
    // The gateway wants both numbers, and an `error` response may contain its own; an invalid one is left out.
    for (told, asked) in [
        ("6863962", "client_orderid=34T43R77N&login=TestMerchant&orderid=6863962"),
        ("x", "client_orderid=34T43R77N&login=TestMerchant"),
    ] {
        let said = format!("type=error\n&error-code=5\n&paynet-order-id={told}");
        let gateway = Gateway::new([FakeResponse::ok(said), order_status("declined")]);
        let error = gateway.send(&bare()).unwrap_err();
        assert_eq!(error.refusal().unwrap().order_id().unwrap().as_str(), told);
        let Some(Recovery::Ask(StatusQuery::Order(question))) = error.recovery() else { panic!("{error:?}") };
        assert_eq!(gateway.send(question).unwrap().status, OrderStatus::Declined);
        assert_eq!(gateway.calls()[1].body(), asked);
    }
    // A status request without a response has no recovery.
    let error = Gateway::new([FakeResponse::broken()]).send(&status()).unwrap_err();
    assert!(error.recovery().is_none() && !error.money_may_have_moved());
    assert_eq!(error.to_string(), "PaynetEasy status got no response: the connection broke: connection reset");
}

#[test]
fn send_with_http_returns_the_http_response() {
    let gateway = Gateway::new([FakeResponse::ok(form(&ACCEPTED, "\n&", "\n"))]);
    let answer = gateway.run(gateway.client.send_with_http(&Scenario::FormToPan.documented())).unwrap();
    assert_eq!(answer.http.status(), 200);
    assert!(answer.http.body().starts_with(b"type=async-form-response\n&"));
    assert_eq!(answer.value.order_id.as_str(), "6863810");
}
