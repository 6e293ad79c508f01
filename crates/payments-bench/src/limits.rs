//! What the operating system allows.

use crate::Failure;

/// Allows as many open connections as may be.
pub fn allow_many_files() -> Result<(), Failure> {
    #[cfg(unix)]
    {
        use nix::sys::resource::{Resource, getrlimit, setrlimit};

        let (_, most) = getrlimit(Resource::RLIMIT_NOFILE)?;
        setrlimit(Resource::RLIMIT_NOFILE, most, most)?;
    }
    Ok(())
}
