use payments_core::{FlatFields, json, to_hex};

fn read(document: &str) -> FlatFields {
    json::decode(document.as_bytes()).unwrap()
}

#[test]
fn fields_keep_their_order_and_their_texts() {
    let fields = read(r#"{"b": "2", "a": "1", "b": "3"}"#);
    let pairs: Vec<_> = fields.iter().collect();
    assert_eq!(pairs, [("b", "2"), ("a", "1"), ("b", "3")]);
    assert_eq!((fields.get("b"), fields.get("c")), (Some("2"), None), "the first one counts");
}

#[test]
fn values_other_than_strings_are_kept_as_json_text() {
    let fields = read(r#"{"number": 6863810, "float": 1.50, "flag": true, "word": "null", "inner": {"a": 1}}"#);
    let values: Vec<_> = fields.iter().map(|(_, value)| value).collect();
    assert_eq!(values, ["6863810", "1.50", "true", "null", r#"{"a": 1}"#]);
}

/// Otherwise a form would send the text `null` to the issuer's page.
#[test]
fn a_value_that_is_null_is_an_empty_text() {
    let fields = read(r#"{"PaReq": "x", "MD": null}"#);
    assert_eq!((fields.get("MD"), fields.get("TermUrl")), (Some(""), None));
}

#[test]
fn an_empty_list_and_null_hold_no_fields_and_a_full_list_is_refused() {
    assert!(read("[]").is_empty() && read("null").is_empty() && read("{}").is_empty());
    let refused = json::decode::<FlatFields>(b"[1]").unwrap_err();
    assert!(refused.problem().starts_with("expected an object of named values, an empty list or null"), "{refused}");
}

#[test]
fn fields_that_hold_something_are_not_empty() {
    assert!(!read(r#"{"status": ""}"#).is_empty());
}

#[test]
fn unique_fields_keep_their_order() {
    let fields = FlatFields::unique([("status", "approved"), ("orderid", "7"), ("Status", "other")]).unwrap();
    let pairs: Vec<_> = fields.iter().collect();
    assert_eq!(pairs, [("status", "approved"), ("orderid", "7"), ("Status", "other")]);
}

#[test]
fn a_duplicate_field_is_refused_at_any_position_with_any_value() {
    for fields in [
        [("status", "declined"), ("status", "approved"), ("orderid", "7")],
        [("status", "approved"), ("orderid", "7"), ("status", "approved")],
        [("orderid", "7"), ("", "a"), ("", "b")],
    ] {
        assert!(FlatFields::unique(fields).is_none(), "{fields:?}");
    }
}

#[test]
fn fields_show_their_names_only() {
    let fields: FlatFields = [("PaReq".to_owned(), "c2VjcmV0".to_owned())].into_iter().collect();
    assert_eq!(format!("{fields:?}"), r#"{"PaReq"}"#);
}

#[test]
fn bytes_become_two_lower_case_digits_each() {
    assert_eq!(to_hex(&[0x00, 0x0f, 0xa5, 0xff]), "000fa5ff");
    assert_eq!(to_hex(&[]), "");
}
