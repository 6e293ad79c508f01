//! Secrets and personal data are not shown: canaries in every field, searched for by `payments_contract::leaks`.

use http::HeaderMap;
use kvell_client::bank::{Bank, BankList};
use kvell_client::callback::Claim;
use kvell_client::card::{Card, CardToken};
use kvell_client::common::{Body, Endpoint as _};
use kvell_client::form::Preauthorize;
use kvell_client::order::Order;
use kvell_client::payout::Account2Card;
use kvell_client::refusal::{ErrorItem, RequestId};
use kvell_client::{
    Client, Currency, CustomerKey, ENDPOINTS, Environment, Money, RawCall, RsaMessage, Secret, SignaturePolicy,
    TransactionId,
};
use payments_contract::FakeProvider;
use payments_contract::leaks::{CARD, Leaks, PERSONAL, Shown, TOKEN};
use payments_core::testing::{FakeResponse, FakeSigner};
use payments_samples::{Kvell, Sampled as _};
use serde_json::json;
use sha2::{Digest as _, Sha256};

pub(crate) const API_KEY: &str = "7b0c6f7e-2f0b-4c7e-9a51-0d8e6d1f4a21";
const SECRET_KEY: &str = "canary-secret-9fQ2";
const CARD_HASH: &str = "canary-hash-of-a-card";
const EXPIRE: &str = "2031-11";
pub(crate) const TRANSACTION: &str = "5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55";

pub(crate) fn client(wire: &FakeProvider) -> Client {
    let builder = Client::builder(Environment::Stage, API_KEY, Secret::new(SECRET_KEY));
    let builder = builder.payout_signer(FakeSigner, RsaMessage::BodyAndSecret);
    builder.transport(wire.transport()).clock(wire.clock()).build().unwrap()
}

fn card_answer() -> serde_json::Value {
    json!({"customer_key": PERSONAL, "customer_card_token": "token", "pan_mask": "411111******1111",
        "holder": "IVAN IVANOV", "expire": "2030-12", "transaction": TRANSACTION, "pan_hash_encrypted": "hash"})
}

fn form(customer: &str, transaction: TransactionId) -> Preauthorize {
    let money = Money::from_minor_units(100, Currency::RUB);
    let (success, fail) = ("https://shop.example/?canary-session=17", "https://shop.example/?canary-session=18");
    Preauthorize::new(CustomerKey::new(customer), transaction, money, PERSONAL, success, fail)
}

fn leaks() -> Leaks {
    let mut leaks = Leaks::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/cases"), ENDPOINTS);
    leaks.secret_header("x-signature").secret(SECRET_KEY).secret("canary-session");
    leaks.hides("customer_card_token", TOKEN).hides("customer_key", PERSONAL).hides("holder", PERSONAL);
    leaks.hides("pan_hash_encrypted", CARD_HASH).hides("expire", EXPIRE);
    leaks.hides("description", PERSONAL).identifiers(&["BankId", "OrderId", "RequestId", "TransactionId"]);

    leaks.samples::<Kvell>();
    // A client that signs its secret together with the body.
    leaks.request(Account2Card::NAME, &[], |wire, shown| {
        shown.call(wire.run(client(wire).send_with_http(&Account2Card::sample().request().unwrap())));
    });
    leaks.answer("customers/orders", "a whole card", card_answer().to_string());
    for policy in [SignaturePolicy::Require, SignaturePolicy::VerifyIfPresent, SignaturePolicy::Ignore] {
        leaks.callback("the callback", card_answer().to_string(), move |body, shown| receive(policy, body, shown));
    }
    leaks.values(show_values).values(show_parts);
    leaks
}

/// Receives a callback: unsigned, signed, and with a forged signature.
fn receive(policy: SignaturePolicy, body: &[u8], shown: &mut Shown) {
    let wire = FakeProvider::new(FakeResponse::ok("").bytes(body.to_vec()));
    let client = client(&wire);
    let callbacks = client.callbacks(policy);
    shown.debug("the receiver", &callbacks);
    for secret in [SECRET_KEY, "another"] {
        let hash = Sha256::new_with_prefix(API_KEY).chain_update(body).chain_update(secret).finalize();
        let signature = format!("{hash:x}");
        let headers = HeaderMap::from_iter([("x-signature".parse().unwrap(), signature.parse().unwrap())]);
        let callback = callbacks.receive(&headers, body);
        assert!(!format!("{callback:?}").contains(&signature), "the signature is shown");
        match &callback {
            Ok(callback) => {
                shown.debug("the claim", &callback.claim());
                if let Claim::Verified(card) = callback.claim() {
                    shown.debug("the card", &*card);
                }
                shown.debug("the card request", &callback.card_by_transaction());
                for answer in [body.to_vec(), card_answer().to_string().into_bytes(), b"{}".to_vec()] {
                    let wire = FakeProvider::new(FakeResponse::ok("").bytes(answer));
                    let confirmed = wire.run(self::client(&wire).confirm(callback));
                    shown.debug("the confirmation", &confirmed);
                    if let Err(error) = &confirmed {
                        shown.display("the confirmation", error);
                    }
                    shown.panic(confirmed);
                }
            }
            Err(error) => shown.both("the error", error),
        }
        shown.result("the callback", &callback);
        shown.panic(callback);
    }
    shown.debug("the unsigned callback", &callbacks.receive(&HeaderMap::new(), body));
}

/// Values that no call returns.
fn show_values(shown: &mut Shown) {
    let wire = FakeProvider::new(FakeResponse::unreachable());
    let builder = Client::builder(Environment::Stage, API_KEY, Secret::new(SECRET_KEY));
    let builder = builder.transport(wire.transport()).clock(wire.clock()).payout_signer(FakeSigner, RsaMessage::Body);
    shown.debug("a builder", &builder);
    let raw = RawCall::reads("raw", http::Method::GET, "v1/{token}").with_parameter("token", TOKEN);
    let raw = raw.with_query("card", CARD).with_body(Body::json(&json!({ "name": PERSONAL })).unwrap());
    shown.debug("a raw call", &raw);
    shown.debug("a client", &builder.build().unwrap());
    let misplaced = Client::builder(Environment::Stage, SECRET_KEY, Secret::new(SECRET_KEY)).build().unwrap_err();
    shown.both("a secret in the place of the api key", &misplaced);
    shown.debug("a token", &CardToken::new(TOKEN));
    shown.debug("a buyer", &CustomerKey::new(PERSONAL));
    shown.debug("a refused transaction", &TransactionId::new(CARD));

    for form in
        [form(PERSONAL, TransactionId::new(TRANSACTION).unwrap()), form(CARD, TransactionId::from_any_text(CARD))]
    {
        shown.debug("a form", &form);
        let signed = client(&wire).sign_form(&form).unwrap();
        let signature = signed.fields().get("signature").unwrap().to_owned();
        assert!(!format!("{signed:?} {:?}", signed.recovery()).contains(&signature), "the signature is shown");
        shown.debug("a signed form", &signed);
        shown.debug("its fields", signed.fields());
        shown.debug("its recovery", &signed.recovery());
    }
}

/// What a caller takes out of answers, each by itself.
fn show_parts(shown: &mut Shown) {
    let card = json!({"customer_key": PERSONAL, "customer_card_token": TOKEN, "pan_mask": CARD, "holder": PERSONAL,
        "expire": EXPIRE, "transaction": CARD, "pan_hash_encrypted": CARD_HASH});
    let card: Card = serde_json::from_value(card).unwrap();
    shown.debug("the mask", &card.pan_mask);
    shown.debug("the token", &card.customer_card_token);
    shown.debug("the buyer", &card.customer_key);
    shown.debug("the expiry", &card.expiry());
    shown.debug("the hidden texts", &(&card.holder, &card.expire, &card.pan_hash_encrypted));
    shown.identifier(&card.transaction, CARD);

    let order = json!({"id": CARD, "status": CARD, "description": PERSONAL, "created_at": CARD});
    let order: Order = serde_json::from_value(order).unwrap();
    shown.both("the state", &order.status);
    shown.debug("the time", &order.created_at);
    shown.debug("the description", &order.description);
    shown.identifier(&order.id.unwrap(), CARD);

    let bank: Bank = serde_json::from_value(json!({"bank_id": CARD, "bank_bic": CARD, "name": CARD})).unwrap();
    shown.both("its name", &bank.name);
    shown.both("its BIC", &bank.bank_bic.unwrap());
    shown.identifier(&bank.bank_id, CARD);

    let item: ErrorItem = serde_json::from_value(json!({"code": CARD, "message": CARD})).unwrap();
    shown.debug("an item", &item);
    shown.debug("its code", &item.code());
    shown.both("its message", &item.message().unwrap());
    // It is for Kvell's support, and is printed unredacted.
    shown.identifier(&RequestId::new(CARD), CARD);
}

#[test]
fn no_card_number_token_signature_or_personal_data_is_shown() {
    leaks().assert_none();
}

#[test]
fn what_a_shop_stores_before_a_call_recovers_it() {
    payments_contract::assert_stored_recoveries::<Kvell>();
}

#[test]
fn a_card_number_in_the_list_of_banks_is_redacted() {
    let wire =
        FakeProvider::new(FakeResponse::ok(format!(r#"[{{"bank_id":"1","bank_bic":"{CARD}","name":"{CARD}"}}]"#)));
    let banks = wire.run(client(&wire).send(&BankList::new())).unwrap();
    let hidden = r#"bank_bic: Some("************8196"), name: "************8196""#;
    assert!(format!("{banks:?}").contains(hidden), "{banks:?}");
}
