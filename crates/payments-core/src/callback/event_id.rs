//! What makes two deliveries the same event.

use std::fmt;
use std::sync::Arc;

use crate::{percent_decode, percent_encode, scrub};

/// What makes two deliveries the same event: the provider, and the values by which it tells its events apart.
///
/// The clients make it (`event_id()` of their events). [`new`](Self::new) is for providers of your own.
///
/// As text it is the provider and the values, each percent-encoded, joined by slashes: printable ASCII, the same in any
/// collation, and never the same for two different lists. It is made to be stored: what a client makes of an event stays
/// the same from version to version, and a change of it is a breaking one.
///
/// It holds order and session numbers and words such as `approved`; no card data, no token. `Debug` is
/// [scrubbed](crate::scrub) all the same, in case somebody numbers orders by cards; the text is not.
///
/// It says nothing about the environment or installation: keep what comes from a provider's test host in another table.
///
/// ```
/// use payments_core::callback::EventId;
///
/// let event = EventId::new("acme", ["paid", "orders/17"]);
/// assert_eq!(event.as_str(), "acme/paid/orders%2F17");
/// ```
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EventId(Arc<str>);

impl EventId {
    /// Joins the provider's name and the values that tell its events apart, in this order.
    ///
    /// Put in every value that makes an event new, the status above all, and none that differs between two deliveries of
    /// one event, such as the time it was sent. Of what must not be stored, a token above all, put in a digest.
    pub fn new<P: AsRef<str>>(provider: &str, parts: impl IntoIterator<Item = P>) -> Self {
        let mut text = percent_encode(provider).into_owned();
        for part in parts {
            text.push('/');
            text.push_str(&percent_encode(part.as_ref()));
        }
        Self(text.into())
    }

    /// The text: what goes into a table's column.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The values as they were before they were escaped: digits with `%20` between them would not be known for a card number.
impl fmt::Debug for EventId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "EventId({})", scrub(&percent_decode(&self.0)))
    }
}
