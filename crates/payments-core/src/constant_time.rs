//! Comparison of secrets: keys, tokens and signatures.

use subtle::ConstantTimeEq as _;

/// Compares in constant time: the time taken does not depend on where the first difference is.
pub fn equal_in_constant_time(left: &[u8], right: &[u8]) -> bool {
    left.ct_eq(right).into()
}
