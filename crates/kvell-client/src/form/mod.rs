//! The card-binding form, which only the payer's browser opens.

mod preauthorize;
mod return_url;

pub use preauthorize::{Preauthorize, SignedForm};
pub use return_url::ReturnUrl;
