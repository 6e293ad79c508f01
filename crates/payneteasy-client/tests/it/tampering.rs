//! A tampered callback cannot change the proven values.

use payneteasy_client::Callback;

use crate::callbacks::{callbacks, signed};

fn valid() -> Vec<u8> {
    let rest = "&type=transfer&amount=100.00&currency=USD&client_orderid=ORDER-42&name=TEST%20TEST";
    signed("approved", "6863810", "ORDER-42", rest).into_bytes()
}

fn proven(callback: &Callback) -> (&str, &str, &str) {
    (callback.status.as_str(), callback.order_id.as_str(), callback.client_order_id.as_str())
}

/// Receives a tampered callback. It is refused, or it proves the same values as the valid one.
///
/// If `may_move` allows it, digits may have moved from the gateway's order number to the merchant's, because the checksum
/// joins the two. The merchant's number is then a different one, never that of the order.
fn assert_harmless(changed: &[u8], may_move: bool) -> bool {
    let shown = String::from_utf8_lossy(changed).into_owned();
    let Ok(callback) = callbacks().receive(changed) else { return false };
    let (status, order_id, order) = proven(&callback);
    if may_move && order != "ORDER-42" {
        assert_eq!((status, format!("{order_id}{order}").as_str()), ("approved", "6863810ORDER-42"), "{shown}");
        return true;
    }
    assert_eq!((status, order_id, order), ("approved", "6863810", "ORDER-42"), "{shown}");
    true
}

#[test]
fn no_byte_can_be_changed_to_change_what_is_proven() {
    let valid = valid();
    assert!(assert_harmless(&valid, false));
    let (mut accepted, mut refused) = (0_u32, 0_u32);
    for place in 0..valid.len() {
        for byte in 0..=u8::MAX {
            let mut changed = valid.clone();
            changed[place] = byte;
            if changed == valid {
                continue;
            }
            let received = assert_harmless(&changed, false);
            *(if received { &mut accepted } else { &mut refused }) += 1;
        }
    }
    // Both happen: unsigned values may be changed, signed values may not.
    assert!(accepted > 1000 && refused > 10_000, "{accepted} accepted, {refused} refused");
}

#[test]
fn every_byte_of_what_is_signed_counts() {
    let query = signed("approved", "6863810", "ORDER-42", "");
    for place in 0..query.len() {
        let mut changed = query.clone().into_bytes();
        // Never the same letter in another encoding.
        changed[place] = if changed[place] == b'Z' { b'Y' } else { b'Z' };
        assert!(!assert_harmless(&changed, false), "{}", String::from_utf8_lossy(&changed));
    }
}

#[test]
fn no_byte_can_be_taken_out_or_put_in_to_change_what_is_proven() {
    let valid = valid();
    for place in 0..valid.len() {
        let mut shorter = valid.clone();
        shorter.remove(place);
        assert_harmless(&shorter, false);
        for byte in *b"0Aa&=%+; \n\0" {
            let mut longer = valid.clone();
            longer.insert(place, byte);
            assert_harmless(&longer, false);
        }
    }
}

#[test]
fn no_part_can_be_taken_out_doubled_or_moved_to_change_what_is_proven() {
    let valid = String::from_utf8(valid()).unwrap();
    let parts: Vec<&str> = valid.split('&').collect();
    for place in 0..parts.len() {
        let mut without = parts.clone();
        let part = without.remove(place);
        assert_harmless(without.join("&").as_bytes(), false);
        for other in 0..=without.len() {
            let mut moved = without.clone();
            moved.insert(other, part);
            assert!(assert_harmless(moved.join("&").as_bytes(), false), "{moved:?}");
            let mut doubled = parts.clone();
            doubled.insert(other, part);
            assert!(!assert_harmless(doubled.join("&").as_bytes(), false), "{doubled:?}");
        }
    }
}

#[test]
fn wherever_the_signed_text_is_cut_it_is_about_no_other_known_order() {
    let whole = "approved6863810ORDER-42";
    let control = crate::callbacks::control(&[whole], crate::callbacks::KEY);
    let mut accepted = Vec::new();
    for first in 0..=whole.len() {
        for second in first..=whole.len() {
            let (status, order_id, order) = (&whole[..first], &whole[first..second], &whole[second..]);
            let query = format!("status={status}&orderid={order_id}&merchant_order={order}&control={control}");
            if assert_harmless(query.as_bytes(), true) {
                accepted.push(order);
            }
        }
    }
    // Only digits of the gateway's number in front of the merchant's.
    let with_digits = ["863810", "63810", "3810", "810", "10", "0", ""].map(|digits| format!("{digits}ORDER-42"));
    assert_eq!(accepted, with_digits.iter().map(String::as_str).collect::<Vec<_>>());
}
