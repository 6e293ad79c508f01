//! What card numbers have in common.

/// True when `number` is digits of which the last is the right check digit.
pub(crate) fn passes_luhn(number: &str) -> bool {
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let sum: u32 = number
        .bytes()
        .rev()
        .enumerate()
        .map(|(position, byte)| {
            let digit = u32::from(byte - b'0');
            match position % 2 {
                0 => digit,
                _ if digit > 4 => digit * 2 - 9,
                _ => digit * 2,
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// `first` digits, a star for each hidden one, the last four digits.
pub(crate) fn masked(number: &str, first: usize) -> String {
    let end = number.len().saturating_sub(4);
    let shown = |position: usize| position < first || position >= end;
    number.chars().enumerate().map(|(position, digit)| if shown(position) { digit } else { '*' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_is_as_long_as_the_number() {
        assert_eq!(masked("4111111111111111", 6), "411111******1111");
        assert_eq!(masked("2222400060000007", 8), "22224000****0007");
        assert_eq!(masked("639002000000000003", 6), "639002********0003");
    }

    #[test]
    fn a_wrong_digit_is_noticed() {
        assert!(passes_luhn("4111111111111111"));
        for wrong in ["4111111111111112", "", "4111 1111 1111 1111", "４"] {
            assert!(!passes_luhn(wrong), "{wrong}");
        }
    }
}
