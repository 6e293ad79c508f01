//! The targets, by what they read.

mod answers;
mod callbacks;
mod card;
mod documents;
mod keys;
mod money;
mod texts;

/// One parser, or a few that read the same bytes.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Target {
    /// Its name, which is that of its folder in `fuzz/corpus`.
    pub name: &'static str,
    /// Reads the bytes; panics if a promise is broken.
    pub run: fn(&[u8]),
    /// Folders of the workspace with more inputs, beside the corpus: the contract cases.
    pub seeds: &'static [&'static str],
}

macro_rules! targets {
    ($($module:ident::$run:ident $(from $seeds:literal)?),* $(,)?) => {
        /// Every target.
        pub const TARGETS: &[Target] = &[$(
            Target { name: stringify!($run), run: $module::$run, seeds: &[$($seeds)?] }
        ),*];
    };
}

targets! {
    answers::bank131_answers from "crates/bank131-client/tests/contract/cases",
    answers::kvell_answers from "crates/kvell-client/tests/contract/cases",
    answers::payneteasy_answers from "crates/payneteasy-client/tests/contract/cases",
    answers::vepay_answers from "crates/vepay-client/tests/contract/cases",
    callbacks::bank131_webhook,
    callbacks::kvell_callback,
    callbacks::payneteasy_callback,
    callbacks::vepay_callback,
    callbacks::vepay_postback,
    card::card_expiry,
    card::card_mask,
    card::card_number,
    documents::flat_fields,
    documents::json,
    keys::private_key,
    keys::public_key,
    money::money,
    texts::base_url,
    texts::path_segment,
    texts::percent,
    texts::retry_after,
    texts::scrubbed,
    texts::time,
}
