//! The six calls of a kind of account.

/// Declares the calls of a kind of account: the end of their paths, its name in words, how a payout to an account is checked and how
/// a payout to a card is, then the six names.
macro_rules! account_calls {
    (
        $end:literal, $account:literal, $check_payout:path, $check_transfer:path;
        $create:ident, $init_payout:ident, $start_payout:ident,
        $multi_create:ident, $multi_init:ident, $multi_start:ident
    ) => {
        use ::payments_core::{CardData, Evidence};

        use $crate::account::AccountTransfer;
        use $crate::account::calls::create_call;
        use $crate::session::NewPayout;
        use $crate::session::start_call::start_call;

        create_call! {
            #[doc = concat!("Request of `session/create/", $end, "`: opens a session for a payout from ", $account, " to a bank account.")]
            /// No money moves. The response is the [`Session`](crate::session::Session), `created`.
            ///
            #[doc = concat!("`POST /api/v1/session/create/", $end, "` with `{}`. If the response is lost, send it again.")]
            ///
            #[doc = concat!("Source: Bank 131, payouts from ", $account, ".")]
            pub struct $create;

            const NAME = concat!("session/create/", $end);
            const VERSION = Only1;
        }

        start_call! {
            #[doc = concat!("Request of `session/init/payout/", $end, "`: opens a session and pays out from ", $account, " to a bank account.")]
            /// It moves money. The response is the [`Session`](crate::session::Session), in progress.
            ///
            #[doc = concat!("`POST /api/v1/session/init/payout/", $end, "` with the members of [`NewPayout`].")]
            /// After a lost response the session is unknown: see [`SessionInitPayment`](crate::session::SessionInitPayment).
            ///
            #[doc = concat!("Source: Bank 131, payouts from ", $account, ".")]
            pub struct $init_payout by key;

            /// Creates a request to start this payout.
            pub fn new(payout: NewPayout);

            const NAME = concat!("session/init/payout/", $end);
            const EVIDENCE = Evidence::Documented;
            const CARD_DATA = CardData::NumberAndSecurityCode;
            validate = $check_payout;
        }

        start_call! {
            #[doc = concat!("Request of `session/start/payout/", $end, "`: pays out from ", $account, " to a bank account, in a session that")]
            #[doc = concat!("[`", stringify!($create), "`] has opened. It moves money. The response is the [`Session`](crate::session::Session).")]
            ///
            #[doc = concat!("`POST /api/v1/session/start/payout/", $end, "` with `session_id` and the members of [`NewPayout`].")]
            /// After a lost response query `session/status`.
            ///
            #[doc = concat!("Source: Bank 131, payouts from ", $account, ".")]
            pub struct $start_payout in session;

            /// Creates a request to start this payout in this session.
            pub fn new(payout: NewPayout);

            const NAME = concat!("session/start/payout/", $end);
            const VERSION = Only1;
            const EVIDENCE = Evidence::Documented;
            const CARD_DATA = CardData::NumberAndSecurityCode;
            validate = $check_payout;
        }

        create_call! {
            #[doc = concat!("Request of `session/multi/create/", $end, "`: opens a session for a payout from ", $account, " to a card.")]
            /// No money moves. The response is the [`Session`](crate::session::Session), `created`.
            ///
            #[doc = concat!("`POST /api/v1/session/multi/create/", $end, "` with `{}`. If the response is lost, send it again.")]
            ///
            #[doc = concat!("Source: Bank 131, payouts from ", $account, " to cards.")]
            pub struct $multi_create;

            const NAME = concat!("session/multi/create/", $end);
        }

        start_call! {
            #[doc = concat!("Request of `session/multi/init/payment/", $end, "`: opens a session and pays out from ", $account, " to a card.")]
            /// It moves money. The response is the [`Session`](crate::session::Session), in progress.
            ///
            #[doc = concat!("`POST /api/v1/session/multi/init/payment/", $end, "` with the members of [`AccountTransfer`].")]
            /// After a lost response the session is unknown: see [`SessionInitPayment`](crate::session::SessionInitPayment).
            ///
            #[doc = concat!("Source: Bank 131, payouts from ", $account, " to cards.")]
            pub struct $multi_init by key;

            /// Creates a request to start this payout.
            pub fn new(transfer: AccountTransfer);

            const NAME = concat!("session/multi/init/payment/", $end);
            const EVIDENCE = Evidence::Documented;
            const CARD_DATA = CardData::NumberAndSecurityCode;
            validate = $check_transfer;
        }

        start_call! {
            #[doc = concat!("Request of `session/multi/start/payment/", $end, "`: pays out from ", $account, " to a card, in a session that")]
            #[doc = concat!("[`", stringify!($multi_create), "`] has opened. It moves money. The response is the [`Session`](crate::session::Session).")]
            ///
            #[doc = concat!("`POST /api/v1/session/multi/start/payment/", $end, "` with `session_id` and the members of [`AccountTransfer`].")]
            /// After a lost response query `session/status`.
            ///
            #[doc = concat!("Source: Bank 131, payouts from ", $account, " to cards.")]
            pub struct $multi_start in session;

            /// Creates a request to start this payout in this session.
            pub fn new(transfer: AccountTransfer);

            const NAME = concat!("session/multi/start/payment/", $end);
            const EVIDENCE = Evidence::Documented;
            const CARD_DATA = CardData::NumberAndSecurityCode;
            validate = $check_transfer;
        }
    };
}

/// Declares a request that opens an empty session for a payout from an account.
macro_rules! create_call {
    (
        $(#[$meta:meta])*
        pub struct $name:ident;

        const NAME = $call:expr;
        $(const VERSION = $version:ident;)?
    ) => {
        ::payments_core::json_fields! {
            $(#[$meta])*
            #[derive(Clone, Debug)]
            pub struct $name;

            fn in_version;

            unsent version: $crate::ApiVersion;
            /// Sets your metadata, any JSON, which comes back in responses and webhooks.
            optional metadata: ::payments_core::json::Json = "metadata";
        }

        impl $name {
            /// Creates a request for an empty session.
            pub fn new() -> Self {
                Self::in_version($crate::ApiVersion::default())
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        $crate::account::calls::create_call! { @version $name, [$($version)?] }

        impl ::payments_core::Endpoint for $name {
            type Provider = $crate::Bank131;
            type Response = $crate::session::Session;
            type Effect = ::payments_core::Changes;

            const NAME: &'static str = $call;
            const METHOD: ::http::Method = ::http::Method::POST;
            const PATH: &'static str = concat!("api/{version}/", $call);
            const EVIDENCE: ::payments_core::Evidence = ::payments_core::Evidence::Documented;

            fn path(&self) -> ::payments_core::Path<'_> {
                ::payments_core::Path::new(Self::PATH).with("version", self.version.segment())
            }

            fn body(&self) -> ::core::result::Result<::payments_core::Body, ::payments_core::InvalidField> {
                self.to_body()
            }

            fn decode(
                &self,
                response: &::payments_core::RawResponse,
            ) -> ::core::result::Result<$crate::session::Session, ::payments_core::DecodeError> {
                $crate::provider::decode_session(response)
            }
        }
    };
    (@version $name:ident, []) => {
        impl $name {
            /// Sends it in this version of the API. Default: version 1. The body is the same in both.
            #[must_use]
            pub const fn api_version(mut self, version: $crate::ApiVersion) -> Self {
                self.version = version;
                self
            }
        }
    };
    (@version $name:ident, [Only1]) => {};
}

pub(super) use {account_calls, create_call};
