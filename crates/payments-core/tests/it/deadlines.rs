use std::time::Duration;

use payments_core::{Deadlines, InvalidField};

fn deadlines(connect: u64, attempt: u64, total: u64) -> Result<(u64, u64, u64), InvalidField> {
    let seconds = Duration::from_secs;
    Deadlines::new(seconds(connect), seconds(attempt), seconds(total))
        .map(|limits| (limits.connect().as_secs(), limits.attempt().as_secs(), limits.total().as_secs()))
}

#[test]
fn connecting_is_shorter_than_an_attempt_and_an_attempt_no_longer_than_the_whole() {
    assert_eq!(deadlines(1, 2, 2), Ok((1, 2, 2)));
    assert_eq!(deadlines(3, 20, 45), Ok((3, 20, 45)));
}

#[test]
fn limits_out_of_order_are_refused_by_name() {
    let refused = [
        (0, 2, 3, "connect deadline must be above zero"),
        (2, 2, 3, "connect deadline must be shorter than the attempt deadline"),
        (3, 2, 9, "connect deadline must be shorter than the attempt deadline"),
        (1, 3, 2, "attempt deadline must not be longer than the total deadline"),
    ];
    for (connect, attempt, total, sentence) in refused {
        assert_eq!(deadlines(connect, attempt, total).unwrap_err().to_string(), sentence);
    }
}

#[test]
fn the_default_limits_keep_the_rules() {
    let limits = Deadlines::default();
    assert_eq!(Deadlines::new(limits.connect(), limits.attempt(), limits.total()), Ok(limits));
}
