//! The receiver of callbacks: the webhooks that Vepay sends to the address set in its cabinet, and their checksum.

use std::collections::BTreeMap;

use md5::{Digest as _, Md5};
use payments_core::callback::{CallbackError, KeyRing, Verified, equal_in_constant_time};
use payments_core::{FlatFields, Secret, to_hex, with_wiped_stack};
use url::form_urlencoded;

use super::event::Callback;
use super::signed_fields::{CallbackField, SignedFields};

/// The fields that the checksum covers, in this order. The cabinet switches each of them on or off.
const SIGNED: [&str; 8] = ["extid", "id", "sum", "status", "channel", "card", "errorCode", "serviceName"];

/// The callback receiver: verifies a callback's signature, then decodes it.
///
/// The signature is the parameter `key`: MD5 over the values that are present, concatenated, and the callback key. The
/// callback key is set in the cabinet and is not the API secret.
///
/// Nothing separates the values, so the signature alone does not prove where each value ends: a callback about a failure can
/// be cut into one that looks like a success. Its details are only available after a comparison with your stored operation,
/// by [`Callback::confirm`].
///
/// # Safe external ids
///
/// The signature of `extid=12&id=345678` also fits `extid=1&id=2345678`. The end of an `extid` is only proven if **all** your
/// `extid`s end in a character that is not a digit, or are UUIDs as [`ExtId::random`](crate::ExtId::random) makes them, or
/// have the same length, which you set with [`ext_ids_of_length`](Self::ext_ids_of_length). A callback with any other `extid`
/// is not confirmed.
///
/// ```
/// use vepay_client::card::Registration;
/// use vepay_client::common::Acknowledgement;
/// use vepay_client::{Callbacks, KeyRing, Secret};
///
/// fn receive(callbacks: &Callbacks, query: &str, find: fn(&str) -> Option<Registration>) -> http::StatusCode {
///     let callback = match callbacks.receive(query.as_bytes()) {
///         Ok(callback) => callback,
///         Err(error) => return error.status(),
///     };
///     // The stored registration must have your `extid`: `Registration::ext_id`.
///     let Some(registration) = callback.ext_id.as_ref().and_then(|ext_id| find(ext_id.raw())) else { return callback.ack().status() };
///     match callback.confirm(&registration) {
///         Ok(details) => {
///             let _ = details.status; // process it in one transaction with `callback.event_id()`: it may come twice
///         }
///         Err(mismatch) => { let _ = mismatch; /* log it, process nothing, and send `CardGet` */ }
///     }
///     callback.ack().status() // with its body: another response may refund the payment
/// }
///
/// let callbacks = Callbacks::new(KeyRing::new("2026", Secret::new("callback-key")));
/// # let _ = (callbacks, receive);
/// ```
///
/// Source: Vepay, callbacks (/callback in its API description).
#[derive(Clone, Debug)]
pub struct Callbacks {
    keys: KeyRing<Secret>,
    fields: SignedFields,
    bank_names: BTreeMap<String, String>,
}

impl Callbacks {
    /// Creates a receiver that accepts callbacks signed with any of these keys. `extid`, `id`, `sum` and `status` are required.
    pub const fn new(keys: KeyRing<Secret>) -> Self {
        Self { keys, fields: SignedFields::ALL, bank_names: BTreeMap::new() }
    }

    /// Accepts callbacks without this field, because it is switched off in your cabinet. The field may still arrive, since one
    /// of Vepay's senders ignores the cabinet, but then it proves nothing: anyone who forges a callback can cut the field out
    /// of the others.
    ///
    /// Without `extid`, `id` or `sum`, [`Callback::confirm`] confirms nothing: query the operation's status, of a
    /// registration with [`CardGet`](crate::card::CardGet). Without
    /// `status`, a confirmed callback has none.
    #[must_use]
    pub fn without_field(mut self, field: CallbackField) -> Self {
        self.fields.switched_off.push(field);
        self
    }

    /// Declares that all your `extid`s have this many characters, so that the end of each is proven.
    #[must_use]
    pub const fn ext_ids_of_length(mut self, characters: usize) -> Self {
        self.fields.ext_id_length = Some(characters);
        self
    }

    /// Sets the signed name of a bank whose name in the query (`channel`) differs: Vepay sends `FortaTech` and signs
    /// `Forta Tech`. Both names are tried.
    #[must_use]
    pub fn bank_name(mut self, channel: impl Into<String>, name: impl Into<String>) -> Self {
        self.bank_names.insert(channel.into(), name.into());
        self
    }

    /// Verifies the signature of a callback and decodes it: the query of a GET request, without its question mark. Other
    /// parameters than Vepay's, from the address you set, are allowed.
    ///
    /// # Errors
    ///
    /// [`CallbackError::NoSignature`] if `key` is missing, or any parameter occurs twice; [`CallbackError::BadSignature`] if
    /// the signature does not match, or a required field is missing; [`CallbackError::Unreadable`] if the signature matches and
    /// a field is malformed.
    pub fn receive(&self, query: &[u8]) -> Result<Verified<Callback>, CallbackError> {
        let fields = FlatFields::unique(form_urlencoded::parse(query)).ok_or(CallbackError::NoSignature)?;
        let signature = fields.get("key").filter(|key| !key.is_empty()).ok_or(CallbackError::NoSignature)?;
        if self.lacks_field(&fields) {
            return Err(CallbackError::BadSignature);
        }
        let variants = self.variants(&fields);
        let proves = |key: &Secret| {
            // Every variant is computed, so that timing does not tell which one fits. Anyone can sign with an empty key.
            !key.expose().is_empty()
                && variants.iter().fold(false, |proven, values| {
                    proven | equal_in_constant_time(checksum(values, key).as_bytes(), signature.as_bytes())
                })
        };
        let key = self.keys.find(proves).ok_or(CallbackError::BadSignature)?.clone();
        Verified::by_key(fields, key).try_map(|fields| Callback::read(&fields, &self.fields))
    }

    fn lacks_field(&self, fields: &FlatFields) -> bool {
        let lacks = |field: &CallbackField| fields.get(field.name()).is_none() && self.fields.has(*field);
        let has_none = SIGNED.iter().all(|name| fields.get(name).is_none());
        has_none || CallbackField::ALL.iter().any(lacks)
    }

    /// The texts that may have been signed: the values as received, and those with the bank's other name.
    fn variants(&self, fields: &FlatFields) -> Vec<String> {
        let present = || SIGNED.iter().filter_map(|name| Some((*name, fields.get(name)?)));
        let mut variants = vec![present().map(|(_, value)| value).collect::<String>()];
        if let Some(bank) = fields.get("channel").and_then(|channel| self.bank_names.get(channel)) {
            let named = |(name, value)| if name == "channel" { bank.as_str() } else { value };
            variants.push(present().map(named).collect());
        }
        variants
    }
}

/// MD5 of the values and the key, in lower-case hexadecimal digits.
pub(crate) fn checksum(values: &str, key: &Secret) -> String {
    with_wiped_stack(|| to_hex(&Md5::new().chain_update(values).chain_update(key.expose()).finalize()))
}
