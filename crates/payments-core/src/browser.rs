//! Addresses that a payer's browser can open.

use std::net::IpAddr;

/// Ports that browsers refuse to open, because other protocols use them.
///
/// Source: WHATWG Fetch, "bad port".
const REFUSED_PORTS: &[u16] = &[
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109,
    110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531,
    532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060,
    5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
];

/// Refuses a host and a port that no browser opens: the payer would end on an error page. For the rule of a return address,
/// which is also an absolute `http` or `https` URL.
///
/// ```
/// use payments_core::check_browser_address;
///
/// assert!(check_browser_address("shop.example", None).is_ok());
/// assert!(check_browser_address("127.0.0.1", Some(8080)).is_ok());
/// assert!(check_browser_address("0.0.0.0", Some(8080)).is_err());
/// assert!(check_browser_address("shop.example", Some(6000)).is_err());
/// ```
///
/// # Errors
///
/// The rule that is broken, worded to follow the name of the field.
pub fn check_browser_address(host: &str, port: Option<u16>) -> Result<(), &'static str> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    if bare.parse().is_ok_and(|address: IpAddr| address.is_unspecified()) {
        return Err("must not be 0.0.0.0 or [::], which a server listens on and no browser opens");
    }
    if bare.to_ascii_lowercase().trim_end_matches('.').ends_with(".invalid") {
        return Err("must be a host that exists");
    }
    if port.is_some_and(|port| REFUSED_PORTS.contains(&port)) {
        return Err("must have a port that browsers open: they refuse those of other protocols, such as 6000 or 10080");
    }
    Ok(())
}
