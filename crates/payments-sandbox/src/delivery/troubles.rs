//! Which callback meets which fault, and what has to be remembered for that.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Weak};
use std::time::Duration;

use tokio::sync::oneshot;

use super::message::Callback;
use super::{Outbox, caused};
use crate::faults::{CallbackFault, CallbackScript};

/// A callback and the outbox whose rule and address are its own: a provider may have more than one.
#[derive(Clone)]
pub(super) struct Parcel {
    pub(super) outbox: Weak<Outbox>,
    pub(super) callback: Arc<Callback>,
}

/// A callback with the fault it meets.
pub(super) struct Errand {
    pub(super) parcel: Parcel,
    pub(super) fault: Option<CallbackFault>,
    /// Answers that wait for it.
    pub(super) told: Vec<oneshot::Sender<()>>,
}

/// The state of one provider's callback script.
#[derive(Default)]
pub(super) struct Troubles {
    steps: VecDeque<Option<CallbackFault>>,
    /// Callbacks that wait for another to overtake them.
    held: Vec<Errand>,
    /// Answers that wait for the next callback about a subject.
    expected: BTreeMap<String, Vec<oneshot::Sender<()>>>,
    /// The first callback that was delivered about each subject, and the subject of the first of all.
    delivered: BTreeMap<String, Parcel>,
    first: Option<String>,
}

impl Troubles {
    pub(super) fn play(&mut self, script: CallbackScript) {
        self.steps = script.into_queue();
    }

    /// The next step meets this callback. `None` if it has to wait for another.
    pub(super) fn meet(&mut self, callback: Callback, outbox: &Arc<Outbox>) -> Option<Errand> {
        let fault = self.steps.pop_front().flatten();
        let mut told = self.expected.remove(&callback.subject).unwrap_or_default();
        if fault == Some(CallbackFault::BeforeTheAnswer) {
            told.extend(caused::hold_the_answer(outbox.longest_wait()));
        } else {
            // The step that was expected went to another callback.
            told.clear();
        }
        let parcel = Parcel { outbox: Arc::downgrade(outbox), callback: Arc::new(callback) };
        let errand = Errand { parcel, fault, told };
        if fault == Some(CallbackFault::Reorder) {
            self.held.push(errand);
            return None;
        }
        Some(errand)
    }

    /// A callback about this subject will come of the request that is being answered; the answer waits if the script wants that.
    pub(super) fn expect(&mut self, subject: &str, longest_wait: Duration) {
        if self.steps.front() == Some(&Some(CallbackFault::BeforeTheAnswer))
            && let Some(told) = caused::hold_the_answer(longest_wait)
        {
            self.expected.entry(subject.to_owned()).or_default().push(told);
        }
    }

    /// What is to be told a second time after this one.
    pub(super) fn again_after(&self, errand: &Errand) -> Option<Parcel> {
        match errand.fault? {
            CallbackFault::Duplicate => Some(errand.parcel.clone()),
            CallbackFault::Replay => {
                let same = self.delivered.get(&errand.parcel.callback.subject);
                same.or_else(|| self.delivered.get(self.first.as_ref()?)).cloned()
            }
            _ => None,
        }
    }

    /// It was delivered. Gives those that waited for that.
    pub(super) fn settle(&mut self, errand: &Errand) -> Vec<Errand> {
        let subject = &errand.parcel.callback.subject;
        self.first.get_or_insert_with(|| subject.clone());
        self.delivered.entry(subject.clone()).or_insert_with(|| errand.parcel.clone());
        std::mem::take(&mut self.held)
    }
}
