//! PaynetEasy.

mod card;
mod order;
mod terminal;
mod transfer;

use std::future::Future;

use payments_core::signing::Signer;
use payments_core::testing::FakeSigner;
use payments_core::{Clock, Endpoint, Error, Money, Response, Transport};
use payneteasy_client::{Client, ClientBuilder, Currency, Environment, Secret};

use crate::sampler::{cases_of, visit_each};
use crate::{Failure, Sampler, Settings, Visitor};

/// The samples of PaynetEasy.
#[derive(Clone, Copy, Debug)]
pub struct PaynetEasy;

impl PaynetEasy {
    /// The merchant's login.
    pub const LOGIN: &str = "TestMerchant";
    /// The payer's address in the requests with marks: personal data, which no mark can be, because a rule is kept about it.
    pub const PAYER_ADDRESS: &str = "203.0.113.7";
    /// The payer's phone there, likewise.
    pub const PAYER_PHONE: &str = "+79130000001";
}

/// The control key of the checksums computed elsewhere.
const CONTROL_KEY: &str = "11111111-2222-3333-4444-555555555555";

/// The order number of the document's examples.
const ORDER: &str = "34T43R77N";
/// The gateway's number of that order.
const ORDER_ID: &str = "6863810";

/// Why no member of a response in a form is optional.
const TEXTS: &str = "a form has nothing but texts";

// Why a call cannot fail in a way of another.
const NO_SAVED_CARD: (&str, &str) = ("recurring_payment_not_found", "the call names no recurring payment");
const NO_CARD: (&str, &str) = ("security_code_required", "the call names no card");
const NO_REDIRECT_URL: (&str, &str) = ("without_redirect_url", "the documented answer has none");
const NO_STATUS: (&str, &str) = ("without_status", "the documented answer has none");
const NO_CARD_ID: (&str, &str) = ("without_an_id", "the documented answer has none");

// Rules that several calls have.
const GIVEN: &str = "must be given";
const DIGITS: &str = "must be digits only";
const AT_MOST_20: &str = "must have at most 20 characters";
const AT_MOST_128: &str = "must have at most 128 characters";
const ABOVE_ZERO: &str = "must be above zero";
const OF_ISO_4217: &str = "must be a currency of ISO 4217";

fn usd(cents: i64) -> Money {
    Money::from_minor_units(cents, Currency::USD)
}

/// Gold, which has no decimals that could be sent.
fn gold() -> Money {
    Money::from_minor_units(100, Currency::from_code("XAU"))
}

fn builder(environment: Environment, signer: impl Signer, settings: Settings) -> ClientBuilder {
    let builder = Client::builder(environment, PaynetEasy::LOGIN, signer).control_key(Secret::new(CONTROL_KEY));
    builder.retry_policy(settings.retry_policy).timeouts(settings.timeouts).response_limit(settings.response_limit)
}

/// A client that signs with the key of the vectors, as the gateway would check it.
#[cfg(feature = "reqwest")]
fn signing(address: &str) -> Result<ClientBuilder, Failure> {
    // Source: the project's vectors file payneteasy.json: key pair of our own, made for tests.
    let signer = payments_core::signing::RsaSigner::from_pem(include_str!("private_key.pem"))?;
    Ok(builder(Environment::at(address)?, signer, Settings::default()))
}

impl Sampler for PaynetEasy {
    type Provider = payneteasy_client::PaynetEasy;
    type Client = Client;

    const SECRETS: &'static [&'static str] = &[CONTROL_KEY];
    const CASES: &'static str = cases_of!("payneteasy-client");

    fn client(transport: impl Transport, clock: impl Clock, settings: Settings) -> Result<Client, Failure> {
        let builder = builder(Environment::Sandbox, FakeSigner, settings);
        // The same in every run, so that what was found can be found again.
        let builder = builder.nonces(|| "a-nonce-of-the-samples-own".to_owned());
        Ok(builder.transport(transport).clock(clock).build()?)
    }

    #[cfg(feature = "reqwest")]
    fn at(address: &str) -> Result<Client, Failure> {
        Ok(signing(address)?.build()?)
    }

    #[cfg(feature = "reqwest")]
    fn other_at(address: &str) -> Result<Client, Failure> {
        use payneteasy_client::ResponseFormat;

        // As with every setting, the last value counts.
        let builder = signing(address)?.response_format(ResponseFormat::Form);
        Ok(builder.response_format(ResponseFormat::Json).build()?)
    }

    fn send<E: Endpoint<Provider = Self::Provider>>(
        client: &Client,
        request: &E,
    ) -> impl Future<Output = Result<Response<E::Response>, Error<Self::Provider>>> + Send {
        client.send_with_http(request)
    }

    fn visit(visitor: &mut impl Visitor<Self::Provider>) {
        payneteasy_client::each_endpoint!([visit_each] visitor);
    }
}
