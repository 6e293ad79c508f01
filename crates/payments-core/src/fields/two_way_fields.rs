//! The fields of an object that is both sent and received.

/// Declares an object of optional fields that is sent as JSON, and that responses contain too.
///
/// A line is `name(how): Type as write = "wire name" | "another name that is read";`, see
/// [`json_fields!`](crate::json_fields). Each line is a public field and a setter. A response's value is kept as it came,
/// even if it breaks the rule of its kind; the rule is the setter's. The struct must be `Default`.
///
/// ```
/// use payments_core::{Email, Hidden, json_fields, two_way_fields};
///
/// two_way_fields! {
///     /// The contacts of a person.
///     #[derive(Clone, Debug, Default)]
///     pub struct Contacts;
///
///     /// E-mail address.
///     email(try Email): Hidden<String> = "email" | "mail";
/// }
///
/// let read: Contacts = serde_json::from_str(r#"{"mail": "i***@shop.example"}"#)?;
/// assert_eq!(read.email.as_ref().map(Hidden::expose).map(String::as_str), Some("i***@shop.example"));
/// assert_eq!(format!("{read:?}"), "Contacts { email: Some([hidden]), broken: [] }");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! two_way_fields {
    (
        $(#[$meta:meta])*
        pub struct $name:ident;

        $(
            $(#[$member_meta:meta])*
            $member:ident $(($($how:tt)+))?: $type:ty $(as $write:path)? = $wire:literal $(| $alias:literal)*;
        )*
    ) => {
        $(#[$meta])*
        #[non_exhaustive]
        pub struct $name {
            $(
                $(#[$member_meta])*
                pub $member: ::core::option::Option<$type>,
            )*
            /// The values that broke the rule of their kind, and were not taken.
            broken: $crate::__private::Broken,
        }

        impl $name {
            $(
                $crate::json_fields! {
                    @setter
                    $(#[$member_meta])*
                    optional [$($($how)+)?] $member: $type = $wire
                }
            )*
        }

        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                use $crate::__private::serde::de::{IgnoredAny, MapAccess, Visitor};

                struct Members;

                impl<'de> Visitor<'de> for Members {
                    type Value = $name;

                    fn expecting(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                        formatter.write_str("an object")
                    }

                    fn visit_map<A: MapAccess<'de>>(
                        self,
                        mut members: A,
                    ) -> ::core::result::Result<Self::Value, A::Error> {
                        let mut object = <$name as ::core::default::Default>::default();
                        let mut seen = $crate::json::Seen::default();
                        while let ::core::option::Option::Some(name) = members.next_key::<$crate::json::MemberName<'de>>()? {
                            match name.as_str() {
                                $(
                                    $wire $(| $alias)* => {
                                        seen.once(name)?;
                                        let $crate::json::LenientMember(value) = members.next_value()?;
                                        // Of two spellings of one member the first value counts.
                                        object.$member = object.$member.or(value);
                                    }
                                )*
                                _ => {
                                    members.next_value::<IgnoredAny>()?;
                                }
                            }
                        }
                        ::core::result::Result::Ok(object)
                    }
                }

                deserializer.deserialize_map(Members)
            }
        }

        impl $crate::json::Lenient for $name {
            fn read<'de, D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<::core::option::Option<Self>, D::Error> {
                $crate::json::object(deserializer)
            }
        }

        impl $crate::__private::JsonForm for $name {
            fn check(&self) -> ::core::result::Result<(), $crate::InvalidField> {
                self.broken.check()?;
                $($crate::json_fields!(@check [try] [$($write)?] self.$member, $type, $wire);)*
                ::core::result::Result::Ok(())
            }

            fn json_form(&self) -> impl $crate::__private::serde::Serialize {
                use $crate::__private::serde::ser::{Serialize, SerializeMap as _, Serializer};

                struct Fields<'a>(&'a $name);

                impl Serialize for Fields<'_> {
                    fn serialize<S: Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                        let mut object = serializer.serialize_map(::core::option::Option::None)?;
                        $($crate::json_fields!(@write object, [try] [$($write)?] self.0.$member, $type, $wire);)*
                        object.end()
                    }
                }

                Fields(self)
            }
        }
    };
}
