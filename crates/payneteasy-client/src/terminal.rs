//! The terminal of an order.

use std::sync::Arc;

use payments_core::{InvalidField, Path, check_length};

/// The rule of a merchant's login: not empty, at most 20 characters.
pub(crate) fn check_login(login: &str) -> Result<(), InvalidField> {
    check_length("login", login, 20)
}

/// A terminal: an endpoint or endpoint group of a merchant, at which an order is created and queried.
///
/// Created by [`Client::endpoint`](crate::Client::endpoint) and [`Client::endpoint_group`](crate::Client::endpoint_group).
/// It is part of every request, so that a status request goes to the terminal of its order. Cheap to clone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terminal {
    login: Arc<str>,
    id: Arc<str>,
    group: bool,
}

impl Terminal {
    pub(crate) fn endpoint(login: Arc<str>, id: u64) -> Self {
        Self { login, id: id.to_string().into(), group: false }
    }

    pub(crate) fn group(login: Arc<str>, id: u64) -> Self {
        Self { login, id: id.to_string().into(), group: true }
    }

    /// The merchant's login.
    pub fn login(&self) -> &str {
        &self.login
    }

    /// Whether this is an endpoint group, which has several currencies.
    pub const fn is_group(&self) -> bool {
        self.group
    }

    /// The words by which a stored recovery names it.
    pub(crate) fn to_words(&self) -> [String; 3] {
        [self.login.to_string(), if self.group { "group" } else { "endpoint" }.to_owned(), self.id.to_string()]
    }

    pub(crate) fn from_words([login, kind, id]: [&str; 3]) -> Option<Self> {
        check_login(login).ok()?;
        let id = id.parse().ok()?;
        match kind {
            "endpoint" => Some(Self::endpoint(login.into(), id)),
            "group" => Some(Self::group(login.into(), id)),
            _ => None,
        }
    }

    /// The path of a command at this terminal.
    pub(crate) fn path(&self, by_endpoint: &'static str, by_group: &'static str) -> Path<'_> {
        if self.group {
            Path::new(by_group).with("endpoint_group_id", &self.id)
        } else {
            Path::new(by_endpoint).with("endpoint_id", &self.id)
        }
    }
}
