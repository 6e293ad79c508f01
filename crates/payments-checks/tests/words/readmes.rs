//! A README shows code before it explains.

use crate::files;

/// So far down a reader looks before the first code.
const FIRST_CODE: usize = 15;

const READMES: &[&str] = &[
    "README.md",
    "README.ru.md",
    "crates/payments-core/README.md",
    "crates/payments-core/README.ru.md",
    "crates/bank131-client/README.md",
    "crates/bank131-client/README.ru.md",
    "crates/kvell-client/README.md",
    "crates/kvell-client/README.ru.md",
    "crates/payneteasy-client/README.md",
    "crates/payneteasy-client/README.ru.md",
    "crates/vepay-client/README.md",
    "crates/vepay-client/README.ru.md",
];

#[test]
fn readmes_begin_with_code() {
    for readme in READMES {
        let text = files::read(readme);
        let first = text.lines().position(|line| line.starts_with("```rust")).map(|index| index + 1);
        assert!(first.is_some_and(|line| line <= FIRST_CODE), "{readme}: the first code is in line {first:?}");
    }
}
