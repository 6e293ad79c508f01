//! Callbacks: only the gateway's are accepted, and they prove three values, not the amount.

use http::StatusCode;
use payneteasy_client::{
    Callback, Callbacks, Currency, ErrorCode, Money, Secret,
    common::{CallbackError, KeyRing, Verified},
    order::{ClientOrderId, Confirmed, Mismatch, Order, OrderId, OrderStatus, StoredOrder, TransactionType},
};
use sha1::{Digest as _, Sha1};

pub(crate) const KEY: &str = "11111111-2222-3333-4444-555555555555";

pub(crate) fn callbacks() -> Callbacks {
    Callbacks::new(KeyRing::new("2026", Secret::new(KEY)))
}

/// The checksum of these concatenated values.
pub(crate) fn control(parts: &[&str], key: &str) -> String {
    format!("{:x}", Sha1::digest([parts.concat(), key.to_owned()].concat()))
}

/// A callback about an order, with these parameters besides the signed ones.
pub(crate) fn signed(status: &str, order_id: &str, order: &str, rest: &str) -> String {
    let control = control(&[status, order_id, order], KEY);
    format!("status={status}&orderid={order_id}&merchant_order={order}{rest}&control={control}")
}

fn receive(query: &str) -> Result<Verified<Callback>, CallbackError> {
    callbacks().receive(query.as_bytes())
}

fn approved(rest: &str) -> Verified<Callback> {
    receive(&signed("approved", "6863810", "ORDER-42", rest)).unwrap()
}

fn order(amount: &str, currency: Currency) -> StoredOrder {
    numbered("ORDER-42", amount, currency)
}

fn numbered(number: &str, amount: &str, currency: Currency) -> StoredOrder {
    StoredOrder::new(ClientOrderId::new(number), Money::parse(amount, currency).unwrap())
}

#[test]
fn a_callback_is_read() {
    let callback = approved(
        "&type=transfer&amount=100.00&currency=usd&client_orderid=ORDER-42&last-four-digits=4320&bin=404775\
         &dest-last-four-digits=6312&dest-bin=426873&error_code=29&error_message=no%20luck&name=TEST%20TEST",
    );
    assert_eq!(callback.status, OrderStatus::Approved);
    assert_eq!((callback.order_id.as_str(), callback.client_order_id.as_str()), ("6863810", "ORDER-42"));
    assert_eq!(callback.key().as_str(), "2026");
    let claims = callback.into_inner().claims.trust_without_proof();
    assert_eq!(claims.transaction_type, Some(TransactionType::Transfer));
    assert_eq!((claims.amount, claims.currency), (Some("100.00".into()), Some(Currency::USD)));
    assert_eq!(claims.source_card.unwrap().as_str(), "404775******4320");
    assert_eq!(claims.destination_card.unwrap().as_str(), "426873******6312");
    assert_eq!(claims.error_code, Some(ErrorCode::SecurityCodeRequired));
    assert_eq!(claims.error_message, Some("no luck".into()));
    assert_eq!(claims.fields.get("name"), Some("TEST TEST"));
}

#[test]
fn a_callback_with_nothing_but_the_signed_values_is_read() {
    let claims = approved("&error_message=null&error_code=&amount=").into_inner().claims.trust_without_proof();
    assert!(claims.transaction_type.is_none() && claims.amount.is_none() && claims.currency.is_none());
    assert!(claims.source_card.is_none() && claims.destination_card.is_none());
    assert!(claims.error_code.is_none() && claims.error_message.is_none());
}

#[test]
fn the_order_of_parameters_and_what_the_merchant_put_into_the_address_do_not_matter() {
    let query = signed("approved", "6863810", "ORDER-42", "&type=sale");
    let mut parts: Vec<&str> = query.split('&').collect();
    parts.reverse();
    let turned = receive(&format!("shop=7&{}", parts.join("&"))).unwrap();
    assert_eq!(turned.client_order_id.as_str(), "ORDER-42");
    assert_eq!(turned.into_inner().claims.trust_without_proof().fields.get("shop"), Some("7"));
}

#[test]
fn the_body_of_a_post_is_read_like_a_query() {
    let body = signed("approved", "6863810", "ORDER-42", "&name=TEST+TEST&error_message=%D0%BD%D0%B5%D1%82");
    let claims = receive(&body).unwrap().into_inner().claims.trust_without_proof();
    assert_eq!(claims.fields.get("name"), Some("TEST TEST"));
    assert_eq!(claims.error_message, Some("нет".into()));
}

#[test]
fn a_status_keeps_its_case_for_the_checksum_and_loses_it_after() {
    let callback = receive(&signed("APPROVED", "6863810", "ORDER-42", "")).unwrap();
    assert_eq!(callback.status, OrderStatus::Approved);
    let unknown = receive(&signed("unknown", "6863810", "ORDER-42", "")).unwrap();
    assert!(!unknown.status.is_final() && unknown.status.needs_manual_check());
    let new = receive(&signed("half_way", "6863810", "ORDER-42", "")).unwrap();
    assert_eq!((new.status.as_str(), new.status.is_final()), ("half_way", false));
}

#[test]
fn values_are_hashed_as_they_are_decoded() {
    let control = control(&["approved", "6863810", " ORDER 42ж"], KEY);
    let encoded = "status=approved&orderid=6863810&merchant_order=+ORDER%2042%D0%B6";
    let callback = receive(&format!("{encoded}&control={control}")).unwrap();
    assert_eq!(callback.client_order_id.as_str(), " ORDER 42ж");
}

#[test]
fn without_a_checksum_nothing_is_received() {
    let whole = signed("approved", "6863810", "ORDER-42", "");
    let (without, _) = whole.split_once("&control=").unwrap();
    for query in [without.to_owned(), format!("{without}&control="), format!("{without}&control"), String::new()] {
        assert_eq!(receive(&query).unwrap_err(), CallbackError::NoSignature, "{query:?}");
    }
}

#[test]
fn another_checksum_is_refused_whatever_it_looks_like() {
    let whole = signed("approved", "6863810", "ORDER-42", "");
    let (without, control) = whole.split_once("&control=").unwrap();
    let upper = control.to_uppercase();
    assert_ne!(upper, control);
    let others = [
        upper.as_str(),
        &control[..39],
        "0",
        "null",
        "0000000000000000000000000000000000000000",
        &format!("{control}0"),
        &format!("%20{control}"),
        &format!("{control}%0A"),
        KEY,
    ];
    for other in others {
        let error = receive(&format!("{without}&control={other}")).unwrap_err();
        assert_eq!(error, CallbackError::BadSignature, "{other}");
        assert_eq!(error.status(), StatusCode::UNAUTHORIZED);
    }
}

#[test]
fn an_empty_callback_is_not_a_report() {
    let of_nothing = control(&[], KEY);
    let queries = [
        format!("control={of_nothing}"),
        format!("status=&orderid=&merchant_order=&control={of_nothing}"),
        signed("", "6863810", "ORDER-42", ""),
        signed("approved", "", "ORDER-42", ""),
        signed("approved", "6863810", "", ""),
    ];
    for query in queries {
        assert_eq!(receive(&query).unwrap_err(), CallbackError::BadSignature, "{query}");
    }
}

#[test]
fn values_with_unclear_boundaries_are_refused() {
    // All have the same checksum as approved, 6863810, ORDER-42.
    let known = control(&["approved", "6863810", "ORDER-42"], KEY);
    for (status, order_id, order) in [
        ("approved6", "863810", "ORDER-42"),
        ("approve", "d6863810", "ORDER-42"),
        ("approved", "6863810O", "RDER-42"),
        ("approved", "6863810ORDER-4", "2"),
        ("approved686381", "0", "ORDER-42"),
    ] {
        let query = format!("status={status}&orderid={order_id}&merchant_order={order}&control={known}");
        assert!(query.ends_with(&control(&[status, order_id, order], KEY)), "{query}");
        assert_eq!(receive(&query).unwrap_err(), CallbackError::BadSignature, "{query}");
    }
    // The checksum cannot distinguish these, as documented: the comparison with the stored order has to.
    let moved = format!("status=approved&orderid=686381&merchant_order=0ORDER-42&control={known}");
    let callback = receive(&moved).unwrap();
    assert_eq!(callback.confirm(&order("100", Currency::USD)).unwrap_err(), Mismatch::Order);
    assert_ne!(callback.order_id.as_str(), "6863810");
}

#[test]
fn a_parameter_that_appears_twice_is_refused() {
    let query = signed("approved", "6863810", "ORDER-42", "&amount=100.00&name=A");
    for again in ["status=approved", "status=declined", "amount=1", "%61mount=1", "control=0", "name=B", "orderid=1"] {
        for query in [format!("{query}&{again}"), format!("{again}&{query}")] {
            assert_eq!(receive(&query).unwrap_err(), CallbackError::NoSignature, "{query}");
        }
    }
    // Names are case-sensitive, as at the gateway.
    assert!(receive(&format!("{query}&Amount=1")).is_ok());
}

#[test]
fn the_two_order_numbers_must_agree() {
    for other in ["ORDER-43", "order-42", "ORDER-42%20"] {
        let query = signed("approved", "6863810", "ORDER-42", &format!("&client_orderid={other}"));
        let error = receive(&query).unwrap_err();
        assert_eq!(error.to_string(), "the callback cannot be read, at client_orderid: differs from merchant_order");
        assert_eq!(error.status(), StatusCode::INTERNAL_SERVER_ERROR);
    }
    for same in ["", "&client_orderid=", "&client_orderid=null", "&client_orderid=ORDER-42"] {
        assert!(receive(&signed("approved", "6863810", "ORDER-42", same)).is_ok(), "{same}");
    }
}

#[test]
fn during_a_key_rotation_either_key_verifies() {
    let ring = KeyRing::new("old", Secret::new("another key")).and("new", Secret::new(KEY));
    let query = signed("approved", "6863810", "ORDER-42", "");
    assert_eq!(Callbacks::new(ring).receive(query.as_bytes()).unwrap().key().as_str(), "new");
    for gone in ["another key", ""] {
        let callbacks = Callbacks::new(KeyRing::new("old", Secret::new(gone)));
        assert_eq!(callbacks.receive(query.as_bytes()).unwrap_err(), CallbackError::BadSignature);
    }
}

/// Its checksum covers public values only: anyone can compute it.
#[test]
fn an_empty_key_proves_nothing() {
    let control = control(&["approved", "6863810", "ORDER-42"], "");
    let forged = format!("status=approved&orderid=6863810&merchant_order=ORDER-42&amount=100.00&control={control}");
    for ring in
        [KeyRing::new("empty", Secret::new("")), KeyRing::new("2026", Secret::new(KEY)).and("", Secret::new(""))]
    {
        let callbacks = Callbacks::new(ring);
        assert_eq!(callbacks.receive(forged.as_bytes()).unwrap_err(), CallbackError::BadSignature);
        assert_eq!(callbacks.receive_redirect(forged.as_bytes()).unwrap_err(), CallbackError::BadSignature);
    }
}

#[test]
fn a_callback_is_confirmed_by_the_order_it_is_about() {
    for rest in
        ["&amount=100.00&currency=USD", "&amount=100", "&amount=100.0&currency=", "&amount=0100.000&currency=usd"]
    {
        let callback = approved(rest);
        let confirmed =
            callback.confirm(&order("100", Currency::USD)).unwrap_or_else(|error| panic!("{error}: {rest}"));
        assert!(matches!(confirmed, Confirmed::Payment(claims) if claims.amount.is_some()), "{rest}");
    }
    for (rest, mismatch, sentence) in [
        ("&amount=100.01&currency=USD", Mismatch::Amount, "the gateway's amount is not the order's"),
        ("&amount=1.00", Mismatch::Amount, "the gateway's amount is not the order's"),
        ("&amount=-100", Mismatch::Amount, "the gateway's amount is not the order's"),
        ("&amount=1e2", Mismatch::Amount, "the gateway's amount is not the order's"),
        ("&amount=100.001", Mismatch::Amount, "the gateway's amount is not the order's"),
        ("&currency=USD", Mismatch::Amount, "the gateway's amount is not the order's"),
        ("&amount=&currency=USD", Mismatch::Amount, "the gateway's amount is not the order's"),
        ("&amount=100.00&currency=RUB", Mismatch::Currency, "the gateway's currency is not the order's"),
        ("&amount=100.00&currency=US", Mismatch::Currency, "the gateway's currency is not the order's"),
    ] {
        let found = approved(rest).confirm(&order("100", Currency::USD)).unwrap_err();
        assert_eq!((found, found.to_string().as_str()), (mismatch, sentence), "{rest}");
    }
    let mine = numbered("ORDER-43", "100", Currency::USD);
    let found = approved("&amount=100").confirm(&mine).unwrap_err();
    assert_eq!((found, found.to_string().as_str()), (Mismatch::Order, "the gateway tells of another order"));
}

#[test]
fn the_order_is_recognised_although_its_spaces_were_not_sent() {
    let mine = numbered(" ORDER-42\n", "100", Currency::USD);
    assert!(approved("&amount=100").confirm(&mine).is_ok());
}

#[test]
fn an_order_that_was_sent_is_what_is_stored() {
    let amount = Money::parse("100", Currency::USD).unwrap();
    let sent = Order::new(ClientOrderId::new("ORDER-42"), amount, "Your order description", "1.1.1.1");
    assert_eq!(StoredOrder::from(&sent), order("100", Currency::USD));
}

/// Both have the same checksum: a payer moves a digit, and reports the payment of another order.
#[test]
fn a_digit_moved_from_one_number_to_the_other_is_noticed_by_the_gateways_number() {
    let own = control(&["approved", "6863810", "142"], KEY);
    let moved = format!("status=approved&orderid=68638101&merchant_order=42&type=transfer&amount=5.00&control={own}");
    let callback = receive(&moved).unwrap();
    let cheap = numbered("42", "5", Currency::USD);
    assert!(callback.confirm(&cheap).is_ok(), "without the gateway's number it goes unnoticed");
    assert!(callback.confirm(&cheap.clone().order_id(None)).is_ok());
    let known = cheap.order_id(OrderId::new("6863755"));
    assert_eq!(callback.confirm(&known).unwrap_err(), Mismatch::Order);
    assert!(callback.confirm(&known.order_id(Some(OrderId::new("68638101")))).is_ok());
}

#[test]
fn a_random_number_begins_with_a_letter_and_fits() {
    let number = ClientOrderId::random().unwrap();
    assert!(number.as_str().starts_with(|first: char| first.is_ascii_alphabetic()), "{number:?}");
    assert!(number.as_str().len() <= 128);
    assert_ne!(ClientOrderId::random().unwrap(), number);
}

#[test]
fn only_the_payment_is_confirmed_as_one() {
    let mine = order("100.50", Currency::USD);
    for rest in ["", "&type=transfer", "&type=sale", "&type=null"] {
        let paid = approved(&format!("{rest}&amount=100.50"));
        assert!(matches!(paid.confirm(&mine), Ok(Confirmed::Payment(_))), "{rest}");
        let other = approved(&format!("{rest}&amount=20.00"));
        assert_eq!(other.confirm(&mine).unwrap_err(), Mismatch::Amount, "{rest}");
    }
    // A full refund has the payment's status and amount, a partial one another amount.
    for kind in ["reversal", "chargeback", "cancel", "refund", "fraud", "dispute", "retrieval"] {
        for amount in ["&amount=100.50", "&amount=20.00", "&amount=-20.00", ""] {
            let callback = approved(&format!("&type={kind}{amount}"));
            let confirmed = callback.confirm(&mine).unwrap();
            assert!(matches!(confirmed, Confirmed::Reversed(_)), "{kind}{amount}");
            assert_eq!(confirmed.get().transaction_type.as_ref().map(TransactionType::as_str), Some(kind));
        }
    }
    for kind in ["preauth", "capture", "c2c", "SALES"] {
        let callback = approved(&format!("&type={kind}&amount=100.50"));
        assert!(matches!(callback.confirm(&mine), Ok(Confirmed::Other(_))), "{kind}");
    }
    // The number is compared for every type.
    let others = numbered("ORDER-43", "100.50", Currency::USD);
    for kind in ["transfer", "reversal", "c2c"] {
        assert_eq!(approved(&format!("&type={kind}")).confirm(&others).unwrap_err(), Mismatch::Order, "{kind}");
    }
}

#[test]
fn a_redirect_proves_the_same_and_has_no_amount() {
    let body = signed("approved", "6863810", "ORDER-42", "&amount=100.00&client_orderid=ORDER-42");
    let redirect = callbacks().receive_redirect(body.as_bytes()).unwrap();
    assert_eq!(redirect.status, OrderStatus::Approved);
    assert_eq!((redirect.order_id.as_str(), redirect.client_order_id.as_str()), ("6863810", "ORDER-42"));
    // All its fields.
    assert_eq!(
        format!("{:?}", redirect.into_inner()),
        "FinalRedirect { status: approved, order_id: OrderId(6863810), client_order_id: ClientOrderId(ORDER-42) }"
    );
    for (body, error) in [
        (body.replace("approved", "declined"), CallbackError::BadSignature),
        (format!("{body}&status=declined"), CallbackError::NoSignature),
        ("status=approved".to_owned(), CallbackError::NoSignature),
    ] {
        assert_eq!(callbacks().receive_redirect(body.as_bytes()).unwrap_err(), error, "{body}");
    }
}

#[test]
fn a_callback_is_acknowledged_with_an_empty_200() {
    let response = approved("").ack().to_response();
    assert_eq!((response.status(), response.body().len()), (StatusCode::OK, 0));
    assert!(response.headers().is_empty());
}
