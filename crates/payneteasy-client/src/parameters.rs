//! The parameters of a request, in the order in which they are sent.

use std::borrow::Cow;

use payments_core::__private::FormPart;
use payments_core::__private::serde::Serialize as _;
use payments_core::{Body, InvalidField};
use url::form_urlencoded;

/// The media type of every request body.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// More parameters than a transfer usually has.
pub(crate) const CAPACITY: usize = 32;

/// The parameters of one request, in alphabetical order, each at most once.
pub(crate) struct Parameters<'a>(Vec<(&'a str, Cow<'a, str>)>);

impl<'a> Parameters<'a> {
    /// The parameters of a request whose values keep the rules of their kinds.
    pub(crate) fn of(request: &'a impl FormPart) -> Result<Self, InvalidField> {
        request.check_fields()?;
        let mut parameters = Self(Vec::with_capacity(CAPACITY));
        request.each_field(&mut |name, value| parameters.add(name, value));
        Ok(parameters)
    }

    /// Adds a parameter. White space around the value is dropped, because the gateway drops it after the signature was
    /// made; an empty value is left out, as in every official client.
    pub(crate) fn add(&mut self, name: &'a str, value: impl Into<Cow<'a, str>>) {
        let value = match value.into() {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        if value.is_empty() {
            return;
        }
        let place = self.0.partition_point(|(known, _)| *known < name);
        self.0.insert(place, (name, value));
    }

    /// Encodes the request body.
    pub(crate) fn to_body(&self) -> Result<Body, InvalidField> {
        // Large enough with every byte escaped: a buffer that grows leaves unwiped card data in the old allocation.
        let room = self.0.iter().map(|(name, value)| 3 * (name.len() + value.len()) + 2).sum();
        let mut form = form_urlencoded::Serializer::new(String::with_capacity(room));
        self.0
            .serialize(serde_urlencoded::Serializer::new(&mut form))
            .map_err(|_| InvalidField::new("body", "must be pairs of names and texts"))?;
        Ok(Body::new(FORM, form.finish().into_bytes()))
    }
}
