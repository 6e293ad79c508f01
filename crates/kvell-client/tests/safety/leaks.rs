//! Secrets and personal data are not shown: canaries in every field, searched for by `payments_contract::leaks`.

use std::fmt::Debug;

use http::HeaderMap;
use kvell_client::bank::BankList;
use kvell_client::callback::Claim;
use kvell_client::card::{CardByTransaction, CardToken};
use kvell_client::common::signing::{SignFuture, Signature, Signer};
use kvell_client::common::{Body, Endpoint, Json, Recover as _};
use kvell_client::form::Preauthorize;
use kvell_client::order::OrderByTransaction;
use kvell_client::payout::Account2Card;
use kvell_client::refusal::request_id;
use kvell_client::{
    Client, Currency, CustomerKey, ENDPOINTS, Environment, Kvell, Money, RawCall, RsaMessage, Secret, SignaturePolicy,
    TransactionId,
};
use payments_contract::leaks::{CARD, FakeResponse, FakeTransport, Leaks, PERSONAL, Shown, TOKEN};
use serde_json::json;
use sha2::{Digest as _, Sha256};

pub(crate) const API_KEY: &str = "7b0c6f7e-2f0b-4c7e-9a51-0d8e6d1f4a21";
const SECRET_KEY: &str = "canary-secret-9fQ2";
const CUSTOMER: &str = "canary-buyer-42";
pub(crate) const TRANSACTION: &str = "5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55";

pub(crate) fn client(wire: &FakeTransport) -> Client {
    let builder = Client::builder(Environment::Stage, API_KEY, Secret::new(SECRET_KEY));
    let builder = builder.payout_signer(PlainSigner, RsaMessage::BodyAndSecret);
    builder.transport(wire.clone()).clock(wire.clone()).build().unwrap()
}

struct PlainSigner;

impl Signer for PlainSigner {
    fn sign<'a>(&'a self, _message: &'a [u8]) -> SignFuture<'a> {
        Box::pin(async { Ok(Signature::new(*b"a signature of this test's own")) })
    }
}

pub(crate) fn payouts() -> [Account2Card; 2] {
    let (amount, transaction) = (Money::from_minor_units(100, Currency::RUB), TransactionId::new(TRANSACTION).unwrap());
    let data = Json::new(&json!({ "name": PERSONAL })).unwrap();
    let by_number = Account2Card::to_card(CARD.parse().unwrap(), amount.clone(), PERSONAL, transaction.clone());
    let (customer, token) = (CustomerKey::new(CUSTOMER), CardToken::new(TOKEN));
    let saved = Account2Card::to_saved_card(customer, token, amount, PERSONAL, transaction);
    [by_number, saved].map(|payout| payout.customer(PERSONAL).extra_data(data.clone()).fiscal_data(data.clone()))
}

/// Sends a request, and shows the request and the result.
fn call<E: Endpoint<Provider = Kvell> + Debug>(
    wire: &FakeTransport,
    shown: &mut Shown,
    request: &E,
    parts: impl FnOnce(&mut Shown, &E::Response),
) where
    E::Response: Debug,
{
    shown.debug("the request", request);
    let result = wire.run(client(wire).send_with_http(request));
    match &result {
        Ok(answer) => {
            parts(shown, &answer.value);
            // The request id is for Kvell's support and is printed unredacted.
            if let Some(id) = request_id(&answer.http) {
                assert!(!id.as_str().is_empty());
                shown.identifier(&id, id.as_str());
            }
        }
        Err(error) => {
            for item in error.refusal().into_iter().flat_map(kvell_client::Refusal::errors) {
                shown.debug("an item", item);
                shown.debug("its code", &item.code());
                item.message().iter().for_each(|message| shown.both("its message", message));
            }
        }
    }
    shown.call(result);
}

fn card_answer() -> serde_json::Value {
    json!({"customer_key": CUSTOMER, "customer_card_token": "token", "pan_mask": "411111******1111",
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
    leaks.hides("customer_card_token", TOKEN).hides("customer_key", CUSTOMER).hides("holder", PERSONAL);
    leaks.hides("pan_hash_encrypted", "canary-hash-of-a-card").hides("expire", "2031-11");
    leaks.hides("description", PERSONAL).identifiers(&["BankId", "OrderId", "RequestId", "TransactionId"]);

    leaks.request("customers/orders", &[CUSTOMER], |wire, shown| {
        let request = CardByTransaction::new(CustomerKey::new(CUSTOMER), TransactionId::new(TRANSACTION).unwrap());
        call(wire, shown, &request, |shown, card| {
            shown.debug("the mask", &card.pan_mask);
            shown.debug("the token", &card.customer_card_token);
            shown.debug("the buyer", &card.customer_key);
            shown.identifier(&card.transaction, card.transaction.as_str());
            shown.debug("the expiry", &card.expiry());
            shown.debug("the hidden texts", &(&card.holder, &card.expire, &card.pan_hash_encrypted));
        });
    });
    // A transaction is not secret, but a caller may pass a card number by mistake.
    leaks.request("orders", &[CARD], |wire, shown| {
        call(wire, shown, &OrderByTransaction::new(TransactionId::from_any_text(CARD)), |shown, order| {
            shown.both("the state", &order.status);
            order.id.iter().for_each(|id| shown.identifier(id, id.as_str()));
            shown.debug("the time", &order.created_at);
            shown.debug("the description", &order.description);
        });
    });
    let [by_number, saved] = payouts();
    for (payout, carries) in [(by_number, vec![CARD, PERSONAL]), (saved, vec![TOKEN, CUSTOMER, PERSONAL])] {
        leaks.request("orders/account2card", &carries, move |wire, shown| {
            shown.display("the stored recovery", &payout.stored_recovery().to_text());
            call(wire, shown, &payout, |shown, response| {
                shown.both("the state", &response.order.status);
                response.order.id.iter().for_each(|id| shown.identifier(id, id.as_str()));
                shown.debug("the order", &response.order);
            });
        });
    }
    leaks.request("collections/banks", &[], |wire, shown| {
        call(wire, shown, &BankList::new(), |shown, banks| {
            for bank in banks {
                shown.debug("a bank", bank);
                shown.both("its name", &bank.name);
                bank.bank_bic.iter().for_each(|bic| shown.both("its BIC", bic));
                shown.identifier(&bank.bank_id, bank.bank_id.as_str());
            }
        });
    });
    leaks.answer("customers/orders", "a whole card", card_answer().to_string());
    for policy in [SignaturePolicy::Require, SignaturePolicy::VerifyIfPresent, SignaturePolicy::Ignore] {
        leaks.callback("the callback", card_answer().to_string(), move |body, shown| receive(policy, body, shown));
    }
    leaks.values(show_values);
    leaks
}

/// Receives a callback: unsigned, signed, and with a forged signature.
fn receive(policy: SignaturePolicy, body: &[u8], shown: &mut Shown) {
    let wire = FakeTransport::new(FakeResponse::ok(body.to_vec()));
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
                    let wire = FakeTransport::new(FakeResponse::ok(answer));
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
    let wire = FakeTransport::new(FakeResponse::NotSent);
    let builder = Client::builder(Environment::Stage, API_KEY, Secret::new(SECRET_KEY));
    let builder = builder.transport(wire.clone()).clock(wire.clone()).payout_signer(PlainSigner, RsaMessage::Body);
    shown.debug("a builder", &builder);
    let raw = RawCall::reads("raw", http::Method::GET, "v1/{token}").with_parameter("token", TOKEN);
    let raw = raw.with_query("card", CARD).with_body(Body::json(&json!({ "name": PERSONAL })).unwrap());
    shown.debug("a raw call", &raw);
    shown.debug("a client", &builder.build().unwrap());
    let misplaced = Client::builder(Environment::Stage, SECRET_KEY, Secret::new(SECRET_KEY)).build().unwrap_err();
    shown.both("a secret in the place of the api key", &misplaced);
    shown.debug("a token", &CardToken::new(TOKEN));
    shown.debug("a buyer", &CustomerKey::new(CUSTOMER));
    shown.debug("a refused transaction", &TransactionId::new(CARD));

    for form in
        [form(CUSTOMER, TransactionId::new(TRANSACTION).unwrap()), form(CARD, TransactionId::from_any_text(CARD))]
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

#[test]
fn no_card_number_token_signature_or_personal_data_is_shown() {
    leaks().assert_none();
}

#[test]
fn a_card_number_in_the_list_of_banks_is_redacted() {
    let wire =
        FakeTransport::new(FakeResponse::ok(format!(r#"[{{"bank_id":"1","bank_bic":"{CARD}","name":"{CARD}"}}]"#)));
    let banks = wire.run(client(&wire).send(&BankList::new())).unwrap();
    let hidden = r#"bank_bic: Some("************8196"), name: "************8196""#;
    assert!(format!("{banks:?}").contains(hidden), "{banks:?}");
}
