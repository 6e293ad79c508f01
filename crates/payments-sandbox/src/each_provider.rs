//! A value for each provider.

use crate::provider::Provider;

/// A value for each provider.
#[derive(Clone, Copy, Debug)]
pub(crate) struct EachProvider<T> {
    pub(crate) bank131: T,
    pub(crate) payneteasy: T,
    pub(crate) vepay: T,
    pub(crate) kvell: T,
}

impl<T> EachProvider<T> {
    pub(crate) fn get(&self, provider: Provider) -> &T {
        match provider {
            Provider::Bank131 => &self.bank131,
            Provider::PaynetEasy => &self.payneteasy,
            Provider::Vepay => &self.vepay,
            Provider::Kvell => &self.kvell,
        }
    }

    pub(crate) fn get_mut(&mut self, provider: Provider) -> &mut T {
        match provider {
            Provider::Bank131 => &mut self.bank131,
            Provider::PaynetEasy => &mut self.payneteasy,
            Provider::Vepay => &mut self.vepay,
            Provider::Kvell => &mut self.kvell,
        }
    }

    /// Converts each value.
    pub(crate) fn try_map<U, E>(self, mut make: impl FnMut(Provider, T) -> Result<U, E>) -> Result<EachProvider<U>, E> {
        let Self { bank131, payneteasy, vepay, kvell } = self;
        Ok(EachProvider {
            bank131: make(Provider::Bank131, bank131)?,
            payneteasy: make(Provider::PaynetEasy, payneteasy)?,
            vepay: make(Provider::Vepay, vepay)?,
            kvell: make(Provider::Kvell, kvell)?,
        })
    }
}
