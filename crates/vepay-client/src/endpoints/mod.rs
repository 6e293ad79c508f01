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
    card_del::{CardDel, CardDelResponse},
    card_get::{CardGet, CardGetResponse},
    card_info::{CardInfo},
    card_reg::{CardReg, CardRegResponse},
    check::{Check, CheckResponse},
}
