//! E-mail addresses.

use crate::checked_text;

checked_text! {
    /// An e-mail address: only its form is checked, not whether it exists.
    pub struct Email: "e-mail address", is_email;
}

fn is_email(text: &str) -> Result<(), &'static str> {
    let plain = !text.chars().any(|character| character.is_whitespace() || character.is_control());
    let parts = text.rsplit_once('@').filter(|(user, host)| {
        !user.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    });
    if plain && parts.is_some() { Ok(()) } else { Err("must have the form name@example.org") }
}
