//! The generated responses detect each way in which a client could misread a response.

use std::fs;
use std::path::Path;

use http::HeaderMap;
use payments_core::{
    AuthFuture, Authenticate, Body, Changes, Classification, DecodeError, EffectKind, Endpoint, EndpointInfo,
    InvalidField, Pipeline, Provider, RawResponse, UnsignedRequest, json,
};
use serde::Deserialize;

use super::run;
use crate::Failure;
use crate::FakeProvider;
use crate::sample_call::{Class, SampleCall};
use crate::suite::Suite;
use crate::{Case, Checked, Exchange};

/// The checks that a client leaves out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Careless {
    Nowhere,
    AboutEchoes,
    AboutNumbers,
    AboutKinds,
    AboutEnds,
}

struct Example<const CARELESS: u8>;

const fn careless(number: u8) -> Careless {
    match number {
        1 => Careless::AboutEchoes,
        2 => Careless::AboutNumbers,
        3 => Careless::AboutKinds,
        4 => Careless::AboutEnds,
        _ => Careless::Nowhere,
    }
}

impl<const CARELESS: u8> Provider for Example<CARELESS> {
    const NAME: &'static str = "Example";
    const USER_AGENT: &'static str = "example";
    const ACCEPT: &'static str = "*/*";
    type Refusal = String;
    type Query = payments_core::NoQuery;
    type Host = ();
    const DEFAULT_HOST: () = ();
    type Auth<'a> = ();

    fn classify(raw: &RawResponse, _: EffectKind) -> Classification<String> {
        #[derive(Deserialize)]
        struct Refusal {
            error: String,
        }

        json::decode::<Refusal>(&raw.body)
            .map_or(Classification::Done, |refusal| Classification::Refused(refusal.error))
    }

    fn names_operation(raw: &RawResponse) -> bool {
        careless(CARELESS) != Careless::AboutNumbers && json::decode::<Order>(&raw.body).is_ok()
    }

    fn is_transient(_: &String) -> bool {
        false
    }
}

#[derive(Deserialize)]
struct Order {
    id: String,
    #[serde(default, deserialize_with = "json::non_empty_string")]
    note: Option<String>,
}

struct Close<const CARELESS: u8>;

impl<const CARELESS: u8> Endpoint for Close<CARELESS> {
    type Provider = Example<CARELESS>;
    type Response = Order;
    type Effect = Changes;

    const NAME: &'static str = "order/close";
    const METHOD: http::Method = http::Method::POST;
    const PATH: &'static str = "order/close";
    const EVIDENCE: payments_core::Evidence = payments_core::Evidence::Documented;

    fn body(&self) -> Result<Body, InvalidField> {
        Body::json(&serde_json::json!({"id": "o-17"}))
    }

    fn decode(&self, raw: &RawResponse) -> Result<Order, DecodeError> {
        let is_cut = careless(CARELESS) == Careless::AboutEnds && !raw.is_delimited();
        let order: Order = if is_cut {
            Order { id: "o-17".to_owned(), note: Some("half a w".to_owned()) }
        } else {
            json::decode(&raw.body)?
        };
        if careless(CARELESS) != Careless::AboutEchoes {
            payments_core::check_echo("id", "o-17", Some(&order.id))?;
        }
        if careless(CARELESS) == Careless::AboutKinds && order.note.is_none() {
            return Err(DecodeError::new("note", "missing"));
        }
        Ok(order)
    }
}

struct NoAuth;

impl<const CARELESS: u8> Authenticate<Example<CARELESS>> for NoAuth {
    fn authenticate<'a>(&'a self, _: UnsignedRequest<'a>, _auth: &'a ()) -> AuthFuture<'a> {
        Box::pin(async { Ok(HeaderMap::new()) })
    }
}

fn sample<const CARELESS: u8>() -> SampleCall {
    let send = |wire: &FakeProvider, retries| {
        let pipeline = Pipeline::builder().retry_policy(retries).transport(wire.transport()).clock(wire.clock());
        let pipeline = pipeline.build("https://example.example".parse()?, NoAuth)?;
        Ok::<_, Failure>(wire.run(pipeline.send(&Close::<CARELESS>)))
    };
    SampleCall::new::<Close<CARELESS>>("closed", send, |order| {
        vec![("id".into(), order.id.clone()), ("note".into(), order.note.clone().unwrap_or_default())]
    })
}

async fn never(_: Exchange) -> Checked {
    Ok(())
}

fn suite<const CARELESS: u8>(root: &Path) -> Suite {
    let directory = root.join("order-close");
    fs::create_dir_all(&directory).unwrap();
    let write = |name: &str, text: &str| fs::write(directory.join(name), text).unwrap();
    write("closed.request.http", "# Source: here\nPOST /order/close\n\n{\"id\":\"o-17\"}\n");
    write("closed.response.http", "# Source: here\nHTTP 200\n\n{\"id\":\"o-17\",\"note\":\"x\"}\n");
    write("refused.response.http", "# Source: here\nHTTP 400\n\n{\"error\":\"no\"}\n");
    let mut suite = Suite::new("Example", root, &[EndpointInfo::of::<Close<CARELESS>>()]);
    suite.refusals(&["refused"]).echoes(&["id"]).operations(&["id"]);
    let row = suite.row("order/close");
    row.case(Case::success("closed"), never).case(Case::refusal("refused").sends("closed"), never);
    suite
}

/// The classes that report a failure.
fn found<const CARELESS: u8>(sample: &SampleCall) -> Vec<&'static str> {
    let root = tempfile::tempdir().unwrap();
    let suite = suite::<CARELESS>(root.path());
    let fails = |class: &Class| run(&suite, sample, *class).is_err();
    Class::ALL.into_iter().filter(fails).map(Class::name).collect()
}

#[test]
fn each_class_detects_a_misread_response() {
    assert_eq!(found::<0>(&sample::<0>().required(&["id"])), [""; 0]);
    assert_eq!(found::<1>(&sample::<1>().required(&["id"])), ["echo"]);
    assert_eq!(found::<2>(&sample::<2>().required(&["id"])), ["merged"]);
    assert_eq!(found::<3>(&sample::<3>().required(&["id"])), ["odd"]);
    assert_eq!(found::<4>(&sample::<4>().required(&["id"])), ["fault"]);
}

#[test]
fn a_class_without_an_answer_needs_a_reason_and_one_with_answers_has_none() {
    assert_eq!(found::<0>(&sample::<0>().required(&["id", "note"])), ["odd"], "nothing is left to change");
    let reasoned = sample::<0>().required(&["id", "note"]).without_optional_members("both are required");
    assert_eq!(found::<0>(&reasoned), [""; 0]);
    let wrong = sample::<0>().required(&["id"]).without_echo("it names nothing").names_no_operation("it has no number");
    assert_eq!(found::<0>(&wrong), ["echo", "merged"]);
}

#[test]
fn a_sample_sends_the_request_of_its_case() {
    let root = tempfile::tempdir().unwrap();
    let suite = suite::<0>(root.path());
    let request = "# Source: here\nPOST /order/close\n\n{\"id\":\"o-18\"}\n";
    fs::write(root.path().join("order-close/closed.request.http"), request).unwrap();
    let problems = run(&suite, &sample::<0>().required(&["id"]), Class::Echo).unwrap_err();
    assert_eq!(problems, ["the sample does not send order-close/closed.request.http"]);
}
