use payments_core::{FormFields, json, to_hex};

fn read(document: &str) -> FormFields {
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
fn values_that_are_no_texts_are_kept_as_they_are_written() {
    let fields = read(r#"{"number": 6863810, "float": 1.50, "flag": true, "nothing": null, "inner": {"a": 1}}"#);
    let values: Vec<_> = fields.iter().map(|(_, value)| value).collect();
    assert_eq!(values, ["6863810", "1.50", "true", "null", r#"{"a": 1}"#]);
}

#[test]
fn an_empty_list_and_null_hold_no_fields_and_a_full_list_is_refused() {
    assert!(read("[]").is_empty() && read("null").is_empty() && read("{}").is_empty());
    assert!(json::decode::<FormFields>(b"[1]").is_err());
}

#[test]
fn fields_show_their_names_only() {
    let fields: FormFields = [("PaReq".to_owned(), "c2VjcmV0".to_owned())].into_iter().collect();
    assert_eq!(format!("{fields:?}"), r#"{"PaReq"}"#);
}

#[test]
fn bytes_become_two_lower_case_digits_each() {
    assert_eq!(to_hex(&[0x00, 0x0f, 0xa5, 0xff]), "000fa5ff");
    assert_eq!(to_hex(&[]), "");
}
