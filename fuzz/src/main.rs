//! The entry point for libFuzzer: one binary for all targets. `FUZZ_TARGET` says which; without it they are listed, each on
//! a line with its further folders of inputs.

#![cfg_attr(fuzzing, no_main)]
#![cfg_attr(
    fuzzing,
    allow(
        clippy::exit,
        clippy::print_stderr,
        clippy::print_stdout,
        reason = "libFuzzer has the `main` that could return"
    )
)]

#[cfg(fuzzing)]
mod fuzzed {
    use std::process::exit;
    use std::sync::{LazyLock, Mutex, PoisonError};

    use payments_fuzz::watch::Watch;
    use payments_fuzz::{TARGET_VARIABLE, TARGETS, Target};

    static WATCH: Mutex<Watch> = Mutex::new(Watch::new());

    static CHOSEN: LazyLock<&'static Target> = LazyLock::new(|| match std::env::var(TARGET_VARIABLE) {
        Ok(name) => payments_fuzz::target(&name).unwrap_or_else(|| {
            eprintln!("there is no target {name:?}");
            exit(2)
        }),
        Err(_) => {
            TARGETS.iter().for_each(|target| println!("{} {}", target.name, target.seeds.join(" ")));
            exit(0)
        }
    });

    // Once before the time of an input is taken: some targets make a key first.
    libfuzzer_sys::fuzz_target!(init: (CHOSEN.run)(b""), |bytes: &[u8]| {
        WATCH.lock().unwrap_or_else(PoisonError::into_inner).run(CHOSEN.run, bytes);
    });
}

#[cfg(not(fuzzing))]
fn main() -> Result<(), &'static str> {
    Err("this binary is of use with libFuzzer only: `cargo xtask fuzz`")
}
