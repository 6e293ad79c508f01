//! The programs of the guides in `docs/guides`, one file each. A test runs them against the sandbox, and checks that the guides show
//! them as they are.

pub mod bank131;
