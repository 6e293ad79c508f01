//! Calls about a recurrent token.

/// Declares a request about a recurrent token, whose response is its [`RecurrentDetails`](crate::recurrent::RecurrentDetails):
/// `POST /api/v1/<name>` with `{"recurrent": {"token": "…"}}`.
macro_rules! token_call {
    (
        $(#[$meta:meta])*
        pub struct $name:ident;

        const NAME = $call:literal;
        type Effect = $effect:ident;
    ) => {
        ::payments_core::json_fields! {
            $(#[$meta])*
            #[derive(Clone, Debug, PartialEq, Eq)]
            pub struct $name;

            /// Creates a request for this token.
            pub fn new;

            /// The token.
            required token: $crate::recurrent::RecurrentToken as $crate::secret_token::in_object = "recurrent";
        }

        impl ::payments_core::Endpoint for $name {
            type Provider = $crate::Bank131;
            type Response = $crate::recurrent::RecurrentDetails;
            type Effect = ::payments_core::$effect;

            const NAME: &'static str = $call;
            const METHOD: ::http::Method = ::http::Method::POST;
            const PATH: &'static str = concat!("api/v1/", $call);
            const EVIDENCE: ::payments_core::Evidence = ::payments_core::Evidence::OfficialSdk;

            fn validate(&self) -> ::core::result::Result<(), ::payments_core::InvalidField> {
                self.check_fields()?;
                $crate::secret_token::check_in_object("recurrent", &self.token)
            }

            fn body(&self) -> ::core::result::Result<::payments_core::Body, ::payments_core::InvalidField> {
                self.to_body()
            }

            fn decode(
                &self,
                response: &::payments_core::RawResponse,
            ) -> ::core::result::Result<Self::Response, ::payments_core::DecodeError> {
                $crate::recurrent::token::decode_details_of(&self.token, response)
            }
        }
    };
}

pub(super) use token_call;
