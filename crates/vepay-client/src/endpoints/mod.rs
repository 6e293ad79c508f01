//! One file per endpoint: the request, its validation and its endpoint declaration.

use payments_core::EndpointInfo;

/// Declares each endpoint once: as a module, as exports and in the registry.
macro_rules! endpoints {
    ($($module:ident::{$request:ident $(, $answer:ident)*}),* $(,)?) => {
        $(mod $module;)*
        $(pub use $module::{$request $(, $answer)*};)*

        /// All endpoints of this crate, as data.
        pub const ENDPOINTS: &[EndpointInfo] = &[$(EndpointInfo::of::<$request>()),*];
    };
}

endpoints! {
    card_del::{CardDel, CardDelResponse},
    card_get::{CardGet, CardGetResponse},
    card_info::{CardInfo},
    card_reg::{CardReg, CardRegResponse},
    check::{Check, CheckResponse},
}
