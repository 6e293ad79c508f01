//! Secrets and personal data are not shown: canaries in every field, searched for by `payments_contract::leaks`.

use payments_contract::FakeProvider;
use payments_contract::leaks::{CARD, Leaks, PERSONAL, SECURITY_CODE, Shown, TOKEN};
use payments_core::testing::{FakeResponse, FakeSigner};
use payments_samples::{Marks, PaynetEasy as Samples, Sampled, Sampler as _, Visitor};
use payneteasy_client::card::{CreateCardRef, RecurringPaymentId};
use payneteasy_client::common::{Endpoint, KeyRing};
use payneteasy_client::order::{Return, Status, StoredOrder};
use payneteasy_client::transfer::{Notification, ReturnUrls, TransferForm};
use payneteasy_client::{Callbacks, Client, ENDPOINTS, Environment, PaynetEasy, Recovery, ResponseFormat, Secret};
use sha1::{Digest as _, Sha1};
use url::form_urlencoded;

const CONTROL_KEY: &str = "canary-1111-2222-3333-444455556666";
/// A saved card, which can move money.
const SAVED_CARD: &str = "730019288";

pub(crate) fn client(wire: &FakeProvider) -> Client {
    client_for(wire, ResponseFormat::Form)
}

fn client_for(wire: &FakeProvider, format: ResponseFormat) -> Client {
    let builder = Client::builder(Environment::Sandbox, "TestMerchant", FakeSigner).response_format(format);
    builder.control_key(Secret::new(CONTROL_KEY)).transport(wire.transport()).clock(wire.clock()).build().unwrap()
}

fn sample<E: Sampled>() -> E {
    E::sample().request().unwrap()
}

/// Shows what `Debug` of a request and of a result leaves out or shows with the rest, for every sample.
struct Details<'a>(&'a mut Leaks);

impl Visitor<PaynetEasy> for Details<'_> {
    fn visit<E: Sampled + Endpoint<Provider = PaynetEasy>>(&mut self) {
        let marks = || Marks::new(CARD, SECURITY_CODE, TOKEN, PERSONAL, SAVED_CARD.parse().unwrap());
        for (request, _) in E::sample().marked_requests(marks).unwrap() {
            self.0.request(E::NAME, &[], move |wire, shown| {
                shown.debug("the explanation", &wire.run(client(wire).explain(&request)));
                shown.debug("the way to authenticate", &request.auth());
                let json = client_for(wire, ResponseFormat::Json);
                let Err(error) = wire.run(json.send(&request)) else { return };
                if let Some(refusal) = error.refusal() {
                    shown.debug("its parts", &(refusal.code(), refusal.message(), refusal.serial_number()));
                    shown.debug("its order", &(refusal.client_order_id(), refusal.order_id()));
                }
                if let Some(Recovery::Ask(question)) = error.recovery() {
                    shown.debug("the status request", question.status());
                }
            });
        }
    }
}

/// Shows the parts of a response one by one.
fn add_parts<E>(leaks: &mut Leaks, show: fn(&mut Shown, &E::Response))
where
    E: Sampled + Endpoint<Provider = PaynetEasy>,
{
    leaks.request(E::NAME, &[], move |wire, shown| {
        if let Ok(answer) = wire.run(client(wire).send(&sample::<E>())) {
            show(shown, &answer);
        }
    });
}

/// Every documented field of a response about the order of the sample.
const FULL_STATE: &str = "type=status-response&status=processing&html=form&redirect-to=https%3A%2F%2Facs.example&\
    cardholder-name=x&phone=x&email=x&error-message=words&error-code=7&order-stage=sale&transaction-type=transfer&\
    serial-number=00000000-0000-0000-0000-0000005b1c3b&bin=426873&last-four-digits=6312&dest-bin=426873&\
    dest-last-four-digits=6312&merchant-order-id=34T43R77N&paynet-order-id=6863810&card-hash-id=7&amount=100.00&\
    currency=USD&recurring-payment-id=7&name=x";

fn leaks() -> Leaks {
    let mut leaks = Leaks::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/cases"), ENDPOINTS);
    leaks.secret_header("authorization").secret(CONTROL_KEY).secret(Samples::PAYER_ADDRESS);
    for (place, canary) in [
        ("redirect-url", "https://sandbox.payneteasy.com/form/init/canary"),
        ("redirect-to", "https://acs.example/canary"),
        ("html", "<input value='canary-PaReq'>"),
        ("recurring-payment-id", SAVED_CARD),
        ("card-ref-id", SAVED_CARD),
        ("card-hash-id", SAVED_CARD),
        ("cardholder-name", PERSONAL),
        ("name", PERSONAL),
        ("phone", Samples::PAYER_PHONE),
        ("email", "canary@shop.example"),
    ] {
        leaks.hides(place, canary);
    }
    leaks.identifiers(&["ClientOrderId", "OrderId", "SerialNumber", "UniqueCardReferenceId"]);

    leaks.samples::<Samples>();
    Samples::visit(&mut Details(&mut leaks));
    add_parts::<TransferForm>(&mut leaks, |shown, form| {
        shown.identifier(&form.order_id, form.order_id.as_str());
        form.serial_number.iter().for_each(|number| shown.identifier(number, number.as_str()));
    });
    add_parts::<Status>(&mut leaks, |shown, state| {
        shown.both("the status", &state.status);
        shown.debug("the action", &state.payer_action);
        shown.debug("the fields", &state.fields);
        state.error_code.iter().for_each(|code| shown.both("the code", code));
        state.order_id.iter().for_each(|id| shown.identifier(id, id.as_str()));
        state.serial_number.iter().for_each(|number| shown.identifier(number, number.as_str()));
        state.transaction_type.iter().for_each(|word| shown.both("the type", word));
        shown.debug("the cards", &(&state.source_card, &state.destination_card));
    });
    add_parts::<CreateCardRef>(&mut leaks, |shown, card| {
        shown.debug("the saved card", &card.recurring_payment_id);
        shown.debug("its reference", &card.card_reference_id);
        card.unique_card_reference_id.iter().for_each(|id| shown.identifier(id, id.as_str()));
    });
    add_parts::<Return>(&mut leaks, |shown, accepted| {
        accepted.order_id.iter().for_each(|id| shown.identifier(id, id.as_str()));
        accepted.serial_number.iter().for_each(|number| shown.identifier(number, number.as_str()));
    });
    leaks.answer("status", "the whole state", FULL_STATE);

    let callback = "status=approved&orderid=6863810&merchant_order=34T43R77N&client_orderid=34T43R77N&amount=100.00&\
        currency=USD&type=transfer&error_message=words&error_code=7&email=x&name=x&bin=426873&last-four-digits=6312";
    leaks.callback("the callback", callback, receive);
    leaks.values(show_values);
    leaks
}

/// Receives a callback and a redirect, with valid and with forged signatures.
fn receive(body: &[u8], shown: &mut Shown) {
    let callbacks = Callbacks::new(KeyRing::new("2026", Secret::new(CONTROL_KEY)));
    shown.debug("the receiver", &callbacks);
    let fields: Vec<(String, String)> = form_urlencoded::parse(body).into_owned().collect();
    let value = |name: &str| fields.iter().find_map(|(known, value)| (known == name).then_some(value.as_str()));
    let values: String = ["status", "orderid", "merchant_order"].into_iter().filter_map(value).collect();
    for key in [CONTROL_KEY, "another"] {
        let control = format!("{:x}", Sha1::new().chain_update(&values).chain_update(key).finalize());
        let query = [body, b"&control=", control.as_bytes()].concat();
        let (callback, redirect) = (callbacks.receive(&query), callbacks.receive_redirect(&query));
        assert!(!format!("{callback:?} {redirect:?}").contains(&control), "the signature is shown");
        match &callback {
            Ok(callback) => {
                shown
                    .debug("the confirmation", &callback.confirm(&StoredOrder::from(sample::<TransferForm>().order())));
                let claims = callback.claims.clone().trust_without_proof();
                shown.debug("the claims", &claims);
                shown.debug("the fields", &claims.fields);
                shown.both("the status", &callback.status);
                shown.identifier(&callback.order_id, callback.order_id.as_str());
                shown.identifier(&callback.client_order_id, callback.client_order_id.as_str());
            }
            Err(error) => shown.both("the error", error),
        }
        shown.debug("the redirect", &redirect);
        shown.result("the callback", &callback);
        shown.panic(callback);
    }
}

/// Values that no call returns.
fn show_values(shown: &mut Shown) {
    let wire = FakeProvider::new(FakeResponse::unreachable());
    let builder = Client::builder(Environment::Sandbox, "TestMerchant", FakeSigner);
    let builder = builder.control_key(Secret::new(CONTROL_KEY)).transport(wire.transport()).clock(wire.clock());
    shown.debug("a builder", &builder);
    shown.debug("a client", &builder.build().unwrap());
    shown.debug("a saved card", &RecurringPaymentId::new(SAVED_CARD));
    shown.debug("a refused saved card", &RecurringPaymentId::new(PERSONAL));
    shown.debug("where to return", &ReturnUrls::any(format!("https://shop.example/?{TOKEN}")));
    shown.debug("where to report", &Notification::all_updates(format!("https://shop.example/?{TOKEN}")));
    shown.debug("a terminal", &client(&wire).endpoint(39915));
    let broken = sample::<TransferForm>().extra(CARD, "1").extra(CARD, PERSONAL);
    let explained = wire.run(client(&wire).explain(&broken));
    assert!(explained.is_err(), "a name that is given twice breaks a rule");
    shown.debug("a broken rule", &explained);
}

/// The private key of a client that signs with it.
#[cfg(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa"))]
fn show_key(leaks: &mut Leaks) {
    use payneteasy_client::common::signing::RsaSigner;

    let fixtures: serde_json::Value = serde_json::from_str(include_str!("../fixtures/payneteasy.json")).unwrap();
    let pem = fixtures["key"]["private_pkcs8_pem"].as_str().unwrap().to_owned();
    for line in pem.lines().filter(|line| !line.starts_with('-')) {
        leaks.secret(&line[..line.len().min(32)]);
    }
    leaks.values(move |shown| {
        let wire = FakeProvider::new(FakeResponse::unreachable());
        let signer = RsaSigner::from_pem(&pem).unwrap();
        shown.debug("a signer", &signer);
        let builder = Client::builder(Environment::Sandbox, "TestMerchant", signer);
        let client = builder.transport(wire.transport()).clock(wire.clock()).build().unwrap();
        let request = sample::<Status>();
        shown.debug("an explanation", &wire.run(client.explain(&request)));
        shown.call(wire.run(client.send_with_http(&request)));
        shown.debug("a client", &client);
    });
}

#[test]
fn no_card_number_token_signature_or_personal_data_is_shown() {
    let mut leaks = leaks();
    #[cfg(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa"))]
    show_key(&mut leaks);
    leaks.assert_none();
}

#[test]
fn debug_of_a_request_hides_every_field_but_these() {
    payments_contract::assert_debug_shows_only::<Samples>(&[
        "create-card-ref client_orderid",
        "create-card-ref login",
        "create-card-ref orderid",
        "return client_orderid",
        "return orderid",
        "status client_orderid",
        "status login",
        "status orderid",
        "transfer-form client_orderid",
    ]);
}

#[test]
fn what_a_shop_stores_before_a_call_recovers_it() {
    payments_contract::assert_stored_recoveries::<Samples>();
}

#[test]
fn the_addresses_of_the_shop_are_redacted() {
    let address = "https://shop.example/?session=17";
    let shown = [
        format!("{:?} {:?}", ReturnUrls::any(address), ReturnUrls::by_outcome(address, address)),
        format!("{:?} {:?}", Notification::final_only(address), Notification::all_updates(address)),
    ];
    let (return_address, callback_address) = ("Some(ReturnUrl([hidden]))", "Some(CallbackUrl([hidden]))");
    let redirects = |any, success, fail| {
        format!("ReturnUrls(Redirects {{ any: {any}, success: {success}, fail: {fail}, broken: [] }})")
    };
    let notices = |final_only, all_updates| {
        format!("Notification(Notices {{ final_only: {final_only}, all_updates: {all_updates}, broken: [] }})")
    };
    let expected = [
        [redirects(return_address, "None", "None"), redirects("None", return_address, return_address)].join(" "),
        [notices(callback_address, "None"), notices("None", callback_address)].join(" "),
    ];
    assert_eq!(shown, expected);
}
