//! `cargo xtask budget`: the crates that users depend on.

use payments_checks::budget::{Count, counts};
use payments_checks::{Failure, print};

fn main() -> Result<(), Failure> {
    let counts = counts()?;
    for Count { what, crates, limit } in &counts {
        print(&format!("{what}: {crates} crates (at most {limit})\n"))?;
    }
    match counts.iter().find(|count| count.crates > count.limit) {
        None => Ok(()),
        Some(Count { what, crates, limit }) => {
            Err(format!("{what}: {crates} crates are over the limit of {limit}").into())
        }
    }
}
