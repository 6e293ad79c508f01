//! Recording `tracing`: every span, event and field of this thread, at every level.

use std::cell::RefCell;
use std::fmt::{Debug, Write as _};
use std::sync::Once;
use std::sync::atomic::{AtomicU64, Ordering};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

thread_local! {
    /// What this thread has logged since the recording began.
    static HEARD: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// What `work` logs. The subscriber is set for the whole process, because a later one may not be asked about cached call
/// sites.
pub(crate) fn recorded(work: impl FnOnce()) -> String {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let installed = tracing::subscriber::set_global_default(Everything(AtomicU64::new(1)));
        assert!(installed.is_ok(), "there is another subscriber: its levels would decide what is heard");
    });
    HEARD.set(Some(String::new()));
    work();
    HEARD.take().unwrap_or_default()
}

/// A subscriber that is interested in everything.
struct Everything(AtomicU64);

impl Subscriber for Everything {
    fn enabled(&self, _metadata: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        say(span.metadata().name(), |line| span.record(line));
        Id::from_u64(self.0.fetch_add(1, Ordering::Relaxed))
    }

    fn record(&self, _span: &Id, values: &Record<'_>) {
        say("record", |line| values.record(line));
    }

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        say(event.metadata().target(), |line| event.record(line));
    }

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

fn say(what: &str, fields: impl FnOnce(&mut Line)) {
    let mut line = Line(what.to_owned());
    fields(&mut line);
    HEARD.with_borrow_mut(|heard| {
        if let Some(heard) = heard {
            let _ = writeln!(heard, "{}", line.0);
        }
    });
}

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {}={value:?}", field.name());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_events_and_later_fields_are_heard_at_every_level() {
        let heard = recorded(|| {
            let span = tracing::trace_span!("call", first = "one", later = tracing::field::Empty);
            span.record("later", "two");
            span.in_scope(|| tracing::trace!(third = ?"three", "four"));
        });
        for said in ["call first=\"one\"", "later=\"two\"", "third=\"three\"", "message=four"] {
            assert!(heard.contains(said), "{said}: {heard}");
        }
        assert_eq!(recorded(|| {}), "");
    }
}
