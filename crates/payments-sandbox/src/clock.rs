//! Time: the wall clock for timestamps, and waits that a test can shorten.

use std::num::NonZeroU32;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// A clock whose waits, and only its waits, run `speed` times faster than real time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    speed: NonZeroU32,
}

impl Clock {
    pub(crate) fn new(speed: NonZeroU32) -> Self {
        Self { speed }
    }

    /// How long a wait of `simulated` really takes.
    pub(crate) fn real(self, simulated: Duration) -> Duration {
        simulated / self.speed.get()
    }

    pub(crate) async fn sleep(self, simulated: Duration) {
        tokio::time::sleep(self.real(simulated)).await;
    }
}

/// The wall-clock time, never sped up: the timestamps in answers stay believable.
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}

/// `time` moved by `microseconds`, or `time` itself at the ends of the calendar.
pub(crate) fn shifted(time: Timestamp, microseconds: i64) -> Timestamp {
    time.checked_add(SignedDuration::from_micros(microseconds)).unwrap_or(time)
}

/// The time after a wait, or `time` itself at the end of the calendar.
pub(crate) fn after(time: Timestamp, wait: Duration) -> Timestamp {
    time.checked_add(wait).unwrap_or(time)
}

/// Whether a month is not over, in UTC.
pub(crate) fn is_not_over(now: Timestamp, year: i16, month: u8) -> bool {
    let today = now.to_zoned(TimeZone::UTC);
    (i32::from(today.year()), i32::from(today.month())) <= (i32::from(year), i32::from(month))
}

/// Microseconds and a `Z`, always: `2024-07-02T12:13:23.692217Z`.
pub(crate) fn iso8601(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn timestamps_have_six_digits_even_when_they_are_zeros() {
        let whole: Timestamp = "2024-07-02T12:13:23Z".parse().unwrap();
        assert_eq!(iso8601(whole), "2024-07-02T12:13:23.000000Z");
        assert_eq!(iso8601(shifted(whole, 692_217)), "2024-07-02T12:13:23.692217Z");
    }

    #[test]
    fn speed_divides_waits() {
        let clock = Clock::new(NonZeroU32::new(10).unwrap());
        assert_eq!(clock.real(Duration::from_secs(5)), Duration::from_millis(500));
    }
}
