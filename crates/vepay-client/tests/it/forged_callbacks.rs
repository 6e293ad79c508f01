//! Forged callbacks. There is no separator between the signed values, so some forgeries have a valid signature.

use md5::{Digest as _, Md5};
use payments_core::to_hex;
use vepay_client::callback::{CallbackField, Mismatch};
use vepay_client::card::{Registration, RegistrationPurpose};
use vepay_client::common::CallbackError;
use vepay_client::operation::{OperationStatus, StoredOperation};
use vepay_client::{Callbacks, Currency, ExtId, KeyRing, Money, OperationId, Secret};

use crate::callbacks::{callbacks, documented_callbacks, four};
use crate::support::registration;

/// The signature of a failure, C2.
const FAILURE: &str = "1a8bef38af8200e3a1c9e3082bffa639";

fn error(query: &str) -> CallbackError {
    callbacks().receive(query.as_bytes()).unwrap_err()
}

#[test]
fn a_callback_without_a_key_is_unsigned() {
    assert_eq!(error(&four(1)), CallbackError::NoSignature);
    assert_eq!(error(&format!("{}&key=", four(1))), CallbackError::NoSignature);
    assert_eq!(error(""), CallbackError::NoSignature);
}

#[test]
fn every_change_invalidates_the_signature() {
    let good = format!("{}&key={FAILURE}", four(2));
    assert!(callbacks().receive(good.as_bytes()).is_ok());
    for (from, to) in [
        ("status=2", "status=1"),
        ("sum=11.00", "sum=12.00"),
        ("id=101464", "id=101465"),
        ("-906", "-907"),
        ("key=1a8b", "key=1a8c"),
        ("key=1a8b", "key=1A8B"),
        (FAILURE, &FAILURE[..31]),
        ("&key", "&channel=TKB&key"),
        ("&key", "&serviceName=1&key"),
    ] {
        assert_eq!(error(&good.replacen(from, to, 1)), CallbackError::BadSignature, "{from} {to}");
    }
}

#[test]
fn a_parameter_that_occurs_twice_is_refused() {
    for twice in ["status=1", "key=1", "id=1", "shop=1&shop=2"] {
        let query = format!("{}&key={FAILURE}&{twice}", four(2));
        assert_eq!(error(&query), CallbackError::NoSignature, "{twice}");
    }
    let escaped = format!("{}&key={FAILURE}&%73tatus=1", four(2));
    assert_eq!(error(&escaped), CallbackError::NoSignature, "also under another spelling");
}

#[test]
fn an_empty_key_proves_nothing() {
    // MD5 of `E` `7` `11.00` `1` and no key at all.
    let query = "extid=E&id=7&sum=11.00&status=1&key=aa77452f07b5abe3962d41c3f280ff82";
    let careless = Callbacks::new(KeyRing::new("2026", Secret::new("")));
    assert_eq!(careless.receive(query.as_bytes()).unwrap_err(), CallbackError::BadSignature);
}

#[test]
fn a_signed_callback_without_fields_is_refused() {
    // MD5 of the callback key alone.
    let all_off = [CallbackField::ExtId, CallbackField::Id, CallbackField::Sum, CallbackField::Status];
    let callbacks = all_off.into_iter().fold(callbacks(), Callbacks::without_field);
    let query = "key=727de090103dc1823c8654b0126362e1&shop=1";
    assert_eq!(callbacks.receive(query.as_bytes()).unwrap_err(), CallbackError::BadSignature);
}

#[test]
fn a_failure_without_its_sum_is_not_cut_into_a_success() {
    // The amount's first digit would be the status, and its rest the channel: the same bytes, the same key.
    let start = four(2).replace("&sum=11.00&status=2", "");
    let forged = format!("{start}&status=1&channel=1.002&key={FAILURE}");
    assert_eq!(error(&forged), CallbackError::BadSignature, "the sum must be there");

    let lenient = callbacks().without_field(CallbackField::Sum);
    let callback = lenient.receive(forged.as_bytes()).unwrap();
    assert_eq!(callback.confirm(&registration()).unwrap_err(), Mismatch::NoSum, "and where it is off, nothing opens");
}

#[test]
fn a_moved_border_is_refused_or_matches_no_registration() {
    // From `…5e045b788e3c3` and `101464` to `…5e045b788e3c310` and `1464`.
    let moved = four(2).replace("&id=10", "10&id=");
    let callback = callbacks().receive(format!("{moved}&key={FAILURE}").as_bytes()).unwrap();
    assert_eq!(callback.confirm(&registration()).unwrap_err(), Mismatch::UnsafeExtId);
    assert!(!format!("{:?}", callback.details).contains("Success"), "unconfirmed, it shows nothing");

    // From `11.00` and `2` to `11.0` and `02`.
    let moved = four(2).replace("sum=11.00&status=2", "sum=11.0&status=02");
    assert!(matches!(error(&format!("{moved}&key={FAILURE}")), CallbackError::Unreadable(_)));
    // From `101464` and `11.00` to `1014641` and `1.00`.
    let moved = four(2).replace("id=101464&sum=11.00", "id=1014641&sum=1.00");
    let callback = documented_callbacks().receive(format!("{moved}&key={FAILURE}").as_bytes()).unwrap();
    assert_eq!(callback.confirm(&registration()).unwrap_err(), Mismatch::Id);
}

#[test]
fn a_callback_without_extid_matches_no_registration() {
    // C9: genuine is id 101464 with 11.00. The same bytes, cut elsewhere, are about others.
    let key = "c6afe7536d381dc00afae19b670ad897";
    let lenient = callbacks().without_field(CallbackField::ExtId);
    for (start, id, sum) in
        [("", 101_464, "11.00"), ("", 1_014_641, "1.00"), ("", 10_146, "411.00"), ("extid=&", 1_014_641, "1.00")]
    {
        let query = format!("{start}id={id}&sum={sum}&status=1&key={key}");
        let callback = lenient.receive(query.as_bytes()).unwrap();
        let bare = Registration::new(OperationId::new(id), RegistrationPurpose::PayoutOnly);
        for own in [bare.clone(), bare.ext_id(ExtId::new("card-7").unwrap())] {
            assert_eq!(callback.confirm(&own).unwrap_err(), Mismatch::NoExtId, "{query} {own:?}");
        }
    }
}

#[test]
fn an_id_is_not_passed_off_as_a_part_of_the_sum() {
    let forged = format!("{}&key={FAILURE}", four(2).replace("id=101464&sum=", "sum=101464"));
    assert_eq!(error(&forged), CallbackError::BadSignature, "the id must be there");
    let callback = callbacks().without_field(CallbackField::Id).receive(forged.as_bytes()).unwrap();
    assert_eq!(callback.confirm(&registration()).unwrap_err(), Mismatch::NoId, "and where it is off, nothing opens");
}

#[test]
fn a_sum_has_two_decimals_and_a_status_one_digit() {
    let forged = format!("{}&key={FAILURE}", four(2).replace("&status=", ""));
    let lenient = callbacks().without_field(CallbackField::Status);
    let error_of = |query: &str| lenient.receive(query.as_bytes()).unwrap_err();
    assert!(matches!(error_of(&forged), CallbackError::Unreadable(problem) if problem.path() == "sum"));

    let forged = format!("{}&channel=2&key={FAILURE}", four(2).replace("sum=11.00&status=2", "sum=11.0&status=0"));
    assert!(matches!(error_of(&forged), CallbackError::Unreadable(problem) if problem.path() == "sum"));

    // MD5 of `E` `7` `11.00` `2` `1TKB` and the key.
    let genuine = "extid=E&id=7&sum=11.00&status=2&channel=1TKB&key=72f2626ab26f1c1bf8ced8c383e31f7a";
    assert!(callbacks().receive(genuine.as_bytes()).is_ok());
    let forged = genuine.replace("status=2&channel=1", "status=21&channel=");
    assert!(matches!(error_of(&forged), CallbackError::Unreadable(problem) if problem.path() == "status"));
}

#[test]
fn digits_at_the_end_of_an_ext_id_do_not_become_a_success() {
    // MD5 of `order-12.341` `7` `11.00` `2` and the key: the external number can be cut into an id, a sum and a status.
    let key = "4ca9f27e6e9ad3294df710f691c2d1fe";
    let genuine = format!("extid=order-12.341&id=7&sum=11.00&status=2&key={key}");
    let own = Registration::new(OperationId::new(7), RegistrationPurpose::PayoutOnly)
        .ext_id(ExtId::new("order-12.341").unwrap());
    let callbacks = callbacks().ext_ids_of_length(12);
    assert!(callbacks.receive(genuine.as_bytes()).unwrap().confirm(&own).is_ok());
    let forged = format!("extid=order-&id=1&sum=2.34&status=1&channel=711.002&key={key}");
    let callback = callbacks.receive(forged.as_bytes()).unwrap();
    assert_eq!(callback.confirm(&own).unwrap_err(), Mismatch::UnsafeExtId, "it is shorter");
}

/// A signed query of these values, made with this test's own code.
fn signed(ext_id: &str, id: u64, sum: &str, rest: &[(&str, &str)]) -> String {
    let id = id.to_string();
    let fields = [("extid", ext_id), ("id", id.as_str()), ("sum", sum)].into_iter().chain(rest.iter().copied());
    let mut hash = Md5::new();
    fields.clone().for_each(|(_, value)| hash.update(value));
    hash.update("cb-secret-20");
    let query: String = fields.flat_map(|(name, value)| [name, "=", value, "&"]).collect();
    format!("{query}key={}", to_hex(&hash.finalize()))
}

fn own(ext_id: &str, id: u64) -> Registration {
    Registration::new(OperationId::new(id), RegistrationPurpose::PayoutOnly).ext_id(ExtId::new(ext_id).unwrap())
}

/// The same signature is valid for both, so neither is proven.
#[test]
fn the_border_between_extid_and_id_cannot_be_moved() {
    let genuine = signed("12", 345_678, "11.00", &[("status", "1")]);
    let key = genuine.rsplit('=').next().unwrap();
    let forged = format!("extid=1&id=2345678&sum=11.00&status=1&key={key}");
    for (query, own) in [(genuine.as_str(), own("12", 345_678)), (&forged, own("1", 2_345_678))] {
        let callback = callbacks().receive(query.as_bytes()).unwrap();
        assert_eq!(callback.confirm(&own).unwrap_err(), Mismatch::UnsafeExtId, "{query}");
    }
    // With one fixed length, the genuine one is proven.
    let callbacks = callbacks().ext_ids_of_length(2);
    assert!(callbacks.receive(genuine.as_bytes()).unwrap().confirm(&own("12", 345_678)).is_ok());
    let callback = callbacks.receive(forged.as_bytes()).unwrap();
    assert_eq!(callback.confirm(&own("1", 2_345_678)).unwrap_err(), Mismatch::UnsafeExtId);
}

#[test]
fn an_extid_that_ends_in_no_digit_is_safe_and_so_is_a_uuid() {
    for ext_id in ["card-7a", "УФ-906-я", "7.", "f47ac10b-58cc-4372-a567-0e02b2c3d479"] {
        let query = signed(ext_id, 7, "11.00", &[("status", "1")]);
        let callback = callbacks().receive(query.as_bytes()).unwrap();
        assert!(callback.confirm(&own(ext_id, 7)).is_ok(), "{ext_id}");
    }
    for ext_id in ["card-7", "f47ac10b-58cc-4372-a567-0e02b2c3d4791", "f47ac10b58cc4372a5670e02b2c3d479"] {
        let query = signed(ext_id, 7, "11.00", &[("status", "1")]);
        let callback = callbacks().receive(query.as_bytes()).unwrap();
        assert_eq!(callback.confirm(&own(ext_id, 7)).unwrap_err(), Mismatch::UnsafeExtId, "{ext_id}");
    }
}

#[test]
fn an_id_with_a_leading_zero_is_refused() {
    let genuine = signed("card-a0", 7, "11.00", &[("status", "1")]);
    let forged = genuine.replace("extid=card-a0&id=7", "extid=card-a&id=07");
    assert!(matches!(error(&forged), CallbackError::Unreadable(problem) if problem.path() == "id"));
}

/// A forged status can be the first digit of another field.
#[test]
fn a_switched_off_status_is_not_confirmed() {
    let lenient = callbacks().without_field(CallbackField::Status);
    let failure = signed("card-a", 7, "100.00", &[("errorCode", "116"), ("serviceName", "x")]);
    let card = signed("card-a", 7, "100.00", &[("card", "1234"), ("errorCode", "0")]);
    for (genuine, forged) in [
        (&failure, failure.replace("errorCode=116", "status=1&errorCode=16")),
        (&card, card.replace("card=1234", "status=1&card=234")),
    ] {
        for query in [genuine, &forged] {
            let callback = lenient.receive(query.as_bytes()).unwrap();
            assert_eq!(callback.confirm(&own("card-a", 7)).unwrap().status, None, "{query}");
            assert!(callback.event_id().is_none(), "without a status there is no event to book");
        }
    }
}

/// A switched off field may be missing from the signed text.
#[test]
fn a_switched_off_field_proves_nothing_even_if_it_arrives() {
    let query = signed("card-a", 7, "11.00", &[("status", "1")]);
    for (field, mismatch) in [
        (CallbackField::ExtId, Mismatch::NoExtId),
        (CallbackField::Id, Mismatch::NoId),
        (CallbackField::Sum, Mismatch::NoSum),
    ] {
        let callback = callbacks().without_field(field).receive(query.as_bytes()).unwrap();
        assert_eq!(callback.confirm(&own("card-a", 7)).unwrap_err(), mismatch, "{field:?}");
    }
}

#[test]
fn the_amount_is_compared_where_it_is_known() {
    let callback = callbacks().receive(signed("card-a", 7, "11.00", &[("status", "1")]).as_bytes()).unwrap();
    let roubles = |amount| Money::parse(amount, Currency::RUB).unwrap();
    assert!(callback.confirm(&own("card-a", 7).amount(roubles("11"))).is_ok());
    assert_eq!(callback.confirm(&own("card-a", 7).amount(roubles("1"))).unwrap_err(), Mismatch::Sum);
}

/// A payment or a payout, which has no type of its own here.
#[test]
fn any_stored_operation_is_compared() {
    let callback = callbacks().receive(signed("order-a", 8, "100.50", &[("status", "1")]).as_bytes()).unwrap();
    let stored = |id, ext_id: &str, kopecks| {
        let amount = Money::from_minor_units(kopecks, Currency::RUB);
        StoredOperation::new(OperationId::new(id), ExtId::new(ext_id).unwrap(), amount)
    };
    let own = stored(8, "order-a", 10_050);
    assert_eq!(callback.confirm(&own).unwrap().status, Some(OperationStatus::Success));
    assert_eq!((own.id().get(), own.ext_id().map(ExtId::as_str)), (8, Some("order-a")));
    assert_eq!(own.amount(), Some(&Money::from_minor_units(10_050, Currency::RUB)));
    assert!(callback.confirm(own).is_ok(), "it may be given away");

    for (other, mismatch) in [
        (stored(9, "order-a", 10_050), Mismatch::Id),
        (stored(8, "order-b", 10_050), Mismatch::ExtId),
        (stored(8, "order-a", 10_051), Mismatch::Sum),
    ] {
        assert_eq!(callback.confirm(&other).unwrap_err(), mismatch);
    }
    let dollars = Money::from_minor_units(10_050, Currency::USD);
    let other = StoredOperation::new(OperationId::new(8), ExtId::new("order-a").unwrap(), dollars);
    assert_eq!(callback.confirm(other).unwrap_err(), Mismatch::Sum, "callbacks are in roubles");
}

#[test]
fn a_malformed_id_is_authentic_but_unreadable() {
    // MD5 of `E` `007x` `11.00` `1` and the key.
    let error = error("extid=E&id=007x&sum=11.00&status=1&key=9efeea66a7af967cc25402e5aeb0e9e4");
    assert!(matches!(&error, CallbackError::Unreadable(problem) if problem.path() == "id"), "{error}");
    assert_eq!(error.status().as_u16(), 500);
}

#[test]
fn a_sum_is_digits_without_a_sign() {
    // MD5 of `E` `7`, each sum, `1` and the key.
    for (sum, key) in [("-11.00", "bd071e0816fc66d9aa75de69c5739ced"), ("%2B11.00", "004597ce556c9afd077c8425c1307367")]
    {
        let error = error(&format!("extid=E&id=7&sum={sum}&status=1&key={key}"));
        assert!(matches!(&error, CallbackError::Unreadable(problem) if problem.path() == "sum"), "{sum}: {error}");
    }
}
