//! What a request sends: every field is declared in one line, by [`json_fields!`](crate::json_fields),
//! [`form_fields!`](crate::form_fields) or [`two_way_fields!`](crate::two_way_fields).

mod checked_text;
mod form_fields;
mod json_fields;
mod two_way_fields;

use std::borrow::Cow;
use std::fmt;

use serde::{Serialize, Serializer};

use crate::validation::InvalidField;

/// A value that can be sent in a JSON body: its JSON form, and whether it may be sent.
///
/// Not `Serialize`, so that only a request writes personal data, cards and tokens.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no JSON form",
    label = "cannot be a field of a request",
    note = "implement `Serialize`, or name the function that writes it: `field: Type as path = \"name\"`"
)]
pub trait JsonForm {
    /// Whether it may be sent: no value in it broke the rule of its kind. The error's path begins within the value.
    fn check(&self) -> Result<(), InvalidField> {
        Ok(())
    }

    /// The form in which it is sent.
    fn json_form(&self) -> impl Serialize;
}

impl<T: Serialize + ?Sized> JsonForm for T {
    fn json_form(&self) -> impl Serialize {
        self
    }
}

/// Whether a value may be sent. Called with its type named, which is where the compiler then points.
#[doc(hidden)]
pub fn check_value<T: JsonForm + ?Sized>(value: &T) -> Result<(), InvalidField> {
    value.check()
}

/// The values of a request that broke the rule of their kind, by the fields they were for, in the order they were given.
#[doc(hidden)]
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Broken(Vec<(&'static str, InvalidField)>);

impl Broken {
    /// Takes a value for the field of this wire name, or keeps why it was not taken.
    pub fn take<T, E: Into<InvalidField>>(&mut self, field: &'static str, value: Result<T, E>) -> Option<T> {
        value.map_err(|error| self.0.push((field, error.into().named(field)))).ok()
    }

    /// Forgets an earlier value of this field: another takes its place.
    pub fn forget(&mut self, field: &'static str) {
        self.0.retain(|(of, _)| *of != field);
    }

    /// Fails with the first one.
    pub fn check(&self) -> Result<(), InvalidField> {
        self.0.first().map_or(Ok(()), |(_, error)| Err(error.clone()))
    }
}

impl fmt::Debug for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_list().entries(self.0.iter().map(|(_, error)| error)).finish()
    }
}

/// A list in a JSON body.
#[doc(hidden)]
#[derive(Debug)]
pub struct JsonList<'a, T>(pub &'a [T]);

impl<T: JsonForm> Serialize for JsonList<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(JsonForm::json_form))
    }
}

/// A value that can be sent in a form.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no form text",
    label = "cannot be a field of a form",
    note = "name the function that writes it: `field: Type as path = \"name\"`"
)]
pub trait FormText {
    /// Whether it may be sent.
    fn check(&self) -> Result<(), InvalidField> {
        Ok(())
    }

    /// The text, not yet escaped.
    fn form_text(&self) -> Cow<'_, str>;
}

impl FormText for String {
    fn form_text(&self) -> Cow<'_, str> {
        self.into()
    }
}

impl FormText for u32 {
    fn form_text(&self) -> Cow<'_, str> {
        self.to_string().into()
    }
}

/// Takes one field of a form: its name and its text, not yet escaped.
#[doc(hidden)]
pub type AddField<'f, 'a> = &'f mut dyn FnMut(&'static str, Cow<'a, str>);

/// An object whose fields are sent in a form, possibly beside those of other objects.
#[doc(hidden)]
pub trait FormPart {
    /// Whether it may be sent: no value in it broke the rule of its kind.
    fn check_fields(&self) -> Result<(), InvalidField> {
        Ok(())
    }

    /// Passes on each field that has a value, in the order of the document.
    fn each_field<'a>(&'a self, add: AddField<'_, 'a>);
}
