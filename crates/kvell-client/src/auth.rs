//! How requests are signed, and what their signatures cover.

/// How a request is signed, and what its signature covers: [`Endpoint::auth`](payments_core::Endpoint::auth) of an endpoint.
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Covered<'a> {
    /// The request is not signed: the api key is enough.
    #[default]
    NotSigned,
    /// SHA-256 over these values between the api key and the secret: unescaped, in Kvell's order, without a separator.
    Values(Vec<&'a str>),
    /// SHA-256 over the values of [`CardByTransaction`](crate::card::CardByTransaction), as [`CardByTransactionSignature`] chooses.
    CardByTransaction {
        /// The transaction.
        transaction: &'a str,
        /// The customer.
        customer_key: &'a str,
    },
    /// SHA-256 over the body between the api key and the secret.
    Body,
    /// RSA over the body, with the signer and the message of
    /// [`ClientBuilder::payout_signer`](crate::ClientBuilder::payout_signer). Without a signer the request is *not sent*.
    Rsa,
}

/// Shows only the number of values.
impl std::fmt::Debug for Covered<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotSigned => formatter.write_str("NotSigned"),
            Self::Values(values) => write!(formatter, "Values({})", values.len()),
            Self::CardByTransaction { .. } => formatter.write_str("CardByTransaction"),
            Self::Rsa => formatter.write_str("Rsa"),
            Self::Body => formatter.write_str("Body"),
        }
    }
}

/// What the signature of the [`CardByTransaction`](crate::card::CardByTransaction) request covers. Kvell's page contradicts itself:
/// its text names the customer only, its formula names the transaction and the customer.
///
/// Which of the two Kvell checks is unknown. If the request is refused with
/// [`ErrorCode::InvalidSignature`](crate::ErrorCode::InvalidSignature), choose the other one with
/// [`ClientBuilder::card_by_transaction_signature`](crate::ClientBuilder::card_by_transaction_signature).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CardByTransactionSignature {
    /// `sha256(api_key ‖ transaction ‖ customer_key ‖ secret_key)`, as the formula says.
    #[default]
    TransactionAndCustomer,
    /// `sha256(api_key ‖ customer_key ‖ secret_key)`, as the text says.
    CustomerOnly,
}

/// What the RSA signature of a payout covers; for [`ClientBuilder::payout_signer`](crate::ClientBuilder::payout_signer).
///
/// `X-Signature` is the standard base64 of an RSASSA-PKCS1-v1_5 signature with SHA-256. Over which message is not known: the
/// clients of the API differ, and the readable part of Kvell's page does not say. The sign of the wrong choice is a refusal
/// with [`ErrorCode::InvalidSignature`](crate::ErrorCode::InvalidSignature) (20002), *inferred*; nothing was paid out then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RsaMessage {
    /// The body alone, as Kvell's Python SDK signs it.
    Body,
    /// The body, and the `secret_key` right after it, as two other clients of the API sign it.
    BodyAndSecret,
}
