//! Exchange rates are decimal texts and stay what they are, to the digit.

use bank131_client::Rate;

#[test]
fn a_rate_is_kept_as_it_is_written_in_a_text_or_a_number() {
    for (document, kept) in [(r#""9.2222""#, "9.2222"), ("9.2222", "9.2222"), ("9.20", "9.20"), ("12", "12")] {
        let rate: Rate = serde_json::from_str(document).unwrap();
        assert_eq!((rate.as_str(), &rate), (kept, &Rate::new(kept).unwrap()));
        assert_eq!(serde_json::to_string(&rate).unwrap(), format!("\"{kept}\""));
    }
}

#[test]
fn what_is_no_decimal_number_above_zero_is_no_rate() {
    for document in [r#""""#, "0", "0.00", "-1.5", "1e3", "null", "[]", "true", r#""9,2""#] {
        let refused = serde_json::from_str::<Rate>(document).unwrap_err();
        assert!(refused.to_string().contains("expected a decimal number"), "{document}: {refused}");
    }
}
