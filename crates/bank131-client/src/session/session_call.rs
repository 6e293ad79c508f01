//! Calls about a session that exists.

/// Declares a request about a session that exists, whose response is the [`Session`](crate::session::Session):
/// `POST /api/v1/<name>` with `{"session_id": "ps_…"}`, in version 1 or 2 of the API.
///
/// After the name, the evidence and the effect come further fields of the body, as in
/// [`json_fields!`](payments_core::json_fields). A call that moves money is recovered by `session/status`.
macro_rules! session_call {
    (
        $(#[$meta:meta])*
        pub struct $name:ident;

        $(#[$new_meta:meta])*
        pub fn new;

        const NAME = $call:literal;
        const EVIDENCE = $evidence:expr;
        type Effect = $effect:ident;

        $($fields:tt)*
    ) => {
        ::payments_core::json_fields! {
            $(#[$meta])*
            #[derive(Clone, Debug, PartialEq, Eq)]
            pub struct $name;

            fn in_version;

            unsent version: $crate::ApiVersion;
            required session_id: $crate::session::SessionId = "session_id";
            $($fields)*
        }

        impl $name {
            $(#[$new_meta])*
            pub fn new(session_id: $crate::session::SessionId) -> Self {
                Self::in_version($crate::ApiVersion::default(), session_id)
            }

            /// Sends it in this version of the API. Default: version 1. The body is the same in both.
            #[must_use]
            pub const fn api_version(mut self, version: $crate::ApiVersion) -> Self {
                self.version = version;
                self
            }
        }

        impl ::payments_core::Endpoint for $name {
            type Provider = $crate::Bank131;
            type Response = $crate::session::Session;
            type Effect = $effect;

            const NAME: &'static str = $call;
            const METHOD: ::http::Method = ::http::Method::POST;
            const PATH: &'static str = concat!("api/{version}/", $call);
            const EVIDENCE: ::payments_core::Evidence = $evidence;

            fn path(&self) -> ::payments_core::Path<'_> {
                ::payments_core::Path::new(Self::PATH).with("version", self.version.segment())
            }

            fn validate(&self) -> Result<(), ::payments_core::InvalidField> {
                self.session_id.validate()?;
                self.check_fields()
            }

            fn body(&self) -> Result<::payments_core::Body, ::payments_core::InvalidField> {
                self.to_body()
            }

            fn decode(
                &self,
                response: &::payments_core::RawResponse,
            ) -> Result<$crate::session::Session, ::payments_core::DecodeError> {
                $crate::provider::decode_session_of(&self.session_id, response)
            }
        }

        $crate::session::session_call::session_call! { @recover $name, $effect }
    };

    (@recover $name:ident, Reads) => {};
    (@recover $name:ident, MovesMoney) => {
        impl ::payments_core::Recover for $name {
            // The requests carry no idempotency key.
            const IDEMPOTENCY: ::payments_core::Idempotency = ::payments_core::Idempotency::None;

            fn recovery(&self, _refusal: ::core::option::Option<&$crate::Refusal>) -> $crate::Recovery {
                let status = $crate::session::SessionStatus::new(self.session_id.clone()).api_version(self.version);
                $crate::Recovery::Ask($crate::StatusQuery::Session(status))
            }
        }
    };
}

pub(super) use session_call;
