//! One seed of one cell: some calls through a gate with faults, and the question whether what they say is true.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use payments_core::{Effect as _, Endpoint, Idempotency, Outcome, Recovery};
use payments_sandbox::Effect;
use payments_sandbox::faults::{Exchange, Fault, FaultKind, Script};
use sha2::{Digest as _, Sha256};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, timeout};

use crate::call::{Call, ClientOf, Done, ErrorOf, ProviderOf, Recovered, RecoveryOf, Simulated as _};
use crate::random::Random;
use crate::tally::Tally;
use crate::wire::{ClientTransport, Mistake};
use crate::world::TestBed;
use payments_fixtures::Failure;

/// What a busy machine may add to a timeout without anybody having ignored it.
const BUSY: Duration = Duration::from_secs(3);

/// How one call ended.
enum Ended<C: Call> {
    Done(Done),
    Failed(ErrorOf<C>),
    /// The future was dropped.
    Dropped,
}

struct Report<C: Call> {
    /// Which of the calls it was.
    call: usize,
    /// What the caller sent beside it, as nobody should.
    also: Option<C>,
    ended: Ended<C>,
    took: Duration,
}

/// Plays one seed.
pub(crate) async fn play<C: Call>(
    world: Arc<TestBed>,
    fault: Option<FaultKind>,
    mistake: Mistake,
    seed: u64,
) -> Result<Tally, Failure> {
    let mut random = Random::new(seed, &format!("{} {fault:?}", C::Endpoint::NAME));
    let mut calls = Vec::new();
    for number in 0..=random.below(C::INTENTS) {
        calls.push(C::arrange(&world, &format!("f{seed}-{number}")).await?);
    }
    let gate = world.sandbox.gate(ProviderOf::<C>::SANDBOX, script(&world, fault, &mut random)?).await?;
    let wire = ClientTransport::hurried(gate.base_url(), mistake)?;
    let longest = wire.timeouts.total() + BUSY;
    let client = ProviderOf::<C>::client(&world, gate.base_url(), wire)?;
    let reports = send_all(&world, &client, &calls, mistake, &mut random).await?;
    drop(client);
    // Whatever was still on its way has arrived or never will.
    let exchanges = gate.close().await;

    let mut classify = Judge { world: &world, seed, longest, tally: Tally::default() };
    classify.nothing_else_was_sent(&calls, &reports, &exchanges);
    classify.count_foreign(&exchanges);
    for (index, call) in calls.iter().enumerate() {
        let own: Vec<&Report<C>> = reports.iter().filter(|report| report.call == index).collect();
        classify.was_sent_as_told(call, &own, &exchanges);
        classify.is_true(call, &own, &exchanges).await?;
    }
    if timeout(Duration::ZERO, world.trap.accept()).await.is_ok() {
        classify.breaks("a redirect was followed");
    }
    Ok(classify.tally)
}

/// Up to four connections, most of which meet the fault, and now and then any others.
fn script(world: &TestBed, fault: Option<FaultKind>, random: &mut Random) -> Result<Script, Failure> {
    let Some(kind) = fault else { return Ok(Script::default()) };
    let length = usize::try_from(1 + random.below(4))?;
    let mut steps = loop {
        let steps = Script::random(random.next(), length, &[kind]).steps().to_vec();
        if steps.iter().any(Option::is_some) {
            break steps;
        }
    };
    if random.one_in(4) {
        steps.extend(Script::random(random.next(), 3, &FaultKind::ALL).steps().iter().cloned());
    }
    let trap = format!("http://{}/", world.trap.local_addr()?);
    let lead_to_trap = |step: Option<Fault>| match step {
        Some(Fault::Redirect { .. }) => Some(Fault::Redirect { to: trap.clone() }),
        other => other,
    };
    Ok(Script::new(steps.into_iter().map(lead_to_trap)))
}

/// Makes all calls at about the same time, a keyed one now and then twice, and drops some of the futures.
async fn send_all<C: Call>(
    world: &Arc<TestBed>,
    client: &ClientOf<C>,
    calls: &[C],
    mistake: Mistake,
    random: &mut Random,
) -> Result<Vec<Report<C>>, Failure> {
    let mut sending = JoinSet::new();
    for (index, call) in calls.iter().enumerate() {
        let callers = if C::KEYED && random.one_in(4) { 2 } else { 1 };
        for _ in 0..callers {
            let (world, client, call) = (Arc::clone(world), client.clone(), call.clone());
            let (delay, patience) = (random.milliseconds(6), random.milliseconds(60));
            let patience = if random.one_in(5) { patience } else { Duration::from_secs(60) };
            let number = format!("again-{:x}", random.next());
            sending.spawn(async move {
                sleep(delay).await;
                let start = Instant::now();
                let mut report = Report {
                    call: index,
                    also: None,
                    ended: send(&client, &call, patience).await,
                    took: start.elapsed(),
                };
                if C::EFFECT.is_some() && is_unknown(&report.ended) {
                    repeat_by_mistake(&world, &client, &call, mistake, &number, &mut report).await?;
                }
                Ok::<_, Failure>(report)
            });
        }
    }
    let mut reports = Vec::new();
    while let Some(report) = sending.join_next().await {
        reports.push(report??);
    }
    Ok(reports)
}

/// One call, whose future is dropped when the caller has no more patience.
async fn send<C: Call>(client: &ClientOf<C>, call: &C, patience: Duration) -> Ended<C> {
    match timeout(patience, call.send(client)).await {
        Ok(Ok(done)) => Ended::Done(done),
        Ok(Err(error)) => Ended::Failed(error),
        Err(_) => Ended::Dropped,
    }
}

fn is_unknown<C: Call>(ended: &Ended<C>) -> bool {
    matches!(ended, Ended::Failed(error) if error.outcome() == Outcome::Unknown)
}

/// What a careless caller does about an unknown outcome.
async fn repeat_by_mistake<C: Call>(
    world: &TestBed,
    client: &ClientOf<C>,
    call: &C,
    mistake: Mistake,
    number: &str,
    report: &mut Report<C>,
) -> Result<(), Failure> {
    let patience = Duration::from_secs(60);
    match mistake {
        Mistake::CarelessRetry => report.ended = send(client, call, patience).await,
        Mistake::FreshKey => {
            let again = C::arrange(world, number).await?;
            report.ended = send(client, &again, patience).await;
            report.also = Some(again);
        }
        Mistake::None | Mistake::ClosedIsUnsent => {}
    }
    Ok(())
}

/// Compares what calls say with what the sandbox knows.
struct Judge<'a> {
    world: &'a TestBed,
    seed: u64,
    /// No call may take longer.
    longest: Duration,
    tally: Tally,
}

impl Judge<'_> {
    fn breaks(&mut self, rule: impl std::fmt::Display) {
        self.tally.broken.push(format!("seed {}: {rule}", self.seed));
    }

    fn lost(&mut self, rule: impl std::fmt::Display) {
        self.tally.lost_outcomes += 1;
        self.breaks(rule);
    }

    /// Only these requests were sent, byte for byte; one that is never retried, no more often than it was called.
    fn nothing_else_was_sent<C: Call>(&mut self, calls: &[C], reports: &[Report<C>], exchanges: &[Exchange]) {
        let begun = exchanges.iter().filter(|exchange| exchange.method.is_some()).count();
        if is_never_repeated::<C>() && begun > reports.len() {
            self.breaks(format_args!("{begun} requests for {} calls that are never repeated", reports.len()));
        }
        for exchange in exchanges.iter().filter(|exchange| exchange.complete) {
            if !calls.iter().any(|call| is_of(call, exchange)) {
                let path = exchange.path.as_deref().unwrap_or_default();
                self.breaks(format_args!("{path} was sent with bytes or a key that are no call's"));
            }
        }
    }

    /// The request of one call, which no other call of the seed shares, was sent no more often than its results report.
    fn was_sent_as_told<C: Call>(&mut self, call: &C, reports: &[&Report<C>], exchanges: &[Exchange]) {
        let sent =
            exchanges.iter().filter(|exchange| exchange.complete && is_of(call, exchange)).map(|_| 1).sum::<u32>();
        let told = reports.iter().map(|report| attempts_told(&report.ended)).sum::<u32>();
        if sent > told {
            self.breaks(format_args!("a request was sent {sent} times, and its results tell of {told}"));
        }
    }

    /// The effect of a call is what its callers got reported.
    async fn is_true<C: Call>(
        &mut self,
        call: &C,
        reports: &[&Report<C>],
        exchanges: &[Exchange],
    ) -> Result<(), Failure> {
        let mut recoveries = Vec::new();
        for report in reports {
            self.count(report);
            if report.took > self.longest {
                self.breaks(format_args!("the call took {:?}", report.took));
            }
            recoveries.extend(self.check(call, report, reports.len() == 1, exchanges));
        }
        for recovery in recoveries {
            self.recover(call, &recovery).await?;
        }
        let intended = [call].into_iter().chain(reports.iter().filter_map(|report| report.also.as_ref()));
        let effects: usize = intended.map(|call| self.effects(call).len()).sum();
        if effects > 1 {
            self.tally.double_effects += 1;
            self.breaks(format_args!("acted {effects} times"));
        }
        Ok(())
    }

    fn count<C: Call>(&mut self, report: &Report<C>) {
        let tally = &mut self.tally;
        tally.calls += 1;
        match &report.ended {
            Ended::Done(done) => {
                tally.done += 1;
                tally.repeats += u64::from(done.attempts) - 1;
            }
            Ended::Failed(error) => {
                tally.repeats += u64::from(error.attempts().saturating_sub(1));
                match error.outcome() {
                    Outcome::NotSent => tally.not_sent += 1,
                    Outcome::Refused => tally.refused += 1,
                    Outcome::Unknown => tally.unknown += 1,
                }
            }
            Ended::Dropped => tally.dropped += 1,
        }
    }

    /// Counts the answers about another operation, and says of those that no client can tell why that is so.
    fn count_foreign(&mut self, exchanges: &[Exchange]) {
        let is_foreign =
            |exchange: &&Exchange| exchange.passed_on && exchange.fault == Some(Fault::AnswersAboutAnother);
        for exchange in exchanges.iter().filter(is_foreign) {
            match why_undetectable(exchange) {
                None => self.tally.foreign += 1,
                Some(reason) => *self.tally.without_echo.entry(reason).or_default() += 1,
            }
        }
    }

    /// An answer was taken that says it is about something else.
    fn is_about_another<C: Call>(&mut self, call: &C, told: &str, exchanges: &[Exchange]) {
        let mut own = exchanges.iter().filter(|exchange| is_of(call, exchange));
        let tells = |exchange: &Exchange| exchange.foreign.iter().any(|one| one.told == told);
        if !own.any(|exchange| tells(exchange) && why_undetectable(exchange).is_some()) {
            self.lost("done, and the answer is about something else");
        }
    }

    /// Compares one result with what happened. Returns the recovery, if there is something to recover.
    fn check<C: Call>(
        &mut self,
        call: &C,
        report: &Report<C>,
        alone: bool,
        exchanges: &[Exchange],
    ) -> Option<RecoveryOf<C>> {
        let effects = self.effects(call);
        match &report.ended {
            Ended::Done(done) if C::EFFECT.is_some() => match effects.first() {
                None => self.lost("done, and nothing happened"),
                Some(effect) => {
                    if let Some(told) = done.subject.as_ref().filter(|told| **told != effect.subject) {
                        self.is_about_another(call, told, exchanges);
                    }
                }
            },
            Ended::Done(done) => {
                if let Some(told) = done.subject.as_ref().filter(|told| Some(*told) != call.asked_about().as_ref()) {
                    self.is_about_another(call, told, exchanges);
                }
                if !exchanges.iter().any(|exchange| exchange.passed_on && is_of(call, exchange)) {
                    self.lost("answered without a request");
                }
            }
            Ended::Failed(error) => match error.outcome() {
                // Another caller's request is not this one's: what it did says nothing here.
                Outcome::NotSent if alone && exchanges.iter().any(|exchange| is_of(call, exchange)) => {
                    self.lost("not sent, and it arrived");
                }
                Outcome::NotSent if alone && !effects.is_empty() => self.lost("not sent, and it happened"),
                Outcome::Refused if alone && !effects.is_empty() => self.lost("refused, and it happened"),
                Outcome::Unknown if error.money_may_have_moved() => {
                    if error.recovery().is_none() {
                        self.lost("unknown, and no way to learn it");
                    }
                    return error.recovery().cloned();
                }
                Outcome::NotSent | Outcome::Refused | Outcome::Unknown => {}
            },
            Ended::Dropped => return <C::Endpoint as Endpoint>::Effect::recovery(call.request(), None),
        }
        None
    }

    async fn recover<C: Call>(&mut self, call: &C, recovery: &RecoveryOf<C>) -> Result<(), Failure> {
        let client = ProviderOf::<C>::faultless_client(self.world)?;
        // As after a crash: all that is left is the text that was stored.
        let recovery = Recovery::from_text(&recovery.to_text())?;
        let recovered = call.recover(self.world, &client, &recovery).await;
        let effects = self.effects(call);
        let happened = effects.first().map(|effect| effect.subject.as_str());
        match recovered {
            Recovered::Done(subject) if happened == Some(&subject) => self.tally.settled_done += 1,
            Recovered::ByCallback(subject) if happened == Some(&subject) => self.tally.settled_by_callback += 1,
            Recovered::NotDone if happened.is_none() => self.tally.settled_not_done += 1,
            other => self.lost(format_args!("recovered as {other:?}, and what happened is {happened:?}")),
        }
        Ok(())
    }

    /// What the sandbox did for this call.
    fn effects<C: Call>(&self, call: &C) -> Vec<Effect> {
        let Some(endpoint) = C::EFFECT else { return Vec::new() };
        let effects = self.world.sandbox.effects(ProviderOf::<C>::SANDBOX).into_iter();
        effects
            .filter(|effect| effect.endpoint == endpoint && call.caused(effect.key.as_deref(), &effect.subject))
            .skip(call.effects_before())
            .collect()
    }
}

/// Why a client cannot tell that an answer is about another operation, by the sandbox's record. `None` if it can: the answer
/// repeats something of the request, and that was replaced.
fn why_undetectable(exchange: &Exchange) -> Option<String> {
    if exchange.foreign.iter().any(|one| one.echo) {
        return None;
    }
    let given: BTreeSet<&str> = exchange.foreign.iter().map(|one| one.member.as_str()).collect();
    if given.is_empty() {
        return Some("the answer names no operation".to_owned());
    }
    let given = given.into_iter().collect::<Vec<_>>().join(", ");
    Some(format!("the answer repeats nothing that the request named, for it names but {given}"))
}

/// How many attempts a result tells of. A dropped future tells nothing, so as many as there may be.
fn attempts_told<C: Call>(ended: &Ended<C>) -> u32 {
    match ended {
        // It may have been tried more than once, but all the tries before the last found no connection.
        _ if is_never_repeated::<C>() => 1,
        Ended::Done(done) => done.attempts,
        Ended::Failed(error) => error.attempts(),
        Ended::Dropped => 3,
    }
}

fn is_never_repeated<C: Call>() -> bool {
    <C::Endpoint as Endpoint>::Effect::IDEMPOTENCY == Idempotency::None
}

/// Whether a request is this call's: its path, every byte of its body, and its key if that travels in a header.
fn is_of<C: Call>(call: &C, exchange: &Exchange) -> bool {
    let Some(body) = call.sent_body() else { return false };
    let digest = Sha256::digest(&body);
    let path = exchange.path.as_deref().unwrap_or_default();
    let key_is_own = exchange.key.as_deref().is_none_or(|key| !C::KEYED || call.caused(Some(key), ""));
    path.contains(&call.path_part()) && exchange.body_digest == payments_core::to_hex(&digest) && key_is_own
}
