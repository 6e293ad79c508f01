//! The fields of a form that is sent.

/// Declares a request, or a part of one, that is sent as a form: the struct, its constructor with what is required, a setter
/// for what is not, and its fields in the order of the lines, which is the document's.
///
/// As [`json_fields!`](crate::json_fields), with these differences:
///
/// | part | |
/// |---|---|
/// | `part name: Type = ..` | an argument of the constructor, whose own fields are sent too |
/// | `optional_part name: Type = ..` | a setter; its own fields are sent if it was called |
/// | `as write` | `fn(&Type) -> impl Into<Cow<str>>`; without, the type's own text |
/// | `as write` of a part | `fn(&Type, AddField) -> Result<(), InvalidField>`: adds the fields of a value that has several, or refuses it |
///
/// ```
/// use payments_core::__private::{AddField, FormPart as _};
/// use payments_core::{Email, InvalidField, form_fields};
///
/// form_fields! {
///     /// The order.
///     #[derive(Clone, Debug)]
///     pub struct Order;
///
///     /// Creates an order.
///     pub fn new;
///
///     /// Your number of the order.
///     required number(into): String = "client_orderid";
///     /// Who is told (`email`).
///     optional email(try): Email = "email";
///     /// Between which hours it is delivered (`from`, `to`).
///     optional_part hours: (u32, u32) as add_hours = ..;
/// }
///
/// fn add_hours<'a>(hours: &'a (u32, u32), add: AddField<'_, 'a>) -> Result<(), InvalidField> {
///     InvalidField::unless(hours.0 < hours.1, "from", "must be before the end")?;
///     add("from", hours.0.to_string().into());
///     add("to", hours.1.to_string().into());
///     Ok(())
/// }
///
/// let order = Order::new("A-1").email("ivan@shop.example").hours((9, 18));
/// let mut form = Vec::new();
/// order.check_fields()?;
/// order.each_field(&mut |name, text| form.push(format!("{name}={text}")));
/// assert_eq!(form, ["client_orderid=A-1", "email=ivan@shop.example", "from=9", "to=18"]);
///
/// let problem = Order::new("A-1").hours((18, 9)).check_fields().unwrap_err();
/// assert_eq!(problem.to_string(), "from must be before the end");
/// # Ok::<(), InvalidField>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! form_fields {
    (
        $(#[$meta:meta])*
        $visibility:vis struct $name:ident;

        $(#[$new_meta:meta])*
        $new_visibility:vis fn $new:ident;

        $(
            $(#[$member_meta:meta])*
            $(required $required:ident $(($($required_how:tt)+))?: $required_type:ty $(as $required_as:path)? = $required_wire:literal)?
            $(optional $optional:ident $(($($how:tt)+))?: $optional_type:ty $(as $optional_as:path)? = $optional_wire:literal)?
            $(part $part:ident: $part_type:ty $(as $part_as:path)? = ..)?
            $(optional_part $optional_part:ident: $optional_part_type:ty $(as $optional_part_as:path)? = ..)?
            $(unsent $unsent:ident: $unsent_type:ty)?
        ;)*
    ) => {
        $(#[$meta])*
        $visibility struct $name {
            $(
                $(#[$member_meta])*
                $($required: $crate::json_fields!(@stored [$($($required_how)+)?] $required_type),)?
                $($optional: ::core::option::Option<$optional_type>,)?
                $($part: $part_type,)?
                $($optional_part: ::core::option::Option<$optional_part_type>,)?
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
                    $($part: $part_type,)?
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
                        $($part,)?
                        $($optional_part: ::core::option::Option::None,)?
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
                    $(required $part)?
                    $(optional [] $optional_part: $optional_part_type = "")?
                    $(unsent $unsent)?
                }
            )*
        }

        impl $crate::__private::FormPart for $name {
            fn check_fields(&self) -> ::core::result::Result<(), $crate::InvalidField> {
                self.broken.check()?;
                $(
                    $($crate::form_fields!(
                        @check [$($($required_how)+)?] [$($required_as)?] self.$required, $required_wire
                    );)?
                    $($crate::form_fields!(@check [try] [$($optional_as)?] self.$optional, $optional_wire);)?
                    $($crate::form_fields!(@check_part [$($part_as)?] self.$part);)?
                    $(if let ::core::option::Option::Some(part) = &self.$optional_part {
                        $crate::form_fields!(@check_part [$($optional_part_as)?] *part);
                    })?
                )*
                ::core::result::Result::Ok(())
            }

            fn each_field<'a>(&'a self, add: $crate::__private::AddField<'_, 'a>) {
                $(
                    $($crate::form_fields!(
                        @add add, [$($($required_how)+)?] [$($required_as)?] self.$required, $required_type, $required_wire
                    );)?
                    $($crate::form_fields!(
                        @add add, [try] [$($optional_as)?] self.$optional, $optional_type, $optional_wire
                    );)?
                    $($crate::form_fields!(@add_part add, [$($part_as)?] self.$part);)?
                    $(if let ::core::option::Option::Some(part) = &self.$optional_part {
                        $crate::form_fields!(@add_part add, [$($optional_part_as)?] *part);
                    })?
                )*
            }
        }
    };

    (@add $add:ident, [try $($kind:tt)*] [$($write:path)?] $value:expr, $type:ty, $wire:literal) => {
        if let ::core::option::Option::Some(value) = &$value {
            $crate::form_fields!(@add $add, [] [$($write)?] *value, $type, $wire);
        }
    };
    // With the type, so that the compiler points at it where it has no text.
    (@add $add:ident, [$($into:ident)?] [] $value:expr, $type:ty, $wire:literal) => {
        $add($wire, <$type as $crate::__private::FormText>::form_text(&$value))
    };
    (@add $add:ident, [$($into:ident)?] [$write:path] $value:expr, $type:ty, $wire:literal) => {
        $add($wire, $write(&$value).into())
    };

    // What a function writes is checked by the request itself.
    (@check [$($how:tt)*] [$write:path] $value:expr, $wire:literal) => {};
    (@check [try $($kind:tt)*] [] $value:expr, $wire:literal) => {
        if let ::core::option::Option::Some(value) = &$value {
            $crate::form_fields!(@check [] [] *value, $wire);
        }
    };
    (@check [$($into:ident)?] [] $value:expr, $wire:literal) => {
        $crate::__private::FormText::check(&$value).map_err(|error| error.within($wire))?
    };

    (@check_part [] $value:expr) => {
        $crate::__private::FormPart::check_fields(&$value)?
    };
    (@check_part [$write:path] $value:expr) => {
        $write(&$value, &mut |_, _| {})?
    };

    (@add_part $add:ident, [] $value:expr) => {
        $crate::__private::FormPart::each_field(&$value, $add)
    };
    // The rules of the value were checked before.
    (@add_part $add:ident, [$write:path] $value:expr) => {
        let _ = $write(&$value, $add);
    };
}
