//! The checksum `control` of requests of version 2 and of callbacks.

use payments_core::{AuthError, Body, Secret, to_hex, with_wiped_stack};
use sha1::{Digest as _, Sha1};

use crate::parameters::FORM;

/// SHA-1 of the concatenated parts, in lower-case hexadecimal digits.
pub(crate) fn checksum<'a>(parts: impl IntoIterator<Item = &'a str>) -> String {
    with_wiped_stack(|| {
        let mut hash = Sha1::new();
        for part in parts {
            hash.update(part.as_bytes());
        }
        to_hex(&hash.finalize())
    })
}

/// Adds the login, if it is a parameter, and the checksum to a form.
pub(crate) fn complete<'a>(
    body: &Body,
    login: Option<&'a str>,
    covered: impl IntoIterator<Item = &'a str>,
    control_key: Option<&'a Secret>,
) -> Result<Body, AuthError> {
    let key = control_key
        .ok_or(AuthError::Impossible("the control key is missing: set it with ClientBuilder::control_key"))?;
    if body.content_type().is_some_and(|content_type| content_type != FORM) {
        return Err(AuthError::Impossible("the checksum `control` needs a form as the body"));
    }
    let control = checksum(login.into_iter().chain(covered).chain([key.expose()]));
    // `None` is left out.
    let added = serde_urlencoded::to_string([("login", login), ("control", Some(&control))])
        .map_err(|_| AuthError::Impossible("the login and the checksum cannot be added to the form"))?;
    let form = body.bytes();
    // Of the exact size: a buffer that grows leaves unwiped card data in the old allocation.
    let mut whole = Vec::with_capacity(form.len() + 1 + added.len());
    whole.extend_from_slice(form);
    if !form.is_empty() {
        whole.push(b'&');
    }
    whole.extend_from_slice(added.as_bytes());
    Ok(Body::new(FORM, whole))
}
