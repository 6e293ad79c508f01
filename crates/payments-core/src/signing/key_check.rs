//! Checks the relations between the numbers of a private key that not every backend checks.
//!
//! aws-lc-rs checks them all. ring never checks `d`, and `rsa` computes the numbers of the Chinese remainder theorem
//! itself without comparing. A key that one backend accepts and another refuses would be a surprise when the backend is
//! changed, so the missing checks are made here for all backends. The rest (`n = p * q`, `d * e = 1`) is checked by
//! each backend and proven by the trial signature when the key is loaded.

use zeroize::Zeroizing;

use super::key_format::{PrivateParts, is_odd};

const BYTES: usize = size_of::<u64>();

/// A number as little-endian limbs, as many as the key's modulus has: no prime fills more than half of them, so
/// doubling never overflows.
type Limbs = Zeroizing<Vec<u64>>;

/// Whether `d`, `d mod (p - 1)`, `d mod (q - 1)` and `1/q mod p` are consistent.
///
/// The steps depend only on the lengths of the numbers, not on their values.
pub(super) fn is_consistent(key: &PrivateParts<'_>) -> bool {
    if !is_odd(key.p) || !is_odd(key.q) {
        return false;
    }
    let length = key.public.n.len().div_ceil(BYTES);
    let p = limbs(key.p, length);
    let q = limbs(key.q, length);
    let one = limbs(&[1], length);
    let q_mod_p = product(key.q, &one, &p);
    product(key.d, &one, &minus_one(&p)) == limbs(key.exponent_p, length)
        && product(key.d, &one, &minus_one(&q)) == limbs(key.exponent_q, length)
        && product(key.coefficient, &q_mod_p, &p) == one
}

/// `a * b mod modulus` for `b < modulus`, bit by bit.
fn product(a: &[u8], b: &Limbs, modulus: &Limbs) -> Limbs {
    let mut sum = Zeroizing::new(vec![0; modulus.len()]);
    let mut scratch = Zeroizing::new(vec![0; modulus.len()]);
    for byte in a {
        for shift in (0..u8::BITS).rev() {
            double(&mut sum);
            reduce(&mut sum, modulus, &mut scratch);
            let bit = u64::from((byte >> shift) & 1);
            add_if(&mut sum, b, bit.wrapping_neg());
            reduce(&mut sum, modulus, &mut scratch);
        }
    }
    sum
}

fn limbs(bytes: &[u8], length: usize) -> Limbs {
    let mut limbs = Zeroizing::new(vec![0; length]);
    for (limb, chunk) in limbs.iter_mut().zip(bytes.rchunks(BYTES)) {
        *limb = chunk.iter().fold(0, |limb, byte| (limb << 8) | u64::from(*byte));
    }
    limbs
}

/// An odd number minus one.
fn minus_one(odd: &Limbs) -> Limbs {
    let mut even = odd.clone();
    if let Some(lowest) = even.first_mut() {
        *lowest &= !1;
    }
    even
}

fn double(number: &mut [u64]) {
    let mut carry = 0;
    for limb in number {
        let next = *limb >> (u64::BITS - 1);
        *limb = (*limb << 1) | carry;
        carry = next;
    }
}

/// Adds `other` if `mask` is all ones, zero if it is all zeros.
fn add_if(number: &mut [u64], other: &[u64], mask: u64) {
    let mut carry = false;
    for (limb, other) in number.iter_mut().zip(other) {
        let (sum, first) = limb.overflowing_add(other & mask);
        let (sum, second) = sum.overflowing_add(u64::from(carry));
        *limb = sum;
        carry = first | second;
    }
}

/// Subtracts the modulus once if the number is not below it.
fn reduce(number: &mut [u64], modulus: &[u64], scratch: &mut [u64]) {
    let mut borrow = false;
    for ((difference, limb), modulus) in scratch.iter_mut().zip(number.iter()).zip(modulus) {
        let (partial, first) = limb.overflowing_sub(*modulus);
        let (partial, second) = partial.overflowing_sub(u64::from(borrow));
        *difference = partial;
        borrow = first | second;
    }
    let keep = u64::from(borrow).wrapping_neg();
    for (limb, difference) in number.iter_mut().zip(scratch.iter()) {
        *limb = (*limb & keep) | (*difference & !keep);
    }
}
