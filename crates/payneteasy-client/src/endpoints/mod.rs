//! One file per endpoint: the request, its rules, and the declaration of how it is called.

use payments_core::EndpointInfo;

/// Lists the endpoints once: as modules, as exports and as the registry.
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
