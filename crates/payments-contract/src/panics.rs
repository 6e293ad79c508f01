//! Captures the messages of failed assertions, which would otherwise be printed between the results.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use tokio::task::JoinError;

use crate::Checked;

thread_local! {
    /// The message of the last panic of this thread. Calls run on the thread of the harness.
    static SAID: RefCell<Option<String>> = const { RefCell::new(None) };
    static KEEPS: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// Captures this thread's panics until it is dropped.
pub(crate) struct Kept(());

impl Kept {
    pub(crate) fn recording() -> Self {
        HOOK.call_once(|| {
            let others = panic::take_hook();
            panic::set_hook(Box::new(move |info| {
                if !KEEPS.get() {
                    return others(info);
                }
                let place = info.location().map(|place| format!("{}:{}: ", place.file(), place.line()));
                SAID.set(Some(format!("{}{}", place.unwrap_or_default(), words(info.payload()))));
            }));
        });
        KEEPS.set(true);
        Self(())
    }

    /// The message of a failed call.
    #[expect(clippy::unused_self, reason = "nothing is kept without it")]
    pub(crate) fn explain(&self, failure: JoinError) -> String {
        SAID.take().unwrap_or_else(|| match failure.try_into_panic() {
            Ok(payload) => words(&*payload),
            Err(error) => error.to_string(),
        })
    }
}

/// Makes a failed assertion a failure like any other.
pub(crate) fn caught(check: impl FnOnce() -> Checked) -> Checked {
    panic::catch_unwind(AssertUnwindSafe(check))
        .unwrap_or_else(|payload| Err(SAID.take().unwrap_or_else(|| words(&*payload)).into()))
}

/// The panic message of `work`, if it panics.
pub(crate) fn said(work: impl FnOnce()) -> Option<String> {
    let _kept = Kept::recording();
    let work = || {
        work();
        Ok(())
    };
    caught(work).err().map(|words| words.to_string())
}

impl Drop for Kept {
    fn drop(&mut self) {
        KEEPS.set(false);
    }
}

fn words(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| payload.downcast_ref::<String>().cloned()).unwrap_or_else(|| "it panicked".to_owned())
}
