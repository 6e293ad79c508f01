//! Objects of one of several kinds.

/// Declares an object of one of several kinds, as the bank writes it: `{"type": "alpha", "alpha": {…}}`. It is sent, and read from
/// responses.
///
/// After the name come the member that names the kind, and its type. A line is a kind with details: a public field, and a
/// constructor of the same name. A kind without details is sent with an empty object, by `of_kind`.
macro_rules! tagged {
    (
        $(#[$meta:meta])*
        pub struct $name:ident: $tag:literal $kind:ty;

        $($(#[$member_meta:meta])* $member:ident: $type:ty = $wire:literal;)*
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, ::serde::Deserialize)]
        #[non_exhaustive]
        pub struct $name {
            /// The kind.
            #[serde(default, rename = $tag, deserialize_with = "::payments_core::json::non_empty")]
            pub kind: ::core::option::Option<$kind>,
            $(
                $(#[$member_meta])*
                #[serde(default, rename = $wire, deserialize_with = "::payments_core::json::object")]
                pub $member: ::core::option::Option<$type>,
            )*
        }

        impl $name {
            /// Creates one of a kind that needs no details.
            pub fn of_kind(kind: $kind) -> Self {
                Self { kind: ::core::option::Option::Some(kind), ..Self::default() }
            }

            $(
                $(#[$member_meta])*
                pub fn $member($member: $type) -> Self {
                    Self { $member: ::core::option::Option::Some($member), ..Self::of_kind($wire.into()) }
                }
            )*
        }

        impl ::payments_core::__private::JsonForm for $name {
            fn check(&self) -> ::core::result::Result<(), ::payments_core::InvalidField> {
                $(if let ::core::option::Option::Some(details) = &self.$member {
                    ::payments_core::__private::JsonForm::check(details).map_err(|error| error.within($wire))?;
                })*
                ::core::result::Result::Ok(())
            }

            fn json_form(&self) -> impl ::serde::Serialize {
                use ::serde::ser::{Serialize, SerializeMap as _, Serializer};

                struct Form<'a>(&'a $name);

                impl Serialize for Form<'_> {
                    fn serialize<S: Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                        let kind = self.0.kind.as_ref().map(|kind| kind.as_str()).unwrap_or_default();
                        let mut object = serializer.serialize_map(::core::option::Option::None)?;
                        object.serialize_entry($tag, kind)?;
                        match kind {
                            $($wire if self.0.$member.is_some() => {
                                let details = self.0.$member.as_ref().map(::payments_core::__private::JsonForm::json_form);
                                object.serialize_entry($wire, &details)?;
                            })*
                            other => object.serialize_entry(other, &$crate::session::objects::instrument::Empty {})?,
                        }
                        object.end()
                    }
                }

                Form(self)
            }
        }
    };
}

pub(super) use tagged;
