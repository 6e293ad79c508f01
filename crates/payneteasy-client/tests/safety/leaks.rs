//! Secrets and personal data are not shown: canaries in every field, searched for by `payments_contract::leaks`.

use std::fmt::Debug;

use payments_contract::leaks::{CARD, FakeResponse, FakeTransport, Leaks, PERSONAL, SECURITY_CODE, Shown, TOKEN};
use payneteasy_client::common::signing::{SignFuture, Signature, Signer};
use payneteasy_client::{
    Callbacks, Client, Currency, ENDPOINTS, Environment, Money, PaynetEasy, Recovery, ResponseFormat, Secret, Terminal,
    card::{CreateCardRef, RecurringPaymentId},
    common::{CardExpiry, Date, Endpoint, KeyRing, Recover as _},
    order::{ClientOrderId, Order, OrderId, Return, Status, StoredOrder},
    transfer::{DestinationCard, MerchantFormData, Notification, Payer, ReturnUrl, SourceCard, TransferForm},
};
use sha1::{Digest as _, Sha1};
use url::form_urlencoded;

const CONTROL_KEY: &str = "canary-1111-2222-3333-444455556666";
/// A saved card, which can move money.
const SAVED_CARD: &str = "730019288";

pub(crate) struct PlainSigner;

impl Signer for PlainSigner {
    fn sign<'a>(&'a self, _message: &'a [u8]) -> SignFuture<'a> {
        Box::pin(async { Ok(Signature::new(*b"a signature of this test's own")) })
    }
}

pub(crate) fn client(wire: &FakeTransport) -> Client {
    let builder = Client::builder(Environment::Sandbox, "TestMerchant", PlainSigner);
    builder.control_key(Secret::new(CONTROL_KEY)).transport(wire.clone()).clock(wire.clone()).build().unwrap()
}

/// Sends a request, in both response formats, and shows the request and the result.
fn call<E>(wire: &FakeTransport, shown: &mut Shown, request: &E, parts: impl Fn(&mut Shown, &E::Response))
where
    E: Endpoint<Provider = PaynetEasy, Response: Debug> + Debug,
{
    shown.debug("the request", request);
    for format in [ResponseFormat::Form, ResponseFormat::Json] {
        let builder = Client::builder(Environment::Sandbox, "TestMerchant", PlainSigner).response_format(format);
        let builder = builder.control_key(Secret::new(CONTROL_KEY));
        let client = builder.transport(wire.clone()).clock(wire.clone()).build().unwrap();
        let result = wire.run(client.send_with_http(request));
        match &result {
            Ok(answer) => parts(shown, &answer.value),
            Err(error) => {
                if let Some(refusal) = error.refusal() {
                    shown.debug("the code", &refusal.code());
                    shown.debug("the serial number", &refusal.serial_number());
                    shown.debug("the order", &refusal.client_order_id());
                }
                if let Some(Recovery::Ask(question)) = error.recovery() {
                    shown.debug("the status request", question.status());
                }
            }
        }
        shown.call(result);
    }
    shown.debug("the explanation", &wire.run(client(wire).explain(request)));
}

fn terminal() -> Terminal {
    client(&FakeTransport::new(FakeResponse::NotSent)).endpoint(39915)
}

/// An order with every field of its own and of its payer.
fn order(number: &str) -> Order {
    let amount = Money::from_minor_units(10_000, Currency::USD);
    Order::new(ClientOrderId::new(number), amount, PERSONAL, "203.0.113.7")
}

fn payer() -> Payer {
    Payer::new()
        .first_name(PERSONAL)
        .last_name(PERSONAL)
        .ssn("6789")
        .birthday(Date::new(1984, 7, 16).unwrap())
        .address1(PERSONAL)
        .city(PERSONAL)
        .state("NY")
        .zip_code("644000")
        .country("US")
        .phone("+79130000001")
        .cell_phone("+79130000002")
        .email("canary@shop.example")
}

fn expiry() -> CardExpiry {
    CardExpiry::new(12, 2031).unwrap()
}

fn source() -> SourceCard {
    SourceCard::new(CARD.parse().unwrap(), expiry(), SECURITY_CODE.parse().unwrap(), PERSONAL)
}

fn destination() -> DestinationCard {
    DestinationCard::new(CARD.parse().unwrap()).expiry(expiry()).printed_name(PERSONAL)
}

fn saved_card() -> RecurringPaymentId {
    RecurringPaymentId::new(SAVED_CARD).unwrap()
}

/// The six scenarios, with the canaries each contains besides those of the order.
fn transfers() -> Vec<(TransferForm, &'static [&'static str])> {
    let (order, back) = (|| order("ORDER-42"), || ReturnUrl::any(format!("https://shop.example/?{TOKEN}")));
    let code = || SECURITY_CODE.parse().unwrap();
    vec![
        (TransferForm::form_to_pan(terminal(), order(), back(), destination()), &[CARD]),
        (TransferForm::form_to_saved_card(terminal(), order(), back(), saved_card()), &[SAVED_CARD]),
        (TransferForm::pan_to_form(terminal(), order(), back(), source()), &[CARD, SECURITY_CODE]),
        (
            TransferForm::saved_card_to_form(terminal(), order(), back(), saved_card(), code()),
            &[SAVED_CARD, SECURITY_CODE],
        ),
        (TransferForm::form_to_form(terminal(), order(), back()), &[]),
        (TransferForm::deposit_to_form(terminal(), self::order(CARD), back()), &[CARD]),
    ]
}

fn full(transfer: &TransferForm) -> TransferForm {
    transfer
        .clone()
        .payer(payer())
        .purpose(PERSONAL)
        .site_url("https://shop.example")
        .notification(Notification::final_only(format!("https://shop.example/?{TOKEN}")))
        .form_data(MerchantFormData::new().set("theme", "dark").unwrap())
        .extra("receiver_identity_document_number", CARD)
}

/// Every documented field of a response.
const FULL_STATE: &str = "type=status-response&status=processing&html=form&redirect-to=https%3A%2F%2Facs.example&\
    cardholder-name=x&phone=x&email=x&error-message=words&error-code=7&order-stage=sale&transaction-type=transfer&\
    serial-number=00000000-0000-0000-0000-0000005b1c3b&bin=426873&last-four-digits=6312&dest-bin=426873&\
    dest-last-four-digits=6312&merchant-order-id=7&paynet-order-id=7&card-hash-id=7&amount=100.00&currency=USD&\
    recurring-payment-id=7&name=x";

fn leaks() -> Leaks {
    let mut leaks = Leaks::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/contract/cases"), ENDPOINTS);
    leaks.secret_header("authorization").secret(CONTROL_KEY).secret("canary@shop.example").secret("203.0.113.7");
    for (place, canary) in [
        ("redirect-url", "https://sandbox.payneteasy.com/form/init/canary"),
        ("redirect-to", "https://acs.example/canary"),
        ("html", "<input value='canary-PaReq'>"),
        ("recurring-payment-id", SAVED_CARD),
        ("card-ref-id", SAVED_CARD),
        ("card-hash-id", SAVED_CARD),
        ("cardholder-name", PERSONAL),
        ("name", PERSONAL),
        ("phone", "+79130000001"),
        ("email", "canary@shop.example"),
    ] {
        leaks.hides(place, canary);
    }
    leaks.identifiers(&["ClientOrderId", "OrderId", "SerialNumber", "UniqueCardReferenceId"]);

    for (transfer, carried) in transfers() {
        let always = [PERSONAL, TOKEN, "canary@shop.example", "203.0.113.7"];
        leaks.request("transfer-form", &[&always, carried].concat(), move |wire, shown| {
            call(wire, shown, &full(&transfer), |shown, form| {
                shown.identifier(&form.order_id, form.order_id.as_str());
                form.serial_number.iter().for_each(|number| shown.identifier(number, number.as_str()));
            });
            shown.debug("the order", transfer.order());
            shown.debug("the status request", &transfer.status());
            // The number of the order is in it, and that of one order here is a card's.
            if transfer.order().client_order_id().as_str() != CARD {
                shown.display("the stored recovery", &transfer.stored_recovery().to_text());
            }
        });
    }
    for (number, carried) in [("ORDER-42", [].as_slice()), (CARD, &[CARD])] {
        leaks.request("status", carried, move |wire, shown| {
            let request = Status::new(terminal(), ClientOrderId::new(number)).order_id(OrderId::new("7"));
            call(wire, shown, &request, |shown, state| {
                shown.both("the status", &state.status);
                shown.debug("the action", &state.payer_action);
                shown.debug("the fields", &state.fields);
                state.error_code.iter().for_each(|code| shown.both("the code", code));
                state.order_id.iter().for_each(|id| shown.identifier(id, id.as_str()));
                state.serial_number.iter().for_each(|number| shown.identifier(number, number.as_str()));
                state.transaction_type.iter().for_each(|word| shown.both("the type", word));
                shown.debug("the cards", &(&state.source_card, &state.destination_card));
            });
        });
    }
    leaks.request("create-card-ref", &[CARD], |wire, shown| {
        let request = CreateCardRef::new(terminal(), ClientOrderId::new(CARD), OrderId::new("7"));
        call(wire, shown, &request, |shown, card| {
            shown.debug("the saved card", &card.recurring_payment_id);
            shown.debug("its reference", &card.card_reference_id);
            card.unique_card_reference_id.iter().for_each(|id| shown.identifier(id, id.as_str()));
        });
    });
    leaks.request("return", &[PERSONAL], |wire, shown| {
        let part = Money::from_minor_units(1_050, Currency::USD);
        let request = Return::new(terminal(), ClientOrderId::new("ORDER-42"), OrderId::new("7"));
        let request = request.amount(part).comment(PERSONAL);
        call(wire, shown, &request, |shown, accepted| {
            accepted.order_id.iter().for_each(|id| shown.identifier(id, id.as_str()));
            accepted.serial_number.iter().for_each(|number| shown.identifier(number, number.as_str()));
        });
        shown.debug("the way to authenticate", &request.auth());
        shown.display("the stored recovery", &request.stored_recovery().to_text());
    });
    leaks.answer("status", "the whole state", FULL_STATE);

    let callback = "status=approved&orderid=6863810&merchant_order=ORDER-42&client_orderid=ORDER-42&amount=100.00&\
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
                shown.debug("the confirmation", &callback.confirm(&StoredOrder::from(&order("ORDER-42"))));
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
    let wire = FakeTransport::new(FakeResponse::NotSent);
    let builder = Client::builder(Environment::Sandbox, "TestMerchant", PlainSigner);
    let builder = builder.control_key(Secret::new(CONTROL_KEY)).transport(wire.clone()).clock(wire.clone());
    shown.debug("a builder", &builder);
    shown.debug("a client", &builder.build().unwrap());
    shown.debug("a payer", &payer());
    shown.debug("a source", &source());
    shown.debug("a destination", &destination());
    shown.debug("a saved card", &saved_card());
    shown.debug("a refused saved card", &RecurringPaymentId::new(PERSONAL));
    shown.debug("where to return", &ReturnUrl::any(format!("https://shop.example/?{TOKEN}")));
    shown.debug("where to report", &Notification::all_updates(format!("https://shop.example/?{TOKEN}")));
    shown.debug("a terminal", &terminal());
    let broken = TransferForm::form_to_form(terminal(), order("7"), ReturnUrl::any("x")).extra(CARD, PERSONAL);
    shown.debug("a broken rule", &wire.run(client(&wire).explain(&broken)));
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
        let wire = FakeTransport::new(FakeResponse::NotSent);
        let signer = RsaSigner::from_pem(&pem).unwrap();
        shown.debug("a signer", &signer);
        let builder = Client::builder(Environment::Sandbox, "TestMerchant", signer);
        let client = builder.transport(wire.clone()).clock(wire.clone()).build().unwrap();
        let request = Status::new(terminal(), ClientOrderId::new("7"));
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
fn the_addresses_of_the_shop_are_redacted() {
    let address = "https://shop.example/?session=17";
    let shown = [
        format!("{:?} {:?}", ReturnUrl::any(address), ReturnUrl::by_outcome(address, address)),
        format!("{:?} {:?}", Notification::final_only(address), Notification::all_updates(address)),
    ];
    let (return_address, callback_address) = ("Some(ReturnAddress([hidden]))", "Some(CallbackAddress([hidden]))");
    let redirects = |any, success, fail| {
        format!("ReturnUrl(Redirects {{ any: {any}, success: {success}, fail: {fail}, broken: None }})")
    };
    let notices = |final_only, all_updates| {
        format!("Notification(Notices {{ final_only: {final_only}, all_updates: {all_updates}, broken: None }})")
    };
    let expected = [
        [redirects(return_address, "None", "None"), redirects("None", return_address, return_address)].join(" "),
        [notices(callback_address, "None"), notices("None", callback_address)].join(" "),
    ];
    assert_eq!(shown, expected);
}
