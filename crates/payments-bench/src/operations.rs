//! Everything that is measured for itself, without a network: by name.

use std::fmt;
use std::hint::black_box;

use bank131_client::session::SessionMultiInit;
use kvell_client::card::CardByTransaction;
use kvell_client::form::Preauthorize;
use kvell_client::order::OrderByTransaction;
use kvell_client::{Currency, CustomerKey, Money, TransactionId};
use payments_core::{Classification, Endpoint, Error, Outcome, Provider, RawResponse};
use payments_samples::{Bank131, Kvell, PaynetEasy, Sampled, Sampler, Vepay};
use payneteasy_client::transfer::TransferForm;
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};
use vepay_client::card::{CardGet, CardReg};

use crate::Failure;
use crate::keys::Key;
use crate::samples::{self, NOWHERE, answer, client, nowhere, request};

/// Something that can be done again and again.
pub struct Operation {
    name: &'static str,
    runtime: Runtime,
    run: Box<dyn Fn(&Runtime) -> bool>,
}

impl Operation {
    fn new(name: &'static str, run: impl Fn() -> bool + 'static) -> Result<Self, Failure> {
        Self::on_runtime(name, move |_| run())
    }

    /// A call whose transport sends nothing. It is validated, encoded, signed, given its headers, and handed over.
    fn call<P: Provider, T>(
        name: &'static str,
        call: impl AsyncFn() -> Result<T, Error<P>> + 'static,
    ) -> Result<Self, Failure> {
        Self::on_runtime(name, move |runtime| match runtime.block_on(call()) {
            Ok(_) => false,
            Err(error) => error.outcome() == Outcome::NotSent && error.attempts() == 1,
        })
    }

    fn on_runtime(name: &'static str, run: impl Fn(&Runtime) -> bool + 'static) -> Result<Self, Failure> {
        let runtime = Builder::new_current_thread().enable_time().build()?;
        let operation = Self { name, runtime, run: Box::new(run) };
        if !operation.run() {
            return Err(format!("{name} does not do what is to be measured").into());
        }
        Ok(operation)
    }

    /// What it is called: provider, what is done, with what.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Does it once; says whether it came out as it should.
    pub fn run(&self) -> bool {
        black_box((self.run)(&self.runtime))
    }
}

impl fmt::Debug for Operation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Operation").field(&self.name).finish()
    }
}

fn is_read(endpoint: &impl Endpoint, response: &RawResponse) -> bool {
    matches!(endpoint.classify(response), Classification::Done) && black_box(endpoint.decode(response)).is_ok()
}

/// Ours that do not sign with RSA: short, and nearly the same in every run to the last instruction.
pub fn light() -> Result<Vec<Operation>, Failure> {
    let kvell = client::<Kvell>()?;
    let form = form()?;
    Ok(vec![
        call::<Vepay, CardReg>("vepay/call/card-reg")?,
        read::<Vepay, CardReg>("vepay/answer/card-reg")?,
        call::<Vepay, CardGet>("vepay/call/card-get")?,
        read::<Vepay, CardGet>("vepay/answer/card-get")?,
        Operation::new("kvell/form/preauthorize", move || kvell.sign_form(black_box(&form)).is_ok())?,
        call::<Kvell, CardByTransaction>("kvell/call/customers-orders")?,
        read::<Kvell, CardByTransaction>("kvell/answer/customers-orders")?,
        call::<Kvell, OrderByTransaction>("kvell/call/orders")?,
        read::<Kvell, OrderByTransaction>("kvell/answer/orders")?,
        call::<Bank131, SessionMultiInit>("bank131/call/signature-given")?,
        read::<Bank131, SessionMultiInit>("bank131/answer/session-multi-init")?,
        answer_into_types()?,
        call::<PaynetEasy, TransferForm>("payneteasy/call/signature-given")?,
        read::<PaynetEasy, TransferForm>("payneteasy/answer/transfer-form")?,
    ])
}

/// The sample call of a client that sends nothing.
fn call<S: Sampler, E: Sampled + Endpoint<Provider = S::Provider>>(name: &'static str) -> Result<Operation, Failure> {
    let (client, request) = (client::<S>()?, request::<E>()?);
    Operation::call(name, async move || S::send(&client, &request).await)
}

/// Judging and reading its documented answer.
fn read<S: Sampler, E: Sampled + Endpoint<Provider = S::Provider>>(name: &'static str) -> Result<Operation, Failure> {
    let (request, response) = (request::<E>()?, answer::<S, E>()?);
    Operation::new(name, move || is_read(&request, black_box(&response)))
}

/// The form of a buyer who binds a card: no call, so it has no sample.
fn form() -> Result<Preauthorize, Failure> {
    Ok(Preauthorize::new(
        CustomerKey::new("cust-42"),
        TransactionId::new("5f1c9d3e-8a47-4b60-b1b0-3f2a7c9e1d55")?,
        Money::parse("1.50", Currency::RUB)?,
        "Card check No 1 & more",
        "https://shop.example/ok?order=42&lang=ru",
        "https://shop.example/fail?order=42#top",
    ))
}

/// Bank 131's documented answer, read without having been classified.
pub fn answer_into_types() -> Result<Operation, Failure> {
    let (transfer, response) = (request::<SessionMultiInit>()?, answer::<Bank131, SessionMultiInit>()?);
    Operation::new("bank131/answer/into-types", move || black_box(transfer.decode(black_box(&response))).is_ok())
}

/// What `serde_json` needs to read Bank 131's documented answer into no type at all.
pub fn answer_into_value() -> Result<Operation, Failure> {
    let answer = answer::<Bank131, SessionMultiInit>()?.body;
    Operation::new("bank131/answer/into-value", move || {
        black_box(serde_json::from_slice::<Value>(black_box(&answer))).is_ok()
    })
}

/// Whole preparations, and the signature alone, with a key of this length.
pub fn signed(
    bare: &'static str,
    bank131: Option<&'static str>,
    payneteasy: &'static str,
    key: Key,
) -> Result<Vec<Operation>, Failure> {
    let mut operations = Vec::new();
    if let Some(name) = bank131 {
        let client = samples::bank131(NOWHERE, key.signer()?)?.transport(nowhere()).build()?;
        let transfer = request::<SessionMultiInit>()?;
        operations.push(Operation::call(name, async move || client.send(&transfer).await)?);
    }
    let (client, transfer) = (samples::payneteasy(key.signer()?)?, request::<TransferForm>()?);
    operations.push(Operation::call(payneteasy, async move || client.send(&transfer).await)?);
    // As long as what the longer of the two signs; a hundred bytes are a millionth of a second.
    let message = vec![b'x'; 1200];
    let run = move || {
        let mut signature = vec![0; key.signature_len()];
        key.sign_bare(black_box(&message), &mut signature).is_ok() && black_box(signature).len() > 255
    };
    operations.push(Operation::new(bare, run)?);
    Ok(operations)
}
