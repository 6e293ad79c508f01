//! Kinds of values in payouts.

use payments_core::__private::JsonForm;
use payments_core::json::Json;
use payments_core::{InvalidField, checked_text};
use serde::Serialize;

use crate::checks::check_text;

checked_text! {
    /// A recipient's e-mail address or phone number (`customer`): not empty, without control characters. Nothing else is
    /// documented about it.
    pub struct Customer: "customer", check_text;
}

/// A JSON object that Kvell gets as it is (`extra_data`, `fiscal_data`). `Debug` shows its size only.
///
/// ```
/// use kvell_client::common::Json;
/// use kvell_client::payout::JsonObject;
/// use serde_json::json;
///
/// assert!(JsonObject::new(Json::new(&json!({ "order": 17 }))?).is_ok());
/// assert!(JsonObject::new(Json::new(&json!([17]))?).is_err());
/// # Ok::<(), kvell_client::common::InvalidField>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonObject(Json);

impl JsonObject {
    /// Checks that the value is an object, and keeps it unchanged.
    ///
    /// # Errors
    ///
    /// It is not an object.
    pub fn new(data: Json) -> Result<Self, InvalidField> {
        let is_object = data.as_str().trim_start().starts_with('{');
        InvalidField::unless(is_object, "data", "must be a JSON object").map(|()| Self(data))
    }
}

impl TryFrom<Json> for JsonObject {
    type Error = InvalidField;

    fn try_from(data: Json) -> Result<Self, InvalidField> {
        Self::new(data)
    }
}

impl JsonForm for JsonObject {
    fn json_form(&self) -> impl Serialize {
        &self.0
    }
}
