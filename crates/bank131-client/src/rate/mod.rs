//! Exchange rates: what a transfer into another currency would come to.

mod calculate;

pub use calculate::{Calculate, CalculateResponse, CalculatedAmounts, CalculatedExchange, CalculatedRate};
