//! What must not be seen is not seen: neither in `Debug` nor in messages nor in logs at their most talkative.

use std::fmt::Debug;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use payneteasy_client::{
    AnswerFormat, Client, ClientOrderId, CreateCardRef, DestinationCard, Environment, LookUp, Order, OrderId,
    TransferForm,
};
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;
use tracing_subscriber::util::SubscriberInitExt;

use crate::callbacks::{KEY, callbacks, signed};
use crate::support::{Gateway, LOGIN, NONCE, PlainSigner, Reply, VirtualClock, poll};
use crate::transfers::{
    DESTINATION, ORDER, RPI, SCENARIOS, SOURCE, Scenario, full_payer, return_urls, source_card_of, status, terminal,
    usd,
};

/// `signature-of-the-test` in Base64, as the header carries it.
const SIGNATURE: &str = "c2lnbmF0dXJlLW9mLXRoZS10ZXN0";

/// What stands in the requests and answers below.
const SECRETS: [&str; 33] = [
    // Cards.
    DESTINATION,
    SOURCE,
    "426873664665",
    "404775351876",
    "4268 7366",
    "\"7531\"",
    "7531",
    RPI,
    // Keys, signatures, addresses that identify a payment.
    KEY,
    SIGNATURE,
    "signature-of-the-test",
    "753d1fa42f4dab5199957d6a78a0820188c02d9b",
    "form/init",
    "BB587546",
    "acs.example",
    "PaReqValue",
    // People.
    "Anna",
    "Petrova",
    "6789",
    "19840716",
    "Lenina",
    "Omsk",
    "644000",
    "79130000001",
    "79130000002",
    "anna@shop.example",
    "9999999999",
    "TEST CARDHOLDER",
    "Test Receiver",
    "203.0.113.7",
    "a gift for",
    "4509 123456",
    "oauth_signature",
];

fn assert_hides(what: &str, printed: &str) {
    assert!(!printed.is_empty(), "{what}");
    for secret in SECRETS {
        assert!(!printed.contains(secret), "{what} shows {secret}: {printed}");
    }
}

fn assert_debug_hides(what: &str, value: &impl Debug) {
    assert_hides(what, &format!("{value:?}"));
    assert_hides(what, &format!("{value:#?}"));
}

/// A transfer that holds everything worth hiding.
fn transfer(scenario: Scenario) -> TransferForm {
    let [return_url, _] = return_urls();
    let order = Order::new(ClientOrderId::new(ORDER), usd(10_000), "a gift for Anna", "203.0.113.7");
    let destination = DestinationCard::new(DESTINATION.parse().unwrap()).printed_name("Test Receiver");
    let transfer = match scenario {
        Scenario::RpiToForm => {
            TransferForm::rpi_to_form(terminal(), order, return_url, crate::transfers::rpi(), "7531".parse().unwrap())
        }
        _ => scenario.transfer_of(order, return_url, source_card_of("TEST CARDHOLDER"), destination),
    };
    transfer.payer(full_payer()).purpose("+9999999999").extra("receiver_identity_document_number", "4509 123456")
}

/// Answers that hold everything worth hiding.
fn answers() -> [String; 3] {
    let card = "bad%20card%204268%207366%204665%206312";
    [
        format!(
            "type=async-form-response\n&paynet-order-id=6863810\n&merchant-order-id={ORDER}\n&redirect-url=https%3A%2F%2F\
             sandbox.payneteasy.com%2Fpaynet%2Fform%2Finit%2FBB587546\n&email=anna%40shop.example"
        ),
        format!(
            "type=status-response\n&status=processing\n&html=%3Cinput%20value%3D%22PaReqValue%22%3E&redirect-to=https%3A%2F%2F\
             acs.example%2F&cardholder-name=TEST+CARDHOLDER&phone=%2B79130000001&error-message={card}&error-code={card}\
             &order-stage={card}&transaction-type={card}&serial-number={card}&bin=4268736646656312&last-four-digits=6312\
             &merchant-order-id={card}&paynet-order-id={DESTINATION}&card-hash-id={RPI}"
        ),
        format!("type=create-card-ref-response\n&recurring-payment-id={RPI}\n&card-ref-id=1\n&serial-number={card}"),
    ]
}

#[test]
fn what_must_not_be_seen_is_there_to_begin_with() {
    let mut seen = String::new();
    for scenario in SCENARIOS {
        let gateway = Gateway::new([Reply::Unreachable]);
        gateway.send(&transfer(scenario)).unwrap_err();
        let call = gateway.call();
        assert_eq!(call.headers()["authorization"].to_str().unwrap().matches(SIGNATURE).count(), 1);
        seen.push_str(&String::from_utf8(call.body().to_vec()).unwrap().replace('+', " "));
    }
    for secret in [DESTINATION, SOURCE, "7531", RPI, "Anna", "19840716", "TEST CARDHOLDER", "203.0.113.7", "a gift for"]
    {
        assert!(seen.contains(secret), "{secret}");
    }
}

#[test]
fn requests_hide_what_they_carry() {
    for scenario in SCENARIOS {
        let transfer = transfer(scenario);
        assert_debug_hides("a transfer", &transfer);
        assert!(format!("{transfer:?}").contains(&format!("{scenario:?}")), "{transfer:?}");
        assert_debug_hides("an order", transfer.order());
        assert_debug_hides("a question", &transfer.status());
    }
    assert_debug_hides("a payer", &full_payer());
    assert_debug_hides("a source card", &source_card_of("TEST CARDHOLDER"));
    let destination = DestinationCard::new(DESTINATION.parse().unwrap()).printed_name("Test Receiver");
    assert_debug_hides("a destination card", &destination);
    assert_debug_hides("a saved card", &crate::transfers::rpi());
    let of_a_card = ClientOrderId::new("4268 7366 4665 6312");
    assert_debug_hides("a reference", &CreateCardRef::new(terminal(), of_a_card, OrderId::new(DESTINATION)));
}

#[test]
fn an_explanation_hides_what_it_explains() {
    for scenario in SCENARIOS {
        let explanation = Gateway::idle().explain(&transfer(scenario));
        assert!(explanation.base_string().contains("Anna"));
        assert_debug_hides("an explanation", &explanation);
    }
    let [return_url, _] = return_urls();
    let order = Order::new(ClientOrderId::new(ORDER), usd(100), "a gift for Anna", "Anna");
    let broken = Scenario::FormToForm.transfer(order, return_url);
    let gateway = Gateway::idle();
    let error = gateway.run(gateway.client.explain(&broken)).unwrap_err();
    assert_debug_hides("an error", &error);
    assert_eq!(error.to_string(), "PaynetEasy transfer-form was not sent: ipaddress must be an IPv4 or IPv6 address");
}

#[test]
fn answers_hide_what_they_carry() {
    let [form, state, card] = answers();
    let gateway = Gateway::new([Reply::ok(form)]);
    let form = gateway.run(gateway.client.send_with_http(&transfer(Scenario::FormToPan))).unwrap();
    assert!(form.value.redirect_url.as_ref().unwrap().contains("form/init/BB587546"));
    assert_debug_hides("a form", &form);

    let state = Gateway::new([Reply::ok(state)]).send(&status()).unwrap();
    assert!(state.error_message.as_ref().unwrap().contains("4268 7366 4665 6312"));
    assert_debug_hides("a state", &state);
    assert_debug_hides("a next step", state.payer_action.as_ref().unwrap());
    assert_debug_hides("fields", &state.fields);
    for shown in [
        state.error_code.unwrap().to_string(),
        state.transaction_type.unwrap().to_string(),
        state.order_id.unwrap().to_string(),
        state.serial_number.unwrap().to_string(),
    ] {
        assert_hides("a word of the gateway", &shown);
    }

    let keep = CreateCardRef::new(terminal(), ClientOrderId::new(ORDER), OrderId::new("1"));
    assert_debug_hides("a card", &Gateway::new([Reply::ok(card)]).send(&keep).unwrap());
}

/// Every way a call may fail, with an answer that holds everything worth hiding where there is one.
fn failures() -> Vec<Reply> {
    let [form, state, _] = answers();
    let words =
        "error-message=card+4268+7366+4665+6312+is+bad&error-code=4268736646656312&serial-number=4268736646656312";
    vec![
        Reply::Unreachable,
        Reply::Broken,
        Reply::Silence,
        Reply::ok(format!("type=validation-error&{words}")),
        Reply::ok(format!("type=error&{words}")),
        Reply::Http(422, words.to_owned()),
        Reply::Http(403, words.to_owned()),
        Reply::Http(502, form.clone()),
        Reply::ok(state),
        Reply::ok(form.replace("async-form-response", DESTINATION)),
        Reply::ok(DESTINATION),
    ]
}

#[test]
fn errors_hide_what_was_sent_and_what_was_answered() {
    for reply in failures() {
        let error = Gateway::new([reply]).send(&transfer(Scenario::FormToPan)).unwrap_err();
        assert_hides("an error", &error.to_string());
        assert_debug_hides("an error", &error);
        if let Some(refusal) = error.refusal() {
            assert_hides("a refusal", &refusal.to_string());
            assert_debug_hides("a refusal", refusal);
        }
        if let Some(look_up) = error.look_up() {
            assert!(matches!(look_up, LookUp::Status(_)));
            assert_debug_hides("a look-up", look_up);
        }
    }
}

#[test]
fn a_callback_hides_what_it_carries() {
    let card = "bad%20card%204268%207366%204665%206312";
    let query = signed(
        "approved",
        "6863810",
        "ORDER-42",
        &format!(
            "&amount={card}&type={card}&currency={card}&error_message={card}&error_code={card}&email=anna%40shop.example\
             &bin={DESTINATION}&last-four-digits=6312&name=TEST%20CARDHOLDER"
        ),
    );
    let callback = callbacks().receive(query.as_bytes()).unwrap();
    assert_debug_hides("a callback", &callback);
    assert_debug_hides("a redirect", &callbacks().receive_redirect(query.as_bytes()).unwrap());
    let claims = callback.into_inner().claims.trust_without_proof();
    assert!(claims.amount.as_ref().unwrap().contains("4268 7366 4665 6312"));
    assert_debug_hides("claims", &claims);
    assert_debug_hides("a receiver", &callbacks());

    for query in [query.replace("approved", "declined"), query + "&client_orderid=Anna", "Anna".to_owned()] {
        let error = callbacks().receive(query.as_bytes()).unwrap_err();
        assert_hides("an error", &error.to_string());
        assert_debug_hides("an error", &error);
    }
}

#[test]
fn a_client_and_its_builder_hide_the_signer() {
    let builder = Client::builder(Environment::Sandbox, LOGIN, PlainSigner)
        .answer_format(AnswerFormat::Json)
        .nonces(|| NONCE.to_owned())
        .transport(|_: http::Request<bytes::Bytes>| async { panic!("nothing is sent") })
        .clock(VirtualClock::at(1));
    assert_debug_hides("a builder", &builder);
    assert_debug_hides("a client", &builder.build().unwrap());
}

#[cfg(any(feature = "aws-lc-rs", feature = "ring", feature = "rsa"))]
#[test]
fn a_client_and_its_builder_hide_the_key() {
    use payneteasy_client::signing::RsaSigner;

    let key = crate::support::vectors()["key"].clone();
    let pem = crate::support::text(&key["private_pkcs8_pem"]);
    let gateway = Gateway::with([Reply::Unreachable], RsaSigner::from_pem(pem).unwrap(), |builder| {
        assert!(!format!("{builder:?}").contains("MII"));
        builder
    });
    let explanation = gateway.explain(&status());
    let error = gateway.send(&status()).unwrap_err();
    let call = gateway.call();
    let printed = format!("{:?} {explanation:?} {error:?} {:?}", gateway.client, call.headers());
    for secret in [&pem[40..80], &explanation.signature_base64()[..20], &explanation.signature_hex()[..20], NONCE] {
        assert!(!printed.contains(secret), "{secret}: {printed}");
    }
}

/// Keeps what is logged.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        self.clone()
    }
}

fn listening(log: &Log) -> impl SubscriberInitExt {
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_span_events(FmtSpan::FULL)
        // The digits of a time of day look like those of a secret now and then.
        .without_time()
        .with_ansi(false)
        .with_writer(log.clone())
        .finish()
}

#[test]
fn logs_at_their_most_talkative_hide_everything() {
    let talk = || {
        for reply in failures().into_iter().chain(answers().map(Reply::ok)) {
            let gateway = Gateway::new([reply]);
            let _ = gateway.send(&transfer(Scenario::PanToForm));
            let _ = gateway.send(&status());
            let _ = gateway.run(gateway.client.explain(&transfer(Scenario::RpiToForm)));
            let question = status();
            let mut waiting = std::pin::pin!(gateway.client.wait_for_final(&question, Client::documented_schedule()));
            let _ = poll(waiting.as_mut());
        }
    };
    // Once into the void: while only one subscriber exists, tracing asks that of the thread that comes to a place first,
    // and a thread of another test has none. The second subscriber is asked about every place, wherever it was met.
    let _first = listening(&Log::default()).set_default();
    talk();

    let log = Log::default();
    let second = listening(&log).set_default();
    talk();
    drop(second);

    let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    for said in ["payment_call", "transfer-form", "status", "sending", "the call failed", "PaynetEasy"] {
        assert!(logged.contains(said), "{said}: {logged}");
    }
    assert_hides("the log", &logged);
}
