//! The settings of the payment form.

use std::borrow::Cow;

use payments_core::__private::FormText;
use payments_core::{Hidden, InvalidField};

use crate::checks::at_most;

/// Settings of the payment form: each becomes the macro `$MFD_<name>` of the form (`merchant_form_data`).
///
/// ```
/// use payneteasy_client::transfer::MerchantFormData;
///
/// let dark = MerchantFormData::new().set("theme", "dark")?;
/// assert_eq!(dark.as_str(), "theme=dark");
/// # Ok::<(), payneteasy_client::common::InvalidField>(())
/// ```
///
/// At most 128 characters, as the gateway's table says; its text says 2 MB. `Debug` does not show them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MerchantFormData(Hidden<String>);

impl MerchantFormData {
    /// Creates empty settings.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a setting: letters and digits only, in its name and in its value.
    ///
    /// # Errors
    ///
    /// The name or the value is empty or has another character.
    pub fn set(self, name: &str, value: &str) -> Result<Self, InvalidField> {
        let plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !plain(name) || !plain(value) {
            return Err(InvalidField::new("merchant_form_data", "must be letters and digits in names and values"));
        }
        let mut settings = self.0.into_exposed();
        if !settings.is_empty() {
            settings.push('&');
        }
        settings.extend([name, "=", value]);
        Ok(Self(settings.into()))
    }

    /// The settings, joined with `&`.
    pub fn as_str(&self) -> &str {
        self.0.expose()
    }
}

impl FormText for MerchantFormData {
    fn check(&self) -> Result<(), InvalidField> {
        at_most::<128>(self.as_str()).map_err(|rule| InvalidField::new("", rule))
    }

    fn form_text(&self) -> Cow<'_, str> {
        self.as_str().into()
    }
}
