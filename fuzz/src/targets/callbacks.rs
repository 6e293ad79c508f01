//! What providers send on their own. Each input is tried twice: as it is, when nothing in it can be believed because
//! whoever wrote it has no key, and signed with the key, when it has to be accepted or unreadable.

use std::borrow::Cow;
use std::sync::LazyLock;

use bank131_client::common::{CallbackError, KeyRing, Secret};
use http::HeaderValue;
use md5::Digest as _;
use payments_core::{ProviderText, to_hex};
use url::form_urlencoded;

use crate::keys::SIGNER;
use crate::{answer, promises};

const KEY: &str = "a-key-that-no-input-holds";

fn keys() -> KeyRing<Secret> {
    KeyRing::new("2026", Secret::new(KEY))
}

/// Webhooks of Bank 131.
pub(super) fn bank131_webhook(input: &[u8]) {
    use bank131_client::Webhooks;

    static WEBHOOKS: LazyLock<Webhooks> = LazyLock::new(|| Webhooks::new(KeyRing::new("2026", SIGNER.verifier())));

    let answer::Parts { mut headers, body, .. } = answer::parse(input);
    let forged = WEBHOOKS.receive(&headers, &body).expect_err("nobody has signed it");
    assert!(matches!(forged, CallbackError::NoSignature | CallbackError::BadSignature), "{forged}");

    let signature = SIGNER.sign_now(&body).expect("it is signed here").to_base64();
    headers.insert("x-partner-sign", HeaderValue::from_str(&signature).expect("base64"));
    match WEBHOOKS.receive(&headers, &body) {
        Ok(event) => {
            promises::debug(&event);
            promises::debug(&event.next_step());
            promises::debug(&event.event_id());
            assert_eq!(event.raw.as_str().as_bytes(), body.trim_ascii(), "the whole webhook is kept");
            if let Some(session) = &event.session {
                bank131_session(session);
            }
        }
        Err(error) => unreadable(&error),
    }
}

/// What is asked of a session of Bank 131.
pub(super) fn bank131_session(session: &bank131_client::session::Session) {
    promises::debug(session);
    promises::debug(&session.next_step());
    promises::debug(&session.recurrent_token());
    promises::debug(&session.payments());
    promises::debug(&session.payouts());
    promises::identifier(&session.id, session.id.as_str());
    assert!(!session.has_succeeded() || session.status.is_final(), "what succeeded is over");
}

/// What was signed with the key may be unreadable, and nothing else.
fn unreadable(error: &CallbackError) {
    assert!(matches!(error, CallbackError::Unreadable(_)), "it is signed, and yet: {error}");
    promises::debug_and_display(error);
}

/// The callback of Kvell, under each policy.
pub(super) fn kvell_callback(input: &[u8]) {
    use kvell_client::{Callbacks, SignaturePolicy};

    const API_KEY: &str = "3a8c82d6-d2c6-4165-9a6b-ab3f14d965ae";
    let callbacks = |policy| Callbacks::new(policy, API_KEY, keys());

    let answer::Parts { mut headers, body, .. } = answer::parse(input);
    for policy in [SignaturePolicy::Require, SignaturePolicy::VerifyIfPresent, SignaturePolicy::Ignore] {
        match callbacks(policy).receive(&headers, &body) {
            Ok(saved) => {
                assert!(policy != SignaturePolicy::Require && !saved.is_verified(), "nobody has signed it");
                kvell_saved(&saved);
            }
            Err(error) => promises::debug_and_display(&error),
        }
    }

    let hash = sha2::Sha256::new().chain_update(API_KEY).chain_update(&body).chain_update(KEY);
    headers.insert("x-signature", HeaderValue::from_str(&to_hex(&hash.finalize())).expect("hex"));
    match callbacks(SignaturePolicy::Require).receive(&headers, &body) {
        Ok(saved) => {
            assert!(saved.is_verified());
            kvell_saved(&saved);
        }
        Err(error) => unreadable(&error),
    }
}

fn kvell_saved(saved: &kvell_client::CardSaved) {
    use kvell_client::callback::Delivery;

    promises::debug(saved);
    promises::debug(&saved.claim());
    promises::debug(&saved.card_by_transaction());
    promises::debug(&saved.event_id());
    promises::identifier(saved.transaction(), saved.transaction().as_str());
    assert!(saved.is_about(saved.customer_key(), saved.transaction()));
    assert_eq!(saved.delivery(Some(&saved.fingerprint())), Delivery::Duplicate);
}

/// Callbacks and final redirects of `PaynetEasy`.
pub(super) fn payneteasy_callback(input: &[u8]) {
    use payneteasy_client::{
        Callbacks, Currency, Money,
        order::{ClientOrderId, Confirmed, StoredOrder},
    };

    let callbacks = Callbacks::new(keys());
    callbacks.receive(input).expect_err("nobody has signed it");
    callbacks.receive_redirect(input).expect_err("nobody has signed it");

    let pairs = pairs_without("control", input);
    let value = |wanted: &str| pairs.iter().find(|(name, _)| name == wanted).map_or("", |(_, value)| value);
    let hash = ["status", "orderid", "merchant_order"]
        .into_iter()
        .fold(sha1::Sha1::new(), |hash, name| hash.chain_update(value(name).as_bytes()))
        .chain_update(KEY);
    let signed = with_pair(&pairs, "control", &to_hex(&hash.finalize()));

    if let Ok(callback) = callbacks.receive(signed.as_bytes()) {
        promises::debug(&callback);
        promises::debug_and_display(&callback.status);
        promises::debug(callback.event_id());
        assert_eq!(callback.order_id.as_str(), value("orderid"));
        assert_eq!(callback.client_order_id.as_str(), value("merchant_order"));
        let claims = callback.claims.clone().trust_without_proof();
        promises::debug(&claims);
        assert_eq!(claims.fields.iter().count(), pairs.len() + 1, "every parameter is kept");
        let amount = Money::from_minor_units(10_000, Currency::USD);
        let order = StoredOrder::new(ClientOrderId::new(value("merchant_order")), amount.clone());
        if let Ok(Confirmed::Payment(_)) = callback.confirm(&order) {
            let claimed = claims.amount.as_ref().and_then(|text| Money::parse(text.raw(), Currency::USD).ok());
            assert_eq!(claimed, Some(amount), "another amount is confirmed");
        }
        callbacks.receive_redirect(signed.as_bytes()).expect("a redirect needs nothing more");
    }
    if let Ok(redirect) = callbacks.receive_redirect(signed.as_bytes()) {
        promises::debug(&redirect);
    }
}

/// The callback of Vepay's cabinet, with and without fields that can be switched off.
pub(super) fn vepay_callback(input: &[u8]) {
    use vepay_client::callback::CallbackField;
    use vepay_client::card::{Registration, RegistrationPurpose};
    use vepay_client::{Callbacks, ExtId, OperationId};

    const SIGNED: [&str; 8] = ["extid", "id", "sum", "status", "channel", "card", "errorCode", "serviceName"];
    let strict = Callbacks::new(keys());
    let lax = [CallbackField::ExtId, CallbackField::Id, CallbackField::Sum, CallbackField::Status]
        .into_iter()
        .fold(Callbacks::new(keys()).bank_name("TKB", "ТКБ"), Callbacks::without_field);

    let pairs = pairs_without("key", input);
    let values = SIGNED.iter().filter_map(|wanted| pairs.iter().find(|(name, _)| name == wanted));
    let hash = values.fold(md5::Md5::new(), |hash, (_, value)| hash.chain_update(value.as_bytes())).chain_update(KEY);
    let signed = with_pair(&pairs, "key", &to_hex(&hash.finalize()));
    for callbacks in [strict, lax] {
        callbacks.receive(input).expect_err("nobody has signed it");
        if let Ok(callback) = callbacks.receive(signed.as_bytes()) {
            promises::debug(&callback);
            promises::debug(&callback.event_id());
            promises::debug(&callback.details.clone().trust_without_proof());
            let claimed = callback.ext_id.as_ref().map(ProviderText::raw);
            let ext_id = claimed.and_then(|ext_id| ExtId::new(ext_id).ok());
            let mut own = Registration::new(OperationId::new(101_464), RegistrationPurpose::PayoutOnly);
            own = ext_id.into_iter().fold(own, Registration::ext_id);
            if let Ok(details) = callback.confirm(&own) {
                assert_eq!((callback.id, details.sum.is_some()), (Some(own.id()), true), "something else is confirmed");
                let own_number = own.own_ext_id().map(ExtId::as_str);
                assert!(own_number.is_some() && claimed == own_number, "nothing tells whose it is");
            }
        }
    }
}

type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

fn pairs_without<'a>(excluded: &str, form: &'a [u8]) -> Vec<Pair<'a>> {
    form_urlencoded::parse(form).filter(|(name, _)| name != excluded).collect()
}

fn with_pair(pairs: &[Pair<'_>], name: &str, value: &str) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).append_pair(name, value).finish()
}

/// Both versions of Vepay's postback, which nothing signs.
pub(super) fn vepay_postback(input: &[u8]) {
    use vepay_client::Postbacks;

    match Postbacks::read_v1(input) {
        Ok(postback) => {
            promises::debug(&postback);
            let id = Postbacks::claimed_id(&postback);
            promises::identifier(&id, &id.get().to_string());
            promises::debug(&postback.trust_without_proof());
        }
        Err(error) => promises::debug_and_display(&error),
    }
    match Postbacks::read_v2(input) {
        Ok(postback) => promises::debug(&postback.trust_without_proof()),
        Err(error) => promises::debug_and_display(&error),
    }
}
