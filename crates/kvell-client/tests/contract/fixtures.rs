//! The keys of the vectors, the client that uses them, and an independent check of its signatures.

use std::fmt::Write as _;

use aws_lc_rs::digest::{Context, SHA256};
use kvell_client::auth::CardByTransactionSignature;
use kvell_client::common::{Endpoint, RetryPolicy};
use kvell_client::{Client, CustomerKey, Environment, Kvell, Secret, TransactionId};
use payments_contract::leaks::FakeTransport;
use payments_contract::{CallResult, Checked, Exchange, Failure, Recorded};
use serde_json::Value;

pub(crate) const TRANSACTION: &str = "5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55";
pub(crate) const CUSTOMER: &str = "cust-42";
pub(crate) const TOKEN: &str = "4VNSbS7nF410G8WLEhUUUnflH2UKvWlHxIzN3Jr9JJs";
/// The request id of most responses in `cases`.
pub(crate) const REQUEST_ID: &str = "c0a8f6f2-0b1c-4a8e-9a55-7f1f1f6e1a01";

fn vectors() -> Result<Value, Failure> {
    Ok(serde_json::from_str(include_str!("../fixtures/vectors.json"))?)
}

fn text<'a>(vectors: &'a Value, name: &str) -> Result<&'a str, Failure> {
    vectors.get(name).and_then(Value::as_str).ok_or_else(|| format!("the vectors have no {name}").into())
}

pub(crate) fn secret_key() -> Result<String, Failure> {
    text(&vectors()?, "secret_key").map(str::to_owned)
}

pub(crate) fn transaction() -> Result<TransactionId, Failure> {
    Ok(TransactionId::new(TRANSACTION)?)
}

pub(crate) fn customer() -> CustomerKey {
    CustomerKey::new(CUSTOMER)
}

/// Sends a request over an in-memory wire, without a network.
pub(crate) fn send<E: Endpoint<Provider = Kvell>>(wire: &FakeTransport, request: &E) -> Result<CallResult<E>, Failure> {
    let vectors = vectors()?;
    let secret = Secret::new(text(&vectors, "secret_key")?);
    let client =
        Client::builder(Environment::Stage, text(&vectors, "api_key")?, secret).retry_policy(RetryPolicy::none());
    let client = client.transport(wire.clone()).clock(wire.clone()).build()?;
    Ok(wire.run(client.send(request)))
}

/// A client that talks to the case's server.
pub(crate) fn client(exchange: &Exchange) -> Result<Client, Failure> {
    client_with(exchange, CardByTransactionSignature::default())
}

pub(crate) fn client_with(exchange: &Exchange, covers: CardByTransactionSignature) -> Result<Client, Failure> {
    let vectors = vectors()?;
    let environment = Environment::at("http://127.0.0.1:9", &exchange.address())?;
    let builder = Client::builder(environment, text(&vectors, "api_key")?, Secret::new(text(&vectors, "secret_key")?));
    Ok(builder.retry_policy(RetryPolicy::none()).card_by_transaction_signature(covers).build()?)
}

/// Verifies `X-Signature` of the received request, with another library and the values in its path: the last number first, as
/// in both documented formulas with one or two numbers.
pub(crate) fn verify(request: &Recorded, signature: &str) -> Checked {
    let numbers = numbers(request)?;
    is_signed_over(&numbers.into_iter().rev().collect::<Vec<_>>(), signature)
}

/// The other formula of the `CardByTransaction` request: over the customer alone.
pub(crate) fn verify_customer_only(request: &Recorded, signature: &str) -> Checked {
    let numbers = numbers(request)?;
    is_signed_over(numbers.get(..1).ok_or("the path has no numbers")?, signature)
}

/// The values in `/v1/name/{value}/name/{value}`, unescaped.
fn numbers(request: &Recorded) -> Result<Vec<Vec<u8>>, Failure> {
    let path = request.target.strip_prefix("/v1/").ok_or("the path does not begin with /v1/")?;
    path.split('/').skip(1).step_by(2).map(unescape).collect()
}

fn unescape(segment: &str) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut rest = segment.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first != b'%' {
            bytes.push(first);
            continue;
        }
        let (digits, after) = rest.split_at_checked(2).ok_or("an escape is cut off")?;
        bytes.push(u8::from_str_radix(std::str::from_utf8(digits)?, 16)?);
        rest = after;
    }
    Ok(bytes)
}

fn is_signed_over(values: &[Vec<u8>], signature: &str) -> Checked {
    let vectors = vectors()?;
    let mut hash = Context::new(&SHA256);
    hash.update(text(&vectors, "api_key")?.as_bytes());
    for value in values {
        hash.update(value);
    }
    hash.update(text(&vectors, "secret_key")?.as_bytes());
    let mut expected = String::new();
    for byte in hash.finish().as_ref() {
        write!(expected, "{byte:02x}")?;
    }
    if signature == expected { Ok(()) } else { Err(format!("it is {signature}, not {expected}").into()) }
}
