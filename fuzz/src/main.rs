//! One binary for all targets: built for libFuzzer it is a target, which `FUZZ_TARGET` names; otherwise it builds and runs
//! them, for `cargo xtask fuzz`.

#![cfg_attr(fuzzing, no_main)]
#![cfg_attr(fuzzing, allow(clippy::exit, clippy::print_stderr, reason = "libFuzzer has the `main` that could return"))]

#[cfg(fuzzing)]
mod fuzzed {
    use std::process::exit;
    use std::sync::{LazyLock, Mutex, PoisonError};

    use payments_fuzz::watch::Watch;
    use payments_fuzz::{TARGET_VARIABLE, Target};

    static WATCH: Mutex<Watch> = Mutex::new(Watch::new());

    static CHOSEN: LazyLock<&'static Target> = LazyLock::new(|| match std::env::var(TARGET_VARIABLE) {
        Ok(name) => payments_fuzz::target(&name).unwrap_or_else(|| {
            eprintln!("there is no target {name:?}");
            exit(2)
        }),
        Err(_) => {
            eprintln!("{TARGET_VARIABLE} names no target");
            exit(2)
        }
    });

    // Once before the time of an input is taken: some targets make a key first.
    libfuzzer_sys::fuzz_target!(init: (CHOSEN.run)(b""), |bytes: &[u8]| {
        WATCH.lock().unwrap_or_else(PoisonError::into_inner).run(CHOSEN.run, bytes);
    });
}

#[cfg(not(fuzzing))]
mod driver;

#[cfg(not(fuzzing))]
fn main() -> std::process::ExitCode {
    use std::io::{Write as _, stderr};
    use std::process::ExitCode;

    match driver::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            let _ = writeln!(stderr(), "fuzz: {failure}");
            ExitCode::FAILURE
        }
    }
}
