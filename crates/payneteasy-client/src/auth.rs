//! The ways to authenticate a call.

use std::borrow::Cow;

use payments_core::Hidden;

/// How a call is authenticated.
///
/// Source: PaynetEasy, the commands' pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Auth<'a> {
    /// OAuth 1.0a in the `Authorization` header, signed with the merchant's RSA key: all commands of version 4.
    #[default]
    OauthRsaSha256,
    /// The checksum `control` in the body, made with the merchant's control key: most commands of version 2. It is SHA-1, in
    /// lower-case hexadecimal digits, over the joined values and the key. The control key is set with
    /// [`ClientBuilder::control_key`](crate::ClientBuilder::control_key).
    Control {
        /// Whether `login` is a parameter: then it is added to the body, and covered before the other values.
        login: bool,
        /// The covered values in the order of the command's formula, without login and key. An amount is in minor units. A value
        /// may be an e-mail address, so `Debug` shows none.
        covered: Vec<Hidden<Cow<'a, str>>>,
    },
}

impl<'a> Auth<'a> {
    /// A checksum over the login and these values.
    pub fn control<T: Into<Cow<'a, str>>>(covered: impl IntoIterator<Item = T>) -> Self {
        Self::Control { login: true, covered: hide(covered) }
    }

    /// A checksum over these values, for commands without a `login`, whose formula begins with the endpoint's id.
    pub fn control_without_login<T: Into<Cow<'a, str>>>(covered: impl IntoIterator<Item = T>) -> Self {
        Self::Control { login: false, covered: hide(covered) }
    }
}

fn hide<'a, T: Into<Cow<'a, str>>>(covered: impl IntoIterator<Item = T>) -> Vec<Hidden<Cow<'a, str>>> {
    covered.into_iter().map(|value| Hidden::new(value.into())).collect()
}
