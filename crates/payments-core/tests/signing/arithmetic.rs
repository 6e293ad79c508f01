//! The arithmetic needed to compose an RSA key. Numbers are big-endian bytes.

use std::cmp::max;
use std::mem::swap;

/// The public exponent of the keys composed here.
pub(crate) const EXPONENT: u64 = 65537;

pub(crate) fn product(a: &[u8], b: &[u8]) -> Vec<u8> {
    let mut product = vec![0; a.len() + b.len()];
    for (i, a) in a.iter().enumerate().rev() {
        let mut carry = 0;
        for (j, b) in b.iter().enumerate().rev() {
            let digit = u16::from(*a) * u16::from(*b) + u16::from(carry);
            let digit = u32::from(digit) + u32::from(product[i + j + 1]);
            [_, _, carry, product[i + j + 1]] = digit.to_be_bytes();
        }
        product[i] = carry;
    }
    product
}

/// An odd number minus one.
pub(crate) fn minus_one(odd: &[u8]) -> Vec<u8> {
    let mut even = odd.to_vec();
    *even.last_mut().unwrap() &= !1;
    even
}

/// The inverse of `EXPONENT` modulo an even number: `(1 + k * modulus) / EXPONENT`, with the `k` for
/// which nothing remains.
pub(crate) fn inverse_of_exponent(modulus: &[u8]) -> Vec<u8> {
    let (_, rest) = divide(modulus, EXPONENT);
    let k = (1..EXPONENT).find(|k| (1 + k * rest) % EXPONENT == 0).unwrap();
    let mut multiple = product(modulus, &k.to_be_bytes());
    *multiple.last_mut().unwrap() |= 1;
    let (quotient, rest) = divide(&multiple, EXPONENT);
    assert_eq!(rest, 0);
    quotient
}

/// The quotient and the remainder.
fn divide(number: &[u8], divisor: u64) -> (Vec<u8>, u64) {
    let mut rest = 0;
    let digit = |byte: &u8| {
        let dividend = (rest << 8) | u64::from(*byte);
        rest = dividend % divisor;
        u8::try_from(dividend / divisor).unwrap()
    };
    (number.iter().map(digit).collect(), rest)
}

/// The inverse of `number` modulo an odd number, by the binary algorithm of Euclid.
pub(crate) fn inverse(number: &[u8], modulus: &[u8]) -> Vec<u8> {
    // One extra byte for the carry.
    let length = max(number.len(), modulus.len()) + 1;
    let wide = |number: &[u8]| [&vec![0; length - number.len()], number].concat();
    let modulus = wide(modulus);
    // All the time u = x * number and v = y * number modulo `modulus`, and v is odd.
    let (mut u, mut x) = (wide(number), wide(&[1]));
    let (mut v, mut y) = (modulus.clone(), wide(&[]));
    while u.iter().any(|byte| *byte != 0) {
        if is_even(&u) {
            halve(&mut u);
            if !is_even(&x) {
                add(&mut x, &modulus);
            }
            halve(&mut x);
            continue;
        }
        if u < v {
            swap(&mut u, &mut v);
            swap(&mut x, &mut y);
        }
        subtract(&mut u, &v);
        if x < y {
            add(&mut x, &modulus);
        }
        subtract(&mut x, &y);
    }
    assert_eq!(v, wide(&[1]), "there is no inverse");
    y
}

fn is_even(number: &[u8]) -> bool {
    number.last().unwrap() & 1 == 0
}

fn halve(number: &mut [u8]) {
    let mut carry = 0;
    for byte in number {
        let next = *byte << 7;
        *byte = (*byte >> 1) | carry;
        carry = next;
    }
}

fn add(number: &mut [u8], other: &[u8]) {
    let mut carry = false;
    for (byte, other) in number.iter_mut().zip(other).rev() {
        let (sum, first) = byte.overflowing_add(*other);
        let (sum, second) = sum.overflowing_add(u8::from(carry));
        *byte = sum;
        carry = first | second;
    }
}

fn subtract(number: &mut [u8], other: &[u8]) {
    let mut borrow = false;
    for (byte, other) in number.iter_mut().zip(other).rev() {
        let (difference, first) = byte.overflowing_sub(*other);
        let (difference, second) = difference.overflowing_sub(u8::from(borrow));
        *byte = difference;
        borrow = first | second;
    }
}
