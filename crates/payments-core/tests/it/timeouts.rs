use std::time::Duration;

use payments_core::{InvalidField, Timeouts};

fn timeouts(connect: u64, attempt: u64, total: u64) -> Result<(u64, u64, u64), InvalidField> {
    let seconds = Duration::from_secs;
    Timeouts::new(seconds(connect), seconds(attempt), seconds(total))
        .map(|limits| (limits.connect().as_secs(), limits.attempt().as_secs(), limits.total().as_secs()))
}

#[test]
fn connecting_is_shorter_than_an_attempt_and_an_attempt_no_longer_than_the_whole() {
    assert_eq!(timeouts(1, 2, 2), Ok((1, 2, 2)));
    assert_eq!(timeouts(3, 20, 45), Ok((3, 20, 45)));
}

#[test]
fn limits_out_of_order_are_refused_by_name() {
    let refused = [
        (0, 2, 3, "connect timeout must be above zero"),
        (2, 2, 3, "connect timeout must be shorter than the attempt timeout"),
        (3, 2, 9, "connect timeout must be shorter than the attempt timeout"),
        (1, 3, 2, "attempt timeout must not be longer than the total timeout"),
    ];
    for (connect, attempt, total, sentence) in refused {
        assert_eq!(timeouts(connect, attempt, total).unwrap_err().to_string(), sentence);
    }
}

#[test]
fn the_default_limits_keep_the_rules() {
    let limits = Timeouts::default();
    assert_eq!(Timeouts::new(limits.connect(), limits.attempt(), limits.total()), Ok(limits));
}
