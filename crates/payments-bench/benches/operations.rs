//! `cargo bench`: every operation by itself. `cargo xtask bench` makes the ratios from these.

use std::time::Duration;

use criterion::Criterion;
use payments_bench::Failure;
use payments_bench::keys::Key;
use payments_bench::operations::{Operation, answer_into_value, light, signed};

fn main() -> Result<(), Failure> {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .sample_size(40)
        .configure_from_args();
    for operation in operations()? {
        criterion.bench_function(operation.name(), |bencher| bencher.iter(|| operation.run()));
    }
    criterion.final_summary();
    Ok(())
}

fn operations() -> Result<Vec<Operation>, Failure> {
    let mut operations = light()?;
    operations.push(answer_into_value()?);
    let short = Key::rsa2048()?;
    operations.extend(signed("rsa-2048/bare", Some("bank131/call/rsa-2048"), "payneteasy/call/rsa-2048", short)?);
    let long = Key::rsa4096()?;
    operations.extend(signed("rsa-4096/bare", None, "payneteasy/call/rsa-4096", long)?);
    Ok(operations)
}
