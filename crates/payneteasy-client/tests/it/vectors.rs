//! The vectors: base strings, signatures and headers computed with oauthlib, checksums, callbacks, responses.

use http::Method;
use payments_core::{Body, Path, Reads};
use payneteasy_client::{
    Callbacks, Client, Environment, ErrorCode, Outcome, PaynetEasy, RefusalKind, ResponseFormat, Secret,
    common::{DecodeError, Endpoint, Hidden, InvalidField, KeyRing, ProviderText},
    order::ClientOrderId,
};
use serde_json::Value;
use url::form_urlencoded;

use crate::support::{
    FakeResponse, FakeSigner, Gateway, LOGIN, NONCE, TIMESTAMP, clock_at, pairs, parameters, text, vectors,
};
use crate::transfers::{SCENARIOS, Scenario};

/// A transfer form with a raw body: the signature covers the decoded values, whatever their encoding.
pub(crate) struct Raw {
    content_type: &'static str,
    body: String,
}

impl Raw {
    pub(crate) fn form(body: impl Into<String>) -> Self {
        Self { content_type: "application/x-www-form-urlencoded", body: body.into() }
    }

    /// In another format, as a custom endpoint may have.
    fn json(body: impl Into<String>) -> Self {
        Self { content_type: "application/json", body: body.into() }
    }
}

impl Endpoint for Raw {
    type Provider = PaynetEasy;
    type Response = ();
    type Effect = Reads;

    const NAME: &'static str = "transfer-form";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "api/v4/transfer-form/{endpoint_id}";
    const EVIDENCE: payments_core::Evidence = payments_core::Evidence::Documented;

    fn path(&self) -> Path<'_> {
        Path::new(Self::PATH).with("endpoint_id", "39915")
    }

    fn body(&self) -> Result<Body, InvalidField> {
        Ok(Body::new(self.content_type, self.body.clone().into_bytes()))
    }

    fn decode(&self, _raw: &payments_core::RawResponse) -> Result<(), DecodeError> {
        Ok(())
    }
}

/// RFC 5849, 3.4.1.3.2: sorted by the encoded value, in which an escape comes before every letter.
#[test]
fn repeated_names_are_sorted_by_their_encoded_values() {
    let gateway = Gateway::idle();
    let normalized = |body: &str| {
        let explained = gateway.run(gateway.client.explain(&Raw::form(body))).unwrap();
        let whole = explained.normalized_parameters();
        whole.split_once("&oauth_").unwrap().0.to_owned()
    };
    assert_eq!(normalized("a=a&a=%7B"), "a=%7B&a=a");
    assert_eq!(normalized("a=b&a=a&%2D=1"), "-=1&a=a&a=b");
}

/// RFC 5849, 3.4.1.3.1.
#[test]
fn a_body_that_is_not_a_form_is_not_signed_as_parameters() {
    let gateway = Gateway::idle();
    let explained = gateway.run(gateway.client.explain(&Raw::json(r#"{"a":"b=c&d"}"#))).unwrap();
    let normalized = explained.normalized_parameters();
    assert!(normalized.split('&').all(|parameter| parameter.starts_with("oauth_")), "{normalized}");
}

fn list(name: &str, length: usize) -> Vec<Value> {
    let list = vectors()[name].as_array().expect(name).clone();
    assert_eq!(list.len(), length, "{name}");
    list
}

fn oauth_vector(name: &str) -> Value {
    list("oauth_rsa_sha256", 9).into_iter().find(|vector| vector["name"] == name).expect(name)
}

/// A gateway with the time and the nonce of a vector.
fn gateway_of(vector: &Value, signer: impl payneteasy_client::common::signing::Signer) -> Gateway {
    let parameter = |name: &str| text(&vector["oauth_params"][name]).to_owned();
    let (timestamp, nonce) = (parameter("oauth_timestamp"), parameter("oauth_nonce"));
    Gateway::with([FakeResponse::ok("type=status-response")], signer, |builder| {
        builder.clock(clock_at(timestamp.parse().unwrap())).nonces(move || nonce.clone())
    })
}

fn decoded(vector: &Value) -> Vec<(String, String)> {
    let pairs = vector["body_params_decoded"].as_array().unwrap();
    pairs.iter().map(|pair| (text(&pair[0]).to_owned(), text(&pair[1]).to_owned())).collect()
}

/// The vector of a documented example.
fn vector_of(scenario: Scenario) -> Value {
    oauth_vector(match scenario {
        Scenario::FormToPan => "form_to_pan_seed_body",
        Scenario::FormToRpi => "form_to_rpi_seed_body",
        Scenario::PanToForm => "pan_to_form_seed_body",
        Scenario::RpiToForm => "rpi_to_form_seed_body",
        Scenario::FormToForm => "form_to_form_seed_body",
        Scenario::DepositToForm => "deposit_to_form_seed_body",
    })
}

#[test]
fn every_base_string_equals_that_of_oauthlib() {
    for vector in list("oauth_rsa_sha256", 9) {
        let name = text(&vector["name"]);
        let gateway = gateway_of(&vector, FakeSigner);
        let explanation = gateway.explain(&Raw::form(text(&vector["body"])));
        assert_eq!(explanation.base_string(), vector["signature_base_string"], "{name}");
        assert_eq!(explanation.normalized_parameters(), vector["normalized_params"], "{name}");
        assert_eq!(explanation.body(), text(&vector["body"]).as_bytes(), "{name}");
        assert_eq!(gateway.calls().len(), 0, "explaining sends nothing");
    }
}

#[cfg(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa"))]
#[test]
fn every_signature_and_header_equals_the_vector_with_every_backend_and_key_format() {
    use payneteasy_client::common::signing::{RsaBackend, RsaSigner};

    assert!(!RsaBackend::available().is_empty());
    let key = vectors()["key"].clone();
    for backend in RsaBackend::available() {
        for form in ["private_pkcs1_pem", "private_pkcs8_pem"] {
            for vector in list("oauth_rsa_sha256", 9) {
                let name = text(&vector["name"]);
                let gateway = gateway_of(&vector, RsaSigner::from_pem_using(*backend, text(&key[form])).unwrap());
                let request = Raw::form(text(&vector["body"]));

                let explanation = gateway.explain(&request);
                assert_eq!(explanation.signature_hex(), vector["signature_hex"], "{name}, {backend:?}, {form}");
                assert_eq!(explanation.signature_base64(), vector["signature_base64"], "{name}, {backend:?}, {form}");
                assert_eq!(explanation.authorization(), vector["authorization_header"], "{name}, {backend:?}, {form}");

                gateway.send(&request).unwrap();
                let call = gateway.call();
                assert_eq!(call.uri(), text(&vector["url"]), "{name}");
                assert_eq!(call.headers()["authorization"], text(&vector["authorization_header"]), "{name}");
                assert!(call.headers()["authorization"].is_sensitive(), "{name}");
                assert_eq!(call.body(), text(&vector["body"]), "{name}");
            }
        }
    }
}

#[cfg(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa"))]
#[test]
fn the_six_examples_are_signed_as_documented_when_they_are_written_as_types() {
    use payneteasy_client::common::signing::RsaSigner;

    let key = vectors()["key"].clone();
    for scenario in SCENARIOS {
        let vector = vector_of(scenario);
        let signer = RsaSigner::from_pem(text(&key["private_pkcs8_pem"])).unwrap();
        let explanation = gateway_of(&vector, signer).explain(&scenario.documented());
        assert_eq!(explanation.base_string(), vector["signature_base_string"], "{scenario:?}");
        assert_eq!(explanation.authorization(), vector["authorization_header"], "{scenario:?}");
    }
}

#[test]
fn the_six_examples_carry_the_documented_parameters_and_no_others() {
    for scenario in SCENARIOS {
        assert_eq!(parameters(&scenario.documented()), decoded(&vector_of(scenario)), "{scenario:?}");
    }
}

#[test]
fn the_form_to_pan_request_equals_the_vector_byte_for_byte() {
    let vector = oauth_vector("form_to_pan_plus_spaces_body");
    let gateway = Gateway::new([FakeResponse::unreachable()]);
    gateway.send(&Scenario::FormToPan.documented()).unwrap_err();
    let call = gateway.call();
    assert_eq!(call.body(), text(&vector["body"]));
    assert_eq!(call.body().len() as u64, vector["body_content_length"]);
    assert_eq!(call.method(), "POST");
    assert_eq!(call.uri(), "https://sandbox.payneteasy.com/paynet/api/v4/transfer-form/39915");
    assert_eq!(call.headers()["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(call.headers()["accept"], "*/*");
    assert_eq!(call.headers().get_all("authorization").iter().count(), 1);
    assert!(pairs(call.body()).iter().all(|(name, _)| !name.starts_with("oauth_")));
}

#[test]
fn the_json_format_is_asked_for_and_the_request_stays_a_form() {
    let gateway = Gateway::with([FakeResponse::unreachable()], FakeSigner, |builder| {
        builder.response_format(ResponseFormat::Json)
    });
    gateway.send(&Scenario::FormToPan.documented()).unwrap_err();
    assert_eq!(gateway.call().headers()["accept"], "application/vnd.pay+json");
    assert_eq!(gateway.call().headers()["content-type"], "application/x-www-form-urlencoded");
}

#[test]
fn every_attempt_has_a_fresh_nonce_of_thirty_two_characters() {
    let client = Client::builder(Environment::Gate, LOGIN, FakeSigner)
        .transport(|_: http::Request<bytes::Bytes>| async { panic!("nothing is sent") })
        .clock(clock_at(TIMESTAMP))
        .build()
        .unwrap();
    let gateway = Gateway::idle();
    let nonces = [(); 2].map(|()| {
        let explanation = gateway.run(client.explain(&Raw::form(""))).unwrap();
        assert!(explanation.base_string().starts_with("POST&https%3A%2F%2Fgate.payneteasy.com%2Fpaynet%2Fapi%2Fv4%2F"));
        let (_, rest) = explanation.authorization().split_once("oauth_nonce=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    });
    assert_ne!(nonces[0], nonces[1]);
    for nonce in nonces {
        assert!(nonce.len() == NONCE.len() && nonce.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{nonce}");
    }
}

#[test]
fn names_and_values_are_encoded_as_rfc_5849_says() {
    for entry in list("percent_encoding", 14) {
        let (plain, encoded) = (text(&entry[0]), text(&entry[1]));
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.append_pair("value", plain).append_pair(plain, "name");
        let explanation = Gateway::idle().explain(&Raw::form(body.finish()));
        let normalized = explanation.normalized_parameters();
        let items: Vec<&str> = normalized.split('&').collect();
        assert!(items.contains(&format!("value={encoded}").as_str()), "{plain}: {normalized}");
        assert!(items.contains(&format!("{encoded}=name").as_str()), "{plain}: {normalized}");
        assert!(items.is_sorted(), "{plain}: {normalized}");
        assert!(!explanation.base_string().contains('+'), "{plain}");
    }
}

fn callbacks(key: &str) -> Callbacks {
    Callbacks::new(KeyRing::new("2026", Secret::new(key)))
}

#[test]
fn every_checksum_is_accepted_except_that_of_empty_values() {
    for vector in list("control_callback", 7) {
        let parts: Vec<&str> = vector["parts"].as_array().unwrap().iter().map(text).collect();
        let [status, order_id, order, key] = parts[..] else { panic!("{vector}") };
        let query =
            format!("status={status}&orderid={order_id}&merchant_order={order}&control={}", text(&vector["control"]));
        let received = callbacks(key).receive(query.as_bytes());
        if vector["name"] == "official_empty_vector" {
            assert!(received.is_err(), "{vector}");
            continue;
        }
        let callback = received.unwrap_or_else(|error| panic!("{error}: {vector}"));
        let found = (callback.status.as_str(), callback.order_id.as_str(), callback.client_order_id.as_str());
        assert_eq!(found, (status, order_id, order));
    }
}

#[test]
fn every_callback_is_classified_as_in_the_vectors() {
    for vector in list("callback_cases", 3) {
        let received = callbacks(text(&vector["merchant_control"])).receive(text(&vector["raw"]).as_bytes());
        assert_eq!(received.is_ok(), vector["valid"].as_bool().unwrap(), "{vector}");
    }
}

#[test]
fn every_response_is_read_as_in_the_vectors() {
    for vector in list("response_cases", 11) {
        let (name, raw, parsed) = (text(&vector["name"]), text(&vector["raw"]), &vector["parsed"]);
        assert_eq!(raw.len() as u64, vector["raw_length"], "{name}");
        let status = u16::try_from(vector["http_status"].as_u64().unwrap()).unwrap();
        let result = Gateway::new([FakeResponse::http(status, raw.to_owned())]).send(&Scenario::FormToPan.documented());
        let field = |field: &str| parsed[field].as_str();
        match text(&vector["kind"]) {
            "async-form-response" => {
                let form = result.expect(name);
                assert_eq!(form.redirect_url, field("redirect-url").map(Hidden::from), "{name}");
                assert_eq!(Some(form.order_id.as_str()), field("paynet-order-id"), "{name}");
                assert_eq!(form.client_order_id.unwrap().as_str(), text(&parsed["merchant-order-id"]), "{name}");
                assert_eq!(form.serial_number.unwrap().as_str(), text(&parsed["serial-number"]), "{name}");
            }
            "validation-error" => {
                let error = result.expect_err(name);
                let refusal = error.refusal().expect(name);
                assert_eq!((error.outcome(), refusal.kind()), (Outcome::Refused, RefusalKind::Validation), "{name}");
                assert_eq!(refusal.code().map(ErrorCode::as_str), field("error-code"), "{name}");
                assert_eq!(refusal.message(), field("error-message").map(ProviderText::from), "{name}");
                assert_eq!(refusal.serial_number().unwrap().as_str(), text(&parsed["serial-number"]), "{name}");
                let order = refusal.client_order_id();
                assert_eq!(order.as_ref().map(ClientOrderId::as_str), field("merchant-order-id"), "{name}");
            }
            "access-denied" => {
                let error = result.expect_err(name);
                assert_eq!(error.outcome(), Outcome::Refused, "{name}");
                assert_eq!(error.refusal().expect(name).kind(), RefusalKind::AccessDenied, "{name}");
            }
            kind => panic!("{name}: {kind}"),
        }
    }
}

#[test]
fn the_signed_address_is_in_lower_case_and_without_the_usual_port() {
    for (address, signed) in [
        ("https://GATE.example/Paynet", "https://gate.example/Paynet"),
        ("https://gate.example:443/paynet/", "https://gate.example/paynet"),
        ("https://gate.example:8443/paynet", "https://gate.example:8443/paynet"),
        ("http://LocalHost:80", "http://localhost"),
        ("http://localhost:443", "http://localhost:443"),
        ("http://[::1]:8080/a", "http://[::1]:8080/a"),
    ] {
        let client = Client::builder(Environment::at(address).unwrap(), LOGIN, FakeSigner)
            .transport(|_: http::Request<bytes::Bytes>| async { panic!("nothing is sent") })
            .clock(clock_at(TIMESTAMP))
            .build()
            .unwrap();
        let explanation = Gateway::idle().run(client.explain(&Raw::form(""))).unwrap();
        let encoded = form_urlencoded::byte_serialize(signed.as_bytes()).collect::<String>();
        let start = format!("POST&{encoded}%2Fapi%2Fv4%2Ftransfer-form%2F39915&oauth_consumer_key%3D");
        assert!(explanation.base_string().starts_with(&start), "{address}: {}", explanation.base_string());
    }
}
