//! The fields of a JSON object that is sent.

/// Declares a request, or an object within one, that is sent as JSON: the struct, its constructor with what is required, a
/// setter for what is not, and its JSON form, whose members stand in the order of the lines, which is the document's.
///
/// A line is `kind name(how): Type as write = "wire name";`
///
/// | part | |
/// |---|---|
/// | kind | `required`: an argument of the constructor |
/// | | `optional`: a setter |
/// | | `list`: a setter that adds one; an empty list is left out |
/// | | `private`: optional, without a setter: for what constructors written by hand set |
/// | | `unsent name: Type`: an argument of the constructor that is not in the body |
/// | `(into)` | takes what converts into a `Type`; without, a `Type` |
/// | `(try)`, `(try Kind)` | takes what may become a `Type`, or a `Kind` that converts into it; what does not is not sent, and the error names the field, until the setter takes another |
/// | `as write` | `fn(&Type) -> impl Serialize`; without, the type's own JSON form |
///
/// The struct gets `check_fields`, for the request's `validate`, and `to_body`, which checks too. Everything else is
/// written in `impl Endpoint`. The struct is not `Serialize`: only its request writes it.
///
/// ```
/// use payments_core::{Email, InvalidField, json_fields};
///
/// json_fields! {
///     /// Pays out.
///     #[derive(Clone, Debug)]
///     pub struct Payout;
///
///     /// Pays out to this account.
///     pub fn new;
///
///     /// Your number of the payout.
///     required number: u64 = "number";
///     /// Who is told (`email`).
///     optional email(try): Email = "email";
///     /// The account that gets the money.
///     required account(into): String = "account";
/// }
///
/// let payout = Payout::new(7, "A-1").email("ivan@shop.example");
/// assert_eq!(&payout.to_body()?.bytes()[..], br#"{"number":7,"email":"ivan@shop.example","account":"A-1"}"#);
///
/// let problem = Payout::new(7, "A-1").email("ivan").to_body().unwrap_err();
/// assert_eq!(problem.to_string(), "email must have the form name@example.org");
/// # Ok::<(), InvalidField>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! json_fields {
    (
        $(#[$meta:meta])*
        $visibility:vis struct $name:ident;

        $(#[$new_meta:meta])*
        $new_visibility:vis fn $new:ident;

        $(
            $(#[$member_meta:meta])*
            $(required $required:ident $(($($required_how:tt)+))?: $required_type:ty $(as $required_as:path)? = $required_wire:literal)?
            $(optional $optional:ident $(($($how:tt)+))?: $optional_type:ty $(as $optional_as:path)? = $optional_wire:literal)?
            $(list $list:ident $(($($list_how:tt)+))?: $list_type:ty = $list_wire:literal)?
            $(private $private:ident: $private_type:ty $(as $private_as:path)? = $private_wire:literal)?
            $(unsent $unsent:ident: $unsent_type:ty)?
        ;)*
    ) => {
        $(#[$meta])*
        $visibility struct $name {
            $(
                $(#[$member_meta])*
                $($required: $crate::json_fields!(@stored [$($($required_how)+)?] $required_type),)?
                $($optional: ::core::option::Option<$optional_type>,)?
                $($list: ::std::vec::Vec<$list_type>,)?
                $($private: ::core::option::Option<$private_type>,)?
                $($unsent: $unsent_type,)?
            )*
            /// The values that broke the rule of their kind, and were not taken.
            broken: $crate::__private::Broken,
        }

        impl $name {
            $(#[$new_meta])*
            $new_visibility fn $new(
                $(
                    $($required: $crate::json_fields!(@argument [$($($required_how)+)?] $required_type),)?
                    $($unsent: $unsent_type,)?
                )*
            ) -> Self {
                let mut broken = $crate::__private::Broken::default();
                Self {
                    $(
                        $($required: $crate::json_fields!(
                            @take [$($($required_how)+)?] $required $required_type, $required_wire, broken
                        ),)?
                        $($optional: ::core::option::Option::None,)?
                        $($list: ::std::vec::Vec::new(),)?
                        $($private: ::core::option::Option::None,)?
                        $($unsent,)?
                    )*
                    broken,
                }
            }

            $(
                $crate::json_fields! {
                    @setter
                    $(#[$member_meta])*
                    $(required $required)?
                    $(optional [$($($how)+)?] $optional: $optional_type = $optional_wire)?
                    $(list [$($($list_how)+)?] $list: $list_type = $list_wire)?
                    $(private $private)?
                    $(unsent $unsent)?
                }
            )*

            /// Whether every value in it keeps the rule of its kind.
            fn check_fields(&self) -> ::core::result::Result<(), $crate::InvalidField> {
                self.broken.check()?;
                $(
                    $($crate::json_fields!(@check [$($($required_how)+)?] [$($required_as)?] self.$required, $required_type, $required_wire);)?
                    $($crate::json_fields!(@check [try] [$($optional_as)?] self.$optional, $optional_type, $optional_wire);)?
                    $(for value in &self.$list {
                        $crate::json_fields!(@check [] [] *value, $list_type, $list_wire);
                    })?
                    $($crate::json_fields!(@check [try] [$($private_as)?] self.$private, $private_type, $private_wire);)?
                )*
                ::core::result::Result::Ok(())
            }

            /// The JSON body, in the order of the document.
            fn to_body(&self) -> ::core::result::Result<$crate::Body, $crate::InvalidField> {
                self.check_fields()?;
                $crate::Body::json(&$crate::__private::JsonForm::json_form(self))
            }
        }

        impl $crate::__private::JsonForm for $name {
            fn check(&self) -> ::core::result::Result<(), $crate::InvalidField> {
                self.check_fields()
            }

            fn json_form(&self) -> impl $crate::__private::serde::Serialize {
                use $crate::__private::serde::{Serialize, Serializer, ser::SerializeMap as _};

                struct Fields<'a>(&'a $name);

                impl Serialize for Fields<'_> {
                    fn serialize<S: Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                        let mut object = serializer.serialize_map(::core::option::Option::None)?;
                        $(
                            $($crate::json_fields!(
                                @write object, [$($($required_how)+)?] [$($required_as)?] self.0.$required, $required_type, $required_wire
                            );)?
                            $($crate::json_fields!(
                                @write object, [try] [$($optional_as)?] self.0.$optional, $optional_type, $optional_wire
                            );)?
                            $(if !self.0.$list.is_empty() {
                                object.serialize_entry($list_wire, &$crate::__private::JsonList(&self.0.$list))?;
                            })?
                            $($crate::json_fields!(
                                @write object, [try] [$($private_as)?] self.0.$private, $private_type, $private_wire
                            );)?
                        )*
                        object.end()
                    }
                }

                Fields(self)
            }
        }
    };

    // What stands in the struct: nothing, where a required value was not taken.
    (@stored [try $($kind:tt)*] $type:ty) => { ::core::option::Option<$type> };
    (@stored [$($into:ident)?] $type:ty) => { $type };

    (@argument [] $type:ty) => { $type };
    (@argument [into] $type:ty) => { impl ::core::convert::Into<$type> };
    (@argument [try] $type:ty) => { $crate::json_fields!(@argument [try $type] $type) };
    (@argument [try $kind:ty] $type:ty) => {
        impl ::core::convert::TryInto<$kind, Error: ::core::convert::Into<$crate::InvalidField>>
    };

    (@take [] $value:ident $type:ty, $wire:literal, $broken:ident) => { $value };
    (@take [into] $value:ident $type:ty, $wire:literal, $broken:ident) => { $value.into() };
    (@take [try] $value:ident $type:ty, $wire:literal, $broken:ident) => {
        $crate::json_fields!(@take [try $type] $value $type, $wire, $broken)
    };
    (@take [try $kind:ty] $value:ident $type:ty, $wire:literal, $broken:ident) => {
        $broken.take($wire, ::core::convert::TryInto::<$kind>::try_into($value)).map(::core::convert::Into::into)
    };

    // What a function writes is checked by the request itself.
    (@check [$($how:tt)*] [$write:path] $value:expr, $type:ty, $wire:literal) => {};
    (@check [try $($kind:tt)*] [] $value:expr, $type:ty, $wire:literal) => {
        if let ::core::option::Option::Some(value) = &$value {
            $crate::json_fields!(@check [] [] *value, $type, $wire);
        }
    };
    // With the type, so that the compiler points at it where it has no JSON form.
    (@check [$($into:ident)?] [] $value:expr, $type:ty, $wire:literal) => {
        $crate::__private::check_value::<$type>(&$value).map_err(|error| error.within($wire))?
    };

    (@write $object:ident, [try $($kind:tt)*] [$($write:path)?] $value:expr, $type:ty, $wire:literal) => {
        if let ::core::option::Option::Some(value) = &$value {
            $crate::json_fields!(@write $object, [] [$($write)?] *value, $type, $wire);
        }
    };
    (@write $object:ident, [$($into:ident)?] [] $value:expr, $type:ty, $wire:literal) => {
        $object.serialize_entry($wire, &$crate::__private::JsonForm::json_form(&$value))?
    };
    (@write $object:ident, [$($into:ident)?] [$write:path] $value:expr, $type:ty, $wire:literal) => {
        $object.serialize_entry($wire, &$write(&$value))?
    };

    (@setter $(#[$meta:meta])* required $member:ident) => {};
    (@setter $(#[$meta:meta])* private $member:ident) => {};
    (@setter $(#[$meta:meta])* unsent $member:ident) => {};
    (@setter $(#[$meta:meta])* optional [] $member:ident: $type:ty = $wire:literal) => {
        $(#[$meta])*
        #[must_use]
        pub fn $member(mut self, $member: $type) -> Self {
            self.$member = ::core::option::Option::Some($member);
            self
        }
    };
    (@setter $(#[$meta:meta])* optional [into] $member:ident: $type:ty = $wire:literal) => {
        $(#[$meta])*
        #[must_use]
        pub fn $member(mut self, $member: impl ::core::convert::Into<$type>) -> Self {
            self.$member = ::core::option::Option::Some($member.into());
            self
        }
    };
    (@setter $(#[$meta:meta])* optional [try] $member:ident: $type:ty = $wire:literal) => {
        $crate::json_fields! { @setter $(#[$meta])* optional [try $type] $member: $type = $wire }
    };
    (@setter $(#[$meta:meta])* optional [try $kind:ty] $member:ident: $type:ty = $wire:literal) => {
        $(#[$meta])*
        ///
        #[doc = concat!("Takes a [`", stringify!($kind), "`], or what converts into one; otherwise nothing is sent, and the error names `", $wire, "`.")]
        #[must_use]
        pub fn $member<T>(mut self, $member: T) -> Self
        where
            T: ::core::convert::TryInto<$kind, Error: ::core::convert::Into<$crate::InvalidField>>,
        {
            let broken = &mut self.broken;
            broken.forget($wire);
            let taken: ::core::option::Option<$type> =
                $crate::json_fields!(@take [try $kind] $member $type, $wire, broken);
            self.$member = taken;
            self
        }
    };
    (@setter $(#[$meta:meta])* list [] $member:ident: $type:ty = $wire:literal) => {
        $(#[$meta])*
        #[must_use]
        pub fn $member(mut self, $member: $type) -> Self {
            self.$member.push($member);
            self
        }
    };
    (@setter $(#[$meta:meta])* list [try] $member:ident: $type:ty = $wire:literal) => {
        $crate::json_fields! { @setter $(#[$meta])* list [try $type] $member: $type = $wire }
    };
    (@setter $(#[$meta:meta])* list [try $kind:ty] $member:ident: $type:ty = $wire:literal) => {
        $(#[$meta])*
        #[must_use]
        pub fn $member(
            mut self,
            $member: impl ::core::convert::TryInto<$kind, Error: ::core::convert::Into<$crate::InvalidField>>,
        ) -> Self {
            let broken = &mut self.broken;
            let taken: ::core::option::Option<$type> =
                $crate::json_fields!(@take [try $kind] $member $type, $wire, broken);
            self.$member.extend(taken);
            self
        }
    };
}
