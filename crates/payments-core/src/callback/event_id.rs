//! Event ids, which detect duplicates.

use std::fmt;
use std::sync::Arc;

use crate::{percent_decode, percent_encode, scrub};

/// An event id: two deliveries with the same id are the same event. It consists of the provider's name and the values
/// by which the provider tells its events apart.
///
/// The clients create it (`event_id()` of their events). [`new`](Self::new) is for custom providers.
///
/// As text it is the provider and the values, each percent-encoded, joined by slashes: printable ASCII, the same in any
/// collation, and different for any two different lists. It is meant to be stored: the id a client gives an event stays
/// the same from version to version, and changing it is a breaking change.
///
/// It contains order and session numbers and words such as `approved`; no card data, no token. `Debug` is
/// [scrubbed](crate::scrub) anyway, in case orders are numbered by cards; the text is not.
///
/// It does not contain the environment or installation: store events of a provider's test host in another table.
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
    /// Creates an id from the provider's name and the values that tell its events apart, in this order.
    ///
    /// Include every value that makes an event new, above all the status, and none that differs between two deliveries
    /// of one event, such as the time it was sent. For a value that must not be stored, such as a token, include a
    /// digest.
    pub fn new<P: AsRef<str>>(provider: &str, parts: impl IntoIterator<Item = P>) -> Self {
        let mut text = percent_encode(provider).into_owned();
        for part in parts {
            text.push('/');
            text.push_str(&percent_encode(part.as_ref()));
        }
        Self(text.into())
    }

    /// The text to store in a table's column.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Shows the values decoded: digits with `%20` between them would not be recognised as a card number.
impl fmt::Debug for EventId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "EventId({})", scrub(&percent_decode(&self.0)))
    }
}
