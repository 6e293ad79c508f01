//! Contract tests made of the samples.

use std::any::Any;
use std::future::Future;
use std::marker::PhantomData;
use std::path::PathBuf;

use payments_core::{Effect as _, Endpoint, Error, Provider, Recovery, RetryPolicy};
use payments_samples::{
    Broken, Case as Documented, Mark, Marks, OwnFailure, Sample, Sampled, Sampler, Settings, StoredRecovery, Visitor,
};

use crate::bad_input::BadInput;
use crate::entry::Entry;
use crate::exchange::Exchange;
use crate::leaks::{CARD, Leaks, PERSONAL, SECURITY_CODE, Shown, TOKEN};
#[cfg(target_os = "linux")]
use crate::memory::{Canary, Inspection};
use crate::report;
use crate::sample_call::SampleCall;
use crate::suite::{Case, Suite};
use crate::{Checked, Failure, FakeProvider};

/// How the calls of a provider fail: the same files for every endpoint.
pub trait Failures: 'static {
    /// The samples of the provider.
    type Sampler: Sampler;

    /// A response by which a call fails, and what is expected of the error.
    type Expected: Copy + Send + 'static;

    /// The documented refusals.
    const REFUSALS: &'static [Self::Expected];

    /// The unreadable responses.
    const MALFORMED: &'static [Self::Expected];

    /// The names of those that only the [other client](Sampler::other_at) gets, such as one that asks for another format.
    const OF_THE_OTHER_CLIENT: &'static [&'static str] = &[];

    /// The name of the response's file.
    fn name(expected: &Self::Expected) -> &'static str;

    /// A response that only a sample [names](OwnFailure): a refusal, or one that cannot be read there.
    fn own(_name: &'static str, _unreadable_at: Option<&'static str>) -> Option<Self::Expected> {
        None
    }

    /// Sends the request, which is answered with this response, and checks the error.
    fn fails<E>(
        exchange: Exchange,
        request: fn() -> Result<E, Failure>,
        expected: Self::Expected,
    ) -> impl Future<Output = Checked> + Send
    where
        E: Sampled + Endpoint<Provider = ProviderOf<Self>>;
}

/// The provider of these failures.
pub type ProviderOf<F> = <<F as Failures>::Sampler as Sampler>::Provider;

impl Suite {
    /// Creates the tests of a provider's client from its samples, with the directory of the case files.
    pub fn of_samples<F: Failures>(cases: impl Into<PathBuf>) -> Self {
        let mut suite = Self::new(<ProviderOf<F> as Provider>::NAME, cases, &[]);
        suite.refusals(&names::<F>(F::REFUSALS)).malformed(&names::<F>(F::MALFORMED));
        F::Sampler::visit(&mut Register::<F>(&mut suite, PhantomData));
        suite
    }

    /// Runs the tests of one endpoint and one kind.
    ///
    /// # Panics
    ///
    /// One fails.
    pub fn assert(&self, endpoint: &str, kind: &str) {
        let results = report::results(self, |of, is| of == endpoint && is == kind).unwrap_or_default();
        assert!(!results.is_empty(), "{endpoint} has no test of the kind {kind}");
        let failures: Vec<String> = results.iter().filter_map(Entry::failure).collect();
        assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    }

    /// Checks that no cell of the matrix is empty and that no file is missing or unused. If the variable
    /// `PAYMENTS_CONTRACT_REPORT` names a directory, runs everything and writes the results there, as JSON and as a table.
    ///
    /// # Panics
    ///
    /// There is a problem, or the report cannot be written.
    pub fn assert_complete(&self) {
        // The report first: whoever asked for it wants to read what failed.
        let directory = std::env::var_os("PAYMENTS_CONTRACT_REPORT");
        let all_passed = directory.map(|directory| report::write(self, &PathBuf::from(directory)));
        self.assert("*", "check");
        let is_fine = all_passed.is_none_or(|passed| passed.is_ok_and(|passed| passed));
        assert!(is_fine, "a case failed, or the report cannot be written");
    }
}

fn names<F: Failures>(responses: &[F::Expected]) -> Vec<&'static str> {
    responses.iter().map(F::name).collect()
}

/// Registers the cases and the sample of every call.
struct Register<'a, F>(&'a mut Suite, PhantomData<F>);

impl<F: Failures> Visitor<ProviderOf<F>> for Register<'_, F> {
    fn visit<E: Sampled + Endpoint<Provider = ProviderOf<F>>>(&mut self) {
        let sample = E::sample();
        self.0.endpoints.push(payments_core::EndpointInfo::of::<E>());
        let row = self.0.row(E::NAME);
        for path in &sample.other_paths {
            row.also_at(path);
        }
        for &(column, reason) in &sample.inapplicable {
            row.not_applicable(column, reason);
        }
        let shared =
            [(Case::refusal as fn(_) -> _, "refusals", F::REFUSALS), (Case::malformed, "malformed", F::MALFORMED)];
        for (case, directory, responses) in shared {
            for &expected in responses {
                let name = F::name(&expected);
                let applies = sample.inapplicable.iter().all(|&(column, _)| column != name);
                let Some(&Documented { sends, request, .. }) = sent::<F, E>(&sample, name).filter(|_| applies) else {
                    continue;
                };
                let case = case(name).sends(sends).answered_from(directory);
                row.case(case, move |exchange| F::fails::<E>(exchange, request, expected));
            }
        }
        for &OwnFailure { name, sends, request, unreadable_at } in &sample.failures {
            let case = if unreadable_at.is_some() { Case::malformed(name) } else { Case::refusal(name) };
            row.case(case.sends(sends), move |exchange| async move {
                let expected = F::own(name, unreadable_at).ok_or("it is not said what is expected of this response")?;
                F::fails::<E>(exchange, request, expected).await
            });
        }
        for &Documented { name, sends, request, check, by_other_client } in &sample.cases {
            let client = if by_other_client { F::Sampler::other_at } else { F::Sampler::at };
            row.case(Case::success(name).sends(sends), move |exchange| async move {
                let client = client(&exchange.address())?;
                check(F::Sampler::send(&client, &request()?).await?.value)
            });
        }
        let other = sample.cases.iter().filter(|case| case.by_other_client && !F::OF_THE_OTHER_CLIENT.is_empty());
        for case in sample.cases.first().into_iter().chain(other) {
            self.0.sample(generated::<F, E>(&sample, case));
        }
    }
}

/// The case whose request is answered with the failure of this name.
fn sent<'a, F: Failures, E: Endpoint>(sample: &'a Sample<E>, failure: &str) -> Option<&'a Documented<E>> {
    let by_other_client = F::OF_THE_OTHER_CLIENT.contains(&failure);
    sample.cases.iter().find(|case| case.by_other_client == by_other_client)
}

/// The sample call of which responses are generated.
fn generated<F, E>(sample: &Sample<E>, case: &Documented<E>) -> SampleCall
where
    F: Failures,
    E: Sampled + Endpoint<Provider = ProviderOf<F>>,
{
    let (request, essence) = (case.request, sample.essence);
    let send = move |wire: &FakeProvider, retries| {
        let mut settings = Settings::default();
        settings.retry_policy = retries;
        let client = F::Sampler::client(wire.transport(), wire.clock(), settings)?;
        Ok(wire.run(F::Sampler::send(&client, &request()?)))
    };
    let mut made = SampleCall::new::<E>(case.sends, send, essence).required(sample.required);
    made = sample.without_echo.into_iter().fold(made, SampleCall::without_echo);
    made = sample.names_no_operation.into_iter().fold(made, SampleCall::names_no_operation);
    // The reason is that of the other format.
    let no_optional_members = sample.without_optional_members.filter(|_| !case.by_other_client);
    no_optional_members.into_iter().fold(made, SampleCall::without_optional_members)
}

impl Leaks {
    /// Registers the requests of all samples, with marks where their secrets are.
    ///
    /// # Panics
    ///
    /// A sample or the client cannot be made.
    pub fn samples<S: Sampler>(&mut self) -> &mut Self {
        self.samples_and_parts::<S>(|_, _| ())
    }

    /// The same, and shows what users pick out of every response or error.
    ///
    /// # Panics
    ///
    /// A sample or the client cannot be made.
    pub fn samples_and_parts<S: Sampler>(&mut self, show: ShowParts<S::Provider>) -> &mut Self {
        for secret in S::SECRETS {
            self.secret(secret);
        }
        S::visit(&mut Plant::<S>(self, show));
        self
    }
}

/// Shows the parts of a response, whose type differs from call to call, or of an error.
type ShowParts<P> = fn(&mut Shown, Result<&dyn Any, &Error<P>>);

/// The marks that are planted in requests.
pub(crate) fn marks() -> Marks {
    Marks::new(CARD, SECURITY_CODE, TOKEN, PERSONAL, NUMBER)
}

/// The number of a saved card, with which money can be moved.
const NUMBER: u64 = 730_019_288;

fn text(mark: Mark) -> String {
    match mark {
        Mark::Card | Mark::MisplacedCard => CARD.to_owned(),
        Mark::SecurityCode => SECURITY_CODE.to_owned(),
        Mark::Person => PERSONAL.to_owned(),
        Mark::Number => NUMBER.to_string(),
        _ => TOKEN.to_owned(),
    }
}

struct Plant<'a, S: Sampler>(&'a mut Leaks, ShowParts<S::Provider>);

#[expect(clippy::panic, reason = "a test that cannot go on fails")]
impl<S: Sampler> Visitor<S::Provider> for Plant<'_, S> {
    fn visit<E: Sampled + Endpoint<Provider = S::Provider>>(&mut self) {
        let sample = E::sample();
        let requests = sample.marked_requests(marks).unwrap_or_else(|problem| panic!("{}: {problem}", E::NAME));
        for (request, taken) in requests {
            let carries: Vec<String> = taken.iter().copied().map(text).collect();
            let carries: Vec<&str> = carries.iter().map(String::as_str).collect();
            // It has the ids of the request as they are, a card number in the place of one included.
            let stored = sample.stored_recovery.as_ref().filter(|_| !taken.contains(&Mark::MisplacedCard));
            let write = stored.map(|recovery| recovery.write);
            let show = self.1;
            self.0.request(E::NAME, &carries, move |wire, shown| {
                shown.debug("the request", &request);
                if let Some(write) = write {
                    shown.display("the stored recovery", &write(&request));
                }
                // With the retries that users have, which are logged too.
                let mut settings = Settings::default();
                settings.retry_policy = RetryPolicy::default();
                let client = S::client(wire.transport(), wire.clock(), settings);
                let client = client.unwrap_or_else(|problem| panic!("there is no client: {problem}"));
                let result = wire.run(S::send(&client, &request));
                show(shown, result.as_ref().map(|response| &response.value as &dyn Any));
                shown.call(result);
            });
        }
    }
}

impl BadInput {
    /// Adds what breaks the rules of every sample.
    ///
    /// # Panics
    ///
    /// It is sent, or rejected for another reason; or a sample or the client cannot be made.
    pub fn samples<S: Sampler>(&mut self) -> &mut Self {
        S::visit(&mut Refuse::<S>(self, PhantomData));
        self
    }
}

struct Refuse<'a, S>(&'a mut BadInput, PhantomData<S>);

#[expect(clippy::panic, reason = "a test that cannot go on fails")]
impl<S: Sampler> Visitor<S::Provider> for Refuse<'_, S> {
    fn visit<E: Sampled + Endpoint<Provider = S::Provider>>(&mut self) {
        for Broken { what, request, field, rule } in E::sample().broken {
            self.0.call(E::NAME, what, field, rule, |wire| {
                let client = S::over(wire.transport(), wire.clock());
                let client = client.unwrap_or_else(|problem| panic!("there is no client: {problem}"));
                let request = request().unwrap_or_else(|problem| panic!("{}, {what}: {problem}", E::NAME));
                wire.run(S::send(&client, &request))
            });
        }
    }
}

#[cfg(target_os = "linux")]
impl Inspection {
    /// Checks that the card number in each sample request, and in its body, is wiped; the token, where there is no card number.
    ///
    /// # Panics
    ///
    /// A sample cannot be made.
    pub fn samples<S: Sampler>(&mut self) {
        S::visit(&mut Wipe(self));
    }
}

#[cfg(target_os = "linux")]
struct Wipe<'a>(&'a mut Inspection);

#[cfg(target_os = "linux")]
#[expect(clippy::panic, reason = "a test that cannot go on fails")]
impl<P: Provider> Visitor<P> for Wipe<'_> {
    fn visit<E: Sampled + Endpoint<Provider = P>>(&mut self) {
        for marked in E::sample().marked {
            let (card, token) = (Canary::card(16), Canary::text(32));
            let probe = marks();
            let made = marked(&probe).is_ok();
            assert!(made, "{}: a sample cannot be made", E::NAME);
            let marks = probe.taken();
            let secret =
                [(Mark::Card, &card), (Mark::Token, &token)].into_iter().find(|(mark, _)| marks.contains(mark));
            let Some((_, secret)) = secret else { continue };
            let request = || {
                let marks = Marks::new(card.reveal(), SECURITY_CODE, token.reveal(), PERSONAL, NUMBER);
                marked(&marks).unwrap_or_else(|problem| panic!("{}: {problem}", E::NAME))
            };
            self.0.is_wiped(&format!("a request of {}", E::NAME), &[secret], request);
            let body = || request().body().unwrap_or_else(|problem| panic!("{}: {problem}", E::NAME));
            self.0.is_wiped(&format!("its body of {}", E::NAME), &[secret], body);
        }
    }
}

/// Checks the recovery that a shop stores: every call that moves money has one, which is written and read as the sample says.
///
/// # Panics
///
/// One differs or is missing.
pub fn assert_stored_recoveries<S: Sampler>() {
    S::visit(&mut Recoveries);
}

struct Recoveries;

#[expect(clippy::panic, reason = "a test that cannot go on fails")]
impl<P: Provider> Visitor<P> for Recoveries {
    fn visit<E: Sampled + Endpoint<Provider = P>>(&mut self) {
        let sample = E::sample();
        let Some(StoredRecovery { text, write }) = sample.stored_recovery else {
            assert!(!E::Effect::KIND.moves_money(), "{} moves money, and its sample has no recovery", E::NAME);
            return;
        };
        let Ok(request) = sample.request() else { panic!("{}: the sample cannot be made", E::NAME) };
        assert_eq!(write(&request), text, "the stored recovery of {}", E::NAME);
        let read = Recovery::<P::Query>::from_text(text).map(|recovery| recovery.to_text());
        assert_eq!(read.ok().as_deref(), Some(text), "the stored recovery of {} is read back", E::NAME);
    }
}

/// The tests of a client's contract: for each endpoint of its registry its successes, its refusals, its unreadable responses and
/// the generated ones; and that the matrix is complete. `suite` is a function that returns the [`Suite`].
#[macro_export]
macro_rules! contract_tests {
    ($client:ident, $suite:ident) => {
        $client::each_endpoint!([$crate::contract_tests] @endpoints $suite);

        #[test]
        fn matrix() {
            $suite().assert_complete();
        }
    };
    (@endpoints $suite:ident; $([$area:ident $name:ident $call:path])*) => {$(
        #[expect(non_snake_case, reason = "it is named after the type of the call")]
        mod $name {
            type Call = $call;

            const NAME: &str = <Call as ::payments_core::Endpoint>::NAME;

            #[test]
            fn successes() {
                super::$suite().assert(NAME, "success");
            }

            #[test]
            fn refusals() {
                super::$suite().assert(NAME, "refusal");
            }

            #[test]
            fn malformed() {
                super::$suite().assert(NAME, "malformed");
            }

            #[test]
            fn generated() {
                super::$suite().assert(NAME, "generated");
            }
        }
    )*};
}
