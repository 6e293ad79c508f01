//! Amounts: decimal in the gateway's words, minor units in the ledger's.

/// The digits after the dot of a currency's amounts.
fn digits(currency: &str) -> usize {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI" | "VND"
        | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// `10.5` of a currency with cents is 1050. Zeros too many at the end do no harm.
pub(super) fn minor_units(amount: &str, currency: &str) -> Option<u64> {
    let (whole, fraction) = amount.split_once('.').unwrap_or((amount, ""));
    let (digits, fraction) = (digits(currency), fraction.trim_end_matches('0'));
    if fraction.len() > digits {
        return None;
    }
    format!("{whole}{fraction:0<digits$}").parse().ok()
}

pub(super) fn decimal(minor_units: u64, currency: &str) -> String {
    let digits = digits(currency);
    let text = format!("{minor_units:0>width$}", width = digits + 1);
    let (whole, fraction) = text.split_at(text.len() - digits);
    // The gateway writes two digits, also of a currency that has none.
    format!("{whole}.{fraction:0<2}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_the_digits_of_their_currency() {
        let minor = |amount, currency| minor_units(amount, currency);
        assert_eq!(
            [minor("10.5", "USD"), minor("0.94", "USD"), minor("100.00", "JPY")],
            [Some(1050), Some(94), Some(100)]
        );
        assert_eq!([minor("1.5", "KWD"), minor("1.234", "USD"), minor("1.5", "JPY")], [Some(1500), None, None]);
        let shown = [decimal(1050, "USD"), decimal(4, "USD"), decimal(100, "JPY"), decimal(1500, "KWD")];
        assert_eq!(shown, ["10.50", "0.04", "100.00", "1.500"]);
    }
}
