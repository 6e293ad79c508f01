//! Card numbers from any source are never printed.

use std::future::ready;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};
use payments_core::{AuthFuture, Authenticate, Body, RawResponse, ResponseBody, TransportError, UnsignedRequest};

use super::{call, error_of};
use crate::support::provider::TinyBank;
use crate::support::provider::Transfer;
use crate::support::wire;
use crate::support::{PAN, assert_hides_card};
use payments_core::testing::VirtualClock;

#[test]
fn a_card_number_in_a_refusal_is_hidden() {
    let bodies = [
        r#"{"code":"14","message":"bad card 4111111111111111"}"#,
        r#"{"code":"14","message":"bad card 4111 1111 1111 1111"}"#,
        r#"{"code":"4111111111111111","message":"bad"}"#,
        r#"{"code":"4111","message":"1111\n1111\t1111"}"#,
    ];
    for body in bodies {
        for status in [200, 500] {
            let error = error_of(status, body, &Transfer::new());
            assert!(error.refusal().is_some());
            assert_hides_card(&[error.to_string(), format!("{error:?}"), format!("{error:#?}")]);
        }
    }
}

#[test]
fn a_refusal_cannot_forge_a_line_of_the_log() {
    let error = error_of(400, r#"{"code":"14","message":"bad\r\nINFO paid"}"#, &Transfer::new());
    assert!(!error.to_string().contains(char::is_control), "{error}");
}

#[test]
fn a_card_number_in_an_unreadable_response_is_hidden() {
    let bodies = [
        PAN,
        r#"{"id":"4111111111111111"}"#,
        r#"{"id":-4111111111111111}"#,
        r#"{"id":7} 4111111111111111"#,
        r#"{"4111111111111111":1}"#,
    ];
    for body in bodies {
        let error = error_of(200, body, &Transfer::new());
        let context = format!("{:?}", error.http().unwrap());
        assert_hides_card(&[error.to_string(), format!("{error:?}"), context]);
    }
}

#[test]
fn a_card_number_in_a_transport_error_is_hidden() {
    fn talkative() -> TransportError {
        TransportError::maybe_sent(format!("could not write {{\"card\":\"{PAN}\"}}"))
    }
    let error = call(wire::failing(talkative), &Transfer::new()).unwrap_err();
    assert_hides_card(&[error.to_string(), format!("{error:?}")]);
}

#[test]
fn a_request_on_its_way_does_not_print_its_body() {
    #[derive(Clone, Default)]
    struct Printing(Arc<Mutex<String>>);
    impl Authenticate<TinyBank> for Printing {
        fn authenticate<'a>(&'a self, request: UnsignedRequest<'a>, _auth: &'a ()) -> AuthFuture<'a> {
            *self.0.lock().unwrap() = format!("{request:?}");
            Box::pin(ready(Ok(HeaderMap::new())))
        }
    }
    let (clock, printing) = (VirtualClock::default(), Printing::default());
    let transport = wire::answering(200, r#"{"id":7}"#).1;
    clock.run(wire::pipeline(&clock, transport, printing.clone()).send(&Transfer::new())).unwrap();
    let printed = printing.0.lock().unwrap().clone();
    assert_eq!(printed, r#"UnsignedRequest { method: POST, path: "/api/v1/transfers", body_bytes: 59, .. }"#);
}

#[test]
fn bodies_show_their_size_and_not_themselves() {
    let body = Bytes::from(format!("{{\"token\":\"hunter2\",\"card\":\"{PAN}\"}}"));
    let response = RawResponse::new(StatusCode::OK, HeaderMap::new(), body.clone());
    let printed = [
        format!("{:?}", Body::json(&Transfer::new()).unwrap()),
        format!("{response:?}"),
        format!("{:?}", ResponseBody::from(body.clone())),
        format!("{:?}", Response::new(ResponseBody::from(body))),
    ];
    assert_hides_card(&printed);
    assert!(printed.iter().all(|text| !text.contains("hunter2")), "{printed:?}");
    assert_eq!(printed[0], "Body(59 bytes)");
}

#[test]
fn a_response_shows_its_value_and_not_its_body() {
    let answer = call(wire::answering(200, r#"{"id":7,"card":"4111111111111111"}"#).1, &Transfer::new()).unwrap();
    let context = "HttpContext { status: 200, body_bytes: 34, .. }";
    assert_eq!(
        format!("{answer:?}"),
        format!("Response {{ value: Transferred {{ id: 7 }}, http: {context}, attempts: 1 }}")
    );
}

#[test]
fn a_field_that_breaks_a_rule_is_named_without_its_value() {
    let transfer = Transfer { order: format!("{PAN}-{PAN}"), ..Transfer::new() };
    let error = call(wire::silent(), &transfer).unwrap_err();
    assert_hides_card(&[error.to_string(), format!("{error:?}")]);
}
