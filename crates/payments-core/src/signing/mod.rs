//! Signing and verifying with RSA. (being written elsewhere; the interface the pipeline needs)
use std::{future::Future, pin::Pin};
/// x
pub type SignFuture<'a> = Pin<Box<dyn Future<Output = Result<Signature, SignError>> + Send + 'a>>;
/// x
pub trait Signer: Send + Sync + 'static {
    /// x
    fn sign<'a>(&'a self, message: &'a [u8]) -> SignFuture<'a>;
}
/// x
#[derive(Debug)]
pub struct Signature(Vec<u8>);
/// x
#[derive(Debug, thiserror::Error)]
#[error("x")]
pub struct SignError;
