//! Answers that wait for a callback: the client is told by it first, and by the answer second.

use std::cell::RefCell;
use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

tokio::task_local! {
    /// What the answer being made has to wait for, and for how long at most.
    static WAITING: RefCell<Vec<(oneshot::Receiver<()>, Duration)>>;
}

/// Makes an answer, and lets it out only when the callbacks it has to wait for were told or given up.
pub(crate) async fn told_first<T>(answer: impl Future<Output = T>) -> T {
    let (answer, waiting) = WAITING
        .scope(RefCell::default(), async {
            let answer = answer.await;
            (answer, WAITING.with(RefCell::take))
        })
        .await;
    for (told, longest) in waiting {
        let _ = timeout(longest, told).await;
    }
    answer
}

/// Sends callbacks that no answer has to wait for: they are not of the request that is being answered.
pub(crate) fn of_no_answer<T>(send: impl FnOnce() -> T) -> T {
    WAITING.sync_scope(RefCell::default(), send)
}

/// The sender's use, or its end, lets out the answer that is being made just now; without such an answer it is of no use.
pub(super) fn hold_the_answer(longest: Duration) -> Option<oneshot::Sender<()>> {
    let (told, waiting) = oneshot::channel();
    WAITING.try_with(|answers| answers.borrow_mut().push((waiting, longest))).ok().map(|()| told)
}
