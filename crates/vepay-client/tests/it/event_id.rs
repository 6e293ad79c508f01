//! Event ids: duplicate callbacks, and a callback and a postback about the same event.

use vepay_client::Postbacks;
use vepay_client::callback::CallbackField;
use vepay_client::common::EventId;

use crate::callbacks::{callbacks, four};

/// C1 and C2 of the vectors.
const SUCCESS: &str = "6f5e08574a0aaa0d5a17eb6ba34be8bb";
const FAILURE: &str = "1a8bef38af8200e3a1c9e3082bffa639";

fn event_id(status: u8, key: &str) -> EventId {
    let query = format!("{}&key={key}", four(status));
    callbacks().receive(query.as_bytes()).unwrap().event_id().unwrap().clone()
}

fn claimed(body: &str) -> EventId {
    Postbacks::claimed_event_id(&Postbacks::read_v1(body.as_bytes()).unwrap())
}

#[test]
fn an_event_id_keeps_its_stored_form() {
    assert_eq!(event_id(1, SUCCESS).as_str(), "vepay/101464/1");
}

#[test]
fn a_duplicate_has_the_same_event_id_and_a_later_status_another() {
    assert_eq!(event_id(1, SUCCESS), event_id(1, SUCCESS));
    assert_ne!(event_id(2, FAILURE), event_id(1, SUCCESS));
}

/// C4 of the vectors: Vepay's two senders differ in the fields they send.
#[test]
fn optional_fields_do_not_change_the_event_id() {
    let more = "&channel=TKB&card=540436%2A%2A%2A%2A%2A%2A3366&errorCode=0&key=455ba48110724d99f3c21863cba2d695";
    let callback = callbacks().receive(format!("{}{more}", four(1)).as_bytes()).unwrap();
    assert_eq!(callback.event_id(), Some(&event_id(1, SUCCESS)));
}

#[test]
fn a_postback_with_the_same_status_has_the_same_event_id() {
    assert_eq!(claimed(r#"{"status":1,"id":101464,"message":"","amount":1100}"#), event_id(1, SUCCESS));
    assert_eq!(claimed(r#"{"status":"1","id":"101464","message":"Успешно"}"#), event_id(1, SUCCESS));
    assert_eq!(claimed(r#"{"status":2,"id":101464}"#), event_id(2, FAILURE));
    assert_ne!(claimed(r#"{"status":1,"id":101465}"#), event_id(1, SUCCESS));

    let second_kind = Postbacks::read_v2(br#"{"status":1,"id":101464,"fullname":null}"#).unwrap();
    assert_eq!(Postbacks::claimed_event_id(&second_kind), event_id(1, SUCCESS));
}

#[test]
fn id_and_status_are_not_confused() {
    assert_ne!(claimed(r#"{"status":11,"id":1}"#), claimed(r#"{"status":1,"id":11}"#));
}

/// Their keys were computed with Python's hashlib, like the vectors.
#[test]
fn without_id_or_status_there_is_no_event_id() {
    let without = |field, query: &str| {
        let callback = callbacks().without_field(field).receive(query.as_bytes()).unwrap();
        assert_eq!(callback.event_id(), None, "{query}");
    };
    without(CallbackField::Id, "extid=A1&sum=11.00&status=1&key=b3ff7b689ded056e231a8955255e547a");
    without(CallbackField::Status, "extid=A1&id=101464&sum=11.00&key=4c9f196a0a2def9b8fea11d22f7e8033");
}
