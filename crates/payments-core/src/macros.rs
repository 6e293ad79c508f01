//! Macros shared by the clients: open enums, builder settings and the registry.

/// Declares an enum that also keeps values it does not list: the provider's known words are variants, any other word is
/// kept as text.
///
/// An unknown word is readable with `as_str()` and equals itself, but has no public payload to match on, so adding a
/// variant for it later is not a breaking change. Several spellings may be read as one variant; the first is the one
/// that is written.
///
/// ```
/// payments_core::open_enum! {
///     /// The status of an order.
///     pub enum OrderStatus {
///         /// Cancelled, and nothing was paid.
///         Cancelled = "cancelled" | "canceled",
///         /// Paid.
///         Paid = "paid",
///     }
/// }
///
/// assert_eq!(OrderStatus::from("canceled"), OrderStatus::Cancelled);
/// assert_eq!(OrderStatus::from("on_hold").as_str(), "on_hold");
/// assert!(!OrderStatus::from("on_hold").is_known());
/// ```
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident {
            $($(#[$variant_meta:meta])* $variant:ident = $word:literal $(| $alias:literal)*),* $(,)?
        }
    ) => {
        $(#[$meta])*
        ///
        /// An open enum: a word that is not listed is kept, see `as_str()`.
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        $visibility enum $name {
            $($(#[$variant_meta])* #[doc = concat!("On the wire: `", $word, "`.")] $variant,)*
            #[doc(hidden)]
            Unlisted($crate::macros::UnlistedWord),
        }

        impl $name {
            /// Every listed word, as it is written on the wire.
            pub const LISTED: &'static [&'static str] = &[$($word),*];

            /// The word, as the provider writes it.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)*
                    Self::Unlisted(word) => word.as_str(),
                }
            }

            /// Whether the word is one of those listed.
            pub const fn is_known(&self) -> bool {
                !matches!(self, Self::Unlisted(_))
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(word: &str) -> Self {
                match word {
                    $($word $(| $alias)* => Self::$variant,)*
                    _ => Self::Unlisted($crate::macros::UnlistedWord::new(word)),
                }
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.pad(&$crate::scrub(self.as_str()))
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(self, formatter)
            }
        }

        impl $crate::json::Lenient for $name {
            fn read<'de, D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<::core::option::Option<Self>, D::Error> {
                $crate::json::non_empty(deserializer)
            }
        }

        impl $crate::__private::FormText for $name {
            fn form_text(&self) -> ::std::borrow::Cow<'_, str> {
                self.as_str().into()
            }
        }

        impl $crate::__private::serde::Serialize for $name {
            fn serialize<S: $crate::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::read_word(deserializer)
            }
        }
    };
}

/// Defines the builder methods of a client that set its pipeline's settings, `self.pipeline`; use it among the
/// builder's methods. The four named ones have their own docs in each client, because they differ by provider.
#[doc(hidden)]
#[macro_export]
macro_rules! pipeline_settings {
    (
        $(#[$timeouts:meta])+ timeouts,
        $(#[$retry_policy:meta])+ retry_policy,
        $(#[$transport:meta])+ transport,
        $(#[$randomness:meta])+ randomness $(,)?
    ) => {
        $(#[$timeouts])+
        #[must_use]
        pub fn timeouts(mut self, timeouts: $crate::Timeouts) -> Self {
            self.pipeline = self.pipeline.timeouts(timeouts);
            self
        }

        $(#[$retry_policy])+
        #[must_use]
        pub fn retry_policy(mut self, policy: $crate::RetryPolicy) -> Self {
            self.pipeline = self.pipeline.retry_policy(policy);
            self
        }

        $(#[$transport])+
        #[must_use]
        pub fn transport(mut self, transport: impl $crate::Transport) -> Self {
            self.pipeline = self.pipeline.transport(transport);
            self
        }

        /// Sets the clock, in place of the system's.
        #[must_use]
        pub fn clock(mut self, clock: impl $crate::Clock) -> Self {
            self.pipeline = self.pipeline.clock(clock);
            self
        }

        $(#[$randomness])+
        #[must_use]
        pub fn randomness(mut self, randomness: impl $crate::Randomness) -> Self {
            self.pipeline = self.pipeline.randomness(randomness);
            self
        }

        /// Sets the maximum size of a response body, in bytes. Default: 1 MiB.
        #[must_use]
        pub fn response_limit(mut self, bytes: usize) -> Self {
            self.pipeline = self.pipeline.response_limit(bytes);
            self
        }
    };
}

/// A word without a variant. Its text is read through the enum's `as_str()`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UnlistedWord(Box<str>);

#[doc(hidden)]
impl UnlistedWord {
    pub fn new(word: &str) -> Self {
        Self(word.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The registry of a client: every endpoint once, by its module and its name.
///
/// Also exports the hidden macro `each_endpoint!`, which calls another macro with the list, so that nothing else keeps one.
#[doc(hidden)]
#[macro_export]
macro_rules! endpoints {
    ($client:ident: $($area:ident::$name:ident),* $(,)?) => {
        $crate::endpoints! { @with ($) $client: $($area::$name),* }
    };
    (@with ($dollar:tt) $client:ident: $($area:ident::$name:ident),*) => {
        /// List of all endpoints in this crate.
        pub const ENDPOINTS: &[$crate::EndpointInfo] = &[$($crate::EndpointInfo::of::<$area::$name>()),*];

        /// `each_endpoint!([path::of::a_macro] arguments)` calls that macro with the arguments and every endpoint.
        #[doc(hidden)]
        #[macro_export]
        macro_rules! each_endpoint {
            ([$dollar($dollar callback:tt)+] $dollar($dollar arguments:tt)*) => {
                $dollar($dollar callback)+! {
                    $dollar($dollar arguments)*; $([$area $name $client::$area::$name])*
                }
            };
        }
    };
}

/// The methods of a client that send requests, for a client with a `pipeline`; to be written among its methods.
#[doc(hidden)]
#[macro_export]
macro_rules! client_calls {
    ($provider:ty) => {
        /// Sends a request and returns the decoded response.
        ///
        /// # Errors
        ///
        /// [`Error::outcome`]($crate::Error::outcome) says whether the provider may have acted.
        pub async fn send<E: $crate::Endpoint<Provider = $provider>>(
            &self,
            request: &E,
        ) -> ::core::result::Result<E::Response, $crate::Error<$provider>> {
            Ok(self.pipeline.send(request).await?.value)
        }

        /// Sends a request and returns the decoded response with its HTTP status, headers and body.
        ///
        /// # Errors
        ///
        /// [`Error::outcome`]($crate::Error::outcome) says whether the provider may have acted.
        pub async fn send_with_http<E: $crate::Endpoint<Provider = $provider>>(
            &self,
            request: &E,
        ) -> ::core::result::Result<$crate::Response<E::Response>, $crate::Error<$provider>> {
            self.pipeline.send(request).await
        }

        /// Downloads a file, such as a report: passes it on to `write` in chunks, in order, and returns its size. See
        /// [`Pipeline::download`]($crate::Pipeline::download).
        ///
        /// # Errors
        ///
        /// Any failure; also if the file is too large, if its end is not marked, or if `write` fails. What was written before
        /// an error is not a whole file.
        pub async fn download<E: $crate::Download<Provider = $provider>>(
            &self,
            request: &E,
            write: impl FnMut(&[u8]) -> ::std::io::Result<()> + Send,
        ) -> ::core::result::Result<$crate::Response<u64>, $crate::Error<$provider>> {
            self.pipeline.download(request, write).await
        }
    };
}

/// Declares the environments of a provider with one host: their names in spans, their addresses, and one more for any
/// other address.
#[doc(hidden)]
#[macro_export]
macro_rules! environments {
    (
        $(#[$meta:meta])+
        pub enum Environment {
            $($(#[$variant_meta:meta])+ $variant:ident = $name:literal, $address:literal;)+
        }
        $(#[$at_meta:meta])+
        at
    ) => {
        $(#[$meta])+
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Environment {
            $($(#[$variant_meta])+ $variant,)+
            /// Another base URL: the sandbox, or your own proxy. Created by [`Environment::at`].
            Other($crate::BaseUrl),
        }

        impl Environment {
            $(#[$at_meta])+
            ///
            /// # Errors
            ///
            /// The URL is not absolute or not safe: `https` is required except on this machine (loopback).
            pub fn at(address: &str) -> ::core::result::Result<Self, $crate::UrlError> {
                $crate::BaseUrl::new(address).map(Self::Other)
            }

            /// Like [`at`](Self::at), and also accepts plain `http` to a host of a private network, such as a container's name.
            ///
            /// **Everyone in that network can read and change what is sent, keys and card numbers included**: for the sandbox
            /// only. See [`BaseUrl::unencrypted_in_private_network`]($crate::BaseUrl::unencrypted_in_private_network).
            ///
            /// # Errors
            ///
            /// As with [`at`](Self::at).
            pub fn at_unencrypted_in_private_network(address: &str) -> ::core::result::Result<Self, $crate::UrlError> {
                $crate::BaseUrl::unencrypted_in_private_network(address).map(Self::Other)
            }

            /// The base URL, for [`ReqwestTransport::builder`]($crate::ReqwestTransport::builder).
            ///
            /// # Errors
            ///
            /// None in practice: the built-in URLs are valid, and [`Self::at`] has checked that of [`Self::Other`].
            pub fn base_url(&self) -> ::core::result::Result<$crate::BaseUrl, $crate::BuildError> {
                let address = match self {
                    $(Self::$variant => $address,)+
                    Self::Other(address) => return Ok(address.clone()),
                };
                let invalid = |error: $crate::UrlError| $crate::InvalidField::new("environment", error.to_string());
                Ok($crate::BaseUrl::new(address).map_err(invalid)?)
            }

            const fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                    Self::Other(_) => "other",
                }
            }
        }
    };
}
