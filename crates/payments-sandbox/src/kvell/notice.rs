//! The callback about a saved card.

use std::time::Duration;

use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use bytes::Bytes;
use serde::Serialize;

use super::binding::Binding;
use super::signature::Shop;
use crate::delivery::{Callback, Message, Recipient, Redelivery};

pub(super) const SIGNATURE: HeaderName = HeaderName::from_static("x-signature");

/// Five further attempts, one every ten minutes.
const REDELIVERY: Redelivery = Redelivery {
    first_interval: Duration::from_secs(600),
    longest_interval: Duration::from_secs(600),
    give_up_after: Duration::from_secs(5 * 600),
    answer_timeout: Duration::from_secs(30),
    accepts: |status| status == StatusCode::OK,
    acknowledged_by: None,
};

#[derive(Serialize)]
struct Body<'a> {
    customer_key: &'a str,
    customer_card_token: &'a str,
    pan_mask: &'a str,
    holder: &'a str,
    transaction: &'a str,
}

/// There is none unless the card is saved. With the signature if `shop` is there.
pub(super) fn callback(binding: &Binding, shop: Option<&Shop>) -> Option<Callback> {
    let card = binding.saved()?;
    let body = Body {
        customer_key: &binding.opening.customer_key,
        customer_card_token: &card.token,
        pan_mask: &card.mask,
        holder: &card.holder,
        transaction: &binding.opening.transaction,
    };
    let body = serde_json::to_string(&body).ok()?;
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Some(shop) = shop {
        headers.insert(SIGNATURE, HeaderValue::try_from(shop.sign(&[&body])).ok()?);
    }
    let message = Message::Post { headers, body: Bytes::from(body) };
    Some(Callback {
        subject: binding.opening.transaction.clone(),
        event: "card_saved",
        to: Recipient::SetOr(None),
        redelivery: REDELIVERY,
        message,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_further_attempts_ten_minutes_apart() {
        let minutes: Vec<u64> = REDELIVERY.intervals().map(|interval| interval.as_secs() / 60).collect();
        assert_eq!(minutes, [10; 5]);
    }
}
