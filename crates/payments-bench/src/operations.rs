//! Everything that is measured for itself, without a network: by name.

use std::fmt;
use std::hint::black_box;

use payments_core::{Classification, Endpoint, Error, Outcome, Provider, RawResponse, Signer};
use serde_json::Value;
use tokio::runtime::{Builder, Runtime};

use crate::Failure;
use crate::fixtures::{NOWHERE, Signed, bank131, kvell, nowhere, payneteasy, response, vepay};
use crate::keys::Key;

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

    /// Judging and reading an answer.
    fn answer(name: &'static str, endpoint: impl Endpoint + 'static, body: &str) -> Result<Self, Failure> {
        let response = response(body);
        Self::new(name, move || is_read(&endpoint, black_box(&response)))
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
    let vepay = vepay::client(NOWHERE)?.transport(nowhere()).build()?;
    let kvell = kvell::client(NOWHERE)?.transport(nowhere()).build()?;
    let (registration, question) = (vepay::registration("1001")?, vepay::question());
    let (form, card, order) = (kvell::form()?, kvell::card_question()?, kvell::order_question()?);
    let (asking, signing, seeking) = (vepay.clone(), kvell.clone(), kvell.clone());
    Ok(vec![
        Operation::call("vepay/call/card-reg", async move || vepay.send(&registration).await)?,
        Operation::answer("vepay/answer/card-reg", vepay::registration("1001")?, &vepay::registered()?)?,
        Operation::call("vepay/call/card-get", async move || asking.send(&question).await)?,
        Operation::answer("vepay/answer/card-get", vepay::question(), &vepay::card()?)?,
        Operation::new("kvell/form/preauthorize", move || signing.sign_form(black_box(&form)).is_ok())?,
        Operation::call("kvell/call/customers-orders", async move || kvell.send(&card).await)?,
        Operation::answer("kvell/answer/customers-orders", kvell::card_question()?, &kvell::card()?)?,
        Operation::call("kvell/call/orders", async move || seeking.send(&order).await)?,
        Operation::answer("kvell/answer/orders", kvell::order_question()?, &kvell::order()?)?,
        bank131_call("bank131/call/signature-given", Signed)?,
        Operation::answer(
            "bank131/answer/session-multi-init",
            bank131::transfer("transfer-1001")?,
            &bank131::answer()?,
        )?,
        answer_into_types()?,
        payneteasy_call("payneteasy/call/signature-given", Signed)?,
        payneteasy_answer()?,
    ])
}

/// Bank 131's documented answer, read without having been classified.
pub fn answer_into_types() -> Result<Operation, Failure> {
    let (transfer, response) = (bank131::transfer("transfer-1001")?, response(&bank131::answer()?));
    Operation::new("bank131/answer/into-types", move || black_box(transfer.decode(black_box(&response))).is_ok())
}

/// What `serde_json` needs to read Bank 131's documented answer into no type at all.
pub fn answer_into_value() -> Result<Operation, Failure> {
    let answer = bank131::answer()?;
    Operation::new("bank131/answer/into-value", move || {
        black_box(serde_json::from_slice::<Value>(black_box(answer.as_bytes()))).is_ok()
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
        operations.push(bank131_call(name, key.signer()?)?);
    }
    operations.push(payneteasy_call(payneteasy, key.signer()?)?);
    // As long as what the longer of the two signs; a hundred bytes are a millionth of a second.
    let message = vec![b'x'; 1200];
    let run = move || {
        let mut signature = vec![0; key.signature_len()];
        key.sign_bare(black_box(&message), &mut signature).is_ok() && black_box(signature).len() > 255
    };
    operations.push(Operation::new(bare, run)?);
    Ok(operations)
}

fn bank131_call(name: &'static str, signer: impl Signer) -> Result<Operation, Failure> {
    let client = bank131::client(NOWHERE, signer)?.transport(nowhere()).build()?;
    let transfer = bank131::transfer("transfer-1001")?;
    Operation::call(name, async move || client.send(&transfer).await)
}

fn payneteasy_answer() -> Result<Operation, Failure> {
    let client = payneteasy::client(NOWHERE, Signed)?.transport(nowhere()).build()?;
    let transfer = payneteasy::transfer(&client, payneteasy::ANSWERED)?;
    Operation::answer("payneteasy/answer/transfer-form", transfer, payneteasy::answer()?)
}

fn payneteasy_call(name: &'static str, signer: impl Signer) -> Result<Operation, Failure> {
    let client = payneteasy::client(NOWHERE, signer)?.transport(nowhere()).build()?;
    let transfer = payneteasy::transfer(&client, "34T43R77N")?;
    Operation::call(name, async move || client.send(&transfer).await)
}
