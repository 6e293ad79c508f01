//! What the operating system allows and counts.

#[cfg(unix)]
pub use unix::{allow_many_files, processor_time};

#[cfg(unix)]
mod unix {
    use nix::sys::resource::{Resource, UsageWho, getrlimit, getrusage, setrlimit};
    use nix::sys::time::TimeValLike as _;

    use crate::Failure;

    /// Allows as many open connections as may be.
    pub fn allow_many_files() -> Result<(), Failure> {
        let (_, most) = getrlimit(Resource::RLIMIT_NOFILE)?;
        Ok(setrlimit(Resource::RLIMIT_NOFILE, most, most)?)
    }

    /// Microseconds of processor time that this process has used, in its own code and in the kernel's.
    pub fn processor_time() -> Result<i64, Failure> {
        let usage = getrusage(UsageWho::RUSAGE_SELF)?;
        Ok(usage.user_time().num_microseconds() + usage.system_time().num_microseconds())
    }
}

#[cfg(not(unix))]
pub use elsewhere::{allow_many_files, processor_time};

#[cfg(not(unix))]
mod elsewhere {
    use crate::Failure;

    /// There is no limit to raise.
    pub fn allow_many_files() -> Result<(), Failure> {
        Ok(())
    }

    /// Not counted here.
    pub fn processor_time() -> Result<i64, Failure> {
        Err("processor time is counted on Unix only".into())
    }
}
