//! Calls about a subscription.

/// Declares a request about a subscription, whose response is a status and nothing else: `POST /api/v1/<name>` with
/// `{"subscription_id": "…"}`.
macro_rules! subscription_call {
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

            /// Creates a request for this subscription.
            pub fn new;

            /// The subscription.
            required subscription_id: $crate::subscription::SubscriptionId = "subscription_id";
        }

        impl ::payments_core::Endpoint for $name {
            type Provider = $crate::Bank131;
            type Response = ();
            type Effect = ::payments_core::$effect;

            const NAME: &'static str = $call;
            const METHOD: ::http::Method = ::http::Method::POST;
            const PATH: &'static str = concat!("api/v1/", $call);
            const EVIDENCE: ::payments_core::Evidence = ::payments_core::Evidence::OfficialSdk;

            fn validate(&self) -> ::core::result::Result<(), ::payments_core::InvalidField> {
                self.check_fields()?;
                self.subscription_id.validate()
            }

            fn body(&self) -> ::core::result::Result<::payments_core::Body, ::payments_core::InvalidField> {
                self.to_body()
            }

            fn decode(
                &self,
                response: &::payments_core::RawResponse,
            ) -> ::core::result::Result<Self::Response, ::payments_core::DecodeError> {
                $crate::provider::decode_ok(response)
            }
        }
    };
}

pub(super) use subscription_call;
