//! What a run costs.

/// Nanoseconds of processor time that this thread has used; other programs on the machine do not count. `None` where there is no
/// such clock.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub fn processor_time() -> Option<u64> {
    use nix::time::{ClockId, clock_gettime};

    let time = clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).ok()?;
    let (seconds, nanoseconds) = (u64::try_from(time.tv_sec()).ok()?, u64::try_from(time.tv_nsec()).ok()?);
    Some(seconds * 1_000_000_000 + nanoseconds)
}

/// Nanoseconds of processor time that this thread has used. `None` where there is no such clock.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub fn processor_time() -> Option<u64> {
    None
}
