//! Which callback meets which fault, and what has to be remembered for that.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::oneshot;

use super::caused;
use super::message::Callback;
use crate::faults::{CallbackFault, CallbackScript};

/// How many subjects a callback may be replayed of.
const REPLAYED_SUBJECTS: usize = 1_000;

/// A callback with the fault it meets.
pub(super) struct Queued {
    pub(super) callback: Arc<Callback>,
    pub(super) fault: Option<CallbackFault>,
    /// Answers that wait for it.
    pub(super) told: Vec<oneshot::Sender<()>>,
}

/// The state of one provider's callback script.
#[derive(Default)]
pub(super) struct ScriptState {
    steps: VecDeque<Option<CallbackFault>>,
    /// Callbacks that wait for another to overtake them.
    held: Vec<Queued>,
    /// Answers that wait for the next callback about a subject.
    expected: BTreeMap<String, Vec<oneshot::Sender<()>>>,
    /// The first callback that was delivered about each subject, as long as the subject is among the last ones.
    delivered: BTreeMap<String, Arc<Callback>>,
    subjects: VecDeque<String>,
    /// The first of all.
    first: Option<Arc<Callback>>,
}

impl ScriptState {
    pub(super) fn play(&mut self, script: CallbackScript) {
        self.steps = script.into_queue();
    }

    /// The next step meets this callback. `None` if it has to wait for another.
    pub(super) fn take_step(&mut self, callback: Callback, longest_wait: Duration) -> Option<Queued> {
        let fault = self.steps.pop_front().flatten();
        let mut told = self.expected.remove(&callback.subject).unwrap_or_default();
        if fault == Some(CallbackFault::BeforeTheAnswer) {
            told.extend(caused::hold_the_answer(longest_wait));
        } else {
            // The step that was expected went to another callback.
            told.clear();
        }
        let queued = Queued { callback: Arc::new(callback), fault, told };
        if fault == Some(CallbackFault::Reorder) {
            self.held.push(queued);
            return None;
        }
        Some(queued)
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
    pub(super) fn again_after(&self, queued: &Queued) -> Option<Arc<Callback>> {
        match queued.fault? {
            CallbackFault::Duplicate => Some(Arc::clone(&queued.callback)),
            CallbackFault::Replay => self.delivered.get(&queued.callback.subject).or(self.first.as_ref()).cloned(),
            _ => None,
        }
    }

    /// It was delivered. Gives those that waited for that.
    pub(super) fn settle(&mut self, queued: &Queued) -> Vec<Queued> {
        let callback = &queued.callback;
        self.first.get_or_insert_with(|| Arc::clone(callback));
        if !self.delivered.contains_key(&callback.subject) {
            self.delivered.insert(callback.subject.clone(), Arc::clone(callback));
            self.subjects.push_back(callback.subject.clone());
        }
        if self.subjects.len() > REPLAYED_SUBJECTS
            && let Some(oldest) = self.subjects.pop_front()
        {
            self.delivered.remove(&oldest);
        }
        std::mem::take(&mut self.held)
    }
}
