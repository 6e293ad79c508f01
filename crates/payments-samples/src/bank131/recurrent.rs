//! Recurrent tokens.

use bank131_client::recurrent::{RecurrentStatus, RecurrentToken};

use crate::{Sample, Sampled};

impl Sampled for RecurrentStatus {
    fn sample() -> Sample<Self> {
        Sample::new(
            "active",
            || Ok(Self::new(RecurrentToken::new("rt_4f1c0b7d9e"))),
            |token| {
                assert_eq!(token.token.as_ref().map(RecurrentToken::expose), Some("rt_4f1c0b7d9e"));
                assert_eq!(token.finished_at.as_ref().map(AsRef::as_ref), Some("2026-07-02T12:14:30.300000Z"));
                assert_eq!((token.created_at.is_some(), token.is_active), (true, Some(true)));
                Ok(())
            },
        )
        .marked(|marks| Ok(Self::new(RecurrentToken::new(marks.token()))))
        .essence(
            |token| {
                vec![(
                    "recurrent.is_active".into(),
                    token.is_active.map(|active| active.to_string()).unwrap_or_default(),
                )]
            },
            &["recurrent"],
        )
        .names_no_operation("a token is no operation")
        .inapplicable("idempotency_key_already_exists", "the call carries no idempotency key")
        .inapplicable("session_wrong_state", "the call is about no session")
        .inapplicable("session_without_id", "the call is about no session")
        .inapplicable("operation_rejected", "the call starts no operation that could be rejected")
        .broken(
            "an empty token",
            || Ok(Self::new(RecurrentToken::new(""))),
            "recurrent.token",
            "must not be empty",
        )
    }
}
