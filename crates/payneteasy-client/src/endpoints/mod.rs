//! Endpoints, one per file: the request, its rules, the response, and how it is sent.

use payments_core::EndpointInfo;

/// Declares each endpoint once, as a module, as exports and in the registry.
macro_rules! endpoints {
    ($($module:ident::{$request:ident $(, $answer:ident)*}),* $(,)?) => {
        $(mod $module;)*
        $(pub use $module::{$request $(, $answer)*};)*

        /// Every endpoint of this crate, as data.
        pub const ENDPOINTS: &[EndpointInfo] = &[$(EndpointInfo::of::<$request>()),*];
    };
}

endpoints! {
    create_card_ref::{CreateCardRef, CreateCardRefResponse},
    status::{Status, StatusResponse, PayerAction},
    transfer_form::{TransferForm, TransferFormResponse},
}
