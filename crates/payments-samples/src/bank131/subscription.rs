//! Subscriptions.

use bank131_client::subscription::{SubscriptionCancel, SubscriptionId, SubscriptionRestore};

use super::{EMPTY, apart_from_sessions, says_ok};
use crate::{Sample, Sampled};

const FIELD: &str = "subscription_id";
const EMPTY_ID: &str = "an empty subscription id";

fn id() -> SubscriptionId {
    SubscriptionId::new("sb_1310")
}

impl Sampled for SubscriptionCancel {
    fn sample() -> Sample<Self> {
        says_ok(apart_from_sessions(Sample::new("cancelled", || Ok(Self::new(id())), |()| Ok(()))))
            .marked(|marks| Ok(Self::new(SubscriptionId::new(marks.misplaced_card()))))
            .broken(EMPTY_ID, || Ok(Self::new(SubscriptionId::new(""))), FIELD, EMPTY)
    }
}

impl Sampled for SubscriptionRestore {
    fn sample() -> Sample<Self> {
        says_ok(apart_from_sessions(Sample::new("restored", || Ok(Self::new(id())), |()| Ok(()))))
            .marked(|marks| Ok(Self::new(SubscriptionId::new(marks.misplaced_card()))))
            .broken(EMPTY_ID, || Ok(Self::new(SubscriptionId::new(""))), FIELD, EMPTY)
    }
}
