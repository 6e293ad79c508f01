//! Invalid requests are not sent and name the field; the table is also `docs/bad-input.md`.

use bank131_client::common::{BuildError, Endpoint};
use bank131_client::recurrent::RecurrentToken;
use bank131_client::session::{
    Amounts, CardDetails, Customer, ExchangeRate, IdentityDocument, Participant, ParticipantContacts, Participants,
    PaymentDetails, PaymentOptions, Phone, SessionCancel, SessionConfirm, SessionId, SessionMultiInit, SessionStatus,
};
use bank131_client::{Bank131, Client, Currency, Environment, Error, IdempotencyKey, Money};
use payments_contract::bad_input::BadInput;
use payments_contract::leaks::{FakeResponse, FakeTransport};

use crate::leaks::{PlainSigner, client};

const VISIBLE: &str = "must be visible ASCII characters without spaces";

fn send<E: Endpoint<Provider = Bank131>>(wire: &FakeTransport, request: &E) -> Result<E::Response, Error> {
    wire.run(client(wire).send(request))
}

fn named() -> Participant {
    Participant::new("Ольга", "Пахмутова")
}

fn people() -> Participants {
    Participants::new(named(), named())
}

fn by_card() -> PaymentDetails {
    PaymentDetails::Card(CardDetails::new("4242424242424242".parse().unwrap()))
}

fn money(units: i64, currency: Currency) -> Money {
    Money::from_minor_units(units, currency)
}

fn rate(currency: Currency) -> ExchangeRate {
    ExchangeRate::from_rub("9.2222", currency).unwrap()
}

fn from(source: Money) -> Amounts {
    Amounts::new(source, rate(Currency::TJS), rate(Currency::TJS))
}

fn amounts() -> Amounts {
    from(money(100_000, Currency::RUB))
}

fn transfer(payment: PaymentDetails, amounts: Amounts, payout: Money, people: Participants) -> SessionMultiInit {
    SessionMultiInit::new(IdempotencyKey::new("transfer-1001").unwrap(), payment, amounts, payout, people)
}

fn bare() -> SessionMultiInit {
    transfer(by_card(), amounts(), money(10_843, Currency::TJS), people())
}

fn of(amounts: Amounts) -> SessionMultiInit {
    transfer(by_card(), amounts, money(10_843, Currency::TJS), people())
}

fn between(people: Participants) -> SessionMultiInit {
    transfer(by_card(), amounts(), money(10_843, Currency::TJS), people)
}

/// A transfer whose payout of 108.43 TJS has another amount in `amounts.destination`.
fn repeated_as(units: i64) -> SessionMultiInit {
    of(amounts().destination(money(units, Currency::TJS)))
}

/// What is invalid, the field and its rule, and the request.
type Transfer = (&'static str, String, &'static str, SessionMultiInit);

/// Invalid transfers.
fn transfers() -> Vec<Transfer> {
    let positive = "must be above zero";
    let to_payout = "must be the currency of the payout";
    let tjs = |units| money(units, Currency::TJS);
    let web = "must be an absolute http or https address";
    let rows = vec![
        ("a source of 0", "amounts.source.amount", positive, of(from(money(0, Currency::RUB)))),
        ("a source of -1", "amounts.source.amount", positive, of(from(money(-1, Currency::RUB)))),
        ("a source in dollars", "amounts.source.currency", "must be rub", of(from(money(1, Currency::USD)))),
        ("another destination", "amounts.destination", "must be the sum of the payout", repeated_as(10_844)),
        ("a destination of 0", "amounts.destination.amount", positive, repeated_as(0)),
        ("a payout of 0", "amount_details.amount", positive, transfer(by_card(), amounts(), tjs(0), people())),
        (
            "a rate to another currency",
            "amounts.rate.to_currency",
            to_payout,
            of(Amounts::new(money(1, Currency::RUB), rate(Currency::KGS), rate(Currency::TJS))),
        ),
        (
            "the provider's rate to another currency",
            "amounts.provider_rate.to_currency",
            to_payout,
            of(Amounts::new(money(1, Currency::RUB), rate(Currency::TJS), rate(Currency::KGS))),
        ),
        (
            "a repeat payment with an empty token",
            "payment_details_multi.recurrent.token",
            "must not be empty",
            transfer(PaymentDetails::by_merchant(RecurrentToken::new("")), amounts(), tjs(1), people()),
        ),
        (
            "a repeat payment by the payer without an address to return to",
            "payment_options.return_url",
            "must be given when the payer repeats a payment",
            transfer(PaymentDetails::by_client(RecurrentToken::new("token")), amounts(), tjs(1), people()),
        ),
        (
            "`/back`",
            "payment_options.return_url",
            web,
            bare().payment_options(PaymentOptions::new().return_url("/back")),
        ),
        (
            "`javascript:alert(1)`",
            "payment_options.return_url",
            web,
            bare().payment_options(PaymentOptions::new().return_url("javascript:alert(1)")),
        ),
        (
            "an empty identifier at the other bank",
            "payment_metadata.provider_tx_id",
            "must not be empty",
            bare().provider_tx_id(""),
        ),
        (
            "a customer with an empty reference",
            "customer.reference",
            "must not be empty",
            bare().customer(Customer::new("")),
        ),
        (
            "a customer with the e-mail address `ivan`",
            "customer.contacts.email",
            "must be an e-mail address",
            bare().customer(Customer::new("lucky").email("ivan")),
        ),
    ]
    .into_iter()
    .map(|(what, field, rule, request)| (what, field.to_owned(), rule, request));
    rows.chain(transfers_by_participants()).collect()
}

/// Transfers with an invalid participant.
fn transfers_by_participants() -> Vec<Transfer> {
    let mut rows = Vec::new();
    for role in ["sender", "recipient"] {
        let with = |somebody: Option<Participant>| {
            let mut people = people();
            if role == "sender" {
                people.sender = somebody;
            } else {
                people.recipient = somebody;
            }
            between(people)
        };
        let field = |member: &str| format!("participant_details.{role}{member}");
        let phone = named().contacts(ParticipantContacts::new().phone(Phone::new("")));
        let named_by = "must be given with last_name, unless full_name is";
        rows.extend([
            ("nobody", field(""), "must be given", with(None)),
            (
                "a first name without a last name",
                field(".first_name"),
                named_by,
                with(Some(Participant::new("Ольга", ""))),
            ),
            ("an empty phone number", field(".contacts.phone.full_number"), "must not be empty", with(Some(phone))),
            (
                "an account of 19 digits",
                field(".account"),
                "must be 20 digits",
                with(Some(named().account("4070281090000003141"))),
            ),
            (
                "a document of no kind",
                field(".identity_document.id_type"),
                "must not be empty",
                with(Some(named().identity_document(IdentityDocument::new("", "1")))),
            ),
            (
                "a document without a number",
                field(".identity_document.id_number"),
                "must not be empty",
                with(Some(named().identity_document(IdentityDocument::new("Паспорт", "")))),
            ),
        ]);
    }
    rows
}

fn build(project: &str, submerchant: &str) -> Result<Client, BuildError> {
    let wire = FakeTransport::new(FakeResponse::NotSent);
    let builder = Client::builder(Environment::Demo, project, PlainSigner).submerchant(submerchant);
    builder.transport(wire.clone()).clock(wire).build()
}

fn add_values(table: &mut BadInput) {
    for key in ["", "a b", "ключ", "a\n"] {
        let refused = IdempotencyKey::new(key).unwrap_err();
        table.value("IdempotencyKey::new", &format!("`{key:?}`"), "X-PARTNER-IDEMPOTENCY-KEY", VISIBLE, &refused);
    }
    for bad in ["a b", "проект"] {
        let what = format!("`{bad:?}`");
        let client = build("project", "").unwrap();
        table.value("ClientBuilder::build", &what, "X-PARTNER-PROJECT", VISIBLE, &build(bad, "").unwrap_err());
        table.value(
            "ClientBuilder::build",
            &what,
            "X-PARTNER-SUBMERCHANT",
            VISIBLE,
            &build("project", bad).unwrap_err(),
        );
        table.value(
            "Client::with_project",
            &what,
            "X-PARTNER-PROJECT",
            VISIBLE,
            &client.with_project(bad).unwrap_err(),
        );
        let refused = client.with_submerchant(bad).unwrap_err();
        table.value("Client::with_submerchant", &what, "X-PARTNER-SUBMERCHANT", VISIBLE, &refused);
    }
    table.value("ClientBuilder::build", "no project", "X-PARTNER-PROJECT", VISIBLE, &build("", "").unwrap_err());
    for rate in ["0", "-9.2", "9,2", "1e3"] {
        let refused = ExchangeRate::from_rub(rate, Currency::TJS).unwrap_err();
        let rule = "must be a decimal number above zero, such as 9.2222";
        table.value("ExchangeRate::from_rub", &format!("`{rate}`"), "rate", rule, &refused);
    }
}

#[test]
fn an_invalid_request_is_not_sent() {
    let mut table = BadInput::new("bank131-client", "Bank 131");
    for (what, field, rule, request) in transfers() {
        table.call("session/multi/init", what, &field, rule, |wire| send(wire, &request));
    }
    let (what, rule) = ("an empty session id", "must not be empty");
    let nobody = || SessionId::new("");
    table.call("session/status", what, "session_id", rule, |wire| send(wire, &SessionStatus::new(nobody())));
    table.call("session/confirm", what, "session_id", rule, |wire| send(wire, &SessionConfirm::new(nobody())));
    table.call("session/cancel", what, "session_id", rule, |wire| send(wire, &SessionCancel::new(nobody())));
    add_values(&mut table);
    // Values are checked before they become headers, and the built-in addresses are valid.
    table.assert_covers(concat!(env!("CARGO_MANIFEST_DIR"), "/src"), &["is not a valid header value", "environment"]);
    table.assert_documented(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/bad-input.md"));
}
