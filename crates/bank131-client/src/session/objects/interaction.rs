//! Actions that operations require of the payer.

use payments_core::json::{self, Json};
use payments_core::{FlatFields, Hidden, html, open_enum};
use serde::{Deserialize, Deserializer};

open_enum! {
    /// What the payer must do: open a page, or look at a QR code.
    pub enum InteractionType {
        /// Look at something, usually a QR code.
        Inform = "inform",
        /// Open a page of the issuer.
        Redirect = "redirect",
    }
}

open_enum! {
    /// HTTP method by which the payer's browser opens a page.
    pub enum RedirectMethod {
        /// Opening its address.
        Get = "GET",
        /// Submitting a form.
        Post = "POST",
    }
}

/// Ignores case: read as an unlisted method, `post` would open the issuer's page without the form's fields.
fn read_method<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<RedirectMethod>, D::Error> {
    let written = json::non_empty_string(deserializer)?;
    Ok(written.map(|word| {
        let listed = RedirectMethod::LISTED.iter().find(|listed| listed.eq_ignore_ascii_case(&word));
        RedirectMethod::from(listed.map_or(word.as_str(), |listed| listed))
    }))
}

/// Reads named values; anything else is read as none.
fn read_fields<'de, D: Deserializer<'de>>(deserializer: D) -> Result<FlatFields, D::Error> {
    Ok(json::object(deserializer)?.unwrap_or_default())
}

/// Reads an address; anything else is read as the empty one.
fn read_address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Hidden<String>, D::Error> {
    Ok(json::lenient(deserializer)?.unwrap_or_default())
}

/// Action that the payer must take before an operation can continue (`customer_interaction`).
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct CustomerInteraction {
    /// The type of the action.
    #[serde(default, rename = "type", deserialize_with = "json::non_empty")]
    pub kind: Option<InteractionType>,
    /// The page, for [`InteractionType::Redirect`].
    #[serde(default, deserialize_with = "json::object")]
    pub redirect: Option<Redirect>,
    /// What to show, for [`InteractionType::Inform`].
    #[serde(default, deserialize_with = "json::object")]
    pub inform: Option<Inform>,
}

/// A page the payer's browser must open, usually for 3-D Secure.
///
/// `GET`: open [`url`](Self::url). `POST`: submit a form with [`params`](Self::params) to it, such as
/// [`html_form`](Self::html_form). The address and the fields identify the payment, so `Debug` shows neither.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Redirect {
    #[serde(default, deserialize_with = "read_address")]
    url: Hidden<String>,
    #[serde(default, deserialize_with = "json::lenient")]
    base_url: Option<Hidden<String>>,
    #[serde(default, deserialize_with = "read_method")]
    method: Option<RedirectMethod>,
    #[serde(default, deserialize_with = "read_fields")]
    qs: FlatFields,
    #[serde(default, deserialize_with = "read_fields")]
    params: FlatFields,
    /// Data of 3-D Secure, which no page of the bank explains.
    #[serde(default)]
    pub tds_data: Option<Json>,
}

impl Redirect {
    /// The whole address. Never empty if [`Session::next_step`](crate::session::Session::next_step) returned the redirect.
    pub const fn url(&self) -> &Hidden<String> {
        &self.url
    }

    /// The address without its query.
    pub const fn base_url(&self) -> Option<&Hidden<String>> {
        self.base_url.as_ref()
    }

    /// The HTTP method to open the page with; `GET` if the bank does not say.
    pub fn method(&self) -> &RedirectMethod {
        self.method.as_ref().unwrap_or(&RedirectMethod::Get)
    }

    /// The query parameters.
    pub const fn query(&self) -> &FlatFields {
        &self.qs
    }

    /// The form fields.
    pub const fn params(&self) -> &FlatFields {
        &self.params
    }

    /// An HTML form that takes the payer's browser there by POST: the address, the fields, and a button with this text.
    pub fn html_form(&self, button: &str) -> Hidden<String> {
        Hidden::new(html::form(self.url.expose(), &self.params, button))
    }
}

/// What the payer must be shown: at present a QR code.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Inform {
    /// A QR code of the Faster Payments System.
    #[serde(default, deserialize_with = "json::object")]
    pub qr: Option<Qr>,
}

/// A QR code: a link for phones, a picture for everything else. Both identify the payment, so `Debug` shows neither.
#[derive(Clone, Debug, Deserialize)]
#[non_exhaustive]
pub struct Qr {
    /// The link that a phone opens.
    #[serde(default, deserialize_with = "json::lenient")]
    pub content: Option<Hidden<String>>,
    /// The picture.
    #[serde(default, deserialize_with = "json::lenient")]
    pub img: Option<Hidden<String>>,
}
