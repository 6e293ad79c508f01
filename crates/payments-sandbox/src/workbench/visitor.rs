//! Whose browser is served.

use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderName, StatusCode, header};

/// Refuses a host name that is not the sandbox's: so a page elsewhere would read these.
pub(super) fn check_host(headers: &HeaderMap, announced: &str) -> Result<(), StatusCode> {
    let host = text(headers, header::HOST).ok_or(StatusCode::BAD_REQUEST)?;
    if is_own(host, announced) { Ok(()) } else { Err(StatusCode::MISDIRECTED_REQUEST) }
}

/// Refuses a button that was pressed from a page elsewhere.
pub(super) fn check_origin(headers: &HeaderMap) -> Result<(), StatusCode> {
    let is_own = match (text(headers, SEC_FETCH_SITE), text(headers, header::ORIGIN)) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => origin.strip_prefix("http://") == text(headers, header::HOST),
        (None, None) => true,
    };
    if is_own { Ok(()) } else { Err(StatusCode::FORBIDDEN) }
}

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// An address without a name cannot be another site's.
fn is_own(host: &str, announced: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost") || name.eq_ignore_ascii_case(announced) || address.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_host_name_is_not_served() {
        for own in ["localhost:8135", "127.0.0.1:1", "[::1]:8135", "10.0.0.7", "Sandbox:8135", "LOCALHOST"] {
            assert!(is_own(own, "sandbox"), "{own}");
        }
        for other in ["evil.example", "localhost.evil.example:8135", "sandbox.evil.example", "", ":8135", "127.0.0.1.x"]
        {
            assert!(!is_own(other, "sandbox"), "{other}");
        }
    }
}
