//! Webhooks: only those signed by the bank are accepted, and all of them are read.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use bank131_client::common::CallbackError;
use bank131_client::session::{NextStep, SessionState};
use bank131_client::signing::{RsaSigner, RsaVerifier, Signature};
use bank131_client::webhook::EventType;
use bank131_client::{KeyRing, Webhooks};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde_json::{Value, json};

use crate::signatures::{key, vectors};
use crate::support::documented_answer;

fn bank_key() -> RsaVerifier {
    RsaVerifier::from_pem(key("public_spki_pem")).unwrap()
}

fn webhooks() -> Webhooks {
    Webhooks::new(KeyRing::new("2026", bank_key()))
}

fn headers(signature: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert("X-PARTNER-SIGN", HeaderValue::from_str(signature).unwrap());
    headers
}

/// The bank's signature over this body.
fn sign(body: &[u8]) -> String {
    RsaSigner::from_pem(key("private_pkcs8_pem")).unwrap().sign_now(body).unwrap().to_base64()
}

pub(crate) fn receive(
    webhook: &Value,
) -> Result<bank131_client::common::Verified<bank131_client::Event>, CallbackError> {
    let body = webhook.to_string();
    webhooks().receive(&headers(&sign(body.as_bytes())), body.as_bytes())
}

pub(crate) fn session() -> Value {
    documented_answer()["session"].clone()
}

/// The webhook of the vectors and its signature, made with openssl.
fn vector() -> (Vec<u8>, String) {
    let vectors = vectors();
    let vectors = vectors["vectors"].as_array().unwrap();
    let vector = vectors.iter().find(|vector| vector["name"] == "webhook_payment_finished").unwrap();
    let text = |member: &str| vector[member].as_str().unwrap().to_owned();
    (text("body").into_bytes(), text("x_partner_sign"))
}

#[test]
fn a_webhook_signed_with_openssl_is_accepted() {
    let (body, signature) = vector();
    let event = webhooks().receive(&headers(&signature), &body).unwrap();
    assert_eq!(event.kind, EventType::PaymentFinished);
    assert_eq!(event.session.as_ref().unwrap().id.as_str(), "test_ps_1");
    assert_eq!(event.session.as_ref().unwrap().status, SessionState::Created);
    assert_eq!(event.raw.as_str().as_bytes(), body);
    assert_eq!(event.key().as_str(), "2026");
}

/// A key made by the `openssl` command, in a directory that is removed after the test.
pub(crate) struct OpensslKey {
    directory: tempfile::TempDir,
}

impl OpensslKey {
    /// `None` if there is no `openssl`, which is allowed everywhere except in CI.
    pub(crate) fn generate() -> Option<Self> {
        let key = Self { directory: tempfile::tempdir().unwrap() };
        let made = Command::new("openssl")
            .args(["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out"])
            .arg(key.path())
            .stderr(Stdio::null())
            .status();
        match made {
            Ok(status) => {
                assert!(status.success(), "openssl genpkey: {status}");
                Some(key)
            }
            Err(error) => {
                assert!(std::env::var_os("CI").is_none(), "openssl is needed in CI: {error}");
                None
            }
        }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.directory.path().join("key.pem")
    }

    fn run(&self, arguments: &[&str], input: &[u8]) -> Vec<u8> {
        let mut child = Command::new("openssl")
            .args(arguments)
            .arg(self.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "openssl {arguments:?}");
        output.stdout
    }

    fn verifier(&self) -> RsaVerifier {
        RsaVerifier::from_pem(self.run(&["pkey", "-pubout", "-in"], b"")).unwrap()
    }

    fn sign(&self, body: &[u8]) -> String {
        Signature::new(self.run(&["dgst", "-sha256", "-sign"], body)).to_base64()
    }
}

#[test]
fn a_webhook_signed_with_a_new_openssl_key_is_accepted_by_that_key_only() {
    let Some(key) = OpensslKey::generate() else {
        println!("skipped: no openssl here");
        return;
    };
    let body = json!({"type": "payment_finished", "session": session()}).to_string();
    let headers = headers(&key.sign(body.as_bytes()));

    let webhooks_of_it = Webhooks::new(KeyRing::new("new", key.verifier()));
    let event = webhooks_of_it.receive(&headers, body.as_bytes()).unwrap();
    assert_eq!(event.session.as_ref().unwrap().id.as_str(), "ps_5988");
    assert_eq!(webhooks().receive(&headers, body.as_bytes()).unwrap_err(), CallbackError::BadSignature);
}

#[test]
fn a_key_ring_names_the_key_that_signed() {
    let Some(other) = OpensslKey::generate() else {
        println!("skipped: no openssl here");
        return;
    };
    let (body, signature) = vector();
    let by_other = headers(&other.sign(&body));
    for ring in [
        KeyRing::new("old", bank_key()).and("new", other.verifier()),
        KeyRing::new("new", other.verifier()).and("old", bank_key()),
    ] {
        let webhooks = Webhooks::new(ring);
        assert_eq!(webhooks.receive(&headers(&signature), &body).unwrap().key().as_str(), "old");
        assert_eq!(webhooks.receive(&by_other, &body).unwrap().key().as_str(), "new");
    }
}

#[test]
fn a_webhook_with_any_byte_changed_is_refused() {
    let (body, signature) = vector();
    let (webhooks, headers) = (webhooks(), headers(&signature));
    for place in 0..body.len() {
        for change in [0x01, 0x20, 0x80] {
            let mut tampered = body.clone();
            tampered[place] ^= change;
            let result = webhooks.receive(&headers, &tampered);
            assert_eq!(result.unwrap_err(), CallbackError::BadSignature, "byte {place}");
        }
    }
}

#[test]
fn a_webhook_that_is_longer_or_shorter_is_refused() {
    let (body, signature) = vector();
    let (webhooks, headers) = (webhooks(), headers(&signature));
    let mut others = vec![
        Vec::new(),
        [&body[..], b"\n"].concat(),
        [b" ", &body[..]].concat(),
        [body.clone(), body.clone()].concat(),
    ];
    others.extend((0..body.len()).map(|length| body[..length].to_vec()));
    for other in others {
        assert_eq!(webhooks.receive(&headers, &other).unwrap_err(), CallbackError::BadSignature);
    }
}

#[test]
fn a_signature_with_any_character_changed_is_refused() {
    let (body, signature) = vector();
    let webhooks = webhooks();
    for place in 0..signature.len() {
        for character in [b'A', b'b', b'/', b'=', b'-', b' '] {
            let mut tampered = signature.clone().into_bytes();
            if tampered[place] == character {
                continue;
            }
            tampered[place] = character;
            let tampered = String::from_utf8(tampered).unwrap();
            let result = webhooks.receive(&headers(&tampered), &body);
            assert_eq!(result.unwrap_err(), CallbackError::BadSignature, "{place}: {}", char::from(character));
        }
    }
}

#[test]
fn a_signature_must_be_whole_and_in_standard_base64() {
    let (body, signature) = vector();
    let bare = signature.trim_end_matches('=').to_owned();
    let url_safe = signature.replace('+', "-").replace('/', "_");
    assert_ne!(signature, url_safe);
    let halved = format!("{} {}", &signature[..100], &signature[100..]);
    for other in [bare, url_safe, halved, format!("{signature}="), format!("{signature}AAAA"), String::new()] {
        let result = webhooks().receive(&headers(&other), &body);
        assert_eq!(result.unwrap_err(), CallbackError::BadSignature, "{other}");
    }
}

#[test]
fn spaces_around_a_signature_are_ignored() {
    let (body, signature) = vector();
    for spaced in [format!(" {signature}"), format!("{signature} "), format!("\t {signature} \t")] {
        assert!(webhooks().receive(&headers(&spaced), &body).is_ok(), "{spaced:?}");
    }
}

#[test]
fn a_webhook_has_exactly_one_signature() {
    let (body, signature) = vector();
    let value = HeaderValue::from_str(&signature).unwrap();
    let wrong = HeaderValue::from_static("broken_signature");

    let none = HeaderMap::new();
    assert_eq!(webhooks().receive(&none, &body).unwrap_err(), CallbackError::NoSignature);

    let mut elsewhere = HeaderMap::new();
    elsewhere.insert("X-SIGN", value.clone());
    assert_eq!(webhooks().receive(&elsewhere, &body).unwrap_err(), CallbackError::NoSignature);

    for (first, second) in [(&value, &value), (&value, &wrong), (&wrong, &value)] {
        let mut two = HeaderMap::new();
        two.append("X-PARTNER-SIGN", first.clone());
        two.append("x-partner-sign", second.clone());
        assert_eq!(webhooks().receive(&two, &body).unwrap_err(), CallbackError::NoSignature);
    }
}

#[test]
fn a_webhook_is_verified_before_it_is_read() {
    for body in [&b"garbage"[..], b"", b"{", b"{}", b"\xff\xfe", br#"{"type":7}"#] {
        let result = webhooks().receive(&headers("broken_signature"), body);
        assert_eq!(result.unwrap_err(), CallbackError::BadSignature);

        let result = webhooks().receive(&headers(&sign(body)), body);
        assert!(matches!(result, Err(CallbackError::Unreadable(_))), "{result:?}");
    }
}

#[test]
fn the_response_status_distinguishes_forged_from_unreadable_webhooks() {
    assert_eq!(CallbackError::NoSignature.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(CallbackError::BadSignature.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(receive(&json!({})).unwrap_err().status(), StatusCode::INTERNAL_SERVER_ERROR);
}

#[test]
fn every_listed_type_is_read() {
    let table = [
        ("action_required", EventType::ActionRequired),
        ("nominal_topup", EventType::NominalTopup),
        ("payment_finished", EventType::PaymentFinished),
        ("payment_refunded", EventType::PaymentRefunded),
        ("ready_to_capture", EventType::ReadyToCapture),
        ("ready_to_confirm", EventType::ReadyToConfirm),
    ];
    assert_eq!(EventType::LISTED, table.each_ref().map(|(word, _)| *word));
    for (word, kind) in table {
        let event = receive(&json!({"type": word, "session": session()})).unwrap();
        assert_eq!(event.kind, kind, "{word}");
        assert_eq!(event.session.as_ref().unwrap().payouts()[0].id.as_str(), "po_2040");
    }
}

#[test]
fn an_unlisted_type_is_accepted_whatever_its_session_is() {
    for session in [session(), json!(null), json!([]), json!(7), json!({"number": 1})] {
        let webhook = json!({"type": "a_type_of_tomorrow", "session": session, "amount": 100});
        let event = receive(&webhook).unwrap();
        assert_eq!((event.kind.as_str(), event.kind.is_known()), ("a_type_of_tomorrow", false));
        assert_eq!(event.session.is_some(), session["id"] == "ps_5988", "{session}");
        assert_eq!(event.raw.read::<Value>().unwrap(), webhook);
        assert_eq!(event.ack().status(), StatusCode::OK);
    }
}

#[test]
fn a_session_may_be_missing() {
    for webhook in [json!({"type": "payment_finished"}), json!({"type": "payment_finished", "session": null})] {
        let event = receive(&webhook).unwrap();
        assert!(event.session.is_none());
        assert!(event.next_step().is_none());
    }
}

#[test]
fn a_malformed_session_of_a_known_type_is_reported_with_its_path() {
    let table = [
        (json!({"status": "created"}), "session"),
        (json!(7), "session"),
        (json!({"id": [4_242_424_242_424_242_i64], "status": "created"}), "session.id"),
    ];
    for (session, place) in table {
        let error = receive(&json!({"type": "payment_finished", "session": session})).unwrap_err();
        let CallbackError::Unreadable(problem) = &error else { panic!("{error:?}") };
        assert_eq!(problem.path(), place, "{problem}");
        assert!(error.to_string().starts_with(&format!("the callback cannot be read, at {place}: ")), "{error}");
        assert!(!format!("{error} {error:?}").contains("424242"), "{error}");
    }
}

#[test]
fn a_webhook_without_a_type_is_reported() {
    for webhook in [json!({"session": session()}), json!({"type": null, "session": session()}), json!([])] {
        assert!(matches!(receive(&webhook), Err(CallbackError::Unreadable(_))), "{webhook}");
    }
}

#[test]
fn confirm_information_is_kept_byte_for_byte() {
    let information = r#"{"transfer_details": {"purpose":"Оплата", "amount":{"currency":"rub","amount":1}}}"#;
    let body = format!(r#"{{"type":"ready_to_confirm","confirm_information":{information}}}"#);
    let event = webhooks().receive(&headers(&sign(body.as_bytes())), body.as_bytes()).unwrap();
    assert_eq!(event.confirm_information.as_ref().unwrap().as_str(), information);

    let event = receive(&json!({"type": "ready_to_confirm", "session": session()})).unwrap();
    assert!(event.confirm_information.is_none());
}

#[test]
fn what_is_to_be_confirmed_is_read_under_the_names_of_both_versions() {
    for instrument in ["payment_method", "payout_details"] {
        let holder = json!({"account_number": "40817810100000270411", "name": "ООО Ромашка", "bank_name": "Банк 131",
            "bik": "044525971", "correspondent_account_number": "30101810045250000131", "inn": "7708044880", "kpp": "770801001"});
        let information = json!({
            "transfer_details": {instrument: {"token": "5d8e2a"}, "customer": holder, "recipient": holder,
                "purpose": "Выплата", "amount": {"amount": 10000, "currency": "rub"}},
            "account_details": {"sender": holder, "recipient": 7},
            "exchanges": [{"id": "ex_1", "source": {"amount": 1, "currency": "rub"},
                "destination": {"amount": 2, "currency": "tjs"}, "fx_rate": "9.2222", "commission": {"amount": 3, "currency": "rub"}}],
        });
        let webhook = json!({"type": "ready_to_confirm", "session": session(), "confirm_information": information});
        let event = receive(&webhook).unwrap();
        let details = event.confirm_details().unwrap();
        let transfer = details.transfer_details.unwrap();
        assert_eq!(transfer.payout_details.unwrap().as_str(), r#"{"token":"5d8e2a"}"#);
        assert_eq!(transfer.customer.unwrap().bik.unwrap().expose(), "044525971");
        assert_eq!(transfer.amount.unwrap().minor_units(), 10_000);
        let accounts = details.account_details.unwrap();
        assert_eq!(accounts.sender.unwrap().kpp.unwrap().expose(), "770801001");
        assert!(accounts.recipient.is_none(), "an odd member costs itself");
        let [exchange] = details.exchanges.as_slice() else { panic!("one exchange is expected") };
        assert_eq!(exchange.destination.as_ref().unwrap().minor_units(), 2);
        assert_eq!(exchange.commission.as_ref().unwrap().minor_units(), 3);
    }
}

#[test]
fn the_acknowledgement_is_an_empty_200() {
    let event = receive(&json!({"type": "action_required", "session": session()})).unwrap();
    let response = event.ack().to_response();
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.body().is_empty() && response.headers().is_empty());
}

#[test]
fn ready_to_capture_means_capture_even_if_its_session_does_not_say_so() {
    let held =
        json!({"id": "ps_1", "status": "in_progress", "acquiring_payments": [{"id": "pm_1", "status": "pending"}]});
    let event = receive(&json!({"type": "ready_to_capture", "session": held})).unwrap();
    assert!(matches!(event.session.as_ref().unwrap().next_step(), NextStep::Wait));
    assert!(matches!(event.next_step(), Some(NextStep::Capture)));
}

#[test]
fn the_next_step_of_another_webhook_is_that_of_its_session() {
    let mut waiting = session();
    waiting["next_action"] = json!("confirm");
    let event = receive(&json!({"type": "ready_to_confirm", "session": waiting})).unwrap();
    assert!(matches!(event.next_step(), Some(NextStep::Confirm)));

    waiting["status"] = json!("accepted");
    let event = receive(&json!({"type": "payment_finished", "session": waiting})).unwrap();
    assert!(matches!(event.next_step(), Some(NextStep::Finished)));

    // A failed payment is not final in a session with the status `error`.
    let trouble = json!({"id": "1", "status": "error", "acquiring_payments": [{"id": "2", "status": "failed"}]});
    let event = receive(&json!({"type": "payment_finished", "session": trouble})).unwrap();
    assert!(matches!(event.next_step(), Some(NextStep::Wait)));
}
