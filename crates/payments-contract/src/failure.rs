//! What a call or a check comes to.

use std::error::Error;

/// Why a case failed. `?` converts any error or text into one.
pub type Failure = Box<dyn Error + Send + Sync>;

/// The result of a case's call and of a check. A failed `assert_eq!` counts as a failure as well.
pub type Checked = Result<(), Failure>;
