//! One file per endpoint: the request, its validation and its declaration.

use payments_core::EndpointInfo;

/// Lists the endpoints once: as modules, as exports and as the registry.
macro_rules! endpoints {
    ($($module:ident::$request:ident),* $(,)?) => {
        $(mod $module;)*
        $(pub use $module::$request;)*

        /// Every endpoint of this crate, as data.
        pub const ENDPOINTS: &[EndpointInfo] = &[$(EndpointInfo::of::<$request>()),*];
    };
}

endpoints! {
    session_cancel::SessionCancel,
    session_confirm::SessionConfirm,
    session_multi_init::SessionMultiInit,
    session_status::SessionStatus,
}
