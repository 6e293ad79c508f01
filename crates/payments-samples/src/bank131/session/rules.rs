//! What breaks the rules of a transfer.

use bank131_client::recurrent::RecurrentToken;
use bank131_client::session::{
    Amounts, CardDetails, Customer, ExchangeRate, IdentityDocument, Participant, ParticipantContacts, PaymentDetails,
    PaymentOptions, Phone, SessionMultiInit,
};
use bank131_client::{Currency, IdempotencyKey, Money};

use super::transfer::transfer;
use super::{EMPTY, payout_amount, people};
use crate::{Failure, Sample};

type Made = Result<SessionMultiInit, Failure>;

const POSITIVE: &str = "must be above zero";
const OF_PAYOUT: &str = "must be the currency of the payout";
const RETURN_URL: &str = "payment_options.return_url";
const WEB: &str = "must be an absolute http or https address";
const NOWHERE: &str = "must not be 0.0.0.0 or [::], which a server listens on and no browser opens";
const GIVEN: &str = "must be given";
const NAMED: &str = "must be given with last_name, unless full_name is";
const ACCOUNT: &str = "must be 20 digits";

fn bare() -> Made {
    by(by_card()?)
}

fn by_card() -> Result<PaymentDetails, Failure> {
    Ok(PaymentDetails::Card(CardDetails::new("4242424242424242".parse()?)))
}

fn by(payment: PaymentDetails) -> Made {
    transfer("transfer-1001", payment, people::named())
}

fn of(amounts: Amounts, payout: Money) -> Made {
    Ok(SessionMultiInit::new(IdempotencyKey::new("transfer-1001")?, by_card()?, amounts, payout, people::named()))
}

/// A transfer of this source.
fn from(units: i64, currency: Currency) -> Made {
    let rate = || ExchangeRate::from_rub("9.2222", Currency::TJS);
    of(Amounts::new(Money::from_minor_units(units, currency), rate()?, rate()?), payout_amount())
}

/// A transfer by these rates.
fn at(rate: Currency, provider_rate: Currency) -> Made {
    let [rate, provider_rate] = [rate, provider_rate].map(|currency| ExchangeRate::from_rub("9.2222", currency));
    of(Amounts::new(Money::from_minor_units(1, Currency::RUB), rate?, provider_rate?), payout_amount())
}

/// A transfer whose payout of 108.43 TJS has another amount in `amounts.destination`.
fn repeated_as(units: i64) -> Made {
    of(people::amounts()?.destination(Money::from_minor_units(units, Currency::TJS)), payout_amount())
}

pub(super) fn of_amounts(sample: Sample<SessionMultiInit>) -> Sample<SessionMultiInit> {
    sample
        .broken("a source of 0", || from(0, Currency::RUB), "amounts.source.amount", POSITIVE)
        .broken("a source of -1", || from(-1, Currency::RUB), "amounts.source.amount", POSITIVE)
        .broken("a source in dollars", || from(1, Currency::USD), "amounts.source.currency", "must be rub")
        .broken("another destination", || repeated_as(10_844), "amounts.destination", "must be the sum of the payout")
        .broken("a destination of 0", || repeated_as(0), "amounts.destination.amount", POSITIVE)
        .broken(
            "a payout of 0",
            || of(people::amounts()?, Money::from_minor_units(0, Currency::TJS)),
            "amount_details.amount",
            POSITIVE,
        )
        .broken(
            "a rate to another currency",
            || at(Currency::KGS, Currency::TJS),
            "amounts.rate.to_currency",
            OF_PAYOUT,
        )
        .broken(
            "the provider's rate to another currency",
            || at(Currency::TJS, Currency::KGS),
            "amounts.provider_rate.to_currency",
            OF_PAYOUT,
        )
}

pub(super) fn of_options(sample: Sample<SessionMultiInit>) -> Sample<SessionMultiInit> {
    sample
        .broken(
            "a repeat payment with an empty token",
            || by(PaymentDetails::by_merchant(RecurrentToken::new(""))),
            "payment_details_multi.recurrent.token",
            EMPTY,
        )
        .broken(
            "a repeat payment by the payer without an address to return to",
            || by(PaymentDetails::by_client(RecurrentToken::new("token"))),
            RETURN_URL,
            "must be given when the payer repeats a payment",
        )
        .broken("`/back`", || returning_to("/back"), RETURN_URL, WEB)
        .broken("`http://0.0.0.0:8080/`", || returning_to("http://0.0.0.0:8080/"), RETURN_URL, NOWHERE)
        .broken("`javascript:alert(1)`", || returning_to("javascript:alert(1)"), RETURN_URL, WEB)
        .broken(
            "an empty identifier at the other bank",
            || Ok(bare()?.provider_tx_id("")),
            "payment_metadata.provider_tx_id",
            EMPTY,
        )
        .broken(
            "a customer with an empty reference",
            || Ok(bare()?.customer(Customer::new(""))),
            "customer.reference",
            EMPTY,
        )
        .broken(
            "a customer with the e-mail address `ivan`",
            || Ok(bare()?.customer(Customer::new("lucky").email("ivan"))),
            "customer.contacts.email",
            "must have the form name@example.org",
        )
}

fn returning_to(address: &str) -> Made {
    Ok(bare()?.payment_options(PaymentOptions::new().return_url(address)))
}

fn with_sender(sender: Option<Participant>) -> Made {
    let mut people = people::named();
    people.sender = sender;
    transfer("transfer-1001", by_card()?, people)
}

fn with_recipient(recipient: Option<Participant>) -> Made {
    let mut people = people::named();
    people.recipient = recipient;
    transfer("transfer-1001", by_card()?, people)
}

fn named() -> Participant {
    Participant::new("Ольга", "Пахмутова")
}

fn with_phone(number: &str) -> Participant {
    named().contacts(ParticipantContacts::new().phone(Phone::new(number)))
}

fn with_document(kind: &str, number: &str) -> Participant {
    named().identity_document(IdentityDocument::new(kind, number))
}

/// Adds each rule of a participant to the sender and to the recipient.
macro_rules! of_each {
    ($sample:ident; $($what:literal, $person:expr, $member:literal, $rule:expr;)*) => {
        $sample
            $(.broken($what, || with_sender($person), concat!("participant_details.sender", $member), $rule))*
            $(.broken($what, || with_recipient($person), concat!("participant_details.recipient", $member), $rule))*
    };
}

pub(super) fn of_people(sample: Sample<SessionMultiInit>) -> Sample<SessionMultiInit> {
    of_each! {
        sample;
        "no participant", None, "", GIVEN;
        "a first name without a last name", Some(Participant::new("Ольга", "")), ".first_name", NAMED;
        "an empty phone number", Some(with_phone("")), ".contacts.phone.full_number", EMPTY;
        "an account of 19 digits", Some(named().account("4070281090000003141")), ".account", ACCOUNT;
        "a document of no kind", Some(with_document("", "1")), ".identity_document.id_type", EMPTY;
        "a document without a number", Some(with_document("Паспорт", "")), ".identity_document.id_number", EMPTY;
    }
}
