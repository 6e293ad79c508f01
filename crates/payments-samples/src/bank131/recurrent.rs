//! Recurrent tokens.

use bank131_client::recurrent::{RecurrentDetails, RecurrentDisable, RecurrentStatus, RecurrentToken};

use super::{EMPTY, EMPTY_TOKEN, apart_from_sessions};
use crate::{Checked, Essence, Sample, Sampled};

const REQUIRED: &[&str] = &["recurrent"];

fn token() -> RecurrentToken {
    RecurrentToken::new("rt_4f1c0b7d9e")
}

impl Sampled for RecurrentStatus {
    fn sample() -> Sample<Self> {
        apart_from_sessions(Sample::new("active", || Ok(Self::new(token())), |token| is_active(&token, true)))
            .marked(|marks| Ok(Self::new(RecurrentToken::new(marks.token()))))
            .essence(essence, REQUIRED)
            .broken(EMPTY_TOKEN, || Ok(Self::new(RecurrentToken::new(""))), "recurrent.token", EMPTY)
    }
}

impl Sampled for RecurrentDisable {
    fn sample() -> Sample<Self> {
        apart_from_sessions(Sample::new("disabled", || Ok(Self::new(token())), |token| is_active(&token, false)))
            .marked(|marks| Ok(Self::new(RecurrentToken::new(marks.token()))))
            .essence(essence, REQUIRED)
            .broken(EMPTY_TOKEN, || Ok(Self::new(RecurrentToken::new(""))), "recurrent.token", EMPTY)
    }
}

fn is_active(details: &RecurrentDetails, active: bool) -> Checked {
    assert_eq!(details.token.as_ref(), Some(&token()));
    assert_eq!(details.finished_at.as_ref().map(AsRef::as_ref), Some("2026-07-02T12:14:30.300000Z"));
    assert_eq!((details.created_at.is_some(), details.is_active), (true, Some(active)));
    Ok(())
}

fn essence(details: &RecurrentDetails) -> Essence {
    let is_active = details.is_active.map(|active| active.to_string());
    vec![("recurrent.is_active".into(), is_active.unwrap_or_default())]
}
