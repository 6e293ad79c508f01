//! The shop of the demo, the fault tests and the browser tests: what it sends and what its payers type, provider by provider.

pub mod bank131;
pub mod browser;
#[cfg(feature = "chrome")]
pub mod chrome;
pub mod kvell;
pub mod pages;
pub mod payneteasy;
pub mod receiver;
pub mod vepay;

use std::io::{self, Write as _};
use std::process::ExitCode;

/// What a run may fail with.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// How a program ends; says why on standard error.
pub fn exit_code(program: &str, result: Result<(), Failure>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(io::stderr(), "{program}: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// What a payer types into a form: names of fields, and texts.
pub type Typed<'a> = [(&'a str, &'a str)];

/// A card, in the fields of Vepay's and of Kvell's form.
pub const fn typed_card(number: &str) -> [(&str, &str); 4] {
    [("card_number", number), ("expiry", "12/30"), ("cvc", "123"), ("card_holder", "TEST TEST")]
}
