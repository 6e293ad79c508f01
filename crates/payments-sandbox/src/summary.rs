//! What the workbench shows of an operation, whatever the provider.

/// How many operations are summarised.
pub(crate) const SUMMARISED: usize = 100;

#[derive(Debug)]
pub(crate) struct Summary {
    /// The provider's id.
    pub(crate) id: String,
    /// The shop's own reference, if it gave one.
    pub(crate) reference: Option<String>,
    /// In the provider's word.
    pub(crate) state: String,
    pub(crate) sum: Option<String>,
    /// Where the payer has something to do.
    pub(crate) page: Option<PayerPage>,
}

/// A page of the payer, as a browser opens it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PayerPage {
    /// With the query.
    pub(crate) path: String,
    /// The fields of a POST; `None` for a GET.
    pub(crate) form: Option<Vec<(&'static str, String)>>,
}

impl PayerPage {
    pub(crate) fn get(path: String) -> Self {
        Self { path, form: None }
    }
}
