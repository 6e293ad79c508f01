//! Environments: the base URL of requests.

use vepay_client::account::Check;
use vepay_client::common::{BuildError, UrlError};
use vepay_client::{Client, Environment, Secret};

use crate::support::{FakeResponse, SECRET, Vepay};

fn address(environment: Environment) -> String {
    let vepay = Vepay::with([FakeResponse::ok(r#"{"status":1}"#)], environment, SECRET, |builder| builder);
    vepay.send(&Check::new()).unwrap();
    vepay.call().uri().to_string()
}

#[test]
fn the_base_url_has_mfo_unless_the_documented_form_is_chosen() {
    assert_eq!(address(Environment::Test), "https://test.vepay.online/mfo/check");
    assert_eq!(address(Environment::Live), "https://api.vepay.online/mfo/check");
    assert_eq!(address(Environment::LiveRoot), "https://api.vepay.online/check");
    assert_eq!(address(Environment::at("http://127.0.0.1:8132/mfo").unwrap()), "http://127.0.0.1:8132/mfo/check");
    assert_eq!(address(Environment::at("https://pay.example/mfo/").unwrap()), "https://pay.example/mfo/check");
}

#[test]
fn plain_http_to_another_machine_is_refused() {
    assert_eq!(Environment::at("http://api.vepay.online/mfo").unwrap_err(), UrlError::NotEncrypted);
}

#[test]
fn the_partner_id_has_digits_only() {
    for mfo in ["", "17a", "1 7", "17\r\nX-Other: 1", "-1", "١٧"] {
        let error = Client::builder(Environment::Test, mfo, Secret::new(SECRET)).build().unwrap_err();
        let BuildError::Setting(field) = error else { panic!("{mfo:?}") };
        assert_eq!((field.field(), field.rule()), ("X-Mfo", "must be the partner's number: digits only"));
    }
}

#[test]
fn futures_and_clients_may_cross_threads() {
    fn is_send<T: Send>(_: &T) {}
    fn is_shared<T: Send + Sync + Clone + 'static>(_: &T) {}

    let vepay = Vepay::new([FakeResponse::broken()]);
    let registration = crate::support::registration();
    let request = crate::support::request();
    is_shared(&vepay.client);
    is_send(&vepay.client.register(&request));
    is_send(&vepay.client.wait_for_card(&registration));
    let postback = vepay_client::Postbacks::read_v1(br#"{"status":1,"id":1}"#).unwrap();
    is_send(&vepay.client.confirm_postback(&postback, &registration));
}
