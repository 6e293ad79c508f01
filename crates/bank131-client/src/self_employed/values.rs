//! What identifies a self-employed person, and how far the tax service's answer has come.

use payments_core::{checked_text, identifier, open_enum};

checked_text! {
    /// The taxpayer number (ИНН) of a person: 12 digits. Its check digits are not checked.
    pub struct TaxReference: "tax reference", is_of_a_person;
}

fn is_of_a_person(text: &str) -> Result<(), &'static str> {
    let is_valid = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_valid { Ok(()) } else { Err("must be 12 digits") }
}

identifier! {
    /// Identifier of a question to the tax service (`request_id`).
    pub struct NpdRequestId;
}

open_enum! {
    /// How far a question to the tax service has come.
    pub enum NpdStatus {
        /// It failed. The client reports this as an error of the call.
        Error = "error",
        /// It is answered.
        Ok = "ok",
        /// It is not answered yet: ask again.
        Pending = "pending",
    }
}
