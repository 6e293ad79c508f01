//! Kinds of values with a rule or a redaction.

use std::borrow::Cow;
use std::str::FromStr;

use payments_core::{AccountNumber, Bik, Email, Hidden, Inn, InvalidField, Minutes, Phone, ProviderText};
use proptest::prelude::*;

use crate::support::{PAN, assert_hides_card};

/// Values of a kind that are valid, and ones that are not.
fn check<T: FromStr<Err = InvalidField>>(valid: &[&str], invalid: &[&str]) {
    for text in valid {
        assert!(T::from_str(text).is_ok(), "{text} is valid");
    }
    for text in invalid {
        let Err(error) = T::from_str(text) else { panic!("{text} is not valid") };
        assert!(text.len() < 4 || !error.to_string().contains(text), "the error repeats the value: {error}");
    }
}

#[test]
fn kinds_accept_what_their_rule_allows() {
    check::<Email>(&["a@b.c", "имя@почта.рф"], &["", "a", "@b.c", "a@b", "a@.b", "a@b.", "a b@c.d", "a@b.c\n"]);
    check::<Phone>(&["+79376151530", "79376151530", "1234567"], &["", "+", "123456", "8 937", "1234567890123456"]);
    check::<Inn>(&["7707083893", "500100732259"], &["", "770708389", "77070838930", "77070838a3"]);
    check::<Bik>(&["044525225"], &["", "04452522", "0445252250", "04452522x"]);
    check::<AccountNumber>(&["40702810400000000001"], &["", "4070281040000000000", "4070281040000000000x"]);
}

#[test]
fn the_error_of_a_value_names_its_kind() {
    assert_eq!(Email::new("ivan").unwrap_err().to_string(), "e-mail address must have the form name@example.org");
    assert_eq!(Inn::new("1").unwrap_err().to_string(), "INN must be 10 or 12 digits");
    assert_eq!(Minutes::<1, 5>::try_from(70_000_u32).unwrap_err().to_string(), "duration must be 1 to 5 minutes");
}

#[test]
fn kinds_are_made_of_every_text_of_the_standard_library() {
    let text = "ivan@shop.example";
    let made = [
        Email::try_from(text),
        Email::try_from(text.to_owned()),
        Email::try_from(&text.to_owned()),
        Email::try_from(Cow::Borrowed(text)),
        Email::try_from(Cow::<str>::Owned(text.to_owned())),
        Email::try_from(Box::<str>::from(text)),
    ];
    assert!(made.into_iter().all(|email| email.is_ok_and(|email| email.as_str() == text)));
    assert!(Email::try_from(Cow::Borrowed("ivan")).is_err());
    assert!(Email::try_from(Box::<str>::from("ivan")).is_err());
}

#[test]
fn debug_of_checked_values_shows_no_text() {
    assert_eq!(format!("{:?}", Email::new("ivan@shop.example").unwrap()), "Email([hidden])");
    assert_eq!(format!("{:?}", Hidden::new(ProviderText::new("Ivan"))), "[hidden]");
}

#[test]
fn words_of_a_provider_are_redacted_wherever_they_are_printed() {
    let text = ProviderText::new(format!("card {PAN}\nfound"));
    assert_hides_card(&[text.to_string(), format!("{text:?} {:?}", Some(&text))]);
    assert_eq!(text.raw(), format!("card {PAN}\nfound"));
    assert_eq!(format!("{:>8}", ProviderText::new("ok")), "      ok");
}

#[test]
fn words_of_a_provider_are_read_as_text_and_compared_with_text() {
    let read: ProviderText = serde_json::from_str("\"В обработке\"").unwrap();
    assert!(read == "В обработке" && read == *"В обработке" && !read.is_empty());
    let error = serde_json::from_str::<ProviderText>(PAN).unwrap_err().to_string();
    assert!(!error.contains(PAN), "{error}");
    let error = serde_json::from_str::<Hidden<u8>>(PAN).unwrap_err().to_string();
    assert!(!error.contains(PAN), "{error}");
}

proptest! {
    #[test]
    fn printing_words_of_a_provider_never_breaks_a_line(text in "\\PC*|(?s).*") {
        let shown = ProviderText::new(text).to_string();
        prop_assert!(!shown.chars().any(char::is_control), "{shown:?}");
    }
}
