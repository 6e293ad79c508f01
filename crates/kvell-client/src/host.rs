//! Kvell's hosts and their addresses.

use payments_core::{BaseUrl, BuildError, InvalidField, UrlError};

/// A host of Kvell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Host {
    /// The API: orders, customers, payouts, banks. Every request of this crate goes there.
    #[default]
    Api,
    /// The card-binding forms, which the payer's browser opens.
    Forms,
    /// The payment page (`checkout`).
    PaymentPage,
    /// The API for banking as a service: the list of transactions, payout drafts, limits, registries.
    Baas,
}

impl Host {
    pub(crate) const ALL: [Self; 4] = [Self::Api, Self::Forms, Self::PaymentPage, Self::Baas];
}

/// The addresses of Kvell's hosts. There is no default, because one of them moves real money.
///
/// | host | stage | production |
/// |---|---|---|
/// | [`Host::Api`] | `https://api.pay.stage.kvell.group` | `https://api.pay.kvell.group` |
/// | [`Host::Forms`] | `https://customer.stage.kvell.group` | `https://customer.pay.kvell.group` |
/// | [`Host::PaymentPage`] | `https://pay.stage.kvell.group` | `https://pay.kvell.group` |
/// | [`Host::Baas`] | `https://api.baas.stage.kvell.group` | `https://api.baas.kvell.group` |
///
/// Source: Kvell, /customer/cards/preauthorize, /payout/card/payout, /payment/checkout, /transaction/list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Environment {
    /// The hosts for testing.
    Stage,
    /// The hosts of real money.
    Production,
    /// Other addresses: the sandbox, or your own proxy. Created by [`Environment::at`] and [`Environment::with_host`].
    #[non_exhaustive]
    Other {
        /// [`Host::Forms`]: everything before `/bind/card/preauthorize`.
        forms: BaseUrl,
        /// [`Host::Api`]: everything before `/v1/`.
        api: BaseUrl,
        /// [`Host::PaymentPage`]: everything before `/checkout`.
        payment_page: Option<BaseUrl>,
        /// [`Host::Baas`]: everything before `/v1/`.
        baas: Option<BaseUrl>,
    },
}

impl Environment {
    /// Uses other addresses: that of the host for forms, everything before `/bind/card/preauthorize`, and that of the API,
    /// everything before `/v1/`. A call to a host without an address is *not sent*; add it [`with_host`](Self::with_host).
    ///
    /// # Errors
    ///
    /// An address is not absolute or not safe: `https` is required except on this machine.
    pub fn at(forms: &str, api: &str) -> Result<Self, UrlError> {
        Ok(Self::Other { forms: BaseUrl::new(forms)?, api: BaseUrl::new(api)?, payment_page: None, baas: None })
    }

    /// Like [`at`](Self::at), and also accepts plain `http` to a host of a private network, such as a container's name.
    ///
    /// **Everyone in that network can read and change what is sent, keys and card numbers included**: for the sandbox
    /// only. See [`BaseUrl::unencrypted_in_private_network`].
    ///
    /// # Errors
    ///
    /// As with [`at`](Self::at).
    pub fn at_unencrypted_in_private_network(forms: &str, api: &str) -> Result<Self, UrlError> {
        let address = BaseUrl::unencrypted_in_private_network;
        Ok(Self::Other { forms: address(forms)?, api: address(api)?, payment_page: None, baas: None })
    }

    /// Sets the address of one host; the others keep theirs.
    ///
    /// ```
    /// use kvell_client::{Environment, Host};
    ///
    /// let environment = Environment::at("http://127.0.0.1:8080", "http://127.0.0.1:8081")?
    ///     .with_host(Host::Baas, "http://127.0.0.1:8082")?;
    /// # Ok::<(), kvell_client::common::UrlError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// The address is not absolute or not safe: `https` is required except on this machine.
    pub fn with_host(self, host: Host, address: &str) -> Result<Self, UrlError> {
        let given = BaseUrl::new(address)?;
        let other = |other: Host| if other == host { Ok(Some(given.clone())) } else { self.address(other) };
        let required = |host: Host| other(host)?.ok_or(UrlError::NotAbsolute);
        Ok(Self::Other {
            forms: required(Host::Forms)?,
            api: required(Host::Api)?,
            payment_page: other(Host::PaymentPage)?,
            baas: other(Host::Baas)?,
        })
    }

    /// The base URL of [`Host::Api`], for [`ReqwestTransport::builder`](payments_core::ReqwestTransport::builder). Forms are
    /// sent by the payer's browser.
    ///
    /// # Errors
    ///
    /// None: the built-in addresses are valid, and [`Self::at`] has checked those of [`Self::Other`].
    pub fn base_url(&self) -> Result<BaseUrl, BuildError> {
        self.base_url_of(Host::Api)?.ok_or_else(|| invalid("has no address of the API").into())
    }

    /// The base URL of a host; `None` if it has none in this environment.
    ///
    /// # Errors
    ///
    /// None: all addresses are valid.
    pub fn base_url_of(&self, host: Host) -> Result<Option<BaseUrl>, BuildError> {
        Ok(self.address(host).map_err(|error| invalid(&error.to_string()))?)
    }

    /// Kvell's host names follow no rule, so each is spelled out.
    fn address(&self, host: Host) -> Result<Option<BaseUrl>, UrlError> {
        let built_in = match (self, host) {
            (Self::Stage, Host::Api) => "https://api.pay.stage.kvell.group",
            (Self::Stage, Host::Forms) => "https://customer.stage.kvell.group",
            (Self::Stage, Host::PaymentPage) => "https://pay.stage.kvell.group",
            (Self::Stage, Host::Baas) => "https://api.baas.stage.kvell.group",
            (Self::Production, Host::Api) => "https://api.pay.kvell.group",
            (Self::Production, Host::Forms) => "https://customer.pay.kvell.group",
            (Self::Production, Host::PaymentPage) => "https://pay.kvell.group",
            (Self::Production, Host::Baas) => "https://api.baas.kvell.group",
            (Self::Other { api, .. }, Host::Api) => return Ok(Some(api.clone())),
            (Self::Other { forms, .. }, Host::Forms) => return Ok(Some(forms.clone())),
            (Self::Other { payment_page, .. }, Host::PaymentPage) => return Ok(payment_page.clone()),
            (Self::Other { baas, .. }, Host::Baas) => return Ok(baas.clone()),
        };
        BaseUrl::new(built_in).map(Some)
    }

    pub(crate) const fn name(&self) -> &'static str {
        match self {
            Self::Stage => "stage",
            Self::Production => "production",
            Self::Other { .. } => "other",
        }
    }
}

fn invalid(rule: &str) -> InvalidField {
    InvalidField::new("environment", rule.to_owned())
}
