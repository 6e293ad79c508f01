//! The ways to authenticate a call.

use std::borrow::Cow;
use std::fmt;

/// How a call is authenticated.
///
/// Source: PaynetEasy, the commands' pages.
#[derive(Clone, Default, PartialEq, Eq)]
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
        /// The covered values in the order of the command's formula, without login and key. An amount is in minor units.
        covered: Vec<Cow<'a, str>>,
    },
}

impl<'a> Auth<'a> {
    /// A checksum over the login and these values.
    pub fn control<T: Into<Cow<'a, str>>>(covered: impl IntoIterator<Item = T>) -> Self {
        Self::Control { login: true, covered: covered.into_iter().map(Into::into).collect() }
    }

    /// A checksum over these values, for commands without a `login`, whose formula begins with the endpoint's id.
    pub fn control_without_login<T: Into<Cow<'a, str>>>(covered: impl IntoIterator<Item = T>) -> Self {
        Self::Control { login: false, covered: covered.into_iter().map(Into::into).collect() }
    }
}

/// Shows no covered value: it may be an e-mail address.
impl fmt::Debug for Auth<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OauthRsaSha256 => formatter.write_str("OauthRsaSha256"),
            Self::Control { login, covered } => {
                formatter.debug_struct("Control").field("login", login).field("covered_values", &covered.len()).finish()
            }
        }
    }
}
