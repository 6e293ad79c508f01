//! Signing and verifying with RSA.
