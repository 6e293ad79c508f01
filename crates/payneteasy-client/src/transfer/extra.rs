//! Parameters of a transfer that only an acquirer knows.

use payments_core::{Hidden, InvalidField};

/// Parameters by their names, in the order in which they were added.
#[derive(Clone, Debug, Default)]
pub(super) struct ExtraParameters(Hidden<Vec<(String, String)>>);

/// What an extra parameter must not be called: the names of `transfer-form` and `status`, sent or not. `destination` is
/// documented as an alias of `destination-card-no`.
const OWN_NAMES: [&str; 42] = [
    "address1",
    "amount",
    "birthday",
    "by-request-sn",
    "card_printed_name",
    "card_recurring_payment_id",
    "cell_phone",
    "city",
    "client_orderid",
    "country",
    "credit_card_number",
    "currency",
    "cvv2",
    "deposit2card",
    "destination",
    "destination-card-no",
    "destination_card_printed_name",
    "destination_card_recurring_payment_id",
    "destination_expire_month",
    "destination_expire_year",
    "email",
    "expire_month",
    "expire_year",
    "first_name",
    "ipaddress",
    "last_name",
    "login",
    "merchant_form_data",
    "notify_url",
    "order_desc",
    "orderid",
    "phone",
    "preferred_language",
    "purpose",
    "redirect_fail_url",
    "redirect_success_url",
    "redirect_url",
    "server_callback_url",
    "site_url",
    "ssn",
    "state",
    "zip_code",
];

impl ExtraParameters {
    /// These and one more.
    pub(super) fn with(self, name: String, value: String) -> Self {
        let mut parameters = self.0.into_exposed();
        parameters.push((name, value));
        Self(parameters.into())
    }

    /// Names and values.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.expose().iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The rules of the names.
    pub(super) fn check(&self) -> Result<(), InvalidField> {
        for (place, (name, _)) in self.iter().enumerate() {
            let is_given_before = self.iter().take(place).any(|(earlier, _)| earlier == name);
            if let Some(rule) = broken_rule(name, is_given_before) {
                return Err(InvalidField::new(name.to_owned(), rule));
            }
        }
        Ok(())
    }
}

/// The rule that an extra parameter's name breaks.
fn broken_rule(name: &str, is_given_before: bool) -> Option<&'static str> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    if name.is_empty() || !name.bytes().all(plain) {
        return Some("must be a name of letters, digits, dots, dashes and underscores");
    }
    if name.to_ascii_lowercase().starts_with("oauth_") {
        return Some("must not begin with oauth_, as the signature's own names do");
    }
    if OWN_NAMES.contains(&name) {
        return Some("must not be given as an extra parameter: it is one of the gateway's own");
    }
    is_given_before.then_some("must not be given twice")
}
