//! stub until merged
use crate::Failure;
pub(crate) fn run(_json: bool) -> Result<(), Failure> {
    Ok(())
}
