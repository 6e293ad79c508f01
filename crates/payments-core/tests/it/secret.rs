use payments_core::Secret;

#[test]
fn a_secret_is_readable_only_when_exposed() {
    let secret = Secret::new("c2f5a1");
    assert_eq!(secret.clone().expose(), "c2f5a1");
    assert_eq!(format!("{secret:?} {secret:#?}"), "[secret] [secret]");
}

#[test]
fn a_secret_is_read_from_a_json_text_and_from_nothing_else() {
    assert_eq!(serde_json::from_str::<Secret>(r#""c2f\u0035a1""#).unwrap().expose(), "c2f5a1");
    let error = serde_json::from_str::<Secret>("17").unwrap_err().to_string();
    assert_eq!(error, "invalid type: a number, expected a text (write it in quotes) at line 1 column 2");
}

#[test]
fn secrets_are_equal_when_their_texts_are() {
    assert!(Secret::new("c2f5a1") == Secret::new("c2f5a1"));
    for other in ["", "c2f5a2", "d2f5a1", "c2f5a", "c2f5a11"] {
        assert!(Secret::new("c2f5a1") != Secret::new(other), "{other}");
    }
}
