//! Automatic retries: which attempts are retried, after which wait, and with which outcome.

mod allowed;
mod budget;
mod outcomes;
mod waits;

use std::marker::PhantomData;
use std::sync::Arc;

use http::Method;
use payments_core::{
    Body, Changes, DecodeError, Endpoint, Idempotency, InvalidField, MovesMoney, Pipeline, PipelineBuilder, Randomness,
    RandomnessError, RawResponse, Recover, Recovery, RecoveryOf, RefusalOf, RetryPolicy, Transport,
};

use crate::support::provider::{StatusByOrder, TinyBank};
use crate::support::wire::{self, NoAuth};
use payments_core::testing::VirtualClock;

/// Moves money, with the idempotency that `R` declares.
struct Moves<R>(PhantomData<R>);

trait Declares: Send + Sync + 'static {
    const IDEMPOTENCY: Idempotency;
}

enum Keyed {}
enum OnTrust {}
enum Once {}

impl Declares for Keyed {
    const IDEMPOTENCY: Idempotency = Idempotency::Keyed;
}

impl Declares for OnTrust {
    const IDEMPOTENCY: Idempotency = Idempotency::KeyedUndocumented;
}

impl Declares for Once {
    const IDEMPOTENCY: Idempotency = Idempotency::None;
}

impl<R: Declares> Endpoint for Moves<R> {
    type Provider = TinyBank;
    type Response = u64;
    type Effect = MovesMoney;
    const NAME: &'static str = "move";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "v1/move";
    const EVIDENCE: payments_core::Evidence = payments_core::Evidence::Documented;

    fn body(&self) -> Result<Body, InvalidField> {
        Body::json("move")
    }

    fn decode(&self, response: &RawResponse) -> Result<u64, DecodeError> {
        payments_core::json::decode(&response.body)
    }
}

impl<R: Declares> Recover for Moves<R> {
    const IDEMPOTENCY: Idempotency = R::IDEMPOTENCY;

    fn recovery(&self, refusal: Option<&RefusalOf<Self>>) -> RecoveryOf<Self> {
        Recovery::Ask(StatusByOrder(refusal.map_or("nothing was said".to_owned(), |refusal| refusal.code.clone())))
    }
}

/// Changes something, but moves no money.
struct Saves;

impl Endpoint for Saves {
    type Provider = TinyBank;
    type Response = u64;
    type Effect = Changes;
    const NAME: &'static str = "save";
    const METHOD: Method = Method::POST;
    const PATH: &'static str = "v1/save";
    const EVIDENCE: payments_core::Evidence = payments_core::Evidence::Documented;

    fn body(&self) -> Result<Body, InvalidField> {
        Body::json("save")
    }

    fn decode(&self, response: &RawResponse) -> Result<u64, DecodeError> {
        payments_core::json::decode(&response.body)
    }
}

/// Always returns the same byte.
#[derive(Clone, Copy)]
struct Bytes(u8);

impl Randomness for Bytes {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomnessError> {
        bytes.fill(self.0);
        Ok(())
    }
}

/// Returns no random bytes.
struct NoBytes;

impl Randomness for NoBytes {
    fn fill(&self, _bytes: &mut [u8]) -> Result<(), RandomnessError> {
        Err(RandomnessError::new())
    }
}

/// A builder without waits.
fn builder() -> PipelineBuilder<TinyBank> {
    wire::builder().retry_policy(RetryPolicy::default()).randomness(Bytes(0))
}

fn build(builder: PipelineBuilder<TinyBank>, clock: &VirtualClock, transport: impl Transport) -> Pipeline<TinyBank> {
    builder.clock(clock.clone()).transport(transport).build(wire::base_url(), NoAuth).unwrap()
}

const fn moves<R>() -> Moves<R> {
    Moves(PhantomData)
}

#[test]
fn every_attempt_sends_the_same_bytes_and_idempotency_key_with_a_new_signature() {
    use std::sync::atomic::{AtomicU32, Ordering};

    use http::{HeaderMap, HeaderValue};
    use payments_core::{AuthFuture, Authenticate, UnsignedRequest};

    use crate::support::provider::{TRANSFER_BYTES, Transfer};
    use crate::support::wire::Step;

    #[derive(Default)]
    struct Numbers(AtomicU32);

    impl Authenticate<TinyBank> for Numbers {
        fn authenticate<'a>(&'a self, _request: UnsignedRequest<'a>, _auth: &'a ()) -> AuthFuture<'a> {
            let number = HeaderValue::from(self.0.fetch_add(1, Ordering::SeqCst));
            Box::pin(async { Ok(HeaderMap::from_iter([("x-auth".parse().unwrap(), number)])) })
        }
    }

    let clock = VirtualClock::default();
    let (sent, transport) = wire::scripted([Step::MaybeSent, Step::NotSent, Step::Response(200, r#"{"id":7}"#)]);
    let builder = builder().clock(clock.clone()).transport(transport);
    let pipeline = builder.build(wire::base_url(), Numbers::default()).unwrap();
    let transfer = Transfer::new();
    let answer = clock.run(pipeline.send(&transfer)).unwrap();

    assert_eq!((answer.attempts, answer.value.id), (3, 7));
    assert_eq!(Arc::clone(&transfer.encodings).load(Ordering::SeqCst), 1, "it is encoded once");
    for (number, request) in sent.all().iter().enumerate() {
        assert_eq!(request.body(), TRANSFER_BYTES);
        assert_eq!(request.headers()["x-idempotency-key"], "order-17");
        assert_eq!(request.headers()["x-auth"], *number.to_string());
    }
}

#[test]
fn retries_are_on_by_default() {
    let (clock, (sent, transport)) = (VirtualClock::default(), wire::scripted([wire::Step::NotSent]));
    clock.run(build(Pipeline::builder(), &clock, transport).send(&Saves)).unwrap_err();
    assert_eq!(sent.count(), 3);
}

#[test]
fn retries_can_be_disabled() {
    use crate::support::wire::Step;

    for step in [Step::NotSent, Step::MaybeSent, Step::Response(503, "busy")] {
        let (clock, (sent, transport)) = (VirtualClock::default(), wire::scripted([step]));
        let pipeline = build(builder().retry_policy(RetryPolicy::none()), &clock, transport);
        let error = clock.run(pipeline.send(&moves::<Keyed>())).unwrap_err();
        assert_eq!((sent.count(), error.attempts()), (1, 1));
    }
}
