//! The stored text of a recovery, and what is stored for a request with card data.

use payments_core::{
    Body, CardData, DecodeError, Endpoint, EndpointInfo, Evidence, Idempotency, InvalidField, MovesMoney, Outcome,
    RawResponse, Recover, RecoverableChanges, Recovery, RecoveryOf, RefusalOf, RetryPolicy, Why,
};
use proptest::prelude::*;

use crate::support::provider::{StatusByOrder, TinyBank};
use crate::support::wire::{self, NoAuth};
use payments_core::testing::VirtualClock;

/// A call that is resent, with or without a card.
struct Resent(CardData);

impl Endpoint for Resent {
    type Provider = TinyBank;
    type Response = ();
    type Effect = MovesMoney;
    const NAME: &'static str = "resent";
    const METHOD: http::Method = http::Method::POST;
    const PATH: &'static str = "resent";
    const EVIDENCE: Evidence = Evidence::Documented;
    const CARD_DATA: CardData = CardData::NumberAndSecurityCode;

    fn card_data(&self) -> CardData {
        self.0
    }

    fn body(&self) -> Result<Body, InvalidField> {
        Ok(Body::empty())
    }

    fn decode(&self, _response: &RawResponse) -> Result<(), DecodeError> {
        Ok(())
    }
}

impl Recover for Resent {
    const IDEMPOTENCY: Idempotency = Idempotency::Keyed;

    fn recovery(&self, _refusal: Option<&RefusalOf<Self>>) -> RecoveryOf<Self> {
        Recovery::Resend
    }
}

#[test]
fn a_request_with_card_data_is_not_resent_after_a_crash() {
    assert_eq!(Resent(CardData::None).stored_recovery(), Recovery::Resend);
    for card_data in [CardData::Number, CardData::NumberAndSecurityCode] {
        assert_eq!(Resent(card_data).recovery(None), Recovery::Resend);
        assert_eq!(Resent(card_data).stored_recovery(), Recovery::AwaitCallback);
    }
}

/// A call that begins something, moves no money, and has an idempotency key.
struct Opens;

impl Endpoint for Opens {
    type Provider = TinyBank;
    type Response = ();
    type Effect = RecoverableChanges;
    const NAME: &'static str = "opens";
    const METHOD: http::Method = http::Method::POST;
    const PATH: &'static str = "opens";
    const EVIDENCE: Evidence = Evidence::Documented;

    fn body(&self) -> Result<Body, InvalidField> {
        Ok(Body::empty())
    }

    fn decode(&self, _response: &RawResponse) -> Result<(), DecodeError> {
        Ok(())
    }
}

impl Recover for Opens {
    const IDEMPOTENCY: Idempotency = Idempotency::Keyed;

    fn recovery(&self, _refusal: Option<&RefusalOf<Self>>) -> RecoveryOf<Self> {
        Recovery::Ask(StatusByOrder("order-17".to_owned()))
    }
}

#[test]
fn a_change_with_a_key_is_retried_and_recovered_and_moves_no_money() {
    let (clock, (sent, transport)) = (VirtualClock::default(), wire::answering(503, ""));
    let builder = wire::builder().transport(transport).clock(clock.clone()).retry_policy(RetryPolicy::default());
    let pipeline = builder.build(wire::base_url(), NoAuth).unwrap();
    let error = clock.run(pipeline.send(&Opens)).unwrap_err();
    assert_eq!((error.outcome(), error.attempts(), sent.count()), (Outcome::Unknown, 3, 3));
    assert!(!error.money_may_have_moved());
    assert_eq!(error.recovery(), Some(&Opens.recovery(None)));
    let info = EndpointInfo::of::<Opens>();
    assert_eq!((info.effect.as_str(), info.idempotency.as_str()), ("changes", "keyed"));
}

#[test]
fn the_text_of_each_kind_stays_as_it_is() {
    let all = [
        (Recovery::Resend, "resend"),
        (Recovery::Ask(StatusByOrder("17 б/2".to_owned())), "ask/17%20%D0%B1%2F2"),
        (Recovery::AwaitCallback, "await-callback"),
        (Recovery::AskAPerson(Why::new("two equal refunds")), "ask-a-person/two%20equal%20refunds"),
    ];
    for (recovery, text) in all {
        assert_eq!(recovery.to_text(), text);
        assert_eq!(Recovery::from_text(text).unwrap(), recovery);
    }
}

#[test]
fn other_texts_are_refused() {
    for text in ["", "ask", "ask/a/b", "resend/17", "await-callback/", "ask-a-person", "RESEND", "settle"] {
        assert!(Recovery::<StatusByOrder>::from_text(text).is_err(), "{text}");
    }
}

proptest! {
    #[test]
    fn any_query_is_read_back(order in ".{0,40}") {
        let recovery = Recovery::Ask(StatusByOrder(order));
        let text = recovery.to_text();
        prop_assert!(text.bytes().all(|byte| byte.is_ascii_graphic()));
        prop_assert_eq!(Recovery::from_text(&text).unwrap(), recovery);
    }
}
