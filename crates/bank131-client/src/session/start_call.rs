//! Calls that start a payment or a payout: in a session of their own, or in one that exists.

/// Declares a request that starts an operation. `by key` makes a session of its own, under an idempotency key; `in session` uses one
/// that exists. The response is the [`Session`](crate::session::Session).
///
/// `$terms` says what is started: [`NewPayment`](crate::session::NewPayment), [`NewPayout`](crate::session::NewPayout) or
/// [`AccountTransfer`](crate::account::AccountTransfer). After the evidence stands what the request needs beside it, and the method
/// of the terms that takes it.
macro_rules! start_call {
    (
        $(#[$meta:meta])*
        pub struct $name:ident by key;

        $(#[$new_meta:meta])*
        pub fn new($operation:ident: $terms:ty $(, $argument:ident: $argument_type:ty => $take:ident)?);

        const NAME = $call:expr;
        $(const VERSION = $version:ident;)?
        const EVIDENCE = $evidence:expr;
        const CARD_DATA = $card_data:expr;
        $(validate = $validate:path;)?
        $(without_webhook = $without_webhook:expr;)?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        pub struct $name {
            idempotency_key: $crate::IdempotencyKey,
            $operation: $terms,
            version: $crate::ApiVersion,
        }

        impl $name {
            $(#[$new_meta])*
            pub fn new(idempotency_key: $crate::IdempotencyKey, $operation: $terms $(, $argument: $argument_type)?) -> Self {
                let version = $crate::ApiVersion::default();
                Self { idempotency_key, $operation: $operation$(.$take($argument))?, version }
            }

            /// The idempotency key.
            pub const fn idempotency_key(&self) -> &$crate::IdempotencyKey {
                &self.idempotency_key
            }
        }

        $crate::session::start_call::start_call! {
            @endpoint $name, $operation, $call, $evidence, $card_data, [$($version)?], [$($validate)?],

            fn headers(&self, headers: &mut ::http::HeaderMap) -> ::core::result::Result<(), ::payments_core::InvalidField> {
                headers.insert($crate::authenticator::IDEMPOTENCY_KEY, self.idempotency_key.to_header()?);
                Ok(())
            }

            fn decode(
                &self,
                response: &::payments_core::RawResponse,
            ) -> ::core::result::Result<$crate::session::Session, ::payments_core::DecodeError> {
                let session = $crate::provider::decode_session(response)?;
                self.$operation.check_echo(&session)?;
                Ok(session)
            }
        }

        impl ::payments_core::Recover for $name {
            // The bank's SDK sends the key here; no available document says what the bank does with it.
            const IDEMPOTENCY: ::payments_core::Idempotency = ::payments_core::Idempotency::KeyedUndocumented;

            fn recovery(&self, refusal: ::core::option::Option<&$crate::Refusal>) -> $crate::Recovery {
                $crate::recovery::by_key(refusal, $crate::session::start_call::start_call!(@told $($without_webhook)?))
            }

            $crate::session::start_call::start_call! { @stored $($without_webhook)? }
        }
    };
    (
        $(#[$meta:meta])*
        pub struct $name:ident in session;

        $(#[$new_meta:meta])*
        pub fn new($operation:ident: $terms:ty $(, $argument:ident: $argument_type:ty => $take:ident)?);

        const NAME = $call:expr;
        $(const VERSION = $version:ident;)?
        const EVIDENCE = $evidence:expr;
        const CARD_DATA = $card_data:expr;
        $(validate = $validate:path;)?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        pub struct $name {
            session_id: $crate::session::SessionId,
            $operation: $terms,
            version: $crate::ApiVersion,
        }

        impl $name {
            $(#[$new_meta])*
            pub fn new(
                session_id: $crate::session::SessionId,
                $operation: $terms
                $(, $argument: $argument_type)?
            ) -> Self {
                let $operation = $operation.in_session(session_id.clone())$(.$take($argument))?;
                Self { session_id, $operation, version: $crate::ApiVersion::default() }
            }
        }

        $crate::session::start_call::start_call! {
            @endpoint $name, $operation, $call, $evidence, $card_data, [$($version)?], [session_id $($validate)?],

            fn decode(
                &self,
                response: &::payments_core::RawResponse,
            ) -> ::core::result::Result<$crate::session::Session, ::payments_core::DecodeError> {
                let session = $crate::provider::decode_session_of(&self.session_id, response)?;
                self.$operation.check_echo(&session)?;
                Ok(session)
            }
        }

        impl ::payments_core::Recover for $name {
            // The session is queried instead: it is known.
            const IDEMPOTENCY: ::payments_core::Idempotency = ::payments_core::Idempotency::None;

            fn recovery(&self, _refusal: ::core::option::Option<&$crate::Refusal>) -> $crate::Recovery {
                let status = $crate::session::SessionStatus::new(self.session_id.clone()).api_version(self.version);
                $crate::Recovery::Ask($crate::StatusQuery::Session(status))
            }
        }
    };

    (@endpoint $name:ident, $operation:ident, $call:expr, $evidence:expr, $card_data:expr, [$($version:ident)?], [$($validate:tt)*], $($methods:item)*) => {
        $crate::session::start_call::start_call! { @version $name, $operation, [$($version)?] }

        impl ::payments_core::Endpoint for $name {
            type Provider = $crate::Bank131;
            type Response = $crate::session::Session;
            type Effect = ::payments_core::MovesMoney;

            const NAME: &'static str = $call;
            const METHOD: ::http::Method = ::http::Method::POST;
            const PATH: &'static str = concat!("api/{version}/", $call);
            const EVIDENCE: ::payments_core::Evidence = $evidence;
            const CARD_DATA: ::payments_core::CardData = $card_data;

            fn path(&self) -> ::payments_core::Path<'_> {
                ::payments_core::Path::new(Self::PATH).with("version", self.version.segment())
            }

            fn card_data(&self) -> ::payments_core::CardData {
                self.$operation.card_data()
            }

            fn validate(&self) -> ::core::result::Result<(), ::payments_core::InvalidField> {
                $crate::session::start_call::start_call! { @validate self, $operation, $($validate)* }
                self.$operation.validate()
            }

            fn body(&self) -> ::core::result::Result<::payments_core::Body, ::payments_core::InvalidField> {
                self.$operation.body()
            }

            $($methods)*
        }
    };

    (@version $name:ident, $operation:ident, []) => {
        impl $name {
            /// Sends it in this version of the API. Default: version 1.
            #[must_use]
            pub fn api_version(mut self, version: $crate::ApiVersion) -> Self {
                self.version = version;
                self.$operation = self.$operation.in_version(version);
                self
            }
        }
    };
    (@version $name:ident, $operation:ident, [Only1]) => {};

    (@validate $self:ident, $operation:ident, session_id $($validate:path)?) => {
        $self.session_id.validate()?;
        $($validate(&$self.$operation)?;)?
    };
    (@validate $self:ident, $operation:ident, $($validate:path)?) => {
        $($validate(&$self.$operation)?;)?
    };

    (@told) => { $crate::Recovery::AwaitCallback };
    (@told $why:expr) => { $crate::Recovery::AskAPerson(::payments_core::Why::new($why)) };
    (@stored) => {};
    (@stored $why:expr) => {
        fn stored_recovery(&self) -> $crate::Recovery {
            match ::payments_core::Endpoint::card_data(self) {
                ::payments_core::CardData::None => $crate::Recovery::Resend,
                _ => $crate::Recovery::AskAPerson(::payments_core::Why::new($why)),
            }
        }
    };
}

pub(crate) use start_call;
